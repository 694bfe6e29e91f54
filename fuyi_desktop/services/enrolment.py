"""办理入网 — by file and telephone, a station and the center learn each other's keys."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from fuyi_desktop.domain.access import Task, must
from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.errors import BadFact, CannotRead, NotEnrolled
from fuyi_desktop.domain.papers import Series
from fuyi_desktop.domain.party import CENTER, Party, Station, StationRole, Unit
from fuyi_desktop.domain.record import LOCAL_FIELDS
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.sealing import AgeIdentity, KeyRing, PublicKey, SigningKey, grouped
from fuyi_desktop.services import keyring
from fuyi_desktop.services.keys import ring
from fuyi_desktop.services.numbers import series_id
from fuyi_desktop.services.office import Office
from fuyi_desktop.services.revoking import kept, replaced
from fuyi_desktop.services.settings import keep_unit
from fuyi_desktop.store.files import write_whole
from fuyi_desktop.store.peers import put_peer
from fuyi_desktop.store.queries import peer, peers
from fuyi_desktop.store.restart import doubt_numbers
from fuyi_desktop.store.work import Work
from fuyi_desktop.sync import enrolment as files
from fuyi_desktop.sync.enrolment import Card, CenterCertificate, Label, StationCertificate
from fuyi_desktop.sync.fields import Signed

UNIT_FIELDS = tuple(item.name for item in fields(Unit) if item.name not in LOCAL_FIELDS)


@dataclass(frozen=True)
class County:
    """The county's two keys that are printed and put into the safe; their public halves are kept."""

    root: SigningKey
    recovery: AgeIdentity

    @property
    def root_key(self) -> str:
        return self.root.seed.hex()

    @property
    def recovery_key(self) -> str:
        return self.recovery.secret

    @property
    def fingerprint(self) -> str:
        """The county's: what a township hears on the telephone."""
        return grouped(KeyRing(self.root, (self.recovery,)).fingerprint)


def county_keys() -> County:
    """A new county's root and recovery key."""
    return County(SigningKey.new(), AgeIdentity.new())


def found_station(work: Work, county: County | None) -> None:
    """Give a new store its keys and, at a center, have the county's root certify them."""
    own = KeyRing.new()
    keyring.begin(work, own)
    if county is None:
        return
    me = work.meta("station")
    certificate = CenterCertificate(
        station=CENTER, name=me["name"], device=work.meta("device"), sign=own.sign.public.hex,
        age=own.recipient, recovery=county.recovery.recipient, generation=1,
    )  # fmt: skip
    signed = files.certify_center(certificate, county.root)
    printed = work.at.date().isoformat()
    work.set_meta(keyring.DRILLS, {keyring.ROOT: printed, keyring.RECOVERY: printed})
    work.set_meta("county", {"root": county.root.public.hex, "center": _plain(signed)})
    work.put(
        Station(
            id=work.new_id(), station=CENTER, name=me["name"], role=StationRole.CENTER, unit_name=me["unit"]
        )
    )


