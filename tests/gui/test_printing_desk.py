"""Printing together from the desk: its keys, the offer after a registration, what is left to print."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.domain.printing import JobState
from fuyi_desktop.gui.cases.tab import OFFERED
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.window import Window
from fuyi_desktop.services.printing import CUT_OFF
from tests.gui import county, invented
from tests.gui.conftest import Said
from tests.gui.county import PASSWORD, opened, ready, window_on
from tests.gui.test_printing import OnePrinter


@pytest.fixture
def station(tmp_path: Path) -> Place:
    """A window with one case, whose receipt was issued today."""
    where = county.township(tmp_path / "T0731")
    with where.open(PASSWORD) as app:
        app.papers.issue(invented.registered(app, "刘桂芳"), "F01")
    return where


@pytest.fixture
def front() -> OnePrinter:
    return OnePrinter()


@pytest.fixture
def window(qtbot: QtBot, said: Said, station: Place, front: OnePrinter) -> Any:
    window = window_on(station, said)
    qtbot.addWidget(window)
    opened(window)
    window.desk.printing.printers = front
    yield window
    window.close()


@pytest.fixture
def hand(window: Window) -> Hand:
    return Hand(window)


def at_rest(window: Window, hand: Hand) -> None:
    page = window.desk.printing.page
    hand.wait(lambda: not page.runner.busy and not window.tasks.is_busy, "the queue", milliseconds=30_000)
    ready(hand, window)


def jobs(window: Window) -> Any:
    return window.desk.app.print_queue.jobs()


def test_a_key_leads_to_the_papers_of_today_and_escape_back(
    window: Window, hand: Hand, front: OnePrinter
) -> None:
    hand.key("Ctrl+Shift+P")
    ready(hand, window)
    assert hand.reads("2026年11月20日出的文书") or hand.reads("选中 1 份文书，1 个收件人")

    hand.key("Ctrl+Enter")
    at_rest(window, hand)
    hand.key("Esc")
    ready(hand, window)

    assert len(front.tray.out) == 1
    assert window.desk.pages.currentWidget().accessibleName() == "案件"


def test_printing_together_is_found_by_its_initials(window: Window, hand: Hand) -> None:
    hand.key("Ctrl+K")
    hand.write("cpdy")
    hand.wait_for("成批打印")
    hand.key("Enter")
    ready(hand, window)

    assert window.desk.pages.currentWidget() is window.desk.printing.page


def test_what_a_visitor_takes_home_is_one_key_away_after_the_registration(
    window: Window, hand: Hand, front: OnePrinter
) -> None:
    hand.key("Ctrl+N")
    ready(hand, window)
    hand.type("被申请机关", "云岭县公安局")
    hand.type("姓名或名称", "阿依古丽·买买提")
    hand.type("作出日", "1102")
    hand.type("知道日", "1105")
    hand.click("行政复议申请书已收")
    hand.type("行政复议申请书页数", "2")
    hand.click("登记，不打印")
    ready(hand, window)
    assert hand.reads(OFFERED)
    window.activateWindow()  # the windows of earlier tests may have taken the keys
    hand.wait(window.isActiveWindow, "the keys")

    hand.key("Ctrl+Shift+P")
    ready(hand, window)
    assert [line.form for line in window.desk.printing.page.table.ticked()] == ["F01", "F01b"]
    assert not hand.reads(OFFERED)
    hand.key("Enter")  # the button has the focus
    at_rest(window, hand)

    assert [document.title for document in front.tray.out] == ["行政复议材料接收回执", "送达地址确认书"]
    hand.key("Esc")
    hand.key("Ctrl+Shift+P")
    ready(hand, window)
    assert window.desk.printing.page.table.ticked() == []  # it is not offered twice


def test_the_papers_of_the_case_in_front_are_printed_by_their_command(window: Window, hand: Hand) -> None:
    hand.key("Down")
    hand.key("Enter")
    ready(hand, window)

    window.desk.commands.run("print.case")
    ready(hand, window)

    assert {line.recipient for line in window.desk.printing.page.table.lines()} >= {"刘桂芳"}


def test_without_a_case_in_front_the_command_says_so(qtbot: QtBot, said: Said, tmp_path: Path) -> None:
    window = window_on(county.township(tmp_path / "empty"), said)
    qtbot.addWidget(window)
    hand = opened(window)

    window.desk.commands.run("print.case")
    ready(hand, window)

    assert any("没有打开案件" in text for _, text in said.heard)
    window.close()


def test_closing_the_window_stops_the_queue_and_the_next_start_says_so(
    qtbot: QtBot, said: Said, window: Window, hand: Hand, station: Place, front: OnePrinter
) -> None:
    hand.key("Ctrl+Shift+P")
    ready(hand, window)
    hand.type("份数", "30")
    hand.key("Ctrl+Enter")
    hand.wait(lambda: len(front.tray.out) > 1, "the first copies")

    window.close()
    out = len(front.tray.out)
    again = window_on(station, said)
    qtbot.addWidget(again)
    other = opened(again)
    again.desk.printing.printers = front

    assert other.reads("有 1 个打印任务没有打完。")
    (job,) = jobs(again)
    assert (job.job.state, job.job.why) == (JobState.STOPPED, CUT_OFF)
    assert job.left == out < 30
    other.click("去看打印队列")
    ready(other, again)
    assert other.reads(f"已送出 {out}／30 张")
    other.click("取消任务")
    at_rest(again, other)
    again.close()


def test_a_locked_window_prints_on(window: Window, hand: Hand, front: OnePrinter) -> None:
    hand.key("Ctrl+Shift+P")
    ready(hand, window)
    hand.type("份数", "4")
    hand.key("Ctrl+Enter")

    window.lock()
    hand.wait(lambda: len(front.tray.out) == 4, "the last copy", milliseconds=30_000)

    assert window.is_locked
    ready(hand, window)
