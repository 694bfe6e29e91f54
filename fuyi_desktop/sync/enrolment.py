"""办理入网 — the three small files by which a station and the county center learn each other's keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from fuyi_desktop.domain.errors import FingerprintWrong, NotForThisStation, SenderUnknown
from fuyi_desktop.sealing import (
    AgeIdentity,
    PublicKey,
    SigningKey,
    check_recipient,
    fingerprint,
    same_fingerprint,
    verify_file,
)
from fuyi_desktop.sync.fields import (
    FINGERPRINT,
    FLAG,
    HEX128,
    HEX256,
    OBJECT,
    STATION,
    Said,
    Signed,
    number,
    said,
    text,
)
from fuyi_desktop.sync.small_files import (
    CARD,
    GRANT,
    REQUEST,
    made,
    members,
    opened,
    page,
    read_signed,
    sealed,
    sign,
)
from fuyi_desktop.sync.spool import damage

CENTER_CERT, STATION_CERT = "center-cert", "station-cert"

RECIPIENT = text(100)  # what it must be beyond that, `sealing` knows


@dataclass(frozen=True, kw_only=True)
class CenterCertificate(Said):
    """What the root says of the center: its present keys, and where recovery copies go."""

    station: str = said("st", STATION)
    name: str = said("name", text(200))
    device: str = said("dev", HEX128)
    sign: str = said("sign", HEX256)
    age: str = said("age", RECIPIENT)
    recovery: str = said("recovery", RECIPIENT)
    generation: int = said("gen", number(1))
    drop: bool | None = said("drop", FLAG, default=None)  # the keys before these hold no more, at once

    @property
    def key(self) -> PublicKey:
        return PublicKey.from_hex(self.sign)


@dataclass(frozen=True, kw_only=True)
class StationCertificate(Said):
    """What the center says of a station: its code, its keys, its scope."""

    station: str = said("st", STATION)
    device: str = said("dev", HEX128)
    sign: str = said("sign", HEX256)
    age: str = said("age", RECIPIENT)
    scope: Mapping[str, Any] = said("scope", OBJECT)
    generation: int = said("gen", number(1))

    @property
    def key(self) -> PublicKey:
        return PublicKey.from_hex(self.sign)


@dataclass(frozen=True, kw_only=True)
class Label(Said):
    """How a station names itself; for the person at the center."""

    name: str = said("name", text(200))
    unit: str = said("unit", text(200))
    role: str = said("role", text(200))


@dataclass(frozen=True, kw_only=True)
class _CardPage(Said):
    root: str = said("root", HEX256)
    center: Signed = said("center")


@dataclass(frozen=True, kw_only=True)
class Request(Said):
    """A station's wish to join, signed by itself; to be believed when its fingerprint was compared."""

    county: str = said("county", FINGERPRINT)
    device: str = said("dev", HEX128)
    sign: str = said("sign", HEX256)
    age: str = said("age", RECIPIENT)
    label: Label = said("label")

    @property
    def fingerprint(self) -> str:
        return fingerprint(PublicKey.from_hex(self.sign), self.age)

    def must_match(self, typed: str) -> None:
        """FingerprintWrong unless the digits heard from the station are these."""
        if not same_fingerprint(typed, self.fingerprint):
            raise FingerprintWrong


@dataclass(frozen=True, kw_only=True)
class _GrantPage(Said):
    center: Signed = said("center")
    station: Signed = said("station")
    payload: Mapping[str, Any] = said("payload", OBJECT)


@dataclass(frozen=True)
class Card:
    """The county's keys; to be believed when its fingerprint was compared."""

    root: PublicKey
    center: CenterCertificate
    signed: Signed

    @property
    def fingerprint(self) -> str:
        """Over the root key and the recovery key, which stay when the center's own keys change."""
        return fingerprint(self.root, self.center.recovery)

    def must_match(self, typed: str) -> None:
        """FingerprintWrong unless the digits heard from the county are these."""
        if not same_fingerprint(typed, self.fingerprint):
            raise FingerprintWrong


@dataclass(frozen=True)
class Grant:
    """The center's answer: its own certificate, the station's, and what the station starts with."""

    center: CenterCertificate
    station: StationCertificate
    center_signed: Signed
    station_signed: Signed
    payload: Mapping[str, Any]


C = TypeVar("C", CenterCertificate, StationCertificate)


