"""文书模板: the list, one template in the editor, and in front of it the comparison."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.domain.templates import Whose
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.templates.compare import Comparison
from fuyi_desktop.gui.templates.editor import Editor, draft_key
from fuyi_desktop.gui.templates.list import TemplateList

FILTERS = "文书模板 (*.toml)"
KEEPS = "－ 是现在{below}的文字，＋ 是改过的文字"


class TemplatesPage(QStackedWidget):
    """Behind 设置."""

    left = Signal()

    def __init__(self, app: Any, tasks: Tasks, messages: Messages, me: Any) -> None:
        super().__init__()
        self._app, self._tasks, self._messages = app, tasks, messages
        self.list, self.comparison = TemplateList(), Comparison()
        self.editor = Editor(app, tasks, center=me.role is StationRole.CENTER)
        for page in (self.list, self.editor, self.comparison):
            self.addWidget(page)
        self.list.left.connect(self.left)
        self.list.opened.connect(lambda one: self.open(one.form))
        self.list.file_asked.connect(lambda: self._import(""))
        self.editor.left.connect(self._to_list)
        self.editor.compare_asked.connect(self.compare)
        self.editor.save_asked.connect(self.save)
        self.editor.restore_asked.connect(self.restore)
        self.editor.file_asked.connect(lambda: self._import(self.editor.form))
        self.editor.export_asked.connect(self._export)
        self.comparison.left.connect(self._to_editor)
        self.editor.send_asked.connect(self.send_down)
        tasks.changed.connect(self._refresh_if)

    def start(self) -> None:
        self.refresh()
        self.currentWidget().start()  # type: ignore[attr-defined]

    def refresh(self) -> None:
        self._tasks.ask(lambda: self._app.templates.rows(), self.list.show_rows, topic="templates")

    def keep_draft(self) -> None:
        self.editor.keep_draft()

    def open(self, form: str, typed: str | None = None) -> None:
        """A form in the editor; with the text of a file in the place of what holds."""
        self.setCurrentWidget(self.editor)
        self.editor.open(form, typed)

    def save(self) -> None:
        """保存为本单位版本; a text with faults goes to the first of them."""
        editor = self.editor
        if editor.begun is None or editor.first_fault():
            return
        editor.settle()
        form = editor.form
        self._tasks.do(
            partial(self._app.templates.use, editor.text, form, draft=draft_key(form)),
            lambda deed: f"以后出《{deed.title}》用本单位版本，已经出具的不变",
            lambda _: self._again(),
            failed=self._not_kept,
        )

    def restore(self) -> None:
        """恢复原版: the own text is laid aside, else what is typed given up; both can be undone."""
        editor = self.editor
        begun, typed, form = editor.begun, editor.text, editor.form
        if begun is None:
            return
        editor.settle()
        if begun.held.whose is not Whose.OWN:
            editor.take(begun.held.text)
            return
        deed = partial(self._restored, form)
        self._tasks.do(
            deed, f"已恢复{begun.below.whose.label}的模板，本单位版本留存备查", lambda _: self._again(),
            undo=lambda: self._use_again(typed, form), failed=self._not_kept,
        )  # fmt: skip

    def compare(self) -> None:
        """What is typed beside what it would stand over; where there is news, it can be settled here."""
        editor = self.editor
        if editor.begun is None:
            return
        below, text, form = editor.begun.below, editor.text, editor.form
        newer = bool(editor.begun.newer)

        def show(lines: Any) -> None:
            self.comparison.show_lines(
                lines,
                title=f"对照{below.whose.label}的版本：{below.title}",
                legend=KEEPS.format(below=below.whose.label),
                verb="仍用本单位版本",
                line="看过以后仍用本单位版本的，列表不再提示；要用新版，返回后恢复原版。" if newer else "",
                deed=partial(self._stay, form) if newer else None,
            )
            self._to(self.comparison)

        self._tasks.ask(partial(self._app.templates.compare, text, form), show, topic="template.compare")

    def send_down(self) -> None:
        """At the center: the text becomes the county's, after a look at what it changes."""
        editor = self.editor
        if editor.begun is None or editor.first_fault():
            return
        text, form, name = editor.text, editor.form, f"{editor.form}.toml"

        def look() -> tuple[Any, Any]:
            found = self._app.lawbook.look(text, name)
            return self._app.templates.compare(text, form), found

        def show(found: tuple[Any, Any]) -> None:
            lines, outcome = found
            already = outcome.already
            self.comparison.show_lines(
                lines,
                title=f"下发县的模板：{outcome.name}",
                legend=KEEPS.format(below=editor.begun.below.whose.label if editor.begun else ""),
                verb="下发",
                line="这份文字已经是县的模板。" if already else outcome.note,
                deed=None if already else partial(self._send, text, name, form),
            )
            self._to(self.comparison)

        self._tasks.ask(look, show, topic="template.compare")

    def _restored(self, form: str) -> Any:
        deed = self._app.templates.drop(form)
        self._app.drafts.drop(draft_key(form))
        return deed

    def _use_again(self, text: str, form: str) -> None:
        self._tasks.do(
            partial(self._app.templates.use, text, form), "仍用本单位版本", lambda _: self._again()
        )

    def _stay(self, form: str) -> None:
        self._tasks.do(partial(self._app.templates.stay, form), "仍用本单位版本", lambda _: self._settled())

    def _send(self, text: str, name: str, form: str) -> None:
        self._tasks.do(
            partial(self._sent, text, name, form), "已作为县的模板，随下一个同步包发给各站",
            lambda _: self._settled(),
        )  # fmt: skip

    def _sent(self, text: str, name: str, form: str) -> Any:
        outcome = self._app.lawbook.take(text, name)
        self._app.drafts.drop(draft_key(form))
        return outcome

    def _settled(self) -> None:
        self._to(self.editor)
        self.editor.settle()
        self._again()

    def _again(self) -> None:
        """What holds has changed: read it anew."""
        if self.currentWidget() is self.editor:
            self.editor.settle()
            self.editor.open(self.editor.form)

    def _not_kept(self) -> None:
        """The text stays, as a draft."""
        self.editor.touch()

    def _import(self, form: str) -> None:
        path = self._messages.open_file("选择文书模板", filters=FILTERS)
        if path is not None:
            self._tasks.ask(
                partial(self._app.templates.open_file, path, form), lambda found: self._taken(*found)
            )

    def _taken(self, form: str, text: str) -> None:
        """Into the editor, where it can be looked at; nothing is kept yet."""
        if self.currentWidget() is self.editor and form == self.editor.form:
            self.editor.take(text)
        else:
            self.open(form, text)

    def _export(self) -> None:
        editor = self.editor
        start = Path.home() / f"{editor.form}.toml"
        chosen = self._messages.save_file("导出模板", start=start, filters=FILTERS)
        if chosen is not None:
            path = chosen if chosen.suffix.lower() == ".toml" else chosen.with_name(chosen.name + ".toml")
            self._tasks.ask(
                partial(self._app.templates.export, editor.text, path),
                lambda written: self._messages.good(f"已存为 {written.name}"),
            )

    def _to(self, page: Any) -> None:
        self.setCurrentWidget(page)
        page.start()

    def _to_list(self) -> None:
        self.refresh()
        self._to(self.list)

    def _to_editor(self) -> None:
        self._to(self.editor)

    def _refresh_if(self, tables: set[str]) -> None:
        if tables & {"provision", "template"}:
            self.refresh()
