"""期限推算 — from a rule and the day of its event to the last day (`domain.md` 1.1, 6.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from fuyi_desktop.domain.daycount import DAY, FIRST, LAST, Calendar, out_of_reach
from fuyi_desktop.domain.errors import BadFact, RuleWithoutLength, SuspensionOutside
from fuyi_desktop.domain.period import (
    Asked,
    Course,
    LocalDays,
    Reading,
    Suspension,
    add,
    base,
    in_month,
    stopped,
)
from fuyi_desktop.domain.reasons import UNITS, Reason, explain, full
from fuyi_desktop.domain.rules import MONTHS, Fixed, Roll, Rule, Unit
from fuyi_desktop.domain.workdays import Workdays

__all__ = ["Due", "LocalDays", "Reading", "Reason", "Suspension", "due", "written"]

CERTAIN, PROVISIONAL = "certain", "provisional"
LONGEST = 3660  # no extension reaches it; keeps a slip of the keyboard inside the calendar


@dataclass(frozen=True)
class Due:
    """The last day of one period, and why it is that day."""

    asked: Asked
    course: Course

    @property
    def rule(self) -> str:
        return self.asked.rule.id

    @property
    def name(self) -> str:
        return self.asked.rule.name

    @property
    def article(self) -> str:
        return self.asked.rule.article

    @property
    def start(self) -> date:
        return self.asked.start

    @property
    def nominal(self) -> date:
        """The end as counted, with extension and suspensions, before it is moved off a rest day."""
        return self.course.nominal

    @property
    def due(self) -> date:
        return self.course.due

    @property
    def loose(self) -> date | None:
        """The end of a backward count that asks for no clear days between; None of any other."""
        return self.course.loose

    @property
    def status(self) -> str:
        return PROVISIONAL if self.course.provisional else CERTAIN

    @property
    def provisional(self) -> bool:
        return self.course.provisional

    @property
    def display(self) -> date:
        """The day to keep to: no notice still to come can give an earlier one."""
        return self.course.display

    @property
    def remind_by(self) -> date:
        """The last working day on or before the day to keep to."""
        early = self.course.natural or self.course
        return self.asked.workdays.on_or_before(early.display)

    @property
    def recheck(self) -> bool:
        """Whether the rule rests on a text that had been replaced when the period began."""
        return self.asked.rule.recheck_from is not None and self.start >= self.asked.rule.recheck_from

    @cached_property
    def explanation(self) -> tuple[Reason, ...]:
        """One line for everything that made the date; written only when asked for."""
        return tuple(explain(self.asked, self.course, self.remind_by))

    def as_dict(self) -> dict[str, Any]:
        """For JSON: days as ISO text, what does not apply as None."""
        return {
            "rule": self.rule,
            "name": self.name,
            "article": self.article,
            "from": self.start.isoformat(),
            "nominal": self.nominal.isoformat(),
            "due": self.due.isoformat(),
            "loose": self.loose.isoformat() if self.loose else None,
            "status": self.status,
            "display": self.display.isoformat(),
            "remind_by": self.remind_by.isoformat(),
            "recheck": self.recheck,
            "explanation": [
                {"kind": reason.kind, "text": reason.text, "article": reason.article}
                for reason in self.explanation
            ],
        }


def written(rule: Rule, last: date, workdays: Workdays) -> Due:
    """A period whose last day the paper itself says; only what a rest day does to it is left to tell."""
    asked = Asked(rule, last, workdays, 0, (), Reading.STRICT, in_working_days=False)
    return Due(asked, _natural(asked))


def due(
    rule: Rule,
    start: date,
    workdays: Workdays,
    *,
    extend: int = 0,
    suspensions: Sequence[Suspension] = (),
    reading: Reading = Reading.STRICT,
    local_days: LocalDays = LocalDays.WORKING,
) -> Due:
    """The last day of the period; refuses a rule without a length, and what the rule does not allow."""
    if not rule.counts:
        raise RuleWithoutLength(rule=rule.id, name=rule.name, article=rule.article)
    in_working_days = rule.unit is Unit.WORKING_DAY or (rule.local_day and local_days is LocalDays.WORKING)
    asked = Asked(rule, start, workdays, extend, _united(suspensions), reading, in_working_days)
    _check(asked)
    course = _course(asked)
    if course.due > LAST:
        raise out_of_reach()
    return Due(asked, course)


def _course(asked: Asked) -> Course:
    rule = asked.rule
    if rule.fixed is not None:
        return _fixed(asked, rule.fixed)
    if rule.roll is Roll.BACKWARD:
        return _backward(asked)
    if not asked.in_working_days:
        return _natural(asked)
    if rule.local_day:  # overdue by working days, reminded by calendar days (`domain.md` 1.6)
        reminder = _natural(asked._replace(in_working_days=False), late_stops=True)
        return _working(asked)._replace(natural=reminder)
    return _working(asked)


def _natural(asked: Asked, *, late_stops: bool = False) -> Course:
    """Days, months and years: holidays inside are counted (CR-3), only the last day can roll (CR-2)."""
    rule, workdays = asked.rule, asked.workdays
    nominal = base(asked)
    if asked.extend and rule.extension:  # CR-11: it lengthens the end as it was before any roll
        nominal = add(nominal, asked.extend, rule.extension.unit)
    for suspension in asked.suspensions:
        if suspension.start > _rolled(rule, workdays, nominal):
            if late_stops:  # they concern the count in working days alone, which is still running
                break
            raise _outside(asked, suspension)
        nominal += suspension.end - suspension.start
    end = _rolled(rule, workdays, nominal)
    provisional = not (workdays.is_official(nominal) and workdays.is_official(end))
    display = nominal if provisional else end
    # The announced years are exact: the safe day lies behind their rest days.
    while display < end and workdays.is_official(display):
        display += DAY
    return Course(nominal, end, display, provisional)


def _rolled(rule: Rule, workdays: Workdays, day: date) -> date:
    return workdays.calendar.on_or_after(day) if rule.roll is Roll.FORWARD else day


def _working(asked: Asked) -> Course:
    """Working days (CR-5): such a period never ends on a rest day."""
    calendar, start = asked.workdays.calendar, asked.start
    count = asked.length + asked.extend
    end = calendar.after(start, count)
    for suspension in asked.suspensions:
        if suspension.start > end:
            raise _outside(asked, suspension)
        count += stopped(asked, suspension)
        end = calendar.after(start, count)
    provisional = not asked.workdays.are_official(start + DAY, end)
    display = _earliest(asked) if provisional else end
    return Course(end, end, display, provisional)


def _earliest(asked: Asked) -> date:
    """The end where a notice makes every weekend day worked that it could."""
    calendar, start = asked.workdays.dense, asked.start
    count = asked.length + asked.extend
    for suspension in asked.suspensions:
        if suspension.start > calendar.after(start, count):  # then the period was over before it
            break
        count += stopped(asked, suspension, calendar)
    return calendar.after(start, count)


def _backward(asked: Asked) -> Course:
    """N days before an event (CR-9); a rest day moves the end further from the event."""
    workdays, length = asked.workdays, asked.length
    chosen = length + 1 if asked.reading is Reading.STRICT else length
    nominal, end = _back(asked, chosen, workdays.calendar)
    _, loose = _back(asked, length, workdays.calendar)
    last = asked.start - DAY if asked.in_working_days else nominal
    provisional = not workdays.are_official(end, last)
    display = _back(asked, chosen, workdays.sparse)[1] if provisional else end
    return Course(nominal, end, display, provisional, loose)


def _back(asked: Asked, count: int, calendar: Calendar) -> tuple[date, date]:
    """The day so many units before the event, as counted and as moved off a rest day."""
    if asked.in_working_days:
        end = calendar.before(asked.start, count)
        return end, end
    nominal = asked.start - count * DAY
    return nominal, calendar.on_or_before(nominal)


def _fixed(asked: Asked, fixed: Fixed) -> Course:
    """The date in the period that the given day lies in, or in the next one where it is past."""
    months = MONTHS[fixed.every]
    month = fixed.month or months
    first = date(asked.start.year, 1 + (asked.start.month - 1) // months * months, 1)
    end = in_month(add(first, month - 1, Unit.MONTH), fixed.day)
    if end < asked.start:
        end = in_month(add(first, months + month - 1, Unit.MONTH), fixed.day)
    return Course(end, end, end)


def _check(asked: Asked) -> None:
    """Refuse what the rule does not allow before anything is computed."""
    if not FIRST <= asked.start <= LAST:
        raise out_of_reach()
    if asked.extend:
        _check_extension(asked.rule, asked.extend)
    if asked.suspensions:
        _check_suspensions(asked)


def _check_extension(rule: Rule, extend: int) -> None:
    allowed = rule.extension
    if not 0 <= extend <= LONGEST:
        raise BadFact(label="延长", why=f"延长的天数应当在 0 至 {LONGEST} 之间。")
    if allowed is None:
        raise BadFact(label="延长", why=f"{rule.id} {rule.name}没有延长的规定（{rule.article}）。")
    if allowed.max is not None and extend > allowed.max:
        unit = UNITS[allowed.unit]
        most = f"{rule.id} {rule.name}最多延长 {allowed.max} {unit}（{allowed.article}）"
        raise BadFact(label="延长", why=f"{most}，不能延长 {extend} {unit}。")


def _check_suspensions(asked: Asked) -> None:
    rule = asked.rule
    if rule.fixed is not None or asked.backward:
        raise BadFact(label="中止", why=f"{rule.id} {rule.name}不适用中止。")
    if asked.suspensions[0].start < asked.start:
        raise _outside(asked, asked.suspensions[0])
    if asked.suspensions[-1].end > LAST:
        raise out_of_reach()


def _united(suspensions: Sequence[Suspension]) -> tuple[Suspension, ...]:
    """In order, those that overlap or touch made one."""
    if not suspensions:
        return ()
    found: list[Suspension] = []
    for suspension in sorted(suspensions):
        if suspension.end < suspension.start:
            days = f"恢复日{full(suspension.end)}早于中止日{full(suspension.start)}"
            raise BadFact(label="中止", why=f"{days}，请核对。")
        if found and suspension.start <= found[-1].end:
            found[-1] = Suspension(found[-1].start, max(found[-1].end, suspension.end))
        else:
            found.append(suspension)
    return tuple(found)


def _outside(asked: Asked, suspension: Suspension) -> SuspensionOutside:
    rule = f"{asked.rule.id} {asked.rule.name}"
    return SuspensionOutside(start=full(suspension.start), end=full(suspension.end), rule=rule)
