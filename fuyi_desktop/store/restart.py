"""A new history: what a store begins after it was put back from a backup (`sync.md` 3.7)."""

import os
from dataclasses import replace

from sqlalchemy import Connection, insert, select

from fuyi_desktop.domain.line import GENESIS, chain, line_hash, parse, render
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.store.schema import journal, sync_peer
from fuyi_desktop.store.work import Store


def begin_again(store: Store) -> None:
    """Go on under a new incarnation, and at the center in a new epoch.

    Lines that nobody has confirmed are issued once more in their order, with their writes and what those had
    seen; the old ones stay in the journal. Who has received them already knows the writes by their ids.
    """
    with store.work("", "从备份恢复") as work:
        old, new = work.meta("incarnation"), os.urandom(16).hex()
        work.set_meta("incarnation", new)
        work.set_meta("restored", work.at.isoformat())  # numbers given after the backup are not known here
        if work.meta("station")["role"] == StationRole.CENTER:
            # its writes are in its log; windows tell the epochs apart, two of one backup too, by the time
            generation = max(work.meta("epoch")["generation"] + 1, int(work.at.timestamp()))
            work.set_meta("epoch", {"generation": generation, "id": os.urandom(16).hex()})
            return
        c = journal.c
        after = _confirmed(work.connection, old)
        query = select(journal).where(c.incarnation == old, c.n > after).order_by(c.n)
        tip = GENESIS
        for n, row in enumerate(work.connection.execute(query).all(), 1):
            raw = render(replace(parse(row.raw), n=n, salt=os.urandom(16).hex()))
            hashed = line_hash(raw)
            tip = chain(tip, new, n, hashed)
            values = {name: value for name, value in row._mapping.items() if name != "id"}
            again = values | {"incarnation": new, "n": n, "raw": raw, "hash": hashed, "chain": tip}
            work.connection.execute(insert(journal).values(again))


def _confirmed(connection: Connection, incarnation: str) -> int:
    c = sync_peer.c
    found = connection.scalar(select(c.acked_n).where(c.acked_incarnation == incarnation).limit(1))
    return found or 0
