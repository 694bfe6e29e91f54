"""Bundles in any order, twice, late or from elsewhere: what the center makes of them is always the same."""

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.errors import BundleDamaged
from fuyi_desktop.domain.line import GENESIS, Write, chain, line_hash, parse, render
from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.services.incoming import GRACE
from fuyi_desktop.store import restart
from fuyi_desktop.store.chains import tip
from fuyi_desktop.store.peers import tell
from fuyi_desktop.store.queries import peer
from fuyi_desktop.store.schema import (
    RECORDS,
    TABLES,
    sync_branch,
    sync_chain,
    sync_held,
    sync_log,
    sync_review,
    sync_scope,
    sync_unknown,
    sync_version,
)
from tests.world.county import FIELDS, ROWS, Carried, Desk, World, pads
from tests.world.moves import MOVED, Moves
from tests.world.test_world import LINES, WHOLE, A, B, answer, meet, send

SYNCHRONISED = (sync_log, sync_version, sync_chain, sync_branch, sync_scope, sync_review, sync_held)


def synchronised(desk: Desk) -> dict[str, list[str]]:
    """Every row of the tables that follow from what was received; none of a moment of this machine."""
    tables = [*SYNCHRONISED, *(TABLES[name] for name, kind in RECORDS.items() if kind.travels)]
    with desk.store.reading() as connection:
        return {
            table.name: sorted(
                repr(
                    {
                        name: value
                        for name, value in row._mapping.items()
                        if name not in ("opened", "run", "at")
                    }
                )
                for row in connection.execute(select(table))
            )
            for table in tables
        }


@pytest.mark.parametrize("seed", range(4))
def test_bundles_in_any_order_and_as_often_as_one_likes_are_taken_once(seed: int, folder: Path) -> None:
    """Invariant 5; of one order, that of another shows in the positions alone."""
    chance = random.Random(seed)  # an order, not a key
    with pads():
        world = Moves(folder, seed, stations=2)
        bundles: list[Carried] = []
        for _ in range(6):
            for desk in world.desks:
                world._write(desk)
                world._write(desk)
                bundles += world.up(desk, most=chance.choice([LINES, WHOLE]))
        given = [*bundles, *chance.choices(bundles, k=6)]
        chance.shuffle(given)
        for bundle in given:
            world.deliver(CENTER, bundle)
        for desk in world.desks:
            world.deliver(CENTER, world.up(desk, most=WHOLE)[0])
        once = synchronised(world.center)

        chance.shuffle(given)
        for bundle in given:
            world.deliver(CENTER, bundle)

        assert synchronised(world.center) == once
        written = set().union(*(desk.own() for desk in world.desks))
        assert {row.write_id for row in world.center.logged()} - {""} == written
        world.close()


@pytest.fixture
def world(folder: Path) -> Any:
    """A county of two stations that have met the center."""
    with pads():
        found = World(folder, seed=0, stations=2)
        for desk in found.desks:
            meet(found, desk)
            meet(found, desk)
        yield found
        found.close()


def lost_in(world: World) -> list[str]:
    """What is broken after everything has come and the county was quiet."""
    must = world.must()
    world.settle()
    return world.broken(must)


def held(world: World) -> int:
    with world.center.store.reading() as connection:
        return len(connection.execute(select(sync_held)).all())


def test_two_histories_that_wait_for_the_same_line_are_both_kept(world: World) -> None:
    """Rows 18 and 19, with the line before them still on its way."""
    one, _ = world.desks
    world.write(one, 0, A)
    before = world.up(one, most=WHOLE)
    world.keep(one)
    world.write(one, 1, A)
    first = world.up(one, most=LINES)[-1]
    world.set_back(one, noticed=False)
    world.write(one, 2, A)
    second = world.up(one, most=LINES)[-1]
    world.wipe(one)

    for bundle in (first, second, *before):
        world.deliver(CENTER, bundle)

    assert held(world) == 0
    assert len({row.write_id for row in world.center.logged() if row.station == one.code}) == 3
    assert lost_in(world) == []


