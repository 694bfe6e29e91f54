"""期限 on the page: the line in its six states, the card, and how the date came about."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fuyi_desktop.gui import dates, paint, theme
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.due import DRESSES
from fuyi_desktop.gui.due import DeadlineView as DeadlineView
from fuyi_desktop.gui.due import Due as Due
from fuyi_desktop.gui.due import Reason as Reason
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import Chip, ElidedLabel, PlainLabel
from fuyi_desktop.gui.parts import Frame, Rule, plain_box, row
from fuyi_desktop.gui.period import period_of

NARROW, ROOMY = 320, 700  # px of a card: the least, and enough for what is not needed at once


def state_chips(view: DeadlineView) -> list[QWidget]:
    """The word of the state, and 暂定 beside it where red or amber outranks the violet."""
    dress = DRESSES[view.state]
    made: list[QWidget] = []
    word = (
        view.distance if view.state is Due.OVERDUE and view.distance.startswith("超期") else view.state.value
    )
    if dress.chip:
        made.append(Chip(word, dress.chip))
    elif view.state is Due.NEAR:
        made.append(PlainLabel(word, tone="amber", small=True))
    if view.provisional and view.state not in (Due.PROVISIONAL, Due.DONE):
        made.append(Chip("暂定", "violet"))
    return made


class DeadlineLine(QWidget):
    """Icon, duty, date with weekday, chip, and the distance at the right."""

    DUTY = 148  # px, so that dates of lines below one another stand in a column

    def __init__(self, view: DeadlineView, *, right: str = "", rule: bool = False) -> None:
        super().__init__()
        dress = DRESSES[view.state]
        self._bar, self._rule = dress.bar, rule
        self.setMinimumHeight(38)
        self.setAccessibleName(view.said())
        done = view.state is Due.DONE
        duty = ElidedLabel(view.duty, tone="ink3" if done else "ink", bold=not done)
        duty.setFixedWidth(self.DUTY)
        day = PlainLabel(dates.day(view.display, view.today), tone=dress.tone, bold=dress.bold)
        away = right or ("应当立即办理" if view.state is Due.OVERDUE else view.distance)
        tone = {Due.OVERDUE: "red", Due.DONE: "ink3"}.get(view.state, "ink2")
        line = row(IconLabel(dress.icon, dress.icon_tone), duty, day, *state_chips(view), None)
        line.addWidget(ElidedLabel(away, tone=tone, small=True))
        line.setContentsMargins(8, 0, 0, 0)
        self.setLayout(line)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._bar:
            painter.fillRect(QRectF(0, 5, 3, self.height() - 10), theme.color(self._bar))
        if self._rule:
            paint.rule(painter, 0, self.width(), self.height() - 1)
        painter.end()


class Computation(QWidget):
    """One row for each thing that changed the date: kind, sentence, article."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__()
        self.setAccessibleName("怎么算")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 5)
        grid.setColumnStretch(2, 4)
        for number, reason in enumerate(reasons):
            violet = reason.kind == Due.PROVISIONAL
            kind = PlainLabel(reason.kind, tone="violet" if violet else "ink2", small=True)
            sentence = PlainLabel(
                reason.sentence, tone="violet" if violet else "ink", small=True, wrap=True, copyable=True
            )
            article = PlainLabel(reason.article, tone="ink3", small=True, wrap=True)
            kind.setMinimumWidth(28)
            for place, label in enumerate((kind, sentence, article)):
                grid.addWidget(label, number, place, Qt.AlignmentFlag.AlignTop)


class DeadlineCard(Frame):
    """The next deadline of a case, its bar, and how the date came about."""

    print_asked = Signal()

    def __init__(
        self, view: DeadlineView | None = None, *, folded: bool = False, printable: bool = True
    ) -> None:
        super().__init__("card")
        self.setAccessibleName("期限")
        self._printable = printable
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 8, 16, 10)
        self._column.setSpacing(6)
        self._body: QWidget | None = None
        self._toggle: Button | None = None
        self._spare: list[QWidget] = []  # gives way where there is little room
        self._below: QWidget | None = None
        self.folded = folded
        self.view = view
        if view is not None:
            self.show_view(view)

    def show_view(self, view: DeadlineView) -> None:
        """Show another deadline, folded or not as the last one was."""
        self.view = view
        had_focus = self._toggle is not None and self._toggle.hasFocus()
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.deleteLater()
        self._body = self._build(view)
        self._column.addWidget(self._body)
        if had_focus and self._toggle is not None:
            self._toggle.setFocus()

    def _build(self, view: DeadlineView) -> QWidget:
        dress = DRESSES[view.state]
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = row(
            IconLabel(dress.icon, dress.icon_tone, 20),
            ElidedLabel(view.duty, bold=True),
            PlainLabel(dates.day(view.display, view.today), tone=dress.tone, bold=dress.bold),
            *state_chips(view),
            gap=8,
        )
        if view.state is not Due.OVERDUE:
            head.addWidget(PlainLabel(view.distance, tone="ink2"))
        self._spare = []
        if view.remark:
            self._spare.append(ElidedLabel(view.remark, tone="ink2", small=True))
            head.addWidget(self._spare[-1])
        head.addStretch(1)
        self._toggle = None
        if self._printable and view.reasons:
            self._spare.append(Button("打印计算说明", "quiet", icon="print", small=True, on=self._print))
            head.addWidget(self._spare[-1])
        if view.reasons:
            self._toggle = Button("", "quiet", small=True, on=self.fold)
            head.addWidget(self._toggle)
        column.addLayout(head)
        if (period := period_of(view)) is not None:
            column.addWidget(period)
        below = QVBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(Rule())
        below.addWidget(Computation(view.reasons))
        self._below = plain_box(below)
        column.addWidget(self._below)
        box = plain_box(column)  # first: shown without a parent, what is below would be a window of its own
        self._say_folded()
        box.setAccessibleName(view.said())
        return box

    def minimumSizeHint(self) -> QSize:
        return QSize(min(super().minimumSizeHint().width(), NARROW), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in self._spare:
            part.setVisible(event.size().width() >= ROOMY)

    def _print(self) -> None:
        self.print_asked.emit()

    def fold(self) -> None:
        """收起, or 怎么算."""
        self.folded = not self.folded
        self._say_folded()

    def _say_folded(self) -> None:
        if self._below is not None and self.view is not None:
            self._below.setVisible(bool(self.view.reasons) and not self.folded)
        if self._toggle is not None:
            self._toggle.say("怎么算" if self.folded else "收起", icon="right" if self.folded else "down")
