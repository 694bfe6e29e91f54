"""On the page of a case: how many of its fields wait for the county's decision, and the way there."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.gui.cases.close import warned
from fuyi_desktop.gui.parts import clear, column
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.matters import Matter, matters
from fuyi_desktop.services.office import Office

NAMED = 3


def sentence(found: list[Matter], *, center: bool) -> str:
    labels = list(dict.fromkeys(one.fields for one in found))
    named = "、".join(labels[:NAMED]) + ("等" if len(labels) > NAMED else "")
    legal = any(one.waiting.legal for one in found)
    who = "待裁决" if center else "等县中心裁决"
    closing = "，裁决以前不能办结" if legal else ""
    return f"本案 {len(found)} 处{who}：{named}{closing}。"


class CaseReviews(QWidget):
    """One banner, or nothing."""

    asked = Signal(str)  # the case whose matters are to be looked at

    def __init__(self, app: Any, tasks: Tasks) -> None:
        super().__init__()
        self.setProperty("part", "body")
        self._app, self._tasks = app, tasks
        self._case_id = ""
        self._column = column(gap=0)
        self.setLayout(self._column)
        self.hide()
        tasks.changed.connect(self._refresh_if)

    def show_sheet(self, sheet: Any) -> None:
        if sheet.case_id != self._case_id:
            self.hide()
        self._case_id = sheet.case_id
        self._ask()

    def _refresh_if(self, tables: set[str]) -> None:
        if "sync_review" in tables and self._case_id:
            self._ask()

    def _ask(self) -> None:
        self._tasks.ask(partial(_read, self._app.office, self._case_id), self._show, topic="case.reviews")

    def _show(self, read: tuple[list[Matter], bool]) -> None:
        found, center = read
        clear(self._column)
        self.setVisible(bool(found))
        if found:
            go = partial(self.asked.emit, found[0].waiting.case_id)
            said = sentence(found, center=center)
            self._column.addWidget(warned("amber", said, "去裁决" if center else "去看", go))


def _read(office: Office, case_id: str) -> tuple[list[Matter], bool]:
    """In the worker: what waits of the case, and whether it is decided here."""
    return matters(office, case_id), office.me.role is StationRole.CENTER
