"""密钥 in the window: rotation, revocation, the safe, persons, and the way back by the county."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.domain.errors import InQuarantine
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.window import Window
from fuyi_desktop.services import enrolment
from tests.gui import county
from tests.gui.conftest import Said
from tests.gui.county import PASSWORD, opened, ready, window_on

NEW = "石桥镇的新口令2026"


@pytest.fixture
def station(tmp_path: Path, center: Place) -> Place:
    found = county.township(tmp_path / "T0731", cases=2)
    county.join(found, center, tmp_path / "post")
    return found


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> enrolment.County:
    """The keys in the safe."""
    keys = enrolment.county_keys()
    monkeypatch.setattr("fuyi_desktop.services.accounts.county_keys", lambda: keys)
    return keys


@pytest.fixture
def center(tmp_path: Path, printed: enrolment.County) -> Place:
    return county.center(tmp_path / "center")


def on_keys(qtbot: QtBot, said: Said, where: Place) -> tuple[Hand, Window]:
    window = window_on(where, said)
    qtbot.addWidget(window)
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    hand.click("密钥")
    ready(hand, window)
    return hand, window


def test_a_station_rotates_its_keys_with_two_presses_and_is_told_what_follows(
    qtbot: QtBot, said: Said, station: Place
) -> None:
    hand, window = on_keys(qtbot, said, station)

    hand.click("轮换密钥")
    assert hand.reads("轮换本站的加密密钥")
    hand.click("轮换")
    ready(hand, window)

    assert (Level.GOOD, "新密钥已生成，请导出一份包给县中心") in said.heard
    assert hand.reads("新密钥已公布，等县中心确认：导出一份包给县中心，收下它的回执。")
    hand.key("Esc")
    ready(hand, window)
    assert hand.reads("新密钥已公布，等县中心确认")  # the banner of 数据交换
    window.close()


def test_the_center_stops_a_key_and_takes_in_from_quarantine_what_came_before(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    late = county.sent(station, tmp_path / "stick")
    hand, window = on_keys(qtbot, said, center)
    hand.row("各站点的密钥", county.TOWNSHIP)
    hand.key("Enter")
    hand.type("从第几项起不可信", "2")
    hand.type("原因", "电脑被盗")
    hand.click("停用密钥")
    ready(hand, window)
    assert any(text.startswith(f"{county.TOWNSHIP}的密钥已停用") for _, text in said.heard)
    window.close()
    with center.open(PASSWORD) as app, pytest.raises(InQuarantine):
        app.exchange.take(late)
    hand, window = on_keys(qtbot, said, center)
    assert hand.reads("隔离区有 1 个包等人处理。")

    hand.row("隔离区", county.TOWNSHIP)
    hand.key("Enter")
    hand.click("照此处理")
    ready(hand, window)

    assert (Level.GOOD, f"已收下{county.TOWNSHIP}第 1–1 项") in said.heard
    assert hand.reads("隔离区是空的")
    window.close()


def test_the_printed_keys_are_proved_and_a_wrong_one_is_refused_in_a_sentence(
    qtbot: QtBot, said: Said, center: Place, printed: enrolment.County
) -> None:
    hand, window = on_keys(qtbot, said, center)

    hand.click("核对并重新打印")
    hand.type("县恢复密钥", "ABC")
    hand.click("核对")
    ready(hand, window)
    assert any("应当是 71 个字母、数字，现在是 3 个" in text for _, text in said.heard)
    hand.type("县恢复密钥", printed.recovery_key)
    hand.click("核对")
    ready(hand, window)

    assert (Level.GOOD, "县恢复密钥核对无误") in said.heard
    assert hand.reads("核对无误。要重新打印吗？")
    assert not hand.reads(printed.recovery_key)
    hand.click("不打印")
    window.close()


def test_a_second_person_is_added_and_leaves(qtbot: QtBot, said: Said, station: Place) -> None:
    hand, window = on_keys(qtbot, said, station)

    hand.click("增加人员")
    hand.type("姓名", "罗志强")
    hand.type("初始密码", "罗志强的长口令2026")
    hand.type("再输一次初始密码", "罗志强的长口令2026")
    hand.click("增加")
    ready(hand, window)
    assert hand.reads("2 人")
    hand.row("人员", "罗志强")
    hand.key("Enter")
    hand.click("删除密码")
    ready(hand, window)

    assert (Level.GOOD, "罗志强的密码已删除") in said.heard
    window.close()


def test_a_forgotten_password_comes_back_by_the_county_from_the_gate_to_the_desk(
    qtbot: QtBot, said: Said, station: Place, center: Place, printed: enrolment.County, tmp_path: Path
) -> None:
    asked, answered = tmp_path / "恢复申请.fuyi", tmp_path / "恢复答复.fuyi"
    said.answers["写出恢复申请"] = str(asked)
    window = window_on(station, said)
    qtbot.addWidget(window)
    window.begin()
    window.show()
    hand = Hand(window)
    hand.wait(lambda: hand.reads("忘记密码"), "the gate")
    hand.click("忘记密码")
    hand.click("请县中心帮忙")
    hand.type("本站名称", county.TOWNSHIP)
    hand.click("写出恢复申请")
    ready(hand, window)
    label = next(one for one in hand.seen() if one.accessibleName().startswith("一次性数字 "))
    digits = label.accessibleName().removeprefix("一次性数字 ")
    said.answers |= {"选择恢复申请": str(asked), "写出恢复答复": str(answered)}
    desk, other = on_keys(qtbot, said, center)
    desk.click("答复恢复申请")
    desk.click("选择恢复申请")
    desk.type("对方读出的 24 位数字", digits)
    desk.type("县恢复密钥", printed.recovery_key)
    desk.click("写出恢复答复")
    ready(desk, other)
    assert answered.exists()
    assert not desk.reads(printed.recovery_key)
    other.close()

    said.answers["选择恢复答复"] = str(answered)
    window.activateWindow()
    hand.wait(window.isActiveWindow, "the window in front")
    hand.click("选择恢复答复")
    hand.type("写出申请时抄下的 24 位数字", digits)
    hand.type("新密码", NEW)
    hand.type("再输一次新密码", NEW)
    hand.click("用答复打开")

    hand.wait(lambda: window.desk is not None, "the desk")
    window.close()
    with station.open(NEW) as app:
        assert app.office.me.role is StationRole.TOWNSHIP


def test_who_does_not_administer_is_told_so(qtbot: QtBot, said: Said, station: Place) -> None:
    with station.open(PASSWORD) as app:
        from fuyi_desktop.domain.access import PersonRole

        app.people.add("罗志强", PersonRole.HANDLER, NEW)
    window = window_on(station, said)
    qtbot.addWidget(window)
    hand = opened(window, NEW)
    hand.key("Ctrl+2")
    ready(hand, window)
    hand.click("密钥")
    ready(hand, window)

    hand.click("轮换密钥")

    assert (Level.NOTE, "“轮换”要由管理员办理。") in said.heard
    window.close()
