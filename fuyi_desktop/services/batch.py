"""成批打印 — what is to be printed together: of a day, a hearing, one form of many cases, one case."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.errors import FuyiError
from fuyi_desktop.domain.forms import ADDRESSES, ENVELOPE, RECEIPT, form_of
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.party import Party
from fuyi_desktop.domain.proofs import addressees
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.session_steps import BOOKED, follows
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.paper_facts import PaperFacts
from fuyi_desktop.services.papers import DRAFT_NUMBER, Papers
from fuyi_desktop.services.rooms import Rooms
from fuyi_desktop.services.serving import BY_POST
from fuyi_desktop.services.sheets import OF_SESSION, Sheets
from fuyi_desktop.store.printing import issued_on, steps_called, times_printed
from fuyi_desktop.store.queries import case_files

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press

HEARINGS = ("hearing_set", "hear")  # the steps that call people together
AT_INTAKE = (RECEIPT, ADDRESSES)
FOR_THE_FILE = "存卷"


@dataclass(frozen=True)
class Line:
    """One paper for one recipient; one that is not issued yet is kept from it by what is `missing`."""

    case_id: RecordId
    case: str  # the number a person would call the case by
    form: str
    title: str
    recipient: str  # FOR_THE_FILE for what nobody gets
    to: RecordId | None = None
    paper_id: RecordId = ""  # empty before it is issued, and for what is printed without being issued
    number: str = ""
    pages: int = 0  # 0: not known before it is issued
    times: int = 0  # how many copies have left a printer
    missing: tuple[str, ...] = ()
    about: RecordId = ""  # the session of a sheet

    @property
    def key(self) -> tuple[str, ...]:
        return (self.about or self.case_id, self.form, self.to or "", self.paper_id)

    @property
    def ready(self) -> bool:
        """Whether it can go to the printer as it is."""
        return bool(self.paper_id or self.by_post) and not self.missing

    @property
    def by_post(self) -> bool:
        """An envelope, a mail form or a sheet of a room: it is printed, and nothing of it is kept."""
        return self.form in BY_POST or self.form in OF_SESSION

    @property
    def named(self) -> str:
        return f"{self.title}{'　' + self.number if self.number else ''}"


@dataclass(frozen=True)
class Batch:
    """What is printed together: all papers of one recipient one after the other, the file's own last."""

    name: str
    lines: tuple[Line, ...] = ()

    @property
    def incomplete(self) -> tuple[Line, ...]:
        """What cannot be issued, and so not printed."""
        return tuple(line for line in self.lines if line.missing)


@dataclass(frozen=True)
class Hearing:
    """A hearing that was set: papers are printed for it."""

    case_id: RecordId
    step_id: RecordId
    code: str
    label: str
    on: date
    case: str
    title: str

    @property
    def named(self) -> str:
        return f"{self.label}　{self.title}　{self.case}"


@dataclass(frozen=True)
class Prepared:
    """A line with its paper issued, or the sentence that says why it could not be."""

    line: Line
    refusal: str = ""
    changed: Changed = field(default_factory=set)


