"""文书模板 — which text of each form holds here, changing it, going back, and the texts of former papers."""

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.errors import (
    BadFact,
    CannotRead,
    FuyiError,
    NotFound,
    TemplateUnknown,
    TemplateWrong,
)
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.provisions import county_holding, form_in
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.templates import TemplateText, Whose, holding, text_id
from fuyi_desktop.services.drafts import finish_draft
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.paper_facts import PaperFacts
from fuyi_desktop.services.template_facts import KnownFact, known_facts, offers
from fuyi_desktop.store import files
from fuyi_desktop.store.queries import case_rows
from fuyi_desktop.store.templates import county_templates, own_texts, template_texts
from fuyi_desktop.store.work import Work

if TYPE_CHECKING:
    from fuyi_desktop.documents.places import Fault
    from fuyi_desktop.documents.press import Press
    from fuyi_desktop.documents.template import Template
    from fuyi_desktop.documents.template import Templates as Shelves
    from fuyi_desktop.services.template_checks import Checked

LARGEST_FILE, MOST_LINES = 400_000, 5000  # bytes, and lines that can be compared
AROUND = 2  # lines shown before and after a difference
SHOWN = 20  # cases to try a text with


@dataclass(frozen=True)
class Text:
    """One text of a template: of which form, whose, and since when it has held."""

    form: str
    title: str
    whose: Whose
    version: str
    text: str
    since: datetime | None = None  # None: since this version of the program is here
    by: str = ""
    holds: bool = True
    over: str = ""  # of an own text: the version below it when somebody last looked at both
    unfit: str = ""  # why this version of the program cannot use it

    def as_dict(self) -> dict[str, Any]:
        return {
            "form": self.form, "title": self.title, "whose": self.whose.value, "version": self.version,
            "since": self.since.isoformat() if self.since else None, "by": self.by or None,
        }  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A form in the list: the text that holds, and what is to be known of it."""

    form: str
    title: str
    whose: Whose
    version: str
    since: datetime | None
    by: str
    note: str = ""  # 县里有新版

    def as_dict(self) -> dict[str, Any]:
        return {
            "form": self.form, "title": self.title, "whose": self.whose.value, "version": self.version,
            "since": self.since.isoformat() if self.since else None, "by": self.by or None,
            "note": self.note or None,
        }  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of a comparison: its number in either text, and whether it was added or left out."""

    sign: str  # "+", "-", " ", or "…" where equal lines are left out
    before: int | None
    after: int | None
    text: str


@dataclass(frozen=True)
class Drawn:
    """A text as its papers would look, and everything that is to be said of it."""

    pdf: bytes
    faults: tuple["Fault", ...] = ()
    remarks: tuple["Fault", ...] = ()


@dataclass(frozen=True)
class Deed:
    """A change of what holds."""

    form: str
    title: str
    whose: Whose
    version: str
    changed: Changed = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        return {"form": self.form, "title": self.title, "whose": self.whose.value, "version": self.version}


