"""Parts of every page: cards, title rows, banners, empty states, material rows, the page that scrolls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import Chip, ElidedLabel, PlainLabel

MARGIN, GAP = 16, 12


def row(*parts: QWidget | QLayout | int | None, gap: int = 8) -> QHBoxLayout:
    """A line of parts; None stretches, a number is px of room."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(gap)
    _fill(line, parts)
    return line


def column(*parts: QWidget | QLayout | int | None, gap: int = 8) -> QVBoxLayout:
    """Parts below one another; None stretches, a number is px of room."""
    line = QVBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(gap)
    _fill(line, parts)
    return line


def _fill(line: QHBoxLayout | QVBoxLayout, parts: Sequence[QWidget | QLayout | int | None]) -> None:
    for part in parts:
        match part:
            case None:
                line.addStretch(1)
            case int():
                line.addSpacing(part)
            case QWidget():
                line.addWidget(part)
            case _:
                line.addLayout(part)


def plain_box(layout: QLayout) -> QWidget:
    """A widget without a ground of its own, to show, hide or replace a layout as one."""
    box = QWidget()
    box.setProperty("part", "body")
    box.setLayout(layout)
    return box


class Frame(QFrame):
    """A frame of the style sheet: card, bar, header, footer, side, sunken, hint or popup."""

    def __init__(self, part: str, layout: QLayout | None = None) -> None:
        super().__init__()
        self.setProperty("part", part)
        if layout is not None:
            self.setLayout(layout)


class Rule(Frame):
    """A line between two parts."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__("rule")
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Card(Frame):
    """A white sheet on the desk: a head with count and one quiet action, then what stands in it."""

    def __init__(
        self, title: str = "", count: str = "", *, action: Button | None = None, wide: bool = False
    ) -> None:
        super().__init__("card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0 if wide else MARGIN, 12, 0 if wide else MARGIN, 12)
        self._column.setSpacing(8)
        self.count = PlainLabel(count, tone="ink3", small=True)
        if title:
            self.setAccessibleName(title)
            head = row(PlainLabel(title, bold=True), self.count, None)
            if action is not None:
                head.addWidget(action)
            side = MARGIN if wide else 0
            head.setContentsMargins(side, 0, side, 0)
            self._column.addLayout(head)

    def add(self, *parts: QWidget | QLayout | int | None) -> "Card":
        _fill(self._column, parts)
        return self


class TitleRow(QWidget):
    """The page's title, one sentence of counts, and the actions at the right, the primary last."""

    def __init__(
        self, title: str, line: str = "", actions: Sequence[QWidget] = (), *, back: Button | None = None
    ) -> None:
        super().__init__()
        self.setMinimumHeight(32)
        self.title = ElidedLabel(title, size="title")
        self.line = PlainLabel(line, tone="ink2")
        line_up = row(gap=8)
        if back is not None:
            line_up.addWidget(back)
        line_up.addWidget(self.title)
        line_up.addSpacing(8)
        line_up.addWidget(self.line)
        line_up.addStretch(1)
        for action in actions:
            line_up.addWidget(action)
        self.setLayout(line_up)


