"""The center's log on its way to a station: entries one after another, or a seed that begins anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fuyi_desktop.domain.errors import BundleDamaged
from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.domain.rulings import Ruling
from fuyi_desktop.store.peers import close_review, tell
from fuyi_desktop.store.queries import peer
from fuyi_desktop.store.restart import begin_history
from fuyi_desktop.store.rows import Rows
from fuyi_desktop.store.seeds import Difference, take_seed
from fuyi_desktop.store.standing import Standing, committed, drop_case, waits
from fuyi_desktop.store.work import Work
from fuyi_desktop.sync import entries
from fuyi_desktop.sync.entries import End, Entry, Head, Mine, Row, digest
from fuyi_desktop.sync.manifest import FeedOut, Manifest

AT_ONCE = 2000  # entries looked up together


@dataclass
class Fed:
    """What a bundle of the center has brought so far."""

    new: int = 0
    known: int = 0
    conflicts: int = 0  # of our writes, to be decided on
    gap: bool = False  # entries before these have not come
    stale: bool = False  # from an epoch that is over
    seeded: bool = False
    wants_seed: bool = False
    differences: list[Difference] = field(default_factory=list)  # rows that ought to have been equal
    cases: dict[str, str] = field(default_factory=dict)  # case id → what: 新增, 更新 or 移出


def epoch_of(work: Work) -> tuple[int, str] | None:
    """The center's epoch that this station follows."""
    found = work.meta("center_epoch")
    return (found["generation"], found["id"]) if found else None


def take_feed(work: Work, out: FeedOut, manifest: Manifest, raws: Iterable[bytes], name: str) -> Fed:
    """Apply the entries that are new; where some before them are missing, none, and the center is told so."""
    fed, ours = Fed(), epoch_of(work)
    if ours is not None and out.epoch[0] < ours[0]:
        fed.stale = True
        return fed
    if ours != out.epoch:
        tell(work, CENTER, seed=True)
        fed.wants_seed = True
        return fed
    at = work.meta("seen")[1]
    if out.after > at:
        tell(work, CENTER, gap=True)
        fed.gap = True
        return fed
    batch: list[Entry] = []
    for raw in raws:
        entry = _entry(raw, name)
        if entry.pos <= at:
            fed.known += 1
            continue
        batch.append(entry)
        if len(batch) >= AT_ONCE:
            _apply(work, batch, fed)
            batch = []
    _apply(work, batch, fed)
    _leave(work, fed)
    work.set_meta("seen", [out.epoch[0], max(at, out.upto)])
    tell(work, CENTER, gap=None)
    if manifest.digest is not None and manifest.digest.at == out.upto > at:
        found = digest(committed(work.connection))
        if (found.rows, found.hex) != (manifest.digest.rows, manifest.digest.total):
            tell(work, CENTER, seed=True)
            fed.wants_seed = True
    return fed


def take_seed_bundle(work: Work, manifest: Manifest, raws: Iterable[bytes], name: str) -> Fed:
    """Begin anew from a seed; BundleDamaged unless it is whole and its rows are those it was signed for."""
    head, given, mine, rows = None, {}, list[str](), 0
    for raw in raws:
        try:
            line = entries.parse_seed(raw)
        except ValueError as error:
            raise BundleDamaged(name=name) from error
        match line:
            case Head():
                head = line
            case Row(table, key, fields):
                given[table, key] = fields
            case Mine(ids):
                mine += ids
            case End(rows):
                pass
    if head is None or not head.epochs or rows != len(given):
        raise BundleDamaged(name=name)
    epoch = (head.epochs[-1][0], head.epochs[-1][2])
    ours, seen = epoch_of(work), work.meta("seen")
    fed = Fed(seeded=True)
    asked = bool(_told(work).get("seed"))
    if ours is not None and (epoch[0] < ours[0] or (epoch == ours and head.at < seen[1] and not asked)):
        return Fed(stale=True)
    left = None if ours is None or ours == epoch else _left(head, ours)
    found = take_seed(work, given, mine, head.at, left)
    if ours == epoch and seen == [epoch[0], head.at]:  # nothing has happened since: they ought to be equal
        fed.differences = found
    _decided(work, (key for table, key in given if table == Ruling.table))
    fed.new = rows
    fed.cases = _moved(found, given)
    work.set_meta("center_epoch", {"generation": epoch[0], "id": epoch[1]})
    work.set_meta("seen", [epoch[0], head.at])
    tell(work, CENTER, seed=None, gap=None)
    if ours is not None and ours != epoch:
        begin_history(work)
    return fed


