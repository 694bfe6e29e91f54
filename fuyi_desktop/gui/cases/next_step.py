"""下一步: the open steps as buttons, the closed ones with their reason in words."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.domain.procedure import Offer
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.sheet import Sheet
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import clear, plain_box, row
from fuyi_desktop.gui.theme import dress

FIRST = 3  # open steps shown where there is little room; the rest stands behind 更多


class StepBar(QWidget):
    """One primary button for the step that comes next; nothing is hidden that the law may ask for later."""

    asked = Signal(str)  # code of a step

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("下一步")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._sheet: Sheet | None = None
        self._narrow = False
        self._unfolded = False
        self._resting = False
        self.primary: Button | None = None

    def show_sheet(self, sheet: Sheet) -> None:
        if self._sheet is None or self._sheet.case_id != sheet.case_id:
            self._unfolded = False
        self._sheet = sheet
        self._show()

    def fit(self, *, narrow: bool) -> None:
        """What fits stays, the rest goes behind 更多."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._show()

    def rest(self, *, resting: bool) -> None:
        """While a form is open its own button is the only blue one."""
        self._resting = resting
        if self.primary is not None:
            dress(self.primary, look="secondary" if resting else "primary")

    def take_focus(self) -> bool:
        if self.primary is None:
            return False
        self.primary.setFocus()
        return True

    def _show(self) -> None:
        clear(self._column)
        self.primary = None
        sheet = self._sheet
        if sheet is None or not sheet.page.mine:
            self.hide()
            return
        following = sheet.primary
        first = [offer for offer in sheet.page.offers if offer is following]
        later = [offer for offer in sheet.page.offers if offer.open and offer is not following]
        closed = [offer for offer in sheet.page.offers if not offer.open]
        self.setVisible(bool(first or later or closed))
        folded = self._narrow and not self._unfolded
        shown = [*first, *later][:FIRST] if folded else [*first, *later]
        buttons: list[QWidget] = [PlainLabel("下一步", tone="ink2")]
        buttons[0].setFixedHeight(32)
        buttons += [self._button(offer, primary=offer is following) for offer in shown]
        rest = len(first) + len(later) + len(closed) - len(shown)
        if self._narrow and (rest > 0 or self._unfolded):
            say, icon = ("收起", "up") if self._unfolded else ("更多", "down")
            buttons.append(Button(say, "quiet", icon=icon, on=self._fold, name=f"{say}步骤"))
        self._column.addWidget(flowing(*buttons))
        for offer in [] if folded else closed:
            self._column.addWidget(self._closed(offer))

    def _button(self, offer: Offer, *, primary: bool) -> Button:
        button = Button(
            offer.kind.label,
            "primary" if primary and not self._resting else "secondary",
            on=partial(self.asked.emit, offer.kind.code),
        )
        button.setAccessibleDescription(on_screen(offer.kind.help))
        if primary:
            self.primary = button
        return button

    def _closed(self, offer: Offer) -> QWidget:
        """Visible, disabled, its reason beside it in words; what was done in time can still be entered."""
        button = Button(offer.kind.label)
        button.setEnabled(False)
        reason = on_screen(offer.why)
        button.setAccessibleDescription(reason)
        why = PlainLabel(reason.removesuffix("。"), tone="ink2", small=True, wrap=True)
        line = row(button, why)
        line.setStretch(1, 1)
        if offer.until is not None:
            ask = partial(self.asked.emit, offer.kind.code)
            line.addWidget(Button("补登", "quiet", small=True, on=ask, name=f"补登{offer.kind.label}"))
        line.setContentsMargins(50, 0, 0, 0)
        return plain_box(line)

    def _fold(self) -> None:
        self._unfolded = not self._unfolded
        self._show()
