"""附件内容 — attachments travel by content, in chunks, after the text: asked for, resumed, put together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import BufferedReader, BytesIO, RawIOBase
from typing import Any

from fuyi_desktop.domain.errors import FileDamaged, NotFound
from fuyi_desktop.store import chunks, files
from fuyi_desktop.store.chunks import CHUNK
from fuyi_desktop.store.work import Store, Work
from fuyi_desktop.sync.envelope import Blob
from fuyi_desktop.sync.manifest import Have, Manifest

MOST_WANTED = 1000  # named in one bundle; the others are asked for when these have come


@dataclass(frozen=True)
class Content:
    """An attachment's content that the other side lacks, but for the chunks it holds."""

    digest: str
    size: int
    have: frozenset[int] = frozenset()

    @property
    def missing(self) -> Iterator[int]:
        return (n for n in range(chunks.count_of(self.size)) if n not in self.have)


def to_send(store: Store, named: Mapping[str, int], wants: Mapping[str, str]) -> list[Content]:
    """What to send: the contents (digest → size) that the load names, and those that were asked for.

    Those asked for go first: they were promised longer.
    """
    with store.reading() as connection:
        sizes = files.sizes(connection, [*wants, *named])
    found = [
        Content(digest, sizes[digest], _chunks_in(wants.get(digest, "")))
        for digest in dict.fromkeys([*wants, *named])
        if digest in sizes
    ]
    return [one for one in found if any(True for _ in one.missing)]


def blobs(store: Store, contents: Iterable[Content], budget: int | None) -> Iterator[tuple[Blob, int]]:
    """The chunks to send with their sizes, within a budget of bytes; what is damaged here is passed over."""
    left = budget
    for content in contents:
        for n in content.missing:
            size = min(CHUNK, content.size - n * CHUNK)
            if left is not None and size > left:
                return
            if not _sound(store, content.digest, n):
                break
            left = None if left is None else left - size
            yield Blob(content.digest, n, partial(_chunk, store, content.digest, n)), size


def wanted(
    connection: Any, case_ids: Iterable[str] | None = None
) -> tuple[tuple[str, ...], tuple[Have, ...]]:
    """The contents that are not here, of all cases or of some, and which of their chunks are."""
    lacking = chunks.lacking(connection, case_ids, MOST_WANTED)
    held = chunks.held(connection, lacking)
    return tuple(lacking), tuple(_have(digest, of, found) for digest, (of, found) in held.items())


def asked(manifest: Manifest) -> dict[str, str]:
    """What a bundle asks for: digest → the bits of the chunks that its sender holds."""
    bits = {one.blob: one.bits for one in manifest.have}
    return {digest: bits.get(digest, "") for digest in manifest.want}


def keep(work: Work, coming: Iterable[Blob]) -> int:
    """Keep the chunks that a bundle brings, and put together what is whole; how many contents are now.

    Content that is not what its digest says is let go of, and wanted again.
    """
    arriving: dict[str, list[Blob]] = {}
    for blob in coming:
        arriving.setdefault(blob.hash, []).append(blob)
    return sum(_arrive(work, digest, found) for digest, found in arriving.items())


def _arrive(work: Work, digest: str, found: list[Blob]) -> bool:
    if files.here(work.connection, digest):
        return False
    of = chunks.count_of(chunks.size_of(work.connection, digest) or 0)
    if of and [blob.n for blob in found] == list(range(of)):
        kept, _ = files.keep(work, BufferedReader(_Joined(blob.content for blob in found)))
        return _proved(work, digest, kept)
    for blob in found:
        part, _ = files.keep(work, BytesIO(blob.content()))
        chunks.put(work.connection, digest, blob.n, of, part)
    return _assembled(work, digest)


def _assembled(work: Work, digest: str) -> bool:
    """Put a content together where all its chunks are here."""
    of = chunks.count_of(chunks.size_of(work.connection, digest) or 0)
    parts = chunks.parts(work.connection, digest)
    if not of or set(parts) != set(range(of)):
        return False
    pieces = (partial(_read, work, part) for _, part in sorted(parts.items()))
    kept, _ = files.keep(work, BufferedReader(_Joined(pieces)))
    for part in parts.values():
        if part != kept:
            files.forget(work, part)
    chunks.drop(work.connection, digest)
    return _proved(work, digest, kept)


def _proved(work: Work, digest: str, kept: str) -> bool:
    if kept != digest:
        files.forget(work, kept)
    return kept == digest


def _read(work: Work, part: str) -> bytes:
    with files.content_within(work, part) as content:
        return content.read()


def _chunk(store: Store, digest: str, n: int) -> bytes:
    with files.content(store, digest) as content:
        content.seek(n * CHUNK)
        return BufferedReader(content).read(CHUNK)  # type: ignore[type-var]  # a raw one may answer short


def _sound(store: Store, digest: str, n: int) -> bool:
    try:
        return bool(_chunk(store, digest, n))
    except (FileDamaged, NotFound):
        return False


def _chunks_in(bits: str) -> frozenset[int]:
    held = bytes.fromhex(bits)
    return frozenset(n for n in range(len(held) * 8) if held[n >> 3] >> (7 - (n & 7)) & 1)


def _have(digest: str, of: int, found: Iterable[int]) -> Have:
    bits = bytearray(-(-of // 8))
    for n in found:
        bits[n >> 3] |= 1 << (7 - (n & 7))
    return Have(blob=digest, of=of, bits=bits.hex())


class _Joined(RawIOBase):
    """Chunks read one after another as one content."""

    def __init__(self, pieces: Iterable[Any]) -> None:
        self._coming = iter(pieces)
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._held:
            piece = next(self._coming, None)
            if piece is None:
                return 0
            self._held = piece()
        piece, self._held = self._held[: len(into)], self._held[len(into) :]
        into[: len(piece)] = piece
        return len(piece)
