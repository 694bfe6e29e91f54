"""Importing the law: what is listed is what moves, the journal has both dates, what is met stays."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import (
    BadFact,
    FuyiError,
    NoPermission,
    NotFound,
    RuleFileWrong,
    WorkdaysWrong,
)
from fuyi_desktop.domain.period import LocalDays
from fuyi_desktop.domain.provisions import Provision, ProvisionKind
from fuyi_desktop.domain.workdays import YearStatus
from fuyi_desktop.services.app import App
from fuyi_desktop.services.lawbook import CALENDARS, PACKS
from fuyi_desktop.store.lawbook import provisions
from tests import factory, lawfiles
from tests.services import invented
from tests.services.invented import County, step

Shown = dict[tuple[str, str, str], tuple[date, date, bool]]


@pytest.fixture
def autumn(desk: App) -> App:
    """The center in November 2026, with a case whose review period ends in the unannounced year."""
    case_id = invented.registered(desk, received_on="2026-11-02", act_on="2026-10-20", known_on="2026-10-21")
    step(desk, case_id, "review", "2026-11-03", handler="何静")
    step(desk, case_id, "accept", "2026-11-06")
    return desk.on(date(2026, 11, 20))


def shown(app: App, *, done: bool = False) -> Shown:
    """Every deadline on every case's page: open, or met."""
    return {
        (case.case_id, clock.rule.id, clock.party): (
            clock.due.due, clock.due.display, clock.due.provisional)
        for case in app.casework.rows()
        for clock in app.casework.page(case.case_id).clocks
        if (clock.done_on is not None) == done
    }  # fmt: skip


def values(found: Any) -> Shown:
    """The changes as listed, by their new dates."""
    return {
        (one.case_id, one.rule, one.party): (one.new.due, one.new.display, one.new.provisional)
        for one in found.moved if one.new
    }  # fmt: skip


def kept(app: App) -> list[Any]:
    """What the journal of every case tells of moved deadlines."""
    return [
        row
        for case in app.casework.rows()
        for entry in app.casework.journal(case.case_id)
        for write in entry.writes
        if write.table == "recount"
        for row in write.fields["moved"]
    ]


# Holidays


def test_what_the_preview_lists_is_what_the_import_moves_and_nothing_else(autumn: App) -> None:
    before = shown(autumn)

    looked = autumn.lawbook.look(lawfiles.NOTICE_2027, "2027.toml")
    assert shown(autumn) == before
    taken = autumn.lawbook.take(lawfiles.NOTICE_2027, "2027.toml")

    after = shown(autumn)
    assert looked.moved == taken.moved
    assert values(taken) == {key: new for key, new in after.items() if before[key] != new}
    (review,) = [one for one in taken.moved if one.rule == "A18"]
    assert review.old and review.new
    assert (review.old.display, review.old.provisional) == (date(2027, 1, 5), True)
    assert (review.new.display, review.new.provisional) == (date(2027, 1, 5), False)
    assert autumn.upkeep.check() == []


def test_a_preview_changes_no_table(autumn: App) -> None:
    before = invented.content(autumn)

    autumn.lawbook.look(lawfiles.NOTICE_2027, "2027.toml")
    autumn.lawbook.look(lawfiles.PACK, "pack.toml")
    autumn.lawbook.look_chosen({"local_days": "natural"})

    assert invented.content(autumn) == before


def test_the_journal_of_each_case_has_the_old_and_the_new_date(autumn: App) -> None:
    taken = autumn.lawbook.take(lawfiles.NOTICE_2027, "2027.toml")

    assert taken.moved
    assert sorted(kept(autumn), key=str) == sorted((one.in_short() for one in taken.moved), key=str)
    (case,) = autumn.casework.rows()
    entry = autumn.casework.journal(case.case_id)[0]
    assert (entry.by, entry.why) == (autumn.office.person.name, "导入2027年放假安排")


def test_the_list_the_board_and_a_reopened_store_follow_the_import(autumn: App) -> None:
    store, at = autumn.office.store, invented.clock("2026-11-20")
    before = shown(autumn)
    autumn.lawbook.take(lawfiles.NOTICE_2027, "2027.toml")
    after = shown(autumn)
    store.close()

    with invented.opened(store.folder, at) as app:
        assert shown(app) == after
        assert after != before
        assert app.office.workdays.status(2027) is YearStatus.OFFICIAL
        assert app.upkeep.check() == []


