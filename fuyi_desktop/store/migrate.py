"""Migrations, run from code inside the opened store."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from fuyi_desktop.domain.errors import StoreTooNew
from fuyi_desktop.store.head import lock_schema

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0001"  # of the revisions in migrations/versions


def migrate(engine: Engine, folder: Path = MIGRATIONS, head: str = HEAD) -> None:
    """Bring the store up to date, whole or not at all; refuse one that a newer program has written."""
    with engine.connect() as connection:
        found = revision(connection)
    if found == head:
        return
    if found is not None and found not in known(folder):
        raise StoreTooNew
    from alembic import command  # here: a store that is up to date, the daily case, needs none of it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        lock_schema(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, head)


def revision(connection: Connection) -> str | None:
    """The revision the store is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def known(folder: Path) -> set[str]:
    """The revisions this program knows, by the names of their files."""
    return {path.name.partition("_")[0].removeprefix("r") for path in (folder / "versions").glob("r*.py")}
