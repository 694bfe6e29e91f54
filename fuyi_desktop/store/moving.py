"""迁移 — a center's store carried from its folder to a server, whole, and the folder set aside."""

import filecmp
import shutil

from sqlalchemy import Engine, select

from fuyi_desktop.domain.errors import BadFact, ServerFault, StoreDamaged, StoreExists
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.store import server, vault
from fuyi_desktop.store.files import place, whole_file
from fuyi_desktop.store.head import lock_schema, snapshots
from fuyi_desktop.store.meta import read_meta, write_meta
from fuyi_desktop.store.migrate import migrate
from fuyi_desktop.store.schema import files
from fuyi_desktop.store.server import Server
from fuyi_desktop.store.transfer import copy_rows, digests
from fuyi_desktop.store.vault import ADOPTING, BOUND
from fuyi_desktop.store.work import Store

OURS = {"meta": (BOUND, ADOPTING)}  # what is said of the place, not of the store
ONLY_CENTERS = "只有县中心可以用 PostgreSQL 数据库；乡镇窗口和执法单位请写文件夹。"
SAME = "原来的数据库也在这个文件夹里，请另指一个空文件夹。"
DIFFERS = "上的数据与原数据库核对不一致，仍请使用原数据库，再运行一次 fuyi adopt"
GONE = "上没有迁去的数据，请用最近的备份恢复"


def adopt(store: Store, to: Server) -> dict[str, int]:
    """Carry a center's store to a server and set its folder aside; the rows carried, by table.

    Epoch, positions, incarnation and keys stay: no window notices. Until all rows have been counted and
    compared at the server the folder's store is the one in use, and the server's is refused. A second call
    begins again, or ends what was broken off. BadFact, StoreExists, ServerFault.
    """
    if store.meta("station")["role"] != StationRole.CENTER:
        raise BadFact(label="--store", why=ONLY_CENTERS)
    if store.folder.resolve() == to.folder.resolve():
        raise BadFact(label="环境变量 FUYI_DATA", why=SAME)
    engine = server.connect(to)
    try:
        moved = vault.read(store.folder)["server"] == to.address
        if _stands(engine, store, to, moved=moved):
            return _compared(store, store.engine, to)
        if not moved:
            _carry_files(store, to)
            _carry_rows(store, engine, to)
        carried = _compared(store, engine, to)
        vault.bind(to, vault.slots(store.folder), store.key, begun=False)
        vault.mark_moved(store.folder, to)  # from here on neither is used, until the next line
        _use(engine)
        return carried
    finally:
        engine.dispose()


def _stands(engine: Engine, store: Store, to: Server, *, moved: bool) -> bool:
    """Whether it was carried over before, to the end; StoreExists where another store is in the way."""
    with engine.connect() as connection:
        if not server.holds_store(connection, to):
            if moved:
                raise ServerFault(server=to.address, why=GONE)
            return False
        ours = read_meta(connection, "device") == store.meta("device")
        begun = bool(read_meta(connection, ADOPTING))
    if not ours or not (moved or begun):
        raise StoreExists(folder=to.address)
    return not begun


def _carry_files(store: Store, to: Server) -> None:
    """Copy the attachments as they lie, encrypted, and read each back."""
    vault.make_folders(to.folder)
    with store.reading() as connection:
        kept = connection.scalars(select(files.c.digest)).all()
    for digest in kept:
        source, target = place(store.folder, digest), place(to.folder, digest)
        if not source.exists() or (target.exists() and filecmp.cmp(source, target, shallow=False)):
            continue
        target.parent.mkdir(exist_ok=True)
        with source.open("rb") as content, whole_file(target) as file:
            shutil.copyfileobj(content, file)
        if not filecmp.cmp(source, target, shallow=False):
            raise StoreDamaged(what=target.name)


def _carry_rows(store: Store, engine: Engine, to: Server) -> None:
    """Write all rows in one transaction, marked as a copy that is not in use."""
    migrate(engine)
    vault.bind(to, vault.slots(store.folder), store.key, begun=True)
    with store.reading() as source, engine.connect() as target, target.begin():
        lock_schema(target)
        if server.holds_store(target, to) and not read_meta(target, ADOPTING):
            raise StoreExists(folder=to.address)
        copy_rows(source, target)
        write_meta(target, {BOUND: vault.check_of(store.key), ADOPTING: True})


def _compared(store: Store, engine: Engine, to: Server) -> dict[str, int]:
    """How many rows each table has at the server, every one of them as it was; ServerFault."""
    with store.reading() as source, snapshots(engine).connect() as target:
        found = digests(target, but=OURS)
        if found != digests(source, but=OURS):
            raise ServerFault(server=to.address, why=DIFFERS)
    return {table: count for table, (count, _) in found.items() if count}


def _use(engine: Engine) -> None:
    with engine.connect() as connection, connection.begin():
        write_meta(connection, {ADOPTING: False})
