"""Taking in a seed: the one way a station is repaired, whatever happened to it or to the center."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from fuyi_desktop.domain.record import Reach, RecordId
from fuyi_desktop.store.projection import BATCH, batches
from fuyi_desktop.store.rows import Key, Rows, readable
from fuyi_desktop.store.schema import RECORDS, TABLES, sync_shadow, sync_write
from fuyi_desktop.store.standing import Standing, committed, tentative
from fuyi_desktop.store.work import Work

own = sync_write.c


@dataclass(frozen=True)
class Difference:
    """A row that a seed had otherwise: missing here, missing there, or other values in these fields."""

    table: str
    key: RecordId
    fields: tuple[str, ...] = ()
    here: bool = True
    there: bool = True


def take_seed(
    work: Work, given: Mapping[Key, Mapping[str, Any]], mine: Collection[str], at: int, left: int | None
) -> list[Difference]:
    """Replace what the center had told by the seed's rows, and lay our own unanswered writes on top again.

    `mine` are writes of ours that the seed holds; of the others, those with positions after `left` were lost
    with the center's store and are to be sent once more (None: nothing was lost). What differed is told.
    """
    found = list(_differences(work, given))
    _sort_own(work, set(mine), at, left)
    work.connection.execute(delete(sync_shadow))
    rows = Rows(work)
    rows.fetch([*given, *_here(work)])
    for table, key in _here(work):
        if (table, key) not in given:
            rows.put(table, key, None)
    for (table, key), values in given.items():
        rows.make(table, key, values, at, whole=True)
    waiting = tentative(work.connection)
    standing = Standing(work, [one.write for ones in waiting.values() for one in ones], rows)
    for place in waiting:
        standing.lay_bare(place)
    standing.flush()
    return found


def _sort_own(work: Work, mine: set[str], at: int, left: int | None) -> None:
    """Which of our writes the seed holds, and which have to be sent again."""
    for batch in batches(sorted(mine), BATCH):
        unsure = own.pos.is_(None) if left is None else own.pos.is_(None) | (own.pos > left)
        work.connection.execute(update(sync_write).where(own.id.in_(batch), unsure).values(pos=at))
    if left is None:
        return
    lost = select(own.id).where(own.pos > left)
    ids = [write_id for write_id in work.connection.scalars(lost) if write_id not in mine]
    for batch in batches(ids, BATCH):
        work.connection.execute(update(sync_write).where(own.id.in_(batch)).values(pos=None))


def _here(work: Work) -> Iterable[Key]:
    """The rows that a seed speaks for: those of cases and of this station; the county's are never deleted."""
    for name, kind in RECORDS.items():
        if kind.travels and kind.reach is not Reach.COUNTY:
            for record_id in work.connection.scalars(select(TABLES[name].c.id)):
                yield name, record_id


def _apart(table: str, here: Mapping[str, Any], there: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that differ, as far as this program knows them."""
    known = {**here, **readable(RECORDS[table], there)}
    return tuple(sorted(name for name in known if here.get(name) != there.get(name)))


def _differences(work: Work, given: Mapping[Key, Mapping[str, Any]]) -> Iterable[Difference]:
    seen: set[Key] = set()
    for table, key, found in committed(work.connection):
        seen.add((table, key))
        there = given.get((table, key))
        if there is None:
            yield Difference(table, key, there=False)
        elif fields := _apart(table, found, there):
            yield Difference(table, key, fields)
    for table, key in given:
        if RECORDS.get(table) and RECORDS[table].reach is Reach.CASE and (table, key) not in seen:
            yield Difference(table, key, here=False)
