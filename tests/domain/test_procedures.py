"""What holds of every procedure: a table without dead ends, whose papers, articles and clocks are real."""

import re

import pytest

from fuyi_desktop.domain.deadlines import ONLY, RECIPIENTS
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.fields import Choice, Field, FieldKind, read_fields, sound
from fuyi_desktop.domain.forms import FORMS
from fuyi_desktop.domain.procedure import START, Procedure, StepKind
from fuyi_desktop.domain.procedures import PROCEDURES
from fuyi_desktop.domain.rules import Rule
from tests import factory

EACH = pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=list(PROCEDURES))
DATES_OF_A_CASE = {
    field.name
    for procedure in PROCEDURES.values()
    for field in procedure.entry.fields
    if field.kind is FieldKind.DATE
}


def every_step() -> list[tuple[Procedure, StepKind]]:
    return [(procedure, kind) for procedure in PROCEDURES.values() for kind in procedure.steps]


def named(pair: object) -> str:
    return pair.code if isinstance(pair, StepKind) else getattr(pair, "kind", "")


EVERY_STEP = pytest.mark.parametrize(("procedure", "kind"), every_step(), ids=named)


def reached(procedure: Procedure, start: str) -> set[str]:
    """The states that some way through the table leads to."""
    found, waiting = set[str](), [start]
    while waiting:
        state = waiting.pop()
        for kind in procedure.steps:
            new = set(kind.targets) - found if state in kind.leaves else set()
            found |= new
            waiting += new
    return found


@EACH
def test_every_state_can_be_reached_and_none_is_unknown(procedure: Procedure) -> None:
    assert reached(procedure, START) == {state.id for state in procedure.states}


@EACH
def test_every_case_can_come_to_an_end(procedure: Procedure) -> None:
    ended = {state.id for state in procedure.states if state.ended}

    for state in procedure.states:
        assert state.ended or reached(procedure, state.id) & ended, state


@EVERY_STEP
def test_every_step_leaves_states_that_exist(procedure: Procedure, kind: StepKind) -> None:
    states = {state.id for state in procedure.states} | {START}

    assert kind.leaves
    assert kind.leaves <= states
    assert set(kind.targets) <= states - {START}


@EVERY_STEP
def test_every_step_says_what_it_is_and_which_article_it_rests_on(
    procedure: Procedure, kind: StepKind
) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", kind.code)
    assert re.search(r"[\u4e00-\u9fff]", kind.label)
    assert kind.article
    assert kind.help.endswith("。")
    assert len({field.name for field in kind.fields}) == len(kind.fields)


@EVERY_STEP
def test_every_guard_says_why_and_if_the_law_says_so_where(procedure: Procedure, kind: StepKind) -> None:
    for guard in kind.guards:
        assert guard.why
        assert re.search(r"[法定案项办]|通知|规定|第.+条|^$", guard.article), guard.article
        assert not guard.why.endswith("。"), "the sentence is put together with its article"


@EVERY_STEP
def test_every_paper_of_a_step_is_in_the_register(procedure: Procedure, kind: StepKind) -> None:
    assert {*kind.papers, *kind.files} <= set(FORMS)
    assert not kind.delivers or FORMS[kind.delivers].served


@EVERY_STEP
def test_every_clock_that_bounds_a_step_runs_in_its_procedure(procedure: Procedure, kind: StepKind) -> None:
    running = {rule.id for rule in factory.law().rules.rules if procedure.kind in kinds(rule) and rule.starts}

    assert {*kind.within, *kind.after} <= running


@EVERY_STEP
def test_the_choices_of_a_field_have_one_code_each(procedure: Procedure, kind: StepKind) -> None:
    for field in kind.fields:
        assert len({choice.code for choice in field.choices}) == len(field.choices)
        if field.kind is FieldKind.CHOICE:
            assert field.choices
            assert field.default in (None, *(choice.code for choice in field.choices))


@EACH
def test_step_codes_and_state_ids_are_used_once(procedure: Procedure) -> None:
    assert len({kind.code for kind in procedure.steps}) == len(procedure.steps)
    assert len({state.id for state in procedure.states}) == len(procedure.states)


