"""数据交换 — bundles out and in: what changed goes sealed to the center, and its receipt comes back."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from fuyi_desktop.domain.access import Task, must
from fuyi_desktop.domain.errors import BundleTooNew, HistoryForked, NotEnrolled, NotFound
from fuyi_desktop.domain.line import GENESIS
from fuyi_desktop.domain.party import CENTER, StationRole
from fuyi_desktop.sealing import KeyRing, PublicKey
from fuyi_desktop.services.enrolment import card_of
from fuyi_desktop.services.incoming import Taken, keep_blobs, take_lines
from fuyi_desktop.services.keys import ring
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.outgoing import SCHEMA, blobs, manifest, missing_contents, spans
from fuyi_desktop.store.queries import (
    bundles,
    case_now_of,
    chain_at,
    lines,
    peer,
    peers,
    reviews,
    station_called,
    unsent,
)
from fuyi_desktop.store.received import acknowledge, chain_tip, note_bundle, put_peer
from fuyi_desktop.store.work import Work
from fuyi_desktop.sync.envelope import OpenedBundle, bundle_name, inspect, open_bundle, seal
from fuyi_desktop.sync.manifest import Kind, Manifest, Part

STICK = 1 << 30  # a part on a stick; FAT ends at 4 GiB


@dataclass(frozen=True)
class CaseLine:
    """One case that a bundle touches, and how."""

    case_id: str
    number: str
    title: str
    what: str


@dataclass(frozen=True)
class Exported:
    """Bundles that lie whole at their place, read back and compared."""

    files: tuple[Path, ...]
    first: int
    last: int
    size: int
    changed: Changed
    missing_contents: tuple[str, ...] = ()  # attachments whose line travels and whose content is not here

    @property
    def file(self) -> Path:
        """The first, and mostly the only one."""
        return self.files[0]

    @property
    def lines(self) -> int:
        return self.last - self.first + 1

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": str(self.file), "files": [str(file) for file in self.files],
            "lines": [self.first, self.last], "count": self.lines, "size": self.size,
            "missing_contents": list(self.missing_contents),
        }  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What a bundle brings, or has brought: the same values before and after it is taken in."""

    name: str
    sender: str
    sender_name: str
    kind: str
    first: int
    last: int
    new: int  # lines
    known: int  # lines that had come before
    conflicts: int  # writes put to review
    receipt_upto: int | None  # our own lines that the sender now holds
    cases: tuple[CaseLine, ...]
    changed: Changed = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        hidden = {"changed", "cases"}
        found = {item.name: getattr(self, item.name) for item in fields(self) if item.name not in hidden}
        return found | {
            "cases": [vars(case) for case in self.cases],
            "already": not self.fresh,
        }

    @property
    def fresh(self) -> bool:
        """Whether it says anything that was not known: a bundle taken in twice does not."""
        return self.new > 0 or self.receipt_upto is not None


@dataclass(frozen=True)
class Status:
    """What the status bar always says."""

    joined: bool
    last_export: datetime | None
    last_export_name: str
    acked: int
    acked_at: datetime | None
    unsent: int
    carried: int  # up to which of our lines a bundle has been written, in our present history
    reviews: int
    last_import: datetime | None


@dataclass(frozen=True)
class BundleRow:
    """One bundle that went out or came in."""

    at: datetime
    direction: str
    station: str
    name: str
    first: int
    last: int
    state: str


@dataclass(frozen=True)
class StationRow:
    """How things stand with one station, as the center sees it."""

    station: str
    name: str
    last_received: int
    last_at: datetime | None
    receipt_sent: int  # up to which of its lines a receipt has been written


class _Undone(Exception):
    """Ends a preview: everything it did is rolled back."""


