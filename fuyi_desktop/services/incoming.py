"""The lines of a station on their way into the center's log: placed, judged, taken in by one transaction."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any

from fuyi_desktop.domain.errors import BundleDamaged
from fuyi_desktop.domain.line import Hash, Line, Write, chain, line_hash, parse
from fuyi_desktop.domain.outcome import ROW, Judgement, Outcome
from fuyi_desktop.domain.record import Merge, groups, merge_rules
from fuyi_desktop.store import chains
from fuyi_desktop.store.chains import Lineages, Link, Run
from fuyi_desktop.store.positions import last_position
from fuyi_desktop.store.received import Arrivals
from fuyi_desktop.store.restart import epochs
from fuyi_desktop.store.schema import RECORDS
from fuyi_desktop.store.work import Work
from fuyi_desktop.sync.manifest import Manifest
from fuyi_desktop.sync.merge import Author, Rules, judge, seen_here

AT_ONCE = 2000  # lines judged together
GRACE = timedelta(days=30)  # after which a run is taken in though its predecessor never came

# fields that must name the sender
SPOKEN_FOR = {
    "step": ("station",), "case": ("home",), "recount": ("station",), "block_note": ("station",),
}  # fmt: skip
BEFORE_JOINING = "X[0-9A-F]{8}"  # what a station calls itself until it has its code (docs/decisions/0004)


@dataclass
class Taken:
    """What the lines of a bundle have brought so far."""

    new: int = 0
    known: int = 0
    held: int = 0  # lines that wait for those before them
    released: int = 0  # lines that had waited
    conflicts: int = 0
    forked: bool = False  # the station has two histories: a copy of it works elsewhere, or it was set back
    cases: dict[str, str] = field(default_factory=dict)  # case id → what: 新增 or 更新
    positions: tuple[int, int] = (0, 0)


class Intake:
    """Taking in what one station wrote, within one transaction."""

    def __init__(self, work: Work, station: str, name: str) -> None:
        self.work, self.station, self.name = work, station, name
        self.taken = Taken()
        self._epochs = [(generation, start) for generation, start, _ in epochs(work.connection)]
        self._lineages = Lineages(work.connection)

    def take(self, manifest: Manifest, raws: Iterable[bytes], present: str = "") -> Taken:
        """Take in every line that is new; BundleDamaged changes nothing.

        `present` is the incarnation that the station began last, where it is not the bundle's own.

        Lines whose predecessors have not come are held until those come, until the station goes on under
        another incarnation, or until the time of grace is over.
        """
        assert manifest.lines and manifest.incarnation and manifest.prev and manifest.tip
        before = last_position(self.work.connection)
        link, n = bytes.fromhex(manifest.prev), manifest.lines[0]
        for some in _some(raws):
            run = Run(self.station, manifest.incarnation, link, n, some)
            if not chains.follows(self.work.connection, run):
                raise BundleDamaged(name=self.name)
            link, n = self._end(run), run.last + 1
            if chains.known(self.work.connection, run.prev):
                self._take(run)
            else:
                chains.hold(self.work.connection, run, os.urandom(16).hex(), self.work.at)
                self.taken.held += len(some)
        if link.hex() != manifest.tip:
            raise BundleDamaged(name=self.name)
        self.drain(present or manifest.incarnation)
        after = last_position(self.work.connection)
        self.taken.positions = (before + 1, after) if after > before else (0, 0)
        return self.taken

    def drain(self, incarnation: str, *, all_of_it: bool = False) -> None:
        """Take in what was held, as far as it can stand now."""
        moved = True
        while moved:
            moved = False
            for run, since in chains.waiting(self.work.connection, self.station):
                over = all_of_it or run.incarnation != incarnation or since + GRACE <= self.work.at
                if over or chains.known(self.work.connection, run.prev):
                    chains.release(self.work.connection, run)
                    self.taken.released += len(run.raws)
                    self._take(run)
                    moved = True

    def _end(self, run: Run) -> Hash:
        link = run.prev
        for n, raw in enumerate(run.raws, run.first):
            link = chain(link, run.incarnation, n, line_hash(raw))
        return link

    def _take(self, run: Run) -> None:
        placed = chains.place(self.work.connection, run)
        self.taken.forked = self.taken.forked or placed.forked
        fresh = [link for link in placed.links if not link.known]
        self.taken.known += len(placed.links) - len(fresh)
        self.taken.new += len(fresh)
        if not fresh:
            return
        lines = [(link, self._line(link)) for link in fresh]
        chains.enter(self.work.connection, run, fresh)
        arrivals = Arrivals(self.work, self.station, [line for _, line in lines])
        for link, line in lines:
            author = Author(seen_here(line.seen, self._epochs), self._lineages.of(link.branch, link.n))
            judgements = {write.id: _judged(arrivals, write, author, self.station) for write in line.writes}
            arrivals.take(line, link, run.incarnation, judgements)
            for write in line.writes:
                self._tell(write, judgements[write.id])
        arrivals.flush()

    def _line(self, link: Link) -> Line:
        try:
            line = parse(link.raw)
        except ValueError as error:
            raise BundleDamaged(name=self.name) from error
        if line.n != link.n or len({write.id for write in line.writes}) != len(line.writes):
            raise BundleDamaged(name=self.name)
        return line

    def _tell(self, write: Write, judged: Judgement) -> None:
        self.taken.conflicts += judged.outcome is Outcome.REVIEW
        case_id = write.key if write.table == "case" else str(write.fields.get("case_id", ""))
        if case_id and not judged.dup:
            new = write.table == "case" and write.kind == "i"
            self.taken.cases.setdefault(case_id, "新增" if new else "更新")


def _judged(arrivals: Arrivals, write: Write, author: Author, station: str) -> Judgement:
    known = arrivals.knows(write)
    refused = _centers(write.table) or not _says_who_it_is(write, station) or arrivals.strange(write)
    if refused and not known:
        return Judgement(dict.fromkeys(write.fields or {ROW: None}, Outcome.REVIEW))
    rules = _rules(write.table)
    return judge(write, author, arrivals.versions(write), arrivals.current(write), rules, known=known)


def _centers(table: str) -> bool:
    """Whether all of such a row is the center's: a station's word on it always waits for a person."""
    kinds = _rules(table).kinds.values()
    return bool(kinds) and set(kinds) == {Merge.CENTER}


def _rules(table: str) -> Rules:
    if table not in _RULES:
        kind = RECORDS.get(table)
        _RULES[table] = Rules(merge_rules(kind), groups(kind)) if kind else Rules()
    return _RULES[table]


_RULES: dict[str, Rules] = {}


def _says_who_it_is(write: Write, station: str) -> bool:
    """A station speaks for itself alone: what it records and registers bears its own code."""
    named = [write.fields[name] for name in SPOKEN_FOR.get(write.table, ()) if name in write.fields]
    return all(code == station or re.fullmatch(BEFORE_JOINING, str(code)) for code in named)


def _some(raws: Iterable[bytes]) -> Iterator[tuple[bytes, ...]]:
    coming: Iterator[Any] = iter(raws)
    while some := tuple(islice(coming, AT_ONCE)):
        yield some