def certify_center(certificate: CenterCertificate, root: SigningKey) -> Signed:
    return _sign(CENTER_CERT, certificate, root)


def certify_station(certificate: StationCertificate, operational: SigningKey) -> Signed:
    return _sign(STATION_CERT, certificate, operational)


def read_center(signed: Signed, root: PublicKey) -> CenterCertificate:
    """ValueError unless the root signed it."""
    found = _read_signed(CENTER_CERT, CenterCertificate, signed, root)
    check_recipient(found.recovery)
    return found


def read_station(signed: Signed, operational: PublicKey) -> StationCertificate:
    """ValueError unless the center signed it."""
    return _read_signed(STATION_CERT, StationCertificate, signed, operational)


def make_card(root: PublicKey, center: Signed, operational: SigningKey) -> bytes:
    """入网卡, which anybody may read."""
    certificate = read_center(center, root)
    if certificate.key != operational.public:
        raise ValueError("not the key that was certified")
    return made(CARD, _CardPage(root=root.hex, center=center), operational, certificate.station)


def open_card(raw: bytes, *, name: str) -> Card:
    """The card, consistent in itself; it is to be trusted only after `must_match`."""
    with damage(name):
        content, signature = members(raw, CARD)
        found = page(CARD, _CardPage, content, name)
        root = PublicKey.from_hex(found.root)
        center = read_center(found.center, root)
        verify_file(content, signature, center.key)
        return Card(root, center, found.center)


def make_request(
    card: Card, *, device: str, label: Label, sign: SigningKey, recipient: str, extra: Sequence[str] = ()
) -> bytes:
    """入网申请, readable to the center and the county's recovery key."""
    check_recipient(recipient)
    key = sign.public.hex
    asked = Request(county=card.fingerprint, device=device, sign=key, age=recipient, label=label)
    return sealed(made(REQUEST, asked, sign, device), (card.center.age, card.center.recovery, *extra))


def open_request(raw: bytes, *, identities: Iterable[AgeIdentity], county: str, name: str) -> Request:
    """The request, signed by its own key; it is to be admitted only after `must_match`."""
    with damage(name):
        content, signature = members(opened(raw, identities, REQUEST, name), REQUEST)
        found = page(REQUEST, Request, content, name)
        check_recipient(found.age)
        verify_file(content, signature, PublicKey.from_hex(found.sign))
    if found.county != county:
        raise NotForThisStation(name=name, to="其他县中心")
    return found


def make_grant(
    center: Signed,
    station: Signed,
    payload: Mapping[str, Any],
    *,
    operational: SigningKey,
    recipients: Sequence[str],
) -> bytes:
    """准入文件, readable to the station and whoever else is named."""
    certificate = read_station(station, operational.public)
    granted = _GrantPage(center=center, station=station, payload=payload)
    return sealed(made(GRANT, granted, operational, certificate.station), recipients)


def open_grant(
    raw: bytes,
    *,
    identities: Iterable[AgeIdentity],
    card: Card,
    device: str,
    sign: PublicKey,
    recipient: str,
    name: str,
) -> Grant:
    """The grant, when it comes from the county of the card and is about these very keys."""
    with damage(name):
        content, signature = members(opened(raw, identities, GRANT, name), GRANT)
        found = page(GRANT, _GrantPage, content, name)
        center = _of_county(found.center, card, name)
        verify_file(content, signature, center.key)
        station = read_station(found.station, center.key)
    if (station.device, station.sign, station.age) != (device, sign.hex, recipient):
        raise NotForThisStation(name=name, to=station.station)
    return Grant(center, station, found.center, found.station, found.payload)


def _of_county(signed: Signed, card: Card, name: str) -> CenterCertificate:
    """An older certificate than the card's is refused too: its key may have been given up for a reason."""
    try:
        center = read_center(signed, card.root)
    except ValueError as error:
        raise SenderUnknown(name=name) from error
    if center.recovery != card.center.recovery or center.generation < card.center.generation:
        raise SenderUnknown(name=name)
    return center


def _sign(kind: str, certificate: CenterCertificate | StationCertificate, key: SigningKey) -> Signed:
    check_recipient(certificate.age)
    return sign(kind, certificate, key)


def _read_signed(kind: str, value: type[C], signed: Signed, key: PublicKey) -> C:
    found = read_signed(kind, value, signed, key)
    check_recipient(found.age)
    return found
