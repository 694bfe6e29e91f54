"""Files on their way: encrypted while they wait, measured while they are read, whole when they stand."""

import errno
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import BinaryIO

from fuyi_desktop.domain.errors import (
    BundleDamaged,
    BundleTooLarge,
    BundleTooNew,
    CannotRead,
    CannotWrite,
    FileDamaged,
    KeyWrong,
    NoKeyFits,
)
from fuyi_desktop.sealing import AgeIdentity, SealedReader, SealedWriter, count_recipients, decrypt

MAX_FILE = (4 << 30) - 1  # FAT32
PIECE = 1 << 16
SEALED = b"age-encryption.org/v1\n"
CARD = b"card.json\0"
LATER = re.compile(rb"(?:age-encryption\.org/v[0-9]{1,9}|fuyi-[a-z0-9]{1,32}/[0-9]{1,9})\n")
FIRST = 64

WHY = {
    errno.ENOSPC: "空间不足",
    errno.EDQUOT: "空间不足",
    errno.EFBIG: "单个文件太大，U盘格式不支持",
    errno.EACCES: "没有权限，或文件正被占用",
    errno.EPERM: "没有权限，或文件正被占用",
    errno.EROFS: "介质只读",
    errno.ENOENT: "找不到这个位置",
    errno.EISDIR: "这是一个文件夹",
}


def why(error: OSError) -> str:
    return WHY.get(error.errno or 0, "介质没有响应，可能已拔出")


@contextmanager
def damage(name: str) -> Iterator[None]:
    """Whatever a parser finds wrong inside is a damaged bundle."""
    try:
        yield
    except (ValueError, FileDamaged, KeyWrong) as error:
        raise BundleDamaged(name=name) from error


class Spool:
    """A file in a private folder, encrypted under a key that is nowhere else; closed, it is gone."""

    def __init__(self, folder: Path | None = None) -> None:
        self._place = TemporaryDirectory(prefix="fuyi-", dir=folder)
        self._file: BinaryIO = (Path(self._place.name) / "spool").open("w+b")
        self._writer = SealedWriter(self._file)

    def write(self, piece: bytes, /) -> int:
        return self._writer.write(piece)

    def seal(self) -> None:
        """Nothing more is written."""
        self._writer.close()
        self._file.flush()

    def reader(self, name: str) -> SealedReader:
        return SealedReader(self._file, self._writer.key, name=name)

    def close(self) -> None:
        self._file.close()
        self._place.cleanup()

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True)
class Slice:
    """A stretch of a spooled file."""

    source: SealedReader
    start: int
    size: int

    def again(self) -> "Window":
        """To be read from its beginning, whoever else reads meanwhile."""
        return Window(self)

    def whole(self) -> bytes:
        window, pieces = self.again(), []
        while piece := window.read(PIECE):
            pieces.append(piece)
        return b"".join(pieces)


class Window:
    """Reads one stretch and no further."""

    def __init__(self, place: Slice) -> None:
        self._place, self._at = place, 0

    def read(self, size: int = PIECE, /) -> bytes:
        self._place.source.seek(self._place.start + self._at)
        piece = self._place.source.read(min(size, self._place.size - self._at)) or b""
        self._at += len(piece)
        return piece


class Pieces:
    """An iterator of bytes, to be read like a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held, self._at = pieces, b"", 0

    def read(self, size: int, /) -> bytes:
        while self._at == len(self._held):
            try:
                self._held, self._at = next(self._pieces), 0
            except StopIteration:
                return b""
        piece = self._held[self._at : self._at + size]
        self._at += len(piece)
        return piece


@dataclass(frozen=True)
class Outside:
    """What a file is from outside, and whether it could be opened into the spool."""

    kind: str  # sealed or card
    size: int
    sha256: str
    recipients: int
    opened: bool


def outside(source: Path, spool: Spool, identities: Iterable[AgeIdentity]) -> Outside:
    """Decrypt the file into the spool to its authenticated end, measuring it; a card is only measured."""
    name = source.name
    try:
        with source.open("rb") as file:
            sealed = Measured(file, source)
            if os.fstat(file.fileno()).st_size > MAX_FILE:
                raise BundleTooLarge(what="同步包", limit="4 GiB")
            first = file.read(FIRST)
            file.seek(0)
            if first.startswith(CARD):
                sealed.drain()
                return Outside("card", sealed.size, sealed.sha256, 0, opened=False)
            if not first.startswith(SEALED):
                raise BundleTooNew(name=name) if LATER.match(first) else BundleDamaged(name=name)
            with damage(name):
                recipients = count_recipients(file, name=name)
                file.seek(0)
                opened = _decrypted(sealed, spool, identities, name)
            sealed.drain()
    except OSError as error:
        raise CannotRead(where=name, why=why(error)) from error
    return Outside("sealed", sealed.size, sealed.sha256, recipients, opened)


def _decrypted(sealed: "Measured", spool: Spool, identities: Iterable[AgeIdentity], name: str) -> bool:
    try:
        decrypt(sealed, spool, identities, name=name)
        spool.seal()
    except NoKeyFits:
        return False
    except OSError as error:
        if sealed.broken:
            raise
        raise CannotWrite(where="临时文件夹", why=why(error)) from error
    return True


class Measured:
    """Counts and hashes what is read through it."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self.size, self.broken = 0, False
        self._file, self._hash = file, hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def read(self, size: int, /) -> bytes:
        try:
            piece = self._file.read(size)
        except OSError:
            self.broken = True
            raise
        self.size += len(piece)
        self._hash.update(piece)
        if self.size > MAX_FILE:
            raise BundleTooLarge(what="同步包", limit="4 GiB")
        return piece

    def drain(self) -> None:
        while self.read(PIECE):
            pass


class _Written:
    """The file while it is written, and what was written."""

    def __init__(self, file: BinaryIO) -> None:
        self.size = 0
        self._file, self._hash = file, hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, piece: bytes, /) -> int:
        self.size += len(piece)
        if self.size > MAX_FILE:
            raise BundleTooLarge(what="同步包", limit="4 GiB")
        self._hash.update(piece)
        return self._file.write(piece)


@contextmanager
def whole_file(target: Path) -> Iterator[_Written]:
    """The whole file, flushed, read again and compared; or the place as it was, and CannotWrite."""
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            written = _Written(file)
            yield written
            file.flush()
            os.fsync(file.fileno())
            _let_memory_go(file)
        with part.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != written.sha256:
            raise CannotWrite(where=target.name, why="写入后核对不符，U盘可能已坏")
        part.replace(target)
    except BaseException as error:
        _forget(part)
        if isinstance(error, OSError):
            raise CannotWrite(where=target.name, why=why(error)) from error
        raise


def _let_memory_go(file: BinaryIO) -> None:
    """So that what is read again comes from the stick and not from memory, where the system can do that."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _forget(part: Path) -> None:
    """Where even that cannot be done, a `.part` is left, which every reader passes over."""
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return
