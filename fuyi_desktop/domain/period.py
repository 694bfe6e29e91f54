"""期间 — what is asked of a deadline, and every day it passed through."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from fuyi_desktop.domain.daycount import DAY, Calendar
from fuyi_desktop.domain.rules import Roll, Rule, Unit
from fuyi_desktop.domain.workdays import Workdays


class Reading(StrEnum):
    """Whether “N日前” asks for N clear days between (CR-9)."""

    STRICT = "strict"
    LOOSE = "loose"


class LocalDays(StrEnum):
    """What 日 is in a local text that does not say."""

    NATURAL = "natural"
    WORKING = "working"


@dataclass(frozen=True, order=True)
class Suspension:
    """中止日 and 恢复日; the 中止日 is not counted, the 恢复日 is (CR-10 counts exactly one of the two)."""

    start: date
    end: date


class Asked(NamedTuple):
    """One rule and one event, with what has happened to the clock."""

    rule: Rule
    start: date
    workdays: Workdays
    extend: int
    suspensions: tuple[Suspension, ...]  # in order, none touching another
    reading: Reading
    in_working_days: bool

    @property
    def length(self) -> int:
        return self.rule.length or 0

    @property
    def backward(self) -> bool:
        return self.rule.roll is Roll.BACKWARD


class Course(NamedTuple):
    """How the period ran."""

    nominal: date  # with extension and suspensions, not moved
    due: date
    display: date
    provisional: bool = False
    loose: date | None = None
    natural: "Course | None" = None  # of a local rule counted in working days: the other reading


def base(asked: Asked) -> date:
    """The end by the length alone, before anything is added to it or it is moved."""
    if asked.in_working_days:
        return asked.workdays.after(asked.start, asked.length)
    return add(asked.start, asked.length, asked.rule.unit)


def stopped(asked: Asked, suspension: Suspension, calendar: Calendar | None = None) -> int:
    """How many days a suspension takes from the count.

    In working days the day of the event is none of them: it was never counted (CR-1). CR-10 gives calendar
    days a formula of its own, which leaves no such choice.
    """
    if not asked.in_working_days:
        return (suspension.end - suspension.start).days
    first = max(suspension.start, asked.start + DAY)
    if first >= suspension.end:
        return 0
    return (calendar or asked.workdays.calendar).between(first - DAY, suspension.end - DAY)


def add(day: date, count: int, unit: Unit | None) -> date:
    """CR-4: the corresponding day of the last month, or the last day of a month that has none."""
    if unit is Unit.DAY:
        return day + count * DAY
    months = day.month - 1 + count * (12 if unit is Unit.YEAR else 1)
    return in_month(date(day.year + months // 12, months % 12 + 1, 1), day.day)


def in_month(first: date, day: int) -> date:
    """That day of the month that begins with first, or its last day."""
    return first.replace(day=min(day, monthrange(first.year, first.month)[1]))
