"""Pages of a PDF as pixels, for the screen and for the printer; knows no window."""

from dataclasses import dataclass

GRAY, COLOR = "L", "BGR"


@dataclass(frozen=True)
class Pixels:
    """One page: rows of `stride` bytes, one byte a pixel in gray, blue-green-red in color."""

    width: int
    height: int
    stride: int
    format: str
    data: bytes


def pages(pdf: bytes, dpi: float, *, gray: bool = False) -> list[Pixels]:
    """Every page at this resolution."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [_pixels(document[at], dpi, gray=gray) for at in range(len(document))]


def is_grey(drawn: Pixels) -> bool:
    """Whether a page drawn in color has none."""
    rows = (drawn.data[at : at + 3 * drawn.width] for at in range(0, len(drawn.data), drawn.stride))
    return all(row[0::3] == row[1::3] == row[2::3] for row in rows)


def warm() -> None:
    """Load what draws the pages."""
    import pypdfium2  # noqa: F401


def count(pdf: bytes) -> int:
    """How many pages there are."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def page(pdf: bytes, number: int, dpi: float, *, gray: bool = False) -> Pixels:
    """One page, counted from 1."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return _pixels(document[number - 1], dpi, gray=gray)


def _pixels(page: object, dpi: float, *, gray: bool) -> Pixels:
    bitmap = page.render(scale=dpi / 72, grayscale=gray)  # type: ignore[attr-defined]
    kind = GRAY if gray else COLOR
    found = Pixels(bitmap.width, bitmap.height, bitmap.stride, kind, bytes(bitmap.buffer))
    assert bitmap.format == (1 if gray else 2), "pypdfium2 chose another order of bytes"
    bitmap.close()
    return found
