"""Positions: the center's log of writes, and where each row's values were accepted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from fuyi_desktop.domain.outcome import ROW, Outcome, Version, Versions
from fuyi_desktop.store.schema import sync_log, sync_version, upsert


@dataclass(frozen=True)
class Entry:
    """One write in the log, and the fields of it that stand from now on."""

    write_id: str
    table: str
    key: str
    outcome: Outcome
    reviewed: tuple[str, ...]
    fields: tuple[str, ...]  # set; ROW for a row made or deleted


def last_position(connection: Connection) -> int:
    """The position of the last write in the log; 0 where there is none."""
    found: int | None = connection.scalar(select(func.max(sync_log.c.pos)))
    return found or 0


def log(
    connection: Connection, entries: Sequence[Entry], station: str, incarnation: str, n: int,
    *, branch: str = "", start: int | None = None,
) -> int:  # fmt: skip
    """Give the writes of one line their positions, after the last or from a given one; returns the first."""
    first = last_position(connection) + 1 if start is None else start
    line = {"station": station, "incarnation": incarnation, "n": n}
    numbered = list(enumerate(entries, first))
    if numbered:
        connection.execute(
            insert(sync_log),
            [
                {
                    "pos": pos, "outcome": entry.outcome.value, "reviewed": entry.reviewed, **line,
                    "write_id": entry.write_id, "tbl": entry.table, "key": entry.key,
                }
                for pos, entry in numbered
            ],
        )  # fmt: skip
    upsert(
        connection,
        sync_version,
        [
            {"tbl": entry.table, "key": entry.key, "field": name, "pos": pos, **line, "branch": branch}
            for pos, entry in numbered
            for name in entry.fields
        ],
        "tbl", "key", "field",
    )  # fmt: skip
    return first


def versions(connection: Connection, table: str, key: str) -> Versions:
    """Where the values of one row were accepted."""
    c = sync_version.c
    rows = connection.execute(
        select(c.field, c.pos, c.station, c.incarnation, c.n, c.branch).where(c.tbl == table, c.key == key)
    )
    return Versions({name: Version(*rest) for name, *rest in rows})


def known_write(connection: Connection, write_id: str) -> bool:
    """Whether this write has a position already, under whatever number it came."""
    return (
        connection.scalar(select(sync_log.c.pos).where(sync_log.c.write_id == write_id).limit(1)) is not None
    )


def set_fields(kind: str, names: Iterable[str]) -> tuple[str, ...]:
    """What a write of the given kind sets: single fields for u, the row for i and d."""
    return tuple(names) if kind == "u" else (ROW,)
