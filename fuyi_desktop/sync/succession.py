"""换密钥 — how a holder of keys says in a signed text which keys it will go on with (FORMAT.md §11)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from fuyi_desktop.domain.errors import FuyiError
from fuyi_desktop.sealing import KeyRing, PublicKey, SigningKey, check_recipient
from fuyi_desktop.sync.enrolment import (
    CENTER_CERT,
    RECIPIENT,
    STATION_CERT,
    CenterCertificate,
    StationCertificate,
    read_center,
    read_station,
)
from fuyi_desktop.sync.fields import HEX128, HEX256, HEX512, STATION, Said, Signed, number, said
from fuyi_desktop.sync.small_files import read_signed, sign

STATION_KEYS = "station-keys"
CROSS = "station-keys-cross/1"
S = TypeVar("S", bound=Said)


@dataclass(frozen=True, kw_only=True)
class Succession(Said):
    """A station's word on its next keys, by its present signing key and, once more, by the next one."""

    station: str = said("st", STATION)
    device: str = said("dev", HEX128)
    sign: str = said("sign", HEX256)
    age: str = said("age", RECIPIENT)
    generation: int = said("gen", number(1))
    cross: str = said("cross", HEX512)

    @property
    def key(self) -> PublicKey:
        return PublicKey.from_hex(self.sign)


def succeed(station: str, device: str, generation: int, following: KeyRing, *, present: SigningKey) -> Signed:
    """The text that hands a station's part on from its present keys to the following ones."""
    key, recipient = following.sign.public.hex, following.recipient
    said_ = _crossed(station, device, generation, key, recipient, present.public)
    page = Succession(
        station=station, device=device, sign=key, age=recipient, generation=generation,
        cross=following.sign.sign(CROSS, said_).hex(),
    )  # fmt: skip
    return sign(STATION_KEYS, page, present)


def read_succession(signed: Signed, present: PublicKey) -> Succession:
    """The next keys; ValueError unless the present key says so, and who says so holds the next one too."""
    found = read_signed(STATION_KEYS, Succession, signed, present)
    check_recipient(found.age)
    said_ = _crossed(found.station, found.device, found.generation, found.sign, found.age, present)
    if not found.key.verifies(CROSS, said_, bytes.fromhex(found.cross)):
        raise ValueError("not by the next key")
    return found


def successions(certs: Iterable[Signed], present: Iterable[PublicKey]) -> Iterator[Succession]:
    """Those of the texts that are successions by one of the keys, or by one they lead to, in their order.

    Whatever else stands among the texts is passed over.
    """
    keys = list(present)
    for signed in certs:
        for key in keys:
            if (found := _of(signed, STATION_KEYS, read_succession, key)) is not None:
                yield found
                keys.append(found.key)
                break


def of_center(certs: Iterable[Signed], root: PublicKey) -> Iterator[tuple[CenterCertificate, Signed]]:
    """Those of the texts in which the root says which keys the center has."""
    for signed in certs:
        if (found := _of(signed, CENTER_CERT, read_center, root)) is not None:
            yield found, signed


def of_station(
    certs: Iterable[Signed], operational: PublicKey
) -> Iterator[tuple[StationCertificate, Signed]]:
    """Those of the texts in which the center says which keys a station has."""
    for signed in certs:
        if (found := _of(signed, STATION_CERT, read_station, operational)) is not None:
            yield found, signed


def _of(signed: Signed, kind: str, reads: Callable[[Signed, PublicKey], S], key: PublicKey) -> S | None:
    """What the text says, where it is of this kind and this key signed it."""
    if not signed.text.startswith(f'{{"fmt":"{kind}/1",'):
        return None
    try:
        return reads(signed, key)
    except (ValueError, FuyiError):
        return None


def _crossed(
    station: str, device: str, generation: int, key: str, recipient: str, present: PublicKey
) -> bytes:
    return f"{station} {device} {generation} {key} {recipient} {present.hex}".encode("ascii")
