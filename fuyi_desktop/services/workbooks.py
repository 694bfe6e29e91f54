"""本单位的工作簿 — the office's own Excel for a form: looked at, tried, taken up, filled, laid aside."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.errors import BadFact, CannotRead, NotFound, WorkbookWrong
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.workbooks import OwnWorkbook, in_use, workbook_id
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.paper_facts import PaperFacts
from fuyi_desktop.store import files
from fuyi_desktop.store.work import Work
from fuyi_desktop.store.workbooks import workbooks

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press
    from fuyi_desktop.documents.workbook import Fault, Filled

WHAT = "本单位的工作簿"


@dataclass(frozen=True)
class Held:
    """A workbook that is kept: of which form, called what, whether papers are filled into it now."""

    form: str
    title: str
    name: str
    version: str
    size: int
    by: str
    since: datetime | None

    def as_dict(self) -> dict[str, Any]:
        return {
            "form": self.form, "title": self.title, "name": self.name, "version": self.version,
            "bytes": self.size, "by": self.by, "since": self.since.isoformat() if self.since else None,
        }  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """What was found in a workbook: cells with marks, by sheet and cell, and what is wrong."""

    form: str
    title: str
    marks: tuple[tuple[str, str, str], ...]  # sheet, cell, what is written there
    faults: tuple["Fault", ...]

    @property
    def why(self) -> str:
        """The first fault in a sentence; there must be one."""
        from fuyi_desktop.documents.workbook import said

        return said(self.faults)

    def as_dict(self) -> dict[str, Any]:
        return {
            "form": self.form, "title": self.title,
            "marks": [{"sheet": sheet, "cell": cell, "text": text} for sheet, cell, text in self.marks],
            "faults": [{"sheet": one.sheet, "cell": one.cell, "why": one.why} for one in self.faults],
        }  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """A change of what is in use; `held` is None where the program's own table is."""

    form: str
    title: str
    held: Held | None
    changed: Changed = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        return {
            "form": self.form, "title": self.title,
            "workbook": self.held.as_dict() if self.held else None,
        }  # fmt: skip


