"""文书 — filled from the case, numbered, issued, and kept: the PDF is the paper, Word its editable twin."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Attachment, CaseFile
from fuyi_desktop.domain.decisions import CHANGES
from fuyi_desktop.domain.errors import BadFact, CannotWrite, NotFound
from fuyi_desktop.domain.fields import FieldKind
from fuyi_desktop.domain.forms import COPY_LETTER, PROOF_OF_SERVICE, form_of
from fuyi_desktop.domain.identity import identity
from fuyi_desktop.domain.papers import Paper, Printing
from fuyi_desktop.domain.party import Party, PartyKind, Role, Unit
from fuyi_desktop.domain.reconsideration import serves_decision
from fuyi_desktop.domain.record import Facts, as_plain
from fuyi_desktop.domain.steps import TRACKS, Step, handler, track
from fuyi_desktop.services.numbers import organ_number
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store import files
from fuyi_desktop.store.queries import printings

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press

DRAFT_NUMBER = "（未编号）"
AGAIN = "这份文书已经出过，内容没有变化，仍用原来的文号。"
PDF = "application/pdf"
REMADE = "文书原件还没有传到本站，这里是按登记的内容重新排出的，版面可能与原件不同。"


@dataclass(frozen=True)
class Issued:
    """A paper that has just been given out."""

    paper_id: str
    number: str
    pages: int
    notes: tuple[str, ...]
    changed: Changed


@dataclass(frozen=True)
class Draft:
    """A paper as it would look, before it has a number; `missing` names what must be told first."""

    pdf: bytes
    notes: tuple[str, ...]
    missing: tuple["Ask", ...] = ()


@dataclass(frozen=True)
class Ask:
    """One mandatory fact the case lacks: its path, its label, and whether it is a date, a number or text."""

    name: str
    label: str
    kind: str


@dataclass(frozen=True)
class Original:
    """The pages of an issued paper; where they are not those of the day of issue, `notes` says so."""

    content: bytes
    as_issued: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperOffer:
    """A paper that the case's steps offer, and whether one has been issued or lies on file."""

    form: str
    title: str
    there: bool  # a template for it exists
    held: bool


