"""One rule and one day asked as the tests ask them."""

from datetime import date, timedelta
from typing import Any

from fuyi_desktop.domain.counting import Due, Suspension, due
from tests.domain.law import rule, rules, workdays

DAY = timedelta(days=1)
COUNTED = [rule_id for rule_id in rules() if rule(rule_id).counts]


def day(text: str) -> date:
    return date.fromisoformat(text)


def compute(rule_id: str, start: str | date, **facts: Any) -> Due:
    start = day(start) if isinstance(start, str) else start
    return due(rule(rule_id, start), start, workdays(), **facts)


def lines(found: Due, kind: str) -> list[str]:
    return [reason.text for reason in found.explanation if reason.kind == kind]


def suspended(*spans: tuple[str, str]) -> list[Suspension]:
    return [Suspension(day(first), day(last)) for first, last in spans]
