"""What the center asks about its stations: how much they have not heard, and which lines wait for others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from fuyi_desktop.store.projection import BATCH, batches
from fuyi_desktop.store.schema import TABLES, sync_held, sync_log, sync_write
from fuyi_desktop.store.scope import visible

attachment, held, write = TABLES["attachment"].c, sync_held.c, sync_write.c


@dataclass(frozen=True)
class HeldRun:
    """Lines of one incarnation, one after another, that wait for those before them."""

    incarnation: str
    first: int
    last: int
    since: datetime


def unheard(connection: Connection, station: str, after: int) -> int:
    """How many entries of the log after a position concern a station."""
    log = sync_log.c
    query = select(func.count()).select_from(sync_log).where(log.pos > after, visible(station))
    return connection.scalar(query) or 0


def held_runs(connection: Connection) -> dict[str, list[HeldRun]]:
    """Station → its runs that are held, by incarnation and number; without their lines."""
    query = select(
        held.station, held.incarnation, func.min(held.n).label("first"), func.max(held.n).label("last"),
        func.min(held.at).label("since"),
    ).group_by(held.run, held.station, held.incarnation)  # fmt: skip
    found: dict[str, list[HeldRun]] = {}
    for row in connection.execute(query):
        found.setdefault(row.station, []).append(HeldRun(row.incarnation, row.first, row.last, row.since))
    return {
        station: sorted(runs, key=lambda run: (run.incarnation, run.first)) for station, runs in found.items()
    }


def sizes(connection: Connection, digests: Iterable[str]) -> dict[str, int]:
    """Digest → the size that an attachment says its content has."""
    found: dict[str, int] = {}
    for batch in batches(digests, BATCH):
        query = select(attachment.digest, attachment.size).where(attachment.digest.in_(batch))
        found.update((row.digest, row.size) for row in connection.execute(query))
    return found


def safe_upto(connection: Connection, incarnation: str, acked: int, durable: int) -> int:
    """At a station: up to which of its lines all that they wrote lies at or below a position of the log."""
    above = (write.pos.is_(None)) | (write.pos > durable)
    query = select(func.min(write.n)).where(write.incarnation == incarnation, above)
    first = connection.scalar(query)
    return acked if first is None else min(acked, first - 1)
