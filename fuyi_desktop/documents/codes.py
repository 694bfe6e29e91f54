"""二维码 — the mark at the foot of each page that names the paper, the page and how many there are."""

import re
import unicodedata
from dataclasses import dataclass

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.sheets import Sheet

PREFIX = "FY1"  # with capital letters and digits alone the code is smaller
SIDE = 11 * m.MM
MASK = 0  # the checkerboard: trying all eight takes a third of the time of a paper, and every one is read
DROP = 1.0 * m.MM  # from the text area to the code: it ends 2 mm above the second red line of a letter
SAID = re.compile(rf"{PREFIX}:([0-9A-F]+):(\d+)/(\d+)")


@dataclass(frozen=True)
class Mark:
    """What the code of a page says."""

    paper_id: str
    page: int
    pages: int


def said(mark: Mark) -> str:
    return f"{PREFIX}:{mark.paper_id.upper()}:{mark.page}/{mark.pages}"


def read(scanned: str) -> Mark | None:
    """The mark that a scanner typed, wide characters of an input method forgiven; None if not ours."""
    found = SAID.fullmatch(unicodedata.normalize("NFKC", scanned).strip().upper())
    return Mark(found[1].lower(), int(found[2]), int(found[3])) if found else None


def modules(mark: Mark) -> list[bytes]:
    """The rows of the code, one byte a module, dark is 1."""
    import segno

    made = segno.make(said(mark), error="m", micro=False, mask=MASK)
    return [bytes(row) for row in made.matrix]


def corner(number: int, sheet: Sheet) -> tuple[float, float]:
    """Its upper left corner from that of the text area: at the foot, opposite the page number."""
    return (0.0 if number % 2 else sheet.width - SIDE, sheet.height + DROP)
