"""What a reader finds in a PDF: its text and where each character stands."""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

from fuyi_desktop.documents import measures as m


@dataclass(frozen=True)
class Seen:
    """One character with its origin, y measured from the bottom of the page."""

    char: str
    x: float
    y: float


def seen(pdf: bytes) -> list[list[Seen]]:
    """The characters of each page in the order they were written."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_of_page(document[at]) for at in range(len(document))]


def _of_page(page: pypdfium2.PdfPage) -> list[Seen]:
    text = page.get_textpage()
    found: list[Seen] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, at)
        if raw.FPDFText_IsGenerated(text, at) or not code:
            continue
        raw.FPDFText_GetCharOrigin(text, at, ctypes.byref(x), ctypes.byref(y))
        if 0xDC00 <= code < 0xE000:  # the second half of a pair
            high = ord(found.pop().char)
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        found.append(Seen(chr(code), x.value, y.value))
    text.close()
    return found


def lines(page: list[Seen], bottom: float = m.BOTTOM) -> list[str]:
    """The lines of the text area from top to bottom; table cells side by side run together."""
    rows: dict[float, list[Seen]] = {}
    for char in page:
        if char.y > bottom - 1:
            rows.setdefault(round(char.y, 1), []).append(char)
    return [
        "".join(char.char for char in sorted(row, key=lambda char: char.x))
        for _, row in sorted(rows.items(), reverse=True)
    ]


def text(pdf: bytes) -> str:
    """All text without spaces, as it was written."""
    return "".join(char.char for page in seen(pdf) for char in page).replace(" ", "")
