"""The cases of one dispute, found by their links in both directions, each looked up by an index."""

from sqlalchemy import Connection, or_, select

from fuyi_desktop.domain.now import CaseNow
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.store.queries import NOW
from fuyi_desktop.store.schema import TABLES, case_now

case = TABLES["case"].c


def dispute_rows(connection: Connection, case_id: RecordId) -> list[CaseNow]:
    """The cases that carry one another on (接续), oldest first; the case itself among them."""
    found, fresh = {case_id}, {case_id}
    while fresh:
        linked = select(case.id, case.earlier_id).where(or_(case.id.in_(fresh), case.earlier_id.in_(fresh)))
        near = {one for row in connection.execute(linked) for one in row if one is not None}
        found, fresh = found | near, near - found
    query = select(*NOW).where(case_now.c.case_id.in_(found)).order_by(case_now.c.case_id)
    return [CaseNow(**row._mapping) for row in connection.execute(query)]
