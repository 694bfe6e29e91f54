"""Opened stores, each test's by turns in an encrypted file and on a server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fuyi_desktop.store import server
from fuyi_desktop.store.migrate import migrate
from fuyi_desktop.store.vault import Where
from fuyi_desktop.store.work import Store
from tests.server import FILE, Cluster
from tests.store import office

Lies = Callable[[str], Where]


@pytest.fixture(scope="session")
def tables(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database that has the tables and nothing in them."""
    place = cluster.place(tmp_path_factory.mktemp("tables"))
    engine = server.connect(place)
    migrate(engine)
    engine.dispose()
    return place.url.database or ""


@pytest.fixture
def lies(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Lies:
    """Where the store of a name lies on the engine of the test."""
    if engine == FILE:
        return lambda name: tmp_path / name
    on_server, tables = request.getfixturevalue("on_server"), request.getfixturevalue("tables")
    return lambda name: on_server(tmp_path / name, like=tables)


@pytest.fixture
def at(lies: Lies) -> Where:
    """Where the window's store of this test lies."""
    return lies("window")


@pytest.fixture
def store(at: Where) -> Iterator[Store]:
    """A window's store."""
    with office.make(at) as store:
        yield store


@pytest.fixture
def center(lies: Lies) -> Iterator[Store]:
    """The county center's store."""
    with office.make(lies("center"), office.COUNTY) as store:
        yield store
