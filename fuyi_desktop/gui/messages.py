"""Everything said to the user and everything asked of them goes through here; a test hands in the answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.dialog import Ask


class Level(StrEnum):
    """How weighty a sentence is."""

    GOOD = "办成"
    NOTE = "提示"
    ERROR = "没有办成"


class Tone(StrEnum):
    """The colour of a banner."""

    ACCENT = "accent"
    AMBER = "amber"
    RED = "red"
    VIOLET = "violet"


class Kind(StrEnum):
    """What sort of answer a question wants."""

    CONFIRM = "confirm"
    REASON = "reason"
    PASSWORD = "password"
    OPEN = "open"
    OPEN_MANY = "open many"
    SAVE = "save"
    FOLDER = "folder"


@dataclass(frozen=True)
class Said:
    """A sentence after a deed; undo, where there is one, takes the deed back."""

    level: Level
    text: str
    undo: Callable[[], object] | None = None
    code: int = 0
    details: str = ""


@dataclass(frozen=True)
class Notice:
    """A banner that stays until it is settled; its key replaces an older one of the same matter."""

    key: str
    tone: Tone
    text: str
    action: str = ""
    act: Callable[[], object] | None = field(default=None, compare=False)
    details: str = ""


@dataclass(frozen=True)
class Question:
    """Something only a person can answer. The two verbs stand for 是 and 否."""

    kind: Kind
    title: str
    body: str = ""
    do: str = ""
    leave: str = ""
    label: str = ""
    example: str = ""
    start: Path = Path()
    filters: str = ""
    danger: bool = False


class Messages(QObject):
    """The main window listens and shows; tests listen and keep a list."""

    said = Signal(object)  # a Said
    noticed = Signal()  # the list of standing notices has changed

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__()
        self.window = window
        self.notices: tuple[Notice, ...] = ()

    def good(self, text: str, undo: Callable[[], object] | None = None) -> None:
        self.said.emit(Said(Level.GOOD, text, undo))

    def note(self, text: str) -> None:
        self.said.emit(Said(Level.NOTE, text))

    def error(self, text: str, code: int = 0, details: str = "") -> None:
        """A refusal: one sentence; code and details stand behind 详情."""
        self.said.emit(Said(Level.ERROR, on_screen(text), None, code, details))

    def stand(self, notice: Notice) -> None:
        """Show a banner until it is settled."""
        rest = tuple(other for other in self.notices if other.key != notice.key)
        if notice not in self.notices or len(rest) + 1 != len(self.notices):
            self.notices = (*rest, notice)
            self.noticed.emit()

    def settle(self, key: str) -> None:
        rest = tuple(notice for notice in self.notices if notice.key != key)
        if rest != self.notices:
            self.notices = rest
            self.noticed.emit()

    def confirm(self, title: str, body: str, *, do: str, leave: str, danger: bool = True) -> bool:
        """Whether to go on; only for what cannot be undone."""
        return bool(self.answer(Question(Kind.CONFIRM, title, body, do, leave, danger=danger)))

    def reason(
        self,
        title: str,
        body: str,
        *,
        label: str,
        do: str,
        leave: str,
        example: str = "",
        danger: bool = True,
    ) -> str:
        """The reason the law wants, or "" when left alone."""
        question = Question(Kind.REASON, title, body, do, leave, label, example, danger=danger)
        return str(self.answer(question) or "")

    def password(self, title: str, body: str, *, do: str, leave: str, label: str = "密码") -> str:
        """What was typed, or "" when left alone."""
        return str(self.answer(Question(Kind.PASSWORD, title, body, do, leave, label)) or "")

    def open_file(self, title: str, *, start: Path = Path(), filters: str = "") -> Path | None:
        """The chosen file, or None when left alone."""
        return _path(self.answer(Question(Kind.OPEN, title, start=start, filters=filters)))

    def open_files(self, title: str, *, start: Path = Path(), filters: str = "") -> list[Path]:
        chosen = self.answer(Question(Kind.OPEN_MANY, title, start=start, filters=filters))
        return [Path(str(one)) for one in chosen] if isinstance(chosen, list | tuple) else []

    def save_file(self, title: str, *, start: Path, filters: str = "") -> Path | None:
        """Where to save, or None when left alone; start carries the proposed name."""
        return _path(self.answer(Question(Kind.SAVE, title, start=start, filters=filters)))

    def folder(self, title: str, *, start: Path = Path()) -> Path | None:
        return _path(self.answer(Question(Kind.FOLDER, title, start=start)))

    def answer(self, question: Question) -> object:
        """Put the question on the screen; the one place a test replaces."""
        start = str(question.start)
        match question.kind:
            case Kind.OPEN:
                return QFileDialog.getOpenFileName(self.window, question.title, start, question.filters)[0]
            case Kind.OPEN_MANY:
                return QFileDialog.getOpenFileNames(self.window, question.title, start, question.filters)[0]
            case Kind.SAVE:
                return QFileDialog.getSaveFileName(self.window, question.title, start, question.filters)[0]
            case Kind.FOLDER:
                return QFileDialog.getExistingDirectory(self.window, question.title, start)
            case kind:
                return Ask(
                    self.window,
                    question.title,
                    question.body,
                    do=question.do,
                    leave=question.leave,
                    label=question.label,
                    example=question.example,
                    danger=question.danger,
                    secret=kind is Kind.PASSWORD,
                ).answer()


def _path(answer: object) -> Path | None:
    return Path(str(answer)) if answer else None
