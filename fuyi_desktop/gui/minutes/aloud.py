"""The second window, in large type: the parties read along what is written, the last turn always in view."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fuyi_desktop.domain.minutes import Turn
from fuyi_desktop.gui import theme

SIZES = (24, 32, 40, 52, 64)
MARGIN, GAP = 32, 14
WRAP = int(Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class ReadAlong(QWidget):
    """F11 fills the screen, Ctrl+± the size of the type, Page Up and Down read back, Esc closes."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("笔录对照阅读")
        self.setAccessibleName("笔录对照阅读")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # the keys stay with the recorder
        self.size_at = 1
        self._turns: Sequence[Turn] = ()
        self._here = self._end = 0  # the turn that is written in; the last one shown
        self._back = 0  # turns read back
        self.resize(1024, 640)

    def open(self, beside: QWidget) -> None:
        """On the second screen where there is one, filling it."""
        screens = QGuiApplication.screens()
        other = next((one for one in screens if one is not beside.screen()), None)
        if other is not None:
            self.setGeometry(other.availableGeometry())
            self.showFullScreen()
        else:
            self.show()

    def show_turns(self, turns: Sequence[Turn], here: int) -> None:
        """Follow the turn that is written in."""
        self._turns = turns
        if here != self._here:
            self._back = 0
        self._here = here
        self._end = max(0, min(len(turns) - 1, here) - self._back)
        if turns:
            turn = turns[min(self._end, len(turns) - 1)]
            self.setAccessibleDescription(f"{turn.speaker}：{turn.reads}")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_F11:
                self.fill()
            case Qt.Key.Key_Escape:
                self.close()
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal if ctrl:
                self.grow(1)
            case Qt.Key.Key_Minus if ctrl:
                self.grow(-1)
            case Qt.Key.Key_PageUp | Qt.Key.Key_Up:
                self._read_back(1)
            case Qt.Key.Key_PageDown | Qt.Key.Key_Down:
                self._read_back(-1)
            case _:
                super().keyPressEvent(event)

    def fill(self) -> None:
        """Fill the screen, or no longer."""
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def grow(self, by: int) -> None:
        self.size_at = min(max(0, self.size_at + by), len(SIZES) - 1)
        self.update()

    def closeEvent(self, event: object) -> None:
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """From the bottom upwards, as many turns as there is room for."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        font = theme.font()
        font.setPixelSize(SIZES[self.size_at])
        bold = QFont(font)
        bold.setBold(True)
        metrics, heads = QFontMetricsF(font), QFontMetricsF(bold)
        speaker = heads.horizontalAdvance("被申请人12") + 24
        wide = self.width() - 2 * MARGIN - speaker
        bottom = float(self.height() - MARGIN)
        for at in range(self._end, -1, -1):
            if bottom < 0 or at >= len(self._turns):
                break
            turn = self._turns[at]
            words = turn.reads or "　"
            high = metrics.boundingRect(QRectF(0, 0, wide, 1e6), WRAP, words).height()
            top = bottom - high
            if top < 0 and at == self._end:
                top = min(0.0, bottom - high)
            painter.setPen(theme.color("ink" if at == self._end else "ink2"))
            painter.setFont(font)
            painter.drawText(QRectF(MARGIN + speaker, top, wide, high + 4), WRAP, words)
            painter.setFont(bold)
            painter.setPen(theme.color("accent"))
            shown = heads.elidedText(turn.speaker, Qt.TextElideMode.ElideRight, speaker - 24)
            painter.drawText(QRectF(MARGIN, top, speaker - 16, heads.height()), WRAP, shown)
            bottom = top - GAP
        painter.end()

    def _read_back(self, by: int) -> None:
        self._back = min(max(0, self._back + by), self._here)
        self.show_turns(self._turns, self._here)
