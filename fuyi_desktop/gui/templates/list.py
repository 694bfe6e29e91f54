"""The forms, and whose text makes them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fuyi_desktop.domain.templates import Whose
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.labels import HintLine
from fuyi_desktop.gui.parts import EmptyState, Frame, TitleRow, column, plain_box, row
from fuyi_desktop.gui.tables import Column, Table
from fuyi_desktop.gui.templates import words

COLUMNS = (
    Column[Any]("编号", lambda one: one.form, width=72),
    Column[Any]("文书", lambda one: one.title, width=240, name=True, grows=True),
    Column[Any](
        "用的是", lambda one: one.whose.label, tone=lambda one: words.owner_tone(one.whose), width=88
    ),
    Column[Any]("版本", lambda one: one.version, width=128),
    Column[Any]("起用", lambda one: one.since, text=words.since, width=136),
    Column[Any]("由谁", lambda one: one.by, width=88),
    Column[Any]("提示", lambda one: one.note, tone=lambda _: "amber", width=168, grows=True),
)


class TemplateList(QWidget):
    """Enter opens a form."""

    left = Signal()
    opened = Signal(object)
    file_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("文书模板")
        self._rows: Sequence[Any] = ()
        back = Button("设置", "quiet", icon="left", on=self.left.emit)
        take = Button("导入模板文件", "secondary", icon="take_in", on=self.file_asked.emit)
        self.title = TitleRow("文书模板", "", [take], back=back)
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        self.search = QLineEdit()
        self.search.setProperty("field", "true")
        self.search.setFixedHeight(32)
        self.search.setAccessibleName("查找文书")
        self.search.setPlaceholderText("编号、名称，如 F06、受理、本单位、新版")
        self.search.textChanged.connect(lambda: self._look())
        self.search.returnPressed.connect(self._into)
        self.table = Table("文书模板", COLUMNS, key=lambda one: one.form, keeps_first=True)
        self.table.opened.connect(self.opened)
        self.empty = EmptyState("没有这样的文书", "可以按编号、名称或者“本单位”“县里”查找。")
        self.empty.hide()
        inside = column(self.search, self.table, self.empty, gap=8)
        inside.setContentsMargins(16, 12, 16, 8)
        foot = row(HintLine("回车打开", "↓ 进入列表", "Esc 返回设置"), None)
        foot.setContentsMargins(16, 6, 16, 6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(plain_box(inside), 1)
        whole.addWidget(Frame("footer", foot))

    def show_rows(self, rows: Sequence[Any]) -> None:
        self._rows = rows
        own = sum(one.whose is Whose.OWN for one in rows)
        sent = sum(one.whose is Whose.COUNTY for one in rows)
        told = sum(bool(one.note) for one in rows)
        said = [f"{len(rows)} 种文书"]
        said += [f"{own} 种用本单位版本"] if own else []
        said += [f"{sent} 种用县里下发的"] if sent else []
        said += [f"{told} 种要看一下"] if told else []
        self.title.line.setText("，".join(said))
        self._look()

    def start(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self._into()
        else:
            super().keyPressEvent(event)

    def _into(self) -> None:
        """One that is found alone is opened at once."""
        rows = self.table.model_of_rows.rows
        if len(rows) == 1:
            self.opened.emit(rows[0])
        elif rows:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        found = words.found(self._rows, self.search.text())
        self.table.show_rows(found)
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found and bool(self._rows))
