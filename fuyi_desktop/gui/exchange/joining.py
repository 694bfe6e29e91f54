"""办理入网: four steps on each side, in order, with the telephone between them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.digits import DigitsField, ReadOut
from fuyi_desktop.gui.fields import FieldSpec, Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import ElidedLabel, PlainLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Card, Frame, ScrollPage, TitleRow, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.theme import dress

MOST = 760
FILES = "入网文件 (*.fuyi)"
TABLES = {"station", "unit", "setting", "peer", "case", "step"}  # what joining and admitting may touch


class StepCard(Card):
    """One step: number, what is done, why it waits, and what came of it."""

    def __init__(self, number: int, title: str, line: str) -> None:
        super().__init__()
        self.setAccessibleName(f"第 {number} 步 {title}")
        self._number = PlainLabel(str(number), tone="accent", bold=True)
        self._number.setFixedWidth(16)
        self._tick = IconLabel("", "accent")
        self.result = PlainLabel("", wrap=True)
        head = row(self._number, PlainLabel(title, bold=True), None, self._tick, gap=8)
        self._body = column(PlainLabel(line, tone="ink2", wrap=True), gap=8)
        self._body.setContentsMargins(24, 0, 0, 0)
        self.add(head, self._body)

    def put(self, *parts: QWidget) -> "StepCard":
        for part in parts:
            self._body.addWidget(part)
        return self

    def press(self, button: Button, why: PlainLabel | None = None) -> "StepCard":
        """The step's button, with the reason beside it while it waits."""
        line = row(button, *((why,) if why else ()), self.result)
        line.setStretch(line.count() - 1, 1)
        self._body.addLayout(line)
        return self

    def done(self, text: str) -> None:
        self._tick.show_icon("tick" if text else "", "accent")
        if self.result.parent() is None:
            self._body.addWidget(self.result)
        self.result.setText(text)
        self.result.setVisible(bool(text))


