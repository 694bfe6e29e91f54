"""号段 — numbers of one series that the center has lent to a station, and what became of each of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from fuyi_desktop.domain.papers import Mark, number
from fuyi_desktop.domain.record import Merge, Reach, Record, RecordId, kept

REST = "*"  # of a block's `serves`: every 文书类别 that has no series of its own
Reasons = tuple[tuple[int, str], ...]  # serials, each with why


@dataclass(frozen=True, kw_only=True)
class NumberBlock(Record):
    """A run of numbers of one series (代字, 文书类别, 年) that the station gives, and the center no more."""

    table: ClassVar[str] = "number_block"
    reach: ClassVar[Reach] = Reach.STATION

    short: str = kept(Merge.CENTER, indexed=True)
    kind: str = kept(Merge.CENTER)
    year: int = kept(Merge.CENTER)
    station: str = kept(Merge.CENTER, indexed=True)  # whom they are lent to
    first: int = kept(Merge.CENTER)
    last: int = kept(Merge.CENTER)
    pattern: str = kept(Merge.CENTER)  # as the center writes the series
    serves: tuple[str, ...] = kept(
        Merge.CENTER, ()
    )  # 文书类别 that the center numbers in it; REST for others
    by: str = kept(Merge.CENTER)
    at: datetime = kept(Merge.CENTER)
    closed: str = kept(Merge.CENTER, "")  # why the center ended it: what nobody bears by then is void

    @property
    def label(self) -> str:
        """As lists name it: 云府复受〔2026〕11–20号."""
        return f"{self.short}{self.kind}〔{self.year}〕{runs_told((*self.serials,))}号"

    @property
    def series(self) -> str:
        """代字/文书类别/年."""
        return f"{self.short}/{self.kind}/{self.year}"

    @property
    def serials(self) -> range:
        return range(self.first, self.last + 1)

    def told(self, serial: int) -> str:
        """The number of a serial as the station writes it."""
        return number(self.pattern, short=self.short, kind=self.kind, year=self.year, serial=serial)


@dataclass(frozen=True, kw_only=True)
class BlockNote(Record):
    """What a station says of numbers lent to it that no paper bears; a later word replaces an earlier."""

    table: ClassVar[str] = "block_note"
    reach: ClassVar[Reach] = Reach.STATION

    block_id: RecordId = kept(Merge.IDENTITY, indexed=True)
    station: str = kept(Merge.IDENTITY)
    mark: Mark = kept(Merge.IDENTITY)
    first: int = kept(Merge.IDENTITY)
    last: int = kept(Merge.IDENTITY)
    why: str = kept(Merge.IDENTITY)
    by: str = kept(Merge.IDENTITY)
    at: datetime = kept(Merge.IDENTITY)


@dataclass(frozen=True)
class Standing:
    """A block with what became of its numbers: each of them stands in exactly one of these."""

    block: NumberBlock
    issued: tuple[int, ...]  # a standing paper or a case bears it
    void: Reasons
    returned: Reasons  # free again, at the center
    set_aside: Reasons
    used: Reasons  # on a paper that was written outside the program
    unsure: Reasons  # may have been given before a backup was put back
    out: tuple[int, ...]  # nobody has said anything: the station may give them
    disputed: tuple[int, ...] = ()  # of those issued: the station says that they are void

    @property
    def is_open(self) -> bool:
        """Whether the station gives numbers from it."""
        return bool(self.out)


def standing(block: NumberBlock, notes: Iterable[BlockNote], borne: Mapping[int, str]) -> Standing:
    """What became of each number of a block; `borne` are serials on papers with the reason they are void for.

    A paper outweighs what was said of its number. Where the center has ended the block, its rest is void.
    """
    said = latest(block, notes)
    places: dict[Mark | None, dict[int, str]] = {mark: {} for mark in (*Mark, None)}
    issued: list[int] = []
    disputed: list[int] = []
    for serial in block.serials:
        mark, why = said.get(serial, (None, ""))
        if serial in borne and not borne[serial]:
            issued.append(serial)
            disputed += [serial] if mark is Mark.VOID else []
        elif serial in borne:
            places[Mark.VOID][serial] = borne[serial]
        elif block.closed and mark in (None, Mark.UNSURE, Mark.SET_ASIDE):
            places[Mark.VOID][serial] = block.closed
        else:
            places[mark][serial] = why
    return Standing(
        block=block,
        issued=tuple(issued),
        void=_reasons(places[Mark.VOID]),
        returned=_reasons(places[Mark.RETURNED]),
        set_aside=_reasons(places[Mark.SET_ASIDE]),
        used=_reasons(places[Mark.USED]),
        unsure=_reasons(places[Mark.UNSURE]),
        out=tuple(places[None]),
        disputed=tuple(disputed),
    )


def latest(block: NumberBlock, notes: Iterable[BlockNote]) -> dict[int, tuple[Mark, str]]:
    """The last word of the station itself on each serial of its block that it has said anything of."""
    found: dict[int, tuple[Mark, str]] = {}
    for note in sorted(notes, key=lambda note: note.id):
        if (note.block_id, note.station) == (block.id, block.station):
            inside = range(max(note.first, block.first), min(note.last, block.last) + 1)
            found.update(dict.fromkeys(inside, (note.mark, note.why)))
    return found


def series_for(blocks: Iterable[NumberBlock], kind: str, year: int, *, rest: bool) -> str:
    """The lent series that a 文书类别 is numbered in; empty where the station counts by itself.

    With `rest` a block for all others will do. Blocks of the year go before those of other years, which say
    only that the series is the center's to lend.
    """
    newest = sorted(blocks, key=lambda block: (block.year == year, block.year, block.id), reverse=True)
    for of_year in (True, False):
        for wanted in (kind, REST) if rest else (kind,):
            for block in newest:
                if (block.year == year) is of_year and wanted in block.serves:
                    return block.kind
    return ""


def runs(serials: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Serials as runs without a hole: first and last of each."""
    first = last = None
    for serial in sorted(serials):
        if last is None or serial != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = serial
        last = serial
    if first is not None and last is not None:
        yield first, last


def runs_told(serials: Iterable[int]) -> str:
    """Serials as lists write them: 3、11–20."""
    return "、".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs(serials))


def _reasons(found: Mapping[int, str]) -> Reasons:
    return tuple(sorted(found.items()))
