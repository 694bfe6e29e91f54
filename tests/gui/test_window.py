"""The window around the tabs: keys, the status bar, Ctrl+K, what is remembered, and the widths it bears."""

import json
import logging
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import CHINA, Place
from fuyi_desktop.gui import app as start
from fuyi_desktop.gui import theme
from fuyi_desktop.gui.desk import COMMANDS, TABS
from fuyi_desktop.gui.footer import words
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.memory import Memory, Remembered
from fuyi_desktop.gui.messages import Level, Notice, Tone
from fuyi_desktop.gui.tasks import BUG
from fuyi_desktop.gui.theme import Scheme
from fuyi_desktop.gui.window import Window
from tests.gui import county, invented
from tests.gui.conftest import Said
from tests.gui.county import PASSWORD, opened, ready, window_on


@pytest.fixture
def station(tmp_path: Path) -> Place:
    return county.township(tmp_path / "T0731", cases=2)


@pytest.fixture
def window(qtbot: QtBot, said: Said, station: Place) -> Any:
    window = window_on(station, said)
    qtbot.addWidget(window)
    opened(window)
    yield window
    window.close()


@pytest.fixture
def hand(window: Window) -> Hand:
    return Hand(window)


def test_each_tab_has_its_key_and_opens_with_the_focus_in_it(window: Window, hand: Hand) -> None:
    for number, tab in enumerate(TABS, 1):
        hand.key(f"Ctrl+{number}")
        ready(hand, window)

        page = window.desk.pages.currentWidget()
        assert page.accessibleName() == tab.text
        assert window.desk.header.tabs[number - 1].isChecked()
        assert page.isAncestorOf(QApplication.focusWidget())


def test_no_two_commands_share_keys_and_each_does_something(window: Window) -> None:
    keys = [QKeySequence(command.keys).toString() for command in COMMANDS if command.keys]

    assert len(keys) == len(set(keys))
    assert {command.id for command in COMMANDS} <= set(window.desk.commands.commands)
    idle = [one.id for one in COMMANDS if not window.desk.commands.action(one.id).isEnabled()]
    assert idle == []


def test_ctrl_k_finds_a_case_by_name_and_opens_it(window: Window, hand: Hand) -> None:
    hand.key("Ctrl+2")
    hand.key("Ctrl+K")
    hand.write("欧阳慧敏乙")
    hand.wait_for("案件 欧阳慧敏乙")
    hand.key("Enter")
    ready(hand, window)

    assert window.desk.pages.currentWidget().accessibleName() == "案件"
    assert hand.reads("欧阳慧敏乙")


def test_ctrl_k_finds_a_command_by_its_pinyin_initials(window: Window, hand: Hand) -> None:
    hand.key("Ctrl+K")
    hand.write("blrw")
    hand.key("Enter")
    ready(hand, window)

    assert hand.reads("拿到县中心的入网卡")


def test_the_status_bar_leads_to_the_exchange(window: Window, hand: Hand) -> None:
    hand.click("还没有入网，不能收发数据包")
    ready(hand, window)

    assert window.desk.pages.currentWidget().accessibleName() == "数据交换"


def test_the_clock_names_the_day_as_every_other_date(window: Window) -> None:
    window.desk.footer.resize(1366, 28)

    assert window.desk.footer.clock.text().startswith("11月20日 周五 ")


def test_the_focus_returns_to_where_it_was_in_a_tab(window: Window, hand: Hand) -> None:
    hand.key("Ctrl+1")
    hand.type("查找案件", "欧阳")
    before = QApplication.focusWidget()
    hand.key("Ctrl+2")
    ready(hand, window)
    hand.key("Ctrl+1")

    assert QApplication.focusWidget() is before
    assert isinstance(before, QLineEdit)
    assert before.text() == "欧阳"


def test_a_refusal_is_a_banner_that_goes_with_the_next_good_deed(window: Window, hand: Hand) -> None:
    window.messages.error("还没有听取意见，不能拟作决定。", 11)
    hand.settle()
    assert hand.reads("还没有听取意见，不能拟作决定。")
    window.messages.good("已登记")
    hand.settle()

    assert not hand.reads("还没有听取意见，不能拟作决定。")
    assert hand.reads("已登记")