def test_a_station_put_back_to_where_it_asked_for_a_seed_learns_what_became_of_its_writes(
    world: World,
) -> None:
    one, _ = world.desks
    with one.store.work("", "要求重新对齐") as work:
        tell(work, CENTER, seed=True)
    world.write(one, 0, A)
    world.keep(one)
    meet(world, one)
    meet(world, one)
    world.set_back(one, noticed=False)

    meet(world, one)
    meet(world, one)

    assert not one.own(tentative=True)
    assert lost_in(world) == []


def test_an_old_bundle_does_not_hurry_what_waits_in_the_present_history(world: World) -> None:
    one, _ = world.desks
    world.write(one, 0, A)
    late = world.up(one, most=WHOLE)
    world.keep(one)
    world.set_back(one, noticed=True)
    world.write(one, 1, A)
    first, *rest = world.up(one, most=LINES)
    for bundle in rest:
        world.deliver(CENTER, bundle)
    waiting = held(world)

    for bundle in late:
        world.deliver(CENTER, bundle)

    assert held(world) == waiting == len(rest)
    world.deliver(CENTER, first)
    with world.center.store.reading() as connection:
        assert "forked" not in peer(connection, one.code).facts
    assert held(world) == 0


def test_lines_whose_predecessors_never_come_are_taken_in_after_a_month(world: World) -> None:
    """Row 3."""
    one, other = world.desks
    world.write(one, 0, A)
    world.write(one, 1, A)
    last = world.up(one, most=LINES)[-1]
    world.wipe(one)
    world.deliver(CENTER, last)
    assert held(world) == 1

    world.center.clock.at += GRACE + timedelta(days=1)
    world.write(one, 0, B)
    send(world, other)
    send(world, one)

    assert held(world) == 0
    assert lost_in(world) == []


def test_nobody_goes_on_from_a_line_of_somebody_else(world: World) -> None:
    one, other = world.desks
    world.write(one, 0, A)
    send(world, one)
    world.write(other, 0, A)
    (bundle,) = world.up(other, most=WHOLE)
    with world.center.store.reading() as connection:
        theirs = tip(connection, one.code, one.store.meta("incarnation"))
    head = bundle.manifest
    assert head.incarnation is not None
    n = theirs.n + 1
    raw = bundle.raws[0].replace(b'{"n":1,', b'{"n":%d,' % n)
    end = chain(theirs.h, head.incarnation, n, line_hash(raw))
    stolen = replace(head, prev=theirs.h.hex(), lines=(n, n), tip=end.hex())

    with pytest.raises(BundleDamaged):
        world.deliver(CENTER, replace(bundle, manifest=stolen, raws=(raw,)))

    beyond = replace(head, prev=GENESIS.hex(), lines=(7, 7))
    with pytest.raises(BundleDamaged):
        world.deliver(CENTER, replace(bundle, manifest=beyond))
    assert all(row.station != other.code for row in world.center.logged())


def test_a_station_that_was_away_for_a_year_comes_with_four_hundred_lines(world: World) -> None:
    """Row 30: only what truly met another value waits for a person."""
    one, other = world.desks
    world.write(other, 0, A)
    meet(world, other)
    for number in range(400):
        world.write(one, number % ROWS, FIELDS[number % 2])

    meet(world, one)

    row, name = f"{0:032x}", A
    met = {(entry.key, field) for entry in world.center.logged() for field in entry.reviewed}
    assert met == {(row, name)}
    fates = [entry.outcome for entry in world.center.logged() if entry.station == one.code]
    assert (len(fates), fates.count(Outcome.REVIEW)) == (400, 67)
    assert lost_in(world) == []


def test_centers_put_back_from_one_backup_at_one_moment_are_told_apart(world: World) -> None:
    """Row 23, with clocks that stand still, also in 1970."""

    class Undone(Exception):
        pass

    store, found = world.center.store, list[tuple[int, str]]()
    for at in (world.center.clock.at, world.center.clock.at.replace(year=1970)):
        store.clock = lambda at=at: at  # type: ignore[misc]
        for _ in range(30):
            with pytest.raises(Undone), store.work("", "从备份恢复") as work:
                restart.begin_epoch(work)
                epoch = work.meta("epoch")
                found.append((epoch["generation"], epoch["id"]))
                raise Undone
    now, before = ({generation for generation, _ in half} for half in (found[:30], found[30:]))
    assert len({name for _, name in found}) == 60
    assert min(len(now), len(before)) > 15
    assert max(before) < min(now) < 2**53


