"""Clocks of a case beyond plain counting: whose they are, which version holds, and when nobody is late."""

from dataclasses import replace
from datetime import date
from typing import Any

from fuyi_desktop.domain.case import CaseFile, Informed
from fuyi_desktop.domain.deadlines import Clock, ClockState, deadlines
from fuyi_desktop.domain.party import CENTER
from tests import factory
from tests.domain.suit import LOST, PLAINTIFF, TO_HEARING, received, told

RECEIVED = date(2026, 7, 30)
CONDITIONS = factory.met(track="ordinary")


def clocks(file: CaseFile, today: str) -> dict[str, Clock]:
    law = factory.law()
    procedure = law.procedures[file.case.kind]
    found = deadlines(file, procedure, law.rules, law.workdays, date.fromisoformat(today))
    return {clock.rule.id: clock for clock in found}


def decided(**facts: Any) -> CaseFile:
    given = {"kind": "order_performance", "text": "限期履行", "perform_by": "2026-10-03"} | facts
    return factory.file(
        ("receive", "2026-07-30"), ("review", "2026-07-31", {"handler": "何静"}),
        ("accept", "2026-08-03", CONDITIONS), ("copy_sent", "2026-08-05"), ("reply", "2026-08-12"),
        ("hear_opinions", "2026-08-14"), ("draft", "2026-08-20"), ("decide", "2026-08-21", given),
    )  # fmt: skip


def test_a_right_that_began_before_the_present_text_still_runs_out() -> None:
    """Known in June 2023: the sixty days were over long before the application of July 2026."""
    file = factory.file(("receive", "2026-07-30"), known_on=date(2023, 6, 1), informed=Informed.YES)

    found = clocks(file, "2026-07-30")["A01"]

    assert found.due.due == date(2023, 7, 31)
    assert found.done_on == RECEIVED > found.due.due
    assert [reason.kind for reason in found.due.explanation][-1] == "核对"


def test_the_other_side_s_appeal_leaves_our_own_period_running() -> None:
    file = told(received(), (*TO_HEARING, ("judgment", "2026-05-20", LOST)))
    file = told(file, [("served", "2026-05-20", {"party": PLAINTIFF})])
    plaintiff = next(party.id for party in file.parties if party.name == PLAINTIFF)
    appeal = factory.step(file.case, "appeal", "2026-05-22", party=plaintiff)
    law = factory.law()

    file = replace(file, steps=(*file.steps, appeal))
    found = deadlines(file, law.procedures["litigation"], law.rules, law.workdays, date(2026, 5, 25))
    appealing = [clock for clock in found if clock.rule.id == "B20"]

    assert {clock.party: clock.done_on for clock in appealing} == {"": None, plaintiff: date(2026, 5, 22)}


def test_a_day_that_the_decision_names_is_watched_until_it_is_performed() -> None:
    file = decided()

    found = clocks(file, "2026-09-30")["A32"]

    assert (found.due.nominal, found.due.due) == (date(2026, 10, 3), date(2026, 10, 8))
    assert found.watched
    assert found.due.explanation[0].text == "文书载明的最后一日是2026年10月3日"
    assert "A32" not in clocks(decided(perform_by=None), "2026-09-30")


def test_nobody_here_is_late_with_what_a_citizen_or_a_court_lets_pass() -> None:
    file = decided()
    law = factory.law()
    served = factory.step(
        file.case, "served", "2026-08-24", paper="F26", party=file.parties[0].id, method="direct"
    )
    found = clocks(replace(file, steps=(*file.steps, served)), "2026-10-20")

    assert found["A27"].state(date(2026, 10, 20), law.workdays) is ClockState.LAPSED
    assert not found["A27"].watched
    assert found["A32"].state(date(2026, 10, 20), law.workdays) is ClockState.OVERDUE


def test_what_runs_out_while_the_center_has_taken_the_case_back_is_supposed_of_the_center() -> None:
    """A supposed 视为受理 of the window that no longer holds the case would never count."""
    file = factory.file(("receive", "2026-10-09"))
    taken = factory.step(
        file.case, "take_back", "2026-10-12", station=CENTER, seen=[step.id for step in file.steps]
    )
    taken = replace(taken, facts=taken.facts | {"from": ""})

    found = clocks(replace(file, steps=(*file.steps, taken)), "2026-10-20")

    assert (found["A18"].due.start, found["A18"].recorded) == (date(2026, 10, 15), False)
