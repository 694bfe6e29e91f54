"""Counting working days by arithmetic: prepared tables in the place of a walk from day to day."""

from array import array
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import accumulate, compress

from fuyi_desktop.domain.errors import BadFact

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)  # what can be counted over
SATURDAY = 5
DAY = timedelta(days=1)


class Calendar:
    """Working days counted by arithmetic on prepared tables, whatever the distance."""

    def __init__(self, exceptions: Mapping[date, bool]) -> None:
        """Start from Monday to Friday; exceptions: True for a day worked, False for a day off."""
        self._base = FIRST.toordinal()
        size = LAST.toordinal() - self._base + 1
        week = bytes((FIRST.weekday() + offset) % 7 < SATURDAY for offset in range(7))
        worked = bytearray(week * (size // 7 + 1))[:size]
        for day, is_worked in exceptions.items():
            worked[day.toordinal() - self._base] = is_worked
        self._worked = bytes(worked)
        self._upto = array("I", accumulate(worked, initial=0))  # working days before each day
        self._days = array("I", compress(range(self._base, self._base + size), worked))

    def is_working(self, day: date) -> bool:
        return bool(self._worked[self._index(day)])

    def after(self, start: date, count: int) -> date:
        """The last of so many working days, the first being the first one after start."""
        return self._day(self._upto[self._index(start) + 1] + count - 1) if count else start

    def before(self, start: date, count: int) -> date:
        """The last of so many working days counted back, start excluded."""
        return self._day(self._upto[self._index(start)] - count) if count else start

    def on_or_after(self, day: date) -> date:
        return self._day(self._upto[self._index(day)])

    def on_or_before(self, day: date) -> date:
        return self._day(self._upto[self._index(day) + 1] - 1)

    def between(self, start: date, end: date) -> int:
        """How many working days lie after start, up to and including end; negative where end is earlier."""
        return self._upto[self._index(end) + 1] - self._upto[self._index(start) + 1]

    def _index(self, day: date) -> int:
        index = day.toordinal() - self._base
        if 0 <= index < len(self._worked):
            return index
        raise out_of_reach()

    def _day(self, place: int) -> date:
        if 0 <= place < len(self._days):
            return date.fromordinal(self._days[place])
        raise out_of_reach()


def out_of_reach() -> BadFact:
    """The refusal of a day that no table holds."""
    return BadFact(label="日期", why=f"只能推算 {FIRST.year} 年至 {LAST.year} 年之间的日期。")
