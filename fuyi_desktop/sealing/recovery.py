"""恢复密钥 — 128 random bits to be printed, put into the safe, and typed again years later."""

import hashlib
import os
import unicodedata
from dataclasses import dataclass, field

from fuyi_desktop.domain.errors import BadFact, KeyWrong

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U
LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
BYTES = 16
CHECK_BITS = 12
LETTERS = 28  # (128 + 12) / 5
GROUP = 4


@dataclass(frozen=True)
class RecoveryKey:
    """The printed key; it shows itself only through `printed`."""

    value: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.value) != BYTES:
            raise KeyWrong(what="恢复密钥")

    @staticmethod
    def new() -> "RecoveryKey":
        return RecoveryKey(os.urandom(BYTES))

    @property
    def printed(self) -> str:
        """Seven groups of four letters; the last 12 bits are a check over the rest."""
        number = int.from_bytes(self.value, "big") << CHECK_BITS | _check(self.value)
        letters = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LETTERS)))
        return " ".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))

    @staticmethod
    def typed(text: str) -> "RecoveryKey":
        """The key as somebody typed it; BadFact where a letter cannot be right, before any lock is tried."""
        plain = unicodedata.normalize("NFKC", text).upper().translate(LOOKS_LIKE)
        letters = "".join(letter for letter in plain if not letter.isspace() and letter not in "-_.·")
        if len(letters) != LETTERS:
            raise BadFact(label="恢复密钥", why=f"应当是 {LETTERS} 个字符，现在是 {len(letters)} 个。")
        if strange := sorted(set(letters) - set(ALPHABET)):
            raise BadFact(label="恢复密钥", why=f"不会出现字符“{''.join(strange)}”，请对照打印件核对。")
        number = 0
        for letter in letters:
            number = number << 5 | ALPHABET.index(letter)
        value = (number >> CHECK_BITS).to_bytes(BYTES, "big")
        if number & ((1 << CHECK_BITS) - 1) != _check(value):
            raise BadFact(label="恢复密钥", why="与校验码不符，有字符抄错或次序不对，请对照打印件核对。")
        return RecoveryKey(value)


def _check(value: bytes) -> int:
    hashed = hashlib.sha256(b"fuyi-recovery/1\n" + value).digest()
    return int.from_bytes(hashed[:2], "big") >> 16 - CHECK_BITS
