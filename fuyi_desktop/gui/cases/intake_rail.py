"""The rail of the new case: what may be the same dispute, the materials, and what is still to be filled."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from fuyi_desktop.domain.case import MaterialStatus
from fuyi_desktop.domain.entry import COMES_WITH
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.intake_parts import MaterialLine
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import Chip, ElidedLabel, PlainLabel
from fuyi_desktop.gui.parts import Card, Frame, clear, column, row
from fuyi_desktop.gui.theme import dress
from fuyi_desktop.services.intake import Hint

OF_CHANNELS = frozenset(form for forms in COMES_WITH.values() for form in forms)
MISSING = MaterialStatus.MISSING
AT_ONCE = 2  # likenesses shown together; the next one comes when one is put aside


class HintsCard(Card):
    """可能是同一件争议: cases with the same name, number, act or telephone."""

    look_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("可能是同一件争议", " ")
        self._list = column(gap=8)
        self.add(self._list)
        self._dismissed: set[str] = set()
        self._hints: tuple[Hint, ...] = ()
        self.hide()

    def show_hints(self, hints: Sequence[Hint]) -> None:
        self._hints = tuple(hints)
        shown = [hint for hint in hints if hint.case_id not in self._dismissed]
        clear(self._list)
        for number, hint in enumerate(shown[:AT_ONCE]):
            self._list.addWidget(self._box(hint, first=number == 0))
        self.count.setText(f"{len(shown)} 件")
        self.setVisible(bool(shown))

    def forget(self) -> None:
        self._dismissed.clear()
        self.show_hints(())

    def _box(self, hint: Hint, *, first: bool) -> Frame:
        box = QVBoxLayout()
        box.setContentsMargins(12, 8, 12, 8)
        box.setSpacing(4)
        box.addLayout(row(ElidedLabel(hint.title, bold=True), Chip(hint.why, "accent"), None))
        number = PlainLabel(hint.number, tone="ink2", small=True)
        box.addLayout(row(ElidedLabel(hint.matter, tone="ink2", small=True), number, None))
        look = Button("对照查看", "quiet", small=True, on=partial(self.look_asked.emit, hint.case_id),
                      name=f"对照查看{hint.title}")  # fmt: skip
        other = Button("不是同一件", "quiet", small=True, on=partial(self._dismiss, hint.case_id))
        box.addLayout(row(look, other, None, gap=4))
        frame = Frame("hint" if first else "sunken", box)
        frame.setAccessibleName(f"{hint.title} {hint.why}")
        return frame

    def _dismiss(self, case_id: str) -> None:
        self._dismissed.add(case_id)
        self.show_hints(self._hints)


class MaterialsRail(Card):
    """材料与容缺: the usual list of the county, and what else was brought."""

    edited = Signal()

    def __init__(self, usual: Sequence[Mapping[str, str]]) -> None:
        super().__init__("材料与容缺", " ")
        self._usual = tuple(usual)
        self._rows = column(gap=4)
        self.add(self._rows)
        self.add(row(Button("其他材料", "quiet", icon="plus", small=True, on=self.add_own), None))
        self.lines: list[MaterialLine] = []
        self.begin()

    def begin(self) -> None:
        """The usual list, nothing ticked."""
        clear(self._rows)
        self.lines = []
        for material in self._usual:
            self._put(MaterialLine(material["name"], material.get("form", "")))
        self.fit_channel("")

    def fit_channel(self, channel: str) -> None:
        """Ask for what a filing by this channel comes with, as 未收 until it is ticked; for no other's."""
        wanted = COMES_WITH.get(channel, ())
        for line in self.lines:
            if _of_channel(line):
                line.setVisible(line.form in wanted)
                if (line.form in wanted) != (line.status() is not None):
                    line.set_taken(MISSING.value if line.form in wanted else "", "")
        self._count()

    def add_own(self) -> MaterialLine:
        line = self._put(MaterialLine("", own=True))
        line.name.setFocus()
        return line

    def facts(self, today: object) -> list[dict[str, object]]:
        """What is said of each; what the channel brings is missing by itself until it is there."""
        told = [line for line in self.lines if not (_of_channel(line) and line.status() is MISSING)]
        return [found for line in told if (found := line.facts(today))]  # type: ignore[arg-type]

    def draft(self) -> list[dict[str, str]]:
        taken = (line.taken() for line in self.lines)
        return [
            {"name": one.name, "got": one.got, "note": one.note}
            for one in taken
            if one.name and (one.got or one.note)
        ]

    def set_draft(self, draft: Sequence[Mapping[str, str]]) -> None:
        self.begin()
        for kept in draft:
            line = next((line for line in self.lines if line.name.text() == kept["name"]), None)
            if line is None:
                line = self._put(MaterialLine(kept["name"], own=True))
            line.set_taken(kept.get("got", ""), kept.get("note", ""))
        self._count()

    def _put(self, line: MaterialLine) -> MaterialLine:
        self.lines.append(line)
        self._rows.addWidget(line)
        line.edited.connect(self._count)
        line.edited.connect(self.edited)
        self._count()
        return line

    def _count(self) -> None:
        states = [line.status() for line in self.lines]
        said = [f"{status.value} {states.count(status)}" for status in MaterialStatus if states.count(status)]
        self.count.setText("　".join(said) or ("逐项勾选" if self.lines else " "))


def _of_channel(line: MaterialLine) -> bool:
    return line.form in OF_CHANNELS


class GapsBox(Frame):
    """还差几处: amber while something is to be filled in, quiet when nothing is."""

    def __init__(self, then: str) -> None:
        super().__init__("banner")
        self._then = then  # what a registration brings
        self._icon = IconLabel("warn", "amber")
        self._head = PlainLabel("", bold=True)
        self._line = PlainLabel("", small=True, wrap=True)
        box = column(row(self._icon, self._head, None), self._line, gap=4)
        box.setContentsMargins(14, 8, 14, 8)
        self.setLayout(box)
        self.show_gaps(())

    def show_gaps(self, sentences: Sequence[str]) -> None:
        """Each sentence names its field."""
        tone = "amber" if sentences else "accent"
        dress(self, tone=tone)
        self._icon.show_icon("warn" if sentences else "tick", tone)
        self._head.say(f"还差 {len(sentences)} 处才能登记" if sentences else "可以登记", tone)
        self._line.say(
            f"{sentences[0]}F8 跳到该处。" if sentences else self._then,
            "amber" if sentences else "ink2",
        )
        self.setAccessibleName(self._head.text())
        self.setAccessibleDescription(self._line.text())
