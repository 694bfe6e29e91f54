"""Ctrl+K: one line to find any command or case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fuyi_desktop.gui import paint, theme
from fuyi_desktop.gui.commands import Commands
from fuyi_desktop.gui.labels import HintLine
from fuyi_desktop.gui.parts import Frame
from fuyi_desktop.gui.theme import Size

WIDE, SHOWN, LINE = 560, 10, 36


@dataclass(frozen=True)
class Hit:
    """One line of what was found, and what choosing it does."""

    text: str
    remark: str
    kind: str  # 命令, 案件
    go: Callable[[], object]


Cases = Callable[[str, Callable[[Sequence[Hit]], None]], None]  # what was typed; where the hits go, later


class HitPainter(QStyledItemDelegate):
    """Kind in a small word, the text, the remark or key at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        return QSize(200, LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        area = QRectF(paint.area_of(option))
        hit = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        if paint.state_of(option) & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.color("sel"))
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), theme.color("accent"))
        paint.words(painter, area.adjusted(12, 0, 0, 0), hit.kind, "ink3", Size.SMALL)
        room = paint.width(hit.remark, Size.SMALL)
        paint.words(painter, area.adjusted(0, 0, -12, 0), hit.remark, "ink2", Size.SMALL, align=paint.RIGHT)
        paint.words(painter, area.adjusted(52, 0, -room - 24, 0), hit.text)
        painter.restore()


class Palette(Frame):
    """Hangs in the middle of the window; ↑ ↓ choose, Enter goes, Esc leaves."""

    def __init__(
        self, window: QWidget, commands: Commands, cases: Cases | None = None,
        scan: Callable[[str], bool] = lambda typed: False,
    ) -> None:  # fmt: skip
        super().__init__("popup")
        self.setParent(window, Qt.WindowType.Popup)
        self._window, self._commands, self._cases = window, commands, cases
        self._scan = scan  # whether what was typed is a code, and was taken
        self._turn = 0
        self._found: list[Hit] = []
        self._composing = False
        self.setAccessibleName("查找案件或命令")
        self.line = QLineEdit()
        self.line.setProperty("field", "true")
        self.line.setFixedHeight(36)
        self.line.setAccessibleName("查找案件或命令")
        self.line.setPlaceholderText("姓名、案号、文号、电话、拼音首字母，或一个命令")
        self.list = QListView()
        self.list.setProperty("part", "list")
        self.list.setAccessibleName("找到的案件和命令")
        self.list.setItemDelegate(HitPainter(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = QStandardItemModel(self.list)
        self.list.setModel(self._rows)
        self.list.clicked.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.list)
        column.addWidget(HintLine("↑↓ 选择", "Enter 前往", "Esc 返回"))
        self._pause = QTimer(self, singleShot=True, interval=120)
        self._pause.timeout.connect(self._ask_cases)
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)

    def open(self) -> None:
        """Show it empty, with all open commands."""
        window = self._window
        self.line.clear()
        self._typed("")
        wide = min(WIDE, window.width() - 32)
        self.setFixedWidth(wide)
        self.move(window.mapToGlobal(QPoint((window.width() - wide) // 2, 56)))
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self._composing:
            current = self.list.currentIndex()
            match Qt.Key(event.key()):
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    if self._scan(self.line.text()):
                        self.hide()
                    else:
                        self._go(current)
                    return True
                case Qt.Key.Key_Down:
                    self._mark(current.row() + 1)
                    return True
                case Qt.Key.Key_Up:
                    self._mark(current.row() - 1)
                    return True
        return False

    def _typed(self, typed: str) -> None:
        self._turn += 1
        self._found = [
            Hit(
                command.text,
                command.keys or command.explained,
                "命令",
                partial(self._commands.run, command.id),
            )
            for command in self._commands.found(typed)
            if command.id != "find"
        ]
        self._show(self._found)
        if typed.strip() and self._cases is not None:
            self._pause.start()

    def _ask_cases(self) -> None:
        turn = self._turn
        if self._cases is not None:
            self._cases(self.line.text().strip(), lambda hits: self._arrive(turn, hits))

    def _arrive(self, turn: int, hits: Sequence[Hit]) -> None:
        if turn == self._turn:
            self._show([*hits, *self._found])

    def _show(self, hits: Sequence[Hit]) -> None:
        self._rows.clear()
        for hit in hits:
            item = QStandardItem(f"{hit.kind} {hit.text} {hit.remark}")
            item.setData(hit, Qt.ItemDataRole.UserRole)
            self._rows.appendRow(item)
        self.list.setFixedHeight(LINE * max(1, min(SHOWN, len(hits))))
        self.adjustSize()
        self._mark(0)

    def _mark(self, row: int) -> None:
        if 0 <= row < self._rows.rowCount():
            self.list.setCurrentIndex(self._rows.index(row, 0))

    def _go(self, index: QModelIndex) -> None:
        hit = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(hit, Hit):
            self.hide()
            hit.go()
