"""Sealing a bundle and opening one: nothing is handed out before all of it has been authenticated."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from fuyi_desktop.domain.errors import BundleDamaged, BundleTooLarge, NotForThisStation, SenderUnknown
from fuyi_desktop.domain.line import MAX_LINE
from fuyi_desktop.sealing import AgeIdentity, PublicKey, SealedReader, SigningKey, encrypt, verify_file
from fuyi_desktop.sync import changes, ustar
from fuyi_desktop.sync import manifest as page
from fuyi_desktop.sync.manifest import MAX_MANIFEST, Manifest, Member
from fuyi_desktop.sync.spool import MAX_FILE, Outside, Pieces, Slice, Spool, damage, outside, whole_file

MANIFEST, SIGNATURE, CHANGES = "manifest.json", "manifest.sig", "changes.jsonl.zst"
MAX_SIGNATURE = 1024
MAX_CHUNK = 4 << 20
MAX_UNPACKED = 8 << 30
MAX_RATIO = 200

SignerOf = Callable[[Manifest], PublicKey | None]


@dataclass(frozen=True)
class Blob:
    """Chunk n of the attachment with this hash; its content is asked for when needed, when sealing twice."""

    hash: str
    n: int
    content: Callable[[], bytes]

    @property
    def name(self) -> str:
        return f"blobs/{self.hash}.{self.n}"


@dataclass(frozen=True)
class Sealed:
    """A bundle that lies whole at its place."""

    path: Path
    manifest: Manifest
    sha256: str
    size: int


def bundle_name(manifest: Manifest) -> str:
    """The file name, for people: a reader takes nothing from it."""
    first, last = manifest.span
    n, of = (manifest.part.n, manifest.part.of) if manifest.part else (1, 1)
    return f"{manifest.sender.station}_{manifest.to.station}_{first}-{last}_{n}of{of}.fuyi"


def seal(
    target: Path,
    manifest: Manifest,
    lines: Iterable[bytes],
    blobs: Iterable[Blob],
    *,
    signer: SigningKey,
    recipients: Sequence[str],
    level: int = 9,
    folder: Path | None = None,
) -> Sealed:
    """Write the bundle; its members are added to the manifest here.

    The changes wait in a private folder, encrypted. CannotWrite and BundleTooLarge leave no file.
    """
    parts = tuple(blobs)
    with Spool(folder) as spool:
        size, lines_carried, unpacked, digest = changes.pack(lines, spool, level=level)
        spool.seal()
        members = [_blob_member(blob) for blob in parts]
        if lines_carried:
            packed = Member(name=CHANGES, size=size, unpacked=unpacked, lines=lines_carried, sha256=digest)
            members.insert(0, packed)
        for member in members:
            _check_limits(member)
        complete = replace(manifest, members=tuple(members))
        raw = page.render(complete)
        signature = signer.sign_file(raw, _comment(complete))
        contents = [spool.reader(CHANGES)] if lines_carried else []

        def archive() -> Iterator[bytes]:
            yield from _small(MANIFEST, raw)
            yield from _small(SIGNATURE, signature)
            for changed in contents:
                yield ustar.header(CHANGES, size)
                while piece := changed.read(1 << 16):
                    yield piece
                yield ustar.padding(size)
            for blob, member in zip(parts, members[len(contents) :], strict=True):
                yield from _small(blob.name, _unchanged(blob, member))
            yield ustar.END

        with whole_file(target) as file:
            encrypt(Pieces(archive()), file, recipients)
    return Sealed(target, complete, file.sha256, file.size)


class OpenedBundle:
    """A bundle that was authenticated to its last byte; close it, and what was kept of it is gone."""

    def __init__(self, spool: Spool, whole: Outside, manifest: Manifest, places: dict[str, Slice]) -> None:
        self.manifest = manifest
        self.sha256, self.size = whole.sha256, whole.size
        self._spool, self._places = spool, places

    def lines(self) -> Iterator[bytes]:
        """The lines in their order, without line ends."""
        for member in self.manifest.members:
            if member.name == CHANGES:
                yield from changes.unpack(self._places[CHANGES].again(), member.unpacked or 0)

    def blobs(self) -> Iterator[Blob]:
        for member in self.manifest.members:
            if member.name != CHANGES:
                digest, n = member.name.removeprefix("blobs/").split(".")
                yield Blob(digest, int(n), self._places[member.name].whole)

    def close(self) -> None:
        self._spool.close()

    def __enter__(self) -> "OpenedBundle":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_bundle(
    source: Path,
    *,
    identities: Iterable[AgeIdentity],
    us: str,
    signer_of: SignerOf,
    folder: Path | None = None,
) -> OpenedBundle:
    """Authenticate all of the file, then hand it out.

    Raises BundleTooNew, BundleTooLarge, NotForThisStation, SenderUnknown and BundleDamaged in the order of
    FORMAT.md §13; CannotRead where the file itself cannot be read.
    """
    name, spool = source.name, Spool(folder)
    try:
        whole = outside(source, spool, identities)
        if whole.kind != "sealed":
            raise BundleDamaged(name=name)
        if not whole.opened:
            raise NotForThisStation(name=name, to="其他站点")
        with damage(name):
            plain = spool.reader(name)
            members = ustar.Reader(plain)
            raw, manifest = _manifest(members, name)
            if manifest.to.station != us:
                raise NotForThisStation(name=name, to=manifest.to.station)
            signer = signer_of(manifest)
            if signer is None:
                raise SenderUnknown(name=name)
            verify_file(raw, _signature(members), signer)
            places = _places(members, plain, manifest)
            for member in manifest.members:
                if member.name == CHANGES:
                    changes.check(places[CHANGES].again(), member.unpacked or 0, member.lines or 0)
    except BaseException:
        spool.close()
        raise
    return OpenedBundle(spool, whole, manifest, places)


@dataclass(frozen=True)
class Inspection:
    """What can be said of a file: to anybody its outside, to a recipient what it is and who says so."""

    kind: str  # card, sealed (for others), request, grant, data, seed, keys
    size: int
    sha256: str
    recipients: int
    manifest: Manifest | None = None
    signed: bool | None = None  # None: the sender's key is not known here


def inspect(
    source: Path,
    *,
    identities: Iterable[AgeIdentity] = (),
    signer_of: SignerOf = lambda _: None,
    folder: Path | None = None,
) -> Inspection:
    """Look at a file without taking it in; of its content only the manifest is read."""
    with Spool(folder) as spool:
        whole = outside(source, spool, identities)
        if not whole.opened:
            return Inspection(whole.kind, whole.size, whole.sha256, whole.recipients)
        with damage(source.name):
            plain = spool.reader(source.name)
            first = ustar.first_name(plain.read(ustar.BLOCK)).removesuffix(".json")
            if first in ("request", "grant"):
                return Inspection(first, whole.size, whole.sha256, whole.recipients)
            plain.seek(0)
            members = ustar.Reader(plain)
            raw, manifest = _manifest(members, source.name)
            signer = signer_of(manifest)
            signed = None if signer is None else _is_signed(raw, _signature(members), signer)
    return Inspection(manifest.kind, whole.size, whole.sha256, whole.recipients, manifest, signed)


def _manifest(members: ustar.Reader, name: str) -> tuple[bytes, Manifest]:
    label, size = members.opening()
    if label != MANIFEST:
        raise ValueError("not a bundle")
    pieces = members.content(size)
    first = next(pieces, b"")
    page.check_major(first, "bundle", name=name)
    if size > MAX_MANIFEST:
        raise BundleTooLarge(what="同步包清单", limit="1 MiB")
    raw = first + b"".join(pieces)
    return raw, page.parse(raw, name=name)


def _signature(members: ustar.Reader) -> bytes:
    label, size = members.opening()
    if label != SIGNATURE or size > MAX_SIGNATURE:
        raise ValueError("not a signature")
    return b"".join(members.content(size))


def _is_signed(raw: bytes, signature: bytes, signer: PublicKey) -> bool:
    try:
        verify_file(raw, signature, signer)
    except ValueError:
        return False
    return True


def _places(members: ustar.Reader, plain: SealedReader, manifest: Manifest) -> dict[str, Slice]:
    """Where each member lies, after its name, size and hash were found as the manifest says."""
    for member in manifest.members:
        _check_limits(member)
    places = {}
    for member in manifest.members:
        if members.opening() != (member.name, member.size):
            raise ValueError("not the next member")
        places[member.name] = Slice(plain, plain.tell(), member.size)
        digest = hashlib.sha256()
        for piece in members.content(member.size):
            digest.update(piece)
        if digest.hexdigest() != member.sha256:
            raise ValueError("not the member that was signed")
    members.close()
    return places


def _check_limits(member: Member) -> None:
    if member.name != CHANGES:
        if member.size > MAX_CHUNK:
            raise BundleTooLarge(what="附件分块", limit="4 MiB")
        if member.size == 0:
            raise ValueError("an empty chunk")
    elif member.size > MAX_FILE:
        raise BundleTooLarge(what="同步包", limit="4 GiB")
    elif (member.unpacked or 0) > min(max(MAX_RATIO * member.size, MAX_LINE), MAX_UNPACKED):
        raise BundleTooLarge(what="解压后的内容", limit=f"{MAX_RATIO} 倍")


def _blob_member(blob: Blob) -> Member:
    content = blob.content()
    return Member(name=blob.name, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def _unchanged(blob: Blob, member: Member) -> bytes:
    content = blob.content()
    if hashlib.sha256(content).hexdigest() != member.sha256:
        raise ValueError("the attachment has changed while it was being sealed")
    return content


def _small(name: str, content: bytes) -> Iterator[bytes]:
    yield ustar.header(name, len(content)) + content + ustar.padding(len(content))


def _comment(manifest: Manifest) -> str:
    first, last = manifest.lines or (0, 0)
    return f"{manifest.sender.station} {manifest.incarnation or '-'} {first}-{last}"
