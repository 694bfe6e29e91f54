"""密钥 — what a person does with keys: look, rotate, renew the center's, revoke, prove the printed ones."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from fuyi_desktop.domain.access import Task, must
from fuyi_desktop.domain.errors import BadFact, NotEnrolled, NotFound
from fuyi_desktop.domain.party import CENTER, StationRole
from fuyi_desktop.sealing import (
    AgeIdentity,
    KeyRing,
    SigningKey,
    grouped,
    typed_identity,
    typed_root,
)
from fuyi_desktop.services import keyring, revoking
from fuyi_desktop.services.enrolment import card_of
from fuyi_desktop.services.keyring import DRILLS, RECOVERY, ROOT
from fuyi_desktop.services.keys import ring
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.quarantine import Quarantine
from fuyi_desktop.store.queries import peer, peers, station_called
from fuyi_desktop.sync.enrolment import certify_center

QUARTER, YEAR = timedelta(days=90), timedelta(days=365)
PRINTED = {ROOT: "县根密钥", RECOVERY: "县恢复密钥"}
NOT_OURS = "不是本县现在用的{key}。请核对是不是别县的、作废的打印件，或者有字符抄错。"
ONLY_CENTER = "本站不是县中心，不能办理这一步。"


@dataclass(frozen=True)
class StationKeys:
    """What the center knows of one station's keys."""

    station: str
    name: str
    fingerprint: str
    generation: int
    since: date | None
    due: date | None
    state: str
    revoked: int  # keys of former computers, and stopped ones


