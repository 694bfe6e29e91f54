"""The county under faults: some random schedules, and for every safeguard the story it is there for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.services import outgoing
from tests.world.county import Desk, World, pads, run
from tests.world.moves import Moves
from tests.world.mutations import MUTATIONS, without

SEEDS, STEPS = range(5), 60
WHOLE, LINES = outgoing.ROOM * 64, outgoing.ROOM + 1  # everything in one part; each line in its own
SOON = 16  # rounds; a story is short
A, B = "first", "second"


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_goes_wrong_in_the_county_its_pads_are_equal_and_nothing_is_lost(
    seed: int, folder: Path
) -> None:
    _, broken = run(folder, seed, STEPS)

    assert broken == []


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_goes_wrong_with_cases_on_the_move_each_station_has_its_own(seed: int, folder: Path) -> None:
    _, broken = run(folder, seed, STEPS, Moves)

    assert broken == []


def meet(world: World, desk: Desk) -> None:
    """One round: the station's bundle, and the center's answer."""
    send(world, desk)
    answer(world, desk)


def send(world: World, desk: Desk) -> None:
    for bundle in world.up(desk, most=WHOLE):
        world.deliver(CENTER, bundle)


def answer(world: World, desk: Desk) -> None:
    for bundle in world.down(desk, most=WHOLE):
        world.deliver(desk.code, bundle)


def two_write_one_field(world: World, one: Desk, other: Desk) -> None:
    for desk in (one, other):
        world.write(desk, 0, A)
    send(world, one)
    send(world, other)


def a_station_forgets_its_own_value(world: World, one: Desk, _: Desk) -> None:
    world.keep(one)
    world.write(one, 0, A)
    send(world, one)
    world.set_back(one, noticed=False)
    world.write(one, 0, B)  # so that the second line of its new life meets the value of the first
    world.write(one, 0, A)
    send(world, one)


def an_answer_is_lost_and_the_disk_is_put_back(world: World, one: Desk, _: Desk) -> None:
    world.write(one, 0, A)
    world.keep(one)
    send(world, one)
    world.set_back(one, noticed=True)
    send(world, one)


def the_center_gives_a_position_twice(world: World, one: Desk, _: Desk) -> None:
    world.keep(world.center)
    world.write(world.center, 1, A)
    world.write(world.center, 1, B)
    meet(world, one)
    world.write(one, 0, A)  # knows two positions that are about to be lost
    world.put_center_back()
    world.write(world.center, 0, A)
    send(world, one)


def a_station_misses_a_stretch_that_it_once_had(world: World, one: Desk, _: Desk) -> None:
    world.keep(one)
    world.write(world.center, 0, A)
    answer(world, one)
    send(world, one)
    world.set_back(one, noticed=False)
    world.write(world.center, 1, A)
    answer(world, one)


def a_second_history_comes_from_a_disk_that_is_gone(world: World, one: Desk, _: Desk) -> None:
    world.keep(one)
    world.write(one, 0, A)
    send(world, one)
    world.set_back(one, noticed=False)
    world.write(one, 1, A)
    late = world.up(one, most=WHOLE)
    world.wipe(one)
    world.net += [(CENTER, bundle) for bundle in late]


def the_second_part_comes_before_the_first(world: World, one: Desk, _: Desk) -> None:
    world.write(one, 0, A)
    world.write(one, 1, A)
    parts = world.up(one, most=LINES)
    world.wipe(one)
    world.net += [(CENTER, bundle) for bundle in reversed(parts)]


def a_value_is_corrected_and_a_new_history_begun(world: World, one: Desk, _: Desk) -> None:
    world.write(one, 0, A)
    world.write(one, 0, A)
    world.keep(one)
    world.set_back(one, noticed=True)


def the_center_forgets_what_it_has_answered(world: World, one: Desk, _: Desk) -> None:
    world.keep(world.center)
    world.write(one, 0, A)
    meet(world, one)
    world.put_center_back()


def two_lines_come_in_one_bundle(world: World, one: Desk, _: Desk) -> None:
    world.write(one, 0, A)
    world.write(one, 1, A)
    send(world, one)


Story = Callable[[World, Desk, Desk], None]
STORIES: dict[str, Story] = {
    "last writer wins": two_write_one_field,
    "own station always wins": a_station_forgets_its_own_value,
    "no write ids": an_answer_is_lost_and_the_disk_is_put_back,
    "positions compared across a center restore": the_center_gives_a_position_twice,
    "feed applied past a gap": a_station_misses_a_stretch_that_it_once_had,
    "window cannot report a gap": a_station_misses_a_stretch_that_it_once_had,
    "second history dropped": a_second_history_comes_from_a_disk_that_is_gone,
    "held runs dropped": the_second_part_comes_before_the_first,
    "re-issue in another order": a_value_is_corrected_and_a_new_history_begun,
    "forget on receipt": the_center_forgets_what_it_has_answered,
    "old-epoch position trusted": the_center_forgets_what_it_has_answered,
    "numbers only, no hash chain": a_second_history_comes_from_a_disk_that_is_gone,
    "bundle applied half, acknowledged whole": two_lines_come_in_one_bundle,
}


def told(folder: Path, story: Story) -> list[str]:
    """What is broken after a story and the quiet that follows."""
    folder.mkdir()
    with pads():
        world = World(folder, seed=0, stations=2)
        try:
            one, other = world.desks
            for desk in world.desks:
                meet(world, desk)
            story(world, one, other)
            must = world.must()
            world.settle(SOON)
            return world.broken(must)
        finally:
            world.close()


@pytest.mark.parametrize("safeguard", MUTATIONS)
def test_a_story_ends_well_and_would_not_without_its_safeguard(safeguard: str, folder: Path) -> None:
    assert told(folder / "as-designed", STORIES[safeguard]) == []

    with without(safeguard):
        assert told(folder / "without", STORIES[safeguard]) != []
