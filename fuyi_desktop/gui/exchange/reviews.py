"""待裁决: what waits, one matter after another, and several at one go after a look at what they would do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fuyi_desktop.domain.rulings import Decision
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.exchange import words
from fuyi_desktop.gui.exchange.filters import Chips, Pick
from fuyi_desktop.gui.exchange.review_many import ReviewMany
from fuyi_desktop.gui.exchange.review_sheet import ReviewSheet
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.labels import HintLine
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import EmptyState, Frame, TitleRow, column, plain_box, row
from fuyi_desktop.gui.tables import Column, Table
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.matters import Matter, matters

TABLES = frozenset({"sync_review", "ruling"})
NOTHING = {
    True: ("没有待裁决的事项", "县里和各单位各自改过同一项内容时，会列在这里，由县中心定。"),
    False: ("没有等县中心裁决的事项", "本站填写的和县里不一样时，会列在这里，由县中心定。"),
}
HOW = "上面可以换一个单位或者项目。"
LEGAL = (("legal", "金额、日期、结果"), ("whole", "整条记录"))


def columns(now: Callable[[], datetime]) -> tuple[Column[Any], ...]:
    """案件, 项目, 县里现值, 对方填写, 谁, 何时."""

    def tone(one: Matter) -> str:
        return "amber" if one.waiting.legal else ""

    return (
        Column[Any]("案件", lambda one: one.number or one.about, width=168),
        Column[Any]("当事人", lambda one: one.waiting.case, width=128, name=True, grows=True),
        Column[Any]("项目", lambda one: one.fields, width=144, tone=tone),
        Column[Any]("县里现值", lambda one: words.values(one, "now"), width=168, grows=True),
        Column[Any]("对方填写", lambda one: words.values(one, "theirs"), width=168, grows=True),
        Column[Any]("标记", words.mark, width=112, tone=tone),
        Column[Any]("单位", lambda one: one.waiting.station_name, width=176, grows=True),
        Column[Any]("填写人", lambda one: one.waiting.author, width=84),
        Column[Any]("收到", lambda one: one.waiting.opened, text=lambda at: words.when(at, now()), width=128),
    )


class Queue(QWidget):
    """The list with its filters; the focus is on the first row, Enter opens it."""

    left = Signal()
    opened = Signal(object)  # a Matter
    many_asked = Signal(object, object)  # Decision, the matters it is about

    def __init__(self, now: Callable[[], datetime], *, center: bool) -> None:
        super().__init__()
        self._center = center
        self._all: list[Matter] = []
        self.setAccessibleName("待裁决")
        self.title = TitleRow(
            "待裁决" if center else "等县中心裁决", "",
            back=Button("数据交换", "quiet", icon="left", on=self.left.emit),
        )  # fmt: skip
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        self.station = Pick("单位", "所有单位")
        self.field = Pick("项目", "所有项目")
        self.kinds = Chips("只看", LEGAL)
        for part in (self.station, self.field, self.kinds):
            part.picked.connect(self._show)
        self.filters = flowing(self.station, self.field, self.kinds, gap=12)
        self.station.setVisible(center)
        self.table = Table("待裁决事项", columns(now), key=lambda one: one.id, keeps_first=True)
        self.table.opened.connect(self.opened)
        self.empty = EmptyState(*NOTHING[center])
        body = column(self.filters, self.table, self.empty, gap=12)
        body.setContentsMargins(16, 12, 16, 12)
        self.line = HintLine("Enter 打开", "Esc 返回")
        self.keep = Button("都保留现值", "secondary", on=partial(self._many, Decision.KEEP))
        self.take = Button("都采用来值", "secondary", on=partial(self._many, Decision.TAKE))
        foot = row(self.line, None, self.keep, self.take)
        foot.setContentsMargins(16, 8, 16, 8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(plain_box(body), 1)
        whole.addWidget(Frame("footer", foot))

    def show_matters(self, found: Sequence[Matter]) -> None:
        self._all = list(found)
        stations = {one.waiting.station: one.waiting.station_name for one in found}
        self.station.offer(sorted(stations.items(), key=lambda pair: pair[1]))
        self.field.offer([(label, label) for label in sorted({one.fields for one in found})])
        self._show()

    def start(self) -> None:
        part: QWidget = self.table if self.table.isVisible() else self.title.findChildren(Button)[0]
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def waiting(self) -> list[Matter]:
        """All that wait, whatever is filtered."""
        return self._all

    @property
    def rows(self) -> list[Matter]:
        """As they are shown, in the order they are shown."""
        return self.table.model_of_rows.rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        chosen = [one for one in self._all if self._wanted(one)]
        of_kind = {"legal": sum(one.waiting.legal for one in self._all),
                   "whole": sum(one.waiting.whole for one in self._all)}  # fmt: skip
        self.kinds.count(of_kind)
        self.filters.setVisible(len(self._all) > 1)
        self.table.show_rows(chosen)
        self.table.setVisible(bool(chosen))
        self.empty.setVisible(not chosen)
        self.empty.say(*(NOTHING[self._center] if not self._all else ("没有这样的事项", HOW)))
        legal = of_kind["legal"]
        said = f"{len(self._all)} 项" if self._all else ""
        if legal:
            said += f"　{legal} 项涉及金额、日期、结果，裁决以前案件不能办结"
        self.title.line.setText(said)
        several = [one for one in chosen if words.simple(one)]
        same = bool(self.station.value or self.field.value)
        for button, verb in ((self.keep, "保留现值"), (self.take, "采用来值")):
            button.setVisible(self._center and same and len(several) > 1)
            button.say(f"{len(several)} 项都{verb}")
        hints = ["Enter 打开", "Esc 返回"]
        if self._center and not same and len(chosen) > 1:
            hints.append("选一个单位或者项目，可以成批裁决")
        self.line.setText("　".join(hints))

    def _wanted(self, one: Matter) -> bool:
        kinds = {"": True, "legal": one.waiting.legal, "whole": one.waiting.whole}
        station = self.station.value in ("", one.waiting.station)
        return station and self.field.value in ("", one.fields) and kinds[self.kinds.value]

    def _many(self, decision: Decision) -> None:
        self.many_asked.emit(decision, [one for one in self.rows if words.simple(one)])


class ReviewsPage(QStackedWidget):
    """The queue, and in front of it one matter or several."""

    left = Signal()
    case_asked = Signal(str)
    counted = Signal(object)  # the matters that wait

    def __init__(self, app: Any, tasks: Tasks, messages: Messages, *, center: bool) -> None:
        super().__init__()
        self._app, self._tasks, self._messages = app, tasks, messages
        self._first, self._arriving = "", False
        self.queue = Queue(app.office.now, center=center)
        self.sheet = ReviewSheet(lambda: app.office.today, center=center)
        self.many = ReviewMany()
        for page in (self.queue, self.sheet, self.many):
            self.addWidget(page)
        self.queue.left.connect(self.left)
        self.queue.opened.connect(self._open)
        self.queue.many_asked.connect(self._look_at_many)
        self.sheet.left.connect(self._to_queue)
        self.sheet.decided.connect(self._decide)
        self.sheet.case_asked.connect(self.case_asked)
        self.many.left.connect(self._to_queue)
        self.many.agreed.connect(self._decide_many)
        tasks.changed.connect(self._refresh_if)

    def start(self) -> None:
        self.currentWidget().start()  # type: ignore[attr-defined]  # all three have one

    def open_queue(self) -> None:
        """The list; asked for from the page 数据交换."""
        self._first, self._arriving = "", True
        self.setCurrentWidget(self.queue)
        self.refresh()

    def open_case(self, case_id: str) -> None:
        """The first matter of a case; asked for from the case."""
        self._first, self._arriving = case_id, True
        self.setCurrentWidget(self.queue)
        self.refresh()

    def refresh(self) -> None:
        self._tasks.ask(partial(matters, self._app.office), self._show, topic="reviews")

    def _show(self, found: list[Matter]) -> None:
        self.queue.show_matters(found)
        self.counted.emit(found)
        first = next((one for one in found if one.waiting.case_id == self._first), None)
        arriving, self._arriving, self._first = self._arriving, False, ""
        if first is not None:
            self._open(first)
        elif arriving and self.currentWidget() is self.queue:
            self.queue.start()

    def _open(self, one: Matter) -> None:
        rows = self.queue.rows
        place = next((at for at, other in enumerate(rows, 1) if other.id == one.id), 1)
        when = words.when(one.waiting.opened, self._app.office.now())
        self.queue.table.choose(one.id)
        self.sheet.show_matter(one, place, max(len(rows), 1), when)
        self.setCurrentWidget(self.sheet)
        self.sheet.start()

    def _to_queue(self) -> None:
        self.setCurrentWidget(self.queue)
        self.queue.start()

    def _decide(self, review_id: str, decision: Decision, values: Any, why: str) -> None:
        """Decide and go on to the next in the order of the list, or back to the list after the last."""
        rows = self.queue.rows
        at = next((at for at, one in enumerate(rows) if one.id == review_id), 0)
        others = [*rows[at + 1 :], *rows[:at]]
        deed = partial(self._app.reviews.decide, review_id, decision, values=values, why=why)

        def go_on(_: object) -> None:
            self.queue.show_matters([one for one in self.queue.waiting if one.id != review_id])
            if others:
                self._open(others[0])
            else:
                self._to_queue()

        self._tasks.do(deed, f"已裁决：{decision.value}", go_on)

    def _look_at_many(self, decision: Decision, found: Sequence[Matter]) -> None:
        self.many.show_many(decision, found)
        self.setCurrentWidget(self.many)
        self.many.start()

    def _decide_many(self, decision: Decision, ids: Sequence[str], why: str) -> None:
        deed = partial(self._app.reviews.decide_all, list(ids), decision, why=why)
        self._tasks.do(
            deed, f"已裁决 {len(ids)} 项：{decision.value}", lambda _: self._to_queue(), failed=self.refresh
        )

    def _refresh_if(self, tables: set[str]) -> None:
        if tables & TABLES:
            self.refresh()
