"""U盘: the drives that can be pulled out — which there are, and letting one go safely; per system."""

import os
import plistlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

UNITS = ((1000**3, "GB"), (1000**2, "MB"), (1000, "KB"))
PATIENCE = 60  # seconds that a system's own program may take to write out and unmount
MEDIA = ("/media/", "/run/media/", "/mnt/")

Run = Callable[[Sequence[str]], tuple[int, bytes]]  # a program of the system: exit code and what it printed


@dataclass(frozen=True)
class Stick:
    """A drive that can be pulled out: where it is, what it is called, its room in bytes, and its kind."""

    root: Path
    name: str
    free: int
    system: str = ""  # file system in lower case, "" where it is not known
    read_only: bool = False
    device: str = ""  # what the operating system calls it; "" where only a person can let it go

    def __str__(self) -> str:
        return f"{self.name}　{'写保护' if self.read_only else f'余 {size(self.free)}'}"

    def holds(self, path: Path) -> bool:
        """Whether the path lies on it."""
        return self.root == path or self.root in path.parents


class Drives(Protocol):
    """The removable drives of this machine; a test puts folders in their place."""

    def __call__(self) -> tuple[Stick, ...]:
        """Those that are plugged in now; may take seconds where one is dying."""
        ...

    def let_go(self, stick: Stick) -> bool:
        """Write everything out and unmount; whether it may be pulled out now."""
        ...


def size(octets: int) -> str:
    """11.2 GB, 48 MB, 9 KB; small things are 1 KB."""
    for unit, name in UNITS:
        if octets >= unit:
            value = octets / unit
            return f"{value:.1f} {name}" if value < 100 and unit > 1000 else f"{value:.0f} {name}"
    return "1 KB" if octets else "0 KB"


def of_this_machine() -> Drives:
    """The drives as this operating system tells them."""
    if sys.platform == "win32":
        import ctypes

        return Windows(ctypes.windll.kernel32)
    return MacOS() if sys.platform == "darwin" else Linux()


def run(command: Sequence[str]) -> tuple[int, bytes]:
    """Run a program of the system; 127 where it is not there or does not answer."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return 127, b""
    return done.returncode, done.stdout


class Linux:
    """Mounts that lie on a removable or USB disk, by /proc and /sys."""

    def __init__(self, root: Path = Path("/"), run: Run = run) -> None:
        self._root, self._run = root, run

    def __call__(self) -> tuple[Stick, ...]:
        found = {stick.device: stick for stick in self._sticks()}
        return tuple(found.values())

    def let_go(self, stick: Stick) -> bool:
        _write_out()
        if not stick.device:
            return False
        ways = (
            ["udisksctl", "unmount", "--no-user-interaction", "-b", stick.device],
            ["umount", str(stick.root)],
        )
        if not any(self._run(way)[0] == 0 for way in ways):
            return False
        disk = self._disk(Path(stick.device).name)
        self._run(["udisksctl", "power-off", "--no-user-interaction", "-b", f"/dev/{disk.name}"])
        return True

    def _sticks(self) -> Iterator[Stick]:
        try:
            mounts = (self._root / "proc/self/mounts").read_text("utf-8", "replace")
        except OSError:
            return
        for line in mounts.splitlines():
            device, place, system, options, *_ = (*map(_unescaped, line.split(" ")), "", "", "", "")
            if not device.startswith("/dev/"):
                continue
            disk = self._disk(Path(device).name)
            if not self._is_removable(disk, place):
                continue
            try:
                free = shutil.disk_usage(place).free
            except OSError:
                continue
            read_only = "ro" in options.split(",") or _told(disk / "ro") == "1"
            name = self._label(device) or Path(place).name
            yield Stick(Path(place), name, free, system, read_only, device)

    def _disk(self, name: str) -> Path:
        """The whole disk of a partition, as /sys knows it."""
        place = (self._root / "sys/class/block" / name).resolve()
        return place.parent if (place / "partition").exists() else place

    def _is_removable(self, disk: Path, place: str) -> bool:
        """A card reader says removable; a USB disk does not, but it lies on USB, where people's disks do."""
        return _told(disk / "removable") == "1" or ("/usb" in str(disk) and place.startswith(MEDIA))

    def _label(self, device: str) -> str:
        try:
            labels = list((self._root / "dev/disk/by-label").iterdir())
        except OSError:
            return ""
        same = [label.name for label in labels if label.resolve().name == Path(device).name]
        return re.sub(r"\\x([0-9a-f]{2})", lambda m: chr(int(m[1], 16)), same[0]) if same else ""


