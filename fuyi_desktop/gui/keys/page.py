"""密钥: this station's keys, the other stations', what is set aside, the county's safe, and the persons."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.domain.access import PersonRole, Task, may
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.printing import ChoosePrinter, ask_printer
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.keys import deeds, words
from fuyi_desktop.gui.keys.answering import AnswerCard
from fuyi_desktop.gui.keys.deed_card import DeedCard
from fuyi_desktop.gui.keys.deeds import Deed, Done
from fuyi_desktop.gui.keys.printed import PrintedCard
from fuyi_desktop.gui.labels import HintLine, PlainLabel
from fuyi_desktop.gui.ledger import Ledger
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import (
    Card,
    EmptyState,
    FactRow,
    Frame,
    ScrollPage,
    TitleRow,
    clear,
    column,
    plain_box,
    row,
)
from fuyi_desktop.gui.tasks import Tasks

MOST, LABEL = 1120, 64
TABLES = {"meta", "sync_peer", "person", "station"}


@dataclass(frozen=True)
class Book:
    """Everything that the page shows, read in one go."""

    keys: Any
    todo: tuple[str, ...]
    held: tuple[Any, ...]
    people: tuple[Any, ...]
    received: dict[str, int]


def read(app: Any) -> Book:
    """To be called in the worker."""
    keys = app.keys.show()
    rows = app.exchange.stations() if keys.center else ()
    return Book(
        keys, tuple(app.keys.reminders()), tuple(app.quarantine.rows()), tuple(app.people.rows()),
        {one.station: one.last_received for one in rows},
    )  # fmt: skip


class KeysPage(QWidget):
    """One column of cards; the deed that was chosen stands open on top of them."""

    left = Signal()

    def __init__(
        self, app: Any, tasks: Tasks, messages: Messages, *, me: Any, ask: ChoosePrinter = ask_printer
    ) -> None:
        super().__init__()
        self.setAccessibleName("密钥")
        self._app, self._tasks, self._messages = app, tasks, messages
        self._may = partial(may, app.office.person)
        self._book: Book | None = None
        self._before: QWidget | None = None  # where the deed was opened
        self.center = me.role is StationRole.CENTER
        self.back = Button("数据交换", "quiet", icon="left", on=self.left.emit)
        head = row(TitleRow("密钥", "", back=self.back))
        head.setContentsMargins(16, 12, 16, 0)
        self._todo = column(gap=6)
        self.todo = Card("该办的")
        self.todo.add(self._todo)
        self.deed = DeedCard(app, tasks)
        self.deed.done.connect(self._done)
        self.deed.left.connect(self._return)
        self.answer = AnswerCard(app, tasks, messages)
        self.answer.left.connect(self._return)
        self.printed = PrintedCard(tasks, messages, ask, f"{me.name}　县密钥")
        self.printed.left.connect(self._return)
        cards = [self._own(), *self._county(), self._held(), self._people()]
        self.page = ScrollPage(most=MOST)
        self.page.add(self.todo, self.deed, self.answer, self.printed, *cards, None)
        foot = row(HintLine("↑↓ 选一行", "回车 打开", "Esc 返回"), None)
        foot.setContentsMargins(16, 4, 16, 4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.page, 1)
        whole.addWidget(Frame("footer", foot))
        self.todo.hide()
        tasks.changed.connect(self._refresh_if)

    def start(self) -> None:
        self.refresh()
        first = self.rotate if not self.center else self.stations.table
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        self._tasks.ask(partial(read, self._app), self._show, topic="keys")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # the cards

    def _own(self) -> QWidget:
        self._facts = column(gap=6)
        self.rotate = Button(
            "轮换密钥", "secondary", icon="key", on=lambda: self._open(deeds.rotate(sign=False))
        )
        self.rotate_both = Button("连签名密钥一起换", "quiet", on=lambda: self._open(deeds.rotate(sign=True)))
        card = Card("本站密钥").add(self._facts)
        if not self.center:
            card.add(row(self.rotate, self.rotate_both, None))
        return card

    def _county(self) -> list[QWidget]:
        today = self._today
        self.stations = Ledger(
            "各站点的密钥", words.station_columns(today),
            EmptyState("还没有站点入网", "办理入网以后列在这里。"), key=lambda one: one.station,
        )  # fmt: skip
        self.stations.table.opened.connect(self._revoke)
        self.stop = Button("停用密钥", "quiet", small=True, on=self._revoke_chosen)
        under = row(
            PlainLabel("电脑丢失、被盗时，选中一行停用它的密钥。", tone="ink2", small=True), self.stop, None
        )
        under.setContentsMargins(16, 0, 16, 0)
        self.stations.add(under)
        self._safe = column(gap=6)
        self.prove = Button("核对并重新打印", "secondary", icon="print", on=lambda: self._open(deeds.PROVE))
        self.renew = Button("更换县中心密钥", "secondary", icon="key", on=lambda: self._open(deeds.RENEW))
        self.recover = Button("答复恢复申请", "secondary", on=self._answer)
        safe = Card("保险柜").add(self._safe, row(self.prove, self.renew, self.recover, None))
        if self.center:
            return [self.stations, safe]
        self._kept = (self.stations, safe)  # of no use at a station
        return []

    def _held(self) -> QWidget:
        how = "来历不明、密钥停用以后来的包，原样留在这里，等人处理。"
        self.held = Ledger(
            "隔离区",
            words.held_columns(self._today),
            EmptyState("隔离区是空的", how),
            key=lambda one: one.digest,
        )
        self.held.table.opened.connect(lambda one: self._open(deeds.settle(one)))
        return self.held

    def _people(self) -> QWidget:
        add = Button("增加人员", "quiet", icon="plus", small=True, on=lambda: self._open(deeds.ADD))
        self.people = Ledger(
            "人员", words.person_columns(), EmptyState("还没有人员"), key=lambda one: one.id, action=add
        )
        self.people.table.opened.connect(self._remove)
        change = Button("改自己的密码", "quiet", small=True, on=lambda: self._open(deeds.CHANGE))
        gone = Button("人员离开", "quiet", small=True, on=self._remove_chosen)
        under = row(change, gone, None)
        under.setContentsMargins(16, 0, 16, 0)
        self.people.add(under)
        return self.people

    # what is shown

    def _show(self, book: Book) -> None:
        self._book, today = book, self._today()
        clear(self._todo)
        for said in book.todo:
            line = row(IconLabel("warn", "amber"), PlainLabel(said, wrap=True), gap=8)
            line.setStretch(1, 1)
            self._todo.addWidget(plain_box(line))
        self.todo.setVisible(bool(book.todo))
        self._fill(self._facts, words.own_facts(book.keys, today))
        self.held.show_rows(book.held, words.counted(book.held, "个包"))
        self.people.show_rows(book.people, words.counted(book.people, "人"))
        if self.center:
            self.stations.show_rows(book.keys.stations, words.counted(book.keys.stations, "个站点"))
            self._fill(self._safe, [(label, fact, "") for label, fact in words.safe_facts(book.keys, today)])
        may_rotate = book.keys.due is not None and book.keys.coming is None
        if not may_rotate and self.rotate.hasFocus():
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.rotate.setEnabled(may_rotate)
        self.rotate_both.setEnabled(self.rotate.isEnabled())

    @staticmethod
    def _fill(lines: QVBoxLayout, facts: list[tuple[str, str, str]]) -> None:
        clear(lines)
        for label, fact, remark in facts:
            lines.addWidget(FactRow(label, fact, remark, width=LABEL))

    def _today(self) -> Any:
        return self._app.office.today

    # what is done

    def _open(self, deed: Deed) -> None:
        if not self._may(deed.task):
            self._messages.note(f"“{deed.verb}”要由管理员办理。")
            return
        self._before = self.focusWidget()
        self._close_others(self.deed)
        self.deed.open(deed)
        self.page.bring(self.deed)

    def _answer(self) -> None:
        if not self._may(Task.ENROL):
            self._messages.note("“答复恢复申请”要由管理员办理。")
            return
        self._before = self.focusWidget()
        self._close_others(self.answer)
        self.answer.open()
        self.page.bring(self.answer)

    def _close_others(self, kept: QWidget) -> None:
        for card, close in (
            (self.deed, self.deed.close_deed), (self.answer, self.answer.close_card),
            (self.printed, self.printed.close_card),
        ):  # fmt: skip
            if card is not kept and not card.isHidden():
                close()

    def _revoke(self, one: Any) -> None:
        received = self._book.received.get(one.station, 0) if self._book else 0
        self._open(deeds.revoke(one.station, one.name, received))

    def _revoke_chosen(self) -> None:
        if (one := _chosen(self.stations)) is None:
            self._messages.note("请先在表中选中一个站点。")
        else:
            self._revoke(one)

    def _remove(self, one: Any) -> None:
        if one.role is PersonRole.LEFT:
            self._messages.note(f"{one.name}已经离开。")
        else:
            self._open(deeds.remove(one.name))

    def _remove_chosen(self) -> None:
        if (one := _chosen(self.people)) is None:
            self._messages.note("请先在表中选中一个人。")
        else:
            self._remove(one)

    def _done(self, told: tuple[Deed, Any]) -> None:
        deed, answer = told
        self.refresh()
        if deed.prints and isinstance(answer, Done) and answer.secrets:
            self.printed.open(answer.secrets, new=deed is deeds.RENEW)
            self.page.bring(self.printed)
        else:
            self._return()

    def _return(self) -> None:
        """The keys go back to where they were."""
        if self._before is not None and self._before.isVisible() and self._before.isEnabled():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self.page.bring(self._before)
        else:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh_if(self, tables: set[str]) -> None:
        if self.isVisible() and tables & TABLES:
            self.refresh()


def _chosen(ledger: Ledger) -> Any:
    return ledger.table.currentIndex().data(Qt.ItemDataRole.UserRole)
