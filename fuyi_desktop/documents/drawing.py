"""程序图 — a procedure as one page of SVG: its states from top to bottom, its steps as arrows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from fuyi_desktop.documents.diagram import MANY, Diagram, Numbered, Row, Straight, diagram, names
from fuyi_desktop.documents.routing import (
    ARROW,
    HEAD,
    LINE,
    MARGIN,
    SIZE,
    SMALL,
    STAYS,
    WORD,
    Box,
    Layout,
    Port,
    Routed,
    Side,
    layout,
    port_text,
    slot,
    start,
    text_width,
)
from fuyi_desktop.domain.procedure import START, Procedure, State

FAMILY = "Noto Sans SC, sans-serif"
INK, QUIET, PALE, LINES, FRAME = "#1f2937", "#64748b", "#eef1f5", "#475569", "#f8fafc"
HUES = (
    "#1d4ed8",
    "#0f766e",
    "#9333ea",
    "#b45309",
    "#be123c",
)  # neighbours differ, so that a line can be followed
PAPERS = ((210.0, 297.0), (297.0, 420.0))  # A4, A3
EDGE = 10.0  # of the paper, in millimetres
SIGNS = (
    "号码相同的线是同一个步骤；",
    "虚线是期限届满的后果；",
    "双线框是结案的状态；",
    "框内的步骤，不另写明的不改变状态。",
)
HEADS = ("自", "转入", "在多个状态都可以办的步骤")  # of the legend
SMALLEST = 2.2  # the least height of any word on paper, in millimetres: 6 points

Collected = dict[tuple[str, str], list[Numbered]]  # by the states they leave and where they lead


@dataclass(frozen=True)
class Said:
    """Words of the legend, and how far they stand from its edge."""

    x: float
    said: str
    step: Numbered | None = None
    quiet: bool = False


def drawing(procedure: Procedure) -> str:
    """The drawing as an SVG file, the same in every run; for A4 where it can be read there, else for A3."""
    found = diagram(procedure)
    placed = layout(found)
    collected = _collected(found)
    width = max(placed.width, _legend_width(collected))
    legend = _legend(collected, width)
    height = placed.height + LINE * len(legend) + 10 + MARGIN
    across, down, page = _paper(width, height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:.1f}mm" height="{down:.1f}mm" '
        f'viewBox="0 0 {width:.1f} {height:.1f}" font-family="{FAMILY}" data-paper="{page}">',
        f"<title>{escape(procedure.label)}程序图</title>",
        f'<rect width="{width:.1f}" height="{height:.1f}" fill="#ffffff"/>',
        _text(MARGIN, 34, f"{procedure.label}程序图", 20, weight=600),
        *_lines(placed),
        *(_box(box) for box in placed.boxes),
        *_told(legend, placed.height, width),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _paper(width: float, height: float) -> tuple[float, float, str]:
    """The size in millimetres, and the paper it fits."""
    scales = [min((w - 2 * EDGE) / width, (h - 2 * EDGE) / height) for w, h in PAPERS]
    page = 0 if scales[0] * SMALL >= SMALLEST else 1
    return width * scales[page], height * scales[page], ("A4", "A3")[page]


def _hue(step: Numbered) -> str:
    return HUES[step.number % len(HUES)]


def _text(
    x: float, y: float, said: str, size: float = WORD, *,
    colour: str = INK, anchor: str = "start", weight: int = 400, more: str = "",
) -> str:  # fmt: skip
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}" '
        f'font-weight="{weight}"{more}>{escape(said)}</text>'
    )


def _named(step: Numbered) -> str:
    return f' data-step="{escape(step.kind.code)}"'


def _path(points: list[tuple[float, float]], colour: str, *, dashed: bool, thick: float = 1.3) -> str:
    way = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dashes = ' stroke-dasharray="5 3"' if dashed else ""
    return f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="{thick}"{dashes}/>'


def _head(x: float, y: float, dx: int, dy: int, colour: str) -> str:
    """An arrow's head with its point at x, y, in the direction dx, dy."""
    back_x, back_y = x - ARROW * dx, y - ARROW * dy
    wing = ARROW * 0.45
    corners = ((x, y), (back_x - wing * dy, back_y - wing * dx), (back_x + wing * dy, back_y + wing * dx))
    return f'<polygon points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in corners)}" fill="{colour}"/>'


