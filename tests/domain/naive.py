"""The naive counter: a wall calendar, a pencil, and one day after the other; it knows none of our tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from fuyi_desktop.domain.festivals import has_lunar, statutory
from fuyi_desktop.domain.period import LocalDays, Reading, Suspension
from fuyi_desktop.domain.rules import MONTHS, Fixed, Roll, Rule, Unit
from tests.domain.law import YEARS, toml

DAY = timedelta(days=1)
FIRST, LAST = date(2005, 1, 1), date(2062, 12, 31)  # what hangs on the wall


class OutsidePeriod(Exception):
    """A suspension begins before the period, or after it was over."""


class Answer(NamedTuple):
    """What an answer of the program must say."""

    nominal: date
    due: date
    loose: date | None
    status: str
    display: date
    remind_by: date


@dataclass(frozen=True)
class Wall:
    """The days crossed out as not worked, as known, and at the least and at the most that may still come."""

    announced: frozenset[int]
    rest: frozenset[date]
    fewest: frozenset[date]
    most: frozenset[date]

    def unknown(self, days: Iterable[date]) -> bool:
        return any(day.year not in self.announced for day in days)


@cache
def wall(until: int = LAST.year) -> Wall:
    """The calendar with the notices up to a year hung beside it, read from the files as they are written."""
    files = [file for file in map(toml, YEARS) if file["year"] <= until]
    announced = frozenset(file["year"] for file in files)
    said = dict(pair for file in files for pair in _said(file))
    festivals = {day for year in range(FIRST.year - 1, LAST.year + 2) for day in statutory(year)}
    rest, fewest, most = set[date](), set[date](), set[date]()
    for day in _days(FIRST, LAST):
        if day in said or day.year in announced:
            for kind in (rest, fewest, most):
                if said.get(day, day.weekday() >= 5):
                    kind.add(day)
            continue
        weekend, festival = day.weekday() >= 5, day in festivals
        may_be_worked = not has_lunar(day.year) or any(
            day + n * DAY in festivals for n in range(-14, 15)
        )  # domain.md 6.5 (3)
        may_be_off = any(day - n * DAY in festivals for n in range(-3, 6))
        if weekend or festival:
            rest.add(day)
        if festival or (weekend and not may_be_worked):
            fewest.add(day)
        if weekend or may_be_off:
            most.add(day)
    return Wall(announced, frozenset(rest), frozenset(fewest), frozenset(most))


def answer(
    rule: Rule,
    start: date,
    wall: Wall,
    *,
    extend: int = 0,
    suspensions: Sequence[Suspension] = (),
    reading: Reading = Reading.STRICT,
    local_days: LocalDays = LocalDays.WORKING,
) -> Answer:
    """The whole answer, the slow way; OutsidePeriod where a suspension does not belong to the period."""
    spans = _spans(suspensions)
    if spans and spans[0][0] < start:
        raise OutsidePeriod
    if rule.fixed:
        return _fixed(rule.fixed, start, wall)
    if rule.roll is Roll.BACKWARD:
        return _backward(rule, start, wall, reading)
    if rule.local_day and local_days is LocalDays.WORKING:
        early = _natural(rule, start, wall, extend, spans, belongs=False)
        return _working(rule, start, wall, extend, spans)._replace(remind_by=early.remind_by)
    if rule.unit is Unit.WORKING_DAY:
        return _working(rule, start, wall, extend, spans)
    return _natural(rule, start, wall, extend, spans)


def _working(rule: Rule, start: date, wall: Wall, extend: int, spans: Sequence[list[date]]) -> Answer:
    """Cross out one working day after the other; none of a suspension's days is one."""
    count = (rule.length or 0) + extend
    end = _crossed(start, count, spans, wall.rest)
    if any(span[0] > end for span in spans):
        raise OutsidePeriod
    if not wall.unknown(_days(start + DAY, end)):
        return Answer(end, end, None, "certain", end, _back_to_work(end, wall.rest))
    early = _crossed(start, count, spans, wall.fewest)
    return Answer(end, end, None, "provisional", early, _back_to_work(early, wall.rest))


