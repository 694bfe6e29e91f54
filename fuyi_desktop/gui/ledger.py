"""A table that stands in a page: as high as its rows, and a sentence where it has none yet."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QResizeEvent

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.parts import Card, EmptyState
from fuyi_desktop.gui.tables import HEAD, ROW, Column, Table


class PageTable(Table):
    """Grows with its rows up to a number of them; room for the bar where it has to scroll sideways."""

    def __init__(
        self, name: str, columns: Sequence[Column[Any]], *, key: Callable[[Any], object], most: int
    ) -> None:
        super().__init__(name, columns, key=key)
        self._most = most
        self.hide()

    def show_rows(self, rows: Sequence[Any]) -> None:
        super().show_rows(rows)
        self.setVisible(bool(rows))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = min(self._most, max(1, len(self.model_of_rows.rows)))
        sideways = sum(column.width for column in self.model_of_rows.columns) > self.width()
        bar = self.horizontalScrollBar().sizeHint().height() if sideways else 0
        self.setFixedHeight(HEAD + ROW * shown + bar + 2)


class Ledger(Card):
    """The table in a card, with its count at the head."""

    def __init__(
        self,
        title: str,
        columns: Sequence[Column[Any]],
        empty: EmptyState,
        *,
        key: Callable[[Any], object],
        count: str = "",
        action: Button | None = None,
        most: int = 12,
    ) -> None:
        super().__init__(title, count, action=action, wide=True)
        self.table, self.empty = PageTable(title, columns, key=key, most=most), empty
        self.add(self.table, empty)

    def show_rows(self, rows: Sequence[Any], count: str | None = None) -> None:
        """Replace the rows, and the words at the head where given."""
        self.table.show_rows(rows)
        self.empty.setVisible(not rows)
        if count is not None:
            self.count.setText(count)
