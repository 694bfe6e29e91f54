"""Keys that are shown once: on the screen, on paper, or in a file on a stick, and kept nowhere."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from fuyi_desktop.domain.errors import CannotWrite
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.printing import ChoosePrinter, ask_printer
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Frame, column, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.theme import Size, font

ONCE = "只显示这一次，程序不保存。请打印或另存到U盘，和电脑分开存放。"
LINE_MM = 8.0


@dataclass(frozen=True)
class Secret:
    """A key as it is printed, and what it is for."""

    name: str
    value: str
    use: str


def in_lines(head: str, secrets: tuple[Secret, ...]) -> list[tuple[str, bool]]:
    """The sheet as lines of text; true marks what is printed bold."""
    lines = [(head, True), (ONCE, False), ("", False)]
    for secret in secrets:
        lines += [
            (secret.name, True),
            *((part, False) for part in parted(secret.value)),
            (secret.use, False),
            ("", False),
        ]
    return lines


def parted(value: str, groups: int = 8) -> list[str]:
    """A long key in lines of a few groups, so that it can be read out and copied by hand."""
    words = value.split()
    if len(words) < 2 and len(value) > 24:
        words = [value[at : at + 4] for at in range(0, len(value), 4)]
    return [" ".join(words[at : at + groups]) for at in range(0, len(words), groups)]


def draw(printer: QPrinter, head: str, secrets: tuple[Secret, ...]) -> None:
    """One page: the head, and each key in groups of four."""
    painter = QPainter(printer)
    millimetre = printer.resolution() / 25.4
    y, width = 25 * millimetre, printer.pageRect(QPrinter.Unit.DevicePixel).width()
    for text, bold in in_lines(head, secrets):
        face = font(Size.TEXT, bold=bold)
        face.setPixelSize(round(4.2 * millimetre))
        painter.setFont(face)
        painter.drawText(
            QRectF(25 * millimetre, y, width - 50 * millimetre, LINE_MM * millimetre),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text,
        )  # fmt: skip
        y += LINE_MM * millimetre
    painter.end()


def write(path: Path, text: str) -> None:
    """The sheet as a text file; CannotWrite where the stick does not take it."""
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise CannotWrite(where=str(path), why=str(error.strerror or "设备没有响应")) from error


class SecretSheet(QWidget):
    """The keys, what each is for, and the two ways to take them along."""

    def __init__(
        self, title: str, secrets: tuple[Secret, ...], head: str, tasks: Tasks, messages: Messages,
        *, ask: ChoosePrinter = ask_printer,
    ) -> None:  # fmt: skip
        super().__init__()
        self._secrets, self._head, self._tasks, self._messages, self._ask = (
            secrets,
            head,
            tasks,
            messages,
            ask,
        )
        self.taken = PlainLabel("", tone="ink2", small=True, wrap=True)
        self.print_button = Button("打印", "secondary", icon="print", on=self._print)
        self.save_button = Button("另存为文件", "secondary", icon="stick", on=self._save)
        parts = column(
            PlainLabel(title, size="title", wrap=True), PlainLabel(ONCE, tone="ink2", wrap=True), 8, gap=4
        )
        for secret in secrets:
            parts.addWidget(self._box(secret))
            parts.addSpacing(4)
        parts.addLayout(row(self.print_button, self.save_button, self.taken, None))
        parts.addStretch(1)
        self.setLayout(parts)

    def start(self) -> None:
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _box(secret: Secret) -> QWidget:
        value = PlainLabel("\n".join(parted(secret.value)), bold=True, wrap=True, copyable=True)
        value.setAccessibleName(secret.name)
        value.setAccessibleDescription(secret.value)
        inside = column(PlainLabel(secret.name, tone="ink2", small=True), value, gap=4)
        inside.addWidget(PlainLabel(secret.use, tone="ink2", small=True, wrap=True))
        inside.setContentsMargins(12, 8, 12, 8)
        return Frame("sunken", inside)

    def _print(self) -> None:
        printer = self._ask(self, "恢复密钥")
        if printer is not None:
            draw(printer, self._head, self._secrets)
            self.taken.say("已送打印机。")

    def _save(self) -> None:
        path = self._messages.save_file(
            "另存恢复密钥", start=Path("恢复密钥.txt"), filters="文本文件 (*.txt)"
        )
        if path is not None:
            text = "\n".join(line for line, _ in in_lines(self._head, self._secrets)) + "\n"
            self._tasks.ask(lambda: write(path, text), lambda _: self.taken.say(f"已存为 {path.name}。"))
