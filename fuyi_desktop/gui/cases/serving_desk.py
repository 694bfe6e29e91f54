"""What the section 送达 asks for: the form of a step prefilled, 送达回证 and envelopes on the printer."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from fuyi_desktop.domain.service.matrix import Delivery
from fuyi_desktop.gui.cases.page import CaseView
from fuyi_desktop.gui.cases.preview import image
from fuyi_desktop.gui.cases.printing import DPI, ChoosePrinter
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.serving import BY_POST, Proofs

INCH = 25.4  # mm
REFUSED = "打印机没有接收。请检查打印机后再打印，送达回证已经出好，在文书里。"


class ServingDesk(QObject):
    """Listens to the section of a case page."""

    def __init__(
        self, page: CaseView, app: App, tasks: Tasks, messages: Messages, choose_printer: ChoosePrinter
    ) -> None:
        super().__init__(page)
        self.page, self.app, self.tasks, self.messages = page, app, tasks, messages
        self._choose_printer = choose_printer
        page.serving.step_asked.connect(self.begin)
        page.serving.proofs_asked.connect(self.print_proofs)
        page.serving.post_asked.connect(self.print_post)

    def begin(self, code: str, cell: Delivery | None) -> None:
        """Open the form of a step with all that the cell knows."""
        if cell is None:
            self.page.begin_step(code)
            return
        question = partial(self.app.serving.given, cell, code)
        self.tasks.ask(question, partial(self.page.begin_step, code), topic="serving.given")

    def print_proofs(self, cells: Sequence[Delivery]) -> None:
        """送达回证, one for each recipient: given out, then printed in one job."""
        deed = partial(self.app.serving.issue_proofs, self.page.case_id, tuple(cells))
        self.tasks.do(deed, lambda made: f"已出送达回证 {len(made.papers)} 份", self._print_issued)

    def print_post(self, form: str, party_id: str) -> None:
        """An envelope or a mail form, moved by what the printer is off."""
        printer = self._choose_printer(self.page.window(), BY_POST[form])
        if printer is None:
            return
        job = partial(post_printed, self.app, self.page.case_id, party_id, form, printer)
        self.tasks.ask(job, partial(self._was_sent, BY_POST[form]))

    def _print_issued(self, made: Proofs) -> None:
        printer = self._choose_printer(self.page.window(), "送达回证")
        if printer is None:
            return
        papers = [one.paper_id for one in made.papers]
        self.tasks.ask(partial(papers_printed, self.app, papers, printer), partial(self._count, papers))

    def _count(self, papers: Sequence[str], taken: bool) -> None:  # noqa: FBT001  # the worker's answer
        if not taken:
            self.messages.error(REFUSED)
            return
        self.tasks.do(partial(counted, self.app, papers), "送达回证已送打印机")

    def _was_sent(self, title: str, taken: bool) -> None:  # noqa: FBT001  # the worker's answer
        if taken:
            self.messages.good(f"{title}已送打印机")
        else:
            self.messages.error("打印机没有接收。请检查打印机后再打印。")


def counted(app: App, papers: Iterable[str]) -> set[str]:
    """In the worker: each of them has left the printer once more."""
    changed: set[str] = set()
    for paper_id in papers:
        changed |= app.papers.printed(paper_id)
    return changed


def papers_printed(app: App, papers: Sequence[str], printer: QPrinter) -> bool:
    """In the worker: every page of every paper, drawn one at a time; whether the printer took them."""
    return printed(printer, (page for paper in papers for page in _pages(app, app.papers.pdf(paper))))


def post_printed(app: App, case_id: str, party_id: str, form: str, printer: QPrinter) -> bool:
    """In the worker: the sheet at its own size, with the offset of this printer."""
    offset = app.overprint.offset(printer.printerName())
    return sheet_printed(app, app.serving.posted(case_id, party_id, form, offset=offset), printer)


def sheet_printed(app: App, pdf: bytes, printer: QPrinter) -> bool:
    """A sheet that is no A4: the printer is told its size."""
    (page,) = _pages(app, pdf)
    size = QSizeF(page.width() / DPI * INCH, page.height() / DPI * INCH)
    paper = QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, QMarginsF()))
    return printed(printer, [page])


def printed(printer: QPrinter, pages: Iterable[QImage]) -> bool:
    """Draw each page on its own sheet; whether the printer took them."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        painter.drawImage(QRectF(printer.pageLayout().fullRectPixels(printer.resolution())), page)
    return painter.end()


def _pages(app: App, pdf: bytes) -> Iterator[QImage]:
    return (image(page) for page in app.papers.pages(pdf, DPI))
