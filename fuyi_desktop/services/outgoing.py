"""What goes into a bundle: to the center our lines, to a station the center's log; contents, and receipts."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from fuyi_desktop import __version__
from fuyi_desktop.domain.case import Attachment
from fuyi_desktop.domain.line import GENESIS, Write, parse
from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.services import contents, keyring
from fuyi_desktop.services.keys import ring
from fuyi_desktop.services.office import Office
from fuyi_desktop.store import chains, chunks, files
from fuyi_desktop.store.feed import Told, case_rows_for, feed, rows_for, writes_of
from fuyi_desktop.store.positions import last_position, link_at
from fuyi_desktop.store.queries import chain_at, lines
from fuyi_desktop.store.restart import epochs
from fuyi_desktop.store.scope import cases_of
from fuyi_desktop.sync import entries
from fuyi_desktop.sync.checkpoint import Checkpoint, signed
from fuyi_desktop.sync.entries import End, Entry, Head, Mine, Row, SeedLine
from fuyi_desktop.sync.envelope import Blob
from fuyi_desktop.sync.manifest import (
    Ack,
    Digest,
    Feed,
    FeedOut,
    Kind,
    Manifest,
    Part,
    Receiver,
    Schema,
    Sender,
    Time,
)

SCHEMA = Schema(version=1, least=1)
ROOM = 64 << 10  # of a part: manifest, signature, padding, age
PROVED = timedelta(days=7)  # how often a station is told the digest of its scope
MOST_CHUNKS = 2000  # in one part: a bundle has at most 4096 members

Numbered = tuple[int, bytes]


@dataclass(frozen=True)
class Load:
    """What one part carries beside what every manifest says: each part is a whole bundle of its own."""

    said: Mapping[str, Any]  # of its manifest
    raws: tuple[bytes, ...] = ()
    blobs: tuple[Blob, ...] = ()

    @property
    def size(self) -> int:
        """At most this much, before it is packed."""
        return sum(len(raw) + 1 for raw in self.raws)


@dataclass(frozen=True)
class Shipment:
    """Everything that goes to one station, in parts, and which of our lines or positions it covers."""

    loads: tuple[Load, ...]
    first: int
    last: int
    missing: tuple[str, ...] = ()  # names of attachments whose content is not here
    kind: Kind = Kind.DATA


def to_center(office: Office, other: Any, acked: int, limit: int, budget: int | None) -> Shipment:
    """Our lines that the center has not confirmed, and the contents that it lacks."""
    store = office.store
    incarnation = store.meta("incarnation")
    with store.reading() as connection:
        ours = list(lines(connection, incarnation, acked))
        wants, have = contents.wanted(connection)
        spans = list(_spans(ours, acked + 1, limit))
        links = [
            (chain_at(connection, incarnation, n - 1) or GENESIS, chain_at(connection, incarnation, last))
            for n, last, _ in spans
        ]
    told = {
        "feed": _feed(office, other), "want": wants, "have": have, "incarnation": incarnation,
        "checkpoint": other.facts.get("checkpoint"),
    }  # fmt: skip
    loads = [
        Load({**told, "lines": (first, last), "prev": prev.hex(), "tip": (tip or prev).hex()}, tuple(raws))
        for (first, last, raws), (prev, tip) in zip(spans, links, strict=True)
    ]
    named = {write.fields["digest"]: int(write.fields["size"]) for write in _attached(_writes(ours))}
    end = loads[-1].said
    empty = Load({**end, "lines": (end["lines"][1] + 1, end["lines"][1]), "prev": end["tip"]})
    return Shipment(
        _with_contents(office, loads, empty, named, other.facts.get("wants", {}), limit, budget),
        acked + 1, spans[-1][1],
        _missing(office, _attached(_writes(ours))),
    )  # fmt: skip


def to_station(office: Office, other: Any, limit: int, budget: int | None) -> Shipment:
    """The center's log as far as the station has not seen it, or a seed; the contents that it lacks."""
    store = office.store
    with store.reading() as connection:
        generation, _, name = epochs(connection)[-1]
        told: dict[str, Any] = {
            "ack": _ack(connection, other, int(store.meta("durable", 0))),
            "checkpoint": _checkpoint(office, connection, (generation, name)),
        }
        cases = cases_of(connection, other.station)
        wants, have = contents.wanted(connection, cases)
        told |= {"want": wants, "have": have}
        asked = other.facts.get("wants", {})
        theirs = {digest: asked[digest] for digest in sorted(chunks.within(connection, asked, cases))}
        after, head = _heard(other, (generation, name)), last_position(connection)
        epoch = (generation, name)
        if after is None:
            loads = [_seed(connection, other, told, head)]
            named: dict[str, int] = {}
            after = head
        else:
            entered = list(feed(connection, other.station, after, head))
            loads = list(_stretches(entered, after, head, epoch, told, limit))
            loads[-1] = _proved(office, connection, other, loads[-1], head)
            named = {
                one.write.fields["digest"]: int(one.write.fields["size"])
                for one in entered
                if one.station != other.station and one.outcome in (Outcome.SET, Outcome.IN)
                and one.write.table == Attachment.table and one.write.kind == "i"
            }  # fmt: skip
    empty = Load({**told, "feedout": FeedOut(epoch=epoch, after=head, upto=head)})
    return Shipment(
        _with_contents(office, loads, empty, named, theirs, limit, budget), after, head,
        kind=loads[0].said.get("kind", Kind.DATA),
    )  # fmt: skip