class Enrolment:
    """The four files of joining, on whichever side this station is."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def joined(self) -> bool:
        """Whether this station can exchange bundles."""
        return self.office.me.role is StationRole.CENTER or bool(self.office.ask(peers))

    def fingerprint(self) -> str:
        """What this side reads out: the county's digits at the center, this station's own elsewhere."""
        if self.office.me.role is StationRole.CENTER:
            return grouped(self._card().fingerprint)
        return grouped(ring(self.office.store).fingerprint)

    def card(self, out: Path) -> dict[str, str]:
        """Write the county's card, which anybody may read (center)."""
        must(self.office.person, Task.ENROL)
        card = self._card()
        write_whole(out, files.make_card(card.root, card.signed, ring(self.office.store).sign))
        return {"out": str(out), "fingerprint": grouped(card.fingerprint)}

    def request(self, card: Path, digits: str, out: Path) -> dict[str, str]:
        """Write this station's wish to join; FingerprintWrong unless the digits are those of the card."""
        must(self.office.person, Task.ENROL)
        if self.office.me.role is StationRole.CENTER:
            raise BadFact(label="入网", why="本站就是县中心，不用申请入网。")
        found = files.open_card(_read(card), name=card.name)
        found.must_match(digits)
        me, own = self.office.me, ring(self.office.store)
        raw = files.make_request(
            found, device=self.office.store.meta("device"), sign=own.sign, recipient=own.recipient,
            label=Label(name=me.name, unit=me.unit, role=me.role.value),
        )  # fmt: skip
        write_whole(out, raw)
        with self.office.work(Task.ENROL, "申请入网") as work:
            work.set_meta("card", {"root": found.root.hex, "center": _plain(found.signed)})
        return {"out": str(out), "fingerprint": grouped(own.fingerprint)}

    def peek_request(self, request: Path) -> dict[str, str]:
        """Who asks to join, before anything is decided (center)."""
        found = self._request(request)
        return {"name": found.label.name, "unit": found.label.unit, "role": found.label.role}

    def admit(
        self, request: Path, digits: str, station: str, out: Path, *, replacing: bool = False
    ) -> dict[str, str]:
        """Write the grant for a station; FingerprintWrong unless the digits are those of the request.

        A code that another computer has is given again only where it is said that this one replaces it: the
        other's key is revoked, what we know of its feed is forgotten, what it sent stays. BadFact.
        """
        if not re.fullmatch(r"[A-WYZ][A-Z0-9-]{1,15}", station):
            raise BadFact(
                label="站点编号", why="应当是大写字母（X 除外）开头的 2 至 16 位字母、数字，如 T0731。"
            )
        found = self._request(request)
        found.must_match(digits)
        former = self.office.ask(peer, station)
        other = former is not None and former.keys["device"] != found.device
        if other and not replacing:
            why = f"{station} 已经给了另一台电脑，请换一个编号；那台电脑丢失或者重装了，请选“换电脑”。"
            raise BadFact(label="站点编号", why=why)
        if replacing and not other:
            why = f"{station} 不是另一台电脑的编号，不用换电脑，照常办理入网。"
            raise BadFact(label="站点编号", why=why)
        own, card = ring(self.office.store), self._card()
        generation = 1 if former is None else int(former.keys.get("generation", 1)) + other
        certificate = StationCertificate(
            station=station, device=found.device, sign=found.sign, age=found.age,
            scope={"home": [station]}, generation=generation,
        )  # fmt: skip
        signed = files.certify_station(certificate, own.sign)
        with self.office.work(Task.ENROL, f"准许 {station} {'换电脑' if other else '入网'}") as work:
            keys = keyring.keys_of(found.device, found.sign, found.age, generation, work.at)
            stays = replaced(work, former) if other else kept(former)
            put_peer(
                work, station, certificate=_plain(signed), facts=stays["facts"], keys=stays["keys"] | keys
            )
            keyring.note(work, f"准许 {station} {'换电脑' if other else '入网'}")
            known = next((s for s in work.select(Station, station=station)), None)
            fresh = known or Station(
                id=work.new_id(), station=station, name=found.label.name,
                role=StationRole(found.label.role), unit_name=found.label.unit,
            )  # fmt: skip
            work.put(fresh)
            payload = self._payload(work) | ({"again": True} if other else {})
        raw = files.make_grant(
            card.signed, signed, payload, operational=own.sign,
            recipients=(found.age, card.center.recovery),
        )  # fmt: skip
        write_whole(out, raw)
        return {"station": station, "out": str(out), "name": found.label.name}

    def join(self, grant: Path) -> dict[str, Any]:
        """Take the grant in: code, the center's keys, the county's organs, a slot for its recovery key."""
        must(self.office.person, Task.ENROL)
        store, own = self.office.store, ring(self.office.store)
        if not (kept := store.meta("card")):
            raise NotEnrolled
        card = card_of(kept)
        found = files.open_grant(
            _read(grant), identities=own.age, card=card, device=store.meta("device"),
            sign=own.sign.public, recipient=own.recipient, name=grant.name,
        )  # fmt: skip
        old, new = self.office.me.station, found.station.station
        with self.office.work(Task.ENROL, "加入县中心") as work:
            work.set_meta("station", work.meta("station") | {"station": new})
            work.set_meta("certificate", _plain(found.station_signed))
            work.set_meta("center_epoch", found.payload.get("epoch"))
            put_peer(
                work, CENTER, certificate=_plain(found.center_signed), facts={"seed": True},
                keys=keyring.keys_of(
                    found.center.device, found.center.sign, found.center.age, found.center.generation, work.at
                ) | {"recovery": found.center.recovery},
            )  # fmt: skip
            keyring.joined_as(work, found.station.generation)
            if found.payload.get("again"):  # what the computer before this one has given is not known here
                doubt_numbers(work)
            _seed(work, found.payload)
            _rename(work, old, new)
        keyring.fit_county_slot(store)
        return {"station": new, "center": found.center.name}

    def _payload(self, work: Work) -> dict[str, Any]:
        """What a station starts with: the county's organs and stations, with the ids they have here."""
        return {
            "epoch": work.meta("epoch"),
            "units": [
                {"id": unit.id, **{name: getattr(unit, name) for name in UNIT_FIELDS if name != "facts"}}
                for unit in work.select(Unit)
            ],
            "stations": [
                {
                    "id": s.id, "station": s.station, "name": s.name, "role": s.role.value,
                    "unit_name": s.unit_name,
                }
                for s in work.select(Station)
            ],
        }  # fmt: skip

    def _request(self, request: Path) -> files.Request:
        must(self.office.person, Task.ENROL)
        return files.open_request(
            _read(request), identities=ring(self.office.store).age, county=self._card().fingerprint,
            name=request.name,
        )  # fmt: skip

    def _card(self) -> Card:
        if not (kept := self.office.store.meta("county")):
            raise BadFact(label="入网", why="本站不是县中心，不能办理这一步。")
        return card_of(kept)


