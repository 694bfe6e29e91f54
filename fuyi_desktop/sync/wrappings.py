"""What bundles come wrapped in — mail, archive, armor, folder: found by content, taken apart in private."""

import binascii
import errno
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path
from stat import S_ISREG
from tempfile import mkdtemp
from typing import IO, TypeVar

from fuyi_desktop.domain.errors import (
    BundleDamaged,
    BundleTooLarge,
    CannotRead,
    CannotWrite,
    DiskFull,
    FuyiError,
    NoBundleInside,
)
from fuyi_desktop.sync import armor
from fuyi_desktop.sync.mime import leaves
from fuyi_desktop.sync.spool import CARD, FIRST, LATER, MAX_FILE, SEALED, why

HEAD = 64 << 10  # bytes that are looked at to tell what a file is
PIECE = 1 << 18
DEEP = 4  # a mail in a mail in an archive in an archive
MAX_ENTRIES = 4096  # of a mail, an archive or a folder
MAX_UNPACKED = 8 << 30  # bytes that one source may be unpacked to
PATIENCE = (0.2, 0.5, 1.0)  # seconds between two tries where a virus scanner holds a file
UNFINISHED = ".part"
OURS = ".fuyi"
NOTHING = "里没有同步包"
ADVICE = "请选择同步包（.fuyi）、带附件的邮件（.eml）、压缩包（.zip）或者放着它们的文件夹。"
HEADERS = {b"mime-version", b"content-type", b"received", b"x-unsent", b"from", b"return-path"}
ARCHIVE_FAULTS = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OverflowError,
)  # fmt: skip

T = TypeVar("T")


class Wrapping(StrEnum):
    """What a file is, by its first bytes."""

    BUNDLE = "同步包"
    ARMOR = "文本形式的同步包"
    MAIL = "邮件"
    ARCHIVE = "压缩包"


@dataclass(frozen=True)
class Found:
    """A sealed file to be taken in, by the name people know it; or why nothing could be had from a place."""

    name: str
    path: Path | None = None
    refusal: FuyiError | None = None
    lying: bool = False  # it lay about in a folder: nobody has pointed at it


def wrapping(first: bytes) -> Wrapping | None:
    """What a file that begins so is; None for everything that is nothing to us."""
    if first.startswith((SEALED, CARD)) or LATER.match(first[:FIRST]):
        return Wrapping.BUNDLE
    if first.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Wrapping.ARCHIVE
    if _is_mail(first):
        return Wrapping.MAIL
    return Wrapping.ARMOR if armor.is_armored(first) else None


def patiently(deed: Callable[[], T], pause: Callable[[float], object]) -> T:
    """The deed, tried again where a file is held by another program for a moment."""
    for seconds in PATIENCE:
        try:
            return deed()
        except PermissionError:
            pause(seconds)
    return deed()


