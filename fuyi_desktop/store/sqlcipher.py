"""A station's own database: one encrypted file, and the ways to open, copy and examine it."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from fuyi_desktop.domain.errors import DiskFull, StoreDamaged, StoreInUse
from fuyi_desktop.sealing import DatabaseKey

DATABASE = "store.db"
WAIT = 5000  # milliseconds for another writer of this program
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # else a power cut leaves the store behind what it has already sent (sync.md 2.9)
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "cache_size = -64000",
    f"busy_timeout = {WAIT}",
)


def connect(path: Path, key: DatabaseKey) -> Engine:
    """An engine on an encrypted database file."""

    def opened() -> Any:
        connection = _unlocked(path, key)
        try:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}").close()
        except dbapi2.Error as error:
            connection.close()
            raise _ours(error) or error from error
        return connection

    engine = create_engine(
        "sqlite://", module=dbapi2, creator=opened, poolclass=QueuePool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _translate)
    return engine


def fold_log(engine: Engine) -> None:
    """Write the log back into the file, so that the file is all there is."""
    raw = engine.raw_connection()
    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def copy_database(engine: Engine, path: Path) -> None:
    """Write the database as it stands at this moment into a new file, under the same key."""
    raw = engine.raw_connection()  # without the BEGIN of ours: this is no transaction
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(path),))
    except dbapi2.Error as error:
        raise _ours(error) or error from error
    finally:
        raw.close()


def damaged_pages(folder: Path, key: DatabaseKey) -> list[str]:
    """What the integrity checks say of the file's pages; empty for nothing. On a connection of its own."""
    connection = _unlocked(folder / DATABASE, key)
    try:
        pages = [str(found) for (found,) in connection.execute("PRAGMA cipher_integrity_check")]
        if pages:
            return pages
        return [str(found) for (found,) in connection.execute("PRAGMA integrity_check") if found != "ok"]
    except dbapi2.DatabaseError as error:
        return [str(error)]
    finally:
        connection.close()


def _unlocked(path: Path, key: DatabaseKey) -> Any:
    # isolation_level: else the driver commits CREATE TABLE on its own
    connection = dbapi2.connect(str(path), check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE").close()  # what it would say, it raises too
    connection.execute(f"PRAGMA key = \"x'{key.value.hex()}'\"").close()  # raw: there is nothing to stretch
    return connection


def _begin(connection: Connection) -> None:
    # a writer takes its turn at once, and never finds out at its first write that another came first
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _translate(context: ExceptionContext) -> None:
    ours = _ours(context.original_exception)
    if ours is not None:
        raise ours from context.original_exception


def _ours(error: BaseException) -> Exception | None:
    said = str(error)
    if "disk is full" in said:
        return DiskFull(what="数据库")
    if "locked" in said:
        return StoreInUse()
    if "malformed" in said or "not a database" in said or "disk I/O error" in said:
        return StoreDamaged(what=DATABASE)
    return None
