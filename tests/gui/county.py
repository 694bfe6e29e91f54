"""An invented county for tests and pictures of the window: a township, a center, and a stick between them."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from fuyi_desktop.bootstrap import Place, place
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.memory import Memory
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.window import Window
from tests.gui import invented
from tests.pocket import Pocket

PASSWORD = invented.PASSWORD
TODAY = invented.TODAY
TOWNSHIP, CENTER = "石桥镇行政争议纾解窗口", "云岭县行政争议纾解中心"


def township(folder: Path, name: str = TOWNSHIP, *, cases: int = 0) -> Place:
    """A station with its organ set, which has not joined yet."""
    where = place(folder, today=TODAY)
    where.init(StationRole.TOWNSHIP, name, name[:3] + "人民政府", "周晓敏", PASSWORD)
    with where.open(PASSWORD) as app:
        app.settings.take({"unit": [dict(unit) for unit in invented.UNITS]})
        for number in range(cases):
            app.intake.register(invented.facts(name=f"欧阳慧敏{'甲乙丙丁戊己庚'[number]}"))
    return where


def center(folder: Path) -> Place:
    """The county's center, with the organ that decides."""
    where = place(folder, today=TODAY)
    where.init(StationRole.CENTER, CENTER, "云岭县司法局", "何静", PASSWORD)
    with where.open(PASSWORD) as app:
        app.settings.take({"unit": [dict(unit) for unit in invented.UNITS]})
    return where


def join(station: Place, to: Place, post: Path, code: str = "T0731") -> None:
    """Card, request, grant: the station belongs to the county."""
    post.mkdir(exist_ok=True)
    with to.open(PASSWORD) as county, station.open(PASSWORD) as joining:
        card = county.enrolment.card(post / "card.fuyi")
        asked = joining.enrolment.request(post / "card.fuyi", card["fingerprint"], post / f"{code}.fuyi")
        county.enrolment.admit(post / f"{code}.fuyi", asked["fingerprint"], code, post / f"{code}-in.fuyi")
        joining.enrolment.join(post / f"{code}-in.fuyi")


def sent(station: Place, folder: Path, to: str = "center") -> Path:
    """A bundle as it lies on the stick."""
    folder.mkdir(exist_ok=True)
    with station.open(PASSWORD) as app:
        return app.exchange.export(to, folder).file


def taken(at: Place, path: Path) -> Any:
    """A bundle taken in."""
    with at.open(PASSWORD) as app:
        return app.exchange.take(path)


def window_on(where: Place, messages: Messages, pocket: Pocket | None = None, **given: Any) -> Window:
    """The main window as `run` makes it, without a screen."""
    return Window(where, Tasks(messages), messages, Memory(where.state), sticks=pocket or Pocket(), **given)


def ready(hand: Hand, window: Window) -> None:
    """Until nothing runs and nothing waits."""
    hand.wait(lambda: not window.tasks.is_busy, "the worker")


def opened(window: Window, password: str = PASSWORD) -> Hand:
    """The window with somebody at its desk."""
    window.begin(password)
    window.show()
    QWidget.activateWindow(window)
    hand = Hand(window)
    hand.wait(lambda: window.desk is not None and not window.is_locked, "the desk")
    ready(hand, window)
    return hand
