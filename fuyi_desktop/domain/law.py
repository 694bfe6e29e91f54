"""现行规则 — procedures, rules and calendar in force, and how this office reads them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from functools import cached_property

from fuyi_desktop import __version__
from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.counting import due
from fuyi_desktop.domain.custody import holder
from fuyi_desktop.domain.deadlines import Clock, deadlines, next_clock
from fuyi_desktop.domain.now import CaseNow, words
from fuyi_desktop.domain.packs import Pack, changed, chosen
from fuyi_desktop.domain.period import Reading
from fuyi_desktop.domain.procedure import START, Procedure, State
from fuyi_desktop.domain.rules import Roll, Rules
from fuyi_desktop.domain.steps import handler
from fuyi_desktop.domain.switches import Chosen
from fuyi_desktop.domain.workdays import Overlay, Workdays, Year

NEWER = "由较新版本的程序登记"


@dataclass(frozen=True)
class Imported:
    """What an office has taken in beside the law as shipped, read and sound."""

    years: tuple[Year, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    packs: tuple[Pack, ...] = ()


@dataclass(frozen=True)
class Law:
    """All that a case's clocks and its row in the lists depend on beside its file."""

    procedures: Mapping[str, Procedure]
    rules: Rules
    workdays: Workdays
    choices: Chosen = Chosen({})
    earlier: tuple["Spell", ...] = ()  # what stood here before, oldest first: what was closed then stays so

    def under(self, imported: Imported, own: Mapping[str, str]) -> "Law":
        """The law as shipped with what was imported, and read as the county, else the station, has chosen."""
        choices = chosen(imported.packs, own)
        return replace(
            self,
            rules=changed(self.rules, imported.packs, choices),
            workdays=self.workdays.joined(imported.years, imported.overlays),
            choices=choices,
        )

    @cached_property
    def digest(self) -> str:
        """Tells this law, in this reading, from any other: a list computed under another one is stale.

        The program's version stands for what no table shows: guards, counting, and the projection itself.
        """
        told = _told((__version__, self.procedures, self.rules, self.workdays, self.choices))
        return hashlib.sha256(told.encode("utf-8")).hexdigest()

    def procedure(self, kind: str) -> Procedure:
        """The table of a kind of case; of one that only a newer program knows, a table without steps."""
        return self.procedures.get(kind) or Procedure(kind, NEWER, (State(START, NEWER),), ())

    def clocks(self, file: CaseFile, today: date | None = None) -> tuple[Clock, ...]:
        """The case's clocks; with a day given, as of that day, expiries included.

        One that was met is told as it stood when it was met: no later notice or rule rewrites it.
        """
        found = self.running(file, today)
        if not self.earlier:
            return found
        last = self.earlier[-1].until
        standing = [clock for clock in found if _stands(clock, file, last)]
        kept = (clock for spell in self.earlier for clock in spell.closed(file, today))
        return tuple(sorted((*standing, *kept), key=lambda clock: (clock.due.display, clock.rule.id)))

    def running(self, file: CaseFile, today: date | None = None) -> tuple[Clock, ...]:
        """The case's clocks by the law of today alone: those that are still open stand so."""
        procedure, local_days = self.procedure(file.case.kind), self.choices.local_days
        found = deadlines(file, procedure, self.rules, self.workdays, today, local_days=local_days)
        return found if self.choices.reading is Reading.STRICT else tuple(map(self._reread, found))

    def _reread(self, clock: Clock) -> Clock:
        """A count back from an event, as the county reads it."""
        if clock.rule.roll is not Roll.BACKWARD:
            return clock
        return replace(
            clock, due=due(clock.rule, clock.due.start, self.workdays, reading=self.choices.reading)
        )

    def now(self, file: CaseFile) -> CaseNow:
        """The row of a case, from its recorded steps alone."""
        case, procedure = file.case, self.procedure(file.case.kind)
        replay = procedure.replay(file)
        state = procedure.state_named(replay.state)
        clock = next_clock(self.running(file)) if not state.ended else None
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


@dataclass(frozen=True)
class Spell:
    """The law as it stood from one import to the next."""

    since: datetime | None
    until: datetime
    law: Law

    def closed(self, file: CaseFile, today: date | None) -> Iterator[Clock]:
        """The clocks that were met while it stood."""
        if not any(step.recorded_at <= self.until for step in file.steps):
            return
        for clock in self.law.running(file, today):
            at = _closed_at(clock, file)
            if at is not None and at <= self.until and (self.since is None or at > self.since):
                yield clock


def spells(moments: Iterable[datetime], stood: Iterable[Law]) -> tuple[Spell, ...]:
    """The spells between the moments of change: before the first one law stood, then another …"""
    ends = sorted(moments)
    begins = (None, *ends)
    return tuple(Spell(since, until, law) for since, until, law in zip(begins, ends, stood, strict=False))


def _stands(clock: Clock, file: CaseFile, last: datetime) -> bool:
    at = _closed_at(clock, file)
    return at is None or at > last


def _closed_at(clock: Clock, file: CaseFile) -> datetime | None:
    """When the step that met a clock was recorded; None of one that is open."""
    if clock.done_on is None:
        return None
    codes = {spec.partition("/")[0] for spec in clock.rule.ends}
    moments = (
        step.recorded_at
        for step in file.steps
        if step.on == clock.done_on and step.code in codes and not step.voided
    )
    return min(moments, default=None)


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
