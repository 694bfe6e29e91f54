"""A county under every fault, as long as there is time; then each safeguard switched off until it is missed.

How many minutes the schedules take is the one word that can be said: `python -m tests.soak.county 30`.
"""

import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from tests.world.conftest import MEMORY
from tests.world.county import World, run
from tests.world.moves import Moves
from tests.world.mutations import MUTATIONS, without

MINUTES = 5.0
STEPS = (60, 120, 400)
AT_MOST = 400  # schedules without a safeguard before it is said not to be missed
EXCHANGES = 0.24  # of the steps: bundles made; a station makes one a week
SHOWN = 20  # broken schedules that are printed


class Tally(NamedTuple):
    """What became of one schedule."""

    kind: str
    seed: int
    steps: int
    entries: int
    reviews: int
    faults: int
    broken: tuple[str, ...]


class Asked(NamedTuple):
    """One schedule to be run."""

    kind: str
    seed: int
    steps: int
    safeguard: str = ""


KINDS: dict[str, type[World]] = {"pads": World, "cases": Moves}


def tally(asked: Asked) -> Tally:
    """Run one schedule to its end, in a folder of its own; an error that ends it is a fault found."""
    place = Path(tempfile.mkdtemp(prefix="fuyi-soak-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        if asked.safeguard:
            with without(asked.safeguard):
                return _told(asked, place)
        return _told(asked, place)
    except Exception:  # noqa: BLE001  # whatever ends a schedule is what was looked for
        if asked.safeguard:  # without it, anything may happen
            return Tally(*asked[:3], 0, 0, 0, ("stopped",))
        return Tally(*asked[:3], 0, 0, 0, (traceback.format_exc(),))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _told(asked: Asked, place: Path) -> Tally:
    world, broken = run(place, asked.seed, asked.steps, KINDS[asked.kind])
    return Tally(*asked[:3], world.entries, world.reviewed, world.faults, tuple(broken))


def schedules(first: int, minutes: float) -> list[Tally]:
    """Schedules of both kinds and of every length, no two alike, as long as there is time."""
    found: list[Tally] = []
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until:
        number = len(found)
        found.append(tally(Asked(list(KINDS)[number % 2], first + number, STEPS[number // 2 % len(STEPS)])))
    return found


def missed(safeguard: str) -> tuple[str, int]:
    """After how many schedules it shows that a safeguard is off; 0 where it never does."""
    for seed in range(AT_MOST):
        found = tally(Asked("pads", seed, STEPS[seed % len(STEPS)], safeguard))
        if found.broken:
            return safeguard, seed + 1
    return safeguard, 0


def main() -> int:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    began, chance = time.monotonic(), random.SystemRandom()
    with get_context("spawn").Pool() as pool:
        cores = [(chance.randrange(1 << 40), minutes) for _ in range(os.cpu_count() or 1)]
        found = [one for told in pool.starmap(schedules, cores) for one in told]
        broken = [one for one in found if one.broken]
        for one in broken[:SHOWN]:
            _say(f"{one.kind} seed {one.seed}, {one.steps} steps: {', '.join(one.broken)}")
        unseen = 0
        for safeguard, after in pool.imap_unordered(missed, MUTATIONS):
            unseen += not after
            _say(f"without “{safeguard}”: " + (f"seen after {after} schedules" if after else "not seen"))
    weeks = int(sum(one.steps for one in found) * EXCHANGES)
    entries, faults, reviews = (sum(column) for column in zip(*(one[3:6] for one in found), strict=True))
    _say(
        f"figures: {len(found):,} schedules, {weeks:,} station-weeks, {entries:,} entries, {faults:,} faults,"
        f" {reviews:,} reviews, {_with(broken, '2')} lost, {_with(broken, '3')} blind, {len(broken)} broken;"
        f" {len(MUTATIONS) - unseen} of {len(MUTATIONS)} safeguards were missed when off,"
        f" {time.monotonic() - began:.0f} s"
    )
    return 1 if broken or unseen else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _with(broken: list[Tally], invariant: str) -> int:
    return sum(any(told.startswith(invariant) for told in one.broken) for one in broken)


if __name__ == "__main__":
    sys.exit(main())
