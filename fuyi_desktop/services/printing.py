"""打印队列 — jobs of this PC's printers, kept so that a jam or a killed program loses no sheet of them."""

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuyi_desktop.documents import overlay
from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.errors import BadFact, NotFound, NotOpen
from fuyi_desktop.domain.local import Setting
from fuyi_desktop.domain.papers import Paper, Printing
from fuyi_desktop.domain.printing import (
    Duplex,
    JobState,
    PaperSize,
    PrintCopy,
    PrintJob,
    Tray,
    Way,
    from_sheet,
    left,
    must_have,
    reprint_note,
    total,
)
from fuyi_desktop.domain.record import RecordId, as_plain
from fuyi_desktop.services.batch import Line
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.overprint import Overprint
from fuyi_desktop.services.papers import Papers, can_write
from fuyi_desktop.services.rooms import Rooms
from fuyi_desktop.services.serving import Serving
from fuyi_desktop.services.sheets import OF_SESSION, Sheets
from fuyi_desktop.store import files
from fuyi_desktop.store.printing import copies, jobs, times_printed
from fuyi_desktop.store.work import Work

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press

KEPT = timedelta(days=30)  # a finished job can be looked up, and a sheet of it printed again
CUT_OFF = "打印时程序关闭了，请看打印机里最后一张是第几张"
ASKED = "由人停下"


@dataclass(frozen=True)
class Wanted:
    """A paper for one recipient, and how it is to be printed."""

    line: Line
    way: Way


@dataclass(frozen=True)
class JobNow:
    """A job with its copies: how far it has come."""

    job: PrintJob
    copies: tuple[PrintCopy, ...]

    @property
    def total(self) -> int:
        return total(self.copies)

    @property
    def left(self) -> int:
        return left(self.copies)

    @property
    def next_sheet(self) -> int:
        """Where it goes on; the last sheet of one that is done."""
        return min(self.left + 1, self.total)


@dataclass(frozen=True)
class Queued:
    """A job that was just put into the queue."""

    job_id: RecordId
    sheets: int
    changed: Changed


