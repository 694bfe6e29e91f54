"""A holder's keys together, and the digits people compare on the telephone."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fuyi_desktop.domain.errors import BadFact, KeyWrong
from fuyi_desktop.sealing.age import AgeIdentity, check_recipient
from fuyi_desktop.sealing.signing import PublicKey, SigningKey
from fuyi_desktop.sealing.spelling import unhexed

DIGITS = 24
GROUP = 4
BITS = 80
ROOT = 32  # bytes
SECRET, AFTER = "AGESECRETKEY1", 58  # how a private age key begins without its hyphens, and what follows


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


def typed_root(text: str) -> SigningKey:
    """县根密钥 as somebody typed it from the printed sheet; BadFact where it cannot be one."""
    plain = _typed(text).lower().translate(str.maketrans("ol", "01"))
    if len(plain) != 2 * ROOT:
        raise BadFact(label="县根密钥", why=f"应当是 {2 * ROOT} 个字符，现在是 {len(plain)} 个。")
    try:
        return SigningKey(unhexed(plain, ROOT))
    except ValueError as error:
        raise BadFact(label="县根密钥", why="只会有数字和字母 a 到 f，请对照打印件核对。") from error


def typed_identity(text: str) -> AgeIdentity:
    """县恢复密钥 as somebody typed it from the printed sheet; BadFact where a letter cannot be right."""
    plain = _typed(text).upper()
    if len(plain) != len(SECRET) + AFTER:
        raise BadFact(
            label="县恢复密钥", why=f"应当是 {len(SECRET) + AFTER} 个字母、数字，现在是 {len(plain)} 个。"
        )
    if not plain.startswith(SECRET):
        raise BadFact(label="县恢复密钥", why="应当以 AGE-SECRET-KEY-1 开头，请核对是不是县恢复密钥。")
    try:
        return AgeIdentity("AGE-SECRET-KEY-1" + plain[len(SECRET) :])
    except KeyWrong as error:
        raise BadFact(
            label="县恢复密钥", why="与校验码不符，有字符抄错或次序不对，请对照打印件核对。"
        ) from error


def _typed(text: str) -> str:
    """Without what the printed groups are parted by; full-width letters as plain ones."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text))


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
