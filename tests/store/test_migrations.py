"""Migrations: the migrated store is the schema, nothing newer is touched, nothing is left half done."""

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from fuyi_desktop.domain.errors import StoreTooNew
from fuyi_desktop.store.migrate import HEAD, MIGRATIONS, known, migrate, revision
from fuyi_desktop.store.schema import metadata
from fuyi_desktop.store.transfer import digests
from fuyi_desktop.store.vault import Where
from fuyi_desktop.store.work import Store
from tests.store import office

FAILING = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table("half", sa.Column("id", sa.Text()))
    op.execute("INSERT INTO meta (key, value) VALUES ('half', '1')")
    op.execute("DROP TABLE journal")
    raise RuntimeError("halfway")
"""


def _ours(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    return not (kind == "table" and reflected and str(name).startswith("search"))


def test_a_migrated_store_has_exactly_the_tables_of_the_schema(store: Store) -> None:
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []
        names = {name for name in inspect(connection).get_table_names() if not name.startswith("search")}

    assert names == {*metadata.tables, "alembic_version"}


def test_the_constant_is_the_head_of_the_revisions() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)

    assert script.get_current_head() == HEAD
    assert {item.revision for item in script.walk_revisions()} == known(MIGRATIONS)


def test_revisions_import_nothing_of_ours() -> None:
    for path in (MIGRATIONS / "versions").glob("*.py"):
        assert "fuyi_desktop" not in path.read_text("utf-8"), path.name


def content(folder: Path) -> dict[Path, bytes]:
    """What lies in the folder; the log and its index are made by looking."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix in (".db", ".json"))
    return {path: path.read_bytes() for path in found}


def test_a_store_from_the_future_is_refused_untouched(store: Store, at: Where) -> None:
    with store.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with store.reading() as connection:
        before = digests(connection)
    store.close()
    files = content(store.folder)

    with pytest.raises(StoreTooNew):
        office.open_again(at)

    assert content(store.folder) == files
    engine = office.engine_at(at)
    with engine.connect() as connection:
        assert digests(connection) == before
    engine.dispose()


def test_a_migration_that_fails_halfway_leaves_the_store_as_it_was(
    store: Store, at: Where, tmp_path: Path
) -> None:
    with store.work("王办", "收到申请") as work:
        office.register(work)
    store.close()
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "r0002_half.py").write_text(FAILING)
    engine = office.engine_at(at)

    with pytest.raises(RuntimeError, match="halfway"):
        migrate(engine, folder, "0002")

    with engine.connect() as connection:
        assert revision(connection) == HEAD
        assert not inspect(connection).has_table("half")
        assert connection.scalar(text("SELECT count(*) FROM meta WHERE key = 'half'")) == 0
        assert connection.scalar(text("SELECT count(*) FROM journal")) == 1
    engine.dispose()


def test_an_opened_store_needs_no_migration_machinery(
    store: Store, at: Where, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    for name in [name for name in sys.modules if name.partition(".")[0] == "alembic"]:
        monkeypatch.delitem(sys.modules, name)

    office.open_again(at).close()

    assert "alembic" not in sys.modules
