"""The feed: the center's log as one station is told it, and the rows of its scope."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from fuyi_desktop.domain.line import Hash, Line, Write, line_hash, parse
from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.domain.record import Reach, Record, RecordId, flat
from fuyi_desktop.store.projection import BATCH, batches
from fuyi_desktop.store.schema import (
    RECORDS,
    TABLES,
    journal,
    record_of,
    sync_chain,
    sync_log,
    sync_scope,
    sync_unknown,
)
from fuyi_desktop.store.scope import cases_of, visible

log, scope = sync_log.c, sync_scope.c


@dataclass(frozen=True)
class Told:
    """One entry of the feed: a write with its fate, or a row that enters or leaves the scope."""

    pos: int
    outcome: Outcome
    write: Write
    station: str = ""
    incarnation: str = ""
    n: int = 0
    line: Line | None = None
    line_hash: Hash = b""
    held: tuple[str, ...] = ()


def feed(connection: Connection, station: str, after: int, upto: int) -> Iterator[Told]:
    """What a station is told of the log after a position, up to another; positions never go back.

    A case that enters is told as it stands now, and what happened to it since once more on top: the fate of a
    write of the station's own is told in its place, so that what came after it has to follow.
    """
    entered = _entered(connection, station, after)
    lines = _Lines(connection)
    query = select(sync_log).where(log.pos > after, log.pos <= upto, visible(station)).order_by(log.pos)
    for row in connection.execute(query.execution_options(yield_per=BATCH)):
        match row.outcome:
            case Outcome.IN:
                if entered.get(row.key) == row.pos:
                    yield from (
                        Told(row.pos, Outcome.IN, Write("", table, key, "i", found, {}), CENTER)
                        for table, key, found in rows_of_case(connection, row.key)
                    )
            case Outcome.LEAVE:
                yield Told(row.pos, Outcome.LEAVE, Write("", row.tbl, row.key, "d", {}, {}), CENTER)
            case _:
                # (a write of the station's own is always answered)
                if row.station == station or entered.get(row.reach, 0) < row.pos:
                    yield lines.told(row)


def told(connection: Connection, first: int, last: int) -> Iterator[Told]:
    """The entries of a stretch of the log, both ends included, whoever they concern."""
    lines = _Lines(connection)
    query = select(sync_log).where(log.pos >= first, log.pos <= last, log.write_id != "").order_by(log.pos)
    return (lines.told(row) for row in connection.execute(query))


def _entered(connection: Connection, station: str, after: int) -> dict[RecordId, int]:
    """Cases that entered the scope after a position and are in it now: where they last did."""
    query = select(scope.case_id, scope.since).where(
        scope.station == station, scope.since > after, scope.until.is_(None)
    )
    return {row.case_id: row.since for row in connection.execute(query)}


class _Lines:
    """The lines that log entries came in; consecutive ones mostly share one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._at: Hash = b""
        self._line: Line | None = None
        self._hash: Hash = b""
        self._writes: dict[str, Write] = {}

    def told(self, row: Any) -> Told:
        self._go(row)
        write = self._writes.get(row.write_id) or Write(row.write_id, row.tbl, row.key, "u", {}, {})
        if row.merged:
            write = Write(
                write.id, write.table, write.key, write.kind, write.fields | row.merged, write.before
            )
        return Told(
            row.pos, Outcome(row.outcome), write, row.station, row.incarnation, row.n, self._line, self._hash,
            tuple(row.reviewed),
        )  # fmt: skip

    def _go(self, row: Any) -> None:
        if row.line == self._at:
            return
        raw = self._connection.scalar(select(sync_chain.c.raw).where(sync_chain.c.h == row.line))
        if raw is None:
            c = journal.c
            raw = self._connection.scalar(
                select(c.raw).where(c.incarnation == row.incarnation, c.n == row.n, c.chain == row.line)
            )
        self._at, self._line = row.line, parse(raw) if raw else None
        self._hash = line_hash(raw) if raw else b""
        self._writes = {write.id: write for write in self._line.writes} if self._line else {}


def rows_of_case(connection: Connection, case_id: RecordId) -> Iterator[tuple[str, RecordId, dict[str, Any]]]:
    """A case and everything that is part of it, as plain values; also what only a newer program knows."""
    return _with_unknown(connection, [case_id])


def rows_for(connection: Connection, station: str) -> Iterator[tuple[str, RecordId, dict[str, Any]]]:
    """Every row of a station's scope: the county's, its own, and those of its cases."""
    for name, kind in _travelling():
        query = select(TABLES[name]).order_by(TABLES[name].c.id)
        if kind.reach is Reach.STATION:
            query = query.where(TABLES[name].c.station == station)
        if kind.reach is not Reach.CASE:
            yield from ((name, row.id, flat(record_of(kind, row))) for row in connection.execute(query))
    for batch in batches(cases_of(connection, station), BATCH):
        yield from _with_unknown(connection, list(batch))


def case_rows_for(connection: Connection, station: str) -> Iterator[tuple[str, RecordId, dict[str, Any]]]:
    """The rows of the cases in a station's scope: what a digest covers."""
    for batch in batches(cases_of(connection, station), BATCH):
        yield from _rows_of_cases(connection, list(batch))


def former(connection: Connection, table: str, key: RecordId) -> dict[str, Any]:
    """What a row that was deleted was at last; nothing where it was not."""
    query = select(sync_log).where(log.tbl == table, log.key == key, log.outcome == Outcome.SET)
    row = connection.execute(query.order_by(log.pos.desc()).limit(1)).one_or_none()
    write = _Lines(connection).told(row).write if row is not None else None
    return dict(write.before) if write is not None and write.kind == "d" else {}


def writes_of(connection: Connection, station: str, after: int, incarnation: str) -> list[str]:
    """The ids of a station's writes in the log after a position, and of all those of an incarnation."""
    doubted = or_(log.pos > after, log.incarnation == incarnation)
    query = select(log.write_id).where(log.station == station, doubted, log.write_id != "")
    return list(dict.fromkeys(connection.scalars(query.order_by(log.pos))))


def _rows_of_cases(
    connection: Connection, ids: list[RecordId]
) -> Iterator[tuple[str, RecordId, dict[str, Any]]]:
    for name, kind in _travelling():
        if kind.reach is not Reach.CASE:
            continue
        column = TABLES[name].c.id if name == "case" else TABLES[name].c.case_id
        query = select(TABLES[name]).where(column.in_(ids)).order_by(TABLES[name].c.id)
        yield from ((name, row.id, flat(record_of(kind, row))) for row in connection.execute(query))


def _with_unknown(
    connection: Connection, ids: list[RecordId]
) -> Iterator[tuple[str, RecordId, dict[str, Any]]]:
    """The rows of cases with the fields and the tables that only a newer program knows, as they were said."""
    strange = (log.reach.in_(ids), log.tbl.not_in(list(RECORDS)))
    query = select(log.tbl, log.key).where(*strange).distinct()
    of = {(table, key) for table, key in connection.execute(query)}
    aside: dict[tuple[str, RecordId], dict[str, Any]] = {}
    for row in connection.execute(select(sync_unknown)):
        aside.setdefault((row.tbl, row.key), {})[row.field] = json.loads(row.json)
    for table, key, found in _rows_of_cases(connection, ids):
        yield table, key, {**aside.get((table, key), {}), **found}
    yield from ((table, key, aside[table, key]) for table, key in sorted(of & aside.keys()))


def _travelling() -> Iterator[tuple[str, type[Record]]]:
    return ((name, kind) for name, kind in RECORDS.items() if kind.travels)
