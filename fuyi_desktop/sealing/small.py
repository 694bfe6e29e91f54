"""A small secret sealed under the store's key, for a database that does not encrypt itself."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fuyi_desktop.domain.errors import KeyWrong
from fuyi_desktop.sealing.slots import KEY, NONCE, TAG, DatabaseKey

SALT = 16


def seal_small(key: DatabaseKey, meaning: str, plaintext: bytes) -> bytes:
    """Salt, nonce and locked bytes; the meaning is locked with them, so that no secret passes as another."""
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    return salt + nonce + AESGCM(_own(key, salt)).encrypt(nonce, plaintext, meaning.encode("utf-8"))


def open_small(key: DatabaseKey, meaning: str, sealed: bytes) -> bytes:
    """The inverse; KeyWrong where key, meaning or a single bit is another."""
    salt, nonce, locked = sealed[:SALT], sealed[SALT : SALT + NONCE], sealed[SALT + NONCE :]
    if len(locked) < TAG:
        raise KeyWrong(what=meaning)
    try:
        return AESGCM(_own(key, salt)).decrypt(nonce, locked, meaning.encode("utf-8"))
    except InvalidTag as error:
        raise KeyWrong(what=meaning) from error


def _own(key: DatabaseKey, salt: bytes) -> bytes:
    """A key of this secret's own: the database's key itself serves the database alone."""
    return HKDF(hashes.SHA256(), KEY, salt, b"fuyi-small/1").derive(key.value)
