"""套打校准: how far each printer of this PC is off, and the sheet with which that is measured."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.printing import ChoosePrinter
from fuyi_desktop.gui.cases.serving_desk import sheet_printed
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.ledger import Ledger
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Card, EmptyState, ScrollPage, TitleRow, row
from fuyi_desktop.gui.tables import Column
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.overprint import Offset
from fuyi_desktop.services.serving import BY_POST

MOST = 900
HOW = (
    "一、选打印机和纸，打测试页。二、量十字到纸边的距离：应当都是 20 毫米。"
    "三、偏左几毫米，左右偏移就填几，偏右填负数；偏上几毫米，上下偏移就填几，偏下填负数。"
    "四、保存后再打一张，十字应当在原位。"
)
COLUMNS = (
    Column[Any]("打印机", lambda line: line[0], width=320, name=True, grows=True),
    Column[Any]("左右偏移（毫米）", lambda line: f"{line[1][0]:g}", width=140, right=True),
    Column[Any]("上下偏移（毫米）", lambda line: f"{line[1][1]:g}", width=140, right=True),
)


def printers() -> tuple[str, ...]:
    """The printers that this PC knows."""
    return tuple(QPrinterInfo.availablePrinterNames())


def specs(known: Sequence[str]) -> tuple[FieldSpec, ...]:
    """Printer, paper and the two offsets; a printer that the PC does not list is typed."""
    listed = tuple(Choice(name, name) for name in known)
    return (
        FieldSpec(name="printer", label="打印机", kind=Kind.CHOICE if listed else Kind.TEXT, choices=listed,
                  default=known[0] if known else None, span=6),
        FieldSpec(name="form", label="纸", kind=Kind.CHOICE, span=6, default="E01",
                  choices=tuple(Choice(form, title) for form, title in BY_POST.items())),
        FieldSpec(name="right", label="左右偏移（毫米）", span=3, default="0", check=wrong,
                  help="往右移为正，例如 1.5。"),
        FieldSpec(name="down", label="上下偏移（毫米）", span=3, default="0", check=wrong,
                  help="往下移为正，例如 -0.8。"),
    )  # fmt: skip


def wrong(text: str) -> str | None:
    """What is wrong with a typed offset."""
    return None if millimetres(text) is not None else f"“{text}”不是毫米数，例如 1.5 或者 -0.8。"


def millimetres(text: str) -> float | None:
    """A number of millimetres as it is typed, wide characters forgiven; None for anything else."""
    plain = text.strip().translate(str.maketrans("０１２３４５６７８９．－，,", "0123456789.-.."))
    try:
        found = float(plain.removesuffix("毫米").removesuffix("mm").strip())
    except ValueError:
        return None
    return found if abs(found) < 1000 else None  # neither nan nor inf


class OverprintPage(QWidget):
    """The printers that were measured, and below them one that is being measured."""

    left = Signal()

    def __init__(
        self, app: App, tasks: Tasks, messages: Messages, choose_printer: ChoosePrinter,
        *, known: Callable[[], Sequence[str]] = printers,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setAccessibleName("套打校准")
        self.app, self.tasks, self.messages = app, tasks, messages
        self._choose_printer = choose_printer
        self.lines = Ledger(
            "已校准的打印机", COLUMNS,
            EmptyState("还没有校准过打印机", "没有校准的打印机按原位打印；偏移只保存在这台电脑上。"),
            key=lambda line: line[0], count="回车修改",
        )  # fmt: skip
        self.lines.table.opened.connect(self._edit)
        self.form = Form(specs(tuple(known())), today=lambda: app.office.today)
        self.form.edited.connect(self._edited)
        self.form.submitted.connect(self.save)
        self.test_button = Button("打测试页", icon="print", on=self.print_test)
        self.save_button = Button("保存偏移", "primary", on=self.save)
        how = PlainLabel(HOW, tone="ink2", small=True, wrap=True)
        card = Card("量一台打印机").add(how, self.form, row(self.save_button, self.test_button, None))
        head = row(TitleRow("套打校准", "", back=Button("返回", "quiet", icon="left", on=self.left.emit)))
        head.setContentsMargins(16, 12, 16, 0)
        page = ScrollPage(most=MOST)
        page.add(self.lines, card, None)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(page)
        tasks.changed.connect(self._refresh_if)

    def start(self) -> None:
        self.form.start()
        self._refresh()

    def save(self) -> None:
        """Keep the offsets of the printer."""
        if not self.form.check():
            return
        printer = str(self.form.values()["printer"])
        right, down = self.offset()
        deed = partial(self.app.overprint.measure, printer, right, down)
        self.tasks.do(deed, f"{printer}的偏移已保存")

    def print_test(self) -> None:
        """Crosses on the chosen paper, moved by the offsets as they are typed now."""
        if not self.form.check():
            return
        printer = self._choose_printer(self.window(), "测试页")
        if printer is not None:
            form = str(self.form.values()["form"])
            job = partial(crosses_printed, self.app, form, self.offset(), printer)
            self.tasks.ask(job, self._was_sent)

    def offset(self) -> Offset:
        typed = self.form.values()
        return millimetres(str(typed["right"])) or 0.0, millimetres(str(typed["down"])) or 0.0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _refresh_if(self, tables: set[str]) -> None:
        if "setting" in tables and self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        self.tasks.ask(self.app.overprint.offsets, self._show, topic="overprint")

    def _show(self, found: dict[str, Offset]) -> None:
        self._found = found
        self.lines.show_rows(tuple(found.items()))
        self._edited("printer")

    _found: dict[str, Offset] = {}  # noqa: RUF012  # replaced as a whole by each answer

    def _edit(self, line: tuple[str, Offset]) -> None:
        self.form.field("printer").set_text(line[0])
        self._edited("printer")
        self.form.field("right").take_focus()

    def _edited(self, name: str) -> None:
        """A printer that was measured brings its offsets."""
        if name == "printer" and (known := self._found.get(str(self.form.values()["printer"]))):
            self.form.set_values({"right": f"{known[0]:g}", "down": f"{known[1]:g}"})

    def _was_sent(self, taken: bool) -> None:  # noqa: FBT001  # the worker's answer
        if taken:
            self.messages.good("测试页已送打印机")
        else:
            self.messages.error("打印机没有接收。请检查打印机后再打印。")


def crosses_printed(app: App, form: str, offset: Offset, printer: QPrinter) -> bool:
    """In the worker: the test sheet at the size of the form's paper."""
    return sheet_printed(app, app.overprint.test_sheet(form, offset), printer)
