"""文书 — filled from the case, numbered, issued, and kept: the PDF is the paper, Word its editable twin."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Attachment, CaseFile
from fuyi_desktop.domain.custody import MOVES
from fuyi_desktop.domain.errors import BadFact, CannotWrite, NotFound, NotOpen
from fuyi_desktop.domain.forms import SERVICE, form_of
from fuyi_desktop.domain.papers import Paper, Printing
from fuyi_desktop.domain.party import CENTER, Party, Unit
from fuyi_desktop.domain.record import Facts, as_plain
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.services.numbers import paper_number, typed_number
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.paper_facts import PaperFacts
from fuyi_desktop.services.paper_standing import (
    issued_already,
    limit_is_ahead,
    must_be_taken,
    must_stand_alone,
    was_served,
)
from fuyi_desktop.services.templates import keep_text
from fuyi_desktop.services.workbooks import Workbooks
from fuyi_desktop.store import files
from fuyi_desktop.store.queries import printings
from fuyi_desktop.store.work import Work

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
    numbered: bool = False  # the paper bears a 文号


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
    lacking: tuple[Party, ...] = ()  # of a form that each has one of their own: who still has none
    begun: bool = False  # somebody has theirs


class Papers:
    """Issuing papers of cases and making them again."""

    def __init__(self, office: Office, press: Callable[[], "Press"]) -> None:
        self.office, self._press = office, press

    def offers(self, case_id: str) -> tuple[PaperOffer, ...]:
        """The papers that the case's steps have offered so far, in their order."""
        file = self.office.file(case_id)
        procedure = self.office.procedure(file)
        counted = procedure.replay(file).counted
        forms: dict[str, None] = {}
        for step in counted:
            forms.update(dict.fromkeys(procedure.step(step.code).papers))
        known = self._press().forms
        ours = self.office.me.station == CENTER
        return tuple(
            PaperOffer(form, form_of(form).title, form in known, not left, lacking, begun=begun)
            for form in forms
            if ours or not form_of(form).by_center
            for left, begun, lacking in [standing(file, counted, form)]
        )

    def recipients(self, case_id: str, form: str) -> tuple[Party, ...]:
        """Who gets a paper of this form: each one of their own, or all of them the same."""
        file = self.office.file(case_id)
        return file.of(*form_of(form).addressees)

    def draft(self, case_id: str, form: str, *, to: str | None = None, more: Facts | None = None) -> Draft:
        """The paper as it would be issued now; where mandatory facts are missing, what to ask for instead."""
        press = self._press()
        template = press.templates.get(form)
        known = self._facts(self.office.file(case_id), form, to, more or {}, "")
        known["paper"]["number"] = DRAFT_NUMBER if template.series else ""
        missing = press.missing(form, known)
        if missing:
            asks = tuple(Ask(fact.name, fact.label, fact.kind.value) for fact in missing)
            return Draft(b"", (), asks, numbered=bool(template.series))
        made = press.pdf(form, known, paper_id="")
        return Draft(made.content, made.notes, numbered=bool(template.series))

    def issue(
        self, case_id: str, form: str, *, to: str | None = None, more: Facts | None = None, number: str = "",
        reason: str = "",
    ) -> Issued:  # fmt: skip
        """Give the paper out: number, facts and PDF are kept. FactsMissing where it would have a hole.

        A paper that says the same to the same party is given out once: asked for again, it is that one.
        A number typed by hand needs a reason, which the journal keeps.
        """
        office, title = self.office.stopped(), self._press().templates.get(form).title
        file = office.file(case_id)
        self._must_be_ours(file, form, title)
        why = f"出{title}，手填文号：{reason.strip()}" if number else f"出{title}"
        with office.work(Task.ISSUE, why) as work:
            stopped = Papers(office, self._press)
            issued = stopped.issue_within(work, file, form, to=to, more=more, number=number, reason=reason)
        notes = issued.notes if to else (*issued.notes, *self._for_others(case_id, form))
        return replace(issued, changed=work.changed, notes=notes)

    def _for_others(self, case_id: str, form: str) -> Iterator[str]:
        """Of a form that each has one of their own, given out to nobody in particular: who has none yet."""
        file = self.office.file(case_id)
        counted = self.office.procedure(file).replay(file).counted
        if lacking := standing(file, counted, form)[2]:
            names = "、".join(party.name for party in lacking)
            yield f"这种文书每个受送达人一份，还没有给{names}出，请指明受送达人分别出具。"

    def issue_within(
        self, work: Work, file: CaseFile, form: str, *, to: str | None = None, more: Facts | None = None,
        number: str = "", reason: str = "",
    ) -> Issued:  # fmt: skip
        """Give the paper out as part of a larger deed."""
        office, press = self.office, self._press()
        template = press.templates.get(form)
        if number and not template.series:
            raise BadFact(label="文号", why=f"《{template.title}》不编文号。")
        must_be_taken(file, office.procedure(file), form)
        paper_id = work.new_id()
        known = self._facts(file, form, to, more or {}, paper_id)
        known["paper"]["number"] = DRAFT_NUMBER if template.series else ""
        to, day = known["recipient"].get("id"), PaperFacts.of(office, file).day(form, file.party(to or ""))
        known = as_plain(press.told(form, known))
        if same := issued_already(file, form, to, known):
            return Issued(same.id, same.number, same.pages, (AGAIN,), set())
        must_stand_alone(file, form)
        limit_is_ahead(form, known, day)
        issuer = own_unit(work, office.me.unit) if form_of(form).by_center else file.organ
        if number:
            number = typed_number(work, file, number, reason, short=issuer.short, kind=template.series)
        elif template.series:
            number = paper_number(work, issuer, template.series, day.year)
        if "paper" in known:
            known["paper"]["number"] = number
        made = press.pdf(form, known, paper_id=paper_id)
        digest, size = files.keep(work, BytesIO(made.content))
        keep_text(work, template)
        work.put(
            Attachment(
                id=work.new_id(), case_id=file.case.id, name=f"{template.title}{number}", mime=PDF, size=size,
                digest=digest, added_at=work.at, pages=made.pages,
            )
        )  # fmt: skip
        work.put(
            Paper(
                id=paper_id, case_id=file.case.id, form=form, version=template.version, title=template.title,
                number=number, to=to, issued_on=day,
                issued_at=work.at, by=office.person.name, facts=known,
                digest=digest, pages=made.pages,
            )
        )  # fmt: skip
        return Issued(paper_id, number, made.pages, made.notes, work.changed)

    def void(self, paper_id: str, reason: str) -> Changed:
        """作废: the paper and its PDF stay, its number is not given again; what it stood for is missing anew.

        NotOpen for one that was served, until that record is voided: the recipient has it.
        """
        paper = self.paper(paper_id)
        file = self.office.file(paper.case_id)
        self._must_be_ours(file, paper.form, paper.title)
        if not reason.strip():
            raise BadFact(label="作废理由", why="还没有填写。")
        if paper.void_reason:
            raise NotOpen(step="作废", why=f"{paper.title}{paper.number}已经作废。")
        if was_served(file, paper):
            why = "这份文书已经登记送达，登记有误的先作废送达的记录。"
            raise NotOpen(step="作废", why=why)
        with self.office.work(Task.VOID, f"作废{paper.title}{paper.number}") as work:
            work.put(replace(work.get(Paper, paper_id), void_reason=reason.strip()))
        return work.changed

    def _must_be_ours(self, file: CaseFile, form: str, title: str) -> None:
        """The holder issues a case's papers, and whoever passed it on that of the passing (分流指派单).

        What goes out in the center's name is the center's, wherever the case lies.
        """
        if form_of(form).by_center:
            if self.office.me.station != CENTER:
                raise NotOpen(step=f"出{title}", why="这份文书由县中心出具。")
            return
        cause = form_of(form).cause
        last = next((s for s in reversed(file.steps) if s.code == cause and not s.voided), None)
        if last is None or last.code not in MOVES or last.station != self.office.me.station:
            self.office.must_hold(file, f"出{title}")

    def original(self, paper_id: str) -> Original:
        """The paper as it was kept; made again only where its content has not arrived here yet.

        TemplateVersionGone where neither the content nor the template's version is here.
        """
        paper, store = self.paper(paper_id), self.office.store
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
        paper = self.paper(paper_id)
        return self._press().word(paper.form, paper.facts, paper_id=paper.id, version=paper.version)

    def write(self, paper_id: str, path: Path) -> Path:
        """Write the paper to a .pdf or .docx file, a table also to .xlsx, whole or not at all."""
        can_write(path, table=self.as_table(self.paper(paper_id).form))
        files.write_whole(path, WRITERS[path.suffix.lower()](self, paper_id))
        return path

    def excel(self, paper_id: str) -> bytes:
        """An issued paper as .xlsx: filled into the office's own workbook, else its own table; BadFact."""
        paper = self.paper(paper_id)
        own = Workbooks(self.office, self._press).filled(paper)
        return own or self._press().excel(paper.form, paper.facts, version=paper.version)

    def as_table(self, form: str) -> bool:
        """Whether papers of a form can be had as .xlsx."""
        press = self._press()
        own = Workbooks(self.office, self._press).has(form)
        return own or (form in press.forms and press.is_table(form))

    def pages(self, pdf: bytes, dpi: int, *, grey: bool = False) -> Any:
        """The pages of a PDF as pixels, for the preview and for the printer."""
        return self._press().pages(pdf, dpi, grey=grey)

    def printed(self, paper_id: str) -> Changed:
        """Note that a copy has left the printer."""
        paper = self.paper(paper_id)
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

    def paper(self, paper_id: str) -> Paper:
        """The paper of an id; NotFound."""
        found = self.office.store.find(Paper, paper_id)
        if found is None:
            raise NotFound(what="文书", key=paper_id)
        return found

    def _facts(self, file: CaseFile, form: str, to: str | None, more: Facts, paper_id: str) -> dict[str, Any]:
        recipient = self._recipient(file, form, to)
        return PaperFacts.of(self.office, file).known(form, recipient, paper_id, more)

    def _recipient(self, file: CaseFile, form: str, to: str | None) -> Party | None:
        found = file.party(to) if to else None
        if to and found is None:
            raise NotFound(what="当事人", key=to)
        if found is not None or not form_of(form).each:
            return found if form_of(form).each else None
        return next(iter(file.of(*form_of(form).addressees)), None)


