"""No fact is typed on a paper that a step should have told: every mandatory one has its source."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pytest

from fuyi_desktop.domain.case import CaseFile, CaseKind, Material
from fuyi_desktop.domain.fields import Field, FieldKind
from fuyi_desktop.domain.forms import FORMS
from fuyi_desktop.domain.party import CENTER, PartyKind, Role, StationRole
from fuyi_desktop.domain.procedures import PROCEDURES
from fuyi_desktop.domain.record import new_id
from fuyi_desktop.services.office import Me
from fuyi_desktop.services.paper_facts import PaperFacts
from tests import factory
from tests.services.invented import body_code, id_number

HEADS = [
    tomllib.loads(path.read_text("utf-8"))
    for path in sorted((factory.RESOURCES / "templates").glob("*.toml"))
]
OF_STEPS = "step", "steps"
SELF = frozenset({"on", "recorded_by"})  # every step has a day and a person
WORDED = "_code", "_article"  # what a choice says beside its label

# Typed on the paper, or listed by the service that makes it: each with the reason.
TYPED: dict[tuple[str, str], str] = {
    ("F21b", "step.until"): "the approval comes before the extension, so no step says the new day yet",
    ("F22", "step.turns.speaker"): "minutes: who said what is written where it is said",
    ("F22", "step.turns.text"): "minutes: who said what is written where it is said",
    ("G06", "step.rights_note"): "asked only where nobody knows when the act became known",
    ("G13", "step.rights_note"): "asked only where nobody knows when the act became known",
}
LISTED = {
    "F30": "the table of a period lists the cases that are due, one line each",
    "R01": "the register lists the numbers of a year",
    "S01": "the sheet of a stick says what is on it",
    "G02": "the report of a month is of no case: services/reports fills it from what is typed",
    "G15": "an entry for the choice of cases is typed without the names of a case",
    **dict.fromkeys(("G16", "G16b"), "of a meeting, not of a case: services/reports"),
    "H16": "the report of a quarter is of no case: services/reports",
    **dict.fromkeys(("K01", "K02", "K03", "K04"), "a sheet of a room says what the session says"),
    **dict.fromkeys(("F39", "F39b", "F39c", "F39d", "F39e"), "a bound file says what it holds"),
}


class Wanted(NamedTuple):
    """One mandatory fact of a template, and where else it may stand."""

    form: str
    path: str
    source: str


def wanted() -> Iterator[Wanted]:
    for head in HEADS:
        for fact in head["facts"]:
            if fact.get("required"):
                yield Wanted(head["id"], fact["name"].replace("[]", ""), fact.get("from", ""))


def by_step(form: str, path: str) -> bool:
    """Whether a step tells the fact: the one that causes the form, or the one that is named."""
    way, *rest = path.split(".")
    code, name = (FORMS[form].cause, rest[0]) if way == "step" else (rest[0], rest[1])
    for ending in WORDED:
        name = name.removesuffix(ending)
    kinds = [kind for procedure in PROCEDURES.values() for kind in procedure.steps if kind.code == code]
    return bool(kinds) and (name in SELF or any(kind.field(name) for kind in kinds))


BEGUN: dict[str, tuple[tuple[str, str, dict[str, Any]], ...]] = {
    "reconsideration": (("review", "2026-07-31", {"handler": "何静"}), ("accept", "2026-08-03", {})),
    "mediation": (
        ("study", "2026-07-31", {}),
        ("assign", "2026-07-31", {"unit": "云岭县公安局"}),
        ("accept", "2026-08-03", {"handler": "何静", "team": ["何静", "罗志强"], "willing": True}),
    ),
}


def filled(field: Field) -> Any:
    """Something that the field takes."""
    match field.kind:
        case FieldKind.DATE:
            return "2026-07-29"
        case FieldKind.MANY:
            return ["所填"]
        case FieldKind.YES_NO:
            return True
        case FieldKind.CHOICE:
            return field.choices[0].code
    return "所填"


def whole(kind: str) -> CaseFile:
    """A case with everything that its registration can hold."""
    procedure = PROCEDURES[kind]
    given = {field.name: filled(field) for field in procedure.entry.fields}
    case = factory.case(
        kind=CaseKind(kind), facts=given, number="云府复〔2026〕1号", requests="请求", reasons="理由",
        channel="当面", act_kind="行政处罚", act_number="云公罚字〔2026〕1号", received_by="周晓敏",
        act_on=date(2026, 7, 1), known_on=date(2026, 7, 3),
    )  # fmt: skip
    people = tuple(
        factory.party(
            case, role, f"{role.value}甲", id_number=id_number(), address="石桥镇", phone="0999-1",
            kind=PartyKind.PERSON, legal_representative="马国安", unit_id="b" * 32,
        )
        for role in Role
    )  # fmt: skip
    body = factory.party(case, Role.APPLICANT, "双龙石料厂", kind=PartyKind.BODY, id_number=body_code())
    materials = (Material(id=new_id(factory.AT), case_id=case.id, name="申请书", pages=2),)
    steps = [factory.step(case, procedure.entry.step, "2026-07-30")]
    steps += [factory.step(case, code, on, **facts) for code, on, facts in BEGUN.get(kind, ())]
    return CaseFile(case, whole_unit(), (*people, body), tuple(steps), (), materials)


def whole_unit() -> Any:
    return factory.organ(
        superior="云州市人民政府", address="县府路1号", postcode="999901", phone="0999-2021001",
        contact="何静", representative="马国安", representative_post="县长", level="县级政府",
        court_above="云州市中级人民法院",
    )  # fmt: skip


def facts_of(kind: str, form: str) -> dict[str, Any]:
    file, law = whole(kind), factory.law()
    procedure, today = PROCEDURES[kind], date(2026, 8, 5)
    unit = replace(whole_unit(), id="b" * 32, full_name="云岭县公安局", reconsiders=False)
    center = Me(CENTER, "云岭县行政争议纾解中心", StationRole.CENTER, "云岭县公安局")
    facts = PaperFacts(
        file, procedure, procedure.replay(file), law.clocks(file, today), (file.organ, unit), center, today,
        law, center,
    )  # fmt: skip
    found = FORMS[form]
    to = next(iter(file.of(*found.addressees)), None) if found.each else None
    return facts.known(form, to, "", {})


def stands(known: Any, path: str) -> bool:
    """Whether something is there under a path, in every item of a list."""
    for name in path.split("."):
        if isinstance(known, list):
            known = known[0] if known else None
        if not isinstance(known, dict) or name not in known:
            return False
        known = known[name]
    return known not in (None, "", [], {})


def derived(form: str, path: str) -> bool:
    """Whether case, parties, organ or station tell it, in one of the procedures that print the form."""
    if path.startswith("due."):
        return any(rule.id == path.split(".")[1] for rule in factory.law().rules.rules)
    return any(stands(facts_of(kind, form), path) for kind in PROCEDURES)


# Told by what became of the case: nothing of it is there while the case is young.
LATER = frozenset({"papers", "lapsed", "decision"})
BY_FORM = {
    ("F28", "step.documents"): "the papers that this recipient is served with",
    ("F29", "step.decision_number"): "the number of the 决定书",
    ("F33", "step.effective_on"): "the service of the decision, the day of the 调解书",
    ("F40", "step.recipients"): "who has the paper that is corrected",
    ("H17", "step.advice.organ"): "a field of the advice that is answered",
}  # given by services/paper_facts for the one form


@pytest.mark.parametrize("fact", list(wanted()), ids=lambda fact: f"{fact.form} {fact.path}")
def test_every_mandatory_fact_of_a_paper_is_told_before_the_paper_is_made(fact: Wanted) -> None:
    if (fact.form, fact.path) in TYPED or (fact.form, fact.path) in BY_FORM or fact.form in LISTED:
        return
    for path in filter(None, (fact.path, fact.source)):
        root = path.split(".")[0]
        if root in LATER or (by_step(fact.form, path) if root in OF_STEPS else derived(fact.form, path)):
            return
    pytest.fail(f"nobody tells {fact.path} before {fact.form} is made")


def test_what_is_excepted_is_still_a_mandatory_fact() -> None:
    there = {(fact.form, fact.path) for fact in wanted()}

    assert there >= TYPED.keys() | BY_FORM.keys()
    assert {fact.form for fact in wanted()} >= LISTED.keys()


# Offered by a page or a batch instead of a step, with the place where a person finds them.
PAGES = {
    "F01b": "送达: the form on which a party confirms its address",
    "F30": "集中抄告, and the step of copying",
    "F39": "卷宗", "F39b": "卷宗", "F39c": "卷宗", "F39d": "卷宗", "F39e": "卷宗",
    "E01": "送达: the envelope of a paper that is posted", "E02": "送达", "E03": "送达",
    "R01": "设置 → 文号: the register of a year",
    "S01": "数据交换: the sheet that goes with a stick",
    **dict.fromkeys(("G02", "G15", "G16", "G16b", "H16"), "fuyi paper form: a period's or a meeting's"),
    "K01": "调解室", "K02": "调解室", "K03": "调解室", "K04": "调解室",
}  # fmt: skip


def test_every_form_that_can_be_printed_is_offered_somewhere() -> None:
    offered = {form for procedure in PROCEDURES.values() for kind in procedure.steps for form in kind.papers}
    printed = {head["id"] for head in HEADS}

    assert printed - offered - PAGES.keys() == set()


def test_every_form_of_the_register_is_printed_here_or_comes_from_elsewhere() -> None:
    printed = {head["id"] for head in HEADS}

    assert {form for form in FORMS if not form.startswith("X")} - printed == set()


def test_a_form_that_each_recipient_has_of_their_own_says_to_whom_it_can_go() -> None:
    assert [form.id for form in FORMS.values() if form.each and not form.addressees] == []


def test_a_decision_is_one_paper_for_all_and_dated_the_day_it_was_taken() -> None:
    decisions = [form for form in FORMS.values() if form.decides]

    assert decisions
    assert all(form.of_step and not form.each for form in decisions)