def manifest(office: Office, to: str, other: Any, load: Load, part: Part | None) -> Manifest:
    """The page at the head of a bundle for another station; its members are added when it is sealed."""
    at, store = office.now(), office.store
    return Manifest(
        id=os.urandom(16).hex(),
        sender=Sender(device=store.meta("device"), station=office.me.station, key=ring(store).fingerprint),
        to=Receiver(station=to, keys=keyring.fingerprints(other.keys, at)),
        **load.said,
        schema=SCHEMA,
        app=__version__,
        time=Time(
            wall=max(0, int(at.timestamp() * 1000)),
            offset=(at.utcoffset() or timedelta()) // timedelta(minutes=1),
            floor=store.meta("floor"),
        ),
        part=part,
        certs=keyring.certs_for(store, other),
    )


def _spans(ours: Sequence[Numbered], first: int, limit: int) -> Iterator[tuple[int, int, list[bytes]]]:
    """The lines in parts that stay within the limit packed, since packing only makes them smaller.

    A part holds whole lines, at least one; with no lines at all there is one part that carries none.
    """
    held: list[bytes] = []
    size = 0
    for n, raw in ours:
        if held and size + len(raw) > limit - ROOM:
            yield n - len(held), n - 1, held
            held, size = [], 0
        held.append(raw)
        size += len(raw) + 1
    last = ours[-1][0] if ours else first - 1
    yield last - len(held) + 1, last, held


def _stretches(
    told: Iterable[Told], after: int, head: int, epoch: tuple[int, str], said: Mapping[str, Any], limit: int
) -> Iterator[Load]:
    """The feed in parts; entries of one position stay together."""
    held: list[bytes] = []
    size, start, at = 0, after, after
    for one in told:
        raw = entries.render(_entry(one))
        if held and one.pos > at and size + len(raw) > limit - ROOM:
            yield Load({**said, "feedout": FeedOut(epoch=epoch, after=start, upto=at)}, tuple(held))
            held, size, start = [], 0, at
        held.append(raw)
        size, at = size + len(raw) + 1, one.pos
    yield Load({**said, "feedout": FeedOut(epoch=epoch, after=start, upto=head)}, tuple(held))


def _seed(connection: Any, other: Any, told: Mapping[str, Any], head: int) -> Load:
    station = other.station
    known = epochs(connection)
    rows = [Row(*row) for row in rows_for(connection, station)]
    # what the station has not heard of, it has written anew in its present history
    mine = writes_of(connection, station, _doubted(other, known), other.facts.get("incarnation", ""))
    raws: list[SeedLine] = [Head(tuple(known), head), *rows, Mine(tuple(mine)), End(len(rows))]
    said = {**told, "kind": Kind.SEED, "digest": _digest(connection, station, head)}
    return Load(said, tuple(entries.render_seed(line) for line in raws))


