"""Pictures of sending and taking in, to look at: `python -m tests.gui.shots_exchange FOLDER [2]`."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.tasks import Report
from fuyi_desktop.services.carrying import by_mail
from tests.gui import county
from tests.gui.county import PASSWORD, opened, ready, window_on
from tests.gui.shots_window import FONTS, NARROW, WIDE, Answering, Shot
from tests.pocket import Pocket


def main(folder: Path, size: tuple[int, int]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    floor.make_app(["shots"], fonts=FONTS)

    def shot(hand: Hand, name: str) -> None:
        hand.window.resize(*size)
        hand.settle()
        hand.shot(folder / f"{name}.png")

    with TemporaryDirectory() as kept:
        base = Path(kept)
        station, center = county.township(base / "T0731", cases=5), county.center(base / "center")
        county.join(station, center, base / "post")
        sending(base, station, shot)
        taking(base, station, center, shot)


def sending(base: Path, station: county.Place, shot: Shot) -> None:
    said, pocket = Answering(), Pocket(stuck=True)
    (base / "drafts").mkdir()
    window = window_on(station, said, pocket)
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    shot(hand, "01-main")
    hand.key("Ctrl+E")
    ready(hand, window)
    shot(hand, "02-no-stick")
    page = window.desk.page("page.exchange")
    pocket.plug(base / "one", "FUYI (E:)")
    pocket.plug(base / "two", "金士顿16G (F:)", read_only=True)
    page._look_for_sticks()
    ready(hand, window)
    shot(hand, "03-two-sticks")
    hand.key("2")
    ready(hand, window)
    shot(hand, "04-protected")
    hand.key("1")
    ready(hand, window)
    shot(hand, "05-held")
    pocket.stuck, pocket.sticks = False, pocket.sticks[:1]
    page._look_for_sticks()
    ready(hand, window)
    hand.key("Ctrl+E")
    page.sending._show_progress(Report("正在导出", 48_000_000, 120_000_000, "第 2 份，共 3 份"))
    shot(hand, "06-writing")
    ready(hand, window)
    shot(hand, "07-pull")
    hand.key("Enter")
    ready(hand, window)
    shot(hand, "08-main-after")
    window.memory.keep(drafts=str(base / "drafts"))
    hand.click("写成邮件草稿")
    shot(hand, "09-mail")
    hand.key("Enter")
    ready(hand, window)
    shot(hand, "10-drafts")
    window.close()


def taking(base: Path, station: county.Place, center: county.Place, shot: Shot) -> None:
    pocket, said = Pocket(), Answering()
    stick = pocket.plug(base / "stick")
    window = window_on(center, said, pocket)
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    hand.key("Ctrl+I")
    ready(hand, window)
    shot(hand, "20-nothing")
    with station.open(PASSWORD) as app:
        sent = app.carrying.send("center", stick, by_mail(10), part_size=66_000)
    sent.parts[2].file.write_bytes(sent.parts[2].file.read_bytes()[:-500])
    (stick / "card.fuyi").write_bytes((base / "post" / "card.fuyi").read_bytes())
    hand.key("Esc")
    hand.key("Ctrl+I")
    ready(hand, window)
    shot(hand, "21-looked")
    hand.row("收到的文件", sent.parts[2].file.name)
    shot(hand, "22-refused")
    hand.click("入库")
    ready(hand, window)
    shot(hand, "23-taken")
    hand.key("Esc")
    ready(hand, window)
    shot(hand, "24-main-after")
    window.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if len(sys.argv) > 2:
        os.environ["QT_SCALE_FACTOR"] = sys.argv[2]
    main(Path(sys.argv[1]), NARROW if len(sys.argv) > 2 else WIDE)
    QApplication.quit()
