"""程序图 — a procedure as one page of SVG: its states from top to bottom, its steps as arrows."""

from collections.abc import Iterator
from html import escape

from fuyi_desktop.documents.diagram import MANY, Diagram, Numbered, Straight, diagram, names
from fuyi_desktop.documents.routing import (
    ARROW,
    HEAD,
    LINE,
    MARGIN,
    SIZE,
    SMALL,
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
from fuyi_desktop.domain.procedure import START, Procedure

FAMILY = "Noto Sans SC, sans-serif"
INK, QUIET, PALE, LINES = "#1f2937", "#64748b", "#eef1f5", "#475569"
HUES = (
    "#1d4ed8",
    "#0f766e",
    "#9333ea",
    "#b45309",
    "#be123c",
)  # neighbours differ, so that a line can be followed
PAPERS = ((210.0, 297.0), (297.0, 420.0))  # A4, A3
EDGE = 10.0  # of the paper, in millimetres
SIGNS = "号码相同的线是同一个步骤；虚线是期限届满的后果；双线框是结案的状态；框内的步骤不改变状态。"
SMALLEST = 2.2  # the least height of a word on A4, in millimetres: 6 points


def drawing(procedure: Procedure) -> str:
    """The drawing as an SVG file, the same in every run; for A4 where it can be read there, else for A3."""
    found = diagram(procedure)
    order = [START, *(state.id for state in procedure.states)]
    placed = layout(found, order)
    legend = _legend(found, order)
    height = placed.height + LINE * (len(legend) + 2) + 10 + MARGIN
    width = max(placed.width, _columns(legend)[2] + 2 * MARGIN)
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
    page = 0 if scales[0] * WORD >= SMALLEST else 1
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
                yield _port_text(box, side, port)
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


def _port_text(box: Box, side: Side, port: Port) -> str:
    away = box.outward(side)
    x = box.edge(side) + away * (ARROW + 4)
    colour = _hue(port.step) if port.wire else LINES
    return _text(
        x, port.y - 3, port_text(port), WORD if port.named else SMALL, colour=colour,
        anchor="start" if away > 0 else "end", more=_named(port.step) if port.named else "",
    )  # fmt: skip


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
    state = box.state
    shape = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
    round_ = box.height / 2 if state.id == START else 8
    fill = PALE if state.ended else "#ffffff"
    content = HEAD + LINE * len(box.rows)
    top = box.y + max(0.0, (box.height - content) / 2)
    parts = [f'<rect {shape} rx="{round_:.1f}" fill="{fill}" stroke="{INK}" stroke-width="1.3"/>']
    if state.ended:
        parts.append(
            f'<rect x="{box.x + 3:.1f}" y="{box.y + 3:.1f}" width="{box.width - 6:.1f}" '
            f'height="{box.height - 6:.1f}" rx="6" fill="none" stroke="{INK}" stroke-width="0.7"/>'
        )
        parts.append(_text(box.x + box.width - 10, top + 18, "结案", SMALL, colour=QUIET, anchor="end"))
    if state.id == START:
        parts.append(_text(box.x + box.width / 2, top + 18, state.label, anchor="middle", colour=QUIET))
    else:
        head = f"{state.id} {state.label}"
        parts.append(
            _text(box.x + 12, top + 18, head, SIZE, weight=600, more=f' data-state="{escape(state.id)}"')
        )
    for n, step in enumerate(box.rows):
        y = top + HEAD + LINE * n + 11
        parts.append(f'<circle cx="{box.x + 16:.1f}" cy="{y - 4:.1f}" r="2" fill="{QUIET}"/>')
        parts.append(_text(box.x + 23, y, step.said, more=_named(step)))
    return f'<g data-box="{escape(state.id)}">{"".join(parts)}</g>'


def _legend(found: Diagram, order: list[str]) -> list[tuple[Numbered, str, str]]:
    """The steps that leave many states: which they leave, and where they lead."""
    return [
        (step, _leaves(step, order), names(step.targets, order) if step.targets else "状态不变")
        for step in found.collected
    ]


def _leaves(step: Numbered, order: list[str]) -> str:
    """The states a step leaves, or those it does not, whichever are fewer."""
    others = [state for state in order if state not in step.sources and state != START]
    if len(step.sources) > MANY and len(others) < len(step.sources) // 2:
        return f"{names(others, order)} 以外的各状态" if others else "任一状态"
    return names(step.sources, order)


def _columns(legend: list[tuple[Numbered, str, str]]) -> tuple[float, float, float]:
    """How far the two later columns of the legend stand from its edge, and how wide it is."""
    second = max([180.0, *(text_width(step.said, WORD) + 34 for step, _, _ in legend)])
    third = second + max([180.0, *(text_width(leaves, WORD) + 24 for _, leaves, _ in legend)])
    last = third + max([100.0, *(text_width(leads, WORD) + 10 for _, _, leads in legend)])
    return second, third, max(last, text_width(SIGNS, WORD) + 20)


def _told(legend: list[tuple[Numbered, str, str]], top: float, width: float) -> Iterator[str]:
    second, third, _ = _columns(legend)
    rows = len(legend) + (2 if legend else 1)
    yield (
        f'<rect data-box="legend" x="{MARGIN:.1f}" y="{top:.1f}" width="{width - 2 * MARGIN:.1f}" '
        f'height="{LINE * rows + 10:.1f}" rx="4" fill="{PALE}"/>'
    )
    x, y = MARGIN + 10, top + LINE
    if legend:
        for at, said in ((0.0, "在多个状态都可以办的步骤"), (second, "自"), (third, "转入")):
            yield _text(x + at, y, said, colour=QUIET)
        y += LINE
    for step, leaves, leads in legend:
        yield _text(x, y, step.said, more=_named(step))
        yield _text(x + second, y, leaves)
        yield _text(x + third, y, leads)
        y += LINE
    yield _text(x, y, SIGNS, colour=QUIET)
