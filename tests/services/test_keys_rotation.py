"""Keys change while bundles are under way, and nothing that is under way is lost."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import BadFact, InQuarantine, NoPermission, NotEnrolled
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.sealing import KeyRing, SigningKey, typed_identity, typed_root
from fuyi_desktop.services import enrolment, keyring
from fuyi_desktop.services.app import App
from fuyi_desktop.services.keys import ring
from fuyi_desktop.store import vault
from tests.services import invented
from tests.services.invented import County
from tests.services.safe import Safe, known, later, opened


@pytest.fixture
def safe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Safe]:
    with opened(monkeypatch, tmp_path) as safe:
        yield safe


@pytest.mark.parametrize("sign", [False, True], ids=["age", "sign and age"])
def test_a_station_s_new_keys_are_told_with_its_bundle_and_used_when_the_center_has_answered(
    county: County, sign: bool
) -> None:
    before = ring(county.township.office.store)
    invented.registered(county.township)
    county.township.keys.rotate(sign=sign)
    assert ring(county.township.office.store).fingerprint == before.fingerprint
    assert county.township.keys.show().coming == county.clock.at.date()

    taken = county.carry()
    answered = county.answer()

    after = ring(county.township.office.store)
    assert (after.recipient != before.recipient, after.sign != before.sign) == (True, sign)
    assert known(county.center, "T0731")["fingerprint"] == after.fingerprint
    assert taken.notes == ("T0731换了新密钥（第2代），已经换用。",)
    assert "县中心已改用本站的新密钥" in answered.notes[0]
    shown = county.township.keys.show()
    assert (shown.generation, shown.coming) == (2, None)
    assert shown.former == ((county.clock.at + timedelta(days=90)).date(),)
    invented.registered(county.township, "陈国栋")
    assert county.carry().new == 1
    assert county.answer().receipt_upto == 2


def test_bundles_under_way_open_on_both_sides_of_a_rotation(county: County) -> None:
    invented.registered(county.township)
    old_up = county.send().file
    county.carry()
    old_down = county.center.exchange.export("T0731", county.stick).file
    kept = county.stick / "kept"
    kept.mkdir()
    for file in (old_up, old_down):
        shutil.copy(file, kept)
    county.township.keys.rotate(sign=True)
    county.carry()
    county.answer()
    later(county, 30)

    assert county.center.exchange.take(kept / old_up.name).known == 1
    assert county.township.exchange.take(kept / old_down.name).sender == CENTER


def test_the_former_private_key_is_gone_after_its_overlap(county: County) -> None:
    old = ring(county.township.office.store)
    county.township.keys.rotate()
    county.carry()
    county.answer()
    later(county, 89)
    county.answer()
    assert old.recipient in {one.recipient for one in ring(county.township.office.store).age}

    later(county, 2)
    county.answer()

    assert old.recipient not in {one.recipient for one in ring(county.township.office.store).age}
    assert county.township.keys.show().former == ()
    assert old.age[0].secret not in repr(invented.content(county.township))


def test_an_announcement_that_was_lost_goes_along_again_and_a_second_one_waits_for_it(county: County) -> None:
    county.township.keys.rotate()
    county.send().file.unlink()
    with pytest.raises(BadFact, match="上一次轮换还没有得到县中心的确认"):
        county.township.keys.rotate()

    county.carry()
    county.answer()

    assert county.township.keys.show().generation == 2
    county.township.keys.rotate()
    county.carry()
    county.answer()
    assert county.township.keys.show().generation == 3


def test_a_station_put_back_from_a_backup_works_on_with_its_old_keys_and_is_told_to_rotate(
    county: County,
) -> None:
    backup = county.folder / "backup"
    county.township.close()
    shutil.copytree(county.folder / "township", backup)
    county.township = invented.opened(county.folder / "township", county.clock)
    county.township.keys.rotate(sign=True)
    county.carry()
    county.answer()
    county.township.close()
    shutil.rmtree(county.folder / "township")
    shutil.copytree(backup, county.folder / "township")
    vault.mark_restored(county.folder / "township")
    county.township = invented.opened(county.folder / "township", county.clock)
    invented.registered(county.township)

    assert county.carry().new == 1
    answered = county.answer()
    county.township.keys.rotate()
    county.carry()
    county.answer()

    assert any("密钥退回了以前的一套" in note for note in answered.notes)
    assert county.township.keys.show().generation == 3
    assert known(county.center, "T0731")["fingerprint"] == ring(county.township.office.store).fingerprint


def test_a_center_put_back_from_a_backup_learns_the_station_s_keys_again(county: County) -> None:
    county.center.close()
    backup = county.folder / "backup"
    shutil.copytree(county.folder / "center", backup)
    county.center = invented.opened(county.folder / "center", county.clock)
    county.township.keys.rotate(sign=True)
    county.carry()
    county.answer()
    county.center.close()
    shutil.rmtree(county.folder / "center")
    shutil.copytree(backup, county.folder / "center")
    vault.mark_restored(county.folder / "center")
    county.center = invented.opened(county.folder / "center", county.clock)
    invented.registered(county.township)

    assert county.carry().new == 1
    assert known(county.center, "T0731")["generation"] == 2


def test_a_stranger_s_succession_introduces_nobody(county: County) -> None:
    store = county.township.office.store
    with store.work("周晓敏", "换密钥") as work:
        stranger = KeyRing.new()
        keyring.keep_ring(work, stranger)
        keyring.announce(work, sign=True)

    sent = county.send().file

    with pytest.raises(InQuarantine, match="用本站不认识的密钥签名"):
        county.center.exchange.take(sent)
    assert known(county.center, "T0731")["generation"] == 1


def test_the_center_s_new_keys_are_taken_from_its_first_bundle_because_the_root_says_so(safe: Safe) -> None:
    keys, county = safe.keys, safe.county
    invented.registered(county.township)
    under_way = county.send().file
    before, fingerprint = ring(county.center.office.store), county.center.enrolment.fingerprint()

    renewed = county.center.keys.renew(f"  {keys.root_key[:30]} {keys.root_key[30:].upper()}\n")

    assert renewed.generation == 2
    assert county.center.enrolment.fingerprint() == fingerprint  # a township's card stays good
    assert county.center.exchange.take(under_way).new == 1
    answered = county.answer()
    assert "县中心已换用新密钥，本站以后按新密钥收发。" in answered.notes
    assert answered.receipt_upto == 1
    assert known(county.township, CENTER)["fingerprint"] == ring(county.center.office.store).fingerprint
    assert ring(county.center.office.store).sign != before.sign
    invented.registered(county.township, "陈国栋")
    assert county.carry().notes == ()  # the checkpoint by the former key is still the center's
    assert county.answer().notes == ()


def test_a_smaller_generation_of_the_center_is_never_gone_back_to(safe: Safe) -> None:
    keys, county = safe.keys, safe.county
    county.center.keys.renew(keys.root_key)
    second = county.center.exchange.export("T0731", county.stick).file
    late = county.stick / "late.fuyi"
    shutil.copy(second, late)
    county.township.exchange.take(second)
    county.center.keys.renew(keys.root_key)
    county.answer()

    county.township.exchange.take(late)

    assert known(county.township, CENTER)["generation"] == 3


def test_after_a_stolen_center_key_stations_take_nothing_signed_by_it(safe: Safe) -> None:
    keys, county = safe.keys, safe.county
    stolen = county.center.exchange.export("T0731", county.stick).file
    kept = county.stick / "stolen.fuyi"
    shutil.copy(stolen, kept)
    county.center.keys.renew(keys.root_key, drop=True)
    county.answer()

    with pytest.raises(InQuarantine, match="用本站不认识的密钥签名"):
        county.township.exchange.take(kept)
    assert [held.station for held in county.township.quarantine.rows()] == [CENTER]


def test_a_new_county_recovery_key_takes_the_place_of_the_former_in_every_store(safe: Safe) -> None:
    keys, county = safe.keys, safe.county
    fingerprint = county.center.enrolment.fingerprint()

    renewed = county.center.keys.renew(keys.root_key, recovery=True)
    county.answer()

    recipient = typed_identity(renewed.recovery_key).recipient
    slots = vault.slots(county.township.office.store.folder)
    assert [slot["owner"] for slot in slots if slot["kind"] == "county"] == [recipient]
    assert county.center.enrolment.fingerprint() == renewed.county != fingerprint
    assert county.center.keys.prove(recovery=renewed.recovery_key) == {"recovery": renewed.recovery_key}
    with pytest.raises(BadFact, match="不是本县现在用的县恢复密钥"):
        county.center.keys.prove(recovery=keys.recovery_key)
    assert renewed.recovery_key not in repr(invented.content(county.center))


def test_the_printed_keys_are_proved_once_a_year(safe: Safe) -> None:
    keys, county = safe.keys, safe.county
    assert not any("满一年没有核对" in told for told in county.center.keys.reminders())
    later(county, 366)
    assert "县根密钥和县恢复密钥满一年没有核对了，请从保险柜取出核对一次。" in county.center.keys.reminders()

    grouped = " ".join(keys.recovery_key[at : at + 4] for at in range(0, len(keys.recovery_key), 4))
    proved = county.center.keys.prove(root=keys.root_key, recovery=grouped.lower())

    assert proved == {"root": keys.root_key, "recovery": keys.recovery_key}
    assert not any("满一年没有核对" in told for told in county.center.keys.reminders())
    assert keys.root_key not in repr(invented.content(county.center))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12ab", "应当是 64 个字符，现在是 4 个"),
        ("x" * 64, "只会有数字和字母 a 到 f"),
        (SigningKey(bytes(32)).seed.hex(), "不是本县现在用的县根密钥"),
    ],
    ids=["short", "strange", "another county's"],
)
def test_a_root_key_that_is_none_changes_nothing(county: County, typed: str, words: str) -> None:
    before = invented.content(county.center)

    with pytest.raises(BadFact, match=words):
        county.center.keys.renew(typed)

    assert invented.content(county.center) == before


def test_a_recovery_key_with_a_letter_wrong_says_so() -> None:
    printed = enrolment.county_keys().recovery_key

    assert typed_identity(printed).secret == printed
    with pytest.raises(BadFact, match="与校验码不符"):
        typed_identity(printed[:-1] + ("Q" if printed[-1] != "Q" else "P"))
    with pytest.raises(BadFact, match="应当以 AGE-SECRET-KEY-1 开头"):
        typed_identity("x" * 71)
    assert typed_root("0" * 63 + "o").seed == bytes(32)


def test_who_may_not_enrol_may_not_change_keys_and_a_station_alone_has_nobody_to_tell(
    county: County, window: App
) -> None:
    clerk = invented.as_person(county.township, PersonRole.HANDLER)

    with pytest.raises(NoPermission):
        clerk.keys.rotate()
    with pytest.raises(BadFact, match="县中心的密钥要由县根密钥证明"):
        county.center.keys.rotate()
    with pytest.raises(BadFact, match="本站不是县中心"):
        county.township.keys.renew("0" * 64)
    with pytest.raises(NotEnrolled):
        window.keys.rotate()


def test_keys_are_shown_without_a_secret_and_what_is_due_is_said(county: County) -> None:
    later(county, 100)

    shown, told = county.center.keys.show(), county.township.keys.reminders()

    assert told == ["本站的密钥用满一季度了，应当轮换。"]
    (station,) = shown.stations
    assert (station.station, station.generation, station.state) == ("T0731", 1, "在用")
    assert station.due is not None
    assert station.due < county.clock.at.date()
    secret = ring(county.center.office.store)
    said = repr(shown.as_dict())
    assert secret.sign.seed.hex() not in said
    assert secret.age[0].secret not in said
