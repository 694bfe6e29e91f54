"""程序图的内容 — which state stands on the main line, and as what each step of a procedure is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from fuyi_desktop.domain.procedure import START, Procedure, State, StepKind

MANY = 5  # a step that leaves more states than this is told in the legend, not drawn from each
ABREAST = 3  # so many arrows fit between two boxes of the main line


@dataclass(frozen=True)
class Numbered:
    """A step with its number in the drawing, by which its lines are known."""

    number: int
    kind: StepKind
    sources: tuple[str, ...]  # in the order of the states
    targets: tuple[str, ...]  # none where the state stays

    @property
    def said(self) -> str:
        return f"{self.number} {self.kind.label}"


@dataclass(frozen=True)
class Straight:
    """An arrow from a state of the main line to the next."""

    step: Numbered
    named: bool = True  # by its label; else by its number alone
    also: str = ""  # the other states the step leaves, where they are too many to draw


@dataclass(frozen=True)
class Wire:
    """A line at the side, from one or several states to one or several."""

    step: Numbered
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    named: bool = True


@dataclass(frozen=True)
class Diagram:
    """Everything that is drawn, before it has a place."""

    main: tuple[State, ...]  # from top to bottom, the beginning first
    beside: tuple[State, ...]
    stays: dict[str, list[Numbered]]  # steps of one state that leave it as it is
    straight: dict[tuple[str, str], list[Straight]]
    wires: list[Wire]
    collected: list[Numbered]  # told in the legend
    arrivals: dict[str, list[Numbered]]  # where a step of the legend leads


def diagram(procedure: Procedure) -> Diagram:
    """What to draw of a procedure."""
    states = (State(START, "开始"), *procedure.states)
    order = {state.id: place for place, state in enumerate(states)}
    steps = [_numbered(rank, kind, order) for rank, kind in enumerate(procedure.steps, 1)]
    line = _main_line(order, steps)
    found = Diagram(
        main=tuple(state for state in states if state.id in line),
        beside=tuple(state for state in states if state.id not in line),
        stays={}, straight={}, wires=[], collected=[], arrivals={},
    )  # fmt: skip
    for step in steps:
        _place(step, found, list(pairwise(line)), order)
    return found


def names(ids: Iterable[str], order: Iterable[str]) -> str:
    """States by their ids, neighbours drawn together: R00、R03–R05."""
    wanted, runs = set(ids), list[list[str]]()
    before = False
    for state in order:
        if state in wanted and before:
            runs[-1].append(state)
        elif state in wanted:
            runs.append([state])
        before = state in wanted
    return "、".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else "、".join(state or "开始" for state in run) for run in runs
    )


def _numbered(rank: int, kind: StepKind, order: dict[str, int]) -> Numbered:
    """A step with its states in order; where it comes back to the one it leaves, that is no way out of it."""
    targets = sorted({state for state in kind.targets if state in order}, key=order.__getitem__)
    sources = sorted((state for state in kind.leaves if state in order), key=order.__getitem__)
    if len(sources) == 1:
        targets = [state for state in targets if state not in sources]
    elif len(targets) == 1 and len(sources) <= MANY:
        sources = [state for state in sources if state not in targets]
    return Numbered(rank, kind, tuple(sources), tuple(targets))


def _main_line(order: dict[str, int], steps: list[Numbered]) -> tuple[str, ...]:
    """The way forward to an end by the most steps that usually come next, then through the most states."""
    best: dict[str, tuple[int, int, tuple[str, ...]]] = {START: (0, 0, (START,))}
    onward: dict[str, list[tuple[str, int]]] = {}
    for step in steps:
        for source in step.sources:
            onward.setdefault(source, []).extend(
                (target, _usual(step)) for target in step.targets if order[target] > order[source]
            )
    for state in order:
        if state not in best:
            continue
        score, length, way = best[state]
        for target, usual in onward.get(state, []):
            reached = (score + usual, length + 1, (*way, target))
            if target not in best or reached[:2] > best[target][:2]:
                best[target] = reached
    ends = [found for state, found in best.items() if not onward.get(state)]
    return max(ends, key=lambda found: found[:2])[2]


def _usual(step: Numbered) -> int:
    """What a step is worth to the main line: a way out of many states (终止, 终结) less than nothing."""
    if len(step.sources) > MANY:
        return -1 if len(step.targets) == 1 else 0
    return int(not step.kind.side and not step.kind.after)


def _place(step: Numbered, found: Diagram, links: list[tuple[str, str]], order: dict[str, int]) -> None:
    if not step.targets and len(step.sources) == 1:
        found.stays.setdefault(step.sources[0], []).append(step)
        return
    mine = [
        link for link in links
        if link[0] in step.sources and link[1] in step.targets and len(found.straight.get(link, [])) < ABREAST
    ]  # fmt: skip
    if not step.targets or (len(step.sources) > MANY and not (mine and len(step.targets) == 1)):
        _collect(step, found, mine)
    elif len(step.sources) > MANY:
        rest = (state for state in step.sources if state != mine[0][0])
        found.straight.setdefault(mine[0], []).append(Straight(step, also=f"另自 {names(rest, order)}"))
    elif mine and 1 in (len(step.sources), len(step.targets)):
        found.straight.setdefault(mine[0], []).append(Straight(step))
        _wire_rest(step, found, *mine[0])
    else:
        for link in mine:
            found.straight.setdefault(link, []).append(Straight(step, named=False))
        found.wires.append(Wire(step, step.sources, step.targets))


def _collect(step: Numbered, found: Diagram, mine: list[tuple[str, str]]) -> None:
    found.collected.append(step)
    for link in mine:
        found.straight.setdefault(link, []).append(Straight(step, named=False))
    linked = {below for _, below in mine}
    for target in step.targets:
        if target not in linked:
            found.arrivals.setdefault(target, []).append(step)


def _wire_rest(step: Numbered, found: Diagram, above: str, below: str) -> None:
    """What the straight arrow has not drawn of a step: its other sources, or its other targets."""
    if len(step.targets) > 1:
        rest = tuple(state for state in step.targets if state != below)
        found.wires.append(Wire(step, step.sources, rest, named=False))
    elif len(step.sources) > 1:
        rest = tuple(state for state in step.sources if state != above)
        found.wires.append(Wire(step, rest, step.targets, named=False))
