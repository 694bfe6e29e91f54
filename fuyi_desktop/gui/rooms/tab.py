"""调解室: the board of a week or a day; beside it the rail."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.rooms import shown_day
from fuyi_desktop.domain.sessions import Session, kind_of
from fuyi_desktop.gui.buttons import Button, PagerButton
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Card, EmptyState, ScrollPage, column, plain_box, row
from fuyi_desktop.gui.rooms.board import BoardView
from fuyi_desktop.gui.rooms.plan import Cell, start_of
from fuyi_desktop.gui.rooms.rail import Rail, Ways
from fuyi_desktop.gui.rooms.words import HOW_ROOMS, NO_ROOMS, counts, week_said
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.rooms import Board

RAIL = 304
BESIDE = 1000  # px of the page, from which the rail stands beside the board
ONE_DAY = 900  # px below which a week does not fit
WHOLE = 16_777_215
BELOW = 28  # px of an empty rail below the board: the line of keys
TABLES = frozenset({"session", "room", "case", "step", "case_now"})
WEEK = timedelta(days=7)
HINTS = "↑↓←→ 移动　Enter 打开　N 预约　M 改期"
TYPING = "Enter 下一项　Ctrl+Enter 登记　Esc 离开，留草稿"
CARRYING = "↑↓←→ 选择位置　Enter 放下　Esc 不移动"


class RoomsTab(QWidget):
    """Ctrl+←→ turns the week, W and D change the view, T is today, P prints; the rail shows the rest."""

    shown = Signal()

    def __init__(self, app: App, tasks: Tasks, messages: Messages, ways: Ways) -> None:
        super().__init__()
        self.setAccessibleName("调解室")
        self.app, self.tasks, self.messages, self.ways = app, tasks, messages, ways
        self.board: Board | None = None
        self.by_day = self.narrow = False
        self.on = app.office.today
        self._sought: RecordId = ""
        self.view = BoardView()
        self.rail = Rail(app, tasks, messages, ways)
        self._lay_out()
        self.view.chosen.connect(self._point)
        self.view.opened.connect(self._open)
        self.view.booking_asked.connect(self.rail.book)
        self.view.moved.connect(self._move)
        self.view.cancel_asked.connect(self.rail.cancel)
        self.rail.filled.connect(self._fit_rail)
        self.rail.filled.connect(self._hint)
        self.rail.left.connect(lambda: self.view.setFocus(Qt.FocusReason.OtherFocusReason))
        self.rail.sought.connect(self._seek)
        tasks.changed.connect(self.refresh_if)
        self.refresh()

    # coming here, and other days

    def start(self) -> None:
        if self.rail.form is not None:
            self.rail.form.start()
        else:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_draft(self) -> None:
        """Before the window is locked or closed."""
        self.rail.keep_draft()

    def refresh(self) -> None:
        """F5."""
        days = 1 if self.by_day or self.narrow else 7
        first = self.on if days == 1 else self.on - timedelta(days=self.on.weekday())
        self.tasks.ask(partial(self.app.rooms.board, first, days), self._show, topic="rooms.board")

    def refresh_if(self, tables: set[str]) -> None:
        if tables & TABLES:
            self.refresh()

    def turn(self, by: int) -> None:
        """Other weeks, or days: forward or back."""
        self.on += by * (timedelta(days=1) if self.by_day or self.narrow else WEEK)
        self.refresh()

    def go_to(self, on: date) -> None:
        self.on = on
        self.refresh()

    def show_days(self, *, by_day: bool) -> None:
        """The week, or the day the cursor stands in."""
        if by_day and self.view.cell is not None:
            self.on = self.view.cell.on
        self.by_day = by_day
        self._week.setChecked(not by_day)
        self._day.setChecked(by_day)
        self.refresh()

    def show_session(self, session: Session) -> None:
        """A session on its day; the board moves there if it has to."""
        self._seek(session.id, session.on)

    def book_for(self, case_id: RecordId, kind: str = "talks") -> None:
        """The form of a booking for a case."""
        self.rail.book(None, case=case_id, kind=kind)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        letters: dict[int, Callable[[], object]] = {
            Qt.Key.Key_W: partial(self.show_days, by_day=False),
            Qt.Key.Key_D: partial(self.show_days, by_day=True),
            Qt.Key.Key_T: lambda: self.go_to(self.app.office.today),
            Qt.Key.Key_P: self._print_pointed,
        }
        if control and event.key() in turns:
            self.turn(turns[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and self.rail.form is not None:
            self.rail.close_form()
        elif self.view.hasFocus() and not event.modifiers() and event.key() in letters:
            letters[event.key()]()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        kinds = QBoxLayout.Direction
        self._pair.setDirection(kinds.LeftToRight if self.width() >= BESIDE else kinds.TopToBottom)
        self._fit_rail()
        self._count.setVisible(self.width() >= BESIDE)
        narrow = self.width() < ONE_DAY
        if narrow is not self.narrow:
            self.narrow = narrow
            self._week.setVisible(not narrow)
            self._day.setVisible(not narrow)
            self.refresh()

    def _fit_rail(self) -> None:
        """Beside the board as wide as it always is; below it as high as it has to be, a form alone."""
        beside, form = self.width() >= BESIDE, self.rail.form is not None
        below = BELOW if self.rail.is_empty else max(BELOW, self.height() * 3 // 5)
        self._front.setVisible(beside or not form)
        self._beside.setMinimumWidth(RAIL if beside else 0)
        self._beside.setMaximumWidth(RAIL if beside else WHOLE)
        self._beside.setMinimumHeight(0 if beside or form else below)
        self._beside.setMaximumHeight(WHOLE if beside or form else below)

    # how it is laid out

    def _lay_out(self) -> None:
        self._line = PlainLabel("", tone="ink2")
        self._count = PlainLabel("", tone="ink2", small=True)
        self._week = Button("周", "segment", checkable=True, on=partial(self.show_days, by_day=False))
        self._day = Button("日", "segment", checkable=True, on=partial(self.show_days, by_day=True))
        self._week.setChecked(True)
        papers = "通知书、门牌、签到表、席位卡、纪律"
        head = row(
            PlainLabel("调解室", size="title"), 8, PagerButton("left", "往前", on=partial(self.turn, -1)),
            self._line, PagerButton("right", "往后", on=partial(self.turn, 1)),
            Button("今天", on=lambda: self.go_to(self.app.office.today)), row(self._week, self._day, gap=4),
            self._count, None, Button("房间", "quiet", on=self.rail.show_rooms),
            Button("打印", icon="print", on=self._print_pointed, tip=papers),
            Button("预约", "primary", icon="plus", on=self.rail.book),
        )  # fmt: skip
        head.setContentsMargins(16, 12, 16, 12)
        sheet = Card(wide=True)
        inside = sheet.layout()
        assert inside is not None
        inside.setContentsMargins(1, 1, 1, 1)
        sheet.add(self.view)
        self._front = QStackedWidget()
        self._front.addWidget(sheet)
        self._front.addWidget(EmptyState(NO_ROOMS, HOW_ROOMS, Button("登记房间", on=self.rail.add_room)))
        scrolled = ScrollPage(margin=0)
        scrolled.add(self.rail)
        self._hints = PlainLabel("", tone="ink3", small=True)
        self._beside = plain_box(column(scrolled, self.rail.foot, self._hints, gap=8))
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setContentsMargins(16, 0, 16, 12)
        self._pair.setSpacing(12)
        self._pair.addWidget(self._front, 1)
        self._pair.addWidget(self._beside)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addLayout(self._pair, 1)

    def _show(self, board: Board) -> None:
        self.board = board
        self._front.setCurrentIndex(0 if board.rooms else 1)
        self._line.setText(week_said(board))
        self._count.setText(counts(board))
        self.rail.show_board(board)
        self.view.show_board(board)
        sought, self._sought = self._sought, ""
        if sought:
            self.view.choose(sought)
        self.shown.emit()

    def _seek(self, session_id: RecordId, on: date | None) -> None:
        self._sought = session_id
        self.on = on or self.on
        self.refresh()

    def _point(self, cell: Cell, session: Session | None) -> None:
        self._hint()
        self.rail.point(cell, session)

    def _hint(self) -> None:
        """The keys that matter now."""
        moving = CARRYING if self.view.carried is not None else HINTS
        self._hints.setText(TYPING if self.rail.form is not None else moving)

    def _open(self, session: Session) -> None:
        if session.case_id:
            self.ways.open_case(session.case_id)
        elif not session.disposition:
            self.rail.change(session)

    def _move(self, session: Session, cell: Cell) -> None:
        start = start_of(cell, session, hours=self.view.plan.hours)
        if (session.on, session.start, session.room_id) == (cell.on, start, cell.room.id):
            return
        self._sought = session.id
        deed = partial(
            self.app.bookings.move, session.id, on=cell.on, start=start, room=cell.room.id, sure=True
        )
        said = f"{kind_of(session.kind).label}改到{shown_day(cell.on)} {start} {cell.room.name}"
        self.tasks.do(deed, said, undo=partial(self.rail.put_back, session))

    def _print_pointed(self) -> None:
        session = self.view.session
        if session is None:
            self.messages.note("先选一次会。")
        else:
            self.ways.print_session(session.id)
