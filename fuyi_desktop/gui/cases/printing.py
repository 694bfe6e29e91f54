"""Printing: the pages that were looked at go to the printer as they are, each at its own size."""

from collections.abc import Callable, Iterable
from itertools import islice

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from fuyi_desktop.domain.printing import Way
from fuyi_desktop.gui.cases.preview import image
from fuyi_desktop.services.app import App
from fuyi_desktop.services.print_run import drawn

DPI = 300  # of the pages drawn for the printer, in colour: the head of a 抄告函 is red
POINTS = 72  # to the inch
CREATOR = "复议纾解工作站"

ChoosePrinter = Callable[[QWidget, str], QPrinter | None]  # the window, the job's name; None: left alone
Points = tuple[float, float]


def ask_printer(window: QWidget, name: str) -> QPrinter | None:
    """The system's own dialog; None where it was left without printing."""
    printer = ready(QPrinter(QPrinter.PrinterMode.HighResolution), name)
    dialog = QPrintDialog(printer, window)
    dialog.setWindowTitle(f"打印{name}")
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def ready(printer: QPrinter, name: str) -> QPrinter:
    """A4, the whole sheet: the margins are in the pages."""
    printer.setDocName(name)
    printer.setCreator(CREATOR)
    printer.setFullPage(True)
    printer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    return printer


def print_paper(app: App, paper_id: str, printer: QPrinter, *, red: bool = True) -> int:
    """How many copies of an issued paper the printer took, 0 for none; called in the worker.

    A paper that was printed before says so in its foot; without red it is for paper with a printed head.
    """
    queue = app.print_queue
    times = queue.times(paper_id)
    content = queue.content(
        paper_id, red=red, nth=times + 1 if times else 0, printer=printer.printerName()
    )  # fmt: skip
    taken = print_pages(printer, (image(pixels) for _, pixels, _ in drawn(content)))
    return max(1, printer.copyCount()) if taken else 0


def print_pages(printer: QPrinter, pages: Iterable[QImage]) -> bool:
    """Draw each page on its own sheet, one after the other; whether the printer took them."""
    painter = QPainter()
    for page in islice(pages, max(0, printer.fromPage() - 1), printer.toPage() or None):
        printer.setPageLayout(layout_of(Way(), points_of(page)))
        if painter.isActive():
            printer.newPage()
        elif not painter.begin(printer):
            return False
        put(painter, printer, page)
    return painter.isActive() and painter.end()


def put(painter: QPainter, printer: QPrinter, page: QImage) -> None:
    """A page on the sheet that is open: as large as it allows without a change of shape, in its middle."""
    room = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
    scale = min(room.width() / page.width(), room.height() / page.height())
    area = QRectF(0, 0, page.width() * scale, page.height() * scale)
    area.moveCenter(room.center())
    painter.drawImage(area, page)


def layout_of(way: Way, size: Points) -> QPageLayout:
    """The paper that a page is printed on, lying as the page does, without margins: they are in the page."""
    upright = way.size.points or (min(size), max(size))
    kinds = QPageLayout.Orientation
    paper = QPageSize(QSizeF(*upright), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    return QPageLayout(paper, kinds.Landscape if size[0] > size[1] else kinds.Portrait, QMarginsF())


def points_of(page: QImage) -> Points:
    """The size of a page that was drawn for the printer."""
    return page.width() * POINTS / DPI, page.height() * POINTS / DPI
