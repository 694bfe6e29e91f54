"""Files beside the database: whole-file writing, and attachments encrypted under their content's hash."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO

from sqlalchemy import Connection, delete, select

from fuyi_desktop.domain.errors import CannotWrite, DiskFull, FileDamaged, FuyiError, NotFound
from fuyi_desktop.sealing import FileKey, SealedReader, SealedWriter
from fuyi_desktop.store.head import lock_content
from fuyi_desktop.store.projection import BATCH, batches
from fuyi_desktop.store.schema import files, upsert
from fuyi_desktop.store.work import Store, Work

PIECE = 1 << 18
FOLDER = "files"
EMPTY = hashlib.sha256().hexdigest()  # there is nothing in it that could have to come


def write_whole(path: Path, content: bytes) -> None:
    """All of content, flushed to the disk, or the old file untouched."""
    with whole_file(path) as file:
        file.write(content)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of the old one when the block ends; DiskFull, CannotWrite."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".part")
    except OSError as error:
        raise unwritten(path, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _settle(path.parent)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise unwritten(path, error) from error
        raise


def unwritten(path: Path, error: OSError) -> FuyiError:
    """The sentence for a disk that does not take what is to be written."""
    if error.errno == errno.ENOSPC:
        return DiskFull(what=path.name)
    return CannotWrite(where=str(path), why=WHY.get(error.errno or 0, "设备没有响应"))


WHY = {
    errno.ENOENT: "没有这个文件夹",
    errno.ENOTDIR: "没有这个文件夹",
    errno.EACCES: "没有写入的权限",
    errno.EPERM: "没有写入的权限",
    errno.EROFS: "设备写保护",
    errno.EISDIR: "这是一个文件夹",
}


def place(folder: Path, digest: str) -> Path:
    """Where the content of a digest lies in a store's folder."""
    return folder / FOLDER / digest[:2] / digest


def keep(work: Work, content: BinaryIO) -> tuple[str, int]:
    """Take a content in, within the transaction that names it; its digest and size.

    A content that is here already is not kept twice. After a rollback the file stays, unreadable by anybody.
    """
    folder = work.store.folder / FOLDER
    hashed = hashlib.sha256()
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as sealed:
            with SealedWriter(sealed) as writer:
                while piece := content.read(PIECE):
                    hashed.update(piece)
                    writer.write(piece)
            sealed.flush()
            os.fsync(sealed.fileno())
        digest = hashed.hexdigest()
        target = place(work.store.folder, digest)
        lock_content(work.connection, digest)
        if not _sound(target, _key(work.connection, digest)):
            target.parent.mkdir(exist_ok=True)
            _remember(work, digest, writer)
            part.replace(target)
            _settle(target.parent)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(what="附件") from error
        raise
    finally:
        part.unlink(missing_ok=True)
    return digest, writer.size


def present(store: Store, digest: str) -> bool:
    """Whether a content is here; an attachment whose content has not come yet is no fault."""
    if digest == EMPTY:
        return True
    with store.reading() as connection:
        return _key(connection, digest) is not None and place(store.folder, digest).exists()


def absent(store: Store, digests: Collection[str]) -> frozenset[str]:
    """Which of these contents are not here."""
    with store.reading() as connection:
        query = select(files.c.digest).where(files.c.digest.in_(set(digests)))
        known = set(connection.scalars(query))
    return frozenset(one for one in digests if one not in known or not place(store.folder, one).exists())


@contextmanager
def content(store: Store, digest: str) -> Iterator[BinaryIO]:
    """The plain content of a digest, readable from any place; NotFound where it has not come yet."""
    if digest == EMPTY:
        yield BytesIO()
        return
    with store.reading() as connection:
        key = _key(connection, digest)
    with _opened(store.folder, digest, key) as found:
        yield found


@contextmanager
def content_within(work: Work, digest: str) -> Iterator[BinaryIO]:
    """The plain content of a digest, also of one that this transaction has taken in; NotFound."""
    with _opened(work.store.folder, digest, _key(work.connection, digest)) as found:
        yield found


def here(connection: Connection, digest: str) -> bool:
    """Whether the store says that it holds a content."""
    return digest == EMPTY or _key(connection, digest) is not None


def sizes(connection: Connection, digests: Iterable[str]) -> dict[str, int]:
    """The sizes of those contents that are here."""
    found: dict[str, int] = {}
    for batch in batches(digests, BATCH):
        query = select(files.c.digest, files.c.size).where(files.c.digest.in_(batch))
        found |= {row.digest: row.size for row in connection.execute(query)}
    return found


def forget(work: Work, digest: str) -> None:
    """Let go of a content: without its key nobody can read it, and `upkeep` takes the file away."""
    work.connection.execute(delete(files).where(files.c.digest == digest))


@contextmanager
def _opened(folder: Path, digest: str, key: bytes | None) -> Iterator[BinaryIO]:
    path = place(folder, digest)
    if key is None or not path.exists():
        raise NotFound(what="附件内容", key=digest[:12])
    with path.open("rb") as sealed:
        yield SealedReader(sealed, FileKey(key), name=digest[:12])  # type: ignore[misc]  # a raw reader reads


def _settle(folder: Path) -> None:
    """Have the folder itself written to the disk: else a power cut may forget the new name."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sound(path: Path, key: bytes | None) -> bool:
    if key is None or not path.exists():
        return False
    with path.open("rb") as sealed:
        try:
            SealedReader(sealed, FileKey(key), name=path.name)
        except FileDamaged:
            return False
    return True


def _key(connection: Connection, digest: str) -> bytes | None:
    return connection.scalar(select(files.c.key).where(files.c.digest == digest))


def _remember(work: Work, digest: str, writer: SealedWriter) -> None:
    upsert(
        work.connection, files, [{"digest": digest, "key": writer.key.value, "size": writer.size}], "digest"
    )
