"""人员 — who may open this station's store, each by a password of their own, and in which role."""

from dataclasses import dataclass, replace
from typing import Any

from fuyi_desktop.domain.access import PersonRole, Task, must
from fuyi_desktop.domain.errors import BadFact, NotFound, WrongPassword
from fuyi_desktop.domain.party import Person
from fuyi_desktop.sealing.slots import PASSWORD, Cost, Slot, open_with_password, slot_for_password
from fuyi_desktop.services import keyring
from fuyi_desktop.services.accounts import must_be_strong
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store import vault
from fuyi_desktop.store.queries import persons

ORDER = tuple(PersonRole)  # who administers first, who has left last
ROLES = tuple(role for role in PersonRole if role is not PersonRole.LEFT)


@dataclass(frozen=True)
class PersonRow:
    """One person of this station."""

    id: str
    name: str
    role: PersonRole
    has_password: bool
    is_me: bool

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name, "role": self.role.value, "label": self.role.label,
            "has_password": self.has_password, "me": self.is_me,
        }  # fmt: skip


class People:
    """Persons and their password slots."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def rows(self) -> list[PersonRow]:
        """Everybody who ever worked here: who administers first, who has left last."""
        with_password = {slot.owner for slot in self._slots() if slot.kind == PASSWORD}
        found: list[Person] = self.office.ask(persons)
        rows = [
            PersonRow(
                one.id,
                one.name,
                PersonRole(one.role),
                one.id in with_password,
                one.id == self.office.person.id,
            )
            for one in found
        ]
        return sorted(rows, key=lambda row: (ORDER.index(row.role), row.name))

    def add(self, name: str, role: PersonRole, password: str, *, cost: Cost | None = None) -> Changed:
        """A person with a password of their own; somebody who had left comes back under the same name.

        BadFact for a name that is taken and for a password that opens the store already: whose it is would
        decide who is at the desk. PasswordTooWeak.
        """
        must(self.office.person, Task.SETTINGS)
        if not name.strip():
            raise BadFact(label="姓名", why="还没有填写。")
        if role is PersonRole.LEFT:
            raise BadFact(label="角色", why="请选择在岗的角色。")
        must_be_strong(password)
        self._must_be_new(password)
        known = next((one for one in self.office.ask(persons) if one.name == name.strip()), None)
        if known is not None and known.role != PersonRole.LEFT:
            raise BadFact(label="姓名", why=f"本站已有{known.name}。同名的，请在姓名后加科室或者序号。")
        with self.office.work(Task.SETTINGS, "增加人员") as work:
            person = known or Person(id=work.new_id(), name=name.strip())
            work.put(replace(person, role=role))
            keyring.note(work, f"增加人员{person.name}（{role.label}）")
        self._keep(slot_for_password(self.office.store.key, password, person=person.id, cost=cost))
        return work.changed

    def remove(self, name: str) -> Changed:
        """Take a leaving person's password away; what they did keeps their name.

        BadFact for oneself, and for the last who administers the station.
        """
        must(self.office.person, Task.SETTINGS)
        row = next((one for one in self.rows() if one.name == name and one.role is not PersonRole.LEFT), None)
        if row is None:
            raise NotFound(what="人员", key=name)
        admins = [one for one in self.rows() if one.role is PersonRole.ADMIN and one.has_password]
        if row.role is PersonRole.ADMIN and len(admins) < 2:
            raise BadFact(label="人员", why=f"{name}是最后一位管理员，不能删除。请先增加另一位管理员。")
        if row.is_me:
            raise BadFact(label="人员", why="不能删除自己，请由另一位管理员来办。")
        vault.write_slots(
            self.office.store.folder,
            [slot.as_plain() for slot in self._slots() if (slot.kind, slot.owner) != (PASSWORD, row.id)],
        )
        with self.office.work(Task.SETTINGS, "人员离开") as work:
            work.put(replace(work.get(Person, row.id), role=PersonRole.LEFT))
            keyring.note(work, f"{name}离开，密码已删除")
        return work.changed

    def change_password(self, old: str, new: str, *, cost: Cost | None = None) -> None:
        """One's own password; WrongPassword, PasswordTooWeak."""
        me = self.office.person
        own = next((one for one in self._slots() if (one.kind, one.owner) == (PASSWORD, me.id)), None)
        if own is None:
            raise WrongPassword
        open_with_password(own, old)
        must_be_strong(new)
        self._must_be_new(new)
        self._keep(slot_for_password(self.office.store.key, new, person=me.id, cost=cost))

    def _must_be_new(self, password: str) -> None:
        for slot in self._slots():
            try:
                open_with_password(slot, password)
            except WrongPassword:
                continue
            raise BadFact(label="密码", why="这个密码不能用，请换一个。")

    def _keep(self, fresh: Slot) -> None:
        """In place of the person's former one."""
        others = [slot for slot in self._slots() if (slot.kind, slot.owner) != (PASSWORD, fresh.owner)]
        vault.write_slots(self.office.store.folder, [slot.as_plain() for slot in (*others, fresh)])

    def _slots(self) -> list[Slot]:
        return [Slot.from_plain(slot) for slot in vault.slots(self.office.store.folder)]
