"""Pictures of the page of numbers, to look at: `python -m tests.gui.shots_numbering FOLDER`."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui import theme
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.theme import Scheme
from fuyi_desktop.gui.window import Window
from tests.gui import county, numbered
from tests.gui.county import opened, ready, window_on
from tests.gui.shots_window import FONTS, NARROW, WIDE, Answering


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    floor.make_app(["shots"], fonts=FONTS)
    with TemporaryDirectory() as kept:
        base = Path(kept)
        at, window = numbered.center_with_numbers(base)
        walk_center(at, folder)
        walk_station(window, folder)
        walk_empty(county.township(base / "T0732"), folder)


def shot(hand: Hand, window: Window, path: Path, size: tuple[int, int] = WIDE) -> None:
    window.resize(*size)
    hand.settle()
    ready(hand, window)
    hand.shot(path)


def walk_center(at: Place, folder: Path) -> None:
    window = window_on(at, Answering())
    hand = opened(window)
    hand.key("Ctrl+,")
    ready(hand, window)
    shot(hand, window, folder / "70-settings.png")
    hand.click("文号和年终清理")
    ready(hand, window)
    shot(hand, window, folder / "71-numbers.png")
    hand.row("系列", "复受")
    hand.key("Enter")
    ready(hand, window)
    shot(hand, window, folder / "72-series.png")
    shot(hand, window, folder / "73-series-narrow.png", NARROW)
    window.resize(*WIDE)
    hand.click("改样式")
    hand.type("样式", "{short}（{kind}）字〔{year}〕{serial}号")
    shot(hand, window, folder / "74-pattern.png")
    hand.click("借出号段")
    shot(hand, window, folder / "75-lend.png")
    hand.key("Esc")
    hand.row("号段", "复受")
    hand.key("Enter")
    shot(hand, window, folder / "76-block.png")
    window.memory.keep(scheme=Scheme.DARK)
    window.wear()
    shot(hand, window, folder / "77-dark.png")
    window.memory.keep(scheme=Scheme.LIGHT)
    window.close()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)

    window = window_on(numbered.in_january(at), Answering())
    hand = opened(window)
    hand.key("Ctrl+,")
    ready(hand, window)
    hand.click("文号和年终清理")
    ready(hand, window)
    shot(hand, window, folder / "78-january-empty.png")
    hand.click("上一年")
    ready(hand, window)
    page = numbered.page(window)
    page.page.bring(page.year_end.verb)
    shot(hand, window, folder / "79-year-end.png")
    window.close()


def walk_station(where: Place, folder: Path) -> None:
    case_id = numbered.accepted_at(where, "陈国栋")
    window = window_on(where, Answering())
    hand = opened(window)
    window.desk.show_numbering()
    ready(hand, window)
    shot(hand, window, folder / "80-station.png")
    hand.row("系列", "复受")
    hand.key("Enter")
    ready(hand, window)
    shot(hand, window, folder / "81-station-series.png")
    tab = window.desk.page("page.cases")
    tab.open_case(case_id)
    tab.draft_paper(case_id, "F06")
    ready(hand, window)
    shot(hand, window, folder / "82-paper.png")
    hand.click("手填文号")
    shot(hand, window, folder / "83-by-hand.png")
    window.close()


def walk_empty(where: Place, folder: Path) -> None:
    window = window_on(where, Answering())
    hand = opened(window)
    window.desk.show_numbering()
    ready(hand, window)
    shot(hand, window, folder / "84-empty.png")
    hand.click("添加系列")
    shot(hand, window, folder / "85-begin.png")
    window.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]))
