"""Cells of the office's own workbook: what stands in them, values put in, looks taken over."""

import copy
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree

from fuyi_desktop.documents.excel import (
    CHINESE_DAY,
    ESCAPE,
    EXACT,
    FIRST_DAY,
    LONGEST,
    TEXT,
    UNHOLDABLE,
    Value,
    number_like,
)
from fuyi_desktop.documents.workbook_file import Package, tag
from fuyi_desktop.documents.workbook_marks import MARK, in_words, replaced
from fuyi_desktop.domain.errors import BadFact

ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
TEXT_FORMAT, OWN_FORMATS = 49, 176
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def column_of(letters: str) -> int:
    """Which column, from 1."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def letters_of(column: int) -> str:
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def text_of(cell: Any, strings: list[Any]) -> str:
    """The text in a cell; empty where it holds a number, a formula or nothing."""
    holder = holder_of(cell, strings)
    return "" if holder is None else "".join(one.text or "" for one in texts_of(holder))


def holder_of(cell: Any, strings: list[Any]) -> Any:
    """What holds the text of a cell: an entry of the shared strings, or itself; None where it has none."""
    if cell.find(tag("f")) is not None:
        return None
    match cell.get("t"):
        case "s":
            value = cell.findtext(tag("v"), "")
            return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else None
        case "inlineStr":
            return cell.find(tag("is"))
    return None


def texts_of(holder: Any) -> list[Any]:
    """The pieces of a text, without how it is read aloud."""
    return [*holder.findall(tag("t")), *holder.findall(f"{tag('r')}/{tag('t')}")]


class Looks:
    """How cells look, by the numbers that cells name; others are made from them where a value asks for it."""

    def __init__(self, package: Package) -> None:
        found = package.related(package.main, "styles")
        self.root: Any = package.tree(found[0]) if found else None
        self.kinds: Any = self.root.find(tag("cellXfs")) if self.root is not None else None
        self._made: dict[tuple[str, str, bool], str] = {}
        book = package.tree(package.main).find(tag("workbookPr"))
        self.epoch = EPOCH_1904 if book is not None and book.get("date1904") in ("1", "true") else EPOCH

    def format(self, look: str) -> str:
        """How numbers are shown."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        kind = self._kind(look)
        if kind is None:
            return "General"
        number = int(kind.get("numFmtId", "0"))
        own = self.root.iterfind(f"{tag('numFmts')}/{tag('numFmt')}")
        codes = (one.get("formatCode") for one in own if one.get("numFmtId") == str(number))
        return str(next(codes, None) or BUILTIN_FORMATS.get(number, "General"))

    def shows_days(self, look: str) -> bool:
        from openpyxl.styles.numbers import is_date_format

        return bool(is_date_format(self.format(look)))

    def wraps(self, look: str) -> bool:
        """Whether text is broken into lines."""
        kind = self._kind(look)
        place = None if kind is None else kind.find(tag("alignment"))
        return place is not None and place.get("wrapText") in ("1", "true")

    def like(self, look: str, code: str = "", *, wrapped: bool = False) -> str:
        """The look of a cell, its numbers shown by another format, or its text in several lines."""
        key = (look, code, wrapped)
        kind = self._kind(look)
        if kind is None:
            return look
        if key not in self._made:
            made = copy.deepcopy(kind)
            if code:
                made.set("numFmtId", str(self._number(code)))
                made.set("applyNumberFormat", "1")
            if wrapped:
                place = made.find(tag("alignment"))
                if place is None:
                    place = etree.Element(tag("alignment"))
                    made.insert(0, place)
                place.set("wrapText", "1")
                made.set("applyAlignment", "1")
            self.kinds.append(made)
            self.kinds.set("count", str(len(self.kinds)))
            self._made[key] = str(len(self.kinds) - 1)
        return self._made[key]

    def _kind(self, look: str) -> Any:
        at = int(look) if look.isdecimal() else 0
        return self.kinds[at] if self.kinds is not None and at < len(self.kinds) else None

    def _number(self, code: str) -> int:
        if code == TEXT:
            return TEXT_FORMAT
        formats = self.root.find(tag("numFmts"))
        if formats is None:
            formats = etree.Element(tag("numFmts"))
            self.root.insert(0, formats)
        for one in formats:
            if one.get("formatCode") == code:
                return int(one.get("numFmtId"))
        number = max([OWN_FORMATS - 1, *(int(one.get("numFmtId")) for one in formats)]) + 1
        etree.SubElement(formats, tag("numFmt"), numFmtId=str(number), formatCode=code)
        formats.set("count", str(len(formats)))
        return number


