"""What gets drawn: lines of text and rules, y growing downwards, in the rows that pages are made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fuyi_desktop.documents.blocks import BOXES
from fuyi_desktop.documents.breaking import Glyph, Line, break_lines
from fuyi_desktop.documents.fonts import FontFile, Fonts, Typeface
from fuyi_desktop.documents.measures import BLACK
from fuyi_desktop.documents.sheets import PORTRAIT, Sheet

ASCENT = 0.88  # of a Chinese character's square, above the baseline

Color = tuple[float, float, float]
Drawn = FontFile | None  # None: a check box, drawn as lines


@dataclass(frozen=True)
class Type:
    """A typeface at a size; `tracking` is added after each character."""

    face: Typeface
    size: float
    tracking: float = 0.0
    color: Color = BLACK

    def baseline(self, height: float) -> float:
        """Where the baseline lies in a line of this height, the characters in its middle."""
        return (height - self.size) / 2 + ASCENT * self.size


@dataclass(frozen=True)
class Words:
    """A set line with the left end of its baseline; turned, it stands on its head and runs to the left."""

    x: float
    y: float
    line: Line[Drawn]
    type: Type
    turned: bool = False

    def moved(self, dx: float, dy: float) -> "Words":
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float
    color: Color = BLACK

    def moved(self, dx: float, dy: float) -> "Rule":
        return Rule(self.x1 + dx, self.y1 + dy, self.x2 + dx, self.y2 + dy, self.thickness, self.color)


def color_of(ink: "Ink") -> Color:
    return ink.color if isinstance(ink, Rule) else ink.type.color


Ink = Words | Rule


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is never parted between pages: its height, its ink, and what it asks of its neighbours."""

    height: float
    ink: tuple[Ink, ...] = ()
    keep: bool = False  # on one page with the next row
    blank: bool = False  # left out at the top of a page
    pinned: bool = False  # at the foot of the page
    opens: bool = False  # a new page
    heads: tuple["Row", ...] = ()  # repeated above it where it begins a page
    first: tuple[Ink, ...] = ()  # only where it begins a page
    last: tuple[Ink, ...] = ()  # only where it ends one
    block: int = -1  # the place of its block in the paper


@dataclass(frozen=True)
class Setter:
    """Sets text in the fonts of this machine, in the sizes of one kind of page."""

    fonts: Fonts
    sheet: Sheet = PORTRAIT
    tight: bool = False  # tables a little lower, so that the last row of a form does not begin a page

    @property
    def text(self) -> Type:
        return Type(Typeface.FANG, self.sheet.size, self.sheet.pitch - self.sheet.size)

    @property
    def small(self) -> Type:
        return Type(Typeface.FANG, self.sheet.small)

    @property
    def title(self) -> Type:
        return Type(Typeface.TITLE, self.sheet.title)

    def glyphs(self, text: str, kind: Type) -> Iterator[Glyph[Drawn]]:
        for char in text:
            if char in BOXES:
                yield Glyph(char, kind.size + kind.tracking, None)
                continue
            font = self.fonts.font(kind.face, char)
            yield Glyph(char, font.width(char, kind.size) + kind.tracking, font)

    def lines(
        self, text: str, kind: Type, width: float, *, first: float = 0.0, even: bool = True, lead: str = ""
    ) -> list[Line[Drawn]]:
        """The text's lines; `lead` are words before it in 黑体."""
        bold = Type(Typeface.HEI, kind.size, kind.tracking, kind.color)
        glyphs = [*self.glyphs(lead, bold), *self.glyphs(text, kind)]
        return break_lines(glyphs, width, first=first, even=even)

    def line(self, text: str, kind: Type) -> Line[Drawn]:
        """The text as one line, however long."""
        found = self.lines(text, kind, float("inf"), even=False)
        return found[0] if found else Line((), (), 0.0)

    def balanced(self, text: str, kind: Type, width: float) -> list[Line[Drawn]]:
        """As few lines as the width allows, and of much the same length."""
        best = self.lines(text, kind, width, even=False)
        low, high = width / 2, width
        while len(best) > 1 and high - low > kind.size / 4:
            middle = (low + high) / 2
            tried = self.lines(text, kind, middle, even=False)
            if len(tried) == len(best):
                best, high = tried, middle
            else:
                low = middle
        return best


def rows(
    lines: Sequence[Line[Drawn]], kind: Type, height: float, *, first: float = 0.0, left: float = 0.0
) -> list[Row]:
    """One row for each line, the first one indented further."""
    y = kind.baseline(height)
    return [
        Row(height=height, ink=(Words(left + (first if at == 0 else 0.0), y, line, kind),))
        for at, line in enumerate(lines)
    ]
