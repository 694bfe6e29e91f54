"""What the window remembers from one day to the next: its looks, its size, the last tab and folder."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from fuyi_desktop.gui.theme import Scheme

LARGE = 1.15  # the user's 字号 大


@dataclass(frozen=True)
class Remembered:
    """Nothing of the office's work: losing it costs a click."""

    scheme: Scheme = Scheme.LIGHT
    large: bool = False
    lock_after: int = 10  # minutes without a key or a click
    width: int = 1366
    height: int = 690
    maximised: bool = False
    tab: str = ""
    folder: str = ""  # where the last bundle went or came from
    drafts: str = ""  # where the drafts of mails lie
    mail_limit: int = 20  # MB
    mail_armored: bool = False

    @property
    def scale(self) -> float:
        return LARGE if self.large else 1.0


class Memory:
    """A small file beside the store; unreadable means forgotten, never an error."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.now = _read(path)

    def keep(self, **changes: Any) -> None:
        """Remember these from now on; written whole, and only where there is a store already."""
        later = replace(self.now, **changes)
        if later == self.now:
            return
        self.now = later
        if not self._path.parent.is_dir():
            return
        beside = self._path.with_suffix(".new")
        try:
            beside.write_text(json.dumps(asdict(later), ensure_ascii=False), "utf-8")
            beside.replace(self._path)
        except OSError:
            beside.unlink(missing_ok=True)


def _read(path: Path) -> Remembered:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return Remembered()
    if not isinstance(found, dict):
        return Remembered()
    usual = asdict(Remembered())
    kept = {name: found[name] for name, value in usual.items() if _like(found.get(name), value)}
    kept["scheme"] = Scheme(kept["scheme"]) if kept.get("scheme") in tuple(Scheme) else Scheme.LIGHT
    return Remembered(**kept)


def _like(found: object, usual: object) -> bool:
    """A file edited by hand may hold anything."""
    return isinstance(found, str) if isinstance(usual, str) else type(found) is type(usual)
