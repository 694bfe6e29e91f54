"""The page of one case: title and marks, the next deadline, the next step, and all that is known below."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from fuyi_desktop.domain.custody import ADOPT
from fuyi_desktop.domain.passing import CARRY_ON
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases import words
from fuyi_desktop.gui.cases.around import CarryCard, ChainRow, NewPapers, Notice
from fuyi_desktop.gui.cases.casefile import joined
from fuyi_desktop.gui.cases.materials import MaterialForm
from fuyi_desktop.gui.cases.minutes import joined as minutes_joined
from fuyi_desktop.gui.cases.next_step import StepBar
from fuyi_desktop.gui.cases.reviews import CaseReviews
from fuyi_desktop.gui.cases.sections import (
    ClocksCard,
    CourseCard,
    JournalCard,
    MaterialsCard,
    PapersCard,
    PartiesCard,
)
from fuyi_desktop.gui.cases.serving import ServingCard
from fuyi_desktop.gui.cases.sheet import Sheet, read_sheet
from fuyi_desktop.gui.cases.step_form import StepForm
from fuyi_desktop.gui.deadline import DeadlineCard
from fuyi_desktop.gui.labels import Chip, ElidedLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Frame, ScrollPage, clear, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.papers import PaperOffer

TABLES = frozenset({"case", "case_now", "step", "party", "paper", "material", "station"})
SIDE = 480  # px: parties and papers beside the timeline
WIDE = 880  # px of the page: from here on they stand beside one another
SMALL = 640  # px: below it the deadline is folded and the steps go behind 更多


class CaseView(QWidget):
    """Shows one sheet; asks for another after every deed that touches the case."""

    back_asked = Signal()  # ‹ 列表, and Esc
    paper_asked = Signal(object)  # an issued Paper
    draft_asked = Signal(str, str)  # case id, form
    case_asked = Signal(str)  # another case of the same dispute
    carry_asked = Signal(str, str)  # case id, kind of the case that carries it on
    minutes_asked = Signal(str, str, str)  # case id, form, session
    minutes_again_asked = Signal(str)  # finished minutes that are to be put right
    shown = Signal(str)  # the case that is on the page now

    def __init__(self, app: App, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self.setAccessibleName("案件页")
        self.app, self.tasks, self.messages = app, tasks, messages
        self.sheet: Sheet | None = None
        self.case_id = ""
        self.open_form: StepForm | MaterialForm | CarryCard | None = None
        self._at = ""  # where to go once the case is here
        self._given: Mapping[str, object] = {}  # what is known beforehand of the step to begin there
        self._focus = False

        self.back = Button("列表", "quiet", icon="left", on=self.back_asked.emit)
        self.back.hide()
        self.title = ElidedLabel("", size="title")
        self.chips = plain_box(row(gap=8))
        self.sub = ElidedLabel("", tone="ink2", small=True)
        self.notice, self.chain, self.reviews = Notice(), ChainRow(), CaseReviews(app, tasks)
        self.chain.case_asked.connect(self.case_asked)
        self.deadline = DeadlineCard(printable=False)
        self.bar = StepBar()
        self.bar.asked.connect(self.begin_step)
        self.form_slot = plain_box(column(gap=8))
        self.form_slot.hide()
        self.offer = NewPapers()
        self.offer.issue_asked.connect(self._issue)
        self.offer.put_off.connect(self._later)
        self.course, self.parties, self.papers = CourseCard(), PartiesCard(), PapersCard()
        self.materials, self.clocks, self.journal = MaterialsCard(), ClocksCard(), JournalCard()
        self.serving = ServingCard()
        self.course.void_asked.connect(self.void)
        self.course.adopt_asked.connect(lambda step_id: self.begin_step(ADOPT, {"steps": (step_id,)}))
        self.course.unfolded.connect(lambda: QTimer.singleShot(0, self, self._bring_detail))
        self.course.next_asked.connect(lambda: self.bar.take_focus())
        self.papers.open_asked.connect(self._open_paper)
        self.papers.issue_asked.connect(self._issue)
        self.papers.serve_asked.connect(self.serving.serve)
        self.materials.issue_asked.connect(self._issue)
        self.materials.add_asked.connect(self.begin_material)

        side = plain_box(column(self.parties, self.papers, None, gap=8))
        self._side = side
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(8)
        self._pair.addWidget(self.course, 1)
        self._pair.addWidget(side)
        self.body = ScrollPage(margin=20, gap=8, most=1120)
        self.body.add(self.notice, self.reviews, self.deadline, self.offer, self.bar)
        self.body.add(self.form_slot, self._pair)
        self.casefile, self.minutes = joined(self), minutes_joined(self)
        self.body.add(self.minutes, self.serving, self.materials, self.casefile, self.clocks, self.journal)
        self.marks: dict[str, tuple[Button, QWidget]] = {}
        for word, card in (
            ("概要", self.deadline), ("送达", self.serving), ("材料", self.materials), ("文书", self.papers),
            ("卷宗", self.casefile), ("期限", self.clocks), ("日志", self.journal),
        ):  # fmt: skip
            button = Button(word, "tab", checkable=True, on=partial(self.go_to, word))
            self.marks[word] = (button, card)
        self.body.verticalScrollBar().valueChanged.connect(self._mark_place)

        first = row(self.back, self.title, self.chips, None)
        first.setContentsMargins(0, 0, 0, 0)
        self._marks_row = row(*(button for button, _ in self.marks.values()), None, gap=20)
        head = column(first, self.sub, self.chain, self._marks_row, gap=4)
        head.setContentsMargins(20, 10, 20, 0)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(Frame("header", head))
        page.addWidget(self.body, 1)
        tasks.changed.connect(self.refresh_if)

    def show_case(
        self, case_id: str, *, at: str = "", focus: bool = False, given: Mapping[str, object] | None = None
    ) -> None:
        """Read a case and show it; `at` is a mark or a step to begin, `focus` takes the keys here."""
        if case_id != self.case_id:
            self.keep_draft()
            self._close_form()
            self._drop_offer()
        self.case_id, self._at = case_id, at or self._at
        self._given = given or {}
        self._focus = focus or self._focus
        self.tasks.ask(partial(read_sheet, self.app, case_id), self.show_sheet, topic="case.page")

    def refresh_if(self, tables: set[str]) -> None:
        if self.case_id and TABLES & tables:
            self.refresh()

    def refresh(self) -> None:
        self.tasks.ask(partial(read_sheet, self.app, self.case_id), self.show_sheet, topic="case.page")

    def show_sheet(self, sheet: Sheet) -> None:
        if sheet.case_id != self.case_id:
            return
        another = self.sheet is None or self.sheet.case_id != sheet.case_id
        self.sheet = sheet
        self.title.setText(sheet.title)
        self.setAccessibleDescription(sheet.title)
        self.sub.setText(sheet.sub_line)
        self._show_chips(sheet)
        self.deadline.setVisible(sheet.next is not None)
        if sheet.next is not None:
            self.deadline.show_view(sheet.next)
        self.bar.show_sheet(sheet)
        beside = (self.notice, self.reviews, self.chain, self.course, self.parties, self.papers)
        below = (self.minutes, self.serving, self.materials, self.casefile, self.clocks, self.journal)
        for part in (*beside, *below):
            part.show_sheet(sheet)
        counts = {"材料": len(sheet.materials), "文书": len(sheet.papers), "期限": len(sheet.clocks),
                  "送达": len(sheet.serving.waiting)}  # fmt: skip
        for word, number in counts.items():
            self.marks[word][0].say(f"{word} {number}" if number else word)
        self._arrange()
        if another:
            self.body.verticalScrollBar().setValue(0)
        self._mark_place()
        self.shown.emit(sheet.case_id)
        self._arrive()

    def begin_step(self, code: str, given: Mapping[str, object] | None = None) -> None:
        """Open the form of a step in the page; a closed one only to enter what was done in time (补登)."""
        sheet = self.sheet
        offer = next((o for o in sheet.page.offers if o.kind.code == code), None) if sheet else None
        if sheet is None or offer is None or not (offer.open or offer.until is not None):
            return
        if code == CARRY_ON:
            carry = CarryCard(self.app.office.law.procedures, offer.kind.help)
            carry.chosen.connect(partial(self.carry_asked.emit, sheet.case_id))
            carry.left.connect(self._left)
            self._put_form(carry)
            return
        form = StepForm(self.app, self.tasks, sheet, offer, given)
        form.saved.connect(self._saved)
        form.left.connect(self._left)
        form.warned.connect(self.body.bring)
        self._put_form(form)

    def begin_material(self, form: str = "", mending: str = "") -> None:
        if self.sheet is not None and self.sheet.page.mine:
            material = MaterialForm(self.app, self.tasks, self.sheet, form, mending, self.messages)
            material.saved.connect(self._left)
            material.left.connect(self._left)
            self._put_form(material)

    def void(self, step_id: str) -> None:
        """作废 with a reason; the step stays, struck through."""
        step = self.sheet.step(step_id) if self.sheet else None
        if self.sheet is None or step is None:
            return
        kind = words.kind_of(self.sheet.procedure, step.code)
        label = kind.label if kind else step.code
        falling = self.app.casework.falling(self.sheet.file, step_id)
        names = "、".join(dict.fromkeys(self.sheet.procedure.step(other.code).label for other in falling))
        also = f"作废以后，这些步骤也不再计入：{names}。" if names else ""
        reason = self.messages.reason(
            f"作废步骤“{label}”？",
            f"{also}这一步会划去并留下理由，不再计入；状态、期限和下一步按其余步骤重新推算。已经出的文书不受影响。",
            label="作废理由", do="作废步骤", leave="不作废", example="例：日期登记有误，应为次日",
        )  # fmt: skip
        if reason.strip():
            deed = partial(self.app.casework.void, self.sheet.case_id, step_id, reason.strip(), sure=True)
            self.tasks.do(deed, f"已作废“{label}”")

    def go_to(self, word: str) -> None:
        """Jump to a section."""
        card = self.marks[word][1]
        top = card.mapTo(self.body.widget(), card.rect().topLeft()).y()
        self.body.verticalScrollBar().setValue(0 if word == "概要" else max(0, top - 12))
        for other, (mark, _) in self.marks.items():
            mark.setChecked(other == word)

    def take_focus(self) -> None:
        if self.open_form is not None:
            self.open_form.take_focus()
        elif not self.bar.take_focus():
            self.marks["概要"][0].setFocus()

    def explain(self) -> None:
        """F1: what the open form asks for, or how the next date came about."""
        if isinstance(self.open_form, StepForm):
            here = self.open_form.form.current()
            self.open_form.explain(here.name if here else "")
        elif self.sheet is not None and self.sheet.next is not None:
            self.unfold()

    def unfold(self) -> None:
        """Show how the next date came about."""
        if self.deadline.folded:
            self.deadline.fold()
        self.go_to("概要")

    def next_gap(self) -> bool:
        form = self.open_form
        return form is not None and not isinstance(form, CarryCard) and form.form.next_gap()

    def keep_draft(self) -> None:
        if isinstance(self.open_form, StepForm):
            self.open_form.keep_draft()

    def fit_narrow(self, *, narrow: bool) -> None:
        """One at a time: the way back to the list stands before the title."""
        self.back.setVisible(narrow)
        self.sub.setVisible(not narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Beside one another where there is room, else below; the deadline folded where there is little."""
        wide, small = self.width() >= WIDE, self.width() <= SMALL + 60
        kinds = QBoxLayout.Direction
        self._pair.setDirection(kinds.LeftToRight if wide else kinds.TopToBottom)
        self._side.setFixedWidth(SIDE) if wide else self._side.setMaximumWidth(16_777_215)
        if not wide:
            self._side.setMinimumWidth(0)
        self.bar.fit(narrow=small)
        if small and not self.deadline.folded and not self._fitted_small and self.sheet is not None:
            self.deadline.fold()
        if self.sheet is not None:
            self._fitted_small = small

    _fitted_small = False

    def _show_chips(self, sheet: Sheet) -> None:
        line = self.chips.layout()
        assert line is not None
        clear(line)
        case = sheet.file.case
        line.addWidget(Chip(sheet.procedure.label, "outlined"))
        for flag in words.serious_first(case.flags)[:3]:
            line.addWidget(Chip(flag))
        if not sheet.page.mine:
            line.addWidget(Chip("不在本站", "outlined"))
        state = Chip(sheet.page.state, "plain" if sheet.page.ended else "accent")
        state.setAccessibleName(f"状态 {sheet.page.state}")
        line.addWidget(state)

    def _arrive(self) -> None:
        """Go where the case was opened at, once."""
        at, self._at = self._at, ""
        focus, self._focus = self._focus, False
        if at in self.marks:
            QTimer.singleShot(0, self, partial(self.go_to, at))
        elif at:
            self.begin_step(at, self._given)
            return
        if focus:
            self.take_focus()

    def _put_form(self, form: StepForm | MaterialForm | CarryCard) -> None:
        self.keep_draft()
        self._close_form()
        self._drop_offer()
        self.open_form = form
        slot = self.form_slot.layout()
        assert slot is not None
        slot.addWidget(form)
        self.form_slot.show()
        self.bar.rest(resting=True)
        form.take_focus() if isinstance(form, CarryCard) else form.begin()
        QTimer.singleShot(0, self, self._bring_form)

    def _bring_form(self) -> None:
        if self.open_form is not None:
            top = self.form_slot.mapTo(self.body.widget(), self.form_slot.rect().topLeft()).y()
            high = self.open_form.height()
            bar = self.body.verticalScrollBar()
            if not bar.value() <= top <= bar.value() + self.body.viewport().height() - high:
                bar.setValue(max(0, top - 12))

    def _bring_top(self) -> None:
        """What a step has changed, its papers and the next deadline, stands at the top of the page."""
        QTimer.singleShot(0, self, partial(self.body.verticalScrollBar().setValue, 0))

    def _bring_detail(self) -> None:
        self.body.ensureWidgetVisible(self.course.detail, 0, 40)

    def _close_form(self) -> None:
        if self.open_form is not None:
            self.open_form = None
            slot = self.form_slot.layout()
            assert slot is not None
            clear(slot)
            self.form_slot.hide()
            self.bar.rest(resting=False)

    def _left(self) -> None:
        self._close_form()
        self.take_focus()

    def _saved(self, code: str) -> None:
        """The step is recorded: close its form and offer its papers at once."""
        kind = words.kind_of(self.sheet.procedure, code) if self.sheet else None
        self._close_form()
        self._focus = True
        self._bring_top()
        if kind is not None and kind.papers:
            self.tasks.ask(
                partial(self.app.papers.offers, self.case_id),
                partial(self._offer_papers, kind.label, kind.papers),
            )

    def _offer_papers(self, label: str, forms: tuple[str, ...], offers: tuple[PaperOffer, ...]) -> None:
        there = {offer.form for offer in offers if offer.there}
        if wanted := [form for form in forms if form in there]:
            self._drop_offer()
            self._focus = False
            self.offer.show_papers(words.deed_said(label), wanted)
            self._bring_top()

    def _later(self) -> None:
        self._drop_offer()
        self.take_focus()

    def _drop_offer(self) -> None:
        self.offer.hide()

    def _issue(self, form: str) -> None:
        self._drop_offer()
        self.draft_asked.emit(self.case_id, form)

    def _open_paper(self, paper_id: str) -> None:
        paper = self.sheet.paper(paper_id) if self.sheet else None
        if paper is not None:
            self.paper_asked.emit(paper)

    def _mark_place(self) -> None:
        """The mark of the section that is being read is the current one."""
        here = self.body.verticalScrollBar().value() + 40
        tops = {
            word: card.mapTo(self.body.widget(), card.rect().topLeft()).y()
            for word, (_, card) in self.marks.items()
        }
        order = sorted((top, word) for word, top in tops.items() if word != "文书")
        current = next((word for top, word in reversed(order) if top <= here), "概要")
        for word, (mark, _) in self.marks.items():
            mark.setChecked(word == current)
