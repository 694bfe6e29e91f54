"""争议 — what a case takes along when the same dispute goes on in the next procedure."""

from typing import Any

from fuyi_desktop.domain.case import CaseFile, CaseKind
from fuyi_desktop.domain.defendants import defendants
from fuyi_desktop.domain.party import Party, PartyKind, Role
from fuyi_desktop.domain.record import Facts, as_plain

PEOPLE = {"applicants": Role.APPLICANT, "third_parties": Role.THIRD_PARTY, "agents": Role.AGENT}
ACT = "act_number", "act_kind", "act_on", "known_on", "informed", "requests", "reasons"
GOES_ON = "applied_on", "duty_due", "rights_known_on"  # facts of the case by which the citizen's periods run


def carried(file: CaseFile, to: CaseKind) -> dict[str, Any]:
    """What the registration of the next case starts from: people, act, dates; nothing is typed twice."""
    case = file.case
    facts: dict[str, Any] = {"kind": to.value, "earlier": case.id, "flags": list(case.flags)}
    facts |= {name: as_plain(getattr(case, name)) for name in ACT if getattr(case, name)}
    facts |= {name: case.facts[name] for name in GOES_ON if case.facts.get(name)}
    for key, role in PEOPLE.items():
        if people := [_person(file, party) for party in file.of(role)]:
            facts[key] = people
    respondents = [party.name for party in file.of(Role.RESPONDENT)]
    if to is CaseKind.LITIGATION and case.kind is CaseKind.RECONSIDERATION:
        respondents = list(defendants(file))
    if respondents:
        facts["respondent"], *others = respondents
        facts |= {"respondents": [{"name": name} for name in others]} if others else {}
    if to is CaseKind.LITIGATION:
        facts |= {"instance": _instance(file), "role": "joint" if len(respondents) > 1 else "sole"}
    return facts


def _instance(file: CaseFile) -> str:
    """The 审级 that follows: 一审 after anything else, 再审 once a judgment has taken effect."""
    if file.case.kind is not CaseKind.LITIGATION:
        return "first"
    effective = {"effective", "effective_lost"}
    return "retrial" if any(s.code in effective and not s.voided for s in file.steps) else "second"


def _person(file: CaseFile, party: Party) -> Facts:
    given = {
        "name": party.name, "kind": PartyKind(party.kind).value, "id_number": party.id_number,
        "phone": party.phone, "address": party.address, "legal_representative": party.legal_representative,
        "e_service": party.e_service,
    }  # fmt: skip
    represented = file.party(party.acts_for) if party.acts_for else None
    if represented is not None:
        given["acts_for"] = represented.name
    return {name: value for name, value in given.items() if value}
