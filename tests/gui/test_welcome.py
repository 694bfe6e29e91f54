"""The first morning: three short pages make the station, the fourth shows its key once."""

from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import place
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.keysheet import Secret, SecretSheet, in_lines, parted
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.window import Window
from tests.gui.conftest import Said
from tests.gui.county import PASSWORD, TODAY, ready, window_on


def begun(qtbot: QtBot, said: Said, folder: Path) -> tuple[Hand, Window]:
    window = window_on(place(folder, today=TODAY), said)
    qtbot.addWidget(window)
    window.begin()
    window.show()
    window.activateWindow()
    hand = Hand(window)
    hand.wait(window.isActiveWindow, "the window in front")
    return hand, window


def station_page(hand: Hand, role: str = "乡镇窗口") -> None:
    hand.choose(role, role)
    hand.type("本站名称", "石桥镇行政争议纾解窗口")
    hand.type("所属单位全称", "云岭县石桥镇人民政府")
    hand.key("Ctrl+Enter")


def organ_page(hand: Hand) -> None:
    hand.type("复议机关全称", "云岭县人民政府")
    hand.type("代字", "云府")
    hand.type("地址", "云岭县人民路1号")
    hand.type("管辖法院", "云岭县人民法院")
    hand.key("Ctrl+Enter")


def person_page(hand: Hand, password: str = PASSWORD, again: str = "") -> None:
    hand.type("姓名", "周晓敏")
    hand.type("密码", password)
    hand.type("再输一次密码", again or password)
    hand.key("Ctrl+Enter")


def test_a_clerk_makes_a_station_and_comes_to_the_desk_with_the_keyboard_alone(
    qtbot: QtBot, said: Said, tmp_path: Path
) -> None:
    hand, window = begun(qtbot, said, tmp_path / "new")
    hand.key("Space")
    hand.key("Enter")
    hand.write("石桥镇行政争议纾解窗口")
    hand.key("Enter")
    hand.write("云岭县石桥镇人民政府")
    hand.key("Ctrl+Enter")
    for words in ("云岭县人民政府", "云府", "云岭县人民路1号", "999100", "云岭县人民法院"):
        hand.write(words)
        hand.key("Enter")
    hand.key("Ctrl+Enter")
    for words in ("周晓敏", PASSWORD, PASSWORD):
        hand.write(words)
        hand.key("Enter")
    hand.key("Enter")
    hand.wait_for("抄好恢复密钥")
    hand.click("进入工作站")
    hand.wait(lambda: window.desk is not None, "the desk")
    ready(hand, window)

    assert hand.reads("石桥镇行政争议纾解窗口")
    window.close()
    with place(tmp_path / "new").open(PASSWORD) as app:
        organ = app.settings.show()["unit"][0]
        assert app.office.me.role is StationRole.TOWNSHIP
        assert app.office.person.name == "周晓敏"
        assert (organ["full_name"], organ["short"], organ["court"]) == (
            "云岭县人民政府",
            "云府",
            "云岭县人民法院",
        )
        assert organ["reconsiders"] is True


def test_the_key_that_is_shown_opens_the_store_when_the_password_is_forgotten(
    qtbot: QtBot, said: Said, tmp_path: Path
) -> None:
    hand, window = begun(qtbot, said, tmp_path / "new")
    said.answers["另存恢复密钥"] = str(tmp_path / "key.txt")
    station_page(hand)
    organ_page(hand)
    person_page(hand)
    hand.wait_for("抄好恢复密钥")
    hand.click("另存为文件")
    ready(hand, window)
    shown = hand.find("恢复密钥").accessibleDescription()
    window.close()

    assert shown in (tmp_path / "key.txt").read_text("utf-8")
    with place(tmp_path / "new").open_with_recovery(shown, "另一个足够长的密码") as app:
        assert app.office.person.name == "周晓敏"


def test_a_password_that_is_too_short_is_refused_in_one_sentence_and_no_store_is_made(
    qtbot: QtBot, said: Said, tmp_path: Path
) -> None:
    hand, window = begun(qtbot, said, tmp_path / "new")
    station_page(hand)
    organ_page(hand)
    person_page(hand, "short")
    ready(hand, window)

    assert hand.reads("密码至少要有 8 个字符，现在是 5 个。")
    assert hand.find("姓名").text() == "周晓敏"  # type: ignore[attr-defined]
    assert not place(tmp_path / "new").exists()
    window.close()


