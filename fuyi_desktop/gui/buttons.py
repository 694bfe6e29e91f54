"""Buttons of every look, option boxes, and the ring that shows which button has the focus."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from fuyi_desktop.gui import icons, theme
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import PlainLabel

Look = Literal[
    "primary", "secondary", "quiet", "danger", "segment", "filter", "tab", "status", "option", "big"
]

MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
}
ICON_TONES = {"primary": "on_accent", "quiet": "accent", "status": "ink2", "filter": "ink2"}


class Button(QPushButton):
    """A button of one of the looks; hugs its words, follows the scheme with its icon."""

    def __init__(
        self,
        text: str,
        look: Look = "secondary",
        *,
        icon: str = "",
        on: Callable[[], object] | None = None,
        small: bool = False,
        checkable: bool = False,
        name: str = "",
        tip: str = "",
    ) -> None:
        super().__init__(text)
        self._icon, self._look = icon, look
        self.setProperty("look", look)
        if small:
            self.setProperty("small", "true")
        self.setCheckable(checkable)
        self.setAccessibleName(name or text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # else Enter in a field of a dialog presses whichever button comes first
        self.setAutoDefault(False)
        if tip:
            self.setToolTip(tip)
        if on is not None:
            act = on
            self.clicked.connect(lambda: act())
        self._draw_icon()

    def say(self, text: str, *, icon: str | None = None, tone: str = "") -> None:
        """Change the words, and the icon where given."""
        self.setText(text)
        self.setAccessibleName(text)
        if icon is not None:
            self._icon = icon
        theme.dress(self, tone=tone)
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses as Space does, in dialogs and out of them."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def _draw_icon(self) -> None:
        if self._icon:
            size = 14 if self.property("small") or self._look in ("status", "filter") else 16
            token = str(self.property("tone") or "") or ICON_TONES.get(self._look, "ink")
            self.setIcon(icons.icon(self._icon, token, size))
            self.setIconSize(QSize(size, size))


class PagerButton(Button):
    """左 or 右 of a pager: the only buttons that are an icon alone."""

    def __init__(self, icon: str, name: str, on: Callable[[], object] | None = None) -> None:
        super().__init__("", icon=icon, name=name, tip=name, on=on)
        self.setFixedWidth(46)


class BigButton(QPushButton):
    """72 high, title and a line of counts, the key at the right; 数据交换 only."""

    def __init__(
        self,
        title: str,
        line: str = "",
        *,
        icon: str,
        keys: str = "",
        primary: bool = False,
        on: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("look", "big")
        self.setProperty("primary", "true" if primary else "false")
        self.setFixedHeight(72)
        self.setAutoDefault(False)
        self.setAccessibleName(title)
        self.setAccessibleDescription(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tone = "on_accent" if primary else "ink"
        self._line = PlainLabel(line, tone=tone if primary else "ink2", small=True)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch()
        words.addWidget(PlainLabel(title, tone=tone, size="title"))
        words.addWidget(self._line)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(16)
        row.addWidget(IconLabel(icon, tone, 28))
        row.addLayout(words)
        row.addStretch()
        row.addWidget(PlainLabel(keys, tone=tone if primary else "ink2", small=True))
        for label in self.findChildren(QWidget):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if on is not None:
            act = on
            self.clicked.connect(lambda: act())

    def say(self, line: str) -> None:
        self._line.setText(line)
        self.setAccessibleDescription(line)


class OptionBox(QPushButton):
    """One of several values: who on top, the value, when below; chosen = edge, tint and tick."""

    def __init__(
        self, who: str, value: str, below: str = "", *, past: bool = False, height: int = 112
    ) -> None:
        super().__init__()
        self.setProperty("look", "option")
        self.setProperty("past", "true" if past else "false")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setMinimumHeight(height)
        self.setAccessibleName(f"{who} {value}")
        self.setAccessibleDescription(below)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._who = PlainLabel(who, tone="ink2", small=True)
        self._tick = IconLabel("", "accent")
        top = QHBoxLayout()
        top.addWidget(self._who)
        top.addStretch()
        top.addWidget(self._tick)
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 8, 13, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(PlainLabel(value, tone="ink2" if past else "ink", wrap=True))
        column.addStretch()
        column.addWidget(PlainLabel(below, tone="ink2", small=True))
        for label in self.findChildren(QWidget):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._mark)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return max(self.minimumHeight(), layout.totalHeightForWidth(width) if layout else 0)

    def _mark(self) -> None:
        chosen = self.isChecked()
        self._tick.show_icon("tick" if chosen else "", "accent")
        theme.dress(self._who, tone="accent" if chosen else "ink2", bold="true" if chosen else "")


class _Ring(QWidget):
    """The ring itself; lives as long as the page it stands in."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.end()


class FocusRing(QObject):
    """Two px of accent, two px outside the button that has the focus; one for the application."""

    OUT = 4

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._button: QWidget | None = None
        self._ring: _Ring | None = None
        self._watched: list[QWidget] = []  # the button, and all between it and what holds the ring
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._watch([])
        self._button = new if isinstance(new, QAbstractButton) and new.property("ring") != "no" else None
        self._place()

    def _watch(self, widgets: list[QWidget]) -> None:
        """A button moves with what it lies in, and is not told so itself."""
        if widgets == self._watched:
            return
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        for widget in widgets:
            widget.installEventFilter(self)
        self._watched = widgets

    def _place(self) -> None:
        if self._ring is not None and not isValid(self._ring):
            self._ring = None
        button = self._button
        if button is None or not isValid(button) or not button.isVisible():
            self._watch([button] if button is not None and isValid(button) else [])
            if self._ring is not None:
                self._ring.hide()
            return
        host = self._host(button)
        between, at = [button], button
        while at is not host and (above := at.parentWidget()) is not None:
            at = above
            between.append(at)
        self._watch(between)
        if self._ring is None or self._ring.parentWidget() is not host:
            if self._ring is not None:
                self._ring.hide()
                self._ring.deleteLater()
            self._ring = _Ring(host)
        self._ring.setGeometry(self._outside(button, host))
        self._ring.raise_()
        self._ring.show()

    def _outside(self, button: QWidget, host: QWidget) -> QRect:
        corner = button.mapTo(host, QPoint(0, 0))
        return button.rect().translated(corner).adjusted(-self.OUT, -self.OUT, self.OUT, self.OUT)

    def _host(self, button: QWidget) -> QWidget:
        """The nearest part of the page with room for the ring, within what scrolls with the button."""
        host = button.parentWidget() or button
        while True:
            parent = host.parentWidget()
            scrolled = parent is not None and isinstance(parent.parentWidget(), QAbstractScrollArea)
            if parent is None or host.isWindow() or scrolled:
                return host
            if host.rect().contains(self._outside(button, host)):
                return host
            host = parent

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES:
            self._place()
        return False
