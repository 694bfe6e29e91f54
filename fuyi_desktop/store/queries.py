"""What lists, pages and ledgers ask: plain selects, each answered by an index."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal_column, or_, select

from fuyi_desktop.domain.case import Attachment, Case, CaseFile, Material
from fuyi_desktop.domain.errors import Ambiguous, NotFound
from fuyi_desktop.domain.line import Write, parse
from fuyi_desktop.domain.local import Setting
from fuyi_desktop.domain.now import CaseNow
from fuyi_desktop.domain.papers import Paper, Printing, Series
from fuyi_desktop.domain.party import Party, Person, Station, Unit
from fuyi_desktop.domain.record import Record, RecordId
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.store.schema import (
    NOW_COLUMNS,
    TABLES,
    case_now,
    journal,
    journal_case,
    record_of,
    sync_bundle,
    sync_chain,
    sync_peer,
    sync_review,
)
from fuyi_desktop.store.search import hits
from fuyi_desktop.store.tokens import Wanted, wanted

R = TypeVar("R", bound=Record)

FEW = 2000  # hits up to which sorting the hits is cheaper than walking the list in its order
SEVERAL = 5  # candidates that a refusal names
ENDED_FROM = 4_000_001  # ranks from here on are of ended cases
NOW = tuple(case_now.c[name] for name in NOW_COLUMNS)
PARTS = (
    "party",
    "step",
    "material",
    "attachment",
    "paper",
    "binding",
    "recount",
    "session",
)  # what a case's journal tells of, beside the case
case, party = TABLES["case"].c, TABLES["party"].c


@dataclass(frozen=True)
class Entry:
    """One line of a case's journal: who wrote when, where and why, and what of it concerns the case."""

    at: datetime
    by: str
    why: str
    station: str
    n: int
    writes: tuple[Write, ...]

    def as_dict(self, names: Mapping[str, str]) -> dict[str, Any]:
        """As plain values; ids that have a name are said by it."""
        return {
            "at": self.at.isoformat(), "by": self.by, "why": self.why, "station": self.station, "n": self.n,
            "writes": [
                {
                    "table": write.table, "key": write.key, "kind": write.kind,
                    "fields": {name: _named(value, names) for name, value in write.fields.items()},
                    "before": {name: _named(value, names) for name, value in write.before.items()},
                }
                for write in self.writes
            ],
        }  # fmt: skip


@dataclass(frozen=True)
class Likeness:
    """A case that may be the same dispute, and what it has in common with the one asked for."""

    case_id: str
    title: str
    matter: str
    number: str
    why: str


def case_rows(
    connection: Connection, text: str = "", *, ended: bool | None = None, kind: str = "", state: str = "",
    flag: str = "", holder: str = "", handler: str = "", until: date | None = None, newest: bool = False,
    offset: int = 0, limit: int = 50,
) -> list[CaseNow]:  # fmt: skip
    """Cases as lists show them, the nearest day first and the ended last, or the newest registered first."""
    found = wanted(text, flag)
    if text.strip() and not found.words:
        return []
    where = _where(kind, state, holder, handler, until, ended=ended)
    query = select(*NOW).where(*where)
    order = (case_now.c.row.desc(),) if newest else (case_now.c.rank, case_now.c.case_id)
    if found.words or found.flag:
        query = query.where(_hit(connection, found, walk=not newest and _many(connection, found)))
    return [_now(row) for row in connection.execute(query.order_by(*order).offset(offset).limit(limit))]


def case_count(
    connection: Connection, text: str = "", *, ended: bool | None = None, kind: str = "", state: str = "",
    flag: str = "", holder: str = "", handler: str = "", until: date | None = None,
) -> int:  # fmt: skip
    """How many cases the same questions find."""
    found = wanted(text, flag)
    if text.strip() and not found.words:
        return 0
    where = _where(kind, state, holder, handler, until, ended=ended)
    asked = bool(found.words or found.flag)
    if asked and not where:  # the index has exactly one row a case
        return connection.scalar(select(func.count()).select_from(hits(connection, found).subquery())) or 0
    query = select(func.count()).select_from(case_now).where(*where)
    if asked:
        query = query.where(_hit(connection, found, walk=_many(connection, found)))
    return connection.scalar(query) or 0


