"""What we know of the stations we exchange with, and the bundles that went out and came in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select, update

from fuyi_desktop.domain.errors import NotFound
from fuyi_desktop.domain.line import Hash
from fuyi_desktop.store.schema import sync_bundle, sync_peer, sync_review, upsert
from fuyi_desktop.store.work import Work

EMPTY: Mapping[str, Any] = MappingProxyType({})


def put_peer(work: Work, station: str, **values: Any) -> None:
    """Keep what we know of a station we exchange with; what is not named stays."""
    row = work.connection.execute(select(sync_peer).where(sync_peer.c.station == station)).one_or_none()
    empty = {
        "keys": {}, "certificate": {}, "acked_incarnation": "", "acked_n": 0, "acked_tip": "",
        "acked_at": None, "last_seen": None, "facts": {},
    }  # fmt: skip
    known = dict(row._mapping) if row is not None else empty
    upsert(work.connection, sync_peer, [{**known, **values, "station": station}], "station")
    work.changed.add(sync_peer.name)


def tell(work: Work, station: str, **facts: Any) -> None:
    """Keep facts about a station beside those that are known; None takes one away."""
    c = sync_peer.c
    known = work.connection.execute(select(c.facts).where(c.station == station)).one_or_none()
    found = {**(known.facts if known is not None else {}), **facts}
    put_peer(work, station, facts={name: value for name, value in found.items() if value is not None})


def acknowledge(work: Work, station: str, incarnation: str, n: int, tip: Hash) -> None:
    """县中心已收到: another station has our lines of an incarnation up to a number."""
    put_peer(
        work, station,
        acked_incarnation=incarnation, acked_n=n, acked_tip=tip.hex(), acked_at=work.at, last_seen=work.at,
    )  # fmt: skip


def note_bundle(
    work: Work, digest: str, *, direction: str, station: str, kind: str, first: int, last: int, state: str,
    name: str, positions: tuple[int, int] = (0, 0), told: Mapping[str, Any] = EMPTY,
) -> None:  # fmt: skip
    """Record that a bundle went out or came in, and what was said of it; its digest knows it again.

    One that comes in again and is given no positions leaves what was recorded of it the first time.
    """
    c = sync_bundle.c
    again = direction == "in" and not positions[1]
    if again and work.connection.scalar(select(c.digest).where(c.digest == digest)) is not None:
        return
    row = {
        "digest": digest, "direction": direction, "station": station, "kind": kind, "first": first,
        "last": last, "pos_first": positions[0], "pos_last": positions[1], "at": work.at, "state": state,
        "name": name, "told": dict(told),
    }  # fmt: skip
    upsert(work.connection, sync_bundle, [row], "digest")
    work.changed.add(sync_bundle.name)


def decide_review(work: Work, review_id: str, decision: str) -> None:
    """裁决: close a review; the value decided on is put by the same deed. NotFound where none is open."""
    if not close_review(work, review_id, decision, work.by):
        raise NotFound(what="待裁决事项", key=review_id)


def close_review(work: Work, review_id: str, decision: str, by: str) -> bool:
    """Close a review that was decided on, here or at the center; False where none is open."""
    c = sync_review.c
    found = work.connection.execute(
        update(sync_review)
        .where(c.id == review_id, c.state == "open")
        .values(state="decided", decision=decision, decided_by=by)
    )
    work.changed.add(sync_review.name)
    return found.rowcount == 1