def test_a_station_that_knows_a_later_epoch_makes_the_center_begin_one_beyond_it(world: World) -> None:
    """Rows 22 and 23: the clock of the second machine was behind."""
    one, other = world.desks
    world.keep(world.center)
    world.write(one, 0, A)
    send(world, one)
    world.put_center_back()
    meet(world, one)
    meet(world, one)
    later = world.center.store.meta("epoch")["generation"]
    world.center.clock.at = world.center.clock.at.replace(year=2001)
    world.put_center_back()
    assert world.center.store.meta("epoch")["generation"] < later

    meet(world, other)
    send(world, one)
    answer(world, one)

    assert world.center.store.meta("epoch")["generation"] > later
    assert lost_in(world) == []


def test_a_row_that_comes_after_a_change_to_it_makes_nobody_the_author_of_that_change(folder: Path) -> None:
    """Invariant 3: the last of three lines is taken in first, and a new history brings all three."""
    world = Moves(folder, 0, stations=2)
    one, _ = world.desks
    meet(world, one)
    meet(world, one)
    world._write(one)
    with one.store.reading() as connection:
        (case_id,) = connection.scalars(select(TABLES["case"].c.id))
    for value in ("一", "二"):
        with one.store.work("何静", "改文号") as work:
            work.put(replace(work.get(Case, case_id), act_number=value))
    last = world.up(one, most=LINES)[-1]
    world.keep(one)
    world.deliver(CENTER, last)
    world._release()
    world.set_back(one, noticed=True)

    send(world, one)

    assert world.center.store.get(Case, case_id).act_number == "二"
    reviewed = [row.reviewed for row in world.center.logged() if row.outcome == Outcome.REVIEW]
    assert reviewed == [("act_number",), ("act_number",)]
    world.close()


def in_a_newer_program(bundle: Carried, *writes: Write) -> Carried:
    """The bundle with a further line, as a newer program might have written it."""
    head = bundle.manifest
    assert head.lines and head.tip and head.incarnation
    n = head.lines[1] + 1
    line = replace(parse(bundle.raws[-1]), n=n, txn="ef" * 16, writes=writes)
    raw = render(line)
    end = chain(bytes.fromhex(head.tip), head.incarnation, n, line_hash(raw))
    return replace(
        bundle, raws=(*bundle.raws, raw),
        manifest=replace(head, lines=(head.lines[0], n), tip=end.hex()),
    )  # fmt: skip


def test_fields_and_tables_of_a_newer_program_go_through_a_center_that_does_not_know_them(
    folder: Path,
) -> None:
    """Row 31 and invariant 14."""
    world = Moves(folder, 0, stations=2)
    one, other = world.desks
    for desk in (one, other):
        meet(world, desk)
        meet(world, desk)
    world._write(one)
    (bundle,) = world.up(one, most=WHOLE)
    (case,) = parse(bundle.raws[0]).writes[:1]
    visit = {"case_id": case.key, "on": "2031-01-01", "where": "家中"}
    newer = in_a_newer_program(
        bundle,
        Write("a" * 32, "case", case.key, "u", {"colour": ["红", 1]}, {}),
        Write("b" * 32, "visit", "v" * 32, "i", visit, {}),
        Write("c" * 32, "visit", "v" * 32, "u", {"where": "村委会"}, {"where": "家中"}),
    )
    world.deliver(CENTER, newer)
    with world.center.store.work("何静", "移交") as work:
        world._step(world.center, work, work.get(Case, case.key), MOVED, to=other.code)

    answer(world, other)

    told = {
        ("case", "colour"): '["红", 1]', ("visit", "case_id"): f'"{case.key}"',
        ("visit", "on"): '"2031-01-01"', ("visit", "where"): '"村委会"',
    }  # fmt: skip
    assert {row.outcome for row in world.center.logged()} == {Outcome.SET, Outcome.IN}
    for desk in (world.center, other):
        with desk.store.reading() as connection:
            rows = connection.execute(select(sync_unknown))
            assert {(row.tbl, row.field): row.json for row in rows} == told
    world.close()
