"""The page of a case as one value: all that its sections show, read and put in words away from the window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any

from fuyi_desktop.domain.case import CaseFile, CaseKind, MaterialStatus
from fuyi_desktop.domain.custody import ADOPT, ASSIGN, HAND_OVER
from fuyi_desktop.domain.deadlines import next_clock
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.party import Party, StationRole
from fuyi_desktop.domain.procedure import Offer, Procedure
from fuyi_desktop.domain.steps import Step, handler
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.cases import words
from fuyi_desktop.gui.cases.misfits import Misfit, misfits
from fuyi_desktop.gui.cases.specs import Known, people_of, places_of
from fuyi_desktop.gui.deadline import DeadlineView
from fuyi_desktop.gui.fields import Choice
from fuyi_desktop.gui.parts import Got, Material
from fuyi_desktop.gui.timeline import Passage
from fuyi_desktop.services.app import App
from fuyi_desktop.services.casework import CasePage
from fuyi_desktop.services.papers import PaperOffer
from fuyi_desktop.services.serving import Matrix

GOT: Mapping[MaterialStatus, Got] = {
    MaterialStatus.RECEIVED: Got.HERE,
    MaterialStatus.TOLERATED: Got.TOLERATED,
    MaterialStatus.MISSING: Got.MISSING,
}


@dataclass(frozen=True)
class PaperLine:
    """One issued paper: what it is, and who has it by now."""

    paper: Paper
    to: str
    served: str = ""  # 10月14日 送达
    waiting: tuple[Party, ...] = ()  # to whom it is still to be served


@dataclass(frozen=True)
class JournalLine:
    """Who wrote what, and when."""

    when: str
    by: str
    why: str
    station: str


@dataclass(frozen=True)
class Link:
    """One case of the dispute, as the chain of its cases names it."""

    case_id: str
    kind: str
    number: str
    state: str


@dataclass(frozen=True)
class Sheet:
    """All that the page of one case shows."""

    page: CasePage
    title: str
    sub_line: str
    next: DeadlineView | None
    clocks: tuple[DeadlineView, ...]
    passages: tuple[Passage, ...]
    papers: tuple[PaperLine, ...]
    offers: tuple[PaperOffer, ...]
    materials: tuple[Material, ...]
    journal: tuple[JournalLine, ...]
    misfits: tuple[Misfit, ...]
    chain: tuple[Link, ...]
    serving: Matrix  # every paper that must be served, with each of its recipients
    since: str  # the day the case came to its holder
    known: Known  # what its step forms can offer
    procedure: Procedure
    me: str  # code of this station
    role: StationRole
    zone: tzinfo | None

    @property
    def file(self) -> CaseFile:
        return self.page.file

    @property
    def case_id(self) -> str:
        return self.page.file.case.id

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.file.steps if step.id == step_id), None)

    def paper(self, paper_id: str) -> Paper | None:
        return next((line.paper for line in self.papers if line.paper.id == paper_id), None)

    @property
    def primary(self) -> Offer | None:
        """The step that usually comes next, where it can be taken from here."""
        return self.page.following if self.page.following in self.page.offers else None

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """(form, title) of what should be on file and is not."""
        return tuple((form, form_of(form).title) for form in self.page.missing)


def read_sheet(app: App, case_id: str) -> Sheet:
    """Read a case; to be called in the worker."""
    stations = tuple(app.casework.others())
    page = app.casework.page(case_id)
    if not stations:
        page = replace(page, offers=tuple(_nowhere(offer) for offer in page.offers))
    office, file, today = app.office, page.file, page.today
    procedure, workdays = office.procedure(file), office.workdays
    page = replace(page, names={**page.names, **_steps_named(page, procedure)})
    names = {party.id: party.name for party in file.parties}
    following = None if page.ended else next_clock(page.clocks)
    waiting = misfits(page, procedure)
    several = {clock.rule.id for clock in page.clocks if clock.party}
    serving = app.serving.matrix(case_id)
    views = {
        id(clock): words.deadline_view(clock, today, workdays, names if clock.rule.id in several else None)
        for clock in page.clocks
    }
    return Sheet(
        page=page,
        title=words.title(file),
        sub_line=words.sub_line(file, procedure, page.replay.counted, page.holder_name, mine=page.mine),
        next=views[id(following)] if following else None,
        clocks=tuple(views.values()),
        passages=tuple(words.passages(page, procedure)),
        papers=tuple(_papers(file, serving, today)),
        offers=app.papers.offers(case_id),
        materials=tuple(
            Material(item.name, GOT[item.status], _remark(item.status, item.pages, item.until, today))
            for item in file.materials
        ),
        journal=tuple(_journal(app.casework.journal(case_id), office.now().tzinfo)),
        misfits=waiting,
        chain=_chain(app, page),
        serving=serving,
        since=dates.plain(page.since, today) if page.since else "",
        known=Known(
            people_of(file.parties, procedure.entry.called),
            places_of(stations),
            {f"{ADOPT}/steps": _adoptable(waiting)},
            {"handler": handler(page.replay.counted) or office.person.name},
        ),
        procedure=procedure,
        me=office.me.station,
        role=office.me.role,
        zone=office.now().tzinfo,
    )  # fmt: skip


def _chain(app: App, page: CasePage) -> tuple[Link, ...]:
    """The cases of the dispute, each with its procedure and state in words."""
    tables = [(row, app.office.law.procedure(row.kind)) for row in page.chain]
    return tuple(
        Link(row.case_id, CaseKind(row.kind).short, row.number, table.state_named(row.state).label)
        for row, table in tables
    )


def _steps_named(page: CasePage, procedure: Procedure) -> dict[str, str]:
    """What the steps are called that other steps point to (采用)."""
    kinds = ((step, words.kind_of(procedure, step.code)) for step in page.file.steps)
    return {step.id: f"{kind.label}（{dates.plain(step.on, page.today)}）" for step, kind in kinds if kind}


def _adoptable(waiting: Sequence[Misfit]) -> tuple[Choice, ...]:
    return tuple(Choice(one.step_id, f"{one.label}　{one.when}") for one in waiting if one.adoptable)


def _nowhere(offer: Offer) -> Offer:
    """移交 before any other station is known."""
    to = offer.kind.field("to")
    moves = offer.kind.code in (ASSIGN, HAND_OVER) and to is not None and to.required
    return replace(offer, why=NOWHERE) if moves and offer.open else offer


NOWHERE = "还没有登记其他站点，入网并收到县中心的数据包后才能移交"


def _remark(status: MaterialStatus, pages: int, until: date | None, today: date) -> str:
    if status is MaterialStatus.TOLERATED:
        return f"容缺，{dates.plain(until, today)}前补" if until else "容缺"
    if status is MaterialStatus.MISSING:
        return "未收"
    return f"{pages} 页" if pages else ""


def _papers(file: CaseFile, serving: Matrix, today: date) -> list[PaperLine]:
    """Newest first, each with its service where its receipt has to be proved."""
    lines = []
    for paper in sorted(file.papers, key=lambda paper: paper.id, reverse=True):
        to = file.party(paper.to) if paper.to else None
        cells = [cell for cell in serving.cells if cell.paper.paper_id == paper.id]
        waiting = tuple(cell.party for cell in cells if cell.open)
        last = max((cell.on for cell in cells if cell.on), default=None)
        served = f"{dates.plain(last, today)} 送达" if last else ""
        lines.append(PaperLine(paper, to.name if to else "", served, waiting))
    return lines


def _journal(entries: Sequence[Any], zone: tzinfo | None) -> list[JournalLine]:
    return [JournalLine(moment(entry.at, zone), entry.by, entry.why, entry.station) for entry in entries]


def moment(at: datetime, zone: tzinfo | None) -> str:
    """When something was recorded, by the clock of the office."""
    here = at.astimezone(zone)
    return f"{dates.long(here.date())} {dates.clock(here.time())}"
