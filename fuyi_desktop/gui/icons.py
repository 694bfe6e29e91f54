"""The window's own 16-px icons, drawn from SVG in a colour of the theme."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPaintDevice, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from fuyi_desktop.gui import theme


def names() -> list[str]:
    return sorted(path.stem for path in folder().glob("*.svg"))


def folder() -> Path:
    return theme.now().resources / "icons"


def icon(name: str, token: str = "ink", size: int = 16) -> QIcon:
    """For buttons; holds the normal and the disabled drawing at one, one and a half, and two dots a pixel."""
    made = QIcon()
    for ratio in (1.0, 1.25, 1.5, 2.0, 3.0):
        made.addPixmap(pixmap(name, token, size, ratio))
        made.addPixmap(pixmap(name, "ink3", size, ratio), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, token: str, size: int, ratio: float) -> QPixmap:
    colour = theme.now().hex(token)
    key = f"icon {name} {colour} {size} {ratio}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    drawn = QPixmap(QSize(size, size) * ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    svg = _source(folder() / f"{name}.svg").replace("currentColor", colour)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def paint(painter: QPainter, name: str, x: float, y: float, token: str = "ink2", size: int = 16) -> None:
    """Draw an icon with its top left corner at x, y."""
    drawn = pixmap(name, token, size, _ratio(painter.device()))
    painter.drawPixmap(QRectF(x, y, size, size), drawn, QRectF(drawn.rect()))


def _ratio(device: QPaintDevice) -> float:
    return device.devicePixelRatioF()


@cache
def _source(path: Path) -> str:
    return path.read_text("utf-8")


class IconLabel(QWidget):
    """An icon beside words; says nothing to a screen reader, the words do."""

    def __init__(self, name: str, token: str = "ink2", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, token, size
        self.setFixedSize(size, size)

    def show_icon(self, name: str, token: str) -> None:
        self._name, self._token = name, token
        self.update()

    def paintEvent(self, event: object) -> None:
        if self._name:
            painter = QPainter(self)
            paint(painter, self._name, 0, 0, self._token, self._size)
            painter.end()
