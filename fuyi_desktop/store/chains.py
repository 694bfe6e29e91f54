"""Chains: the lines of other stations as they were received, the branches they form, and runs that wait.

A run whose predecessor has not come is held. A second line after a known one opens a branch: two histories
under one incarnation are data, not a fault (`sync.md` 3.7).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from fuyi_desktop.domain.line import GENESIS, Hash, chain, line_hash
from fuyi_desktop.store.projection import BATCH, batches
from fuyi_desktop.store.schema import sync_branch, sync_chain, sync_held

c, held = sync_chain.c, sync_held.c


@dataclass(frozen=True)
class Tip:
    """The end of a station's chain as far as it has been received."""

    n: int
    h: Hash


@dataclass(frozen=True)
class Run:
    """Lines of one incarnation, one after another, from a given number on."""

    station: str
    incarnation: str
    prev: Hash
    first: int
    raws: tuple[bytes, ...]
    id: str = ""  # where it was held

    @property
    def last(self) -> int:
        return self.first + len(self.raws) - 1


@dataclass(frozen=True)
class Link:
    """One line of a run: its place in the chain, and whether it had been received before."""

    n: int
    h: Hash
    parent: Hash
    line_hash: Hash
    raw: bytes
    branch: str = ""
    known: bool = False


@dataclass(frozen=True)
class Placed:
    """A run in its place: its links, the branches it opens, and whether there are two histories now."""

    links: tuple[Link, ...]
    forked: bool


def tip(connection: Connection, station: str, incarnation: str) -> Tip:
    """The longest run received of a station's incarnation; (0, genesis) where there is none."""
    query = select(c.n, c.h).where(c.station == station, c.incarnation == incarnation)
    row = connection.execute(query.order_by(c.n.desc(), c.branch).limit(1)).one_or_none()
    return Tip(*row) if row is not None else Tip(0, GENESIS)


def known(connection: Connection, h: Hash) -> bool:
    """Whether the line that ends in this link has been received, on whatever branch."""
    return h == GENESIS or connection.scalar(select(c.n).where(c.h == h)) is not None


def follows(connection: Connection, run: Run) -> bool:
    """Whether a run can stand where it says: after a line of its own station and history, by its number."""
    if run.prev == GENESIS:
        return run.first == 1
    row = connection.execute(select(c.station, c.incarnation, c.n).where(c.h == run.prev)).one_or_none()
    return row is None or tuple(row) == (run.station, run.incarnation, run.first - 1)


def place(connection: Connection, run: Run) -> Placed:
    """Find the place of a run, opening branches where it needs them."""
    links = _links(run)
    branches = _branches(connection, [run.prev, *(link.h for link in links)])
    busy = _parents(connection, run.incarnation, [run.prev, *(link.h for link in links)])
    orphan = run.prev != GENESIS and run.prev not in branches
    branch = branches.get(run.prev, "")
    own = bool(branch) and _incarnation(connection, branch) == run.incarnation
    forked = orphan and bool(links) and links[0].h not in branches
    found: list[Link] = []
    for link in links:
        if link.h in branches:
            branch, own = branches[link.h], True
            found.append(_put(link, branch, known=True))
            continue
        second = link.parent in busy
        if not branch or not own or second:
            forked = forked or second
            branch, own = _open(connection, run, link, branch), True
        busy.add(link.parent)
        found.append(_put(link, branch))
    return Placed(tuple(found), forked)


def enter(connection: Connection, run: Run, links: Iterable[Link]) -> None:
    """Keep the lines of a run as they came."""
    rows = [
        {
            "h": link.h, "parent": link.parent, "station": run.station, "incarnation": run.incarnation,
            "n": link.n, "branch": link.branch, "line_hash": link.line_hash, "raw": link.raw,
        }
        for link in links
    ]  # fmt: skip
    if rows:
        connection.execute(insert(sync_chain), rows)