def case_now_of(connection: Connection, case_id: RecordId) -> CaseNow | None:
    """The row of one case."""
    row = connection.execute(select(*NOW).where(case_now.c.case_id == case_id)).one_or_none()
    return _now(row) if row is not None else None


def board_rows(
    connection: Connection, holder: str = "", until: date | None = None, *, offset: int = 0,
    limit: int | None = None,
) -> list[CaseNow]:  # fmt: skip
    """Open cases with a clock running, by the day it shows, those up to the given day."""
    where = _where(holder=holder, until=until, ended=False)
    query = select(*NOW).where(*where, case_now.c.display.is_not(None))
    ordered = query.order_by(case_now.c.rank, case_now.c.case_id).offset(offset).limit(limit)
    return [_now(row) for row in connection.execute(ordered)]


def case_files(connection: Connection, ids: Sequence[RecordId]) -> list[CaseFile]:
    """The files of several cases, each part read in one go; ids without a case are left out."""
    cases = _records(connection, Case, case.id.in_(ids))
    organs = {
        unit.id: unit
        for unit in _records(connection, Unit, TABLES["unit"].c.id.in_({c.organ_id for c in cases}))
    }
    parties, steps = _parts(connection, Party, ids), _parts(connection, Step, ids)
    papers, materials = _parts(connection, Paper, ids), _parts(connection, Material, ids)
    return [
        CaseFile(
            case=found,
            organ=organs.get(found.organ_id) or Unit(id=found.organ_id, full_name=""),  # it may arrive later
            parties=parties.get(found.id, ()),
            steps=steps.get(found.id, ()),
            papers=papers.get(found.id, ()),
            materials=materials.get(found.id, ()),
        )
        for found in cases
    ]


def case_file(connection: Connection, case_id: RecordId) -> CaseFile:
    """A case with all that was recorded about it; NotFound."""
    for file in case_files(connection, [case_id]):
        return file
    raise NotFound(what="案件", key=case_id)


def case_by_key(connection: Connection, key: str) -> RecordId:
    """The case of an id, a 案号, or a receipt number with or without its window's code (T0731/代收2026-1).

    NotFound, or Ambiguous where several carry it: every window numbers its own receipts.
    """
    if connection.scalar(select(case.id).where(case.id == key)) is not None:
        return key
    home, _, receipt = key.rpartition("/")
    named = or_(
        case.number == key,
        case.receipt_number == key,
        and_(case.home == home, case.receipt_number == receipt),
    )
    columns = (case.id, case.home, case.receipt_number, case_now.c.title)
    shown = select(*columns).outerjoin(case_now, case_now.c.case_id == case.id)
    found = connection.execute(shown.where(named).order_by(case.id).limit(SEVERAL)).all() if key else []
    if len(found) > 1:
        told = "、".join(f"{row.home}/{row.receipt_number}（{row.title}）" for row in found)
        raise Ambiguous(key=key, what="案件", candidates=told)
    if not found:
        raise NotFound(what="案件", key=key)
    return str(found[0].id)


def duplicates(
    connection: Connection, *, names: Iterable[str] = (), id_numbers: Iterable[str] = (),
    phones: Iterable[str] = (), act_number: str = "", limit: int = 5,
) -> list[Likeness]:  # fmt: skip
    """Cases that share an identity number, an act, a name or a telephone, the surest sign first."""
    of_party = select(party.case_id)
    signs: list[tuple[str, Select[Any]]] = [
        ("证件号码相同", of_party.where(party.id_number.in_([number for number in id_numbers if number]))),
        ("文号相同", select(case.id).where(case.act_number == act_number, case.act_number != "")),
        ("姓名相同", of_party.where(party.name.in_([name for name in names if name]))),
        ("电话相同", of_party.where(party.phone.in_([phone for phone in phones if phone]))),
    ]
    why: dict[str, list[str]] = {}
    for sign, query in signs:
        for case_id in connection.scalars(query.distinct().limit(limit * 4)):
            why.setdefault(case_id, []).append(sign)
    now = {row.case_id: row for row in connection.execute(select(*NOW).where(case_now.c.case_id.in_(why)))}
    found = [
        Likeness(row.case_id, row.title, row.matter, row.number, "、".join(signs))
        for case_id, signs in why.items()
        if (row := now.get(case_id)) is not None
    ]
    return found[:limit]


