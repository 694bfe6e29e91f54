"""What the window says and asks."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.dialog import Ask
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Messages, Notice, Tone
from fuyi_desktop.gui.notices import Banners, SaidLine
from tests.gui.conftest import Said

VOID = "作废文号 云府复延〔2026〕9号？"


@pytest.fixture
def page(qtbot: QtBot, said: Said) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(Banners(said))
    column.addStretch(1)
    column.addWidget(SaidLine(said))
    qtbot.addWidget(page)
    page.resize(900, 300)
    page.show()
    return page


def test_a_deed_is_said_with_the_way_back(page: QWidget, said: Said) -> None:
    taken_back: list[int] = []
    said.good("已登记 云府复〔2026〕47号", lambda: taken_back.append(1))
    hand = Hand(page)

    hand.click("撤销")

    assert taken_back == [1]
    assert not hand.reads("已登记 云府复〔2026〕47号")


def test_a_deed_that_cannot_be_taken_back_offers_no_way_back(page: QWidget, said: Said) -> None:
    said.good("已导出")

    assert "撤销" not in Hand(page).names()


def test_a_refusal_stays_until_the_next_deed_is_done(page: QWidget, said: Said) -> None:
    hand = Hand(page)
    said.error("还没有听取意见，不能拟作决定（行政复议法第49条）。", 11)
    said.note("草稿已保存 09:13")
    stays = hand.reads("还没有听取意见")

    said.good("已听取意见")
    hand.settle()

    assert stays
    assert not hand.reads("还没有听取意见")


def test_the_number_of_a_refusal_stands_behind_details(page: QWidget, said: Said) -> None:
    said.error("密码不对，请重新输入。", 31)
    hand = Hand(page)
    before = hand.reads("编号 31")

    hand.click("详情")

    assert not before
    assert hand.reads("编号 31")


def test_of_several_banners_the_weightiest_is_shown_and_the_rest_counted(page: QWidget, said: Said) -> None:
    said.stand(Notice("rules", Tone.ACCENT, "县中心下发了新模板。"))
    said.stand(Notice("late", Tone.RED, "反馈纾解进展已超期 2 天。"))
    said.stand(Notice("year", Tone.VIOLET, "2027 年放假安排未公布。"))
    hand = Hand(page)
    hand.settle()
    first = hand.reads("已超期 2 天"), hand.reads("未公布"), hand.reads("新模板")

    hand.click("还有 2 条")

    assert first == (True, False, False)
    assert hand.reads("未公布") and hand.reads("新模板")


def test_a_settled_banner_goes(page: QWidget, said: Said) -> None:
    said.stand(Notice("late", Tone.RED, "反馈纾解进展已超期 2 天。"))

    said.settle("late")

    assert not Hand(page).reads("已超期 2 天")


def test_a_question_is_answered_by_what_the_test_handed_in(said: Said) -> None:
    said.answers[VOID] = True

    assert said.confirm(VOID, "这个文号不会再用。", do="作废文号", leave="不作废")


def test_an_unexpected_question_fails(said: Said) -> None:
    with pytest.raises(KeyError):
        said.confirm(VOID, "", do="作废文号", leave="不作废")


def test_leaving_a_file_dialog_is_an_answer(said: Said) -> None:
    said.answers["导出到"] = ""

    assert said.folder("导出到", start=Path()) is None


def answered_by(window: QWidget, act: object) -> None:
    def go() -> None:
        assert QApplication.activeModalWidget() is not None
        assert callable(act)
        act(Hand(window))

    QTimer.singleShot(20, go)


def test_the_real_dialog_wants_its_reason_before_it_goes_on(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    def act(hand: Hand) -> None:
        hand.click("作废文号")  # without a reason nothing happens
        hand.write("被申请人名称有误")
        hand.click("作废文号")

    answered_by(window, act)
    reason = Messages(window).reason(
        VOID, "这个文号不会再用。", label="作废理由", do="作废文号", leave="不作废"
    )

    assert reason == "被申请人名称有误"


def test_the_harmless_button_has_the_focus_and_escape_leaves(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    focused: list[str] = []

    def act(hand: Hand) -> None:
        button = QApplication.focusWidget()
        focused.append(button.text() if isinstance(button, Button) else "")
        hand.key("Esc")

    answered_by(window, act)
    agreed = Messages(window).confirm(VOID, "这个文号不会再用。", do="作废文号", leave="不作废")

    assert (agreed, focused) == (False, ["不作废"])


def test_a_password_is_not_shown(qtbot: QtBot) -> None:
    ask = Ask(None, "解锁", "", do="解锁", leave="退出", label="密码", secret=True)
    qtbot.addWidget(ask)

    line = ask.findChild(QLineEdit)

    assert isinstance(line, QLineEdit)
    assert line.echoMode() is QLineEdit.EchoMode.Password
