"""结束笔录: the pages as they would be printed, what still has to be told, and finishing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.drawn import fact
from fuyi_desktop.gui.cases.preview import DPI, Pages, image
from fuyi_desktop.gui.fields import FieldSpec, Kind, choices
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import HintLine, PlainLabel
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
from fuyi_desktop.services.minutes import Finished
from fuyi_desktop.services.papers import Ask, Draft

RAIL = 288
LONG, SMALL = 200, 72  # turns from which pages are drawn with fewer dots: hundreds of them must fit
KINDS: Mapping[str, Kind] = {"date": Kind.DATE, "due": Kind.DATE, "number": Kind.INTEGER}
SEVERAL = frozenset({"mediators", "hearers", "people", "members", "present", "topics", "content", "evidence"})
CHOICES = {("F10", "step.mode"): ("当面", "电话", "互联网"), ("F35", "step.mode"): ("电话", "上门", "来访")}


@dataclass(frozen=True)
class Shown:
    """The paper as drawn, or what it lacks."""

    draft: Draft
    images: tuple[QImage, ...] = ()


class FinishPage(QWidget):
    """Ctrl+Enter finishes, Esc goes back to writing."""

    left = Signal()
    finished = Signal(object)  # a Finished

    def __init__(self, app: App, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self.setAccessibleName("结束笔录")
        self.app, self.tasks, self.messages = app, tasks, messages
        self.draft_id = self.form_id = ""
        self._busy = False
        self._asks: tuple[Ask, ...] = ()
        self.questions: Form | None = None
        back = Button("接着记", "quiet", icon="left", on=self.left.emit)
        self.look_button = Button("看样子", on=self.look)
        self.finish_button = Button("结束并出笔录", "primary", on=self.finish)
        self.head = TitleRow("结束笔录", "", [self.look_button, self.finish_button], back=back)
        self.head.setContentsMargins(16, 8, 16, 8)
        self.pages = Pages()
        self.waiting = EmptyState("正在排版", "")
        self.body = ScrollPage(margin=20)
        self.body.add(self.waiting, self.pages)
        self._questions = column(gap=8)
        rail = ScrollPage(margin=16)
        rail.add(plain_box(self._questions), HintLine("Ctrl+Enter 结束并出笔录", "Esc 接着记"), None)
        rail.setFixedWidth(RAIL)
        sides = QHBoxLayout()
        sides.setSpacing(0)
        sides.addWidget(self.body, 1)
        sides.addWidget(rail)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Frame("header", row(self.head)))
        whole.addLayout(sides, 1)

    def begin(self, draft_id: str, form: str, title: str) -> None:
        """Show what the paper of a draft would look like now."""
        self.draft_id, self.form_id = draft_id, form
        self.head.title.setText(f"结束{title}")
        self._busy, self._asks, self.questions = False, (), None
        clear(self._questions)
        self.look()
        self.finish_button.setFocus()

    def look(self) -> None:
        """Draw it anew, with what has been told so far."""
        self.waiting.say("正在排版", "")
        self.waiting.show()
        self.pages.hide()
        question = partial(drawn, self.app, self.draft_id, self._more())
        self.tasks.ask(question, self._show, topic="minutes.look", failed=self._failed)

    def finish(self) -> None:
        """The version stays, its paper is given out."""
        if self._busy or (self.questions is not None and not self.questions.check()):
            return
        self._busy = True
        self.tasks.do(
            partial(self.app.minutes.finish, self.draft_id, self._more()),
            lambda done: f"笔录已结束，共 {done.issued.pages} 页，打印后逐页签名",
            self._done,
            failed=self._again,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and ctrl:
            self.finish()
        else:
            super().keyPressEvent(event)

    def _more(self) -> dict[str, object]:
        if self.questions is None:
            return {}
        asks = {ask.name: ask for ask in self._asks}
        values = self.questions.values()
        return {name: fact(asks[name], value) for name, value in values.items() if value not in ("", None)}

    def _show(self, shown: Shown) -> None:
        missing = shown.draft.missing
        if missing:
            self._ask(missing)
            self.waiting.say("还有几处要填", "填好右边的各项，再看样子或者结束。")
            return
        self.waiting.hide()
        self.pages.show_images(shown.images)
        self.pages.show()
        self.head.line.setText(f"共 {len(shown.images)} 页，每页下方留签名处")

    def _ask(self, missing: tuple[Ask, ...]) -> None:
        kept = self.questions.draft() if self.questions else {}
        known = {ask.name for ask in self._asks}
        self._asks = (*self._asks, *(ask for ask in missing if ask.name not in known))
        clear(self._questions)
        card = Card("出笔录前要填的")
        askable = [ask for ask in self._asks if "[]" not in ask.name]
        self.questions = Form([_spec(self.form_id, ask) for ask in askable], today=self._today)
        self.questions.set_draft(kept)
        self.questions.submitted.connect(self.finish)
        card.add(self.questions)
        if lacking := [ask.label for ask in self._asks if "[]" in ask.name]:
            said = f"案件中还缺{'、'.join(lacking)}，补上后才能出笔录。"
            card.add(PlainLabel(said, tone="amber", small=True, wrap=True))
        self._questions.addWidget(card)
        self.questions.start()

    def _today(self) -> date:
        return self.app.office.today

    def _failed(self) -> None:
        self.waiting.say("还不能排版", "原因见下方，改好后按“看样子”。")

    def _done(self, done: Finished) -> None:
        self._busy = False
        self.finished.emit(done)

    def _again(self) -> None:
        self._busy = False


def _spec(form: str, ask: Ask) -> FieldSpec:
    words = CHOICES.get((form, ask.name))
    if words:
        return FieldSpec(name=ask.name, label=ask.label, kind=Kind.CHOICE, choices=choices(*words), span=12)
    several = ask.name.rpartition(".")[2] in SEVERAL
    kind = Kind.LINES if several else KINDS.get(ask.kind, Kind.TEXT)
    return FieldSpec(name=ask.name, label=ask.label, kind=kind, span=12, help="每行一项。" if several else "")


def drawn(app: App, draft_id: str, more: Mapping[str, object]) -> Shown:
    """To be called in the worker."""
    found = app.minutes.draft(draft_id, more)
    if found.missing:
        return Shown(found)
    long = len(app.minutes.turns(draft_id)) > LONG
    pages = app.papers.pages(found.pdf, SMALL if long else DPI, grey=True)
    return Shown(found, tuple(image(page) for page in pages))
