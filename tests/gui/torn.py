"""A county in which both sides have edited the same fields, neither having seen the other."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Case
from fuyi_desktop.services.app import App
from tests.gui import county
from tests.gui.county import PASSWORD


def meet(base: Path, station: Place, center: Place, code: str = "T0731") -> None:
    """There and back, twice: the station has all that the center has."""
    for _ in range(2):
        county.taken(center, county.sent(station, base / "to"))
        county.taken(station, county.sent(center, base / "fro", code))


def edit(at: Place, number: int, **given: Any) -> None:
    """Change fields of the so-manyeth case of a store."""
    with at.open(PASSWORD) as app:
        change(app, app.casework.rows()[number].case_id, **given)


def change(app: App, case_id: str, **given: Any) -> None:
    with app.office.work(Task.STEP, "更正登记") as work:
        work.put(replace(work.get(Case, case_id), **given))


def torn(
    base: Path, station: Place, center: Place, *both: tuple[int, dict[str, Any], dict[str, Any]]
) -> None:
    """For each case what the county writes and what the station writes; then the station's bundle comes."""
    meet(base, station, center)
    for number, ours, theirs in both:
        edit(center, number, **ours)
        edit(station, number, **theirs)
    county.taken(center, county.sent(station, base / "to"))


def told(at: Place, ask: Callable[[App], Any]) -> Any:
    """What a store answers."""
    with at.open(PASSWORD) as app:
        return ask(app)
