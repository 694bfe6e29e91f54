"""Who bears a number: the papers and cases of this store, whichever station gave it to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, literal, select, union_all

from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.store.projection import batches
from fuyi_desktop.store.schema import TABLES

AT_ONCE = 500  # numbers in one question
case, paper = TABLES["case"].c, TABLES["paper"].c


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
