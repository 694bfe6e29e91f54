"""The list at the left of 案件 and 出庭: three painted lines a row, loaded as they come into view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from fuyi_desktop.gui import paint, theme
from fuyi_desktop.gui.theme import Size

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()

HEIGHT, PAD = 72, 16
PAGE = 100  # rows asked for at once
KEPT = 20  # pages kept


@dataclass(frozen=True)
class ListRow:
    """What one row shows; key names what it opens."""

    key: str
    name: str
    date: str = ""
    tone: str = "ink2"  # of the date
    matter: str = ""
    chips: tuple[str, ...] = ()
    number: str = ""
    state: str = ""
    state_tone: str = "ink2"

    def said(self) -> str:
        return " ".join(
            part for part in (self.name, self.date, self.matter, *self.chips, self.number, self.state) if part
        )


Arrive = Callable[[Sequence[ListRow]], None]
Fetch = Callable[[int, int, Arrive], None]  # first row, how many, what to do with them


class Feed(QAbstractListModel):
    """As many rows as there are, of which it holds the pages last looked at."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._count = 0
        self._round = 0
        self._pages: dict[int, Sequence[ListRow]] = {}
        self._asked: set[int] = set()

    def restart(self, count: int, fetch: Fetch | None = None) -> None:
        """Begin anew with so many rows; answers to older questions are not shown any more."""
        self.beginResetModel()
        self._fetch = fetch or self._fetch
        self._count, self._round = count, self._round + 1
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()

    def show(self, rows: Sequence[ListRow]) -> None:
        """For a list that is short and at hand."""
        self.restart(len(rows), lambda first, many, arrive: arrive(rows[first : first + many]))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or role not in (
            Role.DisplayRole,
            Role.UserRole,
            Role.AccessibleTextRole,
            Role.ToolTipRole,
        ):
            return None
        row = self.row(index.row())
        if row is None or role == Role.UserRole:
            return row
        return row.name if role == Role.ToolTipRole else row.said()

    def row(self, number: int) -> ListRow | None:
        """The row if it has arrived; else it is asked for."""
        page = number // PAGE
        rows = self._pages.get(page)
        if rows is None:
            self._ask(page)
            rows = self._pages.get(page, ())  # a fetch may answer at once
        place = number % PAGE
        return rows[place] if place < len(rows) else None

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        turn = self._round
        self._fetch(page * PAGE, PAGE, lambda rows: self._arrive(turn, page, rows))

    def _arrive(self, turn: int, page: int, rows: Sequence[ListRow]) -> None:
        if turn != self._round:
            return
        self._asked.discard(page)
        self._pages[page] = rows
        while len(self._pages) > KEPT:
            self._pages.pop(next(iter(self._pages)))
        last = min(self._count, page * PAGE + len(rows)) - 1
        if last >= page * PAGE:
            self.dataChanged.emit(self.index(page * PAGE), self.index(last))


class RowPainter(QStyledItemDelegate):
    """Name and date, matter and chips, number and state; the date is never cut, the name is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self.parent()
        assert isinstance(view, RowList)
        area = QRectF(paint.area_of(option))
        chosen = index.row() == view.currentIndex().row()
        painter.save()
        if chosen:
            painter.fillRect(area, theme.color("sel"))
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), theme.color("accent"))
        elif paint.state_of(option) & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.color("hover"))
        paint.rule(painter, area.left() + PAD, area.right() + 1, area.bottom() - 1)
        row = index.data(Role.UserRole)
        if isinstance(row, ListRow):
            self._lines(painter, area.adjusted(PAD, 0, -PAD, 0), row)
        if chosen and view.hasFocus():
            paint.ring(painter, area.adjusted(0, 0, 0, -1))
        painter.restore()

    def _lines(self, painter: QPainter, area: QRectF, row: ListRow) -> None:
        left, right, top = area.left(), area.right(), area.top()
        room = paint.width(row.date, Size.SMALL)
        paint.words(painter, QRectF(right - room - 1, top + 9, room + 2, 20), row.date, row.tone, Size.SMALL)
        gap = room + 12 if room else 0
        paint.words(painter, QRectF(left, top + 9, area.width() - gap, 20), row.name, bold=True)

        x = right
        for said in reversed(row.chips[:3]):
            x -= paint.chip_width(said)
            paint.chip(painter, x, top + 29, said, "outlined", height=19)
            x -= 6
        paint.words(painter, QRectF(left, top + 29, x - left - 6, 18), row.matter, "ink2", Size.SMALL)

        room = paint.width(row.state, Size.SMALL)
        second = QRectF(right - room - 1, top + 47, room + 2, 18)
        paint.words(painter, second, row.state, row.state_tone, Size.SMALL)
        paint.words(
            painter, QRectF(left, top + 47, area.width() - room - 12, 18), row.number, "ink2", Size.SMALL
        )


class RowList(QTableView):
    """The list; Enter opens, Space shows how the date came about.

    A table of one column: QListView asks the model for every row there is, this only for what it shows.
    """

    opened = Signal(object)
    explained = Signal(object)
    chosen = Signal(object)

    def __init__(self, name: str, feed: Feed) -> None:
        super().__init__()
        self.feed = feed
        self._awaited = False
        self.setProperty("part", "list")
        self.setAccessibleName(name)
        self.setModel(feed)
        self.setItemDelegate(RowPainter(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(HEIGHT)
        self.verticalHeader().setDefaultSectionSize(HEIGHT)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(self._tell)
        self.doubleClicked.connect(lambda index: self._emit(self.opened, index))
        feed.dataChanged.connect(self._arrived)

    def current(self) -> ListRow | None:
        row = self.currentIndex().data(Role.UserRole)
        return row if isinstance(row, ListRow) else None

    def choose(self, number: int) -> None:
        """Make a row the current one and bring it into view."""
        self.setCurrentIndex(self.feed.index(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._emit(self.opened, self.currentIndex())
        elif event.key() == Qt.Key.Key_Space and plain:
            self._emit(self.explained, self.currentIndex())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and plain and self.feed.rowCount():
            self.choose(0 if event.key() == Qt.Key.Key_Home else self.feed.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.feed.rowCount():
            self.choose(0)

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._awaited = current.isValid() and self.current() is None
        self._emit(self.chosen, current)

    def _arrived(self, first: QModelIndex, last: QModelIndex) -> None:
        """The current row may have been chosen before its words were here."""
        current = self.currentIndex()
        if self._awaited and first.row() <= current.row() <= last.row():
            self._awaited = False
            self._emit(self.chosen, current)

    def _emit(self, signal: Any, index: QModelIndex) -> None:
        row = index.data(Role.UserRole)
        if isinstance(row, ListRow):
            signal.emit(row)
