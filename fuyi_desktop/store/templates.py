"""The texts of templates that are kept here: what holds, and every one by its version."""

from sqlalchemy import Connection, select

from fuyi_desktop.domain.provisions import Provision, ProvisionKind
from fuyi_desktop.domain.templates import TemplateText
from fuyi_desktop.store.schema import TABLES, record_of


def template_texts(connection: Connection, form: str = "") -> list[TemplateText]:
    """Every text kept, or those of one form, the one kept first coming first."""
    table = TABLES[TemplateText.table]
    query = select(table).order_by(table.c.kept_at, table.c.id)
    if form:
        query = query.where(table.c.form == form)
    return [record_of(TemplateText, row) for row in connection.execute(query)]


def own_texts(connection: Connection) -> list[TemplateText]:
    """The texts that the station has ever taken up as its own."""
    table = TABLES[TemplateText.table]
    query = select(table).where(table.c.over != "").order_by(table.c.kept_at, table.c.id)
    return [record_of(TemplateText, row) for row in connection.execute(query)]


def county_templates(connection: Connection) -> list[Provision]:
    """The templates the county has sent, in force or not."""
    table = TABLES[Provision.table]
    query = select(table).where(table.c.kind == ProvisionKind.TEMPLATE)
    return [record_of(Provision, row) for row in connection.execute(query)]
