"""收包: first what each file would bring, then taking them in, then what they have brought."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.exchange import words
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import Chip, ChipLook, ElidedLabel, PlainLabel
from fuyi_desktop.gui.ledger import Ledger
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import (
    Card,
    EmptyState,
    Frame,
    ScrollPage,
    TitleRow,
    clear,
    column,
    plain_box,
    row,
)
from fuyi_desktop.gui.tables import HEAD, ROW, Column, Table
from fuyi_desktop.gui.tasks import Progress, Stopped, Tasks
from fuyi_desktop.services.carrying import Fate, Line, Takings

SHOWN = 8  # rows of a bundle's cases before its table scrolls
CASES = (
    Column[Any]("案号", lambda line: line.number, width=160),
    Column[Any]("当事人", lambda line: line.title, width=200, name=True, grows=True),
    Column[Any]("内容", lambda line: line.what, width=200),
)
CHIPS: dict[Fate, ChipLook] = {
    Fate.TAKEN: "accent", Fate.OPEN: "outlined", Fate.KNOWN: "plain", Fate.WAITING: "amber",
    Fate.REFUSED: "amber",
}  # fmt: skip
SIGNS = {Fate.TAKEN: "tick", Fate.OPEN: "list", Fate.KNOWN: "tick"}
ADVICE = "把U盘插好，或选对方送来的文件：同步包、带附件的邮件、压缩包都可以。"


def columns(*, center: bool) -> list[Column[Line]]:
    """A line for each file, its sentence beside it."""
    return [
        Column("文件", lambda line: line.name, width=240, name=True),
        Column("单位", lambda line: line.report.sender_name if line.report else "", width=184),
        Column("内容", lambda line: words.carried(line, center=center), width=112),
        Column("结果", lambda line: line.fate, tone=_tone, width=96),
        Column("说明", lambda line: words.sentence(line, center=center), tone=_tone, width=300, grows=True),
    ]


def _tone(line: Line) -> str:
    return "amber" if line.fate in (Fate.REFUSED, Fate.WAITING) else ""


class Incoming(QWidget):
    """The list of files, and the one that is chosen in full; a bad one never stops the others."""

    left = Signal()
    finished = Signal(object)  # the Takings
    files_asked = Signal()
    folder_asked = Signal()

    def __init__(self, carrying: Any, tasks: Tasks, messages: Messages, *, center: bool) -> None:
        super().__init__()
        self._carrying, self._tasks, self._messages, self._center = carrying, tasks, messages, center
        self._paths: list[Path] = []
        self._takings = Takings(())
        self._job: Progress | None = None
        self._looked = False
        self.setAccessibleName("收包")
        self.title = TitleRow(
            "收包", "",
            [Button("选文件", icon="paper", on=self.files_asked.emit),
             Button("选文件夹", icon="folder", on=self.folder_asked.emit)],
            back=Button("数据交换", "quiet", icon="left", on=self.leave_page),
        )  # fmt: skip
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        empty = EmptyState("没有给本站的包", ADVICE)
        self.list = Ledger("收到的文件", columns(center=center), empty, key=lambda line: line.name)
        self.list.table.chosen.connect(self._show_one)
        self.list.table.opened.connect(lambda line: self._press())
        self.detail = Card()
        self._detail = column(gap=8)
        self.detail.add(plain_box(self._detail))
        self.page = ScrollPage(most=1200)
        self.page.add(self.list, self.detail, None)
        self.line = PlainLabel("", tone="ink2", small=True)
        self.leave = Button("不收了", "secondary", on=self.leave_page)
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
        self._paths, self._takings, self._looked = paths, Takings(()), False
        self._run("正在查看", self._carrying.look_all, self._seen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave_page()
        else:
            super().keyPressEvent(event)

    def leave_page(self) -> None:
        """While something runs it is stopped, between two files; then the page can be left."""
        if self._job is not None:
            self._job.stop()
        else:
            self.left.emit()

    def _run(self, title: str, deed: Any, then: Any) -> None:
        paths = list(self._paths)

        def job(progress: Progress) -> Takings:
            def go(done: int, total: int, said: str) -> bool:
                try:
                    progress(done, total, said)
                except Stopped:
                    return False
                return True

            found: Takings = deed(paths, go)
            return found

        self._job = self._tasks.long(title, job, then, failed=self._failed)
        self._show()

    def _failed(self) -> None:
        self._job = None
        self._show()

    def _seen(self, takings: Takings) -> None:
        self._job, self._takings, self._looked = None, takings, True
        self._show()
        self._start_at(Fate.OPEN)
        (self.take if self.take.isVisible() else self.leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def _press(self) -> None:
        if self.take.isVisible():
            self._take()

    def _take(self) -> None:
        if self._job is None and self._looked and self._takings.count(Fate.OPEN, Fate.WAITING):
            self._run("正在入库", self._carrying.take_all, self._taken)

    def _taken(self, takings: Takings) -> None:
        self._job, self._takings, self._looked = None, takings, False
        self._show()
        self._start_at(Fate.TAKEN)
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)
        done = takings.count(Fate.TAKEN)
        kept = f"，{waiting} 个等前面的包" if (waiting := takings.count(Fate.WAITING)) else ""
        stopped = f"，停下时还有 {takings.left} 个没有收" if takings.left else ""
        self._messages.good(f"{done} 个包已入库{kept}{stopped}")
        self.finished.emit(takings)

    def _start_at(self, fate: Fate) -> None:
        lines = self.list.table.model_of_rows.rows
        first = next((line for line in lines if line.fate is fate), lines[0] if lines else None)
        if first is not None:
            self.list.table.choose(first.name)
        self._show_one(first)

    def _show(self) -> None:
        found, busy = self._takings, self._job is not None
        lines = [line for line in found.lines if line.fate in CHIPS]
        others = found.count(Fate.OTHER)
        self.list.show_rows(lines, f"{len(lines)} 个文件" if lines else "")
        self.list.setVisible(bool(lines) or not busy)
        self.detail.setVisible(bool(lines))
        fit, done = found.count(Fate.OPEN), found.count(Fate.TAKEN)
        unfit, waiting = found.count(Fate.REFUSED), found.count(Fate.WAITING)
        parts = [
            "正在查看" if busy and not fit and not done else "正在入库" if busy else "",
            f"{done} 个包已入库" if done else "",
            f"{fit} 个包可以入库" if fit else "",
            f"{waiting} 个包等前面的" if waiting else "",
            f"{unfit} 个包不能入库" if unfit else "",
            f"另有 {others} 个文件不归这里收" if others else "",
        ]
        self.line.setText("　".join(part for part in parts if part))
        self.title.line.setText("先看清楚，再入库" if self._looked or busy else "已经写入的内容列在下面")
        self.take.setVisible(self._looked and fit + waiting > 0 and not busy)
        self.take.say(f"入库 {fit} 个包" if fit else f"留下 {waiting} 个包")
        self.leave.say("停下" if busy else "不收了" if self.take.isVisible() else "返回")

    def _show_one(self, line: Line | None) -> None:
        """The chosen file in full: whose it is, its sentence, the cases it touches."""
        clear(self._detail)
        if line is None:
            return
        found = line.report
        self.detail.setAccessibleName(line.name)
        head = row(ElidedLabel(found.sender_name if found else line.name, bold=True), gap=8)
        if carried := words.carried(line, center=self._center):
            head.addWidget(PlainLabel(carried, tone="ink2", small=True))
        head.addStretch(1)
        head.addWidget(Chip(line.fate, CHIPS[line.fate]))
        self._detail.addLayout(head)
        doubtful = line.fate in (Fate.REFUSED, Fate.WAITING) or bool(found and found.conflicts)
        sign, tone = "warn" if doubtful else SIGNS.get(line.fate, "list"), "amber" if doubtful else "ink2"
        if said := words.sentence(line, center=self._center):
            body = row(IconLabel(sign, tone), PlainLabel(said, tone=tone, wrap=True))
            body.setStretch(1, 1)
            self._detail.addLayout(body)
        if found and (receipt := words.receipt(found, center=self._center)):
            self._detail.addLayout(row(IconLabel("tick", "accent"), PlainLabel(receipt, tone="accent"), None))
        for one in found.news if found else ():
            told = PlainLabel(f"{one.label}：{words.ruled(one)}", wrap=True)
            ruled = row(IconLabel("calendar", "accent"), told)
            ruled.setStretch(1, 1)
            self._detail.addLayout(ruled)
        if found:
            self._detail.addWidget(ElidedLabel(line.name, tone="ink3", small=True))
        if found and found.cases:
            table = Table(f"{found.sender_name}涉及的案件", CASES, key=lambda one: one.case_id)
            table.show_rows(found.cases)
            table.setFixedHeight(HEAD + ROW * min(SHOWN, len(found.cases)) + 2)
            self._detail.addWidget(table)