def put(cell: Any, value: Value, looks: Looks) -> str:
    """Put a value into a cell in place of what it holds; how it reads there. BadFact where it has no room."""
    look = cell.get("s", "0")
    _empty(cell)
    if value is None or value == "":
        return ""
    as_text = looks.format(look) == TEXT
    match value:
        case bool() | str():
            return _put_text(cell, in_words(value), looks)
        case date() if as_text or _as_day(value) < FIRST_DAY:
            return _put_text(cell, in_words(value), looks)
        case date():
            days = (_as_day(value) - looks.epoch).days
            if not looks.shows_days(look):
                cell.set("s", looks.like(look, CHINESE_DAY))
            _put_number(cell, str(days))
        case _:
            digits = f"{value:f}" if isinstance(value, Decimal) else str(value)
            if as_text or abs(Decimal(digits)) >= EXACT:
                return _put_text(cell, digits, looks)
            _put_number(cell, digits)
    return in_words(value)


def put_within(cell: Any, holder: Any, values: list[str], looks: Looks) -> str:
    """Put words in place of the marks within a cell's text; its other words keep their look."""
    made = copy.deepcopy(holder)
    made.tag = tag("is")
    for one in list(made):
        if one.tag not in (tag("t"), tag("r")):
            made.remove(one)
    pieces, rest = texts_of(made), [_held(value) for value in values]
    if sum(len(MARK.findall(one.text or "")) for one in pieces) == len(values):
        for one in pieces:
            many = len(MARK.findall(one.text or ""))
            one.text = replaced(one.text or "", rest[:many])
            one.set(SPACE, "preserve")
            rest = rest[many:]
    else:
        whole = replaced("".join(one.text or "" for one in pieces), rest)
        for one in list(made):
            made.remove(one)
        piece = etree.SubElement(made, tag("t"))
        piece.text = whole
        piece.set(SPACE, "preserve")
    _empty(cell)
    cell.set("t", "inlineStr")
    cell.append(made)
    said = "".join(one.text or "" for one in texts_of(made))
    if "\n" in said:
        cell.set("s", looks.like(cell.get("s", "0"), wrapped=True))
    return said


def _put_text(cell: Any, text: str, looks: Looks) -> str:
    plain = _lined(text)
    look = cell.get("s", "0")
    if number_like(plain) and looks.format(look) != TEXT:
        cell.set("s", looks.like(look, TEXT))
    if "\n" in plain:
        cell.set("s", looks.like(cell.get("s", "0"), wrapped=True))
    cell.set("t", "inlineStr")
    piece = etree.SubElement(etree.SubElement(cell, tag("is")), tag("t"))
    piece.text = _held(text)
    piece.set(SPACE, "preserve")
    return plain


def _held(text: str) -> str:
    """The text as XML keeps it; BadFact where it cannot."""
    text = _lined(text)
    if found := UNHOLDABLE.search(text):
        why = (
            f"“{text[:12]}…”里有 Excel 不能保存的控制字符（U+{ord(found[0]):04X}），请在案件里删去这个字符。"
        )
        raise BadFact(label="填入的内容", why=why)
    if len(text) > LONGEST:
        raise BadFact(
            label="填入的内容", why=f"“{text[:12]}…”有 {len(text)} 个字，Excel 一格最多 {LONGEST} 个字。"
        )
    return ESCAPE.sub("_x005F_", text)


def _lined(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _put_number(cell: Any, digits: str) -> None:
    etree.SubElement(cell, tag("v")).text = digits


def _empty(cell: Any) -> None:
    cell.attrib.pop("t", None)
    for one in list(cell):
        cell.remove(one)


def _as_day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
