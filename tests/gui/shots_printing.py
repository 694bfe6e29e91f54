"""Pictures of printing together, to look at: `python -m tests.gui.shots_printing FOLDER`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fuyi_desktop.bootstrap import place
from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui import theme
from fuyi_desktop.gui.theme import Scheme
from tests.gui import county, invented
from tests.gui.county import PASSWORD, opened, ready, window_on
from tests.gui.shots_window import FONTS, NARROW, WIDE, Answering
from tests.gui.test_printing import OnePrinter

LONG = "云岭县金穗粮油食品加工有限责任公司"


def main(folder: Path) -> None:
    """Walk through the page and keep a picture of every state."""
    folder.mkdir(parents=True, exist_ok=True)
    qapp = floor.make_app(["shots"], fonts=FONTS)
    with TemporaryDirectory() as kept:
        station = county.township(Path(kept) / "T0731")
        with station.open(PASSWORD) as app:
            for name in ("刘桂芳", "赵永强", LONG, "阿依古丽·买买提"):
                app.papers.issue(invented.registered(app, name), "F01")
            new = invented.registered(app, "欧阳慧敏")
        window = window_on(place(station.folder, today=invented.TODAY), Answering())
        hand = opened(window)
        front = OnePrinter()
        front.there = ("前台 HP LaserJet M405", "二楼")
        window.desk.printing.printers = front

        def shot(name: str, size: tuple[int, int] = WIDE) -> None:
            window.resize(*size)
            hand.settle()
            ready(hand, window)
            hand.shot(folder / f"{name}.png")

        hand.key("Ctrl+Shift+P")
        shot("70-day")
        page = window.desk.printing.page
        hand.click("附信封")
        shot("71-envelopes")
        front.tray.paper = 3
        hand.key("Ctrl+Enter")
        hand.wait(lambda: not page.runner.busy, "the queue")
        shot("72-no-paper")
        shot("73-no-paper-narrow", NARROW)
        theme.apply(qapp, Scheme.DARK)
        shot("74-dark")
        theme.apply(qapp, Scheme.LIGHT)
        front.tray.paper = 100
        hand.click("从这张接着打")
        hand.wait(lambda: not page.runner.busy, "the queue")
        shot("75-done")
        page.chooser.choose("form", {"form": "F06"})
        hand.click("列出文书")
        shot("76-one-form")
        page.chooser.choose("hearing")
        shot("77-no-hearing")
        page.show_intake(new, "代收2026-5")
        shot("78-intake")
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
