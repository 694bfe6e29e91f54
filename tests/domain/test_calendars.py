"""The calendars beside two that others keep: neither knows of the other, nor of ours."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import chinese_calendar
import holidays
import pytest

from fuyi_desktop.domain.festivals import LUNAR, statutory
from tests.domain.law import workdays

DAY = timedelta(days=1)
INSTEAD = "补假"  # a day off in place of a weekend, which they assume and no notice has given


@cache
def china() -> Any:
    """Both what was announced and, beyond it, the days of the almanac."""
    return holidays.country_holidays("CN", years=range(2008, 2051), language="zh_CN")


OTHERS: dict[str, Callable[[date], bool]] = {
    "chinese_calendar": chinese_calendar.is_workday,
    "holidays": lambda day: china().is_working_day(day),
}


def days(year: int) -> list[date]:
    return [day for day in (date(year, 1, 1) + n * DAY for n in range(366)) if day.year == year]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("year", range(2011, 2027))
def test_every_day_of_every_notice_agrees_with_the_calendar_of_others(other: str, year: int) -> None:
    """Without an exception: the one-off holidays of 2015 and 2020 and the amendment of 2019 included."""
    assert [day for day in days(year) if workdays().is_working(day) != OTHERS[other](day)] == []


@pytest.mark.parametrize("year", sorted(LUNAR))
def test_the_festivals_fall_where_the_almanac_of_others_has_them(year: int) -> None:
    """春节, 清明, 端午 and 中秋 up to 2050, and how many days the measures of the time give to each."""
    missing = [day for day in statutory(year) if day not in china()]

    assert missing == []


@pytest.mark.parametrize("year", range(2027, 2051))
def test_of_a_year_without_a_notice_no_festival_is_forgotten(year: int) -> None:
    """The days given instead of weekends, which they assume, are the notice's to give."""
    theirs = {day for day in days(year) if day in china() and INSTEAD not in china()[day]}

    assert theirs == set(statutory(year))
