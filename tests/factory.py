"""Invented cases for tests: a test names only what it is about, the factory supplies the rest."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fuyi_desktop.domain.case import Case, CaseFile, CaseKind, Material
from fuyi_desktop.domain.deadlines import deadlines
from fuyi_desktop.domain.decisions import CONDITIONS
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.notices import year_from
from fuyi_desktop.domain.party import Party, PartyKind, Role, Unit
from fuyi_desktop.domain.procedure import Moment, Procedure
from fuyi_desktop.domain.procedures import PROCEDURES
from fuyi_desktop.domain.record import new_id
from fuyi_desktop.domain.rules import Rules, rules_from
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.switches import Chosen
from fuyi_desktop.domain.trail import Running
from fuyi_desktop.domain.workdays import Workdays

ROOT = Path(__file__).parent.parent
RESOURCES = ROOT / "resources"
AT = datetime(2026, 8, 3, 1, 0, tzinfo=UTC)
TOWNSHIP = "T0731"


@cache
def law() -> Law:
    """The procedures, rules and calendar as shipped."""
    years = [
        year_from(tomllib.loads(p.read_text("utf-8")), p.name)
        for p in sorted((RESOURCES / "workdays").glob("*.toml"))
    ]
    rules = [
        rules_from(tomllib.loads(p.read_text("utf-8")), p.name)
        for p in sorted((RESOURCES / "rules").glob("*.toml"))
    ]
    return Law(PROCEDURES, Rules(tuple(rule for file in rules for rule in file)), Workdays(tuple(years)))


def moment(
    today: date, procedure: Procedure | None = None, chosen: Mapping[str, str] | None = None
) -> Moment:
    """What a step is held against on a day, by the law as shipped and what the county has chosen."""

    def running(file: CaseFile) -> list[Running]:
        here = procedure or law().procedures[file.case.kind]
        return [c.running for c in deadlines(file, here, law().rules, law().workdays, today)]

    return Moment(today, running, choices=Chosen(chosen or {}))


def met(**other: Any) -> dict[str, Any]:
    """受理: every condition answered with yes, and whatever else is typed."""
    return {choice.code: True for choice in CONDITIONS} | other


def organ(**given: Any) -> Unit:
    values: dict[str, Any] = {
        "full_name": "云岭县人民政府",
        "short": "云府",
        "reconsiders": True,
        "court": "云岭县人民法院",
        "court_above": "云州市中级人民法院",
    }
    return Unit(id="a" * 32, **(values | given))


def case(**given: Any) -> Case:
    values: dict[str, Any] = {
        "id": new_id(AT), "kind": CaseKind.RECONSIDERATION, "matter": "不服云岭县公安局行政处罚",
        "organ_id": "a" * 32, "home": TOWNSHIP, "receipt_number": "代收2026-1",
    }  # fmt: skip
    return Case(**(values | given))


def party(of: Case, role: Role = Role.APPLICANT, name: str = "欧阳慧敏", **given: Any) -> Party:
    kind = PartyKind.BODY if role is Role.RESPONDENT else PartyKind.PERSON
    return Party(id=new_id(AT), case_id=of.id, role=role, name=name, **({"kind": kind} | given))


def step(of: Case, code: str, on: date | str, **facts: Any) -> Step:
    day = on if isinstance(on, date) else date.fromisoformat(on)
    station = facts.pop("station", TOWNSHIP)
    return Step(
        id=new_id(AT),
        case_id=of.id,
        code=code,
        on=day,
        facts=facts,
        by="周晓敏",
        station=station,
        recorded_at=AT,
    )


def file(
    *steps: tuple[str, str] | tuple[str, str, dict[str, Any]], materials: tuple[str, ...] = (), **given: Any
) -> CaseFile:
    """A case with one applicant and one respondent, and the given (code, day, facts)."""
    it = case(**given)
    people = (party(it), party(it, Role.RESPONDENT, "云岭县公安局"))
    papers = tuple(Material(id=new_id(AT), case_id=it.id, name=form, form=form) for form in materials)
    recorded = tuple(step(it, code, on, **(rest[0] if rest else {})) for code, on, *rest in steps)
    return CaseFile(it, organ(), people, recorded, (), papers)
