"""常用语, popped up over the paper: typed characters or pinyin initials narrow them, Enter puts one in."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget

from fuyi_desktop.domain.phrases import Phrase
from fuyi_desktop.gui.labels import HintLine
from fuyi_desktop.gui.parts import Frame

WIDE, HIGH = 460, 280
LINE = 34  # px of the line that is written
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def found(phrases: Sequence[Phrase], typed: str) -> list[Phrase]:
    """The phrases that a typed text means: by words of the title, by initials, then by words of the text."""
    wanted = typed.strip().lower()
    if not wanted:
        return list(phrases)
    named = [
        one for one in phrases
        if wanted in one.title.lower() or any(spelling.startswith(wanted) for spelling in one.initials)
    ]  # fmt: skip
    rest = [one for one in phrases if one not in named]
    inside = [one for one in rest if any(wanted in spelling for spelling in one.initials[:1])]
    return [*named, *inside, *(one for one in rest if one not in inside and wanted in one.text)]


class PhrasePopup(Frame):
    """One line to type in, and below it what it finds."""

    chosen = Signal(str)
    left = Signal()
    keep_asked = Signal()  # the turn that is written in becomes a phrase of the office's own

    def __init__(self, over: QWidget) -> None:
        super().__init__("popup")
        self.setParent(over)
        self.setAccessibleName("常用语")
        self.phrases: tuple[Phrase, ...] = ()
        self._composing = False
        self.line = QLineEdit()
        self.line.setProperty("field", "true")
        self.line.setMinimumHeight(32)
        self.line.setAccessibleName("找常用语")
        self.line.setPlaceholderText("输拼音首字母或者汉字")
        self.list = QListWidget()
        self.list.setProperty("popup", "true")
        self.list.setAccessibleName("常用语清单")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.addWidget(self.line)
        box.addWidget(self.list, 1)
        box.addWidget(HintLine("Enter 写入", "Esc 返回", "Ctrl+Enter 把本段存为常用语"))
        self.line.textChanged.connect(self._show)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._take())
        self.hide()

    def open(self, phrases: Sequence[Phrase], at: QPoint) -> None:
        """Show all of them near a place; the keys are here until one is taken."""
        self.phrases = tuple(phrases)
        over = self.parentWidget()
        assert over is not None
        wide, high = min(WIDE, over.width() - 16), min(HIGH, over.height() - 16)
        left = max(8, min(at.x(), over.width() - wide - 8))
        below = at.y() + high + 8 <= over.height()
        top = at.y() if below else max(8, at.y() - LINE - high)  # what is written stays in view
        self.setGeometry(left, top, wide, high)
        self.line.clear()
        self._show("")
        self.show()
        self.raise_()
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self._composing:
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible() and not self.list.underMouse():
            self.hide()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.hide()
                self.keep_asked.emit()
            else:
                self._take()
        elif event.key() in MOVES:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
            row = self.list.currentRow() + step[Qt.Key(event.key())]
            self.list.setCurrentRow(min(max(0, row), self.list.count() - 1))
        else:
            return False
        return True

    def _show(self, typed: str) -> None:
        self._found = found(self.phrases, typed)
        self.list.clear()
        for one in self._found:
            self.list.addItem(f"{one.title}{'（本单位）' if one.own else ''}")
            self.list.item(self.list.count() - 1).setToolTip(one.text)
        self.list.setCurrentRow(0 if self._found else -1)

    def _take(self) -> None:
        row = self.list.currentRow()
        self.hide()
        if 0 <= row < len(self._found):
            self.chosen.emit(self._found[row].text)
        else:
            self.left.emit()
