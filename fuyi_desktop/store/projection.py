"""case_now and the search index: derived from a case's file, written for every case that was touched."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, select

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.now import CaseNow
from fuyi_desktop.store.queries import NOW, case_files
from fuyi_desktop.store.schema import NOW_COLUMNS, case_now, upsert
from fuyi_desktop.store.search import put_rows, remove_rows

Project = Callable[[CaseFile], CaseNow]
T = TypeVar("T")

BATCH = 500
UNDATED = 4_000_000  # above every date's ordinal
ENDED = 2 * UNDATED


def rank(now: CaseNow) -> int:
    """Where a case stands in the lists: the nearest day first, the undated, then the ended, newest first."""
    if now.ended:
        return ENDED - (now.received_on.toordinal() if now.received_on else 0)
    return now.display.toordinal() if now.display else UNDATED


def now_row(now: CaseNow) -> dict[str, Any]:
    """The columns of a case's row."""
    return {name: getattr(now, name) for name in NOW_COLUMNS} | {"rank": rank(now)}


def project_cases(connection: Connection, ids: Iterable[str], project: Project) -> None:
    """Write the rows of the given cases anew, and index those whose words have changed."""
    for batch in batches(sorted(ids), BATCH):
        rows = [now_row(project(file)) for file in case_files(connection, batch)]
        _forget(connection, set(batch) - {row["case_id"] for row in rows})
        searched = {row["case_id"]: (row["names"], row["words"], row["flags"]) for row in rows}
        columns = (case_now.c.case_id, case_now.c.names, case_now.c.words, case_now.c.flags)
        before = {
            case_id: tuple(rest)
            for case_id, *rest in connection.execute(select(*columns).where(case_now.c.case_id.in_(batch)))
        }
        upsert(connection, case_now, rows, "case_id")
        stale = [case_id for case_id, words in searched.items() if before.get(case_id) != words]
        numbers = connection.execute(
            select(case_now.c.row, case_now.c.case_id).where(case_now.c.case_id.in_(stale))
        )
        put_rows(connection, [(number, *searched[case_id]) for number, case_id in numbers])


def cases_now(connection: Connection, ids: Iterable[str]) -> dict[str, CaseNow]:
    """Those of the cases that are here, as lists show them."""
    found: dict[str, CaseNow] = {}
    for batch in batches(ids, BATCH):
        rows = connection.execute(select(*NOW).where(case_now.c.case_id.in_(batch)))
        found |= {row.case_id: CaseNow(**row._mapping) for row in rows}
    return found


def _forget(connection: Connection, gone: Collection[str]) -> None:
    """Take cases out of the lists that are here no more."""
    if not gone:
        return
    where = case_now.c.case_id.in_(gone)
    remove_rows(connection, connection.scalars(select(case_now.c.row).where(where)).all())
    connection.execute(delete(case_now).where(where))


def batches(items: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """The items in lists of at most the given size."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