class Lineages:
    """Of each branch, which lines of which branches came before a line of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._above: dict[str, dict[str, int]] = {}

    def of(self, branch: str, n: int) -> Mapping[str, int]:
        """Branch → the first line of it that is not an ancestor of line n of this branch."""
        if branch not in self._above:
            b = sync_branch.c
            row = self._connection.execute(select(b.parent, b.after).where(b.id == branch)).one_or_none()
            parent, after = (row.parent, row.after) if row is not None else ("", 0)
            self._above[branch] = dict(self.of(parent, after + 1)) if parent else {}
        return {**self._above[branch], branch: n}


def hold(connection: Connection, run: Run, run_id: str, at: datetime) -> None:
    """Keep a run until its predecessor comes; one that is held already is not held twice."""
    others = (one for one, _ in waiting(connection, run.station))
    if any(_begins(one, run) for one in others):
        return
    rows = [
        {
            "run": run_id, "n": n, "station": run.station, "incarnation": run.incarnation,
            "prev": run.prev, "raw": raw, "at": at,
        }
        for n, raw in enumerate(run.raws, run.first)
    ]  # fmt: skip
    if rows:
        connection.execute(insert(sync_held), rows)


def _begins(longer: Run, run: Run) -> bool:
    """Whether one run begins with all of another: two histories may go on from the same line."""
    same = (longer.incarnation, longer.prev, longer.first) == (run.incarnation, run.prev, run.first)
    return same and longer.raws[: len(run.raws)] == run.raws


def waiting(connection: Connection, station: str) -> list[tuple[Run, datetime]]:
    """The runs of a station that are held, in the order of their numbers, and since when."""
    query = select(sync_held).where(held.station == station).order_by(held.run, held.n)
    runs: dict[str, list[Any]] = {}
    for row in connection.execute(query):
        runs.setdefault(row.run, []).append(row)
    found = [
        (
            Run(station, rows[0].incarnation, rows[0].prev, rows[0].n, tuple(row.raw for row in rows), run),
            rows[0].at,
        )
        for run, rows in runs.items()
    ]
    return sorted(found, key=lambda pair: (pair[0].incarnation, pair[0].first))


def release(connection: Connection, run: Run) -> None:
    """A run is held no longer."""
    connection.execute(delete(sync_held).where(held.run == run.id))


def _links(run: Run) -> list[Link]:
    found, parent = [], run.prev
    for n, raw in enumerate(run.raws, run.first):
        hashed = line_hash(raw)
        h = chain(parent, run.incarnation, n, hashed)
        found.append(Link(n, h, parent, hashed, raw))
        parent = h
    return found


def _put(link: Link, branch: str, *, known: bool = False) -> Link:
    return Link(link.n, link.h, link.parent, link.line_hash, link.raw, branch, known)


def _branches(connection: Connection, links: Sequence[Hash]) -> dict[Hash, str]:
    """The branch of each link that has been received."""
    found: dict[Hash, str] = {}
    for batch in batches(links, BATCH):
        found.update(tuple(row) for row in connection.execute(select(c.h, c.branch).where(c.h.in_(batch))))
    return found


def _parents(connection: Connection, incarnation: str, links: Sequence[Hash]) -> set[Hash]:
    """Those of the links that a line of this incarnation follows already."""
    found: set[Hash] = set()
    for batch in batches(links, BATCH):
        query = select(c.parent).where(c.parent.in_(batch), c.incarnation == incarnation)
        found.update(connection.scalars(query))
    return found


def _incarnation(connection: Connection, branch: str) -> str | None:
    return connection.scalar(select(sync_branch.c.incarnation).where(sync_branch.c.id == branch))


def _open(connection: Connection, run: Run, link: Link, parent: str) -> str:
    """A new branch that begins with this line."""
    branch = link.h.hex()[:32]
    connection.execute(
        insert(sync_branch).values(
            id=branch, station=run.station, incarnation=run.incarnation, parent=parent, after=link.n - 1
        )
    )
    return branch
