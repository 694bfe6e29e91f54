"""The text being written, what is wrong with it below, and looking for words in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.tables import HEAD, ROW, Column, Table
from fuyi_desktop.gui.templates import words
from fuyi_desktop.gui.templates.code import CodeEdit

FAULTS = 4  # rows of faults that are seen at once
COLUMNS = (
    Column[Any]("行", lambda one: one.fault.line, width=64, right=True),
    Column[Any]("要改的地方", lambda one: one.said, tone=lambda one: one.tone, width=320, grows=True),
)


@dataclass(frozen=True)
class Shown:
    """A fault or a remark as a row."""

    fault: Any
    heavy: bool

    @property
    def said(self) -> str:
        where = "" if self.fault.place == f"第 {self.fault.line} 行" else f"{self.fault.where}："
        return f"{where}{self.fault.why}" if self.heavy else f"提示　{where}{self.fault.why}"

    @property
    def tone(self) -> str:
        return "amber" if self.heavy else "ink2"


class TextPane(QWidget):
    """Enter on a fault goes to its line; Ctrl+F opens the search, Esc closes it."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.faults: Sequence[Shown] = ()
        self.edit = CodeEdit("模板文字")
        self.edit.textChanged.connect(self.typed)
        self.seek = QLineEdit()
        self.seek.setProperty("field", "true")
        self.seek.setFixedHeight(32)
        self.seek.setAccessibleName("在文字中查找")
        self.seek.setPlaceholderText("查找，回车下一处，Shift+回车上一处")
        self.seek.hide()
        self.verdict = PlainLabel("", tone="ink2", small=True, wrap=True)
        self.verdict.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.list = Table("要改的地方", COLUMNS)
        self.list.opened.connect(self.go)
        self.list.clicked.connect(lambda index: self.go(index.data(Qt.ItemDataRole.UserRole)))
        self.list.chosen.connect(self._read_out)
        self.list.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        for part in (self.seek, self.edit, self.verdict, self.list):
            whole.addWidget(part)
        whole.setStretch(1, 1)

    def show_found(self, faults: Sequence[Any], remarks: Sequence[Any]) -> None:
        """What the check has found, the faults first."""
        heavy = [Shown(one, heavy=True) for one in faults]
        self.faults = [*heavy, *(Shown(one, heavy=False) for one in remarks)]
        self.edit.mark({one.line: "amber" for one in faults})
        self.list.show_rows(self.faults)
        self.list.setVisible(bool(self.faults))
        self.list.setFixedHeight(HEAD + ROW * min(FAULTS, len(self.faults)) + 2)
        self.verdict.say(words.judged(len(faults), len(remarks)), "amber" if faults else "ink2")

    def first_fault(self) -> bool:
        """Go to the first fault; whether there is one."""
        heavy = [one for one in self.faults if one.heavy]
        if heavy:
            self.go(heavy[0])
        return bool(heavy)

    def next_fault(self) -> None:
        """The next one below the cursor, else the first."""
        line = self.edit.textCursor().blockNumber() + 1
        after = [one for one in self.faults if one.fault.line > line]
        if self.faults:
            self.go(after[0] if after else self.faults[0])

    def go(self, one: Shown | None) -> None:
        """To the line of a fault, the cursor there."""
        if one is not None:
            self.edit.go_to(one.fault.line)
            self._read_out(one)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_search(self) -> None:
        self.seek.show()
        self.seek.setFocus(Qt.FocusReason.OtherFocusReason)
        self.seek.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.seek.isVisible():
            self.seek.hide()
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.seek.hasFocus():
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            there = self.edit.look_for(self.seek.text(), back=back)
            self.verdict.say("" if there else f"没有找到“{self.seek.text()}”", "ink2")
        else:
            super().keyPressEvent(event)

    def _read_out(self, one: Shown | None) -> None:
        """The whole sentence, where the row has no room for it."""
        if one is not None:
            self.verdict.say(one.fault.said, one.tone)
