"""号段 — the center lends a station numbers of a series; what the station has not used comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.blocks import REST, NumberBlock, Reasons, Standing, runs_told
from fuyi_desktop.domain.errors import BadFact, NotFound
from fuyi_desktop.domain.papers import Mark, Series
from fuyi_desktop.domain.party import CENTER, StationRole
from fuyi_desktop.services.numberbook import note, series_key, told_reason
from fuyi_desktop.services.numbers import Lent, history, must_be_sure, new_series, numbering, series_id
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.numbering import bearers, standings
from fuyi_desktop.store.queries import peer, peers, station_called
from fuyi_desktop.store.work import Work

MOST = 1000  # numbers in one block
USUAL = 20


@dataclass(frozen=True)
class Block:
    """A lent block as lists show it: how its numbers stand, and since when its station has been silent."""

    standing: Standing
    station_name: str
    heard: datetime | None  # when the last bundle of the station was taken in (at the center)

    @property
    def id(self) -> str:
        return self.standing.block.id

    def as_dict(self) -> dict[str, Any]:
        one, block = self.standing, self.standing.block

        def told(marked: Reasons) -> list[dict[str, Any]]:
            return [{"serial": serial, "number": block.told(serial), "reason": why} for serial, why in marked]

        return {
            "block": block.id, "series": block.series, "first": block.first, "last": block.last,
            "station": block.station, "lent_at": block.at.isoformat(), "issued": len(one.issued),
            "void": told(one.void), "returned": told(one.returned), "set_aside": told(one.set_aside),
            "used": told(one.used), "unsure": told(one.unsure), "out": runs_told(one.out),
            "open": one.is_open, "closed": block.closed or None,
            "silent_since": self.heard.isoformat() if self.heard else None,
        }  # fmt: skip


class Lending:
    """Blocks of numbers: lent, ended and watched over at the center, given back by the station."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def blocks(self, year: int | None = None, key: str = "") -> list[Block]:
        """The blocks of a year, of one series where named; a station sees its own, the center all of them."""
        me = self.office.me
        wanted: dict[str, Any] = {"year": self.office.today.year if year is None else year}
        if key:
            wanted = dict(zip(("short", "kind", "year"), self._series_key(key), strict=True))
        if me.role is not StationRole.CENTER:
            wanted["station"] = me.station
        return [self._told(one) for one in self.office.ask(standings, **wanted)]

    def block(self, block_id: str) -> Block:
        """One block; NotFound."""
        me = self.office.me
        for one in self.office.ask(standings, id=block_id):
            if me.role is StationRole.CENTER or one.block.station == me.station:
                return self._told(one)
        raise NotFound(what="号段", key=block_id)

    def borrowers(self) -> list[tuple[str, str]]:
        """The stations that numbers can be lent to: code and name."""
        rows = self.office.ask(peers)
        return [(r.station, self.office.ask(station_called, r.station)) for r in rows if r.station != CENTER]

    def lend(
        self, key: str, station: str, *, first: int | None = None, last: int | None = None, count: int = USUAL
    ) -> NumberBlock:
        """Lend a station numbers of 代字/类别: so many from the next one on, or from first to last.

        NotFound for a station that has not joined; BadFact for numbers that are given or lent already;
        NumbersUnsure until the next number of the series has been told after a backup was put back.
        """
        self._must_be_center("借出号段")
        if station not in dict(self.borrowers()):
            raise NotFound(what="站点", key=station)
        short, kind, year = self._series_key(key)
        with self.office.work(Task.SETTINGS, f"借给{station}号段") as work:
            found = work.find(Series, series_id(short, kind, year)) or new_series(work, short, kind, year)
            must_be_sure(work, found)
            lent = Lent.of(work, found)
            start = lent.following(found.next) if first is None else first
            end = start + count - 1 if last is None else last
            _must_be_free(work, found, lent, start, end)
            block = work.put(
                NumberBlock(
                    id=work.new_id(), short=short, kind=kind, year=year, station=station, first=start,
                    last=end, pattern=found.pattern, serves=_served(numbering(work), kind), by=work.by,
                    at=work.at,
                )
            )  # fmt: skip
            ahead = found.next
            while ahead in lent.serials or ahead in block.serials:
                ahead += 1
            work.put(replace(found, next=ahead, lent=found.lent + 1, incarnation=history(work)))
        return block

    def end(self, block_id: str, reason: str) -> Changed:
        """End a block that its station does not give back: what nobody bears by then is void, for good."""
        self._must_be_center("收回号段")
        why = told_reason(reason)
        with self.office.work(Task.SETTINGS, "收回号段") as work:
            block = self._block(work, block_id)
            if block.closed:
                raise BadFact(label=block.label, why="已经收回。")
            work.put(replace(block, closed=why))
        return work.changed

    def give_back(self, block_id: str, reason: str) -> Changed:
        """退回 what is left of a block to the center; BadFact where nothing is."""
        with self.office.work(Task.VOID, "退回号段") as work:
            block = self._block(work, block_id)
            work.flush()
            (found,) = standings(work.connection, id=block.id)
            if not found.out:
                raise BadFact(label=block.label, why="没有可以退回的号，待核对的请先逐号说明。")
            note(work, block, found.out, Mark.RETURNED, told_reason(reason))
        return work.changed

    def _told(self, one: Standing) -> Block:
        other = self.office.ask(peer, one.block.station)
        name = self.office.ask(station_called, one.block.station)
        return Block(one, name, other.last_seen if other is not None else None)

    def _block(self, work: Work, block_id: str) -> NumberBlock:
        """The block, if it is this station's business; NotFound."""
        found, me = work.find(NumberBlock, block_id), self.office.me
        if found is None or (me.role is not StationRole.CENTER and found.station != me.station):
            raise NotFound(what="号段", key=block_id)
        return found

    def _series_key(self, key: str) -> tuple[str, str, int]:
        return series_key(key, self.office.today.year)

    def _must_be_center(self, deed: str) -> None:
        if self.office.me.role is not StationRole.CENTER:
            raise BadFact(label=deed, why="由县中心办理。")


def _must_be_free(work: Work, found: Series, lent: Lent, first: int, last: int) -> None:
    """BadFact unless all these numbers are still to come, and neither lent nor borne nor marked."""
    if last < first or last - first >= MOST:
        raise BadFact(label=found.label, why=f"一次借出 1 至 {MOST} 个号，起号不能大于止号。")
    if first < found.next:
        raise BadFact(label=found.label, why=f"下一个号是 {found.next}，不能从 {first} 号借出。")
    for block in lent.blocks:
        if block.first <= last and first <= block.last:
            raise BadFact(label=block.label, why=f"已经借给{block.station}。")
    spelt = {told: serial for serial in range(first, last + 1) for told in found.spellings(serial)}
    work.flush()
    for bearer in bearers(work.connection, spelt):
        raise BadFact(label=bearer.number, why="已经有文书或者案件使用，请从它后面借出。")
    for serial in range(first, last + 1):
        if note := found.note(serial):
            raise BadFact(label=found.told(serial), why=f"已经{note['mark']}，请从它后面借出。")


def _served(told: Mapping[str, str], kind: str) -> tuple[str, ...]:
    """The 文书类别 that the office numbers in a series: a station follows the center in this."""
    named = [name for name, where in told.items() if where == kind and name != REST]
    own = [kind] if told.get(kind, kind) == kind else []
    rest = [REST] if told.get(REST) == kind else []
    return tuple(sorted({*named, *own})) + tuple(rest)
