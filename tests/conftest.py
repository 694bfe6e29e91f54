"""What the tests of services, stories and commands share: a county with its two stations, and the press."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fuyi_desktop.documents.fonts import FontFolders, find
from fuyi_desktop.documents.press import Press
from fuyi_desktop.documents.template import Templates
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.services.app import App
from tests.services import invented
from tests.services.invented import County

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def press() -> Press:
    """The shipped templates with the font that `dev.py setup` fetches."""
    return Press(Templates.read(ROOT / "resources" / "templates"), find(FontFolders((ROOT / ".fonts",))))


@pytest.fixture(scope="session")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed county, made once, that each test copies."""
    folder = tmp_path_factory.mktemp("joined") / "county"
    invented.make_template(folder)
    return folder


@pytest.fixture
def county(tmp_path: Path, joined: Path, press: Press) -> Iterator[County]:
    """The center and the township T0731, open, on the morning of 30 July 2026."""
    county = invented.county(tmp_path / "county", joined, lambda: press)
    yield county
    county.close()


@pytest.fixture
def desk(tmp_path: Path, joined: Path, press: Press) -> Iterator[App]:
    """One station that registers and decides: the center, alone."""
    county = invented.county(tmp_path / "county", joined, lambda: press)
    county.township.close()
    county.clock.on("2026-12-31")
    yield county.center
    county.center.close()


@pytest.fixture
def window(tmp_path: Path) -> Iterator[App]:
    """A township that has not joined, with its organs set."""
    at = invented.clock()
    invented.found(tmp_path / "window", at, StationRole.TOWNSHIP)
    with invented.opened(tmp_path / "window", at) as app:
        yield invented.with_units(app)
