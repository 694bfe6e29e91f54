"""What was imported of the law, and the cases it is held against."""

from sqlalchemy import Connection, select

from fuyi_desktop.domain.provisions import Provision
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.store.schema import TABLES, record_of


def provisions(connection: Connection) -> list[Provision]:
    """Everything imported, in force or not, the oldest publication first."""
    found = [record_of(Provision, row) for row in connection.execute(select(TABLES[Provision.table]))]
    return sorted(found, key=lambda one: (one.published, one.turns[-1:]))


def case_ids(connection: Connection) -> list[RecordId]:
    """Every case there is."""
    column = TABLES["case"].c.id
    return list(connection.scalars(select(column).order_by(column)))
