"""数据交换 — bundles out and in: what changed goes sealed to the center, and its receipt comes back."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from fuyi_desktop.domain.access import Task, must
from fuyi_desktop.domain.errors import KeyStopped, NotEnrolled, NotFound
from fuyi_desktop.domain.party import CENTER, StationRole
from fuyi_desktop.sealing import KeyRing, PublicKey
from fuyi_desktop.services import keyring
from fuyi_desktop.services.enrolment import card_of
from fuyi_desktop.services.keys import ring
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.outgoing import Shipment, manifest, to_center, to_station
from fuyi_desktop.services.quarantine import Quarantine
from fuyi_desktop.services.receiving import CaseLine, Receiving, Report
from fuyi_desktop.services.stations import BundleRow, OwnRow, StationRow, board, history, own
from fuyi_desktop.store.peers import note_bundle, tell
from fuyi_desktop.store.queries import bundles, peer, peers, reviews, station_called, unsent
from fuyi_desktop.sync.envelope import OpenedBundle, Sealed, bundle_name, inspect, open_bundle, seal
from fuyi_desktop.sync.manifest import Manifest, Part

__all__ = ["BundleRow", "CaseLine", "Exchange", "Exported", "Report", "StationRow", "Status"]

STICK = 1 << 30  # a part on a stick; FAT ends at 4 GiB


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

    def history(self, station: str = "") -> list[BundleRow]:
        """What went out and came in, newest first."""
        return history(self.office, station)

    def stations(self) -> list[StationRow]:
        """Every station that has joined, as the center sees it."""
        return board(self.office)

    def own(self) -> OwnRow:
        """How the work of this station stands with the center."""
        return own(self.office)

    def export(
        self, to: str, folder: Path, *, part_size: int | None = None, contents: int | None = None,
        placed: Callable[[Sequence[Sealed]], None] | None = None,
    ) -> Exported:  # fmt: skip
        """Write what the addressee has not confirmed, and our receipt, as one bundle or several parts.

        Changes nothing but the record of having been sent: it can be done again, and all copies may be lost.
        `contents` is how many bytes of attachments go along; all of them where nothing is said.
        `placed` carries what was sealed to its place; what it raises leaves nothing recorded.
        """
        must(self.office.person, Task.EXCHANGE)
        other = self.office.ask(peer, to)
        if other is None:
            raise NotEnrolled if to == CENTER else NotFound(what="站点", key=to)
        if other.keys.get("stopped"):
            raise KeyStopped(station=self.office.ask(station_called, to))
        limit = part_size or STICK
        if to == CENTER:
            shipment = to_center(self.office, other, self._acked(other), limit, contents)
        else:
            shipment = to_station(self.office, other, limit, contents)
        written = self._sealed(to, other, shipment, folder)
        if placed is not None:
            placed(written)
        with self.office.work(Task.EXCHANGE, "导出同步包") as work:
            for sealed in written:
                start, end = sealed.manifest.span
                note_bundle(
                    work, sealed.sha256, direction="out", station=to, kind=sealed.manifest.kind,
                    first=start, last=end, state="已导出", name=sealed.path.name,
                )  # fmt: skip
            if to == CENTER:
                tell(work, to, carried={"incarnation": self._incarnation, "n": shipment.last})
            elif (ack := written[0].manifest.ack) is not None:
                tell(work, to, receipt=ack.upto)
            if any(sealed.manifest.digest for sealed in written):
                tell(work, to, proved=work.at.isoformat())
            if to != CENTER:
                tell(work, to, left=shipment.last)
        size = sum(sealed.size for sealed in written)
        return Exported(
            tuple(sealed.path for sealed in written), shipment.first, shipment.last, size, work.changed,
            shipment.missing,
        )  # fmt: skip

    def _sealed(self, to: str, other: Any, shipment: Shipment, folder: Path) -> list[Sealed]:
        recipients = [*keyring.recipients(other.keys, self.office.now()), self._recovery(other) or ""]
        set_id, of, written = os.urandom(16).hex(), len(shipment.loads), list[Sealed]()
        for n, load in enumerate(shipment.loads, 1):
            head = manifest(self.office, to, other, load, Part(set=set_id, n=n, of=of) if of > 1 else None)
            written.append(
                seal(
                    folder / bundle_name(head), head, load.raws, load.blobs, signer=self._ring.sign,
                    recipients=[key for key in recipients if key], folder=self._spool,
                )
            )  # fmt: skip
        return written

    def preview(self, path: Path) -> Report:
        """What taking the bundle in would do: it is done, and undone."""
        found: list[Report] = []
        with Quarantine(self.office).watching(path), self._opened(path) as bundle:
            try:
                with self.office.work(Task.EXCHANGE, "预览同步包") as work:
                    found.append(Receiving(self.office, work, bundle, path.name).take())
                    raise _Undone
            except _Undone:
                return found[0]
        raise AssertionError("a preview ends by undoing")

    def take(self, path: Path) -> Report:
        """Take a bundle in, whole or not at all; a second time changes nothing."""
        with (
            Quarantine(self.office).watching(path),
            self._opened(path) as bundle,
            self.office.work(Task.EXCHANGE, f"导入{path.name}") as work,
        ):
            report = Receiving(self.office, work, bundle, path.name).take()
        keyring.fit_county_slot(self.office.store)
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
            "span": list(head.span) if head else None,
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

    def _acked(self, other: Any) -> int:
        """Up to which of our lines the other has confirmed, in our present history."""
        return int(other.acked_n) if other and other.acked_incarnation == self._incarnation else 0

    def _carried(self, other: Any) -> int:
        """Up to which of our lines a bundle for the other has been written, in our present history."""
        told = other.facts.get("carried", {}) if other else {}
        return int(told["n"]) if told.get("incarnation") == self._incarnation else 0

    def _signer_of(self, head: Manifest) -> PublicKey | None:
        return keyring.signer_of(self.office.store, head, self.office.now())

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
