"""The journal: each transaction's one line, rendered once, chained, and entered for the cases it touched."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from fuyi_desktop.domain.errors import BundleTooLarge
from fuyi_desktop.domain.line import GENESIS, MAX_LINE, Hash, Line, Write, chain, line_hash, render
from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.domain.record import Record, RecordId, flat, new_id
from fuyi_desktop.store.meta import read_meta, write_meta
from fuyi_desktop.store.positions import Entry, Log, Source, last_position, set_fields
from fuyi_desktop.store.schema import journal, journal_case, sync_write


@dataclass(frozen=True)
class Deed:
    """Who writes, why, when, and the clock used where the day was given by hand."""

    by: str
    why: str
    clock: str
    at: datetime


def write_line(
    connection: Connection,
    deed: Deed,
    writes: Sequence[Write],
    cases: Iterable[RecordId],
    reach: Callable[[Write], str],
) -> None:
    """Render the line of a transaction and keep it with its chain.

    At the center its writes get positions, and go to those they reach; elsewhere they are tentative.
    """
    me, incarnation = read_meta(connection, "station"), read_meta(connection, "incarnation")
    n, tip = last_line(connection, incarnation)
    n += 1
    central = me["role"] == StationRole.CENTER
    generation, seen = read_meta(connection, "seen", [0, 0])
    if central:
        generation, seen = read_meta(connection, "epoch")["generation"], last_position(connection)
    wall = max(0, int(deed.at.timestamp() * 1000))
    line = Line(
        n, new_id(deed.at), os.urandom(16).hex(), deed.by, _stamp(connection, wall), wall, (generation, seen),
        deed.why, tuple(writes), deed.clock,
    )  # fmt: skip
    raw = render(line)
    if len(raw) > MAX_LINE:
        raise BundleTooLarge(limit="8 MB", what=deed.why)
    hashed = line_hash(raw)
    link = chain(tip, incarnation, n, hashed)
    connection.execute(
        insert(journal).values(
            incarnation=incarnation, n=n, txn=line.txn, at=deed.at, by=deed.by, why=deed.why, raw=raw,
            hash=hashed, chain=link,
        )
    )  # fmt: skip
    note_cases(connection, line, cases, me["station"], incarnation, deed.at)
    if not central:
        note_own(connection, incarnation, n, writes)
        return
    log, source = Log(connection), Source(me["station"], incarnation, n, link)
    for w in writes:
        log.add(Entry(w.id, w.table, w.key, Outcome.SET, (), set_fields(w.kind, w.fields), reach(w)), source)
    log.flush()


def note_own(connection: Connection, incarnation: str, n: int, writes: Iterable[Write]) -> None:
    """Remember writes of ours until the center has said what became of them."""
    rows = [
        {"id": w.id, "incarnation": incarnation, "n": n, "tbl": w.table, "key": w.key, "pos": None}
        for w in writes
    ]
    if rows:
        connection.execute(insert(sync_write), rows)


def last_line(connection: Connection, incarnation: str) -> tuple[int, Hash]:
    """Number and chain of our last line in an incarnation; (0, genesis) where there is none."""
    query = select(journal.c.n, journal.c.chain).where(journal.c.incarnation == incarnation)
    row = connection.execute(query.order_by(journal.c.n.desc()).limit(1)).one_or_none()
    return (row.n, row.chain) if row is not None else (0, GENESIS)


def note_cases(
    connection: Connection,
    line: Line,
    cases: Iterable[RecordId],
    station: str,
    incarnation: str,
    at: datetime,
) -> None:
    """Enter a line in the journals of the cases it touched."""
    note_rows(connection, case_rows(line, cases, station, incarnation, at))


def case_rows(
    line: Line, cases: Iterable[RecordId], station: str, incarnation: str, at: datetime
) -> list[dict[str, Any]]:
    """The entries of a line in the journals of the cases it touched."""
    found = {
        "station": station, "incarnation": incarnation, "n": line.n, "at": at, "by": line.by,
        "why": line.why,
    }  # fmt: skip
    return [{"case_id": case_id} | found for case_id in sorted(cases)]


def note_rows(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Enter many at once."""
    if rows:
        connection.execute(insert(journal_case), rows)


def write_of(table: str, key: RecordId, before: Record | None, after: Record | None) -> Write | None:
    """What a transaction did to one record as a write; None where it left it as it was."""
    was, now = flat(before) if before else {}, flat(after) if after else {}
    if after is None:
        return Write(write_id(), table, key, "d", {}, was) if before else None
    if before is None:
        return Write(write_id(), table, key, "i", now, {})
    names = [name for name in was | now if was.get(name) != now.get(name)]
    if not names:
        return None
    fields = {name: now.get(name) for name in names}
    return Write(write_id(), table, key, "u", fields, {name: was[name] for name in names if name in was})


def write_id() -> str:
    """A new write's id, for good."""
    return os.urandom(16).hex()


def _stamp(connection: Connection, wall: int) -> str:
    """The hybrid logical clock: milliseconds and a counter, never behind its last."""
    last, _, count = str(read_meta(connection, "hlc", "0-0")).partition("-")
    ahead = wall > int(last, 16)
    stamp = f"{wall:012x}-0000" if ahead else f"{int(last, 16):012x}-{int(count, 16) + 1:04x}"
    write_meta(connection, {"hlc": stamp})
    return stamp
