"""The text of a template: monospaced, its lines numbered, those with faults marked."""

import re
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from fuyi_desktop.gui import theme
from fuyi_desktop.gui.theme import Size

GUTTER = 8  # px beside the numbers
LONG = 4000  # characters of a line: a longer one has no colours, they would keep the window waiting
FIXED = ("Cascadia Mono", "Consolas", "Menlo", "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono")
PATTERNS = (
    (re.compile(r"^\s*\[\[?\w+\]?\]"), "ink", True),
    (re.compile(r"\{\{.*?\}\}|\{%.*?%\}"), "accent", False),
    (re.compile(r"^\s*#.*$"), "ink3", False),
)


def code_font() -> QFont:
    """The system's fixed font for what is on a keyboard, the window's for Chinese."""
    font = theme.font(Size.TEXT)
    there = set(QFontDatabase.families())
    usual = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    fixed = [family for family in (*FIXED, usual) if family in there]
    font.setFamilies([*fixed[:1], *theme.now().families])
    return font


class Colours(QSyntaxHighlighter):
    """Blocks stand out, facts are blue, comments step back."""

    def highlightBlock(self, text: str) -> None:
        if len(text) > LONG:
            return
        for pattern, token, bold in PATTERNS:
            for found in pattern.finditer(text):
                look = QTextCharFormat()
                look.setForeground(theme.color(token))
                if bold:
                    look.setFontWeight(QFont.Weight.Bold)
                self.setFormat(found.start(), found.end() - found.start(), look)


class CodeEdit(QPlainTextEdit):
    """Tab leaves it, as every field; Enter breaks the line."""

    def __init__(self, name: str, *, read_only: bool = False, numbered: bool = True) -> None:
        super().__init__()
        self._numbered = numbered
        self.setProperty("field", "true")
        self.setAccessibleName(name)
        self.setReadOnly(read_only)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setTextInteractionFlags(
            self.textInteractionFlags() | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._marked: dict[int, str] = {}
        self._colours = Colours(self.document())
        self._numbers = _Numbers(self)
        self.setFont(code_font())
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scrolled)
        self.cursorPositionChanged.connect(self._show_marks)
        self._make_room()

    def put(self, text: str) -> None:
        """Replace everything; it can be undone."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def begin(self, text: str) -> None:
        """Show another text; what stood here before cannot come back by undoing."""
        self.setPlainText(text)
        self.mark({})

    def insert(self, said: str, at: int, declared: str) -> None:
        """Write where the cursor is, and the declaration at its own place, as one step."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.insertText(said)
        if declared:
            other = QTextCursor(self.document())
            other.setPosition(at)
            other.insertText(declared)
        cursor.endEditBlock()

    def go_to(self, line: int) -> None:
        """The cursor at the beginning of a line, from 1, in the middle of what is seen."""
        block = self.document().findBlockByNumber(min(line, self.blockCount()) - 1)
        self.setTextCursor(QTextCursor(block))
        self.centerCursor()

    def look_for(self, words: str, *, back: bool = False) -> bool:
        """Go on to the next place where these words stand, from the beginning after the end."""
        flag = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if self.find(words, flag):
            return True
        before = self.textCursor()
        end = QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start
        self.moveCursor(end)
        if self.find(words, flag):
            return True
        self.setTextCursor(before)
        return False

    def mark(self, lines: dict[int, str]) -> None:
        """Lines with their tone: amber for a fault, accent for what was added, and so on."""
        self._marked = lines
        self._show_marks()
        self._numbers.update()

    def marks(self) -> Iterable[int]:
        return self._marked

    def tone(self, line: int) -> str:
        return self._marked.get(line, "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.room, inside.height()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._colours.rehighlight()
            self._show_marks()
            self._numbers.update()

    @property
    def room(self) -> int:
        if not self._numbered:
            return 0
        digits = len(str(max(100, self.blockCount())))
        return self.fontMetrics().horizontalAdvance("9" * digits) + 2 * GUTTER

    def _make_room(self) -> None:
        self.setViewportMargins(self.room, 0, 0, 0)
        self._numbers.setFixedWidth(self.room)

    def _scrolled(self, area: QRect, by: int) -> None:
        self._numbers.scroll(0, by) if by else self._numbers.update(
            0, area.y(), self._numbers.width(), area.height()
        )

    def _show_marks(self) -> None:
        shown = []
        for line, tone in self._marked.items():
            one = QTextEdit.ExtraSelection()
            one.format.setBackground(theme.color(GROUNDS.get(tone, "hover")))  # type: ignore[attr-defined]
            one.format.setProperty(QTextCharFormat.Property.FullWidthSelection, True)  # type: ignore[attr-defined]
            one.cursor = QTextCursor(self.document().findBlockByNumber(line - 1))  # type: ignore[attr-defined]
            shown.append(one)
        self.setExtraSelections(shown)


GROUNDS = {"amber": "amber_t", "accent": "tint", "ink3": "sunken"}


class _Numbers(QWidget):
    """The numbers at the left; a line with a fault has its own in amber."""

    def __init__(self, edit: CodeEdit) -> None:
        super().__init__(edit)
        self._edit = edit

    def sizeHint(self) -> QSize:
        return QSize(self._edit.room, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        edit = self._edit
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("sunken"))
        painter.setFont(edit.font())
        block = edit.firstVisibleBlock()
        while block.isValid():
            area = edit.blockBoundingGeometry(block).translated(edit.contentOffset())
            if area.top() > event.rect().bottom():
                break
            line = block.blockNumber() + 1
            painter.setPen(theme.color("amber" if edit.tone(line) == "amber" else "ink3"))
            height = edit.fontMetrics().height()
            place = QRect(0, round(area.top()), self.width() - GUTTER, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(line))
            block = block.next()
        painter.end()
