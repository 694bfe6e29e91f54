"""站点 — how things stand between the center and each station, and what went to and fro between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.services import contents
from fuyi_desktop.services.office import Office
from fuyi_desktop.store.chains import tip
from fuyi_desktop.store.chunks import CHUNK
from fuyi_desktop.store.peers import tell
from fuyi_desktop.store.queries import bundles, peer, peers, station_called, stations, unsent
from fuyi_desktop.store.restart import epochs
from fuyi_desktop.store.scope import cases_of
from fuyi_desktop.store.stations import HeldRun, held_runs, safe_upto, sizes, unheard
from fuyi_desktop.store.work import Work
from fuyi_desktop.sync.manifest import Manifest

QUIET, LOST = 14, 30  # days without a bundle: to be asked after, and to be looked for
SLACK = timedelta(minutes=10)  # by which the clocks of two PCs may differ
UNDONE = "已撤销"


@dataclass(frozen=True)
class Contents:
    """Attachments whose content is on its way: how many, and how many bytes of them."""

    count: int = 0
    size: int = 0


@dataclass(frozen=True)
class Hole:
    """Lines that are held, and the lines before them that have not come; (0, 0) where none are missing."""

    first: int
    last: int
    missing: tuple[int, int]
    since: datetime

    @property
    def held(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class StationRow:
    """How things stand with one station, as the center sees it."""

    station: str
    name: str
    last_received: int  # of its lines, in its present history
    last_at: datetime | None  # when a bundle of it last brought something
    receipt_sent: int  # up to which of its lines a receipt has been written
    unit: str = ""
    heard_at: datetime | None = None  # when the newest of its bundles was taken in, with or without news
    silent: int | None = None  # days since then; None: never heard of
    seen: int | None = None  # up to which position it has our log; None: no position of this log
    behind: int = 0  # entries that concern it and that it has not confirmed
    wants_seed: bool = False  # asked for all of the data, or can go on in no other way
    holes: tuple[Hole, ...] = ()
    app: str = ""  # version of its program
    clock: timedelta = timedelta()  # certainly wrong by: ahead of ours, or (negative) behind what it has seen
    histories: int = 1  # of which more than one means: a copy of it works elsewhere, or it was set back
    alarm: str = ""  # the sentence, where it holds another signature of our log than we do
    wants: Contents = Contents()  # attachments that it lacks
    lacks: Contents = Contents()  # attachments of its cases that we lack

    @property
    def owed(self) -> bool:
        """Whether it waits for a receipt."""
        return self.last_received > self.receipt_sent

    @property
    def held(self) -> int:
        return sum(hole.held for hole in self.holes)

    @property
    def troubled(self) -> bool:
        """Whether somebody has to look at it, beside waiting for a receipt."""
        return bool(
            self.holes or self.histories > 1 or self.alarm or self.clock
            or (self.silent is not None and self.silent >= QUIET)
        )  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        return {
            "station": self.station, "name": self.name, "unit": self.unit,
            "last_received": self.last_received, "receipt_sent": self.receipt_sent, "owed": self.owed,
            "heard_at": self.heard_at.isoformat() if self.heard_at else None, "silent_days": self.silent,
            "seen": self.seen, "behind": self.behind, "wants_seed": self.wants_seed,
            "holes": [
                {"held": [one.first, one.last], "missing": list(one.missing) if any(one.missing) else None}
                for one in self.holes
            ],
            "app": self.app, "clock_seconds": int(self.clock.total_seconds()), "histories": self.histories,
            "alarm": self.alarm or None, "wants": vars(self.wants), "lacks": vars(self.lacks),
        }  # fmt: skip


@dataclass(frozen=True)
class BundleRow:
    """One bundle that went out or came in, with what the import said of it."""

    at: datetime
    direction: str
    station: str
    name: str
    first: int
    last: int
    state: str
    digest: str = ""
    kind: str = "data"
    station_name: str = ""
    positions: tuple[int, int] = (0, 0)  # what its lines were given here
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def undoable(self) -> bool:
        """Whether undoing its import is worth asking for: it came in here and its lines have positions."""
        return self.direction == "in" and bool(self.positions[1]) and self.state != UNDONE


@dataclass(frozen=True)
class OwnRow:
    """At a station: how its own work stands with the center."""

    sent_at: datetime | None
    carried: int  # up to which of our lines a bundle has been written
    acked: int
    acked_at: datetime | None
    durable: int  # 已备份: up to which of our lines a backup of the center holds all they wrote
    unsent: int
    lacks: Contents  # contents that are on their way to us
    owes: Contents  # contents that the center has asked for and that lie here
    wants_seed: bool
    gap: bool  # entries of the center's log are missing between two bundles


def board(office: Office) -> list[StationRow]:
    """Every station that has joined, by its code."""
    with office.store.reading() as connection:
        generation, _, name = epochs(connection)[-1]
        named = {one.station: one for one in stations(connection)}
        held, rows, asked = held_runs(connection), list[StationRow](), dict[str, Mapping[str, str]]()
        for row in peers(connection):
            facts = row.facts
            received = tip(connection, row.station, facts.get("incarnation", ""))
            feed = facts.get("feed") or {}
            same = (feed.get("generation"), feed.get("id")) == (generation, name)
            seen = int(feed["at"]) if same else None
            heard = _moment(facts.get("heard")) or row.last_seen
            known = named.get(row.station)
            rows.append(
                StationRow(
                    row.station, known.name if known else row.station, received.n, row.last_seen,
                    int(facts.get("receipt", 0)),
                    unit=known.unit_name if known else "",
                    heard_at=heard,
                    silent=_days(office, heard),
                    seen=seen,
                    behind=unheard(connection, row.station, seen or 0) if heard else 0,
                    wants_seed=bool(heard and feed and (not same or feed.get("seed"))),
                    holes=_holes(connection, row.station, held.get(row.station, ())),
                    app=str(facts.get("app", "")),
                    clock=timedelta(seconds=int(facts.get("clock", 0))),
                    histories=1 + len(facts.get("forked", ())),
                    alarm=str(facts.get("alarm", "")),
                    lacks=_lacking(connection, row.station),
                )
            )  # fmt: skip
            asked[row.station] = facts.get("wants", {})
    return [replace(row, wants=_wanted(office, asked[row.station])) for row in rows]


def history(office: Office, station: str = "", limit: int = 100) -> list[BundleRow]:
    """What went out and came in, newest first; of one station where one is named."""
    with office.store.reading() as connection:
        return [
            BundleRow(
                row.at, row.direction, row.station, row.name, row.first, row.last, row.state, row.digest,
                row.kind, station_called(connection, row.station), (row.pos_first, row.pos_last), row.told,
            )
            for row in bundles(connection, station=station, limit=limit)
        ]  # fmt: skip


def own(office: Office) -> OwnRow:
    """How the work of this station stands with the center; before it has joined, all is nought."""
    store = office.store
    incarnation = store.meta("incarnation")
    with store.reading() as connection:
        other = peer(connection, CENTER)
        facts = other.facts if other is not None else {}
        acked = int(other.acked_n) if other is not None and other.acked_incarnation == incarnation else 0
        carried = facts.get("carried", {})
        sent = next((row for row in bundles(connection, limit=50) if row.direction == "out"), None)
        durable = int(facts.get("durable", 0))
        lacking, _ = contents.wanted(connection)
        lacks = _amount(connection, lacking)
        safe = safe_upto(connection, incarnation, acked, durable) if durable else 0
        waits = unsent(connection, incarnation, acked)
    return OwnRow(
        sent_at=sent.at if sent else None,
        carried=int(carried["n"]) if carried.get("incarnation") == incarnation else 0,
        acked=acked,
        acked_at=other.acked_at if other is not None else None,
        durable=safe,
        unsent=waits,
        lacks=lacks,
        owes=_wanted(office, facts.get("wants", {})),
        wants_seed=bool(facts.get("seed")),
        gap=bool(facts.get("gap")),
    )


def keep_told(work: Work, head: Manifest, alarm: str) -> None:
    """Keep what the newest bundle of a station says of its program and clock; an older one says nothing.

    A bundle has been on its way for as long as it has: only a clock that is ahead of ours, or behind a day
    that the station had seen, is wrong for certain.
    """
    station, made = head.sender.station, head.time.wall
    found = peer(work.connection, station)
    if found is not None and int(found.facts.get("made", 0)) >= made:
        return
    ahead = made - int(work.at.timestamp() * 1000)
    behind = min(0, made - head.time.floor) if head.time.floor else 0
    off = timedelta(milliseconds=ahead if ahead > 0 else behind)
    tell(
        work, station, app=head.app, made=made, heard=work.at.isoformat(), alarm=alarm or None,
        clock=int(off.total_seconds()) if abs(off) > SLACK else None,
    )  # fmt: skip


def _holes(connection: Any, station: str, runs: Sequence[HeldRun]) -> tuple[Hole, ...]:
    """Each run that is held, with what is missing between it and what stands before it."""
    found: list[Hole] = []
    upto: dict[str, int] = {}
    for run in runs:
        if run.incarnation not in upto:
            upto[run.incarnation] = tip(connection, station, run.incarnation).n
        before = upto[run.incarnation]
        missing = (before + 1, run.first - 1) if before + 1 < run.first else (0, 0)
        found.append(Hole(run.first, run.last, missing, run.since))
        upto[run.incarnation] = max(before, run.last)
    return tuple(found)


def _wanted(office: Office, wants: Mapping[str, str]) -> Contents:
    """What another has asked for: bytes of the chunks that it has not and that are here."""
    sending = contents.to_send(office.store, {}, wants) if wants else []
    size = sum(min(CHUNK, one.size - n * CHUNK) for one in sending for n in one.missing)
    return Contents(len(wants), size)


def _lacking(connection: Any, station: str) -> Contents:
    lacking, _ = contents.wanted(connection, cases_of(connection, station))
    return _amount(connection, lacking)


def _amount(connection: Any, lacking: Sequence[str]) -> Contents:
    known = sizes(connection, lacking)
    return Contents(len(lacking), sum(known.values()))


def _days(office: Office, heard: datetime | None) -> int | None:
    """Days since then; none of them on the same day, and none by a clock that was set back."""
    return max(0, (office.today - heard.astimezone(office.now().tzinfo).date()).days) if heard else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
