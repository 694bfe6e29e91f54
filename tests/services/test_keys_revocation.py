"""A lost laptop, a cloned disk, a stranger: what no key vouches for waits sealed until a person decides."""

import shutil
from pathlib import Path

import pytest

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import (
    BadFact,
    BundleDamaged,
    InQuarantine,
    KeyStopped,
    NoPermission,
    NotFound,
    NumbersUnsure,
    SenderUnknown,
)
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.sealing import KeyRing
from fuyi_desktop.services import keyring, quarantine
from fuyi_desktop.services.app import App
from fuyi_desktop.services.keys import ring
from fuyi_desktop.services.receiving import FORKED
from tests.services import invented
from tests.services.invented import County, step
from tests.services.safe import known

NAMES = ("欧阳慧敏", "陈国栋", "赵永强", "马秀英")


def filled(county: County, count: int, start: int = 0) -> list[str]:
    return [invented.registered(county.township, name) for name in NAMES[start : start + count]]


def titles(app: App) -> set[str]:
    return {row.title for row in app.casework.rows()}


def revoked(county: County, line: int | None = None) -> Path:
    """Two lines were received, two more are on a stick when the laptop is reported stolen."""
    filled(county, 2)
    county.carry()
    filled(county, 2, start=2)
    late = county.send().file
    county.center.keys.revoke("T0731", line, "电脑被盗")
    return late


def test_a_revoked_station_gets_nothing_and_what_comes_from_it_is_set_aside_sealed(county: County) -> None:
    late = revoked(county)
    before = invented.content(county.center)

    with pytest.raises(KeyStopped, match="石桥镇行政争议纾解窗口的密钥已经停用，没有写出任何内容"):
        county.center.exchange.export("T0731", county.stick)
    with pytest.raises(InQuarantine, match="的密钥已经停用（石桥镇行政争议纾解窗口，2026年7月30日）"):
        county.center.exchange.take(late)

    assert invented.content(county.center) == before
    (held,) = county.center.quarantine.rows()
    assert (held.station, held.first, held.last, held.below) == ("T0731", 1, 4, 3)
    place = county.center.office.store.folder / "inbox" / "quarantine" / held.digest
    assert (place / quarantine.BUNDLE).read_bytes() == late.read_bytes()
    assert b"T0731" not in (place / quarantine.NOTE).read_bytes()


def test_an_operator_may_accept_the_lines_below_the_number_said_at_the_revocation(county: County) -> None:
    late = revoked(county, line=4)
    with pytest.raises(InQuarantine):
        county.center.exchange.take(late)
    (held,) = county.center.quarantine.rows()
    with pytest.raises(BadFact, match="停用密钥时定的是第 4 项以前的可以收，不能放宽到第 9 项"):
        county.center.quarantine.accept(held.digest, 9)

    report = county.center.quarantine.accept(held.digest[:8])

    assert (report.first, report.last, report.new) == (1, 3, 1)
    assert titles(county.center) == set(NAMES[:3])
    assert county.center.quarantine.rows() == []
    assert county.center.upkeep.check() == []


def test_lines_received_before_the_day_of_the_theft_was_known_are_counted_as_doubtful(county: County) -> None:
    filled(county, 3)
    county.carry()

    told = county.center.keys.revoke("T0731", 2, "电脑被盗")

    assert (told.line, told.received, told.doubtful) == (2, 3, 2)
    (row,) = county.center.exchange.stations()
    assert row.receipt_sent == row.last_received  # no receipt is owed to a key that is not sealed for
    assert titles(county.center) == set(NAMES[:3])


def test_a_thief_cannot_hand_a_revoked_key_on_to_a_new_one(county: County) -> None:
    revoked(county)
    county.township.keys.rotate(sign=True)

    with pytest.raises(InQuarantine):
        county.center.exchange.take(county.send().file)

    assert known(county.center, "T0731")["generation"] == 1


