"""年终清理: the numbers of a year that nobody has accounted for, and one reason for each or for all."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.errors import NumbersUnsure
from fuyi_desktop.domain.papers import Mark
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.ledger import Ledger
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.numbering.deeds import SETTLE
from fuyi_desktop.gui.numbering.words import HEAPS, heaps
from fuyi_desktop.gui.parts import MARGIN, EmptyState, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks

SHOWN = 10
DONE = "每个号都有着落", "已出、作废或者退回，没有要清理的。"


class YearEndCard(Ledger):
    """The list stands all year; it is cleaned up once the year is over."""

    unsure = Signal(str)  # the series whose next number has to be told first

    def __init__(self, app: Any, tasks: Tasks, messages: Messages, *, may: Callable[[Task], bool]) -> None:
        super().__init__(
            "年终清理", HEAPS, EmptyState(*DONE), key=lambda one: (one.key, one.serials[0]), most=SHOWN
        )
        self._app, self._tasks, self._messages, self._may = app, tasks, messages, may(Task.VOID)
        self._year = 0
        self._loose: Sequence[Any] = ()
        self.form = Form(SETTLE, today=_no_day)
        self.form.submitted.connect(self._do)
        self.verb = Button("清理", "danger", on=self._do)
        inside = column(self.form, row(self.verb, None), gap=8)
        inside.setContentsMargins(MARGIN, 8, MARGIN, 4)
        self.box = plain_box(inside)
        self.add(self.box)
        self.table.opened.connect(lambda _: self._take_one())

    def show_year(self, year: int, loose: Sequence[Any]) -> None:
        """The list of a year; the form only where it is over and something is left."""
        over = year < self._app.office.today.year
        self._year, self._loose = year, loose
        when = "" if over else f"，{year} 年过完以后清理"
        self.show_rows(heaps(loose), f"{len(loose)} 个号没有着落{when}" if loose else "")
        self.box.setVisible(over and bool(loose) and self._may)

    def _take_one(self) -> None:
        if self.box.isVisible():
            self.form.set_values({"which": "选中的一行"})
            self.form.field("reason").take_focus()

    def _do(self) -> None:
        if not self.form.check():
            return
        told = self.form.values()
        mark, chosen = Mark(str(told["mark"])), None
        if told["which"] != "全部":
            one = self.table.currentIndex().data(Qt.ItemDataRole.UserRole)
            if one is None:
                self._messages.error("没有选中号，请先在上面的表里选一行。")
                return
            chosen = [(one.key, serial) for serial in one.serials]
        elif not self._messages.confirm(
            f"年终清理 {self._year} 年的 {len(self._loose)} 个号",
            f"一律写成“{mark.value}”，理由是“{told['reason']}”。作废的号以后不再给出。",
            do="清理", leave="不清理",
        ):  # fmt: skip
            return
        self._tasks.do(
            partial(cleaned, self._app, self._year, mark, str(told["reason"]), chosen), said, self._was_done
        )

    def _was_done(self, outcome: Any) -> None:
        if isinstance(outcome, Asked):
            self._messages.note(f"{outcome.label}的下一个号还没有核对，写明以后再清理。")
            self.unsure.emit(outcome.key)
            return
        if outcome.left:
            self._messages.note(outcome.left[0][1])
        self.form.set_values({"which": "全部", "reason": ""})
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class Asked:
    """The next number of a series has to be told before the year is cleaned up."""

    def __init__(self, refused: NumbersUnsure) -> None:
        self.key, self.label = str(refused.facts["id"]), str(refused.facts["series"])
        self.changed: set[str] = set()


def cleaned(app: Any, year: int, mark: Mark, reason: str, chosen: Any) -> Any:
    """In the worker."""
    try:
        return app.numbers.close_year(year, mark, reason, chosen)
    except NumbersUnsure as refused:
        return Asked(refused)


def said(outcome: Any) -> str:
    if isinstance(outcome, Asked):
        return ""
    left = f"，{len(outcome.left)} 个还在站点" if outcome.left else ""
    return f"已清理 {len(outcome.settled)} 个号{left}"


def _no_day() -> date:
    """No field here is a date."""
    raise LookupError("today")
