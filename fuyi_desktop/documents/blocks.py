"""What a paper consists of: frozen values, filled from a template and read by both writers."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

BOXES = "☐☑"  # no usual font has them: both writers draw these two themselves


class Head(StrEnum):
    """How the organ's name stands at the head of a paper."""

    PLAIN = "plain"  # black, above the title: decisions, notices, forms
    OFFICIAL = "official"  # 公文: red, with number and red line
    LETTER = "letter"  # 信函格式: red, between red double lines


class Align(StrEnum):
    """Where a line or a cell's text stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """发文机关标志; the number belongs to it in 公文 and 信函, and stands below the title elsewhere."""

    organ: str
    number: str = ""
    form: Head = Head.PLAIN


@dataclass(frozen=True, kw_only=True)
class Title:
    """标题: 二号小标宋, centred, its lines balanced; a line end says where it may best be parted."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Number:
    """文号 below the title of a decision or notice."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """主送机关 or the person a paper is for: flush left, closed by a colon."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Text with its first line indented; `lead` are its first words, set in 黑体; small in forms."""

    text: str
    lead: str = ""
    indent: int = 2
    small: bool = False


@dataclass(frozen=True, kw_only=True)
class Heading:
    """一、 in 黑体 (level 1), （一） in 楷体 (level 2); never the last line of a page."""

    text: str
    level: int = 1


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell; `span` columns wide, a label set apart by its type."""

    text: str
    span: int = 1
    align: Align = Align.LEFT
    label: bool = False


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """Cells from left to right; `lines` is the room to leave at least."""

    cells: tuple[Cell, ...]
    lines: int = 1


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A ruled table: `widths` share out the whole line; its first `head` rows repeat on every page."""

    widths: tuple[float, ...]
    rows: tuple[GridRow, ...]
    head: int = 0
    small: bool = False


@dataclass(frozen=True, kw_only=True)
class Fields:
    """Labels with a rule behind each, to be written on by hand."""

    labels: tuple[str, ...]
    columns: int = 2


@dataclass(frozen=True, kw_only=True)
class Attachments:
    """附件说明 below the text: one name, or several with numbers."""

    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Signature:
    """落款: organ and 成文日期, with room for the seal where there is one; never alone on a page."""

    organ: str
    date: str
    seal: bool = True


@dataclass(frozen=True, kw_only=True)
class Note:
    """附注 in brackets below the date."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """版记 at the foot of the last page; 信函 leave out who printed it and when."""

    copies: str
    organ: str = ""
    date: str = ""


@dataclass(frozen=True, kw_only=True)
class Space:
    """Empty lines, left out at the top of a page."""

    lines: int = 1


Block = (
    Letterhead
    | Title
    | Number
    | Addressee
    | Paragraph
    | Heading
    | Grid
    | Fields
    | Attachments
    | Signature
    | Note
    | Imprint
    | Space
)


def texts(block: Block) -> Iterator[str]:
    """Every text of a block, so that each of its characters can be looked for in the fonts."""
    match block:
        case Letterhead(organ=organ, number=number):
            yield from (organ, number)
        case Paragraph(text=text, lead=lead):
            yield from (lead, text)
        case Grid(rows=rows):
            yield from (cell.text for row in rows for cell in row.cells)
        case Fields(labels=labels):
            yield from labels
        case Attachments(names=names):
            yield from names
        case Signature(organ=organ, date=day):
            yield from (organ, day)
        case Imprint(copies=copies, organ=organ, date=day):
            yield from (copies, organ, day)
        case Space():
            return
        case (
            Title(text=text) | Number(text=text) | Addressee(text=text) | Heading(text=text) | Note(text=text)
        ):
            yield text


def is_letter(blocks: tuple[Block, ...]) -> bool:
    """Whether a paper is in 信函格式."""
    return any(isinstance(block, Letterhead) and block.form is Head.LETTER for block in blocks)
