"""卷内目录 on the screen: what lies in each place, what is missing there, and moving it by key or by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication

from fuyi_desktop.domain.casefile import Binder, Gap, Item
from fuyi_desktop.domain.fileorder import Volume
from fuyi_desktop.gui import dates, theme
from fuyi_desktop.gui.ledger import PageTable
from fuyi_desktop.gui.tables import ROW, Column

MOST = 16  # rows before the table scrolls


@dataclass(frozen=True)
class Row:
    """One row: an item, or a gap at the place where it would lie."""

    volume: Volume
    place: str
    item: Item | None = None
    gap: Gap | None = None
    today: date | None = None

    @property
    def key(self) -> str:
        return self.item.key if self.item else f"gap {self.gap.text if self.gap else ''}"

    @property
    def title(self) -> str:
        if self.item is None:
            return self.gap.text if self.gap else ""
        return f"{self.item.title}　{self.item.number}".strip()

    @property
    def when(self) -> str:
        on = self.item.on if self.item else None
        return dates.plain(on, self.today or on) if on else ""

    @property
    def remark(self) -> str:
        if self.item is None:
            return "缺" if self.gap and self.gap.must else "待核对"
        said = ["不公开"] if self.item.confidential else []
        if not self.item.digest:
            said.append("纸质")
        elif not self.item.shown:
            said.append("电子文件")
        return "、".join(said)


def rows_of(binder: Binder, today: date) -> list[Row]:
    """The whole file in its order; a gap stands after what lies in its place already."""
    places = {place.id: place for place in binder.order.places}
    waiting = [gap for gap in binder.gaps if gap.place in places and not _of_item(gap, binder)]
    found: list[Row] = []
    for volume in Volume:
        own = [Row(volume, item.place.label, item, today=today) for item in binder.of(volume)]
        ranks = [binder.order.rank(item.place) for item in binder.of(volume)]
        for gap in waiting:
            place = places[gap.place]
            if place.volume is volume:
                rank = binder.order.rank(place)
                at = max((n + 1 for n, other in enumerate(ranks) if other <= rank), default=0)
                own.insert(at, Row(volume, place.label, gap=gap))
                ranks.insert(at, rank)
        found += own
    return found


def _of_item(gap: Gap, binder: Binder) -> bool:
    """Whether the gap is about something that lies in the file, and so has a row already."""
    return any(item.key == gap.item for item in binder.items)


def _tone(row: Row) -> str:
    return "" if row.item else "amber"


COLUMNS: tuple[Column[Row], ...] = (
    Column("卷别", lambda row: row.volume.value, width=60),
    Column("位置", lambda row: row.place, width=176),
    Column("材料", lambda row: row.title, _tone, width=340, name=True, grows=True),
    Column("日期", lambda row: row.when, width=104),
    Column("页数", lambda row: row.item.sheets if row.item else None, width=58, right=True),
    Column("起止页", lambda row: row.item.span if row.item else None, width=76, right=True),
    Column("备注", lambda row: row.remark, _tone, width=104),
)  # fmt: skip


class CasefileTable(PageTable):
    """Alt+↑ and Alt+↓ move an item, dragging does too; Enter opens it, or leads to what a gap wants."""

    shifted = Signal(str, bool)  # key, down
    dropped = Signal(str, object, int)  # key, volume, before which item of it

    def __init__(self) -> None:
        super().__init__("卷内目录", COLUMNS, key=lambda row: row.key, most=MOST)
        self.horizontalHeader().setSectionsClickable(False)  # the order is the file's own
        self.movable = False
        self._pressed: QPoint | None = None
        self._carried: Row | None = None
        self._target = -1  # the row above which the carried one would come to lie

    @property
    def current(self) -> Row | None:
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return row if isinstance(row, Row) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: False, Qt.Key.Key_Down: True}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.shift(down=step)
        else:
            super().keyPressEvent(event)

    def shift(self, *, down: bool) -> None:
        """Move the current item one place, where it may be moved."""
        row = self.current
        if self.movable and row is not None and row.item is not None:
            self.shifted.emit(row.item.key, down)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        row = self.indexAt(event.position().toPoint()).data(Qt.ItemDataRole.UserRole)
        if self.movable and isinstance(row, Row) and row.item is not None:
            self._pressed, self._carried = event.position().toPoint(), row

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._pressed is None or self._carried is None:
            super().mouseMoveEvent(event)
            return
        far = (here - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far or self._target >= 0:
            self._target = self._boundary(here)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        carried, target = self._carried, self._target
        self._pressed, self._carried, self._target = None, None, -1
        self.viewport().unsetCursor()
        self.viewport().update()
        super().mouseReleaseEvent(event)
        if carried is not None and carried.item is not None and target >= 0:
            self.dropped.emit(carried.item.key, *self._where(target))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._target >= 0:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme.color("accent"), 2))
            y = self.rowViewportPosition(0) + self._target * ROW
            painter.drawLine(0, y, self.viewport().width(), y)

    def _boundary(self, here: QPoint) -> int:
        above = round((here.y() - self.rowViewportPosition(0)) / ROW)
        return max(0, min(len(self._rows), above))

    @property
    def _rows(self) -> Sequence[Any]:
        return self.model_of_rows.rows

    def _where(self, target: int) -> tuple[Volume, int]:
        """The volume and the place among its items that a boundary between rows stands for."""
        below = self._rows[target] if target < len(self._rows) else self._rows[-1]
        above = self._rows[target - 1] if target else below
        carried_to = below.volume if above.volume is below.volume else above.volume
        before = [row for row in self._rows[:target] if row.item is not None and row.volume is carried_to]
        return carried_to, len(before)
