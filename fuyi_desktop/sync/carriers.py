"""What carries a bundle — folder, stick, mail: how large a part may be, and putting it there whole."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fuyi_desktop.domain.errors import CannotRead
from fuyi_desktop.sync.armor import armored, armored_size
from fuyi_desktop.sync.drives import Stick, size
from fuyi_desktop.sync.mail import draft, drafted
from fuyi_desktop.sync.spool import MAX_FILE, whole_file, why

PIECE = 1 << 18
MARGIN = 1 << 20  # bytes that stay free: folders and names take room too
STICK_PART = 1 << 30
FAT = {"vfat", "fat", "fat32", "msdos"}
MB = 1000**2

Tell = Callable[[int], object]  # bytes carried since the last time; what it raises ends the carrying


@dataclass(frozen=True)
class Carrier:
    """A way of sending: how large a part may be in bytes, and what it is put into."""

    code: str
    label: str
    part: int = STICK_PART
    mail: bool = False  # each part in a draft of its own
    text: bool = False  # in the armored form

    @property
    def armored(self) -> "Carrier":
        """The same way with every part in the armored form."""
        return replace(self, text=True)

    def name(self, bundle: Path) -> str:
        """What the file is called at its place."""
        if self.mail:
            return drafted(bundle)
        return bundle.with_suffix(".txt").name if self.text else bundle.name

    def room(self, bundle: int) -> int:
        """How many bytes a bundle of so many takes at its place, at the most."""
        if self.text:
            return armored_size(bundle) + (8 << 10) + (armored_size(bundle) // 64 if self.mail else 0)
        return bundle * 78 // 57 + (8 << 10) if self.mail else bundle


# 10, 20, 25, 50 MB of a mail gateway: the part grows by 78/57 when it is written in letters
LIMITS = {10: 7_380_000, 20: 14_780_000, 25: 18_490_000, 50: 36_990_000}
FOLDER, ON_STICK = Carrier("folder", "文件夹"), Carrier("stick", "U盘")
MAILS = tuple(Carrier(f"mail{mb}", f"邮件（{mb} MB 以内）", part, mail=True) for mb, part in LIMITS.items())
CARRIERS = {carrier.code: carrier for carrier in (FOLDER, ON_STICK, *MAILS)}


@dataclass(frozen=True)
class Letter:
    """What a draft says beside its attachment."""

    subject: str
    text: str


def preflight(folder: Path, sizes: Sequence[int], stick: Stick | None = None) -> tuple[str, ...]:
    """What stands against writing files of these sizes here: sentences with what to do, () for nothing."""
    where = f"U盘“{stick.name}”" if stick else f"“{folder.name or folder}”"
    if not folder.is_dir():
        return (f"找不到{where}，请插好U盘或另选位置后重试。",)
    if stick and stick.read_only:
        return (f"{where}写保护，请拨开侧面的保护开关，或换一个U盘。",)
    problems = []
    largest, need = max(sizes, default=0), sum(sizes) + MARGIN
    if stick and stick.system in FAT and largest > MAX_FILE:
        problems.append(f"{where}的格式（FAT32）装不下 4 GiB 以上的单个文件，请换一个 exFAT 格式的U盘。")
    try:
        free = stick.free if stick else shutil.disk_usage(folder).free
    except OSError as error:
        return (f"{where}没有响应（{why(error)}），请重新插好后重试。",)
    if need > free:
        lacking = f"要 {size(need)}，只余 {size(free)}"
        problems.append(f"{where}空间不足（{lacking}），请清出 {size(need - free)}，或换一个位置。")
    if not problems and (reason := _unwritable(folder)):
        problems.append(f"{where}不能写入（{reason}），请换一个位置。")
    return tuple(problems)


def put(bundle: Path, folder: Path, carrier: Carrier, letter: Letter, tell: Tell) -> Path:
    """The bundle at its place in the carrier's form: flushed, read back, compared. CannotWrite, CannotRead.

    What lay there under the same name gives way only to the whole new file.
    """
    target = folder / carrier.name(bundle)
    try:
        file = bundle.open("rb")
    except OSError as error:
        raise CannotRead(where=bundle.name, why=why(error)) from error
    with file, whole_file(target) as written:
        told = _Told(file, tell)
        if carrier.mail:
            name = bundle.with_suffix(".txt").name if carrier.text else bundle.name
            pieces: Iterator[bytes] = draft(
                told, name, subject=letter.subject, text=letter.text, as_text=carrier.text
            )
        else:
            pieces = armored(told) if carrier.text else iter(lambda: told.read(PIECE), b"")
        for piece in pieces:
            written.write(piece)
    return target


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CannotRead(where=path.name, why=why(error)) from error


class _Told:
    """A file that tells how far it has been read."""

    def __init__(self, file: object, tell: Tell) -> None:
        self._file, self._tell = file, tell

    def read(self, size: int, /) -> bytes:
        piece: bytes = self._file.read(size)  # type: ignore[attr-defined]
        self._tell(len(piece))
        return piece


def _unwritable(folder: Path) -> str:
    """Why nothing can be written here, found by trying; "" where it can. Nothing stays behind."""
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix="fuyi-", suffix=".part")
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        return why(error)
    return ""
