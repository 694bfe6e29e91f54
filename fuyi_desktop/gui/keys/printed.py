"""The county's printed keys on a new sheet: those that were typed are not shown, a new one is shown once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.printing import ChoosePrinter
from fuyi_desktop.gui.keysheet import Secret, SecretSheet, draw
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Card, clear, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks

USES = {
    "县根密钥": "更换县中心密钥时用。封存在保险柜里，平时不用。",
    "县恢复密钥": "县中心的电脑损坏，或者站点忘记密码时用。封存在保险柜里，平时不用。",
}
NEW = "新的县恢复密钥：请立即打印，封存，把旧纸销毁"
AGAIN = "核对无误。要重新打印吗？"


class PrintedCard(Card):
    """Hidden until there is something to print; nothing is kept afterwards."""

    left = Signal()

    def __init__(self, tasks: Tasks, messages: Messages, ask: ChoosePrinter, head: str) -> None:
        super().__init__()
        self._tasks, self._messages, self._ask, self._head = tasks, messages, ask, head
        self._secrets: tuple[Secret, ...] = ()
        self._inside = column(gap=8)
        self.add(plain_box(self._inside))
        self.setAccessibleName("打印县密钥")
        self.hide()

    def open(self, secrets: tuple[tuple[str, str], ...], *, new: bool) -> None:
        clear(self._inside)
        self._secrets = tuple(Secret(name, value, USES[name]) for name, value in secrets)
        first: QWidget
        if new:
            sheet = SecretSheet(NEW, self._secrets, self._head, self._tasks, self._messages, ask=self._ask)
            self._inside.addWidget(sheet)
            self._inside.addLayout(row(Button("已收好", "secondary", on=self.close_card), None))
            first = sheet.print_button
        else:
            names = "、".join(secret.name for secret in self._secrets)
            print_ = Button("重新打印", "secondary", icon="print", on=self._print)
            self._inside.addWidget(PlainLabel(AGAIN, bold=True, wrap=True))
            self._inside.addWidget(PlainLabel(f"{names}。打印后请把旧纸销毁。", tone="ink2", wrap=True))
            self._inside.addLayout(row(print_, Button("不打印", "secondary", on=self.close_card), None))
            first = print_
        self.show()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_card(self) -> None:
        self._secrets = ()
        clear(self._inside)
        self.hide()
        self.left.emit()

    def _print(self) -> None:
        printer = self._ask(self, "县密钥")
        if printer is not None:
            draw(printer, self._head, self._secrets)
            self._messages.good("已送打印机")
            self.close_card()
