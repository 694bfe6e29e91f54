"""数据交换: joining by telephone, the stick there and back, one bad file among good ones."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.domain.case import Attachment
from fuyi_desktop.gui.cases import printing
from fuyi_desktop.gui.digits import DigitsField, ReadOut, digits_in, grouped
from fuyi_desktop.gui.exchange.sticks import Stick, find_sticks, size
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.window import Window
from fuyi_desktop.services.carrying import Fate, by_mail
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
    assert pocket.let == ["FUYI (E:)"]
    assert hand.reads("可以拔出U盘")
    assert hand.reads(bundle.name)
    assert hand.reads("写完后已读回核对")
    hand.key("Enter")
    ready(hand, window)
    assert hand.reads("给县中心　已导出，等回执")
    assert hand.reads(bundle.name)
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


def test_what_is_said_of_a_file_takes_no_more_room_than_it_needs(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    said.answers["选择要收的包"] = [str(county.sent(station, tmp_path / "stick"))]
    hand, window = on_exchange(qtbot, said, center)
    window.resize(1366, 900)
    hand.key("Ctrl+I")
    ready(hand, window)
    detail = window.desk.page("page.exchange").incoming.detail

    assert detail.height() == detail.sizeHint().height()
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


def test_without_a_stick_the_page_waits_for_one_or_for_another_way(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    (tmp_path / "folder").mkdir()
    said.answers["导出到哪个文件夹"] = str(tmp_path / "folder")
    hand, window = on_exchange(qtbot, said, station, pocket := Pocket())
    hand.key("Ctrl+E")
    ready(hand, window)
    assert hand.reads("没有插入U盘，插好以后会出现在这里。")
    hand.click("导出到文件夹")
    ready(hand, window)
    assert len(list((tmp_path / "folder").glob("*.fuyi"))) == 1
    assert hand.reads("已导出到文件夹")
    assert pocket.let == []
    window.close()


def test_of_two_sticks_one_is_taken_by_its_number(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    pocket = Pocket()
    one, two = pocket.plug(tmp_path / "one", "A"), pocket.plug(tmp_path / "two", "B")
    hand, window = on_exchange(qtbot, said, station, pocket)
    hand.key("Ctrl+E")
    ready(hand, window)
    assert QApplication.focusWidget() is hand.find("1　A　余 11.2 GB")
    hand.key("2")
    ready(hand, window)

    assert (len(list(one.iterdir())), len(list(two.iterdir()))) == (0, 1)
    assert (said.asked, pocket.let) == ([], ["B"])
    window.close()


def test_a_stick_that_is_plugged_in_while_the_page_waits_is_one_key_away(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    hand, window = on_exchange(qtbot, said, station, pocket := Pocket())
    hand.key("Ctrl+E")
    ready(hand, window)
    stick = pocket.plug(tmp_path / "stick")
    window.desk.page("page.exchange")._look_for_sticks()
    ready(hand, window)
    hand.key("Enter")
    ready(hand, window)

    assert len(list(stick.glob("*.fuyi"))) == 1
    window.close()


def test_a_protected_stick_is_told_before_anything_is_written_and_another_one_helps(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    stick = (pocket := Pocket()).plug(tmp_path / "stick", read_only=True)
    hand, window = on_exchange(qtbot, said, station, pocket)
    hand.key("Ctrl+E")
    ready(hand, window)

    assert hand.reads("没有导出")
    assert hand.reads("U盘“FUYI (E:)”写保护，请拨开侧面的保护开关，或换一个U盘。没有写出任何内容。")
    assert window.messages.notices == ()
    assert list(stick.iterdir()) == []
    assert window.desk.app.exchange.status().carried == 0
    pocket.sticks = ()
    pocket.plug(stick)
    window.desk.page("page.exchange")._look_for_sticks()
    ready(hand, window)
    hand.click("再试一次")
    ready(hand, window)
    assert hand.reads("可以拔出U盘")
    assert len(list(stick.iterdir())) == 1
    window.close()


def test_a_stick_that_is_still_in_use_is_not_said_to_be_free(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    pocket = Pocket(stuck=True)
    pocket.plug(tmp_path / "stick")
    hand, window = on_exchange(qtbot, said, station, pocket)
    hand.key("Ctrl+E")
    ready(hand, window)

    assert not hand.reads("可以拔出")
    assert hand.reads("先安全移除，再拔出U盘")
    assert hand.reads("请关掉从U盘打开的文件")
    window.close()


class Opener(QObject):
    """Stands for the program that shows folders."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def show_folder(self, url: QUrl) -> None:
        self.shown.append(url.toLocalFile())