class MacOS:
    """Volumes that diskutil calls ejectable or external."""

    def __init__(self, root: Path = Path("/Volumes"), run: Run = run) -> None:
        self._root, self._run = root, run

    def __call__(self) -> tuple[Stick, ...]:
        try:
            places = sorted(place for place in self._root.iterdir() if not place.is_symlink())
        except OSError:
            return ()
        return tuple(stick for place in places if (stick := self._stick(place)))

    def let_go(self, stick: Stick) -> bool:
        _write_out()
        return bool(stick.device) and self._run(["diskutil", "eject", stick.device])[0] == 0

    def _stick(self, place: Path) -> Stick | None:
        code, told = self._run(["diskutil", "info", "-plist", str(place)])
        try:
            about: dict[str, Any] = plistlib.loads(told) if code == 0 else {}
            free = shutil.disk_usage(place).free
        except (ValueError, plistlib.InvalidFileException, OSError):
            return None
        if about.get("Internal", True) or not (about.get("Ejectable") or about.get("RemovableMedia")):
            return None
        system = str(about.get("FilesystemType", "")).lower()
        read_only = not about.get("WritableVolume", True)
        name = str(about.get("VolumeName") or place.name)
        return Stick(place, name, free, system, read_only, str(about.get("DeviceIdentifier", "")))


class Windows:
    """Drive letters of the removable kind, by kernel32."""

    REMOVABLE = 2
    READ_ONLY = 0x0008_0000
    QUIET = 0x8001  # no boxes about a reader without a card
    READ_WRITE, SHARED, EXISTING = 0xC000_0000, 3, 3
    LOCK, DISMOUNT, EJECT = 0x0009_0018, 0x0009_0020, 0x002D_4808
    NOWHERE = (1 << 64) - 1, (1 << 32) - 1, -1, None  # how a handle that could not be had comes back

    def __init__(self, kernel: Any, room: Callable[[Path], Any] = shutil.disk_usage) -> None:
        self._kernel, self._room = kernel, room
        kernel.CreateFileW.restype = _handle()

    def __call__(self) -> tuple[Stick, ...]:
        self._kernel.SetErrorMode(self.QUIET)
        there = self._kernel.GetLogicalDrives()
        letters = [chr(ord("A") + bit) for bit in range(26) if there >> bit & 1]
        return tuple(stick for letter in letters if (stick := self._stick(letter)))

    def let_go(self, stick: Stick) -> bool:
        """Lock, dismount, eject: a program that still has a file open there keeps it from being let go."""
        import ctypes

        handle = self._kernel.CreateFileW(
            f"\\\\.\\{stick.device}", self.READ_WRITE, self.SHARED, None, self.EXISTING, 0, None
        )
        if handle in self.NOWHERE:
            return False
        answered = ctypes.c_ulong(0)

        def control(code: int) -> bool:
            return bool(
                self._kernel.DeviceIoControl(
                    _handle()(handle), code, None, 0, None, 0, ctypes.byref(answered), None
                )
            )

        try:
            return all(control(code) for code in (self.LOCK, self.DISMOUNT, self.EJECT))
        finally:
            self._kernel.CloseHandle(_handle()(handle))

    def _stick(self, letter: str) -> Stick | None:
        import ctypes

        root = f"{letter}:\\"
        if self._kernel.GetDriveTypeW(root) != self.REMOVABLE:
            return None
        label, system = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
        flags = ctypes.c_ulong(0)
        if not self._kernel.GetVolumeInformationW(
            root, label, 261, None, None, ctypes.byref(flags), system, 261
        ):
            return None
        try:
            free = self._room(Path(root)).free
        except OSError:
            return None
        name = f"{label.value or 'U盘'} ({letter}:)"
        read_only = bool(flags.value & self.READ_ONLY)
        return Stick(Path(root), name, free, system.value.lower(), read_only, f"{letter}:")


def _handle() -> Any:
    import ctypes

    return ctypes.c_void_p


def _write_out() -> None:
    """Have everything written that the system still holds in memory."""
    if hasattr(os, "sync"):
        os.sync()


def _told(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return ""


def _unescaped(word: str) -> str:
    """A word of /proc/mounts, where blanks and the like stand as octal numbers of bytes."""
    raw = re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8)]), word.encode("utf-8"))
    return raw.decode("utf-8", "replace")
