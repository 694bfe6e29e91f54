"""The header: mark, tabs, Ctrl+K, whose station and who sits here, and the lock."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QVBoxLayout

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.gate import NAME, Mark
from fuyi_desktop.gui.labels import ElidedLabel, KeyCap, PlainLabel
from fuyi_desktop.gui.parts import Frame, plain_box, row

HEIGHT = 48
ALL, MOST = 1100, 900  # px: below these names go into the menu, then words into icons


class TabButton(Button):
    """A tab; ← → go to its neighbours."""

    moved = Signal(int)

    def __init__(self, text: str, on: Callable[[], object]) -> None:
        super().__init__(text, "tab", checkable=True, on=on)
        self.setFixedHeight(HEIGHT - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if by:
            self.moved.emit(by)
        else:
            super().keyPressEvent(event)


class Header(Frame):
    """48 high; gives up names, then words, before anything is cut."""

    chosen = Signal(int)

    def __init__(
        self,
        tabs: Sequence[str],
        *,
        station: str,
        person: str,
        find: Callable[[], object],
        lock: Callable[[], object],
        actions: Sequence[QAction],
    ) -> None:
        super().__init__("header")
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("页眉")
        self._actions, self._words = list(actions), tuple(tabs)
        self.name = plain_box(row(Mark(), PlainLabel(NAME, bold=True), gap=8))
        self.tabs = [TabButton(text, partial(self.chosen.emit, number)) for number, text in enumerate(tabs)]
        self._group = QButtonGroup(self)
        for number, tab in enumerate(self.tabs):
            self._group.addButton(tab)
            tab.moved.connect(partial(self._step, number))
        self.search = Button("查找案件或命令", icon="search", small=True, on=find, name="查找案件或命令")
        self.keycap = KeyCap("Ctrl+K")
        self.station = ElidedLabel(station, tone="ink2", small=True)
        self.station.setMaximumWidth(320)
        self.person = Button(person, "status", name=f"{station} {person}，设置和锁定", on=self._menu_here)
        self.lock = Button("锁定", "quiet", icon="lock", small=True, tip="锁定　F12", on=lock)
        self.menu_button = Button(
            "",
            "quiet",
            icon="person",
            small=True,
            name="本站、设置和锁定",
            tip="本站、设置和锁定",
            on=self._menu_here,
        )
        line = row(self.name, gap=0)
        line.setContentsMargins(16, 0, 16, 0)
        self._gap = 32
        line.addSpacing(self._gap)
        line.addLayout(row(*self.tabs, gap=24))
        line.addStretch(1)
        line.addLayout(row(self.search, self.keycap, gap=8))
        line.addSpacing(16)
        line.addLayout(row(self.station, self.person, gap=2))
        line.addSpacing(8)
        line.addLayout(row(self.menu_button, self.lock, gap=4))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(line)
        self._fit(ALL)

    def show_tab(self, number: int | None) -> None:
        """Mark a tab as the current one; None where a page beside the tabs is shown."""
        self._group.setExclusive(False)
        for place, tab in enumerate(self.tabs):
            tab.setChecked(place == number)
        self._group.setExclusive(True)

    def count(self, tab: str, number: int, noun: str) -> None:
        """What waits behind a tab, beside its word; read out with its noun."""
        button = next(one for word, one in zip(self._words, self.tabs, strict=True) if word == tab)
        button.setText(f"{tab} {number}" if number else tab)
        button.setAccessibleName(f"{tab}，{number} {noun}" if number else tab)

    def menu(self) -> QMenu:
        """Station and person as a line that cannot be chosen, then what belongs to them."""
        menu = QMenu(self)
        who = menu.addAction(f"{self.station.text()}　{self.person.text()}")
        who.setEnabled(False)
        menu.addSeparator()
        menu.addActions(self._actions)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        wide, words = width >= ALL, width >= MOST
        for part in (self.name, self.station, self.person):
            part.setVisible(wide)
        self.menu_button.setVisible(not wide)
        self.keycap.setVisible(words)
        if (self.search.text() != "") != words:
            self.search.setText("查找案件或命令" if words else "")
            self.search.setToolTip("" if words else "查找案件或命令　Ctrl+K")
            self.lock.setText("锁定" if words else "")

    def _step(self, number: int, by: int) -> None:
        number += by
        tab = self.tabs[number % len(self.tabs)]
        tab.setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(number % len(self.tabs))

    def _menu_here(self) -> None:
        button = self.person if self.person.isVisible() else self.menu_button
        menu = self.menu()
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))
        menu.aboutToHide.connect(menu.deleteLater)
