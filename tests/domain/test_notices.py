"""Notices as files: every fault with its line, and an import that moves nothing it need not move."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyi_desktop.domain.counting import Due, due
from fuyi_desktop.domain.errors import WorkdaysWrong
from fuyi_desktop.domain.notices import calendar_from, year_from
from fuyi_desktop.domain.rules import Roll, Rule, Unit
from fuyi_desktop.domain.workdays import Holiday, Notice, Overlay, Workdays, Year, YearStatus
from tests import lawfiles
from tests.domain.law import YEARS, rules, workdays

DAY = timedelta(days=1)
COUNTED = [rule for rule in rules().rules if rule.counts]
NATURAL = [r for r in COUNTED if r.unit is not Unit.WORKING_DAY and r.roll is not Roll.BACKWARD and r.length]
WORKING = [rule for rule in COUNTED if rule.unit is Unit.WORKING_DAY and rule.roll is Roll.NONE]


def with_2027(text: str = lawfiles.NOTICE_2027) -> Workdays:
    year = calendar_from(text, "2027.toml")
    assert isinstance(year, Year)
    return workdays().joined((year,), ())


def without(*days: date) -> Workdays:
    """The calendar as shipped, in a county that has these days off."""
    overlays = tuple(
        Overlay(f"云岭县{n}", day.year, (Holiday("火把节", day, day),), (Notice("通知", "", day),))
        for n, day in enumerate(days)
    )
    return workdays().joined((), overlays)


def test_each_fault_of_a_notice_is_told_with_its_line() -> None:
    text = lawfiles.NOTICE_2027.replace("work = [2027-02-13]", "work = [2027-02-15]").replace(
        "first = 2027-06-09\nlast = 2027-06-09", "first = 2027-06-10\nlast = 2027-06-10"
    )

    with pytest.raises(WorkdaysWrong) as refusal:
        calendar_from(text, "2027.toml")

    assert str(refusal.value) == (
        "放假安排文件2027.toml有误：第 2 行：2027年6月9日是法定节假日（端午节），没有列入放假；"
        "第 18 行：2027年2月15日是周一至周五，不能作为调休上班日。"
        "请对照所依据的通知改正后再导入，没有改动任何内容。"
    )


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (lawfiles.NOTICE_2027 + "[[holiday]\n", "第 46 行的写法不对"),
        ('year = "2027"\n' + lawfiles.NOTICE_2027.partition("\n\n")[2], "第 1 行：“year”没有填写"),
        (lawfiles.NOTICE_2027.replace("first = 2027-04-03", "first = 4"), "第 22 行：“first”没有填写"),
        (lawfiles.NOTICE_2027.replace("published", "dated"), "第 7 行：通知里有不认识的项目“dated”"),
        ("year = 2027\nholiday = 1\n", "第 2 行：“holiday”应当写成 [[holiday]]"),
        (lawfiles.COUNTY.replace("last = 2026-08-07", "last = 2026-08-01"), "第 10 行：火把节的起止日期颠倒"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(spoilt: str, told: str) -> None:
    with pytest.raises(WorkdaysWrong) as refusal:
        calendar_from(spoilt, "file.toml")

    assert told in str(refusal.value)


def test_every_shipped_calendar_is_a_file_that_could_be_imported() -> None:
    for path in YEARS:
        assert calendar_from(path.read_text("utf-8"), path.name) in workdays().years


def test_a_notice_may_take_the_last_ten_days_of_the_december_before_it_and_no_others() -> None:
    """`domain.md` 6.5: they stay amendable until the notice of the year after is here."""
    here = with_2027(lawfiles.AMENDED_2027)
    early = lawfiles.AMENDED_2027.replace("2026-12-31", "2026-12-21")

    assert workdays().is_working(date(2026, 12, 31)) and not here.is_working(date(2026, 12, 31))
    assert here.is_working(date(2027, 1, 9))
    with pytest.raises(WorkdaysWrong, match="2026年12月21日不在2027年，也不在上一年十二月的最后十日"):
        calendar_from(early, "x")


def test_the_word_said_last_holds_of_a_december_that_two_years_speak_of() -> None:
    """An amendment of 2026 that is later than the notice of 2027."""
    next_year = year_from(tomllib.loads(lawfiles.AMENDED_2027), "2027.toml")
    this_year = workdays().year(2026)
    worked = Holiday("国庆节", date(2026, 10, 1), date(2026, 10, 7), (date(2026, 12, 26),))
    later = replace(
        this_year,
        holidays=(*this_year.holidays[:-1], worked),
        notices=(Notice("调整", "", date(2026, 12, 20)),),
    )
    off_then = replace(next_year, holidays=(Holiday("元旦", date(2026, 12, 26), date(2027, 1, 3)),))

    for known in ((off_then, later), (later, off_then)):
        assert workdays().joined(known, ()).is_working(date(2026, 12, 26))


def test_both_versions_stay_on_file_and_the_later_publication_holds() -> None:
    first, amended = calendar_from(lawfiles.NOTICE_2027, "a"), calendar_from(lawfiles.AMENDED_2027, "b")
    assert isinstance(first, Year) and isinstance(amended, Year)

    for known in ((first, amended), (amended, first)):
        here = workdays().joined(known, ())
        assert here.year(2027) == amended
        assert here.status(2027) is YearStatus.OFFICIAL
        assert {first, amended} <= set(here.years)


# What an import may move, and what not


def answer(rule: Rule, start: date, calendar: Workdays) -> Due:
    return due(rule, start, calendar)


def told(answer: Due) -> tuple[object, ...]:
    return answer.nominal, answer.due, answer.loose, answer.display, answer.remind_by, answer.status


STARTS = st.dates(date(2024, 1, 1), date(2027, 6, 30))
DAYS_OFF = st.dates(date(2026, 1, 1), date(2026, 12, 31)).filter(lambda day: workdays().is_working(day))


@given(rule=st.sampled_from(NATURAL), start=STARTS, off=DAYS_OFF)
def test_a_day_off_moves_a_natural_period_only_where_it_would_have_ended_on_it(
    rule: Rule, start: date, off: date
) -> None:
    before, after = answer(rule, start, workdays()), answer(rule, start, without(off))

    if rule.local_day:
        return  # read in working days, and told below
    if before.due == off and rule.roll is Roll.FORWARD:
        assert after.due == without(off).on_or_after(off) > before.due
    else:
        assert (after.nominal, after.due) == (before.nominal, before.due)


@given(rule=st.sampled_from(WORKING), start=STARTS, off=DAYS_OFF)
def test_a_day_off_lengthens_a_count_of_working_days_by_one_where_it_lies_in_it(
    rule: Rule, start: date, off: date
) -> None:
    before, after = answer(rule, start, workdays()), answer(rule, start, without(off))

    if start < off <= before.due:
        assert after.due == without(off).after(before.due, 1)
    else:
        assert after.due == before.due


@given(rule=st.sampled_from(COUNTED), start=STARTS)
def test_a_notice_of_the_next_year_moves_nothing_that_ends_before_it_begins(rule: Rule, start: date) -> None:
    before, after = answer(rule, start, workdays()), answer(rule, start, with_2027())
    ends = max(before.due, before.start) if rule.roll is Roll.BACKWARD else before.due

    if ends < date(2026, 12, 22):
        assert told(after) == told(before)


@given(rule=st.sampled_from(COUNTED), start=st.dates(date(2026, 10, 1), date(2027, 11, 30)))
def test_no_notice_gives_a_day_earlier_than_the_one_that_was_shown_before_it(rule: Rule, start: date) -> None:
    """`domain.md` 6.5: never show a date later than what an official calendar could give."""
    before, after = answer(rule, start, workdays()), answer(rule, start, with_2027())

    assert after.due >= before.display
    if before.provisional and after.due.year <= 2027 and after.start.year <= 2027:
        assert not after.provisional or after.due > date(2027, 12, 31)


@given(rule=st.sampled_from(COUNTED), start=STARTS)
def test_an_import_twice_is_an_import_once(rule: Rule, start: date) -> None:
    once = with_2027()
    twice = once.joined((once.year(2027),), ())

    assert told(answer(rule, start, twice)) == told(answer(rule, start, once))
