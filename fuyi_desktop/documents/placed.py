"""What stands at given places: the tent of a 席位卡, large lines of a door sheet, the facts of 套打."""

from collections.abc import Iterator

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import Align, Card, Large, Place
from fuyi_desktop.documents.breaking import Line
from fuyi_desktop.documents.fonts import Typeface
from fuyi_desktop.documents.ink import Drawn, Ink, Row, Rule, Setter, Type, Words

LOWEST = 0.5  # of its size: a large line is made no smaller than that
LOWEST_NAME = 0.36  # a name of twelve characters still stands in one line
FACE = 99 * m.MM  # the height of each of the three parts of a card
CARD_ROOM = 180 * m.MM
NAME, UNDER = 110.0, 34.0
APART = "　"  # between the two characters of a short name
TICK = 8 * m.MM
GRAY = (0.6, 0.6, 0.6)
THIN = 0.5
PLACE_LEAD = 1.3
SMALLEST = 0.6  # of its size: a placed text is made no smaller than that
STEP = 0.5


def large(block: Large, setter: Setter) -> Iterator[Row]:
    """Centred; a line that is too long at the lowest size is parted."""
    for text in block.text.split("\n"):
        kind = fitting(text, Type(Typeface.TITLE, block.size), setter.sheet.width, LOWEST, setter)
        lead = kind.size * 1.4
        for line in setter.balanced(text, kind, setter.sheet.width):
            words = Words((setter.sheet.width - line.width) / 2, kind.baseline(lead), line, kind)
            yield Row(height=lead, ink=(words,))


def fitting(text: str, kind: Type, width: float, lowest: float, setter: Setter) -> Type:
    """The type at the size in which the text is one line, but no smaller than a part of its own."""
    wide = setter.line(text, kind).width
    share = min(1.0, max(lowest, width / wide)) if wide else 1.0
    return Type(kind.face, kind.size * share, kind.tracking, kind.color)


def card_lines(block: Card, setter: Setter) -> tuple[tuple[str, Type], ...]:
    """The lines of a card's face, each in its type."""
    name = APART.join(block.name) if len(block.name) == 2 else block.name
    wanted = [(name, Type(Typeface.TITLE, NAME), LOWEST_NAME)]
    if block.under:
        wanted.append((block.under, Type(Typeface.HEI, UNDER), LOWEST))
    return tuple((text, fitting(text, kind, CARD_ROOM, low, setter)) for text, kind, low in wanted)


def card(block: Card, setter: Setter) -> Row:
    """Two faces, the upper one on its head, and the foot; ticks where it is folded."""
    sheet = setter.sheet
    said = [
        (line, kind)
        for text, kind in card_lines(block, setter)
        for line in setter.balanced(text, kind, CARD_ROOM)
    ]
    y = (FACE - sum(kind.size * 1.4 for _, kind in said)) / 2
    face: list[Words] = []
    for line, kind in said:
        face.append(Words((sheet.width - line.width) / 2, y + kind.baseline(kind.size * 1.4), line, kind))
        y += kind.size * 1.4
    ink: list[Ink] = [
        Words(sheet.width - one.x, FACE - one.y, one.line, one.type, turned=True) for one in face
    ]
    ink += [one.moved(0.0, FACE) for one in face]
    for fold in (FACE, 2 * FACE):
        ink.append(Rule(0, fold, TICK, fold, THIN, GRAY))
        ink.append(Rule(sheet.width - TICK, fold, sheet.width, fold, THIN, GRAY))
    return Row(height=sheet.height, ink=tuple(ink))


def place(block: Place, setter: Setter) -> list[Ink]:
    """The ink of one placed text; where it is too long it is made smaller, then runs over its lines."""
    kind, lines = placed_lines(block, setter)
    x, y, width = block.x * m.MM, block.y * m.MM, block.width * m.MM
    lead = kind.size * PLACE_LEAD
    ink: list[Ink] = []
    for at, line in enumerate(lines):
        left = {Align.LEFT: 0.0, Align.CENTER: (width - line.width) / 2, Align.RIGHT: width - line.width}
        ink.append(Words(x + left[block.align], y + at * lead + kind.baseline(lead), line, kind))
    return ink


def placed_lines(block: Place, setter: Setter) -> tuple[Type, list[Line[Drawn]]]:
    """The size a placed text is set in, and its lines."""
    size = block.size
    if block.pitch:
        kind = Type(Typeface.FANG, size)
        return kind, [_boxed(text, block.pitch * m.MM, kind, setter) for text in block.text.split("\n")]
    while True:
        kind = Type(Typeface.FANG, size)
        lines = [
            line
            for text in block.text.split("\n")
            for line in setter.lines(text, kind, block.width * m.MM, even=False)
        ]
        if len(lines) <= block.lines or size - STEP < block.size * SMALLEST:
            return kind, lines
        size -= STEP


def _boxed(text: str, pitch: float, kind: Type, setter: Setter) -> Line[Drawn]:
    """Each character in the middle of a box of its own."""
    glyphs = tuple(setter.glyphs(text, kind))
    places = tuple(at * pitch + (pitch - glyph.width) / 2 for at, glyph in enumerate(glyphs))
    return Line(glyphs, places, len(glyphs) * pitch)
