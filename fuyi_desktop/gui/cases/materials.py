"""登记在卷: the form that puts a paper or another material on file."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from fuyi_desktop.domain.forms import FORMS
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.sheet import Sheet
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import HintLine
from fuyi_desktop.gui.parts import Card, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App

OTHER = "—"  # the material stands for no form
TITLES = {form.id: form.title for form in FORMS.values()}


class MaterialForm(Card):
    """Which form the paper stands for, its name, pages and day."""

    saved = Signal()
    left = Signal()

    def __init__(self, app: App, tasks: Tasks, sheet: Sheet, form: str = "") -> None:
        super().__init__("登记在卷")
        self.app, self.tasks, self.case_id = app, tasks, sheet.case_id
        self._busy = False
        gaps = [Choice(code, title) for code, title in sheet.missing]
        missing = {code for code, _ in sheet.missing}
        rest = [Choice(code, title) for code, title in TITLES.items() if code not in missing]
        self.form = Form(
            (
                FieldSpec(
                    name="form", label="相当于哪份文书", kind=Kind.CHOICE, default=form or OTHER, span=5,
                    choices=(*gaps, Choice(OTHER, "其他材料"), *rest),
                    help="在别处出的或者当事人写的，登记后不再算缺件。",
                ),
                FieldSpec(name="name", label="材料名称", default=TITLES.get(form), span=4),
                FieldSpec(name="pages", label="页数", kind=Kind.INTEGER, required=False, span=3),
                FieldSpec(name="on", label="日期", kind=Kind.DATE, default=sheet.page.today, span=5),
            ),
            today=lambda: app.office.today,
        )  # fmt: skip
        self.form.edited.connect(self._name_it)
        self.form.submitted.connect(self.save)
        self.save_button = Button("登记材料", "primary", on=self.save)
        self.add(self.form)
        self.add(
            row(self.save_button, Button("不登记", on=self.left.emit), None, HintLine("Ctrl+Enter 登记"))
        )

    def begin(self) -> None:
        self.take_focus()

    def take_focus(self) -> None:
        self.form.start()

    def save(self) -> None:
        if self._busy or not self.form.check():
            return
        self._busy = True
        deed = partial(self.app.intake.add_material, self.case_id, material(self.form.values()))
        self.tasks.do(deed, "已登记在卷", self._done, failed=self._again)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _name_it(self, name: str) -> None:
        """A form that is chosen gives its own name, where none was typed."""
        typed = self.form.field("name")
        if name == "form" and (typed.is_empty() or typed.text() in TITLES.values()):
            typed.set_text(TITLES.get(str(self.form.field("form").value()), ""))

    def _done(self, changed: set[str]) -> None:
        self.saved.emit()

    def _again(self) -> None:
        self._busy = False


def material(values: Mapping[str, object]) -> dict[str, object]:
    """What the form says, as the facts of a material."""
    form, on = values.get("form"), values.get("on")
    return {
        "name": values.get("name"), "pages": values.get("pages") or 0, "form": "" if form == OTHER else form,
        "on": on.isoformat() if isinstance(on, date) else "",
    }  # fmt: skip
