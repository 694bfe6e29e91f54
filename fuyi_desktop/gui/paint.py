"""Brushwork for everything painted: words, chips, rings and grounds, from tokens."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from fuyi_desktop.gui import theme
from fuyi_desktop.gui.theme import Size

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter

# chip look: ground, text, edge
CHIPS = {
    "plain": ("hover", "ink2", ""),
    "outlined": ("surface", "ink2", "line3"),
    "accent": ("tint", "accent", ""),
    "amber": ("amber_t", "amber", ""),
    "red": ("red_t", "red", ""),
    "violet": ("violet_t", "violet", ""),
}


def width(words: str, size: Size = Size.TEXT, *, bold: bool = False) -> float:
    return QFontMetricsF(theme.font(size, bold=bold)).horizontalAdvance(words)


def words(
    painter: QPainter,
    area: QRectF,
    said: str,
    token: str = "ink",
    size: Size = Size.TEXT,
    *,
    bold: bool = False,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """One line, cut with … where there is no room; the width it took."""
    font = theme.font(size, bold=bold)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, area.width())
    painter.setFont(font)
    painter.setPen(theme.color(token))
    painter.drawText(area, int(align), shown)
    return metrics.horizontalAdvance(shown)


def box(
    painter: QPainter,
    area: QRectF,
    fill: str,
    edge: str = "",
    *,
    radius: float = 4,
    pen: float = 1,
    dashed: bool = False,
) -> None:
    """A rounded ground, with an edge inside its area where one is named."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
    if edge:
        line = QPen(theme.color(edge), pen)
        if dashed:
            line.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(line)
        area = area.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(area, radius, radius)
    painter.restore()


def chip_width(said: str) -> float:
    return width(said, Size.SMALL) + 12


def chip(
    painter: QPainter, x: float, y: float, said: str, look: str = "plain", *, height: float = 20
) -> float:
    """A chip with its top left corner at x, y; the width it took."""
    fill, token, edge = CHIPS[look]
    area = QRectF(x, y, chip_width(said), height)
    box(painter, area, fill, edge)
    words(painter, area, said, token, Size.SMALL, align=CENTRE)
    return area.width()


def ring(painter: QPainter, area: QRectF) -> None:
    """Two px inside: the row or cell that has the focus."""
    box(painter, area, "", "accent", pen=2)


def rule(painter: QPainter, left: float, right: float, y: float, token: str = "line") -> None:
    painter.fillRect(QRectF(left, y, right - left, 1), theme.color(token))


def area_of(option: QStyleOptionViewItem) -> QRect:
    area = option.rect  # type: ignore[attr-defined]
    assert isinstance(area, QRect)
    return area


def state_of(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    """Selected, under the pointer; Qt's stubs do not know the fields of an option."""
    state = option.state  # type: ignore[attr-defined]
    assert isinstance(state, QStyle.StateFlag)
    return state
