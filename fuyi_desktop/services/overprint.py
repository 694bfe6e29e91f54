"""套打校准 — how many millimetres each printer of this PC is off, and the sheet that shows it."""

import platform
from collections.abc import Callable
from typing import TYPE_CHECKING

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.local import Setting
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.queries import settings
from fuyi_desktop.store.work import Work

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press

KEY = "overprint"
FURTHEST = 20.0  # mm: a printer that is off by more has been fed the wrong way
TENTHS = 10  # kept in tenths of a millimetre
Offset = tuple[float, float]  # to the right and down, in mm


class Overprint:
    """The offsets of this PC's printers; they are applied to what is printed at given places."""

    def __init__(self, office: Office, press: Callable[[], "Press"], desk: str = platform.node()) -> None:
        self.office, self._press, self.desk = office, press, desk

    def offset(self, printer: str) -> Offset:
        """What is added to every place; nothing for a printer that was never measured."""
        found = self.office.store.find(Setting, self._key(printer))
        return _offset(found) if found is not None else (0.0, 0.0)

    def offsets(self) -> dict[str, Offset]:
        """Printer → offset, of every printer that was measured at this PC."""
        before = self._key("")
        return {
            item.id.removeprefix(before): _offset(item)
            for item in self.office.ask(settings)
            if item.id.startswith(before)
        }

    def measure(self, printer: str, right: float, down: float) -> Changed:
        """Keep how far this printer is off; BadFact for more than it can be."""
        if not printer.strip():
            raise BadFact(label="打印机", why="还没有选择。")
        for label, value in (("左右偏移", right), ("上下偏移", down)):
            if abs(value) > FURTHEST:
                why = f"{value:g} 毫米太多，最多 {FURTHEST:g} 毫米；请先核对进纸的方向和位置。"
                raise BadFact(label=label, why=why)
        with self.office.work(Task.ISSUE, "套打校准") as work:
            _keep(work, self._key(printer), [round(right * TENTHS), round(down * TENTHS)])
        return work.changed

    def test_sheet(self, form: str, offset: Offset = (0.0, 0.0)) -> bytes:
        """Crosses and scales on the paper of a form, moved by an offset."""
        return self._press().test_sheet(form, offset=offset)

    def is_placed(self, form: str) -> bool:
        """Whether the form is printed at given places on a sheet that is fed by hand."""
        press = self._press()
        return form in press.forms and press.templates.get(form).sheet.placed

    def _key(self, printer: str) -> str:
        return f"{KEY}/{self.desk}/{printer}"


def _offset(kept: Setting) -> Offset:
    right, down = kept.value
    return right / TENTHS, down / TENTHS


def _keep(work: Work, key: str, value: list[int]) -> None:
    found = work.find(Setting, key)
    work.put(Setting(id=key, revision=found.revision if found else 0, value=value))
