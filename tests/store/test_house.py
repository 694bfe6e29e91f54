"""House rules of the store: one door for writing, and tables that follow from the records."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import fuyi_desktop
import fuyi_desktop.domain
from fuyi_desktop.domain.record import Reach, Record, column_types
from fuyi_desktop.store.schema import RECORDS, REMOVABLE, TABLES

PACKAGE = Path(fuyi_desktop.__file__).parent
WRITERS = {  # the transaction, and what it is made of
    "work", "journal", "projection", "positions", "received", "restart", "search", "meta", "schema", "files",
    "lexemes", "transfer", "rows", "chains", "chunks", "scope", "standing", "seeds", "peers", "taking_back",
    "erasing",
}  # fmt: skip
WRITES = {"insert", "update", "delete", "upsert", "write_meta", "put_rows"}


def _calls(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WRITES:
            yield node.func.id, node.lineno
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            first = node.value.strip().partition(" ")[0]
            if first in {"INSERT", "UPDATE", "DELETE", "REPLACE"}:
                yield first, node.lineno


def test_nothing_but_the_one_door_writes() -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts and not (path.parent.name == "store" and path.stem in WRITERS)
        for name, _ in _calls(path)
    }

    # what a new store says of itself, and one that was carried to a server
    assert found == {("store/vault.py", "write_meta"), ("store/moving.py", "write_meta")}


def test_nothing_is_ever_inserted_by_replacing() -> None:
    for path in (PACKAGE / "store").rglob("*.py"):
        assert "OR REPLACE" not in path.read_text("utf-8").upper(), path.name


def _records() -> set[type[Record]]:
    for module in pkgutil.iter_modules(fuyi_desktop.domain.__path__):
        importlib.import_module(f"fuyi_desktop.domain.{module.name}")
    found, todo = set(), [Record]
    while todo:
        for kind in todo.pop().__subclasses__():
            if not inspect.isabstract(kind) and kind.__module__.startswith("fuyi_desktop."):
                found.add(kind)
                todo.append(kind)
    return found


def test_every_record_has_its_table_with_exactly_its_fields() -> None:
    assert set(RECORDS.values()) == _records()
    for name, kind in RECORDS.items():
        columns = {column.name: column.nullable for column in TABLES[name].columns}
        assert columns == {field: null for field, (_, null) in column_types(kind).items()}, name


def test_only_named_kinds_can_be_deleted() -> None:
    assert RECORDS.keys() >= REMOVABLE
    assert not REMOVABLE & {"case", "party", "step", "paper", "attachment", "printing"}


def test_every_record_that_travels_says_whom_it_concerns() -> None:
    needed = {Reach.CASE: "case_id", Reach.STATION: "station"}
    for name, kind in RECORDS.items():
        if kind.travels and name != "case" and kind.reach in needed:
            assert needed[kind.reach] in TABLES[name].c, name
