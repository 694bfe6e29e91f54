"""One paper in the page: what it still has to be told, its pages, giving it out, printing and saving it."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.party import Party
from fuyi_desktop.domain.printing import Way
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases import printing
from fuyi_desktop.gui.cases.by_hand import NumberCard, Unsure, given_out
from fuyi_desktop.gui.cases.drawn import Shown, drawn_draft, drawn_issued, fact
from fuyi_desktop.gui.cases.preview import Pages
from fuyi_desktop.gui.cases.printing import ChoosePrinter
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import (
    Card,
    EmptyState,
    Frame,
    ScrollPage,
    TitleRow,
    clear,
    column,
    plain_box,
    row,
)
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.papers import Ask, Issued

TO = "·to"  # the recipient; no fact has such a path
SAVE_AS = "另存 "
RAIL = 288
NARROW = 760  # px: below it the rail stands above the pages
KINDS: Mapping[str, Kind] = {"date": Kind.DATE, "due": Kind.DATE, "number": Kind.INTEGER}


class PaperPage(QWidget):
    """A draft until it is given out; from then on the paper itself, with its number."""

    left = Signal()
    numbers_asked = Signal(str)  # the series whose next number has to be told
    issued = Signal(str)  # id of the paper that has just been given out

    def __init__(
        self, app: App, tasks: Tasks, messages: Messages, choose_printer: ChoosePrinter = printing.ask_printer
    ) -> None:
        super().__init__()
        self.setAccessibleName("文书")
        self.app, self.tasks, self.messages = app, tasks, messages
        self._choose_printer = choose_printer
        self.case_id = self.form_id = self.paper_id = self.number = self.title = ""
        self._busy = False
        self._print_next = self._issue_next = False
        self._asked: tuple[Ask, ...] = ()
        self._more: dict[str, object] = {}
        self.questions: Form | None = None

        self.back = Button("案件", "quiet", icon="left", on=self.leave)
        self.issue_button = Button("出具", "primary", on=self.issue)
        self.print_button = Button("打印", "primary", icon="print", on=self.print_paper)
        self.pdf_button = Button("另存 PDF", on=partial(self.save_as, ".pdf"))
        self.word_button = Button("另存 Word", on=partial(self.save_as, ".docx"))
        self.excel_button = Button("另存 Excel", on=partial(self.save_as, ".xlsx"))
        self.bare_button = Button("不印红头", "filter", checkable=True, on=self._keep_bare)
        deeds = [
            self.pdf_button, self.word_button, self.excel_button, self.bare_button, self.print_button,
            self.issue_button,
        ]  # fmt: skip
        self.head = TitleRow("", "", deeds, back=self.back)
        self.head.setContentsMargins(20, 8, 20, 8)
        self.pages = Pages()
        self.waiting = EmptyState("正在排版", "")
        self.remark = PlainLabel("", tone="amber", small=True, wrap=True)
        self.body = ScrollPage(margin=20)
        self.body.add(self.waiting, self.remark, self.pages)
        self._questions = column(gap=8)
        self.numbering = NumberCard(lambda: self.app.office.today, self.issue)
        self.numbering.check_asked.connect(self.numbers_asked)
        self._rail = ScrollPage(margin=16)
        self._rail.add(plain_box(self._questions), self.numbering, None)
        self._rail.setFixedWidth(RAIL)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(0)
        self._sides.addWidget(self.body, 1)
        self._sides.addWidget(self._rail)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        bar = Frame("header", row(self.head))
        page.addWidget(bar)
        page.addLayout(self._sides, 1)

    def show_draft(self, case_id: str, form: str, *, at_once: bool = False) -> None:
        """A paper that is to be given out, as it would look now; `at_once` gives it out and prints it."""
        self._begin(case_id, form, form_of(form).title)
        self._print_next = self._issue_next = at_once
        self.tasks.ask(
            partial(self.app.papers.recipients, case_id, form), self._ask_recipient, topic="paper.to"
        )

    def show_issued(self, paper: Paper) -> None:
        """A paper that has been given out, as it was kept."""
        self._begin(paper.case_id, paper.form, paper.title)
        self.paper_id, self.number = paper.id, paper.number
        self._said = dates.long(paper.issued_on)
        self._show_actions()
        self._make()

    def leave(self) -> None:
        self.left.emit()

    def issue(self) -> None:
        """Give it out: the number is taken, the facts are kept for good."""
        if self._busy or self.paper_id or not self._told() or (typed := self.numbering.given()) is None:
            return
        self._busy = True
        to, more = self._to(), dict(self._more)
        self.tasks.do(
            partial(given_out, self.app, self.case_id, self.form_id, to=to, more=more, **typed),
            self._said_issued,
            self._was_issued,
            failed=self._again,
        )

    def print_paper(self) -> None:
        """Ask for the printer; drawing the pages and handing them over is the worker's."""
        if not self.paper_id or self._busy:
            return
        printer = self._choose_printer(self.window(), self.title)
        if printer is None:
            return
        self._busy = True
        red = not self.bare_button.isChecked()
        send = partial(printing.print_paper, self.app, self.paper_id, printer, red=red)
        self.tasks.ask(send, self._was_sent, failed=self._again)

    def save_as(self, suffix: str) -> None:
        """Write the paper, whole or not at all."""
        kind = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel"}[suffix]
        name = f"{self.title}{self.number}{suffix}"
        start = Path.home() / name
        chosen = self.messages.save_file(f"另存为 {kind}", start=start, filters=f"{kind} (*{suffix})")
        if chosen is None:
            return
        path = chosen if chosen.suffix.lower() == suffix else chosen.with_name(chosen.name + suffix)
        self.tasks.ask(partial(self.app.print_queue.write, self.paper_id, path), self._written)

    def take_focus(self) -> None:
        """Where the work goes on: the first gap, else the deed that comes next."""
        if self.questions is not None and self.questions.gaps():
            self.questions.start()
        elif self.issue_button.isVisible():
            self.issue_button.setFocus()
        elif self.print_button.isVisible():
            self.print_button.setFocus()
        else:
            self.back.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & CTRL:
            self.issue() if not self.paper_id else self.print_paper()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        narrow = self.width() < NARROW
        kinds = QBoxLayout.Direction
        self._sides.setDirection(kinds.BottomToTop if narrow else kinds.LeftToRight)
        self._rail.setFixedWidth(self.width() if narrow else RAIL)
        self._rail.setMaximumHeight(150 if narrow else 16_777_215)
        for button in (self.pdf_button, self.word_button, self.excel_button):
            whole = button.accessibleName()
            button.setText(whole.removeprefix(SAVE_AS) if narrow else whole)

    def _begin(self, case_id: str, form: str, title: str) -> None:
        self.case_id, self.form_id, self.title = case_id, form, title
        self.paper_id = self.number = self._said = ""
        self._busy = self._print_next = self._issue_next = False
        self._asked, self._more = (), {}
        self.questions = None
        self.numbering.begin()
        self.numbering.hide()
        self._people: tuple[Party, ...] = ()
        clear(self._questions)
        self.pages.show_images(())
        self.pages.hide()
        self.remark.hide()
        self.waiting.say("正在排版", "")
        self.waiting.show()
        self._show_actions()

    def _show_actions(self) -> None:
        there = bool(self.paper_id)
        self.head.title.setText(self.title)
        self.head.line.setText(self.number or self._said if there else "未出具，可以先看样子")
        for button in (self.pdf_button, self.word_button, self.bare_button, self.print_button):
            button.setVisible(there)
        self.excel_button.hide()  # until the worker has said whether the paper is a table
        self.issue_button.setVisible(not there)
        self.issue_button.say("出具并打印" if self._print_next else "出具")

    def _ask_recipient(self, people: tuple[Party, ...]) -> None:
        self._people = people if form_of(self.form_id).each else ()
        self._show_actions()
        self._build_questions()
        self._make()

    def _build_questions(self) -> None:
        """A small form: whom it is for, and every mandatory fact that the case does not know."""
        clear(self._questions)
        kept = self.questions.draft() if self.questions else {}
        specs = []
        if len(self._people) > 1:
            options = tuple(Choice(party.id, f"{party.name}（{party.role.value}）") for party in self._people)
            specs.append(
                FieldSpec(
                    name=TO,
                    label="发给",
                    kind=Kind.CHOICE,
                    choices=options,
                    default=options[0].value,
                    span=12,
                )
            )
        askable = [ask for ask in self._asked if "[]" not in ask.name]
        specs += [
            FieldSpec(name=ask.name, label=ask.label, kind=KINDS.get(ask.kind, Kind.TEXT), span=12)
            for ask in askable
        ]
        lacking = [ask.label for ask in self._asked if "[]" in ask.name]
        card = Card("出具前要填的" if askable else "文书")
        self.questions = None
        if specs:
            self.questions = Form(specs, today=lambda: self.app.office.today)
            self.questions.set_draft(kept)
            self.questions.changed.connect(self._make_if_told)
            self.questions.submitted.connect(self.issue)
            card.add(self.questions)
        if askable:
            card.add(Button("看样子", on=self._make_if_told))
        if lacking:
            card.add(
                PlainLabel(
                    f"案件中还缺{'、'.join(lacking)}，补上后才能出具。", tone="amber", small=True, wrap=True
                )
            )
        self._notes = PlainLabel("", tone="ink2", small=True, wrap=True)
        card.add(self._notes)
        self._questions.addWidget(card)
        self._questions.addStretch(1)
        self._rail.setVisible(bool(specs or lacking))

    def _to(self) -> str | None:
        if self.questions is not None and TO in self.questions.fields:
            return str(self.questions.values().get(TO) or "") or None
        return self._people[0].id if self._people else None

    def _told(self) -> bool:
        """Take what the form says; whether it says everything."""
        if self.questions is None:
            return not self._asked
        if not self.questions.check():
            return False
        self._take()
        return True

    def _take(self) -> None:
        assert self.questions is not None
        kinds = {ask.name: ask for ask in self._asked}
        for name, value in self.questions.values().items():
            if name != TO and value not in (None, ""):
                self._more[name] = fact(kinds[name], value)

    def _make_if_told(self) -> None:
        if self.questions is not None and not self.questions.gaps():
            self._take()
            self._make()

    def _make(self) -> None:
        """Have the pages drawn in the worker."""
        if self.paper_id:
            question = partial(drawn_issued, self.app, self.paper_id)
        else:
            question = partial(
                drawn_draft, self.app, self.case_id, self.form_id, self._to(), dict(self._more)
            )
        self.tasks.ask(question, self._show, topic="paper.pages", failed=self._could_not)

    def _show(self, shown: Shown) -> None:
        if shown.missing and shown.missing != self._asked:
            self._asked = shown.missing
            self._build_questions()
        self.waiting.setVisible(bool(shown.missing))
        self.waiting.say(
            f"还差 {len(shown.missing)} 项才能排版", "在“出具前要填的”中填写，填完就能看到样子。"
        )
        self.pages.setVisible(not shown.missing)
        self.pages.show_images(shown.images)
        if not self.paper_id and shown.numbered:
            self.numbering.show()
            self._rail.show()
        if not self.paper_id and shown.notes:
            self._notes.setText(on_screen("\n".join(shown.notes)))
            self._rail.show()
        if self.paper_id:
            self._rail.hide()
            self.remark.setText(on_screen("\n".join(shown.notes)))
            self.remark.setVisible(bool(shown.notes))
            self.bare_button.setChecked(not shown.red)
            self.excel_button.setVisible(shown.table)
            times = f"　已打印 {shown.times} 次" if shown.times else ""
            self.head.line.setText(f"{self.number or self._said}{times}")
        if self.isVisible():
            self.take_focus()
        if self._issue_next and not shown.missing and not self.paper_id:
            self._issue_next = False
            self.issue()
        elif self.paper_id and self._print_next:
            self._print_next = False
            self.print_paper()

    def _could_not(self) -> None:
        self.waiting.say("没有排出版面", "原因见上方提示，处理后可以再试。")

    def _said_issued(self, issued: Issued | Unsure) -> str:
        if isinstance(issued, Unsure):
            return ""
        return f"已出{self.title}{'，' + issued.number if issued.number else ''}"

    def _was_issued(self, issued: Issued | Unsure) -> None:
        self._busy = False
        if isinstance(issued, Unsure):
            self.numbering.doubt(issued)
            return
        self.paper_id, self.number = issued.paper_id, issued.number
        self._said = dates.long(self.app.office.today)
        self._show_actions()
        self.issued.emit(issued.paper_id)
        self._make()

    def _was_sent(self, copies: int) -> None:
        self._busy = False
        if copies:
            note = partial(self.app.print_queue.printed, self.paper_id, copies)
            self.tasks.do(note, f"{self.title}已送打印机", self._printed)
        else:
            self.messages.error("打印机没有接收。请检查打印机后再打印，文书已经保存。")

    def _keep_bare(self) -> None:
        """Remembered for the kind of paper: the office has a stack of printed heads, or it has none."""
        way = Way(red=not self.bare_button.isChecked())
        self.tasks.do(partial(self.app.print_queue.remember, "", self.form_id, way), "")

    def _printed(self, changed: set[str]) -> None:
        self._make()

    def _written(self, path: Path) -> None:
        self.messages.good(f"已存为 {path.name}")

    def _again(self) -> None:
        self._busy = False


CTRL = Qt.KeyboardModifier.ControlModifier
