"""一次性口令 — digits read out on the telephone once, under which a small secret travels or waits."""

import hashlib
import os
import re
import secrets
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fuyi_desktop.domain.errors import FingerprintWrong
from fuyi_desktop.sealing.slots import KEY, NONCE, TAG

DIGITS = 24  # 79 random bits: nobody guesses them, so a guess need not be dear
SALT = 16


def new_code() -> str:
    """24 digits that were never used before."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def seal_with_code(code: str, meaning: str, plaintext: bytes) -> bytes:
    """Salt, nonce and locked bytes; the meaning is locked with them."""
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    return salt + nonce + AESGCM(_key(code, salt)).encrypt(nonce, plaintext, _meant(meaning))


def open_with_code(code: str, meaning: str, sealed: bytes) -> bytes:
    """The inverse; FingerprintWrong where the digits, the meaning or a single bit is another."""
    salt, nonce, locked = sealed[:SALT], sealed[SALT : SALT + NONCE], sealed[SALT + NONCE :]
    if len(locked) < TAG:
        raise FingerprintWrong
    try:
        return AESGCM(_key(code, salt)).decrypt(nonce, locked, _meant(meaning))
    except InvalidTag as error:
        raise FingerprintWrong from error


def _key(code: str, salt: bytes) -> bytes:
    digits = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", code))
    return HKDF(hashes.SHA256(), KEY, salt, b"fuyi-code/1").derive(digits.encode("utf-8", "surrogatepass"))


def _meant(meaning: str) -> bytes:
    return hashlib.sha256(meaning.encode("utf-8")).digest()
