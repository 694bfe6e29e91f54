"""What a change of the law would move, in a table, before it is made."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.lawbook import words
from fuyi_desktop.gui.parts import EmptyState, Frame, TitleRow, column, plain_box, row
from fuyi_desktop.gui.tables import Column, Table

Today = Callable[[], date]
NOTHING = "没有期限变动"


def columns(today: Today) -> tuple[Column[Any], ...]:
    """案件, 事项, 原来, 现在: the dates by which lists put the case."""

    def tone(told: Any) -> str:
        return "violet" if told is not None and told.provisional else ""

    return (
        Column[Any]("案件", lambda one: one.number, width=168),
        Column[Any]("当事人", lambda one: one.party or one.title, width=160, name=True, grows=True),
        Column[Any]("事项", lambda one: f"{one.duty}（{one.rule}）", width=232, grows=True),
        Column[Any](
            "原来",
            lambda one: words.answer(one.old, today()),
            tone=lambda one: tone(one.old),
            width=208,
        ),
        Column[Any](
            "现在",
            lambda one: words.answer(one.new, today()),
            tone=lambda one: tone(one.new),
            width=208,
        ),
    )


class Preview(QWidget):
    """The table, and the two verbs below it."""

    left = Signal()
    agreed = Signal()

    def __init__(self, today: Today) -> None:
        super().__init__()
        self.setAccessibleName("将要变动的期限")
        self.title = TitleRow("", "", back=Button("期限规则", "quiet", icon="left", on=self.left.emit))
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        self.note = PlainLabel("", tone="amber")
        self.table = Table(
            "将要变动的期限", columns(today), key=lambda one: (one.case_id, one.rule, one.start)
        )
        self.empty = EmptyState(NOTHING)
        body = column(self.note, self.table, self.empty, gap=12)
        body.setContentsMargins(16, 12, 16, 12)
        self.line = PlainLabel("", tone="ink2", small=True)
        self.leave = Button("不采用", "secondary", on=self.left.emit)
        self.agree = Button("采用", "primary", icon="tick", on=self._agree)
        foot = row(self.line, None, self.leave, self.agree)
        foot.setContentsMargins(16, 8, 16, 8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(plain_box(body), 1)
        whole.addWidget(Frame("footer", foot))

    def show_outcome(self, outcome: Any, *, title: str, verb: str) -> None:
        """What would become of the open deadlines; one that stands already can only be left."""
        self.title.title.setText(title)
        self.title.line.setText(words.counted(outcome))
        self.note.setText(outcome.note)
        self.note.setVisible(bool(outcome.note and outcome.moved))
        self.table.show_rows(outcome.moved)
        self.table.setVisible(bool(outcome.moved))
        self.empty.say(NOTHING, outcome.note or "采用以后，新的期限按它推算。")
        self.empty.setVisible(not outcome.moved)
        self.line.setText("" if outcome.already else "先看清楚，再采用；新旧日期记入各案日志，已出的文书不变")
        self.leave.say("返回" if outcome.already else "不采用")
        self.agree.say(verb)
        self.agree.setVisible(not outcome.already)
        self.agree.setEnabled(True)

    def start(self) -> None:
        """The focus on the table where there is one: it is to be looked at."""
        part = self.table if self.table.isVisible() else self.leave
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.agree.isVisible():
            self._agree()
        else:
            super().keyPressEvent(event)

    def _agree(self) -> None:
        """Once: the second press would find it done."""
        if self.agree.isEnabled():
            self.agree.setEnabled(False)
            self.agreed.emit()
