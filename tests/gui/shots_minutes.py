"""Pictures of the 笔录, to look at: `python -m tests.gui.shots_minutes FOLDER`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fuyi_desktop.bootstrap import place
from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui import theme
from fuyi_desktop.gui.theme import Scheme
from tests import recording
from tests.gui import county, invented
from tests.gui.county import PASSWORD, opened, ready, window_on
from tests.gui.shots_window import FONTS, NARROW, WIDE, Answering

LONG = "云岭县金穗粮油食品加工有限责任公司"


def main(folder: Path) -> None:
    """Walk through the editor and keep a picture of every state."""
    folder.mkdir(parents=True, exist_ok=True)
    qapp = floor.make_app(["shots"], fonts=FONTS)
    with TemporaryDirectory() as kept:
        station = county.township(Path(kept) / "T0731")
        with station.open(PASSWORD) as app:
            case_id = recording.to_be_heard(app, LONG, applicants=[
                {"name": LONG, "kind": "单位", "legal_representative": "司马长风"}, {"name": "欧阳慧敏"},
            ])  # fmt: skip
            recording.recorded(app, case_id, "F14", *recording.SAID)
        window = window_on(place(station.folder, today=invented.TODAY), Answering())
        hand = opened(window)
        desk = window.desk

        def shot(name: str, size: tuple[int, int] = WIDE) -> None:
            window.resize(*size)
            hand.settle()
            ready(hand, window)
            hand.shot(folder / f"{name}.png")

        desk.open_case(case_id)
        ready(hand, window)
        shot("80-case")
        view = desk.page("page.cases").page
        view.body.ensureWidgetVisible(view.minutes, 0, 200)
        shot("81-case-card")
        desk.minutes.open(case_id, "F14")
        ready(hand, window)
        page = desk.minutes.page
        shot("82-open")
        hand.key("F10")
        hand.write("2026-11-05")
        shot("83-answering")
        hand.key("Ctrl+J")
        hand.write("hdbl")
        shot("84-phrases")
        hand.key("Esc")
        hand.key("F8")
        page.paper.writing.insertPlainText("照片已经当场出示，各方没有异议，原件退回申请人，复印件附卷。" * 4)
        hand.key("Ctrl+M")
        shot("85-long")
        shot("86-narrow", NARROW)
        window.resize(*WIDE)
        hand.click("改名单")
        shot("87-people")
        hand.click("不改了")
        theme.apply(qapp, Scheme.DARK)
        page.refresh()
        shot("88-dark")
        theme.apply(qapp, Scheme.LIGHT)
        page.refresh()
        page.correct_button.click()
        page.paper.go(3)
        page.paper.writing.setPlainText("决定书是十月二十八日作出的，我十一月五日才收到，当天看的。")
        page.paper.go(5)
        shot("89-correcting")
        page.read_along()
        hand.settle()
        page.aloud.grab().save(str(folder / "90-aloud.png"))
        page.aloud.close()
        window.activateWindow()
        page.start()
        hand.settle()
        hand.key("Ctrl+F")
        hand.write("2026")
        shot("91-find")
        page.find_line.leave()
        page.turn_size()
        shot("92-larger")
        page.finish()
        ready(hand, window)
        shot("93-finish")
        page.finish_page.finish()
        ready(hand, window)
        shot("94-paper")
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