def standing(file: CaseFile, counted: Sequence[Step], form: str) -> tuple[bool, bool, tuple[Party, ...]]:
    """Whether a form is still to be issued, whether any was, and which recipients have none of their own.

    A paper of a step that was taken again since (a second hearing) does not stand for the new one.
    """
    kind = form_of(form)
    papers = [paper for paper in file.papers if paper.form == form and not paper.void_reason]
    if not kind.each or not kind.addressees:
        return not papers, bool(papers), ()
    have = {paper.to for paper in papers if paper.issued_on >= _since(counted, kind.cause, paper.to)}
    lacking = tuple(party for party in file.of(*kind.addressees) if party.id not in have)
    return bool(lacking), bool(have), lacking


def _since(counted: Sequence[Step], cause: str, to: str | None) -> date:
    """The day of the last step that a paper to this party can be of; a proof comes before its service."""
    if cause == SERVICE:
        return date.min
    days = [step.on for step in counted if step.code == cause and step.facts.get("party") in (None, to)]
    return days[-1] if days else date.min


def own_unit(work: Work, name: str) -> Unit:
    """The organ in whose name this station writes; BadFact where the settings do not know it."""
    found = next((unit for unit in work.select(Unit) if unit.full_name == name), None)
    if found is None:
        raise BadFact(
            label="发文机关", why=f"设置的机关单位中还没有{name or '本站的单位'}，请先补上全称和代字。"
        )
    return found


WRITERS: Mapping[str, Callable[[Papers, str], bytes]] = {
    ".pdf": Papers.pdf, ".docx": Papers.word, ".xlsx": Papers.excel,
}  # fmt: skip


def can_write(path: Path, *, table: bool = False) -> None:
    """Raise BadFact or CannotWrite where a paper cannot be written: asked before a number is given out."""
    known = tuple(suffix for suffix in WRITERS if table or suffix != ".xlsx")
    if path.suffix.lower() not in known:
        beside = "这种文书不是表格，不能存成 Excel。" if path.suffix.lower() == ".xlsx" else ""
        raise BadFact(label=path.name, why=f"{beside}文件名应当以 {' 或 '.join(known)} 结尾。")
    if not path.absolute().parent.is_dir():
        raise CannotWrite(where=str(path), why="没有这个文件夹")


def sample(press: "Press", form: str, on: date, path: Path) -> None:
    """Write a paper that shows what belongs where, as .pdf or .docx, a table also as .xlsx."""
    can_write(path, table=press.is_table(form))
    if path.suffix.lower() == ".xlsx":
        files.write_whole(path, press.excel_specimen(form, on))
        return
    files.write_whole(path, press.specimen(form, on, as_word=path.suffix.lower() == ".docx"))
