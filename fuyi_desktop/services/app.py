"""The application: one opened store with every service on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING

from fuyi_desktop.domain.codes import CodeBook
from fuyi_desktop.services.board import Board
from fuyi_desktop.services.casework import Casework
from fuyi_desktop.services.copying import Copying
from fuyi_desktop.services.dates import Dates
from fuyi_desktop.services.drafts import Drafts
from fuyi_desktop.services.enrolment import Enrolment
from fuyi_desktop.services.exchange import Exchange
from fuyi_desktop.services.intake import Intake
from fuyi_desktop.services.lawbook import Lawbook
from fuyi_desktop.services.numbers import Numbers
from fuyi_desktop.services.office import Office
from fuyi_desktop.services.papers import Papers
from fuyi_desktop.services.settings import Settings
from fuyi_desktop.services.upkeep import Upkeep

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press


@dataclass(frozen=True)
class App:
    """What a window or a command works with; leaving the context closes the store."""

    office: Office
    codes: Mapping[str, CodeBook]
    press: Callable[[], "Press"]

    @property
    def dates(self) -> Dates:
        law = self.office.law
        return Dates(law.rules, law.workdays, law.choices)

    @property
    def lawbook(self) -> Lawbook:
        return Lawbook(self.office)

    @property
    def intake(self) -> Intake:
        return Intake(self.office, self.codes["reconsideration"].labels(self.office.today))

    @property
    def drafts(self) -> Drafts:
        return Drafts(self.office)

    @property
    def casework(self) -> Casework:
        return Casework(self.office)

    @property
    def board(self) -> Board:
        return Board(self.office)

    @property
    def papers(self) -> Papers:
        return Papers(self.office, self.press)

    @property
    def numbers(self) -> Numbers:
        return Numbers(self.office)

    @property
    def copying(self) -> Copying:
        return Copying(self.office, self.papers)

    @property
    def settings(self) -> Settings:
        return Settings(self.office)

    @property
    def enrolment(self) -> Enrolment:
        return Enrolment(self.office)

    @property
    def exchange(self) -> Exchange:
        return Exchange(self.office)

    @property
    def upkeep(self) -> Upkeep:
        return Upkeep(self.office)

    def on(self, day: date) -> "App":
        """The same store on another day taken as today; the journal says so."""
        return replace(self, office=replace(self.office, given_day=day))

    def __enter__(self) -> "App":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store; everything that was said to be done is on the disk."""
        self.office.store.close()
