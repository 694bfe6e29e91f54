"""The page as it would be printed, with names of facts in it or with those of a case."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.gui.cases.preview import Pages
from fuyi_desktop.gui.choosing import Combo
from fuyi_desktop.gui.parts import EmptyState, ScrollPage

SPECIMEN = "样张（填事实的名称）"


def picker(name: str) -> Combo:
    """A list to choose from, which is not typed into."""
    found = Combo([])
    found.setEditable(False)
    found.setAccessibleName(name)
    return found


class PagePane(QWidget):
    """What it is filled with stands above."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.case = picker("版面上填什么")
        self.case.activated.connect(self.chosen)
        self.pages = Pages()
        self.empty = EmptyState("正在排版")
        body = ScrollPage(margin=0)
        body.add(self.empty, self.pages)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.case)
        whole.addWidget(body, 1)

    @property
    def case_id(self) -> str:
        """The case it is filled from; empty for the specimen."""
        return str(self.case.currentData() or "")

    def show_cases(self, cases: Sequence[tuple[str, str]]) -> None:
        self.case.clear()
        self.case.addItem(SPECIMEN, "")
        for case_id, name in cases:
            self.case.addItem(name, case_id)
        self.case.setCurrentIndex(0)

    def show_images(self, images: Sequence[QImage]) -> None:
        self.pages.setVisible(bool(images))
        self.empty.setVisible(not images)
        self.empty.say("现在排不出版面", "改好列出的地方，版面就会出来。")
        self.pages.show_images(images)
