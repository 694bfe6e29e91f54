"""隔离区 — bundles that no key vouches for: kept sealed as they came, until a person decides."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from fuyi_desktop.domain.access import Task, must
from fuyi_desktop.domain.errors import (
    BadFact,
    BundleDamaged,
    FuyiError,
    InQuarantine,
    KeyWrong,
    NotFound,
    SenderUnknown,
)
from fuyi_desktop.domain.line import chain, line_hash
from fuyi_desktop.sealing import PublicKey, open_small, seal_small
from fuyi_desktop.services import keyring
from fuyi_desktop.services.keys import ring
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.receiving import Receiving, Report
from fuyi_desktop.store.files import write_whole
from fuyi_desktop.store.peers import put_peer
from fuyi_desktop.store.queries import peer, station_called
from fuyi_desktop.sync.envelope import Blob, Inspection, OpenedBundle, inspect, open_bundle
from fuyi_desktop.sync.manifest import Manifest

MEANING = "隔离区的说明"
BUNDLE, NOTE = "bundle.fuyi", "note"
MOST_FILES, MOST_BYTES = 200, 2 << 30  # what strangers may leave here
UNKNOWN = "的发送方没有在本站登记"
OTHER_KEY = "用本站不认识的密钥签名（{station}可能重装过，或有人冒名）"
REVOKED = "的密钥已经停用（{station}，{on}）"
UNSIGNED = "没有可以核对的签名"
FORGED = "的签名不对，不是{station}的密钥签的"


@dataclass(frozen=True)
class Held:
    """One file in quarantine: whose it says it is, what it carries, why it is here."""

    digest: str
    name: str
    station: str
    station_name: str
    first: int
    last: int
    why: str
    since: datetime
    size: int
    below: int | None  # lines under this number may be taken in; None where the key was never known

    @property
    def lines(self) -> int:
        return max(0, self.last - self.first + 1) if self.last else 0

    def as_dict(self) -> dict[str, Any]:
        return {**vars(self), "since": self.since.isoformat()}


class Quarantine:
    """The folder inbox/quarantine: a file and a sealed note in a folder of their own."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._place = office.store.folder / "inbox" / "quarantine"

    @contextmanager
    def watching(self, path: Path) -> Iterator[None]:
        """Keep a file that is refused for its signature, sealed as it came; InQuarantine says so.

        A file whose signature is wrong stays here too, and is refused as damaged.
        """
        try:
            yield
        except (SenderUnknown, BundleDamaged) as refusal:
            why = self._why(path)
            if why and self._kept(path, why) and isinstance(refusal, SenderUnknown):
                raise InQuarantine(name=path.name, why=why) from refusal
            raise

    def rows(self) -> list[Held]:
        """What lies in quarantine, the newest first."""
        found = [held for folder in self._place.glob("*") if (held := self._held(folder)) is not None]
        return sorted(found, key=lambda held: held.since, reverse=True)

    def accept(self, digest: str, below: int | None = None) -> Report:
        """Take in the lines under a number of a bundle whose key was revoked (center).

        The number is at most the one said at the revocation, which is taken where none is given. BadFact
        where the key was never known here, or no line lies under the number.
        """
        must(self.office.person, Task.RULE)
        held = self.find(digest)
        if held.below is None:
            why = "它的密钥从来没有在本站登记过，不能收下。对方办好入网后，可以再试一次，或者删除。"
            raise BadFact(label="隔离区", why=why)
        limit = held.below if below is None else below
        if limit > held.below:
            why = f"停用密钥时定的是第 {held.below} 项以前的可以收，不能放宽到第 {limit} 项。"
            raise BadFact(label="隔离区", why=why)
        if limit <= held.first:
            raise BadFact(
                label="隔离区", why=f"这份包从第 {held.first} 项开始，没有第 {limit} 项以前的内容。"
            )
        path = self._place / held.digest / BUNDLE
        with self._opened(path, self._revoked_signer) as bundle:
            cut = Cut(bundle, limit)
            with self.office.work(
                Task.EXCHANGE, f"从隔离区收下{held.station}第 {limit} 项以前的内容"
            ) as work:
                known = dict(peer(work.connection, held.station).facts)
                report = Receiving(self.office, work, cut, held.name).take()
                forked = sorted({*known.get("forked", ()), *_forked(work, held.station)})
                put_peer(work, held.station, facts=known | ({"forked": forked} if forked else {}))
                keyring.note(work, f"从隔离区收下{held.station}第 {held.first} 项到第 {limit - 1} 项")
        self._let_go(held.digest)
        return replace(report, changed=work.changed)

    def retry(self, digest: str) -> Report:
        """Take the whole file in, now that its sender may be known; SenderUnknown where it is not."""
        must(self.office.person, Task.EXCHANGE)
        held = self.find(digest)
        path = self._place / held.digest / BUNDLE
        at = self.office.now()
        with (
            self._opened(path, lambda head: keyring.signer_of(self.office.store, head, at)) as bundle,
            self.office.work(Task.EXCHANGE, f"导入{held.name}") as work,
        ):
            report = Receiving(self.office, work, bundle, held.name).take()
        self._let_go(held.digest)
        return replace(report, changed=work.changed)

    def drop(self, digest: str) -> Changed:
        """Delete a file in quarantine."""
        held = self.find(digest)
        with self.office.work(Task.RULE, f"删除隔离区的{held.name}") as work:
            keyring.note(work, f"删除隔离区里称来自{held.station}的包（{held.digest[:12]}）")
        self._let_go(held.digest)
        return work.changed

    def find(self, digest: str) -> Held:
        """The file of a digest or of its beginning; NotFound."""
        found = [held for held in self.rows() if digest and held.digest.startswith(digest)]
        if len(found) != 1:
            raise NotFound(what="隔离的同步包", key=digest)
        return found[0]

    def _why(self, path: Path) -> str:
        """Why no key vouches for the file; empty where it is refused for something else."""
        at = self.office.now()
        try:
            head = self._look(path).manifest
        except FuyiError:
            return ""
        if head is None or head.to.station != self.office.me.station:
            return ""
        try:
            signed = self._look(path, lambda head: keyring.signer_of(self.office.store, head, at)).signed
        except BundleDamaged:
            return UNSIGNED
        if signed:
            return ""
        other = self.office.ask(peer, head.sender.station)
        name = self.office.ask(station_called, head.sender.station)
        if other is None:
            return UNKNOWN
        if signed is False:
            return FORGED.format(station=name)
        if (gone := _revoked(other.keys, head)) is not None:
            on = keyring.moment(gone["on"])
            return REVOKED.format(station=name, on=f"{on.year}年{on.month}月{on.day}日")
        return OTHER_KEY.format(station=name)

    def _kept(self, path: Path, why: str) -> bool:
        """Whether the file lies here now; strangers may not fill the disk."""
        told = self._look(path)
        there = list(self._place.glob(f"*/{BUNDLE}"))
        room = (
            len(there) < MOST_FILES and sum(item.stat().st_size for item in there) + told.size <= MOST_BYTES
        )
        place = self._place / told.sha256
        if place.exists() or not room or told.manifest is None:
            return place.exists()
        head, (first, last) = told.manifest, told.manifest.lines or (0, 0)
        note = {
            "name": path.name, "station": head.sender.station, "key": head.sender.key, "first": first,
            "last": last, "why": why, "since": self.office.now().isoformat(), "size": told.size,
        }  # fmt: skip
        place.mkdir(mode=0o700, parents=True)
        shutil.copyfile(path, place / BUNDLE)
        sealed = seal_small(self.office.store.key, MEANING, json.dumps(note).encode("utf-8"))
        write_whole(place / NOTE, sealed)
        return True

    def _held(self, folder: Path) -> Held | None:
        """What the note says; what a killed attempt left is no file yet."""
        try:
            raw = open_small(self.office.store.key, MEANING, (folder / NOTE).read_bytes())
        except (OSError, KeyWrong):
            return None
        told = json.loads(raw)
        other = self.office.ask(peer, told["station"])
        gone = _by_key(other.keys, told["key"]) if other is not None else None
        return Held(
            folder.name, told["name"], told["station"], self.office.ask(station_called, told["station"]),
            told["first"], told["last"], told["why"], datetime.fromisoformat(told["since"]), told["size"],
            int(gone["from"]) if gone is not None else None,
        )  # fmt: skip

    def _let_go(self, digest: str) -> None:
        shutil.rmtree(self._place / digest, ignore_errors=True)

    def _look(self, path: Path, signer_of: Any = lambda head: None) -> Inspection:
        folder = self.office.store.folder / "inbox"
        return inspect(path, identities=ring(self.office.store).age, signer_of=signer_of, folder=folder)

    def _opened(self, path: Path, signer_of: Any) -> OpenedBundle:
        return open_bundle(
            path, identities=ring(self.office.store).age, us=self.office.me.station, signer_of=signer_of,
            folder=self.office.store.folder / "inbox",
        )  # fmt: skip

    def _revoked_signer(self, head: Manifest) -> PublicKey | None:
        other = self.office.ask(peer, head.sender.station)
        gone = _revoked(other.keys, head) if other is not None else None
        return PublicKey.from_hex(gone["sign"]) if gone is not None else None


