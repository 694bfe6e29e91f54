"""账户 — making a station's store, unlocking it, and who sits at the desk."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fuyi_desktop.domain.access import PersonRole, Task, must
from fuyi_desktop.domain.errors import BadFact, NotFound, NotThatPerson, PasswordTooWeak, WrongPassword
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.party import CENTER, Person, StationRole
from fuyi_desktop.domain.record import new_id
from fuyi_desktop.sealing.recovery import RecoveryKey
from fuyi_desktop.sealing.slots import (
    PASSWORD,
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
from fuyi_desktop.services.reading import follow
from fuyi_desktop.store import moving, vault
from fuyi_desktop.store.moving import ONLY_CENTERS
from fuyi_desktop.store.queries import persons
from fuyi_desktop.store.server import Server
from fuyi_desktop.store.vault import Where
from fuyi_desktop.store.work import Store

LEAST = 8  # characters of a password
DAY = 24 * 60 * 60  # seconds


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
    where: Where, role: StationRole, name: str, unit: str, person: str, password: str,
    *, law: Law, now: Now, cost: Cost | None = None,
) -> Made:  # fmt: skip
    """A store with its first person, who administers it. PasswordTooWeak, StoreExists, ServerFault."""
    if isinstance(where, Server) and role is not StationRole.CENTER:
        raise BadFact(label="--store", why=ONLY_CENTERS)
    for label, value in (("本站名称", name), ("姓名", person)):
        if not value.strip():
            raise BadFact(label=label, why="还没有填写。")
    must_be_strong(password)
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
    with vault.create(where, locked, key, station=station, clock=now, project=law.now) as store:
        county = county_keys() if role is StationRole.CENTER else None
        with store.work(first.name, "建立本站") as work:
            work.put(first)
            found_station(work, county)
    return Made(
        str(where), station["station"], recovery.printed,
        county.root_key if county else "", county.recovery_key if county else "",
        county.fingerprint if county else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """An opened store, and who sits at it: the person whose password it was."""

    store: Store
    person: Person

    def close(self) -> None:
        self.store.close()


def unlock(where: Where, password: str, *, name: str | None = None, law: Law, now: Now) -> Opened:
    """The store opened by a person's password; WrongPassword says no more than that.

    A name only says whose password it is meant to be: NotThatPerson, or NotFound for nobody's name.
    """
    slot, key = _first(_slots(where), lambda slot: open_with_password(slot, password))
    store = _opened(where, key, law, now)
    with _closing(store):
        owner = store.get(Person, slot.owner)
        if name and owner.name != name:
            _called(store, name)
            raise NotThatPerson(person=owner.name, name=name)
    return Opened(store, owner)


def confirm(where: Where, password: str, person: Person) -> None:
    """That the person is back at a window they have locked, whose store stays open; WrongPassword."""
    own = [slot for slot in _slots(where) if slot.owner == person.id]
    _first(own, lambda slot: open_with_password(slot, password))


def recover(
    where: Where, printed: str, password: str, *, name: str | None = None, law: Law, now: Now,
    cost: Cost | None = None,
) -> Opened:  # fmt: skip
    """The store opened by its printed recovery key, which gives one person a new password.

    Where the station has several people one must be named: BadFact. The others' passwords stay.
    """
    must_be_strong(password)
    recovery = RecoveryKey.typed(printed)
    _, key = _first(_slots(where), lambda slot: open_with_recovery(slot, recovery))
    return renew_password(where, key, password, name=name, law=law, now=now, cost=cost)


def renew_password(
    where: Where, key: DatabaseKey, password: str, *, name: str | None = None, law: Law, now: Now,
    cost: Cost | None = None,
) -> Opened:  # fmt: skip
    """The store opened by its own key, and a new password for one person; the others' stay."""
    must_be_strong(password)
    slots = _slots(where)
    store = _opened(where, key, law, now)
    with _closing(store):
        person = _called(store, name)
        others = [slot for slot in slots if (slot.kind, slot.owner) != (PASSWORD, person.id)]
        renewed = slot_for_password(key, password, person=person.id, cost=cost)
        vault.write_slots(store.folder, [slot.as_plain() for slot in (renewed, *others)])
    return Opened(store, person)


def _called(store: Store, name: str | None) -> Person:
    """The person of that name, or the only one. NotFound, BadFact where one must be named."""
    with store.reading() as connection:
        found = [person for person in persons(connection) if person.role != PersonRole.LEFT]
    if name:
        found = [person for person in found if person.name == name]
        if not found:
            raise NotFound(what="人员", key=name)
    if len(found) != 1:
        raise BadFact(label="姓名", why="本站不止一人，请写明是谁。")
    return found[0]


@contextmanager
def _closing(store: Store) -> Iterator[None]:
    """Whoever is refused at an opened store leaves it closed."""
    try:
        yield
    except BaseException:
        store.close()
        raise


def adopt(to: Server, folder: Path, password: str, *, law: Law, now: Now) -> dict[str, int]:
    """Move the center's store of a folder to a server; the rows moved, by table. `store.moving` says how."""
    slot, key = _first(_slots(folder), lambda slot: open_with_password(slot, password))
    with vault.open_store(folder, key, clock=now, project=law.now, moved_to=to.address) as store:
        must(store.get(Person, slot.owner), Task.UPKEEP)
        return moving.adopt(store, to)


def _slots(where: Where) -> list[Slot]:
    return [Slot.from_plain(slot) for slot in vault.slots(where)]


def _opened(where: Where, key: DatabaseKey, law: Law, now: Now) -> Store:
    store = vault.open_store(where, key, clock=now, project=law.now)
    with _closing(store):
        follow(store, law)
    for left in (store.folder / "inbox").glob("fuyi-*"):  # of a killed import; its key is gone already
        if isinstance(where, Path) or _is_old(left, now):
            shutil.rmtree(left, ignore_errors=True)
    return store


def _is_old(left: Path, now: Now) -> bool:
    """Whether no import of another desk can be at work in it any more."""
    try:
        return now().timestamp() - left.stat().st_mtime > DAY
    except OSError:  # gone meanwhile
        return False


def _first(slots: list[Slot], unlocked: Callable[[Slot], DatabaseKey]) -> tuple[Slot, DatabaseKey]:
    """The slot that this secret opens; one of another kind answers WrongPassword by itself."""
    for slot in slots:
        try:
            return slot, unlocked(slot)
        except WrongPassword:
            continue
    raise WrongPassword


def must_be_strong(password: str) -> None:
    """PasswordTooWeak for a short one."""
    if len(password) < LEAST:
        raise PasswordTooWeak(least=LEAST, length=len(password))
