"""The real engine under the schedules of the protocol's model: random work, random faults, then quiet.

Afterwards every station shows what the center has accepted; every write that had to survive is in the
center's log exactly once; none replaced a value its author had not seen; none that lost is hidden. The
bundles are the real ones but for the envelope, which has tests of its own.
"""

import random
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import MetaData, select

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.line import parse
from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.domain.party import CENTER, Person
from fuyi_desktop.domain.record import Merge, Reach, Record, kept
from fuyi_desktop.sealing import KeyRing
from fuyi_desktop.services import outgoing
from fuyi_desktop.services.incoming import Intake
from fuyi_desktop.services.keys import keep_ring, ring
from fuyi_desktop.services.office import Office
from fuyi_desktop.services.receiving import Receiving
from fuyi_desktop.store import restart, witness
from fuyi_desktop.store.peers import put_peer, tell
from fuyi_desktop.store.positions import last_position
from fuyi_desktop.store.queries import peer
from fuyi_desktop.store.schema import (
    RECORDS,
    TABLES,
    journal,
    record_table,
    sync_chain,
    sync_log,
    sync_review,
    sync_write,
)
from fuyi_desktop.store.work import Store
from fuyi_desktop.sync.manifest import Manifest
from tests import factory
from tests.store import office

ROWS, FIELDS = 3, ("first", "second")
CODES = ("T0001", "T0002", "T0003")
QUIET = 60  # rounds of exchange after which everything must have settled


@dataclass(frozen=True, kw_only=True)
class Pad(Record):
    """What everybody in the county writes on: the hardest case, which custody keeps away from real work."""

    table: ClassVar[str] = "pad"
    reach: ClassVar[Reach] = Reach.COUNTY

    first: str = kept(Merge.SCALAR, "")
    second: str = kept(Merge.SCALAR, "")


PADS = record_table(Pad, MetaData())


@contextmanager
def pads() -> Iterator[None]:
    """As long as this lasts, stores keep pads and bundles carry them."""
    RECORDS[Pad.table], TABLES[Pad.table] = Pad, PADS
    try:
        yield
    finally:
        del RECORDS[Pad.table], TABLES[Pad.table]


@dataclass
class Carried:
    """A bundle on its way."""

    manifest: Manifest
    raws: tuple[bytes, ...]
    sha256: str
    epoch: Any = None  # the center's, and its log, when it was made: for the oracle
    log: tuple[tuple[int, str], ...] = ()

    def lines(self) -> Iterator[bytes]:
        return iter(self.raws)

    def blobs(self) -> tuple[()]:
        return ()


@dataclass
class Desk:
    """A station or the center: its store, which closes and opens as it is copied and put back."""

    folder: Path
    code: str
    clock: "Clock"
    knows: set[str] = field(default_factory=set)  # writes; the oracle's, not the protocol's
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.found()

    @property
    def central(self) -> bool:
        return self.code == CENTER

    def found(self) -> None:
        role = "center" if self.central else "township"
        station = {"station": self.code, "name": self.code, "role": role, "unit": self.code}
        self.store = office.make(self.folder, station)
        self.store.clock = self.clock
        with self.store.engine.begin() as connection:
            PADS.create(connection)
        with self.store.work("", "建站") as work:
            keep_ring(work, KeyRing.new())

    @property
    def office(self) -> Office:
        person = Person(id="p", name="何静", role=PersonRole.HANDLER)
        return Office(self.store, factory.law(), person, self.clock)

    @property
    def keys(self) -> dict[str, str]:
        """What others keep of the desk's keys."""
        own = ring(self.store)
        return {
            "device": self.store.meta("device"), "sign": own.sign.public.hex, "age": own.recipient,
            "fingerprint": own.fingerprint,
        }  # fmt: skip

    def copy(self, to: Path) -> set[str]:
        """A backup of the store as it is; what the oracle knows goes with it."""
        self.store.close()
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.folder, to)
        self.reopen()
        return set(self.knows)

    def put_back(self, from_: Path, knew: set[str]) -> None:
        self.store.close()
        shutil.rmtree(self.folder)
        shutil.copytree(from_, self.folder)
        witness.beside(self.folder).unlink(missing_ok=True)  # whether it notices is for the schedule to say
        self.knows = set(knew)
        self.reopen()

    def wipe(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)
        self.knows = set()
        self.found()

    def reopen(self) -> None:
        self.store = office.open_again(self.folder)
        self.store.clock = self.clock

    def write(self, row: int, name: str, value: str) -> str:
        """Set one field of one pad; the id of the write, empty where there is no pad yet."""
        key = f"{row:032x}"
        with self.store.work("何静", "改") as work:
            pad = work.find(Pad, key)
            if pad is None and not self.central:  # ids are given once, by whoever makes the row
                return ""
            pad = pad or Pad(id=key)
            work.put(replace(pad, **{name: value}))
        with self.store.reading() as connection:
            raw = connection.scalar(select(journal.c.raw).order_by(journal.c.id.desc()).limit(1))
        assert raw is not None
        return parse(raw).writes[0].id

    def state(self) -> dict[str, tuple[str, str]]:
        with self.store.reading() as connection:
            rows = connection.execute(select(PADS.c.id, PADS.c.first, PADS.c.second))
            return {key: (first, second) for key, first, second in rows}

    def own(self, *, tentative: bool = False) -> set[str]:
        """The station's own writes that it remembers, or those that wait for their fate."""
        query = select(sync_write.c.id)
        if tentative:
            query = query.where(sync_write.c.pos.is_(None))
        with self.store.reading() as connection:
            return set(connection.scalars(query))

    def logged(self) -> list[Any]:
        with self.store.reading() as connection:
            return list(connection.execute(select(sync_log).order_by(sync_log.c.pos)))


