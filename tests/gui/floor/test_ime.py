"""Chinese input on the desktops we meet: what is chosen at the start, and fcitx on a real bus."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fuyi_desktop.gui import ime

NOBODY: list[str] = []
FCITX4 = ["org.freedesktop.DBus", "org.fcitx.Fcitx-0"]
FCITX5 = [*FCITX4, "org.freedesktop.portal.IBus"]


@pytest.mark.parametrize(
    ("names", "given", "module", "bridged"),
    [
        (FCITX5, "fcitx", "ibus", False),
        (FCITX4, "fcitx", "compose", True),
        (FCITX4, "", "compose", True),
        (NOBODY, "fcitx", "fcitx", False),
        (FCITX4, "xim", "xim", False),
    ],
)
def test_the_input_method_is_chosen_by_who_is_on_the_bus(
    names: list[str], given: str, module: str, *, bridged: bool
) -> None:
    environment = {"QT_IM_MODULE": given, "DISPLAY": ":0"}

    wanted = ime.prepare(environment, lambda: names, "linux")

    assert (environment["QT_IM_MODULE"], wanted) == (module, bridged)
    assert environment.get("IBUS_USE_PORTAL") == ("1" if module == "ibus" else None)


@pytest.mark.parametrize(("given", "used"), [("dxcb", "xcb"), ("dxcb;xcb", "xcb"), ("xcb", "xcb")])
def test_the_platform_of_deepin_is_replaced(given: str, used: str) -> None:
    environment = {"QT_QPA_PLATFORM": given}

    ime.prepare(environment, lambda: NOBODY, "linux")

    assert environment["QT_QPA_PLATFORM"] == used


def test_windows_is_left_alone() -> None:
    environment = {"QT_IM_MODULE": "fcitx"}

    assert not ime.prepare(environment, lambda: FCITX5, "win32")
    assert environment == {"QT_IM_MODULE": "fcitx"}


def test_the_fcitx_of_this_display_is_taken() -> None:
    names = ["org.fcitx.Fcitx-0", "org.fcitx.Fcitx-1"]

    assert ime.fcitx_of(":1.0", names) == "org.fcitx.Fcitx-1"
    assert ime.fcitx_of(":7", names) == "org.fcitx.Fcitx-0"


def test_the_cursor_is_counted_in_characters_not_in_bytes() -> None:
    event = ime.composing("你hao", len("你h".encode()))

    assert event.attributes()[0].start == 2


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A session bus of our own."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("dbus-daemon is not installed")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.setenv("DISPLAY", ":0")
        yield address
        daemon.terminate()


class Fcitx(threading.Thread):
    """Speaks as fcitx does: gathers letters, and commits 你好 on a blank."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        from jeepney import message_bus
        from jeepney.io.blocking import open_dbus_connection

        self.bus = open_dbus_connection(bus="SESSION")
        self.bus.send_and_get_reply(message_bus.RequestName("org.fcitx.Fcitx-0"))
        self.typed = ""
        self.calls: list[str] = []

    def leave(self) -> None:
        self.bus.sock.shutdown(socket.SHUT_RDWR)
        self.join(2)
        self.bus.close()

    def run(self) -> None:
        from jeepney import HeaderFields, MessageType, new_error, new_method_return

        while True:
            try:
                call = self.bus.receive(timeout=10)
            except (TimeoutError, OSError):
                return
            if call.header.message_type is not MessageType.method_call:
                continue
            member = str(call.header.fields[HeaderFields.member])
            self.calls.append(member)
            match member:
                case "CreateICv3":
                    self.bus.send(new_method_return(call, "ibuuuu", (7, True, 0, 0, 0, 0)))
                case "ProcessKeyEvent":
                    self.bus.send(new_method_return(call, "i", (self.take(call.body),)))
                case "SetCapacity" | "FocusIn" | "FocusOut" | "SetCursorRect":
                    self.bus.send(new_method_return(call))
                case _:
                    self.bus.send(new_error(call, "org.freedesktop.DBus.Error.UnknownMethod"))

    def take(self, key: tuple[int, ...]) -> int:
        symbol, released = key[0], key[3]
        if released:
            return 0
        if ord("a") <= symbol <= ord("z"):
            self.typed += chr(symbol)
            self.say("UpdateFormattedPreedit", "a(si)i", ([(self.typed, 0)], len(self.typed)))
            return 1
        if symbol == ord(" ") and self.typed:
            self.typed = ""
            self.say("UpdateFormattedPreedit", "a(si)i", ([], 0))
            self.say("CommitString", "s", ("你好",))
            return 1
        return 0

    def say(self, name: str, signature: str, body: tuple[Any, ...]) -> None:
        from jeepney import DBusAddress, new_signal

        context = DBusAddress("/inputcontext_7", interface="org.fcitx.Fcitx.InputContext")
        self.bus.send(new_signal(context, name, signature, body))


def press(line: QLineEdit, character: str) -> None:
    window = line.windowHandle()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = Qt.Key(ord(character.upper()))
        held = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(kind, key, held, 38, ord(character), 0, character)
        QApplication.sendEvent(window, event)


def test_keys_go_to_fcitx_and_its_words_come_into_the_field(
    qtbot: QtBot, qapp: QApplication, bus: str
) -> None:
    fcitx = Fcitx()
    fcitx.start()
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusObject() is line)
    made = ime.bridge(qapp)
    assert made is not None

    for character in "nihao":
        press(line, character)
    qtbot.wait(30)
    composing = line.text()
    press(line, " ")
    qtbot.waitUntil(lambda: line.text() == "你好")
    press(line, "1")

    assert composing == ""
    assert line.text() == "你好1"
    assert "EnableIC" not in fcitx.calls  # it would flip the user's own switch
    made.close()
    fcitx.leave()


def test_without_a_bus_there_is_no_bridge_and_no_name(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={os.devnull}/none")

    assert ime.bus_names() == []
    assert ime.bridge(qapp) is None
