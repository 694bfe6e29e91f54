"""The engine with one safeguard switched off: the proof that the schedules would notice."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from fuyi_desktop.domain.outcome import Version
from fuyi_desktop.services import feeding, incoming, outgoing, receiving
from fuyi_desktop.store import chains, journal, restart, seeds, standing
from fuyi_desktop.store.received import Arrivals
from fuyi_desktop.store.schema import sync_chain, sync_write
from fuyi_desktop.store.work import Work
from fuyi_desktop.sync.merge import Author

Off = Callable[[pytest.MonkeyPatch], None]


@contextmanager
def without(safeguard: str) -> Iterator[None]:
    """As long as this lasts, the safeguard is off."""
    with pytest.MonkeyPatch.context() as patch:
        MUTATIONS[safeguard](patch)
        yield


def _last_writer_wins(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Author, "knew", lambda self, version: True)


def _own_station_wins(patch: pytest.MonkeyPatch) -> None:
    """A station may always replace its own station's value, whatever branch it stands on."""
    take = incoming.Intake._take

    def wrote(self: Author, version: Version) -> bool:
        return version.branch in _BRANCHES

    def taking(self: incoming.Intake, run: chains.Run) -> None:
        _BRANCHES.clear()
        query = select(sync_chain.c.branch).where(sync_chain.c.station == self.station)
        _BRANCHES.update(self.work.connection.scalars(query))
        take(self, run)

    patch.setattr(Author, "wrote", wrote)
    patch.setattr(incoming.Intake, "_take", taking)


_BRANCHES: set[str] = set()


def _no_write_ids(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Arrivals, "knows", lambda self, write: False)


def _position_without_epoch(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(incoming, "seen_here", lambda seen, epochs: seen[1])


def _past_a_gap(patch: pytest.MonkeyPatch) -> None:
    take = feeding.take_feed

    def taking(work: Work, out: Any, *rest: Any) -> Any:
        return take(work, replace(out, after=min(out.after, work.meta("seen")[1])), *rest)

    patch.setattr(receiving, "take_feed", taking)


def _gap_not_told(patch: pytest.MonkeyPatch) -> None:
    feed = outgoing._feed

    def silent(*args: Any) -> Any:
        found = feed(*args)
        return found and replace(found, gap=False)

    patch.setattr(outgoing, "_feed", silent)


def _second_history_dropped(patch: pytest.MonkeyPatch) -> None:
    place = chains.place

    def only_one(connection: Any, run: chains.Run) -> chains.Placed:
        found = place(connection, run)
        return replace(found, links=()) if found.forked else found

    patch.setattr(chains, "place", only_one)


def _held_runs_dropped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(chains, "hold", lambda *args: None)


def _issued_again_in_another_order(patch: pytest.MonkeyPatch) -> None:
    begin = restart.begin_history

    def backwards(work: Work) -> None:
        own = sync_write.c
        seqs = list(work.connection.scalars(select(own.seq).where(own.pos.is_(None)).order_by(own.seq)))
        for seq in seqs:
            work.connection.execute(update(sync_write).where(own.seq == seq).values(seq=-seq))
        begin(work)

    patch.setattr(restart, "begin_history", backwards)
    patch.setattr(feeding, "begin_history", backwards)


def _forgotten_on_receipt(patch: pytest.MonkeyPatch) -> None:
    flush = standing.Standing.flush

    def forgetting(self: standing.Standing) -> None:
        flush(self)
        self.work.connection.execute(delete(sync_write).where(sync_write.c.pos.is_not(None)))

    patch.setattr(standing.Standing, "flush", forgetting)


def _position_of_an_old_epoch(patch: pytest.MonkeyPatch) -> None:
    """A station takes the seed of a restored center for one of the log it knows."""
    take = seeds.take_seed
    patch.setattr(feeding, "take_seed", lambda work, given, mine, at, left: take(work, given, mine, at, None))


def _no_hash_chain(patch: pytest.MonkeyPatch) -> None:
    """A line is known by its number alone."""

    def numbered(previous: bytes, incarnation: str, n: int, raw_hash: bytes) -> bytes:
        return hashlib.sha256(f"{incarnation}{n}".encode()).digest()

    for module in (chains, journal, restart, incoming):
        patch.setattr(module, "chain", numbered)


def _applied_half(patch: pytest.MonkeyPatch) -> None:
    """Half of a run is applied, and all of it acknowledged."""

    def half(self: Arrivals, line: Any, link: Any, incarnation: str, judgements: Any) -> None:
        if link.n % 2:
            take(self, line, link, incarnation, judgements)

    take = Arrivals.take
    patch.setattr(Arrivals, "take", half)


MUTATIONS: dict[str, Off] = {
    "last writer wins": _last_writer_wins,
    "own station always wins": _own_station_wins,
    "no write ids": _no_write_ids,
    "positions compared across a center restore": _position_without_epoch,
    "feed applied past a gap": _past_a_gap,
    "window cannot report a gap": _gap_not_told,
    "second history dropped": _second_history_dropped,
    "held runs dropped": _held_runs_dropped,
    "re-issue in another order": _issued_again_in_another_order,
    "forget on receipt": _forgotten_on_receipt,
    "old-epoch position trusted": _position_of_an_old_epoch,
    "numbers only, no hash chain": _no_hash_chain,
    "bundle applied half, acknowledged whole": _applied_half,
}
