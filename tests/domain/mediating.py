"""A 纾解 case for tests, lived step by step: each one is checked as the office would be, then recorded."""

from dataclasses import replace
from datetime import date
from typing import Any

from fuyi_desktop.domain.case import CaseFile, CaseKind
from fuyi_desktop.domain.custody import TAKE_BACK, holder, taken_back, tenures
from fuyi_desktop.domain.deadlines import Clock, deadlines
from fuyi_desktop.domain.mediation import MEDIATION
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.domain.procedure import Checked
from tests import factory

Deed = tuple[str, str] | tuple[str, str, dict[str, Any]]

TEAM: dict[str, Any] = {"handler": "何静", "team": ["何静", "罗志强"], "willing": True}
TERMS = ["voluntary", "lawful", "public", "others"]
AGREEMENT: dict[str, Any] = {"content": "退还保证金，撤回处罚决定。", "terms": TERMS}
EXTENSION: dict[str, Any] = {"days": 30, "complex": True, "party_consents": True, "center_consents": True}

ASSIGNED: tuple[Deed, ...] = (
    ("report", "2026-09-28"),
    ("study", "2026-10-08"),
    ("assign", "2026-10-09", {"unit": "柳河镇人民政府"}),
)
ACCEPTED: tuple[Deed, ...] = (*ASSIGNED, ("accept", "2026-10-10", TEAM))
TALKING: tuple[Deed, ...] = (*ACCEPTED, ("notify", "2026-10-12"), ("meet", "2026-10-14"))
SETTLED: tuple[Deed, ...] = (
    *TALKING,
    ("agree", "2026-11-02", AGREEMENT),
    ("effective", "2026-11-03", {"signed": True}),
)


def registered(materials: tuple[str, ...] = (), **case: Any) -> CaseFile:
    """A case of the center, with nothing recorded yet."""
    given = {"kind": CaseKind.MEDIATION, "home": CENTER, "matter": "与云岭县公安局的行政处罚争议"}
    return factory.file(materials=materials, **(given | case))


def checked(file: CaseFile, code: str, on: str, today: str = "", **facts: Any) -> Checked:
    as_of = date.fromisoformat(today or on)
    facts = ({"reason": "争议在柳河镇"} if code == "assign" else {}) | facts
    return MEDIATION.check(file, code, date.fromisoformat(on), facts, factory.moment(as_of))


def taken(file: CaseFile, *deeds: Deed) -> CaseFile:
    """The file after these steps, each checked on its own day and recorded by who held the case."""
    for code, on, *rest in deeds:
        kept = checked(file, code, on, **(rest[0] if rest else {})).facts
        file = recorded(file, code, on, **kept)
    return file


def recorded(file: CaseFile, code: str, on: str, station: str = "", **facts: Any) -> CaseFile:
    """The file with one more step, whatever it is, its id after all others."""
    if code == TAKE_BACK:
        facts |= taken_back(file)
    held = CENTER if MEDIATION.step(code).by_center else holder(file)
    step = replace(
        factory.step(file.case, code, on, station=station or held),
        id=f"{len(file.steps):032x}", facts=facts, under=tenures(file)[-1].id,
    )  # fmt: skip
    return replace(file, steps=(*file.steps, step))


def state(file: CaseFile) -> str:
    return MEDIATION.replay(file).state


def all_clocks(file: CaseFile, today: str) -> tuple[Clock, ...]:
    law = factory.law()
    return deadlines(file, MEDIATION, law.rules, law.workdays, date.fromisoformat(today))


def clocks(file: CaseFile, today: str) -> dict[str, Clock]:
    """By rule; of several the one that was started last."""
    found = sorted(all_clocks(file, today), key=lambda clock: clock.due.start)
    return {clock.rule.id: clock for clock in found}


def dues(file: CaseFile, today: str, *rules: str) -> dict[str, str]:
    found = clocks(file, today)
    return {rule: found[rule].due.due.isoformat() for rule in rules if rule in found}


def offers(file: CaseFile, today: str) -> dict[str, str]:
    """Code → reason why not; empty where the step is open."""
    running = [clock.running for clock in all_clocks(file, today)]
    return {o.kind.code: o.why for o in MEDIATION.offers(file, date.fromisoformat(today), running)}
