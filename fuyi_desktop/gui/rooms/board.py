"""The board: one painted widget for the week and the day; every cell is reached with the arrow keys."""

from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame

from fuyi_desktop.domain.sessions import Session
from fuyi_desktop.gui.rooms import plan as plans
from fuyi_desktop.gui.rooms.drawing import Drawing
from fuyi_desktop.gui.rooms.plan import HALF, HEAD, SIDE, Cell, Plan
from fuyi_desktop.gui.rooms.words import read_out
from fuyi_desktop.services.rooms import Board

MOVES = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LINE = 24  # px that the wheel scrolls


class BoardView(QAbstractScrollArea):
    """↑↓←→ move, Enter opens or books, N books, M moves, Delete cancels; the mouse drags cards."""

    chosen = Signal(object, object)  # the Cell, and the Session in it or None
    opened = Signal(object)  # a Session
    booking_asked = Signal(object)  # a Cell that is free, or where one more is wanted
    moved = Signal(object, object)  # a Session, and the Cell it is put into
    cancel_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("房间安排")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumHeight(HEAD + plans.ROW)
        self.verticalScrollBar().setSingleStep(LINE)
        self.horizontalScrollBar().setSingleStep(LINE)
        self.viewport().setMouseTracking(True)
        self.board: Board | None = None
        self.plan = Plan(0, 0)
        self.row = self.column = self.index = 0
        self.carried: Session | None = None  # by M or by the mouse
        self.target: Cell | None = None  # where the mouse holds it
        self._pressed: tuple[QPoint, Session | None] | None = None

    # what it shows

    def show_board(self, board: Board) -> None:
        """Other days, or the same ones after something changed; the cursor stays with its session."""
        before = self.session
        first = self.board is None
        self.board = board
        self._arrange()
        if first:
            self._start()
        elif before is not None and self.choose(before.id):
            return
        self._tell()

    def choose(self, session_id: str) -> bool:
        """Put the cursor onto a session; whether it is on the board."""
        cell = self.plan.cell_of(session_id)
        if cell is None:
            return False
        at = next(n for n, one in enumerate(cell.sessions) if one.id == session_id)
        self._put(cell.row, cell.column, at)
        return True

    @property
    def cell(self) -> Cell | None:
        """Where the cursor stands."""
        if not self.plan.cells or not self.plan.cells[0]:
            return None
        row = min(self.row, len(self.plan.cells) - 1)
        return self.plan.cells[row][min(self.column, len(self.plan.cells[row]) - 1)]

    @property
    def session(self) -> Session | None:
        """The session the cursor stands on."""
        cell = self.cell
        if cell is None or not cell.sessions:
            return None
        return cell.sessions[min(self.index, len(cell.sessions) - 1)]

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, cell, session = Qt.Key(event.key()), self.cell, self.session
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if cell is None or not plain:
            event.ignore()  # the scroll area would take the arrows for itself
        elif key in MOVES:
            self._step(*MOVES[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._put(self.row, 0 if key == Qt.Key.Key_Home else len(self.plan.cells[0]) - 1)
        elif key in ENTER and self.carried is not None:
            self._lay_down(cell)
        elif key in ENTER:
            self.opened.emit(session) if session is not None else self.booking_asked.emit(cell)
        elif key == Qt.Key.Key_N:
            self.booking_asked.emit(cell)
        elif key == Qt.Key.Key_M and session is not None and not session.disposition:
            self.carried = session
            self._tell()
        elif key == Qt.Key.Key_Delete and session is not None and not session.disposition:
            self.cancel_asked.emit(session)
        elif key == Qt.Key.Key_Escape and self.carried is not None:
            self.carried = None
            self._tell()
        else:
            event.ignore()

    def _step(self, down: int, across: int) -> None:
        cell = self.cell
        assert cell is not None
        if (
            down
            and not self.plan.hours
            and self.carried is None
            and 0 <= self.index + down < len(cell.sessions)
        ):
            self._put(cell.row, cell.column, self.index + down)
            return
        row = min(max(cell.row + down, 0), len(self.plan.cells) - 1)
        column = cell.column + across
        if across and self.plan.hours and self.session is not None and self.carried is None:
            while (
                0 <= column < len(self.plan.cells[row])
                and self.session in self.plan.cells[row][column].sessions
            ):  # one session is one stop, however long
                column += across
        column = min(max(column, 0), len(self.plan.cells[row]) - 1)
        there = self.plan.cells[row][column]
        self._put(row, column, len(there.sessions) - 1 if down < 0 and there.sessions else 0)

    def _put(self, row: int, column: int, index: int = 0) -> None:
        self.row, self.column, self.index = row, column, index
        self._bring()
        self._tell()

    def _tell(self) -> None:
        cell, session = self.cell, self.session
        if cell is not None and self.board is not None:
            carried = f"正在移动 {self.carried.title}　" if self.carried is not None else ""
            self.setAccessibleDescription(carried + read_out(self.board, cell, session))
            self.chosen.emit(cell, session)
        self.viewport().update()

    def _start(self) -> None:
        """Where the work begins: today's next session, else today's first cell."""
        board = self.board
        assert board is not None
        later = (
            one for one in board.sessions
            if one.on == board.today and one.end > board.now and not one.disposition
        )  # fmt: skip
        coming = next(later, None)
        if coming is not None and self.choose(coming.id):
            return
        first = next((c for line in self.plan.cells for c in line if c.on == board.today), None)
        if first is not None:
            self.row, self.column = first.row, first.column

    def _lay_down(self, cell: Cell) -> None:
        session, self.carried, self.target = self.carried, None, None
        if session is not None:
            self.moved.emit(session, cell)
        self._tell()

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        point = self._inside(event.position())
        placed, cell = self.plan.placed_at(point), self.plan.cell_at(point)
        self._pressed = (event.position().toPoint(), placed.session if placed else None)
        if placed is not None:
            self.choose(placed.session.id)
        elif cell is not None and self._is_seen(event.position()):
            self._put(cell.row, cell.column)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        start, session = self._pressed
        far = (event.position().toPoint() - start).manhattanLength() >= QApplication.startDragDistance()
        if self.carried is None and far and session is not None and not session.disposition:
            self.carried = session
        if self.carried is not None:
            self.target = self.plan.cell_at(self._inside(event.position()))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if self.carried is not None and self.target is not None:
            self._lay_down(self.target)
            return
        self.carried = self.target = None
        if pressed is not None and pressed[1] is None and self._is_seen(event.position()):
            cell = self.plan.cell_at(self._inside(event.position()))
            if cell is not None and cell == self.cell:
                self.booking_asked.emit(cell)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        placed = self.plan.placed_at(self._inside(event.position()))
        if placed is not None:
            self.opened.emit(placed.session)

    def _inside(self, point: QPointF) -> QPointF:
        """A point of the viewport, on the board below the heads."""
        return point + QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value() - HEAD)

    def _is_seen(self, point: QPointF) -> bool:
        return point.y() >= HEAD and point.x() >= self._left

    # how it lies

    @property
    def _left(self) -> int:
        return SIDE if self.plan.hours else SIDE + HALF

    def _arrange(self) -> None:
        if self.board is None:
            return
        width = self.viewport().width()
        if len(self.board.days) == 1:
            self.plan = plans.day(self.board, width)
        else:
            self.plan = plans.week(self.board, width, self.window().width())
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().size()
        self.verticalScrollBar().setPageStep(room.height() - HEAD)
        self.verticalScrollBar().setRange(0, max(0, round(self.plan.height) - room.height() + HEAD))
        self.horizontalScrollBar().setPageStep(room.width() - self._left)
        self.horizontalScrollBar().setRange(0, max(0, round(self.plan.width) - room.width()))

    def _bring(self) -> None:
        """Scroll so far that the cursor is seen."""
        cell = self.cell
        if cell is None:
            return
        placed = self.plan.place_of(self.session.id) if self.session is not None else None
        area = placed.area if placed is not None else cell.area
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        high, wide = self.viewport().height() - HEAD, self.viewport().width()
        down.setValue(round(min(max(down.value(), area.bottom() - high), area.top())))
        across.setValue(round(min(max(across.value(), area.right() - wide), area.left() - self._left)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._bring()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.board is None:
            return
        painter = QPainter(self.viewport())
        shift = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        drawing = Drawing(painter, self.board, self.plan, QRectF(self.viewport().rect()), shift)
        drawing.all(
            cell=self.target or self.cell, session=self.session, focused=self.hasFocus(), carried=self.carried
        )
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()  # the heads stay where they are

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        self.viewport().update()
