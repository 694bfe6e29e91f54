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
from fuyi_desktop.domain.errors import BadFact, StoreExists
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
    from fuyi_desktop.services.recovery import Asked
    from fuyi_desktop.services.shipped_templates import ShippedTemplates
    from fuyi_desktop.store.server import Server
    from fuyi_desktop.store.vault import Where

NAME = "fuyi"
ADDRESS = ("postgresql:", "postgres:", "postgresql+psycopg:")  # what a server's address begins with
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
    server: "Server | None" = None  # of a center whose database is not in the folder

    @property
    def where(self) -> "Where":
        """What a store is opened by."""
        return self.server or self.folder

    @property
    def own(self) -> Path:
        """The folder for what this computer keeps for itself; a server's files may be shared by desks."""
        return self.folder if self.server is None else _data() / "servers" / self.server.name

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

    @cached_property
    def orders(self) -> dict[str, str]:
        """卷内次序 as shipped: the files' own text, by the kind of case."""
        return {path.stem: path.read_text("utf-8") for path in (resources() / "casefile").glob("*.toml")}

    @cached_property
    def phrases(self) -> dict[str, str]:
        """常用语和问题组 as shipped: the files' own text, by the kind of session."""
        return {path.stem: path.read_text("utf-8") for path in (resources() / "phrases").glob("*.toml")}

    @property
    def today(self) -> date:
        return self.given_day or now().date()

    @property
    def state(self) -> Path:
        """Where the window keeps what is only convenient: its size, the last tab."""
        return self.own / "window.json"

    @cached_property
    def press(self) -> "Press":
        from fuyi_desktop.documents.fonts import FontFolders, find
        from fuyi_desktop.documents.press import Press
        from fuyi_desktop.documents.template import Templates

        cache = Path(appdirs.user_cache_dir(NAME, appauthor=False)) / "fonts"
        return Press(Templates.read(resources() / "templates"), find(FontFolders(font_folders(), cache)))

    @property
    def shipped_templates(self) -> "ShippedTemplates":
        """The templates that are shipped; no store is needed to read or check one."""
        from fuyi_desktop.services.shipped_templates import ShippedTemplates

        return ShippedTemplates(self.press, self.law, self.today)

    def fonts(self) -> list[Path]:
        """Font files for the window: those that came with the program."""
        return [path for folder in own_fonts() for path in sorted(folder.glob("NotoSansSC-*.ttf"))]

    def exists(self) -> bool:
        from fuyi_desktop.store.vault import exists

        return exists(self.where)

    def init(self, role: StationRole, name: str, unit: str, person: str, password: str) -> "Made":
        """Make the store of a new station; the recovery key is in the answer and nowhere else."""
        from fuyi_desktop.services.accounts import make

        return make(self.where, role, name, unit, person, password, law=self.law, now=now)

    def open(self, password: str, *, person: str | None = None) -> "App":
        """The opened store with its services, at the desk whoever's password it is.

        A person given must be that one: NotThatPerson. WrongPassword, StoreMissing, StoreTooNew, StoreInUse.
        """
        from fuyi_desktop.services.accounts import unlock

        return self._app(unlock(self.where, password, name=person, law=self.law, now=now))

    def confirm(self, password: str, person: "Person") -> None:
        """That the person is back at the window they have locked; WrongPassword."""
        from fuyi_desktop.services.accounts import confirm

        confirm(self.where, password, person)

    def open_with_recovery(self, recovery_key: str, new_password: str, person: str | None = None) -> "App":
        """The store opened by its printed recovery key, which gives one person a new password."""
        from fuyi_desktop.services.accounts import recover

        return self._app(recover(self.where, recovery_key, new_password, name=person, law=self.law, now=now))

    def ask_recovery(self, name: str, out: Path) -> "Asked":
        """Write the locked store's request to the county; the digits are in the answer and nowhere else."""
        from fuyi_desktop.services.recovery import ask

        return ask(self.where, name, out)

    def finish_recovery(self, answer: Path, code: str, new_password: str, person: str | None = None) -> "App":
        """The store opened by the county's answer, which gives one person a new password."""
        from fuyi_desktop.services.recovery import finish

        return self._app(finish(self.where, answer, code, new_password, name=person, law=self.law, now=now))

    def restore(self, backup: Path, password: str) -> None:
        """Put a backup into this place, which must not hold a store yet, once its password has opened it."""
        from fuyi_desktop.services.accounts import adopt, unlock
        from fuyi_desktop.store.backups import restore

        if self.exists():
            raise StoreExists(folder=self.where)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self.folder.parent, prefix=f"{self.folder.name}.") as name:
            beside = Path(name) / self.folder.name
            restore(backup, beside)
            unlock(beside, password, law=self.law, now=now).store.close()
            if self.server is not None:
                adopt(self.server, beside, password, law=self.law, now=now)
                return
            self.folder.mkdir(exist_ok=True)
            for item in sorted(beside.iterdir(), key=lambda item: item.name == "store.db"):
                item.replace(self.folder / item.name)  # the database last: now there is a store

    def adopt(self, folder: Path, password: str) -> dict[str, int]:
        """Move the center's store of a folder to this place, which must be a server; the rows moved."""
        from fuyi_desktop.services.accounts import adopt

        if self.server is None:
            raise BadFact(label="--store", why="请写明迁往哪里：--store postgresql://用户@主机/数据库。")
        return adopt(self.server, folder.absolute(), password, law=self.law, now=now)

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

        self.own.mkdir(mode=0o700, parents=True, exist_ok=True)
        office = Office(opened.store, self.law, opened.person, now, self.given_day)
        return App(office, self.codes, lambda: self.press, self.orders, self.phrases)


def place(store: str | Path | None = None, *, today: date | None = None) -> Place:
    """The place of a store: a folder, the user's data folder where none is given, or a server's address.

    What a center on a server keeps as files lies in the folder FUYI_DATA, which its desks share, or else in
    one of the user's own.
    """
    if not str(store or "").startswith(ADDRESS):
        return Place(Path(store).absolute() if store else _data(), today)
    from fuyi_desktop.store.server import server

    shared = os.environ.get("FUYI_DATA")
    found = server(str(store), folder=Path(shared).absolute() if shared else None, among=_data() / "servers")
    return Place(found.folder, today, found)


def _data() -> Path:
    """The user's data folder."""
    return Path(appdirs.user_data_dir(NAME, appauthor=False)).absolute()


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
