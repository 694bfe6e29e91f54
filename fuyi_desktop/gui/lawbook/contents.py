"""What stands in force: the years, what was imported, the county's choices, the rules with their search."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fuyi_desktop.domain.provisions import ProvisionKind
from fuyi_desktop.domain.workdays import YearStatus
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.lawbook import words
from fuyi_desktop.gui.ledger import Ledger
from fuyi_desktop.gui.parts import Card, EmptyState, ScrollPage, TitleRow, clear, column, plain_box, row
from fuyi_desktop.gui.tables import Column

MOST = 1120
SHOWN = 12  # rules before the table scrolls by itself
DROPPED = (ProvisionKind.PACK, ProvisionKind.TEMPLATE)
FEW = 3  # choices whose meanings fit below the field
YEARS = (
    Column[Any]("年", lambda year: year.year, width=72),
    Column[Any](
        "状态",
        lambda year: words.STATUS[year.status],
        tone=lambda year: "" if year.status is YearStatus.OFFICIAL else "violet",
        width=88,
    ),
    Column[Any](
        "通知", lambda year: year.title or words.ASSUMED[year.status], width=360, name=True, grows=True
    ),
    Column[Any]("发布日期", lambda year: year.published, text=words.published, width=128),
)
IMPORTS = (
    Column[Any]("名称", lambda one: one.name, width=240, name=True, grows=True),
    Column[Any]("种类", lambda one: one.kind.label, width=96),
    Column[Any]("发布日期", lambda one: one.published, text=words.published, width=128),
    Column[Any]("导入人", lambda one: one.by, width=96),
    Column[Any]("状态", lambda one: one.standing, width=184),
)


def rule_columns(today: Callable[[], date]) -> tuple[Column[Any], ...]:
    return (
        Column[Any]("编号", lambda rule: rule.id, width=72),
        Column[Any]("名称", lambda rule: rule.name, width=184, name=True, grows=True),
        Column[Any]("期限", words.period, width=112),
        Column[Any]("依据", lambda rule: rule.article, width=336, grows=True),
        Column[Any]("性质", words.nature, width=80),
        Column[Any]("核对", lambda rule: words.to_check(rule, today()), tone=lambda _: "amber", width=88),
    )


def choice_spec(asked: Any) -> FieldSpec:
    """A switch as a field; one that the county has decided can only be read."""
    switch = asked.switch
    if asked.by:
        by = f"由县规则“{asked.by}”确定。{switch.value(asked.code).meaning}"
        return FieldSpec(
            name=switch.key, label=switch.label, kind=Kind.DERIVED, help=by, article=switch.basis
        )
    few = len(switch.values) <= FEW
    meant = switch.values if few else (switch.value(asked.code),)
    return FieldSpec(
        name=switch.key,
        label=switch.label,
        kind=Kind.CHOICE,
        choices=tuple(Choice(value.code, value.label) for value in switch.values),
        help="\n".join(f"{value.label}：{value.meaning}" for value in meant),
        article=switch.basis,
    )


class Contents(QWidget):
    """One column of sections; the import stands at the top."""

    left = Signal()
    file_asked = Signal()
    dropped = Signal(str)  # the name of a rule pack
    chosen = Signal(object)  # key → code

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._rules: Sequence[Any] = ()
        self._asked: tuple[Any, ...] = ()
        self.setAccessibleName("期限规则与放假安排")
        self.take = Button("导入放假通知、县规则", "primary", icon="take_in", on=self.file_asked.emit)
        back = Button("设置", "quiet", icon="left", on=self.left.emit)
        self.title = TitleRow("期限规则与放假安排", "", [self.take], back=back)
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        self.page = ScrollPage(most=MOST)
        self.page.add(self._years_card(), self._imports_card(), self._choices_card(), self._rules_card())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.page)

    def show_contents(self, found: Any) -> None:
        missing = [str(year.year) for year in found.years if year.status is not YearStatus.OFFICIAL]
        self.title.line.setText(
            f"{'、'.join(missing)} 年放假安排还没有导入" if missing else "各年放假安排都已导入"
        )
        self.years.show_rows(found.years)
        self.imports.show_rows(found.imports)
        self._show_choices(found.switches)
        self._rules = found.rules
        self._search()

    def start(self) -> None:
        self.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _years_card(self) -> Card:
        self.years = Ledger(
            "放假安排",
            YEARS,
            EmptyState("还没有放假安排"),
            key=lambda year: year.year,
            count="每年一份国务院办公厅通知",
        )
        return self.years

    def _imports_card(self) -> Card:
        self.imports = Ledger(
            "导入记录",
            IMPORTS,
            EmptyState("还没有导入过", "随程序带来的放假安排和规则不在这里。"),
            key=lambda one: one.id,
        )
        self.imports.table.chosen.connect(self._offer)
        self.drop = Button("收回县规则", "danger", on=self._drop)
        self.drop_box = plain_box(row(self.drop, None))
        self.drop_box.layout().setContentsMargins(16, 4, 16, 0)  # type: ignore[union-attr]
        self.drop_box.hide()
        return self.imports.add(self.drop_box)

    def _offer(self, one: Any) -> None:
        """A rule pack or template that holds can be taken back; a calendar is amended by a later notice."""
        current = one is not None and one.kind in DROPPED and one.standing == "现行"
        self.drop_box.setVisible(current)
        if current:
            self.drop.say(words.taken_back(one.kind))

    def _drop(self) -> None:
        one = self.imports.table.currentIndex().data(Qt.ItemDataRole.UserRole)
        if one is not None:
            self.dropped.emit(one.name)

    def _choices_card(self) -> Card:
        self._choices = column(gap=8)
        self.form: Form | None = None
        self.save = Button("采用选择", "secondary", on=self._choose)
        card = Card("县的选择", "文件没有写明的由县里定，法律规定的期限不受影响")
        return card.add(plain_box(self._choices), row(self.save, None))

    def _show_choices(self, asked: tuple[Any, ...]) -> None:
        """Made anew only where something has changed: what is chosen and not yet saved stays."""
        if asked == self._asked and self.form is not None:
            return
        self._asked = asked
        clear(self._choices)
        self.form = Form([choice_spec(one) for one in asked], today=self._today)
        self.form.set_values({one.switch.key: _shown(one) for one in asked})
        self.form.submitted.connect(self._choose)
        self._choices.addWidget(self.form)
        self.save.setVisible(any(not one.by for one in asked))

    def _choose(self) -> None:
        assert self.form is not None
        values: Mapping[str, object] = self.form.values()
        free = {one.switch.key: one.code for one in self._asked if not one.by}
        changed = {key: str(values[key]) for key, code in free.items() if values[key] and values[key] != code}
        if changed:
            self.chosen.emit(changed)

    def _rules_card(self) -> Card:
        self.rules = Ledger(
            "期限规则",
            rule_columns(self._today),
            EmptyState("没有这样的规则", "可以按编号、名称、依据或者“法定”“地方”查找。"),
            key=lambda rule: rule.id,
            most=SHOWN,
        )
        self.search = QLineEdit()
        self.search.setProperty("field", "true")
        self.search.setFixedHeight(32)
        self.search.setAccessibleName("查找规则")
        self.search.setPlaceholderText("编号、名称、依据，如 A18、听证、司法确认")
        self.search.textChanged.connect(partial(self._search))
        line = row(PlainLabel("查找", tone="ink2", small=True), self.search)
        line.setContentsMargins(16, 0, 16, 4)
        self.rules.add(plain_box(line))
        layout = self.rules.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, layout.takeAt(layout.count() - 1).widget())  # above its table
        return self.rules

    def _search(self, _typed: str = "") -> None:
        found = words.found(self._rules, self.search.text())
        self.rules.show_rows(
            found, f"{len(found)} 条" if len(found) == len(self._rules) else f"找到 {len(found)} 条"
        )


def _shown(asked: Any) -> str:
    return str(asked.switch.value(asked.code).label if asked.by else asked.code)
