"""Where the stores of these tests lie: in memory where there is such a place; nobody needs them later."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    if not MEMORY.is_dir():
        yield tmp_path
        return
    place = Path(tempfile.mkdtemp(prefix="fuyi-world-", dir=MEMORY))
    yield place
    shutil.rmtree(place, ignore_errors=True)