class Papers:
    """Issuing papers of cases and making them again."""

    def __init__(self, office: Office, press: Callable[[], "Press"]) -> None:
        self.office, self._press = office, press

    def offers(self, case_id: str) -> tuple[PaperOffer, ...]:
        """The papers that the case's steps have offered so far, in their order."""
        file = self.office.file(case_id)
        procedure = self.office.procedure(file)
        forms: dict[str, None] = {}
        for step in procedure.replay(file).counted:
            forms.update(dict.fromkeys(procedure.step(step.code).papers))
        held = {paper.form for paper in file.papers if not paper.void_reason}
        known = {template.id for template in self._press().templates}
        return tuple(PaperOffer(form, form_of(form).title, form in known, form in held) for form in forms)

    def recipients(self, case_id: str, form: str) -> tuple[Party, ...]:
        """Whom a paper of this form can be addressed to."""
        file = self.office.file(case_id)
        return file.of(*form_of(form).addressees)

    def draft(self, case_id: str, form: str, *, to: str | None = None, more: Facts | None = None) -> Draft:
        """The paper as it would be issued now; where mandatory facts are missing, what to ask for instead."""
        press = self._press()
        template = press.templates.get(form)
        known = self._facts(self.office.file(case_id), form, to, more or {}, "", self.office.today)
        known["paper"]["number"] = DRAFT_NUMBER if template.series else ""
        missing = press.missing(form, known)
        if missing:
            return Draft(b"", (), tuple(Ask(fact.name, fact.label, fact.kind.value) for fact in missing))
        made = press.pdf(form, known, paper_id="")
        return Draft(made.content, made.notes)

    def issue(self, case_id: str, form: str, *, to: str | None = None, more: Facts | None = None) -> Issued:
        """Give the paper out: number, facts and PDF are kept. FactsMissing where it would have a hole.

        A paper that says the same to the same party is given out once: asked for again, it is that one.
        """
        office, press = self.office, self._press()
        template = press.templates.get(form)
        file = office.file(case_id)
        office.must_hold(file, f"出{template.title}")
        with office.work(Task.ISSUE, f"出{template.title}") as work:
            paper_id = work.new_id()
            known = self._facts(file, form, to, more or {}, paper_id, office.today)
            known["paper"]["number"] = DRAFT_NUMBER
            press.must_have(form, known)
            if same := _issued_already(file, form, as_plain(known)):
                return Issued(same.id, same.number, same.pages, (AGAIN,), set())
            number = ""
            if template.series:
                number = organ_number(work, file.organ, template.series, office.today.year)
            known["paper"]["number"] = number
            known = as_plain(known)
            made = press.pdf(form, known, paper_id=paper_id)
            digest, size = files.keep(work, BytesIO(made.content))
            work.put(
                Attachment(
                    id=work.new_id(), case_id=case_id, name=f"{template.title}{number}", mime=PDF, size=size,
                    digest=digest, added_at=work.at,
                )
            )  # fmt: skip
            work.put(
                Paper(
                    id=paper_id, case_id=case_id, form=form, version=template.version, title=template.title,
                    number=number, to=known["recipient"].get("id") or None, issued_on=office.today,
                    issued_at=work.at, by=office.person.name, facts=known,
                    digest=digest, pages=made.pages,
                )
            )  # fmt: skip
        return Issued(paper_id, number, made.pages, made.notes, work.changed)

    def original(self, paper_id: str) -> Original:
        """The paper as it was kept; made again only where its content has not arrived here yet.

        TemplateVersionGone where neither the content nor the template's version is here.
        """
        paper, store = self._paper(paper_id), self.office.store
        if files.present(store, paper.digest):
            with files.content(store, paper.digest) as kept:
                content = kept.read()
        else:
            made = self._press().pdf(paper.form, paper.facts, paper_id=paper.id, version=paper.version)
            content = made.content
        as_issued = hashlib.sha256(content).hexdigest() == paper.digest
        return Original(content, as_issued, () if as_issued else (REMADE,))

    def pdf(self, paper_id: str) -> bytes:
        """The bytes of an issued paper."""
        return self.original(paper_id).content

    def is_as_issued(self, paper_id: str) -> bool:
        """Whether the bytes that can be had here are those of the day of issue."""
        return self.original(paper_id).as_issued

    def word(self, paper_id: str) -> bytes:
        """The editable twin of an issued paper, by the version of the template it was made with."""
        paper = self._paper(paper_id)
        return self._press().word(paper.form, paper.facts, paper_id=paper.id, version=paper.version)

    def write(self, paper_id: str, path: Path) -> Path:
        """Write the paper to a .pdf or .docx file, whole or not at all."""
        can_write(path)
        files.write_whole(path, self.word(paper_id) if path.suffix.lower() == ".docx" else self.pdf(paper_id))
        return path

    def pages(self, pdf: bytes, dpi: int, *, grey: bool = False) -> Any:
        """The pages of a PDF as pixels, for the preview and for the printer."""
        return self._press().pages(pdf, dpi, grey=grey)

    def printed(self, paper_id: str) -> Changed:
        """Note that a copy has left the printer."""
        paper = self._paper(paper_id)
        with self.office.work(Task.ISSUE, f"打印{paper.title}") as work:
            work.put(
                Printing(
                    id=work.new_id(), case_id=paper.case_id, paper_id=paper_id, at=work.at,
                    by=self.office.person.name,
                )
            )  # fmt: skip
        return work.changed

    def times_printed(self, paper_id: str) -> int:
        return len(self.office.ask(printings, paper_id))

    def _paper(self, paper_id: str) -> Paper:
        found = self.office.store.find(Paper, paper_id)
        if found is None:
            raise NotFound(what="文书", key=paper_id)
        return found

    def _facts(
        self, file: CaseFile, form: str, to: str | None, more: Facts, paper_id: str, on: date
    ) -> dict[str, Any]:
        """Everything a template may ask for, by the names its head lists."""
        case, organ = file.case, file.organ
        counted = self.office.procedure(file).replay(file).counted
        latest = {step.code: step for step in counted}
        on_track = track(counted)
        received = latest.get("receive")  # none where it has been voided
        accepted = latest.get("accept") or latest.get("deem_accepted")
        clocks = self.office.clocks(file)
        recipient = self._recipient(file, form, to)
        known: dict[str, Any] = {
            "organ": {
                "name": organ.full_name, "short": organ.short, "address": organ.address,
                "postcode": organ.postcode, "phone": organ.phone, "contact": organ.contact,
                "court": _court(organ, counted), "superior": organ.superior,
            },
            "case": {
                "number": case.number, "receipt_number": case.receipt_number, "matter": case.matter,
                "received_on": received.on if received else None,
                "accepted_on": accepted.on if accepted else None,
                "track": TRACKS.get(on_track, on_track), "requests": case.requests, "reasons": case.reasons,
                "channel": case.channel,
                "act": {
                    "number": case.act_number, "kind": case.act_kind, "made_on": case.act_on,
                    "known_on": case.known_on,
                },
            },
            "applicants": [_person(p) for p in file.of(Role.APPLICANT)],
            "third_parties": [_person(p) for p in file.of(Role.THIRD_PARTY)],
            "agents": [_person(p) | {"acts_for": _name(file, p.acts_for)} for p in file.of(Role.AGENT)],
            "respondent": self._respondent(file),
            "recipient": _person(recipient) | {"role": recipient.role.value} if recipient else {},
            "paper": {"id": paper_id, "number": "", "issued_on": on},
            "materials": [
                {"name": m.name, "pages": m.pages, "status": m.status.value, "due": m.until}
                for m in file.materials
            ],
            "clerk": case.received_by,
            "handler": handler(counted),
            "station": {"name": self.office.me.name, "unit": self.office.me.unit},
            "due": {
                clock.rule.id: {
                    "due": clock.due.due, "display": clock.due.display, "name": clock.rule.name,
                    "article": clock.rule.article, "provisional": clock.due.status == "provisional",
                }
                for clock in reversed(clocks)
            },
            "steps": {code: self._said(file, step) for code, step in latest.items()},
        }  # fmt: skip
        known["step"] = known["steps"].get(form_of(form).cause, {}) | self._of_form(file, form, recipient)
        for path, value in more.items():
            _put(known, path, value)
        return known

    def _said(self, file: CaseFile, step: Step) -> dict[str, Any]:
        """A step's facts in words: the labels of choices, the names of parties, dates as dates."""
        kind = self.office.procedure(file).step(step.code)
        said: dict[str, Any] = {"on": step.on}
        for name, value in step.facts.items():
            field = kind.field(name)
            if field is None:
                continue
            labels = {choice.code: choice.label for choice in field.choices}
            match field.kind:
                case FieldKind.CHOICE:
                    said[name] = labels.get(value, value)
                    said[f"{name}_code"] = value
                    said[f"{name}_article"] = next((c.article for c in field.choices if c.code == value), "")
                case FieldKind.MANY:
                    said[name] = [labels.get(item, item) for item in value]
                case FieldKind.PARTY:
                    said[name] = next((party.name for party in file.parties if party.id == value), value)
                case FieldKind.DATE:
                    said[name] = date.fromisoformat(value)
                case _:
                    said[name] = value
        return said

    def _of_form(self, file: CaseFile, form: str, recipient: Party | None) -> dict[str, Any]:
        """What single forms ask for beyond the step that causes them."""
        issued = [paper for paper in file.papers if not paper.void_reason]
        if form == PROOF_OF_SERVICE:
            to = recipient.id if recipient else None
            found = [p for p in issued if form_of(p.form).served and p.to in (to, None)]
            return {"documents": [f"《{p.title}》{p.number}" for p in found]} if found else {}
        if form == COPY_LETTER:
            respondents = {party.id for party in file.of(Role.RESPONDENT)}
            days = [
                step.on for step in self.office.procedure(file).replay(file).counted
                if serves_decision(step) and step.facts.get("party") in respondents
            ]  # fmt: skip
            numbers = [paper.number for paper in issued if form_of(paper.form).decides]
            return {
                "decision_number": numbers[-1] if numbers else "",
                "effective_on": days[0] if days else None,
            }
        return {}

    def _recipient(self, file: CaseFile, form: str, to: str | None) -> Party | None:
        if to:
            found = file.party(to)
            if found is None:
                raise NotFound(what="当事人", key=to)
            return found
        return next(iter(file.of(*form_of(form).addressees)), None)

    def _respondent(self, file: CaseFile) -> dict[str, Any]:
        party = next(iter(file.of(Role.RESPONDENT)), None)
        if party is None:
            return {}
        unit = next((u for u in self.office.units() if u.id == party.unit_id), None)
        return _person(party) | {
            "superior": unit.superior if unit else "",
            "level": unit.level if unit else "",
        }


