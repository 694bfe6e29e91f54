"""The vault: a folder with the encrypted database, its locked key, and the way to open it."""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from fuyi_desktop.domain.errors import (
    DiskFull,
    StoreDamaged,
    StoreExists,
    StoreInUse,
    StoreMissing,
    StoreTooNew,
    WrongPassword,
)
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.sealing import DatabaseKey
from fuyi_desktop.store.files import write_whole
from fuyi_desktop.store.meta import write_meta
from fuyi_desktop.store.migrate import migrate
from fuyi_desktop.store.projection import Project
from fuyi_desktop.store.restart import begin_again
from fuyi_desktop.store.work import Store

DATABASE, VAULT, LOCK = "store.db", "vault.json", "store.lock"
FOLDERS = ("files", "backups", "inbox", "outbox")
FORMAT = 1
WAIT = 5000  # milliseconds for another writer of this program
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # else a power cut leaves the store behind what it has already sent (sync.md 2.9)
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "cache_size = -64000",
    f"busy_timeout = {WAIT}",
)
Clock = Callable[[], datetime]
Slots = Sequence[Mapping[str, Any]]


def exists(folder: Path) -> bool:
    """Whether there is a store in the folder."""
    return (folder / DATABASE).exists()


def create(
    folder: Path,
    slots: Slots,
    key: DatabaseKey,
    *,
    station: Mapping[str, str],
    clock: Clock,
    project: Project,
) -> Store:
    """Make the store of a station {station, name, role, unit} and open it; StoreExists."""
    if exists(folder):
        raise StoreExists(folder=folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in FOLDERS:
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    release = _lock(folder)
    try:
        begun = folder / f"{DATABASE}.begun"  # what a killed attempt leaves is no store yet
        for path in folder.glob(f"{begun.name}*"):
            path.unlink()
        engine = connect(begun, key)
        migrate(engine)
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            write_meta(connection, _first(station))
        engine.dispose()
        _write(folder, slots, key)
        begun.rename(folder / DATABASE)
        return Store(folder, connect(folder / DATABASE, key), clock, project, release, key)
    except BaseException:
        release()
        raise


def open_store(folder: Path, key: DatabaseKey, *, clock: Clock, project: Project) -> Store:
    """The opened store; WrongPassword, StoreMissing, StoreDamaged, StoreTooNew, StoreInUse."""
    found = _read(folder)
    if found["check"] != _check(key):
        raise WrongPassword
    release = _lock(folder)
    try:
        engine = connect(folder / DATABASE, key)
        migrate(engine)
        store = Store(folder, engine, clock, project, release, key)
        if found["restored"]:
            begin_again(store)
            _save(folder, found | {"restored": False})
        return store
    except BaseException:
        release()
        raise


def slots(folder: Path) -> list[dict[str, Any]]:
    """The locked keys of the store; StoreMissing, StoreDamaged, StoreTooNew."""
    found: list[dict[str, Any]] = _read(folder)["slots"]
    return found


def write_slots(folder: Path, slots: Slots) -> None:
    """Put these locked keys in place of those there were."""
    found = _read(folder)
    _save(folder, found | {"slots": list(slots)})


def mark_restored(folder: Path) -> None:
    """Have the store begin a new history of its own when it is next opened."""
    _save(folder, _read(folder) | {"restored": True})


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


def _first(station: Mapping[str, str]) -> dict[str, Any]:
    """What a new store says of itself."""
    found: dict[str, Any] = {
        "station": dict(station),
        "device": os.urandom(16).hex(),
        "incarnation": os.urandom(16).hex(),
        "seen": [0, 0],
    }
    if station["role"] == StationRole.CENTER:
        found["epoch"] = {"generation": 1, "id": os.urandom(16).hex()}
    return found


def _check(key: DatabaseKey) -> str:
    """Tells a wrong key from a damaged file. The key is random: its hash gives nothing away."""
    return hashlib.sha256(b"fuyi-store/1\n" + key.value).hexdigest()[:16]


def _write(folder: Path, slots: Slots, key: DatabaseKey) -> None:
    _save(folder, {"format": FORMAT, "check": _check(key), "slots": list(slots)})


def _save(folder: Path, found: Mapping[str, Any]) -> None:
    write_whole(folder / VAULT, json.dumps(found, ensure_ascii=False, indent=1).encode("utf-8"))


def _read(folder: Path) -> dict[str, Any]:
    if not exists(folder):
        raise StoreMissing(folder=folder)
    try:
        found = json.loads((folder / VAULT).read_text("utf-8"))
        if found["format"] > FORMAT:
            raise StoreTooNew
        return {
            "format": int(found["format"]), "check": str(found["check"]), "slots": list(found["slots"]),
            "restored": bool(found.get("restored", False)),
        }  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(what=VAULT) from error


def _lock(folder: Path) -> Callable[[], None]:
    """Hold the store for this program until the answer is called; StoreInUse where another holds it."""
    file = (folder / LOCK).open("a+b")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise StoreInUse from error
    return file.close
