"""恢复申请和答复 — the way of a forgotten password to the county's safe and back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from fuyi_desktop.sealing import AgeIdentity, PublicKey, SigningKey, check_recipient, verify_file
from fuyi_desktop.sync.enrolment import RECIPIENT
from fuyi_desktop.sync.fields import HEX128, HEX256, Said, matching, said, text
from fuyi_desktop.sync.small_files import ANSWER, RECOVERY, made, members, opened, page, sealed
from fuyi_desktop.sync.spool import damage

HEX = matching("(?:[0-9a-f]{2}){1,8192}")


@dataclass(frozen=True, kw_only=True)
class Recovery(Said):
    """What a locked station asks: its slot for the county, a key for the answer, a proof of the digits."""

    id: str = said("id", HEX128)
    name: str = said("name", text(200))  # as the clerk typed it: the store is locked
    sign: str = said("sign", HEX256)
    age: str = said("age", RECIPIENT)
    slot: str = said("slot", HEX)
    check: str = said("check", HEX)

    @property
    def meaning(self) -> str:
        """What the digits vouch for: change one of these, and they do not fit."""
        told = "\n".join((self.id, self.name, self.sign, self.age, self.slot))
        return f"recovery/1 {hashlib.sha256(told.encode('utf-8')).hexdigest()}"


@dataclass(frozen=True, kw_only=True)
class Answer(Said):
    """The store's key, locked with the digits, for the key that was asked with."""

    id: str = said("id", HEX128)
    key: str = said("key", HEX)

    @property
    def meaning(self) -> str:
        return f"answer/1 {self.id}"


def make_recovery(asked: Recovery, *, signer: SigningKey, recipient: str) -> bytes:
    """恢复申请, readable with the county's recovery key alone."""
    return sealed(made(RECOVERY, asked, signer, asked.id), [recipient])


def open_recovery(raw: bytes, *, identities: Sequence[AgeIdentity], name: str) -> Recovery:
    """The request, signed by its own key; it is to be answered only when its digits were heard."""
    with damage(name):
        content, signature = members(opened(raw, identities, RECOVERY, name), RECOVERY)
        found = page(RECOVERY, Recovery, content, name)
        check_recipient(found.age)
        verify_file(content, signature, PublicKey.from_hex(found.sign))
        return found


def make_answer(answer: Answer, *, signer: SigningKey, recipient: str) -> bytes:
    """恢复答复, readable where it was asked for."""
    return sealed(made(ANSWER, answer, signer, answer.id), [recipient])


def open_answer(raw: bytes, *, identities: Sequence[AgeIdentity], name: str) -> Answer:
    """The answer; a locked station knows no signer: what vouches for it is that its key fits the store."""
    with damage(name):
        content, _ = members(opened(raw, identities, ANSWER, name), ANSWER)
        return page(ANSWER, Answer, content, name)
