"""The same SQL without us: statements overheard from our own calls, said again through the bare driver."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlcipher3 import dbapi2

from fuyi_desktop.store.sqlcipher import PRAGMAS
from fuyi_desktop.store.work import Store

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Said:
    """One statement as the driver got it."""

    sql: str
    values: Any
    many: bool

    @property
    def writes(self) -> bool:
        return self.sql.lstrip().upper().startswith(WRITES)

    def concerns(self, *tables: str) -> bool:
        return any(f" {table} " in self.sql.replace("(", " ( ") for table in tables)

    def run(self, cursor: Any) -> None:
        if self.many:
            cursor.executemany(self.sql, self.values)
        else:
            cursor.execute(self.sql, self.values or ())
            if not self.writes:
                cursor.fetchall()


@contextmanager
def overheard(engine: Engine) -> Iterator[list[Said]]:
    """What is said to the database meanwhile."""
    heard: list[Said] = []

    def listen(_: Any, __: Any, sql: str, values: Any, ___: Any, many: bool) -> None:  # noqa: FBT001  # SQLAlchemy's
        heard.append(Said(sql, values, many))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def questions(engine: Engine, ask: Callable[[], object]) -> list[Said]:
    """The questions that a call puts to the database."""
    with overheard(engine) as heard:
        ask()
    return [said for said in heard if said.sql.lstrip().upper().startswith("SELECT")]


def again(connection: Any, said: Sequence[Said]) -> None:
    """Say it again through the bare driver, and fetch every row."""
    cursor = connection.cursor()
    for each in said:
        each.run(cursor)


def committed(connection: Any, writes: Sequence[Said]) -> None:
    """Say the writes again as one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    again(connection, writes)
    connection.execute("COMMIT")


def keyed(store: Store) -> Any:
    """A bare connection to an opened store, with its key and our settings."""
    assert store.key is not None
    return _ready(store.folder / "store.db", store.key.value.hex())


def plain_copy(store: Store, path: Path) -> Any:
    """A bare connection to a copy of the store without a key, of the same settings."""
    source = keyed(store)
    source.execute(f"ATTACH '{path}' AS plain KEY ''")
    source.execute("SELECT sqlcipher_export('plain')").fetchall()
    source.execute("DETACH plain")
    source.close()
    return _ready(path, "")


def _ready(path: Path, key: str) -> Any:
    connection = dbapi2.connect(str(path), isolation_level=None)
    if key:
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection
