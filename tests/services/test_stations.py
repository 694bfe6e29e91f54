"""How things stand with the stations: what came, what they have, what is missing, and what an import said."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Attachment, Case
from fuyi_desktop.domain.errors import NotOpen
from fuyi_desktop.domain.party import Unit
from fuyi_desktop.domain.rulings import Decision
from fuyi_desktop.services import outgoing
from fuyi_desktop.services.app import App
from fuyi_desktop.services.matters import matters
from fuyi_desktop.services.stations import StationRow
from fuyi_desktop.store import files
from fuyi_desktop.store.peers import tell
from tests.lawfiles import NOTICE_2027
from tests.services import invented
from tests.services.invented import County, step

SMALL = outgoing.ROOM + 500  # a part that holds one line


def row(county: County) -> StationRow:
    (found,) = county.center.exchange.stations()
    return found


def edit(app: App, case_id: str, **given: Any) -> None:
    with app.office.work(Task.STEP, "更正登记") as work:
        work.put(replace(work.get(Case, case_id), **given))


def torn(county: County, ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    """A case of which each side writes a field without sight of the other."""
    case_id = invented.registered(county.township)
    county.carry()
    county.answer()
    edit(county.center, case_id, **ours)
    edit(county.township, case_id, **theirs)
    county.carry()
    return case_id


def test_a_station_that_never_sent_anything_is_neither_silent_nor_behind(county: County) -> None:
    found = row(county)

    assert (found.silent, found.behind, found.owed, found.troubled) == (None, 0, False, False)
    assert (found.name, found.unit) == ("石桥镇行政争议纾解窗口", "石桥镇人民政府")


def test_the_board_counts_what_came_what_is_owed_and_what_has_not_been_heard(county: County) -> None:
    invented.registered(county.township)
    county.carry()
    one = row(county)
    county.answer()
    county.carry()

    assert (one.last_received, one.owed) == (1, True)
    assert one.behind > 0
    assert one.app
    assert (row(county).behind, row(county).owed) == (0, False)


@pytest.mark.parametrize("days", [0, 14, 30])
def test_silence_is_counted_in_days_from_the_last_bundle_with_or_without_news(
    county: County, days: int
) -> None:
    county.carry()
    county.clock.on("2026-08-30")
    county.carry()

    county.clock.at += timedelta(days=days)

    assert row(county).silent == days
    assert row(county).troubled == (days >= 14)


def test_missing_lines_stand_between_what_is_here_and_what_is_held(county: County) -> None:
    for name in ("欧阳慧敏", "陈国栋", "赵永强", "林小梅"):
        invented.registered(county.township, name)
    parts = county.township.exchange.export("center", county.stick, part_size=SMALL).files
    for part in (parts[0], parts[2]):
        county.center.exchange.take(part)

    (hole,) = row(county).holes
    assert (hole.first, hole.last, hole.missing) == (3, 3, (2, 2))
    assert row(county).as_dict()["holes"] == [{"held": [3, 3], "missing": [2, 2]}]
    county.center.exchange.take(parts[1])
    assert row(county).holes == ()


@pytest.mark.parametrize(
    ("off", "told"),
    [
        (timedelta(hours=3), timedelta(hours=3)),  # ahead of the center's own clock
        (-timedelta(days=3), timedelta()),  # as long as a courier may have been on the way
        (timedelta(minutes=5), timedelta()),
    ],
)
def test_only_a_clock_that_is_certainly_wrong_is_told(
    county: County, off: timedelta, told: timedelta
) -> None:
    right = county.clock.at
    county.clock.at = right + off
    sent = county.send().file
    county.clock.at = right

    county.center.exchange.take(sent)

    assert row(county).clock == told


def test_a_clock_behind_a_day_that_the_station_had_seen_is_told(county: County) -> None:
    county.carry()
    county.clock.at += timedelta(days=10)
    county.answer()
    county.clock.at -= timedelta(days=9)
    sent = county.send().file
    county.clock.at += timedelta(days=9)

    county.center.exchange.take(sent)

    assert row(county).clock == -timedelta(days=9)


def test_an_older_bundle_that_comes_late_says_nothing_of_program_and_clock(county: County) -> None:
    old = county.send().file.rename(county.stick / "old.fuyi")
    county.clock.at += timedelta(days=2)
    county.carry()
    heard = row(county).heard_at
    county.clock.at += timedelta(days=5)

    county.center.exchange.take(old)

    assert row(county).heard_at == heard


def test_attachments_that_have_not_come_are_counted_with_their_bytes(county: County) -> None:
    case_id = invented.registered(county.township)
    scan = b"%PDF- scan " * 600_000
    with county.township.office.work(Task.STEP, "登记附件") as work:
        digest, size = files.keep(work, io.BytesIO(scan))
        work.put(
            Attachment(
                id=work.new_id(), case_id=case_id, name="录音.wav", mime="audio/wav", size=size,
                digest=digest, added_at=work.at,
            )
        )  # fmt: skip
    county.center.exchange.take(county.township.exchange.export("center", county.stick, contents=0).file)

    assert (row(county).lacks.count, row(county).lacks.size) == (1, len(scan))
    county.answer()
    own = county.township.exchange.own()
    assert (own.owes.count, own.owes.size) == (1, len(scan))
    county.carry()
    assert row(county).lacks.count == 0


def test_a_station_reads_how_far_its_work_is_received_and_backed_up(county: County) -> None:
    invented.registered(county.township)
    invented.registered(county.township, "陈国栋")
    before = county.township.exchange.own()
    county.carry()
    county.answer()
    received = county.township.exchange.own()
    with county.center.office.store.work("", "备份") as work:
        seen = work.meta("durable", 0)
        work.set_meta("durable", row(county).as_dict()["behind"] + 10_000 + seen)
    county.answer()
    invented.registered(county.township, "赵永强")
    after = county.township.exchange.own()

    assert (before.sent_at, before.acked, before.unsent) == (None, 0, 2)
    assert (received.acked, received.carried, received.unsent, received.durable) == (2, 2, 0, 0)
    assert (after.acked, after.unsent, after.durable) == (2, 1, 2)


def test_a_station_that_has_to_be_aligned_says_so_itself(county: County) -> None:
    county.carry()
    county.answer()
    with county.township.office.store.work("", "") as work:
        tell(work, "center", seed=True)

    assert county.township.exchange.own().wants_seed
    county.carry()
    assert row(county).wants_seed
    county.answer()
    assert not county.township.exchange.own().wants_seed


def test_what_an_import_said_is_kept_with_its_bundle(county: County) -> None:
    torn(county, {"matter": "县里的"}, {"matter": "镇里的"})

    newest = county.center.exchange.history()[0]

    assert (newest.direction, newest.station_name) == ("in", "石桥镇行政争议纾解窗口")
    assert (newest.told["conflicts"], newest.told["new"]) == (1, 1)
    assert newest.undoable
    assert {one.direction for one in county.center.exchange.history("T0731")} == {"in", "out"}
    assert county.center.exchange.history("T0732") == []


def test_a_look_at_undoing_tells_what_would_go_and_changes_nothing(county: County) -> None:
    case_id = invented.registered(county.township)
    county.carry()
    newest = county.center.exchange.history()[0]
    before = invented.content(county.center)

    (back,) = county.center.undoing.preview(newest.digest)

    assert (back.case_id, back.goes, back.waits) == (case_id, True, 0)
    assert back.writes > 1
    assert invented.content(county.center) == before
    county.center.undoing.undo(newest.digest, "导错了")
    assert county.center.exchange.history()[0].state == "已撤销"
    with pytest.raises(NotOpen, match="已经撤销过"):
        county.center.undoing.preview(newest.digest)


def test_an_import_that_others_were_told_of_is_refused_with_the_case_that_was_worked_on(
    county: County,
) -> None:
    case_id = invented.registered(county.township)
    county.carry()
    newest = county.center.exchange.history()[0]
    edit(county.center, case_id, matter="又改过")

    with pytest.raises(NotOpen, match="代收2026-1在导入以后又改动过"):
        county.center.undoing.preview(newest.digest)


def test_holidays_and_organs_that_come_down_are_named_with_the_day_they_hold_from(county: County) -> None:
    county.carry()
    county.answer()
    county.clock.on("2026-11-20")
    county.center.lawbook.take(NOTICE_2027, "2027.toml")
    with county.center.office.work(Task.SETTINGS, "改电话") as work:
        unit = next(one for one in work.select(Unit) if one.short == "云府")
        work.put(replace(unit, phone="0999-2029999"))
    sent = county.center.exchange.export("T0731", county.stick).file

    seen = county.township.exchange.preview(sent)
    taken = county.township.exchange.take(sent)

    assert seen.news == taken.news
    assert [(one.kind, one.name, one.what, one.since, one.about) for one in taken.news] == [
        ("year", "2027年放假安排", "新增", date(2027, 1, 1), ""),
        ("unit", "云岭县人民政府", "更新", None, "电话"),
    ]
    kept = county.township.exchange.history()[0].told["news"]
    assert [one["since"] for one in kept] == ["2027-01-01", None]
    assert county.township.exchange.take(sent).news == ()


def test_what_waits_is_told_in_the_words_of_the_office(county: County) -> None:
    known = datetime.fromisoformat("2026-07-03").date()
    torn(
        county, {"known_on": known.replace(day=4), "informed": "否"},
        {"known_on": known.replace(day=5), "matter": "不服罚款"},
    )  # fmt: skip

    (matter,) = matters(county.center.office)

    (point,) = matter.points
    assert (matter.number, matter.about, matter.fields) == ("代收2026-1", "案件", "知道日")
    assert (point.base, point.theirs, point.now) == ("2026年7月3日", "2026年7月5日", "2026年7月4日")
    assert point.legal
    assert Decision.BOTH not in matter.waiting.choices


def test_a_step_that_waits_is_called_by_its_procedure(county: County) -> None:
    case_id = invented.registered(county.township)
    step(county.township, case_id, "hand_over", "2026-07-30", to="center")
    county.carry()
    newest = county.center.exchange.history()[0]
    county.center.undoing.undo(newest.digest, "导错了")

    found = {matter.about: matter for matter in matters(county.center.office)}

    assert "步骤 移交" in found
    words = {point.label: point.theirs for point in found["步骤 移交"].points}
    assert words["日期"] == "2026年7月30日"
    assert words["登记站点"] == "石桥镇行政争议纾解窗口"
    assert words["步骤"] == "移交"


def test_the_board_can_be_printed_for_a_script(county: County) -> None:
    county.carry()

    told = row(county).as_dict()

    assert (told["station"], told["silent_days"], told["wants"]) == ("T0731", 0, {"count": 0, "size": 0})
