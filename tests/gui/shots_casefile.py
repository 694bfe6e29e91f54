"""Pictures of a case's file for the eye of whoever changed it: `python -m tests.gui.shots_casefile DIR`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui import theme
from fuyi_desktop.gui.cases.tab import CasesTab
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.theme import Scheme
from tests.gui import invented
from tests.gui.shots import FONTS, NARROW, WIDE, Silent, begin, no_printer, wait


def main(folder: Path) -> None:
    """The card with gaps and rows, moved about, its forms, dark, and in a small window."""
    qapp = floor.make_app(["shots"], fonts=FONTS)
    with TemporaryDirectory() as kept, invented.office(Path(kept) / "store").open(invented.PASSWORD) as app:
        ids = invented.several(app)
        photo = Path(kept) / "现场照片.jpg"
        Image.new("RGB", (640, 480), (90, 120, 90)).save(photo)
        app.materials.add(ids["grain"], {"name": "停产现场照片"}, photo)
        secret = {"name": "配方和成本清单（申请人要求保密）", "confidential": True, "pages": 6}
        app.materials.add(ids["grain"], secret)
        tasks = Tasks(messages := Silent())
        messages.said.connect(lambda said: print(said.level, said.text, said.details))  # noqa: T201
        tab = CasesTab(app, tasks, messages, choose_printer=no_printer)
        hand = begin(tab, WIDE)
        tab.activateWindow()
        tab.open_case(ids["grain"])
        wait(hand, tasks)
        tab.page.go_to("卷宗")
        wait(hand, tasks)
        hand.shot(folder / "c1-casefile.png")
        card = tab.page.casefile
        card.table.setCurrentIndex(card.table.model_of_rows.index(3, 0))
        card.table.setFocus()
        card.table.shift(down=False)
        wait(hand, tasks)
        hand.shot(folder / "c2-moved.png")
        card.begin_description()
        wait(hand, tasks)
        tab.page.body.bring(card.form)
        wait(hand, tasks)
        hand.shot(folder / "c3-description.png")
        tab.page.begin_material("F10")
        wait(hand, tasks)
        hand.shot(folder / "c4-material.png")
        tab.page.open_form.left.emit()  # type: ignore[union-attr]
        theme.apply(qapp, Scheme.DARK, fonts=FONTS)
        tab.page.go_to("卷宗")
        wait(hand, tasks)
        hand.shot(folder / "c5-dark.png")
        theme.apply(qapp, Scheme.LIGHT, fonts=FONTS)
        tab.resize(*NARROW)
        tab.open_case(ids["grain"])
        wait(hand, tasks)
        tab.page.go_to("卷宗")
        wait(hand, tasks)
        hand.shot(folder / "c6-narrow.png")
        tab.open_case(ids["village"])
        tab.resize(*WIDE)
        wait(hand, tasks)
        tab.page.go_to("卷宗")
        wait(hand, tasks)
        hand.shot(folder / "c7-begun.png")
        tab.close()
        tasks.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
