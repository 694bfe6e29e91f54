"""数据库密钥 — the store's key, and the slots that keep it locked by a password or by a recovery key."""

import io
import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fuyi_desktop.domain.errors import FileDamaged, NoKeyFits, StoreDamaged, WrongPassword
from fuyi_desktop.sealing import age
from fuyi_desktop.sealing.recovery import RecoveryKey
from fuyi_desktop.sealing.spelling import HEX, unhexed

KEY = 32
SALT = 16
NONCE = 12
TAG = 16
PASSWORD, RECOVERY, COUNTY = "password", "recovery", "county"
MAX_MEMORY = 1 << 20  # KiB; a slot that asks for more was not written by us
MAX_PASSES = 64
MAX_LANES = 16
MAX_SEALED = 4096


@dataclass(frozen=True)
class Cost:
    """How dear one guess at the password is; kept in the slot, so that it can rise."""

    memory: int = 64 * 1024  # KiB
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True)
class DatabaseKey:
    """The raw key of the encrypted store; it shows itself nowhere."""

    value: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.value) != KEY:
            raise StoreDamaged(what="密钥槽")

    @staticmethod
    def new() -> "DatabaseKey":
        return DatabaseKey(os.urandom(KEY))


@dataclass(frozen=True)
class Slot:
    """The database key, locked: kind, whose secret opens it, and the locked bytes."""

    kind: str
    owner: str  # person; for a county slot the recipient
    sealed: bytes
    salt: bytes = b""
    cost: Cost | None = None

    def as_plain(self) -> dict[str, Any]:
        found: dict[str, Any] = {"fmt": "slot/1", "kind": self.kind, "owner": self.owner}
        if self.salt:
            found["salt"] = self.salt.hex()
        if self.cost:
            found["cost"] = {"memory": self.cost.memory, "passes": self.cost.passes, "lanes": self.cost.lanes}
        return {**found, "sealed": self.sealed.hex()}

    @staticmethod
    def from_plain(found: Mapping[str, Any]) -> "Slot":
        """The inverse of `as_plain`; StoreDamaged for all else, and for a cost that would stop the PC."""
        try:
            return _read(found)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise StoreDamaged(what="密钥槽") from error

    @property
    def meaning(self) -> bytes:
        """What is locked together with the key, so that no slot can be passed off as another."""
        cost = f"{self.cost.memory},{self.cost.passes},{self.cost.lanes}" if self.cost else "-"
        return f"fuyi-slot/1\n{self.kind}\n{self.owner}\n{cost}\n".encode()


def slot_for_password(key: DatabaseKey, password: str, *, person: str, cost: Cost | None = None) -> Slot:
    cost, salt = cost or Cost(), os.urandom(SALT)
    return _locked(Slot(PASSWORD, person, b"", salt, cost), _from_password(password, salt, cost), key)


def slot_for_recovery(key: DatabaseKey, recovery: RecoveryKey, *, owner: str = "") -> Slot:
    salt = os.urandom(SALT)
    return _locked(Slot(RECOVERY, owner, b"", salt), _from_recovery(recovery, salt), key)


def slot_for_recipient(key: DatabaseKey, recipient: str) -> Slot:
    """Locked for the county recovery key, whose private half lies in the county's safe."""
    slot, sealed = Slot(COUNTY, recipient, b""), io.BytesIO()
    age.encrypt(io.BytesIO(slot.meaning + key.value), sealed, [recipient])
    return Slot(COUNTY, recipient, sealed.getvalue())


def open_with_password(slot: Slot, password: str) -> DatabaseKey:
    """WrongPassword where this password does not open it."""
    if slot.kind != PASSWORD or slot.cost is None:
        raise WrongPassword
    return _unlocked(slot, _from_password(password, slot.salt, slot.cost))


def open_with_recovery(slot: Slot, recovery: RecoveryKey) -> DatabaseKey:
    """WrongPassword where it is the recovery key of another store."""
    if slot.kind != RECOVERY:
        raise WrongPassword
    return _unlocked(slot, _from_recovery(recovery, slot.salt))


def open_with_identity(slot: Slot, identities: Iterable[age.AgeIdentity]) -> DatabaseKey:
    """WrongPassword where none of the private keys opens it."""
    if slot.kind != COUNTY:
        raise WrongPassword
    plain = io.BytesIO()
    try:
        age.decrypt(io.BytesIO(slot.sealed), plain, identities, name=COUNTY)
    except NoKeyFits as error:
        raise WrongPassword from error
    except FileDamaged as error:
        raise StoreDamaged(what="密钥槽") from error
    meaning, value = plain.getvalue()[:-KEY], plain.getvalue()[-KEY:]
    if meaning != slot.meaning:
        raise StoreDamaged(what="密钥槽")
    return DatabaseKey(value)


def _from_password(password: str, salt: bytes, cost: Cost) -> bytes:
    """An input method may type full-width letters where another does not: NFKC makes them one."""
    secret = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    argon = Argon2id(salt=salt, length=KEY, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return argon.derive(secret)


def _from_recovery(recovery: RecoveryKey, salt: bytes) -> bytes:
    """128 random bits need no dear guess."""
    return HKDF(hashes.SHA256(), KEY, salt, b"fuyi-slot/1 recovery").derive(recovery.value)


def _locked(slot: Slot, secret: bytes, key: DatabaseKey) -> Slot:
    nonce = os.urandom(NONCE)
    sealed = nonce + AESGCM(secret).encrypt(nonce, key.value, slot.meaning)
    return Slot(slot.kind, slot.owner, sealed, slot.salt, slot.cost)


def _unlocked(slot: Slot, secret: bytes) -> DatabaseKey:
    nonce, sealed = slot.sealed[:NONCE], slot.sealed[NONCE:]
    try:
        return DatabaseKey(AESGCM(secret).decrypt(nonce, sealed, slot.meaning))
    except InvalidTag as error:
        raise WrongPassword from error


def _read(found: Mapping[str, Any]) -> Slot:
    kind, owner, sealed = found["kind"], found["owner"], found["sealed"]
    if found["fmt"] != "slot/1" or not isinstance(owner, str) or not HEX.fullmatch(sealed):
        raise ValueError("not a slot")
    if len(sealed) > 2 * MAX_SEALED:
        raise ValueError("too long a slot")
    if kind == COUNTY:
        return Slot(kind, owner, bytes.fromhex(sealed))
    value, salt = unhexed(sealed, NONCE + KEY + TAG), unhexed(found["salt"], SALT)
    if kind == RECOVERY:
        return Slot(kind, owner, value, salt)
    if kind != PASSWORD:
        raise ValueError("a kind nobody knows")
    cost = found["cost"]
    return Slot(kind, owner, value, salt, _cost(cost["memory"], cost["passes"], cost["lanes"]))


def _cost(memory: object, passes: object, lanes: object) -> Cost:
    match memory, passes, lanes:
        case int(), int(), int() if (
            0 < passes <= MAX_PASSES and 0 < lanes <= MAX_LANES and 8 * lanes <= memory <= MAX_MEMORY
        ):
            return Cost(memory, passes, lanes)
    raise ValueError("a cost nobody would ask")
