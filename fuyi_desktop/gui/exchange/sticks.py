"""U盘: the removable drives that are plugged in now; asked in the worker, as a dead drive answers late."""

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

MOUNTED_AT = ("/media/", "/run/media/", "/Volumes/")
REMOVABLE = 2  # what Windows answers for a stick
UNITS = ((1000**3, "GB"), (1000**2, "MB"), (1000, "KB"))


@dataclass(frozen=True)
class Stick:
    """A drive that can be pulled out: where it is, what it is called, and its room."""

    root: Path
    name: str
    free: int

    def __str__(self) -> str:
        return f"{self.name}　余 {size(self.free)}"


def find_sticks() -> tuple[Stick, ...]:
    """The sticks that can be written to now."""
    return tuple(
        Stick(Path(drive.rootPath()), drive.displayName(), drive.bytesAvailable())
        for drive in QStorageInfo.mountedVolumes()
        if drive.isValid() and drive.isReady() and not drive.isReadOnly() and _is_removable(drive.rootPath())
    )


def size(octets: int) -> str:
    """11.2 GB, 48 MB, 9 KB; small things are 1 KB."""
    for unit, name in UNITS:
        if octets >= unit:
            value = octets / unit
            return f"{value:.1f} {name}" if value < 100 and unit > 1000 else f"{value:.0f} {name}"
    return "1 KB" if octets else "0 KB"


def _is_removable(root: str) -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(root.replace("/", "\\")) == REMOVABLE)
    return root.startswith(MOUNTED_AT)
