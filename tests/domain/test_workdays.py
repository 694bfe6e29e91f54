"""Working days: the notices as shipped, what is refused, and what is assumed of a year without one."""

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyi_desktop.domain.errors import BadFact, WorkdaysWrong
from fuyi_desktop.domain.festivals import measures, statutory
from fuyi_desktop.domain.notices import overlay_from, year_from
from fuyi_desktop.domain.workdays import Holiday, Notice, Overlay, Workdays, Year, YearStatus
from tests.domain.law import YEARS, toml, workdays

DAY = timedelta(days=1)
KNOWN = st.dates(date(2011, 1, 1), date(2026, 12, 31))
ANY = st.dates(date(2009, 1, 1), date(2050, 12, 31))


def days(year: int) -> list[date]:
    return [day for day in (date(year, 1, 1) + n * DAY for n in range(366)) if day.year == year]


def month_days(year: int, *spans: tuple[int, int]) -> set[date]:
    """(105, 107): from 5 to 7 January."""
    found = set()
    for first, last in spans:
        day = date(year, *divmod(first, 100))
        while day <= date(year, *divmod(last, 100)):
            found.add(day)
            day += DAY
    return found


def test_2025_and_2026_are_as_the_notices_say() -> None:
    off_2025 = month_days(
        2025, (101, 101), (128, 204), (404, 406), (501, 505), (531, 531), (601, 602), (1001, 1008)
    )
    off_2026 = month_days(
        2026, (101, 103), (215, 223), (404, 406), (501, 505), (619, 621), (925, 927), (1001, 1007)
    )
    work_2025 = month_days(2025, *((day, day) for day in (126, 208, 427, 928, 1011)))
    work_2026 = month_days(2026, *((day, day) for day in (104, 214, 228, 509, 920, 1010)))

    for year, off, work in ((2025, off_2025, work_2025), (2026, off_2026, work_2026)):
        assert workdays().year(year).off == off
        assert workdays().year(year).work == work


@pytest.mark.parametrize("year", range(2014, 2027))
def test_the_year_loses_as_many_working_days_as_the_statute_gives(year: int) -> None:
    weekdays = sum(day.weekday() < 5 for day in days(year))
    worked = sum(workdays().is_working(day) for day in days(year))

    assert weekdays - worked == {2015: 12, 2020: 13, 2025: 13, 2026: 13}.get(year, 11)


def test_the_last_two_years_have_248_working_days_each() -> None:
    for year in (2025, 2026):
        assert workdays().between(date(year - 1, 12, 31), date(year, 12, 31)) == 248


@pytest.mark.parametrize("path", YEARS, ids=lambda path: path.stem)
def test_every_file_names_its_notice_and_its_year(path: Path) -> None:
    year = year_from(toml(path), path.name)

    assert str(year.year) == path.stem
    assert year.status is YearStatus.OFFICIAL
    assert year.notices[0].title == f"国务院办公厅关于{year.year}年部分节假日安排的通知"
    assert all(notice.number and notice.published for notice in year.notices)


def test_the_statutory_days_are_among_the_days_off_of_every_notice() -> None:
    for year in workdays().years:
        assert set(statutory(year.year)) <= year.off


def test_no_notice_reaches_further_than_what_is_assumed_of_the_next_one() -> None:
    """The years of one-off holidays (2015, 2020) apart, which nothing could have foreseen."""
    for year in workdays().years:
        if year.extra:
            continue
        around = [day for number in (year.year - 1, year.year, year.year + 1) for day in statutory(number)]
        for day in year.off:
            assert day.weekday() >= 5 or any(-3 <= (day - other).days <= 5 for other in around)
        for day in year.work:
            assert any(abs((day - other).days) <= 14 for other in around)


def test_a_notice_may_reach_into_the_december_before_it() -> None:
    assert workdays().is_working(date(2011, 12, 31))  # notice of 2012
    assert workdays().is_working(date(2018, 12, 29))  # notice of 2019
    assert not workdays().is_working(date(2018, 12, 31))


FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a make-up day on a weekday": (
        lambda file: file["holiday"][0].update(work=[date(2026, 1, 5)]),
        "2026年1月5日是周一至周五，不能作为调休上班日",
    ),
    "a statutory day left out": (
        lambda file: file["holiday"][1].update(first=date(2026, 2, 17)),
        "2026年2月16日是法定节假日（春节），没有列入放假",
    ),
    "a make-up day forgotten": (
        lambda file: file["holiday"][1].update(work=[date(2026, 2, 14)]),
        "应当是 13 天，现在是 14 天",
    ),
    "a day named twice": (
        lambda file: file["holiday"][0].update(work=[date(2026, 2, 14)]),
        "2026年2月14日重复出现",
    ),
    "a span turned round": (
        lambda file: file["holiday"][2].update(first=date(2026, 4, 7)),
        "清明节的起止日期颠倒",
    ),
    "a day of another year": (
        lambda file: file["holiday"][0].update(work=[date(2025, 11, 2)]),
        "2025年11月2日不在2026年，也不在上一年十二月的最后十日",
    ),
    "no notice": (lambda file: file.pop("notice"), "没有写明所依据的通知"),
    "a notice of another time": (
        lambda file: file["notice"][0].update(published=date(2024, 11, 4)),
        "通知的发布日期2024年11月4日不在2025年或2026年",
    ),
    "a paper that is not named": (
        lambda file: file["holiday"][3].update(number="国办发明电〔2026〕9号"),
        "劳动节所依据的国办发明电〔2026〕9号没有列在通知里",
    ),
    "an unknown word": (lambda file: file.update(holidays=[]), "文件里有不认识的项目“holidays”"),
    "a date as text": (lambda file: file["holiday"][0].update(first="2026-01-01"), "“first”没有填写"),
    "a make-up day as text": (lambda file: file["holiday"][0].update(work=["1/4"]), "“work”里有不是日期"),
    "no year": (lambda file: file.pop("year"), "“year”没有填写"),
    "a table for a list": (lambda file: file.update(holiday={}), "“holiday”应当写成 [[holiday]]"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_cannot_be_the_notice_is_refused(fault: str) -> None:
    spoil, sentence = FAULTS[fault]
    file = toml(YEARS[-1])
    spoil(file)

    with pytest.raises(WorkdaysWrong) as refusal:
        year_from(file, "2026.toml")

    assert "放假安排文件2026.toml有误" in str(refusal.value)
    assert sentence in str(refusal.value)


def test_an_invented_table_for_2027_is_refused() -> None:
    """N5: public test data gives 春节 as 9 to 15 February, which leaves out the statutory days."""
    invented = tomllib.loads("""
        year = 2027
        notice = [{ title = "2027年放假", published = 2026-11-01 }]
        holiday = [
            { name = "元旦", first = 2027-01-01, last = 2027-01-03 },
            { name = "春节", first = 2027-02-09, last = 2027-02-15 },
        ]
    """)

    with pytest.raises(WorkdaysWrong, match="2027年2月5日是法定节假日（春节）"):
        year_from(invented, "2027.toml")


def test_a_year_without_a_notice_has_its_statutory_days() -> None:
    year = workdays().year(2027)

    assert year.status is YearStatus.FLOOR
    assert len(year.off) == 13
    assert {day for day in year.off if day.month == 2} == month_days(2027, (205, 208))
    assert {date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)} <= year.off
    assert workdays().holiday(date(2027, 1, 1)) == "元旦"
    assert workdays().holiday(date(2027, 1, 4)) is None


def test_a_year_beyond_the_table_of_the_lunar_days_has_the_solar_ones() -> None:
    assert workdays().status(2060) is YearStatus.NONE
    assert workdays().year(2060).off == month_days(2060, (101, 101), (501, 502), (1001, 1003))


def test_two_festivals_on_one_day_are_both_named() -> None:
    assert workdays().holiday(date(2028, 10, 2)) == "国庆节"
    assert workdays().holiday(date(2028, 10, 3)) == "中秋节、国庆节"


