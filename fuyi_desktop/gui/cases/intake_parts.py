"""Parts of the new case: forms that hand the keys on to one another, a block a person, a row a material."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from fuyi_desktop.domain.case import MaterialStatus
from fuyi_desktop.domain.identity import code_fault, id_fault, identity, tidy
from fuyi_desktop.domain.party import PartyKind, Role
from fuyi_desktop.gui import dates, icons
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import Field, FieldSpec, Kind, LineField, choices
from fuyi_desktop.gui.forms import Form, Heading
from fuyi_desktop.gui.labels import ElidedLabel, PlainLabel
from fuyi_desktop.gui.parts import plain_box, row

ROLES: Mapping[str, Role] = {
    "applicants": Role.APPLICANT,
    "respondents": Role.RESPONDENT,  # beside the one that the case is against
    "third_parties": Role.THIRD_PARTY,
    "agents": Role.AGENT,
}
BODY = PartyKind.BODY.value
UNIT = 18  # px at the right of a box of pages


class Part(Form):
    """A form that is one of several: Enter at its end goes on to the next, F8 looks through all of them."""

    ran_out = Signal(int)  # 1: past the last field, -1: before the first
    gap_asked = Signal()

    def __init__(self, specs: Sequence[FieldSpec | Heading], *, today: Callable[[], date]) -> None:
        super().__init__(specs, today=today)

    def stops_on_the_way(self) -> list[Field]:
        """The fields that Enter comes by."""
        shown = (field for field in self.fields.values() if not field.isHidden())
        return [field for field in shown if field.spec.kind is not Kind.DERIVED]

    def next_gap(self) -> bool:
        self.gap_asked.emit()
        return True

    def show_gap(self, name: str) -> None:
        field = self.fields[name]
        field.show_error(field.gap())
        field.take_focus()

    def _step(self, field: Field, by: int) -> None:
        order = self.stops_on_the_way()
        if field is order[-1 if by > 0 else 0]:
            self.ran_out.emit(by)
        else:
            super()._step(field, by)


class PersonForm(QWidget):
    """One person or body: kind, name, number with its check, what the number tells, and how to reach them."""

    removed = Signal(object)

    def __init__(self, role: str, today: Callable[[], date]) -> None:
        super().__init__()
        self.role, self._today = role, today
        self.head = PlainLabel(ROLES[role].value, bold=True)
        self.remove_button = Button("移除", "quiet", small=True, on=lambda: self.removed.emit(self))
        self.remove_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.form = Part(
            (
                FieldSpec(name="kind", label="类别", kind=Kind.CHOICE, choices=choices(*PartyKind),
                          default=PartyKind.PERSON.value, span=3),
                FieldSpec(name="name", label="姓名或名称", span=3),
                FieldSpec(name="id_number", label="证件号码", required=False, span=6, check=self._fault,
                          help="自动核对校验位。"),
                FieldSpec(name="sex", label="性别", kind=Kind.DERIVED, example="随证件号", span=2),
                FieldSpec(name="born", label="出生日期", kind=Kind.DERIVED, example="随证件号", span=3),
                FieldSpec(name="legal_representative", label="法定代表人或负责人", required=False, span=5),
                FieldSpec(name="phone", label="联系电话", required=False, span=4),
                FieldSpec(name="e_service", label="同意电子送达", kind=Kind.YES_NO, required=False, span=3),
                FieldSpec(name="acts_for", label="代理谁", required=False, span=4),
                FieldSpec(name="address", label="送达地址", required=False, span=8),
            ),
            today=today,
        )  # fmt: skip
        self.form.show_field("acts_for", shown=role == "agents")
        if ROLES[role] is Role.RESPONDENT:
            self.form.field("kind").set_value(BODY)
        self.form.edited.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row(self.head, None, self.remove_button))
        column.addWidget(self.form)
        self._follow("kind")

    def call(self, said: str, *, removable: bool) -> None:
        self.head.setText(said)
        self.remove_button.setVisible(removable)
        self.remove_button.setAccessibleName(f"移除{said}")

    def facts(self) -> dict[str, object]:
        """As the registration takes a person."""
        values = {name: value for name, value in self.form.values().items() if value not in (None, "")}
        return {name: value for name, value in values.items() if name not in ("sex", "born")}

    def take(self, given: Mapping[str, object]) -> None:
        """Fill in what is known of somebody."""
        for name, value in given.items():
            if name in self.form.fields:
                self.form.field(name).set_value(value)

    def is_empty(self) -> bool:
        return not any(self.form.field(name).text() for name in ("name", "id_number", "phone", "address"))

    def draft(self) -> dict[str, object]:
        return {"role": self.role, "said": self.form.draft()}

    def _fault(self, text: str) -> str:
        if self.form.field("kind").text() == BODY:
            return code_fault(text)
        return id_fault(text, self._today())

    def _follow(self, name: str) -> None:
        """The kind decides what is asked; a number without fault tells sex and birth."""
        is_body = self.form.field("kind").text() == BODY
        if name == "kind":
            self.form.show_field("sex", shown=not is_body)
            self.form.show_field("born", shown=not is_body)
            self.form.show_field("legal_representative", shown=is_body)
            self.form.field("name").label.setText("名称" if is_body else "姓名")
            self.form.field("id_number").label.setText(
                "统一社会信用代码（选填）" if is_body else "居民身份证号（选填）"
            )
            number = self.form.field("id_number")
            if number.error:
                number.show_error(number.problem())
        if name in ("kind", "id_number"):
            number_typed = self.form.field("id_number").text()
            holds = not is_body and bool(number_typed.strip()) and not self._fault(number_typed)
            told = identity(tidy(number_typed)) if holds else None
            self.form.field("sex").set_value(told.sex if told else "")
            self.form.field("born").set_value(dates.long(told.born) if told else "")


@dataclass(frozen=True)
class Taken:
    """A row of the material list as it is typed."""

    name: str
    got: str
    note: str
    form: str


class MaterialLine(QWidget):
    """已收 容缺 未收, none of them where the material is not called for; then pages, or the day it is due."""

    edited = Signal()

    def __init__(self, name: str, form: str = "", *, own: bool = False) -> None:
        super().__init__()
        self.form = form
        self.name: QLineEdit | ElidedLabel
        if own:
            self.name = QLineEdit(name)
            self.name.setCursorPosition(0)
            self.name.setToolTip(name)
            self.name.setProperty("field", "true")
            self.name.setFixedHeight(26)
            self.name.setPlaceholderText("材料名称")
            self.name.setAccessibleName("其他材料名称")
            self.name.textChanged.connect(lambda: self.edited.emit())
        else:
            self.name = ElidedLabel(name, small=True)
        self.buttons = {status: Button(status.value, "filter", checkable=True, name=f"{name}{status.value}")
                        for status in MaterialStatus}  # fmt: skip
        for status, button in self.buttons.items():
            button.clicked.connect(partial(self._pressed, status))
        self.note = QLineEdit()
        self.note.setProperty("field", "true")
        self.note.setFixedSize(70, 26)
        self.unit = PlainLabel("页", tone="ink3", small=True)
        self.unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = row(None, self.unit)
        inside.setContentsMargins(0, 0, 8, 0)
        self.note.setLayout(inside)
        self.note.textChanged.connect(lambda: self.edited.emit())
        line = row(self.name, *self.buttons.values(), self.note, gap=4)
        line.insertStretch(1, 0 if own else 1)
        line.setStretch(0, 1 if own else 0)
        self.setLayout(line)
        self._say()

    def status(self) -> MaterialStatus | None:
        return next((status for status, button in self.buttons.items() if button.isChecked()), None)

    def taken(self) -> Taken:
        status = self.status()
        return Taken(
            self.name.text().strip(), status.value if status else "", self.note.text().strip(), self.form
        )

    def set_taken(self, got: str, note: str) -> None:
        for status, button in self.buttons.items():
            button.setChecked(status.value == got)
        self.note.setText(note)
        self._say()

    def fault(self, today: date) -> str:
        """What is wrong with the note, "" when nothing is."""
        note, status = self.note.text().strip(), self.status()
        if status is MaterialStatus.TOLERATED and note and _day(note, today) is None:
            return f"{self.name.text()}的补交日没有看懂，可以写 1120 或 +5。"
        if status is MaterialStatus.RECEIVED and note and not note.isdecimal():
            return f"{self.name.text()}的页数应当是整数。"
        return ""

    def facts(self, today: date) -> dict[str, object] | None:
        """As the registration takes a material; None where it is not called for."""
        status, name, note = self.status(), self.name.text().strip(), self.note.text().strip()
        if status is None or not name:
            return None
        until = _day(note, today) if status is MaterialStatus.TOLERATED else None
        pages = int(note) if status is MaterialStatus.RECEIVED and note.isdecimal() else 0
        return {
            "name": name, "status": status.value, "pages": pages, "form": self.form,
            "until": until.isoformat() if until else "",
        }  # fmt: skip

    def _pressed(self, pressed: MaterialStatus) -> None:
        """One at most; a second press takes it back."""
        for status, button in self.buttons.items():
            if status is not pressed:
                button.setChecked(False)
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        status = self.status()
        tolerated = status is MaterialStatus.TOLERATED
        self.note.setEnabled(status in (MaterialStatus.RECEIVED, MaterialStatus.TOLERATED))
        self.note.setPlaceholderText("补交日" if tolerated else "")
        self.unit.setVisible(not tolerated)
        self.note.setTextMargins(0, 0, 0 if tolerated else UNIT, 0)
        self.note.setAccessibleName(f"{self.name.text()}{'补交日' if tolerated else '页数'}")


def _day(text: str, today: date) -> date | None:
    try:
        return dates.read_day(text, today)
    except ValueError:
        return None


def suggest(field: Field, words: Sequence[str]) -> None:
    """Offer known words below a line of free text: as one types, and all of them by F4 or the arrow."""
    assert isinstance(field, LineField)
    for before in field.line.actions():
        field.line.removeAction(before)
    completer = QCompleter(list(words), field.line)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.popup().setProperty("popup", "true")
    field.line.setCompleter(completer)
    show_all = QAction(icons.icon("down", "ink2"), "打开列表", field.line)

    def open_list() -> None:
        completer.setCompletionPrefix("")
        completer.complete()

    show_all.triggered.connect(open_list)
    show_all.setShortcut(Qt.Key.Key_F4)
    show_all.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    field.line.addAction(show_all, QLineEdit.ActionPosition.TrailingPosition)


def titled(title: str, *parts: QWidget) -> QWidget:
    """The head of a section of the form, what belongs to it at its right."""
    return plain_box(row(PlainLabel(title, bold=True), *parts, None))