def test_a_met_deadline_is_never_rewritten(desk: App) -> None:
    """`domain.md` 6.5: 受理审查 was met while 5 and 6 August were working days."""
    case_id = invented.accepted(desk)
    before = shown(desk, done=True)
    assert "A08" in {rule for _, rule, _ in before}

    taken = desk.lawbook.take(lawfiles.COUNTY, "county.toml")

    assert shown(desk, done=True) == before
    assert not {one.rule for one in taken.moved} & {rule for _, rule, _ in before}
    assert invented.due(desk, case_id, "A13") == "2026-08-17"


def test_what_is_met_after_an_import_is_told_by_it(county: County) -> None:
    desk = county.center
    case_id = invented.registered(desk)
    desk.lawbook.take(lawfiles.COUNTY, "county.toml")
    county.clock.at += timedelta(minutes=1)
    moved = invented.due(desk, case_id, "A08")

    step(desk, case_id, "review", "2026-07-31", handler="何静")
    step(desk, case_id, "accept", "2026-08-04")

    assert invented.due(desk, case_id, "A08") == moved == "2026-08-11"


def test_an_issued_paper_keeps_the_date_it_was_printed_with(desk: App) -> None:
    case_id = invented.registered(desk)
    issued = desk.papers.issue(case_id, "F01")
    before = desk.papers.original(issued.paper_id).content
    (paper,) = desk.casework.page(case_id).file.papers

    desk.lawbook.take(lawfiles.COUNTY, "county.toml")

    assert desk.casework.page(case_id).file.papers == (paper,)
    assert desk.papers.original(issued.paper_id).content == before
    assert invented.due(desk, case_id, "A08") == "2026-08-11"


def test_an_amended_notice_holds_from_its_import_and_the_older_one_stays_on_file(autumn: App) -> None:
    autumn.lawbook.take(lawfiles.NOTICE_2027, "2027.toml")
    assert autumn.office.workdays.is_working(date(2026, 12, 31))

    taken = autumn.lawbook.take(lawfiles.AMENDED_2027, "2027-2.toml")

    assert not autumn.office.workdays.is_working(date(2026, 12, 31))
    assert taken.note == ""
    assert [(one.published, one.standing) for one in autumn.lawbook.contents().imports] == [
        (date(2026, 12, 10), "现行"), (date(2026, 11, 18), "已被后来发布的替代"),
    ]  # fmt: skip


def test_the_version_published_last_holds_though_it_was_imported_first(autumn: App) -> None:
    autumn.lawbook.take(lawfiles.AMENDED_2027, "2027-2.toml")

    late = autumn.lawbook.take(lawfiles.NOTICE_2027, "2027.toml")

    assert late.moved == ()
    assert late.note == "现行的是2026年12月10日发布的，这一份只留存备查。"
    assert not autumn.office.workdays.is_working(date(2026, 12, 31))


def test_the_same_file_a_second_time_is_said_to_be_here_already_and_writes_nothing(autumn: App) -> None:
    autumn.lawbook.take(lawfiles.NOTICE_2027, "2027.toml")
    before = invented.content(autumn)

    again = autumn.lawbook.take(lawfiles.NOTICE_2027.replace("\n", "\r\n"), "copy.toml")

    assert (again.already, again.moved, again.note) == (True, (), "已经导入过，内容相同。")
    assert invented.content(autumn) == before


def test_a_holiday_of_the_county_moves_what_counts_working_days_over_it(window: App) -> None:
    case_id = invented.registered(window)
    assert invented.due(window, case_id, "A08") == "2026-08-06"

    taken = window.lawbook.take(lawfiles.COUNTY, "county.toml")

    assert invented.due(window, case_id, "A08") == "2026-08-11"
    assert {one.rule for one in taken.moved} == {"A08", "A09"}
    page = window.casework.page(case_id)
    (clock,) = [clock for clock in page.clocks if clock.rule.id == "A08"]
    assert any("火把节" in reason.text for reason in clock.due.explanation)


