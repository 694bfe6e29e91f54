"""What the tests share: both engines of the store, a county with its two stations, and the press."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fuyi_desktop.documents.fonts import FontFolders, find
from fuyi_desktop.documents.press import Press
from fuyi_desktop.documents.template import Templates
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.services.app import App
from fuyi_desktop.store.server import Server
from tests import server
from tests.server import FILE, SERVER, Cluster
from tests.services import invented
from tests.services.invented import County

ROOT = Path(__file__).parents[1]


ON_BOTH = (  # the modules whose stores lie in a file and on a server by turns; all others use files
    "tests.store.",
    "tests.services.test_enrolment",
    "tests.services.test_exchange",
    "tests.services.test_intake",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for an engine on those of its module, unless it names one itself."""
    if "engine" in metafunc.fixturenames:
        marks = metafunc.definition.iter_markers("parametrize")
        if not any("engine" in mark.args[0] for mark in marks):
            engines = (FILE, SERVER) if metafunc.module.__name__.startswith(ON_BOTH) else (FILE,)
            metafunc.parametrize("engine", engines, indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """What keeps the stores of a test: encrypted files, or a PostgreSQL server."""
    return str(request.param)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this run's own."""
    if server.programs() is None:
        pytest.skip("no PostgreSQL here (Debian package postgresql): a center's server is not tested")
    with server.running() as found:
        yield found


@pytest.fixture
def on_server(cluster: Cluster) -> Iterator[Callable[..., Server]]:
    """Makes databases on the server for this test alone: of a folder, and like a database that is there."""
    made: list[Server] = []

    def make(folder: Path, like: str = "template0") -> Server:
        made.append(cluster.place(folder, like))
        return made[-1]

    yield make
    for place in made:
        cluster.drop(place)


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


@pytest.fixture(scope="session")
def joined_on_server(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The same with a center on the server, and the name of its database."""
    folder = tmp_path_factory.mktemp("joined") / "county"
    center = cluster.place(folder / "center")
    invented.make_template(folder, center)
    return folder, center.url.database or ""


@pytest.fixture
def beginning(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], County]:
    """Opens a county of the test's own, its center on the engine of the test."""
    press, folder = request.getfixturevalue("press"), tmp_path / "county"
    if engine == FILE:
        return lambda: invented.county(folder, request.getfixturevalue("joined"), lambda: press)
    template, database = request.getfixturevalue("joined_on_server")
    center = request.getfixturevalue("on_server")(folder / "center", like=database)
    return lambda: invented.county(folder, template, lambda: press, center=center)


@pytest.fixture
def county(beginning: Callable[[], County]) -> Iterator[County]:
    """The center and the township T0731, open, on the morning of 30 July 2026."""
    county = beginning()
    yield county
    county.close()


@pytest.fixture
def desk(beginning: Callable[[], County]) -> Iterator[App]:
    """One station that registers and decides: the center, alone."""
    county = beginning()
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