class Cut:
    """A bundle without its lines from a number on, and without what it says beside its lines."""

    def __init__(self, bundle: OpenedBundle, below: int) -> None:
        head = bundle.manifest
        assert head.lines and head.incarnation and head.prev
        first, last = head.lines[0], min(head.lines[1], below - 1)
        self._bundle, self._count = bundle, last - first + 1
        self.sha256 = bundle.sha256
        link = bytes.fromhex(head.prev)
        for n, raw in enumerate(self.lines(), first):
            link = chain(link, head.incarnation, n, line_hash(raw))
        self.manifest = replace(
            head, lines=(first, last), tip=link.hex(), ack=None, feed=None, want=(), have=(), checkpoint=None,
            certs=(),
        )  # fmt: skip

    def lines(self) -> Iterator[bytes]:
        return islice(self._bundle.lines(), self._count)

    def blobs(self) -> Iterable[Blob]:
        return self._bundle.blobs()


def _revoked(keys: Mapping[str, Any], head: Manifest) -> Mapping[str, Any] | None:
    return _by_key(keys, head.sender.key)


def _by_key(keys: Mapping[str, Any], fingerprint: str) -> Mapping[str, Any] | None:
    return next((one for one in keys.get("revoked", ()) if one["fingerprint"] == fingerprint), None)


def _forked(work: Any, station: str) -> list[str]:
    return list(peer(work.connection, station).facts.get("forked", ()))
