"""程序图的内容 — which state stands on the main line, and as what each step of a procedure is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from fuyi_desktop.domain.procedure import START, Procedure, State, StepKind

MANY = 5  # a step that leaves more boxes than this is told in the legend, not drawn from each
FEW = 3  # so many states at least have a common box
ABREAST = 3  # so many arrows fit between two boxes of the main line


@dataclass(frozen=True)
class Numbered:
    """A step with its number in the drawing, by which its lines are known."""

    number: int
    kind: StepKind
    sources: tuple[str, ...]  # boxes, in the order of their states
    targets: tuple[str, ...]  # none where the box stays

    @property
    def said(self) -> str:
        return f"{self.number} {self.kind.label}"


@dataclass(frozen=True)
class Place:
    """What stands in one box: a state, or states between which what is recorded decides."""

    states: tuple[State, ...]

    @property
    def id(self) -> str:
        return self.states[0].id

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(state.id for state in self.states)

    @property
    def common(self) -> bool:
        return len(self.states) > 1


@dataclass(frozen=True)
class Row:
    """A step that does not leave its box."""

    step: Numbered
    moves: bool = False  # from one state of the box to another
    note: str = ""  # which ones, where not any to any


@dataclass(frozen=True)
class Straight:
    """An arrow from a box of the main line to the next."""

    step: Numbered
    named: bool = True  # by its label; else by its number alone
    also: str = ""  # which states of the boxes it joins, or others it leaves that are too many to draw


@dataclass(frozen=True)
class Wire:
    """A line at the side, from one or several boxes to one or several."""

    step: Numbered
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    named: bool = True


@dataclass(frozen=True)
class Diagram:
    """Everything that is drawn, before it has a position; boxes go by the id of their first state."""

    order: tuple[str, ...]  # of all states
    places: tuple[Place, ...]
    line: tuple[str, ...]  # the main line from top to bottom, the beginning first
    rows: dict[str, list[Row]] = field(default_factory=dict)
    straight: dict[tuple[str, str], list[Straight]] = field(default_factory=dict)
    wires: list[Wire] = field(default_factory=list)
    collected: list[Numbered] = field(default_factory=list)  # told in the legend
    arrivals: dict[str, list[Numbered]] = field(default_factory=dict)  # where a step of the legend leads

    def place(self, key: str) -> Place:
        return next(place for place in self.places if place.id == key)

    def some(self, place: Place, states: Iterable[str]) -> str:
        """Those states that are in the box, named where they are not all that is in it."""
        found = place.ids.intersection(states)
        return "" if found == place.ids else names(found, self.order)

    def note(self, step: Numbered, key: str, *, arrives: bool) -> str:
        """Which state of a common box a step leaves or reaches."""
        some = self.some(self.place(key), step.kind.targets if arrives else step.kind.leaves)
        return some and f"{'转入' if arrives else '自'} {some}"


def diagram(procedure: Procedure) -> Diagram:
    """What to draw of a procedure."""
    states = (State(START, "开始"), *procedure.states)
    order = tuple(state.id for state in states)
    places = _places(states, procedure.steps)
    steps = [_numbered(rank, kind, places) for rank, kind in enumerate(procedure.steps, 1)]
    found = Diagram(order, places, _main_line(places, steps))
    for step in steps:
        _place(step, found)
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


def _places(states: tuple[State, ...], kinds: Iterable[StepKind]) -> tuple[Place, ...]:
    """The boxes: states share one where two steps or more leave them all for one of them, and reach all."""
    branches = [kind for kind in kinds if len(kind.targets) > 1]
    commons = list[frozenset[str]]()
    for leaves in dict.fromkeys(kind.leaves for kind in branches):
        own = [kind for kind in branches if kind.leaves <= leaves and leaves.issuperset(kind.targets)]
        if (
            len(leaves) >= FEW
            and START not in leaves
            and sum(kind.leaves == leaves for kind in own) > 1
            and leaves == {state for kind in own for state in kind.targets}
            and all(leaves.isdisjoint(common) for common in commons)
        ):
            commons.append(leaves)
    home = {state: common for common in commons for state in common}
    found = dict[frozenset[str], list[State]]()
    for state in states:
        found.setdefault(home.get(state.id, frozenset({state.id})), []).append(state)
    return tuple(Place(tuple(together)) for together in found.values())


def _numbered(rank: int, kind: StepKind, places: tuple[Place, ...]) -> Numbered:
    """A step with its boxes in order; where it comes back to the one it leaves, that is no way out of it."""
    targets = [place.id for place in places if not place.ids.isdisjoint(kind.targets)]
    sources = [place.id for place in places if not place.ids.isdisjoint(kind.leaves)]
    if len(sources) == 1:
        targets = [place for place in targets if place not in sources]
    elif len(targets) == 1 and len(sources) <= MANY:
        sources = [place for place in sources if place not in targets]
    return Numbered(rank, kind, tuple(sources), tuple(targets))


def _main_line(places: tuple[Place, ...], steps: list[Numbered]) -> tuple[str, ...]:
    """The way forward to an end by the most steps that usually come next, then through the most boxes."""
    order = {place.id: rank for rank, place in enumerate(places)}
    best: dict[str, tuple[int, int, tuple[str, ...]]] = {START: (0, 0, (START,))}
    onward: dict[str, list[tuple[str, int]]] = {}
    for step in steps:
        for source in step.sources:
            onward.setdefault(source, []).extend(
                (target, _usual(step, places)) for target in step.targets if order[target] > order[source]
            )
    for place in order:
        if place not in best:
            continue
        score, length, way = best[place]
        for target, usual in onward.get(place, []):
            reached = (score + usual, length + 1, (*way, target))
            if target not in best or reached[:2] > best[target][:2]:
                best[target] = reached
    leaving = {source for step in steps if step.targets for source in step.sources}
    ends = [place for place in best if place not in leaving] or [
        place for place in best if not onward.get(place)
    ]
    return max((best[place] for place in ends), key=lambda found: found[:2])[2]


def _usual(step: Numbered, places: tuple[Place, ...]) -> int:
    """What a step is worth to the main line.

    One that leaves many states (终止, 终结) or leads back to many (恢复), or to where it was, is worth less
    than nothing.
    """
    if len(step.targets) > MANY or any(_inside(step, place) for place in places):
        return -1
    if len(step.sources) > MANY:
        return -1 if len(step.targets) == 1 else 0
    return int(not step.kind.side and not step.kind.after)


def _inside(step: Numbered, place: Place) -> bool:
    """Whether a step leads from one state of a common box to another."""
    ids = place.ids
    return place.common and not ids.isdisjoint(step.kind.leaves) and not ids.isdisjoint(step.kind.targets)


def _row(step: Numbered, place: Place, found: Diagram) -> Row:
    leaves, leads = place.ids.intersection(step.kind.leaves), place.ids.intersection(step.kind.targets)
    if not place.common or not leads:
        return Row(step, note=found.note(step, place.id, arrives=False))
    rest = place.ids - leaves  # to all others, or from all others: one of both says it
    to = "" if leads == rest and len(leads) > len(leaves) else found.note(step, place.id, arrives=True)
    out = "" if leads == rest and to else found.note(step, place.id, arrives=False)
    return Row(step, moves=True, note=" ".join(said for said in (out, to) if said))


def _place(step: Numbered, found: Diagram) -> None:
    if not step.targets and len(step.sources) == 1:
        place = found.place(step.sources[0])
        found.rows.setdefault(place.id, []).append(_row(step, place, found))
        return
    links = [
        link for link in pairwise(found.line)
        if link[0] in step.sources and link[1] in step.targets and len(found.straight.get(link, [])) < ABREAST
    ]  # fmt: skip
    inside = [place for place in found.places if _inside(step, place)]
    many = len(step.sources) > MANY and not (links and len(step.targets) == 1)
    if not step.targets or many or len(inside) > 1:
        _collect(step, found, links)
        return
    if len(step.sources) > MANY:
        rest = step.kind.leaves - found.place(links[0][0]).ids
        also = f"另自 {names(rest, found.order)}"
        found.straight.setdefault(links[0], []).append(Straight(step, also=also))
        return
    for place in inside:
        found.rows.setdefault(place.id, []).append(_row(step, place, found))
    named = not inside  # there it has its name
    if links and 1 in (len(step.sources), len(step.targets)):
        _straight(step, found, links[0], named=named)
        _wire_rest(step, found, *links[0])
    else:
        for link in links:
            _straight(step, found, link, named=False)
        found.wires.append(Wire(step, step.sources, step.targets, named))


def _straight(step: Numbered, found: Diagram, link: tuple[str, str], *, named: bool) -> None:
    above, below = link
    notes = found.note(step, above, arrives=False), found.note(step, below, arrives=True)
    arrow = Straight(step, named, also=" ".join(note for note in notes if note))
    found.straight.setdefault(link, []).append(arrow)


def _collect(step: Numbered, found: Diagram, links: list[tuple[str, str]]) -> None:
    found.collected.append(step)
    for link in links:
        _straight(step, found, link, named=False)
    linked = {below for _, below in links}
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