class Joining(QWidget):
    """The page; what differs between the two sides are its steps."""

    left = Signal()

    def __init__(self, title: str, line: str, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._tasks, self._messages = tasks, messages
        self.setAccessibleName(title)
        self.back = Button("数据交换", "quiet", icon="left", on=self.left.emit)
        head = row(TitleRow(title, "", back=self.back), gap=0)
        head.setContentsMargins(16, 12, 16, 0)
        self.page = ScrollPage(most=MOST)
        self.line = PlainLabel(line, tone="ink2", wrap=True)
        self.page.add(self.line)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _next(self, button: Button | None) -> None:
        """One blue button on the page: the step that comes next, none where all is done."""
        for one in self.findChildren(Button):
            if one.property("look") in ("primary", "secondary"):
                dress(one, look="primary" if one is button else "secondary")

    def _choose(self, title: str) -> Path | None:
        return self._messages.open_file(title, filters=FILES)

    def _target(self, title: str, name: str) -> Path | None:
        return self._messages.save_file(title, start=Path(name), filters=FILES)


class StationJoining(Joining):
    """At a township or an agency: card, digits heard, request, own digits read out, grant."""

    def __init__(
        self, enrolment: Any, tasks: Tasks, messages: Messages, *, name: str, code: Callable[[], str]
    ) -> None:
        super().__init__(
            "办理入网",
            "入网后才能和县中心收发数据包。文件用U盘或邮件传送，数字在电话里核对，两样都对才算数。",
            tasks,
            messages,
        )
        self._enrolment, self._name, self._code = enrolment, name, code
        self._card: Path | None = None
        self.choose_card = Button("选择入网卡", "primary", on=self._take_card)
        self.heard = DigitsField("县中心读出的 24 位数字", "请县中心在电话里读，边听边输")
        self.write_request = Button("写出入网申请", "secondary", on=self._write_request)
        self.why = PlainLabel("先选择入网卡", tone="ink2", small=True)
        self.own = ReadOut("本站的 24 位数字")
        self.own_line = PlainLabel("请把这 24 位在电话里读给县中心：", tone="ink2", wrap=True)
        self.take_grant = Button("选择准入文件", "secondary", on=self._join)
        self.steps = (
            StepCard(1, "拿到县中心的入网卡", "县中心写出入网卡，用U盘或邮件送来。").press(self.choose_card),
            StepCard(2, "打电话核对县中心", "电话要打县中心公布的号码，不用文件里写的号码。").put(self.heard),
            StepCard(3, "写出入网申请，读出本站的数字", "申请送到县中心；读出的数字说明申请确实来自本站。")
            .press(self.write_request, self.why)
            .put(self.own_line, self.own),
            StepCard(4, "收下准入文件", "县中心核对后写出准入文件，带回本站。").press(self.take_grant),
        )
        self.told = PlainLabel("", bold=True)
        self.joined = Card()
        self.joined.add(row(IconLabel("tick", "accent"), self.told, None))
        self.joined.hide()
        self.page.add(self.joined, *self.steps, None)
        self.heard.complete.connect(lambda whole: self._open_way())
        self.own_line.hide()
        self._open_way()

    def start(self) -> None:
        self.choose_card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tasks.ask(self._code, self._show_code, topic="joined")

    def _show_code(self, code: str) -> None:
        """Once joined nothing is left to do here: one sentence in place of the steps."""
        if not code:
            return
        self.told.setText(f"已入网，本站编号 {code}")
        self.joined.show()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)
        for part in (self.line, *self.steps):
            part.hide()
        self._next(None)

    def _open_way(self) -> None:
        why = (
            "先选择入网卡"
            if self._card is None
            else ""
            if self.heard.is_complete()
            else "先输入县中心读出的数字"
        )
        self.write_request.setEnabled(not why)
        self.why.setText(why)

    def _take_card(self) -> None:
        path = self._choose("选择入网卡")
        if path is not None:
            self._card = path
            self.steps[0].done(path.name)
            self._next(self.write_request)
            self._open_way()
            self.heard.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write_request(self) -> None:
        card, digits = self._card, self.heard.digits()
        path = self._target("写出入网申请", f"入网申请_{self._name}.fuyi")
        if path is not None and card is not None:
            self._tasks.ask(lambda: self._enrolment.request(card, digits, path), self._requested)

    def _requested(self, made: dict[str, str]) -> None:
        self.steps[1].done("数字一致，是县中心。")
        self.steps[2].done(f"已写出 {Path(made['out']).name}")
        self.own.show_digits(made["fingerprint"])
        self.own_line.show()
        self._next(self.take_grant)
        QTimer.singleShot(0, self._bring_own)  # when the digits have their place
        self.take_grant.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_own(self) -> None:
        self.page.bring(self.own)

    def _join(self) -> None:
        path = self._choose("选择准入文件")
        if path is not None:
            self._tasks.ask(lambda: self._enrolment.join(path), self._joined)

    def _joined(self, made: dict[str, Any]) -> None:
        self._show_code(made["station"])
        self._messages.good(f"已入网，本站编号 {made['station']}")
        self._tasks.changed.emit(set(TABLES))


