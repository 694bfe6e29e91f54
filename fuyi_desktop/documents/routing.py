"""程序图的布置 — where the boxes stand, and how the lines at the sides run without crossing a word.

Words stand only in boxes, in the gaps of the main line and in gutters, the strips beside the boxes, each on a
row of its own; what runs up or down outside the main line does so in lanes beyond the gutters.
"""

import unicodedata
from dataclasses import dataclass, field
from enum import Enum

from fuyi_desktop.documents.diagram import Diagram, Numbered, Place, Row, Straight, Wire
from fuyi_desktop.domain.procedure import State

SIZE, WORD, SMALL = 13.0, 12.0, 11.0  # of letters: names of states, steps, numbers alone
MARGIN = 16.0
TITLE = 40.0  # the heading of the drawing
ROW = 18.0  # of a port with its word
HEAD, LINE = 26.0, 17.0  # in a box: the state, each of its steps
PADDING = 12.0  # above and below the ports of a box
GAP, BESIDE_GAP = 30.0, 14.0  # between boxes
LANE = 10.0
GRID = 9.0  # of the rows: the two columns keep to rows of their own, so that no line runs on in another
ARROW = 8.0
LEAST_WIDTH = 150.0
CELL_GAP = 6.0  # between the states of a common box
FULL = 6  # more steps than this under a heading stand in two columns
MOVES, STAYS = "在框内的状态之间，按登记的内容转换", "状态不变"


class Side(Enum):
    """Into which strip a box has ports: at the left, between the columns, or at the right."""

    LEFT = "left"
    BETWEEN = "between"
    RIGHT = "right"


@dataclass
class Port:
    """Where a line touches a box."""

    step: Numbered
    arrives: bool
    named: bool = False
    note: str = ""  # which state of a common box
    wire: "Routed | None" = None  # none: a step of the legend, which only arrives
    y: float = 0.0


