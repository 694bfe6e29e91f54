"""Opened stores in temporary folders."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fuyi_desktop.store.work import Store
from tests.store import office


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A window's store."""
    with office.make(tmp_path / "window") as store:
        yield store


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Store]:
    """The county center's store."""
    with office.make(tmp_path / "center", office.COUNTY) as store:
        yield store
