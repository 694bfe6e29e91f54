"""The printers of this PC as the queue uses them: pages painted one after the other, a copy to a document."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from fuyi_desktop.domain.errors import PrinterRefused
from fuyi_desktop.domain.printing import Duplex, Tray, Way
from fuyi_desktop.gui.cases.preview import image
from fuyi_desktop.gui.cases.printing import CREATOR, DPI, Points, layout_of, put

DUPLEX = {
    Duplex.ONE: QPrinter.DuplexMode.DuplexNone,
    Duplex.LONG: QPrinter.DuplexMode.DuplexLongSide,
    Duplex.SHORT: QPrinter.DuplexMode.DuplexShortSide,
}
TRAYS = {
    Tray.AUTO: QPrinter.PaperSource.Auto,
    Tray.UPPER: QPrinter.PaperSource.Upper,
    Tray.MIDDLE: QPrinter.PaperSource.Middle,
    Tray.LOWER: QPrinter.PaperSource.Lower,
    Tray.MANUAL: QPrinter.PaperSource.Manual,
    Tray.ENVELOPE: QPrinter.PaperSource.Envelope,
}
BROKEN = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)


class Printers(Protocol):
    """The printers there are; asked in the worker, for a print server may take its time."""

    def names(self) -> tuple[str, ...]:
        """The usual one first."""

    def open(self, name: str) -> "PagePrinter":
        """A printer to hand pages to."""


class PagePrinter:
    """One printer; a document is begun, given its pages, and handed over whole. Lives in the worker."""

    def __init__(self, name: str, make: Callable[[], QPrinter]) -> None:
        self.name, self._make = name, make
        self._printer: QPrinter | None = None
        self._painter: QPainter | None = None
        self._empty = True

    def begin(self, title: str, way: Way, size: Points) -> None:
        printer = self._make()
        printer.setDocName(title)
        printer.setCreator(CREATOR)
        printer.setResolution(DPI)
        printer.setFullPage(True)
        printer.setDuplex(DUPLEX[way.duplex])
        printer.setPaperSource(TRAYS[way.tray])
        printer.setPageLayout(layout_of(way, size))
        painter = QPainter()
        if not painter.begin(printer):
            raise PrinterRefused(printer=self.name, why="没有接收")
        self._printer, self._painter, self._empty = printer, painter, True
        self._way = way

    def page(self, drawn: Any, size: Points) -> None:
        assert self._printer is not None and self._painter is not None
        if not self._empty:
            self._printer.setPageLayout(layout_of(self._way, size))
            if not self._printer.newPage():
                raise PrinterRefused(printer=self.name, why="中途没有接收")
        self._empty = False
        put(self._painter, self._printer, image(drawn))

    def end(self) -> None:
        assert self._printer is not None and self._painter is not None
        taken = self._painter.end() and self._printer.printerState() not in BROKEN
        self._painter = self._printer = None
        if not taken:
            raise PrinterRefused(printer=self.name, why="没有收下")

    def drop(self) -> None:
        if self._printer is not None:
            self._printer.abort()
        if self._painter is not None:
            self._painter.end()
        self._painter = self._printer = None


class QtPrinters:
    """The printers that the system knows."""

    def names(self) -> tuple[str, ...]:
        usual = QPrinterInfo.defaultPrinterName()
        found = QPrinterInfo.availablePrinterNames()
        return tuple(sorted(found, key=lambda name: name != usual))

    def open(self, name: str) -> PagePrinter:
        return PagePrinter(name, lambda: _ready(name))


def _ready(name: str) -> QPrinter:
    """The printer of that name; PrinterRefused where it is gone or has stopped."""
    known = QPrinterInfo.printerInfo(name)
    if known.isNull():
        raise PrinterRefused(printer=name, why="找不到，可能已经拔下或者改名")
    if known.state() in BROKEN:
        raise PrinterRefused(printer=name, why="停着不动")
    return QPrinter(known, QPrinter.PrinterMode.HighResolution)
