"""期限规则与放假安排: what stands in force, and taking in what is new after a look at what it moves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from fuyi_desktop.domain.errors import CannotRead
from fuyi_desktop.gui.lawbook import words
from fuyi_desktop.gui.lawbook.contents import Contents
from fuyi_desktop.gui.lawbook.preview import Preview
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.notices import REFUSAL
from fuyi_desktop.gui.tasks import Progress, Tasks

FILTERS = "放假通知、县规则 (*.toml)"


@dataclass(frozen=True)
class Deed:
    """A change that was looked at: how it is called, its verb, and how it is made."""

    title: str
    verb: str
    done: str
    make: Callable[[Progress], Any]


class LawbookPage(QStackedWidget):
    """Two sheets: what stands in force, and in front of it a preview."""

    left = Signal()

    def __init__(self, app: Any, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._app, self._tasks, self._messages = app, tasks, messages
        self._deed: Deed | None = None
        self.contents = Contents(lambda: app.office.today)
        self.preview = Preview(lambda: app.office.today)
        self.addWidget(self.contents)
        self.addWidget(self.preview)
        self.contents.left.connect(self.left)
        self.contents.file_asked.connect(self.take_in)
        self.contents.dropped.connect(self._drop)
        self.contents.chosen.connect(self._choose)
        self.preview.left.connect(self._return)
        self.preview.agreed.connect(self._make)
        tasks.changed.connect(self._refresh_if)

    def start(self) -> None:
        self.refresh()
        (self.contents if self.currentWidget() is self.contents else self.preview).start()

    def refresh(self) -> None:
        self._tasks.ask(self._app.lawbook.contents, self.contents.show_contents, topic="lawbook")

    def take_in(self) -> None:
        """Choose a file and see what it would move; nothing is written yet."""
        path = self._messages.open_file("选择放假通知或县规则", filters=FILTERS)
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path) -> None:
        lawbook = self._app.lawbook

        def look(progress: Progress) -> tuple[Any, Deed]:
            text = read(path)
            found = lawbook.look(text, path.name, progress=progress)
            done = f"已导入{found.name}"
            deed = Deed(
                words.title(found), "采用", done,
                lambda progress: lawbook.take(text, path.name, progress=progress),
            )  # fmt: skip
            return found, deed

        self._look(look)

    def _drop(self, name: str) -> None:
        lawbook = self._app.lawbook

        def look(_: Progress) -> tuple[Any, Deed]:
            found = lawbook.look_dropped(name)
            what = words.taken_back(found.kind)
            return found, Deed(
                f"{what}：{name}", what, f"已{what}“{name}”", lambda _: lawbook.drop(name)
            )  # fmt: skip

        self._look(look)

    def _choose(self, given: Mapping[str, str]) -> None:
        lawbook = self._app.lawbook
        deed = Deed("修改县的选择", "采用选择", "县的选择已保存", lambda _: lawbook.choose(given))
        self._look(lambda _: (lawbook.look_chosen(given), deed))

    def _look(self, look: Callable[[Progress], tuple[Any, Deed]]) -> None:
        self._tasks.long("正在核对各案期限", look, self._show)

    def _show(self, looked: tuple[Any, Deed]) -> None:
        outcome, self._deed = looked
        self._messages.settle(REFUSAL)
        self.preview.show_outcome(outcome, title=self._deed.title, verb=self._deed.verb)
        self.setCurrentWidget(self.preview)
        self.preview.start()

    def _make(self) -> None:
        if self._deed is not None:
            self._tasks.long("正在重算期限", self._deed.make, self._made, failed=self._return)

    def _made(self, outcome: Any) -> None:
        assert self._deed is not None
        moved = f"，{len(outcome.moved)} 项期限已重算" if outcome.moved else "，没有期限变动"
        self._messages.good(f"{self._deed.done}{moved}")
        self._return()

    def _return(self) -> None:
        self._deed = None
        self.setCurrentWidget(self.contents)
        self.contents.start()

    def _refresh_if(self, tables: set[str]) -> None:
        if tables & {"provision", "setting"}:
            self.refresh()


def read(path: Path) -> str:
    """The text of the chosen file; CannotRead where it is none."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRead(where=path.name, why="文件打不开，或者不是 UTF-8 文本") from error
