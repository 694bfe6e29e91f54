"""What goes wrong between the stations of a county, and what becomes of it (rows of the fault matrix)."""

import errno
import io
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Attachment, Case, Material
from fuyi_desktop.domain.errors import DiskFull, NotForThisStation
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.domain.rulings import Decision
from fuyi_desktop.services.app import App
from fuyi_desktop.services.receiving import STALE, WANTS_SEED
from fuyi_desktop.store import files
from fuyi_desktop.store.backups import restore
from fuyi_desktop.store.feed import rows_of_case
from fuyi_desktop.store.peers import tell
from fuyi_desktop.store.queries import reviews
from fuyi_desktop.store.schema import TABLES, sync_log, sync_unknown
from tests.services import invented
from tests.services.invented import County, step
from tests.services.rounds import answer, carry, down, edit, meet, up


@pytest.fixture
def other(county: County) -> Iterator[App]:
    """A second station of the county, which has joined as T0732."""
    invented.found(county.folder / "other", county.clock, StationRole.AGENCY)
    with invented.opened(county.folder / "other", county.clock) as app:
        invented.enrol(county.center, app, "T0732", county.stick)
        yield app


def with_center(county: County) -> str:
    """A case that the township has registered and the center holds."""
    case_id = invented.registered(county.township)
    step(county.township, case_id, "hand_over", "2026-07-30", to="center")
    for _ in range(2):  # a seed, and then the log
        meet(county.township, county)
    return case_id


def with_agency(county: County, other: App) -> str:
    """A case that the center has handed on to the agency."""
    case_id = with_center(county)
    meet(other, county)
    step(county.center, case_id, "hand_over", "2026-07-31", to="T0732", reason="由承办机关办理")
    meet(other, county)
    return case_id


def put_back(county: County, station: str, backup: Any) -> None:
    """A station or the center goes on with a backup of its store."""
    getattr(county, station).close()
    again = county.folder / f"{station}-{sum(1 for _ in county.folder.iterdir())}"
    restore(backup, again)
    setattr(county, station, invented.opened(again, county.clock))


def same_case(county: County, case_id: str) -> bool:
    """Whether the township has the case as the center has it."""
    with (
        county.township.office.store.reading() as here,
        county.center.office.store.reading() as there,
    ):
        return list(rows_of_case(here, case_id)) == list(rows_of_case(there, case_id)) != []


def outcomes(county: County) -> list[str]:
    with county.center.office.store.reading() as connection:
        return list(connection.scalars(select(sync_log.c.outcome).order_by(sync_log.c.pos)))


def test_ten_lost_bundles_are_made_up_for_by_the_eleventh_and_a_hundred_copies_add_nothing(
    county: County,
) -> None:
    """Rows 1 and 2."""
    for number in range(10):
        invented.registered(county.township, f"欧阳慧{number}")
        up(county.township, county).unlink()
    assert (county.township.exchange.status().unsent, county.township.exchange.status().carried) == (10, 10)
    last = up(county.township, county)

    county.center.exchange.take(last)

    before = invented.content(county.center)
    assert county.center.casework.count() == 10
    assert all(county.center.exchange.take(last).as_dict()["already"] for _ in range(100))
    assert invented.content(county.center) == before
    answer(county.township, county)
    assert county.township.exchange.status().unsent == 0


def test_a_bundle_for_another_station_is_not_ours(county: County, other: App) -> None:
    """Rows 9 and 10; what is said of keys and names in the envelope stands in tests/sync."""
    invented.registered(county.township)
    carry(county.township, county)

    with pytest.raises(NotForThisStation):
        other.exchange.take(down(county.township, county))


def test_a_window_that_does_not_know_that_it_was_put_back_loses_neither_of_its_lives(county: County) -> None:
    """Rows 18 and 19: the bundle of the first life comes after that of the second."""
    invented.registered(county.township, "欧阳慧敏")
    meet(county.township, county)
    county.township.close()
    shutil.copytree(county.folder / "township", county.folder / "image")
    county.township = invented.opened(county.folder / "township", county.clock)
    invented.registered(county.township, "陈国栋")
    late = up(county.township, county)
    county.township.close()
    county.township = invented.opened(county.folder / "image", county.clock)
    invented.registered(county.township, "赵永强")

    assert carry(county.township, county).notes == ()
    (alarm,) = county.center.exchange.take(late).notes

    assert "有两段不同的记录" in alarm
    assert any("已另起一段记录" in note for note in answer(county.township, county).notes)
    meet(county.township, county)
    meet(county.township, county)
    assert county.center.casework.count() == county.township.casework.count() == 3
    assert county.township.exchange.status().unsent == 0
    assert county.center.upkeep.check() == county.township.upkeep.check() == []