def journal_of(connection: Connection, case_id: RecordId, *, limit: int = 200) -> list[Entry]:
    """Who wrote what to a case and when, newest first, here or at another station."""
    c, own, other = journal_case.c, journal.c, sync_chain.c
    query = (
        select(c.at, c.by, c.why, c.station, c.n, func.coalesce(own.raw, other.raw))
        .outerjoin(journal, and_(own.incarnation == c.incarnation, own.n == c.n))
        .outerjoin(
            sync_chain,
            and_(other.station == c.station, other.incarnation == c.incarnation, other.n == c.n),
        )
        .where(c.case_id == case_id)
        .order_by(c.id.desc())
        .limit(limit)
    )
    parts = {case_id}
    for name in PARTS:
        parts.update(connection.scalars(select(TABLES[name].c.id).where(TABLES[name].c.case_id == case_id)))
    return [
        Entry(at, by, why, station, n, tuple(w for w in parse(raw).writes if w.key in parts) if raw else ())
        for at, by, why, station, n, raw in connection.execute(query)
    ]


def attachments(connection: Connection, case_id: RecordId) -> list[Attachment]:
    """The files of a case, without the kept PDFs of its papers, which stand among the papers."""
    file, paper = TABLES["attachment"].c, TABLES["paper"].c
    of_papers = select(paper.digest).where(paper.case_id == case_id)
    return _records(connection, Attachment, file.case_id == case_id, file.digest.not_in(of_papers))


def kept_files(connection: Connection, case_id: RecordId) -> list[Attachment]:
    """Every file of a case, the kept PDFs of its papers with them."""
    return _records(connection, Attachment, TABLES["attachment"].c.case_id == case_id)


def printings(connection: Connection, paper_id: RecordId) -> list[Printing]:
    return _records(connection, Printing, TABLES["printing"].c.paper_id == paper_id)


def papers(connection: Connection, *, offset: int = 0, limit: int = 50) -> list[Paper]:
    """Papers issued, newest first."""
    table = TABLES["paper"]
    query = select(table).order_by(table.c.id.desc()).offset(offset).limit(limit)
    return [record_of(Paper, row) for row in connection.execute(query)]


def units(connection: Connection) -> list[Unit]:
    return _records(connection, Unit)


def stations(connection: Connection) -> list[Station]:
    return _records(connection, Station)


def persons(connection: Connection) -> list[Person]:
    return _records(connection, Person)


def series(connection: Connection) -> list[Series]:
    return _records(connection, Series)


def settings(connection: Connection) -> list[Setting]:
    return _records(connection, Setting)


def station_called(connection: Connection, code: str) -> str:
    """The name of a station, or its code where it has none here."""
    table = TABLES["station"].c
    return connection.scalar(select(table.name).where(table.station == code).limit(1)) or code


def parties_by_unit(connection: Connection, unit_id: RecordId) -> list[Party]:
    """The parties that are this unit, over all cases."""
    return _records(connection, Party, party.unit_id == unit_id)


def bundles(connection: Connection, *, station: str = "", limit: int = 100) -> list[Any]:
    """What went out and came in, newest first."""
    query = select(sync_bundle).order_by(sync_bundle.c.at.desc()).limit(limit)
    if station:
        query = query.where(sync_bundle.c.station == station)
    return list(connection.execute(query))


