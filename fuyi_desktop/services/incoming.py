"""The lines of one bundle on their way in: chained, judged, and taken into one transaction."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BufferedReader, RawIOBase
from typing import Any

from fuyi_desktop.domain.errors import BundleDamaged, BundleOutOfOrder, HistoryForked
from fuyi_desktop.domain.line import GENESIS, Line, Write, chain, line_hash, parse
from fuyi_desktop.domain.outcome import ROW, Judgement, Outcome
from fuyi_desktop.domain.record import flat, merge_rules
from fuyi_desktop.store import files
from fuyi_desktop.store.received import chain_tip, known_line, known_write, receive, versions
from fuyi_desktop.store.schema import RECORDS
from fuyi_desktop.store.work import Work
from fuyi_desktop.sync.envelope import Blob, OpenedBundle
from fuyi_desktop.sync.manifest import Manifest
from fuyi_desktop.sync.merge import Author, judge, seen_here

# a station's word on these always waits for a person
CENTER_ONLY = frozenset({"unit", "station", "provision"})

# fields that must name the sender
SPOKEN_FOR = {"step": ("station",), "case": ("home",), "recount": ("station",)}
BEFORE_JOINING = "X[0-9A-F]{8}"  # what a station calls itself until it has its code (docs/decisions/0004)


@dataclass
class Taken:
    """What the lines of a bundle have brought so far."""

    new: int = 0
    known: int = 0
    conflicts: int = 0
    cases: dict[str, str] = field(default_factory=dict)  # case id → what: 新增 or 更新


def take_lines(work: Work, manifest: Manifest, raws: Iterable[bytes], name: str) -> Taken:
    """Take in every line that is new. BundleOutOfOrder, HistoryForked and BundleDamaged change nothing."""
    assert manifest.lines and manifest.incarnation and manifest.prev and manifest.tip
    station, incarnation = manifest.sender.station, manifest.incarnation
    first, _ = manifest.lines
    held = chain_tip(work.connection, station, incarnation)
    if first > held.n + 1:
        raise BundleOutOfOrder(name=name, first=held.n + 1, last=first - 1)
    link = bytes.fromhex(manifest.prev)
    if link != GENESIS and not known_line(work.connection, link):
        raise HistoryForked(name=name)
    taken = Taken()
    for n, raw in enumerate(raws, first):
        line = _line(raw, n, name)
        link = chain(link, incarnation, n, line_hash(raw))
        if known_line(work.connection, link):
            taken.known += 1
            continue
        if n <= held.n:  # another line under a number we hold: two histories of one incarnation
            raise HistoryForked(name=name)
        _take(work, raw, line, station, incarnation, taken)
    if link.hex() != manifest.tip:
        raise BundleDamaged(name=name)
    return taken


def _line(raw: bytes, n: int, name: str) -> Line:
    try:
        line = parse(raw)
    except ValueError as error:
        raise BundleDamaged(name=name) from error
    if line.n != n:
        raise BundleDamaged(name=name)
    return line


def _take(work: Work, raw: bytes, line: Line, station: str, incarnation: str, taken: Taken) -> None:
    seen = seen_here(line.seen, work.meta("epoch", {"generation": 0})["generation"])
    author = Author(station, incarnation, line.n, seen)
    judgements = {write.id: _judged(work, write, author) for write in line.writes}
    receive(work, raw, line, station, incarnation, judgements)
    taken.new += 1
    for write in line.writes:
        judged = judgements[write.id]
        taken.conflicts += judged.outcome is Outcome.REVIEW
        case_id = write.key if write.table == "case" else str(write.fields.get("case_id", ""))
        if case_id and not judged.dup:
            new = write.table == "case" and write.kind == "i"
            taken.cases.setdefault(case_id, "新增" if new else "更新")


def _judged(work: Work, write: Write, author: Author) -> Judgement:
    kind = RECORDS.get(write.table)
    if write.table in CENTER_ONLY or not _says_who_it_is(write, author.station):
        return Judgement(dict.fromkeys(write.fields or {ROW: None}, Outcome.REVIEW))
    current = work.find(kind, write.key) if kind else None
    return judge(
        write,
        author,
        versions(work.connection, write.table, write.key),
        flat(current) if current else {},
        merge_rules(kind) if kind else {},
        known=known_write(work.connection, write.id),
    )


def _says_who_it_is(write: Write, station: str) -> bool:
    """A station speaks for itself alone: what it records and registers bears its own code."""
    named = [write.fields[name] for name in SPOKEN_FOR.get(write.table, ()) if name in write.fields]
    return all(code == station or re.fullmatch(BEFORE_JOINING, str(code)) for code in named)


def keep_blobs(work: Work, bundle: OpenedBundle, name: str) -> None:
    """Keep the attachments a bundle brings, put together from their chunks, never in clear."""
    chunks: dict[str, list[Blob]] = {}
    for blob in bundle.blobs():
        chunks.setdefault(blob.hash, []).append(blob)
    for digest, found in chunks.items():
        if [blob.n for blob in found] != list(range(len(found))):
            raise BundleDamaged(name=name)
        kept, _ = files.keep(work, BufferedReader(_Joined(found)))
        if kept != digest:
            raise BundleDamaged(name=name)


class _Joined(RawIOBase):
    """Chunks read one after another as one content."""

    def __init__(self, blobs: Iterable[Blob]) -> None:
        self._coming = iter(blobs)
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._held:
            blob = next(self._coming, None)
            if blob is None:
                return 0
            self._held = blob.content()
        piece, self._held = self._held[: len(into)], self._held[len(into) :]
        into[: len(piece)] = piece
        return len(piece)