def test_a_center_that_was_put_back_gets_again_what_it_had_received(county: County) -> None:
    """Row 22."""
    first = with_center(county)
    backup = county.center.upkeep.backup(county.folder / "backups")
    second = invented.registered(county.township, "陈国栋")
    meet(county.township, county)
    old = down(county.township, county)
    put_back(county, "center", backup)
    assert county.center.casework.count() == 1

    assert "全部数据" not in "".join(carry(county.township, county).notes)
    answer(county.township, county)
    meet(county.township, county)

    assert same_case(county, first)
    assert same_case(county, second)
    assert "dup" not in outcomes(county)
    assert county.township.exchange.take(old).notes == (STALE,)
    assert county.center.upkeep.check() == county.township.upkeep.check() == []


def test_a_center_put_back_twice_from_one_backup_is_told_from_its_middle_life(county: County) -> None:
    """Row 23."""
    case_id = with_center(county)
    backup = county.center.upkeep.backup(county.folder / "backups")
    county.clock.on("2026-08-03")
    put_back(county, "center", backup)
    edit(county.center, case_id, matter="中间一次")
    meet(county.township, county)
    late = down(county.township, county)
    county.clock.on("2026-08-04")
    put_back(county, "center", backup)
    edit(county.center, case_id, matter="最后一次")

    meet(county.township, county)

    assert county.township.casework.find(case_id).case.matter == "最后一次"
    assert county.township.exchange.take(late).notes == (STALE,)
    assert same_case(county, case_id)


def test_a_center_that_was_put_back_by_hand_finds_out_from_its_stations(county: County) -> None:
    """Row 22, where nobody told the program: the database was copied over."""
    first = with_center(county)
    county.center.close()
    shutil.copytree(county.folder / "center", county.folder / "image")
    county.center = invented.opened(county.folder / "center", county.clock)
    second = invented.registered(county.township, "陈国栋")
    meet(county.township, county)
    county.center.close()
    county.center = invented.opened(county.folder / "image", county.clock)

    told = carry(county.township, county)
    answer(county.township, county)
    meet(county.township, county)

    assert any("县中心像是恢复过旧备份" in note for note in told.notes)
    assert same_case(county, first)
    assert same_case(county, second)


def test_when_the_center_and_a_window_go_in_one_night_the_others_still_have_theirs(
    county: County, other: App
) -> None:
    """Row 24: only what was held nowhere else is gone."""
    case_id = with_agency(county, other)
    center = county.center.upkeep.backup(county.folder / "backups")
    window = county.township.upkeep.backup(county.folder / "backups")
    gone = invented.registered(county.township, "陈国栋")
    meet(county.township, county)
    step(other, case_id, "review", "2026-08-01", handler="唐卫东")
    meet(other, county)
    put_back(county, "center", center)
    put_back(county, "township", window)

    for _ in range(3):
        meet(other, county)
        meet(county.township, county)

    assert other.casework.page(case_id).file == county.center.casework.page(case_id).file
    assert same_case(county, case_id)
    assert county.center.casework.count() == 1
    assert gone not in {row.case_id for row in county.township.casework.rows()}


BASE = {"matter": "不服行政处罚", "channel": "当面"}


@pytest.mark.parametrize(
    ("there", "here", "stands", "conflicts"),
    [
        ({"matter": "甲"}, {"channel": "邮寄"}, {"matter": "甲", "channel": "邮寄"}, 0),
        ({"matter": "甲"}, {"matter": "甲"}, {"matter": "甲"}, 0),
        ({"matter": "甲"}, {"matter": "乙"}, {"matter": "甲"}, 1),
    ],
    ids=["row 26", "row 27", "row 28"],
)
def test_two_who_edit_one_case_meet_field_by_field(
    county: County, there: dict[str, str], here: dict[str, str], stands: dict[str, str], conflicts: int
) -> None:
    case_id = with_center(county)
    edit(county.center, case_id, **BASE)
    answer(county.township, county)
    edit(county.center, case_id, **there)
    edit(county.township, case_id, **here)

    assert carry(county.township, county).conflicts == conflicts
    answer(county.township, county)

    for app in (county.center, county.township):
        case = app.casework.find(case_id).case
        assert {name: getattr(case, name) for name in BASE} == BASE | stands
        assert len(app.reviews.waiting()) == conflicts
    if conflicts:
        (side,) = county.center.reviews.waiting()[0].sides
        assert (side.base, side.theirs, side.ours) == ("不服行政处罚", "乙", "甲")


