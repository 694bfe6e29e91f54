"""One bundle that went out or came in: what it carried, what the import said, and taking it back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.domain.errors import NotOpen
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.exchange import words
from fuyi_desktop.gui.fields import FieldSpec
from fuyi_desktop.gui.forms import make_field
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.ledger import Ledger
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
from fuyi_desktop.gui.tables import Column
from fuyi_desktop.services.stations import UNDONE, BundleRow
from fuyi_desktop.services.undoing import Back, Undoing

WIDTH = 96
REASON = FieldSpec(name="why", label="撤销理由", example="例：导错了对方的旧备份")


def _after(one: Back) -> str:
    """What becomes of a case."""
    return "案件移出" if one.goes else "回到导入以前" if one.writes else "不变"


TAKEN = (
    Column[Any]("案号", lambda one: one.number or "—", width=176),
    Column[Any]("当事人", lambda one: one.title or "不属于案件的内容", width=200, name=True, grows=True),
    Column[Any]("撤回", lambda one: f"{one.writes} 处" if one.writes else "无", width=96),
    Column[Any]("没有采用过", lambda one: f"{one.waits} 处待裁决" if one.waits else "无", width=112),
    Column[Any](
        "撤销以后", _after,
        tone=lambda one: "amber" if one.goes else "", width=144,
    ),
)  # fmt: skip


def facts(one: BundleRow, now: datetime, *, center: bool) -> list[tuple[str, str]]:
    """What it carried, and what became of it."""
    told = one.told
    mine = center == (one.direction == "out")
    found = [
        ("收发", f"{words.DIRECTIONS.get(one.direction, one.direction)}　{words.when(one.at, now)}"),
        ("单位", one.station_name),
        ("种类", words.KINDS.get(one.kind, one.kind)),
        ("内容", words.lines(one.first, one.last, by_center=mine)),
        ("状态", one.state),
        ("指纹", one.digest[:16].upper()),
    ]
    if any(one.positions):
        found.insert(4, ("县里的编号", f"第 {one.positions[0]}–{one.positions[1]} 号"))
    if told:
        numbers = {"新增": "new", "已有": "known", "暂存": "held", "待裁决": "conflicts", "附件": "contents"}
        said = [f"{label} {told[name]}" for label, name in numbers.items() if told.get(name)]
        found.append(("收下", "　".join(said) or "没有新内容"))
        if told.get("receipt") is not None:
            found.append(("回执", f"对方已收到本站第 {told['receipt']} 项及以前的内容"))
    return found


class BundleSheet(QWidget):
    """撤销导入 shows first what it would take back; nothing is written before the second button."""

    left = Signal()
    look_asked = Signal(str)  # digest: what undoing it would take back
    undo_asked = Signal(str, str)  # digest, why

    def __init__(self, now: Callable[[], datetime], *, center: bool) -> None:
        super().__init__()
        self._now, self._center = now, center
        self.bundle: BundleRow | None = None
        self.setAccessibleName("收发的包")
        self.title = TitleRow("", "", back=Button("返回", "quiet", icon="left", on=self.left.emit))
        head = row(self.title)
        head.setContentsMargins(16, 12, 16, 0)
        self._facts = column(gap=2)
        self._said = column(gap=8)
        self.said = Card("收包时的说明").add(plain_box(self._said))
        self.taken = Ledger(
            "撤销会收回", TAKEN, EmptyState("没有可以收回的内容"), key=lambda one: (one.case_id, one.number)
        )
        self.refusal = PlainLabel("", tone="amber", wrap=True)
        self.reason = make_field(REASON, _no_day)
        self.undoing = Card("撤销导入").add(self.refusal, self.reason)
        self.page = ScrollPage(most=1040)
        self.page.add(Card("这份包").add(plain_box(self._facts)), self.said, self.taken, self.undoing, None)
        self.line = PlainLabel("", tone="ink2", small=True)
        self.leave = Button("返回", "secondary", on=self._leave)
        self.look = Button("撤销导入", "danger", icon="undo", on=self._look)
        self.act = Button("撤销这次导入", "danger", icon="undo", on=self._act)
        foot = row(self.line, None, self.leave, self.look, self.act)
        foot.setContentsMargins(16, 8, 16, 8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.page, 1)
        whole.addWidget(Frame("footer", foot))

    def show_bundle(self, one: BundleRow) -> None:
        self.bundle = one
        self.title.title.setText(one.name)
        self.title.line.setText(one.state)
        clear(self._facts)
        for label, fact in facts(one, self._now(), center=self._center):
            self._facts.addWidget(FactRow(label, fact, width=WIDTH))
        clear(self._said)
        for sentence in one.told.get("notes", ()):
            self._said.addWidget(_line("info", "amber", sentence))
        for told in one.told.get("news", ()):
            self._said.addWidget(_line("calendar", "ink2", words.ruled(told)))
        self.said.setVisible(bool(one.told.get("notes") or one.told.get("news")))
        self._undone = one.state == UNDONE
        self._fold()

    def show_found(self, found: Sequence[Back] | str) -> None:
        """The answer to `look_asked`."""
        if isinstance(found, str):
            self.show_refusal(found)
        else:
            self.show_back(found)

    def show_back(self, found: Sequence[Any]) -> None:
        """What undoing would take back; each of it waits for a decision then."""
        self.taken.show_rows(found, f"{len(found)} 个案件")
        self._unfold(refusal="")
        self.line.setText("收回的内容都转到待裁决，以后还可以采用；已发的回执不变。")
        self.reason.take_focus()
        QTimer.singleShot(0, self, lambda: self.page.bring(self.reason))

    def show_refusal(self, sentence: str) -> None:
        self.taken.show_rows((), "")
        self._unfold(refusal=sentence)
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self.page.bring(self.undoing))

    def start(self) -> None:
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.act.isVisible():
            self._act()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        if self.bundle is not None:
            self.look_asked.emit(self.bundle.digest)

    def _act(self) -> None:
        """Once, and with a reason."""
        if gap := self.reason.gap():
            self.reason.show_error(gap)
            self.reason.take_focus()
        elif self.bundle is not None and self.act.isEnabled():
            self.act.setEnabled(False)
            self.undo_asked.emit(self.bundle.digest, self.reason.text().strip())

    def _leave(self) -> None:
        """One level back: from the preview to the bundle, from there to where it was opened."""
        if self.undoing.isVisible():
            self._fold()
            self.start()
        else:
            self.left.emit()

    def _fold(self) -> None:
        may = self._center and self.bundle is not None and self.bundle.undoable
        for part in (self.taken, self.undoing, self.act):
            part.hide()
        self.look.setVisible(may)
        self.leave.say("返回")
        self.line.setText("这份包已经撤销，内容在待裁决里。" if self._undone else "")

    def _unfold(self, *, refusal: str) -> None:
        self.refusal.setText(refusal)
        self.refusal.setVisible(bool(refusal))
        self.reason.setVisible(not refusal)
        self.reason.set_text("")
        self.reason.show_error("")
        self.taken.setVisible(not refusal)
        self.undoing.show()
        self.look.hide()
        self.act.setVisible(not refusal)
        self.act.setEnabled(True)
        self.leave.say("返回" if refusal else "不撤销")


def back_or_why(undoing: Undoing, digest: str) -> Sequence[Back] | str:
    """In the worker: what undoing an import would take back, or the sentence why it cannot be."""
    try:
        return undoing.preview(digest)
    except NotOpen as refusal:
        return str(refusal)


def _line(icon: str, tone: str, sentence: str) -> QWidget:
    box = row(IconLabel(icon, tone), PlainLabel(sentence, tone=tone, wrap=True), gap=8)
    box.setStretch(1, 1)
    return plain_box(box)


def _no_day() -> Any:
    """No field here is a date."""
    raise LookupError("today")