class Templates:
    """The templates of one office: shipped, sent by the county, its own; the later before the earlier."""

    def __init__(self, office: Office, press: Callable[[], "Press"]) -> None:
        self.office, self._press = office, press

    def press(self) -> "Press":
        """The press with the texts that hold here; those of former papers are found by their versions."""
        shipped = self._press()
        layers = self._layers(shipped.templates)
        upper = [made for texts in layers.values() if (made := _upper(texts)) is not None]
        return replace(shipped, templates=shipped.templates.under(upper, self._kept))

    def rows(self) -> tuple[Row, ...]:
        """Every form with the text that holds, in the order of the forms."""
        shipped = self._press().templates
        layers = self._layers(shipped)
        return tuple(self._row(form, layers.get(form, []), shipped) for form in sorted(shipped.ids))

    def text(self, form: str, version: str = "") -> Text:
        """The text of a form that holds, or one of its versions; TemplateUnknown, TemplateVersionGone."""
        if not version:
            return self._stack(form)[-1]
        for one in self.versions(form):
            if one.version == version:
                return one
        made = self.press().templates.get(form, version)
        return Text(form, made.title, Whose.SHIPPED, version, made.text, holds=False)

    def below(self, form: str) -> Text:
        """What would hold if the station had no text of its own."""
        return [one for one in self._stack(form) if one.whose is not Whose.OWN][-1]

    def versions(self, form: str) -> tuple[Text, ...]:
        """Every text there is of a form: what holds first, then those that held or made papers."""
        stack = self._stack(form)[::-1]
        seen = {one.version for one in stack}
        kept = self.office.ask(template_texts, form)
        former = [_own(one) if one.turns else self._former(one) for one in reversed(kept)]
        return (*stack, *(one for one in former if one.version not in seen))

    def facts(self, form: str) -> tuple[KnownFact, ...]:
        """What a text of the form may name; of a list with several facts, each of these."""
        found = known_facts(form, self._press().templates, self.office.law)
        lists = {one.path.rpartition(".")[0] for one in found}
        return tuple(one for one in found if one.path not in lists)

    def check(self, text: str, form: str = "") -> "Checked":
        """Everything that is wrong with a text, by line, and what is to be known of it."""
        from fuyi_desktop.services.template_checks import checked

        return checked(text, self._press(), self.office.law, self.office.today, form=form)

    def draft(self, text: str, form: str = "", *, case_id: RecordId = "") -> Drawn:
        """The pages of a text that nobody has kept: with labels in place of facts, or those of a case."""
        from fuyi_desktop.documents.facts import specimen
        from fuyi_desktop.documents.places import Fault
        from fuyi_desktop.services.template_checks import laid_over

        found = self.check(text, form)
        if found.template is None:
            return Drawn(b"", found.faults, found.remarks)
        template = found.template
        facts = laid_over(specimen(template.facts, self.office.today), self._facts(template.id, case_id))
        try:
            made = self._press().tried(template, facts)
        except FuyiError as error:
            if not found.faults:
                return Drawn(b"", (Fault(1, "版面", str(error)),), found.remarks)
            return Drawn(b"", found.faults, found.remarks)
        return Drawn(made.content, found.faults, found.remarks)

    def cases(self, form: str) -> tuple[tuple[RecordId, str], ...]:
        """Cases a text of the form can be tried with, the latest first: id, and how lists call it."""
        kinds = [kind for kind, procedure in self.office.law.procedures.items() if offers(procedure, form)]
        rows = [
            row for kind in kinds for row in self.office.ask(case_rows, kind=kind, newest=True, limit=SHOWN)
        ]
        return tuple((row.case_id, f"{row.number or row.receipt_number}　{row.title}") for row in rows)

    def use(self, text: str, form: str = "", *, draft: str = "") -> Deed:
        """保存为本单位版本: papers are made by this text from now on; TemplateWrong names the first fault."""
        template = self._sound(text, form)
        below = self.below(template.id)
        if template.version == below.version:
            raise BadFact(
                label=template.title, why="和原版完全相同，不用另存；不再用本单位版本的，请恢复原版。"
            )
        with self.office.work(Task.SETTINGS, f"改用本单位的模板：{template.title}") as work:
            self._lay_aside(work, template.id, but=template.version)
            found = work.find(TemplateText, text_id(template.id, template.version)) or _new(template, work)
            taken = replace(found, over=below.version)
            work.put(taken if taken.holds else taken.turned(work.at, work.by))
            finish_draft(work, self.office.person, draft)
        return Deed(template.id, template.title, Whose.OWN, template.version, work.changed)

    def stay(self, form: str) -> Deed:
        """仍用本单位版本: the newer text below has been looked at, and the own one stays; NotFound."""
        below = self.below(form)
        with self.office.work(Task.SETTINGS, f"仍用本单位的模板：{below.title}") as work:
            own = self._held(work, form)
            work.put(replace(own, over=below.version))
        return Deed(form, own.title, Whose.OWN, own.version, work.changed)

    def drop(self, form: str) -> Deed:
        """恢复原版: the county's text, else the shipped one, holds again; nothing is deleted. NotFound."""
        below = self.below(form)
        with self.office.work(Task.SETTINGS, f"恢复原版模板：{below.title}") as work:
            self._held(work, form)
            self._lay_aside(work, form)
        return Deed(form, below.title, below.whose, below.version, work.changed)

    def compare(self, text: str, form: str, version: str = "") -> tuple[Line, ...]:
        """Line by line against what lies below, or a version; equal lines in between are left out."""
        if text.count("\n") > MOST_LINES:
            raise BadFact(label=form, why=f"超过 {MOST_LINES} 行，不能逐行对照，请先删减。")
        other = self.text(form, version) if version else self.below(form)
        return tuple(differences(other.text, text))

    def export(self, text: str, path: Path) -> Path:
        """Write a text to a .toml file, whole or not at all; CannotWrite."""
        files.write_whole(path, text.encode("utf-8"))
        return path

    def open_file(self, path: Path, form: str = "") -> tuple[str, str]:
        """Form and text of a file, to be looked at before it is kept; CannotRead, BadFact.

        With a form given it may be wrong in whatever way: the editor shows where.
        """
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise CannotRead(where=path.name, why="文件太大，不是文书模板")
            text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError) as error:
            raise CannotRead(where=path.name, why="文件打不开，或者不是 UTF-8 文本") from error
        found = form or form_in(text, path.name)
        if found not in self._press().forms:
            raise BadFact(label=path.name, why=f"没有编号为“{found}”的文书，请核对 id。")
        return found, text

    def _sound(self, text: str, form: str) -> "Template":
        found = self.check(text, form)
        if found.template is None or found.faults:
            first, more = found.faults[0], len(found.faults) - 1
            why = first.why + (f"；另有 {more} 处" if more else "")
            raise TemplateWrong(template=form or "文件", where=first.place, why=why)
        return found.template

    def _stack(self, form: str) -> list[Text]:
        """The texts of a form that this program can use, the one that holds last; TemplateUnknown."""
        shipped = self._press().templates
        if form not in shipped.ids:
            raise TemplateUnknown(template=form)
        ours = shipped.get(form)
        lowest = Text(form, ours.title, Whose.SHIPPED, ours.version, ours.text)
        return [lowest, *(one for one in self._layers(shipped).get(form, []) if not one.unfit)]

    def _layers(self, shipped: "Shelves") -> dict[str, list[Text]]:
        """Over the shipped text of each form: the county's, then the station's own."""
        from fuyi_desktop.documents.template import look

        found: dict[str, list[Text]] = {}
        for form, one in county_holding(self.office.ask(county_templates)).items():
            template, faults = look(one.text)
            since = one.moments[-1]
            found.setdefault(form, []).append(
                Text(form, template.title, Whose.COUNTY, template.version, one.text, since, one.by)
                if template is not None
                else Text(form, one.name, Whose.COUNTY, "", one.text, since, one.by, unfit=faults[0].said)
            )
        for form, own in holding(self.office.ask(own_texts)).items():
            template, faults = look(own.text)
            unfit = faults[0].said if template is None else ""
            found.setdefault(form, []).append(replace(_own(own), unfit=unfit))
        return found

    def _row(self, form: str, layers: list[Text], shipped: "Shelves") -> Row:
        """The list tells what holds, and what somebody should look at."""
        usable = [one for one in layers if not one.unfit]
        if not usable:
            top = Text(form, "", Whose.SHIPPED, shipped.version(form), "")
        else:
            top = usable[-1]
        unfit = next((one for one in layers if one.unfit), None)
        note = f"{unfit.whose.label}的版本没有采用：{unfit.unfit}" if unfit else ""
        if top.whose is Whose.OWN and not note:
            below = next((one for one in usable if one.whose is Whose.COUNTY), None)
            newest = below.version if below else shipped.version(form)
            if newest not in (top.over, top.version):
                note = "县里有新版" if below else "程序带来新版"
        return Row(form, form_of(form).title, top.whose, top.version, top.since, top.by, note)

    def _kept(self, form: str, version: str) -> str | None:
        """The text of a version as it was kept here, or as the county had sent it."""
        from fuyi_desktop.documents.template import version_of

        own = self.office.store.find(TemplateText, text_id(form, version))
        if own is not None:
            return own.text
        number = version.partition("-")[0]
        sent = (one.text for one in self.office.ask(county_templates) if one.name.startswith(f"{form} "))
        return next((text for text in sent if version_of(number, text) == version), None)

    def _former(self, one: TemplateText) -> Text:
        """A text that made papers and was nobody's own here."""
        at = one.kept_at.astimezone(self.office.now().tzinfo)
        return Text(one.form, one.title, Whose.SHIPPED, one.version, one.text, at, holds=False)

    def _facts(self, form: str, case_id: RecordId) -> dict[str, Any]:
        if not case_id:
            return {}
        file = self.office.file(case_id)
        recipient = next(iter(file.of(*form_of(form).addressees)), None)
        return PaperFacts.of(self.office, file).known(form, recipient, "", {})

    def _held(self, work: Work, form: str) -> TemplateText:
        own = holding(work.select(TemplateText, form=form)).get(form)
        if own is None:
            raise NotFound(what="本单位的模板", key=form)
        return own

    def _lay_aside(self, work: Work, form: str, *, but: str = "") -> None:
        for one in work.select(TemplateText, form=form):
            if one.holds and one.version != but:
                work.put(one.turned(work.at, work.by))


