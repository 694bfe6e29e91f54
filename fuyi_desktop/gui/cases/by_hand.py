"""文号 beside a paper that is to be given out: by the program, by hand with a reason, or told first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from fuyi_desktop.domain.errors import NumbersUnsure
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import FieldSpec
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import Card, column, plain_box, row

FIELDS = (
    FieldSpec(name="number", label="文号", span=12, example="例：云府复受〔2026〕7号"),
    FieldSpec(name="reason", label="手填的理由", span=12, example="例：补登手写的通知书"),
)


@dataclass(frozen=True)
class Unsure:
    """The paper was not given out: the next number of its series has to be told first."""

    key: str
    label: str
    changed: set[str] = field(default_factory=set)


def given_out(app: Any, case_id: str, form: str, **given: Any) -> Any:
    """In the worker: the paper as it was given out, or Unsure."""
    try:
        return app.papers.issue(case_id, form, **given)
    except NumbersUnsure as refused:
        return Unsure(str(refused.facts["id"]), str(refused.facts["series"]))


class NumberCard(Card):
    """Closed to one link until it is wanted; what is typed stays when the page is left and come back to."""

    check_asked = Signal(str)  # of the series whose next number is to be told

    def __init__(self, today: Callable[[], date], submit: Callable[[], object]) -> None:
        super().__init__("文号")
        self._key = ""
        self.form = Form(FIELDS, today=today)
        self.form.submitted.connect(submit)
        self.line = PlainLabel("", tone="ink2", small=True, wrap=True)
        self.check_button = Button("核对下一个号", small=True, on=lambda: self.check_asked.emit(self._key))
        self.link = Button("手填文号", "quiet", small=True, on=self._turn)
        self.box = plain_box(column(self.form, gap=0))
        inside = QVBoxLayout()
        inside.setSpacing(8)
        for part in (self.line, self.box):
            inside.addWidget(part)
        inside.addLayout(row(self.check_button, None))
        inside.addLayout(row(self.link, None))
        self.add(inside)
        self.begin()

    def begin(self) -> None:
        """For another paper: the program numbers it."""
        self._key = ""
        self.form.set_values({"number": "", "reason": ""})
        self.check_button.hide()
        self._open(by_hand=False)

    def given(self) -> dict[str, str] | None:
        """What was typed by hand, nothing where the program numbers; None where something is missing."""
        if self.box.isHidden():
            return {}
        if not self.form.check():
            return None
        return {name: str(value or "") for name, value in self.form.values().items()}

    def doubt(self, unsure: Unsure) -> None:
        """Say that the next number has to be told, and lead there."""
        self._key = unsure.key
        self.line.say(f"数据库从备份恢复过，{unsure.label}的下一个号要先对照发文登记簿核对。", "amber")
        self.check_button.show()
        self.check_button.setFocus()

    def settle(self) -> None:
        """The next number has been told meanwhile."""
        self.check_button.hide()
        self._open(by_hand=not self.box.isHidden())

    def _turn(self) -> None:
        self._open(by_hand=self.box.isHidden())
        if not self.box.isHidden():
            self.form.start()

    def _open(self, *, by_hand: bool) -> None:
        self.box.setVisible(by_hand)
        self.line.say("手填的号不占系列的下一个号。" if by_hand else "出具时由程序编号。", "ink2")
        self.link.say("改由程序编号" if by_hand else "手填文号")
