"""The list at the left: search as one types, filters, rows loaded as they are looked at, the count below."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from fuyi_desktop.domain import marks
from fuyi_desktop.domain.case import CaseKind
from fuyi_desktop.gui import icons
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.words import list_row
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.labels import HintLine, PlainLabel
from fuyi_desktop.gui.lists import Arrive, Feed, ListRow, RowList
from fuyi_desktop.gui.parts import EmptyState, Frame, Rule, plain_box, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App

TYPING = 180  # ms without a key, then the search is asked
OFTEN = ("涉企",)  # flags that stand beside 我经办的; the others behind 更多筛选
TABLES = frozenset({"case", "case_now", "step", "party", "sync_review"})


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to."""

    text: str = ""
    ended: bool = False
    mine: bool = False
    kind: str = ""
    flag: str = ""


class SearchLine(QLineEdit):
    """Where one types what is looked for; ↓ and Enter go on to the list, Esc empties it."""

    left = Signal()
    scanned = Signal(str)  # a code of ours, ended with Enter as a scanner does

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("field", "true")
        self.setProperty("icon", "left")
        self.setFixedHeight(32)
        self.setPlaceholderText("姓名、案号、文号、电话、证件尾号、拼音")
        self.setAccessibleName("查找案件")
        self._icon = icons.IconLabel("search", "ink2", 16, self)
        self._icon.move(10, 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if marks.begins(self.text()):
                code = self.text()
                self.clear()
                self.scanned.emit(code)
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.left.emit()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case _:
                super().keyPressEvent(event)


class CaseList(Frame):
    """344 wide at 1366; the same questions answer the rows and the count."""

    chosen = Signal(str)  # case id, on every move of the current row
    opened = Signal(str)  # Enter: go to the page
    explained = Signal(str)  # Space: how the date came about
    new_asked = Signal()
    scanned = Signal(str)

    def __init__(self, app: App, tasks: Tasks) -> None:
        super().__init__("side")
        self.setAccessibleName("案件列表")
        self.app, self.tasks = app, tasks
        self.wanted = Wanted()
        self.count = 0
        self._current = ""  # id of the case that stays chosen whatever the list does
        self._settling = False
        self._waiting: dict[tuple[int, int], Arrive] = {}
        self._round = 0
        self._typing = QTimer(self, singleShot=True, interval=TYPING)
        self._typing.timeout.connect(self.refresh)

        self.search = SearchLine()
        self.search.textChanged.connect(lambda: self._typing.start())
        self.search.left.connect(self.take_focus)
        self.search.scanned.connect(self.scanned)
        self.new = Button("新收案件", "quiet", icon="plus", small=True, on=self.new_asked.emit, tip="Ctrl+N")
        self.open_ones = self._filter("在办", on=self._open_only)
        self.open_ones.setChecked(True)
        self.mine = self._filter("我经办的", on=self._narrow)
        self.flags = {
            flag: self._filter(flag, on=partial(self._flagged, flag)) for flag in self._known_flags()
        }
        self.kinds = {
            kind.value: self._filter(kind.short, on=partial(self._of_kind, kind.value))
            for kind in CaseKind
            if kind.value in app.office.law.procedures
        }
        self.ended = self._filter("已办结", on=self._ended_only)
        self.more = Button("更多", "filter", on=self._toggle_more, name="更多筛选")
        often = [self.flags[flag] for flag in OFTEN if flag in self.flags]
        rest = [button for flag, button in self.flags.items() if flag not in OFTEN]
        self._rest = flowing(*self.kinds.values(), self.ended, *rest, gap=6)
        self._rest.hide()

        self.feed = Feed(self._fetch, self)
        self.rows = RowList("案件", self.feed)
        self.rows.chosen.connect(self._chosen)
        self.rows.opened.connect(lambda row: self.opened.emit(row.key))
        self.rows.explained.connect(lambda row: self.explained.emit(row.key))
        self.feed.dataChanged.connect(self._find_current)
        self.empty = EmptyState("还没有案件", "", Button("新收案件", icon="plus", on=self.new_asked.emit))
        middle = QWidget()
        self._middle = QStackedLayout(middle)
        self._middle.addWidget(self.rows)
        self._middle.addWidget(self.empty)
        self.foot = PlainLabel("", tone="ink2", small=True)

        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 12, 8)
        head.setSpacing(8)
        head.addWidget(self.search)
        head.addLayout(
            row(flowing(self.open_ones, self.mine, *often, self.more, gap=6), None, self.new, gap=4)
        )
        head.addWidget(self._rest)
        foot = row(self.foot, None, HintLine("↑ ↓ 选案", "Enter 打开"))
        foot.setContentsMargins(16, 6, 16, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Rule())
        column.addWidget(middle, 1)
        column.addWidget(Rule())
        column.addWidget(plain_box(foot))
        tasks.changed.connect(self.refresh_if)
        self.refresh()

    def refresh_if(self, tables: set[str]) -> None:
        if TABLES & tables:
            self.refresh()

    def refresh(self) -> None:
        """Count and load anew; what was chosen stays chosen."""
        self._typing.stop()
        self.wanted = replace(self.wanted, text=self.search.text().strip())
        self.tasks.ask(partial(count, self.app, self.wanted), self._counted, topic="cases.list")

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def take_focus(self) -> None:
        """Put the focus where the work goes on: on the rows, or in the search where there are none."""
        if self._typing.isActive():
            self.refresh()
        if self.count:
            self.rows.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.search.setFocus(Qt.FocusReason.TabFocusReason)

    def point_at(self, case_id: str) -> None:
        """Let a case be the current one, whether it is among the rows or not."""
        self._current = case_id
        self._find_current()

    def say_draft(self, *, there: bool) -> None:
        """A registration that was left half typed is gone on with from here."""
        self.new.say("接着填" if there else "新收案件", icon="edit" if there else "plus")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.search.hasFocus():
            self.focus_search()
        else:
            super().keyPressEvent(event)

    def _filter(self, text: str, *, on: object) -> Button:
        button = Button(text, "filter", checkable=True)
        button.clicked.connect(on)
        return button

    def _known_flags(self) -> Sequence[str]:
        return tuple(self.app.intake.codes.get("flags", ()))

    def _open_only(self) -> None:
        self.open_ones.setChecked(True)
        self.ended.setChecked(False)
        self._narrow()

    def _ended_only(self) -> None:
        self.open_ones.setChecked(not self.ended.isChecked())
        self._narrow()

    def _flagged(self, flag: str) -> None:
        """One flag at a time: the service knows no more."""
        for other, button in self.flags.items():
            button.setChecked(other == flag and button.isChecked())
        self._narrow()

    def _of_kind(self, kind: str) -> None:
        """One line of work at a time."""
        for other, button in self.kinds.items():
            button.setChecked(other == kind and button.isChecked())
        self._narrow()

    def _narrow(self) -> None:
        kind = next((kind for kind, button in self.kinds.items() if button.isChecked()), "")
        chosen = next((flag for flag, button in self.flags.items() if button.isChecked()), "")
        self.wanted = replace(
            self.wanted, ended=self.ended.isChecked(), mine=self.mine.isChecked(), kind=kind, flag=chosen
        )
        self.refresh()

    def _toggle_more(self) -> None:
        self._rest.setVisible(not self._rest.isVisible())
        self.more.say("收起" if self._rest.isVisible() else "更多")

    def _counted(self, found: int) -> None:
        self.count = found
        self._round += 1
        self._waiting.clear()
        self._settling = True
        self.feed.restart(found)
        self._settling = False
        self._middle.setCurrentWidget(self.rows if found else self.empty)
        self.foot.setText(self._foot())
        if not found:
            self.empty.say(*self._nothing())
        else:
            self.feed.row(0)  # ask for the first rows even where nothing is painted yet

    def _foot(self) -> str:
        if self.wanted.text:
            return f"找到 {self.count} 件"
        if self.wanted.ended:
            return f"已办结 {self.count} 件"
        return f"在办 {self.count} 件，按期限先后排"

    def _nothing(self) -> tuple[str, str]:
        if self.wanted.text:
            return f"没有找到“{self.wanted.text}”", "可以换任意两个连着的字，或者只输证件尾号。"
        if self.wanted.mine or self.wanted.flag or self.wanted.kind:
            return "没有符合筛选的案件", "再按一次筛选标签可以取消。"
        if self.wanted.ended:
            return "还没有办结的案件", "归档、不予受理、视为放弃的案件会列在这里。"
        return "还没有在办的案件", "来人来件时按 Ctrl+N，从收件登记开始。"

    def _fetch(self, first: int, many: int, arrive: Arrive) -> None:
        key = self._round, first
        self._waiting[key] = arrive
        self.tasks.ask(partial(load, self.app, self.wanted, key, many), self._loaded)

    def _loaded(self, answer: tuple[tuple[int, int], list[ListRow]]) -> None:
        key, rows = answer
        if arrive := self._waiting.pop(key, None):
            arrive(rows)

    def _chosen(self, chosen: ListRow) -> None:
        if not self._settling and chosen.key != self._current:
            self._current = chosen.key
            self.chosen.emit(chosen.key)

    def _find_current(self) -> None:
        """Mark the chosen case again after the rows have come anew; looks among what is loaded."""
        shown = self.rows.current()
        if not self._current or (shown is not None and shown.key == self._current):
            return
        for number in range(min(self.count, LOOKED_THROUGH)):
            found = self.feed.index(number).data(Qt.ItemDataRole.UserRole)
            if isinstance(found, ListRow) and found.key == self._current:
                self._settling = True
                self.rows.choose(number)
                self._settling = False
                return


TO_DECIDE = "待裁决"
LOOKED_THROUGH = 100  # rows searched for the case that was chosen before the list came anew


def count(app: App, wanted: Wanted) -> int:
    found: int = app.casework.count(
        wanted.text, ended=wanted.ended, kind=wanted.kind, flag=wanted.flag, mine=wanted.mine
    )
    return found


def load(app: App, wanted: Wanted, key: tuple[int, int], many: int) -> tuple[tuple[int, int], list[ListRow]]:
    """One window of rows, in words; to be called in the worker."""
    found = app.casework.rows(
        wanted.text, ended=wanted.ended, kind=wanted.kind, flag=wanted.flag, mine=wanted.mine,
        offset=key[1], limit=many,
    )  # fmt: skip
    law, today, waiting = app.office.law, app.office.today, app.reviews.cases()
    rows = [list_row(now, law.procedure(now.kind), today, law.workdays) for now in found]
    return key, [marked(row) if row.key in waiting else row for row in rows]


def marked(row: ListRow) -> ListRow:
    """待裁决 stands before the other chips: the case may not be closed before."""
    return replace(row, chips=(TO_DECIDE, *row.chips[:2]))