def test_drafts_are_written_for_the_limit_that_was_chosen_and_the_choice_is_kept(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    (drafts := tmp_path / "drafts").mkdir()
    said.answers["邮件草稿放在哪个文件夹"] = str(drafts)
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "show_folder")
    hand, window = on_exchange(qtbot, said, station)
    hand.click("写成邮件草稿")
    hand.choose("邮箱的附件限额", "10 MB")
    hand.click("写成草稿")
    ready(hand, window)
    (draft,) = drafts.iterdir()
    assert draft.name.startswith("T0731_center_1-") and draft.suffix == ".eml"
    assert hand.reads("邮件草稿写好了")
    assert hand.reads(f"草稿在 {drafts}")
    hand.click("打开文件夹")
    QDesktopServices.unsetUrlHandler("file")
    assert opener.shown == [str(drafts)]
    hand.key("Esc")
    ready(hand, window)
    hand.click("写成邮件草稿")
    hand.choose("附件形式", "文本附件")
    hand.key("Ctrl+Enter")
    ready(hand, window)

    assert b"BEGIN AGE ENCRYPTED FILE" in draft.read_bytes()
    assert len(said.asked) == 1
    assert (window.memory.now.mail_limit, window.memory.now.mail_armored) == (10, True)
    window.close()


def test_the_courier_sheet_is_printed_from_where_the_export_ended(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    (pocket := Pocket()).plug(tmp_path / "stick")
    asked: list[str] = []

    def printer(window: QWidget, name: str) -> QPrinter:
        asked.append(name)
        made = printing.ready(QPrinter(QPrinter.PrinterMode.HighResolution), name)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(tmp_path / "sheet.pdf"))
        return made

    window = window_on(station, said, pocket, choose_printer=printer)
    qtbot.addWidget(window)
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    hand.key("Ctrl+E")
    ready(hand, window)
    hand.click("打印交接单")
    ready(hand, window)

    assert asked == ["同步包交接单"]
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert said.heard[-1] == (Level.GOOD, "交接单已送到打印机")
    window.close()


# taking in


def test_what_lies_on_the_only_stick_is_looked_at_without_asking(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    stick = (pocket := Pocket()).plug(tmp_path / "stick")
    county.sent(station, stick)
    county.sent(center, stick, "T0731")
    (stick / "card.fuyi").write_bytes((tmp_path / "post" / "card.fuyi").read_bytes())
    (stick / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    hand, window = on_exchange(qtbot, said, center, pocket)
    assert hand.reads("看看 FUYI (E:) 里有什么，再入库")
    hand.key("Ctrl+I")
    ready(hand, window)
    assert hand.reads("1 个包可以入库　另有 2 个文件不归这里收")
    assert not hand.reads("入网卡")
    hand.key("Enter")
    ready(hand, window)

    assert said.asked == []
    assert window.desk.app.casework.count() == 2
    window.close()


def test_a_stick_without_anything_for_us_says_so_and_offers_files(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    (pocket := Pocket()).plug(tmp_path / "stick")
    county.sent(station, tmp_path / "folder")
    said.answers["收哪个文件夹里的包"] = str(tmp_path / "folder")
    hand, window = on_exchange(qtbot, said, center, pocket)
    hand.key("Ctrl+I")
    ready(hand, window)
    assert hand.reads("没有给本站的包")
    hand.click("选文件夹")
    ready(hand, window)

    assert hand.reads("1 个包可以入库")
    window.close()


def test_every_file_of_a_mail_has_its_line_and_the_chosen_one_is_told_in_full(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    joined(station, center, tmp_path)
    with station.open(PASSWORD) as app:
        (tmp_path / "mails").mkdir()
        sent = app.carrying.send("center", tmp_path / "mails", by_mail(20), part_size=66_000)
    bad = sent.parts[-1].file
    bad.write_bytes(bad.read_bytes()[:-1000])
    said.answers["选择要收的包"] = [str(part.file) for part in sent.parts]
    hand, window = on_exchange(qtbot, said, center)
    hand.key("Ctrl+I")
    ready(hand, window)
    hand.row("收到的文件", bad.name)
    incoming = window.desk.page("page.exchange").incoming

    assert [line.fate for line in incoming.list.table.model_of_rows.rows] == [
        *[Fate.OPEN] * (len(sent.parts) - 1), Fate.REFUSED,
    ]  # fmt: skip
    (detail,) = [one for one in incoming.detail.findChildren(PlainLabel) if "没有导入任何内容" in one.text()]
    assert detail.isVisible()
    hand.click("入库")
    ready(hand, window)
    assert hand.reads(f"{len(sent.parts) - 1} 个包已入库　1 个包不能入库")
    hand.key("Esc")
    ready(hand, window)
    assert hand.reads("不完整或已损坏，没有导入任何内容。请让对方重新导出一份。")
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
    at_center.key("Enter")
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
