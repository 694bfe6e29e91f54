"""Pictures of the page of rules and holidays, to look at: `python -m tests.gui.shots_lawbook FOLDER`."""

import os
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from fuyi_desktop.bootstrap import Place, place
from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui import theme
from fuyi_desktop.gui.theme import Scheme
from tests import lawfiles
from tests.gui import county
from tests.gui.county import opened, ready, window_on
from tests.gui.shots_window import FONTS, NARROW, WIDE, Answering


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    floor.make_app(["shots"], fonts=FONTS)
    with TemporaryDirectory() as kept:
        base = Path(kept)
        station = county.township(base / "T0731", cases=6)
        for name, text in (
            ("2027", lawfiles.NOTICE_2027),
            ("county", lawfiles.COUNTY),
            ("pack", lawfiles.PACK),
        ):
            (base / f"{name}.toml").write_text(text, "utf-8")
        (base / "broken.toml").write_text(lawfiles.PACK.replace("D01", "A18"), "utf-8")
        walk(base, station, folder)


def walk(base: Path, station: Place, folder: Path) -> None:
    said = Answering()
    december = place(station.folder, today=date(2026, 12, 7))
    window = window_on(december, said)
    hand = opened(window)

    def shot(name: str, size: tuple[int, int] = WIDE) -> None:
        window.resize(*size)
        hand.settle()
        ready(hand, window)
        hand.shot(folder / f"{name}.png")

    def take(name: str) -> None:
        said.answers["选择放假通知或县规则"] = str(base / f"{name}.toml")
        hand.click("导入放假通知、县规则")
        ready(hand, window)

    shot("50-december")
    hand.key("Ctrl+,")
    ready(hand, window)
    shot("51-settings")
    hand.click("期限规则与放假安排")
    ready(hand, window)
    shot("52-lawbook")
    shot("53-lawbook-narrow", NARROW)
    window.resize(*WIDE)
    take("broken")
    shot("54-broken")
    for name in ("county", "pack", "2027"):
        take(name)
        shot(f"55-preview-{name}")
        if name == "county":
            shot("55-preview-narrow", NARROW)
            window.resize(*WIDE)
        hand.click("采用")
        ready(hand, window)
    shot("56-after")
    hand.type("查找规则", "司法确认")
    page = window.desk._made["lawbook"].contents
    page.page.bring(page.search)
    shot("57-search")
    table = page.imports.table
    table.choose(next(one.id for one in table.model_of_rows.rows if one.name == "云岭县规则"))
    table.setFocus()
    page.page.bring(table)
    shot("58-chosen")
    window.memory.keep(scheme=Scheme.DARK)
    window.wear()
    shot("59-dark")
    take("pack")
    shot("60-already-dark")
    window.close()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]))