def _crossed(start: date, count: int, spans: Sequence[list[date]], rest: frozenset[date]) -> date:
    stopped = {day for span in spans for day in span}
    end = start
    while count:
        end += DAY
        if end not in stopped and end not in rest:
            count -= 1
    return end


def _natural(
    rule: Rule, start: date, wall: Wall, extend: int, spans: Sequence[list[date]], *, belongs: bool = True
) -> Answer:
    """Cross out every day; every day of a suspension asks for one more."""
    end = _on(start, rule.length or 0, rule.unit)
    if rule.extension:
        end = _on(end, extend, rule.extension.unit)
    for span in spans:
        if span[0] > _rolled(rule, end, wall):
            if belongs:
                raise OutsidePeriod
            break
        for _ in span:
            end += DAY
    last = _rolled(rule, end, wall)
    if not wall.unknown([end, last]):
        return Answer(end, last, None, "certain", last, _back_to_work(last, wall.rest))
    early = next((day for day in _days(end, last) if day not in wall.rest or wall.unknown([day])), last)
    return Answer(end, last, None, "provisional", early, _back_to_work(early, wall.rest))


def _on(day: date, count: int, unit: Unit | None) -> date:
    """So many days further; or the same number in a month so many leaves of the calendar further."""
    if unit is Unit.DAY:
        for _ in range(count):
            day += DAY
        return day
    month = day.replace(day=1)
    for _ in range(count * 12 if unit is Unit.YEAR else count):
        month = (month + 31 * DAY).replace(day=1)
    end = month
    while end.day < day.day and (end + DAY).month == month.month:
        end += DAY
    return end


def _rolled(rule: Rule, day: date, wall: Wall) -> date:
    while rule.roll is Roll.FORWARD and day in wall.rest:
        day += DAY
    return day


def _backward(rule: Rule, start: date, wall: Wall, reading: Reading) -> Answer:
    nominal, end = _back(rule, start, wall.rest, clear=reading is Reading.STRICT)
    _, loose = _back(rule, start, wall.rest, clear=False)
    counted = _days(end, start - DAY) if rule.unit is Unit.WORKING_DAY else _days(end, nominal)
    if not wall.unknown(counted):
        return Answer(nominal, end, loose, "certain", end, end)
    _, early = _back(rule, start, wall.most, clear=reading is Reading.STRICT)
    return Answer(nominal, end, loose, "provisional", early, _back_to_work(early, wall.rest))


def _back(rule: Rule, event: date, rest: frozenset[date], *, clear: bool) -> tuple[date, date]:
    """So many units back from the event; one more where they must lie clear between."""
    end = event
    for _ in range((rule.length or 0) + clear):
        end -= DAY
        while rule.unit is Unit.WORKING_DAY and end in rest:
            end -= DAY
    return end, _back_to_work(end, rest)


def _fixed(fixed: Fixed, start: date, wall: Wall) -> Answer:
    """Turn the leaves until the day of the month comes round."""
    months, end = MONTHS[fixed.every], start
    while not (
        (end.month - 1) % months + 1 == (fixed.month or months)
        and (end.day == fixed.day or (end.day < fixed.day and (end + DAY).month != end.month))
    ):
        end += DAY
    return Answer(end, end, None, "certain", end, _back_to_work(end, wall.rest))


def _back_to_work(day: date, rest: frozenset[date]) -> date:
    while day in rest:
        day -= DAY
    return day


def _spans(suspensions: Sequence[Suspension]) -> list[list[date]]:
    """The days on which the clock stands still, in runs without a gap."""
    still = sorted({day for s in suspensions for day in _days(s.start, s.end - DAY)})
    runs: list[list[date]] = []
    for day in still:
        if runs and runs[-1][-1] + DAY == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _said(file: Mapping[str, Any]) -> Iterator[tuple[date, bool]]:
    """Each day that a notice names, with whether it is off."""
    for holiday in file["holiday"]:
        yield from ((day, True) for day in _days(holiday["first"], holiday["last"]))
        yield from ((day, False) for day in holiday.get("work", ()))


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY
