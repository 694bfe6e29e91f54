"""A center with two desks: two programs above one server, registering and taking in bundles at once."""

import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import func, select

from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.errors import ChangedMeanwhile
from fuyi_desktop.domain.line import parse
from fuyi_desktop.services.app import App
from fuyi_desktop.store.checks import check
from fuyi_desktop.store.queries import lines
from fuyi_desktop.store.schema import TABLES, sync_log
from fuyi_desktop.store.server import Server, server
from tests.server import SERVER
from tests.services import invented
from tests.services.invented import County

pytestmark = pytest.mark.parametrize("engine", [SERVER], indirect=True)

DESK = """
import sys
from pathlib import Path
from fuyi_desktop.store.server import server
from tests.services import invented

address, folder, name, *bundles = sys.argv[1:]
with invented.opened(server(address, folder=Path(folder), among=Path(folder)), invented.clock()) as app:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(EACH):
        invented.registered(app, f"{name}{number}")
        if bundles:
            app.exchange.take(Path(bundles.pop(0)))
print("done", flush=True)
"""
EACH, BUNDLES = 6, 4


def second(county: County) -> Server:
    """The center of the county as another computer reaches it."""
    url = county.center.office.store.engine.url
    return server(url.render_as_string(hide_password=False), folder=county.folder / "center", among=Path())


def desk(at: Server, name: str, *bundles: Path) -> "subprocess.Popen[str]":
    """Another program at the same center, opened and waiting for a line."""
    address = at.url.render_as_string(hide_password=False)
    words = [address, str(at.folder), name, *map(str, bundles)]
    process = subprocess.Popen(
        [sys.executable, "-c", DESK.replace("EACH", str(EACH)), *words], cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert of(process.stdout).readline() == "ready\n", of(process.stderr).read()
    return process


def of(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def test_two_programs_register_and_import_at_once_and_nothing_is_lost(county: County) -> None:
    bundles = []
    for number in range(BUNDLES):
        invented.registered(county.township, f"镇{number}")
        bundles.append(county.send().file.rename(county.stick / f"{number}.fuyi"))
    invented.registered(county.center, "先到")
    at = second(county)

    desks = [desk(at, "甲", *bundles), desk(at, "乙", *bundles)]
    for process in desks:  # both at the same time
        of(process.stdin).write("go\n")
        of(process.stdin).flush()
    said = [process.communicate(timeout=120) for process in desks]

    assert [out for out, _ in said] == ["done\n", "done\n"], said
    store = county.center.office.store
    with store.reading() as connection:
        positions = connection.scalars(select(sync_log.c.pos).order_by(sync_log.c.pos)).all()
        assert positions == list(range(1, len(positions) + 1))
        case = TABLES["case"].c
        own = connection.scalars(select(case.receipt_number).where(case.home == "center")).all()
        assert len(own) == len(set(own)) == 2 * EACH + 1
        assert connection.scalar(select(func.count()).select_from(TABLES["case"])) == len(own) + BUNDLES
        logged = set(connection.scalars(select(sync_log.c.write_id)))
        for app in (county.center, county.township):
            assert {write.id for raw in written(app) for write in parse(raw).writes} <= logged
    assert check(store) == []


def written(app: App) -> list[bytes]:
    """The lines of a station's own journal."""
    store = app.office.store
    with store.reading() as connection:
        return [raw for _, raw in lines(connection, store.meta("incarnation"))]


KILLED = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from fuyi_desktop.store.server import server
from tests.services import invented

address, folder, bundle, left = *sys.argv[1:4], int(sys.argv[4])
app = invented.opened(server(address, folder=Path(folder), among=Path(folder)), invented.clock())

def count(*_):
    global left
    left -= 1
    if left < 0:
        os._exit(9)

event.listen(app.office.store.engine, "before_cursor_execute", count)
event.listen(app.office.store.engine, "commit", count)
app.exchange.take(Path(bundle))
print("taken", flush=True)
os._exit(0)
"""


@pytest.mark.parametrize("statements", [6, 30, 55, 9999])
def test_a_desk_killed_in_an_import_leaves_before_or_after_and_the_others_go_on(
    county: County, statements: int
) -> None:
    invented.registered(county.township, "欧阳慧敏")
    sent, at = county.send().file, second(county)
    address = at.url.render_as_string(hide_password=False)

    run = subprocess.run(
        [sys.executable, "-c", KILLED, address, str(at.folder), str(sent), str(statements)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip

    assert (run.returncode, run.stdout) == ((0, "taken\n") if statements == 9999 else (9, "")), run.stderr
    assert county.center.casework.count() == (1 if run.returncode == 0 else 0)
    invented.registered(county.center, "陈国栋")  # the head is free again
    assert county.center.exchange.take(sent).new == (0 if run.returncode == 0 else 1)
    assert county.center.casework.count() == 2
    assert check(county.center.office.store) == []


def test_a_desk_that_does_not_know_the_new_law_yet_is_told_and_then_knows_it(county: County) -> None:
    with invented.opened(second(county), county.clock) as other:
        case_id = invented.registered(other, "甲")
        day = county.center.office.today
        county.center.settings.take({"switches": {"backward": "loose"}})

        with pytest.raises(ChangedMeanwhile):
            invented.step(other, case_id, "review", day.isoformat(), handler="何静")

        assert other.office.law.digest == county.center.office.law.digest
        invented.step(other, case_id, "review", day.isoformat(), handler="何静")
        assert check(other.office.store) == []
        assert other.office.store.get(Case, case_id).receipt_number