@pytest.mark.parametrize(
    ("year", "total"), [(2007, 10), (2011, 11), (2013, 11), (2014, 11), (2024, 11), (2025, 13)]
)
def test_the_number_of_statutory_days_is_that_of_its_time(year: int, total: int) -> None:
    assert measures(year).total == total


def test_a_day_names_the_paper_that_gave_it() -> None:
    titles = {
        "2019-05-02": "国务院办公厅关于调整2019年劳动节假期安排的通知",
        "2019-05-05": "国务院办公厅关于调整2019年劳动节假期安排的通知",
        "2019-10-07": "国务院办公厅关于2019年部分节假日安排的通知",
        "2020-01-31": "国务院办公厅关于延长2020年春节假期的通知",
    }
    for day, title in titles.items():
        notice = workdays().year(int(day[:4])).notice_for(date.fromisoformat(day))
        assert notice and notice.title == title
    assert workdays().year(2019).notice_for(date(2019, 5, 6)) is None
    assert workdays().year(2027).notice_for(date(2027, 1, 1)) is None


def test_the_notice_published_last_holds() -> None:
    before, after = (year for year in _editions_of_2026())
    first_of_both = Workdays((after, before)), Workdays((before, after))

    for known in first_of_both:
        assert known.year(2026) == after
        assert not known.is_working(date(2026, 10, 8))


def _editions_of_2026() -> tuple[Year, Year]:
    """The notice of 2026, and an invented amendment that gives 8 October for 10 October."""
    amended = toml(YEARS[-1])
    amended["notice"].append({"title": "调整国庆节假期的通知", "published": date(2026, 8, 1)})
    amended["holiday"][-1].update(
        last=date(2026, 10, 8), work=[date(2026, 9, 20), date(2026, 10, 10), date(2026, 9, 19)]
    )
    return year_from(toml(YEARS[-1]), "2026.toml"), year_from(amended, "2026.toml")


def test_a_holiday_of_the_county_is_a_day_off_there() -> None:
    here = Workdays(workdays().years, (overlay_from(_festival(), "x"),))

    assert workdays().after(date(2026, 3, 19), 1) == date(2026, 3, 20)
    assert here.after(date(2026, 3, 19), 1) == date(2026, 3, 23)
    assert here.holiday(date(2026, 3, 20)) == "开斋节"
    assert here.notice_for(date(2026, 3, 20)) == Notice("关于开斋节放假的通知", "", date(2026, 3, 1))
    assert here.notice_for(date(2026, 10, 1)) == workdays().year(2026).notice


def _festival(**given: Any) -> dict[str, Any]:
    """The file of a county with a holiday of its own."""
    holiday = {"name": "开斋节", "first": date(2026, 3, 20), "last": date(2026, 3, 20)}
    notice = {"title": "关于开斋节放假的通知", "published": date(2026, 3, 1)}
    return {"county": "云岭县", "year": 2026, "notice": [notice], "holiday": [holiday | given]}


OVERLAY_FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "turned round": (_festival(first=date(2026, 3, 21)), "开斋节的起止日期颠倒"),
    "of another year": (_festival(last=date(2027, 3, 20)), "2027年3月20日不在2026年"),
    "without a county": (_festival() | {"county": " "}, "没有写明是哪个县"),
    "without a paper": (_festival() | {"notice": []}, "没有写明所依据的通知"),
    "without a day": (_festival() | {"holiday": []}, "没有写明放假的日期"),
    "a rest day of the country worked": (
        _festival(work=[date(2026, 10, 3)]), "2026年10月3日是法定节假日（国庆节），不能作为上班日"),
    "a weekday worked": (_festival(work=[date(2026, 3, 18)]), "2026年3月18日是周一至周五"),
    "an unknown word": (_festival() | {"extra": 1}, "文件里有不认识的项目“extra”"),
}  # fmt: skip


@pytest.mark.parametrize("fault", OVERLAY_FAULTS)
def test_a_file_that_cannot_be_the_county_s_holidays_is_refused(fault: str) -> None:
    file, sentence = OVERLAY_FAULTS[fault]

    with pytest.raises(WorkdaysWrong) as refusal:
        overlay_from(file, "县.toml")

    assert sentence in str(refusal.value)