def test_a_bundle_of_a_stranger_waits_and_can_be_tried_again_or_deleted(
    county: County, tmp_path: Path
) -> None:
    at = county.clock
    invented.found(tmp_path / "other", at, StationRole.AGENCY)
    with invented.opened(tmp_path / "other", at) as other:
        invented.with_units(other)
        card = county.center.enrolment.card(county.stick / "card.fuyi")
        asks, grant = county.stick / "asks.fuyi", county.stick / "grant.fuyi"
        asked = other.enrolment.request(county.stick / "card.fuyi", card["fingerprint"], asks)
        kept = tmp_path / "center"
        county.center.close()
        shutil.copytree(county.folder / "center", kept)
        county.center = invented.opened(county.folder / "center", at)
        county.center.enrolment.admit(asks, asked["fingerprint"], "A0102", grant)
        other.enrolment.join(grant)
        invented.registered(other)
        sent = other.exchange.export("center", county.stick).file
    with invented.opened(kept, at) as unknowing:
        with pytest.raises(InQuarantine, match="的发送方没有在本站登记"):
            unknowing.exchange.take(sent)
        (held,) = unknowing.quarantine.rows()
        with pytest.raises(BadFact, match="从来没有在本站登记过"):
            unknowing.quarantine.accept(held.digest, 2)
        with pytest.raises(SenderUnknown):
            unknowing.quarantine.retry(held.digest)
        unknowing.enrolment.admit(asks, asked["fingerprint"], "A0102", county.stick / "again.fuyi")

        assert unknowing.quarantine.retry(held.digest).new > 0
        assert unknowing.quarantine.rows() == []
        with pytest.raises(NotFound):
            unknowing.quarantine.drop(held.digest)


def test_a_forged_signature_is_refused_as_before_and_the_file_is_kept_for_a_look(county: County) -> None:
    invented.registered(county.township)
    store = county.township.office.store
    own = ring(store)
    other = KeyRing.new()
    with store.work("周晓敏", "换密钥") as work:
        keyring.keep_ring(work, KeyRing(other.sign, own.age))
    sent = county.send()
    claimed = own.fingerprint

    with pytest.raises((BundleDamaged, InQuarantine)):
        county.center.exchange.take(sent.file)

    (held,) = county.center.quarantine.rows()
    assert held.station == "T0731"
    assert held.why.startswith("用本站不认识的密钥签名")
    assert claimed == known(county.center, "T0731")["fingerprint"]
    county.center.quarantine.drop(held.digest)
    assert county.center.quarantine.rows() == []


def test_a_damaged_file_is_no_matter_for_quarantine_and_a_look_sets_a_doubtful_one_aside(
    county: County,
) -> None:
    late = revoked(county)
    broken = county.stick / "broken.fuyi"
    broken.write_bytes(late.read_bytes()[:-9])

    with pytest.raises(BundleDamaged):
        county.center.exchange.take(broken)
    assert county.center.quarantine.rows() == []
    for _ in range(2):
        with pytest.raises(InQuarantine):
            county.center.exchange.preview(late)

    assert len(county.center.quarantine.rows()) == 1


