"""The center's log on its way to a station: entries one after another, or a seed that begins anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.erasures import Erasure
from fuyi_desktop.domain.errors import BundleDamaged
from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.domain.rulings import Ruling
from fuyi_desktop.services.outgoing import SCHEMA
from fuyi_desktop.store.erasing import forget_case
from fuyi_desktop.store.peers import close_review, tell
from fuyi_desktop.store.queries import peer
from fuyi_desktop.store.restart import begin_history
from fuyi_desktop.store.rows import Rows
from fuyi_desktop.store.seeds import Difference, take_seed
from fuyi_desktop.store.standing import Standing, cases_worked_on, committed, drop_case, waits
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
        if len(batch) >= AT_ONCE and batch[-1].pos != entry.pos:  # a case enters with all its rows
            _apply(work, batch, fed)
            batch = []
        batch.append(entry)
    _apply(work, batch, fed)
    _leave(work, fed)
    work.set_meta("seen", [out.epoch[0], max(at, out.upto)])
    tell(work, CENTER, gap=None)
    if not _proves(work, manifest):
        tell(work, CENTER, seed=True)
        fed.wants_seed = True
    return fed


def _proves(work: Work, manifest: Manifest) -> bool:
    """Whether what the center has accepted stands here, as far as the bundle lets us know.

    Cases about to leave are the center's no longer; another version of the program knows other fields.
    """
    said = manifest.digest
    if said is None or said.at != work.meta("seen")[1] or manifest.schema.version != SCHEMA.version:
        return True
    leaving = set(work.meta("leaving", []))
    found = digest(row for row in committed(work.connection) if _case_in(*row) not in leaving)
    return (found.rows, found.hex) == (said.rows, said.total)


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
    _erased(work, (key for table, key in given if table == Erasure.table))
    fed.new = rows
    fed.cases = _moved(found, given)
    work.set_meta("center_epoch", {"generation": epoch[0], "id": epoch[1]})
    work.set_meta("seen", [epoch[0], head.at])
    here = {key for table, key in given if table == Case.table}
    work.set_meta("leaving", sorted({*work.meta("leaving", []), *cases_worked_on(work.connection)} - here))
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
    entering: dict[str, set[tuple[str, str]]] = {}
    for number, entry in enumerate(batch):
        write = entry.write
        fed.new += 1
        match entry.outcome:
            case Outcome.DUP:
                if entry.station == me and standing.is_own(
                    write.id
                ):  # its fate was told to another life of ours
                    tell(work, CENTER, seed=True)
                    fed.wants_seed = True
                continue
            case Outcome.LEAVE:
                standing.flush()
                work.set_meta("leaving", sorted({*work.meta("leaving", []), write.key}))
            case Outcome.IN:
                standing.whole(write.table, write.key, write.fields, entry.pos)
                entering.setdefault(_case_of(entry), set()).add((write.table, write.key))
                if write.table == "case":
                    fed.cases[write.key] = "新增"
                    work.set_meta("leaving", sorted(set(work.meta("leaving", [])) - {write.key}))
                if number + 1 == len(batch) or batch[number + 1].pos != entry.pos:
                    standing.flush()
                    for case_id, keys in entering.items():
                        standing.case_only(case_id, keys)
                    entering.clear()
            case _ if entry.station == me and standing.is_own(write.id):
                fed.conflicts += entry.outcome is Outcome.REVIEW
                standing.fate(write, entry.held, write.fields, entry.by, entry.n, entry.pos)
            case _ if not standing.was_own(write.id):
                standing.foreign(write, entry.held, entry.pos)
        if (case_id := _case_of(entry)) and entry.station != me:
            fed.cases.setdefault(case_id, "更新")
    standing.flush()
    _decided(work, {entry.write.key for entry in batch if entry.write.table == Ruling.table})
    _erased(work, {entry.write.key for entry in batch if entry.write.table == Erasure.table})


def _erased(work: Work, ids: Iterable[str]) -> None:
    """删除: what the center has erased goes here too, with what was said of it."""
    for erasure_id in ids:
        erasure = work.find(Erasure, erasure_id)
        if erasure is not None:
            forget_case(work, erasure.erased)


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
    return _case_in(entry.write.table, entry.write.key, entry.write.fields)


def _case_in(table: str, key: str, fields: Mapping[str, Any]) -> str:
    return key if table == Case.table else str(fields.get("case_id") or "")


def _entry(raw: bytes, name: str) -> Entry:
    try:
        return entries.parse(raw)
    except ValueError as error:
        raise BundleDamaged(name=name) from error


def _told(work: Work) -> dict[str, object]:
    found = peer(work.connection, CENTER)
    return dict(found.facts) if found is not None else {}
