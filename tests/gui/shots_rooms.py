"""Pictures of 调解室, for the eye: the week, the day, forms, narrow, dark, nothing there."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui import theme
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.theme import Scheme
from fuyi_desktop.gui.window import Window
from tests.gui import invented, roomed
from tests.gui.county import opened, ready, window_on
from tests.gui.shots_window import FONTS, NARROW, WIDE, Answering


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    floor.make_app(["shots"], fonts=FONTS)
    with TemporaryDirectory() as kept:
        walk(Path(kept), folder)


def shot(hand: Hand, window: Window, path: Path, size: tuple[int, int] = WIDE) -> None:
    window.resize(*size)
    hand.settle()
    ready(hand, window)
    hand.shot(path)


def walk(base: Path, folder: Path) -> None:
    window = window_on(roomed.office(base / "full"), Answering())
    hand = opened(window)
    window.desk.show_tab("page.rooms")
    ready(hand, window)
    shot(hand, window, folder / "90-week.png")
    hand.key("Down")
    ready(hand, window)
    shot(hand, window, folder / "91-collision.png")
    tab = window.desk.page("page.rooms")
    tab.rail.dispose(tab.view.session)
    ready(hand, window)
    shot(hand, window, folder / "92-result.png")
    hand.key("Esc")
    hand.key("N")
    ready(hand, window)
    shot(hand, window, folder / "93-booking.png")
    hand.key("Esc")
    hand.key("M")
    hand.key("Left", 2)
    ready(hand, window)
    shot(hand, window, folder / "94-carried.png")
    hand.key("Esc")
    hand.key("D")
    ready(hand, window)
    shot(hand, window, folder / "95-day.png")
    shot(hand, window, folder / "96-narrow.png", NARROW)
    window.resize(*WIDE)
    hand.key("W")
    window.memory.keep(scheme=Scheme.DARK)
    window.wear()
    shot(hand, window, folder / "97-dark.png")
    window.memory.keep(scheme=Scheme.LIGHT)
    window.close()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    window = window_on(invented.office(base / "none"), Answering())
    hand = opened(window)
    window.desk.show_tab("page.rooms")
    ready(hand, window)
    shot(hand, window, folder / "98-empty.png")
    hand.click("登记房间")
    ready(hand, window)
    shot(hand, window, folder / "99-room.png")
    window.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]))
