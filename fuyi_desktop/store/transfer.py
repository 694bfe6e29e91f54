"""Carrying a whole store over, from one engine to another: every row of every table, counted and compared."""

import hashlib
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, Integer, delete, func, insert, select, text

from fuyi_desktop.store.head import on_server
from fuyi_desktop.store.projection import batches
from fuyi_desktop.store.schema import case_now, metadata
from fuyi_desktop.store.search import put_rows

AT_ONCE = 200  # rows: a line of the journal may have megabytes

Digests = dict[str, tuple[int, str]]  # of each table: its rows, and the SHA-256 over them


def copy_rows(source: Connection, target: Connection) -> None:
    """Every row as it stands, in place of what the target holds; the search index is made anew."""
    target.execute(text("DELETE FROM search"))
    for table in metadata.sorted_tables:
        target.execute(delete(table))
        rows = source.execute(select(table).execution_options(yield_per=AT_ONCE)).mappings()
        for batch in batches(rows, AT_ONCE):
            target.execute(insert(table), [dict(row) for row in batch])
    c = case_now.c
    words = select(c.row, c.names, c.words, c.flags).execution_options(yield_per=AT_ONCE)
    for listed in batches(source.execute(words), AT_ONCE):
        put_rows(target, [(row.row, row.names, row.words, row.flags) for row in listed])
    if on_server(target):
        _count_on(target)


def digests(connection: Connection, *, but: Mapping[str, Collection[str]] | None = None) -> Digests:
    """What each table holds, without the rows of the named keys; equal for equal content on any engine."""
    found: Digests = {}
    for table in metadata.sorted_tables:
        keys = list(table.primary_key.columns)
        query = select(table).order_by(*keys)
        if left := (but or {}).get(table.name):
            query = query.where(keys[0].not_in(left))
        hashed, count = hashlib.sha256(), 0
        for row in connection.execute(query.execution_options(yield_per=AT_ONCE)):
            hashed.update(repr(tuple(row)).encode("utf-8", "surrogatepass") + b"\n")
            count += 1
        found[table.name] = (count, hashed.hexdigest())
    return found


def _count_on(target: Connection) -> None:
    """Have the server's counters go on after the rows that came with their numbers."""
    for table in metadata.sorted_tables:
        key = table.autoincrement_column
        if key is not None and isinstance(key.type, Integer):
            counter = func.pg_get_serial_sequence(table.name, key.name)
            highest = select(func.coalesce(func.max(key), 0) + 1).scalar_subquery()
            target.execute(select(func.setval(counter, highest, False)))  # PostgreSQL's own
