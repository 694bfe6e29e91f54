"""What is added to a finished PDF for the printer, and finished PDFs put together; originals stay whole."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.fonts import Fonts, Typeface
from fuyi_desktop.documents.ink import Setter, Type, Words
from fuyi_desktop.documents.layout import Page
from fuyi_desktop.documents.pdf import drawn
from fuyi_desktop.documents.sheets import of_size

NOTE = Type(Typeface.SONG, 7.5)
ABOVE_EDGE = 9.0 * m.MM  # printers reach that far down, and a letter's red lines end above it


def noted(content: bytes, note: str, fonts: Fonts) -> bytes:
    """The paper with a small note in the middle of each page's foot."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            width, height = page.get_size()
            with pypdfium2.PdfDocument(_slip(note, width, height, fonts)) as slip:
                stamp = slip.page_as_xobject(0, document)
                page.insert_obj(stamp.as_pageobject())
                page.gen_content()
                stamp.close()
            page.close()
        return _saved(document)


def joined(contents: Iterable[bytes]) -> bytes:
    """All papers one after the other in one PDF; only one of them is read at a time."""
    import pypdfium2

    with pypdfium2.PdfDocument.new() as whole:
        for content in contents:
            with pypdfium2.PdfDocument(content) as part:
                whole.import_pages(part)
        return _saved(whole)


def sizes(content: bytes) -> Sequence[tuple[float, float]]:
    """Width and height of every page in points."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        return [document.get_page_size(at) for at in range(len(document))]


def _slip(note: str, width: float, height: float, fonts: Fonts) -> bytes:
    """A page of this size with nothing but the note."""
    sheet = of_size(width / m.MM, height / m.MM)
    line = Setter(fonts, sheet).line(note, NOTE)
    words = Words((width - line.width) / 2, height - ABOVE_EDGE, line, NOTE)
    return drawn([Page((words,))], fonts, sheet)


def _saved(document: Any) -> bytes:
    made = BytesIO()
    document.save(made)
    return made.getvalue()
