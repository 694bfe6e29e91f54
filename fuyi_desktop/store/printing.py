"""Questions about printing: what a day has issued, which hearings there are, what lies in the queue."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, func, or_, select

from fuyi_desktop.domain.papers import Paper, Printing
from fuyi_desktop.domain.printing import PrintCopy, PrintJob
from fuyi_desktop.domain.record import Record, RecordId
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.store.schema import TABLES, record_of

R = TypeVar("R", bound=Record)
ASKED = 500  # ids in one question: below what SQLite takes


def issued_on(connection: Connection, day: date, zone: tzinfo | None) -> list[Paper]:
    """The standing papers that bear a day or were made on it, in the order they were issued."""
    c, start = TABLES[Paper.table].c, datetime.combine(day, time(), zone)
    made = c.issued_at.between(start, start + timedelta(days=1))
    return _records(connection, Paper, or_(c.issued_on == day, made), c.void_reason == "")


def times_printed(connection: Connection, paper_ids: Collection[RecordId]) -> dict[RecordId, int]:
    """How many copies of each paper have left a printer; a paper that has not been printed is absent."""
    c, ids = TABLES[Printing.table].c, sorted(paper_ids)
    found: dict[RecordId, int] = {}
    for start in range(0, len(ids), ASKED):
        query = select(c.paper_id, func.count()).where(c.paper_id.in_(ids[start : start + ASKED]))
        found |= {row[0]: row[1] for row in connection.execute(query.group_by(c.paper_id))}
    return found


def steps_called(connection: Connection, codes: Collection[str]) -> list[Step]:
    """The steps of these codes that stand, oldest first."""
    c = TABLES[Step.table].c
    return _records(connection, Step, c.code.in_(sorted(codes)), c.void_reason == "")


def jobs(connection: Connection, desk: str, *, state: str = "", limit: int = 50) -> list[PrintJob]:
    """The printing jobs of a PC, in one state if it matters, the newest first."""
    table = TABLES[PrintJob.table]
    where = [table.c.desk == desk, *([table.c.state == state] if state else [])]
    query = select(table).where(*where).order_by(table.c.id.desc()).limit(limit)
    return [record_of(PrintJob, row) for row in connection.execute(query)]


def copies(connection: Connection, job_id: RecordId) -> list[PrintCopy]:
    """The copies of a job in the order they are printed in."""
    found = _records(connection, PrintCopy, TABLES[PrintCopy.table].c.job_id == job_id)
    return sorted(found, key=lambda copy: copy.place)


def _records(connection: Connection, kind: type[R], *where: ColumnElement[bool]) -> list[R]:
    table = TABLES[kind.table]
    query = select(table).where(*where).order_by(table.c.id)
    return [record_of(kind, row) for row in connection.execute(query)]
