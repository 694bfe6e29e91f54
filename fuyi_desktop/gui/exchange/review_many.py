"""Several matters decided in the same way: what each field would hold, before anything is written."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.domain.rulings import Decision
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.exchange import words
from fuyi_desktop.gui.fields import FieldSpec
from fuyi_desktop.gui.forms import make_field
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import Frame, TitleRow, column, plain_box, row
from fuyi_desktop.gui.tables import Column, Table
from fuyi_desktop.services.matters import Matter

REASON = FieldSpec(name="why", label="裁决理由", example="例：与窗口逐项核对过")


def columns() -> tuple[Column[Any], ...]:
    return (
        Column[Any]("案件", lambda one: one[0].number or one[0].about, width=168),
        Column[Any]("当事人", lambda one: one[0].waiting.case, width=144, name=True, grows=True),
        Column[Any]("项目", lambda one: one[0].fields, width=144),
        Column[Any]("县里现值", lambda one: words.values(one[0], "now"), width=200, grows=True),
        Column[Any](
            "裁决以后", lambda one: words.values(one[0], one[1]), tone=lambda one: words.changes(*one),
            width=200, grows=True,
        ),
        Column[Any]("单位", lambda one: one[0].waiting.station_name, width=176),
    )  # fmt: skip


class ReviewMany(QWidget):
    """The table, the reason, and the verb; a reason is asked for, since nobody read them one by one."""

    left = Signal()
    agreed = Signal(object, object, str)  # Decision, ids, why

    def __init__(self) -> None:
        super().__init__()
        self._decision, self._found = Decision.KEEP, list[Matter]()
        self.setAccessibleName("成批裁决")
        self.title = TitleRow("成批裁决", "", back=Button("待裁决", "quiet", icon="left", on=self.left.emit))
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        self.table = Table("将要裁决的事项", columns(), key=lambda one: one[0].id, keeps_first=True)
        self.reason = make_field(REASON, _no_day)
        body = column(self.table, self.reason, gap=12)
        body.setStretch(0, 1)
        body.setContentsMargins(16, 12, 16, 12)
        self.line = PlainLabel("先看清楚，再裁决；每一项都会单独告诉填写的单位", tone="ink2", small=True)
        self.leave = Button("不裁决", "secondary", on=self.left.emit)
        self.act = Button("裁决", "primary", icon="tick", on=self._agree)
        foot = row(self.line, None, self.leave, self.act)
        foot.setContentsMargins(16, 8, 16, 8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(plain_box(body), 1)
        whole.addWidget(Frame("footer", foot))

    def show_many(self, decision: Decision, found: Sequence[Matter]) -> None:
        self._decision, self._found = decision, list(found)
        side = "theirs" if decision is Decision.TAKE else "now"
        self.title.title.setText(f"成批裁决：{decision.value}")
        self.title.line.setText(f"{len(found)} 项")
        self.table.show_rows([(one, side) for one in found])
        self.reason.set_text("")
        self.reason.show_error("")
        self.act.say(f"{len(found)} 项都{decision.value}")
        self.act.setEnabled(True)

    def start(self) -> None:
        self.reason.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._agree()
        else:
            super().keyPressEvent(event)

    def _agree(self) -> None:
        """Once: the second press would find them decided."""
        if gap := self.reason.gap():
            self.reason.show_error(gap)
            self.reason.take_focus()
        elif self.act.isEnabled():
            self.act.setEnabled(False)
            ids = [one.id for one in self._found]
            self.agreed.emit(self._decision, ids, self.reason.text().strip())


def _no_day() -> date:
    """No field here is a date."""
    raise LookupError("today")
