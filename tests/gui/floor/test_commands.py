"""Commands, their keys, and Ctrl+K."""

from collections.abc import Callable, Sequence

import pytest
from pypinyin import Style, lazy_pinyin
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fuyi_desktop.domain.access import Task
from fuyi_desktop.gui.commands import COMMANDS, Command, Commands
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.palette import Hit, Palette


class Desk(QWidget):
    def __init__(self, may: Callable[[str], bool] = lambda task: True) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setAccessibleName("姓名")
        QVBoxLayout(self).addWidget(self.line)
        self.done: list[str] = []
        self.commands = Commands(self, may)
        for command in COMMANDS:
            self.commands.on(command.id, lambda name=command.id: self.done.append(name))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return shown(Desk(), qtbot)


def shown(desk: Desk, qtbot: QtBot) -> Desk:
    qtbot.addWidget(desk)
    desk.resize(1366, 690)
    with qtbot.waitExposed(desk):
        desk.show()
    desk.activateWindow()
    desk.line.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusObject() is desk.line)
    return desk


def test_no_two_commands_share_keys_or_names() -> None:
    keys = [QKeySequence(command.keys).toString() for command in COMMANDS if command.keys]
    names = [command.id for command in COMMANDS]

    assert len(keys) == len(set(keys))
    assert len(names) == len(set(names))
    assert all(keys)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_is_found_by_its_pinyin_initials(command: Command) -> None:
    assert command.initials == "".join(lazy_pinyin(command.text, style=Style.FIRST_LETTER)).lower()


def test_every_command_asks_for_a_permission_that_exists() -> None:
    assert {command.task for command in COMMANDS} - {""} <= set(Task.__members__)


def test_a_shortcut_does_its_command_from_inside_a_field(desk: Desk) -> None:
    Hand(desk).key("Ctrl+N")

    assert desk.done == ["case.new"]


def test_a_shortcut_waits_while_an_input_method_composes(desk: Desk) -> None:
    hand = Hand(desk)
    QApplication.sendEvent(desk.line, QInputMethodEvent("xin", []))

    hand.key("Ctrl+N")
    while_composing = list(desk.done)
    QApplication.sendEvent(desk.line, QInputMethodEvent())
    hand.key("Ctrl+N")

    assert (while_composing, desk.done) == ([], ["case.new"])


def test_what_one_may_not_do_is_neither_a_shortcut_nor_found(qtbot: QtBot) -> None:
    desk = shown(Desk(lambda task: task != "REGISTER"), qtbot)

    Hand(desk).key("Ctrl+N")

    assert desk.done == []
    assert desk.commands.found("xsaj") == []
    assert desk.commands.found("收包")[0].id == "bundle.import"


def test_a_command_is_found_by_initials_and_done_with_enter(desk: Desk) -> None:
    palette = Palette(desk, desk.commands)
    hand = Hand(desk)
    palette.open()

    hand.type("查找案件或命令", "xsaj")
    hand.key("Enter")

    assert desk.done == ["case.new"]
    assert not palette.isVisible()


def test_cases_stand_before_commands_and_an_older_answer_is_dropped(qtbot: QtBot, desk: Desk) -> None:
    asked: list[tuple[str, Callable[[Sequence[Hit]], None]]] = []
    opened: list[str] = []
    palette = Palette(desk, desk.commands, lambda typed, arrive: asked.append((typed, arrive)))
    hand = Hand(desk)
    palette.open()

    hand.type("查找案件或命令", "欧阳")
    qtbot.waitUntil(lambda: len(asked) == 1)
    hand.write("慧")
    qtbot.waitUntil(lambda: len(asked) == 2)
    asked[0][1]([Hit("欧阳修", "云府复〔2026〕3号", "案件", lambda: opened.append("old"))])
    asked[1][1]([Hit("欧阳慧敏", "代收 2026-118", "案件", lambda: opened.append("new"))])
    hand.key("Enter")

    assert [typed for typed, _ in asked] == ["欧阳", "欧阳慧"]
    assert opened == ["new"]
