"""Who bears a number, what became of lent ones, and the register of what was sent out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, literal, select, union_all

from fuyi_desktop.domain.blocks import BlockNote, NumberBlock, Standing, standing
from fuyi_desktop.domain.papers import Series
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.store.projection import batches
from fuyi_desktop.store.schema import TABLES, case_now, record_of

AT_ONCE = 500  # numbers in one question
case, paper, party = TABLES["case"].c, TABLES["paper"].c, TABLES["party"].c
block, note, series = TABLES["number_block"].c, TABLES["block_note"].c, TABLES["series"].c


@dataclass(frozen=True)
class Bearer:
    """A paper that bears a number, or a case (then without a form)."""

    number: str
    case_id: RecordId
    form: str = ""
    void_reason: str = ""


@dataclass(frozen=True)
class Twin:
    """A number that one organ has given more than once."""

    number: str
    cases: tuple[RecordId, ...]


@dataclass(frozen=True)
class Sent:
    """One line of the 发文登记簿: a number that a paper or a case bears."""

    number: str
    title: str  # of the paper; 案号 for a case
    case_id: RecordId
    case: str = ""  # as lists name it
    party: str = ""  # whose case it is
    recipient: str = ""
    on: date | None = None
    by: str = ""
    void_reason: str = ""
    form: str = ""


def bearers(connection: Connection, numbers: Iterable[str]) -> list[Bearer]:
    """The papers and cases that bear one of the numbers, voided papers among them."""
    of_papers = select(paper.number, paper.case_id, paper.form, paper.void_reason)
    of_cases = select(case.number, case.id)
    found: list[Bearer] = []
    for some in batches(list(numbers), AT_ONCE):
        for query in (of_papers.where(paper.number.in_(some)), of_cases.where(case.number.in_(some))):
            found += [Bearer(*row) for row in connection.execute(query)]
    return found


def receipts(connection: Connection, home: str, numbers: Sequence[str]) -> list[Bearer]:
    """The cases that a window has registered under one of its receipt numbers."""
    query = select(case.receipt_number, case.id).where(case.home == home)
    return [
        Bearer(*row)
        for some in batches(list(numbers), AT_ONCE)
        for row in connection.execute(query.where(case.receipt_number.in_(some)))
    ]


def given_twice(connection: Connection) -> list[Twin]:
    """Numbers of one organ that several standing papers or cases bear; voiding one of them settles it."""
    of_papers = select(case.organ_id, paper.number, paper.case_id).join_from(
        TABLES["paper"], TABLES["case"], paper.case_id == case.id
    )
    of_cases = select(case.organ_id, case.number, case.id.label("case_id"))
    borne = (
        union_all(
            of_papers.where(paper.number != "", paper.void_reason == ""), of_cases.where(case.number != "")
        )
        .subquery()
        .c
    )
    several = (
        select(borne.organ_id, borne.number)
        .group_by(borne.organ_id, borne.number)
        .having(func.count(literal(1)) > 1)
        .subquery()
    )
    query = (
        select(borne.number, borne.case_id)
        .join(several, (several.c.organ_id == borne.organ_id) & (several.c.number == borne.number))
        .order_by(borne.number, borne.case_id)
    )
    found: dict[str, dict[RecordId, None]] = {}
    for told, case_id in connection.execute(query):
        found.setdefault(told, {})[case_id] = None
    return [Twin(told, tuple(cases)) for told, cases in found.items()]


def blocks(connection: Connection, **where: Any) -> list[NumberBlock]:
    """Lent blocks whose columns have the given values, in the order they were lent."""
    table = TABLES[NumberBlock.table]
    query = select(table).where(*(table.c[name] == value for name, value in where.items()))
    return [record_of(NumberBlock, row) for row in connection.execute(query.order_by(block.id))]


def notes(connection: Connection, ids: Iterable[RecordId]) -> dict[RecordId, list[BlockNote]]:
    """What stations have said of their blocks, by block."""
    found: dict[RecordId, list[BlockNote]] = {}
    query = select(TABLES[BlockNote.table]).order_by(note.id)
    for some in batches(list(ids), AT_ONCE):
        for row in connection.execute(query.where(note.block_id.in_(some))):
            said = record_of(BlockNote, row)
            found.setdefault(said.block_id, []).append(said)
    return found


def standings(connection: Connection, **where: Any) -> list[Standing]:
    """Lent blocks with what became of each of their numbers, as far as it is known here."""
    found = blocks(connection, **where)
    said = notes(connection, (one.id for one in found))
    spelt = {one.id: _spelt(connection, one) for one in found}
    wanted = {told for names in spelt.values() for told in names}
    borne: dict[str, list[Bearer]] = {}
    for bearer in bearers(connection, wanted):
        borne.setdefault(bearer.number, []).append(bearer)
    return [standing(one, said.get(one.id, ()), _void_reasons(spelt[one.id], borne)) for one in found]


def sent(connection: Connection, year: int, numbers: Iterable[str]) -> list[Sent]:
    """The papers of a year that have a number, and whoever bears one of the numbers, oldest first."""
    shown = (case_now.c.number.label("case"), case_now.c.title.label("party"))
    of_papers = (
        select(
            paper.number, paper.title, paper.case_id, *shown, party.name.label("recipient"),
            paper.issued_on.label("on"), paper.by, paper.void_reason, paper.form,
        )
        .outerjoin(case_now, case_now.c.case_id == paper.case_id)
        .outerjoin(TABLES["party"], party.id == paper.to)
        .order_by(paper.issued_on, paper.id)
    )  # fmt: skip
    of_cases = (
        select(case.number, literal("案号").label("title"), case.id.label("case_id"), *shown)
        .outerjoin(case_now, case_now.c.case_id == case.id)
        .order_by(case.id)
    )
    in_year = of_papers.where(
        paper.number != "", paper.issued_on >= date(year, 1, 1), paper.issued_on <= date(year, 12, 31)
    )
    found = [_sent(row) for row in connection.execute(in_year)]
    known = {(line.number, line.case_id, line.form) for line in found}
    for some in batches(list(numbers), AT_ONCE):
        for query in (of_papers.where(paper.number.in_(some)), of_cases.where(case.number.in_(some))):
            more = (_sent(row) for row in connection.execute(query))
            found += [line for line in more if (line.number, line.case_id, line.form) not in known]
    return found


def names_of(connection: Connection, cases: Iterable[RecordId]) -> dict[tuple[RecordId, Role], list[str]]:
    """The names of the parties of cases, by the part they take, in the order they were entered."""
    found: dict[tuple[RecordId, Role], list[str]] = {}
    query = select(party.case_id, party.role, party.name).order_by(party.id)
    for some in batches(list(cases), AT_ONCE):
        for case_id, role, name in connection.execute(query.where(party.case_id.in_(some))):
            found.setdefault((case_id, role), []).append(name)
    return found


def _sent(row: Any) -> Sent:
    told: dict[str, Any] = dict(row._mapping)  # what an outer join has not found is null
    return Sent(**{name: value for name, value in told.items() if value is not None})


def _spelt(connection: Connection, one: NumberBlock) -> dict[str, int]:
    """Every way a number of the block may be written → its serial."""
    row = connection.execute(select(TABLES[Series.table]).where(series.id == one.series)).one_or_none()
    counted = record_of(Series, row) if row is not None else None
    return {
        told: serial
        for serial in one.serials
        for told in (*(counted.spellings(serial) if counted else ()), one.told(serial))
    }


def _void_reasons(spelt: dict[str, int], borne: dict[str, list[Bearer]]) -> dict[int, str]:
    """Serial → why its paper is void; empty where a paper or case that bears it stands."""
    found: dict[int, str] = {}
    for told, serial in spelt.items():
        for bearer in borne.get(told, ()):
            found[serial] = bearer.void_reason if found.get(serial, "?") else ""
    return found