class Workbooks:
    """The workbooks of one office."""

    def __init__(self, office: Office, press: Callable[[], "Press"]) -> None:
        self.office, self._press = office, press

    def rows(self) -> tuple[Held, ...]:
        """The workbooks in use, in the order of their forms."""
        found = in_use(self.office.ask(workbooks))
        return tuple(_held(found[form]) for form in sorted(found))

    def versions(self, form: str) -> tuple[Held, ...]:
        """Every workbook a form has ever had here, the one in use first, then the newest."""
        found: list[OwnWorkbook] = self.office.ask(workbooks, form)
        ordered = sorted(found, key=lambda one: (one.since is not None, one.kept_at), reverse=True)
        return tuple(map(_held, ordered))

    def names(self, form: str) -> tuple[dict[str, Any], ...]:
        """What marks may name for a form: how it is written, its label, its kind; TemplateUnknown."""
        from fuyi_desktop.documents.workbook_marks import Names

        names = Names.of(self._press().templates.declared(form))
        return tuple(
            {
                "mark": f"{{{{ {names.spelt(fact)} }}}}",
                "label": fact.label,
                "path": fact.name,
                "kind": fact.kind.value,
            }
            for fact in names.facts
        )

    def check(self, path: Path, form: str) -> Checked:
        """The marks and faults of a workbook; nothing is kept. CannotRead, WorkbookWrong, TemplateUnknown."""
        from fuyi_desktop.documents.workbook import look
        from fuyi_desktop.documents.workbook_marks import Names

        names = Names.of(self._press().templates.declared(form))
        found = look(_read(path), path.name, names)
        marks = tuple((one.sheet, one.cell, one.text) for one in found.marked)
        return Checked(form, form_of(form).title, marks, found.faults)

    def trial(self, form: str, path: Path | None = None, case_id: str = "") -> "Filled":
        """What would be filled: of a case, else of a specimen; a file, else the workbook in use.

        A case that lacks a fact has the fact's label in its place. Nothing is kept.
        """
        from fuyi_desktop.documents.facts import specimen
        from fuyi_desktop.services.template_checks import laid_over

        facts = self._press().templates.declared(form)
        known = specimen(facts, self.office.today, each=2)
        if case_id:
            file = self.office.file(case_id)
            recipient = next(iter(file.of(*form_of(form).addressees)), None)
            known = laid_over(known, PaperFacts.of(self.office, file).known(form, recipient, "", {}))
        if path is not None:
            return self._fill(form, _read(path), path.name, known)
        held = self._in_use(form)
        return self._fill(form, self._content(held), held.name, known)

    def use(self, path: Path, form: str) -> Deed:
        """Papers of the form are filled into this workbook from now on; WorkbookWrong names a fault."""
        checked = self.check(path, form)
        if checked.faults:
            raise WorkbookWrong(name=path.name, why=checked.why)
        content, title = _read(path), checked.title
        with self.office.work(Task.SETTINGS, f"改用本单位的工作簿：{title}") as work:
            digest, size = files.keep(work, BytesIO(content))
            found = work.find(OwnWorkbook, workbook_id(form, digest)) or OwnWorkbook(
                id=workbook_id(form, digest), form=form, name=path.name, digest=digest, size=size,
                kept_at=work.at, by=work.by,
            )  # fmt: skip
            taken = self._take(work, replace(found, name=path.name))
        return Deed(form, title, _held(taken), work.changed)

    def again(self, form: str, version: str) -> Deed:
        """Take up a workbook that was in use before; NotFound."""
        with self.office.work(Task.SETTINGS, f"改用本单位的工作簿：{form_of(form).title}") as work:
            of_form = work.select(OwnWorkbook, form=form)
            found = next((one for one in of_form if one.version == version), None)
            if found is None:
                raise NotFound(what=WHAT, key=f"{form} {version}")
            taken = self._take(work, found)
        return Deed(form, form_of(form).title, _held(taken), work.changed)

    def drop(self, form: str) -> Deed:
        """Back to the program's own table; nothing is deleted. NotFound where there is none in use."""
        with self.office.work(Task.SETTINGS, f"不再用本单位的工作簿：{form_of(form).title}") as work:
            if not self._lay_aside(work, form):
                raise NotFound(what=WHAT, key=form)
        return Deed(form, form_of(form).title, None, work.changed)

    def export(self, form: str, path: Path, version: str = "") -> Path:
        """Write a workbook as the office gave it: the one in use, or one of its versions; NotFound."""
        if not version:
            held = self._in_use(form)
        else:
            of_form: list[OwnWorkbook] = self.office.ask(workbooks, form)
            found = next((one for one in of_form if one.version == version), None)
            if found is None:
                raise NotFound(what=WHAT, key=f"{form} {version}")
            held = found
        files.write_whole(path, self._content(held))
        return path

    def write(self, filled: "Filled", path: Path) -> Path:
        """Write a filled workbook, whole or not at all; BadFact where the name is not that of an .xlsx."""
        if path.suffix.lower() != ".xlsx":
            raise BadFact(label=path.name, why="文件名应当以 .xlsx 结尾。")
        files.write_whole(path, filled.content)
        return path

    def has(self, form: str) -> bool:
        """Whether papers of the form are filled into a workbook of the office's own."""
        return form in in_use(self.office.ask(workbooks, form))

    def filled(self, paper: Paper) -> bytes | None:
        """An issued paper in the workbook in use, by the facts of its issue; None where there is none."""
        held = in_use(self.office.ask(workbooks, paper.form)).get(paper.form)
        if held is None:
            return None
        content = self._content(held)
        return self._fill(paper.form, content, held.name, paper.facts, version=paper.version).content

    def _fill(self, form: str, content: bytes, name: str, known: Any, *, version: str = "") -> "Filled":
        from fuyi_desktop.documents.workbook import fill
        from fuyi_desktop.documents.workbook_marks import Names

        return fill(content, name, Names.of(self._press().templates.get(form, version).facts), known)

    def _in_use(self, form: str) -> OwnWorkbook:
        held = in_use(self.office.ask(workbooks, form)).get(form)
        if held is None:
            raise NotFound(what=WHAT, key=form)
        return held

    def _content(self, held: OwnWorkbook) -> bytes:
        with files.content(self.office.store, held.digest) as kept:
            found = kept.read()
        assert hashlib.sha256(found).hexdigest() == held.digest
        return found

    def _take(self, work: Work, one: OwnWorkbook) -> OwnWorkbook:
        self._lay_aside(work, one.form, but=one.id)
        if one.since is not None:
            return one
        taken: OwnWorkbook = work.put(replace(one, since=work.at, by=work.by))
        return taken

    def _lay_aside(self, work: Work, form: str, *, but: str = "") -> int:
        found = [
            one for one in work.select(OwnWorkbook, form=form) if one.since is not None and one.id != but
        ]
        for one in found:
            work.put(replace(one, since=None, by=work.by))
        return len(found)


def _read(path: Path) -> bytes:
    from fuyi_desktop.documents.workbook_file import LARGEST_FILE

    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise CannotRead(where=path.name, why="文件打不开，可能正开在别的程序里") from error


def _held(one: OwnWorkbook) -> Held:
    return Held(one.form, form_of(one.form).title, one.name, one.version, one.size, one.by, one.since)
