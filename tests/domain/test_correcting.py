"""更正: open once a paper has reached somebody, and only for what changes nothing."""

import pytest

from fuyi_desktop.domain.errors import NotOpen
from fuyi_desktop.domain.forms import CORRECTION
from fuyi_desktop.domain.mediation import MEDIATION
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.procedure import Procedure
from fuyi_desktop.domain.reconsideration import RECONSIDERATION
from tests.domain import mediating
from tests.domain.reconsidering import decided, effective

MISTAKE = {"paper": "G06", "wrong": "十月九日", "right": "十月十日", "clerical": True}


def test_a_纾解_notice_is_corrected_once_it_was_served_and_the_correction_is_served_too() -> None:
    file = mediating.taken(mediating.registered(), *mediating.ACCEPTED)
    assert "作废后重新出具" in mediating.offers(file, "2026-10-12")["correct_paper"]
    file = mediating.taken(file, ("notify", "2026-10-12"))
    applicant = file.of(Role.APPLICANT)[0].id
    told = {"paper": CORRECTION, "party": applicant, "method": "direct"}
    with pytest.raises(NotOpen, match="还没有更正文书"):
        mediating.checked(file, "served", "2026-10-12", **told)

    file = mediating.taken(file, ("correct_paper", "2026-10-13", MISTAKE), ("served", "2026-10-13", told))

    assert mediating.state(file) == "M04"
    assert CORRECTION in MEDIATION.missing(file)
    with pytest.raises(NotOpen, match="已经登记送达给这位当事人"):
        mediating.checked(file, "served", "2026-10-14", **told)


def test_a_second_correction_is_served_anew() -> None:
    told = effective()
    for day, wrong in (("2026-09-21", "甲"), ("2026-09-23", "乙")):
        told.step("correct_paper", day, paper="F26", wrong=wrong, right="丙", clerical=True)
        told.serve(CORRECTION, day)

    assert told.state == "R23"
    assert [step.code for step in told.file.steps].count("correct_paper") == 2


def test_a_paper_can_be_corrected_on_the_day_it_was_served() -> None:
    told = decided().serve("F26", "2026-09-17")

    told.step("correct_paper", "2026-09-17", paper="F26", wrong="甲", right="乙", clerical=True)

    assert told.state == "R23"


def test_a_correction_starts_no_clock_and_moves_none() -> None:
    told = effective()
    before = {rule: clock.due.due for rule, clock in told.clocks("2026-09-21").items()}

    told.step("correct_paper", "2026-09-21", paper="F26", wrong="甲", right="乙", clerical=True)
    told.serve(CORRECTION, "2026-09-22")

    assert {rule: clock.due.due for rule, clock in told.clocks("2026-09-21").items()} == before


def test_a_decision_that_nobody_has_is_voided_and_not_corrected() -> None:
    with pytest.raises(NotOpen, match="没有送达的文书有差错，作废后重新出具"):
        decided().check("correct_paper", "2026-09-17", paper="F26", wrong="甲", right="乙", clerical=True)


@pytest.mark.parametrize("procedure", [RECONSIDERATION, MEDIATION], ids=lambda one: one.kind)
def test_a_correction_is_of_papers_that_are_served_and_never_of_a_correction(procedure: Procedure) -> None:
    field = procedure.step("correct_paper").field("paper")

    assert field is not None
    assert field.choices
    assert CORRECTION not in {choice.code for choice in field.choices}
