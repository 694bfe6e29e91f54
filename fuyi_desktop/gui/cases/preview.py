"""Pages of a paper on the screen: drawn once by the worker, shown below one another."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fuyi_desktop.gui import theme

DPI = 144  # of what the worker draws: a page of 595 points is about 1190 dots wide
WIDEST = 720  # logical px of a page on the screen
GAP = 12


class Pixels(Protocol):
    """One page as the papers service gives it."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def stride(self) -> int: ...
    @property
    def format(self) -> str: ...
    @property
    def data(self) -> bytes: ...


def image(page: Pixels) -> QImage:
    """The page as a picture of its own; the bytes may go."""
    kind = QImage.Format.Format_Grayscale8 if page.format == "L" else QImage.Format.Format_BGR888
    return QImage(page.data, page.width, page.height, page.stride, kind).copy()


class Pages(QWidget):
    """The pages below one another, as wide as there is room; paper stays white in both schemes."""

    def __init__(self) -> None:
        super().__init__()
        self.images: Sequence[QImage] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("文书页面")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_images(self, images: Sequence[QImage]) -> None:
        self.images = tuple(images)
        self.setAccessibleDescription(f"共 {len(self.images)} 页")
        self.setMinimumHeight(self.heightForWidth(max(1, self.width())))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(sum(area.height() + GAP for area in self._areas(width)))

    def sizeHint(self) -> QSize:
        return QSize(WIDEST, self.heightForWidth(WIDEST))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 0)

    def resizeEvent(self, event: object) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for area, page in zip(self._areas(self.width()), self.images, strict=True):
            if not area.intersects(QRectF(event.rect())):
                continue
            painter.drawImage(area, page)
            painter.setPen(theme.color("accent" if self.hasFocus() else "line3"))
            painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The scroll area around the pages takes the keys that scroll."""
        event.ignore()

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def _areas(self, width: int) -> list[QRectF]:
        wide = min(WIDEST, width)
        top, areas = 0.0, []
        for page in self.images:
            high = wide * page.height() / max(1, page.width())
            areas.append(QRectF((width - wide) / 2, top, wide, high))
            top += high + GAP
        return areas
