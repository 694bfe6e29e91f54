"""现行规则 — procedures, rules and calendar in force, and how this office reads them."""

import hashlib
from collections.abc import Mapping, Set
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cached_property

from fuyi_desktop import __version__
from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.deadlines import Clock, deadlines, next_clock
from fuyi_desktop.domain.now import CaseNow, words
from fuyi_desktop.domain.period import LocalDays
from fuyi_desktop.domain.procedure import Procedure, holder
from fuyi_desktop.domain.rules import Rules
from fuyi_desktop.domain.steps import handler
from fuyi_desktop.domain.workdays import Workdays


@dataclass(frozen=True)
class Law:
    """All that a case's clocks and its row in the lists depend on beside its file."""

    procedures: Mapping[str, Procedure]
    rules: Rules
    workdays: Workdays
    local_days: LocalDays = LocalDays.WORKING

    def read_as(self, local_days: LocalDays) -> "Law":
        """The same law with this reading of a local text's 日 (`domain.md` 1.6)."""
        return self if local_days is self.local_days else replace(self, local_days=local_days)

    @cached_property
    def digest(self) -> str:
        """Tells this law, in this reading, from any other: a list computed under another one is stale.

        The program's version stands for what no table shows: guards, counting, and the projection itself.
        """
        told = _told((__version__, self.procedures, self.rules, self.workdays, self.local_days))
        return hashlib.sha256(told.encode("utf-8")).hexdigest()

    def clocks(self, file: CaseFile, today: date | None = None) -> tuple[Clock, ...]:
        """The case's clocks; with a day given, as of that day, expiries included."""
        procedure = self.procedures[file.case.kind]
        return deadlines(file, procedure, self.rules, self.workdays, today, local_days=self.local_days)

    def now(self, file: CaseFile) -> CaseNow:
        """The row of a case, from its recorded steps alone."""
        case, procedure = file.case, self.procedures[file.case.kind]
        replay = procedure.replay(file)
        state = procedure.state_named(replay.state)
        clock = next_clock(self.clocks(file)) if not state.ended else None
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
            handler=handler(replay.counted),
            flags=case.flags,
            received_on=replay.counted[0].on if replay.counted else None,
            rule=clock.rule.id if clock else "",
            duty=clock.rule.name if clock else "",
            due=clock.due.due if clock else None,
            display=clock.due.display if clock else None,
            provisional=clock is not None and clock.due.status == "provisional",
            names=" ".join(party.name for party in file.parties),
            words=" ".join(words(file)),
        )


def _told(value: object) -> str:
    """A value of the law spelt out, the same in every run: sets in order, functions by their names."""
    if is_dataclass(value) and not isinstance(value, type):
        inside = ",".join(_told(getattr(value, item.name)) for item in fields(value))
        return f"{type(value).__name__}({inside})"
    if callable(value):
        return str(getattr(value, "__qualname__", type(value).__name__))
    match value:
        case Mapping():
            return f"{{{','.join(sorted(f'{_told(key)}:{_told(item)}' for key, item in value.items()))}}}"
        case Set():
            return f"{{{','.join(sorted(_told(item) for item in value))}}}"
        case tuple() | list():
            return f"[{','.join(_told(item) for item in value)}]"
        case _:
            return repr(value)
