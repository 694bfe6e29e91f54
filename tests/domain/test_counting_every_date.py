"""Deadlines: what must hold for every date, and that a count made day by day gives the same."""

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fuyi_desktop.domain.counting import LocalDays, Reading, Suspension, due
from fuyi_desktop.domain.errors import SuspensionOutside
from fuyi_desktop.domain.rules import Roll, Unit
from fuyi_desktop.domain.workdays import Workdays
from tests.domain import naive
from tests.domain.asking import COUNTED, DAY, compute
from tests.domain.law import rule, workdays
from tests.soak import dates as soak


@given(
    st.sampled_from(["A01", "A08", "A14", "A18", "A27", "B01", "B17", "C04", "D01", "A17", "B12"]),
    st.dates(date(2012, 1, 1), date(2026, 6, 1)),
    st.integers(-1, 1),
)
def test_no_date_is_shown_that_is_later_than_what_the_notice_then_gave(
    rule_id: str, start: date, shift: int
) -> None:
    """Years of one-off holidays left out; the Decembers that were amended count as certain (6.5)."""
    known = Workdays(tuple(year for year in workdays().years if year.year <= start.year + shift))
    found, actual = due(rule(rule_id), start, known), due(rule(rule_id), start, workdays())
    touched = {start.year, start.year + 1, actual.due.year, found.display.year}
    assume(not touched & {2011, 2015, 2018, 2020} and actual.status == "certain")

    assert found.display <= actual.due
    if found.status == "certain":
        assert found.due == actual.due


FORWARD = [rule_id for rule_id in COUNTED if rule(rule_id).roll not in (Roll.BACKWARD, Roll.FIXED)]
STARTS = st.dates(date(2011, 1, 1), date(2030, 12, 31))


@given(st.sampled_from(COUNTED), STARTS, STARTS)
def test_a_later_start_never_gives_an_earlier_end(rule_id: str, one: date, other: date) -> None:
    early, late = (compute(rule_id, start) for start in sorted((one, other)))

    assert early.due <= late.due
    assert early.nominal <= late.nominal


@given(st.sampled_from(COUNTED), STARTS)
def test_computing_twice_gives_the_same(rule_id: str, start: date) -> None:
    assert compute(rule_id, start).as_dict() == compute(rule_id, start).as_dict()


@given(st.sampled_from(COUNTED), STARTS, st.sampled_from(list(Reading)), st.sampled_from(list(LocalDays)))
def test_the_reminder_is_never_late(
    rule_id: str, start: date, reading: Reading, local_days: LocalDays
) -> None:
    found = compute(rule_id, start, reading=reading, local_days=local_days)

    assert found.remind_by <= found.display <= found.due
    assert workdays().is_working(found.remind_by)
    if found.status == "certain":
        assert found.display == found.due


LONGEST_HOLIDAY = 10  # 24 January to 2 February 2020


@given(st.sampled_from(FORWARD), STARTS)
def test_a_period_ends_no_later_than_the_longest_holiday_after_its_nominal_end(
    rule_id: str, start: date
) -> None:
    found = compute(rule_id, start, local_days=LocalDays.NATURAL)

    assert timedelta(0) <= found.due - found.nominal <= LONGEST_HOLIDAY * DAY
    if rule(rule_id).roll is Roll.FORWARD or rule(rule_id).unit is Unit.WORKING_DAY:
        assert workdays().is_working(found.due)
    else:
        assert found.due == found.nominal


@given(STARTS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 40)), max_size=4), st.integers(0, 30))
def test_suspensions_lengthen_a_period_by_the_days_they_cover(
    start: date, spans: list[tuple[int, int]], extend: int
) -> None:
    suspensions = [Suspension(start + first * DAY, start + (first + days) * DAY) for first, days in spans]
    covered = {start + n * DAY for first, days in spans for n in range(first, first + days)}
    try:
        found = compute("A18", start, extend=extend, suspensions=suspensions)
    except SuspensionOutside:
        assume(False)

    assert found.nominal == start + (60 + extend + len(covered)) * DAY


@pytest.mark.parametrize("rule_id", COUNTED)
def test_the_answers_are_those_of_a_count_made_day_by_day(rule_id: str) -> None:
    """A sample drawn by lot; `dev.py soak dates` takes every day of the sixteen years."""
    drawn = random.Random(f"2026-11-20 {rule_id}").sample(soak.STARTS, 30)

    asked = [question for start in drawn for question in soak.questions(rule_id, start)]

    assert [told for question in asked if (told := soak.difference(question))] == []


def test_the_sample_asks_for_everything_that_a_date_may_depend_on() -> None:
    """Each kind of rule, reading, extension and suspension; both standings of a date; and refusals."""
    asked = [question for rule_id in COUNTED for question in soak.questions(rule_id, date(2024, 6, 28))]
    answers = [soak.naively(question) for question in asked]

    assert {fact for question in asked for fact in question.facts} == {
        "extend", "suspensions", "reading", "local_days",
    }  # fmt: skip
    assert {(question.rule.unit, question.rule.roll) for question in asked} >= {
        (Unit.WORKING_DAY, Roll.NONE), (Unit.WORKING_DAY, Roll.BACKWARD), (Unit.DAY, Roll.BACKWARD),
        (Unit.DAY, Roll.FORWARD), (Unit.MONTH, Roll.FORWARD), (Unit.MONTH, Roll.NONE),
        (Unit.YEAR, Roll.FORWARD), (Unit.YEAR, Roll.UNSETTLED), (None, Roll.FIXED),
    }  # fmt: skip
    assert {len(question.facts.get("suspensions", ())) for question in asked} == {0, 1, 2}
    assert {found.status for found in answers if found} == {"certain", "provisional"}
    assert None in answers


def test_the_wall_calendar_hangs_without_a_gap() -> None:
    """Every day of the sixteen years is covered by its notice, and the next year is not."""
    announced = sorted(naive.wall().announced)

    assert announced[0] == soak.FIRST.year
    assert announced[-1] == soak.LAST.year
    assert all(later == earlier + 1 for earlier, later in pairwise(announced))
