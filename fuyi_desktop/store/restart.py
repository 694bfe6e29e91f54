"""A new history: what a store begins after it was put back from a backup (`sync.md` 3.7)."""

import os
import secrets
from dataclasses import replace

from sqlalchemy import Connection, insert, select, update

from fuyi_desktop.domain.blocks import BlockNote, runs
from fuyi_desktop.domain.line import GENESIS, chain, line_hash, parse, render
from fuyi_desktop.domain.papers import Mark
from fuyi_desktop.store.meta import read_meta
from fuyi_desktop.store.numbering import standings
from fuyi_desktop.store.positions import last_position
from fuyi_desktop.store.projection import BATCH, batches
from fuyi_desktop.store.schema import journal, sync_write
from fuyi_desktop.store.work import Store, Work

LOT = 10  # bits of a generation that are drawn; before them stand milliseconds
PUT_BACK = "数据库从备份恢复过，备份以后可能已经给出"


def begin_again(store: Store) -> None:
    """Go on after the store was put back from a backup: under a new history, at the center in a new epoch."""
    with store.work("", "从备份恢复") as work:
        if work.central:
            doubt_numbers(work)
            begin_epoch(work)
        else:
            set_back(work)


def set_back(work: Work) -> None:
    """Go on at a station whose history was set back: what it did after the backup may be on its way already.

    Of numbers lent to it none is given any more: those it does not know to be used are 待核对.
    """
    begin_history(work)
    doubt_numbers(work)
    doubt_lent_numbers(work, work.meta("station")["station"], PUT_BACK)


def begin_history(work: Work) -> None:
    """Go on under a new incarnation.

    Writes that the center has not answered are issued once more in their order, with what those had seen; the
    old lines stay in the journal. Who has received them already knows the writes by their ids.
    """
    old, new = work.meta("incarnation"), os.urandom(16).hex()
    work.set_meta("incarnation", new)
    own, c = sync_write.c, journal.c
    open_ = select(own.id, own.seq, c.id.label("line")).join(
        journal, (c.incarnation == own.incarnation) & (c.n == own.n)
    )
    waiting: dict[int, set[str]] = {}
    for row in work.connection.execute(open_.where(own.pos.is_(None)).order_by(own.seq)).all():
        waiting.setdefault(row.line, set()).add(row.id)
    tip = GENESIS
    for n, (line_id, ids) in enumerate(waiting.items(), 1):
        row = work.connection.execute(select(journal).where(c.id == line_id)).one()
        line = parse(row.raw)
        writes = tuple(write for write in line.writes if write.id in ids)
        raw = render(replace(line, n=n, salt=os.urandom(16).hex(), writes=writes))
        hashed = line_hash(raw)
        tip = chain(tip, new, n, hashed)
        values = {name: value for name, value in row._mapping.items() if name != "id"}
        again = values | {"incarnation": new, "n": n, "raw": raw, "hash": hashed, "chain": tip}
        work.connection.execute(insert(journal).values(again))
        for batch in batches(sorted(ids), BATCH):
            work.connection.execute(update(sync_write).where(own.id.in_(batch)).values(incarnation=new, n=n))
    work.set_meta("histories", [*work.meta("histories", []), old])


def begin_epoch(work: Work, *, above: int = 0) -> None:
    """Go on at a center whose log was set back: stations tell the epochs apart, and take a seed.

    Generations grow: above the last that is known here, and above one that a station has told of. Centers put
    back from one backup differ by the time, and where their clocks stand still by lot.
    """
    work.set_meta("incarnation", os.urandom(16).hex())
    before = epochs(work.connection)
    moment = max(0, int(work.at.timestamp() * 1000)) << LOT
    generation = max(before[-1][0] + 1, above + 1, moment) + secrets.randbelow(1 << LOT)
    epoch = {"generation": generation, "id": os.urandom(16).hex()}
    work.set_meta("epoch", epoch)
    start = last_position(work.connection)
    work.set_meta("epochs", [*before, (generation, start, epoch["id"])])


def epochs(connection: Connection) -> list[tuple[int, int, str]]:
    """The center's epochs: generation, the position at which it began, and its id; oldest first."""
    epoch = read_meta(connection, "epoch")
    found = read_meta(connection, "epochs", [[epoch["generation"], 0, epoch["id"]]])
    return [(int(generation), int(start), str(name)) for generation, start, name in found]


def doubt_numbers(work: Work) -> None:
    """Have a person confirm the next number of each series before one is given."""
    work.set_meta("restored", work.at.isoformat())  # numbers given after the backup are not known here


def doubt_lent_numbers(work: Work, station: str, why: str) -> None:
    """Have those of the numbers lent to a station that nobody knows to be used be 待核对, for this reason."""
    for found in standings(work.connection, station=station):
        for first, last in runs(found.out):
            work.put(
                BlockNote(
                    id=work.new_id(), block_id=found.block.id, station=station, mark=Mark.UNSURE, first=first,
                    last=last, why=why, by="", at=work.at,
                )
            )  # fmt: skip
