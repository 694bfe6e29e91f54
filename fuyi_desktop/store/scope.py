"""Scope: which cases each station is told of, from which position of the log to which.

A case concerns the station that registered it, which must answer the citizen, and the one that holds it.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, insert, or_, select, update

from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.domain.record import EVERYBODY, RecordId, only
from fuyi_desktop.store.positions import NO_LINE, Entry, Log, Source
from fuyi_desktop.store.projection import BATCH, batches
from fuyi_desktop.store.schema import TABLES, case_now, sync_log, sync_scope

case, scope = TABLES["case"].c, sync_scope.c


def follow_cases(connection: Connection, ids: Collection[RecordId]) -> None:
    """Open or close the scope of stations that the given cases concern now, or no longer."""
    log, opened = Log(connection), list[dict[str, Any]]()
    for batch in batches(sorted(ids), BATCH):
        had = _open(connection, batch)
        for case_id, stations in _concerned(connection, batch).items():
            before = had.get(case_id, set())
            for station in sorted(stations - before):
                pos = log.add(_entry(Outcome.IN, station, case_id), _NOBODY)
                opened.append({"station": station, "case_id": case_id, "since": pos, "until": None})
            for station in sorted(before - stations):
                pos = log.add(_entry(Outcome.LEAVE, station, case_id), _NOBODY)
                still = (scope.station == station, scope.case_id == case_id, scope.until.is_(None))
                connection.execute(update(sync_scope).where(*still).values(until=pos))
    log.flush()
    if opened:
        connection.execute(insert(sync_scope), opened)


def concerns(connection: Connection, station: str, case_id: RecordId) -> bool:
    """Whether a station is told of a case, or was at any time: what it says of others is not taken."""
    query = select(scope.case_id).where(scope.station == station, scope.case_id == case_id).limit(1)
    return connection.scalar(query) is not None


def had_cases(connection: Connection, station: str, ids: Iterable[RecordId]) -> set[RecordId]:
    """Those of the cases that a station is told of, or was at any time."""
    found: set[RecordId] = set()
    for batch in batches(sorted(ids), BATCH):
        query = select(scope.case_id).where(scope.station == station, scope.case_id.in_(batch))
        found.update(connection.scalars(query))
    return found


def cases_of(connection: Connection, station: str) -> list[RecordId]:
    """The cases that a station is told of now."""
    query = select(scope.case_id).where(scope.station == station, scope.until.is_(None))
    return list(connection.scalars(query.order_by(scope.case_id)))


def visible(station: str) -> ColumnElement[bool]:
    """Of the log: what a station is told, which is what concerned it then, and the fate of its own writes."""
    log = sync_log.c
    within = exists().where(
        and_(
            scope.station == station, scope.case_id == log.reach, scope.since <= log.pos,
            or_(scope.until.is_(None), scope.until >= log.pos),
        )
    )  # fmt: skip
    return or_(log.reach.in_([EVERYBODY, only(station)]), log.station == station, within)


def _concerned(connection: Connection, batch: Sequence[RecordId]) -> dict[RecordId, set[str]]:
    """Of each case the stations it concerns; one that is gone concerns nobody."""
    query = select(case.id, case.home, case_now.c.holder).join(case_now, case_now.c.case_id == case.id)
    found: dict[RecordId, set[str]] = {case_id: set() for case_id in batch}
    for case_id, home, holder in connection.execute(query.where(case.id.in_(batch))):
        found[case_id] = {home, holder} - {CENTER, ""}
    return found


def _open(connection: Connection, batch: Sequence[RecordId]) -> dict[RecordId, set[str]]:
    query = select(scope.case_id, scope.station).where(scope.case_id.in_(batch), scope.until.is_(None))
    found: dict[RecordId, set[str]] = {}
    for case_id, station in connection.execute(query):
        found.setdefault(case_id, set()).add(station)
    return found


def _entry(outcome: Outcome, station: str, case_id: RecordId) -> Entry:
    return Entry("", "case", case_id, outcome, (), (), only(station))


_NOBODY = Source("", "", 0, NO_LINE)