class PrintQueue:
    """What waits for this PC's printers; the pages themselves are handed over by a `Run`."""

    def __init__(
        self, office: Office, papers: Papers, press: Callable[[], "Press"], desk: str = platform.node()
    ) -> None:
        self.office, self.papers, self._press, self.desk = office, papers, press, desk
        self.serving = Serving(office, papers, press)
        self.overprint = Overprint(office, press, desk)

    # what is remembered of this PC

    def way(self, printer: str, form: str) -> Way:
        """How this form was last printed on this printer."""
        found = self.office.store.find(Setting, self._key(printer, form))
        return way_of(found.value) if found is not None else Way()

    def remember(self, printer: str, form: str, way: Way) -> Changed:
        with self._work(f"打印设置：{form}") as work:
            self._remember(work, printer, form, way)
        return work.changed

    # the queue

    def add(self, name: str, printer: str, wanted: Sequence[Wanted]) -> Queued:
        """Put papers into the queue in their order; how each form is printed is remembered.

        BadFact where nothing is to be printed, or a paper has not been issued yet.
        """
        if not wanted:
            raise BadFact(label="打印", why="没有选中要打印的文书。")
        for one in wanted:
            if not one.line.ready:
                raise BadFact(label=one.line.title, why="还没有出具，先出具再打印。")
        with self._work(f"打印{name}") as work:
            self._tidy(work)
            job = work.put(
                PrintJob(
                    id=work.new_id(), name=name, desk=self.desk, printer=printer, at=work.at,
                    by=self.office.person.name,
                )
            )  # fmt: skip
            for form, way in {one.line.form: one.way for one in wanted}.items():
                self._remember(work, printer, form, way)
            made = [
                work.put(_copy(work.new_id(), job, place, one))
                for place, one in enumerate(one for one in wanted for _ in range(one.way.copies))
            ]
        return Queued(job.id, total(made), work.changed)

    def jobs(self) -> tuple[JobNow, ...]:
        """The jobs of this PC, the newest first."""
        found: list[PrintJob] = self.office.ask(jobs, self.desk)
        return tuple(JobNow(job, tuple(self.office.ask(copies, job.id))) for job in found)

    def job(self, job_id: RecordId) -> JobNow:
        """One job; NotFound."""
        job = self.office.store.find(PrintJob, job_id)
        if job is None:
            raise NotFound(what="打印任务", key=job_id)
        return JobNow(job, tuple(self.office.ask(copies, job_id)))

    def recover(self) -> Changed:
        """After the program was started: what was being printed has stopped, and a person says where."""
        broken: list[PrintJob] = self.office.ask(jobs, self.desk, state=JobState.PRINTING.value)
        if not broken:
            return set()
        with self.office.store.work(self.office.person.name, "打印中断") as work:  # whoever opens the program
            for job in broken:
                work.put(replace(job, state=JobState.STOPPED, alone=0, why=CUT_OFF))
        return work.changed

    def waiting(self) -> int:
        """After the program was started: how many jobs were not printed to the end."""
        self.recover()
        return len(self.office.ask(jobs, self.desk, state=JobState.STOPPED.value))

    def stop(self, job_id: RecordId, why: str = ASKED) -> Changed:
        """停一下: the copy that is being handed over is not printed any more."""
        return self._set(job_id, JobState.STOPPED, why=why)

    def cancel(self, job_id: RecordId) -> Changed:
        """Nothing more of it is printed; what has left stays counted."""
        return self._set(job_id, JobState.CANCELLED)

    def go_on(self, job_id: RecordId, sheet: int = 0) -> Changed:
        """Print from a sheet on (1: from the beginning), or where it stopped; BadFact for no sheet of it.

        A copy whose sheets are printed once more stays the same copy, and is counted once. One that the
        person says has left, though the program ended before it was noted, is counted now.
        """
        now = self._at_rest(job_id, "接着打印")
        told = from_sheet(now.copies, sheet or now.left + 1)
        with self._work(f"接着打印{now.job.name}") as work:
            for before, copy in zip(now.copies, told, strict=True):
                whole = copy.left == copy.sheets and not copy.nth
                found = self._counted(work, copy) if whole else copy
                if found != before:
                    work.put(found)
            work.put(replace(now.job, state=JobState.PRINTING, alone=0, why=""))
        return work.changed

    def again(self, job_id: RecordId, sheet: int) -> Changed:
        """只补打第n张: this sheet alone, and then the job is where it was before."""
        now = self._at_rest(job_id, "补打")
        must_have(now.copies, sheet)
        with self._work(f"补打{now.job.name}第 {sheet} 张") as work:
            work.put(replace(now.job, state=JobState.PRINTING, alone=sheet, why=""))
        return work.changed

    def has_left(self, job_id: RecordId, copy_id: RecordId) -> Changed:
        """Note that all sheets of a copy have left the printer."""
        now = self.job(job_id)
        copy = next(one for one in now.copies if one.id == copy_id)
        done = now.left - copy.left + copy.sheets == now.total
        with self._work(f"打印{copy.title}") as work:
            whole = replace(copy, left=copy.sheets)
            work.put(whole if whole.nth else self._counted(work, whole))
            if done:
                work.put(replace(now.job, state=JobState.DONE))
        return work.changed

    def sheet_done(self, job_id: RecordId) -> Changed:
        """The one sheet that was asked for again has left: the job is where it was."""
        now = self.job(job_id)
        state = JobState.DONE if now.left == now.total else JobState.STOPPED
        return self._set(job_id, state, why="" if state is JobState.DONE else ASKED)

    # the pages

    def reprint(self, now: JobNow, copy: PrintCopy) -> int:
        """Which copy of its paper this is, where the paper was printed before this job; 0 for a first run.

        What is printed together for several recipients are originals, and none of them says the number.
        """
        times = self.times(copy.paper_id)
        ours = sum(one.paper_id == copy.paper_id and one.nth > 0 for one in now.copies)
        return (copy.nth or times + 1) if times > ours else 0

    def times(self, paper_id: RecordId) -> int:
        """How many copies of a paper have left a printer."""
        found: Mapping[RecordId, int] = self.office.ask(times_printed, [paper_id])
        return found.get(paper_id, 0)

    def pages_of(self, now: JobNow, copy: PrintCopy) -> bytes:
        """What is printed of a copy, for the printer of its job."""
        printer = now.job.printer
        if copy.paper_id:
            return self.content(copy.paper_id, red=copy.red, nth=self.reprint(now, copy), printer=printer)
        if copy.form in OF_SESSION:
            return self._sheet(copy.about, copy.form)
        offset = self.overprint.offset(printer)
        return self.serving.posted(copy.about, copy.party_id, copy.form, offset=offset)

    def content(
        self, paper_id: RecordId, *, red: bool = True, nth: int = 0, printer: str = ""
    ) -> bytes:  # fmt: skip
        """An issued paper as it is printed: with nth in its foot where one is given.

        The kept PDF stays as it is. Without red (for paper with a printed red head), and moved by what the
        printer is off (套打), it is set once more: TemplateVersionGone where its version is not here.
        """
        paper, press = self.papers.paper(paper_id), self._press()
        placed = bool(printer) and self.overprint.is_placed(paper.form)
        offset = self.overprint.offset(printer) if placed else (0.0, 0.0)
        if red and not any(offset):
            content = self.papers.pdf(paper_id)
        else:
            content = press.pdf(
                paper.form, paper.facts, paper_id=paper.id, version=paper.version, red=red, offset=offset
            ).content
        if nth and paper.form in press.forms and press.templates.get(paper.form).sheet.folio:
            content = overlay.noted(content, reprint_note(nth), press.fonts)
        return content

    def write(self, paper_id: RecordId, path: Path, *, red: bool = True) -> Path:
        """Write the paper to a file, whole or not at all; a PDF says that it is a reprint."""
        if path.suffix.lower() != ".pdf":
            return self.papers.write(paper_id, path)
        can_write(path)
        times = self.times(paper_id)
        files.write_whole(path, self.content(paper_id, red=red, nth=times + 1 if times else 0))
        return path

    def write_together(self, lines: Sequence[Line], path: Path, *, red: bool = True) -> int:
        """Write issued papers, one after the other, into one PDF file; how many pages it has."""
        can_write(path)
        if path.suffix.lower() != ".pdf":
            raise BadFact(label=path.name, why="几份文书合在一起只能写成 .pdf。")
        if not lines:
            raise BadFact(label="打印", why="没有要打印的文书。")
        whole = overlay.joined(
            self._sheet(line.about, line.form)
            if line.about
            else self.content(line.paper_id, red=red, nth=line.times + 1 if line.times else 0)
            for line in lines
        )
        files.write_whole(path, whole)
        return len(overlay.sizes(whole))

    def _sheet(self, session_id: RecordId, form: str) -> bytes:
        return Sheets(self.office, Rooms(self.office), self._press).sheet(session_id, form)

    def printed(self, paper_id: RecordId, many: int = 1) -> Changed:
        """Note that copies have left a printer outside the queue."""
        paper = self.papers.paper(paper_id)
        with self._work(f"打印{paper.title}") as work:
            for _ in range(many):
                self._put_printing(work, paper)
        return work.changed

    def _counted(self, work: Work, copy: PrintCopy) -> PrintCopy:
        """The copy with its number among those of its paper, one Printing more; an envelope is no paper."""
        if not copy.paper_id:
            return replace(copy, nth=1)
        before = len(work.select(Printing, paper_id=copy.paper_id))
        self._put_printing(work, self.papers.paper(copy.paper_id))
        return replace(copy, nth=before + 1)

    def _put_printing(self, work: Work, paper: Paper) -> None:
        work.put(
            Printing(
                id=work.new_id(), case_id=paper.case_id, paper_id=paper.id, at=work.at,
                by=self.office.person.name,
            )
        )  # fmt: skip

    def _at_rest(self, job_id: RecordId, deed: str) -> JobNow:
        now = self.job(job_id)
        if now.job.state is JobState.PRINTING:
            raise NotOpen(step=deed, why="这个任务正在打印，要先停下。")
        return now

    def _set(self, job_id: RecordId, state: JobState, why: str = "") -> Changed:
        now = self.job(job_id)
        with self._work(f"{now.job.name}：{state}") as work:
            work.put(replace(now.job, state=state, alone=0, why=why))
        return work.changed

    def _tidy(self, work: Work) -> None:
        """Let go of jobs that were finished long ago."""
        for job in work.select(PrintJob, desk=self.desk):
            if not job.state.open and job.at < work.at - KEPT:
                for copy in work.select(PrintCopy, job_id=job.id):
                    work.remove(copy)
                work.remove(job)

    def _key(self, printer: str, form: str) -> RecordId:
        return f"print/{self.desk}/{printer}/{form}"

    def _remember(self, work: Work, printer: str, form: str, way: Way) -> None:
        key = self._key(printer, form)
        found = work.find(Setting, key)
        work.put(Setting(id=key, revision=found.revision if found else 0, value=as_plain(asdict(way))))

    def _work(self, why: str) -> Work:
        return self.office.work(Task.ISSUE, why)


def way_of(kept: Mapping[str, Any]) -> Way:
    """The way that a setting holds."""
    return Way(
        copies=int(kept["copies"]), duplex=Duplex(kept["duplex"]), tray=Tray(kept["tray"]),
        size=PaperSize(kept["size"]), red=bool(kept["red"]),
    )  # fmt: skip


def _copy(copy_id: RecordId, job: PrintJob, place: int, wanted: Wanted) -> PrintCopy:
    line, way = wanted.line, wanted.way
    return PrintCopy(
        id=copy_id, job_id=job.id, place=place, paper_id=line.paper_id,
        about="" if line.paper_id else line.about or line.case_id,
        party_id="" if line.paper_id else line.to or "",
        form=line.form, title=line.named, recipient=line.recipient, pages=line.pages, duplex=way.duplex,
        tray=way.tray, size=way.size, red=way.red,
    )  # fmt: skip