@dataclass(frozen=True)
class Overview:
    """Everything about keys that may be seen: nothing secret."""

    station: str
    fingerprint: str
    generation: int
    since: date | None
    due: date | None
    coming: date | None  # announced on this day, not confirmed yet
    former: tuple[date, ...]  # until when each former private key is kept
    center: bool
    county: str = ""  # the county's fingerprint
    county_generation: int = 0
    stations: tuple[StationKeys, ...] = ()
    drills: dict[str, date | None] = field(default_factory=dict)
    log: tuple[dict[str, str], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        def told(value: Any) -> Any:
            return value.isoformat() if isinstance(value, date) else value

        return {
            **{name: told(value) for name, value in vars(self).items()},
            "former": [told(day) for day in self.former],
            "stations": [{name: told(value) for name, value in vars(one).items()} for one in self.stations],
            "drills": {name: told(day) for name, day in self.drills.items()},
            "log": list(self.log),
        }


@dataclass(frozen=True)
class Revoked:
    """What a revocation means for what was received."""

    station: str
    name: str
    line: int  # from here on nothing is taken
    received: int  # up to here everything had been taken already
    changed: Changed

    @property
    def doubtful(self) -> int:
        """Lines that were taken though they are not trusted now; undoing their import is another deed."""
        return max(0, self.received - self.line + 1)

    def as_dict(self) -> dict[str, Any]:
        return {
            "station": self.station,
            "from": self.line,
            "received": self.received,
            "doubtful": self.doubtful,
        }


@dataclass(frozen=True)
class Renewed:
    """The center's new keys; a new recovery key is shown once, and kept nowhere."""

    generation: int
    fingerprint: str
    county: str
    recovery_key: str
    changed: Changed

    def as_dict(self) -> dict[str, Any]:
        told = {"generation": self.generation, "fingerprint": self.fingerprint, "county": self.county}
        return told | ({"county_recovery_key": self.recovery_key} if self.recovery_key else {})


class Keys:
    """Deeds and questions about keys."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def show(self) -> Overview:
        """Fingerprints, generations, dates, and what is due."""
        store, me = self.office.store, self.office.me
        own, known = ring(store), keyring.chain(store)
        center = me.role is StationRole.CENTER
        card = card_of(store.meta("county")) if center else None
        joined = center or self.office.ask(peer, CENTER) is not None
        return Overview(
            station=me.station,
            fingerprint=grouped(own.fingerprint),
            generation=known.generation,
            since=self._day(known.since),
            due=self._due(known.since, YEAR if center else QUARTER) if joined else None,
            coming=self._day(known.coming.get("since", "")),
            former=tuple(day for one in known.former if (day := self._day(one["until"])) is not None),
            center=center,
            county=grouped(card.fingerprint) if card else "",
            county_generation=card.center.generation if card else self._county_generation(),
            stations=self._stations() if center else (),
            drills=self._drills() if center else {},
            log=tuple(reversed(store.meta(keyring.LOG, []))),
        )

    def reminders(self) -> list[str]:
        """What about keys wants doing, in sentences; the most pressing first."""
        found, today = self.show(), self.office.today
        told: list[str] = []
        if held := len(Quarantine(self.office).rows()):
            told.append(f"隔离区有 {held} 个包等人处理。")
        if found.coming is not None:
            told.append("新密钥已公布，等县中心确认：导出一份包给县中心，收下它的回执。")
        elif found.due is not None and found.due <= today:
            told.append(
                "县中心的密钥用满一年了，应当更换。" if found.center else "本站的密钥用满一季度了，应当轮换。"
            )
        late = [PRINTED[key] for key, day in found.drills.items() if day is None or day + YEAR <= today]
        if late:
            told.append(f"{'和'.join(late)}满一年没有核对了，请从保险柜取出核对一次。")
        return told

    def rotate(self, *, sign: bool = False) -> Changed:
        """Announce new keys of this station; the center uses them once it has had the next bundle.

        NotEnrolled, and BadFact at the center, whose keys the root must certify, or while one is under way.
        """
        must(self.office.person, Task.ENROL)
        if self.office.me.role is StationRole.CENTER:
            why = "县中心的密钥要由县根密钥证明，请用“更换县中心密钥”。"
            raise BadFact(label="轮换密钥", why=why)
        if self.office.ask(peer, CENTER) is None:
            raise NotEnrolled
        with self.office.work(Task.ENROL, "轮换密钥") as work:
            keyring.announce(work, sign=sign)
        return work.changed

    def renew(self, root: str, *, drop: bool = False, recovery: bool = False) -> Renewed:
        """New operational keys of the center, certified by the printed root key; bundles tell the stations.

        With `drop` stations do not take the former keys any more, not even for what is under way; with
        `recovery` the county has a new recovery key too, and its fingerprint changes.
        """
        must(self.office.person, Task.ENROL)
        signer, store = self._root(root), self.office.store
        county = store.meta("county")
        card = card_of(county)
        following = KeyRing.new()
        safe = AgeIdentity.new() if recovery else None
        with self.office.work(Task.ENROL, "更换县中心密钥") as work:
            generation = card.center.generation + 1
            if work.meta("restored"):  # after a backup was put back stations may know of later ones
                generation = max(generation, int(work.at.timestamp()))
            certificate = replace(
                card.center, sign=following.sign.public.hex, age=following.recipient, generation=generation,
                recovery=safe.recipient if safe else card.center.recovery, drop=drop or None,
            )  # fmt: skip
            signed = certify_center(certificate, signer)
            work.set_meta("county", {"root": county["root"], "center": keyring.plain(signed)})
            keyring.succeed_to(work, following, generation)
            self._proved(work, [ROOT])
            if safe is not None:
                keyring.note(work, "更换县恢复密钥")
        county_now = card_of(store.meta("county")).fingerprint
        return Renewed(
            generation, grouped(following.fingerprint), grouped(county_now), safe.secret if safe else "",
            work.changed,
        )  # fmt: skip

    def revoke(self, station: str, line: int | None = None, why: str = "") -> Revoked:
        """Stop a station's keys: nothing is encrypted to them, later bundles of them go to quarantine.

        Lines from the given one on are not trusted; those not received yet, where none is given. NotFound,
        BadFact.
        """
        must(self.office.person, Task.ENROL)
        self._must_be_center()
        found = self.office.ask(peer, station)
        if found is None:
            raise NotFound(what="站点", key=station)
        if found.keys.get("stopped"):
            raise BadFact(label="停用密钥", why=f"{station} 的密钥已经停用过了。")
        if not why.strip():
            raise BadFact(label="停用密钥", why="请写明原因，如“电脑被盗”。")
        if line is not None and line < 1:
            raise BadFact(label="停用密钥", why="项号从 1 开始。")
        with self.office.work(Task.ENROL, f"停用 {station} 的密钥") as work:
            received = revoking.received(work, station)
            first = line or received + 1
            revoking.revoke(work, station, first, why.strip())
        return Revoked(station, self.office.ask(station_called, station), first, received, work.changed)

    def prove(self, *, root: str = "", recovery: str = "") -> dict[str, str]:
        """The yearly drill: that the printed keys are legible and the county's; to be printed again.

        BadFact where one is not. The day is noted, the keys are not.
        """
        must(self.office.person, Task.ENROL)
        self._must_be_center()
        if not root.strip() and not recovery.strip():
            raise BadFact(label="核对密钥", why="请至少输入一把密钥。")
        found: dict[str, str] = {}
        if root.strip():
            found[ROOT] = self._root(root).seed.hex()
        if recovery.strip():
            safe = typed_identity(recovery)
            if safe.recipient != card_of(self.office.store.meta("county")).center.recovery:
                raise BadFact(label=PRINTED[RECOVERY], why=NOT_OURS.format(key=PRINTED[RECOVERY]))
            found[RECOVERY] = safe.secret
        with self.office.work(Task.ENROL, "核对县密钥") as work:
            self._proved(work, list(found))
        return found

    def _proved(self, work: Any, keys: list[str]) -> None:
        today = self.office.today.isoformat()
        work.set_meta(DRILLS, {**work.meta(DRILLS, {}), **dict.fromkeys(keys, today)})
        keyring.note(work, f"核对{'和'.join(PRINTED[key] for key in keys)}")

    def _root(self, typed: str) -> SigningKey:
        self._must_be_center()
        found = typed_root(typed)
        if found.public.hex != self.office.store.meta("county")["root"]:
            raise BadFact(label=PRINTED[ROOT], why=NOT_OURS.format(key=PRINTED[ROOT]))
        return found

    def _must_be_center(self) -> None:
        if self.office.me.role is not StationRole.CENTER:
            raise BadFact(label="密钥", why=ONLY_CENTER)

    def _drills(self) -> dict[str, date | None]:
        """When each printed key was last proved."""
        told = self.office.store.meta(DRILLS, {})
        return {key: date.fromisoformat(told[key]) if key in told else None for key in PRINTED}

    def _county_generation(self) -> int:
        found = self.office.ask(peer, CENTER)
        return int(found.keys.get("generation", 1)) if found is not None else 0

    def _stations(self) -> tuple[StationKeys, ...]:
        at = self.office.now()
        return tuple(
            StationKeys(
                row.station,
                self.office.ask(station_called, row.station),
                grouped(row.keys["fingerprint"]),
                int(row.keys.get("generation", 1)),
                self._day(row.keys.get("since", "")),
                None if row.keys.get("stopped") else self._due(row.keys.get("since", ""), QUARTER),
                "已停用"
                if row.keys.get("stopped")
                else "新旧并用"
                if len(keyring.accepted(row.keys, at)) > 1
                else "在用",
                len(row.keys.get("revoked", ())),
            )
            for row in self.office.ask(peers)
        )

    def _due(self, since: str, after: timedelta) -> date | None:
        begun = self._day(since)
        return begun + after if begun is not None else None

    def _day(self, moment: str) -> date | None:
        return keyring.moment(moment).astimezone(self.office.now().tzinfo).date() if moment else None