class CenterJoining(Joining):
    """At the center: card, request, digits heard and a code, grant."""

    def __init__(self, enrolment: Any, tasks: Tasks, messages: Messages) -> None:
        super().__init__(
            "办理入网",
            "给一个乡镇窗口或执法单位办理入网。文件用U盘或邮件传送，数字在电话里核对，两样都对才算数。",
            tasks,
            messages,
        )
        self._enrolment = enrolment
        self._request: Path | None = None
        self._done = False
        self.write_card = Button("写出入网卡", "primary", on=self._write_card)
        self.county = ReadOut("县中心的 24 位数字")
        self.county_line = PlainLabel("对方来电时，把这 24 位读给对方：", tone="ink2", wrap=True)
        self.choose_request = Button("选择入网申请", "secondary", on=self._take_request)
        self.asks = ElidedLabel("", bold=True)
        self.asks_line = PlainLabel("", tone="ink2", small=True)
        self.heard = DigitsField("对方读出的 24 位数字", "请对方在电话里读，边听边输")
        self.code = Form(
            (
                FieldSpec(
                    name="station",
                    label="站点编号",
                    span=4,
                    example="例：T0731",
                    help="乡镇用 T 加编号，执法单位用 A 加编号；定了就不再变。",
                ),
                FieldSpec(
                    name="replacing",
                    label="换电脑",
                    kind=Kind.YES_NO,
                    default=False,
                    span=8,
                    help="原来的电脑丢失或者重装了，编号不变：选“是”，原来的密钥随即停用。",
                ),
            ),
            today=_no_day,
        )
        self.write_grant = Button("写出准入文件", "secondary", on=self._admit)
        self.why = PlainLabel("先选择入网申请", tone="ink2", small=True)
        who = plain_box(column(self.asks, self.asks_line, gap=0))
        self.who = Frame("sunken", row(IconLabel("unit"), who, None))
        self.who.layout().setContentsMargins(12, 8, 12, 8)  # type: ignore[union-attr]
        self.steps = (
            StepCard(1, "写出入网卡", "入网卡不含秘密，可以用U盘、邮件送给任何单位，一张通用。")
            .press(self.write_card)
            .put(self.county_line, self.county),
            StepCard(2, "打开对方的入网申请", "先看清是谁在申请。").press(self.choose_request).put(self.who),
            StepCard(3, "打电话核对对方，给站点编号", "数字一致，才说明申请没有被调换。").put(
                self.heard, self.code
            ),
            StepCard(4, "写出准入文件", "带回对方那里，由对方收下，入网就办好了。").press(
                self.write_grant, self.why
            ),
        )
        self.page.add(*self.steps, None)
        self.heard.complete.connect(lambda whole: self._open_way())
        self.code.edited.connect(lambda name: self._open_way())
        self.code.submitted.connect(self._admit)
        self._clear()

    def start(self) -> None:
        if self._done:
            self._clear()
            self._next(self.choose_request)
        self.write_card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tasks.ask(self._enrolment.fingerprint, self._show_county, topic="fingerprint")

    def _clear(self) -> None:
        """Ready for the next one; the county's digits stay."""
        self._request, self._done = None, False
        for step in self.steps[1:]:
            step.done("")
        self.who.hide()
        self.heard.show()
        self.code.show()
        self.heard.clear()
        self.code.set_values({"station": "", "replacing": False})
        self._open_way()

    def _open_way(self) -> None:
        why = ""
        if self._request is None:
            why = "先选择入网申请"
        elif not self.heard.is_complete():
            why = "先输入对方读出的数字"
        elif self.code.field("station").is_empty():
            why = "先给站点编号"
        self.write_grant.setEnabled(not why)
        self.why.setText(why)

    def _show_county(self, digits: str) -> None:
        self.county.show_digits(digits)

    def _write_card(self) -> None:
        path = self._target("写出入网卡", "县中心入网卡.fuyi")
        if path is not None:
            self._tasks.ask(lambda: self._enrolment.card(path), self._carded)

    def _carded(self, made: dict[str, str]) -> None:
        self.county.show_digits(made["fingerprint"])
        self.steps[0].done(f"已写出 {Path(made['out']).name}")
        self._next(self.choose_request)
        self.choose_request.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_request(self) -> None:
        path = self._choose("选择入网申请")
        if path is not None:
            self._tasks.ask(
                lambda: self._enrolment.peek_request(path), lambda found: self._show_who(path, found)
            )

    def _show_who(self, path: Path, found: dict[str, str]) -> None:
        self._clear()
        self._request = path
        self.asks.setText(found["name"])
        roles = {role.value: role.label for role in StationRole}
        self.asks_line.setText(f"{found['unit']}　{roles.get(found['role'], found['role'])}")
        self.who.show()
        self._next(self.write_grant)
        self._open_way()
        self.heard.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _admit(self) -> None:
        if self._request is None or not self.heard.check() or not self.code.check():
            return
        request, digits = self._request, self.heard.digits()
        code, replacing = str(self.code.values()["station"]).upper(), bool(self.code.values()["replacing"])
        path = self._target("写出准入文件", f"准入文件_{code}.fuyi")
        if path is not None:
            self._tasks.ask(
                lambda: self._enrolment.admit(request, digits, code, path, replacing=replacing),
                self._admitted,
            )

    def _admitted(self, made: dict[str, str]) -> None:
        self._messages.good(f"已准许{made['name']}入网，编号 {made['station']}")
        self._request, self._done = None, True
        self.heard.hide()
        self.code.hide()
        self._open_way()
        self.why.setText("")
        self._next(None)
        self.choose_request.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.steps[0].result.text():  # written on another day
            self.steps[0].done("对方已有入网卡")
        self.steps[1].done("已看过申请")
        self.steps[2].done(f"已核对，站点编号 {made['station']}。")
        self.steps[3].done(f"已写出 {Path(made['out']).name}，请带回{made['name']}，由对方收下。")
        self._tasks.changed.emit(set(TABLES))


def _no_day() -> date:
    """No field here is a date."""
    raise LookupError("today")
