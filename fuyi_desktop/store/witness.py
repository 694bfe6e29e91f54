"""A witness beside the store: how far its history had come when it was last closed (`sync.md` 3.7).

An image of last month that is put back by hand brings an old store; the file beside it still knows better.
It says nothing about any case.
"""

import json
from pathlib import Path

from fuyi_desktop.domain.errors import FuyiError
from fuyi_desktop.store.files import write_whole
from fuyi_desktop.store.journal import last_line
from fuyi_desktop.store.meta import read_meta
from fuyi_desktop.store.queries import chain_at
from fuyi_desktop.store.work import Store


def beside(folder: Path) -> Path:
    """Where the witness of a store lies: outside of its folder, which is what gets copied and put back."""
    return folder.with_name(f".{folder.name}.witness")


def keep(store: Store) -> None:
    """Write down how far the store has come; where that cannot be, there is one witness less."""
    with store.reading() as connection:
        incarnation = read_meta(connection, "incarnation")
        n, chain = last_line(connection, incarnation)
        told = {"device": read_meta(connection, "device"), "incarnation": incarnation, "n": n}
    try:
        write_whole(beside(store.folder), json.dumps(told | {"chain": chain.hex()}).encode("ascii"))
    except FuyiError:
        return


def contradicts(store: Store) -> bool:
    """Whether the store had been further than it is, or elsewhere, under the history it goes on with."""
    try:
        told = json.loads(beside(store.folder).read_bytes())
        device, incarnation, n, chain = (told[name] for name in ("device", "incarnation", "n", "chain"))
    except (OSError, ValueError, KeyError, TypeError):
        return False
    with store.reading() as connection:
        if read_meta(connection, "device") != device:
            return False
        if read_meta(connection, "incarnation") != incarnation:
            return incarnation not in read_meta(connection, "histories", [])
        found = chain_at(connection, incarnation, n) if n else None
    return bool(n) and (found is None or found.hex() != chain)