def _lines(placed: Layout) -> Iterator[str]:
    """The lines at the sides with their words, and the main line."""
    for routed in placed.wires:
        yield _group(routed.wire.step, _wire(routed))
    for box in placed.boxes:
        for side, ports in box.ports.items():
            for port in ports:
                if port.wire is None:
                    yield _group(port.step, _arrival(box, side, port))
                yield from _port_text(box, side, port)
    for above, below, arrows in placed.straight:
        x = above.x + above.width / 2 + start(arrows)
        for arrow in arrows:
            yield _group(arrow.step, _straight(arrow, x, above.bottom, below.y))
            x += slot(arrow)


def _group(step: Numbered, parts: Iterator[str]) -> str:
    return f'<g data-line="{escape(step.kind.code)}">{"".join(parts)}</g>'


def _wire(routed: Routed) -> Iterator[str]:
    step, colour = routed.wire.step, _hue(routed.wire.step)
    dashed = bool(step.kind.after)
    ys = sorted(port.y for _, port in routed.ends)
    yield _path([(routed.x, ys[0]), (routed.x, ys[-1])], colour, dashed=dashed)
    for box, port in routed.ends:
        x, away = box.edge(routed.side), box.outward(routed.side)
        yield _path([(x, port.y), (routed.x, port.y)], colour, dashed=dashed)
        if port.arrives:
            yield _head(x, port.y, -away, 0, colour)
        if ys[0] < port.y < ys[-1]:
            yield f'<circle cx="{routed.x:.1f}" cy="{port.y:.1f}" r="2.2" fill="{colour}"/>'


def _arrival(box: Box, side: Side, port: Port) -> Iterator[str]:
    """A step of the legend leads here: an arrow without a beginning, under its number."""
    x, away = box.edge(side), box.outward(side)
    yield _path([(x + away * 2.5 * ARROW, port.y), (x, port.y)], LINES, dashed=False)
    yield _head(x, port.y, -away, 0, LINES)


def _port_text(box: Box, side: Side, port: Port) -> Iterator[str]:
    away = box.outward(side)
    x = box.edge(side) + away * (ARROW + 4)
    colour, anchor = _hue(port.step) if port.wire else LINES, "start" if away > 0 else "end"
    if not port.named:
        yield _text(x, port.y - 3, port_text(port), SMALL, colour=colour, anchor=anchor)
        return
    said = port_text(port)
    after = x if away > 0 or not port.note else x - text_width(port.note, SMALL) - 6
    yield _text(after, port.y - 3, said, colour=colour, anchor=anchor, more=_named(port.step))
    if port.note:
        at = x if away < 0 else x + text_width(said, WORD) + 6
        yield _text(at, port.y - 3, port.note, SMALL, colour=colour, anchor=anchor)


def _straight(arrow: Straight, x: float, top: float, bottom: float) -> Iterator[str]:
    step = arrow.step
    yield _path([(x, top), (x, bottom - 2)], LINES, dashed=bool(step.kind.after), thick=1.8)
    yield _head(x, bottom, 0, 1, LINES)
    said, more = (step.said, _named(step)) if arrow.named else (str(step.number), "")
    middle = (top + bottom) / 2
    yield _text(x + 8, middle + (-3 if arrow.also else 3), said, more=more)
    if arrow.also:
        yield _text(x + 8, middle + 13, arrow.also, SMALL, colour=QUIET)


def _box(box: Box) -> str:
    parts = list(_common(box) if box.place.common else _single(box))
    y = box.below_head
    for heading, lines in box.lists:
        if heading:
            parts.append(_text(box.x + 12, y + 11, f"{heading}：", SMALL, colour=QUIET))
            y += LINE
        for line in lines:
            for n, row in enumerate(line):
                parts += _row(box.x + n * (box.width - 8) / len(lines[0]), y + 11, row)
            y += LINE
    return f'<g data-box="{escape(_key(box))}">{"".join(parts)}</g>'


def _key(box: Box) -> str:
    return " ".join(state.id for state in box.place.states)


def _row(x: float, y: float, row: Row) -> Iterator[str]:
    yield f'<circle cx="{x + 16:.1f}" cy="{y - 4:.1f}" r="2" fill="{QUIET}"/>'
    yield _text(x + 23, y, row.step.said, more=_named(row.step))
    if row.note:
        yield _text(x + 31 + text_width(row.step.said, WORD), y, row.note, SMALL, colour=QUIET)


def _common(box: Box) -> Iterator[str]:
    """The frame of several states, each in a box of its own."""
    yield (
        f'<rect {_shape(box.x, box.y, box.width, box.height)} rx="8" fill="{FRAME}" stroke="{INK}" '
        f'stroke-width="1.3"/>'
    )
    for state, x, y, width in box.cells:
        yield f'<g data-box="{escape(state.id)}">{"".join(_state(state, x, y, width, HEAD))}</g>'