def test_two_different_passwords_are_noticed_before_anything_is_made(
    qtbot: QtBot, said: Said, tmp_path: Path
) -> None:
    hand, window = begun(qtbot, said, tmp_path / "new")
    station_page(hand)
    organ_page(hand)
    person_page(hand, PASSWORD, PASSWORD + "x")
    ready(hand, window)

    assert hand.reads("两次输入的密码不一样。")
    assert not (tmp_path / "new").exists()
    window.close()


def test_an_empty_page_is_not_left_and_says_where_the_gaps_are(
    qtbot: QtBot, said: Said, tmp_path: Path
) -> None:
    hand, window = begun(qtbot, said, tmp_path / "new")
    hand.click("继续")

    assert window.gate.steps.accessibleName().startswith("第 1 步")
    assert [gap.label for gap in window.gate.forms[0].gaps()] == ["本站是", "本站名称", "所属单位全称"]
    window.close()


def test_going_back_keeps_what_was_typed(qtbot: QtBot, said: Said, tmp_path: Path) -> None:
    hand, window = begun(qtbot, said, tmp_path / "new")
    station_page(hand)
    hand.type("复议机关全称", "云岭县人民政府")
    hand.key("Esc")

    assert hand.find("本站名称").text() == "石桥镇行政争议纾解窗口"  # type: ignore[attr-defined]
    hand.key("Ctrl+Enter")
    assert hand.find("复议机关全称").text() == "云岭县人民政府"  # type: ignore[attr-defined]
    window.close()


def test_a_township_may_leave_its_organ_to_the_center_but_a_center_may_not(
    qtbot: QtBot, said: Said, tmp_path: Path
) -> None:
    hand, window = begun(qtbot, said, tmp_path / "new")
    station_page(hand)
    hand.choose("现在填写", "入网时由县中心下发")
    assert "复议机关全称" not in hand.names()
    hand.key("Esc")
    hand.choose("县中心", "县中心")
    hand.click("继续")

    assert "复议机关全称" in hand.names()
    assert "入网时由县中心下发" not in hand.names()
    window.close()


def test_a_center_is_shown_three_keys_and(qtbot: QtBot, said: Said, tmp_path: Path) -> None:
    hand, window = begun(qtbot, said, tmp_path / "new")
    station_page(hand, "县中心")
    organ_page(hand)
    person_page(hand)
    hand.wait_for("抄好恢复密钥")

    assert {"恢复密钥", "县根密钥", "县恢复密钥"} <= set(hand.names())
    window.close()


def test_keys_are_printed_in_groups_that_can_be_copied_by_hand(
    tmp_path: Path, said: Said, qtbot: QtBot
) -> None:
    secrets = (
        Secret("恢复密钥", "84C5 7G74 JPY2 4118 CJN1 CKVW HV8T", "忘记密码时用。"),
        Secret("县根密钥", "ab" * 32, "封存。"),
    )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "keys.pdf"))
    asked: list[str] = []

    def choose(_window: QWidget, name: str) -> QPrinter:
        asked.append(name)
        return printer

    sheet = SecretSheet("抄好恢复密钥", secrets, "本站", tasks := Tasks(said), said, ask=choose)
    qtbot.addWidget(sheet)
    sheet.show()
    Hand(sheet).click("打印")

    assert asked == ["恢复密钥"]
    assert (tmp_path / "keys.pdf").read_bytes().startswith(b"%PDF")
    assert sheet.taken.text() == "已送打印机。"
    assert parted(secrets[0].value) == [secrets[0].value]
    assert "".join(parted(secrets[1].value)).replace(" ", "") == secrets[1].value
    assert ("恢复密钥", True) in in_lines("本站", secrets)
    assert tasks.wait(2000)


def test_a_stick_that_takes_nothing_is_told_in_one_sentence(qtbot: QtBot, said: Said, tmp_path: Path) -> None:
    said.answers["另存恢复密钥"] = str(tmp_path / "gone" / "key.txt")
    tasks = Tasks(said)
    sheet = SecretSheet("抄好恢复密钥", (Secret("恢复密钥", "84C5", "忘记密码时用。"),), "本站", tasks, said)
    qtbot.addWidget(sheet)
    sheet.show()
    hand = Hand(sheet)
    hand.click("另存为文件")
    hand.wait(lambda: bool(said.heard), "the refusal")

    assert "不能写入" in said.heard[0][1]
    assert sheet.taken.text() == ""
