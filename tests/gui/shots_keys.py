"""Pictures of keys, to look at: `python -m tests.gui.shots_keys FOLDER [2]`."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from fuyi_desktop.domain.errors import InQuarantine
from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui.hand import Hand
from tests.gui import county
from tests.gui.county import PASSWORD, opened, ready, window_on
from tests.gui.shots_window import FONTS, NARROW, WIDE, Answering, Shot


def main(folder: Path, size: tuple[int, int]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    floor.make_app(["shots"], fonts=FONTS)

    def shot(hand: Hand, name: str) -> None:
        hand.window.resize(*size)
        hand.settle()
        hand.shot(folder / f"{name}.png")

    with TemporaryDirectory() as kept:
        base = Path(kept)
        station, center = county.township(base / "T0731", cases=2), county.center(base / "center")
        county.join(station, center, base / "post")
        at_station(station, shot)
        at_center(station, center, base, shot)
        locked(station, base, shot)


def keys(hand: Hand, window: object) -> None:
    hand.key("Ctrl+2")
    ready(hand, window)  # type: ignore[arg-type]
    hand.click("密钥")
    ready(hand, window)  # type: ignore[arg-type]


def at_station(station: county.Place, shot: Shot) -> None:
    window = window_on(station, Answering())
    hand = opened(window)
    keys(hand, window)
    shot(hand, "01-station")
    hand.click("轮换密钥")
    shot(hand, "02-rotate")
    hand.click("轮换")
    ready(hand, window)
    shot(hand, "03-announced")
    hand.click("增加人员")
    shot(hand, "04-person")
    hand.key("Esc")
    hand.key("Esc")
    ready(hand, window)
    shot(hand, "05-exchange")
    window.close()


def at_center(station: county.Place, center: county.Place, base: Path, shot: Shot) -> None:
    late = county.sent(station, base / "stick")
    with center.open(PASSWORD) as app:
        app.keys.revoke("T0731", 2, "电脑被盗")
        with suppress(InQuarantine):
            app.exchange.take(late)
    window = window_on(center, Answering())
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    shot(hand, "10-exchange")
    hand.click("密钥")
    ready(hand, window)
    shot(hand, "11-center")
    hand.click("更换县中心密钥")
    shot(hand, "12-renew")
    hand.click("更换")
    shot(hand, "13-gap")
    hand.click("核对并重新打印")
    shot(hand, "14-prove")
    hand.click("答复恢复申请")
    shot(hand, "15-answer")
    hand.row("隔离区", "石桥镇")
    hand.key("Enter")
    hand.settle()
    shot(hand, "16-held")
    hand.key("Esc")
    hand.click("办理入网") if hand.reads("办理入网") else None
    shot(hand, "17-bottom")
    window.close()


def locked(station: county.Place, base: Path, shot: Shot) -> None:
    said = Answering()
    said.answers["写出恢复申请"] = str(base / "asked.fuyi")
    window = window_on(station, said)
    window.begin()
    window.show()
    hand = Hand(window)
    hand.wait(lambda: hand.reads("忘记密码"), "the gate")
    hand.click("忘记密码")
    shot(hand, "20-forgotten")
    hand.click("请县中心帮忙")
    shot(hand, "21-help")
    hand.type("本站名称", county.TOWNSHIP)
    hand.click("写出恢复申请")
    ready(hand, window)
    shot(hand, "22-asked")
    window.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if len(sys.argv) > 2:
        os.environ["QT_SCALE_FACTOR"] = sys.argv[2]
    main(Path(sys.argv[1]), NARROW if len(sys.argv) > 2 else WIDE)
    QApplication.quit()