def _single(box: Box) -> Iterator[str]:
    state = box.place.states[0]
    if state.id != START:
        yield from _state(state, box.x, box.y, box.width, box.height, head=box.top)
        return
    shape = _shape(box.x, box.y, box.width, box.height)
    yield f'<rect {shape} rx="{box.height / 2:.1f}" fill="#ffffff" stroke="{INK}" stroke-width="1.3"/>'
    yield _text(box.x + box.width / 2, box.top + 18, state.label, anchor="middle", colour=QUIET)


def _state(
    state: State, x: float, y: float, width: float, height: float, *, head: float | None = None
) -> Iterator[str]:
    top = y if head is None else head
    fill = PALE if state.ended else "#ffffff"
    yield f'<rect {_shape(x, y, width, height)} rx="8" fill="{fill}" stroke="{INK}" stroke-width="1.3"/>'
    if state.ended:
        inner = _shape(x + 3, y + 3, width - 6, height - 6)
        yield f'<rect {inner} rx="6" fill="none" stroke="{INK}" stroke-width="0.7"/>'
        yield _text(x + width - 10, top + 18, "结案", SMALL, colour=QUIET, anchor="end")
    said = f"{state.id} {state.label}"
    yield _text(x + 12, top + 18, said, SIZE, weight=600, more=f' data-state="{escape(state.id)}"')


def _shape(x: float, y: float, width: float, height: float) -> str:
    return f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'


def _collected(found: Diagram) -> Collected:
    """The steps that leave many states, by which they leave and where they lead."""
    rows: Collected = {}
    for step in found.collected:
        leads = names(step.kind.targets, found.order) if step.targets else STAYS
        rows.setdefault((_leaves(step, found.order), leads), []).append(step)
    return rows


def _leaves(step: Numbered, order: tuple[str, ...]) -> str:
    """The states a step leaves, or those it does not, whichever are fewer."""
    leaves = step.kind.leaves.intersection(order)
    others = [state for state in order if state not in leaves and state != START]
    if len(leaves) > MANY and len(others) < len(leaves) // 2:
        return f"{names(others, order)} 以外的各状态" if others else "任一状态"
    return names(leaves, order)


def _columns(collected: Collected) -> tuple[float, float]:
    """How far the two later columns of the legend stand from the first."""
    second = max([100.0, *(text_width(leaves, WORD) + 24 for leaves, _ in collected)])
    return second, second + max([70.0, *(text_width(leads, WORD) + 24 for _, leads in collected)])


def _legend_width(collected: Collected) -> float:
    """So wide that any step and any sign has room."""
    signs = max(text_width(sign, WORD) for sign in SIGNS)
    steps = [step.said for steps in collected.values() for step in steps]
    last = max(text_width(said, WORD) for said in (HEADS[2], *steps))
    return 2 * MARGIN + 20 + max(signs, _columns(collected)[1] + last if steps else 0.0)


def _legend(collected: Collected, width: float) -> list[list[Said]]:
    """The lines of the legend, each with its words and how far they stand from its edge."""
    room, lines = width - 2 * MARGIN - 20, list[list[Said]]()
    second, third = _columns(collected)
    if collected:
        heads = zip((0.0, second, third), HEADS, strict=True)
        lines.append([Said(x, said, quiet=True) for x, said in heads])
    for (leaves, leads), steps in collected.items():
        flow = _flow([Said(0, step.said, step) for step in steps], third, room)
        lines += [[Said(0, leaves), Said(second, leads), *flow[0]], *flow[1:]]
    return lines + _flow([Said(0, sign, quiet=True) for sign in SIGNS], 0.0, room)


def _flow(words: list[Said], left: float, right: float) -> list[list[Said]]:
    """Words one after the other, in as many lines as they need."""
    lines, x = [list[Said]()], left
    for word in words:
        width = text_width(word.said, WORD)
        if lines[-1] and x + width > right:
            lines.append([])
            x = left
        lines[-1].append(replace(word, x=x))
        x += width + 18
    return lines


def _told(legend: list[list[Said]], top: float, width: float) -> Iterator[str]:
    yield (
        f'<rect data-box="legend" x="{MARGIN:.1f}" y="{top:.1f}" width="{width - 2 * MARGIN:.1f}" '
        f'height="{LINE * len(legend) + 10:.1f}" rx="4" fill="{PALE}"/>'
    )
    for n, line in enumerate(legend, 1):
        for word in line:
            yield _text(
                MARGIN + 10 + word.x, top + LINE * n, word.said,
                colour=QUIET if word.quiet else INK, more=_named(word.step) if word.step else "",
            )  # fmt: skip
