"""A station joins the county by three files and two telephone calls."""

import io
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.domain.errors import (
    BundleDamaged,
    BundleError,
    BundleTooLarge,
    BundleTooNew,
    FingerprintWrong,
    NotForThisStation,
    SenderUnknown,
)
from fuyi_desktop.sealing import KeyRing, SigningKey, encrypt, grouped
from fuyi_desktop.sync import enrolment, ustar
from fuyi_desktop.sync.enrolment import (
    Card,
    CenterCertificate,
    Grant,
    Label,
    Signed,
    StationCertificate,
    certify_center,
    certify_station,
    make_card,
    make_grant,
    make_request,
    open_card,
    open_grant,
    open_request,
)
from fuyi_desktop.sync.envelope import inspect

DEVICE = "cd" * 16
LABEL = Label(name="青石镇窗口", unit="青石镇人民政府", role="township")
PAYLOAD = {"organs": [{"name": "青石县人民政府", "short": "青复"}], "units": []}


@dataclass(frozen=True)
class Office:
    """The center's keys: root and recovery from the safe, operational at work."""

    safe: KeyRing
    work: KeyRing
    generation: int = 1

    @property
    def certificate(self) -> CenterCertificate:
        return CenterCertificate(
            station="C01",
            name="青石县行政争议纾解中心",
            device="ee" * 16,
            sign=self.work.sign.public.hex,
            age=self.work.recipient,
            recovery=self.safe.recipient,
            generation=self.generation,
        )

    @property
    def signed(self) -> Signed:
        return certify_center(self.certificate, self.safe.sign)

    def card(self) -> bytes:
        return make_card(self.safe.sign.public, self.signed, self.work.sign)

    def grant(self, keys: KeyRing, **changes: Any) -> bytes:
        certificate = StationCertificate(
            station="T0731",
            device=DEVICE,
            sign=keys.sign.public.hex,
            age=keys.recipient,
            scope={"home": "T0731"},
            generation=1,
        )
        station = certify_station(replace(certificate, **changes), self.work.sign)
        return make_grant(
            self.signed,
            station,
            PAYLOAD,
            operational=self.work.sign,
            recipients=[keys.recipient, self.safe.recipient],
        )


@pytest.fixture(scope="module")
def office() -> Office:
    return Office(KeyRing.new(), KeyRing.new())


@pytest.fixture(scope="module")
def station() -> KeyRing:
    return KeyRing.new()


@pytest.fixture(scope="module")
def card(office: Office) -> Card:
    return open_card(office.card(), name="card.fuyi")


def join(raw: bytes, card: Card, keys: KeyRing) -> Grant:
    return open_grant(
        raw,
        identities=keys.age,
        card=card,
        device=DEVICE,
        sign=keys.sign.public,
        recipient=keys.recipient,
        name="grant.fuyi",
    )


def ask(card: Card, keys: KeyRing) -> bytes:
    return make_request(card, device=DEVICE, label=LABEL, sign=keys.sign, recipient=keys.recipient)


def admit(raw: bytes, office: Office) -> enrolment.Request:
    county = open_card(office.card(), name="card.fuyi").fingerprint
    return open_request(raw, identities=office.work.age, county=county, name="request.fuyi")


def test_a_station_joins_with_two_calls_of_24_digits(office: Office, station: KeyRing) -> None:
    card = open_card(office.card(), name="card.fuyi")
    card.must_match(grouped(office.safe.fingerprint))

    request = admit(ask(card, station), office)
    request.must_match(grouped(station.fingerprint))
    grant = join(office.grant(station), card, station)

    assert (request.device, request.label) == (DEVICE, LABEL)
    assert (grant.station.station, grant.station.scope) == ("T0731", {"home": "T0731"})
    assert grant.payload == PAYLOAD
    assert grant.center == office.certificate
    assert enrolment.read_station(grant.station_signed, office.work.sign.public) == grant.station


