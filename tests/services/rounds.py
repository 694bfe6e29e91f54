"""Bundles to and fro between the stations of a county, one round or half of one."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Case
from fuyi_desktop.services.app import App
from fuyi_desktop.services.exchange import Report
from tests.services.invented import County


def up(app: App, county: County) -> Path:
    """The bundle of a station, under a name of its own."""
    return _apart(app.exchange.export("center", county.stick).file)


def down(app: App, county: County) -> Path:
    """The center's bundle for a station, under a name of its own."""
    return _apart(county.center.exchange.export(app.office.me.station, county.stick).file)


def carry(app: App, county: County) -> Report:
    return county.center.exchange.take(up(app, county))


def answer(app: App, county: County) -> Report:
    return app.exchange.take(down(app, county))


def meet(app: App, county: County) -> Report:
    """One round: the station's bundle, and the center's answer."""
    carry(app, county)
    return answer(app, county)


def edit(app: App, case_id: str, **fields: Any) -> None:
    with app.office.work(Task.STEP, "改案件") as work:
        work.put(replace(work.get(Case, case_id), **fields))


def _apart(file: Path) -> Path:
    number = sum(1 for _ in file.parent.iterdir())
    return file.rename(file.with_name(f"{number}-{file.name}"))
