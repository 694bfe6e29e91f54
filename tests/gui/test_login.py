"""Login and lock: the password opens, the recovery key replaces it, the lock loses nothing half typed."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import Place, place
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.idle import Idle
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.window import Window
from tests.gui import county
from tests.gui.conftest import Said
from tests.gui.county import PASSWORD, TODAY, opened, ready, window_on


@pytest.fixture
def station(tmp_path: Path) -> Place:
    return county.township(tmp_path / "T0731")


def at_the_door(qtbot: QtBot, said: Said, where: Place) -> tuple[Hand, Window]:
    window = window_on(where, said)
    qtbot.addWidget(window)
    window.begin()
    window.show()
    window.activateWindow()
    hand = Hand(window)
    ready(hand, window)
    return hand, window


def test_the_password_and_enter_open_the_window(qtbot: QtBot, said: Said, station: Place) -> None:
    hand, window = at_the_door(qtbot, said, station)
    hand.write(PASSWORD)
    hand.key("Enter")
    hand.wait(lambda: window.desk is not None, "the desk")
    ready(hand, window)

    assert hand.reads("周晓敏")
    assert said.heard == []
    window.close()


def test_a_wrong_password_says_only_that_and_can_be_typed_over_at_once(
    qtbot: QtBot, said: Said, station: Place
) -> None:
    hand, window = at_the_door(qtbot, said, station)
    hand.write("not this one")
    hand.key("Enter")
    ready(hand, window)
    assert hand.reads("密码不对，请重新输入。")
    assert said.heard == [(Level.ERROR, "密码不对，请重新输入。")]
    assert window.messages.notices == ()
    hand.write(PASSWORD)
    hand.key("Enter")
    hand.wait(lambda: window.desk is not None, "the desk")
    ready(hand, window)

    assert not window.is_locked
    window.close()


def test_an_empty_password_is_not_tried(qtbot: QtBot, said: Said, station: Place) -> None:
    hand, window = at_the_door(qtbot, said, station)
    hand.key("Enter")

    assert not window.tasks.is_busy
    assert hand.reads("还没有填写。")
    window.close()


def test_who_has_forgotten_the_password_opens_with_the_printed_key(
    qtbot: QtBot, said: Said, tmp_path: Path
) -> None:
    where = place(tmp_path / "own", today=TODAY)
    made = where.init(county.StationRole.TOWNSHIP, "石桥镇", "石桥镇人民政府", "周晓敏", PASSWORD)
    hand, window = at_the_door(qtbot, said, where)
    hand.click("忘记密码")
    hand.type("恢复密钥", made.recovery_key.lower().replace(" ", "-"))
    hand.type("新密码", "第二个足够长的密码")
    hand.type("再输一次新密码", "第二个足够长的密码")
    hand.key("Ctrl+Enter")
    hand.wait(lambda: window.desk is not None, "the desk")
    ready(hand, window)
    window.close()

    with where.open("第二个足够长的密码") as app:
        assert app.office.person.name == "周晓敏"


def test_a_recovery_key_that_was_copied_wrong_says_what_is_wrong_with_it(
    qtbot: QtBot, said: Said, station: Place
) -> None:
    hand, window = at_the_door(qtbot, said, station)
    hand.click("忘记密码")
    hand.type("恢复密钥", "ABCD")
    hand.type("新密码", PASSWORD)
    hand.type("再输一次新密码", PASSWORD)
    hand.click("用恢复密钥打开")
    ready(hand, window)

    assert hand.reads("应当是 28 个字符，现在是 4 个。")
    hand.key("Esc")
    assert "恢复密钥" not in hand.names()
    window.close()


def test_a_store_that_is_open_elsewhere_says_so(qtbot: QtBot, said: Said, station: Place) -> None:
    with station.open(PASSWORD):
        hand, window = at_the_door(qtbot, said, station)
        hand.write(PASSWORD)
        hand.key("Enter")
        ready(hand, window)

        assert hand.reads("数据库正被另一个程序使用")
        window.close()


def test_locking_hides_everything_and_unlocking_brings_back_the_half_typed_word(
    qtbot: QtBot, said: Said, station: Place
) -> None:
    window = window_on(station, said)
    qtbot.addWidget(window)
    hand = opened(window)
    hand.key("Ctrl+,")
    ready(hand, window)
    hand.click("添加机关")
    hand.type("机关全称", "云岭县水")
    hand.key("F12")

    assert window.is_locked
    assert "机关全称" not in hand.names()
    hand.write(PASSWORD)
    hand.key("Enter")
    hand.wait(lambda: not window.is_locked, "the desk")
    ready(hand, window)
    hand.write("利局")
    assert hand.find("机关全称").text() == "云岭县水利局"  # type: ignore[attr-defined]
    window.close()


def test_a_locked_window_opens_to_no_key_and_no_other_password(
    qtbot: QtBot, said: Said, station: Place
) -> None:
    window = window_on(station, said)
    qtbot.addWidget(window)
    hand = opened(window)
    hand.key("F12")
    for keys in ("Ctrl+2", "Ctrl+K", "Ctrl+N", "Esc"):
        hand.key(keys)
    hand.write("not this one")
    hand.key("Enter")
    ready(hand, window)

    assert window.is_locked
    assert QApplication.activePopupWidget() is None
    assert hand.reads("密码不对，请重新输入。")
    window.close()


def test_a_desk_nobody_touches_locks_itself(qtbot: QtBot, said: Said, station: Place) -> None:
    window = window_on(station, said)
    qtbot.addWidget(window)
    hand = opened(window)
    window.idle.start(50)
    hand.wait(lambda: window.is_locked, "the lock")

    assert hand.reads("已锁定")
    window.close()


def test_a_key_that_reaches_the_window_puts_the_lock_off(
    qtbot: QtBot, qapp: QApplication, said: Said
) -> None:
    from PySide6.QtWidgets import QLineEdit

    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    idle = Idle(qapp, 400, line)
    idle.watch(line.windowHandle())
    idle.start()
    locked: list[QEvent] = []
    idle.idle.connect(lambda: locked.append(QEvent(QEvent.Type.User)))
    for _ in range(4):
        QTest.qWait(150)
        QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)
    assert locked == []
    qtbot.waitUntil(lambda: bool(locked), timeout=2000)


def test_who_does_not_want_the_lock_is_left_alone(qtbot: QtBot, qapp: QApplication) -> None:
    idle = Idle(qapp, 20)
    locked: list[int] = []
    idle.idle.connect(lambda: locked.append(1))
    idle.start(0)
    QTest.qWait(60)

    assert locked == []