@pytest.mark.parametrize("edited", ["center", "township"])
def test_who_edits_what_another_deletes_is_asked_and_the_row_can_live(county: County, edited: str) -> None:
    """Row 29, in both orders."""
    case_id = with_center(county)
    editor = getattr(county, edited)
    deleter = county.township if edited == "center" else county.center
    with editor.office.work(Task.STEP, "改材料") as work:
        (material,) = work.select(Material, case_id=case_id)
        work.put(replace(material, pages=9))
    with deleter.office.work(Task.STEP, "删材料") as work:
        work.remove(work.get(Material, material.id))

    assert carry(county.township, county).conflicts == 1
    answer(county.township, county)
    (waiting,) = county.center.reviews.waiting()
    keep = Decision.KEEP if edited == "center" else Decision.TAKE
    county.center.reviews.decide(waiting.id, keep)
    answer(county.township, county)

    for app in (county.center, county.township):
        kept = app.office.store.get(Material, material.id)
        assert (kept.name, kept.pages) == ("行政复议申请书", 9)
        assert app.upkeep.check() == []


def test_a_case_that_moves_on_while_its_station_writes_keeps_what_was_written(
    county: County, other: App
) -> None:
    """Row 32."""
    case_id = with_agency(county, other)
    edit(other, case_id, channel="邮寄")
    step(county.center, case_id, "take_back", "2026-08-03", reason="改由县中心办理")
    edit(county.center, case_id, matter="县里改的")

    carried = carry(other, county)
    answer(other, county)
    answer(county.township, county)

    case = county.center.casework.find(case_id).case
    assert (carried.conflicts, case.channel, case.matter) == (0, "邮寄", "县里改的")
    assert other.casework.count() == 0
    assert same_case(county, case_id)
    edit(county.center, case_id, matter="以后的事")
    assert other.exchange.take(down(other, county)).new == 0


def test_a_case_that_comes_back_is_whole_again_and_shows_nothing_of_the_time_before(
    county: County, other: App
) -> None:
    """Row 32: away and back while the station was silent, with a row of it deleted meanwhile."""
    case_id = with_agency(county, other)
    edit(other, case_id, channel="邮寄")
    step(county.center, case_id, "take_back", "2026-08-03", reason="改由县中心办理")
    with county.center.office.work(Task.STEP, "删材料") as work:
        work.remove(work.select(Material, case_id=case_id)[0])
    step(county.center, case_id, "hand_over", "2026-08-04", to="T0732", reason="再办")
    carry(other, county)
    edit(county.center, case_id, channel="当面")

    answer(other, county)

    assert other.casework.page(case_id).file == county.center.casework.page(case_id).file
    assert other.casework.find(case_id).case.channel == "当面"


def test_what_the_center_changed_after_an_own_write_stands_though_the_case_enters_before_it(
    county: County,
) -> None:
    """Invariant 1: the fate of an own write is followed by what replaced its value."""
    meet(county.township, county)
    meet(county.township, county)
    case_id = invented.registered(county.township)
    carry(county.township, county)
    edit(county.township, case_id, matter="镇里的")
    carry(county.township, county)
    edit(county.center, case_id, matter="县里的")

    answer(county.township, county)

    assert county.township.casework.find(case_id).case.matter == "县里的"
    assert same_case(county, case_id)


def test_a_text_that_was_put_together_is_not_overwritten_by_one_of_its_authors(county: County) -> None:
    """Invariant 3: whoever wrote a part of it has not seen the whole."""
    case_id = with_center(county)
    edit(county.center, case_id, reasons="甲句。乙句。丙句。")
    answer(county.township, county)
    edit(county.center, case_id, reasons="县里改甲句。乙句。丙句。")
    edit(county.township, case_id, reasons="甲句。乙句。镇里改丙句。")
    carry(county.township, county)
    edit(county.township, case_id, reasons="甲句。乙句。镇里再改丙句。")

    carry(county.township, county)
    answer(county.township, county)

    for app in (county.center, county.township):
        assert "县里改甲句" in app.casework.find(case_id).case.reasons
    assert same_case(county, case_id)


def test_a_content_is_not_sent_to_who_has_no_part_in_its_case(county: County, other: App) -> None:
    """Invariant 19: to ask for it is not enough."""
    case_id = with_center(county)
    with county.center.office.work(Task.STEP, "登记附件") as work:
        digest, size = files.keep(work, io.BytesIO(b"scan" * 99))
        work.put(
            Attachment(
                id=work.new_id(), case_id=case_id, name="录音.wav", mime="audio/wav", size=size,
                digest=digest, added_at=work.at,
            )
        )  # fmt: skip
    meet(other, county)
    with county.center.office.work(Task.EXCHANGE, "有人来要") as work:
        for station in ("T0731", "T0732"):
            tell(work, station, wants={digest: ""})

    for app in (other, county.township):
        answer(app, county)

    assert not files.present(other.office.store, digest)
    assert files.present(county.township.office.store, digest)


