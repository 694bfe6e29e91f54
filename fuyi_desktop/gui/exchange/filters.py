"""A line of filters above a table: chips for what is so or not, lists for what there are many of."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.choosing import Combo
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import row

WIDTH = 224


class Pick(QWidget):
    """One of several values, or all of them; what there is to pick from follows the rows."""

    picked = Signal()

    def __init__(self, name: str, everything: str) -> None:
        super().__init__()
        self._everything = everything
        self._values: list[str] = [""]
        self.combo = Combo([everything])
        self.combo.setCurrentIndex(0)
        self.combo.setAccessibleName(name)
        self.combo.setFixedWidth(WIDTH)
        self.setLayout(row(PlainLabel(name, tone="ink2", small=True), self.combo, gap=6))
        self.combo.currentIndexChanged.connect(lambda _: self.picked.emit())

    @property
    def value(self) -> str:
        """What is picked; empty for everything, and while something else is being typed."""
        at = self.combo.currentIndex()
        return self._values[at] if 0 <= at < len(self._values) else ""

    @property
    def label(self) -> str:
        return self.combo.currentText() if self.value else ""

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """These values with their labels; what was picked stays picked while it is among them."""
        values = ["", *(value for value, _ in choices)]
        labels = [self._everything, *(label for _, label in choices)]
        if values == self._values and labels == [self.combo.itemText(at) for at in range(len(labels))]:
            return
        before = self.value
        self.combo.blockSignals(True)  # Qt's own name for it
        self.combo.clear()
        self.combo.addItems(labels)
        self._values = values
        self.combo.setCurrentIndex(values.index(before) if before in values else 0)
        self.combo.blockSignals(False)
        self.setVisible(len(choices) > 1)


class Chips(QWidget):
    """Checkable chips; one at most is chosen, none means all."""

    picked = Signal()

    def __init__(self, name: str, labels: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.buttons: dict[str, Button] = {}
        self._words = dict(labels)
        for value, label in labels:
            button = Button(label, "filter", checkable=True)
            button.clicked.connect(lambda _, value=value: self._clicked(value))
            self.buttons[value] = button
        self.setLayout(row(flowing(*self.buttons.values(), gap=8)))

    @property
    def value(self) -> str:
        return next((value for value, button in self.buttons.items() if button.isChecked()), "")

    def count(self, counts: dict[str, int]) -> None:
        """How many each would show; what would show none is left out unless it is chosen."""
        for value, button in self.buttons.items():
            number = counts.get(value, 0)
            button.setText(f"{self._words[value]} {number}")
            button.setAccessibleName(button.text())
            button.setVisible(bool(number) or button.isChecked())

    def _clicked(self, value: str) -> None:
        for other, button in self.buttons.items():
            if other != value:
                button.setChecked(False)
        self.picked.emit()
