"""Positions: the center's log of writes, its own chain, and where each row's values were accepted."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, insert, select

from fuyi_desktop.domain.line import Hash
from fuyi_desktop.domain.outcome import ROW, Outcome, Version, Versions
from fuyi_desktop.store.schema import sync_log, sync_version, upsert

NO_LINE = b""


@dataclass(frozen=True)
class Source:
    """The line that writes came in; the center's own have no branch."""

    station: str
    incarnation: str
    n: int
    line: Hash  # the link of its chain
    branch: str = ""


@dataclass(frozen=True)
class Entry:
    """One write in the log, and the fields of it that stand from now on."""

    write_id: str
    table: str
    key: str
    outcome: Outcome
    reviewed: tuple[str, ...]
    fields: tuple[str, ...]  # set; ROW for a row made or deleted
    reach: str
    merged: dict[str, Any] = field(default_factory=dict)


class Log:
    """The log as one transaction goes on with it: entries get the next positions, and are written at once."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        newest = select(sync_log.c.pos, sync_log.c.link).order_by(sync_log.c.pos.desc()).limit(1)
        row = connection.execute(newest).one_or_none()
        self.pos: int = row.pos if row is not None else 0
        self._link: Hash = row.link if row is not None else bytes(32)
        self._rows: list[dict[str, Any]] = []
        self._versions: dict[tuple[str, str, str], dict[str, Any]] = {}

    def add(self, entry: Entry, source: Source) -> int:
        """Give an entry the next position."""
        self.pos += 1
        self._link = link(self._link, self.pos, entry.outcome, entry.write_id, source.line)
        self._rows.append(
            {
                "pos": self.pos, "outcome": entry.outcome.value, "reviewed": entry.reviewed,
                "merged": entry.merged, "station": source.station, "incarnation": source.incarnation,
                "n": source.n, "line": source.line, "write_id": entry.write_id, "tbl": entry.table,
                "key": entry.key, "reach": entry.reach, "link": self._link,
            }
        )  # fmt: skip
        for name in entry.fields:
            place = (entry.table, entry.key, name)
            self._versions[place] = {
                "tbl": entry.table, "key": entry.key, "field": name, "pos": self.pos,
                **as_version(entry, name, source),
            }  # fmt: skip
        return self.pos

    def flush(self) -> None:
        """Write what was added."""
        if self._rows:
            self.connection.execute(insert(sync_log), self._rows)
        upsert(self.connection, sync_version, list(self._versions.values()), "tbl", "key", "field")
        self._rows, self._versions = [], {}


def as_version(entry: Entry, name: str, source: Source) -> dict[str, Any]:
    """Whose a value is: one that was put together is nobody's, and known to whoever was told of it."""
    return {"branch": "", "n": 0} if name in entry.merged else {"branch": source.branch, "n": source.n}


def link(before: Hash, pos: int, outcome: str, write_id: str, line: Hash) -> Hash:
    """The next link of the log's chain: what a checkpoint signs, and 300 stations keep."""
    told = f"{pos} {outcome} {write_id}\n".encode("ascii")
    return hashlib.sha256(before + told + line).digest()


def last_position(connection: Connection) -> int:
    """The position of the last write in the log; 0 where there is none."""
    found: int | None = connection.scalar(select(func.max(sync_log.c.pos)))
    return found or 0


def link_at(connection: Connection, pos: int) -> Hash | None:
    """The log's chain up to a position; None beyond its end."""
    if pos == 0:
        return bytes(32)
    return connection.scalar(select(sync_log.c.link).where(sync_log.c.pos == pos))


def versions(connection: Connection, table: str, key: str) -> Versions:
    """Where the values of one row were accepted."""
    c = sync_version.c
    rows = connection.execute(select(c.field, c.pos, c.branch, c.n).where(c.tbl == table, c.key == key))
    return Versions({name: Version(*rest) for name, *rest in rows})


def known_write(connection: Connection, write_id: str) -> bool:
    """Whether this write has a position already, under whatever number it came."""
    return (
        connection.scalar(select(sync_log.c.pos).where(sync_log.c.write_id == write_id).limit(1)) is not None
    )


def set_fields(kind: str, names: Iterable[str]) -> tuple[str, ...]:
    """What a write of the given kind sets: single fields for u, the row for i and d."""
    return tuple(names) if kind == "u" else (ROW,)
