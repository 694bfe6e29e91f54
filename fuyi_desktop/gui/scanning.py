"""扫码枪 — a scanner is a fast typist: its code is caught wherever no field is being typed in."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from fuyi_desktop.domain import marks

PAUSE = 100  # ms between two keys: slower is a person
TYPED_IN = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Scanner(QObject):
    """Watches the keys of a part of the window; what belongs to a code goes nowhere else."""

    def __init__(self, part: QWidget, take: Callable[[str], object]) -> None:
        super().__init__(part)
        self._part, self._take = part, take
        self._typed = ""
        self._since = QElapsedTimer()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._listens(watched):
            return self._hear(event)
        return False

    def _listens(self, watched: QObject) -> bool:
        """Whether a key that arrives there is nobody's text."""
        if not self._part.isVisible() or QApplication.activeModalWidget() or QApplication.activePopupWidget():
            return False
        focus = QApplication.focusWidget()
        if focus is None:
            return watched is self._part.window()
        inside = focus is self._part or self._part.isAncestorOf(focus)
        typed_in = isinstance(focus, TYPED_IN) or (isinstance(focus, QComboBox) and focus.isEditable())
        return watched is focus and inside and not typed_in

    def _hear(self, event: QKeyEvent) -> bool:
        """Whether the key is part of a code; its end hands the code on."""
        if self._since.isValid() and self._since.elapsed() > PAUSE:
            self._typed = ""
        self._since.start()
        if event.key() in ENDS:
            code, self._typed = self._typed, ""
            if marks.begins(code):
                self._take(code)
                return True
            return False
        text = event.text()
        if not text or not text.isprintable():
            return False  # Shift comes before every capital letter
        fresh = self._typed + text
        held = marks.begins(fresh) or marks.may_begin(fresh)
        self._typed = fresh if held else text if marks.may_begin(text) else ""
        return held and len(fresh) > 1  # a single letter may be somebody's key


class Scans(QObject):
    """What is done with a code, wherever it was scanned or typed."""

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self._desk = desk
        self.scanner = Scanner(desk, self.take)

    def take(self, code: str) -> bool:
        """Go where the code leads; whether it is one of ours, or tries to be."""
        if not marks.begins(code):
            return False
        desk = self._desk
        desk.tasks.ask(partial(desk.app.scanning.find, code), self._arrive, topic="scan")
        return True

    def _arrive(self, found: Any) -> None:
        self._desk.page("page.cases").open_scanned(found)
