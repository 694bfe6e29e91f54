"""数据交换: joining by telephone, the stick there and back, one bad file among good ones."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.domain.case import Attachment
from fuyi_desktop.gui.exchange.digits import DigitsField, ReadOut, digits_in, grouped
from fuyi_desktop.gui.exchange.sticks import Stick, find_sticks, size
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.parts import Card
from fuyi_desktop.gui.window import Window
from tests.gui import county
from tests.gui.conftest import Said
from tests.gui.county import PASSWORD, Pocket, opened, ready, window_on


@pytest.fixture
def station(tmp_path: Path) -> Place:
    return county.township(tmp_path / "T0731", cases=2)


@pytest.fixture
def center(tmp_path: Path) -> Place:
    return county.center(tmp_path / "center")


def on_exchange(qtbot: QtBot, said: Said, where: Place, pocket: Pocket | None = None) -> tuple[Hand, Window]:
    window = window_on(where, said, pocket)
    qtbot.addWidget(window)
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    return hand, window


def in_front(hand: Hand, window: Window) -> None:
    window.activateWindow()
    hand.wait(window.isActiveWindow, "the window in front")


def read_aloud(hand: Hand, name: str) -> str:
    """The 24 digits, as a screen reader or a clerk reads them out."""
    widget = next(one for one in hand.seen() if one.accessibleName().startswith(name + " "))
    return widget.accessibleName().removeprefix(name + " ")


# joining


def test_a_station_that_has_not_joined_is_told_so_and_led_there(
    qtbot: QtBot, said: Said, station: Place
) -> None:
    hand, window = on_exchange(qtbot, said, station)

    assert hand.reads("本站还没有入网，先办理入网")
    assert hand.reads("还没有入网，不能收发数据包")
    assert QApplication.focusWidget() is hand.find("办理入网")
    hand.key("Ctrl+E")
    ready(hand, window)
    assert said.asked == []
    assert hand.reads("拿到县中心的入网卡")
    window.close()


def test_a_station_joins_by_files_and_by_digits_read_over_the_telephone(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    for title, name in (("写出入网卡", "card"), ("写出入网申请", "request"), ("写出准入文件", "grant")):
        said.answers[title] = str(tmp_path / f"{name}.fuyi")
    at_center, county_window = on_exchange(qtbot, said, center)
    at_center.click("办理入网")
    ready(at_center, county_window)
    at_center.click("写出入网卡")
    ready(at_center, county_window)
    spoken = read_aloud(at_center, "县中心的 24 位数字")

    here, window = on_exchange(qtbot, said, station)
    in_front(here, window)
    here.click("办理入网")
    said.answers["选择入网卡"] = str(tmp_path / "card.fuyi")
    here.click("选择入网卡")
    here.write(spoken.replace(" ", ""))
    assert here.find("县中心读出的 24 位数字").text() == spoken  # type: ignore[attr-defined]
    here.click("写出入网申请")
    ready(here, window)
    answered = read_aloud(here, "本站的 24 位数字")

    in_front(at_center, county_window)
    said.answers["选择入网申请"] = str(tmp_path / "request.fuyi")
    at_center.click("选择入网申请")
    ready(at_center, county_window)
    assert at_center.reads("石桥镇行政争议纾解窗口")
    at_center.type("对方读出的 24 位数字", answered)
    at_center.type("站点编号", "t0731")
    at_center.key("Ctrl+Enter")
    ready(at_center, county_window)
    assert (Level.GOOD, "已准许石桥镇行政争议纾解窗口入网，编号 T0731") in said.heard
    assert at_center.reads("已核对，站点编号 T0731。")
    assert at_center.reads("石桥镇行政争议纾解窗口")

    in_front(here, window)
    said.answers["选择准入文件"] = str(tmp_path / "grant.fuyi")
    here.click("选择准入文件")
    ready(here, window)
    assert said.heard[-1] == (Level.GOOD, "已入网，本站编号 T0731")
    assert here.reads("已入网，本站编号 T0731")
    assert not window.desk.page("page.exchange").joining.choose_card.isVisible()
    assert here.reads("未发送")
    here.key("Esc")
    ready(here, window)
    assert here.find("导出到U盘").isEnabled()
    window.close()
    county_window.close()


def test_digits_that_do_not_match_admit_nobody(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    with center.open(PASSWORD) as at_center, station.open(PASSWORD) as joining:
        card = at_center.enrolment.card(tmp_path / "card.fuyi")
        joining.enrolment.request(tmp_path / "card.fuyi", card["fingerprint"], tmp_path / "request.fuyi")
    said.answers |= {
        "选择入网申请": str(tmp_path / "request.fuyi"),
        "写出准入文件": str(tmp_path / "grant.fuyi"),
    }
    hand, window = on_exchange(qtbot, said, center)
    hand.click("办理入网")
    hand.click("选择入网申请")
    ready(hand, window)
    hand.write("000000000000000000000000")
    hand.type("站点编号", "T0731")
    hand.click("写出准入文件")
    ready(hand, window)

    assert said.heard[-1][0] is Level.ERROR
    assert "24 位数字不一致" in said.heard[-1][1]
    assert not (tmp_path / "grant.fuyi").exists()
    assert hand.find("站点编号").text() == "T0731"  # type: ignore[attr-defined]
    window.close()


def test_a_step_that_has_to_wait_says_for_what(qtbot: QtBot, said: Said, station: Place) -> None:
    hand, window = on_exchange(qtbot, said, station)
    hand.click("办理入网")
    page = window.desk.page("page.exchange").joining

    assert not page.write_request.isEnabled()
    assert page.why.text() == "先选择入网卡"
    window.close()


# the stick


def joined(station: Place, center: Place, tmp_path: Path) -> None:
    county.join(station, center, tmp_path / "post")


def test_ctrl_e_writes_to_the_only_stick_without_asking(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    stick = (pocket := Pocket()).plug(tmp_path / "stick")
    hand, window = on_exchange(qtbot, said, station, pocket)
    assert hand.reads("U盘已插入　FUYI (E:)　余 11.2 GB")
    hand.key("Ctrl+E")
    ready(hand, window)

    (bundle,) = stick.glob("T0731_center_*.fuyi")
    assert said.asked == []
    assert said.heard == [(Level.GOOD, "已导出到 FUYI (E:)，可以拔出U盘")]
    assert hand.reads(bundle.name)
    assert hand.reads("写完后已读回核对")
    assert hand.reads("给县中心　已导出，等回执")
    assert not hand.reads("未发送")
    window.close()


def test_a_station_that_has_joined_is_told_its_code_and_nothing_else(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    hand, window = on_exchange(qtbot, said, station)
    page = window.desk.page("page.exchange")
    page.enrol()
    ready(hand, window)

    assert hand.reads("已入网，本站编号 T0731")
    assert not any(step.isVisible() for step in page.joining.steps)
    assert page.joining.back.hasFocus()
    window.close()


def test_the_cards_of_bundles_are_no_higher_than_what_they_say(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    said.answers["选择要收的包"] = [str(county.sent(station, tmp_path / "stick"))]
    hand, window = on_exchange(qtbot, said, center)
    window.resize(1366, 900)
    hand.key("Ctrl+I")
    ready(hand, window)
    (card,) = window.desk.page("page.exchange").incoming.findChildren(Card)

    assert card.height() == card.sizeHint().height()
    window.close()


def test_attachments_whose_content_is_not_here_are_named_when_they_cannot_go_along(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    with station.open(PASSWORD) as app, app.office.store.work("周晓敏", "登记附件") as work:
        work.put(
            Attachment(
                id=work.new_id(), case_id="0" * 32, name="现场照片", mime="image/jpeg", size=9,
                digest="0" * 64, added_at=work.at,
            )
        )  # fmt: skip
    (pocket := Pocket()).plug(tmp_path / "stick")
    hand, window = on_exchange(qtbot, said, station, pocket)

    hand.key("Ctrl+E")
    ready(hand, window)

    assert hand.reads("1 份附件的内容不在本站，没有带上")
    assert hand.reads("现场照片")
    window.close()


def test_without_a_stick_or_with_two_a_folder_is_asked_for(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    (tmp_path / "folder").mkdir()
    said.answers["导出到哪个文件夹"] = str(tmp_path / "folder")
    pocket = Pocket()
    hand, window = on_exchange(qtbot, said, station, pocket)
    hand.key("Ctrl+E")
    ready(hand, window)
    assert len(list((tmp_path / "folder").glob("*.fuyi"))) == 1
    pocket.plug(tmp_path / "one", "A")
    pocket.plug(tmp_path / "two", "B")
    hand.key("F5")
    window.desk.page("page.exchange")._look_for_sticks()
    ready(hand, window)
    said.answers["导出到哪个文件夹"] = ""
    hand.key("Ctrl+E")
    ready(hand, window)

    assert said.asked[-1].start == tmp_path / "one"
    assert list((tmp_path / "one").iterdir()) == []
    window.close()


def test_the_center_looks_first_and_one_bad_file_stops_no_other(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    good = county.sent(station, tmp_path / "stick")
    bad = good.with_name("bad.fuyi")
    bad.write_bytes(good.read_bytes()[:-200])
    said.answers["选择要收的包"] = [str(bad), str(good)]
    hand, window = on_exchange(qtbot, said, center)
    hand.key("Ctrl+I")
    ready(hand, window)

    assert hand.reads("1 个包可以入库　1 个包不能入库")
    assert hand.reads("bad.fuyi不完整或已损坏，没有导入任何内容。")
    assert hand.reads("欧阳慧敏甲")
    assert window.messages.notices == ()
    with_nothing = window.desk.app
    assert window.tasks.wait(1000)
    assert with_nothing.casework.count() == 0
    hand.key("Enter")
    ready(hand, window)

    assert said.heard[-1] == (Level.GOOD, "1 个包已入库")
    assert with_nothing.casework.count() == 2
    hand.key("Esc")
    ready(hand, window)
    assert hand.reads("待发回执")
    window.close()


def test_leaving_the_preview_writes_nothing(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    said.answers["选择要收的包"] = [str(county.sent(station, tmp_path / "stick"))]
    hand, window = on_exchange(qtbot, said, center)
    hand.key("Ctrl+I")
    ready(hand, window)
    hand.click("不收了")
    ready(hand, window)

    assert window.desk.app.casework.count() == 0
    assert hand.reads("还没有收过包")
    window.close()


def test_the_receipt_comes_back_as_what_the_county_has(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    stick = (pocket := Pocket()).plug(tmp_path / "stick")
    county.taken(center, county.sent(station, stick))
    at_center, county_window = on_exchange(qtbot, said, center, pocket)
    assert at_center.reads("1 个单位待发回执")
    at_center.key("Ctrl+E")
    ready(at_center, county_window)
    assert at_center.reads("没有待发的回执")
    county_window.close()
    (receipt,) = stick.glob("center_T0731_*.fuyi")
    said.answers["选择要收的包"] = [str(receipt)]
    hand, window = on_exchange(qtbot, said, station)
    hand.key("Ctrl+I")
    ready(hand, window)
    assert hand.reads("县中心已收到本站第")
    hand.key("Enter")
    ready(hand, window)

    assert hand.reads("没有未发送的内容")
    assert hand.reads("县中心已确认到第")
    window.close()


def test_a_bundle_taken_twice_says_it_has_come_before(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    bundle = county.sent(station, tmp_path / "stick")
    county.taken(center, bundle)
    said.answers["选择要收的包"] = [str(bundle)]
    hand, window = on_exchange(qtbot, said, center)
    hand.key("Ctrl+I")
    ready(hand, window)

    assert hand.reads("收过了")
    window.close()


# the digits


def test_digits_group_themselves_while_they_are_typed(qtbot: QtBot, qapp: QApplication) -> None:
    field = DigitsField("数字", "边听边输")
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    hand = Hand(field)
    hand.type("数字", "1234-5678 ９０")
    assert field.line.text() == "1234 5678 90"
    assert hand.reads("还差 14 位")
    assert not field.check()
    assert hand.reads("应为 24 位数字，现在是 10 位。")
    hand.write("12345678901234")

    assert field.is_complete()
    assert field.check()
    hand.write("9")
    assert len(field.digits()) == 24


def test_a_digit_corrected_in_the_middle_leaves_the_cursor_where_it_was(
    qtbot: QtBot, qapp: QApplication
) -> None:
    field = DigitsField("数字", "边听边输")
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    hand = Hand(field)
    hand.type("数字", "12345678")
    hand.key("Home")
    hand.key("Right", times=2)
    hand.key("Backspace")
    hand.write("0")

    assert field.line.text() == "1034 5678"
    assert field.line.cursorPosition() == 2


def test_what_is_read_out_is_what_a_screen_reader_says(qtbot: QtBot, qapp: QApplication) -> None:
    out = ReadOut("本站的数字")
    qtbot.addWidget(out)
    out.show_digits("123456789012345678901234")

    assert [label.text() for label in out.groups] == ["1234", "5678", "9012", "3456", "7890", "1234"]
    assert out.accessibleName() == "本站的数字 1234 5678 9012 3456 7890 1234"
    assert grouped(digits_in("１２ 3 4-5")) == "1234 5"


def test_sizes_are_said_as_one_reads_them() -> None:
    assert [size(n) for n in (0, 12, 7_400, 48_000_000, 1_500_000_000, 999_000_000)] == [
        "0 KB", "1 KB", "7 KB", "48.0 MB", "1.5 GB", "999 MB",
    ]  # fmt: skip
    assert str(Stick(Path("E:"), "FUYI (E:)", 11_200_000_000)) == "FUYI (E:)　余 11.2 GB"


def test_looking_for_sticks_finds_none_that_cannot_be_written_to() -> None:
    assert all(stick.free >= 0 and stick.root.is_dir() for stick in find_sticks())
