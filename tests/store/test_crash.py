"""A process killed, or a disk cut, anywhere: the store is as it was before a deed or as it was after it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from fuyi_desktop.store.checks import check
from fuyi_desktop.store.queries import case_count, lines
from fuyi_desktop.store.schema import TABLES
from fuyi_desktop.store.server import Server
from fuyi_desktop.store.vault import Where
from fuyi_desktop.store.work import Store
from tests.server import FILE, SERVER
from tests.store import office

DEED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from fuyi_desktop.store.server import server
from tests.store import office

folder, address = Path(sys.argv[2]), sys.argv[3]
store = office.open_again(server(address, folder=folder, among=folder) if address else folder)
left = int(sys.argv[1])

def count(*_):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL) if hasattr(signal, "SIGKILL") else os._exit(9)

event.listen(store.engine, "before_cursor_execute", count)
event.listen(store.engine, "commit", count)
with store.work("王办", "收到申请") as work:
    office.register(work, receipt_number="代收2026-2")
print("kept", flush=True)
os._exit(0)
"""


def address_of(where: Where) -> str:
    """The address of a store on a server; empty for one in a folder."""
    return where.url.render_as_string(hide_password=False) if isinstance(where, Server) else ""


@pytest.mark.parametrize(
    ("engine", "statements"),
    [(FILE, n) for n in (0, 3, 7, 12, 16, 20, 23, 100)] + [(SERVER, n) for n in (3, 12, 20, 25, 100)],
    indirect=["engine"],
)
def test_a_killed_process_leaves_before_or_after(store: Store, at: Where, statements: int) -> None:
    with store.work("王办", "收到申请") as work:
        office.register(work)
    store.close()

    run = subprocess.run(
        [sys.executable, "-c", DEED, str(statements), str(store.folder), address_of(at)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip

    kept = 2 if "kept" in run.stdout else 1
    assert (run.returncode == 0) == (kept == 2), run.stderr
    with office.open_again(at) as again, again.reading() as connection:
        assert case_count(connection) == kept
        assert connection.scalar(select(func.count()).select_from(TABLES["party"])) == kept
        assert len(list(lines(connection, again.meta("incarnation")))) == kept
        assert check(again) == []


@office.IN_A_FILE
def test_a_cut_log_leaves_a_clean_beginning(store: Store, tmp_path: Path) -> None:
    """Row 16."""
    for number in range(6):
        with store.work("王办", "收到申请") as work:
            office.register(work, receipt_number=f"代收2026-{number}")
    wal = (store.folder / "store.db-wal").read_bytes()
    counts = []
    for cut in (*range(0, len(wal), len(wal) // 12), len(wal)):
        copy = tmp_path / f"cut{cut}"
        shutil.copytree(store.folder, copy, ignore=shutil.ignore_patterns("*-wal", "*-shm", "*.lock"))
        (copy / "store.db-wal").write_bytes(wal[:cut])
        with office.open_again(copy) as again, again.reading() as connection:
            rows = [n for n, _ in lines(connection, again.meta("incarnation"))]
            assert rows == list(range(1, len(rows) + 1))
            assert case_count(connection) == len(rows)
            assert check(again) == []
            counts.append(len(rows))

    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 6)
    assert len(set(counts)) > 3
