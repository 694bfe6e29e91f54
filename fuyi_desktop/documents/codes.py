"""二维码 — the mark at the foot of each page that names the paper, the page and how many there are."""

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.sheets import Sheet
from fuyi_desktop.domain.marks import Mark, read, said

__all__ = ["DROP", "MASK", "SIDE", "Mark", "corner", "modules", "read", "said"]

SIDE = 11 * m.MM
MASK = 0  # the checkerboard: trying all eight takes a third of the time of a paper, and every one is read
DROP = 1.0 * m.MM  # from the text area to the code: it ends 2 mm above the second red line of a letter


def modules(mark: Mark) -> list[bytes]:
    """The rows of the code, one byte a module, dark is 1."""
    import segno

    made = segno.make(said(mark), error="m", micro=False, mask=MASK)
    return [bytes(row) for row in made.matrix]


def corner(number: int, sheet: Sheet) -> tuple[float, float]:
    """Its upper left corner from that of the text area: at the foot, opposite the page number."""
    return (0.0 if number % 2 else sheet.width - SIDE, sheet.height + DROP)
