"""账户 — making a station's store, unlocking it, and who sits at the desk."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import BadFact, NotFound, PasswordTooWeak, WrongPassword
from fuyi_desktop.domain.now import Law
from fuyi_desktop.domain.party import Person, StationRole
from fuyi_desktop.domain.record import new_id
from fuyi_desktop.sealing.recovery import RecoveryKey
from fuyi_desktop.sealing.slots import (
    PASSWORD,
    RECOVERY,
    Cost,
    DatabaseKey,
    Slot,
    open_with_password,
    open_with_recovery,
    slot_for_password,
    slot_for_recovery,
)
from fuyi_desktop.services.enrolment import county_keys, found_station
from fuyi_desktop.services.office import Now
from fuyi_desktop.store import vault
from fuyi_desktop.store.queries import persons
from fuyi_desktop.store.work import Store

LEAST = 8  # characters of a password
CENTER = "center"


@dataclass(frozen=True)
class Made:
    """A new store's secrets, to be printed once: they are kept nowhere."""

    folder: str
    station: str
    recovery_key: str
    root_key: str = ""  # the county's root, of a center alone
    county_recovery_key: str = ""
    fingerprint: str = ""

    def as_dict(self) -> dict[str, str]:
        return {name: value for name, value in self.__dict__.items() if value}


def make(
    folder: Path, role: StationRole, name: str, unit: str, person: str, password: str,
    *, law: Law, now: Now, cost: Cost | None = None,
) -> Made:  # fmt: skip
    """A store with its first person, who administers it. PasswordTooWeak, StoreExists."""
    for label, value in (("本站名称", name), ("姓名", person)):
        if not value.strip():
            raise BadFact(label=label, why="还没有填写。")
    _strong(password)
    key, recovery = DatabaseKey.new(), RecoveryKey.new()
    first = Person(id=new_id(now()), name=person.strip(), role=PersonRole.ADMIN)
    slots = [
        slot_for_password(key, password, person=first.id, cost=cost),  # by id: vault.json names nobody
        slot_for_recovery(key, recovery),
    ]
    station = {
        "station": CENTER if role is StationRole.CENTER else f"X{os.urandom(4).hex().upper()}",
        "name": name.strip(), "role": role.value, "unit": unit.strip(),
    }  # fmt: skip
    locked = [slot.as_plain() for slot in slots]
    with vault.create(folder, locked, key, station=station, clock=now, project=law.now) as store:
        county = county_keys() if role is StationRole.CENTER else None
        with store.work(first.name, "建立本站") as work:
            work.put(first)
            found_station(work, county)
    return Made(
        str(folder), station["station"], recovery.printed,
        county.root_key if county else "", county.recovery_key if county else "",
        county.fingerprint if county else "",
    )  # fmt: skip


def unlock(folder: Path, password: str, *, law: Law, now: Now) -> Store:
    """The store opened by a person's password; WrongPassword says no more than that."""
    return _open(folder, PASSWORD, lambda slot: open_with_password(slot, password), law, now)


def confirm(folder: Path, password: str) -> None:
    """That somebody of this station is at a locked window, whose store stays open; WrongPassword."""
    slots = [Slot.from_plain(slot) for slot in vault.slots(folder)]
    _first(slots, PASSWORD, lambda slot: open_with_password(slot, password))


def recover(
    folder: Path, printed: str, password: str, *, law: Law, now: Now, cost: Cost | None = None
) -> Store:
    """The store opened by its printed recovery key; the new password replaces every former one."""
    _strong(password)
    recovery = RecoveryKey.typed(printed)
    slots = [Slot.from_plain(slot) for slot in vault.slots(folder)]
    key = _first(slots, RECOVERY, lambda slot: open_with_recovery(slot, recovery))
    renewed = [
        slot_for_password(key, password, person=slot.owner, cost=cost) if slot.kind == PASSWORD else slot
        for slot in slots
    ]
    vault.write_slots(folder, [slot.as_plain() for slot in renewed])
    return vault.open_store(folder, key, clock=now, project=law.now)


def at_desk(store: Store, name: str | None) -> Person:
    """The person of that name, or the only one. NotFound, BadFact where one must be named."""
    with store.reading() as connection:
        found = persons(connection)
    if name:
        chosen = next((person for person in found if person.name == name), None)
        if chosen is None:
            raise NotFound(what="人员", key=name)
        return chosen
    if len(found) != 1:
        raise BadFact(label="姓名", why="本站不止一人，请用 --as 指明。")
    return found[0]


def _open(folder: Path, kind: str, unlocked: Callable[[Slot], DatabaseKey], law: Law, now: Now) -> Store:
    slots = [Slot.from_plain(slot) for slot in vault.slots(folder)]
    return vault.open_store(folder, _first(slots, kind, unlocked), clock=now, project=law.now)


def _first(slots: list[Slot], kind: str, unlocked: Callable[[Slot], DatabaseKey]) -> DatabaseKey:
    for slot in slots:
        if slot.kind == kind:
            try:
                return unlocked(slot)
            except WrongPassword:
                continue
    raise WrongPassword


def _strong(password: str) -> None:
    if len(password) < LEAST:
        raise PasswordTooWeak(least=LEAST, length=len(password))