def test_of_two_calendars_of_a_county_for_one_year_the_one_published_last_holds() -> None:
    def published(on: date, day: date) -> Overlay:
        return Overlay("云岭县", 2026, (Holiday("开斋节", day, day),), (Notice("通知", "", on),))

    first, amended = (
        published(date(2026, 1, 5), date(2026, 3, 20)), published(date(2026, 3, 1), date(2026, 3, 19)),
    )  # fmt: skip
    other = Overlay("云岭县", 2025, (Holiday("开斋节", date(2025, 3, 31), date(2025, 3, 31)),), first.notices)

    for known in ((first, amended, other), (amended, other, first)):
        here = Workdays(workdays().years, known)
        assert here.is_working(date(2026, 3, 20))
        assert not here.is_working(date(2026, 3, 19))
        assert not here.is_working(date(2025, 3, 31))


def test_a_year_that_claims_no_notice_counts_as_unannounced() -> None:
    claimed = Year(2027, YearStatus.FLOOR, (Holiday("假", date(2027, 3, 1), date(2027, 3, 5)),))

    assert Workdays((claimed,)).is_working(date(2027, 3, 1))


@given(KNOWN, st.integers(1, 60))
def test_counting_back_undoes_counting_on(start: date, count: int) -> None:
    end = workdays().after(start, count)

    assert workdays().is_working(end)
    assert workdays().between(start, end) == count
    assert workdays().between(end, start) == -count
    assert workdays().before(end + DAY, count) > start


@given(ANY)
def test_the_nearest_working_days_enclose_a_day(day: date) -> None:
    before, after = workdays().on_or_before(day), workdays().on_or_after(day)

    assert before <= day <= after
    assert (before == after == day) == workdays().is_working(day)
    assert workdays().between(before, after) == (0 if before == after else 1)


@given(ANY, st.integers(1, 60))
def test_no_notice_can_end_a_count_before_the_early_reading(start: date, count: int) -> None:
    assert workdays().dense.after(start, count) <= workdays().after(start, count)
    assert workdays().sparse.before(start, count) <= workdays().before(start, count)


@pytest.mark.parametrize("year", [year for year in range(2012, 2027) if year not in (2015, 2020)])
def test_the_early_reading_was_never_later_than_what_the_notice_then_gave(year: int) -> None:
    """Each year taken as unannounced; the December before it counts as certain and is left out (6.5)."""
    before_it = Workdays(tuple(known for known in workdays().years if known.year < year))
    for start in (date(year, 1, 1) + n * DAY for n in range(0, 330, 3)):
        for count in (3, 5, 7, 10, 30):
            assert before_it.dense.after(start, count) <= workdays().after(start, count)
            counted_back = workdays().before(start, count)
            if counted_back.year == year:
                assert before_it.sparse.before(start, count) <= counted_back


def test_a_day_no_table_reaches_is_refused() -> None:
    for day in (date(1989, 12, 31), date(2101, 1, 1)):
        with pytest.raises(BadFact, match="只能推算 1990 年至 2100 年之间的日期"):
            workdays().is_working(day)
    with pytest.raises(BadFact):
        workdays().after(date(2100, 12, 1), 60)
    with pytest.raises(BadFact):
        workdays().before(date(1990, 1, 3), 60)


def test_counting_is_a_hundred_times_faster_than_walking_from_day_to_day() -> None:
    starts = [date(2011, 1, 1) + n * 37 * DAY for n in range(150)]
    workdays().after(starts[0], 1)

    def walk(day: date, count: int) -> date:
        while count:
            day += DAY
            count -= chinese_calendar.is_workday(day)
        return day

    began = perf_counter()
    walked = [walk(start, 30) for start in starts]
    walking = perf_counter() - began
    counting = min(_timed(starts) for _ in range(5))

    assert walked == [workdays().after(start, 30) for start in starts]
    assert walking > 100 * counting


def _timed(starts: list[date]) -> float:
    began = perf_counter()
    for start in starts:
        workdays().after(start, 30)
    return perf_counter() - began
