"""A careful clerk for tests: fills in any step of any procedure, and walks a case through it."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from fuyi_desktop.domain.case import CaseFile, CaseKind
from fuyi_desktop.domain.custody import holder, tenures
from fuyi_desktop.domain.deadlines import deadlines
from fuyi_desktop.domain.errors import FuyiError
from fuyi_desktop.domain.fields import Field, FieldKind
from fuyi_desktop.domain.party import CENTER, Role
from fuyi_desktop.domain.procedure import Checked, Procedure, StepKind
from fuyi_desktop.domain.trail import Running
from tests import factory

FIRST = date(2026, 7, 30)
PEOPLE = ["何静", "罗志强", "周晓敏", "欧阳慧敏"]
LATER = {"perform_by": 20, "until": 10, "held_on": 14, "to": 3}  # days after the step itself


def begun(procedure: Procedure, draw: Any) -> CaseFile:
    """A case that has just come in, with three parties and all its papers on file."""
    forms = sorted({form for kind in procedure.steps for form in kind.files})
    file = factory.file(materials=tuple(forms))
    third = factory.party(file.case, Role.THIRD_PARTY, "柳河镇双龙村村民委员会")
    entry = {
        field.name: sound(draw, field, file, FIRST) for field in procedure.entry.fields if field.required
    }
    entry.pop("respondent", None)
    case = replace(
        file.case,
        kind=CaseKind(procedure.kind),
        facts=entry,
        act_on=date(2026, 7, 1),
        known_on=date(2026, 7, 3),
    )
    people = (*file.parties, third)  # ids that are the same in every try
    file = replace(file, case=case, parties=tuple(replace(p, id=f"{n:032x}") for n, p in enumerate(people)))
    first = procedure.step(procedure.entry.step)
    return recorded(file, first, FIRST, typed(draw, first, file, FIRST))


def recorded(file: CaseFile, kind: StepKind, on: date, facts: dict[str, Any]) -> CaseFile:
    station = CENTER if kind.by_center else holder(file)
    step = factory.step(file.case, kind.code, on, station=station)
    step = replace(step, id=f"{len(file.steps):032x}", facts=facts, under=tenures(file)[-1].id)
    return replace(file, steps=(*file.steps, step))


def clocks(procedure: Procedure, file: CaseFile, today: date) -> list[Running]:
    law = factory.law()
    return [c.running for c in deadlines(file, procedure, law.rules, law.workdays, today)]


def check(procedure: Procedure, file: CaseFile, code: str, on: date, facts: Any, today: date) -> Checked:
    return procedure.check(file, code, on, facts, factory.moment(today, procedure))


def sound(draw: Any, field: Field, file: CaseFile, on: date) -> Any:
    """A value that this field takes."""
    match field.kind:
        case FieldKind.DATE:
            return (on + timedelta(days=LATER.get(field.name, 0))).isoformat()
        case FieldKind.CHOICE:
            return draw(st.sampled_from([choice.code for choice in field.choices]))
        case FieldKind.MANY:
            given = [choice.code for choice in field.choices] or PEOPLE
            return draw(st.sampled_from([given, given, given[:1]]))
        case FieldKind.PARTY:
            return draw(st.sampled_from([party.id for party in file.parties]))
        case FieldKind.INTEGER:
            return draw(st.integers(1, 30))
        case FieldKind.YES_NO:
            return draw(st.sampled_from([True, True, False]))
        case FieldKind.STATION:
            return draw(st.sampled_from([CENTER, "T0731", "T0732"]))
    return draw(st.sampled_from(["何静", "云州市公安局", "理由"]))


def typed(draw: Any, kind: StepKind, file: CaseFile, on: date) -> dict[str, Any]:
    """What a careful person would fill in, now and then without what may be left out."""
    chosen = [field for field in kind.fields if field.required or draw(st.booleans())]
    return {field.name: sound(draw, field, file, on) for field in chosen}


def spoken(refusal: FuyiError) -> None:
    """One sentence for the clerk: Chinese, with a number of ours, and with nothing unfilled."""
    assert refusal.code >= 10
    assert re.search(r"[\u4e00-\u9fff].*。$", str(refusal)), str(refusal)
    assert not re.search(r"\{[a-z_]+\}", str(refusal)), str(refusal)
