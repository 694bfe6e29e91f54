"""数据交换: two big buttons, who has what, and what went out and came in."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from fuyi_desktop.domain.party import CENTER, StationRole
from fuyi_desktop.gui.buttons import BigButton, Button
from fuyi_desktop.gui.cases.printing import ChoosePrinter, ask_printer
from fuyi_desktop.gui.exchange import words
from fuyi_desktop.gui.exchange.incoming import Incoming
from fuyi_desktop.gui.exchange.joining import CenterJoining, StationJoining
from fuyi_desktop.gui.exchange.sending import Sending
from fuyi_desktop.gui.exchange.sticks import Drives, Stick, find_sticks
from fuyi_desktop.gui.exchange.told import Told
from fuyi_desktop.gui.footer import waiting
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.ledger import Ledger
from fuyi_desktop.gui.memory import Memory
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import EmptyState, ScrollPage, TitleRow, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.theme import dress

LOOK = 4_000  # ms between two looks for a stick, while the page is seen
RAIL, WIDE, TWO = 416, 1200, 560
BUNDLES = "数据包、邮件和压缩包 (*.fuyi *.eml *.txt *.zip);;所有文件 (*)"


class ExchangeTab(QWidget):
    """The tab; preview and enrolment take its place while they are being done."""

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
        self._sticks: tuple[Stick, ...] = ()
        self._owed: tuple[str, ...] = ()
        self._unsent = self._waits = 0
        self._joined = True
        self._starting = False
        self.center = me.role is StationRole.CENTER
        self.setAccessibleName("数据交换")
        self.incoming = Incoming(app.carrying, tasks, messages, center=self.center)
        self.sending = Sending(
            app.carrying, sticks, tasks, messages, memory, choose_printer, center=self.center
        )
        self.joining = (
            CenterJoining(app.enrolment, tasks, messages)
            if self.center
            else StationJoining(app.enrolment, tasks, messages, name=me.name, code=self._code)
        )
        # with its parent from the start: a stacked layout shows its first page, else as a window of its own
        self._pages = QStackedLayout(self)
        for page in (self._main(), self.incoming, self.joining, self.sending):
            self._pages.addWidget(page)
        self.incoming.left.connect(self.show_main)
        self.incoming.finished.connect(self.told.show_takings)
        self.incoming.files_asked.connect(self.take_files)
        self.incoming.folder_asked.connect(self.take_folder)
        self.sending.left.connect(self.show_main)
        self.sending.finished.connect(self.told.show_sent)
        self.joining.left.connect(self.show_main)
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look_for_sticks)
        tasks.changed.connect(self.refresh_if)
        self.refresh()

    def _code(self) -> str:
        """In the worker: the code this station has been given, "" before it has joined."""
        return str(self._app.office.me.station) if self._app.exchange.status().joined else ""

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
            self._send_to_folder(to)

    def take_in(self) -> None:
        """Look at what lies on the only stick, else at files that are chosen; nothing is written yet."""
        if not self._joined:
            self.enrol()
        elif len(self._sticks) == 1:
            self._look([self._sticks[0].root])
        else:
            self.take_files()

    def take_files(self) -> None:
        start = self._sticks[0].root if self._sticks else Path(self._memory.now.folder or Path.home())
        paths = self._messages.open_files("选择要收的包", start=start, filters=BUNDLES)
        if paths:
            self._memory.keep(folder=str(paths[0].parent))
            self._look(paths)

    def take_folder(self) -> None:
        """Everything in a folder, and in those within it."""
        start = self._sticks[0].root if self._sticks else Path(self._memory.now.folder or Path.home())
        folder = self._messages.folder("收哪个文件夹里的包", start=start)
        if folder is not None:
            self._memory.keep(folder=str(folder))
            self._look([folder])

    def _look(self, paths: list[Path]) -> None:
        self._pages.setCurrentWidget(self.incoming)
        self.incoming.look(paths)

    def enrol(self) -> None:
        self._pages.setCurrentWidget(self.joining)
        self.joining.start()

    def show_main(self) -> None:
        self._pages.setCurrentIndex(0)
        self.start()

    def start(self) -> None:
        """Where the work begins."""
        if self._pages.currentIndex() == 0:
            self._starting = True  # whether this station may send is known when the store has answered
            self.refresh()

    def refresh_if(self, tables: set[str]) -> None:
        if tables and self.isVisible():  # whatever has changed is something more to send
            self.refresh()

    def refresh(self) -> None:
        exchange = self._app.exchange
        self._tasks.ask(exchange.status, self._show_status, topic="exchange status")
        self._tasks.ask(exchange.history, self._show_history, topic="exchange history")
        if self.center:
            self._tasks.ask(exchange.stations, self._show_stations, topic="exchange stations")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._look_for_sticks()
        self.refresh()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    # the main page

    def _main(self) -> QWidget:
        self.enrol_button = Button("办理入网", "secondary", on=self.enrol)
        self.by_mail = Button("写成邮件草稿", "secondary", icon="mail", on=self.export_mail)
        self.elsewhere = Button("导出到文件夹", "secondary", icon="folder", on=self.export_elsewhere)
        self.title = TitleRow("数据交换", "", [self.enrol_button, self.by_mail, self.elsewhere])
        self.export_button = Big(
            "导出到U盘", "正在读取…", icon="stick", keys="Ctrl+E", primary=True, on=self.export
        )
        self.import_button = Big("收包", "先预览，再入库", icon="take_in", keys="Ctrl+I", on=self.take_in)
        self._big = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._big.setSpacing(12)
        self._big.addWidget(self.export_button)
        self._big.addWidget(self.import_button)
        self._lists = column(gap=12)
        if self.center:
            self.stations = Ledger(
                "各单位收发",
                words.station_columns(self._app.office.now),
                EmptyState(
                    "还没有单位入网",
                    "对方拿到入网卡、写出申请以后，就能在这里准许入网。",
                    Button("办理入网", on=self.enrol),
                ),
                key=lambda line: line.station,
            )
            self.stations.table.opened.connect(lambda line: self._send_again(line.station))
            self._lists.addWidget(self.stations)
        how = (
            "按 Ctrl+I 收包；回执在收包以后导出。"
            if self.center
            else "按 Ctrl+E 导出给县中心，按 Ctrl+I 收县中心的包。"
        )
        self.history = Ledger(
            "收发记录",
            words.history_columns(self._app.office.now, center=self.center),
            EmptyState("还没有收发过数据包", how),
            key=lambda line: (line.at, line.name),
        )
        self._lists.addWidget(self.history)
        self._lists.addStretch(1)
        self.told = Told(center=self.center)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(12)
        self._body.addLayout(self._lists, 1)
        side = column(self.told, None)
        self._side = plain_box(side)
        self._body.addWidget(self._side)
        page = ScrollPage()
        page.add(self._big, self._body)
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(page)
        return plain_box(whole)

    def _fit(self, width: int) -> None:
        beside = width >= WIDE
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._body.setDirection(across if beside else down)
        self._side.setFixedWidth(RAIL) if beside else self._side.setMaximumWidth(16_777_215)
        if not beside:
            self._side.setMinimumWidth(0)
        self._big.setDirection(across if width >= TWO else down)
        for button in (self.by_mail, self.elsewhere):
            button.setVisible(width >= TWO)

    # sticks

    def _look_for_sticks(self) -> None:
        self._tasks.ask(self._find_sticks, self._show_sticks, topic="sticks")

    def _show_sticks(self, sticks: tuple[Stick, ...]) -> None:
        self._sticks = sticks
        self.sending.show_sticks(sticks)
        self._say_title()
        self._say_export()

    def _say_title(self) -> None:
        match self._sticks:
            case ():
                said = "没有插入U盘"
            case (one,):
                said = f"U盘已插入　{one}"
            case many:
                said = f"插了 {len(many)} 个U盘，导出时要选一个"
        self.title.line.setText(said)

    # what the store says

    def _show_status(self, status: Any) -> None:
        self._unsent, self._waits = status.unsent, waiting(status)
        self.export_button.setEnabled(status.joined)
        self.import_button.setEnabled(status.joined)
        for button in (self.by_mail, self.elsewhere):
            button.setEnabled(status.joined)
        self.enrol_button.setVisible(self.center or not status.joined)
        dress(self.enrol_button, look="secondary" if status.joined else "primary")  # the step that comes next
        self._joined = status.joined
        self._say_export()
        if self._starting:
            self._starting = False
            first = self.export_button if status.joined else self.enrol_button
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_import(self) -> None:
        if not self._joined:
            said = "先办理入网"
        elif len(self._sticks) == 1:
            said = f"看看 {self._sticks[0].name} 里有什么，再入库"
        else:
            said = "选文件，先预览，再入库"
        self.import_button.say(said)

    def _say_export(self) -> None:
        self._say_import()
        if not self._joined:
            said = "本站还没有入网，先办理入网"
        elif self.center:
            said = f"{len(self._owed)} 个单位待发回执" if self._owed else "没有待发的回执"
        elif self._waits < self._unsent:
            said = f"给县中心　未发送 {self._unsent - self._waits} 项"
        else:
            said = f"给县中心　{f'已导出，等回执 {self._waits} 项' if self._waits else '没有未发送的内容'}"
        self.export_button.say(said)

    def _show_history(self, rows: list[Any]) -> None:
        self.history.show_rows(rows, f"{len(rows)} 次" if rows else "")

    def _show_stations(self, rows: list[Any]) -> None:
        self._owed = tuple(line.station for line in rows if words.owed(line))
        count = f"{len(rows)} 个单位" if rows else ""
        self.stations.show_rows(rows, count + (f"　{len(self._owed)} 个待发回执" if self._owed else ""))
        self._say_export()

    # exporting

    def _addressees(self) -> Sequence[str]:
        """A station sends to the center; the center a receipt to each that waits, or to the chosen one."""
        if not self._joined:
            self.enrol()
            return ()
        if not self.center:
            return (CENTER,)
        current = self.stations.table.currentIndex().data(Qt.ItemDataRole.UserRole)
        to = self._owed or ((current.station,) if current is not None else ())
        if not to:
            self._messages.note("没有待发的回执。要重发，请在表中选中一个单位再按回车。")
        return to

    def _send_again(self, station: str) -> None:
        """To one station, whether it waits for something or not."""
        self._pages.setCurrentWidget(self.sending)
        self.sending.choose([station])

    def _send_to_folder(self, to: Sequence[str]) -> None:
        start = self._sticks[0].root if self._sticks else Path(self._memory.now.folder or Path.home())
        folder = self._messages.folder("导出到哪个文件夹", start=start)
        if folder is not None:
            self._pages.setCurrentWidget(self.sending)
            self.sending.to_folder(to, folder)


class Big(BigButton):
    """One of the two big buttons; its words stay readable where it cannot be pressed yet."""

    def __init__(
        self, *words: str, icon: str, keys: str, primary: bool = False, on: Callable[[], object]
    ) -> None:
        super().__init__(*words, icon=icon, keys=keys, primary=primary, on=on)
        self._icon, self._tones = (
            icon,
            {one: str(one.property("tone")) for one in self.findChildren(PlainLabel)},
        )
        self._icon_tone = "on_accent" if primary else "ink"

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and hasattr(self, "_tones"):
            for label, tone in self._tones.items():
                dress(label, tone=tone if self.isEnabled() else "ink3")
            self.findChildren(IconLabel)[0].show_icon(
                self._icon, self._icon_tone if self.isEnabled() else "ink3"
            )
