"""Fields of a form: label above, editor, one line below for help or what is to be put right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fuyi_desktop.gui import dates, theme
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import row

HEIGHT = 32
EMPTY = "还没有填写。"


class Kind(StrEnum):
    """What can be typed into a field."""

    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    TIME = "time"
    INTEGER = "integer"
    CHOICE = "choice"
    MANY = "many"
    YES_NO = "yes_no"
    PASSWORD = "password"
    DERIVED = "derived"  # by the program; read-only, focusable, copyable


Check = Callable[[str], str | None]


@dataclass(frozen=True)
class Choice:
    """A value and the word that stands for it."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """A field as data. check gives the sentence that tells what is wrong with the text, or None."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = True
    choices: tuple[Choice, ...] = ()
    help: str = ""
    article: str = ""
    example: str = ""
    default: object = None
    check: Check | None = None
    span: int = 6  # of 12
    lines: int = 2  # of a LINES field

    @property
    def caption(self) -> str:
        optional = not self.required and self.kind not in (Kind.DERIVED, Kind.MANY)
        return f"{self.label}（选填）" if optional else self.label


def choices(*words: str) -> tuple[Choice, ...]:
    """Choices whose word is their value."""
    return tuple(Choice(word, word) for word in words)


class Field(QWidget):
    """What every field can do; the kinds differ in their editor and in how text becomes a value."""

    edited = Signal()

    def __init__(self, spec: FieldSpec, today: Callable[[], date]) -> None:
        super().__init__()
        self.spec, self.today = spec, today
        self.label = PlainLabel(spec.caption, tone="ink2", small=True)
        self.note = PlainLabel("", tone="violet", small=True)
        self._icon = IconLabel("", "amber", 14)
        self._icon.hide()
        self._below = PlainLabel(spec.help, tone="ink2", small=True, wrap=True)
        self._below.setMinimumHeight(18)
        self.error = ""
        self.editor = self.make_editor()
        self.label.setBuddy(self.anchor())
        for part in self.stops():
            part.setAccessibleName(spec.label if part is self.anchor() else part.accessibleName())
            part.setAccessibleDescription(spec.help)
            part.installEventFilter(self)
        line = row(self._icon, self._below, gap=4)
        line.setStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(row(self.label, None, self.note))
        column.addWidget(self.editor)
        column.addLayout(line)
        self.edited.connect(self._put_right)
        if spec.default is not None:
            self.set_value(spec.default)

    # what the kinds give

    def make_editor(self) -> QWidget:
        raise NotImplementedError

    def text(self) -> str:
        """What stands in the field, as typed."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        raise NotImplementedError

    def value(self) -> object:
        return self.text().strip()

    def set_value(self, value: object) -> None:
        self.set_text("" if value is None else str(value))

    def wrong(self, text: str) -> str:
        """What is wrong with a text that is not empty, by its kind alone."""
        return ""

    def settle(self) -> None:
        """On leaving: show what was understood in its full form."""

    # what they share

    @property
    def name(self) -> str:
        return self.spec.name

    def anchor(self) -> QWidget:
        """Where the focus goes."""
        return self.editor

    def stops(self) -> list[QWidget]:
        """Everything in the field that can have the focus."""
        return [self.editor]

    def is_empty(self) -> bool:
        return not self.text().strip()

    def problem(self) -> str:
        """The sentence that tells what is to be put right, "" when nothing is."""
        text = self.text().strip()
        if not text:
            return ""
        return self.wrong(text) or (self.spec.check(text) if self.spec.check else None) or ""

    def gap(self) -> str:
        """A problem, or the missing of what is required."""
        return self.problem() or (EMPTY if self.spec.required and self.is_empty() else "")

    def has_focus(self) -> bool:
        return any(part.hasFocus() for part in self.stops())

    def take_focus(self) -> None:
        self.anchor().setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(self.anchor(), QLineEdit):
            line = self.anchor()
            assert isinstance(line, QLineEdit)
            line.selectAll()

    def show_error(self, sentence: str) -> None:
        """Put a sentence below the field, or the help back when it is ""."""
        self.error = sentence
        self._icon.setVisible(bool(sentence))
        self._icon.show_icon("warn" if sentence else "", "amber")
        self._below.say(sentence or self.spec.help, "amber" if sentence else "ink2")
        for part in self.stops():
            part.setAccessibleDescription(sentence or self.spec.help)
        for part in self.marked():
            theme.dress(part, state="error" if sentence else "")

    def marked(self) -> list[QWidget]:
        """What gets the amber edge."""
        return self.stops()

    def say(self, note: str, tone: str = "violet") -> None:
        """A word at the right of the label, such as 暂定."""
        self.note.say(note, tone)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self.has_popup():
            self.leave()
        return False

    def has_popup(self) -> bool:
        return False

    def leave(self) -> None:
        self.settle()
        self.show_error(self.problem())

    def _put_right(self) -> None:
        """What was wrong vanishes as soon as it no longer is."""
        if self.error and not self.gap():
            self.show_error("")


class LineField(Field):
    """One line of text, perhaps with a check of its own."""

    line: QLineEdit

    def make_editor(self) -> QWidget:
        self.line = QLineEdit()
        self.line.setProperty("field", "true")
        self.line.setFixedHeight(HEIGHT)
        self.line.setPlaceholderText(self.spec.example)
        self.line.textChanged.connect(lambda: self.edited.emit())
        if self.spec.kind is Kind.PASSWORD:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        return self.line

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)


class DerivedField(LineField):
    """What the program knows: shown, copied, never typed."""

    def make_editor(self) -> QWidget:
        super().make_editor()
        self.line.setReadOnly(True)
        return self.line

    def gap(self) -> str:
        return ""


class LinesField(Field):
    """Several lines; Enter breaks the line here."""

    box: QPlainTextEdit

    def make_editor(self) -> QWidget:
        self.box = QPlainTextEdit()
        self.box.setProperty("field", "true")
        self.box.setTabChangesFocus(True)
        self.box.setPlaceholderText(self.spec.example)
        self.box.setFixedHeight(max(52, 12 + 20 * self.spec.lines))
        self.box.textChanged.connect(lambda: self.edited.emit())
        return self.box

    def text(self) -> str:
        return self.box.toPlainText()

    def set_text(self, text: str) -> None:
        self.box.setPlainText(text)


class IntegerField(LineField):
    """A whole number."""

    def wrong(self, text: str) -> str:
        return "" if _is_whole(text) else "这里填整数，例如 12。"

    def value(self) -> object:
        text = self.text().strip()
        return int(text) if _is_whole(text) else None


class TimeField(LineField):
    """A time of day; 930, 9:30 and 9点半 are understood."""

    def wrong(self, text: str) -> str:
        return "" if self._read(text) else "时间没有看懂，可以写 09:30 或 930。"

    def value(self) -> object:
        return self._read(self.text())

    def set_value(self, value: object) -> None:
        self.set_text(dates.clock(value) if isinstance(value, time) else str(value or ""))

    def settle(self) -> None:
        if (at := self._read(self.text())) is not None:
            self.set_text(dates.clock(at))

    @staticmethod
    def _read(text: str) -> time | None:
        try:
            return dates.read_time(text)
        except ValueError:
            return None


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal()
