"""Backups: the whole store, encrypted, in one file that proves itself and can be put back.

That of a store on a server holds its rows in an encrypted database file of ours: it can be put back anywhere.
"""

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from fuyi_desktop.domain.errors import StoreDamaged, StoreExists
from fuyi_desktop.sealing import DatabaseKey
from fuyi_desktop.store import vault
from fuyi_desktop.store.files import FOLDER, PIECE, whole_file
from fuyi_desktop.store.migrate import migrate
from fuyi_desktop.store.sqlcipher import DATABASE, connect, copy_database, damaged_pages, fold_log
from fuyi_desktop.store.transfer import copy_rows, digests
from fuyi_desktop.store.work import Store

SUFFIX = ".fuyibackup"
LIST = "contents.json"  # the last member: name → SHA-256 of every other


def backup(store: Store, folder: Path) -> Path:
    """A consistent copy of the store as one file in the folder, read back before it is named; its path.

    It opens with the password that opens the store; what is written meanwhile is in it whole or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    at = store.clock()
    target = folder / f"{store.meta('station')['station']}-{at:%Y%m%d-%H%M%S}{SUFFIX}"
    with tempfile.TemporaryDirectory(dir=store.folder / "backups") as name:
        copy = Path(name)
        if store.engine.dialect.name == "sqlite":
            copy_database(store.engine, copy / DATABASE)
        else:
            _as_a_file(store, copy / DATABASE)
        vault.save_alone(store.folder, copy)
        with whole_file(target) as file:
            _pack(file, store.folder, copy)
    verify(target)
    return target


def verify(path: Path, key: DatabaseKey | None = None) -> None:
    """Read a backup whole and compare it with its list; with the key, its pages too. StoreDamaged."""
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        _unpack(path, Path(name), keep=key is not None)
        if key is not None and damaged_pages(Path(name), key):
            raise StoreDamaged(what=path.name)


def restore(path: Path, folder: Path) -> None:
    """Put a backup into a folder without a store; StoreExists, StoreDamaged.

    The store goes on under a new history: what it wrote after the backup may be on its way already.
    """
    if vault.exists(folder):
        raise StoreExists(folder=folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        found = Path(name)
        _unpack(path, found, keep=True)
        for sub in vault.FOLDERS:
            (folder / sub).mkdir(mode=0o700, exist_ok=True)
        for content in sorted((found / FOLDER).rglob("*")):
            if content.is_file():
                target = folder / content.relative_to(found)
                target.parent.mkdir(parents=True, exist_ok=True)
                content.replace(target)
        vault.mark_restored(found)
        (found / vault.VAULT).replace(folder / vault.VAULT)
        (found / DATABASE).replace(folder / DATABASE)  # last: now there is a store


def _as_a_file(store: Store, path: Path) -> None:
    """What a server's database holds at this moment as an encrypted file, under the same key."""
    engine = connect(path, store.key)
    migrate(engine)
    with (
        store.reading() as source,
        engine.connect().execution_options(writing=True) as target,
        target.begin(),
    ):
        copy_rows(source, target)
        if digests(source) != digests(target):
            raise StoreDamaged(what=path.name)
    fold_log(engine)
    engine.dispose()


def _pack(file: IO[bytes], folder: Path, copy: Path) -> None:
    members = [(name, copy / name) for name in (vault.VAULT, DATABASE)]
    for content in sorted((folder / FOLDER).glob("??/*")):
        members.append((content.relative_to(folder).as_posix(), content))
    hashes: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, path in members:
            hashes[name] = _hash(path)
            info = tarfile.TarInfo(name)
            info.size = path.stat().st_size
            with path.open("rb") as plain:
                tar.addfile(info, plain)
        listed = json.dumps(hashes).encode("ascii")
        info = tarfile.TarInfo(LIST)
        info.size = len(listed)
        tar.addfile(info, io.BytesIO(listed))


def _unpack(path: Path, folder: Path, *, keep: bool) -> None:
    """Compare a backup with its list, member by member; with `keep`, leave the members in the folder."""
    hashes: dict[str, str] = {}
    listed: Any = None
    with _damage_named(path), tarfile.open(path, mode="r:") as tar:
        for info in tar:
            content = tar.extractfile(info)
            if content is None or listed is not None:
                raise StoreDamaged(what=path.name)
            if info.name == LIST:
                listed = json.loads(content.read())
                continue
            if not _expected(info.name):
                raise StoreDamaged(what=path.name)
            hashes[info.name] = _copy(content, folder / info.name if keep else None)
    if listed is None or listed != hashes or not {vault.VAULT, DATABASE} <= hashes.keys():
        raise StoreDamaged(what=path.name)


def _expected(name: str) -> bool:
    """Only names that we give: nothing in a backup chooses where it is written."""
    if name in (vault.VAULT, DATABASE):
        return True
    folder, _, rest = name.partition("/")
    head, _, digest = rest.partition("/")
    return (
        folder == FOLDER
        and len(digest) == 64
        and set(digest) <= set("0123456789abcdef")
        and digest[:2] == head
    )


def _copy(content: IO[bytes], target: Path | None) -> str:
    hashed = hashlib.sha256()
    if target is None:
        while piece := content.read(PIECE):
            hashed.update(piece)
        return hashed.hexdigest()
    target.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(target) as file:
        while piece := content.read(PIECE):
            hashed.update(piece)
            file.write(piece)
    return hashed.hexdigest()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise StoreDamaged(what=path.name) from error