def can_write(path: Path) -> None:
    """Raise BadFact or CannotWrite where a paper cannot be written: asked before a number is given out."""
    if path.suffix.lower() not in (".pdf", ".docx"):
        raise BadFact(label=path.name, why="文件名应当以 .pdf 或 .docx 结尾。")
    if not path.absolute().parent.is_dir():
        raise CannotWrite(where=str(path), why="没有这个文件夹")


def _issued_already(file: CaseFile, form: str, known: Facts) -> Paper | None:
    """The standing paper of this form whose facts are these, its own number and day aside."""
    said = {name: value for name, value in known.items() if name != "paper"}
    return next(
        (
            paper for paper in reversed(file.papers)
            if paper.form == form and not paper.void_reason
            and {name: value for name, value in paper.facts.items() if name != "paper"} == said
        ),
        None,
    )  # fmt: skip


def sample(press: "Press", form: str, on: date, path: Path) -> None:
    """Write a paper that shows what belongs where, as .pdf or .docx."""
    can_write(path)
    files.write_whole(path, press.specimen(form, on, as_word=path.suffix.lower() == ".docx"))


def _court(organ: Unit, counted: Sequence[Step]) -> str:
    """Where the decision is sued over.

    A 复议机关 that has changed the act is the defendant itself, and a county government is sued at the
    中级人民法院 (行政诉讼法第十五条、第二十六条第二款).
    """
    decided = next((str(step.facts.get("kind")) for step in reversed(counted) if step.code == "decide"), "")
    return organ.court_above if decided in CHANGES and organ.court_above else organ.court


def _name(file: CaseFile, party_id: str | None) -> str:
    party = file.party(party_id) if party_id else None
    return party.name if party else ""


def _person(party: Party) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": party.id, "name": party.name, "kind": party.kind.value, "id_number": party.id_number,
        "address": party.address, "phone": party.phone, "legal_representative": party.legal_representative,
    }  # fmt: skip
    if party.kind is PartyKind.PERSON and (told := identity(party.id_number)):
        known |= {"sex": told.sex, "born": told.born}
    return known


def _put(known: dict[str, Any], path: str, value: Any) -> None:
    """Set a fact by its path (`step.to`), making the tables on the way."""
    *way, last = path.split(".")
    for name in way:
        known = known.setdefault(name, {})
        if not isinstance(known, dict):
            raise BadFact(label=path, why=f"“{name}”下面没有别的项。")
    known[last] = value
