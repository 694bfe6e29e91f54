"""A backup is the whole store in one file, proves itself, and begins a new history when it is put back."""

import io
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import update

from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.errors import StoreDamaged, StoreExists
from fuyi_desktop.domain.line import parse
from fuyi_desktop.sealing import DatabaseKey
from fuyi_desktop.store import files, vault
from fuyi_desktop.store.backups import backup, restore, verify
from fuyi_desktop.store.checks import check
from fuyi_desktop.store.queries import lines
from fuyi_desktop.store.schema import sync_write
from fuyi_desktop.store.work import Store
from tests.store import office


def filled(store: Store, count: int = 3) -> list[Case]:
    cases = []
    for number in range(count):
        with store.work("王办", "收到申请") as work:
            cases.append(office.register(work, receipt_number=f"代收2026-{number}"))
            files.keep(work, io.BytesIO(b"scan" * number))
    return cases


def test_a_restored_backup_is_the_store_as_it_was(store: Store, tmp_path: Path) -> None:
    cases = filled(store)
    copy = backup(store, tmp_path / "stick")
    with store.work("王办", "收到申请") as work:
        later = office.register(work)

    verify(copy, office.KEY)
    restore(copy, tmp_path / "new")

    assert copy.name == "T0731-20260803-093000.fuyibackup"
    assert list((tmp_path / "stick").iterdir()) == [copy]
    with office.open_again(tmp_path / "new") as again:
        assert [again.get(Case, case.id) for case in cases] == cases
        assert again.find(Case, later.id) is None
        assert again.meta("station") == office.WINDOW
        assert vault.slots(again.folder) == office.SLOTS
        assert check(again) == []


def test_a_restored_window_issues_again_what_the_center_has_not_answered(
    store: Store, tmp_path: Path
) -> None:
    filled(store)
    old = store.meta("incarnation")
    with store.reading() as connection:
        before = [parse(raw) for _, raw in lines(connection, old)]
    with store.engine.begin() as connection:
        connection.execute(update(sync_write).where(sync_write.c.n == 1).values(pos=1))
    restore(backup(store, tmp_path), tmp_path / "new")

    with office.open_again(tmp_path / "new") as again:
        new = again.meta("incarnation")
        with again.reading() as connection:
            issued = [parse(raw) for _, raw in lines(connection, new)]
        assert check(again) == []
    assert new != old
    assert [line.n for line in issued] == [1, 2]
    assert [line.writes for line in issued] == [line.writes for line in before[1:]]
    assert [line.seen for line in issued] == [line.seen for line in before[1:]]
    with office.open_again(tmp_path / "new") as again:
        assert again.meta("incarnation") == new


def test_a_restored_center_begins_a_later_epoch(center: Store, tmp_path: Path) -> None:
    filled(center)
    restore(backup(center, tmp_path), tmp_path / "new")

    with office.open_again(tmp_path / "new") as again:
        epoch = again.meta("epoch")
        assert check(again) == []
    assert epoch["generation"] > center.meta("epoch")["generation"]
    assert epoch["id"] != center.meta("epoch")["id"]


def test_a_backup_never_goes_over_a_store(store: Store, tmp_path: Path) -> None:
    copy = backup(store, tmp_path)

    with pytest.raises(StoreExists):
        restore(copy, store.folder)


def test_a_backup_cut_or_changed_anywhere_is_refused(store: Store, tmp_path: Path) -> None:
    filled(store)
    copy = backup(store, tmp_path / "stick")
    whole = copy.read_bytes()
    broken = tmp_path / "broken.fuyibackup"
    for cut in (0, 1, 511, 512, 5000, len(whole) // 2, whole.rindex(b"contents.json")):
        broken.write_bytes(whole[:cut])
        with pytest.raises(StoreDamaged):
            verify(broken)
    for at in (600, 1600, 5000, len(whole) // 2, whole.rindex(b"store.db")):
        content = bytearray(whole)
        content[at] ^= 1
        broken.write_bytes(content)
        with pytest.raises(StoreDamaged):
            restore(broken, tmp_path / "new")
        assert not vault.exists(tmp_path / "new")


@pytest.mark.parametrize("name", ["../evil", "files/../../evil", "/evil", "store.lock", "files/ab/short"])
def test_nothing_in_a_backup_chooses_its_place(tmp_path: Path, name: str) -> None:
    path = tmp_path / "evil.fuyibackup"
    with tarfile.open(path, "w") as tar:
        info = tarfile.TarInfo(name)
        info.size = 1
        tar.addfile(info, io.BytesIO(b"x"))

    with pytest.raises(StoreDamaged):
        restore(path, tmp_path / "new")

    assert [found for found in tmp_path.rglob("*") if found.is_file()] == [path]


def test_a_backup_under_another_key_does_not_pass_for_ours(store: Store, tmp_path: Path) -> None:
    copy = backup(store, tmp_path)

    with pytest.raises(StoreDamaged):
        verify(copy, DatabaseKey.new())
