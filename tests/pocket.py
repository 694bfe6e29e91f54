"""The drives of a PC that a test invents: folders as sticks, with any room and any fault."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from fuyi_desktop.services.carrying import Stick

ROOM = 11_200_000_000


@dataclass
class Pocket:
    """The sticks that are plugged in; a test puts them in and pulls them out."""

    sticks: tuple[Stick, ...] = ()
    stuck: bool = False  # some program holds a file on it: it cannot be let go
    let: list[str] = field(default_factory=list)

    def __call__(self) -> tuple[Stick, ...]:
        return tuple(stick for stick in self.sticks if stick.root.is_dir())

    def let_go(self, stick: Stick) -> bool:
        if not self.stuck:
            self.let.append(stick.name)
        return not self.stuck

    def plug(self, folder: Path, name: str = "FUYI (E:)", **given: object) -> Path:
        """Put a stick in; what is given are its room, its file system, its write protection."""
        folder.mkdir(exist_ok=True)
        made = replace(Stick(folder, name, ROOM), **given)  # type: ignore[arg-type]
        self.sticks = (*self.sticks, made)
        return folder
