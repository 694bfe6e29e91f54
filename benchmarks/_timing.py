"""Timing side by side: contenders take turns in one process; the ratio of the medians is the result."""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

OURS, PEER = "ours", "peer"


@dataclass(frozen=True)
class Times:
    """What a contender took, in seconds, round by round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[min(len(self.seconds) - 1, round(0.95 * len(self.seconds)))]


def taking_turns(rounds: int, **contenders: Callable[[], object]) -> dict[str, Times]:
    """Run each contender once a round, another one first every time, after a round that does not count."""
    order, spent = list(contenders), {name: list[float]() for name in contenders}
    for turn in range(rounds + 1):
        for name in order[turn % len(order) :] + order[: turn % len(order)]:
            gc.collect()
            start = time.perf_counter()
            contenders[name]()
            took = time.perf_counter() - start
            if turn:
                spent[name].append(took)
    return {name: Times(tuple(seconds)) for name, seconds in spent.items()}


def each(work: Sequence[Callable[[], object]]) -> Times:
    """What each of several pieces of work took."""
    spent = []
    for piece in work:
        start = time.perf_counter()
        piece()
        spent.append(time.perf_counter() - start)
    return Times(tuple(spent))


def once(work: Callable[[], object]) -> float:
    """What one run took."""
    return each([work]).median


def compare(what: str, ours: float, peer: float, peer_is: str, most: float | None = None) -> None:
    """One line: our time, the peer's, and their ratio, which is to be at most the given one."""
    goal = "" if most is None else f" | goal ≤ {most:g} {_word(ours / peer <= most)}"
    _print(f"{what} | ours {shown(ours)} | {peer_is} {shown(peer)} | ratio {ours / peer:.3g}{goal}")


def within(what: str, ours: float, limit: float) -> None:
    """One line: our time beside the limit it is to keep."""
    share = f"ratio to the limit {ours / limit:.2g} {_word(ours <= limit)}"
    _print(f"{what} | ours {shown(ours)} | limit {shown(limit)} | {share}")


def note(text: str) -> None:
    """A line of context, which is not repeated at the end."""
    _print(f"  {text}")


def shown(seconds: float) -> str:
    """A time in the unit it is best read in."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def _word(met: bool) -> str:  # noqa: FBT001  # only here
    return "(kept)" if met else "(MISSED)"


def _print(line: str) -> None:
    print(line)
    sys.stdout.flush()