class Banner(Frame):
    """40 high: icon, one sentence, one action; stays until settled."""

    ICONS: ClassVar = {"accent": "info", "amber": "warn", "red": "warn", "violet": "clock"}

    def __init__(
        self,
        tone: str,
        text: str,
        action: str = "",
        on: Callable[[], object] | None = None,
        *,
        button: bool = False,
    ) -> None:
        super().__init__("banner")
        self.setProperty("tone", tone)
        self.setMinimumHeight(40)
        self.setAccessibleName(text)
        self.text = PlainLabel(text, tone="ink" if tone == "accent" else tone, wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        line = row(IconLabel(self.ICONS[tone], tone), self.text, gap=8)
        line.setStretch(1, 1)
        line.setContentsMargins(13, 3, 8, 3)
        if action:
            line.addWidget(Button(action, "secondary" if button else "quiet", small=True, on=on))
        self.setLayout(line)


class EmptyState(QWidget):
    """A bold sentence of fact, one line saying how, one button."""

    def __init__(self, fact: str, how: str = "", action: Button | None = None) -> None:
        super().__init__()
        self.fact = PlainLabel(fact, bold=True, wrap=True)
        self.how = PlainLabel(how, tone="ink2", small=True, wrap=True)
        parts = column(None, self.fact, self.how, gap=8)
        for label in (self.fact, self.how):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if action is not None:
            parts.addLayout(row(None, action, None))
        parts.addStretch(1)
        parts.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.setLayout(parts)

    def say(self, fact: str, how: str = "") -> None:
        self.fact.setText(fact)
        self.how.setText(how)


class StatusLink(Button):
    """A word in the status bar that leads to 数据交换; amber when something wants doing."""

    def __init__(self, text: str, icon: str, on: Callable[[], object] | None = None) -> None:
        super().__init__(text, "status", icon=icon, on=on)


class Got(StrEnum):
    """What became of one piece of material."""

    HERE = "收到"
    TOLERATED = "容缺"
    MISSING = "未收"


@dataclass(frozen=True)
class Material:
    """One row of the material list."""

    name: str
    got: Got
    remark: str = ""


class MaterialRow(QWidget):
    """Tick, triangle or empty box, the name, and pages or the day it is due."""

    LOOKS: ClassVar = {
        Got.HERE: ("tick", "accent"),
        Got.TOLERATED: ("warn", "amber"),
        Got.MISSING: ("box", "ink3"),
    }

    def __init__(self, material: Material) -> None:
        super().__init__()
        icon, token = self.LOOKS[material.got]
        tone = "amber" if material.got is Got.TOLERATED else "ink2"
        self.setAccessibleName(f"{material.name} {material.got} {material.remark}".strip())
        self.setMinimumHeight(28)
        self.setLayout(
            row(
                IconLabel(icon, token),
                ElidedLabel(material.name),
                None,
                PlainLabel(material.remark, tone=tone, small=True),
            )
        )


class FactRow(QWidget):
    """A small label of fixed width, then a fact that may wrap; remarks below it."""

    def __init__(self, label: str, fact: str, remark: str = "", *, width: int = 52, right: str = "") -> None:
        super().__init__()
        self.setAccessibleName(f"{label} {fact}")
        head = PlainLabel(label, tone="ink2", small=True)
        head.setFixedWidth(width)
        words = column(PlainLabel(fact, wrap=True, copyable=True), gap=0)
        if remark:
            words.addWidget(PlainLabel(remark, tone="ink2", small=True, wrap=True))
        line = row(head, words, gap=12)
        line.setStretch(1, 1)
        line.setAlignment(head, Qt.AlignmentFlag.AlignTop)
        if right:
            line.addWidget(PlainLabel(right, tone="ink2", small=True))
        self.setLayout(line)


class ScrollPage(QScrollArea):
    """Every page scrolls in its own body; what stands in it is never squeezed below its size hint."""

    def __init__(self, *, most: int = 0, margin: int = MARGIN, gap: int = GAP) -> None:
        super().__init__()
        self.setProperty("part", "page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._column = column(gap=gap)
        inner = plain_box(self._column)
        if most:
            inner.setMaximumWidth(most)
            self._column.setContentsMargins(0, 0, 0, 0)
        outer = row(None, inner, None, gap=0) if most else row(inner, gap=0)
        if most:
            inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            outer.setStretch(1, 1000)
        outer.setContentsMargins(margin, margin, margin, margin)
        body = plain_box(outer)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(body)

    def add(self, *parts: QWidget | QLayout | int | None) -> "ScrollPage":
        _fill(self._column, parts)
        return self

    def bring(self, widget: QWidget) -> None:
        """Scroll so far that the widget and a little around it are seen."""
        self.ensureWidgetVisible(widget, 24, 48)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, with the widgets and layouts in it."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)


def chips(*words: str) -> QWidget:
    """Plain chips in a row that breaks where it must."""
    return flowing(*(Chip(word) for word in words), gap=6)
