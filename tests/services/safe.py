"""What tests of keys share: a county whose printed keys are known, as they lie in its safe."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.services import enrolment
from fuyi_desktop.services.app import App
from fuyi_desktop.services.enrolment import County as Printed
from fuyi_desktop.store.queries import peer
from tests.services import invented
from tests.services.invented import County


@dataclass
class Safe:
    """The two printed keys, and the county they belong to."""

    keys: Printed
    county: County


@contextmanager
def opened(patch: pytest.MonkeyPatch, folder: Path) -> Iterator[Safe]:
    """A county of its own, made with keys that are kept here."""
    keys = enrolment.county_keys()
    patch.setattr("fuyi_desktop.services.accounts.county_keys", lambda: keys)
    invented.make_template(folder / "template")
    county = invented.county(folder / "county", folder / "template")
    yield Safe(keys, county)
    county.close()


def known(app: App, station: str) -> dict[str, Any]:
    """What is kept of another station's keys."""
    with app.office.store.reading() as connection:
        found: dict[str, Any] = peer(connection, station).keys
    return found


def later(county: County, days: int) -> None:
    county.clock.at += timedelta(days=days)
