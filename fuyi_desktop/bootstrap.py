"""Puts the parts together, once: folders, resources, clock, store, services. Reads from top to bottom."""

import os
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import appdirs

from fuyi_desktop.domain.codes import CodeBook, codes_from
from fuyi_desktop.domain.errors import StoreExists
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.notices import year_from
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.domain.procedures import PROCEDURES
from fuyi_desktop.domain.rules import Rules, rules_from
from fuyi_desktop.domain.workdays import Workdays
from fuyi_desktop.services.dates import Dates

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press
    from fuyi_desktop.domain.party import Person
    from fuyi_desktop.services.accounts import Made, Opened
    from fuyi_desktop.services.app import App

NAME = "fuyi"
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")  # civil dates everywhere, whatever the machine's zone


def now() -> datetime:
    """The present moment in China: the program's one look at the clock."""
    return datetime.now(CHINA)


def resources() -> Path:
    """The folder of rules, calendars, codes and templates: beside the program, wherever it lies."""
    for base in (Path(__file__).parent.parent, Path(sys.prefix), Path(sys.executable).parent):
        if (base / "resources" / "rules").is_dir():
            return base / "resources"
    raise FileNotFoundError("resources")


@dataclass(frozen=True)
class Place:
    """A folder for one station's store, and everything that does not need it to be open."""

    folder: Path
    given_day: date | None = None

    @cached_property
    def law(self) -> Law:
        """The procedures, rules and calendar that are shipped."""
        rules = [rules_from(toml, name) for name, toml in _tomls("rules")]
        years = [year_from(toml, name) for name, toml in _tomls("workdays")]
        return Law(PROCEDURES, Rules(tuple(rule for file in rules for rule in file)), Workdays(tuple(years)))

    @cached_property
    def dates(self) -> Dates:
        return Dates(self.law.rules, self.law.workdays)

    @cached_property
    def codes(self) -> dict[str, CodeBook]:
        """Code lists by the name of their file."""
        return {Path(name).stem: codes_from(toml, name) for name, toml in _tomls("codes")}

    @property
    def today(self) -> date:
        return self.given_day or now().date()

    @property
    def state(self) -> Path:
        """Where the window keeps what is only convenient: its size, the last tab."""
        return self.folder / "window.json"

    @cached_property
    def press(self) -> "Press":
        from fuyi_desktop.documents.fonts import FontFolders, find
        from fuyi_desktop.documents.press import Press
        from fuyi_desktop.documents.template import Templates

        cache = Path(appdirs.user_cache_dir(NAME, appauthor=False)) / "fonts"
        return Press(Templates.read(resources() / "templates"), find(FontFolders(font_folders(), cache)))

    def fonts(self) -> list[Path]:
        """Font files for the window: those that came with the program."""
        return [path for folder in own_fonts() for path in sorted(folder.glob("NotoSansSC-*.ttf"))]

    def exists(self) -> bool:
        from fuyi_desktop.store.vault import exists

        return exists(self.folder)

    def init(self, role: StationRole, name: str, unit: str, person: str, password: str) -> "Made":
        """Make the store of a new station; the recovery key is in the answer and nowhere else."""
        from fuyi_desktop.services.accounts import make

        return make(self.folder, role, name, unit, person, password, law=self.law, now=now)

    def open(self, password: str, *, person: str | None = None) -> "App":
        """The opened store with its services, at the desk whoever's password it is.

        A person given must be that one: NotThatPerson. WrongPassword, StoreMissing, StoreTooNew, StoreInUse.
        """
        from fuyi_desktop.services.accounts import unlock

        return self._app(unlock(self.folder, password, name=person, law=self.law, now=now))

    def confirm(self, password: str, person: "Person") -> None:
        """That the person is back at the window they have locked; WrongPassword."""
        from fuyi_desktop.services.accounts import confirm

        confirm(self.folder, password, person)

    def open_with_recovery(self, recovery_key: str, new_password: str, person: str | None = None) -> "App":
        """The store opened by its printed recovery key, which gives one person a new password."""
        from fuyi_desktop.services.accounts import recover

        return self._app(recover(self.folder, recovery_key, new_password, name=person, law=self.law, now=now))

    def restore(self, backup: Path, password: str) -> None:
        """Put a backup into this place, which must not hold a store yet, once its password has opened it."""
        from fuyi_desktop.services.accounts import unlock
        from fuyi_desktop.store.backups import restore

        if self.exists():
            raise StoreExists(folder=self.folder)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self.folder.parent, prefix=f"{self.folder.name}.") as name:
            beside = Path(name) / self.folder.name
            restore(backup, beside)
            unlock(beside, password, law=self.law, now=now).store.close()
            self.folder.mkdir(exist_ok=True)
            for item in sorted(beside.iterdir(), key=lambda item: item.name == "store.db"):
                item.replace(self.folder / item.name)  # the database last: now there is a store

    def paper_sample(self, form: str, out: Path) -> None:
        """Write a paper that shows what belongs where, as .pdf or .docx."""
        from fuyi_desktop.services.papers import sample

        sample(self.press, form, self.today, out)

    def draw_procedure(self, kind: str, out: Path) -> None:
        """Write the drawing of a procedure as .svg; CannotWrite."""
        from fuyi_desktop.documents.drawing import drawing
        from fuyi_desktop.store.files import write_whole

        write_whole(out, drawing(self.law.procedures[kind]).encode("utf-8"))

    def _app(self, opened: "Opened") -> "App":
        from fuyi_desktop.services.app import App
        from fuyi_desktop.services.office import Office

        office = Office(opened.store, self.law, opened.person, now, self.given_day)
        return App(office, self.codes, lambda: self.press)


def place(folder: str | Path | None = None, *, today: date | None = None) -> Place:
    """The place of a store; the user's data folder where none is given."""
    return Place(Path(folder or appdirs.user_data_dir(NAME, appauthor=False)).absolute(), today)


def own_fonts() -> tuple[Path, ...]:
    """Folders of fonts that came with the program, or that `dev.py setup` has fetched."""
    found = (resources() / "fonts", resources().parent / ".fonts")
    return tuple(folder for folder in found if folder.is_dir())


def font_folders() -> tuple[Path, ...]:
    """Every folder that is searched for fonts, the system's first (`deps.md` 2.3)."""
    from fuyi_desktop.documents.fonts import installed_with_pip, system_folders

    return (*system_folders(sys.platform, Path.home(), os.environ), *own_fonts(), *installed_with_pip())


def _tomls(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((resources() / folder).glob("*.toml")):
        yield path.name, tomllib.loads(path.read_text("utf-8"))
