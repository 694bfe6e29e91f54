"""The queue beside the list: how far each job has come, and what is done after a jam."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fuyi_desktop.domain.printing import JobState, sheets
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import FieldSpec, Kind
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import Card, EmptyState, clear, column, plain_box
from fuyi_desktop.services.printing import JobNow

SHOWN = 4  # jobs below the one that is worked on
SHEET = FieldSpec(
    name="sheet", label="从第几张", kind=Kind.INTEGER, span=12,
    help="看打印机里最后一张好的是第几张，填它的下一张。",
)  # fmt: skip


class QueueCard(Card):
    """The job that needs somebody, or the newest one, with its deeds; the others are lines below it."""

    stop_asked = Signal(str)
    cancel_asked = Signal(str)
    go_on_asked = Signal(str, int)  # the job, from which sheet
    again_asked = Signal(str, int)  # the job, the one sheet

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("打印队列")
        self.now: JobNow | None = None
        self._mending = False  # sheets of a job that is done are to be printed again
        self.page = 0
        self.empty = EmptyState("队列是空的", "打印以后，进度在这里；卡纸也在这里接着打。")
        self.name = PlainLabel("", bold=True, wrap=True)
        self.line = PlainLabel("", tone="ink2", small=True, wrap=True)
        self.why = PlainLabel("", tone="amber", small=True, wrap=True)
        self.form = Form([SHEET], today=today)
        self.form.submitted.connect(self._go_on)
        self.mend = Button("补打", "quiet", small=True, on=self._mend)
        self.stop = Button("停一下", icon="stop", on=lambda: self.stop_asked.emit(self._job()))
        self.go_on = Button("从这张接着打", "secondary", icon="print", on=self._go_on)
        self.again = Button("只补打这一张", on=self._again)
        self.from_start = Button("从头打", on=lambda: self.go_on_asked.emit(self._job(), 1))
        self.cancel = Button("取消任务", "quiet", on=lambda: self.cancel_asked.emit(self._job()))
        self.buttons = flowing(
            self.stop, self.mend, self.go_on, self.again, self.from_start, self.cancel, gap=8
        )
        self._work = plain_box(column(self.name, self.line, self.why, self.form, self.buttons, gap=8))
        self._others = column(gap=4)
        self.add(self.empty, self._work, plain_box(self._others))
        self.show_jobs(())

    def show_jobs(self, jobs: Sequence[JobNow]) -> None:
        """The jobs of this PC, the newest first."""
        order = (JobState.PRINTING, JobState.STOPPED)
        waiting = [now for state in order for now in jobs if now.job.state is state]
        chosen = waiting[0] if waiting else next(iter(jobs), None)
        self.empty.setVisible(chosen is None)
        self._work.setVisible(chosen is not None)
        clear(self._others)
        for now in [one for one in jobs if one is not chosen][:SHOWN]:
            self._others.addWidget(_told(now))
        self.count.setText(f"{len(waiting)} 个没有打完" if waiting else "")
        if chosen is not None:
            self.show_job(chosen)

    def show_job(self, now: JobNow, page: int = 0) -> None:
        """How far one job has come; page is that of the copy which is being drawn."""
        other = self.now is None or (self.now.job.id, self.now.job.state) != (now.job.id, now.job.state)
        self.now, self.page = now, page
        state = now.job.state
        printing, stopped = state is JobState.PRINTING, state is JobState.STOPPED
        self._mending = self._mending and not other
        self.name.setText(f"{now.job.name}　{state.value}")
        self.line.setText(progress(now, page))
        self.why.setText(now.job.why)
        self.why.setVisible(bool(now.job.why) and stopped)
        self.stop.setVisible(printing)
        self.mend.setVisible(not state.open and not self._mending)
        for part in (self.form, self.go_on, self.again, self.from_start):
            part.setVisible(stopped or self._mending)
        self.cancel.setVisible(state.open)
        if other:
            self.form.set_values({"sheet": now.next_sheet})
            self.form.field("sheet").label.setText(f"从第几张（共 {now.total} 张）")

    def sheet(self) -> int:
        """The sheet that was typed; 0 where there is none, and then the field says so."""
        found = self.form.values()["sheet"] if self.form.check() else 0
        return found if isinstance(found, int) else 0

    def take_focus(self) -> None:
        self.form.start() if self.form.isVisible() else self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mend(self) -> None:
        """A sheet of a finished job came out badly."""
        if self.now is not None:
            self._mending = True
            self.show_job(self.now)
            self.form.field("sheet").take_focus()

    def _go_on(self) -> None:
        if number := self.sheet():
            self.go_on_asked.emit(self._job(), number)

    def _again(self) -> None:
        if number := self.sheet():
            self.again_asked.emit(self._job(), number)

    def _job(self) -> str:
        return self.now.job.id if self.now is not None else ""


def progress(now: JobNow, page: int) -> str:
    """已送出 12／30 张, and what is being printed."""
    said = f"{now.job.printer}　已送出 {now.left}／{now.total} 张"
    if now.job.state is not JobState.PRINTING:
        return said
    if now.job.alone:
        return f"{said}　补打第 {now.job.alone} 张"
    next_one = next((sheet for sheet in sheets(now.copies) if not sheet.has_left), None)
    if next_one is None:
        return said
    at = f"第 {page} 页" if page else ""
    return f"{said}\n正在打：{next_one.copy.title}　{next_one.copy.recipient}　{at}".rstrip("　")


def _told(now: JobNow) -> QWidget:
    text = f"{now.job.name}　{now.job.state.value}　{now.left}／{now.total} 张"
    return PlainLabel(text, tone="ink3", small=True, wrap=True)
