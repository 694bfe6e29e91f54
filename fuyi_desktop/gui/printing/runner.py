"""Prints what waits in the queue, a page at a time in the worker, so that everything else goes on between."""

from collections import deque

from PySide6.QtCore import QObject, Signal

from fuyi_desktop.gui.printing.printers import Printers
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.print_run import Run, Stepped


class Runner(QObject):
    """One job at a time, in the order in which they were begun."""

    stepped = Signal(object)  # a Stepped: a page is drawn, a copy has left, or the job has come to its end

    def __init__(self, app: App, tasks: Tasks, printers: Printers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.app, self.tasks, self.printers = app, tasks, printers
        self._waiting: deque[tuple[str, str]] = deque()
        self._run: Run | None = None
        self._halted = False

    @property
    def busy(self) -> bool:
        return self._run is not None

    def start(self, job_id: str, printer: str) -> None:
        """Print a job as soon as those before it are done."""
        self._waiting.append((job_id, printer))
        self._go_on()

    def halt(self) -> None:
        """The program ends: what is half handed over is not printed, and its job is found stopped later."""
        self._halted = True
        run, self._run = self._run, None
        self._waiting.clear()
        if run is not None:
            self.tasks.ask(run.abandon, _done)

    def _go_on(self) -> None:
        if self._run is None and self._waiting and not self._halted:
            job_id, printer = self._waiting.popleft()
            self._run = Run(self.app.print_queue, job_id, self.printers.open(printer))
            self._ask()

    def _ask(self) -> None:
        if self._run is not None:
            self.tasks.ask(self._run.step, self._stepped, failed=self._fell)

    def _stepped(self, found: Stepped) -> None:
        if self._halted:
            return
        if found.changed:
            self.tasks.changed.emit(found.changed)
        if not found.going:
            self._run = None
        self.stepped.emit(found)
        if found.going:
            self._ask()
        else:
            self._go_on()

    def _fell(self) -> None:
        """The job could not even be stopped; it is found again when the program is started next."""
        self._run = None
        self._go_on()


def _done(_answer: object) -> None:
    """Nobody waits for it."""
