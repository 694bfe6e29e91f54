"""成卷 — one PDF of many: what can be shown as pages, put together in order, each page with its number."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.fonts import Fonts, Typeface
from fuyi_desktop.documents.ink import ASCENT, Rule, Setter, Type, Words
from fuyi_desktop.documents.layout import Page
from fuyi_desktop.documents.pdf import drawn
from fuyi_desktop.documents.sheets import of_size
from fuyi_desktop.domain.errors import BadFact

WHITE = (1.0, 1.0, 1.0)
FOLIO = Type(Typeface.SONG, 12.0)
WIDE, HIGH = 18.0, 7.0  # mm, of the label that bears a number
THIN = 0.6
FROM_EDGE = 7.0  # mm, from the right and the upper edge of an A4 page
A4 = (m.PAGE_WIDTH, m.PAGE_HEIGHT)
MARGIN = 10 * m.MM  # round an image
LARGEST = 178_000_000  # pixels of an image; more is no scan
IDS = re.compile(rb"/ID ?\[<[0-9A-Fa-f]+><([0-9A-Fa-f]+)>\]")

Tell = Callable[[int], None]


@dataclass(frozen=True)
class Leaf:
    """One item of a volume as pages: a PDF, and what is stamped on each page; an empty label is no stamp."""

    content: bytes
    labels: tuple[str, ...]


def count(content: bytes) -> int:
    """How many pages a content has as it is shown; 0 where it cannot be: Word, recordings, a locked PDF."""
    import pypdfium2

    if content.startswith(b"%PDF"):
        try:
            with pypdfium2.PdfDocument(content) as document:
                return len(document)
        except pypdfium2.PdfiumError:
            return 0
    return len(_frames(content))


def as_pages(content: bytes, title: str) -> bytes:
    """A content that can be shown as PDF: one as it is, an image on sheets of A4.

    BadFact where `count` would say 0.
    """
    if not count(content):
        raise BadFact(label=title, why="不能转成页面，请另存成 PDF 或者图片后再收。")
    return content if content.startswith(b"%PDF") else _image(content)


def bound(leaves: Sequence[Leaf], fonts: Fonts, *, tell: Tell = lambda done: None) -> bytes:
    """All leaves in one PDF, each page stamped with its label in the upper right corner as it is looked at.

    The same leaves give the same bytes. The first leaf must be a page of our own: the file is built on it.
    """
    import pypdfium2

    with ExitStack() as opened:
        whole = opened.enter_context(pypdfium2.PdfDocument(leaves[0].content))
        labels = list(leaves[0].labels)
        for at, leaf in enumerate(leaves[1:], 1):
            tell(at)
            with pypdfium2.PdfDocument(leaf.content) as part:
                if len(part) != len(leaf.labels):
                    raise ValueError("a leaf has other pages than were counted")
                whole.import_pages(part)
            labels += leaf.labels
        if wanted := list(dict.fromkeys(filter(None, labels))):
            slips = opened.enter_context(pypdfium2.PdfDocument(_slips(wanted, fonts)))
            for number, label in enumerate(labels):
                if label:
                    _stamp(whole, number, slips, wanted.index(label))
        made = BytesIO()
        whole.save(made)
    return _with_own_id(made.getvalue())


def without_fonts(content: bytes) -> tuple[str, ...]:
    """The fonts that a PDF names and does not carry: what it looks like depends on the reader's machine."""
    import ctypes

    import pypdfium2
    from pypdfium2 import raw

    found: dict[str, None] = {}
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=8):
                font = raw.FPDFTextObj_GetFont(item)
                if font and raw.FPDFFont_GetIsEmbedded(font) == 0:
                    room = ctypes.create_string_buffer(256)
                    raw.FPDFFont_GetBaseFontName(font, room, 256)
                    found[room.value.decode("utf-8", "replace")] = None
            page.close()
    return tuple(sorted(found))


def words_on(content: bytes) -> list[str]:
    """The text of each page, to look what was made over."""
    import pypdfium2

    found = []
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            text = page.get_textpage()
            found.append(text.get_text_range())
            text.close()
            page.close()
    return found


