"""下一步: the usual steps as buttons, the others in a menu, the closed ones with their reason."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from fuyi_desktop.domain.custody import ADOPT, ASSIGN, GIVE_BACK, HAND_OVER, REMIND, TAKE_BACK
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.domain.passing import CARRY_ON, CHANGE_HANDLER, RECUSE
from fuyi_desktop.domain.procedure import Offer
from fuyi_desktop.domain.service.course import CONFIRMED, DISPATCHED, FAILED, FILED
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.close import close
from fuyi_desktop.gui.cases.sheet import Sheet
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import clear, plain_box, row
from fuyi_desktop.gui.theme import dress

FIRST = 3  # open steps shown where there is little room; the rest stands in the menu
SIDE = "程序"  # the group of what belongs to none of the others
GROUPS = {
    "送达": (CONFIRMED, DISPATCHED, FAILED, FILED),
    "承办": (CHANGE_HANDLER, RECUSE),
    "流转": (ASSIGN, HAND_OVER, GIVE_BACK, TAKE_BACK, REMIND, ADOPT, CARRY_ON),
}
DAILY = {StationRole.TOWNSHIP: HAND_OVER, StationRole.CENTER: ASSIGN}  # what a desk does every day
CLOSED = "为什么不能办"


def grouped(offers: Sequence[Offer]) -> dict[str, list[Offer]]:
    """Steps by the word for their kind, in the order of the table."""
    words = {code: word for word, codes in GROUPS.items() for code in codes}
    found: dict[str, list[Offer]] = {word: [] for word in (SIDE, *GROUPS)}
    for offer in offers:
        found[words.get(offer.kind.code, SIDE)].append(offer)
    return {word: some for word, some in found.items() if some}


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
        self._first: Button | None = None
        self.primary: Button | None = None
        self.more: Button | None = None
        self.aside: list[Offer] = []  # what the menu offers

    def show_sheet(self, sheet: Sheet) -> None:
        if self._sheet is None or self._sheet.case_id != sheet.case_id:
            self._unfolded = False
        self._sheet = sheet
        self._show()

    def fit(self, *, narrow: bool) -> None:
        """What fits stays, the rest goes into 更多."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._show()

    def rest(self, *, resting: bool) -> None:
        """While a form is open its own button is the only blue one."""
        self._resting = resting
        if self.primary is not None:
            dress(self.primary, look="secondary" if resting else "primary")

    def take_focus(self) -> bool:
        if self._first is None:
            return False
        self._first.setFocus()
        return True

    def menu(self) -> QMenu:
        """The steps that are taken aside of the usual course, under the word for their kind."""
        menu = QMenu(self)
        menu.setAccessibleName("更多步骤")
        for word, offers in grouped(self.aside).items():
            if menu.actions():
                menu.addSeparator()
            menu.addAction(word).setEnabled(False)
            for offer in offers:
                action = menu.addAction(f"　{offer.kind.label}")
                action.triggered.connect(partial(self.asked.emit, offer.kind.code))
        return menu

    def _show(self) -> None:
        clear(self._column)
        self.primary = self._first = self.more = None
        sheet = self._sheet
        offers = sheet.page.offers if sheet is not None else ()
        self.setVisible(bool(offers))
        if sheet is None or not offers:
            return
        following = sheet.primary
        opened = [offer for offer in offers if offer.open and offer is not following]
        usual = [offer for offer in opened if self._is_usual(offer, sheet)]
        shown = [following, *usual] if following is not None else usual
        shown = shown[:FIRST] if self._narrow else shown
        self.aside = [offer for offer in opened if offer not in shown]
        buttons: list[QWidget] = [PlainLabel("下一步", tone="ink2")]
        buttons[0].setFixedHeight(32)
        buttons += [self._button(offer, primary=offer is following) for offer in shown]
        if self.aside:
            self.more = Button("更多", icon="down", name="更多步骤", on=self._open_menu)
            buttons.append(self.more)
        closed = [offer for offer in offers if not offer.open]
        if closed:
            say, icon = ("收起", "up") if self._unfolded else (f"{CLOSED}（{len(closed)}）", "down")
            buttons.append(Button(say, "quiet", icon=icon, on=self._fold, name=f"{say}的步骤"))
        self._first = next((one for one in buttons if isinstance(one, Button)), None)
        self._column.addWidget(flowing(*buttons))
        for offer in closed:
            if self._unfolded or offer.until is not None:
                self._column.addWidget(self._closed(offer))

    @staticmethod
    def _is_usual(offer: Offer, sheet: Sheet) -> bool:
        """Beside the next step stand the others of the course, and what this desk does every day."""
        if not sheet.page.mine:
            return True  # the center's few words on a case that lies elsewhere
        return not offer.kind.side or offer.kind.code == DAILY.get(sheet.role)

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
        why = close(PlainLabel(reason.removesuffix("。"), tone="ink2", small=True, wrap=True))
        line = row(button, why)
        line.setStretch(1, 1)
        if offer.until is not None:
            ask = partial(self.asked.emit, offer.kind.code)
            line.addWidget(Button("补登", "quiet", small=True, on=ask, name=f"补登{offer.kind.label}"))
        line.setContentsMargins(50, 0, 0, 0)
        return plain_box(line)

    def _open_menu(self) -> None:
        assert self.more is not None
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def _fold(self) -> None:
        self._unfolded = not self._unfolded
        self._show()
        self.take_focus()
