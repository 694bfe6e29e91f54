"""新收案件: one screen from top to bottom, kept as a draft at every pause, registered in one go."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from fuyi_desktop.domain.case import CaseKind, Informed
from fuyi_desktop.domain.forms import RECEIPT, form_of
from fuyi_desktop.domain.local import Draft
from fuyi_desktop.domain.party import Unit
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.close import warned
from fuyi_desktop.gui.cases.entry_form import EntryForm
from fuyi_desktop.gui.cases.intake_form import IntakeForm
from fuyi_desktop.gui.cases.intake_kind import KindSwitch
from fuyi_desktop.gui.cases.intake_parts import ROLES
from fuyi_desktop.gui.cases.intake_rail import GapsBox, HintsCard, MaterialsRail
from fuyi_desktop.gui.cases.table_form import TableForm
from fuyi_desktop.gui.labels import HintLine, KeyCap, PlainLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Frame, ScrollPage, TitleRow, clear, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.intake import Hint, Registered

KEY = "intake"  # of the draft: one registration of a kind is typed at a time
USUAL = CaseKind.RECONSIDERATION.value
LOOKING = 300  # ms without a key, then likenesses and the time limit are asked for
PAUSE = 600  # ms without a click among the materials, then the draft is kept
RAIL, FORM_MOST = 336, 1040
BESIDE = 1020  # px of the page: from here on the rail stands beside the form
WORDY = 760  # px: below it the action bar says less


def draft_key(kind: str, earlier: str = "") -> str:
    """Under which a half typed registration is kept: one for each kind, and for each case carried on."""
    return KEY if kind == USUAL and not earlier else ":".join(filter(None, (KEY, kind, earlier)))


@dataclass(frozen=True)
class Typed:
    """What was typed for another kind of case, to go on with, and what is done once it stands here."""

    facts: Mapping[str, Any]
    materials: Sequence[Mapping[str, str]]
    moved: Callable[[], object]


@dataclass(frozen=True)
class Begun:
    """What the page needs before it can be typed into."""

    organs: tuple[Unit, ...]
    units: tuple[Unit, ...]
    draft: Draft | None
    carried: Mapping[str, Any]  # what the case that is carried on gives
    about: str = ""  # that case in words


class IntakePage(QWidget):
    """Enter goes on through everything; Ctrl+Enter registers and prints; Esc leaves and keeps the draft."""

    left = Signal(bool)  # whether a draft was left
    registered = Signal(str, bool)  # case id, whether the receipt is to be printed
    case_asked = Signal(str)  # one that may be the same dispute
    kind_asked = Signal(str)  # another kind of case is to be registered

    def __init__(self, app: App, tasks: Tasks, messages: Messages, kind: str = USUAL) -> None:
        super().__init__()
        self.setAccessibleName("新收案件")
        self.app, self.tasks, self.messages = app, tasks, messages
        self.kind, self.earlier = kind, ""
        self.procedure = app.office.law.procedure(kind)
        first = self.procedure.step(self.procedure.entry.step)
        self._papers = tuple(form_of(form).title for form in first.papers)
        self._receipt = RECEIPT in first.papers
        self.open = False  # organs, units and draft are here: it can be typed into
        self._busy = False
        self._print_receipt = False
        self._kept = ""
        self._looking = QTimer(self, singleShot=True, interval=LOOKING)
        self._looking.timeout.connect(self.look_around)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.keep_draft)

        self.form: EntryForm = IntakeForm(app) if kind == USUAL else TableForm(app, kind)
        self.form.edited.connect(self._edited)
        self.form.paused.connect(self.keep_draft)
        self.form.submitted.connect(self.register_usual)
        self.form.explained.connect(self._explain)
        self.form.setMaximumWidth(FORM_MOST)
        self.hints = HintsCard()
        self.hints.look_asked.connect(self.case_asked)
        book = app.codes.get(kind)
        listed = book.labels(app.office.today) if book is not None else {}
        self.materials = MaterialsRail(listed.get("materials", ()))
        self.materials.edited.connect(self._ticked)
        self.gaps_box = GapsBox(on_screen(f"{self._produces()}。{first.help}"))
        self._lay_out()
        self.form.went_past.connect(self.save_button.setFocus)

    def begin(self, earlier: str = "", typed: Typed | None = None) -> None:
        """Show it with what was left half typed; what is being typed stays as it is.

        It starts from the case that is carried on, or from what was typed for another kind.
        """
        if self.open and self.earlier == earlier and (typed is None or self.left_over()):
            self.form.start()
            return
        self.keep_draft()
        self.open, self.earlier = False, earlier
        question = partial(begun, self.app, self.kind, earlier)
        self.tasks.ask(question, partial(self._begin, typed), topic=f"intake.begin.{self.kind}")

    @property
    def key(self) -> str:
        """Under which what is typed here is kept."""
        return draft_key(self.kind, self.earlier)

    def facts(self) -> dict[str, Any]:
        """As the registration takes them."""
        linked = {"earlier": self.earlier} if self.earlier else {}
        materials = {"materials": self.materials.facts(self.app.office.today)}
        return self.form.facts() | materials | {"kind": self.kind} | linked

    def sentences(self) -> list[str]:
        """What keeps the case from being registered, in order."""
        faults = [line.fault(self.app.office.today) for line in self.materials.lines]
        return [gap.sentence for gap in self.form.gaps()] + [fault for fault in faults if fault]

    def next_gap(self) -> bool:
        """F8."""
        if self.form.next_gap():
            return True
        faulty = next((one for one in self.materials.lines if one.fault(self.app.office.today)), None)
        if faulty is not None:
            faulty.note.setFocus()
        return faulty is not None

    def register_usual(self) -> None:
        """Ctrl+Enter: with the receipt, where the case has one."""
        self.register_case(print_receipt=self._receipt)

    def register_case(self, *, print_receipt: bool) -> None:
        """登记; with a gap left, go to the first one."""
        if self._busy or not self.open:
            return
        self._say_gaps()
        if self.sentences():
            self.form.show_gaps()
            if not self.form.gaps():
                self.next_gap()
            return
        self._busy, self._print_receipt = True, print_receipt
        deed = partial(self.app.intake.register, self.facts(), draft=self.key)
        self.tasks.do(deed, said, self._done, failed=self._again)

    def keep_draft(self) -> None:
        """Keep what was typed, if it differs from what is kept."""
        if self._busy or not self.open:
            return
        content = self._content()
        if str(content) == self._kept:
            return
        self._kept = str(content)
        if self.left_over():
            self.tasks.do(partial(self.app.drafts.keep, self.key, content), "", self._draft_kept)
        else:
            self.tasks.do(partial(self.app.drafts.drop, self.key), "")

    def leave(self) -> None:
        """暂离，留草稿."""
        self.keep_draft()
        self.left.emit(self.left_over() and not self.earlier)

    def explain(self) -> None:
        self.form.explain()

    def look_around(self) -> None:
        """Ask for likenesses and for the time limit, with what is typed by now."""
        if self._busy or not self.open:
            return
        self.tasks.ask(
            partial(self.app.intake.hints, self.form.facts()), self._show_hints, topic="intake.hints"
        )
        known = self.form.field_named("known_on")
        day = known.value() if known is not None and not known.problem() else None
        if self.kind == USUAL and isinstance(day, date):
            informed = self.form.field_named("informed")
            rule = "A03" if informed is not None and informed.text() == Informed.NO.value else "A01"
            self.tasks.ask(partial(self.app.dates.due, rule, day), self.form.show_limit, topic="intake.limit")
        else:
            self.form.show_limit(None)

    def _show_hints(self, hints: Sequence[Hint]) -> None:
        """Not the case that is being carried on: that is known to be the same dispute."""
        self.hints.show_hints([hint for hint in hints if hint.case_id != self.earlier])

    def left_over(self) -> bool:
        """Whether something is typed here that has not been registered."""
        return self.open and self._kept != self._blank

    def forget(self) -> None:
        """Let go what was typed: it stands on another page now."""
        self.open = False
        self._pause.stop()
        self._looking.stop()
        self.tasks.do(partial(self.app.drafts.drop, self.key), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_F8:
            self.next_gap()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and ctrl:
            self.register_usual()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= BESIDE
        kinds = QBoxLayout.Direction
        self._pair.setDirection(kinds.LeftToRight if beside else kinds.TopToBottom)
        self._rail.setMinimumWidth(RAIL if beside else 0)
        self._rail.setMaximumWidth(RAIL if beside else FORM_MOST)
        wordy = self.width() >= WORDY
        for part in (self.produces, self.keys, self.head_keys):
            part.setVisible(wordy)

    def _lay_out(self) -> None:
        self.back = Button("案件", "quiet", icon="left", on=self.leave)
        self.head_keys = HintLine("Enter 下一项", "Shift+Enter 上一项", "F1 说明")
        self.switch = KindSwitch(self.app.office.law.procedures, self.kind)
        self.switch.asked.connect(self.kind_asked)
        self.head = TitleRow("新收案件", "", [self.head_keys], back=self.back)
        self.explained = PlainLabel("", tone="ink2", small=True, wrap=True)
        self.explained.hide()
        self._about = column(gap=0)
        self._about_box = plain_box(self._about)
        self._about_box.hide()
        top = column(self.head, self.switch, self._about_box, self.explained, gap=6)
        top.setContentsMargins(16, 8, 16, 4)
        self._rail = plain_box(column(self.hints, self.materials, self.gaps_box, None, gap=12))
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(12)
        self._pair.addWidget(self.form, 1)
        self._pair.addWidget(self._rail)
        self.body = ScrollPage(margin=16, most=FORM_MOST + 12 + RAIL)
        self.body.add(self._pair)
        self.produces = PlainLabel(self._produces(), tone="ink2", small=True)
        self.leave_button = Button("暂离，留草稿", on=self.leave)
        self.quiet_button = Button("登记，不打印", on=lambda: self.register_case(print_receipt=False))
        if not self._receipt:
            self.quiet_button.hide()
        wide = ("登记并打印回执", "print") if self._receipt else (f"登记{self.procedure.label}", "")
        self.save_button = Button(wide[0], "primary", icon=wide[1], on=self.register_usual)
        self.keys = KeyCap("Ctrl+Enter")
        foot = row(self.produces, None, self.leave_button, self.quiet_button, self.save_button, self.keys)
        foot.setContentsMargins(16, 7, 16, 7)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(top)
        page.addWidget(self.body, 1)
        page.addWidget(Frame("footer", foot))

    def _produces(self) -> str:
        papers = "、".join(self._papers)
        return f"登记后{'出' if self._receipt else '可以出'}：{papers}" if papers else "登记后起算期限"

    def _begin(self, typed: Typed | None, begun: Begun) -> None:
        self.form.begin(begun.organs, begun.units)
        self.materials.begin()
        self.hints.forget()
        if begun.carried:
            self.form.take(begun.carried)
        self._say_about(begun.about)
        self._blank = str(self._content())
        if begun.draft is not None:
            self.form.set_draft(begun.draft.content)
            self.materials.set_draft(begun.draft.content.get("materials", ()))
            self._say_kept(begun.draft)
        else:
            self.head.line.say("", "ink2")
        self._fit_channel()
        self._kept = str(self._content())
        self.open = True
        if begun.draft is None and typed is not None:
            self._take(typed)
            self._fit_channel()
        self._say_gaps()
        self.look_around()
        self.form.start()
        QTimer.singleShot(0, self, self._bring_start)

    _blank = ""

    def _content(self) -> dict[str, Any]:
        return self.form.draft() | {"materials": self.materials.draft()}

    def _edited(self, name: str) -> None:
        if self.open:
            self._looking.start()
            self._say_gaps()
            if name == "channel":
                self._fit_channel()

    def _fit_channel(self) -> None:
        channel = self.form.field_named("channel")
        self.materials.fit_channel(channel.text() if channel is not None else "")

    def _ticked(self) -> None:
        if self.open:
            self._pause.start()
            self._say_gaps()

    def _say_gaps(self) -> None:
        self.gaps_box.show_gaps(self.sentences())

    def _explain(self, text: str, article: str) -> None:
        self.explained.setText(on_screen("　".join(part for part in (text, article) if part)))
        self.explained.show()

    def _bring_start(self) -> None:
        """From the top as far down as the first thing to type asks for."""
        self.body.verticalScrollBar().setValue(0)
        if (here := self.form.current()) is not None:
            self.body.bring(here[1])

    def _take(self, typed: Typed) -> None:
        """Go on with what was typed for another kind; where all of it stands here, it is no longer there."""
        self.form.take(typed.facts)
        self.materials.set_draft(typed.materials)
        self.keep_draft()
        if set(typed.facts) <= {field.name for field in self.procedure.entry.fields} | set(ROLES):
            typed.moved()

    def hand_on(self) -> Typed | None:
        """What is typed here, for a page of another kind; text that is not understood stays here too."""
        if not self.left_over():
            return None
        fields = (field for part in self.form.parts() for field in part.fields.values())
        unclear = any(field.problem() for field in fields)
        return Typed(self.form.facts(), self.materials.draft(), _stay if unclear else self.forget)

    def _say_about(self, about: str) -> None:
        clear(self._about)
        self._about_box.setVisible(bool(about))
        if about:
            self._about.addWidget(warned("accent", f"接续{about}。已经知道的都填好了，核对后登记。"))

    def _draft_kept(self, changed: set[str]) -> None:
        at = self.app.office.now()
        self.head.line.say(f"草稿已保存 {dates.clock(at.time())}", "ink2")

    def _say_kept(self, draft: Draft) -> None:
        at = draft.at.astimezone(self.app.office.now().tzinfo)
        self.head.line.say(f"接着填 {dates.short(at.date())} {dates.clock(at.time())} 的草稿", "ink2")

    def _done(self, registered: Registered) -> None:
        """Registered, and the draft gone with it: the next one begins empty."""
        self._busy, self.open = False, False
        self._looking.stop()
        self._pause.stop()
        self.registered.emit(registered.case_id, self._print_receipt)

    def _again(self) -> None:
        self._busy = False


def _stay() -> None:
    """Nothing moves: the page it comes from keeps it as well."""


def said(registered: Registered) -> str:
    return f"已登记 {registered.number}"


def begun(app: App, kind: str, earlier: str) -> Begun:
    """To be called in the worker."""
    organs, units = tuple(app.intake.organs()), tuple(app.intake.units())
    draft = app.drafts.find(draft_key(kind, earlier))
    if not earlier:
        return Begun(organs, units, draft, {})
    file = app.office.file(earlier)
    about = f"{app.office.procedure(file).label}案件 {file.label}（{file.title}）"
    return Begun(organs, units, draft, app.intake.carried(earlier, kind), about)
