"""Ed25519 signatures, and the signature files of minisign."""

import hashlib
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fuyi_desktop.domain.errors import KeyWrong
from fuyi_desktop.sealing.spelling import decoded, encoded, unhexed

KEY = 32
KEY_ID = 8
SIGNATURE = 64
UNTRUSTED = "untrusted comment: "
TRUSTED = "trusted comment: "
COMMENT = "fuyi"


@dataclass(frozen=True)
class PublicKey:
    """A public signing key, 32 bytes."""

    value: bytes

    def __post_init__(self) -> None:
        if len(self.value) != KEY:
            raise KeyWrong(what="签名公钥")

    @staticmethod
    def from_hex(text: object) -> "PublicKey":
        try:
            return PublicKey(unhexed(text, KEY))
        except ValueError as error:
            raise KeyWrong(what="签名公钥") from error

    @property
    def hex(self) -> str:
        return self.value.hex()

    @property
    def id(self) -> bytes:
        """What minisign tells keys apart by; it proves nothing."""
        return hashlib.sha256(self.value).digest()[:KEY_ID]

    def verifies(self, purpose: str, message: bytes, signature: bytes) -> bool:
        """Whether this key signed the message for this purpose."""
        return self.verifies_raw(_meant(purpose, message), signature)

    def verifies_raw(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.value).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def public_file(self, comment: str) -> str:
        """The key as `minisign -p` reads it."""
        return f"{UNTRUSTED}{comment}\n{encoded(b'Ed' + self.id + self.value)}\n"


@dataclass(frozen=True)
class SigningKey:
    """A private signing key; it shows itself nowhere."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != KEY:
            raise KeyWrong(what="签名私钥")

    @staticmethod
    def new() -> "SigningKey":
        return SigningKey(os.urandom(KEY))

    @property
    def public(self) -> PublicKey:
        return PublicKey(self._key.public_key().public_bytes_raw())

    def sign(self, purpose: str, message: bytes) -> bytes:
        """A signature that holds for this purpose alone."""
        return self._key.sign(_meant(purpose, message))

    def sign_file(self, content: bytes, trusted_comment: str) -> bytes:
        """A minisign file of algorithm ED over the content."""
        if not trusted_comment.isprintable():
            raise ValueError("a comment is one line")
        signature = self._key.sign(_digest(content))
        all_of_it = self._key.sign(signature + trusted_comment.encode("utf-8"))
        return Signature(self.public.id, signature, trusted_comment, all_of_it).rendered()

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True)
class Signature:
    """What a minisign file says; nothing of it is verified."""

    key_id: bytes
    signature: bytes
    trusted_comment: str
    over_all: bytes

    def rendered(self) -> bytes:
        first = encoded(b"ED" + self.key_id + self.signature)
        text = f"{UNTRUSTED}{COMMENT}\n{first}\n{TRUSTED}{self.trusted_comment}\n{encoded(self.over_all)}\n"
        return text.encode("utf-8")


def read_signature(raw: bytes) -> Signature:
    """The signature in its one spelling; ValueError for any other, since nothing protects its first line."""
    lines = raw.decode("utf-8").split("\n")
    if len(lines) != 5:
        raise ValueError("not four lines")
    body, comment = decoded(lines[1]), lines[2].removeprefix(TRUSTED)
    key_id, signature = body[2 : 2 + KEY_ID], body[2 + KEY_ID :]
    found = Signature(key_id, signature, comment, decoded(lines[3]))
    if len(signature) != SIGNATURE or len(found.over_all) != SIGNATURE or found.rendered() != raw:
        raise ValueError("not a signature file")
    return found


def verify_file(content: bytes, raw: bytes, public: PublicKey) -> Signature:
    """The signature, when this key made it over the content and over its comment; else ValueError."""
    found = read_signature(raw)
    comment = found.trusted_comment.encode("utf-8")
    good = (
        found.key_id == public.id
        and public.verifies_raw(_digest(content), found.signature)
        and public.verifies_raw(found.signature + comment, found.over_all)
    )
    if not good:
        raise ValueError("not signed by this key")
    return found


def read_public_file(text: str) -> PublicKey:
    """The key in a minisign public key file."""
    try:
        comment, body, end = text.split("\n")
        value = decoded(body)
        public = PublicKey(value[2 + KEY_ID :])
        if not comment.startswith(UNTRUSTED) or end or value[: 2 + KEY_ID] != b"Ed" + public.id:
            raise ValueError("not a key file")
    except ValueError as error:
        raise KeyWrong(what="签名公钥文件") from error
    return public


def _meant(purpose: str, message: bytes) -> bytes:
    return purpose.encode("ascii") + b"\n" + message


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content).digest()