def _doubted(other: Any, known: Sequence[tuple[int, int, str]]) -> int:
    """From which position on a station cannot know whether the log holds its writes."""
    feed_ = other.facts.get("feed") or {}
    generations = [generation for generation, _, _ in known]
    if feed_.get("generation") not in generations:
        return 0
    at = generations.index(feed_["generation"])
    return min([int(feed_["at"]), *(start for _, start, _ in known[at + 1 :])])


def _heard(other: Any, epoch: tuple[int, str]) -> int | None:
    """The position up to which a station has the log; None where it needs a seed."""
    feed_ = other.facts.get("feed")
    if not feed_ or feed_.get("seed") or (feed_["generation"], feed_["id"]) != epoch:
        return None
    return int(feed_["at"])


def _proved(office: Office, connection: Any, other: Any, load: Load, head: int) -> Load:
    """The last part with the digest of the station's scope, from time to time."""
    last = other.facts.get("proved")
    if last is not None and abs(office.now() - datetime.fromisoformat(last)) < PROVED:
        return load
    return replace(load, said={**load.said, "digest": _digest(connection, other.station, head)})


def _digest(connection: Any, station: str, head: int) -> Digest:
    found = entries.digest(case_rows_for(connection, station))
    return Digest(at=head, rows=found.rows, total=found.hex)


def _checkpoint(office: Office, connection: Any, epoch: tuple[int, str]) -> str:
    size = last_position(connection)
    link = link_at(connection, size) or bytes(32)
    return signed(Checkpoint(f"fuyi/{epoch[0]}-{epoch[1]}", size, link), ring(office.store).sign)


def _with_contents(
    office: Office, loads: Sequence[Load], empty: Load, named: Mapping[str, int], wants: Mapping[str, str],
    limit: int, budget: int | None,
) -> tuple[Load, ...]:  # fmt: skip
    """The loads with the contents' chunks behind the text: in the last part, and in parts of their own."""
    found = list(loads)
    sending = contents.to_send(office.store, named, wants)
    room = limit - ROOM - found[-1].size
    held: list[Blob] = []
    for blob, size in contents.blobs(office.store, sending, budget):
        if size > room or len(held) >= MOST_CHUNKS:
            found[-1] = replace(found[-1], blobs=tuple(held))
            found.append(empty)
            held, room = [], limit - ROOM
        held.append(blob)
        room -= size + 1024  # its header and padding
    found[-1] = replace(found[-1], blobs=tuple(held))
    return tuple(found)


def _missing(office: Office, writes: Iterable[Write]) -> tuple[str, ...]:
    """The attachments that these lines name and whose content is not here: the line travels, they do not."""
    return tuple(w.fields["name"] for w in writes if not files.present(office.store, w.fields["digest"]))


def _writes(ours: Iterable[Numbered]) -> Iterator[Write]:
    for _, raw in ours:
        yield from parse(raw).writes


def _attached(writes: Iterable[Write]) -> Iterator[Write]:
    return (write for write in writes if write.table == Attachment.table and write.kind == "i")


def _entry(one: Told) -> Entry:
    line = one.line
    return Entry(
        pos=one.pos, outcome=one.outcome, write=one.write, station=one.station, incarnation=one.incarnation,
        n=one.n, by=line.by if line else "", why=line.why if line else "",
        wall=max(0, line.wall) if line else 0, at=line.at if line else "", line_hash=one.line_hash.hex(),
        held=one.held,
    )  # fmt: skip


def _feed(office: Office, other: Any) -> Feed | None:
    epoch = office.store.meta("center_epoch")
    if not epoch:
        return None
    return Feed(
        epoch=(epoch["generation"], epoch["id"]), at=office.store.meta("seen")[1],
        gap=bool(other.facts.get("gap")), seed=bool(other.facts.get("seed")),
    )  # fmt: skip


def _ack(connection: Any, other: Any, durable: int) -> Ack | None:
    """The receipt: how far we hold the other's present history."""
    incarnation = other.facts.get("incarnation")
    if not incarnation:
        return None
    found = chains.tip(connection, other.station, incarnation)
    return Ack(
        incarnation=incarnation, upto=found.n, tip=found.h.hex(), closed=tuple(other.facts.get("forked", ())),
        durable=durable,
    )  # fmt: skip
