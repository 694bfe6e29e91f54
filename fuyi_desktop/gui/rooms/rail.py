"""Beside the board: the session that is pointed at, a booking, a room, or how a session ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from fuyi_desktop.domain.access import Task, may
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.rooms import shown_day
from fuyi_desktop.domain.sessions import Session
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import Choice
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Card, clear, column, plain_box, row
from fuyi_desktop.gui.rooms.booking import BookingForm, Known
from fuyi_desktop.gui.rooms.plan import Cell
from fuyi_desktop.gui.rooms.room_form import RoomForm
from fuyi_desktop.gui.rooms.session import Deeds, EndForm, SessionCard
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.bookings import Booked, Look
from fuyi_desktop.services.rooms import Board
from fuyi_desktop.services.sittings import Ended, Option

DRAFT = "booking"  # the form of a new booking, under which its text is kept
CASES = 200  # open cases that the form of a booking offers


@dataclass(frozen=True)
class Ways:
    """Where the tab leads to in the rest of the window."""

    open_case: Callable[..., object]  # case id, at, given
    print_session: Callable[[RecordId], object]
    write_minutes: Callable[[RecordId, str, RecordId], object] | None = None  # case, form, session


class Rail(QWidget):
    """One card at a time; a form that is open is not covered by what is pointed at."""

    left = Signal()  # the form is closed: the keys go back to the board
    filled = Signal()  # there is another card, or none
    sought = Signal(str, object)  # a session and, where it is known, its day: the cursor goes there

    def __init__(self, app: App, tasks: Tasks, messages: Messages, ways: Ways) -> None:
        super().__init__()
        self.app, self.tasks, self.messages, self.ways = app, tasks, messages, ways
        self.setProperty("part", "body")
        self.board: Board | None = None
        self.cell: Cell | None = None
        self.session: Session | None = None
        self.form: BookingForm | EndForm | RoomForm | None = None
        self.card: SessionCard | None = None
        self._room = column(gap=12)
        self.setLayout(column(self._room, None, gap=0))
        self._foot = column(gap=0)
        self.foot = plain_box(self._foot)  # what of a form does not scroll: what it meets, and its buttons
        self.foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return self._room.isEmpty()

    def point(self, cell: Cell | None, session: Session | None) -> None:
        """What the cursor of the board stands on."""
        same = session == self.session
        self.cell, self.session = cell, session
        if self.form is None and not same:
            self.show_card()

    def show_board(self, board: Board) -> None:
        """What the cards are told of: rooms, collisions, numbers of cases."""
        self.board = board
        if self.form is None:
            self.show_card()

    def show_card(self) -> None:
        """The session that is pointed at."""
        session = self.session
        if session is None:
            clear(self._room)
            self.card = None
            self.filled.emit()
            return
        question = partial(self.app.sittings.options, session.id)
        self.tasks.ask(question, partial(self._put_card, session), topic="rooms.card")

    # booking

    def book(self, cell: Cell | None = None, **given: object) -> None:
        """The form of a booking; a free cell, a case, a kind are filled in beforehand."""
        if not self._may(Task.REGISTER, "预约"):
            return
        if self.board is None or not self.board.rooms:
            self.add_room()
            return
        at = cell or self.cell
        values = dict(given)
        if at is not None:
            values = {"room": at.room.id, "on": at.on, "start": at.start} | values
            kinds = {"接待室": "reception", "听证室": "hearing", "审理室": "hearing"}
            values.setdefault("kind", kinds.get(at.room.kind, "talks"))
        self.tasks.ask(self._known, partial(self._begin_booking, values, None), topic="rooms.known")

    def change(self, session: Session) -> None:
        self.tasks.ask(self._known, partial(self._begin_booking, {}, session), topic="rooms.known")

    def save_booking(self) -> None:
        form = self.form
        if not isinstance(form, BookingForm) or not form.form.check():
            return
        wanted = form.wanted()
        if wanted is None:
            return
        if form.session is None:
            deed = partial(self.app.bookings.book, wanted, because=form.because, sure=form.sure)
            self.tasks.do(deed, self._booked_said, self._was_booked)
        else:
            change = partial(
                self.app.bookings.change, form.session.id, wanted, because=form.because, sure=form.sure
            )
            self.tasks.do(change, "预约已修改", lambda _: self.close_form())

    def cancel(self, session: Session) -> None:
        undo = partial(self.put_back, session)
        said = f"已取消 {shown_day(session.on)} {session.start} {session.title}"
        self.tasks.do(partial(self.app.bookings.cancel, session.id), said, undo=undo)

    def confirm(self, session: Session) -> None:
        self.tasks.do(partial(self.app.bookings.confirm, session.id), "预约已确认")

    def add_room(self) -> None:
        """The form of a new room."""
        if self._may(Task.SETTINGS, "登记房间"):
            self._put_form(RoomForm(self.app.office.today))

    def change_room(self) -> None:
        """The form of the room the cursor stands in."""
        if self.cell is not None and self._may(Task.SETTINGS, "修改房间"):
            self._put_form(RoomForm(self.app.office.today, self.cell.room))

    def save_room(self) -> None:
        form = self.form
        if isinstance(form, RoomForm) and form.form.check():
            key = form.room.id if form.room else ""
            self._keep_room(
                partial(self.app.rooms.keep_room, form.given() | {"retired": False}, key), "房间已登记"
            )

    # what became of it

    def dispose(self, session: Session) -> None:
        """The form of its result."""
        rooms = [Choice(room.id, room.named) for room in self.board.rooms] if self.board else []
        form = EndForm(session, rooms, self.app.office.today)
        form.options_asked.connect(self._ask_options)
        self._put_form(form)
        self._ask_options()

    def save_result(self) -> None:
        form = self.form
        if not isinstance(form, EndForm) or not form.form.check():
            return
        option = form.chosen
        to = form.to
        lacks = option is not None and bool(option.lacking)
        follow = option.follow.label if option and option.follow.step and not lacks else ""
        deed = partial(
            self.app.sittings.dispose, form.session.id, form.how, remark=form.remark, follow=follow, to=to,
            sure=True,
        )  # fmt: skip
        then = partial(self._was_disposed, form.session, option if lacks else None, to is None and option)
        self.tasks.do(deed, "结果已登记", then)

    def call(self, session: Session) -> None:
        """The step that calls the people; what it lacks is filled in on the page of the case."""
        question = partial(self.app.sittings.options, session.id)
        self.tasks.ask(question, partial(self._call, session), topic="rooms.call")

    def _put_card(self, session: Session, calls: Sequence[Option]) -> None:
        board = self.board
        if board is None or self.form is not None or self.session != session:
            return
        minutes, form = self.ways.write_minutes, board.minutes.get(session.id, "")
        deeds = Deeds(
            lambda one: self.ways.open_case(one.case_id), self.call, self.dispose, self.change, self.cancel,
            self.confirm, lambda one: self.ways.print_session(one.id),
            (lambda one: minutes(one.case_id, form, one.id)) if minutes is not None and form else None,
        )  # fmt: skip
        clear(self._room)
        number = board.numbers.get(session.case_id, "")
        call = next(iter(calls), None)
        self.card = SessionCard(session, number, board.conflict(session), call, deeds, board.today)
        self._room.addWidget(self.card)
        self.filled.emit()

    def _put_form(self, form: "BookingForm | EndForm | RoomForm") -> None:
        saves = {BookingForm: self.save_booking, EndForm: self.save_result, RoomForm: self.save_room}
        clear(self._room)
        self.card, self.form = None, form
        form.submitted.connect(saves[type(form)])
        form.left.connect(self.close_form)
        if isinstance(form, RoomForm):
            form.retire_asked.connect(self._retire)
        clear(self._foot)
        self._room.addWidget(form)
        self._foot.addWidget(form.foot)
        self.filled.emit()
        form.start()

    def close_form(self) -> None:
        """Back to the board; what was typed is kept."""
        self.keep_draft()
        self.form = None
        clear(self._room)
        clear(self._foot)
        self.filled.emit()
        self.left.emit()
        self.show_card()

    def _known(self) -> Known:
        """In the worker."""
        rows = self.app.casework.rows(ended=False, limit=CASES)
        cases = [(one.case_id, f"{one.title} {one.number}") for one in rows]
        kept = self.app.drafts.find(DRAFT)
        return Known(self.app.rooms.rooms(), cases, dict(kept.content) if kept else {})

    def _begin_booking(self, values: dict[str, object], session: Session | None, known: Known) -> None:
        form = BookingForm(known, self.app.office.today, session)
        form.look_asked.connect(self._ask_look)
        form.paused.connect(self.keep_draft)
        self._put_form(form)
        if session is None:
            form.fill(values)
        else:
            form.fill_session(session)

    def keep_draft(self) -> None:
        """At a pause in typing, on leaving the form, before the window is locked or closed."""
        form = self.form
        if isinstance(form, BookingForm) and form.session is None and (draft := form.form.draft()):
            self.tasks.ask(partial(self.app.drafts.keep, DRAFT, draft), lambda _: None)

    def _ask_look(self) -> None:
        form = self.form
        wanted = form.wanted() if isinstance(form, BookingForm) else None
        if isinstance(form, BookingForm) and wanted is not None:
            question = partial(self.app.bookings.look, wanted, form.session.id if form.session else "")
            self.tasks.ask(question, self._show_look, topic="rooms.look")

    def _show_look(self, look: Look) -> None:
        if isinstance(self.form, BookingForm):
            self.form.show_look(look)

    def _booked_said(self, booked: Booked) -> str:
        return "已预约" if len(booked.ids) == 1 else f"已预约 {len(booked.ids)} 次"

    def _was_booked(self, booked: Booked) -> None:
        wanted = self.form.wanted() if isinstance(self.form, BookingForm) else None
        self.form = None
        self.tasks.ask(partial(self.app.drafts.drop, DRAFT), lambda _: None)
        self.close_form()
        self.sought.emit(booked.ids[0], wanted.on if wanted else None)

    def put_back(self, session: Session) -> None:
        """撤销: the session as it was."""
        self.tasks.do(partial(self.app.bookings.put_back, session), "已撤销")

    def _ask_options(self) -> None:
        form = self.form
        if isinstance(form, EndForm):
            question = partial(self.app.sittings.options, form.session.id, form.how, form.remark, form.to)
            self.tasks.ask(question, self._show_options, topic="rooms.options")

    def _show_options(self, options: Sequence[Option]) -> None:
        if isinstance(self.form, EndForm):
            self.form.show_options(options)

    def _was_disposed(
        self, session: Session, fill: Option | None, again: "Option | bool | None", ended: Ended
    ) -> None:
        """On to what comes next: the step that has to be filled in, another date, or the case's letter."""
        to = self.form.to if isinstance(self.form, EndForm) else None
        self.close_form()
        self.sought.emit(ended.next_id or session.id, to.on if to else None)
        if fill is not None:
            self.ways.open_case(session.case_id, at=fill.follow.step, given=fill.facts)
        elif isinstance(again, Option) and again.follow.again:
            values = {"kind": session.kind, "title": session.title, "case": session.case_id}
            self.book(None, **{name: value for name, value in values.items() if value})
        elif ended.step:
            self.ways.open_case(session.case_id)

    def _call(self, session: Session, options: Sequence[Option]) -> None:
        option = next(iter(options), None)
        if option is None or option.refused:
            self.messages.error(option.refused if option else "这种会没有要登记的通知步骤。")
        elif option.lacking:
            self.ways.open_case(session.case_id, at=option.follow.step, given=option.facts)
        else:
            said = f"已登记{option.follow.label}，可以打印通知书"
            deed = partial(self.app.sittings.call, session.id, sure=True)
            title = f"登记{option.follow.label}"
            if not option.doubts or self.messages.confirm(
                title, "".join(option.doubts), do="登记", leave="不登记", danger=False
            ):
                self.tasks.do(deed, said)

    def show_rooms(self) -> None:
        """What can be done about the rooms themselves."""
        if self.board is not None and self.board.rooms and self.cell is not None:
            buttons = row(
                Button("登记房间", on=self.add_room), Button("修改当前房间", on=self.change_room), None
            )  # fmt: skip
            clear(self._room)
            clear(self._foot)
            self.form, self.card = None, None
            self._room.addWidget(Card("房间", f"{len(self.board.rooms)} 间").add(buttons))
        else:
            self.add_room()

    def _retire(self) -> None:
        form = self.form
        if isinstance(form, RoomForm) and form.room is not None:
            self._keep_room(
                partial(self.app.rooms.keep_room, {"retired": True}, form.room.id), f"{form.room.name}已停用"
            )

    def _keep_room(self, deed: Callable[[], Any], said: str) -> None:
        def kept() -> set[str]:
            deed()
            return {"room"}

        self.tasks.do(kept, said, lambda _: self.close_form())

    def _may(self, task: Task, deed: str) -> bool:
        if may(self.app.office.person, task):
            return True
        self.messages.error(f"{self.app.office.person.name}没有“{task.value}”的权限，不能{deed}。")
        return False