def test_digits_that_differ_end_the_enrolment(office: Office, station: KeyRing, card: Card) -> None:
    with pytest.raises(FingerprintWrong):
        card.must_match(grouped(KeyRing.new().fingerprint))
    with pytest.raises(FingerprintWrong):
        admit(ask(card, station), office).must_match(grouped(office.safe.fingerprint))


def test_the_countys_digits_stay_when_the_center_gets_new_keys(office: Office, card: Card) -> None:
    later = open_card(replace(office, work=KeyRing.new(), generation=2).card(), name="card.fuyi")

    assert later.fingerprint == card.fingerprint
    assert later.center.sign != card.center.sign


def test_a_grant_under_a_successor_of_the_cards_key_is_taken(
    office: Office, station: KeyRing, card: Card
) -> None:
    later = replace(office, work=KeyRing.new(), generation=2)

    assert join(later.grant(station), card, station).center.generation == 2


def test_a_grant_of_another_county_or_an_older_key_is_refused(
    office: Office, station: KeyRing, card: Card
) -> None:
    stranger = Office(KeyRing.new(), KeyRing.new())
    other_safe = replace(office, safe=KeyRing(office.safe.sign, KeyRing.new().age))
    new_card = open_card(replace(office, work=KeyRing.new(), generation=2).card(), name="card.fuyi")

    for raw, trusted in (
        (stranger.grant(station), card),
        (other_safe.grant(station), card),
        (office.grant(station), new_card),
    ):
        with pytest.raises(SenderUnknown):
            join(raw, trusted, station)


def test_a_grant_for_other_keys_or_another_pc_is_not_for_us(
    office: Office, station: KeyRing, card: Card
) -> None:
    other = KeyRing.new()

    for change in ({"device": "00" * 16}, {"sign": other.sign.public.hex}, {"age": other.recipient}):
        with pytest.raises(NotForThisStation, match="T0731"):
            join(office.grant(station, **change), card, station)
    with pytest.raises(NotForThisStation):
        join(office.grant(other), card, station)


def test_a_request_for_another_county_is_not_for_us(office: Office, station: KeyRing) -> None:
    stranger = Office(KeyRing.new(), office.work)
    request = ask(open_card(stranger.card(), name="card.fuyi"), station)

    with pytest.raises(NotForThisStation, match="其他县中心"):
        admit(request, office)
    with pytest.raises(NotForThisStation):
        admit(ask(open_card(Office(office.safe, KeyRing.new()).card(), name="a"), station), office)


def members(kind: str, page: dict[str, Any], signer: SigningKey, recipients: list[str]) -> bytes:
    raw = json.dumps(page, separators=(",", ":")).encode()
    plain = ustar.archive([(f"{kind}.json", raw), (f"{kind}.sig", signer.sign_file(raw, "c"))])
    if not recipients:
        return plain
    sealed = io.BytesIO()
    encrypt(io.BytesIO(plain), sealed, recipients)
    return sealed.getvalue()


def test_a_request_signed_by_others_than_itself_is_refused(
    office: Office, station: KeyRing, card: Card
) -> None:
    page = {"fmt": "request/1", "county": card.fingerprint, "dev": DEVICE, "sign": station.sign.public.hex,
            "age": station.recipient, "label": {"name": "", "unit": "", "role": ""}}  # fmt: skip
    to = [office.work.recipient]

    assert admit(members("request", page, station.sign, to), office).fingerprint == station.fingerprint
    with pytest.raises(BundleDamaged):
        admit(members("request", page, KeyRing.new().sign, to), office)
    capitals = station.recipient.upper()
    for change in ({"age": "age1x"}, {"age": capitals}, {"dev": "x"}, {"label": None}, {"county": "1"}):
        with pytest.raises(BundleDamaged):
            admit(members("request", {**page, **change}, station.sign, to), office)
    with pytest.raises(BundleTooNew):
        admit(members("request", {**page, "fmt": "request/2"}, KeyRing.new().sign, to), office)


