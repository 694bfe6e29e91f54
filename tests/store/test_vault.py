"""The vault opens for its key, for nobody else, and gives nothing away."""

import json
from pathlib import Path

import pytest

from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.errors import (
    StoreDamaged,
    StoreExists,
    StoreInUse,
    StoreMissing,
    StoreTooNew,
    WrongPassword,
)
from fuyi_desktop.sealing import DatabaseKey
from fuyi_desktop.store import vault
from fuyi_desktop.store.backups import backup
from fuyi_desktop.store.sqlcipher import damaged_pages
from fuyi_desktop.store.vault import Where
from fuyi_desktop.store.work import Store
from tests.store import office

SECRETS = ("单小明", "不服罚款决定", "13800001234", "代收2026-118", "东镇窗口", "CREATE TABLE")


def test_a_store_opens_again_with_what_was_put_in(at: Where) -> None:
    with office.make(at) as store, store.work("王办", "收到申请") as work:
        case = office.register(work)

    with office.open_again(at) as store:
        assert store.get(Case, case.id) == case
        assert store.meta("station") == office.WINDOW


@office.IN_A_FILE
def test_nothing_readable_lies_in_the_files_or_in_a_backup(store: Store, tmp_path: Path) -> None:
    with store.work("王办", "收到申请") as work:
        office.register(work)
    copy = backup(store, tmp_path / "stick")

    found = [path for path in store.folder.rglob("*") if path.is_file()]
    assert store.folder / "store.db-wal" in found
    assert (store.folder / "store.db-wal").stat().st_size > 0
    for path in [*found, copy]:
        content = path.read_bytes()
        assert not [secret for secret in SECRETS if secret.encode() in content], path.name


def test_another_key_is_a_wrong_password(store: Store, at: Where) -> None:
    store.close()

    with pytest.raises(WrongPassword):
        office.open_again(at, DatabaseKey.new())


@office.IN_A_FILE
def test_a_second_program_is_told_that_the_store_is_in_use(store: Store) -> None:
    with pytest.raises(StoreInUse):
        office.open_again(store.folder)


def test_a_refused_opening_leaves_the_store_free(store: Store, at: Where) -> None:
    store.close()
    with pytest.raises(WrongPassword):
        office.open_again(at, DatabaseKey.new())

    office.open_again(at).close()


def test_a_store_is_never_made_over_another(store: Store, at: Where) -> None:
    with pytest.raises(StoreExists):
        office.make(at)
    with pytest.raises(StoreExists):
        office.make(store.folder)


def test_an_empty_place_says_that_there_is_no_store(at: Where) -> None:
    with pytest.raises(StoreMissing):
        office.open_again(at)


def test_what_a_killed_attempt_left_does_not_stand_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "store.db.begun").write_bytes(b"half")
    (tmp_path / "vault.json").write_text("{}")

    office.make(tmp_path).close()

    office.open_again(tmp_path).close()


def test_slots_are_put_in_place_whole(store: Store, at: Where) -> None:
    assert vault.slots(store.folder) == office.SLOTS

    vault.write_slots(store.folder, [*office.SLOTS, {"kind": "recovery"}])

    assert vault.slots(store.folder) == [*office.SLOTS, {"kind": "recovery"}]
    store.close()
    office.open_again(at).close()


def test_a_vault_of_a_newer_format_is_refused(store: Store, at: Where) -> None:
    path = store.folder / "vault.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 2}))

    with pytest.raises(StoreTooNew):
        vault.slots(at)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"format": 1}', b'{"format": "x"}'])
def test_a_broken_vault_file_is_named(store: Store, at: Where, content: bytes) -> None:
    (store.folder / "vault.json").write_bytes(content)

    with pytest.raises(StoreDamaged, match=r"vault\.json"):
        vault.slots(at)


@office.IN_A_FILE
def test_a_changed_page_is_found_and_named(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        for number in range(200):
            office.register(work, receipt_number=f"代收2026-{number}")
    store.close()
    assert damaged_pages(store.folder, office.KEY) == []
    path = store.folder / "store.db"
    content = bytearray(path.read_bytes())
    content[20 * 4096 + 100] ^= 1
    path.write_bytes(content)

    assert any("page 21" in said for said in damaged_pages(store.folder, office.KEY))


@office.IN_A_FILE
def test_a_database_without_its_first_page_is_damaged_not_locked(store: Store) -> None:
    store.close()
    path = store.folder / "store.db"
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])

    with pytest.raises(StoreDamaged, match=r"store\.db"):
        office.open_again(store.folder)


@office.IN_A_FILE
def test_power_cuts_lose_nothing_that_was_said_to_be_kept(store: Store) -> None:
    with store.reading() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
