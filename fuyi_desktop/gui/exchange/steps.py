"""The steps of a job that takes a while: which are done, which runs, and how far that one is."""

from PySide6.QtWidgets import QProgressBar, QWidget

from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import clear, column, plain_box, row


class Steps(QWidget):
    """One line for each step; the running one has a bar."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = column(gap=8)
        self.setLayout(self._lines)
        self.bar = QProgressBar()
        self.bar.setProperty("part", "progress")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("进度")
        self._signs: dict[str, IconLabel] = {}
        self._names: dict[str, PlainLabel] = {}
        self._remarks: dict[str, PlainLabel] = {}

    def begin(self, names: list[str]) -> None:
        """These steps, the first of them running."""
        self._lines.removeWidget(self.bar)
        clear(self._lines)
        self._signs, self._names, self._remarks = {}, {}, {}
        for name in names:
            self._signs[name], self._names[name] = IconLabel("clock", "ink3"), PlainLabel(name, tone="ink3")
            self._remarks[name] = PlainLabel("", tone="ink2", small=True)
            line = row(self._signs[name], self._names[name], self._remarks[name], None, gap=10)
            self._lines.addWidget(plain_box(line))
        self._lines.addWidget(self.bar)
        self.bar.setRange(0, 0)
        self.reach(names[0])

    def reach(self, name: str) -> None:
        """This step runs, all before it are done; "" for the end."""
        done = True
        for other, sign in self._signs.items():
            runs = other == name
            done = done and not runs
            tone = "accent" if done or runs else "ink3"
            sign.show_icon("tick" if done else "right" if runs else "clock", tone)
            self._names[other].say(other, "ink" if done or runs else "ink3")
        self.bar.setVisible(bool(name))
        self.bar.setRange(0, 0)

    def far(self, name: str, done: int, total: int, remark: str) -> None:
        """How far a step is."""
        if self._names[name].property("tone") != "ink":
            self.reach(name)
        self._remarks[name].setText(remark)
        shift = max(0, total.bit_length() - 30)  # the bar counts in 32 bits
        self.bar.setRange(0, total >> shift)
        self.bar.setValue(done >> shift)
