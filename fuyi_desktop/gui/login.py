"""登录和解锁: the password, one sentence where it is wrong, and the way back by the printed recovery key."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import FieldSpec, Kind, LineField
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.gate import Gate, Refusal
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import Frame, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks

WIDTH = 440
NO_RECOVERY = "恢复密钥在建立本站时打印过一次，请向负责人或县中心索取保存件。"
SEVERAL = "本站不止一人时，写明是谁的密码；其他人的密码不变。"
DIFFERENT = "两次输入的密码不一样。"

Open = Callable[[str], Any]
Recover = Callable[[str, str, str], Any]


def same_as(form: Callable[[], Form], name: str) -> Callable[[str], str | None]:
    """A check: the text is what was typed into the field of that name."""
    return lambda text: None if text == form().field(name).text() else DIFFERENT


class Way(QWidget):
    """One more way to the desk, beside the password and the printed key."""

    opened = Signal(object)
    left = Signal()

    def start(self) -> None:
        """Ready for typing."""
        raise NotImplementedError

    def refuse(self, sentence: str) -> None:
        """Show why it did not open."""
        raise NotImplementedError


class Login(QWidget):
    """Asks for the password; what it opens is handed on. Also stands before a locked window."""

    opened = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        open_store: Open,
        recover: Recover | None,
        *,
        title: str,
        verb: str,
        line: str = "",
        county: Way | None = None,
    ) -> None:
        super().__init__()
        self._tasks, self._open, self._recover, self._verb = tasks, open_store, recover, verb
        self._waiting, self._county = False, county
        self.setAccessibleName(title)
        self.refusal = Refusal()
        self._ways = [self._by_password(title, line)]
        if recover is not None:
            self._ways.append(self._by_recovery())
            self._ways[1].hide()
        if county is not None:
            self._ways.append(county)
            county.hide()
            county.opened.connect(self._done)
            county.left.connect(lambda: self._turn(1))
        self._way = 0
        inside = column(*self._ways, gap=0)
        inside.setContentsMargins(24, 20, 24, 20)
        card = Frame("card", inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Gate(card, width=WIDTH))

    def start(self) -> None:
        """Ready for typing, whatever was typed before."""
        self.password.set_text("")
        self.password.show_error("")
        self._turn(0)

    def refuse(self, sentence: str) -> None:
        """Show why it did not open; what was typed is marked, ready to be typed over."""
        if self._way == 0:
            self.password.show_error(sentence)
            self.password.take_focus()
        elif self._county is not None and self._way == 2:
            self._county.refuse(sentence)
        else:
            self.refusal.say(sentence)
            self.recovery.field("key").take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._way > 0:
            self._turn(self._way - 1)
        else:
            super().keyPressEvent(event)

    def _by_password(self, title: str, line: str) -> QWidget:
        self.password = LineField(FieldSpec(name="password", label="密码", kind=Kind.PASSWORD), _no_day)
        self.password.line.returnPressed.connect(self._try)
        self.button = Button(self._verb, "primary", icon="key", on=self._try)
        parts = column(PlainLabel(title, size="title", wrap=True), gap=4)
        if line:
            parts.addWidget(PlainLabel(line, tone="ink2", wrap=True))
        parts.addSpacing(12)
        parts.addWidget(self.password)
        parts.addSpacing(8)
        actions = row(self.button)
        if self._recover is not None:
            actions.addWidget(Button("忘记密码", "quiet", on=lambda: self._turn(1)))
        actions.addStretch(1)
        parts.addLayout(actions)
        parts.addStretch(1)
        return plain_box(parts)

    def _by_recovery(self) -> QWidget:
        self.recovery = Form(
            (
                FieldSpec(name="key", label="恢复密钥", span=12, help=NO_RECOVERY),
                FieldSpec(name="name", label="姓名", span=12, required=False, help=SEVERAL),
                FieldSpec(name="password", label="新密码", kind=Kind.PASSWORD, span=12),
                FieldSpec(
                    name="again", label="再输一次新密码", kind=Kind.PASSWORD, span=12,
                    check=same_as(lambda: self.recovery, "password"),
                ),
            ),
            today=_no_day,
        )  # fmt: skip
        self.recovery.submitted.connect(self._try_recovery)
        parts = column(
            PlainLabel("用恢复密钥打开", size="title"),
            PlainLabel("本人原来的密码从此不再有效，数据不变。", tone="ink2", wrap=True),
            12,
            self.recovery,
            self.refusal,
            8,
            row(
                Button("用恢复密钥打开", "primary", on=self._try_recovery),
                Button("返回", "quiet", on=lambda: self._turn(0)),
                *([Button("请县中心帮忙", "quiet", on=lambda: self._turn(2))] if self._county else []),
                None,
            ),
            None,
            gap=4,
        )
        return plain_box(parts)

    def _turn(self, way: int) -> None:
        self._way = way
        for number, page in enumerate(self._ways):
            page.setVisible(number == way)
        self.refusal.say("")
        if way == 0:
            self.password.take_focus()
        elif self._county is not None and way == 2:
            self._county.start()
        else:
            self.recovery.start()

    def _try(self) -> None:
        password = self.password.text()
        if self._waiting:
            return
        if not password:
            self.refuse(self.password.gap())
            return
        self._wait(lambda: self._open(password))

    def _try_recovery(self) -> None:
        if self._waiting or self._recover is None or not self.recovery.check():
            return
        recover = self._recover
        key, name, password = (self.recovery.field(name).text() for name in ("key", "name", "password"))
        self.refusal.say("")
        self._wait(lambda: recover(key, password, name.strip()))

    def _wait(self, job: Callable[[], Any]) -> None:
        self._waiting = True
        self.button.say("正在打开…")
        self._tasks.ask(job, self._done, failed=self._ready)

    def _ready(self) -> None:
        self._waiting = False
        self.button.say(self._verb)

    def _done(self, opened: Any) -> None:
        self._ready()
        self.password.set_text("")  # so that no widget keeps it
        if self._recover is not None:
            self.recovery.set_values(dict.fromkeys(self.recovery.fields, ""))
        self.opened.emit(opened)


def _no_day() -> date:
    """No field here is a date."""
    raise LookupError("today")
