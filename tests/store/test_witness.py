"""An old image that is put back by hand is noticed by the file that lies beside the store."""

import json
import shutil
from pathlib import Path

import pytest

from fuyi_desktop.store import witness
from fuyi_desktop.store.queries import lines
from fuyi_desktop.store.work import Store
from tests.store import office


def worked(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        office.register(work)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with office.make(tmp_path / "window") as store:
        worked(store)
    return tmp_path / "window"


def test_a_store_that_goes_on_where_it_was_keeps_its_history(folder: Path) -> None:
    with office.open_again(folder) as store:
        incarnation = store.meta("incarnation")
        worked(store)
    with office.open_again(folder) as store:
        assert store.meta("incarnation") == incarnation
        assert not store.meta("restored")


def test_an_image_of_last_month_goes_on_under_a_new_history(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "image")
    with office.open_again(folder) as store:
        old = store.meta("incarnation")
        worked(store)
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "image", folder)

    with office.open_again(folder) as store:
        new = store.meta("incarnation")
        assert new != old
        assert store.meta("restored")
        with store.reading() as connection:
            assert len(list(lines(connection, new))) == 1  # what the center has not answered is issued again
    with office.open_again(folder) as store:
        assert store.meta("incarnation") == new


def test_without_a_witness_or_with_a_spoilt_one_the_store_opens_as_ever(folder: Path) -> None:
    for content in (b"", b"{", b'{"device": 1}', b"[]", b"\xff"):
        witness.beside(folder).write_bytes(content)
        with office.open_again(folder) as store:
            assert not store.meta("restored")
    witness.beside(folder).unlink()
    with office.open_again(folder) as store:
        assert not store.meta("restored")


def test_the_witness_says_nothing_about_anybody(folder: Path) -> None:
    told = witness.beside(folder).read_text("ascii")

    assert set(json.loads(told)) == {"device", "incarnation", "n", "chain"}
