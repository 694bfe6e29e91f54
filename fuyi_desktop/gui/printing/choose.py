"""What is to be printed, chosen: a day, a hearing, one form for many cases, one case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from fuyi_desktop.gui import dates
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.parts import Card, column, plain_box, row
from fuyi_desktop.services.app import App
from fuyi_desktop.services.batch import Batch, Hearing

DAY, HEARING, FORM, CASE = "day", "hearing", "form", "case"
MODES = ((DAY, "当天文书"), (HEARING, "一次听证"), (FORM, "一种文书"), (CASE, "一个案件"))
MOST = 200  # cases of which one form is printed at once
BESIDE = 760  # px: from here on the four ways stand beside what they ask
KEEPS = 7  # days back: a hearing that has just been held may still want its papers


@dataclass(frozen=True)
class Choices:
    """What there is to choose from; read in the worker."""

    hearings: tuple[Hearing, ...] = ()
    forms: tuple[tuple[str, str, str], ...] = ()  # procedure, form, title


Question = Callable[[], Batch]


class Chooser(Card):
    """Four ways to say what is meant; each asks the worker for a batch."""

    asked = Signal(object)  # a Question, to be called in the worker
    submitted = Signal()  # Ctrl+Enter, where what is chosen has been listed already
    mode_changed = Signal(str)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.choices = Choices()
        self._listed: object = None  # what was last asked for
        today = self._today
        mode = FieldSpec(
            name="mode", label="打印什么", kind=Kind.CHOICE, span=12, default=DAY,
            choices=tuple(Choice(*one) for one in MODES),
        )  # fmt: skip
        self.mode = Form([mode], today=today)
        self.mode.edited.connect(lambda _: self._turn())
        self.forms: dict[str, Form] = {}
        self._room = column(gap=0)
        self.look = Button("列出文书", icon="list", on=self.ask)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(12)
        self._sides.addWidget(self.mode, 2)
        self._sides.addWidget(plain_box(self._room), 3)
        self.add(self._sides, row(self.look, None))
        self._build()

    def show_choices(self, choices: Choices) -> None:
        """Fill the lists to choose from; what was chosen stays where it is still there."""
        if choices == self.choices:
            return
        kept = {name: form.draft() for name, form in self.forms.items()}
        focused = any(form.current() is not None for form in self.forms.values())
        self.choices = choices
        self._build()
        for name, draft in kept.items():
            self.forms[name].set_draft(draft)
        if focused:
            self.take_focus()

    def chosen(self) -> str:
        return str(self.mode.values()["mode"] or DAY)

    def choose(self, mode: str, values: Mapping[str, object] | None = None) -> None:
        """Choose for somebody who came here with something in mind."""
        self.mode.set_values({"mode": mode})
        self._turn()
        if values:
            self.forms[mode].set_values(values)

    def ask(self) -> None:
        """列出文书: with a gap left, go to it."""
        mode = self.chosen()
        form = self.forms[mode]
        if form.check():
            values = form.values()
            self._listed = mode, values
            self.asked.emit(partial(QUESTIONS[mode], self.app, self.choices, values))

    def take_focus(self) -> None:
        form = self.forms[self.chosen()]
        form.start()

    def _submit(self) -> None:
        """Ctrl+Enter lists what is chosen; once more, it prints."""
        mode = self.chosen()
        if self._listed == (mode, self.forms[mode].values()):
            self.submitted.emit()
        else:
            self.ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        kinds = QBoxLayout.Direction
        self._sides.setDirection(kinds.LeftToRight if self.width() >= BESIDE else kinds.TopToBottom)

    def _build(self) -> None:
        specs = {mode: made(self.choices) for mode, made in SPECS.items()}
        for form in self.forms.values():
            self._room.removeWidget(form)
            form.deleteLater()
        for mode, fields in specs.items():
            self.forms[mode] = form = Form(fields, today=self._today)
            form.submitted.connect(self._submit)
            self._room.addWidget(form)
        self.forms[DAY].set_values({"on": self._today()})
        self._turn()

    def _turn(self) -> None:
        mode = self.chosen()
        for name, form in self.forms.items():
            form.setVisible(name == mode)
        self.mode_changed.emit(mode)

    def _today(self) -> date:
        return self.app.office.today


def choices_of(app: App) -> Choices:
    """To be called in the worker."""
    since = date.fromordinal(app.office.today.toordinal() - KEEPS)
    kinds = app.office.law.procedures
    forms = [(kind, form, title) for kind in kinds for form, title in app.batches.forms(kind)]
    return Choices(app.batches.hearings(since), tuple(forms))


def _day(_choices: Choices) -> Sequence[FieldSpec]:
    help_ = "这一天出的、还没有打印过的都会列出。"
    return (FieldSpec(name="on", label="哪一天出的", kind=Kind.DATE, help=help_),)


def _hearing(choices: Choices) -> Sequence[FieldSpec]:
    listed = tuple(
        Choice(one.step_id, f"{dates.short(one.on)}　{one.title}　{one.case}") for one in choices.hearings
    )
    help_ = "通知、公告、席位卡、签到表一起列出。" if listed else "先在案件里登记通知听证，再来打印。"
    listed = listed or (Choice("", "没有近期的听证"),)
    return (FieldSpec(name="hearing", label="哪一次", kind=Kind.CHOICE, choices=listed, span=12, help=help_),)


def _form(choices: Choices) -> Sequence[FieldSpec]:
    listed = tuple(Choice(form, f"{title}（{form}）") for _, form, title in choices.forms)
    help_ = f"不填时是全部在办案件，最多 {MOST} 件。"
    return (
        FieldSpec(
            name="form", label="哪种文书", kind=Kind.CHOICE, choices=listed or (Choice("", "没有模板"),)
        ),
        FieldSpec(
            name="text", label="哪些案件", required=False, example="姓名、案号、文号、拼音", help=help_
        ),
    )


def _case(_choices: Choices) -> Sequence[FieldSpec]:
    return (FieldSpec(name="case", label="案号或收件编号", help="已出的和可以出的都会列出。"),)


def _of_day(app: App, _choices: Choices, values: Mapping[str, object]) -> Batch:
    on = values["on"]
    assert isinstance(on, date)
    return app.batches.of_day(on)


def _of_hearing(app: App, choices: Choices, values: Mapping[str, object]) -> Batch:
    found = next((one for one in choices.hearings if one.step_id == values["hearing"]), None)
    return app.batches.of_hearing(found) if found is not None else Batch("没有近期的听证")


def _of_form(app: App, choices: Choices, values: Mapping[str, object]) -> Batch:
    form = str(values["form"])
    kind = next((kind for kind, one, _ in choices.forms if one == form), "")
    rows = app.casework.rows(str(values["text"] or ""), kind=kind, limit=MOST)
    return app.batches.of_cases(form, [row.case_id for row in rows])


def _of_case(app: App, _choices: Choices, values: Mapping[str, object]) -> Batch:
    return app.batches.of_case(app.casework.find(str(values["case"])).case.id)


SPECS: Mapping[str, Callable[[Choices], Sequence[FieldSpec]]] = {
    DAY: _day,
    HEARING: _hearing,
    FORM: _form,
    CASE: _case,
}
QUESTIONS: Mapping[str, Callable[[App, Choices, Mapping[str, object]], Batch]] = {
    DAY: _of_day,
    HEARING: _of_hearing,
    FORM: _of_form,
    CASE: _of_case,
}
