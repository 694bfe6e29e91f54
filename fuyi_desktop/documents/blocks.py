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
    """One cell; `span` columns wide, a label set apart by its type; `sign` is signed at its lower right."""

    text: str
    span: int = 1
    align: Align = Align.LEFT
    label: bool = False
    sign: str = ""


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """Cells from left to right; `lines` is the room to leave at least."""

    cells: tuple[Cell, ...]
    lines: int = 1


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A ruled table: `widths` share out the whole line; its first `head` rows repeat on every page.

    Its last `foot` rows are totals: set like labels, and never on a page without a row above them.
    """

    widths: tuple[float, ...]
    rows: tuple[GridRow, ...]
    head: int = 0
    foot: int = 0
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


@dataclass(frozen=True, kw_only=True)
class Speech:
    """What one person says in a 笔录: the speaker in 黑体, further lines set in under the first."""

    speaker: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Appendix:
    """附件 on a page of its own: its mark (附件1) in 黑体, its title on the third line; bare, a new page."""

    label: str = ""
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """Ruled lines to write on by hand, the first one behind a label."""

    lines: int
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Signatures:
    """双方签章: the parties side by side, under each what is to be signed; never alone on a page."""

    names: tuple[str, ...]
    labels: tuple[str, ...] = ("签名或者盖章：", "　　　　年　　月　　日")
    columns: int = 2


@dataclass(frozen=True, kw_only=True)
class PageFoot:
    """每页签名: labels with a rule behind each at the foot of every page."""

    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Large:
    """A line to be read from afar, as large as the page allows up to `size` points."""

    text: str
    size: int = 72


@dataclass(frozen=True, kw_only=True)
class Card:
    """席位卡, one to a page, to be folded to a tent: the name on both its faces."""

    name: str
    under: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """套打: text at a place, in millimetres from the paper's upper left corner.

    `pitch` sets the characters so many millimetres apart, into boxes that are printed already.
    """

    x: float
    y: float
    width: float
    text: str
    size: float = 12.0
    lines: int = 1
    align: Align = Align.LEFT
    pitch: float = 0.0


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
    | Speech
    | Appendix
    | Writing
    | Signatures
    | PageFoot
    | Large
    | Card
    | Place
)


def texts(block: Block) -> Iterator[str]:
    """Every text of a block, so that each of its characters can be looked for in the fonts."""
    match block:
        case Letterhead(organ=organ, number=number):
            yield from (organ, number)
        case Paragraph(text=text, lead=lead):
            yield from (lead, text)
        case Grid(rows=rows):
            yield from (text for row in rows for cell in row.cells for text in (cell.text, cell.sign))
        case Fields(labels=labels) | PageFoot(labels=labels):
            yield from labels
        case Signatures(names=names, labels=labels):
            yield from (*names, *labels)
        case Speech(speaker=speaker, text=text):
            yield from (speaker, text)
        case Appendix(label=label, title=title):
            yield from (label, title)
        case Card(name=name, under=under):
            yield from (name, under)
        case Attachments(names=names):
            yield from names
        case Signature(organ=organ, date=day):
            yield from (organ, day)
        case Imprint(copies=copies, organ=organ, date=day):
            yield from (copies, organ, day)
        case Space():
            return
        case Writing(label=label):
            yield label
        case Title() | Number() | Addressee() | Heading() | Note() | Large() | Place():
            yield block.text


def is_letter(blocks: tuple[Block, ...]) -> bool:
    """Whether a paper is in 信函格式."""
    return any(isinstance(block, Letterhead) and block.form is Head.LETTER for block in blocks)
