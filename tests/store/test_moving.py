"""A center's store is carried to a server whole; at every moment exactly one of the two is in use."""

import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from fuyi_desktop.domain.errors import BadFact, FuyiError, ServerFault, StoreElsewhere, StoreExists
from fuyi_desktop.store import files, moving, vault
from fuyi_desktop.store.backups import backup, restore
from fuyi_desktop.store.checks import check
from fuyi_desktop.store.moving import adopt
from fuyi_desktop.store.positions import last_position
from fuyi_desktop.store.queries import case_count, lines
from fuyi_desktop.store.server import Server
from fuyi_desktop.store.transfer import digests
from fuyi_desktop.store.work import Store
from tests.server import SERVER
from tests.store import office
from tests.store.conftest import Lies

pytestmark = pytest.mark.parametrize("engine", [SERVER], indirect=True)
KEPT = ("station", "device", "incarnation", "epoch", "hlc")
SCAN = "身份证复印件".encode() * 1000


class Broken(Exception):
    """What a test breaks off with."""


@pytest.fixture
def to(lies: Lies) -> Server:
    """Where the store is to go."""
    found = lies("server")
    assert isinstance(found, Server)
    return found


@pytest.fixture
def old(engine: str, tmp_path: Path) -> Path:
    """The folder of a center with a few cases and an attachment."""
    with office.make(tmp_path / "old", office.COUNTY) as store:
        for number in range(3):
            with store.work("主任", "收到申请") as work:
                office.register(work, name=f"赵{number}", receipt_number=f"代收2026-{number}")
        with store.work("主任", "附件") as work:
            files.keep(work, io.BytesIO(SCAN))
    return tmp_path / "old"


def opened(folder: Path, to: Server) -> Store:
    """The store of the folder, for carrying it to the server."""
    return vault.open_store(
        folder, office.KEY, clock=office.clock, project=office.project, moved_to=to.address
    )


def in_use(*places: Path | Server) -> list[Path | Server]:
    """Those of the places whose store opens."""
    found = []
    for place in places:
        with suppress(FuyiError):
            office.open_again(place).close()
            found.append(place)
    return found


def test_what_arrives_is_what_was_there_and_the_work_goes_on(old: Path, to: Server) -> None:
    with opened(old, to) as store, store.reading() as connection:
        before = {key: store.meta(key) for key in KEPT}
        position, written = last_position(connection), list(lines(connection, store.meta("incarnation")))
        told = digests(connection)
        rows = adopt(store, to)

    assert rows["case"] == 3
    assert rows == {table: count for table, (count, _) in told.items() if count}
    with office.open_again(to) as store:
        assert {key: store.meta(key) for key in KEPT} == before
        with store.reading() as connection:
            assert last_position(connection) == position
            assert list(lines(connection, store.meta("incarnation"))) == written
            assert case_count(connection, "赵1") == 1
        with files.content(store, hash_of(SCAN)) as content:
            assert content.read() == SCAN
        with store.work("主任", "收到申请") as work:
            office.register(work, name="钱四")
        with store.reading() as connection:
            assert case_count(connection, "钱四") == 1
            assert [n for n, _ in lines(connection, store.meta("incarnation"))] == [
                *(n for n, _ in written), len(written) + 1,
            ]  # fmt: skip
        assert check(store) == []


def hash_of(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def test_the_folder_left_behind_is_neither_opened_nor_written(old: Path, to: Server) -> None:
    with opened(old, to) as store:
        adopt(store, to)
    before = (old / "store.db").read_bytes()

    with pytest.raises(StoreElsewhere, match="已迁往 postgresql://"):
        office.open_again(old)

    assert (old / "store.db").read_bytes() == before
    assert vault.slots(to) == office.SLOTS


def test_carrying_it_once_more_changes_nothing(old: Path, to: Server) -> None:
    with opened(old, to) as store:
        first = adopt(store, to)
    with office.open_again(to) as store, store.work("主任", "收到申请") as work:
        office.register(work, name="钱四")

    with opened(old, to) as store:
        assert adopt(store, to) == first

    with office.open_again(to) as store, store.reading() as connection:
        assert case_count(connection) == 4


@pytest.mark.parametrize(
    ("breaks", "stays"),
    [("_carry_files", "folder"), ("copy_rows", "folder"), ("_compared", "folder"),
     ("vault.mark_moved", "folder"), ("_use", "neither")],
)  # fmt: skip
def test_broken_off_anywhere_it_is_begun_again_and_never_are_both_in_use(
    old: Path, to: Server, monkeypatch: pytest.MonkeyPatch, breaks: str, stays: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise Broken

    target, name = (moving, breaks) if "." not in breaks else (vault, breaks.partition(".")[2])
    with opened(old, to) as store, monkeypatch.context() as patched, pytest.raises(Broken):
        patched.setattr(target, name, broken)
        adopt(store, to)

    assert in_use(old, to) == ([old] if stays == "folder" else [])
    if stays == "folder":  # the office works on meanwhile
        with office.open_again(old) as store, store.work("主任", "收到申请") as work:
            office.register(work, name="孙五")

    with opened(old, to) as store:
        rows = adopt(store, to)

    assert rows["case"] == (4 if stays == "folder" else 3)
    assert in_use(old, to) == [to]
    with office.open_again(to) as store:
        assert check(store) == []


def test_a_row_that_arrived_otherwise_is_noticed_before_the_folder_is_set_aside(
    old: Path, to: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry: Callable[..., None] = moving.copy_rows

    def bent(source: object, target: object) -> None:
        carry(source, target)
        target.execute(text("UPDATE party SET phone = '13900000000' WHERE name = '赵1'"))  # type: ignore[attr-defined]

    with opened(old, to) as store, monkeypatch.context() as patched:
        patched.setattr(moving, "copy_rows", bent)
        with pytest.raises(ServerFault, match="核对不一致"):
            adopt(store, to)

    assert in_use(old, to) == [old]


def test_a_server_that_holds_another_store_is_left_alone(old: Path, to: Server) -> None:
    with office.make(to, office.COUNTY) as store:
        before = store.meta("device")

    with opened(old, to) as store, pytest.raises(StoreExists):
        adopt(store, to)

    with office.open_again(to) as store:
        assert store.meta("device") == before
    assert in_use(old) == [old]


def test_only_a_center_goes_to_a_server(tmp_path: Path, to: Server) -> None:
    with office.make(tmp_path / "window") as store, pytest.raises(BadFact, match="只有县中心"):
        adopt(store, to)

    assert not vault.exists(to)


def test_a_backup_made_on_a_server_is_put_back_into_a_folder_and_onto_a_server(
    old: Path, to: Server, lies: Lies, tmp_path: Path
) -> None:
    with opened(old, to) as store:
        adopt(store, to)
    with office.open_again(to) as store:
        with store.work("主任", "收到申请") as work:
            office.register(work, name="钱四")
        copy, epoch = backup(store, tmp_path / "stick"), store.meta("epoch")

    restore(copy, tmp_path / "back")

    second = lies("second")
    assert isinstance(second, Server)
    with office.open_again(tmp_path / "back") as store:
        assert store.meta("epoch")["generation"] > epoch["generation"]
        assert check(store) == []
        adopt(store, second)
    with office.open_again(second) as store:
        with store.reading() as connection:
            assert case_count(connection) == 4
        with files.content(store, hash_of(SCAN)) as content:
            assert content.read() == SCAN
        assert check(store) == []
