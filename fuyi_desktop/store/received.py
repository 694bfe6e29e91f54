"""Lines from elsewhere on their way into the center's log: looked up, applied and written many at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select

from fuyi_desktop.domain.line import Line, Write
from fuyi_desktop.domain.outcome import ROW, Judgement, Outcome, Version, Versions
from fuyi_desktop.domain.record import NOBODY, RecordId, only, reach_of
from fuyi_desktop.store.chains import Link
from fuyi_desktop.store.journal import case_rows, note_rows
from fuyi_desktop.store.positions import Entry, Log, Source, as_version, set_fields
from fuyi_desktop.store.projection import BATCH, batches
from fuyi_desktop.store.rows import Key, Plain, Rows, known_kind
from fuyi_desktop.store.schema import RECORDS, sync_log, sync_review, sync_version
from fuyi_desktop.store.scope import had_cases
from fuyi_desktop.store.work import Work


class Arrivals:
    """The lines of one station, as one transaction takes them in."""

    def __init__(self, work: Work, station: str, lines: Sequence[Line]) -> None:
        self.work, self.station = work, station
        self.log = Log(work.connection)
        self.rows = Rows(work)
        writes = [write for line in lines for write in line.writes]
        keys = {(write.table, write.key) for write in writes}
        self._known = _known_writes(work, [write.id for write in writes])
        self._versions = _versions(work, keys)
        self.rows.fetch(keys)
        cases = {case_id for write in writes if (case_id := self._case_of(write))}
        self.rows.fetch(("case", case_id) for case_id in cases)
        self._theirs = had_cases(work.connection, station, cases)
        self._reviews: list[dict[str, Any]] = []
        self._noted: list[dict[str, Any]] = []

    def knows(self, write: Write) -> bool:
        """Whether the write has a position already, under whatever number it came."""
        return write.id in self._known

    def versions(self, write: Write) -> Versions:
        """Where the values of the write's row were accepted."""
        return Versions(self._versions.get((write.table, write.key), {}))

    def current(self, write: Write) -> Plain:
        """The present values of the write's row, of one that only a newer program knows as they were said."""
        found = self.rows.get(write.table, write.key)
        if found is None and write.kind == "u":
            return self.rows.parked(write.table, write.key)
        return found or {}

    def strange(self, write: Write) -> bool:
        """Whether the write is about a case that never was this station's business."""
        case_id = self._case_of(write)
        return bool(case_id) and case_id not in self._theirs and self.rows.get("case", case_id) is not None

    def take(self, line: Line, link: Link, incarnation: str, judgements: Mapping[str, Judgement]) -> None:
        """Apply one line with the judgement of each of its writes."""
        source = Source(self.station, incarnation, line.n, link.h, link.branch)
        cases: set[RecordId] = set()
        for write in line.writes:
            judged = judgements[write.id]
            if not judged.dup:
                cases |= self._apply(write, judged, line)
            stands = () if judged.dup else self._stands(write, judged)
            entry = Entry(
                write.id, write.table, write.key, judged.outcome, judged.reviewed, stands,
                self._reach(write), dict(judged.merged),
            )  # fmt: skip
            pos = self.log.add(entry, source)
            versions = self._versions.setdefault((write.table, write.key), {})
            versions.update({name: Version(pos, **as_version(entry, name, source)) for name in stands})
            self._known.add(write.id)
            if write.table == "case" and write.kind == "i":
                self._theirs.add(write.key)
        wall = max(0, min(line.wall, int(self.work.at.timestamp() * 1000)))
        at = datetime.fromtimestamp(wall / 1000, UTC)
        self._noted += case_rows(line, cases, self.station, incarnation, at)
        for case_id in cases:
            self.work.touch(case_id)
        self.work.changed.add(sync_log.name)

    def flush(self) -> None:
        """Write everything that was taken in."""
        self.rows.flush()
        self.log.flush()
        note_rows(self.work.connection, self._noted)
        self._noted = []
        if self._reviews:
            self.work.connection.execute(insert(sync_review), self._reviews)
            self.work.changed.add(sync_review.name)
            self._reviews = []

    def _apply(self, write: Write, judged: Judgement, line: Line) -> set[RecordId]:
        """Apply what stands of a write, and put the rest to review; the cases it touches."""
        pos, reviewed = self.log.pos + 1, judged.reviewed
        before = self.rows.get(write.table, write.key)
        if write.kind == "d":
            if ROW not in reviewed:
                self.rows.put(write.table, write.key, None)
                self.rows.unpark(write.table, write.key, self.rows.parked(write.table, write.key))
        else:
            told = {**write.fields, **judged.merged}
            standing = {name: value for name, value in told.items() if name not in reviewed}
            if before is not None:
                self.rows.change(write.table, write.key, standing, pos)
            elif write.kind == "u":
                self.rows.park(write.table, write.key, standing, pos)
            elif standing or not reviewed:
                self.rows.make(write.table, write.key, standing, pos)
        case_id = self._case_of(write)
        if reviewed:
            self._reviews.append(self._review(write, reviewed, before or {}, line, pos, case_id))
        return {case_id} if case_id and self.rows.get("case", case_id) is not None else set()

    def _stands(self, write: Write, judged: Judgement) -> tuple[str, ...]:
        """The fields whose version this write now is: of a row something came of before, those that stand."""
        names = tuple(name for name, outcome in judged.fields.items() if outcome is Outcome.SET)
        here = write.kind == "i" and bool(self.versions(write).fields)
        return set_fields("u" if here else write.kind, names) if names else ()

    def _case_of(self, write: Write) -> RecordId:
        if named := _case_named(write):
            return named
        return str(self.current(write).get("case_id", ""))

    def _reach(self, write: Write) -> str:
        """Whom the write concerns; of a table that only a newer program knows, the case it names."""
        case_id = self._case_of(write)
        if not known_kind(write.table):
            return case_id or only(self.station)
        found = reach_of(RECORDS[write.table], write.key, self.current(write) or write.fields)
        return found if found != NOBODY else (case_id or only(self.station))

    def _review(
        self, write: Write, names: tuple[str, ...], ours: Plain, line: Line, pos: int, case_id: str
    ) -> dict[str, Any]:
        if ROW in names:
            base, theirs, here = dict(write.before), dict(write.fields), dict(ours)
        else:
            base = {name: write.before[name] for name in names if name in write.before}
            theirs = {name: write.fields.get(name) for name in names}
            here = {name: ours[name] for name in names if name in ours}
        return {
            "id": write.id, "tbl": write.table, "key": write.key, "case_id": case_id, "fields": names,
            "base": base, "theirs": theirs, "ours": here, "author": line.by, "station": self.station,
            "line": line.n, "pos": pos, "opened": self.work.at, "state": "open", "decision": "",
            "decided_by": "",
        }  # fmt: skip


def _case_named(write: Write) -> str:
    """The case that a write says it is part of."""
    if write.table == "case":
        return write.key
    return str(write.fields.get("case_id") or write.before.get("case_id") or "")


def _known_writes(work: Work, ids: Iterable[str]) -> set[str]:
    c, found = sync_log.c, set[str]()
    for batch in batches(ids, BATCH):
        found.update(work.connection.scalars(select(c.write_id).where(c.write_id.in_(batch))))
    return found


def _versions(work: Work, keys: Iterable[Key]) -> dict[Key, dict[str, Version]]:
    c, found = sync_version.c, dict[Key, dict[str, Version]]()
    wanted: dict[str, list[RecordId]] = {}
    for table, key in keys:
        wanted.setdefault(table, []).append(key)
    for table, ids in wanted.items():
        for batch in batches(ids, BATCH):
            query = select(c.key, c.field, c.pos, c.branch, c.n).where(c.tbl == table, c.key.in_(batch))
            for key, name, *rest in work.connection.execute(query):
                found.setdefault((table, key), {})[name] = Version(*rest)
    return found
