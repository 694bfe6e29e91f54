"""Which keys each kind of block takes in a template, and how a filled table becomes the block."""

import dataclasses
import typing
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from fuyi_desktop.documents import blocks
from fuyi_desktop.documents.blocks import Align, Block, Cell, Grid, GridRow, Paragraph
from fuyi_desktop.documents.sheets import CARD, Sheet

SHAPES: dict[str, type[Any]] = {
    "letterhead": blocks.Letterhead,
    "title": blocks.Title,
    "number": blocks.Number,
    "addressee": blocks.Addressee,
    "paragraph": blocks.Paragraph,
    "heading": blocks.Heading,
    "grid": blocks.Grid,
    "fields": blocks.Fields,
    "attachments": blocks.Attachments,
    "signature": blocks.Signature,
    "note": blocks.Note,
    "imprint": blocks.Imprint,
    "space": blocks.Space,
    "speech": blocks.Speech,
    "appendix": blocks.Appendix,
    "writing": blocks.Writing,
    "signatures": blocks.Signatures,
    "page_foot": blocks.PageFoot,
    "large": blocks.Large,
    "card": blocks.Card,
    "place": blocks.Place,
}
MANY_LINES = {"title", "speech", "large", "place"}  # a line end in their text stays one
GIVEN = ("text", "name", "names", "labels")  # where one of these is empty there is no block

LOOPS = {"when", "each", "as"}
BOUNDS: Mapping[str, tuple[float, float]] = {  # what a page can show; where two kinds share a key, the wider
    "lines": (1, 60), "indent": (0, 20), "size": (4, 400), "columns": (1, 6), "level": (1, 2),
    "span": (1, 40), "head": (0, 10), "foot": (0, 10), "x": (0, 2000), "y": (0, 2000),
    "width": (0.1, 2000), "pitch": (0, 100),
}  # fmt: skip
WIDTHS = (0.05, 1000)  # a column's share
MOST_COLUMNS = 40
CELL_KEYS = {"text", "label", "span", "align", "sign"}


class WrongShape(Exception):
    """A block that says too much or too little; its message says which key."""


def check(kind: str, table: Mapping[str, Any], sheet: Sheet) -> None:
    """WrongShape where a block's table has unknown keys, lacks one, holds the wrong sort of value,
    or does not belong on this page."""
    if sheet.placed != (kind == "place") or (sheet is CARD) != (kind == "card"):
        raise WrongShape(f"不能用在“{sheet.name}”页上")
    _check(SHAPES[kind], table)
    if kind != "grid":
        for key in ("names", "labels"):
            _check_names(key, table.get(key, ()))
        return
    widths = table["widths"]
    if not 1 <= len(widths) <= MOST_COLUMNS or not all(_within(width, WIDTHS) for width in widths):
        raise WrongShape(f"widths 应为 1 至 {MOST_COLUMNS} 个大于 0 的数")
    for row in table["rows"]:
        cells = row
        if isinstance(row, dict):
            _check(GridRow, row)
            cells = row["cells"]
        if not isinstance(cells, list):
            raise WrongShape("rows 的每一行应为一个列表，或者写明 cells")
        for cell in cells:
            if not isinstance(cell, str | dict):
                raise WrongShape("单元格应为文字，放在引号里")
            if isinstance(cell, dict):
                _check_cell(cell)
            if isinstance(cell, dict) and (unknown := cell.keys() - CELL_KEYS - LOOPS):
                raise WrongShape(f"单元格没有“{'、'.join(sorted(unknown))}”这一项")
            if isinstance(cell, dict) and ("text" in cell) == ("label" in cell):
                raise WrongShape("单元格要写 text 或 label 之一")


def _check(made: type[Any], table: Mapping[str, Any]) -> None:
    expected = typing.get_type_hints(made)
    needed = {field.name for field in dataclasses.fields(made) if field.default is dataclasses.MISSING}
    if unknown := table.keys() - expected.keys() - LOOPS:
        raise WrongShape(f"没有“{'、'.join(sorted(unknown))}”这一项")
    if missing := needed - table.keys():
        raise WrongShape(f"缺少“{'、'.join(sorted(missing))}”")
    for key, hint in expected.items():
        if key in table and not _fits(table[key], hint):
            raise WrongShape(f"“{key}”的类型不对")

    for key in expected.keys() & BOUNDS.keys() & table.keys():
        _bound(key, table[key])


