"""A county of two with keys of its own, and a forger who knows the format."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import zstandard

from fuyi_desktop.sealing import KeyRing, PublicKey, encrypt
from fuyi_desktop.sync import envelope, ustar
from fuyi_desktop.sync.envelope import Blob, OpenedBundle, Sealed
from fuyi_desktop.sync.manifest import Manifest, Member, Receiver, Schema, Sender, Time

CENTER, WINDOW = "C01", "T0731"
INCARNATION = "5a" * 16
LINES = tuple(
    b'{"n":%d,"x":"t%d","s":"00","u":"\xe5\xbc\xa0\xe4\xb8\x89","h":"","w":0,"c":[1,0],"why":"","ops":[]}'
    % (n, n)
    for n in range(1, 4)
)
ATTACHMENT = b"%PDF- a scan " * 300


@dataclass(frozen=True)
class County:
    """Center and window, as each other's bundles see them."""

    center: KeyRing
    window: KeyRing
    recovery: KeyRing

    @staticmethod
    def new() -> "County":
        return County(KeyRing.new(), KeyRing.new(), KeyRing.new())

    def manifest(self, **changes: Any) -> Manifest:
        """Window → center, lines 1 to 3."""
        made = Manifest(
            id="11" * 16,
            sender=Sender(device="ab" * 16, station=WINDOW, key=self.window.fingerprint),
            to=Receiver(station=CENTER, keys=(self.center.fingerprint,)),
            incarnation=INCARNATION,
            lines=(1, len(LINES)),
            prev="00" * 32,
            tip="77" * 32,
            schema=Schema(version=1, least=1),
            app="0.1.0",
            time=Time(wall=1_790_000_000_000, offset=480),
        )
        return replace(made, **changes)

    def seal(self, target: Path, carried: Iterable[bytes] = LINES, **changes: Any) -> Sealed:
        blob = Blob(hashlib.sha256(ATTACHMENT).hexdigest(), 0, lambda: ATTACHMENT)
        return envelope.seal(
            target,
            self.manifest(**changes),
            carried,
            [blob],
            signer=self.window.sign,
            recipients=self.recipients,
        )

    def open(self, source: Path, *, us: str = CENTER) -> OpenedBundle:
        return envelope.open_bundle(source, identities=self.center.age, us=us, signer_of=self.signer_of)

    def signer_of(self, manifest: Manifest) -> PublicKey | None:
        known = {self.window.fingerprint: self.window.sign.public}
        return known.get(manifest.sender.key)

    @property
    def recipients(self) -> list[str]:
        return [self.center.recipient, self.recovery.recipient]

    # The forger has the window's keys where he needs them, and keeps no rule

    def enveloped(self, plain: bytes) -> bytes:
        sealed = io.BytesIO()
        encrypt(io.BytesIO(plain), sealed, self.recipients)
        return sealed.getvalue()

    def signed(
        self, raw: bytes, later: Sequence[tuple[str, bytes]] = (), *, signer: KeyRing | None = None
    ) -> bytes:
        """A bundle of any manifest bytes and any members."""
        signature = (signer or self.window).sign.sign_file(raw, "a comment")
        return self.enveloped(ustar.archive([("manifest.json", raw), ("manifest.sig", signature), *later]))


def packed(lines: bytes, **options: Any) -> bytes:
    return zstandard.ZstdCompressor(**options).compress(lines)


def changes_member(content: bytes, **changes: Any) -> Member:
    """What an honest writer would say of these packed changes, unless told otherwise."""
    made = Member(
        name="changes.jsonl.zst",
        size=len(content),
        unpacked=sum(len(line) + 1 for line in LINES),
        lines=len(LINES),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return replace(made, **changes)


def opening(county: County, folder: Path, raw: bytes, *, us: str = CENTER) -> tuple[bytes, ...]:
    """Take the file in as the center does; its lines."""
    path = folder / "given.fuyi"
    path.write_bytes(raw)
    with county.open(path, us=us) as bundle:
        for blob in bundle.blobs():
            blob.content()
        return tuple(bundle.lines())
