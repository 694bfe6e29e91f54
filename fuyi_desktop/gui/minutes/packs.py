"""问题组: the questions of a pack, one below another; the next one is asked by one key."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from fuyi_desktop.domain.phrases import Pack, Question
from fuyi_desktop.gui import theme
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.labels import HintLine, KeyCap, PlainLabel
from fuyi_desktop.gui.parts import Card, clear, column, plain_box, row


class QuestionLine(Button):
    """A question that may take two lines; pressing it asks it."""

    def __init__(self, place: int, question: Question) -> None:
        super().__init__("", "option", name=f"{place} {question.ask}")
        self.setMinimumHeight(30)
        self.words = PlainLabel(question.ask, wrap=True)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        cap = KeyCap(str(place))
        cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line = row(cap, self.words, gap=8)
        line.setStretch(1, 1)
        line.setContentsMargins(6, 4, 6, 4)
        self.setLayout(line)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        policy.setVerticalPolicy(policy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return max(30, layout.totalHeightForWidth(width)) if layout else 30

    def say_asked(self, *, asked: bool, following: bool) -> None:
        """Grey once it was asked; the one that comes next is marked."""
        self.words.say(self.words.text(), "ink3" if asked else "ink")
        theme.dress(self, past="true" if asked else "false")
        self.setCheckable(True)
        self.setChecked(following)


class PackCard(Card):
    """A digit asks a question while the keys are here; F10 asks the next one from anywhere."""

    asked = Signal(object)  # a Question
    left = Signal()

    def __init__(self) -> None:
        super().__init__("问题组")
        self.packs: tuple[Pack, ...] = ()
        self.at = 0  # the pack that is shown
        self._asked: set[tuple[int, int]] = set()
        self._names = column(gap=0)
        self._questions = column(gap=4)
        self.lines: list[QuestionLine] = []
        hint = HintLine("F10 问下一个", "Ctrl+G 再按数字 选问")
        self.add(plain_box(self._names), plain_box(self._questions), hint)

    def show_packs(self, packs: Sequence[Pack]) -> None:
        self.packs, self.at = tuple(packs), 0
        self._asked.clear()
        self.show_pack(0)

    def show_pack(self, at: int) -> None:
        """Show the questions of one pack."""
        self.at = at
        clear(self._names)
        chips = []
        for place, pack in enumerate(self.packs):
            chip = Button(pack.title, "filter", checkable=True, on=partial(self.show_pack, place))
            chip.setChecked(place == at)
            chips.append(chip)
        if chips:
            self._names.addWidget(flowing(*chips, gap=4))
        clear(self._questions)
        questions = self.packs[at].questions if self.packs else ()
        self.lines = [QuestionLine(place, one) for place, one in enumerate(questions, 1)]
        for place, line in enumerate(self.lines):
            line.clicked.connect(partial(self._ask, place))
            self._questions.addWidget(line)
        if not self.lines:
            self._questions.addWidget(
                PlainLabel("这类会议还没有问题组。", tone="ink2", small=True, wrap=True)
            )
        self._mark()

    def ask_next(self) -> bool:
        """Ask the first question that was not asked yet, in this pack or the next; whether there is one."""
        for pack in range(self.at, len(self.packs)):
            for place in range(len(self.packs[pack].questions)):
                if (pack, place) not in self._asked:
                    if pack != self.at:
                        self.show_pack(pack)
                    self._ask(place)
                    return True
        return False

    def take_focus(self) -> None:
        following = next((line for line in self.lines if line.isChecked()), None)
        (following or (self.lines[0] if self.lines else self)).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < min(9, len(self.lines)) and not event.modifiers():
            self._ask(place)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def _ask(self, place: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002  # a Qt signal's value
        self._asked.add((self.at, place))
        self._mark()
        self.asked.emit(self.packs[self.at].questions[place])

    def _mark(self) -> None:
        first = next((i for i in range(len(self.lines)) if (self.at, i) not in self._asked), -1)
        for place, line in enumerate(self.lines):
            line.say_asked(asked=(self.at, place) in self._asked, following=place == first)
