"""The facts that a template may name: looked for by label, put where the cursor is by Enter."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import row
from fuyi_desktop.gui.tables import Column, Table
from fuyi_desktop.gui.templates import words

WIDTH = 272
COLUMNS = (
    Column[Any]("事实", lambda fact: fact.label, width=160, name=True, grows=True),
    Column[Any]("名字", lambda fact: fact.path, width=96),
)


class FactList(QWidget):
    """Search on top, ↓ goes into the list."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("可用的事实")
        self._facts: Sequence[Any] = ()
        self.search = QLineEdit()
        self.search.setProperty("field", "true")
        self.search.setFixedHeight(32)
        self.search.setAccessibleName("查找事实")
        self.search.setPlaceholderText("如 受理日期、电话、A18")
        self.search.textChanged.connect(lambda: self._look())
        self.search.installEventFilter(self)
        self.table = Table("可用的事实", COLUMNS, key=lambda fact: fact.path)
        self.table.opened.connect(self.chosen)
        self.count = PlainLabel("", tone="ink3", small=True)
        self.put = Button("插入", "quiet", small=True, on=self._put)
        head = row(self.count, None, self.put)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.search)
        whole.addLayout(head)
        whole.addWidget(self.table, 1)

    def show_facts(self, facts: Sequence[Any]) -> None:
        self._facts = facts
        self._look()

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """↓ and Enter go from the search into what it has found."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == event.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.model_of_rows.rows:
                self._put()
                return True
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        found = words.found_facts(self._facts, self.search.text())
        self.table.show_rows(found)
        self.count.setText(f"{len(found)} 项" if found else "没有这样的事实")

    def _put(self) -> None:
        current = self.table.currentIndex().data(Qt.ItemDataRole.UserRole)
        rows = self.table.model_of_rows.rows
        if current is not None or rows:
            self.chosen.emit(current if current is not None else rows[0])
