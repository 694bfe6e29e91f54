"""The offices' own workbooks that are kept here."""

from sqlalchemy import Connection, select

from fuyi_desktop.domain.workbooks import OwnWorkbook
from fuyi_desktop.store.schema import TABLES, record_of


def workbooks(connection: Connection, form: str = "") -> list[OwnWorkbook]:
    """Every workbook kept, or those of one form, the one kept first coming first."""
    table = TABLES[OwnWorkbook.table]
    query = select(table).order_by(table.c.kept_at, table.c.id)
    if form:
        query = query.where(table.c.form == form)
    return [record_of(OwnWorkbook, row) for row in connection.execute(query)]