class Exchange:
    """Sending and taking in bundles, whole or not at all."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def status(self) -> Status:
        store, me = self.office.store, self.office.me
        with store.reading() as connection:
            to = peer(connection, CENTER)
            rows = bundles(connection, limit=50)
            sent = next((row for row in rows if row.direction == "out"), None)
            came = next((row for row in rows if row.direction == "in"), None)
            acked = self._acked(to)
            return Status(
                joined=me.role is StationRole.CENTER or to is not None,
                last_export=sent.at if sent else None,
                last_export_name=sent.name if sent else "",
                acked=acked,
                acked_at=to.acked_at if to else None,
                unsent=0 if me.role is StationRole.CENTER else unsent(connection, self._incarnation, acked),
                carried=self._carried(to),
                reviews=len(reviews(connection)),
                last_import=came.at if came else None,
            )

    def history(self) -> list[BundleRow]:
        """What went out and came in, newest first."""
        return [
            BundleRow(row.at, row.direction, row.station, row.name, row.first, row.last, row.state)
            for row in self.office.ask(bundles)
        ]

    def stations(self) -> list[StationRow]:
        """Every station that has joined, as the center sees it."""
        with self.office.store.reading() as connection:
            return [
                StationRow(
                    row.station, station_called(connection, row.station), self._received(connection, row).n,
                    row.last_seen, int(row.facts.get("receipt", 0)),
                )
                for row in peers(connection)
            ]  # fmt: skip

    def export(self, to: str, folder: Path, *, part_size: int | None = None) -> Exported:
        """Write what the addressee has not confirmed, and our receipt, as one bundle or several parts.

        Changes nothing but the record of having been sent: it can be done again, and all copies may be lost.
        """
        must(self.office.person, Task.EXCHANGE)
        with self.office.store.reading() as connection:
            other = peer(connection, to)
            if other is None:
                raise NotEnrolled if to == CENTER else NotFound(what="站点", key=to)
            first = self._acked(other) + 1
            ours = list(lines(connection, self._incarnation, first - 1)) if to == CENTER else []
        own = self._ring
        recipients = [key for key in (other.keys["age"], self._recovery(other)) if key]
        parts, set_id, written = spans(ours, first, part_size or STICK), os.urandom(16).hex(), []
        for n, span in enumerate(parts, 1):
            part = Part(set=set_id, n=n, of=len(parts)) if len(parts) > 1 else None
            head = manifest(self.office, to, other, own, span, part)
            written.append(
                seal(
                    folder / bundle_name(head), head, span.raws, blobs(self.office, span.raws),
                    signer=own.sign, recipients=recipients, folder=self._spool,
                )
            )  # fmt: skip
        with self.office.work(Task.EXCHANGE, "导出同步包") as work:
            for sealed in written:
                start, end = sealed.manifest.span
                note_bundle(
                    work, sealed.sha256, direction="out", station=to, kind=sealed.manifest.kind,
                    first=start, last=end, state="已导出", name=sealed.path.name,
                )  # fmt: skip
            facts = dict(other.facts)
            if (ack := written[0].manifest.ack) is not None:
                facts["receipt"] = ack.upto
            if to == CENTER:
                facts["carried"] = {"incarnation": self._incarnation, "n": parts[-1].last}
            put_peer(work, to, facts=facts)
        size = sum(sealed.size for sealed in written)
        return Exported(
            tuple(sealed.path for sealed in written), first, parts[-1].last, size, work.changed,
            tuple(name for span in parts for name in missing_contents(self.office, span.raws)),
        )  # fmt: skip

    def preview(self, path: Path) -> Report:
        """What taking the bundle in would do: it is done, and undone."""
        found: list[Report] = []
        with self._opened(path) as bundle:
            try:
                with self.office.work(Task.EXCHANGE, "预览同步包") as work:
                    found.append(self._take(work, bundle, path.name))
                    raise _Undone
            except _Undone:
                return found[0]
        raise AssertionError("a preview ends by undoing")

    def take(self, path: Path) -> Report:
        """Take a bundle in, whole or not at all; a second time changes nothing."""
        with self._opened(path) as bundle, self.office.work(Task.EXCHANGE, f"导入{path.name}") as work:
            report = self._take(work, bundle, path.name)
        return replace(report, changed=work.changed)

    def in_order(self, paths: Iterable[Path]) -> list[Path]:
        """Files as they can be taken in: each sender's lines from the first on, whatever the order given."""
        return sorted(paths, key=self._place)

    def inspect(self, path: Path) -> dict[str, Any]:
        """What can be said of a file without taking it in."""
        found = inspect(path, identities=self._ring.age, signer_of=self._signer_of, folder=self._spool)
        head = found.manifest
        return {
            "kind": found.kind, "size": found.size, "sha256": found.sha256, "recipients": found.recipients,
            "signed": found.signed, "from": head.sender.station if head else None,
            "to": head.to.station if head else None,
            "lines": list(head.lines) if head and head.lines else None,
            "app": head.app if head else None,
        }  # fmt: skip

    def _place(self, path: Path) -> tuple[str, int]:
        told = self.inspect(path)
        return told["from"] or "", told["lines"][0] if told["lines"] else 0

    def _opened(self, path: Path) -> OpenedBundle:
        if not self.office.ask(peers):
            raise NotEnrolled
        return open_bundle(
            path, identities=self._ring.age, us=self.office.me.station, signer_of=self._signer_of,
            folder=self._spool,
        )  # fmt: skip

    def _take(self, work: Work, bundle: OpenedBundle, name: str) -> Report:
        head = bundle.manifest
        if head.schema.least > SCHEMA.version or head.kind != Kind.DATA:
            raise BundleTooNew(name=name)
        sender = head.sender.station
        taken = take_lines(work, head, bundle.lines(), name) if head.lines else Taken()
        receipt = self._receipt(work, head, name)
        keep_blobs(work, bundle, name)
        first, last = head.span
        if taken.new or receipt is not None:
            other = peer(work.connection, sender)
            facts = dict(other.facts) | ({"incarnation": head.incarnation} if head.incarnation else {})
            put_peer(work, sender, last_seen=work.at, facts=facts)
            note_bundle(
                work, bundle.sha256, direction="in", station=sender, kind=head.kind, first=first, last=last,
                state="已导入", name=name,
            )  # fmt: skip
        if self.office.me.role is not StationRole.CENTER:
            work.set_meta("floor", max(head.time.wall, work.meta("floor") or 0))
        return Report(
            name=name,
            sender=sender,
            sender_name=station_called(work.connection, sender),
            kind=head.kind,
            first=first,
            last=last,
            new=taken.new,
            known=taken.known,
            conflicts=taken.conflicts,
            receipt_upto=receipt,
            cases=self._cases(work, taken),
        )

    def _cases(self, work: Work, taken: Taken) -> tuple[CaseLine, ...]:
        """The cases that were touched, as lists will show them."""
        work.project()
        rows = ((case_now_of(work.connection, case_id), what) for case_id, what in taken.cases.items())
        return tuple(CaseLine(row.case_id, row.number, row.title, what) for row, what in rows if row)

    def _receipt(self, work: Work, head: Manifest, name: str) -> int | None:
        """Take a receipt in if it says more than the last; HistoryForked if it knows more of us than we."""
        ack = head.ack
        if ack is None or ack.incarnation != self._incarnation:
            return None
        tip = chain_at(work.connection, ack.incarnation, ack.upto) if ack.upto else GENESIS
        if tip is None or tip.hex() != ack.tip:
            raise HistoryForked(name=name)
        other = peer(work.connection, head.sender.station)
        if other.acked_incarnation == ack.incarnation and other.acked_n >= ack.upto:
            return None
        acknowledge(work, head.sender.station, ack.incarnation, ack.upto, tip)
        return ack.upto

    def _received(self, connection: Any, row: Any) -> Any:
        return chain_tip(connection, row.station, row.facts.get("incarnation", ""))

    def _acked(self, other: Any) -> int:
        """Up to which of our lines the other has confirmed, in our present history."""
        return int(other.acked_n) if other and other.acked_incarnation == self._incarnation else 0

    def _carried(self, other: Any) -> int:
        """Up to which of our lines a bundle for the other has been written, in our present history."""
        told = other.facts.get("carried", {}) if other else {}
        return int(told["n"]) if told.get("incarnation") == self._incarnation else 0

    def _signer_of(self, head: Manifest) -> PublicKey | None:
        found = self.office.ask(peer, head.sender.station)
        if found is None or found.keys["fingerprint"] != head.sender.key:
            return None
        return PublicKey.from_hex(found.keys["sign"])

    def _recovery(self, other: Any) -> str | None:
        """The county's recovery recipient: it can open every bundle of the county."""
        if county := self.office.store.meta("county"):
            return card_of(county).center.recovery
        found: str | None = other.keys.get("recovery")
        return found

    @property
    def _ring(self) -> KeyRing:
        return ring(self.office.store)

    @property
    def _incarnation(self) -> str:
        found: str = self.office.store.meta("incarnation")
        return found

    @property
    def _spool(self) -> Path:
        return self.office.store.folder / "inbox"
