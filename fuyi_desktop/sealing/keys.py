"""A holder's keys together, and the digits people compare on the telephone."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fuyi_desktop.domain.errors import KeyWrong
from fuyi_desktop.sealing.age import AgeIdentity, check_recipient
from fuyi_desktop.sealing.signing import PublicKey, SigningKey
from fuyi_desktop.sealing.spelling import unhexed

DIGITS = 24
GROUP = 4
BITS = 80


@dataclass(frozen=True)
class KeyRing:
    """A signing key and the age keys that go with it: the present one, then those still in overlap."""

    sign: SigningKey
    age: tuple[AgeIdentity, ...]

    def __post_init__(self) -> None:
        if not self.age:
            raise KeyWrong(what="空的密钥组")

    @staticmethod
    def new() -> "KeyRing":
        return KeyRing(SigningKey.new(), (AgeIdentity.new(),))

    @property
    def recipient(self) -> str:
        """Where others seal to."""
        return self.age[0].recipient

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.sign.public, self.recipient)

    def with_new_age(self) -> "KeyRing":
        """Rotated: the new age key first, the old ones kept until their overlap is over."""
        return KeyRing(self.sign, (AgeIdentity.new(), *self.age))

    def as_plain(self) -> dict[str, Any]:
        """For the encrypted store, and nowhere else."""
        return {"fmt": "keys/1", "sign": self.sign.seed.hex(), "age": [one.secret for one in self.age]}

    @staticmethod
    def from_plain(found: Mapping[str, Any]) -> "KeyRing":
        """The inverse of `as_plain`; KeyWrong for anything else."""
        try:
            if found["fmt"] != "keys/1":
                raise ValueError("another format")
            sign, age = (
                SigningKey(unhexed(found["sign"], 32)),
                tuple(AgeIdentity(one) for one in found["age"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise KeyWrong(what="保存的密钥组") from error
        return KeyRing(sign, age)


def fingerprint(sign: PublicKey, recipient: str) -> str:
    """The 24 digits of FORMAT.md §10: the first 80 bits of a hash as a number, its last 24 digits."""
    hashed = hashlib.sha256(sign.value + check_recipient(recipient).encode("ascii")).digest()
    return f"{int.from_bytes(hashed[: BITS // 8], 'big') % 10**DIGITS:0{DIGITS}d}"


def grouped(digits: str) -> str:
    """As people see a fingerprint: 6 groups of 4."""
    return " ".join(digits[at : at + GROUP] for at in range(0, DIGITS, GROUP))


def same_fingerprint(typed: str, digits: str) -> bool:
    """Whether what a person typed is this fingerprint; spaces, hyphens and full-width digits do no harm."""
    plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", typed))
    return len(digits) == DIGITS and plain == digits
