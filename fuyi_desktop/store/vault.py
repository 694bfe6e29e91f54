"""The vault: where a store lies, its locked key, and the way to open it: a folder, or a server with one."""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from fuyi_desktop.domain.errors import (
    BadFact,
    ServerFault,
    StoreDamaged,
    StoreElsewhere,
    StoreExists,
    StoreInUse,
    StoreMissing,
    StoreTooNew,
    WrongPassword,
)
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.sealing import DatabaseKey
from fuyi_desktop.store import server, sqlcipher, witness
from fuyi_desktop.store.files import write_whole
from fuyi_desktop.store.head import lock_schema
from fuyi_desktop.store.meta import read_meta, write_meta
from fuyi_desktop.store.migrate import migrate
from fuyi_desktop.store.projection import Project
from fuyi_desktop.store.restart import begin_again
from fuyi_desktop.store.server import Server
from fuyi_desktop.store.sqlcipher import DATABASE
from fuyi_desktop.store.work import Store

VAULT, LOCK = "vault.json", "store.lock"
FOLDERS = ("files", "backups", "inbox", "outbox")
FORMAT = 1
BOUND = "vault"  # in `meta` on a server: the check of the key that the folder beside it must hold
ADOPTING = "adopting"  # in `meta` on a server: what is there is not the store yet, but its copy
UNFINISHED = "上的数据还没有迁移完，请重新运行 fuyi adopt"
Clock = Callable[[], datetime]
Slots = Sequence[Mapping[str, Any]]
Where = Path | Server


def folder_of(where: Where) -> Path:
    """The folder for what is kept as files, wherever the database lies."""
    return where.folder if isinstance(where, Server) else where


def exists(where: Where) -> bool:
    """Whether there is a store; ServerFault where that cannot be found out."""
    if isinstance(where, Path):
        return (where / DATABASE).exists() or ((where / VAULT).exists() and _is_elsewhere(where))
    engine = server.connect(where)
    try:
        with engine.connect() as connection:
            return server.holds_store(connection, where)
    finally:
        engine.dispose()


def create(
    where: Where,
    slots: Slots,
    key: DatabaseKey,
    *,
    station: Mapping[str, str],
    clock: Clock,
    project: Project,
) -> Store:
    """Make the store of a station {station, name, role, unit} and open it; StoreExists."""
    if isinstance(where, Server):
        return _create_on(where, slots, key, station, clock, project)
    folder = where
    if exists(folder):
        raise StoreExists(folder=folder)
    make_folders(folder)
    release = lock(folder)
    try:
        begun = folder / f"{DATABASE}.begun"  # what a killed attempt leaves is no store yet
        for path in folder.glob(f"{begun.name}*"):
            path.unlink()
        engine = sqlcipher.connect(begun, key)
        migrate(engine)
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            write_meta(connection, _first(station))
        engine.dispose()
        save(folder, {"format": FORMAT, "check": check_of(key), "slots": list(slots)})
        begun.rename(folder / DATABASE)
        store = Store(folder, sqlcipher.connect(folder / DATABASE, key), clock, project, release, key)
        store.before_closing = partial(witness.keep, store)
        return store
    except BaseException:
        release()
        raise


def open_store(
    where: Where, key: DatabaseKey, *, clock: Clock, project: Project, moved_to: str = ""
) -> Store:
    """The opened store; WrongPassword, StoreMissing, StoreDamaged, StoreTooNew, StoreInUse, ServerFault.

    StoreElsewhere for one that was moved to a server, unless it is the one named.
    """
    found = read(where)
    if found["check"] != check_of(key):
        raise WrongPassword
    if isinstance(where, Server):
        engine = server.connect(where)
        try:
            _must_fit(engine, where, key)
            migrate(engine)
            return Store(where.folder, engine, clock, project, _nothing, key)
        except BaseException:
            engine.dispose()
            raise
    if found["server"] not in ("", moved_to):
        raise StoreElsewhere(folder=where, to=found["server"])
    release = lock(where)
    try:
        engine = sqlcipher.connect(where / DATABASE, key)
        migrate(engine)
        store = Store(where, engine, clock, project, release, key)
        store.before_closing = partial(witness.keep, store)
        if found["restored"] or witness.contradicts(store):
            begin_again(store)
            save(where, found | {"restored": False})
        return store
    except BaseException:
        release()
        raise


def slots(where: Where) -> list[dict[str, Any]]:
    """The locked keys of the store; StoreMissing, StoreDamaged, StoreTooNew."""
    found: list[dict[str, Any]] = read(where)["slots"]
    return found


