"""打印: choose what, see it by recipient with what is missing, print it through the queue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from fuyi_desktop.domain.printing import JobState, Way
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.labels import HintLine
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Card, EmptyState, ScrollPage, TitleRow, column, plain_box, row
from fuyi_desktop.gui.printing import choose
from fuyi_desktop.gui.printing.choose import Choices, Chooser, Question, choices_of
from fuyi_desktop.gui.printing.issuing import Given, Issuing
from fuyi_desktop.gui.printing.lines import LineTable
from fuyi_desktop.gui.printing.printers import Printers, QtPrinters
from fuyi_desktop.gui.printing.queue import QueueCard
from fuyi_desktop.gui.printing.runner import Runner
from fuyi_desktop.gui.printing.ways import WayCard
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.batch import Batch, Line
from fuyi_desktop.services.print_run import Stepped
from fuyi_desktop.services.printing import ASKED, JobNow, Queued, Wanted

RAIL = 336
BESIDE = 1020  # px of the page: from here on the rail stands beside the list
TABLES = frozenset({"print_job", "print_copy"})
HOW = "在上面选好打印什么，按“列出文书”。"

Deed = Callable[[Sequence[Line]], None]


@dataclass(frozen=True)
class Found:
    """A batch, and how each of its forms is printed on the chosen printer."""

    batch: Batch
    ways: Mapping[str, Way]


@dataclass(frozen=True)
class Start:
    """What the page needs to be worked with."""

    choices: Choices
    printers: tuple[str, ...]
    jobs: tuple[JobNow, ...]


class PrintPage(QWidget):
    """Space ticks, Ctrl+Enter prints, Esc leaves; printing goes on behind whatever else is done."""

    left = Signal()
    case_asked = Signal(str)

    def __init__(self, app: App, tasks: Tasks, messages: Messages, printers: Printers | None = None) -> None:
        super().__init__()
        self.setAccessibleName("成批打印")
        self.app, self.tasks, self.messages = app, tasks, messages
        self.printers = printers or QtPrinters()
        self.runner = Runner(app, tasks, self.printers, self)
        self.runner.stepped.connect(self._stepped)
        self.batch = Batch("")
        self._question: Question | None = None
        self._ways: dict[str, Way] = {}
        self._then: Deed = self._enqueue
        self.issuing = Issuing(app, tasks, self)
        self.issuing.moved.connect(lambda at, of: self.title.line.setText(f"正在出具 {at}／{of}"))
        self.issuing.ended.connect(self._prepared)
        self.issuing.broken.connect(self._relist)
        self._lay_out()
        tasks.changed.connect(self._refresh_if)

    # coming here

    def start(self) -> None:
        """Show printers, hearings and queue as they are now."""
        self.refresh()
        self.chooser.take_focus()

    def refresh(self) -> None:
        """F5: also looks for printers again."""
        self.tasks.ask(partial(started, self.app, self.printers), self._begin, topic="print.start")

    def show_day(self) -> None:
        """What was issued today."""
        self.chooser.choose(choose.DAY, {"on": self.app.office.today})
        self.chooser.ask()

    def show_case(self, case_id: str, label: str) -> None:
        """All papers of a case."""
        self.chooser.choose(choose.CASE, {"case": label})
        self.ask(partial(self.app.batches.of_case, case_id))

    def show_session(self, session_id: str) -> None:
        """All that a session needs, listed and ticked; one more key prints it."""
        self.envelopes.setChecked(False)
        self.ask(partial(self.app.batches.of_session, session_id))
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_intake(self, case_id: str, label: str) -> None:
        """What a visitor takes home; one more key prints it."""
        self.envelopes.setChecked(False)
        self.chooser.choose(choose.CASE, {"case": label})
        self.ask(partial(self.app.batches.at_intake, case_id))
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def halt(self) -> None:
        """The window closes: the copy at hand is not printed, the job is found again."""
        self.runner.halt()

    # the list

    def ask(self, question: Question) -> None:
        """List what a question finds."""
        self._question = question
        self.table.show_refusals({})
        self._list(ticked=_usual)

    def print_ticked(self) -> None:
        """Ctrl+Enter: issue what is not issued yet, then into the queue."""
        if not self.way_card.printer():
            self.messages.error("没有找到打印机，接好打印机后按 F5；也可以存为 PDF。")
        else:
            self._prepare(self._enqueue)

    def save_ticked(self) -> None:
        """存为 PDF: the ticked papers in one file, by recipient."""
        self._prepare(self._save)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and ctrl:
            self.print_ticked()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= BESIDE
        kinds = QBoxLayout.Direction
        self._pair.setDirection(kinds.LeftToRight if beside else kinds.TopToBottom)
        self._rail.setMinimumWidth(RAIL if beside else 0)
        self._rail.setMaximumWidth(RAIL if beside else 16_777_215)

    def _lay_out(self) -> None:
        back = Button("返回", "quiet", icon="left", on=self.left.emit)
        self.pdf_button = Button("存为 PDF", on=self.save_ticked)
        self.print_button = Button("打印", "primary", icon="print", on=self.print_ticked, tip="Ctrl+Enter")
        self.title = TitleRow("成批打印", "", [self.pdf_button, self.print_button], back=back)
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        today = lambda: self.app.office.today  # noqa: E731
        self.chooser = Chooser(self.app)
        self.chooser.asked.connect(self.ask)
        self.chooser.submitted.connect(self.print_ticked)
        self.table = LineTable()
        self.table.ticked_changed.connect(self._say_counts)
        self.table.chosen.connect(self._point)
        self.table.opened.connect(self._open_case)
        self.empty = EmptyState("还没有列出文书", HOW)
        self.list = Card("按收件人排好", wide=True)
        self.envelopes = Button("附信封", "filter", checkable=True, on=self._relist)
        tools = row(
            Button("全选", "quiet", small=True, on=lambda: self.table.tick_all(ticked=True)),
            Button("全不选", "quiet", small=True, on=lambda: self.table.tick_all(ticked=False)),
            self.envelopes, None, HintLine("空格 选中或不选", "Enter 打开案件", "Ctrl+Enter 打印"),
        )  # fmt: skip
        tools.setContentsMargins(16, 0, 16, 0)
        self.list.add(tools, self.table, self.empty)
        self.way_card = WayCard(today)
        self.way_card.printer_changed.connect(self._load_ways)
        self.way_card.changed.connect(self._keep_way)
        self.way_card.submitted.connect(self.print_ticked)
        self.queue = QueueCard(today)
        self.queue.stop_asked.connect(self._stop)
        self.queue.cancel_asked.connect(self._cancel)
        self.queue.go_on_asked.connect(self._go_on)
        self.queue.again_asked.connect(self._again)
        self._rail = plain_box(column(self.queue, self.way_card, None, gap=12))
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(12)
        self._pair.addWidget(plain_box(column(self.chooser, self.list, None, gap=12)), 1)
        self._pair.addWidget(self._rail)
        body = ScrollPage()
        body.add(self._pair)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(body, 1)
        self.table.hide()

    def _begin(self, start: Start) -> None:
        self.chooser.show_choices(start.choices)
        last = next((now.job.printer for now in start.jobs), "")
        self.way_card.show_printers(start.printers, self.way_card.printer() or last)
        self.queue.show_jobs(start.jobs)

    def _relist(self) -> None:
        if self._question is not None:
            self._list(ticked=_usual)

    def _list(self, *, ticked: Callable[[Line], bool]) -> None:
        """Ask again; a batch that is asked for meanwhile takes its place."""
        if self._question is None:
            return
        question = partial(
            found, self.app, self._question, self.way_card.printer(), envelopes=self.envelopes.isChecked()
        )
        self.tasks.ask(question, partial(self._show, ticked), topic="print.batch")

    def _show(self, ticked: Callable[[Line], bool], found: Found) -> None:
        self.batch, self._ways = found.batch, dict(found.ways)
        self.table.show_lines(found.batch.lines, ticked)
        self.empty.setVisible(not found.batch.lines)
        self.empty.say(f"{found.batch.name}：没有要打印的", "换一天、换一次听证，或者换一种文书再列。")
        if found.batch.lines and self.table.current() is None:
            self.table.setCurrentIndex(self.table.model_of_rows.index(0, 0))
        self._point(self.table.current())

    def _open_case(self, line: Line) -> None:
        if line.case_id:
            self.case_asked.emit(line.case_id)

    def _say_counts(self) -> None:
        ticked = self.table.ticked()
        people = len({line.recipient for line in ticked})
        gaps = len(self.batch.incomplete)
        said = f"选中 {len(ticked)} 份文书，{people} 个收件人" if ticked else ""
        lacking = f"{gaps} 份还缺内容" if gaps else ""
        self.title.line.setText("　".join(part for part in (said, lacking) if part))
        unissued = sum(not line.ready for line in ticked)
        self.print_button.say("出具并打印" if unissued else "打印")

    def _point(self, line: Line | None) -> None:
        """The rail shows how papers like this one are printed."""
        if line is not None:
            self.way_card.show_way(line.form, line.title, self._ways.get(line.form, Way()))

    def _load_ways(self) -> None:
        forms = {line.form for line in self.batch.lines}
        question = partial(ways_of, self.app, self.way_card.printer(), forms)
        self.tasks.ask(question, self._show_ways, topic="print.ways")

    def _show_ways(self, ways: Mapping[str, Way]) -> None:
        self._ways = dict(ways)
        self._point(self.table.current())

    def _keep_way(self, form: str) -> None:
        if (way := self.way_card.way()) is not None:
            self._ways[form] = way

    # what is not issued yet

    def _prepare(self, then: Deed) -> None:
        lines = self.table.ticked()
        if self.issuing.busy:
            return
        if not lines:
            self.messages.error("没有选中文书。请先列出文书，用空格选中要打印的。")
            self.chooser.take_focus()
        elif self.way_card.how.isHidden() or self.way_card.how.check():
            self._then = then
            self.issuing.begin(lines)

    def _prepared(self, given: Given) -> None:
        self.table.show_refusals(given.refused)
        if given.refused:
            first = next(iter(given.refused.values()))
            self.messages.error(f"{len(given.refused)} 份没有出成，原因在“还缺”一栏：{first}")
        if given.done:
            self._then(given.done)
        else:
            self._list(ticked=_none)

    # into the queue

    def _enqueue(self, lines: Sequence[Line]) -> None:
        printer = self.way_card.printer()
        wanted = [Wanted(line, self._ways.get(line.form, Way())) for line in lines]
        self.tasks.do(
            partial(self.app.print_queue.add, self.batch.name, printer, wanted),
            lambda queued: f"已进打印队列：{len(lines)} 份文书，{queued.sheets} 张",
            partial(self._queued, printer),
            failed=partial(self._list, ticked=_usual),
        )

    def _queued(self, printer: str, queued: Queued) -> None:
        self.runner.start(queued.job_id, printer)
        self._list(ticked=_none)

    def _save(self, lines: Sequence[Line]) -> None:
        issued = [line for line in lines if line.paper_id or line.about]
        start = Path.home() / f"{self.batch.name.replace('/', '-')}.pdf"
        chosen = self.messages.save_file("存为 PDF", start=start, filters="PDF (*.pdf)")
        if chosen is not None:
            path = chosen if chosen.suffix.lower() == ".pdf" else chosen.with_name(chosen.name + ".pdf")
            self.tasks.ask(
                partial(self.app.print_queue.write_together, issued, path), partial(self._saved, path)
            )
        self._list(ticked=_usual)

    def _saved(self, path: Path, pages: int) -> None:
        self.messages.good(f"已存为 {path.name}，{pages} 页")

    def _stepped(self, found: Stepped) -> None:
        self.queue.show_job(found.now, found.page)
        if not found.going:
            job = found.now.job
            if job.state is JobState.STOPPED and job.why != ASKED:
                self.messages.error(job.why)
            self._load_jobs()
            self._list(ticked=_none)

    def _stop(self, job_id: str) -> None:
        self.tasks.do(partial(self.app.print_queue.stop, job_id), "打印停下了", lambda _: None)

    def _cancel(self, job_id: str) -> None:
        self.tasks.do(partial(self.app.print_queue.cancel, job_id), "打印任务已取消", lambda _: None)

    def _go_on(self, job_id: str, sheet: int) -> None:
        self._restart(partial(self.app.print_queue.go_on, job_id, sheet), job_id, f"从第 {sheet} 张接着打")

    def _again(self, job_id: str, sheet: int) -> None:
        self._restart(partial(self.app.print_queue.again, job_id, sheet), job_id, f"补打第 {sheet} 张")

    def _restart(self, deed: Callable[[], set[str]], job_id: str, said: str) -> None:
        now = self.queue.now
        printer = now.job.printer if now is not None else ""
        self.tasks.do(deed, said, lambda _: self.runner.start(job_id, printer))

    def _load_jobs(self) -> None:
        self.tasks.ask(self.app.print_queue.jobs, self.queue.show_jobs, topic="print.jobs")

    def _refresh_if(self, tables: set[str]) -> None:
        if tables & TABLES:
            self._load_jobs()


def _usual(line: Line) -> bool:
    """What is ticked unless a person says otherwise: what nobody has printed yet."""
    return line.times == 0


def _none(_line: Line) -> bool:
    return False


def found(app: App, question: Question, printer: str, *, envelopes: bool) -> Found:
    """To be called in the worker, as the two below."""
    batch = question()
    if envelopes:
        batch = app.batches.with_envelopes(batch)
    return Found(batch, ways_of(app, printer, {line.form for line in batch.lines}))


def ways_of(app: App, printer: str, forms: set[str]) -> dict[str, Way]:
    return {form: app.print_queue.way(printer, form) for form in forms}


def started(app: App, printers: Printers) -> Start:
    return Start(choices_of(app), printers.names(), app.print_queue.jobs())
