"""The field that the current turn is written in; keys of ours are taken only while nothing is composed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFont, QInputMethodEvent, QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QTextEdit


class Writing(QTextEdit):
    """Plain text of one turn, as high as its words; undoing is the talk's, not the field's."""

    typed = Signal(str)
    grown = Signal()  # its words take more or fewer lines

    def __init__(self, take: Callable[[QKeyEvent], bool], wants: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self.composing = False
        self._take, self._wants = take, wants
        self._showing = False
        self._high = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setProperty("part", "writing")
        self.setAccessibleName("发言")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.viewport().setAutoFillBackground(False)
        self.textChanged.connect(self._changed)

    def show_words(self, words: str, *, caret: int = -1) -> None:
        """Write on in another turn; its words do not count as typed."""
        if words != self.toPlainText():
            self._showing = True
            self.setPlainText(words)
            self._showing = False
        place = self.textCursor()
        place.setPosition(len(words) if caret < 0 else min(caret, len(words)))
        self.setTextCursor(place)

    def dress_in(self, font: QFont) -> None:
        """The type that the whole paper is set in."""
        self.setFont(font)
        self.document().setDefaultFont(font)

    def high(self) -> int:
        """Px that its words take at its width."""
        return int(self.document().size().height() + 0.999)

    def at_top(self) -> bool:
        """Whether the caret stands in the first line."""
        place = self.textCursor()
        return not place.movePosition(QTextCursor.MoveOperation.Up)

    def at_bottom(self) -> bool:
        place = self.textCursor()
        return not place.movePosition(QTextCursor.MoveOperation.Down)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not self.composing
            and self._wants(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            super().keyPressEvent(event)
            event.accept()  # else the page would take it
        elif not self._take(event):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self._measure()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted is words alone."""
        self.insertPlainText(source.text())

    def wheelEvent(self, event: object) -> None:
        """The paper scrolls, not the field."""
        event.ignore()  # type: ignore[attr-defined]  # every Qt event can be ignored

    def _changed(self) -> None:
        if not self._showing:
            self.typed.emit(self.toPlainText())
        self._measure()

    def _measure(self) -> None:
        high = self.high()
        if high != self._high:
            self._high = high
            self.grown.emit()
