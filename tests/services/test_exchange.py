"""Bundles on the stick: whole or not at all, again without harm, and nothing that was accepted is lost."""

import io
import itertools
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Attachment, Case
from fuyi_desktop.domain.errors import (
    BundleDamaged,
    BundleTooNew,
    FuyiError,
    NotEnrolled,
    NotForThisStation,
    NotFound,
)
from fuyi_desktop.sealing import KeyRing
from fuyi_desktop.services import keys, outgoing
from fuyi_desktop.services.app import App
from fuyi_desktop.store import files
from fuyi_desktop.store.chunks import CHUNK
from fuyi_desktop.store.queries import attachments, peer, reviews
from fuyi_desktop.sync import envelope
from fuyi_desktop.sync.manifest import Schema
from tests.services import invented
from tests.services.invented import County, step

SMALL = outgoing.ROOM + 500  # a part that holds one line
ROOT = Path(__file__).parents[2]


def refused(app: App, path: Path, error: type[FuyiError], words: str) -> None:
    """Neither a preview nor an import of this file brings anything but its sentence."""
    before = invented.content(app)
    for deed in (app.exchange.preview, app.exchange.take):
        with pytest.raises(error, match=words):
            deed(path)
    assert invented.content(app) == before


def forged(county: County, path: Path, *, signer: KeyRing | None = None, **changes: Any) -> Path:
    """A bundle from the township that is honest but for what is given."""
    office = county.township.office
    with office.store.reading() as connection:
        center = peer(connection, "center")
    (load,) = outgoing.to_center(office, center, 0, 1 << 30, None).loads
    head = replace(outgoing.manifest(office, "center", center, load, None), **changes)
    envelope.seal(
        path, head, load.raws, iter(()), signer=(signer or keys.ring(office.store)).sign,
        recipients=[center.keys["age"]],
    )  # fmt: skip
    return path


def opened_lines(county: County, path: Path) -> list[bytes]:
    ring = keys.ring(county.center.office.store)
    sender = keys.ring(county.township.office.store)
    with envelope.open_bundle(
        path, identities=ring.age, us="center", signer_of=lambda _: sender.sign.public
    ) as bundle:
        return list(bundle.lines())