def keep_text(work: Work, template: "Template") -> None:
    """Keep the text that a paper is being made by, whoever wrote it: the paper finds it for ever."""
    if work.find(TemplateText, text_id(template.id, template.version)) is None:
        work.put(_new(template, work))


def differences(before: str, after: str) -> Iterator[Line]:
    """Two texts line by line."""
    ours, theirs = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, ours, theirs)
    for number, group in enumerate(matcher.get_grouped_opcodes(AROUND)):
        if number:
            yield Line("…", None, None, "")
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (Line(" ", i + 1, i + 1 - i1 + j1, ours[i]) for i in range(i1, i2))
                continue
            yield from (Line("-", i + 1, None, ours[i]) for i in range(i1, i2))
            yield from (Line("+", None, j + 1, theirs[j]) for j in range(j1, j2))


def _new(template: "Template", work: Work) -> TemplateText:
    return TemplateText(
        id=text_id(template.id, template.version), form=template.id, version=template.version,
        title=template.title, text=template.text, kept_at=work.at,
    )  # fmt: skip


def _own(one: TemplateText) -> Text:
    return Text(one.form, one.title, Whose.OWN, one.version, one.text, one.since, one.by, one.holds, one.over)


def _upper(texts: list[Text]) -> "Template | None":
    """The template of the uppermost text that can be used."""
    from fuyi_desktop.documents.template import look

    usable = [one for one in texts if not one.unfit]
    return look(usable[-1].text)[0] if usable else None
