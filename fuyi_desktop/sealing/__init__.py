"""Keys, ciphers and signatures: the only place that knows them; everything else asks by meaning."""

from fuyi_desktop.sealing.age import AgeIdentity, check_recipient, count_recipients, decrypt, encrypt
from fuyi_desktop.sealing.keys import (
    KeyRing,
    fingerprint,
    grouped,
    same_fingerprint,
    typed_identity,
    typed_root,
)
from fuyi_desktop.sealing.onetime import new_code, open_with_code, seal_with_code
from fuyi_desktop.sealing.recovery import RecoveryKey
from fuyi_desktop.sealing.signing import (
    PublicKey,
    Signature,
    SigningKey,
    read_public_file,
    read_signature,
    verify_file,
)
from fuyi_desktop.sealing.slots import (
    Cost,
    DatabaseKey,
    Slot,
    open_with_identity,
    open_with_password,
    open_with_recovery,
    slot_for_password,
    slot_for_recipient,
    slot_for_recovery,
)
from fuyi_desktop.sealing.small import open_small, seal_small
from fuyi_desktop.sealing.stream import FileKey, SealedReader, SealedWriter, decrypt_file, encrypt_file

__all__ = [
    "AgeIdentity",
    "Cost",
    "DatabaseKey",
    "FileKey",
    "KeyRing",
    "PublicKey",
    "RecoveryKey",
    "SealedReader",
    "SealedWriter",
    "Signature",
    "SigningKey",
    "Slot",
    "check_recipient",
    "count_recipients",
    "decrypt",
    "decrypt_file",
    "encrypt",
    "encrypt_file",
    "fingerprint",
    "grouped",
    "new_code",
    "open_small",
    "open_with_code",
    "open_with_identity",
    "open_with_password",
    "open_with_recovery",
    "read_public_file",
    "read_signature",
    "same_fingerprint",
    "seal_small",
    "seal_with_code",
    "slot_for_password",
    "slot_for_recipient",
    "slot_for_recovery",
    "typed_identity",
    "typed_root",
    "verify_file",
]
