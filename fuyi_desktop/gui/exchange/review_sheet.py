"""One matter that waits: each field as it was, as the station has it, as it stands; and the decision."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from fuyi_desktop.domain.fields import FieldKind
from fuyi_desktop.domain.record import as_plain
from fuyi_desktop.domain.rulings import Decision
from fuyi_desktop.gui.buttons import Button, OptionBox
from fuyi_desktop.gui.exchange import words
from fuyi_desktop.gui.exchange.differences import MarkedText
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind
from fuyi_desktop.gui.forms import Form, make_field
from fuyi_desktop.gui.labels import Chip, ElidedLabel, HintLine, PlainLabel
from fuyi_desktop.gui.parts import Banner, Card, Frame, ScrollPage, TitleRow, clear, column, plain_box, row
from fuyi_desktop.services.matters import NONE, Matter, Point

MOST, NARROW = 1120, 720
CHOICES = (Decision.KEEP, Decision.TAKE, Decision.EDIT, Decision.BOTH)
MEANT = {
    Decision.KEEP: "县里的不变，对方的不采用",
    Decision.TAKE: "县里的改成对方填写的",
    Decision.EDIT: "县里和对方都改成下面填写的",
    Decision.BOTH: "两段文字前后排在一起",
}
WHY_NOT = {Decision.EDIT: "整条记录不能另行填写", Decision.BOTH: "只有一般文字可以并存"}
KINDS = {
    FieldKind.DATE: Kind.DATE, FieldKind.LONG: Kind.LINES, FieldKind.INTEGER: Kind.INTEGER,
    FieldKind.YES_NO: Kind.YES_NO, FieldKind.CHOICE: Kind.CHOICE,
}  # fmt: skip
REASON = FieldSpec(name="why", label="裁决理由", required=False, example="例：与处罚决定书核对过")
DECIDING, LOOKING = "1–4 选择　Enter 裁决并看下一项　Esc 返回", "Esc 返回"
STATION_ONLY = "由县中心裁决，结果会随县中心的下一个同步包传来；在那以前，本站按县里现值办理。"


def spec(point: Point) -> FieldSpec:
    """How a field is filled in anew."""
    kind = Kind.DERIVED if point.fixed else KINDS.get(point.kind, Kind.TEXT)
    if kind is Kind.CHOICE and not point.choices:
        kind = Kind.TEXT
    return FieldSpec(
        name=point.name, label=point.label, kind=kind, required=False, span=12 if kind is Kind.LINES else 6,
        choices=tuple(Choice(one.code, one.label) for one in point.choices), lines=4,
        help="几项之间用顿号隔开" if point.kind is FieldKind.MANY and not point.fixed else "",
    )  # fmt: skip


class Values(Card):
    """原值, 对方填写, 县里现值 of one field side by side; below one another where there is little room."""

    def __init__(self, point: Point, station: str, *, center: bool) -> None:
        super().__init__()
        self.point = point
        head = row(PlainLabel(point.label, bold=True))
        if point.legal:
            head.addWidget(Chip("金额、日期、结果", "amber"))
        head.addStretch(1)
        texts = point.kind in (FieldKind.TEXT, FieldKind.LONG)
        theirs = f"{station}填写" if center else "本站填写"
        self.boxes = (
            self._box("原值", point.base, None, past=True),
            self._box(theirs, point.theirs, point.now if texts else None),
            self._box("县里现值", point.now, point.theirs if texts else None),
        )
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(8)
        for box in self.boxes:
            self._line.addWidget(box, 1)
        self.add(head, self._line)

    def fit(self, *, narrow: bool) -> None:
        kinds = QBoxLayout.Direction
        self._line.setDirection(kinds.TopToBottom if narrow else kinds.LeftToRight)

    def _box(self, who: str, value: str, other: str | None, *, past: bool = False) -> QWidget:
        if NONE in (value, other):
            other = None
        tone = "ink3" if value == NONE else "ink2" if past else "ink"
        text = MarkedText(value, other, tone=tone)
        inside = column(PlainLabel(who, tone="ink2", small=True), text, None, gap=4)
        inside.setContentsMargins(12, 8, 12, 8)
        box = Frame("sunken", inside)
        box.setAccessibleName(f"{self.point.label} {who} {value}")
        return box


class ReviewSheet(QWidget):
    """Keys 1–4 choose, Enter decides and goes on; at a station it can only be looked at."""

    left = Signal()
    decided = Signal(str, object, object, str)  # id, Decision, values or None, why
    case_asked = Signal(str)

    def __init__(self, today: Callable[[], date], *, center: bool) -> None:
        super().__init__()
        self._today, self._center = today, center
        self.matter: Matter | None = None
        self._values: list[Values] = []
        self.form: Form | None = None
        self.setAccessibleName("裁决")
        self.case_button = Button("看案件", icon="paper", on=self._to_case)
        self.title = TitleRow(
            "", "", [self.case_button], back=Button("待裁决", "quiet", icon="left", on=self.left.emit)
        )
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        self.meta = ElidedLabel("", tone="ink2", small=True)
        self._points = column(gap=8)
        self.options: dict[Decision, OptionBox] = {}
        self.choice = self._choices()
        self._edit = plain_box(column(gap=0))
        self.reason = make_field(REASON, today)
        self.decision = Card("裁决")
        self.decision.add(self.choice, self._edit, self.reason)
        self.page = ScrollPage(most=MOST, gap=8)
        self.page.add(self.meta, Banner("accent", STATION_ONLY), plain_box(self._points), self.decision, None)
        self._banner = self.page.findChild(Banner)
        self.line = HintLine(DECIDING)
        self.leave = Button("以后再说", "secondary", on=self.left.emit)
        self.act = Button("裁决", "primary", icon="tick", on=self.decide)
        foot = row(self.line, None, self.leave, self.act)
        foot.setContentsMargins(16, 8, 16, 8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.page, 1)
        whole.addWidget(Frame("footer", foot))
        for part in (self.decision, self.act):
            part.setVisible(center)
        assert self._banner is not None
        self._banner.setVisible(not center)
        if not center:
            self.leave.say("返回")

    def show_matter(self, matter: Matter, place: int, of: int, when: str) -> None:
        """One matter, the so-manyeth of those that wait."""
        self.matter = matter
        waiting = matter.waiting
        title = "　".join(filter(None, (matter.number, waiting.case))) or matter.about
        self.title.title.setText(title)
        self.title.line.setText(f"第 {place} 项，共 {of} 项")
        self.case_button.setVisible(bool(waiting.case_id))
        who = f"{waiting.author or '没有记名'}（{waiting.station_name}）"
        self.meta.setText(f"{matter.about}　{who}　{when}收到{words.whole(waiting)}")
        clear(self._points)
        self._values = [Values(point, waiting.station_name, center=self._center) for point in matter.points]
        for part in self._values:
            self._points.addWidget(part)
        self._offer(waiting.choices)
        self._make_form(matter.points)
        self.reason.set_text("")
        self._fit()
        self.page.verticalScrollBar().setValue(0)

    def start(self) -> None:
        part: QWidget = self.options[Decision.KEEP] if self._center else self.leave
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def chosen(self) -> Decision | None:
        return next((one for one, box in self.options.items() if box.isChecked()), None)

    def choose(self, decision: Decision) -> None:
        box = self.options[decision]
        if box.isEnabled():
            box.setChecked(True)
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            if decision is Decision.EDIT and self.form is not None:
                self.form.start()
                QTimer.singleShot(0, self, lambda: self.page.bring(self._edit))

    def decide(self) -> None:
        """What is chosen, once; of what is filled in anew only what differs."""
        if self.matter is None or not self._center:
            return
        decision = self.chosen
        if decision is None:
            self.line.say("先选一种裁决：按 1–4", "amber")
            self.options[Decision.KEEP].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        values = None
        if decision is Decision.EDIT:
            assert self.form is not None
            if not self.form.check():
                return
            values = self._filled_in()
            if not values:
                self.line.say("另行填写的和现值一样，请改好再裁决", "amber")
                self.form.start()
                return
        self.decided.emit(self.matter.id, decision, values, self.reason.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.decide()
        elif self._center and 0 <= number < len(CHOICES):
            self.choose(CHOICES[number])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _choices(self) -> QWidget:
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._group = QButtonGroup(self)
        for number, one in enumerate(CHOICES, 1):
            box = OptionBox(str(number), one.value, MEANT[one], height=72)
            box.setAccessibleName(f"{number} {one.value}")
            box.toggled.connect(partial(self._toggled, one))
            self.options[one] = box
            self._group.addButton(box)
        return plain_box(self._grid)

    def _offer(self, open_: Sequence[Decision]) -> None:
        """Nothing is chosen beforehand; what cannot be chosen stays and says why."""
        self._group.setExclusive(False)
        for one, box in self.options.items():
            box.setChecked(False)
            box.setEnabled(one in open_)
            below = MEANT[one] if one in open_ else WHY_NOT.get(one, "")
            box.findChildren(PlainLabel)[-1].setText(below)
            box.setAccessibleDescription(below)
        self._group.setExclusive(True)
        self.line.say(DECIDING if self._center else LOOKING, "ink3")

    def _make_form(self, points: Sequence[Point]) -> None:
        line = self._edit.layout()
        assert line is not None
        clear(line)
        self.form = Form([spec(point) for point in points], today=self._today)
        for point in points:
            self.form.field(point.name).set_value(_shown(point))
        self.form.submitted.connect(self.decide)
        line.addWidget(self.form)
        self._edit.hide()

    def _filled_in(self) -> dict[str, Any]:
        assert self.form is not None and self.matter is not None
        found = self.form.values()
        given = {point.name: _meant(point, found[point.name]) for point in self.matter.points}
        return {
            point.name: given[point.name]
            for point in self.matter.points
            if not point.fixed and given[point.name] != _plain(point.given)
        }

    def _toggled(self, decision: Decision, checked: bool) -> None:  # noqa: FBT001  # as Qt emits it
        if decision is Decision.EDIT:
            self._edit.setVisible(checked)

    def _to_case(self) -> None:
        if self.matter is not None and self.matter.waiting.case_id:
            self.case_asked.emit(self.matter.waiting.case_id)

    def _fit(self) -> None:
        narrow = self.width() < NARROW
        for part in self._values:
            part.fit(narrow=narrow)
        across = 2 if narrow else len(CHOICES)
        for at, box in enumerate(self.options.values()):
            self._grid.addWidget(box, at // across, at % across)


def _shown(point: Point) -> object:
    """What the field begins with: what stands now."""
    if point.fixed:
        return point.now
    value = point.given
    match value:
        case list() | tuple():
            return "、".join(str(one) for one in value)
        case str() if point.kind is FieldKind.DATE and value:
            return date.fromisoformat(value)
        case _:
            return value if value is not None else ""


def _meant(point: Point, value: object) -> Any:
    """As a record keeps it."""
    if point.kind is FieldKind.MANY:
        return [part.strip() for part in str(value or "").split("、") if part.strip()]
    if value in (None, ""):
        return None if point.given is None or point.kind is FieldKind.DATE else ""
    return as_plain(value)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