class Unwrapper:
    """Takes sources apart into a private folder; the sources themselves are only ever read."""

    def __init__(self, folder: Path, pause: Callable[[float], object]) -> None:
        self._folder, self._pause = folder, pause
        self._room = MAX_UNPACKED

    def bundles(self, source: Path) -> Iterator[Found]:
        """Every sealed file of a file or folder; what else lies about in a folder is passed over."""
        self._room = MAX_UNPACKED
        try:
            if source.is_dir():
                yield from self._of_folder(source)
            else:
                yield from self._of_file(source, source.name, chosen=True)
        except OSError as error:
            yield Found(source.name, refusal=CannotRead(where=source.name, why=why(error)))

    def _of_folder(self, folder: Path) -> Iterator[Found]:
        found = 0
        for looked, path in enumerate(_files(folder)):
            if looked == MAX_ENTRIES:
                reason = f"里的文件超过 {MAX_ENTRIES} 个，其余的没有看"
                yield Found(folder.name, refusal=NoBundleInside(name=folder.name, why=reason, advice=ADVICE))
                return
            name = path.relative_to(folder).as_posix()
            try:
                for one in self._of_file(path, name, chosen=path.suffix.lower() == OURS):
                    found += 1
                    yield replace(one, lying=True)
            except OSError as error:
                found += 1
                yield Found(name, refusal=CannotRead(where=name, why=why(error)))
        if not found:
            name = folder.name or str(folder)
            yield Found(name, refusal=_nothing(name), lying=True)

    def _of_file(self, path: Path, name: str, *, chosen: bool) -> Iterator[Found]:
        if path.name.endswith(UNFINISHED):
            if chosen:
                reason, advice = "没有写完", "请让对方重新导出一份。"
                yield Found(name, refusal=NoBundleInside(name=name, why=reason, advice=advice))
            return
        with patiently(lambda: path.open("rb"), self._pause) as file:
            if chosen and wrapping(file.read(HEAD)) is None:
                yield Found(name, refusal=BundleDamaged(name=name))
                return
            file.seek(0)
            found = False
            for one in self._of_content(file, name, depth=0):
                found = True
                yield one
        if not found and chosen:
            yield Found(name, refusal=_nothing(name))

    def _of_content(self, file: IO[bytes], name: str, depth: int) -> Iterator[Found]:
        kind = wrapping(file.read(HEAD))
        file.seek(0)
        if kind is None:
            return
        if depth > DEEP:
            reason = "套了太多层"
            yield Found(name, refusal=NoBundleInside(name=name, why=reason, advice=ADVICE))
            return
        try:
            match kind:
                case Wrapping.BUNDLE:
                    yield Found(name, self._kept(iter(lambda: file.read(PIECE), b""), name))
                case Wrapping.ARMOR:
                    yield Found(name, self._kept(armor.unarmored(file), name))
                case Wrapping.MAIL:
                    yield from self._of_mail(file, name, depth)
                case Wrapping.ARCHIVE:
                    yield from self._of_archive(file, name, depth)
        except FuyiError as refusal:
            yield Found(name, refusal=refusal)
        except ARCHIVE_FAULTS:
            yield Found(name, refusal=BundleDamaged(name=name))

    def _of_mail(self, file: IO[bytes], name: str, depth: int) -> Iterator[Found]:
        for number, leaf in enumerate(leaves(file)):
            if number == MAX_ENTRIES:
                return
            told = _clean(leaf.name, usual="")
            inner = f"{name}›{told}" if told and Path(told).stem != Path(name).stem else name
            try:
                yield from self._of_pieces(leaf.pieces, inner, depth)
            except FuyiError as refusal:
                yield Found(inner, refusal=refusal)

    def _of_archive(self, file: IO[bytes], name: str, depth: int) -> Iterator[Found]:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist()[:MAX_ENTRIES]:
                told = _entry_name(entry)
                if entry.is_dir() or told.endswith(UNFINISHED):
                    continue
                inner = f"{name}›{told}"
                try:
                    if entry.flag_bits & 1:
                        reason, advice = "加了密码，打不开", "请让对方不加密码重新压缩，或者直接发同步包。"
                        raise NoBundleInside(name=inner, why=reason, advice=advice)
                    yield from self._of_entry(archive, entry, inner, depth)
                except FuyiError as refusal:
                    yield Found(inner, refusal=refusal)
                except ARCHIVE_FAULTS:
                    yield Found(inner, refusal=BundleDamaged(name=inner))

    def _of_entry(
        self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, depth: int
    ) -> Iterator[Found]:
        with archive.open(entry) as packed:
            found = False
            for one in self._of_pieces(iter(lambda: packed.read(PIECE), b""), name, depth):
                found = True
                yield one
        if not found and entry.filename.lower().endswith(OURS):
            raise BundleDamaged(name=name)

    def _of_pieces(self, pieces: Iterator[bytes], name: str, depth: int) -> Iterator[Found]:
        """What comes in pieces is unpacked only where its beginning says that it is something to us."""
        head = b""
        try:
            for piece in pieces:
                head += piece
                if len(head) >= HEAD:
                    break
            if (kind := wrapping(head[:HEAD])) is None:
                return
            unpacked = self._kept(chain((head,), pieces), name)
        except binascii.Error as error:
            if wrapping(head[:HEAD]) is None:
                return
            raise BundleDamaged(name=name) from error
        if kind is Wrapping.BUNDLE:
            yield Found(name, unpacked)
            return
        with unpacked.open("rb") as file:
            yield from self._of_content(file, name, depth + 1)
        unpacked.unlink()

    def _kept(self, pieces: Iterator[bytes], name: str) -> Path:
        """A private copy under the last of its names, which is what a refusal calls it."""
        size = 0
        with _inbox():
            path = Path(mkdtemp(dir=self._folder)) / _clean(name.rpartition("›")[2].rpartition("/")[2])
            target = path.open("wb")
        with target:
            for piece in pieces:
                size += len(piece)
                self._room -= len(piece)
                if size > MAX_FILE or self._room < 0:
                    raise BundleTooLarge(what=name, limit="4 GiB" if size > MAX_FILE else "8 GiB")
                with _inbox():
                    target.write(piece)
        if not size:
            raise BundleDamaged(name=name)
        return path


@contextmanager
def _inbox() -> Iterator[None]:
    """What cannot be written here is no fault of the source."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(what="收件箱") from error
        raise CannotWrite(where="本机的收件箱", why=why(error)) from error


def _files(folder: Path) -> Iterator[Path]:
    """The files of a folder and of those in it, by name; hidden ones, links and devices are passed over."""
    for at, folders, names in os.walk(folder):
        depth = len(Path(at).relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if depth < DEEP and not _is_hidden(name))
        for name in sorted(names):
            path = Path(at) / name
            if _is_hidden(name) or name.endswith(UNFINISHED):
                continue
            try:
                regular = S_ISREG(path.lstat().st_mode)
            except OSError:
                continue
            if regular:
                yield path


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "$")) or name == "System Volume Information"


def _is_mail(first: bytes) -> bool:
    """Whether it begins with header fields, one of which only a mail has."""
    head = re.split(rb"\r?\n\r?\n|\r\r", first.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), maxsplit=1)[0]
    lines = re.split(rb"\r\n|\n|\r", head)
    if lines[0].startswith(b"From "):
        lines = lines[1:]
    named = [re.match(rb"([!-9;-~]{1,76})[ \t]*:", line) for line in lines if line[:1] not in (b" ", b"\t")]
    whole = named if len(first) < HEAD or len(head) < len(first) else named[:-1]
    return bool(whole) and all(whole) and any(m[1].lower() in HEADERS for m in whole if m)


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: archives made in China often spell it in GBK without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gbk")
    except ValueError:
        return entry.filename


def _clean(name: str, usual: str = "同步包.fuyi") -> str:
    """A name that every file system takes."""
    plain = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*›]', "", name).strip(" .")
    return plain[-80:] or usual


def _nothing(name: str) -> NoBundleInside:
    return NoBundleInside(name=name, why=NOTHING, advice=ADVICE)
