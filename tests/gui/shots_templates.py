"""Pictures of the page of templates, to look at: `python -m tests.gui.shots_templates FOLDER`."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui import theme
from fuyi_desktop.gui.templates.page import TemplatesPage
from fuyi_desktop.gui.theme import Scheme
from tests.gui import county
from tests.gui.county import opened, ready, window_on
from tests.gui.shots_window import FONTS, NARROW, WIDE, Answering


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    floor.make_app(["shots"], fonts=FONTS)
    with TemporaryDirectory() as kept:
        walk(county.center(Path(kept) / "center"), folder)


def walk(station: Place, folder: Path) -> None:
    said = Answering()
    said.said.connect(lambda one: print(one.level, one.text, one.details))  # noqa: T201
    window = window_on(station, said)
    hand = opened(window)

    def wait() -> None:
        page = window.desk._made.get("templates")
        hand.settle()
        if page is not None:
            hand.wait(lambda: not page.editor._pause.isActive(), "the pause")
        ready(hand, window)

    def shot(name: str, size: tuple[int, int] = WIDE) -> None:
        window.resize(*size)
        wait()
        hand.shot(folder / f"{name}.png")

    hand.key("Ctrl+,")
    ready(hand, window)
    hand.click("文书模板")
    shot("01-list")
    hand.type("查找文书", "受理")
    shot("02-search")
    hand.type("查找文书", "F06")
    hand.key("Enter")
    shot("03-editor")
    page = window.desk._made["templates"]
    assert isinstance(page, TemplatesPage)
    shot("04-editor-narrow", NARROW)
    shot("05-editor-medium", (1100, 600))
    window.resize(*WIDE)
    text = page.editor.text
    page.editor.edit.put(
        text.replace("法律援助", "援助").replace("{{ applicants|names }}", "{{ applicants|namen }}")
    )
    shot("06-faults")
    hand.key("F8")
    shot("07-fault-gone-to")
    page.editor.edit.put(text.replace("二、其他事项", "二、其他需要说明的事项"))
    shot("08-changed")
    hand.type("查找事实", "电话")
    hand.key("Enter")
    shot("09-inserted")
    page.editor.edit.put(text.replace("二、其他事项", "二、其他需要说明的事项"))
    wait()
    hand.click("与原版对照")
    shot("10-compare")
    hand.key("Esc")
    wait()
    hand.click("保存为本单位版本")
    shot("11-kept")
    page.editor.edit.put(text.replace("二、其他事项", "二、有关事项"))
    wait()
    page.send_down()
    shot("12-send-down")
    hand.click("下发")
    shot("13-sent")
    hand.click("看县里的改动")
    shot("14-news")
    hand.key("Esc")
    hand.key("Esc")
    shot("15-list-own")
    shot("16-list-narrow", NARROW)
    window.memory.keep(scheme=Scheme.DARK)
    window.wear()
    shot("17-list-dark")
    page.open("F28")
    shot("18-editor-dark")
    window.close()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]))
