"""The office: what every service works with — store, law in force, who is at the desk, and clock."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from fuyi_desktop.domain.access import Task, must
from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.custody import holder
from fuyi_desktop.domain.deadlines import Clock
from fuyi_desktop.domain.errors import NotHolder
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.party import Person, StationRole, Unit
from fuyi_desktop.domain.procedure import Procedure
from fuyi_desktop.domain.workdays import Workdays
from fuyi_desktop.services.reading import in_force
from fuyi_desktop.store.queries import case_file, station_called, units
from fuyi_desktop.store.work import Store, Work

Changed = set[str]  # names of the tables a deed has changed: all that a window needs to refresh


class Now(Protocol):
    """The clock: the present moment, with a time zone."""

    def __call__(self) -> datetime: ...


@dataclass(frozen=True)
class Me:
    """This station: its code, its name, what it is for, and the unit it works for."""

    station: str
    name: str
    role: StationRole
    unit: str


@dataclass(frozen=True)
class Office:
    """Opened store, law, person and clock; immutable, so that a window may hand it to its worker."""

    store: Store
    shipped: Law
    person: Person
    now: Now
    given_day: date | None = None  # --today: the day taken as today, written to the journal as the clock used

    @property
    def today(self) -> date:
        return self.given_day or self.now().date()

    def stopped(self) -> "Office":
        """The office at this moment: for a deed within which midnight must not pass."""
        at = self.now()
        return replace(self, now=lambda: at)

    @property
    def floor(self) -> date | None:
        """The day the county last signed a bundle to us: today cannot truly be before it."""
        wall = self.store.meta("floor")
        return datetime.fromtimestamp(wall / 1000, self.now().tzinfo).date() if wall else None

    @property
    def me(self) -> Me:
        found = self.store.meta("station")
        return Me(found["station"], found["name"], StationRole(found["role"]), found["unit"])

    @property
    def law(self) -> Law:
        """The law in force here: as shipped, with what was imported, read as the county has chosen."""
        return in_force(self.store, self.shipped)

    @property
    def workdays(self) -> Workdays:
        return self.law.workdays

    def procedure(self, file: CaseFile) -> Procedure:
        return self.law.procedure(file.case.kind)

    def work(self, task: Task, why: str) -> Work:
        """A transaction for a deed the person may do; NoPermission before anything is begun."""
        must(self.person, task)
        in_force(self.store, self.shipped)
        clock = f"day:{self.given_day}" if self.given_day else ""
        return self.store.work(self.person.name, why, clock=clock, alone=task is Task.EXCHANGE)

    def ask(self, question: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """The answer of one of the store's queries, read from one moment."""
        with self.store.reading() as connection:
            return question(connection, *args, **kwargs)

    def file(self, case_id: str) -> CaseFile:
        found: CaseFile = self.ask(case_file, case_id)
        return found

    def clocks(self, file: CaseFile, on: date | None = None) -> tuple[Clock, ...]:
        """The case's clocks as of a day (today unless another is given), expiries included."""
        return self.law.clocks(file, on or self.today)

    def must_hold(self, file: CaseFile, deed: str) -> None:
        """Raise NotHolder where the case lies with another station: only the holder acts."""
        held = holder(file)
        if held != self.me.station:
            raise NotHolder(holder=self.ask(station_called, held), step=deed)

    def units(self) -> list[Unit]:
        """The organs this station knows."""
        found: list[Unit] = self.ask(units)
        return found
