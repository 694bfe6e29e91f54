"""导出: which stick, or a mail, or a folder; how far it is; and when the stick may be pulled out."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.preview import image
from fuyi_desktop.gui.cases.printing import DPI, ChoosePrinter, print_pages
from fuyi_desktop.gui.exchange import words
from fuyi_desktop.gui.exchange.steps import Steps
from fuyi_desktop.gui.exchange.told import told
from fuyi_desktop.gui.exchange.writing import MailChoice
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.memory import Memory
from fuyi_desktop.gui.messages import Level, Messages, Said
from fuyi_desktop.gui.notices import REFUSAL
from fuyi_desktop.gui.parts import Card, ScrollPage, TitleRow, clear, column, plain_box, row
from fuyi_desktop.gui.tasks import Progress, Report, Tasks
from fuyi_desktop.services.carrying import FOLDER, ON_STICK, Carrier, Drives, Sent, Stick, by_mail, size

MOST = 760
SHEET = "同步包交接单"
CHECK, WRITE, RELEASE = "检查位置", "写入并读回核对", "安全移除"
FIRST_KEY, LAST_KEY = Qt.Key.Key_1, Qt.Key.Key_9


class End(StrEnum):
    """How an export has ended."""

    PULL = "可以拔出U盘"
    HELD = "先安全移除，再拔出U盘"
    FOLDER = "已导出到文件夹"
    MAIL = "邮件草稿写好了"


ADVICE = {
    End.PULL: "",
    End.HELD: "已经写完并核对。系统没有放开U盘：请关掉从U盘打开的文件，在系统里点“安全移除硬件”再拔。",
    End.FOLDER: "{folder}",
    End.MAIL: "草稿在 {folder}。逐封打开，填上收件人发送；附件已经加密，不要改动。",
}


class Sending(QWidget):
    """The page of one export; the same job again is one key."""

    left = Signal()
    finished = Signal(object)  # the Sent of each addressee

    def __init__(
        self,
        carrying: Any,
        drives: Drives,
        tasks: Tasks,
        messages: Messages,
        memory: Memory,
        choose_printer: ChoosePrinter,
        *,
        center: bool,
    ) -> None:
        super().__init__()
        self._carrying, self._drives, self._tasks = carrying, drives, tasks
        self._messages, self._memory, self._choose_printer = messages, memory, choose_printer
        self._center = center
        self._sticks: tuple[Stick, ...] = ()
        self._to: Sequence[str] = ()
        self._stick: Stick | None = None
        self._folder = Path()
        self._sent: list[Sent] = []
        self._job: Progress | None = None
        self._heard = ""
        self.setAccessibleName("导出")
        messages.said.connect(self._hear)
        tasks.progressed.connect(self._show_progress)
        self.back = Button("数据交换", "quiet", icon="left", on=self.leave)
        self.title = TitleRow("导出", "", back=self.back)
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        self.where = self._where()
        self.mail = MailChoice(memory)
        self.mail.chosen.connect(self._to_mail)
        self.mail.folder_asked.connect(self._ask_drafts)
        self.steps = Steps()
        self.stop = Button("停下", "secondary", on=self._stop)
        self.progress = Card("正在导出").add(self.steps, row(None, self.stop))
        self.result = self._result()
        self.page = ScrollPage(most=MOST)
        self.page.add(self.result, self.progress, self.where, self.mail, None)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.page)

    # what the tab calls

    def choose(self, to: Sequence[str], *, mail: bool = False) -> None:
        """Ask where to; the first stick, where there is one, has the focus."""
        self._to, self._sent = to, []
        self._show(where=not mail, mail=mail)
        self.title.line.setText("写成邮件草稿，用本机的邮件程序发送" if mail else "插好U盘，或另选送交的办法")
        if mail:
            self.mail.start()
        else:
            self._first().setFocus(Qt.FocusReason.OtherFocusReason)

    def to_stick(self, to: Sequence[str], stick: Stick) -> None:
        """Write at once: what stands against it is found out before a byte is written."""
        self._begin(to, stick.root, ON_STICK, stick)

    def to_folder(self, to: Sequence[str], folder: Path) -> None:
        self._memory.keep(folder=str(folder))
        self._begin(to, folder, FOLDER, self._on(folder))

    def show_sticks(self, sticks: tuple[Stick, ...]) -> None:
        """Those that are plugged in now; the list stays as it is while nothing has changed."""
        if sticks == self._sticks:
            return
        self._sticks = sticks
        clear(self._list)
        for number, stick in enumerate(sticks, 1):
            button = Button(f"{number}　{stick}", icon="stick", on=partial(self._take_stick, stick))
            self._list.addWidget(button)
        self._none.setVisible(not sticks)
        if self.where.isVisible() and sticks:
            self._first().setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        if self._job is None:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - FIRST_KEY
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif self.where.isVisible() and FIRST_KEY <= event.key() <= LAST_KEY and number < len(self._sticks):
            self._take_stick(self._sticks[number])
        else:
            super().keyPressEvent(event)

    # the parts

    def _where(self) -> Card:
        self._list = column(gap=8)
        self._none = PlainLabel("没有插入U盘，插好以后会出现在这里。", tone="ink2")
        self.mail_button = Button("写成邮件草稿", icon="mail", on=self._choose_mail)
        self.folder_button = Button("导出到文件夹", icon="folder", on=self.ask_folder)
        return Card("送到哪里").add(
            self._none, plain_box(self._list), row(self.mail_button, self.folder_button, None)
        )

    def _result(self) -> Card:
        self.sign, self.told = IconLabel("tick", "accent", 20), PlainLabel("", size="title", wrap=True)
        self.how = PlainLabel("", tone="ink2", wrap=True)
        self._parts = column(gap=6)
        self.sheet = Button("打印交接单", icon="print", on=self.print_sheet)
        self.open = Button("打开文件夹", icon="folder", on=self._open_folder)
        self.again = Button("再试一次", "primary", icon="refresh", on=self._again)
        self.done = Button("完成", "primary", on=self.leave)
        head = row(self.sign, self.told, gap=10)
        head.setStretch(1, 1)
        card = Card().add(head, self.how, plain_box(self._parts))
        return card.add(row(None, self.open, self.sheet, self.again, self.done))

    def _show(self, **seen: bool) -> None:
        for name in ("where", "mail", "progress", "result"):
            getattr(self, name).setVisible(seen.get(name, False))

    def _first(self) -> QWidget:
        item = self._list.itemAt(0)
        found = item.widget() if item is not None else None
        return found or self.folder_button

    def _on(self, folder: Path) -> Stick | None:
        return next((stick for stick in self._sticks if stick.holds(folder)), None)

    # choosing

    def _take_stick(self, stick: Stick) -> None:
        self.to_stick(self._to, stick)

    def _choose_mail(self) -> None:
        self.choose(self._to, mail=True)

    def ask_folder(self) -> None:
        start = self._sticks[0].root if self._sticks else Path(self._memory.now.folder or Path.home())
        folder = self._messages.folder("导出到哪个文件夹", start=start)
        if folder is not None:
            self.to_folder(self._to, folder)

    def _ask_drafts(self) -> None:
        """Where the drafts lie is asked once and remembered."""
        start = Path(self._memory.now.drafts or Path.home())
        folder = self._messages.folder("邮件草稿放在哪个文件夹", start=start)
        if folder is not None:
            self._memory.keep(drafts=str(folder))
            self.mail.show_folder()

    def _to_mail(self) -> None:
        if not self._memory.now.drafts:
            self._ask_drafts()
        now = self._memory.now
        if now.drafts:
            carrier = by_mail(now.mail_limit, text=now.mail_armored)
            self._begin(self._to, Path(now.drafts), carrier, None)

    # writing

    def _begin(self, to: Sequence[str], folder: Path, carrier: Carrier, stick: Stick | None) -> None:
        if self._job is not None:
            return
        self._to, self._folder, self._carrier, self._stick = to, folder, carrier, stick
        self._sent = []
        place = stick.name if stick else f"文件夹“{folder.name}”"
        self.title.line.setText(f"写到{place}" if not carrier.mail else f"邮件草稿写到{place}")
        steps = [CHECK, WRITE, *([RELEASE] if stick else [])]
        self.steps.begin(steps)
        self._show(progress=True)
        self.stop.show()
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._next()

    def _next(self) -> None:
        carrying, station, folder = self._carrying, self._to[len(self._sent)], self._folder
        carrier, stick = self._carrier, self._stick

        def write(progress: Progress) -> Sent:
            progress(0, 0)
            sent: Sent = carrying.send(station, folder, carrier, stick=stick, tell=progress)
            return sent

        self._job = self._tasks.long("正在导出", write, self._written, failed=self._refused)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _show_progress(self, report: Report | None) -> None:
        if self._job is not None and report is not None and report.total:
            which = f"{len(self._sent) + 1}/{len(self._to)} 个单位" if len(self._to) > 1 else ""
            far = f"{size(report.done)} / {size(report.total)}"
            said = "　".join(filter(None, (which, report.text, far)))
            self.steps.far(WRITE, report.done, report.total, said)

    def _written(self, sent: Sent) -> None:
        self._sent.append(sent)
        if len(self._sent) < len(self._to):
            self._next()
            return
        stick = self._stick
        self.stop.hide()
        self.steps.reach(RELEASE if stick else "")
        if stick is None:
            self._finish(End.MAIL if self._carrier.mail else End.FOLDER)
        else:
            self._tasks.ask(partial(self._drives.let_go, stick), self._let_go, failed=self._held)

    def _let_go(self, gone: object) -> None:
        self._finish(End.PULL if gone else End.HELD)

    def _held(self) -> None:
        self._messages.settle(REFUSAL)
        self._finish(End.HELD)

    def _finish(self, end: "End") -> None:
        self._job = None
        held = end is End.HELD
        self.sign.show_icon("warn" if held else "tick", "amber" if held else "accent")
        self.told.setText(end)
        self.how.setText(ADVICE[end].format(folder=self._folder))
        self.how.setVisible(bool(self.how.text()))
        self._show_parts()
        self._offer(again=False)
        self._show(result=True)
        self.title.line.setText("")
        place = self._stick.name if self._stick else self._folder
        self._messages.good(f"已导出到 {place}" + (f"，{end}" if self._stick else ""))
        self.finished.emit(self._sent)
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_parts(self) -> None:
        clear(self._parts)
        for sent in self._sent:
            for part in sent.parts:
                said = words.lines(part.first, part.last, by_center=self._center)
                line = f"{said}　{size(part.size)}　校验码 {part.short}　写完后已读回核对"
                self._parts.addWidget(told("tick", "ink2", part.file.name, line))
            if lacking := sent.exported.missing_contents:
                title = f"{len(lacking)} 份附件的内容不在本站，没有带上"
                self._parts.addWidget(told("warn", "amber", title, "、".join(lacking)))

    def _refused(self) -> None:
        """The sentence stands on the page, not above it; what was reached before stays sent."""
        self._job = None
        self._messages.settle(REFUSAL)
        self.sign.show_icon("warn", "amber")
        self.told.setText("没有导出")
        self.how.setText(self._heard)
        self.how.show()
        self._show_parts()
        if self._sent:
            self.finished.emit(self._sent)
        self._offer(again=True)
        self._show(result=True, where=True)
        self.title.line.setText("")
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, *, again: bool) -> None:
        self.again.setVisible(again)
        self.done.setVisible(not again)
        self.sheet.setVisible(not again)
        self.open.setVisible(not again and self._stick is None)

    def _again(self) -> None:
        before = self._stick
        stick = next((one for one in self._sticks if before and one.root == before.root), before)
        left = self._to[len(self._sent) :]
        self._begin(left, self._folder, self._carrier, stick)

    def _hear(self, said: Said) -> None:
        if said.level is not Level.GOOD:
            self._heard = said.text

    # afterwards

    def print_sheet(self) -> None:
        """交接单 of everything that was just written, one sheet for each addressee."""
        printer = self._choose_printer(self.window(), SHEET)
        if printer is not None:
            self._tasks.ask(partial(_printed, self._carrying, tuple(self._sent), printer), self._was_printed)

    def _was_printed(self, taken: bool) -> None:  # noqa: FBT001
        if taken:
            self._messages.good("交接单已送到打印机")
        else:
            self._messages.error("打印机没有接收，请核对打印机后再打印。")

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def _printed(carrying: Any, sent: Sequence[Sent], printer: QPrinter) -> bool:
    """In the worker: whether the printer took the sheets."""
    sheets = [carrying.sheet(one) for one in sent]
    return print_pages(printer, [image(page) for sheet in sheets for page in carrying.pages(sheet, DPI)])
