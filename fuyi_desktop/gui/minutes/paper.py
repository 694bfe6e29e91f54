"""The paper: every turn painted, only those in view laid out; the one that is written in lies on it."""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from math import ceil

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from fuyi_desktop.domain.minutes import Turn, pieces
from fuyi_desktop.domain.talk import Talk
from fuyi_desktop.gui import paint, theme
from fuyi_desktop.gui.minutes.writing import Writing
from fuyi_desktop.gui.theme import Size

SPEAKER, TIME = 116, 64  # px: the columns beside the words
PAD, EDGE = 6, 20  # px above and below the words; at the sides of the paper
MOST = 1000
SIZES = (14, 17, 20)  # px of type


class Paper(QAbstractScrollArea):
    """Shows a talk; the caret is always in one of its turns."""

    moved = Signal()  # another turn is written in
    written = Signal()  # what was said has changed

    def __init__(self, take: Callable[[QKeyEvent], bool], wants: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("笔录")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.talk = Talk()
        self.askers: frozenset[str] = frozenset()
        self.clock: Callable[[str], str] = str
        self.size_at = 0
        self._highs: list[int] = []
        self._tops: list[int] = [0]
        self._laid: dict[int, QTextLayout] = {}
        self.writing = Writing(take, wants)
        self.writing.setParent(self.viewport())
        self.writing.typed.connect(self._typed)
        self.writing.grown.connect(self._grown)
        self.setFocusProxy(self.writing)
        self.verticalScrollBar().valueChanged.connect(self._place)
        self._dress()

    # what is shown

    def show_talk(self, talk: Talk, askers: frozenset[str]) -> None:
        """Show these turns, and write on at the last."""
        self.talk, self.askers = talk, askers
        talk.changed = self._changed
        self._measure_all()
        self.look()

    def look(self, caret: int = -1) -> None:
        """Go where the talk is: its turn into the field, and into view."""
        turn = self.talk.turn
        self._laid.pop(self.talk.here, None)
        self.writing.setVisible(turn is not None)
        self.writing.setReadOnly(turn is None)
        if turn is not None:
            self.writing.setFixedWidth(self._wide())
            self.writing.show_words(turn.reads, caret=caret)
            self.writing.setAccessibleName(
                f"{turn.speaker} 第 {self.talk.here + 1} 段，共 {len(self.talk)} 段"
            )
            self._set_high(self.talk.here, self.writing.high() + 2 * PAD)
        self._fit_bar()
        self.bring()
        self.moved.emit()
        self.viewport().update()

    def go(self, at: int, *, to_end: bool = True) -> None:
        """Write in another turn."""
        if not self.talk.turns or not 0 <= at < len(self.talk):
            return
        before = self.talk.here
        self.talk.go(at)
        self._forget(before)
        self.look(-1 if to_end else 0)

    def bring(self) -> None:
        """Have the line that is written in view."""
        if not self.talk.turns:
            return
        bar, here = self.verticalScrollBar(), self.talk.here
        top, end = self._tops[here], self._tops[here] + self._highs[here]
        caret = self._tops[here] + PAD + self.writing.cursorRect().bottom()
        high = self.viewport().height()
        if end > bar.value() + high:
            bar.setValue(min(end, max(caret + PAD, top + PAD)) - high + (PAD if end > caret else 0))
            bar.setValue(max(bar.value(), min(end - high, top)))
        elif top < bar.value():
            bar.setValue(top)
        self._place()

    def grow(self, by: int) -> None:
        """Larger or smaller type."""
        self.size_at = min(max(0, self.size_at + by), len(SIZES) - 1)
        self._dress()
        self._measure_all()
        self.look()

    def refresh(self) -> None:
        """Show everything anew: names or colours have changed."""
        self._dress()
        self._measure_all()
        self.look(self.writing.textCursor().position())

    @property
    def font_of_words(self) -> QFont:
        font = theme.font()
        font.setPixelSize(round(SIZES[self.size_at] * theme.now().scale))
        return font

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color("surface"))
        offset = self.verticalScrollBar().value()
        first, last = self._seen(offset)
        for at in range(first, last):
            area = QRectF(self._left(), self._tops[at] - offset, self._across(), self._highs[at])
            if area.intersects(QRectF(event.rect())):
                self._paint_turn(painter, at, area)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure_all()
        self.look(self.writing.textCursor().position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        y = event.position().y() + self.verticalScrollBar().value()
        self.go(bisect_right(self._tops, y) - 1)
        self.writing.setFocus()

    def _paint_turn(self, painter: QPainter, at: int, area: QRectF) -> None:
        turn, here = self.talk.turns[at], at == self.talk.here
        if here:
            paint.box(painter, area, "tint")
            painter.fillRect(QRectF(area.left(), area.top() + 4, 3, area.height() - 8), theme.color("accent"))
        line = QFontMetricsF(self.font_of_words).height()
        label = QRectF(area.left() + 8, area.top() + PAD, SPEAKER - 16, line)
        if at == 0 or self.talk.turns[at - 1].speaker != turn.speaker or here:
            token = "accent" if turn.speaker in self.askers else "ink"
            font = QFont(self.font_of_words)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(theme.color(token))
            shown = QFontMetricsF(font).elidedText(turn.speaker, Qt.TextElideMode.ElideRight, label.width())
            painter.drawText(label, int(paint.RIGHT), shown)
        when = QRectF(area.right() - TIME, area.top() + PAD, TIME - 8, line)
        paint.words(painter, when, self.clock(turn.at), "ink3", Size.SMALL, align=paint.RIGHT)
        if not here:
            painter.setPen(theme.color("ink"))
            self._layout(at).draw(painter, QPointF(area.left() + SPEAKER, area.top() + PAD))

    def _layout(self, at: int) -> QTextLayout:
        """The words of a turn in lines; what was struck is struck through, what was put in underlined."""
        found = self._laid.get(at)
        if found is not None:
            return found
        turn = self.talk.turns[at]
        words, formats = marked(turn)
        found = QTextLayout(words.replace("\n", "\u2028"), self.font_of_words)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        found.setTextOption(option)
        found.setFormats(formats)
        found.beginLayout()
        y = 0.0
        while (line := found.createLine()).isValid():
            line.setLineWidth(self._wide())
            line.setPosition(QPointF(0, y))
            y += line.height()
        found.endLayout()
        if len(self._laid) > 400:
            self._laid.clear()
        self._laid[at] = found
        self._set_high(at, ceil(y or QFontMetricsF(self.font_of_words).height()) + 2 * PAD)
        return found

    # measures

    def _across(self) -> int:
        return min(MOST, self.viewport().width())

    def _left(self) -> int:
        return (self.viewport().width() - self._across()) // 2

    def _wide(self) -> int:
        return max(80, self._across() - SPEAKER - TIME)

    def _seen(self, offset: int) -> tuple[int, int]:
        """The turns in view, all of them laid out; what is above keeps its place."""
        end = offset + self.viewport().height()
        first = min(max(0, bisect_right(self._tops, offset) - 1), len(self._highs))
        at = first
        while at < len(self._highs) and self._tops[at] < end:
            if at != self.talk.here:
                self._layout(at)
            at += 1
        return first, at

    def _measure_all(self) -> None:
        """Guess every height from the number of characters; what comes into view is measured."""
        self._laid.clear()
        metrics = QFontMetricsF(self.font_of_words)
        line, fits = metrics.height(), max(1, int(self._wide() / SIZES[self.size_at]))
        self._highs = [ceil(line * _lines(turn.text, fits)) + 2 * PAD for turn in self.talk.turns]
        self._tops = list(accumulate(self._highs, initial=0))
        self._fit_bar()

    def _set_high(self, at: int, high: int) -> None:
        if self._highs[at] != high:
            self._highs[at] = high
            self._tops = list(accumulate(self._highs, initial=0))
            self._fit_bar()

    def _fit_bar(self) -> None:
        bar, high = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(high)
        bar.setSingleStep(24)
        bar.setRange(0, max(0, self._tops[-1] + EDGE - high))

    def _forget(self, at: int) -> None:
        """The turn was written in and is painted again."""
        self._laid.pop(at, None)
        if 0 <= at < len(self._highs) and at != self.talk.here:
            self._layout(at)

    def _changed(self, at: int, out: int, put: int) -> None:
        turns = self.talk.turns[at : at + put]
        line = ceil(QFontMetricsF(self.font_of_words).height()) + 2 * PAD
        if out == put == 1:
            self._laid.pop(at, None)
        else:
            self._laid.clear()
            self._highs[at : at + out] = [line] * len(turns)
            self._tops = list(accumulate(self._highs, initial=0))
            self._fit_bar()
        self.written.emit()

    def _typed(self, text: str) -> None:
        self.talk.write(text)

    def _grown(self) -> None:
        if self.talk.turns and self.talk.here < len(self._highs):
            self._set_high(self.talk.here, self.writing.high() + 2 * PAD)
            self.bring()
            self.viewport().update()

    def _place(self) -> None:
        """The field lies over its turn."""
        if self.talk.turns and self.talk.here < len(self._highs):
            top = self._tops[self.talk.here] - self.verticalScrollBar().value() + PAD
            corner = QPoint(self._left() + SPEAKER, top)
            self.writing.setGeometry(
                QRect(corner, corner).adjusted(0, 0, self._wide() - 1, self.writing.high() + 1)
            )
        self.viewport().update()

    def _dress(self) -> None:
        self.writing.dress_in(self.font_of_words)


def marked(turn: Turn) -> tuple[str, list[QTextLayout.FormatRange]]:
    """The words with what was struck out among them, and how each stretch is drawn."""
    words, formats = "", list[QTextLayout.FormatRange]()
    for piece in pieces(turn):
        if piece.by:
            drawn = QTextCharFormat()
            drawn.setFontStrikeOut(piece.struck)
            drawn.setFontUnderline(not piece.struck)
            drawn.setForeground(theme.color("ink3" if piece.struck else "accent"))
            found = QTextLayout.FormatRange()
            found.start, found.length, found.format = len(words), len(piece.text), drawn  # type: ignore[attr-defined]
            formats.append(found)
        words += piece.text
    return words, formats


def _lines(text: str, fits: int) -> int:
    return sum(max(1, ceil(len(part) / fits)) for part in text.split("\n"))