@dataclass
class Clock:
    """Runs a second with every look at it; no order depends on it."""

    at: datetime = office.AT

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@dataclass
class World:
    """One county, one random schedule."""

    folder: Path
    seed: int
    stations: int = 3
    chance: random.Random = field(init=False)
    net: list[tuple[str, Carried]] = field(default_factory=list)  # addressee and bundle
    past: dict[str, set[str]] = field(default_factory=dict)  # of each write: what its author had seen
    values: dict[str, str] = field(default_factory=dict)  # write → value
    delivered: set[str] = field(default_factory=set)  # to the center, since it was last put back
    remembered: dict[str, set[str]] = field(default_factory=dict)  # of each station: its own writes
    backups: dict[str, set[str]] = field(default_factory=dict)
    faults: int = 0
    entries: int = 0  # of the center's log at the end, and those of them that went to review
    reviewed: int = 0
    count: int = 0

    desk_kind: ClassVar[type[Desk]] = Desk

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # a schedule, not a key
        clock = Clock()
        self.center = self.desk_kind(self.folder / CENTER, CENTER, clock)
        self.desks = [self.desk_kind(self.folder / code, code, clock) for code in CODES[: self.stations]]
        self._begin()
        for desk in self.desks:
            self._enrol(desk)

    def _begin(self) -> None:
        for row in range(ROWS):
            self._note(self.center, self.center.write(row, FIELDS[0], "begin"), "begin")

    def close(self) -> None:
        for desk in [self.center, *self.desks]:
            desk.store.close()

    def step(self) -> None:
        x, desk = self.chance.random(), self.chance.choice(self.desks)
        if x < 0.34:
            self._write(desk)
        elif x < 0.40:
            self._write(self.center)
        elif x < 0.52:
            self.net += [(CENTER, bundle) for bundle in self.up(desk)]
        elif x < 0.64:
            self.net += [(desk.code, bundle) for bundle in self.down(desk)]
        elif x < 0.86 and self.net:
            self._post()
        elif x < 0.91:
            self.keep(desk)
        elif x < 0.94:
            if desk.code in self.backups:
                self.set_back(desk, noticed=self.chance.random() < 0.5)  # half the time
        elif x < 0.955:
            self.wipe(desk)
        elif x < 0.98:
            self._back_up_center()
        elif CENTER in self.backups:
            self.put_center_back()

    def wipe(self, desk: Desk) -> None:
        """A station's disk is gone; it joins anew."""
        self.faults += 1
        self.remembered.pop(desk.code, None)
        desk.wipe()
        self._enrol(desk)

    def put_center_back(self) -> None:
        self.faults += 1
        self.center.put_back(self._shelf(self.center), self.backups[CENTER])
        restart.begin_again(self.center.store)
        self.delivered.clear()

    def set_back(self, desk: Desk, *, noticed: bool) -> None:
        """A station's disk is put back to its last backup."""
        self.faults += 1
        self.remembered.pop(desk.code, None)
        desk.put_back(self._shelf(desk), self.backups[desk.code])
        if noticed:
            restart.begin_again(desk.store)

    def keep(self, desk: Desk) -> None:
        """A backup of a station, or of the center."""
        if desk.central:
            self._back_up_center()
        else:
            self.backups[desk.code] = desk.copy(self._shelf(desk))

    def write(self, desk: Desk, row: int, name: str) -> str:
        """Write a value nobody has written before; the write's id, empty where there is no such row yet."""
        self.count += 1
        value = f"{desk.code}-{self.count}"
        write_id = desk.write(row, name, value)
        if write_id:
            self._note(desk, write_id, value)
        return write_id

    def up(self, desk: Desk, *, most: int | None = None) -> list[Carried]:
        """What a station sends, in one part or several; some get lost before they are on their way."""
        with desk.store.reading() as connection:
            other = peer(connection, CENTER)
        acked = other.acked_n if other.acked_incarnation == desk.store.meta("incarnation") else 0
        limit = self._limit() if most is None else most
        shipment = outgoing.to_center(desk.office, other, acked, limit, None)
        return self._on_the_way(desk, CENTER, other, shipment, whole=most is not None)

    def down(self, desk: Desk, *, most: int | None = None) -> list[Carried]:
        """What the center sends to a station."""
        with self.center.store.reading() as connection:
            other = peer(connection, desk.code)
        shipment = outgoing.to_station(
            self.center.office, other, self._limit() if most is None else most, None
        )
        return self._on_the_way(self.center, desk.code, other, shipment, whole=most is not None)

    def deliver(self, to: str, bundle: Carried) -> None:
        desk = self._desk(to)
        self.remembered.setdefault(to, set()).update(desk.own())  # all that a living disk holds
        with desk.office.store.work("何静", "导入", alone=True) as work:
            Receiving(desk.office, work, bundle, "包").take()
        if desk.central:
            self.delivered |= _writes(bundle.raws)
            desk.knows |= {told for row in desk.logged() for told in _tells(row)}
            return
        if desk.store.meta("center_epoch") == bundle.epoch:
            _, seen = desk.store.meta("seen")
            desk.knows |= {write_id for pos, write_id in bundle.log if pos <= seen}

    def settle(self, rounds: int = QUIET) -> None:
        """The faults stop: what is on its way arrives, months late, and bundles flow again."""
        for to, bundle in self.net:
            self.deliver(to, bundle)
        self.net = []
        for round_ in range(rounds):
            for desk in self.desks:
                for bundle in self.up(desk, most=outgoing.ROOM * 64):
                    self.deliver(CENTER, bundle)
                for bundle in self.down(desk, most=outgoing.ROOM * 64):
                    self.deliver(desk.code, bundle)
            if round_ in (3, 12):
                self._release()
            if round_ > 3 and all(self._settled(desk) for desk in self.desks):
                return

    def must(self) -> set[str]:
        """Writes that may not be lost: in the log, delivered, on their way, or still known to a station."""
        found = {row.write_id for row in self.center.logged()} | self.delivered
        for to, bundle in self.net:
            if to == CENTER:
                found |= _writes(bundle.raws)
        for desk in self.desks:
            found |= desk.own() | self.remembered.get(desk.code, set())
        return found - {""}

    def broken(self, must: set[str]) -> list[str]:
        """The invariants that do not hold."""
        found = set(self._kept(must))
        stands = self.center.state()
        if any(desk.state() != stands for desk in self.desks):
            found.add("1 stations differ from the center")
        return sorted(found)

    def _kept(self, must: set[str]) -> Iterator[str]:
        """What has become of the writes, whatever they are about."""
        log = [row for row in self.center.logged() if row.write_id]
        self.entries, self.reviewed = len(log), sum(row.outcome == Outcome.REVIEW for row in log)
        if any(desk.own(tentative=True) for desk in self.desks):
            yield "1 writes wait for ever"
        logged = [row.write_id for row in log if row.outcome != Outcome.DUP]
        if must - set(logged):
            yield "2 writes are lost"
        if len(logged) != len(set(logged)):
            yield "2 writes are taken twice"
        if self._blind(log):
            yield "3 values were replaced unseen"
        with self.center.store.reading() as connection:
            reviewed = set(connection.scalars(select(sync_review.c.id)))
        if any(row.outcome == Outcome.REVIEW and row.write_id not in reviewed for row in log):
            yield "4 writes are hidden"

    def _blind(self, log: list[Any]) -> bool:
        stands: dict[tuple[str, str], tuple[str, Any]] = {}
        fields = self._fields(log)
        for row in log:
            if row.outcome not in (Outcome.SET, Outcome.REVIEW):
                continue
            for name, told in fields[row.write_id].items():
                if name in row.reviewed:
                    continue
                value = row.merged.get(name, told)
                before, stood = stands.get((row.key, name), ("", None))
                known = self.past.get(row.write_id, {before})
                if (
                    before
                    and before not in {*known, row.write_id}
                    and value != stood
                    and name not in row.merged
                ):
                    return True
                stands[row.key, name] = (_known_as(row, name), value)
        return False

    def _fields(self, log: list[Any]) -> Mapping[str, Mapping[str, Any]]:
        found: dict[str, Mapping[str, Any]] = {}
        with self.center.store.reading() as connection:
            raws = [*connection.scalars(select(journal.c.raw)), *connection.scalars(select(sync_chain.c.raw))]
        for raw in raws:
            if raw:
                found.update({write.id: write.fields for write in parse(raw).writes})
        return {row.write_id: found.get(row.write_id, {}) for row in log}

    def _write(self, desk: Desk) -> None:
        self.write(desk, self.chance.randrange(ROWS), self.chance.choice(FIELDS))

    def _note(self, desk: Desk, write_id: str, value: str) -> None:
        self.past[write_id] = set(desk.knows)
        self.values[write_id] = value
        desk.knows.add(write_id)

    def _enrol(self, desk: Desk) -> None:
        """Keys to and fro; a station that joins knows nothing yet, and asks for a seed."""
        with self.center.store.work("", "入网") as work:
            put_peer(work, desk.code, keys=desk.keys, facts={})
        with desk.store.work("", "入网") as work:
            put_peer(work, CENTER, keys=self.center.keys, facts={})
            tell(work, CENTER, seed=True)
            work.set_meta("card", {"root": self.center.keys["sign"]})
            work.set_meta("center_epoch", self.center.store.meta("epoch"))

    def _post(self) -> None:
        at = self.chance.randrange(len(self.net))
        to, bundle = self.net[at]
        y = self.chance.random()
        if y < 0.15:  # lost, or cut, or changed: the envelope refuses it whole
            self.net.pop(at)
            self.faults += 1
            return
        if y > 0.25:
            self.net.pop(at)
        else:
            self.faults += 1  # it stays, and comes once more
        self.deliver(to, bundle)

    def _back_up_center(self) -> None:
        with self.center.store.work("", "备份") as work:
            work.set_meta("durable", last_position(work.connection))
        self.backups[CENTER] = self.center.copy(self._shelf(self.center))

    def _release(self) -> None:
        """The time of grace is over for what is held."""
        for desk in self.desks:
            with self.center.store.work("", "收下暂存") as work:
                Intake(work, desk.code, "").drain("", all_of_it=True)

    def _settled(self, desk: Desk) -> bool:
        epoch = self.center.store.meta("epoch")
        seen = [epoch["generation"], self._last()]
        with desk.store.reading() as connection:
            wants = peer(connection, CENTER).facts
        return (
            desk.store.meta("center_epoch") == epoch and desk.store.meta("seen") == seen
            and not desk.own(tentative=True) and not wants.get("seed") and not wants.get("gap")
        )  # fmt: skip

    def _last(self) -> int:
        with self.center.store.reading() as connection:
            return last_position(connection)

    def _on_the_way(
        self, desk: Desk, to: str, other: Any, shipment: outgoing.Shipment, *, whole: bool
    ) -> list[Carried]:
        found = []
        log = tuple((row.pos, told) for row in self.center.logged() for told in _tells(row))
        for load in shipment.loads:
            head = outgoing.manifest(desk.office, to, other, load, None)
            self.count += 1
            epoch = self.center.store.meta("epoch")
            found.append(Carried(head, load.raws, f"{self.count:064x}", epoch, log))
        return found if whole or self.chance.random() < 0.5 else [self.chance.choice(found)]

    def _limit(self) -> int:
        return outgoing.ROOM + self.chance.choice([1, 900, 1 << 20])

    def _shelf(self, desk: Desk) -> Path:
        return self.folder / "backups" / desk.code

    def _desk(self, code: str) -> Desk:
        return next(desk for desk in [self.center, *self.desks] if desk.code == code)


def _known_as(row: Any, name: str) -> str:
    """What an author has to know to know the value: one that was put together is not the write's own."""
    return f"{row.write_id}+" if name in row.merged else str(row.write_id)


def _tells(row: Any) -> tuple[str, ...]:
    """What whoever has heard of an entry of the log knows."""
    return (row.write_id, f"{row.write_id}+")


def _writes(raws: tuple[bytes, ...]) -> set[str]:
    return {write.id for raw in raws for write in parse(raw).writes}


def run(folder: Path, seed: int, steps: int, kind: type[World] = World) -> tuple[World, list[str]]:
    """One schedule to its end: the world, and what is broken in it."""
    with pads():
        world = kind(folder, seed)
        try:
            for _ in range(steps):
                world.step()
            must = world.must()
            world.settle()
            return world, world.broken(must)
        finally:
            world.close()
