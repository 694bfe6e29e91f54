"""纸 — the kinds of page a template may name: how large, with which margins, in which type."""

from dataclasses import dataclass, replace

from fuyi_desktop.documents import measures as m

MM = m.MM


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One kind of page; lengths in points, the text area (版心) within the paper."""

    name: str
    paper: tuple[float, float]
    left: float = 0.0
    top: float = 0.0
    width: float
    height: float
    characters: int = 1  # of the text, in a line
    lines: int = 1  # of the text, on a page
    size: float = m.THIRD  # text
    title: float = m.SECOND
    small: float = m.FOURTH  # small paragraphs
    cell: float = m.FOURTH
    small_cell: float = m.SMALL_FOURTH
    folio: bool = True  # numbered, and marked with the code
    centered: bool = False  # what stands on it stands in the middle of its height
    single: bool = False  # a second page is a mistake
    placed: bool = False  # only facts at given places, moved by what the printer is off

    @property
    def pitch(self) -> float:
        """From one character of the text to the next."""
        return self.width / self.characters

    @property
    def leading(self) -> float:
        """From one line of the text to the next."""
        return self.height / self.lines

    @property
    def right(self) -> float:
        return self.paper[0] - self.left - self.width

    @property
    def bottom(self) -> float:
        return self.paper[1] - self.top - self.height


def _bare(name: str, width: float, height: float, *, placed: bool) -> Sheet:
    paper = (width * MM, height * MM)
    return Sheet(
        name=name, paper=paper, width=paper[0], height=paper[1], folio=False, single=placed, placed=placed
    )


PORTRAIT = Sheet(  # GB/T 9704-2012
    name="portrait", paper=(m.PAGE_WIDTH, m.PAGE_HEIGHT), left=m.LEFT, top=m.TOP, width=m.WIDTH,
    height=m.HEIGHT, characters=m.CHARACTERS, lines=m.LINES,
)  # fmt: skip
LANDSCAPE = Sheet(  # bound at the top edge
    name="landscape", paper=(m.PAGE_HEIGHT, m.PAGE_WIDTH), left=20 * MM, top=28 * MM, width=257 * MM,
    height=157 * MM, characters=46, lines=15, small=m.SMALL_FOURTH, cell=m.SMALL_FOURTH, small_cell=m.FIFTH,
)  # fmt: skip
A5 = Sheet(
    name="a5", paper=(148 * MM, m.PAGE_WIDTH), left=18 * MM, top=16 * MM, width=116 * MM, height=170 * MM,
    characters=27, lines=24, size=m.SMALL_FOURTH, title=m.THIRD, small=m.FIFTH, cell=m.FIFTH,
    small_cell=m.SMALL_FIFTH,
)  # fmt: skip
DOOR = Sheet(
    name="door", paper=(m.PAGE_HEIGHT, m.PAGE_WIDTH), left=20 * MM, top=20 * MM, width=257 * MM,
    height=170 * MM, characters=24, lines=11, size=28.0, title=42.0, folio=False, centered=True, single=True,
)  # fmt: skip
CARD = _bare("card", 210, 297, placed=False)  # folded twice to a tent: back, face, foot
OVERPRINT = _bare("overprint", 210, 297, placed=True)  # its size is the template's own

SHEETS = {
    sheet.name: sheet
    for sheet in (
        PORTRAIT, LANDSCAPE, A5, DOOR, CARD, OVERPRINT,
        _bare("envelope-dl", 220, 110, placed=True), _bare("envelope-c5", 229, 162, placed=True),
    )
}  # fmt: skip


def of_size(width: float, height: float) -> Sheet:
    """A 套打 paper of so many millimetres."""
    paper = (width * MM, height * MM)
    return replace(OVERPRINT, paper=paper, width=paper[0], height=paper[1])
