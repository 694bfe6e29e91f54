"""Dates as they are typed at the window."""

from datetime import date, time

import pytest

from fuyi_desktop.gui import dates

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20261120", date(2026, 11, 20)),
        ("2026-11-2", date(2026, 11, 2)),
        ("2026年11月20日", date(2026, 11, 20)),
        ("2026年11月20日 周五", date(2026, 11, 20)),
        ("11-20", date(2026, 11, 20)),
        ("11.2", date(2026, 11, 2)),
        ("1120", date(2026, 11, 20)),
        ("11月20日", date(2026, 11, 20)),
        ("27-1-4", date(2027, 1, 4)),
        ("今天", TODAY),
        ("昨天", date(2026, 11, 19)),
        ("+5", date(2026, 11, 25)),
        ("-20", date(2026, 10, 31)),
        ("２０２６１１２０", date(2026, 11, 20)),
    ],
)
def test_a_date_is_understood_in_every_way_the_office_writes_it(typed: str, meant: date) -> None:
    assert dates.read_day(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["", "2026", "13-1", "20260230", "2026年", "下周", "+", "112", "99999999"])
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueError):
        dates.read_day(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9:30", time(9, 30)),
        ("9点半", time(9, 30)),
        ("14时", time(14)),
    ],
)
def test_a_time_is_understood(typed: str, meant: time) -> None:
    assert dates.read_time(typed) == meant


def test_a_date_of_another_year_carries_its_year() -> None:
    assert dates.day(date(2026, 11, 20), TODAY) == "11月20日 周五"
    assert dates.day(date(2027, 1, 11), TODAY) == "2027年1月11日 周一"
