"""导入的规定 — holidays and rule packs as an office has taken them in, and what that moved in each case."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from fuyi_desktop.domain.errors import BadFact, RuleError
from fuyi_desktop.domain.law import Imported, Law, spells
from fuyi_desktop.domain.notices import calendar_from
from fuyi_desktop.domain.packs import Pack, pack_from
from fuyi_desktop.domain.record import Merge, Record, RecordId, kept
from fuyi_desktop.domain.workdays import Overlay, Year

Content = Year | Overlay | Pack


class ProvisionKind(StrEnum):
    """What a file holds."""

    YEAR = "year"
    COUNTY = "county"
    PACK = "pack"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ProvisionKind.YEAR: "放假安排",
    ProvisionKind.COUNTY: "地方放假",
    ProvisionKind.PACK: "县规则",
}


@dataclass(frozen=True, kw_only=True)
class Provision(Record):
    """A file of the law as it was imported; its id follows from its content, so the same everywhere."""

    table: ClassVar[str] = "provision"

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
    """What the text of a file is; WorkdaysWrong or RuleFileWrong with the line of each fault."""
    if kind_of(text) is ProvisionKind.PACK:
        steps = {step.code for procedure in shipped.procedures.values() for step in procedure.steps}
        return pack_from(text, name, shipped.rules, steps)
    return calendar_from(text, name)


def kind_of(text: str) -> ProvisionKind:
    """What a file means to be, by the words its entries begin with."""
    lines = (line.partition("#")[0].partition("=")[0] for line in text.splitlines())
    words = {line.replace(" ", "") for line in lines}
    if words & {"[switches]", "[[rule]]"}:
        return ProvisionKind.PACK
    return ProvisionKind.COUNTY if "county" in words else ProvisionKind.YEAR


def provision(text: str, name: str, shipped: Law, *, by: str) -> Provision:
    """The record of a file that is sound, not yet taken in."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = read(plain, name, shipped)
    digest = hashlib.sha256(plain.encode("utf-8")).hexdigest()
    match found:
        case Pack():
            kind, title, published = ProvisionKind.PACK, found.name, found.published
        case Overlay():
            kind, title = ProvisionKind.COUNTY, f"{found.county}{found.year}年地方放假"
            published = found.published
        case Year():
            kind, title = ProvisionKind.YEAR, f"{found.year}年放假安排"
            published = max(notice.published for notice in found.notices)
    return Provision(
        id=digest[:32], kind=kind, name=title, published=published, text=plain, digest=digest, by=by
    )


def assembled(shipped: Law, provisions: list[Provision], own: Mapping[str, str]) -> Law:
    """The law in force here: shipped, imported and chosen; and what stood before each turn."""
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
