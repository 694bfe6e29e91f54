"""The station's private keys lie sealed within the store, and open under that store's key alone."""

from pathlib import Path

import pytest

from fuyi_desktop.domain.errors import KeyWrong
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.sealing import DatabaseKey, KeyRing, open_small, seal_small
from fuyi_desktop.services import keys
from fuyi_desktop.services.app import App
from tests.services import invented

KEY = DatabaseKey(bytes(range(32)))


@pytest.mark.parametrize("role", [StationRole.TOWNSHIP, StationRole.CENTER])
def test_no_private_key_can_be_read_in_the_opened_database(tmp_path: Path, role: StationRole) -> None:
    at = invented.clock()
    invented.found(tmp_path / "store", at, role)

    with invented.opened(tmp_path / "store", at) as app:
        ring = keys.ring(app.office.store)
        told = repr(invented.content(app))

    for secret in (ring.sign.seed.hex(), *(one.secret for one in ring.age)):
        assert secret not in told
        assert secret.upper() not in told.upper()


def test_a_ring_of_another_store_is_none_here(window: App, tmp_path: Path) -> None:
    at = invented.clock()
    invented.found(tmp_path / "other", at)
    with invented.opened(tmp_path / "other", at) as other:
        foreign = other.office.store.meta(keys.KEYS)

    with window.office.store.work("周晓敏", "换密钥") as work:
        work.set_meta(keys.KEYS, foreign)

    with pytest.raises(KeyWrong, match="本站密钥不是有效的密钥"):
        keys.ring(window.office.store)


def test_a_ring_that_lies_open_is_not_taken(window: App) -> None:
    with window.office.store.work("周晓敏", "换密钥") as work:
        work.set_meta(keys.KEYS, KeyRing.new().as_plain())

    with pytest.raises(KeyWrong):
        keys.ring(window.office.store)


def test_a_rotated_ring_takes_the_place_of_the_former_one(window: App) -> None:
    store = window.office.store
    rotated = keys.ring(store).with_new_age()

    with store.work("周晓敏", "轮换密钥") as work:
        keys.keep_ring(work, rotated)

    assert keys.ring(store).as_plain() == rotated.as_plain()


def test_a_small_secret_opens_under_its_key_and_its_meaning_alone() -> None:
    sealed = seal_small(KEY, "本站密钥", b"secret")

    assert open_small(KEY, "本站密钥", sealed) == b"secret"
    assert b"secret" not in sealed
    assert seal_small(KEY, "本站密钥", b"secret") != sealed
    with pytest.raises(KeyWrong):
        open_small(DatabaseKey(bytes(32)), "本站密钥", sealed)
    with pytest.raises(KeyWrong):
        open_small(KEY, "别的", sealed)


def test_a_small_secret_that_was_cut_or_changed_does_not_open() -> None:
    sealed = seal_small(KEY, "本站密钥", b"secret")

    for length in range(len(sealed)):
        with pytest.raises(KeyWrong):
            open_small(KEY, "本站密钥", sealed[:length])
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(KeyWrong):
            open_small(KEY, "本站密钥", bytes(changed))
