"""查找 in the minutes: one line above the paper, Enter goes to the next turn that has the words."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.minutes.paper import Paper
from fuyi_desktop.gui.parts import row


class FindLine(QWidget):
    """Enter next, Shift+Enter back, Esc writes on where it is."""

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.paper = paper
        self.line = QLineEdit()
        self.line.setProperty("field", "true")
        self.line.setMinimumHeight(32)
        self.line.setPlaceholderText("查找笔录内容或者发言人")
        self.line.setAccessibleName("查找笔录")
        self.line.returnPressed.connect(self.following)
        self.said = PlainLabel("", tone="ink2", small=True)
        inside = row(
            self.line, self.said, Button("上一处", small=True, on=self.before),
            Button("下一处", small=True, on=self.following),
            Button("关闭", "quiet", small=True, on=self.leave),
        )  # fmt: skip
        inside.setStretch(0, 1)
        inside.setContentsMargins(16, 0, 16, 4)
        self.setLayout(inside)
        self.hide()

    def open(self) -> None:
        self.show()
        self.line.selectAll()
        self.line.setFocus()

    def following(self) -> None:
        self._go(back=False)

    def before(self) -> None:
        self._go(back=True)

    def leave(self) -> None:
        self.hide()
        self.paper.writing.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers():
            self.before()
        else:
            super().keyPressEvent(event)

    def _go(self, *, back: bool) -> None:
        words = self.line.text()
        if not words:
            return
        talk = self.paper.talk
        at = talk.find(words, talk.here, back=back)
        if at < 0:
            self.said.setText("没有找到")
            return
        self.paper.go(at)
        self.said.setText(f"第 {at + 1} 段，共 {len(talk)} 段")
