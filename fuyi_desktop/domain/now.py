"""The case as lists show it: one row, wholly derived, holding nothing that depends on today."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from fuyi_desktop.domain.case import CaseFile


@dataclass(frozen=True, kw_only=True)
class CaseNow:
    """One row of `case_now`: recomputed for each touched case before commit, never sent (`design.md` §3)."""

    table: ClassVar[str] = "case_now"

    case_id: str
    kind: str
    title: str  # 申请人 and how many more
    number: str  # 案号, else the receipt number
    receipt_number: str
    matter: str
    state: str  # its id, R12
    ended: bool
    holder: str  # a station code
    handler: str  # 承办人
    flags: tuple[str, ...]
    received_on: date | None
    rule: str  # of the next open clock, "" when none runs
    duty: str
    due: date | None
    display: date | None
    provisional: bool
    names: str  # of people and units, for search and pinyin
    words: str  # everything else that search finds: numbers, phones, identity numbers, matter


def words(file: CaseFile) -> list[str]:
    """What search finds beside the names of people and units."""
    case = file.case
    found = [case.number, case.receipt_number, case.act_number, case.matter, case.requests, case.reasons]
    for party in file.parties:
        found += [party.phone, party.id_number, party.legal_representative]
    found += [paper.number for paper in file.papers]
    return [word for word in found if word]
