"""Printing: the pages that were looked at go to the printer as they are, at its own size."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

DPI = 300  # of the pages drawn for the printer, in colour: the head of a 抄告函 is red

ChoosePrinter = Callable[[QWidget, str], QPrinter | None]  # the window, the job's name; None: left alone


def ask_printer(window: QWidget, name: str) -> QPrinter | None:
    """The system's own dialog; None where it was left without printing."""
    printer = ready(QPrinter(QPrinter.PrinterMode.HighResolution), name)
    dialog = QPrintDialog(printer, window)
    dialog.setWindowTitle(f"打印{name}")
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def ready(printer: QPrinter, name: str) -> QPrinter:
    """A4, the whole sheet: the margins are in the pages."""
    printer.setDocName(name)
    printer.setCreator("复议纾解工作站")
    printer.setFullPage(True)
    printer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    return printer


def print_pages(printer: QPrinter, pages: Sequence[QImage]) -> bool:
    """Draw each page on its own sheet; whether the printer took them."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    chosen = pages[first - 1 : last]
    for number, page in enumerate(chosen):
        if number:
            printer.newPage()
        painter.drawImage(QRectF(printer.pageLayout().fullRectPixels(printer.resolution())), page)
    return painter.end()
