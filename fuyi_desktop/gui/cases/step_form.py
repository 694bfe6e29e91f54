"""The form of one step, in the page: its day and facts, what F1 says, and the dates it would set running."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from fuyi_desktop.domain.local import Draft
from fuyi_desktop.domain.procedure import Offer
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases import words
from fuyi_desktop.gui.cases.close import warned
from fuyi_desktop.gui.cases.coming import Coming
from fuyi_desktop.gui.cases.sheet import Sheet
from fuyi_desktop.gui.cases.specs import DAY, facts_of, step_specs
from fuyi_desktop.gui.fields import Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import HintLine, PlainLabel
from fuyi_desktop.gui.parts import Card, clear, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.casework import Ahead

LOOKING = 250  # ms without a key, then the dates are computed anew
SEEN = 500  # ms: a doubt has to be there that long before keys can settle it
SURE = "核对无误，照此登记"
CTRL = Qt.KeyboardModifier.ControlModifier
WORDS = (Kind.TEXT, Kind.LINES)  # no date turns on them


class StepForm(Card):
    """Ctrl+Enter records the step; Esc leaves, and what was typed is there the next time."""

    saved = Signal(str)  # code of the step that has been recorded
    left = Signal()
    warned = Signal(object)  # the banner that has to be seen

    def __init__(
        self, app: App, tasks: Tasks, sheet: Sheet, offer: Offer, given: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(offer.kind.label)
        self.app, self.tasks, self.sheet, self.offer = app, tasks, sheet, offer
        self.given = dict(given or {})
        self._busy = False
        self._kept = ""
        self._asked: tuple[str, ...] = ()  # the doubts that a first 登记 has met
        self.form = Form(
            step_specs(offer, sheet.page.today, sheet.known, self.given), today=lambda: app.office.today
        )
        self.form.submitted.connect(self.save)
        self.form.changed.connect(self.keep_draft)
        self.form.help_asked.connect(self.explain)
        self._looking = QTimer(self, singleShot=True, interval=LOOKING)
        self._looking.timeout.connect(self.look_ahead)
        self._seeing = QTimer(self, singleShot=True, interval=SEEN)
        self.form.edited.connect(self._edited)
        self.about = PlainLabel("", tone="ink2", small=True, wrap=True)
        self.coming = Coming()
        self._warning = column(gap=0)
        self._warning_box = plain_box(self._warning)
        self._warning_box.hide()
        self.save_button = Button("登记", "primary", on=self.save, name=words.deed_said(offer.kind.label))
        self.leave_button = Button("暂离，留草稿", on=self.leave)
        self.add(self.about, self.form, self.coming, self._warning_box)
        self.add(
            row(self.save_button, self.leave_button, None, HintLine("Ctrl+Enter 登记", "F1 说明", "Esc 暂离"))
        )
        self._say(offer.kind.help, offer.kind.article)
        self._show_asked()

    def begin(self) -> None:
        """Look for what was left half typed, then let the typing begin."""
        self.tasks.ask(partial(self.app.drafts.find, self.key), self._restore)

    def take_focus(self) -> None:
        """The first field to fill in; where nothing can be, the button."""
        if any(field.spec.kind is not Kind.DERIVED for field in self.form.fields.values()):
            self.form.start()
        else:
            self.save_button.setFocus()

    @property
    def key(self) -> str:
        """Under which the text is kept; what was given beforehand is part of it."""
        return ":".join(("step", self.sheet.case_id, self.offer.kind.code, *map(str, self.given.values())))

    @property
    def on(self) -> date | None:
        if self.offer.on is not None:
            return self.offer.on
        value = self.form.values().get(DAY)
        return value if isinstance(value, date) else None

    def facts(self) -> dict[str, object]:
        return facts_of(self.offer.kind.fields, self.form.values())

    def _show_asked(self) -> None:
        """Show the fields that apply to what has been chosen so far; the text of the others is kept."""
        for field in self.offer.kind.fields:
            if field.when is not None:
                self.form.show_field(field.name, shown=field.asked(self.facts()))

    def explain(self, name: str = "") -> None:
        """F1: the field's meaning and article above the form; the step's own where no field is."""
        field = self.offer.kind.field(name) if name else None
        if field is None:
            self._say(self.offer.kind.help, self.offer.kind.article)
        else:
            said = field.help or f"{words.plain_label(field.label)}照实填写。"
            self._say(f"{words.plain_label(field.label)}：{said}", field.article or self.offer.kind.article)

    def _say(self, text: str, article: str) -> None:
        self.about.setText(on_screen("　".join(part for part in (text, article) if part)))

    def look_ahead(self) -> None:
        """Show what the step would bring, once the form says enough for it."""
        on = self.on
        fields = self.form.fields
        checked = {field.name for field in self.offer.kind.fields if field.checked}
        gaps = [gap for gap in self.form.gaps() if gap.name not in checked]
        lacking = [gap for gap in gaps if fields[gap.name].spec.kind not in WORDS]
        if on is None or lacking or self._busy:
            self._show_ahead(Ahead())
        else:
            self.tasks.ask(self._question(on), self._show_ahead, topic="step.preview")

    def save(self) -> None:
        """Record the step; with a gap left, go to it; with a doubt, say it first."""
        on = self.on
        if self._busy or not self.form.check() or on is None:
            return
        self._busy = True
        self.tasks.ask(self._question(on), self._weigh, topic="step.preview", failed=self._again)

    def keep_draft(self) -> None:
        """Keep what was typed, if it differs from what is kept."""
        typed = self.form.draft()
        if self._busy or str(typed) == self._kept:
            return
        self._kept = str(typed)
        self.tasks.do(partial(self.app.drafts.keep, self.key, typed), "")

    def leave(self) -> None:
        self.keep_draft()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_F1:
            self.explain()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & CTRL:
            self.save()
        else:
            super().keyPressEvent(event)

    def _question(self, on: date) -> partial[Ahead]:
        return partial(self.app.casework.preview, self.sheet.case_id, self.offer.kind.code, on, self.facts())

    def _edited(self, name: str) -> None:
        self._show_asked()
        self._asked = ()
        self._looking.start()

    def _show_ahead(self, ahead: Ahead) -> None:
        names = {party.id: party.name for party in self.sheet.file.parties}
        self.coming.show_ahead(ahead, self.sheet.page.today, self.app.office.workdays, names)
        whole = not self.form.gaps()
        self._warn(ahead.doubts if whole else (), ahead.refused if whole else "")

    def _weigh(self, ahead: Ahead) -> None:
        """A doubt is said once and seen, then the same 登记 records the step."""
        self._busy = False
        settled = self._asked == ahead.doubts and not self._seeing.isActive()
        if ahead.doubts and not ahead.refused and not settled:
            if self._asked != ahead.doubts:
                self._asked = ahead.doubts
                self._seeing.start()
            self._show_ahead(ahead)
            QTimer.singleShot(0, self, lambda: self.warned.emit(self._warning_box))
            return
        self._record(sure=bool(ahead.doubts))

    def _record(self, *, sure: bool) -> None:
        on = self.on
        if self._busy or on is None or not self.form.check():
            return
        self._busy = True
        kind, case_id, facts = self.offer.kind, self.sheet.case_id, self.facts()
        deed = partial(self.app.casework.step, case_id, kind.code, on, facts, draft=self.key, sure=sure)
        self.tasks.do(deed, f"已{words.deed_said(kind.label)}", self._done, failed=self._again)

    def _warn(self, doubts: tuple[str, ...], refused: str) -> None:
        """Doubts with the button that settles them; a refusal with none."""
        said = refused or "\n".join(on_screen(doubt) for doubt in doubts)
        clear(self._warning)
        if refused:
            self._warning.addWidget(warned("amber", on_screen(refused)))
        elif doubts:
            self._warning.addWidget(warned("amber", said, SURE, partial(self._record, sure=True)))
        self._warning_box.setVisible(bool(said))

    def _done(self, changed: set[str]) -> None:
        self.saved.emit(self.offer.kind.code)

    def _again(self) -> None:
        self._busy = False

    def _restore(self, draft: Draft | None) -> None:
        if draft is not None and not self._kept:
            self.form.set_draft({name: str(text) for name, text in draft.content.items()})
        self._kept = str(self.form.draft())
        self._show_asked()
        self.take_focus()
        self.look_ahead()
