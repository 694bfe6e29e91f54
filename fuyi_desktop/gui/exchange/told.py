"""刚收发的包: what has gone out and come in since the window was opened, newest on top."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fuyi_desktop.gui.exchange import words
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import ElidedLabel, PlainLabel
from fuyi_desktop.gui.parts import Card, clear, column, plain_box, row
from fuyi_desktop.services.carrying import Fate, Sent, Takings, size


def told(icon: str, tone: str, title: str, line: str) -> QWidget:
    """A file with its sentence below it."""
    text = column(ElidedLabel(title), PlainLabel(line, tone=tone, small=True, wrap=True), gap=2)
    box = row(IconLabel(icon, tone), text, gap=10)
    box.setStretch(1, 1)
    box.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return plain_box(box)


class Told(Card):
    """The card at the side of the page."""

    def __init__(self, *, center: bool) -> None:
        super().__init__("刚收发的包")
        self._center, self._is_empty = center, True
        self._lines = column(gap=12)
        self._lines.addWidget(PlainLabel("这次打开以后还没有收发", tone="ink3", small=True))
        self.add(plain_box(self._lines))

    def show_sent(self, sent: Sequence[Sent]) -> None:
        for one in sent:
            for part in one.parts:
                said = words.lines(part.first, part.last, by_center=self._center)
                self._tell("tick", "ink2", part.file.name, f"{said}　{size(part.size)}　写完后已读回核对")
            if lacking := one.exported.missing_contents:
                title = f"{len(lacking)} 份附件的内容不在本站，没有带上"
                self._tell("warn", "amber", title, "、".join(lacking))

    def show_takings(self, takings: Takings) -> None:
        for line in takings.lines:
            found = line.report
            if line.fate in (Fate.OTHER, Fate.EMPTY):
                continue
            doubtful = line.fate in (Fate.REFUSED, Fate.WAITING) or bool(found and found.conflicts)
            title = f"{found.sender_name}　{words.carried(line, center=self._center)}" if found else line.name
            receipt = words.receipt(found, center=self._center) if found else ""
            said = dict.fromkeys(filter(None, (words.sentence(line, center=self._center), receipt)))
            sign, tone = ("warn", "amber") if doubtful else ("tick", "ink2")
            self._tell(sign, tone, title, "　".join(said))

    def _tell(self, icon: str, tone: str, title: str, line: str) -> None:
        """What stood there before the first goes."""
        if self._is_empty:
            clear(self._lines)
            self._is_empty = False
        self._lines.insertWidget(0, told(icon, tone, title, line))
