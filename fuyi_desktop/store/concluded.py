"""Which cases of 行政复议 have come to a paper that is copied to others."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.store.schema import TABLES, case_now

ARCHIVED = "R40"
step = TABLES["step"].c


def concluded(
    connection: Connection, codes: Iterable[str], *, holder: str = "", archived: bool = True
) -> list[RecordId]:
    """The cases with a standing step of one of the codes, in the order they were registered."""
    taken = select(step.case_id).where(step.code.in_(list(codes)), step.void_reason == "")
    query = select(case_now.c.case_id).where(
        case_now.c.kind == "reconsideration", case_now.c.case_id.in_(taken)
    )
    if holder:
        query = query.where(case_now.c.holder == holder)
    if not archived:
        query = query.where(case_now.c.state != ARCHIVED)
    return list(connection.scalars(query.order_by(case_now.c.case_id)))
