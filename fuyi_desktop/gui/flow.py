"""Layouts that break where there is no more room: a row of chips or buttons, a page and its rail."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QSizePolicy, QWidget

UNBOUND = 16_777_215  # Qt's own largest size


class Flow(QLayout):
    """Left to right, then the next row; as high as its width asks for."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item for item in self._items if not item.isEmpty()]
        width = sum(item.sizeHint().width() for item in shown) + self._gap * max(0, len(shown) - 1)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, row = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, row = rect.x(), y + row + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            row = max(row, size.height())
        return y + row - rect.y()


def flowing(*widgets: QWidget, gap: int = 8) -> QWidget:
    """A row of these widgets that breaks where it must."""
    holder = QWidget()
    holder.setProperty("part", "body")
    flow = Flow(holder, gap=gap)
    for widget in widgets:
        flow.addWidget(widget)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder


class Beside(QWidget):
    """A main part and a rail at its right; where there is no room the rail moves below."""

    def __init__(self, main: QWidget, rail: QWidget, *, rail_width: int, room: int, gap: int = 12) -> None:
        super().__init__()
        self.setProperty("part", "body")
        self._main, self._rail = main, rail
        self._rail_width, self._room = rail_width, room
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(gap)
        self._line.addWidget(main, 1)
        self._line.addWidget(rail)
        self._arrange(self._room)

    @property
    def is_below(self) -> bool:
        return self._line.direction() is QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider of the two: else the rail could never move below."""
        wide = max(self._main.minimumSizeHint().width(), self._rail.minimumSizeHint().width())
        return QSize(wide, super().minimumSizeHint().height())

    def _arrange(self, width: int) -> None:
        below = width < self._room
        if below:
            self._line.setDirection(QBoxLayout.Direction.TopToBottom)
            self._rail.setMinimumWidth(0)
            self._rail.setMaximumWidth(UNBOUND)
        else:
            self._line.setDirection(QBoxLayout.Direction.LeftToRight)
            self._rail.setFixedWidth(self._rail_width)
