"""The list of what will be printed: one row a paper and recipient, with a box to tick."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fuyi_desktop.gui import icons, paint, theme
from fuyi_desktop.gui.tables import HEAD, ROW, Column, Table
from fuyi_desktop.services.batch import Line

Index = QModelIndex | QPersistentModelIndex
TICKED, NOT_TICKED, CANNOT = "要打印", "不打印", "还不能打印"
MOST = 14  # rows before the list scrolls by itself
ICONS = {TICKED: ("box_ticked", "accent"), NOT_TICKED: ("box", "ink2"), CANNOT: ("warn", "amber")}


class TickPainter(QStyledItemDelegate):
    """The box, or a triangle where something is missing; a screen reader reads the word."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRectF(paint.area_of(option))
        if paint.state_of(option) & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.color("sel"))
        paint.rule(painter, area.left(), area.right() + 1, area.bottom() - 1)
        icon, token = ICONS[str(index.data(Qt.ItemDataRole.DisplayRole))]
        icons.paint(painter, icon, area.left() + 16, area.center().y() - 8, token)


class LineTable(Table):
    """Space or a click into the first column ticks; what cannot be printed cannot be ticked."""

    ticked_changed = Signal()

    def __init__(self) -> None:
        self._given: list[Line] = []  # in the order of the recipients
        self._ticked: set[tuple[str, ...]] = set()
        self._refused: dict[tuple[str, ...], str] = {}
        super().__init__("要打印的文书", self._columns(), key=lambda line: line.key)
        self.setItemDelegateForColumn(0, TickPainter(self))
        self.explained.connect(self.toggle)
        self.clicked.connect(self._clicked)

    def show_lines(self, lines: Sequence[Line], ticked: Callable[[Line], bool]) -> None:
        """Show these, ticked as told."""
        self._ticked = {line.key for line in lines if not line.missing and ticked(line)}
        self.show_rows(lines)
        self.ticked_changed.emit()

    def show_refusals(self, refused: Mapping[tuple[str, ...], str]) -> None:
        """Say why a paper could not be issued: by case, form and recipient. Shown with the next lines."""
        self._refused = dict(refused)

    def lines(self) -> list[Line]:
        return list(self.model_of_rows.rows)

    def ticked(self) -> list[Line]:
        """What is to be printed, in the order of the recipients whatever the list is sorted by."""
        order = {line.key: number for number, line in enumerate(self._given)}
        found = [line for line in self.lines() if line.key in self._ticked]
        return sorted(found, key=lambda line: order[line.key])

    def show_rows(self, rows: Sequence[Any]) -> None:
        self._given = list(rows)
        super().show_rows(rows)
        self.setVisible(bool(rows))
        self._fit()

    def toggle(self, line: Line) -> None:
        if line.missing:
            return
        self._ticked ^= {line.key}
        self.viewport().update()
        self.ticked_changed.emit()

    def tick_all(self, *, ticked: bool) -> None:
        self._ticked = {line.key for line in self.lines() if ticked and not line.missing}
        self.viewport().update()
        self.ticked_changed.emit()

    def current(self) -> Line | None:
        found = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Line) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its rows, with room for the bar where it scrolls sideways."""
        shown = min(MOST, max(1, len(self.model_of_rows.rows)))
        sideways = sum(column.width for column in self.model_of_rows.columns) > self.width()
        bar = self.horizontalScrollBar().sizeHint().height() if sideways else 0
        self.setFixedHeight(HEAD + ROW * shown + bar + 2)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.toggle(index.data(Qt.ItemDataRole.UserRole))

    def _word(self, line: Line) -> str:
        if line.missing:
            return CANNOT
        return TICKED if line.key in self._ticked else NOT_TICKED

    def _lacking(self, line: Line) -> str:
        return self._refused.get(line.key[:3]) or "、".join(line.missing)

    def _columns(self) -> tuple[Column[Line], ...]:
        return (
            Column("打印", self._word, width=60),
            Column("收件人", lambda line: line.recipient, width=156, name=True, grows=True),
            Column("文书", lambda line: line.title, width=168, name=True, grows=True),
            Column("文号", number, tone=number_tone, width=156),
            Column("案件", lambda line: line.case, width=124),
            Column("页", lambda line: line.pages or None, width=48, right=True),
            Column("已打印", lambda line: line.times, width=72, right=True),
            Column("还缺", self._lacking, tone=lambda _: "amber", width=148, grows=True),
        )


def number(line: Line) -> str:
    """The number, or that the paper is issued when it is printed."""
    return line.number if line.paper_id or line.by_post else "打印时出具"


def number_tone(line: Line) -> str:
    return "" if line.paper_id or line.by_post else "accent"
