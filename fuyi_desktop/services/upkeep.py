"""Upkeep — backing up, and proving that the store is what it was."""

from pathlib import Path

from fuyi_desktop.domain.access import Task, must
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.services.numberbook import Numbers
from fuyi_desktop.services.office import Office
from fuyi_desktop.store.backups import backup
from fuyi_desktop.store.checks import PAGES, check
from fuyi_desktop.store.positions import last_position


class Upkeep:
    """What keeps an office's records safe."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def backup(self, folder: Path) -> Path:
        """An encrypted copy of the whole store in the folder; opens with the same password."""
        must(self.office.person, Task.UPKEEP)
        held = self.office.ask(last_position)
        made = backup(self.office.store, folder)
        if self.office.me.role is StationRole.CENTER:  # 已备份: what stations are told (`sync.md` 3.7)
            with self.office.work(Task.UPKEEP, "备份") as work:
                work.set_meta("durable", max(held, work.meta("durable", 0)))
        return made

    def check(self) -> list[str]:
        """What is not as it should be: journal chain, files, the state of every case, numbers given twice.

        Empty for none.
        """
        found = check(self.office.store)
        readable = not any(finding.where == PAGES for finding in found)
        return [*map(str, found), *(Numbers(self.office).twice() if readable else ())]
