"""数据交换: the page with the big buttons, and the pages that stand in its place while something is done."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from fuyi_desktop.domain.access import Task, may
from fuyi_desktop.domain.party import CENTER, StationRole
from fuyi_desktop.gui.cases.printing import ChoosePrinter, ask_printer
from fuyi_desktop.gui.exchange import news
from fuyi_desktop.gui.exchange.bundle_sheet import BundleSheet, back_or_why
from fuyi_desktop.gui.exchange.home import Home
from fuyi_desktop.gui.exchange.incoming import Incoming
from fuyi_desktop.gui.exchange.joining import CenterJoining, StationJoining
from fuyi_desktop.gui.exchange.reviews import ReviewsPage
from fuyi_desktop.gui.exchange.sending import Sending
from fuyi_desktop.gui.exchange.station_sheet import StationSheet
from fuyi_desktop.gui.exchange.sticks import Drives, Stick, find_sticks
from fuyi_desktop.gui.keys.page import KeysPage
from fuyi_desktop.gui.memory import Memory
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.stations import StationRow

LOOK = 4_000  # ms between two looks for a stick, while the page is seen
BUNDLES = "数据包、邮件和压缩包 (*.fuyi *.eml *.txt *.zip);;所有文件 (*)"


class ExchangeTab(QWidget):
    """The tab; preview, reviews, one station and enrolment take its place while they are looked at."""

    case_asked = Signal(str)
    page_asked = Signal(str)  # lawbook, templates or settings: where something the county sent can be seen

    def __init__(
        self,
        app: Any,
        tasks: Tasks,
        messages: Messages,
        memory: Memory,
        *,
        me: Any,
        sticks: Drives = find_sticks,
        choose_printer: ChoosePrinter = ask_printer,
    ) -> None:
        super().__init__()
        self._app, self._tasks, self._messages, self._memory = app, tasks, messages, memory
        self._find_sticks = sticks
        self._starting = False
        self._from: QWidget | None = None  # where a bundle was opened
        self.center = me.role is StationRole.CENTER
        self.setAccessibleName("数据交换")
        now, center = app.office.now, self.center
        self.home = Home(now, center=center)
        self.incoming = Incoming(app.carrying, tasks, messages, center=center)
        self.sending = Sending(app.carrying, sticks, tasks, messages, memory, choose_printer, center=center)
        self.joining = (
            CenterJoining(app.enrolment, tasks, messages)
            if center
            else StationJoining(app.enrolment, tasks, messages, name=me.name, code=self._code)
        )
        self.reviews = ReviewsPage(app, tasks, messages, center=center)
        self.keys = KeysPage(app, tasks, messages, me=me, ask=choose_printer)
        self.station = StationSheet(now)
        self.bundle = BundleSheet(now, center=center)
        # with its parent from the start: a stacked layout shows its first page, else as a window of its own
        self._pages = QStackedLayout(self)
        beside = (self.incoming, self.joining, self.sending, self.reviews, self.keys)
        for page in (self.home, *beside, self.station, self.bundle):
            self._pages.addWidget(page)
        self._wire()
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look_for_sticks)
        tasks.changed.connect(self.refresh_if)
        self.refresh()

    # what the window calls

    def export(self) -> None:
        """Write to the only stick at once, else ask where to; before joining, the way there is shown."""
        if to := self._addressees():
            self._pages.setCurrentWidget(self.sending)
            if len(self._sticks) == 1:
                self.sending.to_stick(to, self._sticks[0])
            else:
                self.sending.choose(to)

    def export_mail(self) -> None:
        if to := self._addressees():
            self._pages.setCurrentWidget(self.sending)
            self.sending.choose(to, mail=True)

    def export_elsewhere(self) -> None:
        if to := self._addressees():
            folder = self._messages.folder("导出到哪个文件夹", start=self._place)
            if folder is not None:
                self._pages.setCurrentWidget(self.sending)
                self.sending.to_folder(to, folder)

    def take_in(self) -> None:
        """Look at what lies on the only stick, else at files that are chosen; nothing is written yet."""
        if not self.home.known.joined:
            self.enrol()
        elif len(self._sticks) == 1:
            self._look([self._sticks[0].root])
        else:
            self.take_files()

    def take_files(self) -> None:
        paths = self._messages.open_files("选择要收的包", start=self._place, filters=BUNDLES)
        if paths:
            self._memory.keep(folder=str(paths[0].parent))
            self._look(paths)

    def take_folder(self) -> None:
        """Everything in a folder, and in those within it."""
        folder = self._messages.folder("收哪个文件夹里的包", start=self._place)
        if folder is not None:
            self._memory.keep(folder=str(folder))
            self._look([folder])

    def enrol(self) -> None:
        self._pages.setCurrentWidget(self.joining)
        self.joining.start()

    def open_keys(self) -> None:
        """密钥: fingerprints, rotation, quarantine, persons."""
        self._pages.setCurrentWidget(self.keys)
        self.keys.start()

    def open_reviews(self, case_id: str = "") -> None:
        """待裁决: the list, or the first matter of a case."""
        self._pages.setCurrentWidget(self.reviews)
        if case_id:
            self.reviews.open_case(case_id)
        else:
            self.reviews.open_queue()

    def show_main(self) -> None:
        self._pages.setCurrentWidget(self.home)
        self.start()

    def start(self) -> None:
        """Where the work begins."""
        if self._pages.currentWidget() is self.home:
            self._starting = True  # whether this station may send is known when the store has answered
            self.refresh()

    def refresh_if(self, tables: set[str]) -> None:
        if tables and self.isVisible():  # whatever has changed is something more to send
            self.refresh()

    def refresh(self) -> None:
        exchange = self._app.exchange
        self._tasks.ask(exchange.status, self._show_status, topic="exchange status")
        self._tasks.ask(exchange.history, self.home.show_history, topic="exchange history")
        self._tasks.ask(self._app.keys.reminders, self.home.show_keys, topic="exchange keys")
        self.reviews.refresh()
        if self.center:
            self._tasks.ask(exchange.stations, self._show_stations, topic="exchange stations")
        else:
            self._tasks.ask(exchange.own, self.home.show_own, topic="exchange own")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._look_for_sticks()
        self.refresh()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _wire(self) -> None:
        home = self.home
        home.export_asked.connect(self.export)
        home.import_asked.connect(self.take_in)
        home.mail_asked.connect(self.export_mail)
        home.folder_asked.connect(self.export_elsewhere)
        home.enrol_asked.connect(self.enrol)
        home.reviews_asked.connect(lambda: self.open_reviews())
        home.station_asked.connect(self._open_station)
        home.bundle_asked.connect(self._open_bundle)
        home.keys_asked.connect(self.open_keys)
        for page in (self.incoming, self.sending, self.joining, self.reviews, self.keys, self.station):
            page.left.connect(self.show_main)
        self.incoming.finished.connect(self._taken)
        self.incoming.files_asked.connect(self.take_files)
        self.incoming.folder_asked.connect(self.take_folder)
        self.sending.finished.connect(home.told.show_sent)
        self.reviews.counted.connect(home.show_matters)
        self.reviews.case_asked.connect(self.case_asked)
        self.station.export_asked.connect(self._send_again)
        self.station.bundle_asked.connect(self._open_bundle)
        self.bundle.left.connect(self._leave_bundle)
        self.bundle.look_asked.connect(self._look_at_undoing)
        self.bundle.undo_asked.connect(self._undo)

    def _code(self) -> str:
        """In the worker: the code this station has been given, "" before it has joined."""
        return str(self._app.office.me.station) if self._app.exchange.status().joined else ""

    @property
    def _sticks(self) -> tuple[Stick, ...]:
        return self.home.known.sticks

    @property
    def _place(self) -> Path:
        """Where a dialog for files begins."""
        return self._sticks[0].root if self._sticks else Path(self._memory.now.folder or Path.home())

    def _look_for_sticks(self) -> None:
        self._tasks.ask(self._find_sticks, self._show_sticks, topic="sticks")

    def _show_sticks(self, sticks: tuple[Stick, ...]) -> None:
        self.sending.show_sticks(sticks)
        self.home.show_sticks(sticks)

    # what the store says

    def _show_status(self, status: Any) -> None:
        self.home.show_status(status)
        if self._starting:
            self._starting = False
            self.home.start()

    def _show_stations(self, rows: list[StationRow]) -> None:
        self.home.show_stations(rows)
        if self._pages.currentWidget() is self.station:
            self._open_station(self.station.station)

    # taking in and sending

    def _look(self, paths: list[Path]) -> None:
        self._pages.setCurrentWidget(self.incoming)
        self.incoming.look(paths)

    def _taken(self, takings: Any) -> None:
        self.home.told.show_takings(takings)
        may_look = may(self._app.office.person, Task.SETTINGS)
        news.tell(self._messages, takings, self.page_asked.emit if may_look else None)

    def _addressees(self) -> Sequence[str]:
        """A station sends to the center; the center a receipt to each that waits, or to the chosen one."""
        if not self.home.known.joined:
            self.enrol()
            return ()
        if not self.center:
            return (CENTER,)
        current = self.home.board.current
        to = self.home.owed or ((current.station,) if current is not None else ())
        if not to:
            self._messages.note("没有待发的回执。要重发，请在表中选中一个单位。")
        return to

    def _send_again(self, station: str) -> None:
        """To one station, whether it waits for something or not."""
        self._pages.setCurrentWidget(self.sending)
        self.sending.choose([station])

    # one station, one bundle

    def _open_station(self, station: str) -> None:
        one = self.home.board.row_of(station)
        if one is None:
            return
        arriving = self._pages.currentWidget() is not self.station

        def show(rows: list[Any]) -> None:
            self.station.show_station(one, rows)
            self._pages.setCurrentWidget(self.station)
            if arriving:
                self.station.start()

        self._tasks.ask(partial(self._app.exchange.history, station), show, topic="exchange station")

    def _open_bundle(self, one: Any) -> None:
        self._from = self._pages.currentWidget()
        self.bundle.show_bundle(one)
        self._pages.setCurrentWidget(self.bundle)
        self.bundle.start()

    def _leave_bundle(self) -> None:
        if self._from is self.station:
            self._open_station(self.station.station)
        else:
            self.show_main()

    def _look_at_undoing(self, digest: str) -> None:
        look = partial(back_or_why, self._app.undoing, digest)
        self._tasks.ask(look, self.bundle.show_found, topic="undoing")

    def _undo(self, digest: str, why: str) -> None:
        deed = partial(self._app.undoing.undo, digest, why)
        self._tasks.do(
            deed, lambda undone: f"已撤销导入，{undone.writes} 处转到待裁决",
            lambda _: self._leave_bundle(), failed=self.bundle.start,
        )  # fmt: skip