def test_a_grant_put_together_by_others_from_true_certificates_is_refused(
    office: Office, station: KeyRing, card: Card
) -> None:
    true = join(office.grant(station), card, station)
    signed = {name: {"text": it.text, "sig": it.signature} for name, it in
              (("center", true.center_signed), ("station", true.station_signed))}  # fmt: skip
    page = {"fmt": "grant/1", **signed, "payload": {"organs": ["another"]}}
    to = [station.recipient]

    assert join(members("grant", page, office.work.sign, to), card, station).payload == {
        "organs": ["another"]
    }
    with pytest.raises(BundleDamaged):
        join(members("grant", page, station.sign, to), card, station)


def test_a_card_whose_parts_do_not_belong_together_is_refused(office: Office) -> None:
    root, signed = office.safe.sign.public.hex, {"text": office.signed.text, "sig": office.signed.signature}
    page = {"fmt": "card/1", "root": root, "center": signed}
    forged = {"text": office.signed.text.replace("C01", "C02"), "sig": office.signed.signature}

    assert open_card(members("card", page, office.work.sign, []), name="a").center == office.certificate
    for change in (
        {"root": KeyRing.new().sign.public.hex},
        {"center": forged},
        {"center": {}},
        {"root": "00" * 31},
    ):
        with pytest.raises(BundleDamaged):
            open_card(members("card", {**page, **change}, office.work.sign, []), name="a")
    with pytest.raises(BundleDamaged):
        open_card(members("card", page, KeyRing.new().sign, []), name="a")
    with pytest.raises(BundleTooNew):
        open_card(members("card", {**page, "fmt": "card/3"}, office.work.sign, []), name="a")


def test_a_certificate_of_one_kind_is_none_of_the_other(office: Office, station: KeyRing) -> None:
    with pytest.raises(ValueError, match="signed"):
        enrolment.read_station(office.signed, office.safe.sign.public)


def test_a_changed_byte_in_any_of_the_files_is_refused(office: Office, station: KeyRing, card: Card) -> None:
    files = (
        (office.card(), lambda raw: open_card(raw, name="a")),
        (ask(card, station), lambda raw: admit(raw, office)),
        (office.grant(station), lambda raw: join(raw, card, station)),
    )
    for raw, read in files:
        read(raw)
        for at in (*range(0, len(raw), 29), len(raw) - 1):
            with pytest.raises(BundleError):
                read(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
            with pytest.raises(BundleError):
                read(raw[:at])
        with pytest.raises(BundleError):
            read(raw + b"\n")


def test_a_file_of_one_kind_is_not_taken_for_another(office: Office, station: KeyRing, card: Card) -> None:
    with pytest.raises(BundleDamaged):
        admit(office.card(), office)
    with pytest.raises(BundleDamaged):
        open_card(ask(card, station), name="a")
    with pytest.raises(BundleDamaged):
        join(ask(replace(card, center=replace(card.center, age=station.recipient)), station), card, station)


def test_a_payload_beyond_the_limit_is_refused_by_the_center_itself(office: Office, station: KeyRing) -> None:
    request = StationCertificate(
        station="T1",
        device=DEVICE,
        sign=station.sign.public.hex,
        age=station.recipient,
        scope={},
        generation=1,
    )
    signed = certify_station(request, office.work.sign)

    with pytest.raises(BundleTooLarge):
        make_grant(
            office.signed,
            signed,
            {"x": "y" * (4 << 20)},
            operational=office.work.sign,
            recipients=[station.recipient],
        )


def test_a_look_tells_the_three_files_apart(
    office: Office, station: KeyRing, card: Card, tmp_path: Path
) -> None:
    path = tmp_path / "a.fuyi"
    found = []
    for raw, keys in (
        (office.card(), station),
        (ask(card, station), office.work),
        (office.grant(station), station),
    ):
        path.write_bytes(raw)
        found.append((inspect(path).kind, inspect(path, identities=keys.age).kind))

    assert found == [("card", "card"), ("sealed", "request"), ("sealed", "grant")]
