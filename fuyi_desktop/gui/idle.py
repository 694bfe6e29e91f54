"""Watches for hands on the keyboard and the mouse, and says when there have been none for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

HANDS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class Idle(QObject):
    """Looks only at what reaches our windows from outside, so it costs nothing while they paint."""

    idle = Signal()

    def __init__(self, app: QGuiApplication, milliseconds: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=milliseconds)
        self._timer.timeout.connect(self.idle)
        self._watched: set[QWindow] = set()
        app.focusWindowChanged.connect(self._follow)
        self._follow(app.focusWindow())

    def start(self, milliseconds: int | None = None) -> None:
        """Count from now on; 0 counts never."""
        if milliseconds is not None:
            self._timer.setInterval(milliseconds)
        if self._timer.interval() > 0:
            self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        self._timer.stop()

    def watch(self, window: QWindow | None) -> None:
        self._follow(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in HANDS and self._timer.isActive():
            self._timer.start()
        return False

    def _follow(self, window: QWindow | None) -> None:
        if window is not None and window not in self._watched:
            self._watched.add(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda: self._watched.discard(window))
