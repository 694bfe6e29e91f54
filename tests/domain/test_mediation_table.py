"""The table of 行政争议纾解: its states and steps, and the papers, rules and codes that they name."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from fuyi_desktop.domain.forms import FORMS
from fuyi_desktop.domain.mediation import MEDIATION
from fuyi_desktop.domain.mediation.choices import REASONS, SETTLED, UNSETTLED
from fuyi_desktop.domain.mediation.front import SOURCES
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.procedure import START
from fuyi_desktop.domain.switches import Chosen
from tests import factory
from tests.domain import mediating
from tests.domain.law import RESOURCES, rules, toml

STATES = {
    "M00", "M01", "M02", "M03", "M04", "M05", "M06", "M07", "M10", "M11", "M12", "M13", "M14", "M15", "M20",
    "M21", "M30", "M40", "M90", "M91",
}  # fmt: skip


def test_the_states_are_those_of_the_domain_reference_and_each_is_reached_and_left() -> None:
    reached = {target for kind in MEDIATION.steps for target in kind.targets}

    assert {state.id for state in MEDIATION.states} == STATES == reached
    for state in STATES - {"M40"}:
        assert any(state in kind.leaves and set(kind.targets) - {state} for kind in MEDIATION.steps), state
    assert not any("M40" in kind.leaves - kind.closed_in for kind in MEDIATION.steps)


def test_every_step_leaves_a_state_that_exists_and_says_what_it_is_for() -> None:
    for kind in MEDIATION.steps:
        assert kind.leaves and kind.leaves <= STATES | {START}, kind.code
        assert kind.label and kind.article and kind.help.endswith("。"), kind.code
    assert len({kind.code for kind in MEDIATION.steps}) == len(MEDIATION.steps)


def test_every_guard_is_a_reason() -> None:
    for kind in MEDIATION.steps:
        for guard in kind.guards:
            assert guard.why and not guard.why.endswith("。"), kind.code


def test_every_paper_is_in_the_register_and_every_form_of_mediation_is_offered() -> None:
    offered = {form for kind in MEDIATION.steps for form in kind.papers}
    files = {form for kind in MEDIATION.steps for form in kind.files}

    assert offered | files <= FORMS.keys()
    assert files <= offered
    assert {name for name, form in FORMS.items() if name.startswith("G") and not form.of_period} <= offered
    assert {FORMS[form].cause for form in offered if form.startswith("G")} - {""} <= {
        kind.code for kind in MEDIATION.steps
    }


NO_DAYS = {"C10", "C14", "C15", "C16", "C17", "C18", "C19", "C20"}  # no duty of a case, or no period at all
IN_ANOTHER = {"C05"}  # an extension of C04


def test_every_rule_of_a_case_is_bound_to_steps_that_exist() -> None:
    codes = {kind.code for kind in MEDIATION.steps}
    here = [rule for rule in rules().rules if "mediation" in (rule.cases or (rule.procedure,))]

    assert {rule.id for rule in here if not rule.starts} == NO_DAYS | IN_ANOTHER
    for rule in here:
        named = {spec for spec in (*rule.starts, *rule.ends) if not spec.startswith(("case/", "due/"))}
        assert named - {"receive"} <= codes, rule.id
        assert {rule.extended_by} - {""} <= codes, rule.id
        assert rule.article, rule.id


def test_every_clock_that_closes_a_step_belongs_to_mediation() -> None:
    for kind in MEDIATION.steps:
        for rule_id in (*kind.within, *kind.after):
            assert rules().on(rule_id, date(2026, 11, 20)).procedure == "mediation", kind.code


def test_the_choices_of_the_steps_are_entries_of_the_code_lists() -> None:
    lists = toml(RESOURCES / "codes" / "mediation.toml")

    def labels(name: str) -> dict[str, str]:
        entries = lists[name]["generation"][-1]["codes"]
        return {entry["code"]: entry["label"] for entry in entries}

    assert {choice.code: choice.label for choice in SOURCES} == labels("sources")
    for choice in (*SETTLED, *UNSETTLED):
        assert labels("results")[choice.code] == choice.label
    assert len(REASONS) == 6


def test_the_county_s_own_limits_run_from_a_major_report_and_from_the_end() -> None:
    chosen = Chosen({"urgent_within": "1", "closing_within": "3", "mediation_from": "assign"})
    law = factory.law()
    county = replace(law, rules=replace(law.rules, rules=tuple(map(chosen.applied, law.rules.rules))))
    file = mediating.taken(
        mediating.registered(), ("report", "2026-09-28", {"major": True}), *mediating.TALKING[1:],
        ("fail", "2026-11-10"),
    )  # fmt: skip

    found = {clock.rule.id: clock for clock in county.clocks(file, date(2026, 11, 10))}

    assert found["C11"].due.due == date(2026, 9, 29)
    assert found["C13"].due.due == date(2026, 11, 13)
    assert found["C04"].due.start == date(2026, 10, 9)
    plain = mediating.taken(mediating.registered(), ("report", "2026-09-28"))
    assert "C11" not in {clock.rule.id for clock in county.clocks(plain, date(2026, 9, 28))}


def test_who_is_called_what_in_a_mediation() -> None:
    entry = MEDIATION.entry

    assert (entry.called[Role.APPLICANT], entry.called[Role.RESPONDENT]) == ("当事人", "涉案单位")
    assert not entry.reconsiders
    assert entry.over.format(respondent="云岭县公安局", act="行政处罚") == "与云岭县公安局的行政处罚争议"
    assert MEDIATION.step(entry.step).leads == "M00"
    names = [field.name for field in entry.fields]
    assert len(names) == len(set(names))
    assert {"received_on", "source", "major", "known_on", "act_on"} <= set(names)


@given(st.data())
def test_the_order_of_typing_and_arrival_changes_nothing(data: st.DataObject) -> None:
    file = mediating.taken(
        mediating.registered(), *mediating.SETTLED[:-2], ("agree", "2026-11-02", mediating.AGREEMENT),
        ("effective", "2026-11-02", {"signed": True}), ("performing", "2026-11-02"),
        ("performed", "2026-11-02"),
    )  # fmt: skip

    shuffled = replace(file, steps=tuple(data.draw(st.permutations(file.steps))))

    assert MEDIATION.replay(shuffled) == replace(MEDIATION.replay(file), file=shuffled)
    assert mediating.state(shuffled) == "M15"