class Batches:
    """Finding what is to be printed; issuing what is not issued yet."""

    def __init__(self, office: Office, papers: Papers, press: Callable[[], "Press"]) -> None:
        self.office, self.papers, self._press = office, papers, press

    def of_day(self, on: date) -> Batch:
        """The standing papers that were issued on a day, or bear its date, and have not been printed."""
        papers = self.office.ask(issued_on, on, self.office.now().tzinfo)
        files = {file.case.id: file for file in self._files({paper.case_id for paper in papers})}
        times = self._times(papers)
        lines = [
            line
            for paper in papers
            if paper.id not in times and paper.case_id in files
            for line in self._readers(files[paper.case_id], paper, 0)
        ]
        return Batch(f"{on.year}年{on.month}月{on.day}日出的文书", collated(lines))

    def hearings(self, since: date) -> tuple[Hearing, ...]:
        """The hearings from a day on, the next one first."""
        steps: list[Step] = self.office.ask(steps_called, HEARINGS)
        coming = [step for step in steps if _held_on(step) >= since]
        files = {file.case.id: file for file in self._files({step.case_id for step in coming})}
        found = [self._hearing(files[step.case_id], step) for step in coming if step.case_id in files]
        return tuple(sorted(found, key=lambda one: (one.on, one.step_id)))

    def of_hearing(self, hearing: Hearing) -> Batch:
        """The papers that a hearing needs: notices, announcement, name cards, signing sheet."""
        file = self.office.file(hearing.case_id)
        forms = self.office.procedure(file).step(hearing.code).papers
        return Batch(hearing.named, collated(self._of_forms(file, forms)))

    def of_session(self, session_id: RecordId) -> Batch:
        """All that a session needs: the papers of the step that called it, and the sheets of its room."""
        sheets = Sheets(self.office, Rooms(self.office), self._press)
        session = sheets.rooms.session(session_id)
        papers: Iterable[Line] = ()
        if session.case_id:
            file = self.office.file(session.case_id)
            called = {step.code for step in file.steps if not step.voided}
            calls = [one.step for one in follows(file.case.kind, session.kind, BOOKED) if one.step in called]
            forms = [form for code in calls for form in self.office.procedure(file).step(code).papers]
            papers = self._of_forms(file, forms)
        rooms = [
            Line(
                session.case_id, session.title, form, OF_SESSION[form], session.place, about=session_id,
                pages=pages,
            )
            for form, pages in sheets.counted(session_id)
        ]  # fmt: skip
        return Batch(f"{session.title}　{session.on.month}月{session.on.day}日", collated([*papers, *rooms]))

    def of_cases(self, form: str, case_ids: Sequence[RecordId]) -> Batch:
        """One form for each of the cases, issued already or to be issued."""
        files = {file.case.id: file for file in self._files(set(case_ids))}
        ordered = [files[one] for one in dict.fromkeys(case_ids) if one in files]
        lines = [line for file in ordered for line in self._of_forms(file, (form,))]
        return Batch(form_of(form).title, collated(lines))

    def of_case(self, case_id: RecordId) -> Batch:
        """All standing papers of a case, and those that its steps offer and nobody has issued."""
        file = self.office.file(case_id)
        offered = [offer.form for offer in self.papers.offers(case_id) if offer.there]
        held = [paper.form for paper in file.papers if not paper.void_reason]
        return Batch(file.label, collated(self._of_forms(file, dict.fromkeys([*held, *offered]))))

    def at_intake(self, case_id: RecordId) -> Batch:
        """What a visitor takes home after the registration: the receipt and the 送达地址确认书."""
        file = self.office.file(case_id)
        return Batch(file.label, collated(self._of_forms(file, AT_INTAKE)))

    def with_envelopes(self, batch: Batch) -> Batch:
        """The batch with an envelope behind the papers of everybody who can be sent some."""
        firsts = {
            line.recipient: line for line in reversed(batch.lines)
            if line.to and not line.missing and not form_of(line.form).sent_to
        }  # fmt: skip
        made: list[Line] = []
        for first in firsts.values():
            facts = PaperFacts.of(self.office, self.office.file(first.case_id))
            made.append(replace(self._unissued(facts, ENVELOPE, facts.file.party(str(first.to))), pages=1))
        return Batch(batch.name, collated([*batch.lines, *made]))

    def forms(self, kind: str) -> tuple[tuple[str, str], ...]:
        """Form and title of what a procedure's steps offer, for printing one of them for many cases."""
        known = self._press().forms
        steps = self.office.law.procedure(kind).steps
        forms = dict.fromkeys(form for step in steps for form in step.papers)
        return tuple((form, form_of(form).title) for form in forms if form in known)

    def prepare(self, line: Line) -> Prepared:
        """The line with its paper issued, or with the reason why it cannot be; then nothing is written."""
        if line.ready:
            return Prepared(line)
        try:
            to = line.to if form_of(line.form).each else None  # asked for again, it is the same paper
            issued = self.papers.issue(line.case_id, line.form, to=to)
        except FuyiError as refusal:
            return Prepared(line, str(refusal))
        done = replace(line, paper_id=issued.paper_id, number=issued.number, pages=issued.pages)
        return Prepared(done, changed=issued.changed)

    def _hearing(self, file: CaseFile, step: Step) -> Hearing:
        label = self.office.procedure(file).step(step.code).label
        return Hearing(file.case.id, step.id, step.code, label, _held_on(step), file.label, file.title)

    def _files(self, ids: Iterable[RecordId]) -> list[CaseFile]:
        found: list[CaseFile] = self.office.ask(case_files, sorted(ids))
        return found

    def _times(self, papers: Iterable[Paper]) -> Mapping[RecordId, int]:
        found: Mapping[RecordId, int] = self.office.ask(times_printed, {paper.id for paper in papers})
        return found

    def _of_forms(self, file: CaseFile, forms: Iterable[str]) -> Iterator[Line]:
        """A case's papers of these forms; whoever should get one and has none is a line without a paper."""
        facts = PaperFacts.of(self.office, file)
        times = self._times(file.papers)
        known = self._press().forms
        for form in forms:
            standing = [paper for paper in file.papers if paper.form == form and not paper.void_reason]
            for paper in standing:
                yield from self._readers(file, paper, times.get(paper.id, 0))
            if form in known:
                people = self.papers.recipients(file.case.id, form)
                for one in _lacking(form, people, standing):
                    yield self._unissued(facts, form, one)

    def _readers(self, file: CaseFile, paper: Paper, times: int) -> Iterator[Line]:
        """Who gets an issued paper: its addressee, or all of them where one paper goes to all."""
        people: Sequence[Party | None] = (file.party(paper.to) if paper.to else None,)
        if outside := _outside(paper.form, paper.facts):
            yield Line(
                file.case.id, file.label, paper.form, paper.title, outside, None, paper.id, paper.number,
                paper.pages, times,
            )  # fmt: skip
            return
        if not form_of(paper.form).each:
            people = addressees(file, paper) or people
        for one in people:
            name, key = (one.name, one.id) if one else (FOR_THE_FILE, None)
            yield Line(
                file.case.id, file.label, paper.form, paper.title, name, key, paper.id, paper.number,
                paper.pages, times,
            )  # fmt: skip

    def _unissued(self, facts: PaperFacts, form: str, to: Party | None) -> Line:
        press, file = self._press(), facts.file
        template = press.templates.get(form)
        known: dict[str, Any] = facts.known(form, to, "", {})
        known["paper"]["number"] = DRAFT_NUMBER if template.series else ""
        missing = tuple(fact.label for fact in press.missing(form, known))
        name, key = (to.name, to.id) if to else (FOR_THE_FILE, None)
        name = _outside(form, known) or name
        return Line(file.case.id, file.label, form, template.title, name, key, missing=missing)


def _outside(form: str, facts: Mapping[str, Any]) -> str:
    """Whom a letter goes to that is sent to somebody outside the case; empty for any other paper."""
    return str(facts.get("step", {}).get(form_of(form).sent_to) or "") if form_of(form).sent_to else ""


def _held_on(step: Step) -> date:
    """The day of the hearing that a step calls."""
    told = step.facts.get("held_on")
    return date.fromisoformat(str(told)) if told else step.on


def _lacking(form: str, people: Sequence[Party], standing: Sequence[Paper]) -> Sequence[Party | None]:
    """To whom a form is still to be issued; None for one that stays in the file."""
    if form_of(form).each:
        return [one for one in people if all(paper.to != one.id for paper in standing)]
    return () if standing else people or (None,)


def collated(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines by recipient, in the order in which each first appears; what the file keeps is last."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.recipient, []).append(line)
    last = found.pop(FOR_THE_FILE, [])
    return tuple(line for group in (*found.values(), last) for line in group)
