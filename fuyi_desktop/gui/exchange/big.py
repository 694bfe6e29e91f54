"""The two big buttons of 数据交换."""

from collections.abc import Callable

from PySide6.QtCore import QEvent

from fuyi_desktop.gui.buttons import BigButton
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.theme import dress


class Big(BigButton):
    """One of the two big buttons; its words stay readable where it cannot be pressed yet."""

    def __init__(
        self, *words: str, icon: str, keys: str, primary: bool = False, on: Callable[[], object]
    ) -> None:
        super().__init__(*words, icon=icon, keys=keys, primary=primary, on=on)
        self._icon, self._tones = (
            icon,
            {one: str(one.property("tone")) for one in self.findChildren(PlainLabel)},
        )
        self._icon_tone = "on_accent" if primary else "ink"

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and hasattr(self, "_tones"):
            for label, tone in self._tones.items():
                dress(label, tone=tone if self.isEnabled() else "ink3")
            self.findChildren(IconLabel)[0].show_icon(
                self._icon, self._icon_tone if self.isEnabled() else "ink3"
            )