def test_strangers_cannot_fill_the_disk(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    late = revoked(county)
    monkeypatch.setattr(quarantine, "MOST_FILES", 0)

    with pytest.raises(SenderUnknown):
        county.center.exchange.take(late)

    assert county.center.quarantine.rows() == []


def test_many_files_in_one_go_tell_of_the_quarantined_and_take_the_others(county: County) -> None:
    late = revoked(county)
    county.center.close()
    county.center = invented.opened(county.folder / "center", county.clock)

    taken = county.center.carrying.take_all([late])

    assert "原样留在隔离区" in taken.lines[0].words
    assert county.center.keys.reminders()[0] == "隔离区有 1 个包等人处理。"


def replaced(county: County) -> App:
    """The township's new computer, joined under the old code; nothing was saved from the old one."""
    at = county.clock
    invented.found(county.folder / "new", at)
    fresh = invented.opened(county.folder / "new", at)
    card, asks, grant = (county.stick / f"{name}.fuyi" for name in ("card", "asks", "grant"))
    digits = county.center.enrolment.card(card)["fingerprint"]
    asked = fresh.enrolment.request(card, digits, asks)
    with pytest.raises(BadFact, match="换电脑"):
        county.center.enrolment.admit(asks, asked["fingerprint"], "T0731", grant)
    county.center.enrolment.admit(asks, asked["fingerprint"], "T0731", grant, replacing=True)
    fresh.enrolment.join(grant)
    return fresh


def test_a_lost_laptop_is_replaced_under_the_same_code_and_what_the_center_has_comes_back(
    county: County,
) -> None:
    first, second = filled(county, 2)
    county.carry()
    county.answer()
    filled(county, 1, start=2)
    held_back = county.send().file  # on a stick in a drawer when the laptop is lost
    with replaced(county) as fresh:
        seed = county.center.exchange.export("T0731", county.stick)

        taken = fresh.exchange.take(seed.file)

        assert taken.kind == "seed"
        assert titles(fresh) == set(NAMES[:2])
        assert (fresh.office.me.station, fresh.casework.page(first).mine) == ("T0731", True)
        step(fresh, second, "review", "2026-07-31", handler="何静")
        sent = fresh.exchange.export("center", county.stick)
        assert county.center.exchange.take(sent.file).conflicts == 0
        assert county.center.casework.page(second).state == "审查中"
        assert fresh.exchange.take(county.center.exchange.export("T0731", county.stick).file).receipt_upto
        with pytest.raises(InQuarantine, match="的密钥已经停用"):
            county.center.exchange.take(held_back)
        assert county.center.upkeep.check() == fresh.upkeep.check() == []


def test_the_new_computer_goes_on_with_its_receipts_and_asks_a_person_before_it_gives_another_number(
    county: County,
) -> None:
    filled(county, 2)
    county.carry()
    with replaced(county) as fresh:
        fresh.exchange.take(county.center.exchange.export("T0731", county.stick).file)

        case_id = invented.registered(fresh, "马秀英")

        assert fresh.casework.page(case_id).file.case.receipt_number == "代收2026-3"
        step(fresh, case_id, "review", "2026-07-31", handler="何静")
        with pytest.raises(NumbersUnsure):
            step(fresh, case_id, "accept", "2026-08-03")


def test_lines_of_the_lost_laptop_that_waited_for_others_are_taken_in(county: County) -> None:
    filled(county, 1)
    county.carry()
    county.answer()
    filled(county, 1, start=1)
    county.send().file.unlink()  # never arrives
    with county.township.office.store.reading() as connection:
        assert connection is not None
    sent = county.township.exchange.export("center", county.stick, part_size=66_000)
    filled(county, 1, start=2)
    sent = county.township.exchange.export("center", county.stick, part_size=66_000)
    county.center.exchange.take(sent.files[-1])
    assert titles(county.center) == {NAMES[0]}

    with replaced(county):
        assert titles(county.center) == {NAMES[0], NAMES[2]}


def test_a_grant_that_was_lost_after_a_replacement_is_given_again_and_the_old_key_stays_revoked(
    county: County,
) -> None:
    filled(county, 1)
    late = county.send().file
    with replaced(county) as fresh:
        digits, asks = fresh.enrolment.fingerprint(), county.stick / "asks.fuyi"
        county.center.enrolment.admit(asks, digits, "T0731", county.stick / "again.fuyi")
        with pytest.raises(BadFact, match="不用换电脑"):
            county.center.enrolment.admit(asks, digits, "T0731", county.stick / "again.fuyi", replacing=True)
    with pytest.raises(InQuarantine, match="的密钥已经停用"):
        county.center.exchange.take(late)


def test_a_cloned_disk_raises_the_fork_alarm_and_the_second_computer_joins_under_its_own_code(
    county: County,
) -> None:
    filled(county, 1)
    county.carry()
    county.answer()
    county.township.close()
    shutil.copytree(county.folder / "township", county.folder / "clone")
    county.township = invented.opened(county.folder / "township", county.clock)
    filled(county, 1, start=1)
    county.carry()
    with invented.opened(county.folder / "clone", county.clock) as clone:
        invented.registered(clone, NAMES[2])

        alarm = county.center.exchange.take(clone.exchange.export("center", county.stick).file)

        assert alarm.notes == (FORKED.format(name="石桥镇行政争议纾解窗口"),)
    invented.found(county.folder / "second", county.clock)
    with invented.opened(county.folder / "second", county.clock) as second:
        invented.enrol(county.center, second, "T0732", county.stick)
        second.exchange.take(county.center.exchange.export("T0732", county.stick).file)
        invented.registered(second, NAMES[3])
        county.center.exchange.take(second.exchange.export("center", county.stick).file)
    county.answer()
    assert county.carry().conflicts == 0
    assert titles(county.center) == set(NAMES)
    assert known(county.center, "T0732")["device"] != known(county.center, "T0731")["device"]


def test_only_the_center_revokes_with_a_reason_and_only_those_it_knows(county: County) -> None:
    with pytest.raises(BadFact, match="本站不是县中心"):
        county.township.keys.revoke("center", None, "试")
    with pytest.raises(NotFound):
        county.center.keys.revoke("T0999", None, "电脑被盗")
    with pytest.raises(BadFact, match="请写明原因"):
        county.center.keys.revoke("T0731")
    with pytest.raises(NoPermission):
        invented.as_person(county.center, PersonRole.READER).keys.revoke("T0731", None, "电脑被盗")
    county.center.keys.revoke("T0731", None, "电脑被盗")
    with pytest.raises(BadFact, match="已经停用过了"):
        county.center.keys.revoke("T0731", None, "电脑被盗")
