"""办理入网 — the three small files by which a station and the county center learn each other's keys."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from fuyi_desktop.domain.errors import (
    BundleDamaged,
    BundleTooLarge,
    FingerprintWrong,
    NoKeyFits,
    NotForThisStation,
    SenderUnknown,
)
from fuyi_desktop.sealing import (
    AgeIdentity,
    PublicKey,
    SigningKey,
    check_recipient,
    decrypt,
    encrypt,
    fingerprint,
    same_fingerprint,
    verify_file,
)
from fuyi_desktop.sync import strict_json, ustar
from fuyi_desktop.sync.fields import (
    FINGERPRINT,
    HEX128,
    HEX256,
    HEX512,
    OBJECT,
    STATION,
    Said,
    number,
    plain,
    read,
    said,
    text,
)
from fuyi_desktop.sync.manifest import check_major
from fuyi_desktop.sync.spool import damage

CARD, REQUEST, GRANT = "card", "request", "grant"
MOST = {CARD: 64 << 10, REQUEST: 64 << 10, GRANT: 4 << 20}
CENTER_CERT, STATION_CERT = "center-cert", "station-cert"
OVERHEAD = 128 << 10  # age header, archive, signature
MAX_SIGNATURE = 1024
S = TypeVar("S", bound=Said)


RECIPIENT = text(100)  # what it must be beyond that, `sealing` knows


@dataclass(frozen=True, kw_only=True)
class Signed(Said):
    """A text exactly as it was signed, and the signature."""

    text: str = said("text", text(16_384))
    signature: str = said("sig", HEX512)


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
    return _made(CARD, _CardPage(root=root.hex, center=center), operational, certificate.station)


def open_card(raw: bytes, *, name: str) -> Card:
    """The card, consistent in itself; it is to be trusted only after `must_match`."""
    with damage(name):
        content, signature = _members(raw, CARD)
        found = _page(CARD, _CardPage, content, name)
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
    page = Request(county=card.fingerprint, device=device, sign=key, age=recipient, label=label)
    return _sealed(_made(REQUEST, page, sign, device), (card.center.age, card.center.recovery, *extra))


def open_request(raw: bytes, *, identities: Iterable[AgeIdentity], county: str, name: str) -> Request:
    """The request, signed by its own key; it is to be admitted only after `must_match`."""
    with damage(name):
        content, signature = _members(_opened(raw, identities, REQUEST, name), REQUEST)
        found = _page(REQUEST, Request, content, name)
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
    page = _GrantPage(center=center, station=station, payload=payload)
    return _sealed(_made(GRANT, page, operational, certificate.station), recipients)


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
        content, signature = _members(_opened(raw, identities, GRANT, name), GRANT)
        found = _page(GRANT, _GrantPage, content, name)
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
    raw = _rendered(kind, certificate)
    return Signed(text=raw.decode("utf-8"), signature=key.sign(f"{kind}/1", raw).hex())


def _read_signed(kind: str, value: type[C], signed: Signed, key: PublicKey) -> C:
    raw = signed.text.encode("utf-8")
    if not key.verifies(f"{kind}/1", raw, bytes.fromhex(signed.signature)):
        raise ValueError("not signed by this key")
    found = _page(kind, value, raw, "证书")
    check_recipient(found.age)
    return found


def _rendered(kind: str, value: Said) -> bytes:
    raw = strict_json.dump({"fmt": f"{kind}/1", **plain(value)})
    if len(raw) > MOST.get(kind, MOST[CARD]):
        raise BundleTooLarge(what="入网文件", limit=f"{MOST.get(kind, MOST[CARD]) >> 10} KiB")
    _page(kind, type(value), raw, kind)
    return raw


def _page(kind: str, value: type[S], raw: bytes, name: str) -> S:
    check_major(raw, kind, name=name)
    found = strict_json.load(raw, most=MOST.get(kind, MOST[CARD]))
    del found["fmt"]
    return read(value, found)


def _made(kind: str, page: Said, signer: SigningKey, who: str) -> bytes:
    raw = _rendered(kind, page)
    return ustar.archive([(f"{kind}.json", raw), (f"{kind}.sig", signer.sign_file(raw, f"{kind} {who}"))])


def _members(raw: bytes, kind: str) -> tuple[bytes, bytes]:
    """The page and its signature file, and nothing else."""
    members = ustar.Reader(io.BytesIO(raw))
    found = []
    for ending, most in ((".json", MOST[kind]), (".sig", MAX_SIGNATURE)):
        label, size = members.opening()
        if label != kind + ending or size > most:
            raise ValueError("not the next member")
        found.append(b"".join(members.content(size)))
    members.close()
    return found[0], found[1]


def _sealed(raw: bytes, recipients: Sequence[str]) -> bytes:
    target = io.BytesIO()
    encrypt(io.BytesIO(raw), target, list(dict.fromkeys(recipients)))
    return target.getvalue()


def _opened(raw: bytes, identities: Iterable[AgeIdentity], kind: str, name: str) -> bytes:
    if len(raw) > MOST[kind] + OVERHEAD:
        raise BundleDamaged(name=name)
    plain_bytes = io.BytesIO()
    try:
        decrypt(io.BytesIO(raw), plain_bytes, identities, name=name)
    except NoKeyFits as error:
        raise NotForThisStation(name=name, to="其他站点") from error
    return plain_bytes.getvalue()
