"""One worker thread for everything that asks or changes the store; answers come home through one signal."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event
from time import monotonic
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from shiboken6 import isValid

from fuyi_desktop.domain.errors import FuyiError
from fuyi_desktop.gui.messages import Messages

log = logging.getLogger(__name__)

BUG = "程序出错，这一步没有办成，已输入的内容还在。请重试；仍不行时把详情报给县中心。"
EVERY = 0.1  # seconds between two reports of progress, so that a fast job does not flood the window

T = TypeVar("T")


class Outcome(Protocol):
    """What a deed may answer instead of the bare names of tables."""

    @property
    def changed(self) -> set[str]: ...


D = TypeVar("D", bound="set[str] | Outcome")


class Stopped(Exception):
    """Raised inside a long job when somebody pressed the button that ends it."""


@dataclass(frozen=True)
class Report:
    """How far a long job has come; total 0 means nobody knows."""

    title: str
    done: int
    total: int
    text: str = ""


class Progress:
    """Given to a long job, which calls it now and then; also how the job is ended early."""

    def __init__(self, title: str, tell: Callable[[Report], None]) -> None:
        self._title, self._tell = title, tell
        self._stop = Event()
        self._told = float("-inf")

    def __call__(self, done: int, total: int, text: str = "") -> None:
        """Raises Stopped when the job should end; nothing may have been committed by then."""
        if self._stop.is_set():
            raise Stopped
        if done >= total or monotonic() - self._told >= EVERY:
            self._told = monotonic()
            self._tell(Report(self._title, done, total, text))

    def stop(self) -> None:
        self._stop.set()


class Tasks(QObject):
    """Runs a service call away from the window and brings the answer back to it."""

    changed = Signal(set)  # names of the tables a deed has changed
    busy = Signal(bool)  # something is waiting or running, nothing is any more
    progressed = Signal(object)  # a Report, or None when the long job is over
    _answer = Signal(object)

    def __init__(self, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)  # the store's connection stays with its thread
        self._answer.connect(self._at_home, Qt.ConnectionType.QueuedConnection)
        self._waiting = 0
        self._latest: dict[str, int] = {}
        self._running: Progress | None = None

    def ask(
        self,
        question: Callable[[], T],
        then: Callable[[T], object],
        *,
        topic: str = "",
        failed: Callable[[], object] | None = None,
    ) -> None:
        """Read something; then show it. Of questions on one topic only the latest is answered."""
        turn = self._latest[topic] = self._latest.get(topic, 0) + 1

        def stale() -> bool:
            return bool(topic) and self._latest[topic] != turn

        def show(answer: T) -> None:
            if not stale():
                _call(then, answer)

        self._start(lambda: self._run(question, show, failed, stale))

    def do(
        self,
        deed: Callable[[], D],
        done: str | Callable[[D], str],
        then: Callable[[D], object] | None = None,
        *,
        undo: Callable[[], object] | None = None,
        failed: Callable[[], object] | None = None,
    ) -> None:
        """Change something; then say so, and let every open page refresh itself."""

        def settle(outcome: D) -> None:
            if text := done if isinstance(done, str) else done(outcome):
                self._messages.good(text, undo)
            self.changed.emit(outcome if isinstance(outcome, set) else outcome.changed)
            if then is not None:
                _call(then, outcome)

        self._start(lambda: self._run(deed, settle, failed))

    def long(
        self,
        title: str,
        job: Callable[[Progress], T],
        then: Callable[[T], object],
        *,
        failed: Callable[[], object] | None = None,
    ) -> Progress:
        """Run something that reports how far it is; the answer's stop() ends it."""
        progress = Progress(title, lambda report: self._answer.emit(partial(self.progressed.emit, report)))

        self._running = progress

        def over() -> None:
            self._running = None
            self.progressed.emit(None)

        def finish(answer: T) -> None:
            over()
            if isinstance(answer, set) or hasattr(answer, "changed"):
                self.changed.emit(answer if isinstance(answer, set) else answer.changed)
            _call(then, answer)

        def give_up() -> None:
            over()
            if failed is not None:
                _call_bare(failed)

        self._start(lambda: self._run(lambda: job(progress), finish, give_up))
        return progress

    def wait(self, milliseconds: int = -1) -> bool:
        """Let what is running and waiting finish, before the store is closed; whether it did in time."""
        return self._pool.waitForDone(milliseconds)

    def stop(self) -> None:
        """End the long job that was begun last, at its next report."""
        if self._running is not None:
            self._running.stop()

    @property
    def is_busy(self) -> bool:
        return self._waiting > 0

    def _start(self, run: Callable[[], None]) -> None:
        self._waiting += 1
        if self._waiting == 1:
            self.busy.emit(True)
        self._pool.start(run)

    def _run(
        self,
        job: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[], object] | None,
        stale: Callable[[], bool] = lambda: False,
    ) -> None:
        come_home: Callable[[], object] = _nothing
        try:
            if not stale():
                come_home = partial(then, job())
        except FuyiError as error:
            come_home = partial(self._say, str(error), error.code, "", failed)
        except Stopped:
            come_home = partial(self._note, "已停下，没有写入任何内容。", failed)
        except Exception as error:
            come_home = partial(self._say, BUG, 1, where(error), failed)
            log.error("task failed: %s", where(error))
        self._answer.emit(partial(self._home, come_home))

    def _home(self, come_home: Callable[[], object]) -> None:
        self._waiting -= 1
        if self._waiting == 0:
            self.busy.emit(False)
        come_home()

    def _say(self, text: str, code: int, details: str, failed: Callable[[], object] | None) -> None:
        self._messages.error(text, code, details)
        if failed is not None:
            _call_bare(failed)

    def _note(self, text: str, failed: Callable[[], object] | None) -> None:
        self._messages.note(text)
        if failed is not None:
            _call_bare(failed)

    def _at_home(self, act: Callable[[], object]) -> None:
        act()


def where(error: BaseException) -> str:
    """The kind of error and the lines it came through, without its words: they may hold a name."""
    frames = traceback.extract_tb(error.__traceback__)
    trail = " ← ".join(
        f"{frame.filename.replace(chr(92), '/').rpartition('/')[2]}:{frame.lineno} {frame.name}"
        for frame in reversed(frames)
    )
    return f"{type(error).__name__} {trail}"


def _nothing() -> None:
    """A question nobody waits for any more is not answered."""


def _call(then: Callable[[T], object], answer: T) -> None:
    """Hand the answer over, unless the page that asked has been closed meanwhile."""
    if _lives(then):
        then(answer)


def _call_bare(act: Callable[[], object]) -> None:
    if _lives(act):
        act()


def _lives(act: object) -> bool:
    asker = getattr(act, "__self__", None)
    return not isinstance(asker, QObject) or isValid(asker)
