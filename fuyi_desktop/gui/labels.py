"""Words on the page: plain labels, elided names, chips and key caps."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from fuyi_desktop.gui import theme

ChipLook = Literal["plain", "outlined", "accent", "amber", "red", "violet"]


class PlainLabel(QLabel):
    """For names, reasons and file names: shown as written, never as markup."""

    def __init__(
        self,
        text: str = "",
        *,
        tone: str = "ink",
        small: bool = False,
        bold: bool = False,
        wrap: bool = False,
        size: str = "",
        copyable: bool = False,
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        if size or small:
            self.setProperty("letter", size or "small")
        if bold:
            self.setProperty("bold", "true")
        if wrap:
            self.setWordWrap(True)
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        if copyable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )

    def say(self, text: str, tone: str = "") -> None:
        """Change the words, and the colour where given."""
        self.setText(text)
        if tone:
            theme.dress(self, tone=tone)


class ElidedLabel(PlainLabel):
    """A name that gives way: cut with … where there is no room, whole in the tooltip."""

    def __init__(
        self, text: str = "", *, tone: str = "ink", small: bool = False, bold: bool = False, size: str = ""
    ) -> None:
        super().__init__(text, tone=tone, small=small, bold=bold, size=size)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), self.fontMetrics().horizontalAdvance("名字…")), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()

    def _cut(self) -> None:
        whole = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if whole else self.text())


class Chip(PlainLabel):
    """20 high, 12 px: plain, outlined, the state of the case, or a deadline."""

    def __init__(self, text: str, look: ChipLook = "plain") -> None:
        super().__init__(text)
        self.setProperty("tone", None)
        self.setProperty("letter", None)
        self.setProperty("part", "chip")
        self.setProperty("chip", look)
        self.setFixedHeight(20)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_chip(self, text: str, look: ChipLook) -> None:
        self.setText(text)
        theme.dress(self, chip=look)


class KeyCap(PlainLabel):
    """A key, only where the key is the main way."""

    def __init__(self, keys: str) -> None:
        super().__init__(keys)
        self.setProperty("tone", None)
        self.setProperty("part", "keycap")
        self.setFixedHeight(18)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class HintLine(PlainLabel):
    """At the foot of a list or form: at most three keys and what they do."""

    def __init__(self, *hints: str) -> None:
        super().__init__("　".join(hints[:3]), tone="ink3", small=True)
