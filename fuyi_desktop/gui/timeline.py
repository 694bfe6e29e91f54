"""办理经过: what has been done, newest first, the open step on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fuyi_desktop.gui import paint, theme
from fuyi_desktop.gui.theme import Size

DATE, DOT, WORDS = 84, 92, 108  # px from the left
HEAD, LINE, GAP = 20, 18, 2


@dataclass(frozen=True)
class Passage:
    """One step on the line; a voided one keeps its place, struck through, with the reason."""

    key: str
    when: str
    step: str
    facts: str = ""
    open: bool = False
    voided: str = ""
    remark: str = ""  # 待核对, in amber


class Timeline(QWidget):
    """Painted; ↑ ↓ move, Enter opens the step."""

    opened = Signal(str)

    def __init__(self, passages: Sequence[Passage] = ()) -> None:
        super().__init__()
        self._passages: tuple[Passage, ...] = ()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.show_passages(passages)

    def show_passages(self, passages: Sequence[Passage]) -> None:
        self._passages = tuple(passages)
        self._current = min(self._current, max(0, len(self._passages) - 1))
        self.setAccessibleName("办理经过")
        self._describe()
        self.setMinimumHeight(self.heightForWidth(max(self.width(), 240)))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(sum(self._height(passage, width) for passage in self._passages)) + 4

    def sizeHint(self) -> QSize:
        return QSize(360, self.heightForWidth(max(self.width(), 360)))

    def resizeEvent(self, event: object) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._passages:
            self.opened.emit(self._passages[self._current].key)
        elif (step := moves.get(Qt.Key(event.key()))) and 0 <= self._current + step < len(self._passages):
            self._current += step
            self._describe()
            self.update()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        top = 0.0
        for number, passage in enumerate(self._passages):
            below = top + self._height(passage, self.width())
            if top <= event.position().y() < below:
                self._current = number
                self._describe()
            top = below
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._passages:
            self.opened.emit(self._passages[self._current].key)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0.0
        for number, passage in enumerate(self._passages):
            high = self._height(passage, self.width())
            first, last = number == 0, number == len(self._passages) - 1
            start, end = (10.0 if first else 0.0), (10.0 if last else high)
            painter.fillRect(QRectF(DOT - 0.5, top + start, 1, end - start), theme.color("line"))
            self._one(painter, passage, top, high)
            if self.hasFocus() and number == self._current:
                paint.ring(painter, QRectF(0, top, self.width(), high - 1))
            top += high
        painter.end()

    def _one(self, painter: QPainter, passage: Passage, top: float, high: float) -> None:
        gone = bool(passage.voided)
        step = "accent" if passage.open else "ink3" if gone else "ink"
        when = "accent" if passage.open else "ink2"
        paint.words(painter, QRectF(4, top, DATE - 4, HEAD), passage.when, when, Size.SMALL)
        centre = QPointF(DOT, top + 10)
        if passage.open:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(centre, 5, 5)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("line2" if gone else "ink3"))
            painter.drawEllipse(centre, 4, 4)
        room = QRectF(WORDS, top, self.width() - WORDS, HEAD)
        took = paint.words(painter, room, passage.step, step)
        if gone:
            painter.fillRect(QRectF(WORDS, top + 10, took, 1), theme.color("ink3"))
        if passage.remark:
            paint.words(painter, room.adjusted(took + 8, 0, 0, 0), passage.remark, "amber", Size.SMALL)
        painter.setFont(theme.font(Size.SMALL))
        painter.setPen(theme.color("ink3" if gone else "ink2"))
        area = QRectF(WORDS, top + HEAD, self.width() - WORDS, high - HEAD)
        painter.drawText(
            area, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft), self._below(passage)
        )

    @staticmethod
    def _below(passage: Passage) -> str:
        return "　".join(
            part for part in (f"已作废：{passage.voided}" if passage.voided else "", passage.facts) if part
        )

    def _height(self, passage: Passage, width: int) -> float:
        facts = self._below(passage)
        if not facts:
            return HEAD + 6
        return HEAD + max(LINE, _wrapped(facts, max(80, width - WORDS), theme.font(Size.SMALL))) + GAP

    def _describe(self) -> None:
        if self._passages:
            passage = self._passages[self._current]
            self.setAccessibleDescription(f"{passage.when} {passage.step} {self._below(passage)}")


def _wrapped(said: str, width: float, font: QFont) -> float:
    area = QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 10_000), int(Qt.TextFlag.TextWordWrap), said)
    return area.height()
