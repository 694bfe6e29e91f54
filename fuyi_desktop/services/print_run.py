"""打印机 — what a printer has to be able to do, and a job on its way to one, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from fuyi_desktop.documents import overlay, preview
from fuyi_desktop.domain.errors import FuyiError
from fuyi_desktop.domain.printing import JobState, PaperSize, PrintCopy, Way, sheets
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.services.office import Changed
from fuyi_desktop.services.printing import JobNow, PrintQueue

if TYPE_CHECKING:
    from fuyi_desktop.documents.preview import Pixels

DPI = 300  # of the pages as they are drawn for the printer
COARSE = 36  # dots to the inch that show whether a page has any colour

Points = tuple[float, float]


class Printer(Protocol):
    """What takes pages. Every call may raise PrinterRefused."""

    def begin(self, title: str, way: Way, size: Points) -> None:
        """Start a document; the size is that of its first page."""

    def page(self, drawn: "Pixels", size: Points) -> None:
        """Take the next page."""

    def end(self) -> None:
        """Hand the document over: it leaves the printer now."""

    def drop(self) -> None:
        """Forget what was begun: nothing of it is printed."""


@dataclass(frozen=True)
class Part:
    """What is handed over together: a copy from a page on, or one sheet of it."""

    copy: PrintCopy
    first: int
    last: int
    alone: bool = False


@dataclass(frozen=True)
class Stepped:
    """How far a job has come; `going`: there is a next step."""

    now: JobNow
    going: bool
    page: int = 0  # of the copy at hand
    changed: Changed = field(default_factory=set)


class Run:
    """One job on its way to one printer. Each step is short; between two the job can be stopped.

    A copy is handed over whole: what is stopped within one has printed nothing of it.
    """

    def __init__(self, queue: PrintQueue, job_id: RecordId, printer: Printer) -> None:
        self.queue, self.job_id, self.printer = queue, job_id, printer
        self._part: Part | None = None
        self._pages: Iterator[int] = iter(())

    def step(self) -> Stepped:
        """Print one page more; where the printer or a paper refuses, the job stops and keeps the sentence."""
        now = self.queue.job(self.job_id)
        if now.job.state is not JobState.PRINTING:
            self._drop()
            return Stepped(now, going=False)
        try:
            return self._step(now)
        except FuyiError as refusal:
            self._drop()
            changed = self.queue.stop(self.job_id, str(refusal))
            return Stepped(self.queue.job(self.job_id), going=False, changed=changed)

    def abandon(self) -> None:
        """Nothing of the copy at hand is printed; the job stays as it is."""
        self._drop()

    def _step(self, now: JobNow) -> Stepped:
        if self._part is None:
            self._part = part = part_of(now)
            self._pages = self._drawn(now, part)
        page = next(self._pages, 0)
        if page:
            return Stepped(now, going=True, page=page)
        changed = self._hand_over(self._part)
        after = self.queue.job(self.job_id)
        return Stepped(after, going=after.job.state is JobState.PRINTING, changed=changed)

    def _drawn(self, now: JobNow, part: Part) -> Iterator[int]:
        """Draw the pages one at a time, each gone before the next; their numbers."""
        copy = part.copy
        content = self.queue.pages_of(now, copy)
        self.printer.begin(copy.title, way_of(copy), overlay.sizes(content)[part.first - 1])
        for number, pixels, size in drawn(content, part.first, part.last):
            self.printer.page(pixels, size)
            yield number

    def _hand_over(self, part: Part) -> Changed:
        self.printer.end()
        self._part = None
        if part.alone:
            return self.queue.sheet_done(self.job_id)
        return self.queue.has_left(self.job_id, part.copy.id)

    def _drop(self) -> None:
        if self._part is not None:
            self._part = None
            self.printer.drop()


def drawn(content: bytes, first: int = 1, last: int = 0) -> Iterator[tuple[int, "Pixels", Points]]:
    """The pages of a PDF for the printer, each drawn when it is asked for: number, pixels, size in points.

    A page without colour is drawn in grey: a third of what the printer has to be sent.
    """
    sizes = overlay.sizes(content)
    for number in range(first, min(last or len(sizes), len(sizes)) + 1):
        grey = preview.is_grey(preview.page(content, number, COARSE))
        yield number, preview.page(content, number, DPI, gray=grey), sizes[number - 1]


def part_of(now: JobNow) -> Part:
    """What a job prints next: the sheet that was asked for, else the rest of its first unfinished copy."""
    if now.job.alone:
        sheet = next(one for one in sheets(now.copies) if one.number == now.job.alone)
        return Part(sheet.copy, sheet.first, sheet.last, alone=True)
    copy = next(one for one in now.copies if one.left < one.sheets)
    return Part(copy, copy.left * copy.duplex.sides + 1, copy.pages)


def way_of(copy: PrintCopy) -> Way:
    """How the copy is printed."""
    return Way(1, copy.duplex, copy.tray, PaperSize(copy.size), copy.red)
