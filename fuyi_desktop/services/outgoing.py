"""What goes into a bundle: our lines that nobody has confirmed, in parts; their attachments; our receipt."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BufferedReader
from typing import Any

from fuyi_desktop import __version__
from fuyi_desktop.domain.case import Attachment
from fuyi_desktop.domain.line import GENESIS, Write, parse
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.sealing import KeyRing
from fuyi_desktop.services.office import Office
from fuyi_desktop.store import files
from fuyi_desktop.store.queries import chain_at
from fuyi_desktop.store.received import chain_tip
from fuyi_desktop.sync.envelope import Blob
from fuyi_desktop.sync.manifest import Ack, Feed, Manifest, Part, Receiver, Schema, Sender, Time

SCHEMA = Schema(version=1, least=1)
CHUNK = 4 << 20
ROOM = 64 << 10  # of a part: manifest, signature, padding, age

Numbered = tuple[int, bytes]


@dataclass(frozen=True)
class Span:
    """The lines of one part, and the attachments they bring: each part is a whole bundle of its own."""

    first: int
    lines: tuple[Numbered, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1

    @property
    def raws(self) -> Iterator[bytes]:
        return (raw for _, raw in self.lines)


def spans(ours: Sequence[Numbered], first: int, limit: int) -> list[Span]:
    """The lines in parts that stay within the limit packed, since packing only makes them smaller.

    A part holds whole lines, at least one; with no lines at all there is one part that carries none.
    """
    found: list[Span] = []
    held: list[Numbered] = []
    size = 0
    for n, raw in ours:
        if held and size + len(raw) > limit - ROOM:
            found.append(Span(held[0][0], tuple(held)))
            held, size = [], 0
        held.append((n, raw))
        size += len(raw) + 1
    found.append(Span(held[0][0] if held else first, tuple(held)))
    return found


def manifest(office: Office, to: str, other: Any, ring: KeyRing, span: Span, part: Part | None) -> Manifest:
    """The page at the head of a bundle for another station; its members are added when it is sealed."""
    at, store, ours = office.now(), office.store, to == CENTER
    incarnation = store.meta("incarnation")
    with store.reading() as connection:
        prev = chain_at(connection, incarnation, span.first - 1) or GENESIS
        tip = chain_at(connection, incarnation, span.last) or GENESIS
        ack = None if ours else _ack(connection, other)
    epoch = store.meta("center_epoch")
    feed = (
        Feed(epoch=(epoch["generation"], epoch["id"]), at=store.meta("seen")[1], gap=False, seed=False)
        if epoch
        else None
    )
    history: dict[str, Any] = {
        "incarnation": incarnation, "lines": (span.first, span.last), "prev": prev.hex(), "tip": tip.hex(),
        "feed": feed,
    }  # fmt: skip
    return Manifest(
        id=os.urandom(16).hex(),
        sender=Sender(device=store.meta("device"), station=office.me.station, key=ring.fingerprint),
        to=Receiver(station=to, keys=(other.keys["fingerprint"],)),
        **(history if ours else {}),
        ack=ack,
        schema=SCHEMA,
        app=__version__,
        time=Time(
            wall=int(at.timestamp() * 1000),
            offset=(at.utcoffset() or timedelta()) // timedelta(minutes=1),
            floor=store.meta("floor"),
        ),
        part=part,
    )


def blobs(office: Office, raws: Iterable[bytes]) -> Iterator[Blob]:
    """The content of every attachment that these lines bring and that is here, in chunks."""
    for write in _attached(raws):
        if files.present(office.store, write.fields["digest"]):
            yield from _chunks(office, write.fields["digest"], int(write.fields["size"]))


def missing_contents(office: Office, raws: Iterable[bytes]) -> tuple[str, ...]:
    """The attachments that these lines name and whose content is not here: the line travels, they do not."""
    return tuple(
        write.fields["name"] for write in _attached(raws)
        if not files.present(office.store, write.fields["digest"])
    )  # fmt: skip


def _attached(raws: Iterable[bytes]) -> Iterator[Write]:
    for raw in raws:
        for write in parse(raw).writes:
            if write.table == Attachment.table and write.kind == "i":
                yield write


def _chunks(office: Office, digest: str, size: int) -> Iterator[Blob]:
    def chunk(n: int) -> bytes:
        with files.content(office.store, digest) as content:
            content.seek(n * CHUNK)
            return BufferedReader(content).read(CHUNK)  # type: ignore[type-var]  # a raw one may answer short

    for n in range(-(-size // CHUNK)):
        yield Blob(digest, n, lambda n=n: chunk(n))  # type: ignore[misc]  # bound now, called while sealing


def _ack(connection: Any, other: Any) -> Ack | None:
    """The receipt: how far we hold the other's present history."""
    incarnation = other.facts.get("incarnation")
    if not incarnation:
        return None
    tip = chain_tip(connection, other.station, incarnation)
    return Ack(incarnation=incarnation, upto=tip.n, tip=tip.h.hex(), closed=(), durable=0)
