"""The application: one opened store with every service on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING

from fuyi_desktop.domain.codes import CodeBook
from fuyi_desktop.services.archive import Archive
from fuyi_desktop.services.batch import Batches
from fuyi_desktop.services.bindery import Bindery
from fuyi_desktop.services.board import Board
from fuyi_desktop.services.bookings import Bookings
from fuyi_desktop.services.carrying import Carrying
from fuyi_desktop.services.casefile import Casefile
from fuyi_desktop.services.casework import Casework
from fuyi_desktop.services.copying import Copying
from fuyi_desktop.services.dates import Dates
from fuyi_desktop.services.drafts import Drafts
from fuyi_desktop.services.enrolment import Enrolment
from fuyi_desktop.services.erasing import Erasing
from fuyi_desktop.services.exchange import Exchange
from fuyi_desktop.services.intake import Intake
from fuyi_desktop.services.keyring_deeds import Keys
from fuyi_desktop.services.lawbook import Lawbook
from fuyi_desktop.services.lending import Lending
from fuyi_desktop.services.materials import Materials
from fuyi_desktop.services.minutes import Recorder
from fuyi_desktop.services.numberbook import Numbers
from fuyi_desktop.services.office import Office
from fuyi_desktop.services.overprint import Overprint
from fuyi_desktop.services.papers import Papers
from fuyi_desktop.services.people import People
from fuyi_desktop.services.printing import PrintQueue
from fuyi_desktop.services.quarantine import Quarantine
from fuyi_desktop.services.recovery import CountyRecovery
from fuyi_desktop.services.register import Register
from fuyi_desktop.services.reports import Reports
from fuyi_desktop.services.reviews import Reviews
from fuyi_desktop.services.rooms import Rooms
from fuyi_desktop.services.scanning import Scanning
from fuyi_desktop.services.serving import Serving
from fuyi_desktop.services.settings import Settings
from fuyi_desktop.services.sheets import Sheets
from fuyi_desktop.services.sittings import Sittings
from fuyi_desktop.services.templates import Templates
from fuyi_desktop.services.undoing import Undoing
from fuyi_desktop.services.upkeep import Upkeep
from fuyi_desktop.services.workbooks import Workbooks

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press


@dataclass(frozen=True)
class App:
    """What a window or a command works with; leaving the context closes the store."""

    office: Office
    codes: Mapping[str, CodeBook]
    press: Callable[[], "Press"]
    orders: Mapping[str, str] = field(default_factory=dict)  # 卷内次序 as shipped, by the kind of case
    phrases: Mapping[str, str] = field(default_factory=dict)  # 常用语 as shipped, by the kind of session

    @property
    def dates(self) -> Dates:
        law = self.office.law
        return Dates(law.rules, law.workdays, law.choices)

    @property
    def lawbook(self) -> Lawbook:
        return Lawbook(self.office, self.templates.check)

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
        return Papers(self.office, self.templates.press)

    @property
    def batches(self) -> Batches:
        return Batches(self.office, self.papers, self.templates.press)

    @property
    def print_queue(self) -> PrintQueue:
        return PrintQueue(self.office, self.papers, self.templates.press)

    @property
    def templates(self) -> Templates:
        return Templates(self.office, self.press)

    @property
    def workbooks(self) -> Workbooks:
        return Workbooks(self.office, self.templates.press)

    @property
    def numbers(self) -> Numbers:
        return Numbers(self.office, lambda: self.templates.press().templates.series)

    @property
    def lending(self) -> Lending:
        return Lending(self.office)

    @property
    def register(self) -> Register:
        return Register(self.office, self.templates.press)

    @property
    def reports(self) -> Reports:
        return Reports(self.office, self.templates.press)

    @property
    def copying(self) -> Copying:
        return Copying(self.office, self.papers)

    @property
    def serving(self) -> Serving:
        return Serving(self.office, self.papers, self.templates.press)

    @property
    def scanning(self) -> Scanning:
        return Scanning(self.office, self.casework, self.serving)

    @property
    def overprint(self) -> Overprint:
        return Overprint(self.office, self.templates.press)

    @property
    def materials(self) -> Materials:
        return Materials(self.office)

    @property
    def minutes(self) -> Recorder:
        return Recorder(self.office, self.templates.press, self.phrases)

    @property
    def casefile(self) -> Casefile:
        return Casefile(self.office, self.orders)

    @property
    def bindery(self) -> Bindery:
        return Bindery(self.office, self.templates.press, self.casefile)

    @property
    def archive(self) -> Archive:
        return Archive(self.office, self.templates.press, self.casefile, self.bindery)

    @property
    def rooms(self) -> Rooms:
        return Rooms(self.office)

    @property
    def bookings(self) -> Bookings:
        return Bookings(self.office, self.casework, self.rooms)

    @property
    def sittings(self) -> Sittings:
        return Sittings(self.office, self.casework, self.bookings)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self.office, self.rooms, self.templates.press)

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
    def keys(self) -> Keys:
        return Keys(self.office)

    @property
    def quarantine(self) -> Quarantine:
        return Quarantine(self.office)

    @property
    def county_recovery(self) -> CountyRecovery:
        return CountyRecovery(self.office)

    @property
    def people(self) -> People:
        return People(self.office)

    @property
    def carrying(self) -> Carrying:
        return Carrying(self.office, self.templates.press)

    @property
    def erasing(self) -> Erasing:
        return Erasing(self.office)

    @property
    def undoing(self) -> Undoing:
        return Undoing(self.office)

    @property
    def reviews(self) -> Reviews:
        return Reviews(self.office)

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
