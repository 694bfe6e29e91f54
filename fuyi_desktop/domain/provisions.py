"""导入的规定 — holidays, rule packs and templates as taken in, and what that moved in each case."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from fuyi_desktop.domain.errors import BadFact, RuleError
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.law import Imported, Law, spells
from fuyi_desktop.domain.notices import calendar_from
from fuyi_desktop.domain.packs import Pack, pack_from
from fuyi_desktop.domain.record import Merge, Reach, Record, RecordId, kept
from fuyi_desktop.domain.workdays import Overlay, Year


@dataclass(frozen=True)
class FormText:
    """A template as far as the law of a county goes: which form it is of, and its text."""

    form: str
    text: str


Content = Year | Overlay | Pack | FormText


class ProvisionKind(StrEnum):
    """What a file holds."""

    YEAR = "year"
    COUNTY = "county"
    PACK = "pack"
    TEMPLATE = "template"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ProvisionKind.YEAR: "放假安排",
    ProvisionKind.COUNTY: "地方放假",
    ProvisionKind.PACK: "县规则",
    ProvisionKind.TEMPLATE: "文书模板",
}


@dataclass(frozen=True, kw_only=True)
class Provision(Record):
    """A file of the law as it was imported; its id follows from its content, so the same everywhere."""

    table: ClassVar[str] = "provision"
    reach: ClassVar[Reach] = Reach.COUNTY

    kind: ProvisionKind = kept(Merge.CENTER)
    name: str = kept(Merge.CENTER)
    published: date = kept(Merge.CENTER)
    text: str = kept(Merge.CENTER)
    digest: str = kept(Merge.CENTER)  # SHA-256 of the text
    by: str = kept(Merge.CENTER)
    turns: tuple[str, ...] = kept(Merge.CENTER, ())  # moments: taken in, taken back, taken in again …

    @property
    def in_force(self) -> bool:
        return self.stood(None)

    def stood(self, at: datetime | None) -> bool:
        """Whether it had been taken in at that moment and not been taken back; None asks for now."""
        return sum(at is None or turn <= at for turn in self.moments) % 2 == 1

    @property
    def moments(self) -> tuple[datetime, ...]:
        return tuple(datetime.fromisoformat(turn) for turn in self.turns)


@dataclass(frozen=True, kw_only=True)
class Recount(Record):
    """重算: which open deadlines of a case a change of the law has moved, from when to when. Never edited."""

    table: ClassVar[str] = "recount"

    case_id: RecordId = kept(Merge.IDENTITY, indexed=True)
    provision: RecordId = kept(Merge.IDENTITY)
    station: str = kept(Merge.IDENTITY)
    at: datetime = kept(Merge.IDENTITY)
    why: str = kept(Merge.IDENTITY)
    moved: tuple[Any, ...] = kept(Merge.IDENTITY, ())  # {rule, name, from, party, old, new}


def read(text: str, name: str, shipped: Law) -> Content:
    """What the text of a file is; WorkdaysWrong or RuleFileWrong with the line of each fault.

    Of a template no more than its form is read here: BadFact where it names none.
    """
    kind = kind_of(text)
    if kind is ProvisionKind.TEMPLATE:
        return FormText(form_in(text, name), text)
    if kind is ProvisionKind.PACK:
        steps = {step.code for procedure in shipped.procedures.values() for step in procedure.steps}
        return pack_from(text, name, shipped.rules, steps)
    return calendar_from(text, name)


def kind_of(text: str) -> ProvisionKind:
    """What a file means to be, by the words its entries begin with."""
    lines = (line.partition("#")[0].partition("=")[0] for line in text.splitlines())
    words = {line.replace(" ", "") for line in lines}
    if "[[blocks]]" in words or {"blocks", "paper"} <= words:
        return ProvisionKind.TEMPLATE
    if words & {"[switches]", "[[rule]]"}:
        return ProvisionKind.PACK
    return ProvisionKind.COUNTY if "county" in words else ProvisionKind.YEAR


def provision(text: str, name: str, shipped: Law, *, by: str, on: date) -> Provision:
    """The record of a file that is sound, not yet taken in; a template is of the day it is first taken in."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = read(plain, name, shipped)
    digest = hashlib.sha256(plain.encode("utf-8")).hexdigest()
    match found:
        case Pack():
            kind, title, published = ProvisionKind.PACK, found.name, found.published
        case FormText():
            kind, title, published = ProvisionKind.TEMPLATE, template_name(found.form), on
        case Overlay():
            kind, title = ProvisionKind.COUNTY, f"{found.county}{found.year}年地方放假"
            published = found.published
        case Year():
            kind, title = ProvisionKind.YEAR, f"{found.year}年放假安排"
            published = max(notice.published for notice in found.notices)
    return Provision(
        id=digest[:32], kind=kind, name=title, published=published, text=plain, digest=digest, by=by
    )


def template_name(form: str) -> str:
    """How the county's template of a form is called among what was imported."""
    return f"{form} {form_of(form).title}"


def county_holding(provisions: Iterable[Provision]) -> dict[str, Provision]:
    """Of each form the county's template that holds; of several the one taken in last."""
    found = [one for one in provisions if one.kind is ProvisionKind.TEMPLATE and one.in_force]
    return {one.name.partition(" ")[0]: one for one in sorted(found, key=lambda one: one.turns[-1])}


def assembled(shipped: Law, provisions: list[Provision], own: Mapping[str, str]) -> Law:
    """The law in force here: shipped, imported and chosen; and what stood before each turn."""
    provisions = [one for one in provisions if one.kind is not ProvisionKind.TEMPLATE]
    moments = sorted({turn for one in provisions for turn in one.moments})
    provisions = sorted(provisions, key=lambda one: (one.published, one.turns[-1:]))
    contents = [(one, found) for one in provisions if (found := content(one, shipped)) is not None]

    def standing(at: datetime | None) -> Law:
        found = [each for one, each in contents if one.stood(at)]
        imported = Imported(
            tuple(one for one in found if isinstance(one, Year)),
            tuple(one for one in found if isinstance(one, Overlay)),
            tuple(one for one in found if isinstance(one, Pack)),
        )
        return shipped.under(imported, own)

    if not moments:
        return shipped.under(Imported(), own) if own else shipped
    before = [shipped.under(Imported(), own), *map(standing, moments[:-1])]
    return replace(standing(None), earlier=spells(moments, before))


def unfit(one: Provision, shipped: Law) -> str:
    """Why this version of the program cannot read what an earlier one has taken in; empty where it can."""
    try:
        read(one.text, one.name, shipped)
    except (RuleError, BadFact) as error:
        return str(error)
    return ""


def content(one: Provision, shipped: Law) -> Content | None:
    """What it says; None where this version of the program cannot read it."""
    try:
        return read(one.text, one.name, shipped)
    except (RuleError, BadFact):  # `unfit` says so on the page of the rules; the office must be able to work
        return None


def form_in(text: str, name: str) -> str:
    """The form that a template's text says it is of; BadFact where it says none."""
    try:
        form = tomllib.loads(text).get("id")
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise BadFact(label=name, why="这不是一份能读的文书模板。") from error
    if not isinstance(form, str) or not form:
        raise BadFact(label=name, why="模板没有写明编号（id）。")
    return form
