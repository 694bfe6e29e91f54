"""One table model and one table for the whole program: a list is its columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from fuyi_desktop.gui import paint, theme
from fuyi_desktop.gui.theme import Size

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()

ROW, HEAD, PAD = 30, 32, 16


def in_words(value: object) -> str:
    """What a cell shows; zero is shown, only None is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case date():
            return value.isoformat()[:10]
        case _:
            return str(value)


@dataclass(frozen=True)
class Column(Generic[T]):
    """A title, and how a value of the row becomes what is shown, sorted and coloured."""

    title: str
    value: Callable[[T], object]
    tone: Callable[[T], str] = lambda row: ""  # a token, "" for the usual one
    text: Callable[[Any], str] = in_words
    width: int = 120
    right: bool = False  # numbers
    name: bool = False  # 14 px; everything else is 12
    grows: bool = False


class Rows(QAbstractTableModel, Generic[T]):
    """Shows a list of values; knows nothing about where they come from."""

    def __init__(self, columns: Sequence[Column[T]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[T] = []
        self._order: tuple[int, Qt.SortOrder] | None = None

    def show(self, rows: Sequence[T]) -> None:
        """Replace everything; an order the user has chosen is kept."""
        self.beginResetModel()
        self.rows = list(rows)
        if self._order is not None:
            self.rows = self._sorted(*self._order)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        match role:
            case Role.DisplayRole | Role.AccessibleTextRole | Role.ToolTipRole:
                return column.text(column.value(row))
            case Role.UserRole:
                return row
            case Role.TextAlignmentRole:
                return paint.RIGHT if column.right else paint.LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Role.DisplayRole:
                return self.columns[section].title
            case Role.TextAlignmentRole:
                return paint.RIGHT if self.columns[section].right else paint.LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By the values themselves; Qt's own proxy does not know Python's dates."""
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        marked = [(index, self.rows[index.row()]) for index in kept]
        self._order = column, order
        self.rows = self._sorted(column, order)
        at = {id(row): number for number, row in enumerate(self.rows)}
        for index, row in marked:
            self.changePersistentIndex(index, self.index(at[id(row)], index.column()))
        self.layoutChanged.emit()

    def _sorted(self, column: int, order: Qt.SortOrder) -> list[T]:
        """Blanks stand last whichever way the rest runs; equal rows keep their places."""
        value = self.columns[column].value
        filled = [row for row in self.rows if value(row) not in (None, "")]
        blank = [row for row in self.rows if value(row) in (None, "")]
        down = order is Qt.SortOrder.DescendingOrder
        try:
            filled.sort(key=lambda row: value(row), reverse=down)  # type: ignore[arg-type, return-value]
        except TypeError:  # a column of mixed kinds, such as 12 and 无
            filled.sort(key=lambda row: in_words(value(row)), reverse=down)
        return filled + blank


class CellPainter(QStyledItemDelegate):
    """Paints a cell from its column: grounds, rule below, words; the ring goes round the whole row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self.parent()
        assert isinstance(view, Table)  # also for the kept column
        area = QRectF(paint.area_of(option))
        column = view.model_of_rows.columns[index.column()]
        row = index.data(Role.UserRole)
        chosen = bool(paint.state_of(option) & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(area, theme.color("sel"))
        elif index.row() == view.row_below_pointer:
            painter.fillRect(area, theme.color("hover"))
        paint.rule(painter, area.left(), area.right() + 1, area.bottom() - 1)
        said = str(index.data(Role.DisplayRole) or "")
        quiet = said in ("0", "无", "—")
        token = column.tone(row) or ("ink3" if quiet else "ink" if column.name else "ink2")
        size = Size.TEXT if column.name else Size.SMALL
        align = paint.RIGHT if column.right else paint.LEFT
        paint.words(painter, area.adjusted(PAD, 0, -PAD, -1), said, token, size, align=align)
        painter.restore()


class Table(QTableView):
    """Head 32, rows 30, the whole row is the target; Enter opens it, Space shows how it came about."""

    opened = Signal(object)
    explained = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Any]],
        *,
        key: Callable[[Any], object] = lambda row: row,
        keeps_first: bool = False,
    ) -> None:
        """keeps_first: the first column stays where the others scroll sideways."""
        super().__init__()
        self.setProperty("part", "table")
        self.setAccessibleName(name)
        self.row_below_pointer = -1
        self._key = key
        self.model_of_rows: Rows[Any] = Rows(columns)
        self.setModel(self.model_of_rows)
        self.setItemDelegate(CellPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        head = self.horizontalHeader()
        head.setFixedHeight(HEAD)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(False)
        head.setMinimumSectionSize(48)
        for number, column in enumerate(self.model_of_rows.columns):
            self.setColumnWidth(number, column.width)
        head.sectionClicked.connect(self._sort_by)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(Role.UserRole)))
        self.entered.connect(self._hover)
        self.kept: KeptColumn | None = KeptColumn(self) if keeps_first else None

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Replace the rows; the current one stays current where it is still there."""
        current = self.currentIndex().data(Role.UserRole)
        self.model_of_rows.show(rows)
        if current is not None:
            self.choose(self._key(current))

    def choose(self, key: object) -> bool:
        """Make the row with this key the current one; whether there is such a row."""
        for number, row in enumerate(self.model_of_rows.rows):
            if self._key(row) == key:
                self.setCurrentIndex(self.model_of_rows.index(number, 0))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex().data(Role.UserRole)
        if (
            current is not None
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers()
        ):
            self.opened.emit(current)
        elif current is not None and event.key() == Qt.Key.Key_Space:
            self.explained.emit(current)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.model_of_rows.rows:
            last = len(self.model_of_rows.rows) - 1
            row = 0 if event.key() == Qt.Key.Key_Home else last
            self.setCurrentIndex(self.model_of_rows.index(row, 0))
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self.row_below_pointer = -1
        self.viewport().update()

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            painter = QPainter(self.viewport())
            top = self.rowViewportPosition(current.row())
            paint.ring(painter, QRectF(0, top, self.viewport().width(), ROW - 1))
            painter.end()

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model_of_rows.rows:
            self.setCurrentIndex(self.model_of_rows.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = self.model_of_rows.columns
        if self.kept is not None:
            self.kept.place()
        growing = [number for number, column in enumerate(columns) if column.grows]
        spare = self.viewport().width() - sum(column.width for column in columns)
        for number in growing:
            self.setColumnWidth(number, columns[number].width + max(0, spare) // len(growing))

    def _sort_by(self, section: int) -> None:
        """First click up, second down; the arrow stands in the head only then."""
        head = self.horizontalHeader()
        again = head.isSortIndicatorShown() and head.sortIndicatorSection() == section
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        order = down if again and head.sortIndicatorOrder() == up else up
        head.setSortIndicatorShown(True)
        head.setSortIndicator(section, order)
        self.model_of_rows.sort(section, order)

    def _tell(self, current: QModelIndex) -> None:
        self.viewport().update()
        self.chosen.emit(current.data(Role.UserRole))

    def _hover(self, index: QModelIndex) -> None:
        self.row_below_pointer = index.row()
        self.viewport().update()


class KeptColumn(QTableView):
    """The first column once more, above the table, so that a wide table never loses its names."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table
        self.setProperty("part", "table")
        self.setFocusProxy(table)
        self.setModel(table.model_of_rows)
        self.setSelectionModel(table.selectionModel())
        self.setItemDelegate(CellPainter(table))
        self.setSelectionBehavior(table.selectionBehavior())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setFixedHeight(HEAD)
        for number in range(1, len(table.model_of_rows.columns)):
            self.setColumnHidden(number, True)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.horizontalHeader().sectionResized.connect(self.place)
        table.horizontalScrollBar().valueChanged.connect(self.place)
        table.verticalScrollBar().rangeChanged.connect(self.place)
        self.horizontalHeader().sectionClicked.connect(table.horizontalHeader().sectionClicked)
        self.doubleClicked.connect(table.doubleClicked)
        self.entered.connect(table.entered)
        self.place()

    def place(self) -> None:
        """Over the first column, while the others are pushed aside; with nothing pushed it is not needed."""
        table = self._table
        self.setColumnWidth(0, table.columnWidth(0))
        self.setGeometry(0, 0, table.columnWidth(0), HEAD + table.viewport().height())
        self.setVisible(table.horizontalScrollBar().value() > 0)
        if self.isVisible():
            self.updateGeometries()  # else it does not yet know how far it can scroll
            self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        edge = self.viewport().rect().right()
        painter.fillRect(edge, 0, 1, self.viewport().height(), theme.color("line3"))
        painter.end()