def test_a_bundle_that_was_cut_anywhere_is_refused_whole(county: County) -> None:
    """Rows 4 and 6."""
    invented.registered(county.township)
    whole = county.send().file.read_bytes()
    cut = county.stick / "cut.fuyi"

    for length in {0, 1, 30, len(whole) - 1, *range(0, len(whole), len(whole) // 12)}:
        cut.write_bytes(whole[:length])
        refused(county.center, cut, BundleDamaged, r"同步包cut.fuyi不完整或已损坏，没有导入任何内容")
    cut.write_bytes(whole + b"\n")
    refused(county.center, cut, BundleDamaged, "不完整或已损坏")


def test_a_bundle_with_one_bit_changed_anywhere_is_refused_whole(county: County) -> None:
    """Row 5."""
    invented.registered(county.township)
    whole = county.send().file.read_bytes()
    flipped = county.stick / "flipped.fuyi"

    for at in {0, len(whole) - 1, *range(0, len(whole), len(whole) // 20)}:
        flipped.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        refused(county.center, flipped, FuyiError, "没有导入任何内容|包已保留")


def test_a_bundle_of_another_county_is_not_ours(county: County, joined: Path, tmp_path: Path) -> None:
    invented.registered(county.township)
    sent = county.send().file
    invented.make_template(tmp_path / "elsewhere")
    with invented.opened(tmp_path / "elsewhere" / "center", county.clock) as foreign:
        refused(foreign, sent, NotForThisStation, "没有导入任何内容")
    refused(county.township, sent, NotForThisStation, "不是本站的")


def test_a_bundle_signed_by_somebody_else_is_refused(county: County) -> None:
    """Row 8."""
    invented.registered(county.township)
    stranger = forged(county, county.stick / "stranger.fuyi", signer=KeyRing.new())

    refused(county.center, stranger, BundleDamaged, "没有导入任何内容")


def test_a_bundle_of_a_newer_program_says_so(county: County) -> None:
    """Row 31."""
    invented.registered(county.township)
    newer = forged(county, county.stick / "newer.fuyi", schema=Schema(version=9, least=9))

    refused(
        county.center, newer, BundleTooNew, r"同步包newer.fuyi由更新版本的程序写成，请先升级本站程序再导入"
    )


def test_a_preview_tells_what_the_import_will_bring_and_changes_nothing(county: County) -> None:
    case_id = invented.registered(county.township)
    sent = county.send()
    before = invented.content(county.center)
    folder = sorted(
        path.name for path in county.center.office.store.folder.rglob("*") if "store.db" not in path.name
    )

    seen = county.center.exchange.preview(sent.file)

    assert invented.content(county.center) == before
    assert folder == sorted(
        path.name for path in county.center.office.store.folder.rglob("*") if "store.db" not in path.name
    )
    taken = county.center.exchange.take(sent.file)
    assert replace(taken, changed=set()) == seen
    assert seen.as_dict() == {
        "name": sent.file.name, "sender": "T0731", "sender_name": "石桥镇行政争议纾解窗口", "kind": "data",
        "first": 1, "last": 1, "new": 1, "known": 0, "conflicts": 0, "receipt_upto": None, "already": False,
        "held": 0, "contents": 0, "notes": [], "news": [],
        "cases": [{"case_id": case_id, "number": "代收2026-1", "title": "欧阳慧敏", "what": "新增"}],
    }  # fmt: skip


def test_a_bundle_that_comes_again_changes_nothing_and_says_so(county: County) -> None:
    """Row 2."""
    invented.registered(county.township)
    sent = county.send().file
    county.center.exchange.take(sent)
    before = invented.content(county.center)
    county.clock.on("2026-08-03")

    again = county.center.exchange.take(sent)

    assert (again.new, again.known, again.cases, again.as_dict()["already"]) == (0, 1, (), True)
    assert invented.content(county.center) == before


def test_a_receipt_that_comes_again_changes_nothing(county: County) -> None:
    invented.registered(county.township)
    county.carry()
    receipt = county.center.exchange.export("T0731", county.stick).file
    assert county.township.exchange.take(receipt).receipt_upto == 1
    before = invented.content(county.township)

    assert county.township.exchange.take(receipt).receipt_upto is None
    assert invented.content(county.township) == before


def test_the_same_lines_are_exported_until_they_are_confirmed(county: County) -> None:
    """Row 1, and invariant 6."""
    invented.registered(county.township)
    first = county.send()
    second = county.township.exchange.export("center", county.folder)
    assert opened_lines(county, first.file) == opened_lines(county, second.file)

    invented.registered(county.township, "陈国栋")
    both = county.carry()
    assert (both.first, both.last, both.new) == (1, 2, 2)
    county.answer()

    invented.registered(county.township, "赵永强")
    assert (county.send().first, county.carry().new, county.township.exchange.status().unsent) == (3, 1, 1)
    county.answer()
    empty = county.send()
    assert (empty.lines, county.township.exchange.status().unsent) == (0, 0)
    assert county.center.exchange.take(empty.file).as_dict()["already"]


def test_a_receipt_that_was_lost_is_made_up_for_by_the_next(county: County) -> None:
    invented.registered(county.township)
    county.carry()
    county.center.exchange.export("T0731", county.stick).file.unlink()
    invented.registered(county.township, "陈国栋")
    county.carry()

    county.answer()

    assert (county.township.exchange.status().acked, county.township.exchange.status().unsent) == (2, 0)


def test_a_part_that_comes_too_early_waits_for_those_before_it(county: County) -> None:
    """Row 3."""
    for name in ("欧阳慧敏", "陈国栋", "赵永强"):
        invented.registered(county.township, name)
    parts = county.send(part_size=SMALL)
    assert [path.name for path in parts.files] == [f"T0731_center_{n}-{n}_{n}of3.fuyi" for n in (1, 2, 3)]
    one, two, three = parts.files

    early = county.center.exchange.take(three)
    assert (early.new, early.held, county.center.casework.count()) == (0, 1, 0)
    assert early.notes == ("有 1 项记录在等前面的包，已暂存，缺的包到了会自动接上。",)
    assert county.center.exchange.take(three).held == 1
    assert county.center.exchange.take(one).new == 1
    assert county.center.exchange.take(two).new == 2

    assert county.center.casework.count() == 3
    assert county.center.upkeep.check() == []


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_parts_given_together_are_put_in_order(county: County, order: tuple[int, ...]) -> None:
    for name in ("欧阳慧敏", "陈国栋", "赵永强"):
        invented.registered(county.township, name)
    parts = county.send(part_size=SMALL).files

    told = county.center.exchange.in_order([parts[n] for n in order])

    assert tuple(told) == parts
    assert [county.center.exchange.take(path).new for path in told] == [1, 1, 1]


def test_a_later_whole_bundle_makes_up_for_a_part_that_never_came(county: County) -> None:
    for name in ("欧阳慧敏", "陈国栋", "赵永强"):
        invented.registered(county.township, name)
    county.center.exchange.take(county.send(part_size=SMALL).files[0])

    rest = county.carry()

    assert (rest.known, rest.new) == (1, 2)
    assert county.center.casework.count() == 3


def test_a_computer_that_was_copied_has_two_histories_and_both_are_kept(county: County) -> None:
    """Row 21, and invariant 16."""
    invented.registered(county.township)
    county.carry()
    county.answer()
    county.township.close()
    shutil.copytree(county.folder / "township", county.folder / "copy")
    for folder, name in (("township", "陈国栋"), ("copy", "赵永强")):
        with invented.opened(county.folder / folder, county.clock) as app:
            invented.registered(app, name)
            (county.folder / folder / "post").mkdir()
            app.exchange.export("center", county.folder / folder / "post")
    first, second = (next((county.folder / name / "post").iterdir()) for name in ("township", "copy"))
    county.township = invented.opened(county.folder / "township", county.clock)

    assert county.center.exchange.take(first).notes == ()
    (alarm,) = county.center.exchange.take(second).notes

    assert alarm.startswith("石桥镇行政争议纾解窗口有两段不同的记录")
    assert county.center.casework.count() == 3
    told = county.answer()
    assert any("已另起一段记录" in note for note in told.notes)
    assert county.carry().conflicts == 0
    assert county.center.casework.count() == 3
    assert county.center.upkeep.check() == []


def test_a_window_that_was_restored_from_a_backup_goes_on_under_a_new_history(county: County) -> None:
    """Row 17."""
    invented.registered(county.township)
    county.carry()
    backup = county.township.upkeep.backup(county.folder / "backups")
    lost = invented.registered(county.township, "陈国栋")
    county.carry()
    county.township.close()

    from fuyi_desktop.store.backups import restore

    restore(backup, county.folder / "again")
    county.township = invented.opened(county.folder / "again", county.clock)
    kept = invented.registered(county.township, "赵永强")
    report = county.carry()

    assert report.conflicts == 0
    assert {row.case_id for row in county.center.casework.rows()} >= {lost, kept}
    assert county.center.casework.count() == 3
    county.answer()
    assert county.township.exchange.status().unsent == 0
    assert county.center.upkeep.check() == []


@pytest.mark.parametrize("size", [1, 70_000, CHUNK + 7])
def test_attachments_arrive_with_their_content(county: County, size: int) -> None:
    case_id = invented.registered(county.township)
    scan = bytes(n * 7 % 251 for n in range(997)) * (size // 997 + 1)
    scan = scan[:size]
    with county.township.office.work(Task.STEP, "登记附件") as work:
        digest, kept = files.keep(work, io.BytesIO(scan))
        work.put(
            Attachment(
                id=work.new_id(), case_id=case_id, name="决定书.pdf", mime="application/pdf", size=kept,
                digest=digest, added_at=work.at,
            )
        )  # fmt: skip
    sent = county.send().file
    seen = county.center.exchange.preview(sent)
    assert not files.present(county.center.office.store, digest)

    county.center.exchange.take(sent)

    assert seen.new == 2
    store = county.center.office.store
    assert [item.name for item in county.center.office.ask(attachments, case_id)] == ["决定书.pdf"]
    with files.content(store, digest) as content:
        assert content.read() == scan
    assert (
        scan[:64] not in b"".join(p.read_bytes() for p in store.folder.rglob("*") if p.is_file()) or size == 1
    )
    assert county.center.upkeep.check() == []


def test_an_edit_that_met_another_waits_for_a_person_and_the_accepted_value_stands(county: County) -> None:
    case_id = invented.registered(county.township)
    step(county.township, case_id, "hand_over", "2026-07-30", to="center")
    county.carry()
    county.answer()

    def edit(app: App, **fields: Any) -> None:
        with app.office.work(Task.STEP, "改案由") as work:
            work.put(replace(work.get(Case, case_id), **fields))

    edit(county.center, matter="不服治安管理处罚", act_number="云公罚字〔2026〕270号")
    edit(county.township, matter="不服罚款", channel="邮寄")
    report = county.carry()

    case = county.center.casework.find(case_id).case
    assert report.conflicts == 1
    assert county.center.exchange.status().reviews == 1
    assert (case.matter, case.act_number, case.channel) == (
        "不服治安管理处罚",
        "云公罚字〔2026〕270号",
        "邮寄",
    )
    waiting = county.center.office.ask(reviews, case_id=case_id)[0]
    assert (waiting.theirs, waiting.ours) == ({"matter": "不服罚款"}, {"matter": "不服治安管理处罚"})
    assert county.carry().as_dict()["already"]
    assert county.center.exchange.status().reviews == 1


def test_what_a_window_says_of_the_county_s_organs_is_only_a_proposal(county: County) -> None:
    from fuyi_desktop.domain.party import Unit

    with county.township.office.work(Task.SETTINGS, "改机关") as work:
        unit = next(unit for unit in work.select(Unit) if unit.short == "云府")
        work.put(replace(unit, phone="0999-1111111"))

    report = county.carry()

    assert report.conflicts == 1
    assert county.center.intake.organs()[0].phone == "0999-2021001"


def test_a_station_that_has_not_joined_neither_sends_nor_receives(county: County, window: App) -> None:
    invented.registered(county.township)
    sent = county.send().file

    with pytest.raises(NotEnrolled, match="本站还没有加入县中心"):
        window.exchange.export("center", county.stick)
    with pytest.raises(NotEnrolled):
        window.exchange.take(sent)
    with pytest.raises(NotFound, match="没有找到站点“T0999”"):
        county.center.exchange.export("T0999", county.stick)
    assert not window.exchange.status().joined


def test_the_status_bar_always_says_what_left_what_came_and_what_is_unsent(county: County) -> None:
    assert county.township.exchange.status().last_export is None
    invented.registered(county.township)
    county.clock.on("2026-08-07")
    sent = county.send()
    county.clock.on("2026-08-10")
    county.center.exchange.take(sent.file)
    county.answer()

    status = county.township.exchange.status()
    assert (status.last_export_name, status.unsent, status.acked) == (sent.file.name, 0, 1)
    assert status.carried == 1
    moments = (status.last_export, status.acked_at, status.last_import)
    assert [moment and moment.date().isoformat() for moment in moments] == [
        "2026-08-07", "2026-08-10", "2026-08-10",
    ]  # fmt: skip
    assert [(row.direction, row.state) for row in county.township.exchange.history()] == [
        ("in", "已导入"),
        ("out", "已导出"),
    ]
    station = county.center.exchange.stations()[0]
    assert (station.station, station.last_received, station.receipt_sent) == ("T0731", 1, 1)


def test_what_is_in_a_bundle_is_told_without_taking_it_in(county: County) -> None:
    invented.registered(county.township)
    sent = county.send()

    ours, theirs = county.center.exchange.inspect(sent.file), county.township.exchange.inspect(sent.file)

    assert (ours["kind"], ours["from"], ours["to"], ours["lines"], ours["signed"]) == (
        "data",
        "T0731",
        "center",
        [1, 1],
        True,
    )
    assert (theirs["kind"], theirs["from"], theirs["size"]) == ("sealed", None, sent.size)
    assert county.center.exchange.inspect(county.stick / "card.fuyi")["kind"] == "card"


def test_nothing_of_a_case_can_be_read_on_the_stick(county: County) -> None:
    invented.registered(county.township, "欧阳慧敏")
    content = county.send().file.read_bytes()

    assert content.startswith(b"age-encryption.org/v1\n")
    for told in ("欧阳慧敏", "石桥镇", "T0731", "13900006208"):
        assert told.encode() not in content


KILLED = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from tests.services import invented

app = invented.opened(Path(sys.argv[1]), invented.clock())
left = int(sys.argv[3])

def count(*_):
    global left
    left -= 1
    if left < 0:
        os._exit(9)

event.listen(app.office.store.engine, "before_cursor_execute", count)
event.listen(app.office.store.engine, "commit", count)
app.exchange.take(Path(sys.argv[2]))
print("taken", flush=True)
os._exit(0)
"""


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)  # on a server: test_two_desks.py
@pytest.mark.parametrize("statements", [6, 25, 45, 60, 9999])
def test_a_process_killed_during_an_import_leaves_before_or_after(county: County, statements: int) -> None:
    """Row 15, and invariant 7."""
    for name in ("欧阳慧敏", "陈国栋"):
        invented.registered(county.township, name)
    sent = county.send().file
    before = invented.content(county.center)
    county.center.close()

    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(county.folder / "center"), str(sent), str(statements)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip

    county.center = invented.opened(county.folder / "center", county.clock)
    assert list((county.folder / "center" / "inbox").iterdir()) == []
    assert (run.returncode, run.stdout) == ((0, "taken\n") if statements == 9999 else (9, "")), run.stderr
    assert county.center.casework.count() == (2 if run.returncode == 0 else 0)
    assert county.center.upkeep.check() == []
    if run.returncode:
        assert invented.content(county.center) == before
    assert county.center.exchange.take(sent).new == (0 if run.returncode == 0 else 2)
