"""The editable twin: the same blocks as a Word file, without a code: once edited it is another paper."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import (
    Addressee,
    Appendix,
    Attachments,
    Block,
    Card,
    Fields,
    Grid,
    Head,
    Heading,
    Imprint,
    Large,
    Letterhead,
    Note,
    Number,
    PageFoot,
    Paragraph,
    Place,
    Signature,
    Signatures,
    Space,
    Speech,
    Title,
    Writing,
    is_letter,
)
from fuyi_desktop.documents.fonts import Fonts, Typeface
from fuyi_desktop.documents.frames import write_card, write_place
from fuyi_desktop.documents.heads import IMPRINT, appendix_type, name_type
from fuyi_desktop.documents.ink import Setter, Type
from fuyi_desktop.documents.layout import (
    BELOW_GRID,
    COMPANY,
    MOST,
    closes,
    heading_type,
    is_tail,
    lines_between,
    speaker,
    stands_under_grid,
)
from fuyi_desktop.documents.placed import LOWEST, fitting
from fuyi_desktop.documents.runs import RED, put_height, put_ruled, put_run, put_words
from fuyi_desktop.documents.section import prepare
from fuyi_desktop.documents.sheets import PORTRAIT, Sheet
from fuyi_desktop.documents.signing import HAND, RULED, SEAL_LINES, columns_of, signed_at
from fuyi_desktop.documents.tables import last_paragraphs, write_grid, write_imprint, write_signatures

if TYPE_CHECKING:
    from docx.document import Document

NOTHING, LEAST = Type(Typeface.FANG, 1.0), 0.1


def render(
    blocks: Sequence[Block],
    *,
    fonts: Fonts,
    paper_id: str,
    sheet: Sheet = PORTRAIT,
    title: str = "",
    author: str = "",
) -> bytes:
    """The bytes of a .docx, the same for the same blocks; fonts measure what is placed by its width."""
    import docx
    from docx.shared import Pt

    from fuyi_desktop.documents.oox import steady

    document, setter = docx.Document(), Setter(fonts, sheet)
    document.core_properties.identifier = paper_id
    foot = next((block for block in blocks if isinstance(block, PageFoot)), None)
    prepare(document, setter, title=title, author=author, letter=is_letter(tuple(blocks)), foot=foot)
    writer = _Writer(document, setter)
    before: Block | None = None
    for block in blocks:
        if isinstance(block, PageFoot):
            continue
        begun = len(document.paragraphs)
        for _ in range(lines_between(before, block)):
            writer.paragraph("", setter.text)
        at = len(document.paragraphs)
        if closes(block):
            writer.in_company()
        if isinstance(block, Note) and isinstance(before, Signature):
            document.paragraphs[-1].paragraph_format.keep_with_next = True
        writer.write(block)
        writer.tail = writer.tail + len(document.paragraphs) - begun if is_tail(block) else 0
        if stands_under_grid(before, block):
            document.paragraphs[at].paragraph_format.space_before = Pt(BELOW_GRID)
        before = block
    if sheet.placed or isinstance(before, Grid | Signatures | Imprint):
        writer.paragraph("", NOTHING, height=LEAST)  # Word wants one behind frames and tables
    made = io.BytesIO()
    document.save(made)
    return steady(made.getvalue())


class _Writer:
    """Writes one block after another."""

    def __init__(self, document: "Document", setter: Setter) -> None:
        self.document, self.setter, self.sheet = document, setter, setter.sheet
        self.text = setter.text
        self.opens = False  # the next thing written begins a new page
        self.cards = 0
        self.tail = 0  # paragraphs since the last text

    def wide(self, text: str) -> float:
        return self.setter.line(text, self.text).width

    def paragraph(self, text: str, kind: Type, *, height: float | None = None, keep: bool = False) -> Any:
        paragraph = self.document.add_paragraph()
        put_height(paragraph, self.sheet.leading if height is None else height)
        paragraph.paragraph_format.keep_with_next = keep or None
        self.open(paragraph)
        put_words(paragraph, text, kind)
        return paragraph

    def open(self, paragraph: Any) -> None:
        paragraph.paragraph_format.page_break_before = self.opens or None
        self.opens = False

    def write(self, block: Block) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

        from fuyi_desktop.documents.oox import put_indent

        text = self.text
        match block:
            case Letterhead():
                self.letterhead(block)
            case Title():
                self.title(block.text)
            case Number():
                self.paragraph(block.text, text, keep=True).alignment = ALIGN.RIGHT
            case Addressee():
                self.paragraph(block.text.rstrip("：:") + "：", text, keep=True)
            case Paragraph():
                self.body(block)
            case Heading(level=level):
                self.indented(self.paragraph(block.text, heading_type(level, self.setter), keep=True))
            case Speech():
                self.speech(block)
            case Grid():
                table = write_grid(self.document, block, self.setter)
                self.open(table.cell(0, 0).paragraphs[0])
            case Fields():
                self.fields(block)
            case Writing():
                self.writing(block)
            case Attachments(names=names):
                self.attachments(names)
            case Appendix():
                self.appendix(block)
            case Signature():
                self.signature(block)
            case Signatures():
                write_signatures(self.document, block, self.setter)
            case Note():
                self.indented(self.paragraph(f"（{block.text}）", text))
            case Imprint():
                self.imprint(block)
            case Large():
                for line in block.text.split("\n"):
                    kind = Type(Typeface.TITLE, block.size)
                    kind = fitting(line, kind, self.sheet.width, LOWEST, self.setter)
                    paragraph = self.paragraph(line, kind, height=kind.size * 1.4)
                    put_indent(paragraph)
                    paragraph.alignment = ALIGN.CENTER
            case Card():
                paragraph = write_card(self.document, block, self.setter, number=self.cards)
                paragraph.paragraph_format.page_break_before = self.cards > 0 or None
                self.cards += 1
            case Place():
                write_place(self.document, block, self.setter)
            case Space(lines=count):
                for _ in range(count):
                    self.paragraph("", text)

    def title(self, text: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

        height = max(self.sheet.leading, self.sheet.title * 1.3)
        for line in text.split("\n"):
            paragraph = self.paragraph(line, self.setter.title, height=height, keep=True)
            paragraph.alignment = ALIGN.CENTER

    def indented(self, paragraph: Any) -> None:
        from fuyi_desktop.documents.oox import put_indent

        put_indent(paragraph, first=2, first_points=2 * self.sheet.size)

    def body(self, block: Paragraph) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

        from fuyi_desktop.documents.oox import put_indent

        kind, height = (self.setter.small, self.sheet.small * 1.5) if block.small else (self.text, None)
        paragraph = self.paragraph("", kind, height=height)
        put_words(paragraph, block.lead, replace(kind, face=Typeface.HEI))
        put_words(paragraph, block.text, kind)
        paragraph.alignment = ALIGN.JUSTIFY
        put_indent(paragraph, first=block.indent, first_points=block.indent * kind.size)

    def speech(self, block: Speech) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
        from docx.shared import Pt

        from fuyi_desktop.documents.oox import put_indent

        hang = 2 * self.sheet.pitch
        for at, said in enumerate(block.text.split("\n")):
            paragraph = self.paragraph("", self.text)
            put_indent(paragraph, left=hang)
            if at == 0:
                paragraph.paragraph_format.first_line_indent = Pt(-hang)
                put_words(paragraph, speaker(block), replace(self.text, face=Typeface.HEI))
            put_words(paragraph, said, self.text)
            paragraph.alignment = ALIGN.JUSTIFY

    def letterhead(self, block: Letterhead) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
        from docx.shared import Pt

        from fuyi_desktop.documents.oox import put_border, put_indent

        if block.form is Head.PLAIN:
            self.title(block.organ)
            return
        kind = name_type(block, self.sheet)
        name = self.paragraph(block.organ, kind, height=kind.size * 1.2, keep=True)
        name.alignment = ALIGN.CENTER
        if block.form is Head.OFFICIAL:
            name.paragraph_format.space_before = Pt(m.HEAD_DROP)
            for _ in range(2):
                self.paragraph("", self.text, keep=True)
            number = self.paragraph(block.number, self.text, keep=True)
            number.alignment = ALIGN.CENTER
            put_border(number, color=RED, bottom=("single", 16, 11))
            return
        beyond = (m.LETTER_RULE - self.sheet.width) / 2
        put_indent(name, left=-beyond, right=-beyond)
        put_border(name, color=RED, bottom=("thickThinLargeGap", 18, 11))
        self.document.sections[0].top_margin = Pt(m.LETTER_TOP)
        self.paragraph(block.number, self.text, keep=True).alignment = ALIGN.RIGHT

    def fields(self, block: Fields) -> None:
        columns = columns_of(block, self.setter)
        blanks = round(self.sheet.characters / columns - 1)
        for start in range(0, len(block.labels), columns):
            paragraph = self.paragraph("", self.text, height=self.sheet.leading * RULED)
            for at, label in enumerate(block.labels[start : start + columns]):
                put_words(paragraph, label if at == 0 else f"　{label}", self.text)
                rest = max(HAND, blanks - round(self.wide(label) / self.sheet.pitch))
                put_run(paragraph, "　" * rest, self.text, underline=True)

    def writing(self, block: Writing) -> None:
        for at in range(block.lines):
            paragraph = self.paragraph("", self.text, height=self.sheet.leading * RULED)
            put_ruled(paragraph, block.label if at == 0 else "", self.text, self.sheet.characters)

    def attachments(self, names: tuple[str, ...]) -> None:
        from docx.shared import Pt

        from fuyi_desktop.documents.oox import put_indent

        for at, name in enumerate(names):
            mark = f"{at + 1}. " if len(names) > 1 else ""
            left = 5 * self.sheet.pitch + self.wide(mark)
            head = "附件：" + mark if at == 0 else mark
            paragraph = self.paragraph(head + name, self.text)
            put_indent(paragraph, left=left)
            paragraph.paragraph_format.first_line_indent = Pt(-self.wide(head))

    def appendix(self, block: Appendix) -> None:
        self.opens = True
        if block.label:
            self.paragraph(block.label, appendix_type(self.setter), keep=True)
        if block.label and block.title:
            self.paragraph("", self.text, keep=True)
        if block.title:
            self.title(block.title)

    def in_company(self) -> None:
        """The last lines before a signature stay on its page with what is between, or a table's last row."""
        lines = 0.0
        tail = self.tail if self.tail <= MOST else 0
        for at, paragraph in enumerate(last_paragraphs(self.document)):
            if lines >= COMPANY:
                return
            paragraph.paragraph_format.keep_with_next = True
            lines += 0.0 if at < tail else max(1.0, len(paragraph.text) / self.sheet.characters)

    def signature(self, block: Signature) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

        from fuyi_desktop.documents.oox import put_indent

        for _ in range(SEAL_LINES if block.seal else 1):
            self.paragraph("", self.text, keep=True)
        day, organ = self.wide(block.date), min(self.wide(block.organ), self.sheet.width)
        name_at, day_at = signed_at(block, organ, day, self.sheet)
        name = self.paragraph(block.organ, self.text, keep=True)
        name.alignment = ALIGN.RIGHT
        put_indent(name, right=max(self.sheet.width - name_at - organ, 0.0))
        date = self.paragraph(block.date, self.text)
        date.alignment = ALIGN.RIGHT
        put_indent(date, right=max(self.sheet.width - day_at - day, 0.0))

    def imprint(self, block: Imprint) -> None:
        from docx.shared import Pt

        from fuyi_desktop.documents.oox import put_frame, put_indent

        if block.organ or block.date:
            write_imprint(self.document, block, self.setter)
            return
        copies = self.paragraph(f"抄送：{block.copies.rstrip('。')}。", IMPRINT, height=m.FOURTH * 1.6)
        put_indent(copies, left=m.FOURTH * 4, right=m.FOURTH)
        copies.paragraph_format.first_line_indent = Pt(-m.FOURTH * 3)
        put_frame(copies, self.sheet.width)
