"""Sentences on the page that take the height of their lines and no more."""

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy

from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import Banner


def close(label: PlainLabel) -> PlainLabel:
    """A wrapped label that does not stretch where its page has room to spare."""
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def warned(tone: str, text: str, action: str = "", on: Callable[[], object] | None = None) -> Banner:
    """A banner in the course of a page."""
    banner = Banner(tone, text, action, on, button=True)
    close(banner.text)
    return banner
