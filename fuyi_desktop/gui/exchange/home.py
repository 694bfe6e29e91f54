"""The first page of 数据交换: two big buttons, what is to be done, who has what, what went to and fro."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.close import warned
from fuyi_desktop.gui.exchange import own, words
from fuyi_desktop.gui.exchange.big import Big
from fuyi_desktop.gui.exchange.board import Board
from fuyi_desktop.gui.exchange.sticks import Stick
from fuyi_desktop.gui.exchange.told import Told
from fuyi_desktop.gui.flow import UNBOUND
from fuyi_desktop.gui.footer import waiting
from fuyi_desktop.gui.ledger import Ledger
from fuyi_desktop.gui.parts import EmptyState, ScrollPage, TitleRow, clear, column, plain_box, row
from fuyi_desktop.gui.theme import dress
from fuyi_desktop.services.matters import Matter
from fuyi_desktop.services.stations import OwnRow, StationRow

RAIL, WIDE, TWO = 416, 1200, 560


@dataclass
class Known:
    """What has been answered so far of what the page says."""

    joined: bool = True
    unsent: int = 0
    carried: int = 0  # of these, written into a bundle already
    sticks: tuple[Stick, ...] = ()
    asks: str = ""
    matters: tuple[Matter, ...] = ()
    keys: tuple[str, ...] = ()  # what about keys wants doing


class Home(QWidget):
    """Shows what it is told, and passes on what is pressed."""

    export_asked = Signal()
    import_asked = Signal()
    mail_asked = Signal()
    folder_asked = Signal()
    enrol_asked = Signal()
    keys_asked = Signal()
    reviews_asked = Signal()
    station_asked = Signal(str)
    bundle_asked = Signal(object)  # a BundleRow

    def __init__(self, now: Any, *, center: bool) -> None:
        super().__init__()
        self.setProperty("part", "body")
        self.center, self.known = center, Known()
        self.enrol_button = Button("办理入网", "secondary", on=self.enrol_asked.emit)
        self.by_mail = Button("写成邮件草稿", "secondary", icon="mail", on=self.mail_asked.emit)
        self.elsewhere = Button("导出到文件夹", "secondary", icon="folder", on=self.folder_asked.emit)
        self.keys_button = Button("密钥", "secondary", icon="key", on=self.keys_asked.emit)
        actions = [self.keys_button, self.enrol_button, self.by_mail, self.elsewhere]
        self.title = TitleRow("数据交换", "", actions)
        self.export = Big(
            "导出到U盘", "正在读取…", icon="stick", keys="Ctrl+E", primary=True, on=self.export_asked.emit
        )
        self.take_in = Big("收包", "先预览，再入库", icon="take_in", keys="Ctrl+I", on=self.import_asked.emit)
        self._big = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._big.setSpacing(12)
        self._big.addWidget(self.export)
        self._big.addWidget(self.take_in)
        self._banners = column(gap=8)
        self._banner_box = plain_box(self._banners)
        self.board = Board(now, enrol=self.enrol_asked.emit)
        self.board.opened.connect(lambda one: self.station_asked.emit(one.station))
        how = (
            "按 Ctrl+I 收包；回执在收包以后导出。"
            if center
            else "按 Ctrl+E 导出给县中心，按 Ctrl+I 收县中心的包。"
        )
        self.history = Ledger(
            "收发记录", words.history_columns(now, center=center, named=center),
            EmptyState("还没有收发过数据包", how), key=lambda line: (line.digest, line.name),
        )  # fmt: skip
        self.history.table.opened.connect(self.bundle_asked)
        lists = column(self.history, None, gap=12)
        self.own, self.told = own.OwnCard(now), Told(center=center)
        self._side = plain_box(column(self.own, self.told, None, gap=12))
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(12)
        self._body.addLayout(lists, 1)
        self._body.addWidget(self._side)
        page = ScrollPage()
        page.add(self._big, self._banner_box, self.board, self._body)
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(page)
        self.board.setVisible(center)  # only now: before they have a parent they would be windows
        self.own.setVisible(not center)
        self._show_banners()

    @property
    def owed(self) -> tuple[str, ...]:
        """Which stations wait for a receipt."""
        return self.board.owed

    def start(self) -> None:
        first = self.export if self.known.joined else self.enrol_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_status(self, status: Any) -> None:
        self.known.joined, self.known.unsent = status.joined, status.unsent
        self.known.carried = waiting(status)
        for button in (self.export, self.take_in, self.by_mail, self.elsewhere):
            button.setEnabled(status.joined)
        self.enrol_button.setVisible(self.center or not status.joined)
        dress(self.enrol_button, look="secondary" if status.joined else "primary")  # the step that comes next
        self.own.setVisible(not self.center and status.joined)
        self._say()

    def show_sticks(self, sticks: tuple[Stick, ...]) -> None:
        self.known.sticks = sticks
        match sticks:
            case ():
                said = "没有插入U盘"
            case (one,):
                said = f"U盘已插入　{one}"
            case many:
                said = f"插了 {len(many)} 个U盘，导出时要选一个"
        self.title.line.setText(said)
        self._say()

    def show_history(self, rows: Sequence[Any]) -> None:
        self.history.show_rows(rows, f"{len(rows)} 次" if rows else "")

    def show_stations(self, rows: Sequence[StationRow]) -> None:
        self.board.show_stations(rows)
        self._say()

    def show_own(self, one: OwnRow) -> None:
        self.own.show_own(one)
        self.known.asks = own.asks(one)
        self._show_banners()

    def show_keys(self, told: Sequence[str]) -> None:
        """What about keys wants doing, in sentences."""
        self.known.keys = tuple(told)
        self._show_banners()

    def show_matters(self, found: Sequence[Matter]) -> None:
        self.known.matters = tuple(found)
        self._show_banners()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        beside = width >= WIDE
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        below = down if self.center else QBoxLayout.Direction.BottomToTop  # a station's own facts come first
        self._body.setDirection(across if beside else below)
        self._side.setFixedWidth(RAIL) if beside else self._side.setMaximumWidth(UNBOUND)
        if not beside:
            self._side.setMinimumWidth(0)
        self._big.setDirection(across if width >= TWO else down)
        for button in (self.by_mail, self.elsewhere):
            button.setVisible(width >= TWO)

    def _say(self) -> None:
        """What the big buttons would do."""
        known = self.known
        if not known.joined:
            said = "先办理入网"
        elif len(known.sticks) == 1:
            said = f"看看 {known.sticks[0].name} 里有什么，再入库"
        else:
            said = "选文件，先预览，再入库"
        self.take_in.say(said)
        if not known.joined:
            said = "本站还没有入网，先办理入网"
        elif self.center:
            said = f"{len(self.owed)} 个单位待发回执" if self.owed else "没有待发的回执"
        elif known.carried < known.unsent:
            said = f"给县中心　未发送 {known.unsent - known.carried} 项"
        else:
            waits = f"已导出，等回执 {known.carried} 项" if known.carried else "没有未发送的内容"
            said = f"给县中心　{waits}"
        self.export.say(said)

    def _show_banners(self) -> None:
        """What is to be done beside sending and taking in: at most two sentences, each with its way."""
        clear(self._banners)
        known = self.known
        if known.asks:
            self._banners.addWidget(warned("amber", known.asks))
        if known.matters:
            legal = sum(one.waiting.legal for one in known.matters)
            said = f"{len(known.matters)} 处{'待裁决' if self.center else '等县中心裁决'}"
            said += f"，其中 {legal} 处涉及金额、日期、结果" if legal else ""
            do = "去裁决" if self.center else "去看"
            self._banners.addWidget(warned("amber", f"{said}。", do, self.reviews_asked.emit))
        if known.keys:
            more = f"　还有 {len(known.keys) - 1} 条" if len(known.keys) > 1 else ""
            self._banners.addWidget(warned("amber", f"{known.keys[0]}{more}", "去看", self.keys_asked.emit))
        self._banner_box.setVisible(bool(known.asks or known.matters or known.keys))
