"""What a store says of itself: station, incarnation, epoch, the position it has seen."""

from typing import Any

from sqlalchemy import Connection, select

from fuyi_desktop.store.schema import meta, upsert


def read_meta(connection: Connection, key: str, default: Any = None) -> Any:
    """One value of `meta`."""
    row = connection.execute(select(meta.c.value).where(meta.c.key == key)).one_or_none()
    return default if row is None else row.value


def write_meta(connection: Connection, values: dict[str, Any]) -> None:
    """Set values of `meta`."""
    upsert(connection, meta, [{"key": key, "value": value} for key, value in values.items()], "key")