def _moved(
    differences: Iterable[Difference], given: Mapping[tuple[str, str], Mapping[str, Any]]
) -> dict[str, str]:
    """The cases that a seed has changed, or brought."""
    found: dict[str, str] = {}
    for one in differences:
        if one.table == "case":
            found[one.key] = "更新" if one.here and one.there else "新增" if one.there else "移出"
        elif case_id := given.get((one.table, one.key), {}).get("case_id"):
            found.setdefault(case_id, "更新")
    return found


def _left(head: Head, ours: tuple[int, str]) -> int:
    """The position up to which the center's log is the one that we know."""
    at = next((n for n, (generation, _, name) in enumerate(head.epochs) if (generation, name) == ours), None)
    if at is None:
        return 0
    return min((start for _, start, _ in head.epochs[at + 1 :]), default=head.at)


def _apply(work: Work, batch: list[Entry], fed: Fed) -> None:
    if not batch:
        return
    me = work.meta("station")["station"]
    standing = Standing(work, [entry.write for entry in batch])
    for entry in batch:
        write = entry.write
        fed.new += 1
        match entry.outcome:
            case Outcome.DUP:
                continue
            case Outcome.LEAVE:
                standing.flush()
                work.set_meta("leaving", sorted({*work.meta("leaving", []), write.key}))
            case Outcome.IN:
                standing.whole(write.table, write.key, write.fields, entry.pos)
                if write.table == "case":
                    fed.cases[write.key] = "新增"
                    work.set_meta("leaving", sorted(set(work.meta("leaving", [])) - {write.key}))
            case _ if entry.station == me and standing.is_own(write.id):
                fed.conflicts += entry.outcome is Outcome.REVIEW
                standing.fate(write, entry.held, write.fields, entry.by, entry.n, entry.pos)
            case _ if not standing.was_own(write.id):
                standing.foreign(write, entry.held, entry.pos)
        if (case_id := _case_of(entry)) and entry.station != me:
            fed.cases.setdefault(case_id, "更新")
    standing.flush()
    _decided(work, {entry.write.key for entry in batch if entry.write.table == Ruling.table})


def _decided(work: Work, ids: Iterable[str]) -> None:
    """裁决 that has come back: our writes wait no longer."""
    for review_id in ids:
        ruling = work.find(Ruling, review_id)
        if ruling is not None:
            close_review(work, review_id, ruling.decision, ruling.by)


def _leave(work: Work, fed: Fed) -> None:
    """Let go of cases that do not concern this station any more, once our last word on them was answered."""
    leaving = work.meta("leaving", [])
    gone = [case_id for case_id in leaving if not waits(work.connection, case_id)]
    for case_id in gone:
        rows = Rows(work)
        drop_case(rows, work.connection, case_id)
        rows.flush()
        fed.cases[case_id] = "移出"
    if gone:
        work.set_meta("leaving", [case_id for case_id in leaving if case_id not in gone])


def _case_of(entry: Entry) -> str:
    write = entry.write
    return write.key if write.table == "case" else str(write.fields.get("case_id", ""))


def _entry(raw: bytes, name: str) -> Entry:
    try:
        return entries.parse(raw)
    except ValueError as error:
        raise BundleDamaged(name=name) from error


def _told(work: Work) -> dict[str, object]:
    found = peer(work.connection, CENTER)
    return dict(found.facts) if found is not None else {}
