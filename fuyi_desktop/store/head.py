"""Taking turns: what several desks above one server wait for, and how one learns that another came between.

A file has one writer at a time from the first statement on. On a server deeds run side by side; each takes
the row of the head before it commits, so that numbers, positions and lists follow the order of the commits.
"""

from collections.abc import Collection

from sqlalchemy import Connection, Engine, func, select

from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.store.meta import read_meta
from fuyi_desktop.store.projection import batches
from fuyi_desktop.store.schema import journal_case, meta

SERVER = "postgresql"
HEAD = "station"  # the row of `meta` that every store has from its first day on
LAW = "law"  # in `meta`: the digest of the law that the list was computed under
FOUNDING = 0x66757969  # the number of a lock that is no row, while there are no rows yet
AT_ONCE = 500


def on_server(connection: Connection) -> bool:
    """Whether other programs may be writing at this moment."""
    return connection.dialect.name == SERVER


def snapshots(engine: Engine) -> Engine:
    """The engine for questions: each sees one moment of the store, however many statements it takes."""
    if engine.dialect.name != SERVER:
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def lock_schema(connection: Connection) -> None:
    """Wait for another program that is founding the store or bringing its tables up to date."""
    if on_server(connection):
        connection.execute(select(func.pg_advisory_xact_lock(FOUNDING)))


def lock_head(connection: Connection) -> None:
    """Wait for whoever is committing. From here on nobody else does, and all that they wrote is seen."""
    if on_server(connection):
        connection.execute(select(meta.c.key).where(meta.c.key == HEAD).with_for_update())


def lock_content(connection: Connection, digest: str) -> None:
    """Wait for another desk that is keeping the same content."""
    if on_server(connection):
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(digest, 0))))


def stand(connection: Connection) -> int:
    """How far the journals of the cases go; a deed remembers it from its beginning."""
    return (connection.scalar(select(func.max(journal_case.c.id))) or 0) if on_server(connection) else 0


def came_between(connection: Connection, cases: Collection[RecordId], since: int) -> bool:
    """Whether another desk has written to one of the cases since: they were seen otherwise here."""
    c = journal_case.c
    found = (
        connection.scalar(select(c.id).where(c.case_id.in_(some), c.id > since).limit(1))
        for some in batches(cases, AT_ONCE)
    )
    return on_server(connection) and any(one is not None for one in found)


def other_law(connection: Connection, digest: str | None) -> bool:
    """Whether another desk has taken in law that is not known here yet."""
    return on_server(connection) and read_meta(connection, LAW, digest) != digest