def bundle_called(connection: Connection, digest: str) -> Any:
    """The one bundle whose digest begins like this, or None."""
    c = sync_bundle.c
    query = select(sync_bundle).where(c.digest.startswith(digest, autoescape=True)).limit(2)
    found = connection.execute(query).all() if digest else []
    return found[0] if len(found) == 1 else None


def peers(connection: Connection) -> list[Any]:
    """Every station we exchange with: keys, certificate, and what it has confirmed."""
    return list(connection.execute(select(sync_peer).order_by(sync_peer.c.station)))


def peer(connection: Connection, station: str) -> Any:
    """One station we exchange with, or None."""
    return connection.execute(select(sync_peer).where(sync_peer.c.station == station)).one_or_none()


def reviews(connection: Connection, *, state: str = "open", case_id: str = "") -> list[Any]:
    """待裁决: writes put aside beside the value they met, oldest first."""
    query = select(sync_review).where(sync_review.c.state == state).order_by(sync_review.c.pos)
    return list(connection.execute(query.where(sync_review.c.case_id == case_id) if case_id else query))


def lines(connection: Connection, incarnation: str, after: int = 0) -> Iterable[tuple[int, bytes]]:
    """Our own lines of an incarnation after a number, as they were rendered."""
    c = journal.c
    query = select(c.n, c.raw).where(c.incarnation == incarnation, c.n > after).order_by(c.n)
    return ((n, raw) for n, raw in connection.execute(query))


def chain_at(connection: Connection, incarnation: str, n: int) -> bytes | None:
    """The chain's hash after our line n, or None where there is no such line."""
    c = journal.c
    return connection.scalar(select(c.chain).where(c.incarnation == incarnation, c.n == n))


def unsent(connection: Connection, incarnation: str, acked: int) -> int:
    """How many of our lines nobody has confirmed."""
    c = journal.c
    query = select(func.count()).select_from(journal).where(c.incarnation == incarnation, c.n > acked)
    return connection.scalar(query) or 0


def _many(connection: Connection, found: Wanted) -> bool:
    some = hits(connection, found).limit(FEW).subquery()
    return (connection.scalar(select(func.count()).select_from(some)) or 0) >= FEW


def _hit(connection: Connection, found: Wanted, *, walk: bool) -> ColumnElement[bool]:
    """The row is among the hits; with `walk`, the list is walked in its order and looked up among them."""
    row: ColumnElement[int] = literal_column("+case_now.row") if walk else case_now.c.row
    return row.in_(hits(connection, found))


def _where(
    kind: str = "", state: str = "", holder: str = "", handler: str = "", until: date | None = None,
    *, ended: bool | None = None,
) -> list[ColumnElement[bool]]:  # fmt: skip
    c = case_now.c
    given = {"kind": kind, "state": state, "holder": holder, "handler": handler}
    found: list[ColumnElement[bool]] = [c[name] == value for name, value in given.items() if value]
    if ended is not None:
        found.append(c.rank >= ENDED_FROM if ended else c.rank < ENDED_FROM)
    if until is not None:
        found.append(c.rank <= until.toordinal())
    return found


def _named(value: Any, names: Mapping[str, str]) -> Any:
    return names.get(value, value) if isinstance(value, str) else value


def _now(row: Any) -> CaseNow:
    return CaseNow(**row._mapping)


def _records(connection: Connection, kind: type[R], *where: ColumnElement[bool]) -> list[R]:
    table = TABLES[kind.table]
    return [
        record_of(kind, row) for row in connection.execute(select(table).where(*where).order_by(table.c.id))
    ]


def _parts(connection: Connection, kind: type[R], ids: Sequence[RecordId]) -> dict[RecordId, tuple[R, ...]]:
    found: dict[RecordId, list[R]] = {}
    for record in _records(connection, kind, TABLES[kind.table].c.case_id.in_(ids)):
        found.setdefault(record.case_id, []).append(record)  # type: ignore[attr-defined]  # parts of a case have one
    return {case_id: tuple(records) for case_id, records in found.items()}
