"""请县中心帮忙: before the desk, when password and printed key are lost: a request out, an answer in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.digits import DigitsField
from fuyi_desktop.gui.fields import FieldSpec, Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.gate import Refusal
from fuyi_desktop.gui.labels import ElidedLabel, PlainLabel
from fuyi_desktop.gui.login import Way, same_as
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks

HALF = 14  # characters: three groups of four digits
FILES = "恢复文件 (*.fuyi)"
LINE = "密码忘了、恢复密钥也找不到时，由县中心用保险柜里的密钥帮助打开。数据不变。"
KEEP = "请抄下这 24 位：现在读给县中心，收到答复时还要输一次。关了窗口就不再显示。"
SEVERAL = "本站不止一人时，写明是谁的密码。"


class CountyHelp(Way):
    """Two steps, days apart: nothing has to stay open between them."""

    def __init__(
        self, tasks: Tasks, messages: Messages, ask: Callable[[str, Path], Any],
        finish: Callable[[Path, str, str, str], Any],
    ) -> None:  # fmt: skip
        super().__init__()
        self._tasks, self._messages, self._ask, self._finish = tasks, messages, ask, finish
        self._answer: Path | None = None
        self._waiting = False
        self.setAccessibleName("请县中心帮忙")
        self.name = Form((FieldSpec(name="name", label="本站名称", span=12),), today=_no_day)
        self.name.submitted.connect(self._write)
        self.write = Button("写出恢复申请", "primary", on=self._write)
        self.written = PlainLabel("", tone="ink2", small=True, wrap=True)
        self.code = PlainLabel("", size="title", copyable=True)
        self.code.hide()
        self.choose = Button("选择恢复答复", "secondary", on=self._choose)
        self.chosen = ElidedLabel("", tone="ink2")
        self.heard = DigitsField("写出申请时抄下的 24 位数字", "和读给县中心的是同一组")
        self.fresh = Form(
            (
                FieldSpec(name="person", label="姓名", span=12, required=False, help=SEVERAL),
                FieldSpec(name="password", label="新密码", kind=Kind.PASSWORD, span=12),
                FieldSpec(
                    name="again", label="再输一次新密码", kind=Kind.PASSWORD, span=12,
                    check=same_as(lambda: self.fresh, "password"),
                ),
            ),
            today=_no_day,
        )  # fmt: skip
        self.fresh.submitted.connect(self._open)
        self.open_button = Button("用答复打开", "secondary", icon="key", on=self._open)
        self.refusal = Refusal()
        later = column(
            row(self.choose, self.chosen, None), self.heard, self.fresh, row(self.open_button, None), gap=8
        )
        parts = column(
            PlainLabel("请县中心帮忙", size="title"),
            PlainLabel(LINE, tone="ink2", wrap=True),
            8,
            PlainLabel("1　写出恢复申请，打电话", bold=True),
            self.name,
            row(self.write, None),
            self.written,
            self.code,
            8,
            PlainLabel("2　收到县中心的答复以后", bold=True),
            plain_box(later),
            self.refusal,
            8,
            row(Button("返回", "quiet", on=self.left.emit), None),
            gap=6,
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(parts)

    def start(self) -> None:
        self.refusal.say("")
        self.name.start()

    def refuse(self, sentence: str) -> None:
        self.refusal.say(sentence)

    def _write(self) -> None:
        self.refusal.say("")
        if not self.name.check():
            return
        name = str(self.name.values()["name"])
        out = self._messages.save_file("写出恢复申请", start=Path(f"恢复申请_{name}.fuyi"), filters=FILES)
        if out is not None:
            self._tasks.ask(lambda: self._ask(name, out), self._written)

    def _written(self, asked: Any) -> None:
        self.written.setText(f"已写出 {Path(asked.out).name}，请送到县中心。{KEEP}")
        self.code.setText(f"{asked.code[:HALF]}\n{asked.code[HALF:].strip()}")  # six groups in two lines
        self.code.setAccessibleName(f"一次性数字 {asked.code}")
        self.code.show()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        path = self._messages.open_file("选择恢复答复", filters=FILES)
        if path is not None:
            self._answer = path
            self.chosen.setText(path.name)
            self.heard.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> None:
        self.refusal.say("")
        answer = self._answer
        if self._waiting:
            return
        if answer is None:
            self.refusal.say("请先选择县中心送回的恢复答复。")
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.heard.check() or not self.fresh.check():
            return
        digits = self.heard.digits()
        person, password = (self.fresh.field(name).text() for name in ("person", "password"))
        self._waiting = True
        self._tasks.ask(
            lambda: self._finish(answer, digits, password, person.strip()), self._done, failed=self._ready
        )

    def _ready(self) -> None:
        self._waiting = False

    def _done(self, opened: Any) -> None:
        self._waiting = False
        self.heard.clear()
        self.fresh.set_values(dict.fromkeys(self.fresh.fields, ""))
        self.opened.emit(opened)


def _no_day() -> date:
    """No field here is a date."""
    raise LookupError("today")
