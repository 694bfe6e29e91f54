"""The status bar: when the last bundle left, what the county has confirmed, what is unsent, and the time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QProgressBar

from fuyi_desktop.gui import dates
from fuyi_desktop.gui.labels import ElidedLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.notices import SaidLine
from fuyi_desktop.gui.parts import Frame, StatusLink, plain_box, row
from fuyi_desktop.gui.tasks import Report, Tasks

HEIGHT = 28
NARROW = 900
SOON = 20_000  # ms between two looks at the clock


class Status(Protocol):
    """What the exchange says of itself."""

    joined: bool
    last_export: datetime | None
    acked: int
    acked_at: datetime | None
    unsent: int
    carried: int
    reviews: int
    last_import: datetime | None


@dataclass(frozen=True)
class Word:
    """One link of the status bar."""

    text: str
    icon: str
    tone: str = ""
    keep: bool = False  # also where the window is narrow


def words(status: Status, today: date, zone: tzinfo | None, *, center: bool) -> tuple[Word, ...]:
    """What is said, the most pressing kept in a narrow window."""
    if not status.joined:
        return (Word("还没有入网，不能收发数据包", "warn", "amber", keep=True),)
    sent, heard = ("下发", "收包") if center else ("导出", "收包")
    found = [
        Word(f"上次{sent} {moment(status.last_export, today, zone)}", "tick")
        if status.last_export
        else Word(f"还没有{sent}过", "send_out"),
    ]
    if center:
        text = (
            f"上次{heard} {moment(status.last_import, today, zone)}" if status.last_import else "还没有收过包"
        )
        found.append(Word(text, "take_in", keep=True))
    elif status.acked_at:
        day = dates.plain(status.acked_at.astimezone(zone).date(), today)
        found.append(Word(f"县中心已确认到第 {status.acked} 项 {day}", "tick"))
    else:
        found.append(Word("县中心还没有回执", "clock"))
    if status.reviews:
        found.append(Word(f"{status.reviews} 处待裁决", "warn", "amber", keep=True))
    waits = waiting(status)
    if waits < status.unsent:
        text = f"{'待下发' if center else '未发送'} {status.unsent - waits} 项"
        found.append(Word(text, "send_out", "amber", keep=True))
    elif waits:
        found.append(Word(f"已导出，等回执 {waits} 项", "clock", keep=True))
    elif not center:
        found.append(Word("没有未发送的内容", "tick", keep=True))
    return tuple(found)


def waiting(status: Status) -> int:
    """How many of the unsent lines an export has carried: they only await the receipt."""
    return min(status.unsent, max(0, status.carried - status.acked))


def moment(at: datetime, today: date, zone: tzinfo | None) -> str:
    """What the store keeps in universal time, as the wall clock here showed it."""
    here = at.astimezone(zone)
    return f"{dates.day(here.date(), today)} {dates.clock(here.time())}"


class Footer(Frame):
    """28 high; every word leads to 数据交换. A long job and the last deed speak here too."""

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        *,
        now: Callable[[], datetime],
        today: Callable[[], date],
        go: Callable[[], object],
    ) -> None:
        super().__init__("footer")
        self.setFixedHeight(HEIGHT + 1)
        self.setAccessibleName("状态栏")
        self._now, self._today, self._go = now, today, go
        self._words: tuple[Word, ...] = ()
        self.links: list[StatusLink] = []
        self._links = row(gap=8)
        self._holder = plain_box(self._links)
        self.said = SaidLine(messages)
        self.progress = Working(tasks)
        self.clock = StatusLink("", "", on=go)
        line = row(self._holder, gap=12)
        line.addWidget(self.progress)
        line.addStretch(1)
        line.addWidget(self.said)
        line.addWidget(self.clock)
        line.setContentsMargins(10, 0, 10, 0)
        self.setLayout(line)
        self._timer = QTimer(self, interval=SOON)
        self._timer.timeout.connect(self.tell_time)
        self._timer.start()
        self.tell_time()

    def show_status(self, words: tuple[Word, ...]) -> None:
        """Put these words in place of those there were; a link with the focus keeps it."""
        self._words = words
        while len(self.links) < len(words):
            link = StatusLink("", "", on=self._go)
            self.links.append(link)
            self._links.addWidget(link)
        for number, link in enumerate(self.links):
            if number < len(words):
                word = words[number]
                link.say(word.text, icon=word.icon, tone=word.tone)
        self._fit()

    def tell_time(self) -> None:
        at, narrow = self._today(), self.width() < NARROW
        text = dates.clock(self._now().time())
        self.clock.setText(text if narrow else f"{dates.day(at, at)} {text}")
        self.clock.setAccessibleName(f"现在是 {dates.long(at)} {text}，去数据交换")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.tell_time()

    def _fit(self) -> None:
        narrow = self.width() < NARROW
        for number, link in enumerate(self.links):
            there = number < len(self._words)
            link.setVisible(there and (self._words[number].keep or not narrow))


class Working(Frame):
    """A long job: what it is, and how far."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__("body")
        self.text = ElidedLabel("", tone="ink2", small=True)
        self.bar = QProgressBar()
        self.bar.setProperty("part", "progress")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName("进度")
        self.setLayout(row(self.text, self.bar, gap=8))
        tasks.progressed.connect(self.show_report)
        self.hide()

    def show_report(self, report: Report | None) -> None:
        self.setVisible(report is not None)
        if report is None:
            return
        said = f"{report.title}　{report.text}".strip()
        self.text.setText(said)
        self.text.setMinimumWidth(min(320, self.text.fontMetrics().horizontalAdvance(said) + 4))
        self.setAccessibleName(said)
        self.bar.setRange(0, report.total)
        self.bar.setValue(report.done)