def card_of(kept: Mapping[str, Any]) -> Card:
    """The county's card as it is kept, its certificate verified again."""
    root, signed = PublicKey.from_hex(kept["root"]), Signed(**kept["center"])
    return Card(root, files.read_center(signed, root), signed)


def _plain(signed: Signed) -> dict[str, str]:
    return {"text": signed.text, "signature": signed.signature}


def _rename(work: Work, old: str, new: str) -> None:
    """What this station recorded before it had its code is its own under the code (docs/decisions/0004)."""
    if old == new:
        return
    for case in work.select(Case, home=old):
        work.put(replace(case, home=new))
    for step in work.select(Step, station=old):
        work.put(replace(step, station=new))
    for series in work.select(Series, short=old):  # else the receipt numbers would begin again at 1
        held = work.find(Series, series_id(new, series.kind, series.year))
        further = held or replace(series, id=series_id(new, series.kind, series.year), short=new, revision=0)
        work.put(replace(further, next=max(further.next, series.next)))
        work.remove(series)


def _seed(work: Work, payload: Mapping[str, Any]) -> None:
    """Take in the county's organs and stations under their ids; this station's own settings give way."""
    own = work.select(Unit)
    for given in payload.get("units", ()):
        values = {name: given[name] for name in UNIT_FIELDS if name in given}
        keep_unit(work, work.find(Unit, given["id"]), Unit(id=given["id"], **values), central=False)
    names = {given["full_name"]: given["id"] for given in payload.get("units", ())}
    for unit in own:
        county_id = names.get(unit.full_name, unit.id)
        if county_id != unit.id:
            keep_unit(
                work,
                unit,
                replace(unit, reconsiders=False, full_name=f"{unit.full_name}（本站）"),
                central=False,
            )
            for case in work.select(Case, organ_id=unit.id):
                work.put(replace(case, organ_id=county_id))
            for party in work.select(Party, unit_id=unit.id):
                work.put(replace(party, unit_id=county_id))
    for given in payload.get("stations", ()):
        fresh = Station(
            id=given["id"], revision=1, station=given["station"], name=given["name"],
            role=StationRole(given["role"]), unit_name=given["unit_name"],
        )  # fmt: skip
        work.accept(Station.table, fresh.id, work.find(Station, fresh.id), fresh)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(where=path.name, why="文件打不开") from error
