"""同步包的导入 — what an opened bundle does to a store: lines at the center, the center's log elsewhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

from fuyi_desktop.domain.errors import BundleTooNew
from fuyi_desktop.domain.line import GENESIS
from fuyi_desktop.domain.provisions import Provision
from fuyi_desktop.services import contents, keyring, reading
from fuyi_desktop.services.feeding import Fed, take_feed, take_seed_bundle
from fuyi_desktop.services.incoming import Intake, Taken
from fuyi_desktop.services.news import News, ruled_anew, ruled_so_far
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.outgoing import SCHEMA
from fuyi_desktop.services.stations import keep_told
from fuyi_desktop.store.peers import acknowledge, note_bundle, put_peer, tell
from fuyi_desktop.store.positions import last_position, link_at
from fuyi_desktop.store.projection import cases_now
from fuyi_desktop.store.queries import chain_at, peer, station_called
from fuyi_desktop.store.restart import begin_epoch, epochs, set_back
from fuyi_desktop.store.work import Work
from fuyi_desktop.sync.checkpoint import verified
from fuyi_desktop.sync.envelope import Blob
from fuyi_desktop.sync.manifest import Feed, Kind, Manifest

SET_BACK = "县中心有本站现在没有的记录：这台电脑像是恢复过旧备份。已另起一段记录，没有丢失内容；请核对文号。"
FORKED = "{name}有两段不同的记录（恢复过旧备份，或者数据被复制到另一台电脑），两段都已收下，请电话核实。"
HELD = "有 {held} 项记录在等前面的包，已暂存，缺的包到了会自动接上。"
GAP = "这份包之前还缺一段，没有导入；下次发给县中心的包会说明，县中心会重发。"
STALE = "这是县中心恢复以前的旧包，没有需要导入的内容。"
WANTS_SEED = "本站与县中心的记录需要重新对齐：请导出一份包给县中心，县中心会发回全部数据。"
DIFFERENT = "重新对齐时有 {count} 行与本站原来的不同，已以县中心为准：{rows}。"
BEHIND = "{name}收到过县中心现在没有的记录：县中心像是恢复过旧备份。请各站点照常交换，缺的内容会重新发来。"
LOG_CHANGED = "{name}保存的县中心签名与县中心现在的记录不一致，请立即核查县中心的数据库。"
MOST_GENERATION = 1 << 52  # no honest center comes near it
SHOWN = 5  # rows that differ, named in a sentence

NAMES = {
    "case": "案件", "party": "当事人", "step": "步骤", "material": "材料", "paper": "文书",
    "attachment": "附件",
}  # fmt: skip


class Bundle(Protocol):
    """A bundle that was authenticated to its last byte."""

    @property
    def manifest(self) -> Manifest: ...
    @property
    def sha256(self) -> str: ...
    def lines(self) -> Iterator[bytes]: ...
    def blobs(self) -> Iterable[Blob]: ...


@dataclass(frozen=True)
class CaseLine:
    """One case that a bundle touches, and how."""

    case_id: str
    number: str
    title: str
    what: str


@dataclass(frozen=True)
class Report:
    """What a bundle brings, or has brought: the same values before and after it is taken in."""

    name: str
    sender: str
    sender_name: str
    kind: str
    first: int
    last: int
    new: int  # lines, or entries of the center's log
    known: int  # those that had come before
    conflicts: int  # writes put to review
    receipt_upto: int | None  # our own lines that the sender now holds
    cases: tuple[CaseLine, ...]
    held: int = 0  # lines that wait for those before them
    contents: int = 0  # attachments whose content is whole now
    notes: tuple[str, ...] = ()  # what somebody should know or do
    news: tuple[News, ...] = ()  # what the county has ruled anew
    changed: Changed = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        hidden = {"changed", "cases"}
        found = {item.name: getattr(self, item.name) for item in fields(self) if item.name not in hidden}
        return found | {
            "notes": list(self.notes), "cases": [vars(case) for case in self.cases],
            "news": [one.as_dict() for one in self.news],
            "already": not self.fresh,
        }  # fmt: skip

    @property
    def fresh(self) -> bool:
        """Whether it says anything that was not known: a bundle taken in twice does not."""
        return bool(self.new or self.held or self.contents or self.receipt_upto is not None)


@dataclass
class _Brought:
    """What the lines of a bundle did, on whichever side."""

    new: int = 0
    known: int = 0
    conflicts: int = 0
    held: int = 0
    positions: tuple[int, int] = (0, 0)
    notes: list[str] = field(default_factory=list)
    cases: Mapping[str, str] = field(default_factory=dict)
    answered: bool = True  # the receipt means something

    def said(self, contents: int, receipt: int | None, told: Iterable[News]) -> dict[str, Any]:
        """What is kept with the bundle for later."""
        return {
            "new": self.new, "known": self.known, "conflicts": self.conflicts, "held": self.held,
            "contents": contents, "receipt": receipt, "notes": list(self.notes),
            "news": [one.as_dict() for one in told],
        }  # fmt: skip


class Receiving:
    """Taking one bundle in, within one transaction."""

    def __init__(self, office: Office, work: Work, bundle: Bundle, name: str) -> None:
        self.office, self.work, self.bundle, self.name = office, work, bundle, name
        self.head = bundle.manifest
        self.sender = self.head.sender.station

    def take(self) -> Report:
        """Take it in. BundleTooNew and BundleDamaged change nothing."""
        head, work = self.head, self.work
        if head.schema.least > SCHEMA.version or head.kind == Kind.KEYS:
            raise BundleTooNew(name=self.name)
        ruled = None if work.central else ruled_so_far(work)
        if work.central:
            brought = self._from_station()
        else:
            brought = self._from_center()
        told = ruled_anew(work, ruled, self.office.shipped) if ruled else ()
        brought.notes += keyring.heard(work, head)
        whole = contents.keep(work, self.bundle.blobs()) if brought.answered else 0
        receipt = self._receipt(brought) if brought.answered else None
        if brought.answered:
            tell(work, self.sender, wants=contents.asked(head))
        if work.central:
            alarmed = LOG_CHANGED.format(name=self._called())
            keep_told(work, head, alarmed if alarmed in brought.notes else "")
        if any((brought.new, brought.held, whole, brought.notes)) or receipt is not None:
            put_peer(work, self.sender, last_seen=work.at)
            first, last = head.span
            note_bundle(
                work, self.bundle.sha256, direction="in", station=self.sender, kind=head.kind, first=first,
                last=last, state="已导入", name=self.name, positions=brought.positions,
                told=brought.said(whole, receipt, told),
            )  # fmt: skip
        if Provision.table in work.changed:
            reading.enforce(work, reading.to_come(work, self.office.shipped))
        first, last = head.span
        return Report(
            name=self.name, sender=self.sender, sender_name=self._called(),
            kind=head.kind, first=first, last=last, new=brought.new, known=brought.known,
            conflicts=brought.conflicts, receipt_upto=receipt, cases=self._cases(brought.cases),
            held=brought.held, contents=whole, notes=tuple(brought.notes), news=told,
        )  # fmt: skip

    def _from_station(self) -> _Brought:
        head, work = self.head, self.work
        taken = Taken()
        behind = head.feed is not None and self._is_behind(head.feed)
        if behind and head.feed is not None:
            begin_epoch(work, above=head.feed.epoch[0])
        if head.lines:
            begun = self._begun()
            tell(work, self.sender, incarnation=head.incarnation, begun=begun)
            taken = Intake(work, self.sender, self.name).take(head, self.bundle.lines(), begun[-1])
        brought = _Brought(
            taken.new, taken.known, taken.conflicts, taken.held, taken.positions, cases=taken.cases
        )
        if behind:
            brought.notes.append(BEHIND.format(name=self._called()))
        if head.feed is not None:
            self._heard(head.feed)
        if taken.forked:
            known = self._peer().facts.get("forked", [])
            tell(work, self.sender, forked=sorted({*known, head.incarnation}))
            brought.notes.append(FORKED.format(name=self._called()))
        if taken.held:
            brought.notes.append(HELD.format(held=taken.held))
        if head.checkpoint and not self._agrees(head.checkpoint):
            brought.notes.append(LOG_CHANGED.format(name=self._called()))
        return brought

    def _from_center(self) -> _Brought:
        head, work = self.head, self.work
        fed = Fed()
        if head.kind == Kind.SEED:
            fed = take_seed_bundle(work, head, self.bundle.lines(), self.name)
        elif head.feedout is not None:
            fed = take_feed(work, head.feedout, head, self.bundle.lines(), self.name)
        brought = _Brought(fed.new, fed.known, fed.conflicts, cases=fed.cases)
        brought.answered = not fed.stale and (head.feedout is None or self._same_epoch(head))
        told = {STALE: fed.stale, GAP: fed.gap, WANTS_SEED: fed.wants_seed}
        brought.notes += [sentence for sentence, holds in told.items() if holds]
        if fed.differences:
            rows = "、".join(NAMES.get(one.table, one.table) for one in fed.differences[:SHOWN])
            brought.notes.append(DIFFERENT.format(count=len(fed.differences), rows=rows))
        if head.checkpoint and brought.answered:
            tell(work, self.sender, checkpoint=head.checkpoint)
        if head.feedout is None or head.feedout.upto >= work.meta("seen")[1]:
            work.set_meta("floor", head.time.wall)  # an older bundle says nothing of today
        return brought

    def _same_epoch(self, head: Manifest) -> bool:
        found = self.work.meta("center_epoch")
        ours = (found["generation"], found["id"]) if found else None
        return head.feedout is None or head.feedout.epoch == ours

    def _is_behind(self, feed: Feed) -> bool:
        """Whether a station knows more of our log than we do: our store was put back and nobody said so."""
        generation, _, name = epochs(self.work.connection)[-1]
        if feed.epoch == (generation, name):
            return feed.at > last_position(self.work.connection)
        return generation <= feed.epoch[0] < MOST_GENERATION

    def _heard(self, feed: Feed) -> None:
        """How far a station has our log. Where entries are missing there, we go back to where it is."""
        generation, _, name = epochs(self.work.connection)[-1]
        before = self._peer().facts.get("feed") or {}
        at = feed.at
        same = (before.get("generation"), before.get("id")) == feed.epoch == (generation, name)
        if same and not (feed.gap or feed.seed):  # who was set back to where it asked for one is there again
            at = max(at, int(before["at"]))
        told = {"generation": feed.epoch[0], "id": feed.epoch[1], "at": at, "seed": feed.seed}
        tell(self.work, self.sender, feed=told)

    def _begun(self) -> list[str]:
        """The incarnations of a station in the order in which it has begun them, as far as we can know."""
        found, this = list(self._peer().facts.get("begun", [])), self.head.incarnation or ""
        return found if this in found else [*found, this]

    def _agrees(self, note: str) -> bool:
        """Whether a checkpoint of ours that a station gives back is still true of our log."""
        keys = keyring.signed_by(self.office.store)
        point = next((found for key in keys if (found := verified(note, key)) is not None), None)
        if point is None:
            return False
        known = epochs(self.work.connection)
        for number, (generation, _, name) in enumerate(known):
            if point.origin == f"fuyi/{generation}-{name}":
                end = known[number + 1][1] if number + 1 < len(known) else point.size
                return point.size > end or link_at(self.work.connection, point.size) == point.link
        return True  # an epoch that is lost: the station takes a seed

    def _receipt(self, brought: _Brought) -> int | None:
        """Take a receipt in if it says more than the last.

        Where the center knows more of us than we do, or two histories, our store was set back: we go on
        under a new one.
        """
        ack, work = self.head.ack, self.work
        if ack is None:
            return None
        tell(work, self.sender, durable=ack.durable)
        ours = work.meta("incarnation")
        if ack.incarnation != ours:
            return None
        tip = chain_at(work.connection, ours, ack.upto) if ack.upto else GENESIS
        if ours in ack.closed or tip is None or tip.hex() != ack.tip:
            set_back(work)
            brought.notes.append(SET_BACK)
            return None
        other = self._peer()
        if other.acked_incarnation == ours and other.acked_n >= ack.upto:
            return None
        acknowledge(work, self.sender, ours, ack.upto, tip)
        return ack.upto

    def _cases(self, touched: Mapping[str, str]) -> tuple[CaseLine, ...]:
        """The cases that were touched, as lists will show them."""
        self.work.project()
        now = cases_now(self.work.connection, touched)
        return tuple(
            CaseLine(row.case_id, row.number, row.title, what)
            for case_id, what in touched.items()
            if (row := now.get(case_id)) is not None
        )

    def _called(self) -> str:
        return station_called(self.work.connection, self.sender)

    def _peer(self) -> Any:
        return peer(self.work.connection, self.sender)
