"""The case as lists show it: one row, wholly derived, holding nothing that depends on today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.deadlines import deadlines, next_clock
from fuyi_desktop.domain.procedure import Procedure, holder
from fuyi_desktop.domain.rules import Rules
from fuyi_desktop.domain.workdays import Workdays


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
    handler: str
    flags: tuple[str, ...]
    received_on: date | None
    rule: str  # of the next open clock, "" when none runs
    duty: str
    due: date | None
    display: date | None
    provisional: bool
    names: str  # of people and units, for search and pinyin
    words: str  # everything else that search finds: numbers, phones, identity numbers, matter


@dataclass(frozen=True)
class Law:
    """The procedures, rules and calendar in force: all that a projection needs beside the file."""

    procedures: Mapping[str, Procedure]
    rules: Rules
    workdays: Workdays

    def now(self, file: CaseFile) -> CaseNow:
        """The row of a case, from its recorded steps alone."""
        case, procedure = file.case, self.procedures[file.case.kind]
        replay = procedure.replay(file)
        state = procedure.state_named(replay.state)
        clock = next_clock(deadlines(file, procedure, self.rules, self.workdays)) if not state.ended else None
        reviewed = next((step.facts["handler"] for step in replay.counted if step.code == "review"), "")
        return CaseNow(
            case_id=case.id,
            kind=case.kind,
            title=file.title,
            number=file.label,
            receipt_number=case.receipt_number,
            matter=case.matter,
            state=state.id,
            ended=state.ended,
            holder=holder(file),
            handler=case.handler or str(reviewed),
            flags=case.flags,
            received_on=replay.counted[0].on if replay.counted else None,
            rule=clock.rule.id if clock else "",
            duty=clock.rule.name if clock else "",
            due=clock.due.due if clock else None,
            display=clock.due.display if clock else None,
            provisional=clock is not None and clock.due.status == "provisional",
            names=" ".join(party.name for party in file.parties),
            words=" ".join(_words(file)),
        )


def _words(file: CaseFile) -> list[str]:
    case = file.case
    found = [case.number, case.receipt_number, case.act_number, case.matter, case.requests, case.reasons]
    for party in file.parties:
        found += [party.phone, party.id_number, party.legal_representative]
    found += [paper.number for paper in file.papers]
    return [word for word in found if word]
