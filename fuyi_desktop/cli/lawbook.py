"""Holidays and county rules on the command line: shown, looked at, taken in, taken back."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fuyi_desktop.cli.desk import Desk, read_text
from fuyi_desktop.cli.printing import show
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.provisions import ProvisionKind
from fuyi_desktop.services.app import App
from fuyi_desktop.services.dates import Dates
from fuyi_desktop.services.lawbook import CALENDARS, PACKS, Outcome
from fuyi_desktop.services.views import rule_view, switch_view, year_view

NO_STORE = (
    "放假安排、县规则和文书模板导入后存在本站的数据库里，{folder}里没有数据库；请用 --store 指明数据文件夹。"
)
YES = ("采用", "y", "yes")


def workdays_show(desk: Desk) -> Any:
    with law(desk) as dates:
        return year_view(dates.workdays, desk.args.year)


def workdays_import(desk: Desk) -> Any:
    return _import(desk, CALENDARS)


def rules_show(desk: Desk) -> Any:
    if desk.args.rule:
        with law(desk) as dates:
            dates.rules.on(desk.args.rule, desk.place.today)
            return [rule_view(rule) for rule in dates.rules[desk.args.rule]]
    with law(desk) as dates:
        return {
            "switches": switch_view(dates.choices),
            "rules": [rule_view(rule) for rule in dates.rules.in_force(desk.place.today)],
        }


def rules_import(desk: Desk) -> Any:
    return _import(desk, PACKS)


def rules_drop(desk: Desk) -> Any:
    name = desk.args.name
    with kept(desk) as app:
        return agreed(desk, app.lawbook.look_dropped(name), lambda: app.lawbook.drop(name))


@contextmanager
def law(desk: Desk) -> Iterator[Dates]:
    """The law of the store where its password is given, else as shipped: a date needs no store."""
    if desk.args.password_file and desk.place.exists():
        with desk.app() as app:
            yield app.dates
    else:
        yield desk.place.dates


def _import(desk: Desk, of: frozenset[ProvisionKind]) -> Any:
    name, text = Path(desk.args.file).name, read_text(desk.args.file)
    with kept(desk) as app:
        return agreed(desk, app.lawbook.look(text, name, of=of), lambda: app.lawbook.take(text, name, of=of))


@contextmanager
def kept(desk: Desk) -> Iterator[App]:
    """The store that keeps what is imported; a sentence where there is none, before a password is asked."""
    if not desk.place.exists():
        raise BadFact(label="--store", why=NO_STORE.format(folder=desk.place.folder))
    with desk.app() as app:
        yield app


def agreed(desk: Desk, outlook: Outcome, deed: Callable[[], Outcome]) -> dict[str, Any]:
    """Do it where it was agreed to: by --yes, or at the terminal after a look at what it moves."""
    args = desk.args
    wanted = not args.dry_run and not outlook.already
    said = wanted and args.yes
    if wanted and not args.yes and not args.json and sys.stdin.isatty():
        show(outlook.as_dict(), as_json=False)
        print(f"共 {len(outlook.moved)} 项期限变动。输入“采用”写入，直接回车不写入：", end="", flush=True)
        said = sys.stdin.readline().strip().lower() in YES
    found = deed() if said else outlook
    return found.as_dict() | {"taken": said}
