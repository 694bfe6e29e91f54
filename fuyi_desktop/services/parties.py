"""当事人加入 — a step may name somebody new: from then on a party of the case, to whom papers can go."""

from datetime import date
from typing import Any

from fuyi_desktop.domain.case import JOINED_BY, CaseFile
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.identity import code_fault, id_fault, tidy
from fuyi_desktop.domain.party import Party, PartyKind, Role, Unit
from fuyi_desktop.domain.record import Facts, RecordId
from fuyi_desktop.store.work import Work

TOLD = ("address", "phone", "legal_representative")


def can_join(file: CaseFile, role: Role, facts: Facts, today: date) -> None:
    """Raise BadFact for a number that does not hold, and for somebody who stands on another side already."""
    name, number = str(facts["name"]), tidy(str(facts.get("id_number", "")))
    other = next((party for party in file.parties if party.name == name and party.role is not role), None)
    if other is not None:
        raise BadFact(label=name, why=f"已经是本案的{other.role.value}，请核对。")
    body = PartyKind(facts["kind"]) is PartyKind.BODY
    fault = "" if not number else code_fault(number) if body else id_fault(number, today)
    if fault:
        raise BadFact(label=name, why=fault)


def joined(work: Work, file: CaseFile, role: Role, facts: Facts, step_id: RecordId) -> RecordId:
    """Id of the party that a step names: the one that stands in the case already, else a new one.

    The party stands as long as the step does. An organ brings the address that the settings know.
    """
    name, kind = str(facts["name"]), PartyKind(facts["kind"])
    if found := next((party for party in file.of(role) if party.name == name), None):
        return found.id
    unit = next((unit for unit in work.select(Unit) if unit.full_name == name), None)
    known: dict[str, Any] = {"address": unit.address, "phone": unit.phone, "unit_id": unit.id} if unit else {}
    known |= {key: str(facts[key]) for key in TOLD if facts.get(key)}
    party = Party(
        id=work.new_id(), case_id=file.case.id, role=role, kind=kind, name=name,
        id_number=tidy(str(facts.get("id_number", ""))), facts={JOINED_BY: step_id}, **known,
    )  # fmt: skip
    work.put(party)
    return party.id
