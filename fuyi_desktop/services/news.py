"""县里下发的规定 — holidays, rules, templates and organs that a bundle brings, and from when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.packs import Pack
from fuyi_desktop.domain.party import Unit
from fuyi_desktop.domain.provisions import Content, Provision, ProvisionKind, content
from fuyi_desktop.domain.record import LOCAL_FIELDS
from fuyi_desktop.domain.wording import field_label
from fuyi_desktop.domain.workdays import Overlay, Year
from fuyi_desktop.store.work import Work

UNITS = "机关单位"
TAKEN_BACK, NEW, CHANGED = "收回", "新增", "更新"


@dataclass(frozen=True)
class News:
    """One thing that is ruled otherwise from now on, or from a day on."""

    kind: str  # of ProvisionKind, or unit
    label: str
    name: str
    what: str  # 新增, 更新 or 收回
    since: date | None = None  # None: from the import on
    about: str = ""  # which lines of an organ

    def as_dict(self) -> dict[str, Any]:
        return {**vars(self), "since": self.since.isoformat() if self.since else None}


@dataclass(frozen=True)
class Standing:
    """What the county had ruled before a bundle was taken in."""

    provisions: Mapping[str, Provision]
    units: Mapping[str, Unit]


def ruled_so_far(work: Work) -> Standing:
    """What the county has ruled so far, as far as this station was told."""
    return Standing(
        {one.id: one for one in work.select(Provision)}, {one.id: one for one in work.select(Unit)}
    )


def ruled_anew(work: Work, before: Standing, shipped: Law) -> tuple[News, ...]:
    """What a bundle that was taken in since has changed of it; several new organs are one line."""
    if not work.changed & {Provision.table, Unit.table}:
        return ()
    now = ruled_so_far(work)
    return (*_ruled(before.provisions, now.provisions, shipped), *_organs(before.units, now.units))


def _ruled(before: Mapping[str, Provision], now: Mapping[str, Provision], shipped: Law) -> Iterator[News]:
    for key, one in now.items():
        held = key in before and before[key].in_force
        if held == one.in_force:
            continue
        what = NEW if one.in_force else TAKEN_BACK
        since = _since(one, content(one, shipped)) if one.in_force else None
        yield News(one.kind.value, one.kind.label, one.name, what, since)


def _since(one: Provision, found: Content | None) -> date | None:
    """The first day that it is about; of a template, and of what cannot be read here, none."""
    match found:
        case Year():
            return date(found.year, 1, 1)
        case Overlay():
            return min((holiday.first for holiday in found.holidays), default=one.published)
        case Pack():
            days = [rule.effective_from for rule in found.rules if rule.effective_from is not None]
            return min(days, default=one.published)
        case _:
            return None if one.kind is ProvisionKind.TEMPLATE else one.published


def _organs(before: Mapping[str, Unit], now: Mapping[str, Unit]) -> Iterator[News]:
    new = [one.full_name for key, one in now.items() if key not in before]
    if len(new) == 1:
        yield News(Unit.table, UNITS, new[0], NEW)
    elif new:
        yield News(Unit.table, UNITS, f"{new[0]}等 {len(new)} 个机关", NEW)
    for key, one in now.items():
        if key in before and (told := _told(before[key], one)):
            yield News(Unit.table, UNITS, one.full_name, CHANGED, about=told)


def _told(before: Unit, now: Unit) -> str:
    """The labels of what differs."""
    names = (item.name for item in fields(Unit) if item.name not in LOCAL_FIELDS)
    return "、".join(
        field_label(Unit.table, name) for name in names if getattr(before, name) != getattr(now, name)
    )
