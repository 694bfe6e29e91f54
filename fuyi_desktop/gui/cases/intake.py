"""新收案件: one screen from top to bottom, kept as a draft at every pause, registered in one go."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from fuyi_desktop.domain.case import Informed
from fuyi_desktop.domain.local import Draft
from fuyi_desktop.domain.party import Unit
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.intake_form import IntakeForm
from fuyi_desktop.gui.cases.intake_rail import GapsBox, HintsCard, MaterialsRail
from fuyi_desktop.gui.labels import HintLine, KeyCap, PlainLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Frame, ScrollPage, TitleRow, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.intake import Registered

KEY = "intake"  # of the draft: one registration is typed at a time
LOOKING = 300  # ms without a key, then likenesses and the time limit are asked for
PAUSE = 600  # ms without a click among the materials, then the draft is kept
RAIL, FORM_MOST = 336, 1040
BESIDE = 1020  # px of the page: from here on the rail stands beside the form
WORDY = 760  # px: below it the action bar says less


@dataclass(frozen=True)
class Begun:
    """What the page needs before it can be typed into."""

    organs: tuple[Unit, ...]
    units: tuple[Unit, ...]
    draft: Draft | None


class IntakePage(QWidget):
    """Enter goes on through everything; Ctrl+Enter registers and prints; Esc leaves and keeps the draft."""

    left = Signal(bool)  # whether a draft was left
    registered = Signal(str, bool)  # case id, whether the receipt is to be printed
    case_asked = Signal(str)  # one that may be the same dispute

    def __init__(self, app: App, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self.setAccessibleName("新收案件")
        self.app, self.tasks, self.messages = app, tasks, messages
        self.open = False  # organs, units and draft are here: it can be typed into
        self._busy = False
        self._print_receipt = False
        self._kept = ""
        self._looking = QTimer(self, singleShot=True, interval=LOOKING)
        self._looking.timeout.connect(self.look_around)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.keep_draft)

        self.form = IntakeForm(app)
        self.form.edited.connect(self._edited)
        self.form.paused.connect(self.keep_draft)
        self.form.submitted.connect(lambda: self.register_case(print_receipt=True))
        self.form.explained.connect(self._explain)
        self.form.setMaximumWidth(FORM_MOST)
        self.hints = HintsCard()
        self.hints.look_asked.connect(self.case_asked)
        self.materials = MaterialsRail(app.intake.codes.get("materials", ()))
        self.materials.edited.connect(self._ticked)
        self.gaps_box = GapsBox()
        self._lay_out()
        self.form.went_past.connect(self.save_button.setFocus)

    def begin(self) -> None:
        """Show it with what was left half typed; what is being typed stays as it is."""
        if self.open:
            self.form.start()
        else:
            self.tasks.ask(partial(begun, self.app), self._begin, topic="intake.begin")

    def facts(self) -> dict[str, Any]:
        """As the registration takes them."""
        return self.form.facts() | {"materials": self.materials.facts(self.app.office.today)}

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
        self.tasks.do(
            partial(self.app.intake.register, self.facts(), draft=KEY), said, self._done, failed=self._again
        )

    def keep_draft(self) -> None:
        """Keep what was typed, if it differs from what is kept."""
        if self._busy or not self.open:
            return
        content = self._content()
        if str(content) != self._kept:
            self._kept = str(content)
            self.tasks.do(partial(self.app.drafts.keep, KEY, content), "", self._draft_kept)

    def leave(self) -> None:
        """暂离，留草稿."""
        self.keep_draft()
        self.left.emit(self.open and self._kept != self._blank)

    def explain(self) -> None:
        self.form.explain()

    def look_around(self) -> None:
        """Ask for likenesses and for the time limit, with what is typed by now."""
        if self._busy or not self.open:
            return
        self.tasks.ask(
            partial(self.app.intake.hints, self.form.facts()), self.hints.show_hints, topic="intake.hints"
        )
        known, limit = self.form.act.field("known_on"), self.form.act.field("limit")
        day = known.value()
        if isinstance(day, date) and not known.problem():
            rule = "A03" if self.form.act.field("informed").text() == Informed.NO.value else "A01"
            self.tasks.ask(partial(self.app.dates.due, rule, day), self.form.show_limit, topic="intake.limit")
        else:
            limit.set_value("")
            limit.say("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_F8:
            self.next_gap()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and ctrl:
            self.register_case(print_receipt=True)
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
        self.head = TitleRow("新收案件", "", [self.head_keys], back=self.back)
        self.explained = PlainLabel("", tone="ink2", small=True, wrap=True)
        self.explained.hide()
        top = column(self.head, self.explained, gap=4)
        top.setContentsMargins(16, 8, 16, 0)
        self._rail = plain_box(column(self.hints, self.materials, self.gaps_box, None, gap=12))
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(12)
        self._pair.addWidget(self.form, 1)
        self._pair.addWidget(self._rail)
        self.body = ScrollPage(margin=16, most=FORM_MOST + 12 + RAIL)
        self.body.add(self._pair)
        self.produces = PlainLabel("登记后出：材料接收回执", tone="ink2", small=True)
        self.leave_button = Button("暂离，留草稿", on=self.leave)
        self.quiet_button = Button("登记，不打印", on=lambda: self.register_case(print_receipt=False))
        self.save_button = Button(
            "登记并打印回执", "primary", icon="print", on=lambda: self.register_case(print_receipt=True)
        )
        self.keys = KeyCap("Ctrl+Enter")
        foot = row(self.produces, None, self.leave_button, self.quiet_button, self.save_button, self.keys)
        foot.setContentsMargins(16, 7, 16, 7)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(top)
        page.addWidget(self.body, 1)
        page.addWidget(Frame("footer", foot))

    def _begin(self, begun: Begun) -> None:
        self.form.begin(begun.organs, begun.units)
        self.materials.begin()
        self.hints.forget()
        self._blank = str(self._content())
        if begun.draft is not None:
            self.form.set_draft(begun.draft.content)
            self.materials.set_draft(begun.draft.content.get("materials", ()))
            self._say_kept(begun.draft)
        else:
            self.head.line.say("", "ink2")
        self._kept = str(self._content())
        self.open = True
        self._say_gaps()
        self.look_around()
        self.form.start()

    _blank = ""

    def _content(self) -> dict[str, Any]:
        return self.form.draft() | {"materials": self.materials.draft()}

    def _edited(self, name: str) -> None:
        if self.open:
            self._looking.start()
            self._say_gaps()

    def _ticked(self) -> None:
        if self.open:
            self._pause.start()
            self._say_gaps()

    def _say_gaps(self) -> None:
        self.gaps_box.show_gaps(self.sentences())

    def _explain(self, text: str, article: str) -> None:
        self.explained.setText(on_screen("　".join(part for part in (text, article) if part)))
        self.explained.show()

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


def said(registered: Registered) -> str:
    return f"已登记 {registered.number}"


def begun(app: App) -> Begun:
    """To be called in the worker."""
    return Begun(tuple(app.intake.organs()), tuple(app.intake.units()), app.drafts.find(KEY))
