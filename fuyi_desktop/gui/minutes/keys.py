"""The strip of speakers at the foot: each with its key; and which keys of the editor do what."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from fuyi_desktop.domain.minutes import Speaker
from fuyi_desktop.domain.sitting_kinds import DIGITS, KEYS
from fuyi_desktop.gui import paint
from fuyi_desktop.gui.theme import Size

HIGH, LEAST = 44, 132  # px of a key

# what a key does, by the name of the page's deed; the keys of the speakers follow from their place
DEEDS = {
    "Tab": "answer",
    "Ctrl+Space": "phrases",
    "Ctrl+J": "phrases",
    "F10": "ask_next",
    "Ctrl+G": "go_to_packs",
    "Ctrl+M": "mark",
    "Ctrl+Z": "undo",
    "Ctrl+Y": "redo",
    "Ctrl+Shift+Z": "redo",
    "Ctrl+F": "find_words",
    "Ctrl+D": "drop_turn",
    "Ctrl+S": "save_now",
    "Ctrl+=": "larger",
    "Ctrl++": "larger",
    "Ctrl+-": "smaller",
    "F11": "read_along",
    "Ctrl+Home": "to_first",
    "Ctrl+End": "to_last",
    "Esc": "rest",
}


def _number(keys: str) -> int:
    """The number that Qt gives a key with what is held."""
    return int(QKeySequence(keys)[0].toCombined())  # type: ignore[index]


def _pressed(event: QKeyEvent) -> int:
    """The same of a key that was struck, wherever on the keyboard it lies."""
    return int((event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier).value) | event.key()


_BY_KEY = {_number(keys): deed for keys, deed in DEEDS.items()}
_SPEAKERS = {
    **{_number(keys): at for at, keys in enumerate(KEYS)},
    **{_number(f"Alt+{digit}"): at for at, digit in enumerate(DIGITS)},
}


def deed_of(event: QKeyEvent) -> str:
    """The name of the deed that a key stands for; empty where it is none of ours."""
    return _BY_KEY.get(_pressed(event), "")


def speaker_of(event: QKeyEvent) -> int:
    """The place of the speaker whose key it is, or -1; Alt with the number pad is the system's."""
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return -1
    return _SPEAKERS.get(_pressed(event), -1)


class SpeakerKey(QAbstractButton):
    """Key cap, word and name; the one who speaks is marked."""

    def __init__(self, cap: str, speaker: Speaker) -> None:
        super().__init__()
        self.cap, self.speaker = cap, speaker
        self.setText(speaker.label)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{speaker.label} {speaker.name} {cap}".replace("  ", " "))
        self.setToolTip(speaker.name)

    def sizeHint(self) -> QSize:
        return QSize(LEAST, HIGH)

    def minimumSizeHint(self) -> QSize:
        return QSize(84, HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        chosen, focused = self.isChecked(), self.hasFocus()
        edge = "accent" if chosen or focused else "line3"
        paint.box(painter, area, "tint" if chosen else "raised", edge, pen=2 if chosen or focused else 1)
        wide = paint.width(self.cap, Size.SMALL) + 12
        cap = QRectF(8, (area.height() - 18) / 2, wide, 18)
        paint.box(painter, cap, "raised", "line2", radius=3)
        paint.words(painter, cap, self.cap, "ink2", Size.SMALL, align=paint.CENTRE)
        left = cap.right() + 8
        room = area.width() - left - 6
        name = self.speaker.name or ("动作、举证" if self.speaker.event else "")
        top = 4 if name else (area.height() - 20) / 2
        paint.words(painter, QRectF(left, top, room, 20), self.speaker.label, bold=chosen)
        if name:
            paint.words(painter, QRectF(left, 23, room, 17), name, "ink2", Size.SMALL)
        painter.end()


class Strip(QWidget):
    """Everybody who may speak, in the order of their keys; in two rows where there is little room."""

    spoken = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("发言人")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self.keys: list[SpeakerKey] = []
        self._across = 0

    def show_people(self, people: Sequence[Speaker]) -> None:
        """A key for everybody; whoever has no F key is called by Alt and a digit."""
        for key in self.keys:
            self._grid.removeWidget(key)
            key.deleteLater()
        caps = [*KEYS, *(f"Alt+{DIGITS[at]}" for at in range(len(KEYS), len(DIGITS)))]
        self.keys = [SpeakerKey(cap, one) for cap, one in zip(caps, people, strict=False)]
        for at, key in enumerate(self.keys):
            key.clicked.connect(lambda _checked=False, at=at: self.spoken.emit(at))
        self._across = 0
        self._arrange()

    def show_speaker(self, label: str) -> None:
        """Who speaks now."""
        for key in self.keys:
            key.setChecked(key.speaker.label == label)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        count = max(1, len(self.keys))
        across = count if self.width() >= count * (LEAST - 8) else (count + 1) // 2
        if across == self._across:
            return
        self._across = across
        for at, key in enumerate(self.keys):
            self._grid.removeWidget(key)
            self._grid.addWidget(key, at // across, at % across)
            key.show()