def write_slots(folder: Path, slots: Slots) -> None:
    """Put these locked keys in place of those there were."""
    save(folder, read(folder) | {"slots": list(slots)})


def mark_restored(folder: Path) -> None:
    """Have the store begin a new history of its own when it is next opened."""
    save(folder, read(folder) | {"restored": True})


def mark_moved(folder: Path, to: Server) -> None:
    """Have the store of a folder be refused from now on: it is at the server."""
    save(folder, read(folder) | {"server": to.address})


def check_of(key: DatabaseKey) -> str:
    """Tells a wrong key from a damaged file. The key is random: its hash gives nothing away."""
    return hashlib.sha256(b"fuyi-store/1\n" + key.value).hexdigest()[:16]


def make_folders(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in FOLDERS:
        (folder / name).mkdir(mode=0o700, exist_ok=True)


def save(folder: Path, found: Mapping[str, Any]) -> None:
    """Write the vault's file, whole."""
    write_whole(folder / VAULT, json.dumps(found, ensure_ascii=False, indent=1).encode("utf-8"))


def read(where: Where) -> dict[str, Any]:
    """What the vault's file says; StoreMissing, StoreDamaged, StoreTooNew.

    BadFact where a server holds a store and the folder is not the one that holds its keys.
    """
    folder = folder_of(where)
    if isinstance(where, Server) and not (folder / VAULT).exists():
        raise _stranger(where) if exists(where) else StoreMissing(folder=where.address)
    try:
        found = json.loads((folder / VAULT).read_text("utf-8")) if (folder / VAULT).exists() else {}
        if isinstance(where, Path) and not (found.get("server") or (folder / DATABASE).exists()):
            raise StoreMissing(folder=folder)
        if found["format"] > FORMAT:
            raise StoreTooNew
        return {
            "format": int(found["format"]), "check": str(found["check"]), "slots": list(found["slots"]),
            "restored": bool(found.get("restored", False)), "server": str(found.get("server", "")),
            "begun": bool(found.get("begun", False)),
        }  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreDamaged(what=VAULT) from error


def save_alone(folder: Path, into: Path) -> None:
    """Write the vault's file as that of a folder with its own database: for a copy of the store."""
    save(into, {name: value for name, value in read(folder).items() if name not in ("server", "begun")})


def lock(folder: Path) -> Callable[[], None]:
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


def bind(where: Server, slots: Slots, key: DatabaseKey, *, begun: bool) -> None:
    """Keep the locked keys of a server's store in its folder; StoreExists where another store's lie there.

    Until it is said that the store has begun to stand, the next attempt may write over them.
    """
    if (where.folder / VAULT).exists():
        found = read(where)
        if not found["begun"] and found["check"] != check_of(key):
            raise StoreExists(folder=where.folder)
    save(
        where.folder,
        {"format": FORMAT, "check": check_of(key), "slots": list(slots), "server": where.address}
        | ({"begun": True} if begun else {}),
    )


def _create_on(
    where: Server, slots: Slots, key: DatabaseKey, station: Mapping[str, str], clock: Clock, project: Project
) -> Store:
    engine = server.connect(where)
    try:
        if exists(where):
            raise StoreExists(folder=where.address)
        migrate(engine)
        make_folders(where.folder)
        with engine.connect() as connection, connection.begin():
            lock_schema(connection)
            if server.holds_store(connection, where):  # another computer found the same empty database
                raise StoreExists(folder=where.address)
            write_meta(connection, {BOUND: check_of(key)} | _first(station))
            bind(where, slots, key, begun=True)
        bind(where, slots, key, begun=False)
        return Store(where.folder, engine, clock, project, _nothing, key)
    except BaseException:
        engine.dispose()
        raise


def _must_fit(engine: Engine, where: Server, key: DatabaseKey) -> None:
    """That the database holds the store whose keys the folder holds, and that it is all there."""
    with engine.connect() as connection:
        if not server.holds_store(connection, where):
            raise StoreMissing(folder=where.address)
        if read_meta(connection, BOUND) != check_of(key):
            raise _stranger(where)
        if read_meta(connection, ADOPTING):
            raise ServerFault(server=where.address, why=UNFINISHED)


def _is_elsewhere(folder: Path) -> bool:
    """Whether the folder belongs to a store on a server."""
    try:
        return bool(read(folder)["server"])
    except StoreMissing:
        return False


def _stranger(where: Server) -> BadFact:
    why = f"{where.folder}里没有 {where.address} 的密钥文件，请指明县中心各台电脑共用的文件夹。"
    return BadFact(label="环境变量 FUYI_DATA", why=why)


def _nothing() -> None:
    """A server's store is held by nobody alone."""


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
