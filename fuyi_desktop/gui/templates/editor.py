"""One template: its text at the left, its page at the right, redrawn while typing pauses; faults named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from fuyi_desktop.domain.templates import Whose
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.preview import DPI, image
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import Frame, TitleRow, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.templates import words
from fuyi_desktop.gui.templates.facts import WIDTH, FactList
from fuyi_desktop.gui.templates.sheet import PagePane, picker
from fuyi_desktop.gui.templates.text import TextPane

PAUSE = 450  # ms without a key, then the page is drawn and the text kept
WIDE, MEDIUM = 1200, 900  # px: all three panes, two, one


@dataclass(frozen=True)
class Begun:
    """What the worker has read when a template is opened."""

    held: Any
    below: Any
    versions: Sequence[Any]
    facts: Sequence[Any]
    cases: Sequence[tuple[str, str]]
    newer: str
    draft: Any


def draft_key(form: str) -> str:
    return f"template:{form}"


class Editor(QWidget):
    """Ctrl+S keeps, F8 goes to the next fault, Ctrl+F looks for words, Esc leaves and keeps the draft."""

    left = Signal()
    compare_asked = Signal()
    save_asked = Signal()
    restore_asked = Signal()
    file_asked = Signal()
    export_asked = Signal()
    send_asked = Signal()

    def __init__(self, app: Any, tasks: Tasks, *, center: bool = False) -> None:
        super().__init__()
        self.setAccessibleName("修改模板")
        self.app, self.tasks = app, tasks
        self.form = ""
        self.begun: Begun | None = None
        self._center = center
        self._loading, self._drafted, self._room = False, False, 0
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._paused)
        self._build_head()
        self._build_panes()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Frame("header", self._head))
        whole.addWidget(self._news)
        whole.addWidget(plain_box(self._panes), 1)

    # what the page around asks

    def open(self, form: str, typed: str | None = None, then: Callable[[], object] | None = None) -> None:
        """Show a form: what was half typed, else what holds; or a text that came from a file."""
        self.keep_draft()
        self.form, self.begun = form, None
        self.setEnabled(False)

        def show(begun: Begun) -> None:
            self._show(begun, typed)
            if then is not None:
                then()

        self.tasks.ask(partial(begin, self.app, form), show, topic="template.open", failed=self._unlock)

    @property
    def text(self) -> str:
        return self.edit.toPlainText()

    @property
    def is_changed(self) -> bool:
        """Whether something stands here that does not hold."""
        return self.begun is not None and self.text != self.begun.held.text

    @property
    def title_of_form(self) -> str:
        return str(self.begun.held.title) if self.begun else self.form

    def start(self) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_draft(self) -> None:
        """At every pause, and before the page is left, locked or closed."""
        if self.begun is None or not self._drafted:
            return
        self._drafted = False
        drafts, key = self.app.drafts, draft_key(self.form)
        if self.is_changed:
            content = {"text": self.text}
            self.tasks.do(partial(drafts.keep, key, content), "")
        else:
            self.tasks.do(partial(drafts.drop, key), "")

    def take(self, text: str) -> None:
        """Put another text in the place of this one; Ctrl+Z brings it back."""
        self.edit.put(text)
        self.start()

    def settle(self) -> None:
        """What is typed has been taken care of: nothing of it is to be kept as a draft any more."""
        self._drafted = False
        self._pause.stop()

    def touch(self) -> None:
        """What is typed was not taken: it is kept as a draft again."""
        self._drafted = True
        self.keep_draft()

    def first_fault(self) -> bool:
        """Go to the first fault; whether there is one."""
        there = self.text_pane.first_fault()
        if there:
            self._only_if_narrow("文字")
        return there

    # building

    def _build_head(self) -> None:
        self.back = Button("文书模板", "quiet", icon="left", on=self.leave)
        self.save = Button("保存为本单位版本", "primary", on=self.save_asked.emit)
        self.restore = Button("恢复原版", "secondary", on=self.restore_asked.emit)
        self.compare = Button("与原版对照", "secondary", on=self.compare_asked.emit)
        self.more = Button("更多", "quiet", icon="more", on=self._more)
        self.head = TitleRow("", "", [self.more, self.compare, self.restore, self.save], back=self.back)
        self._head = row(self.head)
        self._head.setContentsMargins(16, 8, 16, 8)
        self.news = PlainLabel("", tone="amber", small=True, wrap=True)
        self.look = Button("看县里的改动", "quiet", small=True, on=self.compare_asked.emit)
        news = row(self.news, self.look)
        news.setStretch(0, 1)
        news.setContentsMargins(16, 4, 16, 0)
        self._news = plain_box(news)
        self._news.hide()

    def _build_panes(self) -> None:
        self.facts = FactList()
        self.facts.chosen.connect(self._insert)
        self.facts.setFixedWidth(WIDTH)
        self.text_pane, self.page_pane = TextPane(), PagePane()
        self.edit = self.text_pane.edit
        self.text_pane.typed.connect(self._typed)
        self.page_pane.chosen.connect(self._draw)
        self.toggles = {
            name: Button(name, "filter", checkable=True, on=partial(self._toggle, name))
            for name in ("文字", "事实", "版面")
        }
        self.standing = PlainLabel("", tone="ink2", small=True)
        self.standing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.version = picker("换成另一版的文字")
        self.version.setFixedWidth(WIDTH)
        self.version.activated.connect(self._choose_version)
        bar = row(*self.toggles.values(), 8, self.standing, self.version)
        bar.setStretch(len(self.toggles) + 1, 1)
        bar.insertStretch(len(self.toggles) + 2, 0)
        panes = row(self.facts, self.text_pane, self.page_pane, gap=12)
        panes.setStretch(1, 11)
        panes.setStretch(2, 10)
        self._panes = column(bar, panes, gap=8)
        self._panes.setStretch(1, 1)
        self._panes.setContentsMargins(16, 8, 16, 8)

    def menu(self) -> QMenu:
        """What is seldom wanted."""
        menu = QMenu(self)
        menu.setAccessibleName("更多")
        menu.addAction("从文件导入").triggered.connect(self.file_asked.emit)
        menu.addAction("导出为文件").triggered.connect(self.export_asked.emit)
        if self._center:
            menu.addSeparator()
            menu.addAction("作为县的模板下发").triggered.connect(self.send_asked.emit)
        return menu

    def _more(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    # keys and sizes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif control and key in (Qt.Key.Key_S, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save_asked.emit()
        elif control and key == Qt.Key.Key_F:
            self._only_if_narrow("文字")
            self.text_pane.open_search()
        elif key == Qt.Key.Key_F8:
            self._only_if_narrow("文字")
            self.text_pane.next_fault()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        room = 3 if width >= WIDE else 2 if width >= MEDIUM else 1
        if room != self._room:
            self._room = room
            shown = {3: ("文字", "事实", "版面"), 2: ("文字", "版面"), 1: ("文字",)}[room]
            for name, button in self.toggles.items():
                button.setChecked(name in shown)
            self._arrange()
        self.head.line.setVisible(width >= WIDE)
        self.standing.setVisible(width >= MEDIUM)

    def leave(self) -> None:
        self._pause.stop()
        self.keep_draft()
        self.left.emit()

    # what goes on

    def _show(self, begun: Begun, typed: str | None) -> None:
        self.begun = begun
        kept = begun.draft.content.get("text") if begun.draft is not None else None
        text = typed if typed is not None else kept if kept is not None else begun.held.text
        self._loading = True
        self.edit.begin(begun.held.text)
        if text != begun.held.text:
            self.edit.put(text)
        self._loading = False
        self.edit.go_to(words.first_block(text))
        self._drafted = typed is not None
        self.head.title.setText(f"{self.form} {begun.held.title}")
        self.standing.setText(words.standing(begun.held))
        self.standing.setToolTip(words.standing(begun.held))
        self.head.line.setText("有没保存的修改" if self.is_changed else "")
        self.news.setText(f"{begun.newer}。现在仍用本单位版本，可以看一下改动再决定。" if begun.newer else "")
        self._news.setVisible(bool(begun.newer))
        self.look.setText("看县里的改动" if begun.below.whose is Whose.COUNTY else "看原版的改动")
        self.facts.show_facts(begun.facts)
        self.page_pane.show_cases(begun.cases)
        self.version.clear()
        for one in begun.versions:
            self.version.addItem(words.version(one), one.text)
        self.version.setCurrentIndex(0)
        self._say_changed()
        self.setEnabled(True)
        self.start()
        self._draw()

    def _unlock(self) -> None:
        self.setEnabled(True)

    def _typed(self) -> None:
        if not self._loading and self.begun is not None:
            self._drafted = True
            self._pause.start()

    def _paused(self) -> None:
        self._say_changed()
        self.keep_draft()
        self._draw()

    def _say_changed(self) -> None:
        changed = self.is_changed
        self.head.line.setText("有没保存的修改，已存为草稿" if changed else "")
        own = self.begun is not None and self.begun.held.whose is Whose.OWN
        self.restore.say("放弃修改" if changed and not own else "恢复原版")
        self.restore.setVisible(changed or own)

    def _draw(self) -> None:
        """Checked and drawn in the worker; of several pauses only the last is answered."""
        question = partial(drawn, self.app, self.text, self.form, self.page_pane.case_id)
        self.tasks.ask(question, self._show_drawn, topic="template.page")

    def _show_drawn(self, found: tuple[Any, Sequence[Any]]) -> None:
        made, images = found
        self.text_pane.show_found(made.faults, made.remarks)
        self.page_pane.show_images(images)

    def _insert(self, fact: Any) -> None:
        from fuyi_desktop.services.template_facts import declaration

        text = self.text
        found = declaration(text, fact)
        at = len(text[: found[0]].encode("utf-16-le")) // 2 if found else 0
        self._only_if_narrow("文字")
        self.edit.insert(fact.said, at, found[1] if found else "")
        self.start()

    def _choose_version(self, at: int) -> None:
        text = self.version.itemData(at)
        if text is not None and text != self.text:
            self.take(str(text))

    def _toggle(self, name: str) -> None:
        if self._room == 1:
            for other, button in self.toggles.items():
                button.setChecked(other == name)
        elif not any(button.isChecked() for button in self.toggles.values()):
            self.toggles[name].setChecked(True)
        self._arrange()

    def _only_if_narrow(self, name: str) -> None:
        if not self.toggles[name].isChecked():
            self.toggles[name].setChecked(True)
            self._toggle(name)

    def _arrange(self) -> None:
        panes = {"文字": self.text_pane, "事实": self.facts, "版面": self.page_pane}
        for name, pane in panes.items():
            pane.setVisible(self.toggles[name].isChecked())
        alone = self._room == 1
        self.facts.setMinimumWidth(0 if alone else WIDTH)
        self.facts.setMaximumWidth(16_777_215 if alone else WIDTH)


def begin(app: Any, form: str) -> Begun:
    """To be called in the worker, as the one below."""
    templates = app.templates
    newer = next(one.note for one in templates.rows() if one.form == form)
    return Begun(
        templates.text(form), templates.below(form), templates.versions(form), templates.facts(form),
        templates.cases(form), newer, app.drafts.find(draft_key(form)),
    )  # fmt: skip


def drawn(app: Any, text: str, form: str, case_id: str) -> tuple[Any, Sequence[Any]]:
    made = app.templates.draft(text, form, case_id=case_id)
    pages = app.papers.pages(made.pdf, DPI) if made.pdf else ()
    return made, [image(page) for page in pages]
