"""Every rule from every day of 2011 to 2026 and all it can be asked, against a count made day by day."""

import random
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from multiprocessing import get_context
from typing import Any, NamedTuple

from fuyi_desktop.domain.counting import due
from fuyi_desktop.domain.errors import SuspensionOutside
from fuyi_desktop.domain.period import LocalDays, Reading, Suspension
from fuyi_desktop.domain.rules import Roll, Rule
from fuyi_desktop.domain.workdays import Workdays
from tests.domain import naive
from tests.domain.law import rule, rules, workdays

DAY = timedelta(days=1)
FIRST, LAST = date(2011, 1, 1), date(2026, 12, 31)
STARTS = [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]
COUNTED = [rule_id for rule_id in rules() if rule(rule_id).counts]
EVERYTHING = LAST.year
SHOWN = 20  # differences that are printed


class Question(NamedTuple):
    """One rule, one day, what happened to the clock, and the last year whose notice is known."""

    rule: Rule
    start: date
    facts: Mapping[str, Any]
    known: int = EVERYTHING


def questions(rule_id: str, start: date) -> Iterator[Question]:
    """All that can be asked of a rule from a day on; the suspensions and extensions are drawn by lot."""
    chance = random.Random(f"{rule_id} {start}")
    asked = rule(rule_id, start)
    yield Question(asked, start, {})
    yield Question(asked, start, {}, start.year)  # as it stood in that year, before the next notice
    if asked.roll is Roll.BACKWARD:
        yield Question(asked, start, {"reading": Reading.LOOSE})
        yield Question(asked, start, {"reading": Reading.LOOSE}, start.year - 1)
    elif asked.fixed is None:
        if asked.local_day:
            yield Question(asked, start, {"local_days": LocalDays.NATURAL})
        span = (naive.answer(asked, start, naive.wall()).nominal - start).days
        one, two = ([_suspension(chance, start, span) for _ in range(count)] for count in (1, 2))
        yield Question(asked, start, {"suspensions": one})
        yield Question(asked, start, {"suspensions": one}, start.year)
        yield Question(asked, start, {"suspensions": two})
        yield Question(asked, start, {"suspensions": two}, start.year)
        if asked.extension:
            extend = chance.randint(1, asked.extension.max or 12)
            yield Question(asked, start, {"extend": extend})
            yield Question(asked, start, {"extend": extend, "suspensions": two}, start.year)


def _suspension(chance: random.Random, start: date, span: int) -> Suspension:
    """Mostly within the period or on its edge, now and then beyond it."""
    first = start + chance.randrange(span + 6) * DAY
    return Suspension(first, first + chance.randint(1, 90) * DAY)


def difference(question: Question) -> str:
    """What the program and the naive counter say where they do not say the same; nothing where they do."""
    return _apart(question, ours(question), naively(question))


def ours(question: Question) -> naive.Answer | None:
    try:
        found = due(question.rule, question.start, _calendar(question.known), **question.facts)
    except SuspensionOutside:
        return None
    return naive.Answer(found.nominal, found.due, found.loose, found.status, found.display, found.remind_by)


def naively(question: Question) -> naive.Answer | None:
    try:
        return naive.answer(question.rule, question.start, naive.wall(question.known), **question.facts)
    except naive.OutsidePeriod:
        return None


def _apart(question: Question, found: naive.Answer | None, naive_one: naive.Answer | None) -> str:
    rule_id, start, known = question.rule.id, question.start, question.known
    asked = f"{rule_id} from {start} {dict(question.facts)}, notices up to {known}"
    return "" if found == naive_one else f"{asked}: {found}, day by day {naive_one}"


@cache
def _calendar(known: int) -> Workdays:
    return Workdays(tuple(year for year in workdays().years if year.year <= known))


class Tally(NamedTuple):
    """What became of the questions about one rule."""

    asked: int
    refused: int
    provisional: int
    differences: list[str]


def tally(rule_id: str) -> Tally:
    """Ask everything about one rule, from every day."""
    asked = refused = provisional = 0
    differences: list[str] = []
    for start in STARTS:
        for question in questions(rule_id, start):
            found = naively(question)
            asked += 1
            refused += found is None
            provisional += found is not None and found.status == "provisional"
            if told := _apart(question, ours(question), found):
                differences.append(told)
    return Tally(asked, refused, provisional, differences)


def main() -> int:
    began = time.monotonic()
    with get_context("spawn").Pool() as pool:
        tallies = list(pool.imap_unordered(tally, COUNTED))
    differences = [told for found in tallies for told in found.differences]
    asked, refused, provisional = (
        sum(column) for column in zip(*(found[:3] for found in tallies), strict=True)
    )
    for line in (
        *differences[:SHOWN],
        f"figures: {len(COUNTED)} rules, {len(STARTS):,} days, {asked:,} questions ({refused:,} refused,"
        f" {provisional:,} provisional), {len(differences):,} differences, {time.monotonic() - began:.0f} s",
    ):
        sys.stdout.write(f"{line}\n")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
