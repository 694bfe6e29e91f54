"""The main window: wizard or login, then the desk; the lock stands in front of a desk that stays as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from fuyi_desktop.gui import theme
from fuyi_desktop.gui.gate import NAME
from fuyi_desktop.gui.idle import Idle
from fuyi_desktop.gui.memory import Memory
from fuyi_desktop.gui.messages import Level, Messages, Said
from fuyi_desktop.gui.notices import REFUSAL
from fuyi_desktop.gui.tasks import Tasks

LEAST = (683, 384)  # 1366×768 at 200 %
MINUTE = 60_000
PATIENCE = 10_000  # ms for what is still being written when the window closes
ROUNDS = 5  # an answer may ask once more


# What stands behind the login; read from the disk while the password is being typed.
BEHIND = ("services.accounts", "services.app", "gui.desk", "gui.cases.tab", "gui.exchange.tab", "gui.options",
          "gui.rooms.standing")  # fmt: skip


def fetch_pages() -> None:
    """In the worker: import what the desk will need, so that opening it does not wait for the disk."""
    for name in BEHIND:
        import_module(f"fuyi_desktop.{name}")


@dataclass(frozen=True)
class Opened:
    """An opened store, and whose station it is; both were read in the worker."""

    app: Any
    me: Any


class Window(QMainWindow):
    """One window for one place."""

    def __init__(
        self, place: Any, tasks: Tasks, messages: Messages, memory: Memory,
        *, sticks: Callable[[], Any] | None = None, choose_printer: Callable[..., Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._place, self.tasks, self.messages, self.memory = place, tasks, messages, memory
        self._sticks, self._choose_printer = sticks, choose_printer
        self.desk: Any = None
        self.gate: Any = None
        self._app: Any = None
        messages.window = self
        self.setWindowTitle(NAME)
        self.setMinimumSize(*LEAST)
        self.resize(memory.now.width, memory.now.height)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        # after whoever asked has been told, so that the sentence finds its field
        messages.said.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        self.idle = Idle(app, memory.now.lock_after * MINUTE, self)
        self.idle.idle.connect(self.lock)

    def fit(self, room: QSize) -> None:
        """Never larger than the screen has room for: what is cut off could not be reached."""
        self.resize(self.size().boundedTo(room))

    def begin(self, password: str | None = None) -> None:
        """The first page: the wizard where there is no store, else the login, or straight to the desk."""
        if password is not None:
            self._login()
            self.tasks.ask(lambda: self._read(self._place.open(password)), self._opened)
        elif self._place.server is not None or self._place.folder.is_dir():
            # the login is there at once; whether there is a store at all is found out meanwhile
            self._login()
            self.tasks.ask(self._place.exists, self._found)
            self.tasks.ask(fetch_pages, lambda _: None)
        else:
            self._welcome()

    def lock(self) -> None:
        """Hide the desk behind the password; what is half typed stays where it is."""
        if self.desk is None or self.is_locked:
            return
        box = QApplication.activeModalWidget()
        if isinstance(box, QDialog):
            box.reject()  # a question that waits would stay readable in front of the lock
        self.desk.keep_draft()
        self.desk.remember_focus()
        from fuyi_desktop.gui.login import Login

        person, me = self._app.office.person, self.desk.me
        gate = Login(
            self.tasks, lambda password: self._place.confirm(password, person), None,
            title="已锁定", verb="解锁", line=f"{me.name}　{person.name}",
        )  # fmt: skip
        gate.opened.connect(lambda _: self._unlock())
        self._stand(gate)
        self.idle.stop()

    @property
    def is_locked(self) -> bool:
        return self.desk is not None and self._stack.currentWidget() is not self.desk

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is asked: what is half typed is a draft, and what was begun is finished."""
        self.idle.stop()
        if self.desk is not None and not self.is_locked:
            self.desk.keep_draft()
        if self.desk is not None:
            self.desk.printing.halt()
        if not self.isMaximized() and not self.isFullScreen():
            self.memory.keep(width=self.width(), height=self.height())
        self.memory.keep(maximised=self.isMaximized())
        self._finish()
        app, self._app = self._app, None
        if app is not None:
            self.tasks.ask(app.close, lambda _: None)
            self._finish()
        super().closeEvent(event)

    def _finish(self) -> None:
        """Let what was begun end, and its answers arrive while there are pages to show them."""
        for _ in range(ROUNDS):
            if not self.tasks.is_busy or not self.tasks.wait(PATIENCE):
                return
            QCoreApplication.sendPostedEvents(self.tasks)

    def wear(self) -> None:
        """Dress anew in what the settings say, and count idle minutes by them."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        now = self.memory.now
        theme.apply(app, now.scheme, scale=now.scale, resources=theme.now().resources)
        self.idle.start(now.lock_after * MINUTE)

    def _stand(self, gate: QWidget) -> None:
        """Put a gate in front; the one before it is gone."""
        if self.gate is not None:
            self._stack.removeWidget(self.gate)
            self.gate.deleteLater()
        self.gate = gate
        self._stack.addWidget(gate)
        self._stack.setCurrentWidget(gate)
        self.gate.start()

    def _login(self) -> None:
        from fuyi_desktop.gui.keys.county_help import CountyHelp
        from fuyi_desktop.gui.login import Login

        place = self._place
        county = CountyHelp(
            self.tasks, self.messages, place.ask_recovery,
            lambda answer, code, password, name: self._read(
                place.finish_recovery(answer, code, password, name or None)
            ),
        )  # fmt: skip
        gate = Login(
            self.tasks,
            lambda password: self._read(place.open(password)),
            lambda key, password, name: self._read(place.open_with_recovery(key, password, name or None)),
            title="输入密码，打开工作站", verb="打开", county=county,
        )  # fmt: skip
        gate.opened.connect(self._opened)
        self._stand(gate)

    def _welcome(self) -> None:
        from fuyi_desktop.gui.welcome import Welcome

        gate = Welcome(self._place, self.tasks, self.messages)
        gate.done.connect(lambda app: self.tasks.ask(lambda: self._read(app), self._opened))
        gate.founded.connect(self._hold)
        self._stand(gate)

    def _hold(self, app: Any) -> None:
        """The new store is open while its keys are being written down: closing the window closes it."""
        self._app = app

    def _found(self, there: bool) -> None:  # noqa: FBT001  # the answer to a question
        if not there:
            self._welcome()

    @staticmethod
    def _read(app: Any) -> Opened:
        """In the worker: whose station it is stands in the store."""
        return Opened(app, app.office.me)

    def _opened(self, opened: Opened) -> None:
        from fuyi_desktop.gui.desk import Desk

        self._app = opened.app
        self.desk = Desk(
            opened.app,
            self.tasks,
            self.messages,
            self.memory,
            opened.me,
            sticks=self._sticks,
            choose_printer=self._choose_printer,
        )
        self.desk.lock_asked.connect(self.lock)
        self.desk.looks_changed.connect(self.wear)
        self._stack.addWidget(self.desk)
        self.setWindowTitle(f"{opened.me.name} - {NAME}")
        self._unlock()

    def _unlock(self) -> None:
        self._stack.setCurrentWidget(self.desk)
        gate, self.gate = self.gate, None
        if gate is not None:
            self._stack.removeWidget(gate)
            gate.deleteLater()
        # the stack has just shown the desk; its fields can take the focus from now on
        QTimer.singleShot(0, self.desk.restore_focus)
        self.idle.watch(self.windowHandle())
        self.idle.start(self.memory.now.lock_after * MINUTE)

    def _hear(self, said: Said) -> None:
        """Before the desk a refusal is said by the gate itself."""
        if said.level is Level.ERROR and self.gate is not None:
            self.gate.refuse(said.text)
            self.messages.settle(REFUSAL)
