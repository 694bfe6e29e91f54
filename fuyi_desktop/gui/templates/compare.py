"""Two texts of a template line by line, with what can be done about it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import EmptyState, Frame, TitleRow, column, plain_box, row
from fuyi_desktop.gui.templates import words
from fuyi_desktop.gui.templates.code import CodeEdit

SIGNS = {"+": "＋", "-": "－", " ": "　", "…": "⋯"}
TONES = {"+": "accent", "-": "amber", "…": "ink3"}


class Comparison(QWidget):
    """Added lines are blue and begin with ＋, those left out amber with －."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("与原版对照")
        self._deed: Callable[[], object] | None = None
        self.back = Button("模板", "quiet", icon="left", on=self.left.emit)
        self.title = TitleRow("", "", back=self.back)
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        self.legend = PlainLabel("", tone="ink2", small=True)
        self.view = CodeEdit("逐行对照", read_only=True, numbered=False)
        self.empty = EmptyState("没有不同", "现在的文字和原版完全一样。")
        body = column(self.legend, self.view, self.empty, gap=8)
        body.setContentsMargins(16, 12, 16, 12)
        self.line = PlainLabel("", tone="ink2", small=True, wrap=True)
        self.leave = Button("返回", "secondary", on=self.left.emit)
        self.act = Button("", "primary", icon="tick", on=self._act)
        foot = row(self.line, self.leave, self.act)
        foot.setStretch(0, 1)
        foot.setContentsMargins(16, 8, 16, 8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(plain_box(body), 1)
        whole.addWidget(Frame("footer", foot))

    def show_lines(
        self, lines: Sequence[Any], *, title: str, legend: str, verb: str = "", line: str = "",
        deed: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        """What differs; a verb, where there is something to do about it."""
        self.title.title.setText(title)
        self.title.line.setText(words.changed(lines))
        self.legend.setText(legend)
        self.view.begin("\n".join(_told(one) for one in lines))
        self.view.mark({at: TONES[one.sign] for at, one in enumerate(lines, 1) if one.sign in TONES})
        self.view.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._deed = deed
        self.act.say(verb)
        self.act.setVisible(deed is not None)
        self.line.setText(line)

    def start(self) -> None:
        part = self.view if self.view.isVisible() else self.leave
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act()
        else:
            super().keyPressEvent(event)

    def _act(self) -> None:
        """Once: the second press would find it done."""
        deed, self._deed = self._deed, None
        if deed is not None:
            deed()


def _told(line: Any) -> str:
    if line.sign == "…":
        return SIGNS[line.sign]
    number = line.after if line.after is not None else line.before
    return f"{SIGNS[line.sign]} {number:>4}  {line.text}"
