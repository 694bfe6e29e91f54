"""答复恢复申请: at the center, with the request, the safe's key and the digits on the telephone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.digits import DigitsField
from fuyi_desktop.gui.fields import FieldSpec, Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import ElidedLabel, PlainLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Card, row
from fuyi_desktop.gui.tasks import Tasks

FILES = "恢复文件 (*.fuyi)"
LINE = (
    "对方忘记密码、本站恢复密钥也找不到时用。先按县中心登记的号码打回去，确认是本人；"
    "再请两人在场，取出县恢复密钥。屏幕上不显示、县中心也不保存任何秘密。"
)


class AnswerCard(Card):
    """Three things are needed; the answer is written when all are there."""

    left = Signal()
    answered = Signal()

    def __init__(self, app: Any, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._app, self._tasks, self._messages = app, tasks, messages
        self._request: Path | None = None
        self.setAccessibleName("答复恢复申请")
        self.choose = Button("选择恢复申请", "secondary", on=self._choose)
        self.name = ElidedLabel("", tone="ink2")
        self.heard = DigitsField("对方读出的 24 位数字", "请对方在电话里读，边听边输")
        self.form = Form(
            (
                FieldSpec(
                    name="recovery", label="县恢复密钥", kind=Kind.PASSWORD, span=12,
                    help="照保险柜里的打印件输入；不显示，用完即忘。",
                ),
            ),
            today=_no_day,
        )  # fmt: skip
        self.form.submitted.connect(self._answer)
        self.write = Button("写出恢复答复", "primary", on=self._answer)
        self.leave = Button("不办了", "secondary", on=self.close_card)
        self.add(
            PlainLabel("答复恢复申请", bold=True), PlainLabel(LINE, tone="ink2", wrap=True),
            row(self.choose, self.name, None), self.heard, self.form, row(self.write, self.leave, None),
        )  # fmt: skip
        self.hide()

    def open(self) -> None:
        self._request = None
        self.name.setText("")
        self.heard.clear()
        self.form.set_values({"recovery": ""})
        self.show()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_card(self) -> None:
        self.form.set_values({"recovery": ""})
        self.heard.clear()
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        path = self._messages.open_file("选择恢复申请", filters=FILES)
        if path is not None:
            self._request = path
            self.name.setText(path.name)
            self.heard.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self) -> None:
        request = self._request
        if request is None:
            self._messages.note("请先选择恢复申请。")
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.heard.check() or not self.form.check():
            return
        digits, printed = self.heard.digits(), str(self.form.values()["recovery"])
        out = self._messages.save_file("写出恢复答复", start=Path("恢复答复.fuyi"), filters=FILES)
        if out is not None:
            self._tasks.ask(self._call(request, printed, digits, out), self._answered)

    def _call(self, request: Path, printed: str, digits: str, out: Path) -> Callable[[], dict[str, str]]:
        app = self._app

        def call() -> dict[str, str]:
            told: dict[str, str] = app.county_recovery.answer(request, printed, digits, out)
            return told

        return call

    def _answered(self, told: dict[str, str]) -> None:
        self._messages.good(f"已写出 {Path(told['out']).name}，请带回“{told['name']}”")
        self.close_card()
        self.answered.emit()


def _no_day() -> date:
    """No field here is a date."""
    raise LookupError("today")