def kinds(rule: Rule) -> tuple[str, ...]:
    return rule.cases or (rule.procedure,)


def bound() -> list[Rule]:
    return [rule for rule in factory.law().rules.rules if rule.starts]


@pytest.mark.parametrize("rule", bound(), ids=lambda rule: rule.id)
def test_every_bound_rule_starts_from_something_real(rule: Rule) -> None:
    codes = {kind.code: kind for case in kinds(rule) for kind in PROCEDURES[case].steps}
    others = {other.id for other in bound()}

    for spec in (*rule.starts, *rule.ends):
        what, _, which = spec.partition("/")
        if what == "case":
            assert which in DATES_OF_A_CASE
        elif what in ("due", "end"):
            assert which in others
        else:
            assert what in codes, spec
            assert not which or (what == "served" and which in FORMS)
    for code in (rule.extended_by, rule.suspended_by, rule.resumed_by, rule.excluded_by):
        assert not code or code in codes
    assert rule.only in ("", *ONLY)
    assert rule.recipient in ("", *RECIPIENTS)
    assert rule.each in ("", *RECIPIENTS)


@pytest.mark.parametrize("rule", bound(), ids=lambda rule: rule.id)
def test_every_fact_a_rule_asks_for_is_a_field_of_its_step(rule: Rule) -> None:
    starting = [
        kind
        for case in kinds(rule)
        for kind in PROCEDURES[case].steps
        if kind.code in {spec.partition("/")[0] for spec in rule.starts}
    ]
    for kind in starting:
        assert not rule.dated_by or kind.field(rule.dated_by), (kind.code, rule.dated_by)
    for fact, allowed in rule.when:
        fields = [field for kind in starting if (field := kind.field(fact))]
        assert fields
        choices = {choice.code for field in fields for choice in field.choices}
        blank = {""} if not any(field.required for field in fields) else set()
        assert set(allowed) <= (choices or {"True", "False"}) | blank


# Clocks that no step of a case ends, and why they are only shown.
ENDLESS = {
    "A07a": "the organ that was asked to act has this time before anybody may complain",
    "B04": "the plaintiff waits it out before suing, nobody has to do anything in it",
    "B24": "a party's right to ask for a retrial: a petition by one does not use up the other's",
    "B28": "the winner's right to ask for enforcement, of which the office does not hear",
    "B28b": "the same right where the judgment sets no day",
    "C06": "the county's wording, which gives way to the statute's thirty days (C07)",
}


def test_every_clock_that_starts_has_an_end_or_a_reason_to_have_none() -> None:
    assert {rule.id for rule in bound() if not rule.ends} == ENDLESS.keys()


@EVERY_STEP
def test_a_field_that_is_not_always_asked_names_an_earlier_choice(
    procedure: Procedure, kind: StepKind
) -> None:
    for at, field in enumerate(kind.fields):
        if field.when is not None:
            earlier = next(other for other in kind.fields[:at] if other.name == field.when[0])
            yes_or_no = {True, False} if earlier.kind is FieldKind.YES_NO else set()
            assert set(field.when[1]) <= {choice.code for choice in earlier.choices} | yes_or_no


def test_what_is_not_asked_is_neither_missed_nor_filled_in() -> None:
    kinds = (Choice("a", "甲"), Choice("b", "乙"))
    fields = (
        Field("kind", "种类", FieldKind.CHOICE, choices=kinds),
        Field("why", "理由", when=("kind", ("b",))),
        Field("how", "方式", default="当面", when=("kind", ("b",))),
    )

    assert read_fields(fields, {"kind": "a"}, "", ()) == {"kind": "a"}
    assert read_fields(fields, {"kind": "b", "why": "因故"}, "", ()) == {
        "kind": "b",
        "why": "因故",
        "how": "当面",
    }
    assert sound(fields, {"kind": "a"}, ())
    with pytest.raises(BadFact, match="理由：还没有填写"):
        read_fields(fields, {"kind": "b"}, "", ())