def _check_cell(cell: Mapping[str, Any]) -> None:
    for key in CELL_KEYS & cell.keys():
        wanted: type = int if key == "span" else str
        if type(cell[key]) is not wanted:
            raise WrongShape(f"单元格“{key}”的类型不对")
    if "align" in cell and cell["align"] not in list(Align):
        raise WrongShape(f"单元格的 align 应为{'、'.join(Align)}之一")
    if "span" in cell:
        _bound("span", cell["span"])


def _check_names(key: str, found: Any) -> None:
    for one in found:
        if not isinstance(one, str) and not (isinstance(one, dict) and isinstance(one.get("text"), str)):
            raise WrongShape(f"{key} 的每一项应为文字，或者写明 text")


def _bound(key: str, value: Any) -> None:
    if not _within(value, BOUNDS[key]):
        least, most = BOUNDS[key]
        raise WrongShape(f"“{key}”应在 {least:g} 至 {most:g} 之间，现在是 {value}")


def _within(value: Any, bounds: tuple[float, float]) -> bool:
    return type(value) in (int, float) and bounds[0] <= value <= bounds[1]


def _fits(value: object, hint: Any) -> bool:
    if typing.get_origin(hint) is tuple:
        return isinstance(value, list)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return value in list(hint)
    return type(value) is hint or (hint is float and type(value) is int)


def shape(kind: str, said: Mapping[str, Any]) -> Iterator[Block]:
    """The block a filled table makes: none of empty text, one paragraph for each of its lines."""
    match kind:
        case "grid":
            yield _grid(said)
        case "paragraph":
            texts = [line for line in map(clean, said["text"].split("\n")) if line]
            for at, text in enumerate(texts):
                lead = clean(said.get("lead", "")) if at == 0 else ""
                small = said.get("small", False)
                yield Paragraph(text=text, lead=lead, indent=said.get("indent", 2), small=small)
        case _:
            made = SHAPES[kind]
            hints = typing.get_type_hints(made)
            tidy = lines if kind in MANY_LINES else clean
            values = {key: _value(value, hints[key], tidy) for key, value in said.items()}
            if all(values.get(key, True) for key in GIVEN):
                yield made(**values)


def _value(value: Any, hint: Any, tidy: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return tuple(found for found in map(clean, _flat(value)) if found)
    if isinstance(value, str):
        return hint(value) if isinstance(hint, type) and issubclass(hint, StrEnum) else tidy(value)
    return value


def _flat(values: list[Any]) -> Iterator[str]:
    """Names of a list may be strings, or tables with `text` that a loop has said."""
    for value in values:
        yield value["text"] if isinstance(value, dict) else value


def _grid(said: Mapping[str, Any]) -> Grid:
    head, foot = said.get("head", 0), said.get("foot", 0)
    last = len(said["rows"]) - foot
    rows = tuple(_row(row, labels=at < head or at >= last) for at, row in enumerate(said["rows"]))
    columns = len(said["widths"])
    for at, row in enumerate(rows, 1):
        if sum(cell.span for cell in row.cells) != columns:
            raise WrongShape(f"第 {at} 行不是 {columns} 列")
    return Grid(
        widths=tuple(map(float, said["widths"])), rows=rows, head=head, foot=foot,
        small=said.get("small", False),
    )  # fmt: skip


def _row(row: Any, *, labels: bool) -> GridRow:
    table = row if isinstance(row, dict) else {"cells": row}
    return GridRow(
        cells=tuple(_cell(cell, label=labels) for cell in table["cells"]), lines=table.get("lines", 1)
    )


def _cell(cell: Any, *, label: bool) -> Cell:
    table = cell if isinstance(cell, dict) else {"label" if label else "text": cell}
    is_label = "label" in table
    align = Align(table.get("align", Align.CENTER if is_label else Align.LEFT))
    text = lines(table["label" if is_label else "text"])
    sign = clean(table.get("sign", ""))
    return Cell(text=text, span=table.get("span", 1), align=align, label=is_label, sign=sign)


def lines(text: str) -> str:
    """Text of several lines, each of them clean, the empty ones left out."""
    return "\n".join(filter(None, map(clean, text.split("\n"))))


def clean(text: str) -> str:
    """Text on one line, without control characters; a character no font knows stays, to be refused aloud."""
    kept = (" " if char.isspace() and char != "　" else char for char in text)
    return "".join(char for char in kept if not _is_shapeless(char)).strip(" ")


def _is_shapeless(char: str) -> bool:
    """Whether a character draws nothing of its own: control, format, variation selector."""
    return (
        unicodedata.category(char) in ("Cc", "Cf")
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
    )
