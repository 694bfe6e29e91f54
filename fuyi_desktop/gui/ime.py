"""Chinese input: no shortcut while composing, and on Linux a way to input methods Qt does not know."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

PORTAL = "org.freedesktop.portal.IBus"
FCITX = "org.fcitx.Fcitx-"
PREEDIT = 1 | 2  # what we can show: preedit, formatted preedit
RELEASED = 1 << 30
PATIENCE = 0.3  # s for one key, then it goes through as it is


def prepare(
    environment: MutableMapping[str, str] = os.environ,
    names: Callable[[], Iterable[str]] | None = None,
    platform: str = sys.platform,
) -> bool:
    """Before QApplication: choose platform and input method; whether the fcitx bridge is wanted."""
    if not platform.startswith("linux"):
        return False
    if environment.get("QT_QPA_PLATFORM", "").startswith("dxcb"):
        environment["QT_QPA_PLATFORM"] = "xcb"  # deepin's own plugin is not in the wheel; dxcb alone aborts
    wayland = environment.get("XDG_SESSION_TYPE") == "wayland" and "DISPLAY" not in environment
    offscreen = environment.get("QT_QPA_PLATFORM") == "offscreen"
    if wayland or offscreen or environment.get("QT_IM_MODULE", "") not in ("", "fcitx", "fcitx5"):
        return False
    known = set((names or bus_names)())
    if PORTAL in known:  # fcitx5, or a real ibus
        environment.update(QT_IM_MODULE="ibus", IBUS_USE_PORTAL="1")
        return False
    if any(name.startswith(FCITX) for name in known):
        environment["QT_IM_MODULE"] = "compose"
        return True
    return False


def bus_names() -> list[str]:
    """Who is on the session bus; nobody where there is none."""
    try:
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        with open_dbus_connection(bus="SESSION") as connection:
            bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
            reply = connection.send_and_get_reply(new_method_call(bus, "ListNames"), timeout=1)
    except (ImportError, KeyError, OSError, ValueError, RuntimeError):
        return []
    return list(reply.body[0])


class KeysWait(QObject):
    """While an input method composes, keys belong to it: no shortcut of ours may take them."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.composing = False
        self._watched: QObject | None = None
        # focusObjectChanged stays silent when one window goes and another comes in the same breath
        app.focusChanged.connect(self._follow)

    def _follow(self, _left: QWidget | None, focused: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self.composing = False
        self._watched = focused
        if focused is not None:
            focused.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self.composing = bool(event.preeditString())
        elif event.type() == QEvent.Type.ShortcutOverride and self.composing:
            event.accept()
            return True
        return False


def bridge(app: QApplication) -> "Bridge | None":
    """Connect to fcitx, or None where it does not answer."""
    try:
        return Bridge(app)
    except (ImportError, KeyError, OSError, ValueError, RuntimeError):
        return None


class Bridge(QObject):
    """fcitx 4 and 5 over the session bus: our keys to it, its words to the field with the focus."""

    def __init__(self, app: QApplication, names: Iterable[str] | None = None) -> None:
        super().__init__(app)
        from jeepney import DBusAddress, MatchRule, message_bus
        from jeepney.io.blocking import open_dbus_connection

        name = fcitx_of(os.environ.get("DISPLAY", ""), bus_names() if names is None else names)
        self._app = app
        self._bus = open_dbus_connection(bus="SESSION")
        manager = DBusAddress("/inputmethod", name, "org.fcitx.Fcitx.InputMethod")
        number = self._ask(manager, "CreateICv3", "si", ("fuyi-desktop", os.getpid()))[0]
        self._context = DBusAddress(f"/inputcontext_{number}", name, "org.fcitx.Fcitx.InputContext")
        rule = MatchRule(type="signal", interface=self._context.interface, path=self._context.object_path)
        self._bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=1)
        # what comes in while we wait for an answer would be dropped without a filter
        self._kept: deque[Any] = deque()
        self._filter = self._bus.filter(rule, queue=self._kept)
        self._tell("SetCapacity", "u", (PREEDIT,))
        self._notifier = QSocketNotifier(self._bus.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._watched: QObject | None = None
        app.focusWindowChanged.connect(self._watch)
        app.focusChanged.connect(self._focus)
        app.inputMethod().cursorRectangleChanged.connect(self._place)
        self._watch(app.focusWindow())

    def close(self) -> None:
        """Let go of the bus and of the window."""
        self._notifier.setEnabled(False)
        self._watch(None)
        self._app.focusWindowChanged.disconnect(self._watch)
        self._app.focusChanged.disconnect(self._focus)
        self._app.inputMethod().cursorRectangleChanged.disconnect(self._place)
        self._bus.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        press = event.type() == QEvent.Type.KeyPress
        if not isinstance(event, QKeyEvent) or not (press or event.type() == QEvent.Type.KeyRelease):
            return False
        if not self._takes_text():
            return False
        key = (
            event.nativeVirtualKey(),
            event.nativeScanCode(),
            event.nativeModifiers(),
            int(not press),
            event.timestamp(),
        )
        try:
            return int(self._ask(self._context, "ProcessKeyEvent", "uuuiu", key)[0]) > 0
        except (OSError, TimeoutError, ValueError, RuntimeError):
            return False  # the key goes through as it is

    def _takes_text(self) -> bool:
        focused = self._app.focusObject()
        return (
            focused is not None
            and QGuiApplication.inputMethod().queryFocusObject(Qt.InputMethodQuery.ImEnabled, None) is True
        )

    def _watch(self, window: QObject | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)

    def _focus(self, _left: QWidget | None, focused: QWidget | None) -> None:
        self._tell("FocusIn" if focused is not None and self._takes_text() else "FocusOut")
        self._place()

    def _place(self) -> None:
        """Tell where the list of candidates should stand."""
        window = self._app.focusWindow()
        if window is not None:
            area = self._app.inputMethod().cursorRectangle().toRect()
            corner = window.mapToGlobal(area.topLeft())
            self._tell("SetCursorRect", "iiii", (corner.x(), corner.y(), area.width(), area.height()))

    def _ask(self, address: Any, method: str, signature: str = "", body: tuple[object, ...] = ()) -> Any:
        from jeepney import MessageType, new_method_call

        reply = self._bus.send_and_get_reply(
            new_method_call(address, method, signature or None, body), timeout=PATIENCE
        )
        self._heard()
        if reply.header.message_type is MessageType.error:
            raise RuntimeError(method)
        return reply.body

    def _tell(self, method: str, signature: str = "", body: tuple[object, ...] = ()) -> None:
        from jeepney import new_method_call

        self._bus.send_message(new_method_call(self._context, method, signature or None, body))

    def _read(self) -> None:
        while self._kept:
            self._take(self._kept.popleft())
        while True:
            try:
                message = self._bus.receive(timeout=0)
            except (TimeoutError, OSError):
                return
            self._take(message)

    def _heard(self) -> None:
        """Words may have come in while we waited; show them once the key has been dealt with."""
        QTimer.singleShot(0, self._read)

    def _take(self, message: Any) -> None:
        member = message.header.fields.get(3)
        if member == "CommitString":
            commit = str(message.body[0])
            QTimer.singleShot(0, lambda: self._send(commit=commit))
        elif member == "UpdateFormattedPreedit":
            pieces, cursor = message.body
            composed = "".join(piece for piece, _ in pieces)
            QTimer.singleShot(0, lambda: self._send(composed=composed, cursor=cursor))

    def _send(self, *, commit: str = "", composed: str = "", cursor: int = 0) -> None:
        focused = self._app.focusObject()
        if focused is None:
            return
        event = composing(composed, cursor)
        if commit:
            event.setCommitString(commit)
        QApplication.sendEvent(focused, event)


def fcitx_of(display: str, names: Iterable[str]) -> str:
    """The fcitx that serves this display, else any; KeyError where there is none."""
    found = sorted(name for name in names if name.startswith(FCITX))
    number = display.rpartition(":")[2].partition(".")[0]
    if not found:
        raise KeyError(FCITX)
    return FCITX + number if FCITX + number in found else found[0]


def composing(text: str, cursor_bytes: int) -> QInputMethodEvent:
    """The underlined text being composed; fcitx counts the cursor in bytes of UTF-8."""
    cursor = len(text.encode()[: max(0, cursor_bytes)].decode(errors="ignore"))
    underlined = QTextCharFormat()
    underlined.setFontUnderline(True)
    kind = QInputMethodEvent.AttributeType
    attributes = [
        QInputMethodEvent.Attribute(kind.Cursor, cursor, 1, None),
        QInputMethodEvent.Attribute(kind.TextFormat, 0, len(text), underlined),
    ]
    return QInputMethodEvent(text, attributes)
