"""One station as the center sees it: what is to be done about it, the facts, and its bundles in and out."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.close import warned
from fuyi_desktop.gui.exchange import board, words
from fuyi_desktop.gui.ledger import Ledger
from fuyi_desktop.gui.parts import (
    Card,
    EmptyState,
    FactRow,
    ScrollPage,
    TitleRow,
    clear,
    column,
    plain_box,
    row,
)
from fuyi_desktop.services.stations import LOST, QUIET, StationRow

WIDTH = 96  # px of the labels


def advice(one: StationRow) -> list[tuple[str, str]]:
    """(tone, sentence) of all that somebody has to do about a station."""
    found: list[tuple[str, str]] = []
    if one.alarm:
        found.append(("amber", one.alarm))
    if one.histories > 1:
        said = "这个单位有几段不同的记录（恢复过旧备份，或者数据被复制到另一台电脑），都已收下，请电话核实。"
        found.append(("amber", said))
    if one.clock:
        found.append(
            ("amber", f"对方电脑的{board.clock(one.clock)}，请对方核对日期和时间，登记时间会受影响。")
        )
    for hole in one.holes:
        found.append(("amber", f"{board.missing(hole)}。请对方重新导出一份，缺的到了会自动接上。"))
    if one.wants_seed:
        found.append(("accent", "对方要全部数据重新对齐：下次导出给它的包会带上，不用另做什么。"))
    if one.silent is not None and one.silent >= QUIET:
        tone = "red" if one.silent >= LOST else "amber"
        found.append((tone, f"{one.silent} 天没有来包，请打电话问一问。"))
    if one.owed:
        found.append(("accent", f"收到第 {one.last_received} 项，回执还没有发。"))
    return found


def facts(one: StationRow, now: datetime) -> list[tuple[str, str]]:
    """Everything that is known, in the order of the work: from it, to it, of it."""
    came = f"{words.when(one.heard_at, now)}　{board.silence(one)}" if one.heard_at else "还没有来过包"
    return [
        ("所属单位", one.unit or "—"),
        ("最近来包", came),
        ("收到", f"第 {one.last_received} 项" if one.last_received else "无"),
        ("回执", f"已发到第 {one.receipt_sent} 项" if one.receipt_sent else "还没有发过"),
        ("县里发的", board.confirmed(one) + (f"，收到第 {one.seen} 号" if one.seen is not None else "")),
        ("对方要的附件", board.contents(one.wants)),
        ("没有到的附件", board.contents(one.lacks)),
        ("程序版本", one.app or "—"),
        ("时钟", board.clock(one.clock) if one.clock else "没有发现差错" if one.app else "—"),
    ]


class StationSheet(QWidget):
    """Opened from the board; its bundles open like those of the history."""

    left = Signal()
    export_asked = Signal(str)
    bundle_asked = Signal(object)  # a BundleRow

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.station = ""
        self.setAccessibleName("单位收发情况")
        self.export = Button("给它导出", "primary", icon="send_out", on=self._export)
        self.back = Button("数据交换", "quiet", icon="left", on=self.left.emit)
        self.title = TitleRow("", "", [self.export], back=self.back)
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        self._advice = column(gap=8)
        self._facts = column(gap=2)
        self.card = Card("情况").add(plain_box(self._facts))
        self.bundles = Ledger(
            "来往的包", words.history_columns(now, center=True, named=False),
            EmptyState("还没有来往过包", "准入文件交给对方以后，等对方导出第一份包。"),
            key=lambda one: (one.digest, one.name),
        )  # fmt: skip
        self.bundles.table.opened.connect(self.bundle_asked)
        self.page = ScrollPage(most=1200)
        self.page.add(plain_box(self._advice), self.card, self.bundles, None)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.page, 1)

    def show_station(self, one: StationRow, rows: Sequence[Any]) -> None:
        self.station = one.station
        self.title.title.setText(one.name)
        self.title.line.setText(one.station)
        clear(self._advice)
        for tone, sentence in advice(one):
            self._advice.addWidget(warned(tone, sentence))
        clear(self._facts)
        for label, fact in facts(one, self._now()):
            self._facts.addWidget(FactRow(label, fact, width=WIDTH))
        self.show_bundles(rows)

    def show_bundles(self, rows: Sequence[Any]) -> None:
        self.bundles.show_rows(rows, f"{len(rows)} 次" if rows else "")

    def start(self) -> None:
        self.export.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _export(self) -> None:
        self.export_asked.emit(self.station)
