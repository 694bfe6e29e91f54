"""What a step would do to the dates of its case: those that begin, that move, and that end."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.domain.deadlines import Clock
from fuyi_desktop.domain.workdays import Workdays
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.cases import words
from fuyi_desktop.gui.cases.sections import ClockLine
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import clear
from fuyi_desktop.services.casework import Ahead

BEGINS, MOVES, ENDS = "登记后起算", "登记后改期", "登记后了结"


class Coming(QWidget):
    """A line for each clock that the step touches, under the word for what happens to it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "body")
        self.setAccessibleName("登记后的期限")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def show_ahead(self, ahead: Ahead, today: date, workdays: Workdays, names: Mapping[str, str]) -> None:
        clear(self._column)

        def line(clock: Clock, right: str = "") -> QWidget:
            return ClockLine(words.deadline_view(clock, today, workdays, names), right=right)

        self._group(BEGINS, [line(clock) for clock in ahead.begins])
        self._group(
            MOVES, [line(new, f"原为 {dates.plain(old.due.display, today)}") for old, new in ahead.moves]
        )
        self._group(ENDS, [line(one, "" if one.done_on else "不再计算") for one in ahead.ends])
        self.setVisible(self._column.count() > 0)

    def _group(self, word: str, lines: Sequence[QWidget]) -> None:
        if lines:
            self._column.addWidget(PlainLabel(word, tone="ink2", small=True))
        for line in lines:
            self._column.addWidget(line)