def _frames(content: bytes) -> list[tuple[int, int]]:
    """The size of each picture in an image file; none where it is no image."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as image:
            if image.width * image.height > LARGEST:
                return []
            return [frame.size for frame in ImageSequence.Iterator(image)]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return []


def _image(content: bytes) -> bytes:
    """Each picture of an image file as large as it fits on a page, turned the way it was taken."""
    import pypdfium2
    from PIL import Image, ImageOps, ImageSequence

    with pypdfium2.PdfDocument.new() as made, Image.open(BytesIO(content)) as image:
        as_it_is = image.format == "JPEG" and image.getexif().get(ORIENTATION, 1) == 1
        for frame in ImageSequence.Iterator(image):
            upright = ImageOps.exif_transpose(frame)
            picture = pypdfium2.PdfImage.new(made)
            if as_it_is:
                picture.load_jpeg(BytesIO(content), inline=True)
            else:
                gray = upright.mode in ("1", "L")
                picture.set_bitmap(pypdfium2.PdfBitmap.from_pil(upright.convert("L" if gray else "RGB")))
            _lay(picture, made, *upright.size)
        saved = BytesIO()
        made.save(saved)
        return saved.getvalue()


def _lay(picture: Any, made: Any, wide: int, high: int) -> None:
    """A picture in the middle of a page of its own, upright or across as it is."""
    import pypdfium2

    page_wide, page_high = A4 if high >= wide else (A4[1], A4[0])
    scale = min((page_wide - 2 * MARGIN) / wide, (page_high - 2 * MARGIN) / high)
    page = made.new_page(page_wide, page_high)
    left, bottom = (page_wide - wide * scale) / 2, (page_high - high * scale) / 2
    picture.set_matrix(pypdfium2.PdfMatrix().scale(wide * scale, high * scale).translate(left, bottom))
    page.insert_obj(picture)
    page.gen_content()
    page.close()


ORIENTATION = 0x0112  # of EXIF


def _slips(labels: Sequence[str], fonts: Fonts) -> bytes:
    """A small sheet for each label: white, so that it can be read on a dark scan, with a thin frame."""
    sheet = of_size(WIDE, HIGH)
    wide, high = sheet.paper
    setter = Setter(fonts, sheet)
    pages = []
    for label in labels:
        line = setter.line(label, FOLIO)
        base = (high - FOLIO.size) / 2 + ASCENT * FOLIO.size
        inside = THIN / 2  # else half of the frame would lie outside the sheet
        frame = [Rule(0, y, wide, y, THIN) for y in (inside, high - inside)]
        frame += [Rule(x, 0, x, high, THIN) for x in (inside, wide - inside)]
        pages.append(
            Page(
                (
                    Rule(0, high / 2, wide, high / 2, high, WHITE),
                    *frame,
                    Words((wide - line.width) / 2, base, line, FOLIO),
                )
            )
        )
    return drawn(pages, fonts, sheet)


def _stamp(whole: Any, number: int, slips: Any, slip: int) -> None:
    """Lay a slip into the upper right corner of a page, the way the page is turned when it is looked at."""
    import pypdfium2

    page = whole[number]
    left, bottom, right, top = page.get_cropbox()
    turned = page.get_rotation() % 360
    wide = right - left if turned in (0, 180) else top - bottom
    scale = wide / (A4[0] if wide <= (right - left + top - bottom) / 2 else A4[1])
    across = wide - (WIDE + FROM_EDGE) * m.MM * scale
    down = (FROM_EDGE + HIGH) * m.MM * scale
    high = top - bottom if turned in (0, 180) else right - left
    matrix = pypdfium2.PdfMatrix().scale(scale, scale).translate(across, high - down)
    match turned:
        case 0:
            matrix = matrix.translate(left, bottom)
        case 90:  # its upper edge as it is looked at is the left one as it lies
            matrix = matrix.rotate(90, ccw=True).translate(right, bottom)
        case 180:
            matrix = matrix.rotate(180, ccw=True).translate(right, top)
        case _:
            matrix = matrix.rotate(90).translate(left, top)
    stamp = slips.page_as_xobject(slip, whole)
    mark = stamp.as_pageobject()
    mark.set_matrix(matrix)
    page.insert_obj(mark)
    page.gen_content()
    stamp.close()
    page.close()


def _with_own_id(content: bytes) -> bytes:
    """The file with an id that follows from what is in it; the one it was saved with is drawn by lot."""

    def told() -> Iterator[bytes]:
        end = 0
        for match in IDS.finditer(content):
            yield content[end : match.start(1)]
            end = match.end(1)
        yield content[end:]

    digest = hashlib.sha256()
    for part in told():
        digest.update(part)
    own = digest.hexdigest().upper().encode()
    return IDS.sub(lambda match: match[0].replace(match[1], own[: len(match[1])]), content)
