"""忘记密码 — the county opens a station's store by its recovery key, without seeing or keeping a secret.

The locked station writes a request and shows 24 digits; they are read out on the telephone. With them and
the printed key from the safe the center writes an answer, which opens at that station with the same digits.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fuyi_desktop.domain.access import Task, must
from fuyi_desktop.domain.errors import (
    BadFact,
    BundleDamaged,
    CannotRead,
    FingerprintWrong,
    NotForThisStation,
    WrongPassword,
)
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.sealing import (
    AgeIdentity,
    DatabaseKey,
    SigningKey,
    grouped,
    new_code,
    open_with_code,
    open_with_identity,
    seal_with_code,
    typed_identity,
)
from fuyi_desktop.sealing.slots import COUNTY, Cost, Slot
from fuyi_desktop.services import keyring
from fuyi_desktop.services.accounts import Opened, must_be_strong, renew_password
from fuyi_desktop.services.keys import ring
from fuyi_desktop.services.office import Changed, Now, Office
from fuyi_desktop.store import vault
from fuyi_desktop.store.files import write_whole
from fuyi_desktop.store.vault import Where, folder_of
from fuyi_desktop.sync import recovering
from fuyi_desktop.sync.recovering import Answer, Recovery

ASKED = "recovery.json"  # beside the vault: what was asked, locked with the digits, which are kept nowhere
CODE = "一次性数字"
NOT_JOINED = "本站没有入网，县中心打不开它。请用建立本站时打印的恢复密钥。"
NOT_ASKED = "这台电脑上没有等待答复的恢复申请。请重新写出一份申请，再请县中心答复。"
NOT_THESE = "与写出申请时显示的 24 位数字不一致，请核对抄下来的数字。"
NOT_HEARD = "与申请不一致。请对方再读一遍；仍不一致，说明申请被调换过，不要答复。"
NOT_OPENED = "打不开这份申请。请核对是不是本县现在的恢复密钥，或者申请是发给别处的。"


@dataclass(frozen=True)
class Asked:
    """A request that lies at its place, and the digits to write down and to read out."""

    out: str
    code: str

    def as_dict(self) -> dict[str, str]:
        return vars(self)


def ask(where: Where, name: str, out: Path) -> Asked:
    """Write the request of a locked store; BadFact where the county has no slot in it, CannotWrite."""
    slots = [Slot.from_plain(slot) for slot in vault.slots(where)]
    county = next((slot for slot in slots if slot.kind == COUNTY), None)
    if county is None:
        raise BadFact(label="恢复申请", why=NOT_JOINED)
    once, signer, code = AgeIdentity.new(), SigningKey.new(), new_code()
    page = Recovery(
        id=os.urandom(16).hex(), name=name.strip(), sign=signer.public.hex, age=once.recipient,
        slot=county.sealed.hex(), check="00",
    )  # fmt: skip
    page = replace(page, check=seal_with_code(code, page.meaning, b"").hex())
    write_whole(out, recovering.make_recovery(page, signer=signer, recipient=county.owner))
    kept = {"fmt": "asked/1", "id": page.id, "locked": _locked(code, page.id, once).hex()}
    write_whole(folder_of(where) / ASKED, json.dumps(kept).encode("utf-8"))
    return Asked(str(out), grouped(code))


def finish(
    where: Where, answer: Path, code: str, password: str, *, name: str | None = None, law: Law, now: Now,
    cost: Cost | None = None,
) -> Opened:  # fmt: skip
    """The store opened by the center's answer, and a new password for one person; the others' stay.

    BadFact where nothing was asked here, or the digits are others. The digits and the answer serve once.
    """
    must_be_strong(password)
    place = folder_of(where) / ASKED
    try:
        kept = json.loads(place.read_text("utf-8"))
        asked, locked = str(kept["id"]), bytes.fromhex(kept["locked"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadFact(label="恢复答复", why=NOT_ASKED) from error
    try:
        once = AgeIdentity(open_with_code(code, f"asked/1 {asked}", locked).decode("ascii"))
        found = recovering.open_answer(_read(answer), identities=[once], name=answer.name)
        if found.id != asked:
            raise NotForThisStation(name=answer.name, to="另一份恢复申请")
        key = DatabaseKey(open_with_code(code, found.meaning, bytes.fromhex(found.key)))
    except FingerprintWrong as error:
        raise BadFact(label=CODE, why=NOT_THESE) from error
    opened = renew_password(where, key, password, name=name, law=law, now=now, cost=cost)
    place.unlink(missing_ok=True)
    return opened


class CountyRecovery:
    """The center's side: the printed key is typed, used and forgotten."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def answer(self, request: Path, printed: str, code: str, out: Path) -> dict[str, str]:
        """Write the answer to a request; nothing secret is shown, kept or logged. BadFact, CannotWrite."""
        must(self.office.person, Task.ENROL)
        if self.office.me.role is not StationRole.CENTER:
            raise BadFact(label="恢复答复", why="只有县中心能答复恢复申请。")
        safe = typed_identity(printed)
        found = _opened(request, [safe])
        try:
            open_with_code(code, found.meaning, bytes.fromhex(found.check))
        except FingerprintWrong as error:
            raise BadFact(label=CODE, why=NOT_HEARD) from error
        try:
            key = open_with_identity(Slot(COUNTY, safe.recipient, bytes.fromhex(found.slot)), [safe])
        except WrongPassword as error:
            raise BadFact(label="县恢复密钥", why=NOT_OPENED) from error
        empty = Answer(id=found.id, key="00")
        told = replace(empty, key=seal_with_code(code, empty.meaning, key.value).hex())
        own = ring(self.office.store)
        write_whole(out, recovering.make_answer(told, signer=own.sign, recipient=found.age))
        self._noted(found.name)
        return {"name": found.name, "out": str(out)}

    def _noted(self, name: str) -> Changed:
        with self.office.work(Task.ENROL, "答复恢复申请") as work:
            keyring.note(work, f"用县恢复密钥答复“{name}”的恢复申请")
        return work.changed


def _opened(request: Path, identities: Sequence[AgeIdentity]) -> Recovery:
    try:
        return recovering.open_recovery(_read(request), identities=identities, name=request.name)
    except NotForThisStation as error:
        raise BadFact(label="县恢复密钥", why=NOT_OPENED) from error


def _locked(code: str, asked: str, once: AgeIdentity) -> bytes:
    return seal_with_code(code, f"asked/1 {asked}", once.secret.encode("ascii"))


def _read(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CannotRead(where=path.name, why="文件打不开") from error
    if not raw:
        raise BundleDamaged(name=path.name)
    return raw
