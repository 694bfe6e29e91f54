"""Gives out what is not issued yet, one paper after the other, so that the window goes on between them."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Signal

from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.batch import Line, Prepared


@dataclass
class Given:
    """Lines whose papers are issued, and why the others could not be: by case, form and recipient."""

    total: int
    done: list[Line] = field(default_factory=list)
    refused: dict[tuple[str, ...], str] = field(default_factory=dict)


class Issuing(QObject):
    """Works through a list; begun again while it works, it does not listen."""

    moved = Signal(int, int)  # the paper at hand, of how many
    ended = Signal(object)  # a Given
    broken = Signal()  # the program's own fault: what was issued stays issued

    def __init__(self, app: App, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.app, self.tasks = app, tasks
        self._todo: deque[Line] = deque()
        self._given: Given | None = None

    @property
    def busy(self) -> bool:
        return self._given is not None

    def begin(self, lines: Sequence[Line]) -> None:
        if not self.busy:
            self._todo, self._given = deque(lines), Given(len(lines))
            self._next()

    def _next(self) -> None:
        given = self._given
        assert given is not None
        while self._todo and self._todo[0].ready:
            given.done.append(self._todo.popleft())
        if not self._todo:
            self._given = None
            self.ended.emit(given)
            return
        line = self._todo.popleft()
        self.moved.emit(given.total - len(self._todo), given.total)
        self.tasks.do(partial(self.app.batches.prepare, line), "", self._take, failed=self._break)

    def _take(self, prepared: Prepared) -> None:
        given = self._given
        assert given is not None
        if prepared.refusal:
            given.refused[prepared.line.key[:3]] = prepared.refusal
        else:
            given.done.append(prepared.line)
        self._next()

    def _break(self) -> None:
        self._given = None
        self.broken.emit()
