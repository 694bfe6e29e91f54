"""号段: what the center has lent to whom, or what this station has borrowed, and giving it back."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from fuyi_desktop.domain.access import Task
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.ledger import Ledger
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.numbering.deeds import BLOCK_REASON
from fuyi_desktop.gui.numbering.words import block_columns
from fuyi_desktop.gui.parts import MARGIN, EmptyState, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks

SHOWN = 8
AT_CENTER = "还没有借出号段", "打开一个系列，用“借出号段”借给在本机关办案的站点，两边的号就不会重。"
ENDED = "没有用的一律作废，以后不再给出；已经出的文书不变。"
GIVEN_BACK = "退回以后由县中心另行使用，本站不能再用。"
AT_STATION = "没有借来的号段", "县中心借出以后，随它发来的同步包到达。"


class BlocksCard(Ledger):
    """Enter on a block: the center ends it, the station gives back what it has not used."""

    def __init__(
        self, app: Any, tasks: Tasks, messages: Messages, *, center: bool, may: Callable[[Task], bool]
    ) -> None:
        office = app.office
        super().__init__(
            "号段", block_columns(lambda: office.today, office.now().tzinfo, center=center),
            EmptyState(*(AT_CENTER if center else AT_STATION)), key=lambda one: one.id, most=SHOWN,
        )  # fmt: skip
        self._app, self._tasks, self._messages, self._center = app, tasks, messages, center
        self._may = may(Task.SETTINGS if center else Task.VOID)
        self._block: Any = None
        self.line = PlainLabel("", bold=True)
        self.form = Form(BLOCK_REASON, today=_no_day)
        self.form.submitted.connect(self._do)
        verb = "收回号段" if center else "退回没有用的"
        words = ENDED if center else GIVEN_BACK
        self.verb = Button(verb, "danger" if center else "secondary", on=self._do)
        inside = column(
            self.line, PlainLabel(words, tone="ink2", small=True), self.form,
            row(self.verb, Button("不做了", "quiet", on=self._leave), None), gap=8,
        )  # fmt: skip
        inside.setContentsMargins(MARGIN, 8, MARGIN, 4)
        self.box = plain_box(inside)
        self.box.hide()
        self.add(self.box)
        self.table.opened.connect(self._open)

    def show_blocks(self, blocks: Sequence[Any]) -> None:
        out = sum(len(one.standing.out) for one in blocks)
        verb = "收回" if self._center else "退回"
        self.show_rows(blocks, f"{len(blocks)} 段，{out} 个号未用，回车{verb}" if blocks else "")

    def _open(self, block: Any) -> None:
        if not self._may:
            return
        self._block = block
        self.line.setText(block.standing.block.label)
        self.form.set_values({"reason": ""})
        self.box.show()
        self.form.start()

    def _do(self) -> None:
        if self._block is None or not self.form.check():
            return
        block, reason = self._block, str(self.form.values()["reason"])
        label = block.standing.block.label
        if not self._center:
            deed = partial(self._app.lending.give_back, block.id, reason)
            self._tasks.do(deed, f"{label}没有用的已退回，下次导出时报县中心", lambda _: self._leave())
        elif self._messages.confirm(
            f"收回{label}", f"借给{block.station_name}的号里没有用的一律作废。", do="收回号段", leave="不收回"
        ):
            deed = partial(self._app.lending.end, block.id, reason)
            self._tasks.do(deed, f"{label}已收回", lambda _: self._leave())

    def _leave(self) -> None:
        self._block = None
        self.box.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _no_day() -> date:
    """No field here is a date."""
    raise LookupError("today")
