"""Questions about minutes: what is being written, what has been finished, entry by entry."""

from typing import Any

from sqlalchemy import Connection, func, select

from fuyi_desktop.domain.minutes import Minutes, MinutesDraft, MinutesEntry
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.store.schema import TABLES, record_of


def drafts_of(connection: Connection, case_id: RecordId) -> list[MinutesDraft]:
    """The minutes of a case that are being written here, in the order they were begun."""
    table = TABLES[MinutesDraft.table]
    query = select(table).where(table.c.of_case == case_id).order_by(table.c.id)
    return [record_of(MinutesDraft, row) for row in connection.execute(query)]


def minutes_of(connection: Connection, case_id: RecordId) -> list[Minutes]:
    """The finished minutes of a case, every version, in the order they were finished."""
    table = TABLES[Minutes.table]
    query = select(table).where(table.c.case_id == case_id).order_by(table.c.id)
    return [record_of(Minutes, row) for row in connection.execute(query)]


def entries_of(connection: Connection, draft_id: RecordId) -> list[MinutesEntry]:
    """What has been written of a draft, in its order."""
    table = TABLES[MinutesEntry.table]
    query = select(table).where(table.c.draft_id == draft_id).order_by(table.c.n)
    return [record_of(MinutesEntry, row) for row in connection.execute(query)]


def last_entry(connection: Connection, draft_id: RecordId) -> tuple[int, Any]:
    """The number and the moment of the last entry of a draft; 0 and None where there is none yet."""
    c = TABLES[MinutesEntry.table].c
    row = connection.execute(select(func.max(c.n), func.max(c.at)).where(c.draft_id == draft_id)).one()
    return (row[0] or 0), row[1]
