"""设置: organs and their letterheads, number series, how the window looks, and the way to the rules."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind, choices
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.ledger import Ledger
from fuyi_desktop.gui.memory import Memory
from fuyi_desktop.gui.parts import Card, EmptyState, ScrollPage, TitleRow, column, plain_box, row
from fuyi_desktop.gui.tables import Column
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.theme import Scheme

MOST = 900
SHOWN = 6  # rows before a table scrolls by itself
NEVER = 0

UNIT = (
    FieldSpec(name="full_name", label="机关全称", span=6, example="例：云岭县人民政府"),
    FieldSpec(name="short", label="代字", span=3, required=False, example="例：云府"),
    FieldSpec(name="reconsiders", label="是复议机关", kind=Kind.YES_NO, span=3, default=False),
    FieldSpec(name="level", label="层级", span=3, required=False, example="例：县级政府的部门"),
    FieldSpec(name="superior", label="上级主管部门", span=3, required=False),
    FieldSpec(name="court", label="管辖法院", span=6, required=False, help="告知起诉权利时写明的法院。"),
    FieldSpec(
        name="court_above",
        label="改变原行为时的管辖法院",
        span=6,
        required=False,
        help="撤销、变更等决定由复议机关作被告，一般在中级人民法院。",
        article="行政诉讼法第十五条",
    ),
    FieldSpec(name="address", label="地址", span=6, required=False),
    FieldSpec(name="postcode", label="邮编", span=2, required=False),
    FieldSpec(name="phone", label="电话", span=2, required=False),
    FieldSpec(name="contact", label="联系人", span=2, required=False),
    FieldSpec(
        name="representative",
        label="法定代表人或者负责人",
        span=3,
        required=False,
        help="决定书、答辩状、授权委托书上写明的负责人。",
    ),
    FieldSpec(name="representative_post", label="职务", span=3, required=False, example="例：局长"),
)
UNIT_COLUMNS = (
    Column[Any]("机关", lambda unit: unit["full_name"], width=240, name=True, grows=True),
    Column[Any]("代字", lambda unit: unit["short"], width=88),
    Column[Any]("复议机关", lambda unit: "是" if unit["reconsiders"] else "", width=88),
    Column[Any]("管辖法院", lambda unit: unit["court"], width=180),
    Column[Any]("电话", lambda unit: unit["phone"], width=120),
)
SERIES_COLUMNS = (
    Column[Any]("代字", lambda line: line["short"], width=120, name=True, grows=True),
    Column[Any]("类别", lambda line: line["kind"], width=120),
    Column[Any]("年", lambda line: line["year"], width=72, right=True),
    Column[Any]("下一个号", lambda line: line["next"], width=96, right=True),
    Column[Any]("样式", lambda line: line["pattern"], width=240),
)
LOOKS = (
    FieldSpec(name="scheme", label="颜色", kind=Kind.CHOICE, span=4, choices=choices(*Scheme)),
    FieldSpec(name="large", label="字号", kind=Kind.CHOICE, span=4, choices=choices("标准", "大")),
    FieldSpec(
        name="lock_after",
        label="无操作后锁定",
        kind=Kind.CHOICE,
        span=12,
        choices=(
            Choice("5", "5 分钟"),
            Choice("10", "10 分钟"),
            Choice("30", "30 分钟"),
            Choice("0", "不锁定"),
        ),
    ),
)


class Options(QWidget):
    """The page; every section saves by itself and keeps what is typed until then."""

    left = Signal()
    looks_changed = Signal()
    law_asked = Signal()
    numbers_asked = Signal(str)  # the key of a series, empty for all
    templates_asked = Signal()
    overprint_asked = Signal()

    def __init__(self, app: Any, tasks: Tasks, memory: Memory) -> None:
        super().__init__()
        self._app, self._tasks, self._memory = app, tasks, memory
        self.setAccessibleName("设置")
        head = row(TitleRow("设置", "", back=Button("返回", "quiet", icon="left", on=self.left.emit)))
        head.setContentsMargins(16, 12, 16, 0)
        page = ScrollPage(most=MOST)
        page.add(self._looks(), self._units(), self._series(), self._law(), self._templates())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(page)
        tasks.changed.connect(self._refresh_if)

    def start(self) -> None:
        self.looks.start()
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _refresh_if(self, tables: set[str]) -> None:
        if tables & {"unit", "series", "setting"} and self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        self._tasks.ask(self._app.settings.show, self._show, topic="settings")

    def _show(self, found: Mapping[str, Any]) -> None:
        self.units.show_rows(found["unit"])
        self.series.show_rows(found["series"])

    # looks

    def _looks(self) -> Card:
        self.looks = Form(LOOKS, today=_no_day)
        now = self._memory.now
        self.looks.set_values(
            {"scheme": now.scheme, "large": "大" if now.large else "标准", "lock_after": str(now.lock_after)}
        )
        self.looks.edited.connect(self._look)
        return Card("外观和锁定").add(self.looks)

    def _look(self, _name: str) -> None:
        """At once: a look is judged by looking."""
        chosen = self.looks.values()
        self._memory.keep(
            scheme=Scheme(str(chosen["scheme"])),
            large=chosen["large"] == "大",
            lock_after=int(str(chosen["lock_after"] or NEVER)),
        )
        self.looks_changed.emit()

    # organs and units

    def _units(self) -> Card:
        self.units = Ledger(
            "机关",
            UNIT_COLUMNS,
            EmptyState("还没有机关", "文书的抬头、代字和起诉法院从这里来；入网时也会随准入文件到来。"),
            key=lambda unit: unit["full_name"],
            count="回车修改",
            action=Button("添加机关", "quiet", icon="plus", small=True, on=lambda: self._edit_unit(None)),
            most=SHOWN,
        )
        self.units.table.opened.connect(self._edit_unit)
        self.unit = Form(UNIT, today=_no_day)
        self.unit.submitted.connect(self._save_unit)
        self.save_unit = Button("保存机关", "primary", on=self._save_unit)
        self.unit_box = plain_box(
            column(
                self.unit, row(self.save_unit, Button("不保存", "quiet", on=self._leave_unit), None), gap=8
            )
        )
        self.unit_box.layout().setContentsMargins(16, 8, 16, 4)  # type: ignore[union-attr]
        self.unit_box.hide()
        return self.units.add(self.unit_box)

    def _edit_unit(self, unit: Mapping[str, Any] | None) -> None:
        """A unit is known by its full name; another name is another unit."""
        self.unit.set_values(
            {
                spec.name: (unit or {}).get(spec.name, spec.default if spec.default is not None else "")
                for spec in UNIT
            }
        )
        self.unit_box.show()
        self.unit.start()

    def _leave_unit(self) -> None:
        self.unit_box.hide()
        self.units.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save_unit(self) -> None:
        if not self.unit.check():
            return
        given = self.unit.values() | {"reconsiders": bool(self.unit.values()["reconsiders"])}
        self._tasks.do(
            lambda: self._app.settings.take({"unit": [given]}, "机关"),
            "机关已保存",
            lambda _: self._leave_unit(),
        )

    # number series

    def _series(self) -> Card:
        """A page of its own; here only how each series goes on."""
        self.series = Ledger(
            "文号",
            SERIES_COLUMNS,
            EmptyState("还没有用过文号", "第一次出带文号的文书时从 1 号开始。"),
            key=lambda line: (line["short"], line["kind"], line["year"]),
            count="回车打开",
            action=Button("文号和年终清理", "quiet", small=True, on=lambda: self.numbers_asked.emit("")),
            most=SHOWN,
        )
        self.series.table.opened.connect(
            lambda line: self.numbers_asked.emit(f"{line['short']}/{line['kind']}/{line['year']}")
        )
        return self.series

    # counting

    def _law(self) -> Card:
        """A page of its own: what it changes is looked at before it is made."""
        self.law_line = PlainLabel("放假通知、县规则、县的选择和各项期限的依据", tone="ink2")
        open_page = Button("期限规则与放假安排", "secondary", icon="calendar", on=self.law_asked.emit)
        return Card("期限").add(self.law_line, row(open_page, None))

    # papers

    def _templates(self) -> Card:
        """A page of its own: the text at the left, its page at the right."""
        line = PlainLabel("通知、决定、笔录和表格的文字，可以改成本单位的，也可以恢复原版", tone="ink2")
        open_page = Button("文书模板", "secondary", icon="paper", on=self.templates_asked.emit)
        measure = Button("套打校准", "secondary", icon="print", on=self.overprint_asked.emit)
        return Card("文书").add(line, row(open_page, measure, None))


def _no_day() -> date:
    """No field here is a date."""
    raise LookupError("today")