def test_of_several_banners_the_weightiest_stands_and_the_others_are_counted(
    window: Window, hand: Hand
) -> None:
    window.messages.stand(Notice("a", Tone.ACCENT, "模板有新版。"))
    window.messages.stand(Notice("b", Tone.AMBER, "还差 1 处。"))
    hand.settle()

    assert hand.reads("还差 1 处。")
    assert hand.reads("还有 1 条")
    for key in ("a", "b"):
        window.messages.settle(key)


def test_an_organ_is_corrected_in_the_settings_and_stands_in_the_store(
    window: Window, hand: Hand, said: Said
) -> None:
    hand.key("Ctrl+,")
    ready(hand, window)
    window.desk._made["settings"].units.table.setFocus()
    window.desk._made["settings"].units.table.choose("云岭县公安局")
    hand.key("Enter")
    hand.type("电话", "0999-2021100")
    hand.key("Ctrl+Enter")
    ready(hand, window)

    assert said.heard[-1] == (Level.GOOD, "机关已保存")
    found = {unit["full_name"]: unit for unit in window.desk.app.settings.show()["unit"]}
    assert found["云岭县公安局"]["phone"] == "0999-2021100"
    assert found["云岭县公安局"]["superior"] == "云岭市公安局"


def test_local_days_are_switched_on_the_page_of_the_rules(window: Window, hand: Hand, said: Said) -> None:
    hand.key("Ctrl+,")
    ready(hand, window)
    hand.click("期限规则与放假安排")
    ready(hand, window)
    hand.choose("按自然日", "按自然日")
    hand.click("采用选择")
    ready(hand, window)
    hand.click("采用选择")
    ready(hand, window)

    assert said.heard[-1] == (Level.GOOD, "县的选择已保存，没有期限变动")
    assert window.desk.app.settings.show()["switches"]["local_days"] == "natural"


def test_a_look_is_put_on_at_once_and_remembered(
    window: Window, hand: Hand, station: Place, qapp: QApplication
) -> None:
    hand.key("Ctrl+,")
    ready(hand, window)
    hand.choose("深色", "深色")
    hand.choose("标准", "大")
    worn = theme.now()
    theme.apply(qapp)

    assert (worn.scheme, worn.scale) == (Scheme.DARK, 1.15)
    assert Memory(station.state).now.scheme is Scheme.DARK
    assert Memory(station.state).now.large


def test_the_window_comes_back_as_it_was_left(qtbot: QtBot, said: Said, station: Place) -> None:
    first = window_on(station, said)
    qtbot.addWidget(first)
    hand = opened(first)
    first.resize(1200, 700)
    hand.key("Ctrl+2")
    ready(hand, first)
    first.close()
    second = window_on(station, said)
    qtbot.addWidget(second)
    hand = opened(second)

    assert (second.width(), second.height()) == (1200, 700)
    assert second.desk.pages.currentWidget().accessibleName() == "数据交换"
    second.close()


@pytest.mark.parametrize("found", ["", "not json", "[]", '{"scheme": 7, "width": "wide"}', '{"unknown": 1}'])
def test_an_unreadable_memory_is_forgotten(tmp_path: Path, found: str) -> None:
    (tmp_path / "window.json").write_text(found, "utf-8")

    assert Memory(tmp_path / "window.json").now == Remembered()


def test_a_memory_keeps_nothing_where_there_is_no_store(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "none" / "window.json")
    memory.keep(large=True)
    assert memory.now.large
    assert not (tmp_path / "none").exists()
    (tmp_path / "none").mkdir()
    memory.keep(width=900)

    assert json.loads((tmp_path / "none" / "window.json").read_text("utf-8"))["width"] == 900


def test_closing_closes_the_store_so_that_it_can_be_opened_again(
    qtbot: QtBot, said: Said, station: Place
) -> None:
    window = window_on(station, said)
    qtbot.addWidget(window)
    opened(window)
    window.close()

    with station.open(PASSWORD) as app:
        assert app.casework.count() == 2


