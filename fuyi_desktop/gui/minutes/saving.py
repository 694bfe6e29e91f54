"""Saving what is written: one small write every few seconds and at each change of speaker."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from fuyi_desktop.domain.minutes import Turn, difference
from fuyi_desktop.domain.talk import Talk
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App

EVERY = 3000  # ms between two saves
PATIENCE = 5  # saves that are left out after one that was refused


class Saver(QObject):
    """Knows what of a talk is on the disk; nothing else writes a draft's turns."""

    said = Signal(str, bool)  # what the page shows, and whether it is well

    def __init__(self, app: App, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.app, self.tasks = app, tasks
        self.draft_id = ""
        self.talk = Talk()
        self._base: tuple[Turn, ...] = ()  # as it was last saved
        self._n = 0
        self._saving = False
        self._wait = 0
        self._then: Callable[[], object] | None = None  # once everything is saved
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.save)

    def begin(self, draft_id: str, talk: Talk, n: int) -> None:
        """Keep this talk from now on, of which n entries are written."""
        self.draft_id, self.talk, self._n = draft_id, talk, n
        self._base, self._wait, self._then = tuple(talk.turns), 0, None
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @property
    def is_saved(self) -> bool:
        return not self._saving and difference(self._base, self.talk.turns) is None

    def save(self) -> None:
        """What has changed since the last save, as one entry."""
        if not self.draft_id or self._saving:
            return
        if self._wait:
            self._wait -= 1
            return
        after = tuple(self.talk.turns)
        change = difference(self._base, after)
        if change is None:
            self._settle()
            return
        self._saving = True
        deed = partial(self.app.minutes.save, self.draft_id, self._n, change)
        self.tasks.ask(deed, partial(self._saved, after), failed=self._refused)

    def then(self, act: Callable[[], object]) -> None:
        """Once everything is saved, do this."""
        self._then, self._wait = act, 0
        self.save()

    def _saved(self, turns: tuple[Turn, ...], n: int) -> None:
        self._saving, self._base, self._n = False, turns, n
        self.talk.seal()
        self.said.emit(f"{self.app.office.now():%H:%M:%S} 已保存", True)
        self._settle()

    def _refused(self) -> None:
        self._saving, self._wait, self._then = False, PATIENCE, None
        self.said.emit("没有存上，文字还在，稍后再试", False)

    def _settle(self) -> None:
        if self._then is None:
            return
        if self.is_saved:
            act, self._then = self._then, None
            act()
        else:
            self.save()
