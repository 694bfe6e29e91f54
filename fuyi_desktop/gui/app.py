"""The application before any window: input method, Chinese, theme, the ring of focus."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from fuyi_desktop.gui import ime, theme
from fuyi_desktop.gui.buttons import FocusRing
from fuyi_desktop.gui.theme import Scheme


def make_app(
    arguments: Sequence[str],
    *,
    scheme: Scheme = Scheme.LIGHT,
    fonts: Sequence[Path] = (),
    scale: float = 1.0,
    resources: Path = theme.RESOURCES,
) -> QApplication:
    """The one QApplication, dressed and speaking Chinese; the only way to make it."""
    bridged = ime.prepare()
    app = QApplication(list(arguments))
    app.setApplicationName("fuyi-desktop")
    app.setApplicationDisplayName("复议纾解工作站")
    furnish(app, scheme=scheme, fonts=fonts, scale=scale, resources=resources)
    if bridged:
        ime.bridge(app)
    return app


def furnish(
    app: QApplication,
    *,
    scheme: Scheme = Scheme.LIGHT,
    fonts: Sequence[Path] = (),
    scale: float = 1.0,
    resources: Path = theme.RESOURCES,
) -> None:
    """Everything an existing application needs before its first window."""
    theme.speak_chinese(app)
    theme.apply(app, scheme, fonts=fonts, scale=scale, resources=resources)
    FocusRing(app)
    ime.KeysWait(app)
