"""One series: its deeds, one form at a time, and what became of the numbers that no standing paper bears."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal

from fuyi_desktop.domain.access import Task
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import FieldSpec
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.ledger import PageTable
from fuyi_desktop.gui.numbering import words
from fuyi_desktop.gui.numbering.deeds import BY_NAME, DEEDS, PATTERN, About, Deed
from fuyi_desktop.gui.numbering.words import NUMBERS
from fuyi_desktop.gui.parts import MARGIN, Card, EmptyState, clear, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks

SHOWN = 8


class SeriesCard(Card):
    """Opened from the list; a form in it keeps what is typed until it is done or left."""

    done = Signal()  # a deed was done

    def __init__(self, app: Any, tasks: Tasks, may: Callable[[Task], bool]) -> None:
        super().__init__(wide=True)
        self.setAccessibleName("系列")
        self._app, self._tasks, self._may = app, tasks, may
        self.about: About | None = None
        self._deed: Deed | None = None
        self._begins = 0
        self.form: Form | None = None
        self.title = PlainLabel("", bold=True)
        self.line = PlainLabel("", tone="ink2", small=True)
        head = row(self.title, self.line, None)
        self._buttons = column(gap=8)
        self._ask = column(gap=8)
        self.said = PlainLabel("", tone="ink2", small=True, wrap=True)
        inside = column(head, plain_box(self._buttons), plain_box(self._ask), gap=8)
        inside.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self.table = PageTable("号的去向", NUMBERS, key=lambda one: one.serial, most=SHOWN)
        self.table.opened.connect(self._take_number)
        self.empty = EmptyState("没有作废、退回、留用的号，也没有空号")
        self.add(plain_box(inside), self.table, self.empty)
        self.hide()

    @property
    def key(self) -> str:
        return self.about.key if self.about else ""

    def show_about(self, about: About) -> None:
        """The series as it stands; a form that is open for it stays."""
        if self.about is None or about.key != self.about.key or self._begins:
            self._leave()
        self.about = about
        account = about.account
        self.title.setText(words.key_label(about.key))
        self.line.setText(words.told_next(account))
        found = list(words.told(account)) if account else []
        self.table.show_rows(found)
        self.empty.setVisible(not found)
        self._show_buttons()

    def begin(self, name: str = "") -> None:
        """Open one of its deeds, or go to the first of them."""
        deed = BY_NAME.get(name)
        if deed is not None and self._may(deed.task):
            self._open(deed)
        elif (first := self._buttons.itemAt(0)) is not None and first.widget() is not None:
            button = first.widget().findChild(Button)
            if button is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_series(self, specs: Sequence[FieldSpec], year: int) -> None:
        """Ask which series is to be begun; it is kept with the first thing that is done to it."""
        self._leave()
        self._begins, self.about = year, None
        self.title.setText(f"{year} 年的新系列")
        self.line.setText("")
        self.table.show_rows(())
        self.empty.hide()
        clear(self._buttons)
        self._put_form(specs, "继续", self._begun)

    def close_form(self) -> bool:
        """Esc: whether there was a form to be left."""
        if self.form is None:
            return False
        begins = self._begins
        self._leave()
        self.setVisible(not begins)
        self.begin()
        return True

    def _begun(self) -> None:
        assert self.form is not None
        if self.form.check():
            told = self.form.values()
            key = f"{told['short']}/{told['kind']}/{self._begins}"
            about = About(key, None)
            self._begins = 0
            self.show_about(about)
            self._open(BY_NAME["next"])

    def _show_buttons(self) -> None:
        assert self.about is not None
        clear(self._buttons)
        about = self.about
        offered = [deed for deed in DEEDS if deed.open(about) and self._may(deed.task)]
        if offered:
            buttons = (Button(deed.title, small=True, on=partial(self._open, deed)) for deed in offered)
            self._buttons.addWidget(flowing(*buttons, gap=8))

    def _open(self, deed: Deed) -> None:
        assert self.about is not None
        self._deed = deed
        self._put_form(deed.fields(self.about), deed.verb, self._do)
        assert self.form is not None
        self._tell_example()
        self.form.start()

    def _put_form(self, specs: Sequence[FieldSpec], verb: str, do: Callable[[], object]) -> None:
        clear(self._ask)
        self.said = PlainLabel("", tone="ink2", small=True, wrap=True)
        self.form = Form(tuple(specs), today=_no_day)
        self.form.submitted.connect(do)
        self.form.edited.connect(lambda _: self._tell_example())
        self.verb = Button(verb, "primary", on=do)
        self._ask.addWidget(self.form)
        self._ask.addWidget(self.said)
        self._ask.addLayout(row(self.verb, Button("不做了", "quiet", on=self.close_form), None))
        self.said.hide()
        self.form.start()

    def _tell_example(self) -> None:
        """样式: how the next number would be written, while one types."""
        if self._deed is None or self._deed.name != PATTERN or self.form is None or self.about is None:
            return
        typed = str(self.form.values()["pattern"] or "")
        serial = self.about.account.next if self.about.account else None
        self.said.say(*words.example(typed, self.about.key, serial))
        self.said.show()

    def _take_number(self, one: Any) -> None:
        """Enter on a number: say what became of it."""
        deed = BY_NAME["fate"]
        if self.about is not None and deed.open(self.about) and self._may(deed.task):
            self._open(deed)
            assert self.form is not None
            self.form.set_values({"first": str(one.serial)})
            self.form.field("reason").take_focus()

    def _do(self) -> None:
        if self.form is None or self._deed is None or self.about is None or not self.form.check():
            return
        deed, key, values = self._deed, self.about.key, self.form.values()
        self._tasks.do(partial(deed.do, self._app, key, values), deed.done, self._was_done)

    def _was_done(self, _outcome: object) -> None:
        self._leave()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.done.emit()

    def _leave(self) -> None:
        clear(self._ask)
        self.form = self._deed = None
        self._begins = 0


def _no_day() -> date:
    """No field here is a date."""
    raise LookupError("today")
