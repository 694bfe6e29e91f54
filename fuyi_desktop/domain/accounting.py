"""文号的账 — what became of every number of a series, and which of them nobody has accounted for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from fuyi_desktop.domain.blocks import Reasons, Standing, runs_told
from fuyi_desktop.domain.papers import Mark, Series

GAP, UNUSED, LENT_OUT = "空号", "号段未用", "借出未还"  # beside 留用 and 待核对


@dataclass(frozen=True)
class Account:
    """A series at a glance: each number that was given out or lent stands in exactly one of these."""

    series: Series
    issued: int
    void: Reasons
    returned: Reasons
    set_aside: Reasons
    used: Reasons  # on papers written outside the program
    unsure: Reasons  # of lent numbers: may have been given before a backup was put back
    gaps: tuple[int, ...]  # passed by the counter, and nobody has said why
    out: tuple[int, ...]  # in blocks: not given yet
    lent: tuple[Standing, ...]
    borrows: bool  # this station gives the series out of the center's blocks
    next: int | None  # to be given: a returned one goes first; None where no block is open
    sure: bool
    borne_as: Mapping[int, str] = field(default_factory=dict)  # own serials as their papers have them

    @property
    def next_told(self) -> str:
        """The next number as it would be written; empty where none can be given."""
        return "" if self.next is None else self.told(self.next)

    def told(self, serial: int) -> str:
        """A number as it is written: a lent one as its block says."""
        lent = next((one.block for one in self.lent if serial in one.block.serials), None)
        return lent.told(serial) if lent else self.borne_as.get(serial) or self.series.told(serial)

    def as_dict(self) -> dict[str, Any]:
        def told(marked: Reasons) -> list[dict[str, Any]]:
            return [{"serial": n, "number": self.told(n), "reason": why} for n, why in marked]

        return {
            "series": self.series.id, "pattern": self.series.pattern, "first": self.series.first,
            "next": self.next if self.borrows else self.series.next, "following": self.next_told or None,
            "issued": self.issued, "void": told(self.void),
            "returned": told(self.returned), "set_aside": told(self.set_aside), "used": told(self.used),
            "unsure": told(self.unsure), "gaps": [self.told(n) for n in self.gaps],
            "out": runs_told(self.out), "lent": [one.block.label for one in self.lent],
            "sure": self.sure,
        }  # fmt: skip


@dataclass(frozen=True)
class Loose:
    """A number that nobody has accounted for, and with whom it lies."""

    key: str  # of its series
    serial: int
    number: str
    what: str
    why: str = ""
    station: str = ""  # where it is lent out

    def as_dict(self) -> dict[str, Any]:
        return {
            "series": self.key, "serial": self.serial, "number": self.number, "what": self.what,
            "why": self.why or None, "station": self.station or None,
        }  # fmt: skip


def own_serials(found: Series, lent: Iterable[Standing], *, borrows: bool) -> list[int]:
    """The numbers that this station's own counter answers for: those passed, and those given back to it."""
    lent = tuple(lent)
    passed = set(range(found.first, found.next)).difference(*(one.block.serials for one in lent))
    return sorted(passed if borrows else passed.union(n for one in lent for n, _ in one.returned))


def account(
    found: Series, borne: Mapping[int, str], lent: Sequence[Standing], *, borrows: bool, sure: bool
) -> Account:
    """What became of each number; `borne` are own serials on papers, with the reason they are void for.

    What a station has given back stands with the series again, and with the block no more.
    """
    own = own_serials(found, lent, borrows=borrows)
    back = {} if borrows else {n: f"{one.block.station}：{why}" for one in lent for n, why in one.returned}
    marks: dict[str, dict[int, str]] = {mark: {} for mark in Mark}
    gaps = []
    for serial in own:
        if serial in borne:
            if borne[serial]:
                marks[Mark.VOID][serial] = borne[serial]
        elif told := found.note(serial):
            marks[told["mark"]][serial] = told["why"]
        elif serial in back:
            marks[Mark.RETURNED][serial] = back[serial]
        else:
            gaps.append(serial)

    def both(theirs: Iterable[Reasons], mark: Mark) -> Reasons:
        there = dict(pair for pair in chain.from_iterable(theirs) if pair[0] not in back)
        return tuple(sorted((there | marks[mark]).items()))

    return Account(
        series=found,
        issued=sum(not why for why in borne.values())
        + sum(serial not in back for one in lent for serial in one.issued),
        void=both((one.void for one in lent), Mark.VOID),
        returned=both((one.returned for one in lent), Mark.RETURNED),
        set_aside=both((one.set_aside for one in lent), Mark.SET_ASIDE),
        used=both((one.used for one in lent), Mark.USED),
        unsure=both((one.unsure for one in lent), Mark.UNSURE),
        gaps=tuple(gaps),
        out=tuple(sorted(serial for one in lent for serial in one.out)),
        lent=tuple(lent),
        borrows=borrows,
        next=_next(found, lent, back, borrows=borrows),
        sure=sure,
    )


def loose(of: Account) -> Iterator[Loose]:
    """What nobody has accounted for, in the order of the numbers: neither issued nor void nor returned."""
    whats = (
        *((serial, GAP, "") for serial in of.gaps),
        *((serial, Mark.SET_ASIDE.value, why) for serial, why in of.set_aside),
        *((serial, Mark.UNSURE.value, why) for serial, why in of.unsure),
        *((serial, UNUSED, "") for serial in of.out),
    )
    away = {serial: one.block.station for one in of.lent for serial in _rest(one)} if not of.borrows else {}
    for serial, what, why in sorted(whats):
        there = away.get(serial, "")
        yield Loose(of.series.id, serial, of.told(serial), LENT_OUT if there else what, why, there)


def _rest(one: Standing) -> Iterator[int]:
    """The numbers of a block that nobody has accounted for."""
    yield from one.out
    yield from (serial for serial, _ in (*one.unsure, *one.set_aside))


def _next(found: Series, lent: Sequence[Standing], back: Mapping[int, str], *, borrows: bool) -> int | None:
    """The number that would be given next: the oldest open block's, or a returned one, or the counter's."""
    if borrows:
        return next((one.out[0] for one in lent if one.out), None)
    free = {*found.returned, *(serial for serial in back if not found.note(serial))}
    taken = {serial for one in lent for serial in one.block.serials}
    serial = found.next
    while serial in taken:
        serial += 1
    return min(free, default=serial)