@pytest.mark.parametrize("width", [683, 899, 900, 1099, 1100, 1366, 1920])
def test_nothing_in_the_frame_is_cut_at_any_width(window: Window, hand: Hand, width: int) -> None:
    window.resize(width, 690)
    for tab in range(1, len(TABS) + 1):
        hand.key(f"Ctrl+{tab}")
        ready(hand, window)

        assert window.width() == width
        frame = (window.desk.header, window.desk.footer)
        for button in (one for bar in frame for one in bar.findChildren(QAbstractButton)):
            if button.isVisible():
                assert button.width() >= button.sizeHint().width() - 1, button.accessibleName()
                right = button.mapTo(window, button.rect().bottomRight()).x()
                assert 0 <= right < width


def test_in_a_narrow_header_the_menu_says_who_sits_here(window: Window, hand: Hand) -> None:
    window.resize(683, 384)
    hand.settle()
    names = [action.text() for action in window.desk.header.menu().actions()]

    assert names[0] == "石桥镇行政争议纾解窗口　周晓敏"
    assert "设置" in names
    assert hand.find("本站、设置和锁定").isVisible()


def test_every_control_of_the_frame_has_a_name(window: Window, hand: Hand) -> None:
    for keys in ("Ctrl+2", "Ctrl+,"):
        hand.key(keys)
        ready(hand, window)
        page = window.desk.pages.currentWidget()
        controls = [*page.findChildren(QAbstractButton), *page.findChildren(QLineEdit)]
        nameless = [one for one in controls if one.isVisible() and not one.accessibleName()]

        assert nameless == []


def status(**given: Any) -> Any:
    at = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    values = {
        "joined": True, "last_export": at, "acked": 37, "acked_at": at, "unsent": 14, "carried": 0,
        "reviews": 0, "last_import": at,
    }  # fmt: skip
    return SimpleNamespace(**(values | given))


def test_the_status_bar_says_times_as_the_clock_on_the_wall_shows_them() -> None:
    said = [word.text for word in words(status(), date(2026, 11, 20), CHINA, center=False)]

    assert said == ["上次导出 11月20日 周五 09:30", "县中心已确认到第 37 项 11月20日", "未发送 14 项"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"joined": False}, "还没有入网，不能收发数据包"),
        ({"last_export": None}, "还没有导出过"),
        ({"acked_at": None}, "县中心还没有回执"),
        ({"unsent": 0}, "没有未发送的内容"),
        ({"reviews": 2}, "2 处待裁决"),
        ({"carried": 51}, "已导出，等回执 14 项"),
        ({"carried": 49}, "未发送 2 项"),
    ],
)
def test_the_status_bar_says_what_is_missing(given: dict[str, Any], expected: str) -> None:
    assert expected in [word.text for word in words(status(**given), date(2026, 11, 20), CHINA, center=False)]


def test_what_was_exported_and_awaits_its_receipt_is_said_quietly() -> None:
    (word,) = (
        word
        for word in words(status(carried=51), date(2026, 11, 20), CHINA, center=False)
        if "回执" in word.text
    )

    assert word.tone == ""


def test_the_window_is_never_larger_than_the_screen(qtbot: QtBot, said: Said, station: Place) -> None:
    window = window_on(station, said)
    qtbot.addWidget(window)
    window.resize(1366, 690)
    window.fit(QSize(1280, 800))
    fitted = (window.width(), window.height())
    window.fit(QSize(1920, 1080))

    assert fitted == (window.width(), window.height()) == (1280, 690)
    window.close()


def test_the_center_is_told_what_came_in() -> None:
    said = [word.text for word in words(status(unsent=0), date(2026, 11, 20), CHINA, center=True)]

    assert said == ["上次下发 11月20日 周五 09:30", "上次收包 11月20日 周五 09:30"]


def test_a_bug_is_said_in_one_sentence_and_logged_without_a_name(
    said: Said, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    start.catch_bugs(said)
    try:
        raise ValueError(invented.PASSWORD + "欧阳慧敏")
    except ValueError as error:
        with caplog.at_level(logging.ERROR):
            sys.excepthook(ValueError, error, error.__traceback__)

    assert said.heard == [(Level.ERROR, BUG)]
    assert "欧阳慧敏" not in caplog.text
    assert "ValueError test_window.py" in caplog.text
