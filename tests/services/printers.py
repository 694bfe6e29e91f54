"""Printers for tests: one that keeps what it was handed, runs out of paper or jams when it is told to."""

from dataclasses import dataclass, field
from typing import Any

from fuyi_desktop.domain.errors import PrinterRefused
from fuyi_desktop.domain.printing import Way
from fuyi_desktop.services.print_run import Run, Stepped


@dataclass
class Document:
    """What a printer got under one name."""

    title: str
    way: Way
    size: tuple[float, float]
    pages: list[Any] = field(default_factory=list)


@dataclass
class Tray:
    """A printer with so much paper; what it was handed whole lies in `out`."""

    paper: int = 1000
    out: list[Document] = field(default_factory=list)
    dropped: int = 0
    _open: Document | None = None

    def begin(self, title: str, way: Way, size: tuple[float, float]) -> None:
        if not self.paper:
            raise PrinterRefused(printer="前台", why="没有纸了")
        self._open = Document(title, way, size)

    def page(self, drawn: Any, size: tuple[float, float]) -> None:
        assert self._open is not None
        self._open.pages.append(drawn)

    def end(self) -> None:
        assert self._open is not None
        self.out.append(self._open)
        self.paper -= 1
        self._open = None

    def drop(self) -> None:
        self._open, self.dropped = None, self.dropped + 1


def finish(run: Run, *, most: int = 200) -> Stepped:
    """Step until there is no next step."""
    for _ in range(most):
        found = run.step()
        if not found.going:
            return found
    raise AssertionError("a job without an end")
