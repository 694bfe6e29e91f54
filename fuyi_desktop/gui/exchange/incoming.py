"""收包: first what each bundle would bring, then taking them in, then what they have brought."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.exchange import words
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import Chip, ElidedLabel, PlainLabel
from fuyi_desktop.gui.messages import Level, Messages, Said
from fuyi_desktop.gui.notices import REFUSAL
from fuyi_desktop.gui.parts import Card, Frame, ScrollPage, TitleRow, clear, column, plain_box, row
from fuyi_desktop.gui.tables import HEAD, ROW, Column, Table
from fuyi_desktop.gui.tasks import Progress, Tasks

SHOWN = 8  # rows of a bundle's cases before its table scrolls
CASES = (
    Column[Any]("案号", lambda line: line.number, width=160),
    Column[Any]("当事人", lambda line: line.title, width=200, name=True, grows=True),
    Column[Any]("内容", lambda line: line.what, width=200),
)


@dataclass
class Parcel:
    """One chosen file: what it would bring or has brought, or why it cannot be taken."""

    path: Path
    report: Any = None
    refusal: str = ""
    taken: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it can be taken in."""
        return self.report is not None and not self.taken


class Incoming(QWidget):
    """A card for each file; one that cannot be taken never stops the others."""

    left = Signal()
    finished = Signal(object)  # the parcels

    def __init__(self, exchange: Any, tasks: Tasks, messages: Messages, *, center: bool) -> None:
        super().__init__()
        self._exchange, self._tasks, self._messages, self._center = exchange, tasks, messages, center
        self._parcels: list[Parcel] = []
        self._waiting = 0
        self._heard = ""
        self.setAccessibleName("收包")
        messages.said.connect(self._hear)
        self.title = TitleRow("收包", "", back=Button("数据交换", "quiet", icon="left", on=self.left.emit))
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        self.page = ScrollPage(most=1040)
        self._cards = column(gap=12)
        self.page.add(plain_box(self._cards), None)  # the cards keep their height
        self.line = PlainLabel("", tone="ink2", small=True)
        self.leave = Button("不收了", "secondary", on=self.left.emit)
        self.take = Button("入库", "primary", icon="take_in", on=self._take)
        foot = row(self.line, None, self.leave, self.take)
        foot.setContentsMargins(16, 8, 16, 8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.page)
        whole.addWidget(Frame("footer", foot))

    def look(self, paths: list[Path]) -> None:
        """Find out what each file would bring; nothing is written."""
        self._parcels = [Parcel(path) for path in paths]
        self._waiting = len(paths)
        self._show()
        for parcel in self._parcels:
            self._tasks.ask(
                partial(self._exchange.preview, parcel.path),
                partial(self._looked, parcel),
                failed=partial(self._refused, parcel),
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _hear(self, said: Said) -> None:
        if said.level is Level.ERROR:
            self._heard = said.text

    def _looked(self, parcel: Parcel, report: Any) -> None:
        parcel.report = report
        self._came()

    def _refused(self, parcel: Parcel) -> None:
        """The sentence stands in the bundle's own card, not above the page."""
        parcel.refusal, parcel.report = self._heard, None
        self._messages.settle(REFUSAL)
        self._came()

    def _came(self) -> None:
        self._waiting -= 1
        self._show()
        if not self._waiting:
            (self.take if self.take.isVisible() else self.leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        going = [parcel for parcel in self._parcels if parcel.is_open]
        if self._waiting or not going:
            return
        self._waiting = len(going)
        for number, parcel in enumerate(going, 1):
            self._tasks.long(
                f"正在入库 {number}/{len(going)}",
                partial(self._write, parcel.path),
                partial(self._taken, parcel),
                failed=partial(self._refused, parcel),
            )
        self._show()

    def _write(self, path: Path, progress: Progress) -> Any:
        progress(0, 0)
        return self._exchange.take(path)

    def _taken(self, parcel: Parcel, report: Any) -> None:
        parcel.report, parcel.taken = report, True
        self._came()
        if not self._waiting:
            done = sum(one.taken for one in self._parcels)
            self._messages.good(f"{done} 个包已入库")
            self.finished.emit(self._parcels)

    def _show(self) -> None:
        clear(self._cards)
        for parcel in self._parcels:
            self._cards.addWidget(self._card(parcel))
        fit = sum(parcel.is_open for parcel in self._parcels)
        done = sum(parcel.taken for parcel in self._parcels)
        unfit = sum(bool(parcel.refusal) for parcel in self._parcels)
        parts = [
            f"{self._waiting} 个包正在查看" if self._waiting and not done and not fit else "",
            f"{done} 个包已入库" if done else "",
            f"{fit} 个包可以入库" if fit else "",
            f"{unfit} 个包不能入库" if unfit else "",
        ]
        self.line.setText("　".join(part for part in parts if part))
        self.title.line.setText("已经写入的内容列在下面" if done and not fit else "先看清楚，再入库")
        self.take.setVisible(fit > 0)
        self.take.say(
            "正在入库…"
            if self._waiting and done + self._waiting == fit + done and done
            else f"入库 {fit} 个包"
        )
        self.leave.say("返回" if done or not fit else "不收了")

    def _card(self, parcel: Parcel) -> Card:
        card = Card()
        card.setAccessibleName(parcel.path.name)
        if parcel.report is None:
            tone = "amber" if parcel.refusal else "ink3"
            sign = IconLabel("warn" if parcel.refusal else "clock", tone)
            body = PlainLabel(parcel.refusal or "正在查看…", tone=tone, wrap=True)
            card.add(row(ElidedLabel(parcel.path.name, bold=True), None))
            line = row(sign, body)
            line.setStretch(1, 1)
            return card.add(line)
        found = parcel.report
        chip = Chip("已入库", "accent") if parcel.taken else Chip("未入库", "outlined")
        if not found.new and found.receipt_upto is None:
            chip = Chip("收过了", "plain")
        head = row(ElidedLabel(found.sender_name or found.sender, bold=True), gap=8)
        head.addWidget(
            PlainLabel(
                words.lines(found.first, found.last, by_center=not self._center), tone="ink2", small=True
            )
        )
        head.addStretch(1)
        head.addWidget(chip)
        card.add(head)
        tone = "amber" if found.conflicts else "ink2"
        icon = "warn" if found.conflicts else "tick" if parcel.taken else "list"
        if brought := words.brought(found):
            card.add(row(IconLabel(icon, tone), PlainLabel(brought, tone=tone), None))
        if receipt := words.receipt(found, center=self._center):
            card.add(row(IconLabel("tick", "accent"), PlainLabel(receipt, tone="accent"), None))
        card.add(ElidedLabel(found.name, tone="ink3", small=True))
        if found.cases:
            table = Table(f"{found.sender_name}涉及的案件", CASES, key=lambda line: line.case_id)
            table.show_rows(found.cases)
            table.setFixedHeight(HEAD + ROW * min(SHOWN, len(found.cases)) + 2)
            card.add(table)
        return card