def test_rows_that_were_changed_behind_the_program_s_back_are_found_named_and_set_right(
    county: County,
) -> None:
    """Row 35."""
    case_id = with_center(county)
    with county.township.office.store.engine.begin() as connection:
        connection.execute(update(TABLES["case"]).values(channel="改动"))
    county.clock.on("2026-08-10")
    carry(county.township, county)

    flagged = answer(county.township, county)
    carry(county.township, county)
    report = answer(county.township, county)

    assert WANTS_SEED in flagged.notes
    assert [note for note in report.notes if "1 行" in note and "案件" in note]
    assert same_case(county, case_id)
    assert WANTS_SEED not in meet(county.township, county).notes


def test_what_only_a_newer_program_knows_goes_on_to_whom_the_case_goes(county: County, other: App) -> None:
    """Row 31: through a center that does not know it, in the feed and with the case."""
    case_id = with_center(county)
    center = county.center.office.store
    with center.engine.begin() as connection:
        kept = {"tbl": "case", "key": case_id, "field": "colour", "json": '["红", 1]', "pos": 1}
        connection.execute(sync_unknown.insert().values(**kept))
    step(county.center, case_id, "hand_over", "2026-07-31", to="T0732", reason="由承办机关办理")

    meet(other, county)

    with other.office.store.reading() as connection:
        found = connection.execute(select(sync_unknown.c.field, sync_unknown.c.json)).all()
    assert [tuple(row) for row in found] == [("colour", '["红", 1]')]
    assert other.upkeep.check() == []


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_clock_that_is_wrong_decides_nothing(county: County, year: int) -> None:
    """Row 25: the window's clock, and then the center's for one day."""
    case_id = with_center(county)
    right = county.clock.at
    edit(county.center, case_id, matter="县里的")
    county.clock.at = datetime(year, 1, 1, tzinfo=UTC).astimezone(right.tzinfo)
    edit(county.township, case_id, matter="镇里的", channel="邮寄")
    sent = up(county.township, county)
    county.clock.at = right

    assert county.center.exchange.take(sent).conflicts == 1
    county.clock.at = datetime(year, 1, 1, tzinfo=UTC).astimezone(right.tzinfo)
    wrong = down(county.township, county)
    county.clock.at = right
    county.township.exchange.take(wrong)
    meet(county.township, county)

    assert same_case(county, case_id)
    assert county.township.casework.find(case_id).case.matter == "县里的"
    assert county.township.office.floor == right.date()


def test_a_disk_that_is_full_during_an_import_leaves_everything_as_it_was(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 45."""
    case_id = invented.registered(county.township)
    with county.township.office.work(Task.STEP, "登记附件") as work:
        digest, size = files.keep(work, io.BytesIO(b"scan" * 99))
        work.put(
            Attachment(
                id=work.new_id(), case_id=case_id, name="决定书.pdf", mime="application/pdf", size=size,
                digest=digest, added_at=work.at,
            )
        )  # fmt: skip
    sent = up(county.township, county)
    before = invented.content(county.center)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFull):
            county.center.exchange.take(sent)

    assert invented.content(county.center) == before
    assert sent.exists()
    assert county.center.exchange.take(sent).contents == 1


def test_an_export_changes_nothing_but_that_it_was_made(county: County) -> None:
    """Invariant 6."""
    with_center(county)
    invented.registered(county.township, "陈国栋")
    for app, to in ((county.township, "center"), (county.center, "T0731")):
        before = invented.content(app)
        app.exchange.export(to, county.stick)
        after = invented.content(app)
        assert {name for name in before if before[name] != after[name]} <= {"sync_bundle", "sync_peer"}


def test_reviews_are_told_to_their_author_alone(county: County, other: App) -> None:
    """Invariant 19."""
    case_id = with_agency(county, other)
    edit(county.center, case_id, matter="县里的")
    edit(other, case_id, matter="承办的")
    assert carry(other, county).conflicts == 1

    answer(other, county)
    answer(county.township, county)

    assert len(other.office.ask(reviews)) == 1
    assert county.township.office.ask(reviews) == []
    assert county.township.office.store.get(Case, case_id).matter == "县里的"
