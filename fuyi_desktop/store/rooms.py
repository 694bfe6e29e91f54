"""Questions about rooms and sessions: a board's days, one room, what a case has had."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Connection, or_, select

from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.sessions import Room, Session
from fuyi_desktop.store.schema import TABLES, record_of

SESSION, ROOM = TABLES[Session.table], TABLES[Room.table]


def rooms_of(connection: Connection, station: str) -> list[Room]:
    """The rooms of a station in the order of its board, those out of use last."""
    query = select(ROOM).where(ROOM.c.station == station)
    ordered = query.order_by(ROOM.c.retired, ROOM.c.site, ROOM.c.place, ROOM.c.id)
    return [record_of(Room, row) for row in connection.execute(ordered)]


def sessions_between(connection: Connection, first: date, last: date, station: str) -> list[Session]:
    """The sessions in a station's rooms from one day to another, in the order in which they begin."""
    c = SESSION.c
    query = select(SESSION).where(c.on >= first, c.on <= last, c.station == station)
    return [record_of(Session, row) for row in connection.execute(query.order_by(c.on, c.start, c.id))]


def sessions_of(
    connection: Connection, *, case_id: RecordId = "", series: str = "", ids: Iterable[RecordId] = ()
) -> list[Session]:
    """The sessions of a case, of one recurring booking, or of these ids, the earliest first."""
    c = SESSION.c
    asked: list[ColumnElement[bool]] = [c.id.in_(sorted(ids))]
    asked += [c.case_id == case_id] if case_id else []
    asked += [c.series == series] if series else []
    query = select(SESSION).where(or_(*asked)).order_by(c.on, c.start, c.id)
    return [record_of(Session, row) for row in connection.execute(query)]
