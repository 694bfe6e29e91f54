"""The application before any window: input method, Chinese, theme, the ring of focus."""

import logging
import sys
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from fuyi_desktop.gui import ime, theme
from fuyi_desktop.gui.buttons import FocusRing
from fuyi_desktop.gui.memory import Memory
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.tasks import BUG, Tasks, where
from fuyi_desktop.gui.theme import Scheme

if TYPE_CHECKING:
    from fuyi_desktop.bootstrap import Place

log = logging.getLogger(__name__)
LOG_SIZE = 500_000  # bytes of a log file before the next is begun


def run(place: "Place", *, password: str | None = None, show: bool = True) -> int:
    """Open the window on a place and stay until it is closed; the password, where given, opens it at once."""
    from fuyi_desktop.gui.window import Window

    memory = Memory(place.state)
    now = memory.now
    app = make_app(sys.argv[:1], scheme=now.scheme, fonts=place.fonts(), scale=now.scale)
    keep_log(place.own)
    messages = Messages()
    catch_bugs(messages)
    window = Window(place, Tasks(messages), messages, memory)
    window.fit(window.screen().availableSize())
    window.begin(password)
    if show:
        (window.showMaximized if now.maximised else window.show)()
    return app.exec()


def keep_log(folder: Path) -> None:
    """Write the log beside the store, where there is one already; it names places in the program, nobody."""
    if folder.is_dir():
        file = RotatingFileHandler(folder / "window.log", maxBytes=LOG_SIZE, backupCount=2, encoding="utf-8")
        file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logging.getLogger().addHandler(file)


def catch_bugs(messages: Messages) -> None:
    """What nobody has caught is logged without its words, which may hold a name, and said in one sentence."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("uncaught: %s", where(error))
        messages.error(BUG, 1, where(error))

    sys.excepthook = hook


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
