"""The tab 案件: list left, case right; the new case and a paper take their place while they are worked on."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fuyi_desktop.domain.forms import RECEIPT
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.gui.cases import printing
from fuyi_desktop.gui.cases.intake import USUAL, IntakePage, draft_key
from fuyi_desktop.gui.cases.list import CaseList
from fuyi_desktop.gui.cases.page import CaseView
from fuyi_desktop.gui.cases.papers import PaperPage
from fuyi_desktop.gui.cases.printing import ChoosePrinter
from fuyi_desktop.gui.cases.serving_desk import ServingDesk
from fuyi_desktop.gui.messages import Messages, Notice, Tone
from fuyi_desktop.gui.parts import EmptyState
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.scanning import PAPERS as SCANNED_AT
from fuyi_desktop.services.scanning import Scanned

LIST, LIST_MOST = 344, 420
PAGE_MOST = 1160  # px: when the page has this much, the list grows
LEAST = 480, 240
OFFER = "intake papers"
OFFERED = "回执和送达地址确认书可以一起打印，A4、A5 都可以（Ctrl+Shift+P）。"
NARROW = 900  # px: below it list and page show one at a time


class CasesTab(QWidget):
    """What the main window holds for 案件; it asks for nothing but these few calls."""

    case_shown = Signal(str)
    papers_asked = Signal()  # what is offered after a registration is to be printed
    scanned = Signal(str)  # a code that was typed or scanned into the search
    minutes_asked = Signal(str, str, str)  # case id, form, session
    minutes_again_asked = Signal(str)

    def __init__(
        self,
        app: App,
        tasks: Tasks,
        messages: Messages,
        *,
        choose_printer: ChoosePrinter = printing.ask_printer,
    ) -> None:
        super().__init__()
        self.setAccessibleName("案件")
        self.app, self.tasks, self.messages = app, tasks, messages
        self.list = CaseList(app, tasks)
        self.page = CaseView(app, tasks, messages)
        self.paper = PaperPage(app, tasks, messages, choose_printer)
        self.page.casefile.deeds.choose_printer = choose_printer
        self.serving = ServingDesk(self.page, app, tasks, messages, choose_printer)
        self._intakes: dict[str, IntakePage] = {}  # by the kind of case
        self._kind = USUAL  # that was registered last in this session
        self.nothing = EmptyState("没有选中案件", "在左边用 ↑ ↓ 选一件，或者直接输姓名查找。")
        self.right = QStackedWidget()
        for part in (self.nothing, self.page, self.paper):
            self.right.addWidget(part)
        self._desk = QWidget()
        self._desk.setProperty("part", "body")
        line = QHBoxLayout(self._desk)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.list)
        line.addWidget(self.right, 1)
        self.stack = QStackedWidget()
        self.stack.setMinimumSize(*LEAST)  # else what list and page want side by side keeps the window wide
        self.stack.addWidget(self._desk)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

        self.narrow = False
        self._listing = True  # narrow: the list is shown, not the page
        self._leaving_to = ""
        self.offered = ""  # the case just registered, whose papers can be printed together
        self.list.chosen.connect(self._follow)
        self.list.opened.connect(lambda case_id: self.open_case(case_id))
        self.list.explained.connect(self._explain)
        self.list.new_asked.connect(self.new_case)
        self.list.scanned.connect(self.scanned)
        self.page.back_asked.connect(self.to_list)
        self.page.paper_asked.connect(self.open_paper)
        self.page.draft_asked.connect(self.draft_paper)
        self.page.case_asked.connect(self.open_case)
        self.page.carry_asked.connect(self.carry_on)
        self.page.shown.connect(self.case_shown)
        self.page.minutes_asked.connect(self.minutes_asked)
        self.page.minutes_again_asked.connect(self.minutes_again_asked)
        self.paper.left.connect(self._back_to_page)
        self._look_for_drafts()

    @property
    def intake(self) -> IntakePage:
        """The page of a new case of the kind that is being registered, made when it is first asked for."""
        if self._kind not in self._intakes:
            self._intakes[self._kind] = made = IntakePage(self.app, self.tasks, self.messages, self._kind)
            self.stack.addWidget(made)
            made.left.connect(self._left_intake)
            made.registered.connect(self._registered)
            made.case_asked.connect(self._open_from_intake)
            made.kind_asked.connect(self.switch_kind)
        return self._intakes[self._kind]

    def open_case(self, case_id: str, *, at: str = "", given: Mapping[str, object] | None = None) -> None:
        """Show a case and put the keys there; `at` is a mark (材料, 期限 …) or the code of a step."""
        self.stack.setCurrentWidget(self._desk)
        self.right.setCurrentWidget(self.page)
        self._listing = False
        self._arrange()
        self.list.point_at(case_id)
        self.page.show_case(case_id, at=at, focus=True, given=given)

    def open_scanned(self, found: Scanned) -> None:
        """Where a scanned page leads: the case, with the form of the step that the page is waiting for."""
        self.open_case(found.case_id, at=found.step or SCANNED_AT, given=found.given)
        self.messages.note(found.said)

    def new_case(self) -> None:
        """The form of a new case, with what was left half typed."""
        self.take_offer()
        self.stack.setCurrentWidget(self.intake)
        self.intake.begin()

    def switch_kind(self, kind: str) -> None:
        """Register another kind of case; what was typed goes along where nothing waits there."""
        old = self.intake
        old.keep_draft()
        earlier, typed = old.earlier, old.hand_on()
        self._kind = kind
        self.stack.setCurrentWidget(self.intake)
        self.intake.begin(earlier, typed)

    def carry_on(self, case_id: str, kind: str) -> None:
        """接续办理: the next case of the same dispute, with all that is known filled in."""
        self._kind = kind
        self.stack.setCurrentWidget(self.intake)
        self.intake.begin(case_id)

    def focus_search(self) -> None:
        """Where one types who is looked for."""
        self.stack.setCurrentWidget(self._desk)
        self._listing = True
        self._arrange()
        self.list.focus_search()

    def to_list(self) -> None:
        """Back to the list; in a narrow window the page gives way to it."""
        self._listing = True
        self._arrange()
        self.list.take_focus()

    def open_paper(self, paper: Paper) -> None:
        self.right.setCurrentWidget(self.paper)
        self.paper.show_issued(paper)

    def draft_paper(self, case_id: str, form: str) -> None:
        self.right.setCurrentWidget(self.paper)
        self.paper.show_draft(case_id, form)

    def explain(self) -> None:
        """F1."""
        if self._at_intake():
            self.intake.explain()
        else:
            self.page.explain()

    def next_gap(self) -> bool:
        """F8: the next place that is still to be filled in."""
        if self._at_intake():
            return self.intake.next_gap()
        return self.page.next_gap()

    def print_page(self) -> bool:
        """Ctrl+P: print the paper that is shown; whether there is one."""
        there = self.right.currentWidget() is self.paper and bool(self.paper.paper_id)
        if there and self.stack.currentWidget() is self._desk:
            self.paper.print_paper()
        return there

    def refresh(self) -> None:
        """F5."""
        self.list.refresh()
        if self.page.case_id:
            self.page.refresh()

    def keep_draft(self) -> None:
        """Keep whatever is being typed; before the window locks or closes."""
        for intake in self._intakes.values():
            intake.keep_draft()
        self.page.keep_draft()

    def can_close(self) -> bool:
        """Always: what is half typed is kept as a draft."""
        self.keep_draft()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _at_intake(self) -> bool:
        return self.stack.currentWidget() is self._intakes.get(self._kind)

    def _arrange(self) -> None:
        self.narrow = self.width() < NARROW
        self.page.fit_narrow(narrow=self.narrow)
        if self.narrow:
            self.list.setMaximumWidth(16_777_215)
            self.list.setMinimumWidth(0)
            self.list.setVisible(self._listing)
            self.right.setVisible(not self._listing)
        else:
            spare = self.width() - LIST - PAGE_MOST
            self.list.setFixedWidth(max(LIST, min(LIST_MOST, LIST + spare)))
            self.list.show()
            self.right.show()

    def _follow(self, case_id: str) -> None:
        """↑ ↓ in the list: the page follows, the keys stay in the list."""
        if not self.narrow:
            self.right.setCurrentWidget(self.page)
            self.page.show_case(case_id)

    def _explain(self, case_id: str) -> None:
        self.open_case(case_id)
        self.page.unfold()

    def _back_to_page(self) -> None:
        self.right.setCurrentWidget(self.page)
        if self.page.case_id != self.paper.case_id:
            self.page.show_case(self.paper.case_id, focus=True)
        else:
            self.page.take_focus()

    def _registered(self, case_id: str, print_receipt: bool) -> None:  # noqa: FBT001  # a Qt signal's value
        self.list.say_draft(there=False)
        self._look_for_drafts()
        self.open_case(case_id)
        self._offer_papers(case_id)
        if print_receipt:
            self.right.setCurrentWidget(self.paper)
            self.paper.show_draft(case_id, RECEIPT, at_once=True)

    def _offer_papers(self, case_id: str) -> None:
        """What the visitor takes home lies one key away, until it is printed or another case is begun."""
        procedure = self.app.office.law.procedure(self._kind)
        if RECEIPT in procedure.step(procedure.entry.step).papers:
            self.offered = case_id
            self.messages.stand(Notice(OFFER, Tone.ACCENT, OFFERED, "打印", self.papers_asked.emit))

    def take_offer(self) -> str:
        """The case whose papers are offered, offered no longer; empty where there is none."""
        offered, self.offered = self.offered, ""
        self.messages.settle(OFFER)
        return offered

    def _left_intake(self, there: bool) -> None:  # noqa: FBT001  # a Qt signal's value
        self.list.say_draft(there=there)
        self._look_for_drafts()
        self.stack.setCurrentWidget(self._desk)
        self.to_list()

    def _open_from_intake(self, case_id: str) -> None:
        self.intake.keep_draft()
        self.list.say_draft(there=True)
        self.open_case(case_id)

    def _look_for_drafts(self) -> None:
        self.tasks.ask(partial(begun_kinds, self.app), self._drafts_found, topic="intake.found")

    def _drafts_found(self, kinds: tuple[str, ...]) -> None:
        """What was left half typed is gone on with, whatever kind of case it is."""
        if kinds and self._kind not in kinds:
            self._kind = kinds[0]
        self.list.say_draft(there=bool(kinds))


def begun_kinds(app: App) -> tuple[str, ...]:
    """The kinds of case of which a registration was left half typed; to be called in the worker."""
    return tuple(kind for kind in app.office.law.procedures if app.drafts.find(draft_key(kind)) is not None)
