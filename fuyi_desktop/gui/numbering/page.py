"""文号: the series of a year, the blocks that are lent of them, the year's end, and the register."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.domain.access import may
from fuyi_desktop.domain.accounting import Account, Loose
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.gui.buttons import Button, PagerButton
from fuyi_desktop.gui.labels import HintLine
from fuyi_desktop.gui.ledger import Ledger
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.notices import REFUSAL
from fuyi_desktop.gui.numbering import words
from fuyi_desktop.gui.numbering.blocks import BlocksCard
from fuyi_desktop.gui.numbering.deeds import BEGIN, About
from fuyi_desktop.gui.numbering.detail import SeriesCard
from fuyi_desktop.gui.numbering.year_end import YearEndCard
from fuyi_desktop.gui.parts import EmptyState, Frame, ScrollPage, TitleRow, row
from fuyi_desktop.gui.tasks import Tasks

MOST = 1120
NONE = "这一年还没有编过号", "第一次出文书时从 1 号开始；接着手工登记簿编号的，先添加系列，写明下一个号。"
SHOWN = 10  # series before the table scrolls by itself
TABLES = {"series", "number_block", "block_note", "paper", "case"}


@dataclass(frozen=True)
class Book:
    """Everything that the page shows of a year, read in one go."""

    year: int
    years: tuple[int, ...]
    accounts: tuple[Account, ...]
    blocks: tuple[Any, ...]
    loose: tuple[Loose, ...]
    borrowers: tuple[tuple[str, str], ...]


def read(app: Any, year: int) -> Book:
    """To be called in the worker."""
    center = app.office.me.role is StationRole.CENTER
    return Book(
        year=year,
        years=tuple(app.numbers.years()),
        accounts=tuple(app.numbers.show(year)),
        blocks=tuple(app.lending.blocks(year)),
        loose=tuple(app.numbers.loose(year)),
        borrowers=tuple(app.lending.borrowers()) if center else (),
    )


class NumberingPage(QWidget):
    """One column of cards; the series that was chosen stands open below the list."""

    left = Signal()

    def __init__(self, app: Any, tasks: Tasks, messages: Messages, me: Any) -> None:
        super().__init__()
        self.setAccessibleName("文号")
        self._app, self._tasks, self._messages = app, tasks, messages
        self.center = me.role is StationRole.CENTER
        self._year = app.office.today.year
        self._book: Book | None = None
        self._arriving = False  # the keys go to where the work starts, once the book has been read
        self._key = self._deed = ""  # to be opened as soon as the book has been read
        self._then: Callable[[], object] | None = None
        self._may = partial(may, app.office.person)

        self.back = Button("设置", "quiet", icon="left", on=self.leave)
        self.earlier = PagerButton("left", "上一年", partial(self._turn, -1))
        self.later = PagerButton("right", "下一年", partial(self._turn, 1))
        self.as_pdf = Button("登记簿 PDF", icon="print", on=partial(self._write, ".pdf"))
        self.as_excel = Button("登记簿 Excel", on=partial(self._write, ".xlsx"))
        actions = [self.earlier, self.later, self.as_pdf, self.as_excel]
        self.head = TitleRow("文号", "", actions, back=self.back)
        head = row(self.head)
        head.setContentsMargins(16, 12, 16, 0)

        self.add_series = Button("添加系列", "quiet", icon="plus", small=True, on=self._begin)
        self.series = Ledger(
            "系列", words.series_columns(me.station),
            EmptyState(*NONE),
            key=lambda one: one.series.id, count="回车打开",
            action=self.add_series, most=SHOWN,
        )  # fmt: skip
        self.series.table.opened.connect(lambda one: self.open_series(one.series.id))
        self.series.table.chosen.connect(self._follow)
        self.detail = SeriesCard(app, tasks, self._may)
        self.detail.done.connect(self._was_done)
        self.blocks = BlocksCard(app, tasks, messages, center=self.center, may=self._may)
        self.year_end = YearEndCard(app, tasks, messages, may=self._may)
        self.year_end.unsure.connect(lambda key: self.open_series(key, "next"))
        self.page = ScrollPage(most=MOST)
        self.page.add(self.series, self.detail, self.blocks, self.year_end)
        foot = row(HintLine("↑↓ 选系列", "回车 打开", "Esc 返回"), None)
        foot.setContentsMargins(16, 4, 16, 4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.page, 1)
        whole.addWidget(Frame("footer", foot))
        tasks.changed.connect(self._refresh_if)

    def start(self) -> None:
        self._arriving = not self._key
        self.refresh()

    def refresh(self) -> None:
        self._tasks.ask(partial(read, self._app, self._year), self._show, topic="numbering")

    def open_series(self, key: str, deed: str = "") -> None:
        """Open a series, begun or not, and one of its deeds."""
        self._key, self._deed = key, deed
        year = int(key.rpartition("/")[2])
        if self._book is None or self._book.year != year:
            self._year = year
            self.refresh()
        else:
            self._open()

    def lead(self, key: str, deed: str, then: Callable[[], object]) -> None:
        """Open a deed for somebody who comes from elsewhere, and go back there once it is done or left."""
        self._then = then
        self.back.say("返回")
        self._year, self._book = int(key.rpartition("/")[2]), None
        self.open_series(key, deed)

    def leave(self) -> None:
        then, self._then = self._then, None
        self.back.say("设置")
        if then is not None:
            then()
        else:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if not self.detail.close_form():
                self.leave()
        else:
            super().keyPressEvent(event)

    def _turn(self, by: int) -> None:
        self._year += by
        self.detail.hide()
        self.refresh()

    def _show(self, book: Book) -> None:
        self._book = book
        self.head.title.setText(f"文号　{book.year} 年")
        self.head.line.setText(words.counted(list(book.accounts)))
        self.earlier.setEnabled(book.year > min(book.years))
        self.later.setEnabled(book.year <= max(book.years))  # next year's can be lent beforehand
        self.series.show_rows(book.accounts, "回车打开" if book.accounts else "")
        self.blocks.show_blocks(book.blocks)
        self.year_end.show_year(book.year, book.loose)
        if self._arriving:
            self._arriving = False
            part = self.series.table if book.accounts else self.add_series
            part.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._key:
            self._open()
        elif self.detail.isVisible():
            self.detail.show_about(self._about(self.detail.key))

    def _open(self) -> None:
        key, deed, self._key, self._deed = self._key, self._deed, "", ""
        self.series.table.choose(key)
        self.detail.show_about(self._about(key))
        self.detail.show()
        self.page.bring(self.detail)
        self.detail.begin(deed)

    def _follow(self, account: Account | None) -> None:
        """↑ ↓ in the list: the open card follows, with nothing half typed in it."""
        if account is not None and self.detail.isVisible() and self.detail.key != account.series.id:
            self.detail.show_about(self._about(account.series.id))

    def _about(self, key: str) -> About:
        assert self._book is not None
        account = next((one for one in self._book.accounts if one.series.id == key), None)
        return About(key, account, self._book.borrowers, self.center)

    def _begin(self) -> None:
        self.detail.ask_series(BEGIN, self._year)
        self.detail.show()
        self.page.bring(self.detail)

    def _was_done(self) -> None:
        self._messages.settle(REFUSAL)
        if self._then is not None:
            self.leave()

    def _write(self, suffix: str) -> None:
        kind = "PDF" if suffix == ".pdf" else "Excel"
        start = Path.home() / f"发文登记簿{self._year}{suffix}"
        title = f"发文登记簿另存为 {kind}"
        chosen = self._messages.save_file(title, start=start, filters=f"{kind} (*{suffix})")
        if chosen is None:
            return
        path = chosen if chosen.suffix.lower() == suffix else chosen.with_name(chosen.name + suffix)
        self._tasks.ask(partial(self._app.register.write, self._year, path), self._written)

    def _written(self, path: Path) -> None:
        self._messages.good(f"已存为 {path.name}")

    def _refresh_if(self, tables: set[str]) -> None:
        if tables & TABLES and self.isVisible():
            self.refresh()
