"""第一次使用: three short pages make the station's store; the fourth shows its recovery key, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.gate import NAME, Gate, Refusal
from fuyi_desktop.gui.keysheet import Secret, SecretSheet
from fuyi_desktop.gui.labels import HintLine, PlainLabel
from fuyi_desktop.gui.login import same_as
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Frame, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.theme import dress

WIDTH = 680
NOW, LATER = "now", "later"

STATION = (
    FieldSpec(
        name="role",
        label="本站是",
        kind=Kind.CHOICE,
        span=12,
        choices=tuple(Choice(role.value, role.label) for role in StationRole),
        help="县中心给乡镇窗口和执法单位办理入网，收它们的数据包。",
    ),
    FieldSpec(name="name", label="本站名称", span=12, example="例：石桥镇行政争议纾解窗口"),
    FieldSpec(
        name="unit",
        label="所属单位全称",
        span=12,
        example="例：云岭县石桥镇人民政府",
        help="落款和台账用的全称。",
    ),
)

ORGAN = (
    FieldSpec(
        name="when",
        label="复议机关的资料",
        kind=Kind.CHOICE,
        span=12,
        default=NOW,
        choices=(Choice(NOW, "现在填写"), Choice(LATER, "入网时由县中心下发")),
        help="文书的抬头、文号、落款和起诉法院都从这里来。",
    ),
    FieldSpec(name="full_name", label="复议机关全称", span=8, example="例：云岭县人民政府"),
    FieldSpec(name="short", label="代字", span=4, example="例：云府", help="文号用，如云府复〔2026〕1号。"),
    FieldSpec(name="address", label="地址", span=8),
    FieldSpec(name="postcode", label="邮编", span=4, required=False),
    FieldSpec(
        name="court",
        label="管辖法院",
        span=8,
        example="例：云岭县人民法院",
        help="告知起诉权利时写明的法院。",
    ),
    FieldSpec(name="phone", label="电话", span=4, required=False),
    FieldSpec(
        name="court_above",
        label="改变原行为时的管辖法院",
        span=8,
        required=False,
        example="例：云州市中级人民法院",
        help="撤销、变更等决定由复议机关作被告，一般在中级人民法院。",
        article="行政诉讼法第十五条",
    ),
    FieldSpec(name="contact", label="联系人", span=4, required=False),
)

PERSON = (
    FieldSpec(name="person", label="姓名", span=12, help="办的每件事都记这个名字。"),
    FieldSpec(
        name="password",
        label="密码",
        kind=Kind.PASSWORD,
        span=12,
        help="数据库用它加密。忘记时只有恢复密钥能打开。",
    ),
    FieldSpec(name="again", label="再输一次密码", kind=Kind.PASSWORD, span=12),
)

PAGES = ("本站", "复议机关", "经办人和密码", "恢复密钥")


class Place(Protocol):
    """Where the store is to be made."""

    @property
    def folder(self) -> Path: ...
    def init(self, role: StationRole, name: str, unit: str, person: str, password: str) -> Any: ...
    def open(self, password: str) -> Any: ...


@dataclass(frozen=True)
class Founded:
    """A new store, open, and the secrets that are shown once."""

    app: Any
    made: Any


def found(
    place: Place, station: Mapping[str, str], organ: Mapping[str, str] | None, person: str, password: str
) -> Founded:
    """Make the store, open it, and write the organ into it; in the worker."""
    made = place.init(StationRole(station["role"]), station["name"], station["unit"], person, password)
    app = place.open(password)
    if organ:
        app.settings.take({"unit": [{**organ, "reconsiders": True}]}, "复议机关")
    return Founded(app, made)


class Welcome(QWidget):
    """Asks what cannot be known otherwise, and nothing else; Esc goes a page back with all text kept."""

    founded = Signal(object)  # the opened App, while its keys are being written down
    done = Signal(object)  # the same, when they have been

    def __init__(self, place: Place, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._place, self._tasks, self._messages = place, tasks, messages
        self._waiting = False
        self._app: Any = None
        self.setAccessibleName("第一次使用")
        person = (*PERSON[:2], _checked(PERSON[2], lambda: self.forms[2]))
        self.forms = [Form(specs, today=_no_day) for specs in (STATION, ORGAN, person)]
        for form in self.forms:
            form.submitted.connect(self._on)
        self.forms[1].edited.connect(self._fit_organ)
        self.forms[0].edited.connect(self._fit_organ)
        self.steps = Steps(PAGES)
        self.refusal = Refusal()
        self._pages: list[QWidget] = []
        self._at = 0
        heads = (
            ("先认识一下本站", "以后都可以在设置里修改。"),
            ("案件归哪个复议机关", "乡镇窗口代收的申请，文书用复议机关的名义。"),
            ("谁来使用", "密码不能找回，只能用恢复密钥更换。"),
        )
        for form, (title, line) in zip(self.forms, heads, strict=True):
            self._pages.append(_page(title, line, form))
        self._sheet = column()
        self._pages.append(plain_box(self._sheet))
        self.back = Button("返回", "secondary", on=self._back)
        self.go = Button("继续", "primary", on=self._on)
        self.foot = Frame(
            "footer", row(HintLine("Enter 下一项", "Ctrl+Enter 继续"), None, self.back, self.go)
        )
        self.foot.layout().setContentsMargins(16, 8, 16, 8)  # type: ignore[union-attr]
        card = Frame("card")
        inside = column(self.steps, 12, *self._pages, self.refusal, gap=4)
        inside.setContentsMargins(24, 16, 24, 16)
        card.setLayout(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Gate(card, width=WIDTH, foot=self.foot))
        QWidget.setTabOrder(self.go, self.back)  # Enter in the last field goes on, not back
        self._fit_organ()
        self._show(0)

    def start(self) -> None:
        if self._at < len(self.forms):
            self.forms[self._at].start()

    def refuse(self, sentence: str) -> None:
        """Show why the store was not made; nothing typed is lost."""
        self.refusal.say(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and 0 < self._at < len(self.forms):
            self._back()
        else:
            super().keyPressEvent(event)

    def _fit_organ(self, _name: str = "") -> None:
        """A center has no one to send it its organ; a station may wait for it."""
        center = self.forms[0].field("role").value() == StationRole.CENTER
        form = self.forms[1]
        form.show_field("when", shown=not center)
        later = not center and form.field("when").value() == LATER
        for spec in ORGAN[1:]:
            form.show_field(spec.name, shown=not later)

    def _show(self, number: int) -> None:
        self._at = number
        for place, page in enumerate(self._pages):
            page.setVisible(place == number)
        self.steps.show_step(number)
        self.back.setVisible(0 < number < len(self.forms))
        self.go.say("建立本站" if number == 2 else "进入工作站" if number == 3 else "继续")
        self.start()

    def _back(self) -> None:
        self.refusal.say("")
        if not self._waiting:
            self._show(self._at - 1)

    def _on(self) -> None:
        number = self._at
        self.refusal.say("")
        if self._waiting:
            return
        if number == len(self.forms):
            self.done.emit(self._app)
        elif self.forms[number].check():
            if number + 1 < len(self.forms):
                self._show(number + 1)
            else:
                self._make()

    def _make(self) -> None:
        station, organ, person = ({k: str(v) for k, v in form.values().items()} for form in self.forms)
        organ.pop("when", None)
        self._waiting = True
        self.go.say("正在建立…")
        self._tasks.ask(
            lambda: found(self._place, station, organ, person["person"], person["password"]),
            self._made,
            failed=self._not_made,
        )

    def _not_made(self) -> None:
        self._waiting = False
        self.go.say("建立本站")

    def _made(self, founded: Founded) -> None:
        self._waiting = False
        self._app = founded.app
        self.founded.emit(founded.app)
        for form in self.forms:
            form.set_values({name: "" for name in form.fields if name in ("password", "again")})
        sheet = SecretSheet(
            "抄好恢复密钥",
            secrets(founded.made),
            f"{NAME}　{self.forms[0].field('name').text()}",
            self._tasks,
            self._messages,
        )
        self._sheet.addWidget(sheet)
        self._show(3)
        sheet.start()


def secrets(made: Any) -> tuple[Secret, ...]:
    """What a new store has to show, each with the use of it."""
    kept = [Secret("恢复密钥", made.recovery_key, "忘记密码时打开本站的数据库。没有它和密码，谁也打不开。")]
    if made.root_key:
        kept.append(Secret("县根密钥", made.root_key, "更换县中心密钥时用。封存在保险柜里，平时不用。"))
    if made.county_recovery_key:
        kept.append(
            Secret("县恢复密钥", made.county_recovery_key, "县中心的电脑损坏后，用它打开各单位发来的数据包。")
        )
    return tuple(kept)


class Steps(QWidget):
    """Where one is in a short row of pages."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = names
        self._labels = [PlainLabel(tone="ink3", small=True) for _ in names]
        line = row(*self._labels, None, gap=16)
        self.setLayout(line)

    def show_step(self, at: int) -> None:
        for number, (label, name) in enumerate(zip(self._labels, self._names, strict=True)):
            label.say(f"{number + 1} {name}", "accent" if number == at else "ink3")

            dress(label, bold="true" if number == at else "")
        self.setAccessibleName(f"第 {at + 1} 步，共 {len(self._names)} 步：{self._names[at]}")


def _page(title: str, line: str, form: Form) -> QWidget:
    return plain_box(
        column(
            PlainLabel(title, size="title", wrap=True),
            PlainLabel(line, tone="ink2", wrap=True),
            8,
            form,
            None,
            gap=4,
        )
    )


def _checked(spec: FieldSpec, form: Callable[[], Form]) -> FieldSpec:

    return replace(spec, check=same_as(form, "password"))


def _no_day() -> date:
    """No field here is a date."""
    raise LookupError("today")
