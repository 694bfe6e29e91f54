"""The card in which a deed is done: its words, its fields, its verb; Esc leaves it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.keys.deeds import Deed
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.login import same_as
from fuyi_desktop.gui.parts import Card, clear, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks


class DeedCard(Card):
    """Hidden until a deed is opened; what was typed goes with it."""

    done = Signal(object)  # the deed and what it has answered
    left = Signal()

    def __init__(self, app: Any, tasks: Tasks) -> None:
        super().__init__()
        self._app, self._tasks = app, tasks
        self.deed: Deed | None = None
        self._form: Form | None = None
        self._busy = False
        self._inside = column(gap=8)
        self.add(plain_box(self._inside))
        self.do = Button("", "primary")
        self.hide()

    def open(self, deed: Deed) -> None:
        """Show a deed in place of the former one."""
        clear(self._inside)
        self.deed, self._busy = deed, False
        self.setAccessibleName(deed.title)
        self._inside.addWidget(PlainLabel(deed.title, bold=True, wrap=True))
        self._inside.addWidget(PlainLabel(deed.line, tone="ink2", wrap=True))
        self._form = self._made(deed) if deed.fields else None
        if self._form is not None:
            self._inside.addWidget(self._form)
        self.do = Button(deed.verb, "danger" if deed.danger else "primary", on=self._do)
        self.leave = Button("不办了", "secondary", on=self.close_deed)
        self._inside.addLayout(row(self.do, self.leave, None))
        self.show()
        if self._form is not None:
            self._form.start()
        else:
            (self.leave if deed.danger else self.do).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_deed(self) -> None:
        """Nothing was done; what was typed is gone with the fields."""
        if not self._busy:
            self._forget()
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_deed()
        else:
            super().keyPressEvent(event)

    def _made(self, deed: Deed) -> Form:
        specs = [
            replace(spec, check=same_as(self._present, "password")) if spec.name == "again" else spec
            for spec in deed.fields
        ]
        form = Form(specs, today=_no_day)
        form.submitted.connect(self._do)
        return form

    def _present(self) -> Form:
        assert self._form is not None
        return self._form

    def _do(self) -> None:
        deed, form = self.deed, self._form
        if deed is None or self._busy or (form is not None and not form.check()):
            return
        values = form.values() if form is not None else {}
        self._busy = True
        self.do.setEnabled(False)
        app, call = self._app, deed.do
        self._tasks.do(lambda: call(app, values), deed.done, self._finished(deed), failed=self._again)

    def _finished(self, deed: Deed) -> Callable[[Any], None]:
        def finish(answer: Any) -> None:
            self._forget()
            self.done.emit((deed, answer))

        return finish

    def _again(self) -> None:
        self._busy = False
        self.do.setEnabled(True)
        first: QWidget = self.do
        if self._form is None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._form.start()

    def _forget(self) -> None:
        """So that no field keeps a secret."""
        if self._form is not None:
            for field in self._form.fields.values():
                field.set_text("") if field.spec.kind == "password" else None
        self.deed, self._form, self._busy = None, None, False
        clear(self._inside)
        self.hide()


def _no_day() -> date:
    """No field here is a date."""
    raise LookupError("today")
