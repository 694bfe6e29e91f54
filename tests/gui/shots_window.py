"""Pictures of everything around the tabs, to look at: `python -m tests.gui.shots_window FOLDER [2]`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from fuyi_desktop.bootstrap import place
from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui import theme
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Messages, Question
from fuyi_desktop.gui.theme import Scheme
from tests.gui import county
from tests.gui.county import PASSWORD, Pocket, opened, ready, window_on

FONTS = sorted((Path(__file__).parents[2] / ".fonts").glob("*.ttf"))
WIDE, NARROW = (1366, 690), (683, 384)


class Answering(Messages):
    """Answers each question by its title."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, object] = {}

    def answer(self, question: Question) -> object:
        return self.answers.get(question.title)


def main(folder: Path, size: tuple[int, int]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    floor.make_app(["shots"], fonts=FONTS)
    with TemporaryDirectory() as kept:
        base = Path(kept)

        def shot(hand: Hand, name: str) -> None:
            hand.window.resize(*size)
            hand.settle()
            popup = QApplication.activePopupWidget()
            if popup is None:
                hand.shot(folder / f"{name}.png")
            else:
                popup.grab().save(str(folder / f"{name}.png"))

        wizard(base, shot)
        login(base, shot)
        station, center = county.township(base / "T0731", cases=4), county.center(base / "center")
        other = county.township(base / "T0732", "柳河镇行政争议纾解窗口", cases=2)
        enrolment(base, station, center, shot)
        county.join(other, center, base / "post", "T0732")
        exchange(base, station, center, other, shot)
        dark(station, shot)


Shot = Callable[[Hand, str], None]


def wizard(base: Path, shot: Shot) -> None:
    window = window_on(place(base / "new", today=county.TODAY), Answering())
    window.begin()
    window.show()
    hand = Hand(window)
    shot(hand, "01-wizard-empty")
    hand.key("Ctrl+Enter")
    shot(hand, "02-wizard-gaps")
    hand.choose("乡镇窗口", "乡镇窗口")
    hand.type("本站名称", "石桥镇行政争议纾解窗口")
    hand.type("所属单位全称", "云岭县石桥镇人民政府")
    shot(hand, "03-wizard-station")
    hand.click("继续")
    hand.type("复议机关全称", "云岭县人民政府")
    hand.type("代字", "云府")
    hand.type("地址", "云岭县人民路1号")
    hand.type("管辖法院", "云岭县人民法院")
    shot(hand, "04-wizard-organ")
    hand.click("继续")
    hand.type("姓名", "周晓敏")
    hand.type("密码", "short")
    hand.type("再输一次密码", "different")
    hand.click("建立本站")
    shot(hand, "05-wizard-different")
    hand.type("再输一次密码", "short")
    hand.click("建立本站")
    ready(hand, window)
    shot(hand, "06-wizard-weak")
    hand.type("密码", PASSWORD)
    hand.type("再输一次密码", PASSWORD)
    hand.click("建立本站")
    hand.wait_for("抄好恢复密钥")
    shot(hand, "07-wizard-key")
    hand.click("进入工作站")
    hand.wait(lambda: window.desk is not None, "the desk")
    ready(hand, window)
    shot(hand, "08-first-desk")
    hand.key("Ctrl+2")
    ready(hand, window)
    shot(hand, "09-exchange-unjoined")
    window.close()


def login(base: Path, shot: Shot) -> None:
    window = window_on(place(base / "new", today=county.TODAY), Answering())
    window.begin()
    window.show()
    hand = Hand(window)
    ready(hand, window)
    shot(hand, "10-login")
    hand.type("密码", "not this one")
    hand.click("打开")
    ready(hand, window)
    shot(hand, "11-login-wrong")
    hand.click("忘记密码")
    hand.type("恢复密钥", "ABCD")
    hand.type("新密码", PASSWORD)
    hand.type("再输一次新密码", PASSWORD)
    hand.click("用恢复密钥打开")
    ready(hand, window)
    shot(hand, "12-login-recovery")
    hand.key("Esc")
    hand.type("密码", PASSWORD)
    hand.click("打开")
    hand.wait(lambda: window.desk is not None, "the desk")
    ready(hand, window)
    hand.key("Ctrl+,")
    ready(hand, window)
    shot(hand, "13-settings")
    hand.window.desk._made["settings"].units.table.setFocus()
    hand.key("Enter")
    shot(hand, "14-settings-unit")
    hand.key("Ctrl+K")
    hand.wait(lambda: QApplication.activePopupWidget() is not None, "the palette")
    hand.write("dc")
    shot(hand, "15-palette")
    hand.key("Esc")
    hand.key("F12")
    shot(hand, "16-locked")
    window.close()


def enrolment(base: Path, station: county.Place, center: county.Place, shot: Shot) -> None:
    answers = {
        "写出入网卡": base / "card.fuyi", "选择入网卡": base / "card.fuyi",
        "写出入网申请": base / "request.fuyi", "选择入网申请": base / "request.fuyi",
        "写出准入文件": base / "grant.fuyi", "选择准入文件": base / "grant.fuyi",
    }  # fmt: skip
    said = Answering()
    said.answers = {title: str(path) for title, path in answers.items()}
    one, two = window_on(center, said), window_on(station, said)
    at_center, at_station = opened(one), opened(two)
    front(one)
    at_center.key("Ctrl+2")
    ready(at_center, one)
    shot(at_center, "20-center-empty")
    at_center.click("办理入网")
    ready(at_center, one)
    shot(at_center, "21-center-enrol")
    at_center.click("写出入网卡")
    ready(at_center, one)
    digits = one.desk._made["page.exchange"].joining.county.accessibleName()[-29:]
    front(two)
    at_station.key("Ctrl+2")
    ready(at_station, two)
    at_station.click("办理入网")
    shot(at_station, "22-station-enrol")
    at_station.click("选择入网卡")
    at_station.write(digits.replace(" ", "")[:19])
    shot(at_station, "23-station-typing")
    at_station.type("县中心读出的 24 位数字", digits)
    at_station.click("写出入网申请")
    ready(at_station, two)
    shot(at_station, "24-station-digits")
    own = two.desk._made["page.exchange"].joining.own.accessibleName()[-29:]
    front(one)
    at_center.click("选择入网申请")
    ready(at_center, one)
    at_center.type("对方读出的 24 位数字", "1234" + own[4:])
    at_center.type("站点编号", "t0731")
    shot(at_center, "25-center-asked")
    at_center.click("写出准入文件")
    ready(at_center, one)
    shot(at_center, "26-center-wrong")
    at_center.type("对方读出的 24 位数字", own)
    at_center.click("写出准入文件")
    ready(at_center, one)
    shot(at_center, "27-center-granted")
    front(two)
    at_station.click("选择准入文件")
    ready(at_station, two)
    shot(at_station, "28-station-joined")
    at_station.key("Esc")
    ready(at_station, two)
    shot(at_station, "29-station-exchange")
    one.close()
    two.close()


def front(window: county.Window) -> None:
    window.activateWindow()
    window.raise_()
    Hand(window).wait(window.isActiveWindow, "the window in front")


def exchange(
    base: Path, station: county.Place, center: county.Place, other: county.Place, shot: Shot
) -> None:
    pocket, said = Pocket(), Answering()
    stick = pocket.plug(base / "stick")
    window = window_on(station, said, pocket)
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    hand.key("Ctrl+E")
    ready(hand, window)
    shot(hand, "30-station-exported")
    window.close()
    files = [*stick.glob("*.fuyi"), county.sent(other, stick)]
    damaged = stick / "damaged.fuyi"
    damaged.write_bytes(files[0].read_bytes()[:-100])
    window = window_on(center, said, pocket)
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    said.answers["选择要收的包"] = [str(path) for path in (files[0], damaged, files[1])]
    hand.key("Ctrl+I")
    ready(hand, window)
    shot(hand, "31-preview")
    hand.key("Enter")
    ready(hand, window)
    shot(hand, "32-taken")
    hand.key("Esc")
    ready(hand, window)
    shot(hand, "33-center-exchange")
    hand.key("Ctrl+E")
    ready(hand, window)
    shot(hand, "34-center-receipts")
    hand.key("Ctrl+1")
    ready(hand, window)
    shot(hand, "35-center-cases")
    window.close()
    window = window_on(station, said, pocket)
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    said.answers["选择要收的包"] = [str(path) for path in stick.glob("center_T0731*.fuyi")]
    hand.key("Ctrl+I")
    ready(hand, window)
    shot(hand, "36-receipt")
    hand.key("Enter")
    ready(hand, window)
    hand.key("Esc")
    ready(hand, window)
    shot(hand, "37-acknowledged")
    window.close()


def dark(station: county.Place, shot: Shot) -> None:
    window = window_on(station, Answering())
    hand = opened(window)
    window.memory.keep(scheme=Scheme.DARK)
    window.wear()
    hand.key("Ctrl+2")
    ready(hand, window)
    shot(hand, "40-dark-exchange")
    hand.key("Ctrl+,")
    ready(hand, window)
    shot(hand, "41-dark-settings")
    hand.key("F12")
    shot(hand, "42-dark-locked")
    window.close()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if len(sys.argv) > 2:
        os.environ["QT_SCALE_FACTOR"] = sys.argv[2]
    main(Path(sys.argv[1]), NARROW if len(sys.argv) > 2 else WIDE)
