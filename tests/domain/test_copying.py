"""抄告: which letter, to whom, on what basis, from which day, and what counts as done."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fuyi_desktop.domain.case import CaseFile, CaseKind
from fuyi_desktop.domain.copying import ENDED_BY, RESULTS, CopyDue, copies, copies_due, is_department
from fuyi_desktop.domain.decisions import CORRECTIONS, DECISIONS
from fuyi_desktop.domain.party import Role, Unit
from fuyi_desktop.domain.switches import Chosen
from fuyi_desktop.domain.trail import Trail
from tests import factory

STATUTORY_ONLY, LOCAL_TOO = Chosen({}), Chosen({"copy_letter": "local"})
POLICE = Unit(id="1" * 32, full_name="云岭县公安局", level="县级政府的部门", superior="云州市公安局")
TOWN = Unit(id="2" * 32, full_name="石桥镇人民政府", level="乡镇政府", superior="云岭县人民政府")
TAX = Unit(id="3" * 32, full_name="云岭县税务局", level="垂直管理", superior="云州市税务局")
ORGAN = factory.organ(level="县级政府", superior="云州市人民政府")
UNITS = (POLICE, TOWN, TAX)
SERVED = "2026-09-17"


def trail(
    *steps: tuple[str, str, dict[str, Any]], respondents: tuple[str, ...] = ("云岭县公安局",),
    organ: Unit = ORGAN, **given: Any,
) -> Trail:  # fmt: skip
    """A case against the respondents; a step for one of them names it as party."""
    it = factory.case(**given)
    bodies = tuple(factory.party(it, Role.RESPONDENT, name) for name in respondents)
    ids = {body.name: body.id for body in bodies}
    recorded = tuple(
        factory.step(it, code, on, **(facts | {"party": ids[facts["party"]]} if "party" in facts else facts))
        for code, on, facts in steps
    )
    return Trail(CaseFile(it, organ, bodies, recorded), recorded, ("R21",) * len(recorded))


def served(
    paper: str = "F26", on: str = SERVED, party: str = "云岭县公安局"
) -> tuple[str, str, dict[str, Any]]:
    return "served", on, {"paper": paper, "party": party}


def decided(kind: str) -> tuple[str, str, dict[str, Any]]:
    return "decide", "2026-09-16", {"kind": kind}


def copied(to: str, on: str = "2026-09-18", **facts: str) -> tuple[str, str, dict[str, Any]]:
    return "copied", on, {"to": to, "basis": "statutory", "by": "letter"} | facts


def told(due: CopyDue) -> tuple[str, str, str]:
    return due.basis, due.recipient, due.form


@pytest.mark.parametrize("choice", DECISIONS, ids=lambda choice: choice.code)
def test_a_correction_is_copied_in_a_letter_of_its_own_and_the_rest_in_a_table(choice: Any) -> None:
    (due,) = copies_due(trail(decided(choice.code), served()), UNITS, STATUTORY_ONLY)

    held_to_pay = choice.code in ("agreement", "compensate")
    assert due.form == ("F29" if choice.code in CORRECTIONS or held_to_pay else "F30")
    assert (due.recipient, due.basis, due.since) == ("云州市公安局", "statutory", date(2026, 9, 17))
    assert due.article == "行政复议法第七十九条第二款"


@pytest.mark.parametrize(("code", "paper"), [("terminate", "F20"), ("dismiss", "F27")])
def test_an_end_without_a_decision_on_the_act_is_listed_in_the_table(code: str, paper: str) -> None:
    (due,) = copies_due(trail((code, "2026-09-16", {}), served(paper)), UNITS, STATUTORY_ONLY)

    assert (due.paper, due.form) == (paper, "F30")


def test_every_step_that_ends_in_a_decision_has_a_word_for_its_result() -> None:
    assert ENDED_BY == {"decide": "F26", "terminate": "F20", "dismiss": "F27"}
    assert ENDED_BY.keys() - {"decide"} <= RESULTS.keys()


def test_nothing_is_due_before_the_respondent_has_the_paper_or_where_no_decision_is_made() -> None:
    applicant_only = trail(decided("revoke"))
    mediated = trail(("mediated", "2026-09-16", {}), served("F17"))
    refused = trail(("refuse", "2026-08-03", {}))
    mediation = trail(("terminate", "2026-09-16", {}), served("F20"), kind=CaseKind.MEDIATION)

    for nothing in (applicant_only, mediated, refused, mediation):
        assert copies(nothing, UNITS, LOCAL_TOO) == ()


def test_the_statute_reaches_only_a_department_of_the_government_that_decides() -> None:
    bureau = Unit(id="4" * 32, full_name="云州市公安局", level="市级政府的部门")

    assert is_department("云岭县公安局", POLICE, ORGAN)
    assert is_department("云岭县公安局", None, ORGAN)  # by its name, where nothing is known of it
    assert not is_department("石桥镇人民政府", TOWN, ORGAN)
    assert not is_department("城关街道办事处", None, ORGAN)
    assert not is_department("云岭县税务局", TAX, ORGAN)
    assert not is_department("云州市公安局", bureau, ORGAN)
    assert not is_department("云岭县公安局石桥派出所", POLICE, replace(ORGAN, full_name="云州市公安局"))


@pytest.mark.parametrize(
    ("respondent", "choices", "recipients"),
    [
        ("云岭县公安局", STATUTORY_ONLY, [("statutory", "云州市公安局", "F29")]),
        ("云岭县公安局", LOCAL_TOO, [
            ("statutory", "云州市公安局", "F29"), ("local", "云州市人民政府行政复议机构", "F29")]),
        ("石桥镇人民政府", STATUTORY_ONLY, []),
        ("石桥镇人民政府", LOCAL_TOO, [("local", "云州市人民政府行政复议机构", "F29")]),
        ("云岭县税务局", STATUTORY_ONLY, []),
    ],
)  # fmt: skip
def test_who_is_told_follows_from_the_respondent_and_the_choice_of_the_county(
    respondent: str, choices: Chosen, recipients: list[tuple[str, str, str]]
) -> None:
    case = trail(decided("revoke"), served(party=respondent), respondents=(respondent,))

    assert [told(due) for due in copies_due(case, UNITS, choices)] == recipients


def test_a_department_whose_superior_the_settings_do_not_name_is_due_all_the_same() -> None:
    unnamed = replace(POLICE, superior="")

    (due,) = copies_due(trail(decided("revoke"), served()), (unnamed,), STATUTORY_ONLY)
    done = copies_due(trail(decided("revoke"), served(), copied("市公安局")), (unnamed,), STATUTORY_ONLY)

    assert (due.recipient, due.told) == ("", "云岭县公安局的上一级主管部门（设置中没有填写）")
    assert done == ()


def test_two_respondents_under_one_department_make_one_letter_and_under_two_make_two() -> None:
    roads = Unit(id="5" * 32, full_name="云岭县交通警察大队", level="县级政府的部门", superior="云州市公安局")
    water = Unit(id="6" * 32, full_name="云岭县水利局", level="县级政府的部门", superior="云州市水利局")

    def due(second: Unit) -> list[tuple[str, date]]:
        case = trail(
            decided("revoke"), served(), served(on="2026-09-15", party=second.full_name),
            served(on="2026-09-19", party=second.full_name), respondents=("云岭县公安局", second.full_name),
        )  # fmt: skip
        return [(one.recipient, one.since) for one in copies_due(case, (POLICE, second), STATUTORY_ONLY)]

    assert due(roads) == [("云州市公安局", date(2026, 9, 17))]
    assert due(water) == [("云州市公安局", date(2026, 9, 17)), ("云州市水利局", date(2026, 9, 19))]


def test_an_opinion_in_force_is_copied_too_unless_it_went_with_the_decision() -> None:
    opinion = ("opinion", "2026-09-16", {"organ": "云岭县公安局"})
    elsewhere = ("opinion", "2026-09-16", {"organ": "云岭县财政局", "received_on": "2026-09-17"})
    decision = (decided("uphold"), served())

    late = trail(*decision, opinion, copied("云州市公安局"), served("F31", "2026-09-20"))
    with_it = trail(*decision, opinion, served("F31", "2026-09-18"), copied("云州市公安局"))

    (due,) = copies_due(late, UNITS, STATUTORY_ONLY)
    assert (due.paper, due.form, due.since) == ("F31", "F29", date(2026, 9, 20))
    assert copies_due(with_it, UNITS, STATUTORY_ONLY) == ()
    assert [one.paper for one in copies(with_it, UNITS, STATUTORY_ONLY)] == ["F26", "F31"]
    assert [one.paper for one in copies(trail(*decision, elsewhere), UNITS, STATUTORY_ONLY)] == ["F26"]


def test_what_was_sent_counts_for_whom_it_was_sent_to_and_from_the_day_of_effect() -> None:
    decision = (decided("revoke"), served())

    def open_after(*sent: tuple[str, str, dict[str, Any]]) -> list[str]:
        return [due.basis for due in copies_due(trail(*decision, *sent), UNITS, LOCAL_TOO)]

    assert open_after() == ["statutory", "local"]
    assert open_after(copied("云州市公安局")) == ["local"]
    assert open_after(copied("市局法制支队")) == ["local"]  # the only one on that basis
    assert open_after(copied("云州市公安局、云州市人民政府行政复议机构")) == []
    assert open_after(copied("云州市人民政府行政复议机构", basis="local")) == ["statutory"]
    assert open_after(copied("云州市公安局", on="2026-09-16")) == ["statutory", "local"]


def test_what_was_copied_without_being_obliged_to_counts_as_done_and_is_never_open() -> None:
    sent = trail(decided("revoke"), served(), copied("云州市人民政府行政复议机构", basis="local"))

    local = [due for due in copies(sent, UNITS, STATUTORY_ONLY) if due.basis == "local"]

    assert [(due.recipient, due.done_on is not None) for due in local] == [
        ("云州市人民政府行政复议机构", True)
    ]
    assert [due.basis for due in copies_due(sent, UNITS, STATUTORY_ONLY)] == ["statutory"]


def test_a_table_copies_a_correction_to_the_statute_but_not_to_the_county() -> None:
    table = [
        copied("云州市公安局", by="batch"),
        copied("云州市人民政府行政复议机构", basis="local", by="batch"),
    ]

    corrected = copies_due(trail(decided("revoke"), served(), *table), UNITS, LOCAL_TOO)
    upheld = copies_due(trail(decided("uphold"), served(), *table), UNITS, LOCAL_TOO)

    assert [due.basis for due in corrected] == ["local"]
    assert upheld == ()
