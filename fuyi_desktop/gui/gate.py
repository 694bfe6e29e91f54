"""What stands before the desk: the mark, one card in the middle, one sentence where something is refused."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.gui import paint, theme
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import Frame, ScrollPage, column, row

NAME = "复议纾解工作站"


class Mark(QWidget):
    """The program's mark: 复 in white on a blue square."""

    def __init__(self, size: int = 24) -> None:
        super().__init__()
        self._size = size
        self.setFixedSize(QSize(size, size))
        self.setAccessibleName(NAME)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(0, 0, self._size, self._size)
        paint.box(painter, area, "accent_fill", radius=self._size / 6)
        font = theme.font(bold=True)
        font.setPixelSize(round(self._size * 0.62))
        painter.setFont(font)
        painter.setPen(theme.color("on_accent"))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), "复")
        painter.end()


class Refusal(QWidget):
    """A warning sign and a sentence, hidden while nothing was refused."""

    def __init__(self) -> None:
        super().__init__()
        self.text = PlainLabel(tone="amber", wrap=True)
        line = row(IconLabel("warn", "amber"), self.text, gap=8)
        line.setStretch(1, 1)
        line.setAlignment(Qt.AlignmentFlag.AlignTop)
        frame = Frame("banner", line)
        frame.setProperty("tone", "amber")
        line.setContentsMargins(12, 8, 12, 8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.hide()

    def say(self, sentence: str) -> None:
        self.text.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))


class Gate(QWidget):
    """A page with the brand on top and a card of a given width; narrow windows give it all they have."""

    def __init__(self, card: QWidget, *, width: int, foot: QWidget | None = None) -> None:
        super().__init__()
        page = ScrollPage()
        card.setMaximumWidth(width)
        brand = row(None, Mark(32), PlainLabel(NAME, size="title"), None, gap=12)
        middle = row(None, card, None, gap=0)
        middle.setStretch(1, 1000)
        page.add(None, brand, 8, middle, None, None)
        self.page = page
        whole = column(page, gap=0)
        if foot is not None:
            whole.addWidget(foot)
        self.setLayout(whole)