FAULTY = {
    "a notice": (lawfiles.NOTICE_2027.replace("2027-06-09", "2027-06-08"), WorkdaysWrong),
    "a county's holidays": (lawfiles.COUNTY.replace("2026-08-05", "2026-09-05"), WorkdaysWrong),
    "a pack": (lawfiles.PACK.replace("D01", "A18"), RuleFileWrong),
    "no TOML": ("year = \n", WorkdaysWrong),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_file_with_a_mistake_changes_nothing(autumn: App, fault: str) -> None:
    text, error = FAULTY[fault]
    before = invented.content(autumn)

    for deed in (autumn.lawbook.look, autumn.lawbook.take):
        with pytest.raises(error, match=r"第 \d+ 行"):
            deed(text, "file.toml")

    assert invented.content(autumn) == before


def test_a_file_of_the_other_kind_is_sent_to_its_own_door(window: App) -> None:
    with pytest.raises(BadFact, match="这是县规则文件，不是放假安排、地方放假文件"):
        window.lawbook.take(lawfiles.PACK, "pack.toml", of=CALENDARS)
    with pytest.raises(BadFact, match="这是放假安排文件，不是县规则文件"):
        window.lawbook.take(lawfiles.NOTICE_2027, "2027.toml", of=PACKS)


# Rule packs


def test_a_pack_sets_its_own_periods_running_and_taking_it_back_ends_them(window: App) -> None:
    case_id = invented.registered(window)
    before = shown(window)

    taken = window.lawbook.take(lawfiles.PACK, "pack.toml")
    assert [(one.rule, one.old, one.new and one.new.due) for one in taken.moved] == [
        ("L01", None, date(2026, 8, 3))
    ]
    assert invented.due(window, case_id, "L01") == "2026-08-03"
    looked = window.lawbook.look_dropped("云岭县规则")
    dropped = window.lawbook.drop("云岭县规则")

    assert looked.moved == dropped.moved
    assert [(one.rule, one.old and one.old.due, one.new) for one in dropped.moved] == [
        ("L01", date(2026, 8, 3), None)
    ]
    assert shown(window) == before
    assert window.lawbook.contents().imports[0].standing == "已收回"
    assert [row["new"] for row in kept(window)].count(None) == 1
    assert window.upkeep.check() == []


def test_a_pack_that_was_taken_back_can_be_taken_in_again(county: County) -> None:
    app = county.center
    invented.registered(app)
    for _ in range(2):
        app.lawbook.take(lawfiles.PACK, "pack.toml")
        assert app.office.law.choices.local_days is LocalDays.NATURAL
        county.clock.at += timedelta(days=1)
        app.lawbook.drop("云岭县规则")
        assert app.office.law.choices.local_days is LocalDays.WORKING
        county.clock.at += timedelta(days=1)

    (record,) = app.lawbook.contents().imports
    found = app.office.store.get(Provision, record.id)
    assert len(found.turns) == 4
    with pytest.raises(NotFound, match="没有找到现行的县规则“云岭县规则”"):
        app.lawbook.drop("云岭县规则")


def test_a_period_of_a_pack_that_was_met_stays_told_after_the_pack_is_taken_back(county: County) -> None:
    app = county.center
    case_id = invented.registered(app)
    app.lawbook.take(lawfiles.PACK, "pack.toml")
    county.clock.at += timedelta(minutes=1)
    step(app, case_id, "review", "2026-07-31", handler="何静")
    met = shown(app, done=True)
    county.clock.at += timedelta(minutes=1)

    app.lawbook.drop("云岭县规则")

    assert (case_id, "L01", "") in met
    assert shown(app, done=True) == met
    assert "L01" not in {rule for _, rule, _ in shown(app)}


def test_taking_back_a_newer_version_lets_the_older_one_hold_again(window: App) -> None:
    newer = lawfiles.PACK.replace("2026-07-15", "2026-07-20").replace("length = 2\n", "length = 3\n")
    window.lawbook.take(lawfiles.PACK, "pack.toml")
    window.lawbook.take(newer, "newer.toml")
    assert window.lawbook.rule("L01")[-1].length == 3

    window.lawbook.drop("云岭县规则")

    assert window.lawbook.rule("L01")[-1].length == 2


def test_a_choice_of_the_station_is_listed_journaled_and_gives_way_to_the_county(window: App) -> None:
    looked = window.lawbook.look_chosen({"local_days": "natural"})
    window.lawbook.choose({"local_days": "natural"})
    assert window.office.law.choices.local_days is LocalDays.NATURAL
    assert looked.moved == ()

    window.lawbook.take(lawfiles.PACK.replace('"natural"', '"working"'), "pack.toml")

    assert window.office.law.choices.local_days is LocalDays.WORKING
    (row,) = [row for row in window.lawbook.contents().switches if row.switch.key == "local_days"]
    assert (row.code, row.by) == ("working", "云岭县规则")
    for deed in (
        lambda: window.lawbook.choose({"local_days": "natural"}),
        lambda: window.settings.take({"switches": {"local_days": "natural"}}),
    ):
        with pytest.raises(BadFact, match="已由县规则“云岭县规则”确定，本站不能另行设置"):
            deed()


@pytest.mark.parametrize("given", [{"local_days": "lunar"}, {"C07": "working"}])
def test_a_choice_there_is_not_is_refused(window: App, given: dict[str, str]) -> None:
    with pytest.raises(BadFact, match="不是可用的开关"):
        window.lawbook.choose(given)


def test_a_date_asked_for_by_itself_is_read_as_the_county_has_chosen(window: App) -> None:
    start = date(2026, 11, 20)
    strict = window.dates.due("A17", start)
    window.lawbook.choose({"backward": "loose"})

    assert window.dates.due("A17", start).due == strict.loose


# Whose it is


def test_two_stations_that_import_one_file_have_one_record(county: County) -> None:
    for app in (county.center, county.township):
        app.lawbook.take(lawfiles.NOTICE_2027, "2027.toml")

    ours, theirs = (app.office.ask(provisions) for app in (county.center, county.township))
    assert [one.id for one in ours] == [one.id for one in theirs]
    assert replace(ours[0], by="") == replace(theirs[0], by="")


def test_what_a_window_imports_by_itself_stays_with_it_and_what_it_moved_travels(county: County) -> None:
    """docs/decisions/0005: the county's law is the center's."""
    invented.registered(county.township)
    county.carry()

    county.township.lawbook.take(lawfiles.COUNTY, "county.toml")
    report = county.carry()

    assert (report.new, report.conflicts) == (1, 0)
    assert county.center.lawbook.contents().imports == ()
    assert {row["rule"] for row in kept(county.center)} == {"A08", "A09"}


def test_who_may_not_change_the_settings_may_look_at_the_rules_and_import_none(window: App) -> None:
    reader = invented.as_person(window, PersonRole.READER)

    assert reader.lawbook.contents().rules
    for deed in (reader.lawbook.take, reader.lawbook.look):
        with pytest.raises(NoPermission):
            deed(lawfiles.NOTICE_2027, "2027.toml")


def test_a_file_an_earlier_program_took_and_this_one_cannot_read_is_left_out_and_said(
    window: App, tmp_path: Path
) -> None:
    window.lawbook.take(lawfiles.PACK, "pack.toml")
    (one,) = window.office.ask(provisions)
    with window.office.store.work("", "") as work:
        work.accept("provision", one.id, one, replace(one, text=one.text.replace("D01", "A18"), revision=9))
    folder = window.office.store.folder
    window.close()

    with invented.opened(folder, invented.clock()) as app:
        (row,) = app.lawbook.contents().imports
        assert row.standing.startswith("没有采用：期限规则文件云岭县规则的内容有误：第 9 行：A18：这是法律")
        assert app.office.law.rules == factory.law().rules


def test_an_import_that_fails_further_on_leaves_the_law_as_it_was(window: App) -> None:
    law = window.office.law

    def full(done: int, total: int) -> None:
        raise FuyiError

    invented.registered(window)
    with pytest.raises(FuyiError):
        window.lawbook.take(lawfiles.NOTICE_2027, "2027.toml", progress=full)

    assert window.office.law is law


def test_from_december_the_office_is_told_that_the_next_year_is_missing(window: App) -> None:
    assert window.on(date(2026, 11, 30)).lawbook.unannounced() is None
    assert window.on(date(2026, 12, 1)).lawbook.unannounced() == 2027
    assert window.on(date(2027, 3, 1)).lawbook.unannounced() == 2027

    window.lawbook.take(lawfiles.NOTICE_2027, "2027.toml")

    assert window.on(date(2026, 12, 1)).lawbook.unannounced() is None


def test_the_contents_tell_years_rules_choices_and_imports(window: App) -> None:
    window.lawbook.take(lawfiles.NOTICE_2027, "2027.toml")
    found = window.lawbook.contents()

    years = {row.year: row for row in found.years}
    assert years[2027].status is YearStatus.OFFICIAL and years[2027].title == "2027年放假安排（测试虚构）"
    assert years[2026].title == "国务院办公厅关于2026年部分节假日安排的通知"
    assert {rule.id for rule in found.rules} == set(factory.law().rules)
    assert [(row.kind, row.name, row.by) for row in found.imports] == [
        (ProvisionKind.YEAR, "2027年放假安排", "周晓敏")
    ]