@dataclass
class Box:
    """A state, or the states of a common box, with the steps that do not leave it."""

    place: Place
    beside: bool
    rows: list[Row]
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    ports: dict[Side, list[Port]] = field(default_factory=dict)

    @property
    def height(self) -> float:
        most = max((len(ports) for ports in self.ports.values()), default=0)
        return max(self.content + (PADDING / 2 if self.rows else 0), most * ROW + PADDING)

    @property
    def content(self) -> float:
        """The height of all that is said in it."""
        lists = sum(LINE * (self.place.common + len(lines)) for _, lines in self.lists)
        return self._cells_height + lists if self.place.common else HEAD + lists

    @property
    def lists(self) -> list[tuple[str, list[list[Row]]]]:
        """Its steps in lines, under headings where several states have the box in common."""
        if not self.place.common:
            return [("", [[row] for row in self.rows])]
        kinds = [(MOVES, [row for row in self.rows if row.moves])]
        kinds.append((STAYS, [row for row in self.rows if not row.moves]))
        return [(heading, _in_columns(rows)) for heading, rows in kinds if rows]

    @property
    def cells(self) -> list[tuple[State, float, float, float]]:
        """The states of a common box, each with its left, its top and its width."""
        across, left, top = self._across, self.x + CELL_GAP, self.top + CELL_GAP
        width = (self.width - CELL_GAP) / across - CELL_GAP
        return [
            (state, left + n % across * (width + CELL_GAP), top + n // across * (HEAD + CELL_GAP), width)
            for n, state in enumerate(self.place.states)
        ]

    @property
    def top(self) -> float:
        """Where what is said in it begins."""
        return self.y + max(0.0, (self.height - self.content) / 2)

    @property
    def below_head(self) -> float:
        return self.top + (self._cells_height if self.place.common else HEAD)

    @property
    def least_width(self) -> float:
        heads = max(
            text_width(f"{state.id} {state.label}") + 24 + (34 if state.ended else 0)
            for state in self.place.states
        )
        if self.place.common:
            heads = self._across * (heads + CELL_GAP) + CELL_GAP
        lines = [line for _, lines in self.lists for line in lines]
        return max([LEAST_WIDTH, heads, *(len(line) * max(map(row_width, line)) + 8 for line in lines)])

    @property
    def _across(self) -> int:
        return 2 if len(self.place.states) < 5 else 3

    @property
    def _cells_height(self) -> float:
        return CELL_GAP + -(-len(self.place.states) // self._across) * (HEAD + CELL_GAP)

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    def edge(self, side: Side) -> float:
        """Where its ports to a side lie."""
        inward = side is Side.LEFT or (side is Side.BETWEEN and self.beside)
        return self.x if inward else self.x + self.width

    def outward(self, side: Side) -> int:
        """The direction away from the box: -1 to the left, 1 to the right."""
        return -1 if self.edge(side) == self.x else 1


@dataclass
class Routed:
    """A line at the side with its lane."""

    wire: Wire
    side: Side
    ends: list[tuple[Box, Port]]
    lane: int = 0
    x: float = 0.0


@dataclass
class Layout:
    """Everything in its place."""

    boxes: list[Box]
    wires: list[Routed]
    straight: list[tuple[Box, Box, list[Straight]]]
    width: float = 0.0
    height: float = 0.0

    @property
    def main(self) -> list[Box]:
        return [box for box in self.boxes if not box.beside]

    @property
    def beside(self) -> list[Box]:
        return [box for box in self.boxes if box.beside]


def layout(found: Diagram) -> Layout:
    """Give every box and line its position."""
    boxes = {
        place.id: Box(place, place.id not in found.line, found.rows.get(place.id, []))
        for place in found.places
    }
    wires = [_ports(wire, boxes, found) for wire in found.wires]
    for key, steps in found.arrivals.items():
        side = Side.RIGHT if boxes[key].beside else Side.LEFT
        boxes[key].ports.setdefault(side, []).extend(
            Port(step, arrives=True, note=found.note(step, key, arrives=True)) for step in steps
        )
    straight = [(boxes[above], boxes[below], arrows) for (above, below), arrows in found.straight.items()]
    placed = Layout(list(boxes.values()), wires, straight)
    _stack(placed)
    for side in Side:
        _lanes([wire for wire in wires if wire.side is side])
    _columns(placed)
    for box in placed.boxes:
        for side, ports in box.ports.items():
            _order_ports(box, side, ports)
    return placed


def text_width(text: str, size: float = SIZE) -> float:
    """About as wide as the letters are: Chinese ones full, others two thirds."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return size * (wide + 0.66 * (len(text) - wide))


def port_text(port: Port) -> str:
    return port.step.said if port.named else f"{port.step.number} {port.note}".rstrip()


def row_width(row: Row) -> float:
    return text_width(row.step.said, WORD) + 28 + (text_width(row.note, SMALL) + 8 if row.note else 0)


def slot(arrow: Straight) -> float:
    """The width an arrow of the main line takes with its word."""
    said = text_width(arrow.step.said if arrow.named else str(arrow.step.number), WORD)
    return max(said, text_width(arrow.also, SMALL)) + 20


def start(arrows: list[Straight]) -> float:
    """Where the first of several arrows stands, seen from the middle of its gap."""
    return -sum(map(slot, arrows[:-1])) / 2


def _in_columns(rows: list[Row]) -> list[list[Row]]:
    """Read down the first column, then the second."""
    down = len(rows) if len(rows) <= FULL else -(-len(rows) // 2)
    return [rows[n::down] for n in range(down)]


def _ports(wire: Wire, boxes: dict[str, Box], found: Diagram) -> Routed:
    ends = [(boxes[state], False) for state in wire.sources] + [
        (boxes[state], True) for state in wire.targets
    ]
    columns = {box.beside for box, _ in ends}
    side = Side.BETWEEN if len(columns) == 2 else Side.RIGHT if True in columns else Side.LEFT
    routed = Routed(wire, side, [])
    for place, (box, arrives) in enumerate(ends):
        note = found.note(wire.step, box.place.id, arrives=arrives)
        port = Port(wire.step, arrives, named=wire.named and place == 0, note=note, wire=routed)
        box.ports.setdefault(side, []).append(port)
        routed.ends.append((box, port))
    return routed


def _stack(placed: Layout) -> None:
    """The main line from top to bottom; beside it the others, each by the state it follows in the table."""
    y, gaps = TITLE + MARGIN, dict[str, float]()
    for above, _, arrows in placed.straight:
        rows = 1 + any(arrow.also for arrow in arrows)
        gaps[above.place.id] = GAP + LINE * (rows - 1)
    for box in placed.main:
        box.y = y
        y = box.bottom + gaps.get(box.place.id, GAP)
    after, free = TITLE + MARGIN, 0.0
    for box in placed.boxes:
        if box.beside:
            box.y = max(after, free)
            free = box.bottom + BESIDE_GAP
        else:
            after = box.y


def _lanes(wires: list[Routed]) -> None:
    """The shortest lines next to the boxes; two that run side by side never share a lane."""
    taken: list[list[tuple[float, float]]] = []

    def span(routed: Routed) -> tuple[float, float]:
        return min(box.y for box, _ in routed.ends), max(box.bottom for box, _ in routed.ends)

    for routed in sorted(wires, key=lambda one: (span(one)[1] - span(one)[0], one.wire.step.number)):
        top, bottom = span(routed)
        free = (n for n, lane in enumerate(taken) if all(bottom < t or top > b for t, b in lane))
        routed.lane = next(free, len(taken))
        if routed.lane == len(taken):
            taken.append([])
        taken[routed.lane].append((top, bottom))


def _columns(placed: Layout) -> None:
    """From left to right: lanes, gutter, main line, gutter, lanes, gutter, states beside, gutter, lanes."""
    main, beside = placed.main, placed.beside
    first = MARGIN + _lane_room(placed, Side.LEFT)
    x = first + _gutter(main, Side.LEFT)
    width = max(box.least_width for box in main)
    width = max([width, *(sum(map(slot, arrows)) + 8 for _, _, arrows in placed.straight)])
    for box in main:
        box.x, box.width = x, width
    reach = max((_reach(arrows) - width / 2 for _, _, arrows in placed.straight), default=0)
    between = x + width + max(_gutter(main, Side.BETWEEN), reach)
    lanes = _lane_room(placed, Side.BETWEEN) or MARGIN  # the columns stand apart where nothing joins them
    x = between + lanes + _gutter(beside, Side.BETWEEN)
    if beside:
        width = max(box.least_width for box in beside)
        for box in beside:
            box.x, box.width = x, width
        x += width
    right = x + _gutter(beside, Side.RIGHT)
    begins = {Side.LEFT: first, Side.BETWEEN: between, Side.RIGHT: right}
    for routed in placed.wires:
        away = -1 if routed.side is Side.LEFT else 1
        routed.x = begins[routed.side] + away * LANE * (routed.lane + 0.5)
    placed.width = right + _lane_room(placed, Side.RIGHT) + MARGIN
    placed.height = max(box.bottom for box in placed.boxes) + MARGIN


def _reach(arrows: list[Straight]) -> float:
    """How far the arrows of a gap with their words go to the right of its middle."""
    return start(arrows) + sum(map(slot, arrows))


def _lane_room(placed: Layout, side: Side) -> float:
    return LANE * max((routed.lane + 1 for routed in placed.wires if routed.side is side), default=0)


def _gutter(boxes: list[Box], side: Side) -> float:
    words = [
        text_width(port_text(port), WORD)
        + (text_width(port.note, SMALL) + 6 if port.named and port.note else 0)
        for box in boxes
        for port in box.ports.get(side, [])
    ]
    return max(words) + ARROW + 12 if words else 0.0


def _order_ports(box: Box, side: Side, ports: list[Port]) -> None:
    """So that lines of one box do not cross: those that go up above those that go down, each in its lane."""
    middle = box.middle  # once: a list that is being sorted has no length, and the box no height

    def place(port: Port) -> tuple[int, float, int]:
        if port.wire is None:
            return 1, 0, port.step.number
        others = [other.middle for other, _ in port.wire.ends if other is not box]
        near = abs(port.wire.x - box.edge(side))
        up, down = any(y < middle for y in others), any(y > middle for y in others)
        if up and down:
            return 1, near, port.step.number
        return (0, near, port.step.number) if up else (2, -near, port.step.number)

    ports.sort(key=place)
    offset = GRID / 2 if box.beside else 0
    first = GRID * round((middle + 2 - offset - (len(ports) - 1) / 2 * ROW) / GRID) + offset
    for n, port in enumerate(ports):
        port.y = first + n * ROW
