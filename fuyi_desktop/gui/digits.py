"""The 24 digits of a fingerprint: six groups to read out, and a field that is typed while they are heard."""

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import Frame, column, row
from fuyi_desktop.gui.theme import dress

COUNT, GROUP = 24, 4


def digits_in(text: str) -> str:
    """The digits of what was typed, full-width ones too; everything else is left out."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter in "0123456789")[:COUNT]


def grouped(digits: str) -> str:
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


class ReadOut(QWidget):
    """Six groups of four, large enough to be read out over the telephone."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.groups = [PlainLabel(size="title") for _ in range(COUNT // GROUP)]
        boxes = []
        for label in self.groups:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside = column(label, gap=0)
            inside.setContentsMargins(8, 6, 8, 6)
            box = Frame("sunken", inside)
            box.setMinimumWidth(72)
            boxes.append(box)
        self.setLayout(row(*boxes, None, gap=8))
        self.show_digits("")

    def show_digits(self, digits: str) -> None:
        plain = digits_in(digits)
        for number, label in enumerate(self.groups):
            label.setText(plain[number * GROUP : number * GROUP + GROUP])
        self.setAccessibleName(f"{self._name} {grouped(plain)}")
        self.setVisible(bool(plain))


class DigitsField(QWidget):
    """Groups itself while one types, and counts what is still to come."""

    complete = Signal(bool)

    def __init__(self, label: str, help: str) -> None:  # noqa: A002
        super().__init__()
        self._help = help
        self.line = QLineEdit()
        self.line.setProperty("field", "true")
        self.line.setFixedHeight(32)
        self.line.setMaximumWidth(340)
        self.line.setAccessibleName(label)
        self.line.setPlaceholderText("0000 0000 0000 0000 0000 0000")
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.line.textEdited.connect(self._group)
        self._icon = IconLabel("", "accent", 14)
        self._below = PlainLabel(help, tone="ink2", small=True, wrap=True)
        self._below.setMinimumHeight(18)
        below = row(self._icon, self._below, gap=4)
        below.setStretch(1, 1)
        self.setLayout(column(PlainLabel(label, tone="ink2", small=True), self.line, below, gap=3))
        self._icon.hide()

    def digits(self) -> str:
        return digits_in(self.line.text())

    def is_complete(self) -> bool:
        return len(self.digits()) == COUNT

    def clear(self) -> None:
        self.line.clear()
        self._say(0)

    def check(self) -> bool:
        """Whether all 24 are there; else it says how many are missing and takes the focus."""
        if self.is_complete():
            return True
        dress(self.line, state="error")
        self._icon.show_icon("warn", "amber")
        self._icon.show()
        self._below.say(f"应为 {COUNT} 位数字，现在是 {len(self.digits())} 位。", "amber")
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _group(self, typed: str) -> None:
        before = len(digits_in(typed[: self.line.cursorPosition()]))
        plain = digits_in(typed)
        self.line.setText(grouped(plain))
        place = before + (before - 1) // GROUP if before else 0
        self.line.setCursorPosition(place)
        self._say(len(plain))

    def _say(self, there: int) -> None:
        dress(self.line, state="")
        whole = there == COUNT
        self._icon.setVisible(whole)
        self._icon.show_icon("tick" if whole else "", "accent")
        text = "24 位齐了。" if whole else f"还差 {COUNT - there} 位" if there else self._help
        self._below.say(text, "ink2")
        self.complete.emit(whole)
