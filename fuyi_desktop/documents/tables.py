"""Tables in a Word file: ruled ones, and the bare one that holds parties and what they sign."""

from typing import TYPE_CHECKING, Any

from fuyi_desktop.documents.blocks import Align, Cell, Grid, Imprint, Signatures
from fuyi_desktop.documents.heads import IMPRINT
from fuyi_desktop.documents.ink import Setter
from fuyi_desktop.documents.ruled import (
    LONG,
    PADDING,
    cell_lines,
    cell_size,
    cell_type,
    cell_widths,
    line_count,
)
from fuyi_desktop.documents.runs import put_height, put_ruled, put_run, put_words
from fuyi_desktop.documents.signing import RULED, signed_together

if TYPE_CHECKING:
    from docx.document import Document


def write_grid(document: "Document", block: Grid, setter: Setter) -> Any:
    from fuyi_desktop.documents.oox import put_grid, put_row

    size = cell_size(block, setter.sheet)
    widths = [width * setter.sheet.width / sum(block.widths) for width in block.widths]
    table = document.add_table(rows=len(block.rows), cols=len(widths), style="Table Grid")
    put_grid(table, widths, margin=PADDING)
    last = len(block.rows) - block.foot
    for at, row in enumerate(block.rows):
        lines = line_count(row, block, setter)
        whole = lines <= LONG
        height = (max(lines, row.lines) if whole else row.lines) * size * 1.5 + 2 * PADDING
        put_row(table.rows[at], height=height, head=at < block.head, whole=whole)
        keep = at < block.head or last - 1 <= at < len(block.rows) - 1
        column = 0
        for given, width in zip(row.cells, cell_widths(row, block, setter.sheet), strict=True):
            cell = table.cell(at, column)
            if given.span > 1:
                cell = cell.merge(table.cell(at, column + given.span - 1))
            cell.width = round(width * 12700)
            _write_cell(cell, given, block, setter, keep=keep)
            if given.sign:
                room = max(lines, row.lines) - 1 - cell_lines(given, width, block, setter)
                _write_sign(cell, given, block, setter, above=room, keep=keep)
            column += given.span
    return table


def _write_cell(cell: Any, given: Cell, grid: Grid, setter: Setter, *, keep: bool) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    aligned = {Align.LEFT: ALIGN.LEFT, Align.CENTER: ALIGN.CENTER, Align.RIGHT: ALIGN.RIGHT}
    cell.vertical_alignment = VERTICAL.CENTER
    for number, line in enumerate(given.text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        put_height(paragraph, cell_size(grid, setter.sheet) * 1.5)
        put_words(paragraph, line, cell_type(given, grid, setter.sheet))
        paragraph.alignment = aligned[given.align]
        paragraph.paragraph_format.keep_with_next = keep or None


def _write_sign(cell: Any, given: Cell, grid: Grid, setter: Setter, *, above: int, keep: bool) -> None:
    """What is signed, at the lower right, under so many empty lines."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Pt

    lead = cell_size(grid, setter.sheet) * 1.5
    cell.vertical_alignment = VERTICAL.TOP
    paragraph = cell.add_paragraph()
    put_height(paragraph, lead)
    put_words(paragraph, given.sign, cell_type(given, grid, setter.sheet))
    paragraph.alignment = ALIGN.RIGHT
    paragraph.paragraph_format.space_before = Pt(lead * max(0, above) + 2 * PADDING)
    paragraph.paragraph_format.keep_with_next = keep or None


def write_signatures(document: "Document", block: Signatures, setter: Setter) -> Any:
    from fuyi_desktop.documents.oox import put_grid, put_row

    width = setter.sheet.width / block.columns
    groups = range(0, len(block.names), block.columns)
    table = document.add_table(rows=len(groups), cols=block.columns)
    put_grid(table, [width] * block.columns, margin=0.0)
    for row, start in zip(table.rows, groups, strict=True):
        put_row(row, height=0.0, head=False, whole=True)
        keep = start != groups[-1] and signed_together(block, setter)
        for cell, name in zip(row.cells, block.names[start : start + block.columns], strict=False):
            cell.width = round(width * 12700)
            _sign(cell, name, block.labels, width, setter)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = keep or None
    return table


def _sign(cell: Any, name: str, labels: tuple[str, ...], width: float, setter: Setter) -> None:
    from docx.shared import Pt

    leading = setter.sheet.leading
    first = cell.paragraphs[0]
    put_height(first, leading)
    first.paragraph_format.space_before = Pt(leading / 2)
    put_words(first, name, setter.text)
    for label in labels:
        paragraph = cell.add_paragraph()
        put_height(paragraph, leading * RULED)
        if label.endswith(("：", ":")):
            put_ruled(paragraph, label, setter.text, int(width / setter.sheet.pitch) - 1)
        else:
            put_words(paragraph, label, setter.text)


def write_imprint(document: "Document", block: Imprint, setter: Setter) -> None:
    """版记 with its rules: thick, thin, thick."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Pt

    from fuyi_desktop.documents.oox import put_at_foot, put_grid, put_indent, put_rules

    table = document.add_table(rows=2, cols=1)
    put_grid(table, [setter.sheet.width], margin=PADDING)
    put_at_foot(table)
    put_rules(table, top=8, bottom=8, insideH=6)
    copies, last = (row.cells[0].paragraphs[0] for row in table.rows)
    side = IMPRINT.size - PADDING
    put_height(copies, IMPRINT.size * 1.6)
    put_words(copies, f"抄送：{block.copies.rstrip('。')}。", IMPRINT)
    put_indent(copies, left=side + 3 * IMPRINT.size, right=side)
    copies.paragraph_format.first_line_indent = Pt(-3 * IMPRINT.size)
    put_height(last, IMPRINT.size * 1.6)
    put_words(last, block.organ, IMPRINT)
    last.paragraph_format.tab_stops.add_tab_stop(
        Pt(setter.sheet.width - IMPRINT.size - PADDING), WD_TAB_ALIGNMENT.RIGHT
    )
    put_run(last, f"\t{block.date}印发", IMPRINT)
    put_indent(last, left=side, right=side)


def last_paragraphs(document: "Document") -> list[Any]:
    """What was written last, the latest first: paragraphs, or all those of a table's last row."""
    last = next(iter(reversed(list(document.iter_inner_content()))), None)
    if last is None or not hasattr(last, "rows"):
        return list(reversed(document.paragraphs))
    return [paragraph for cell in last.rows[-1].cells for paragraph in cell.paragraphs]
