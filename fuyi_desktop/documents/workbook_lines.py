"""A workbook made longer: rows repeated for lists, and everything below them moved with what refers to it."""

import copy
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from fuyi_desktop.documents.workbook_cells import ADDRESS
from fuyi_desktop.documents.workbook_file import Package, Sheet, tag
from fuyi_desktop.documents.workbook_rows import (
    LAST_ROW,
    Shift,
    Shifts,
    Unmovable,
    copied,
    filled_down,
    moved,
)

AREAS = ("ref", "sqref")  # attributes that name areas
CORNERS = ("activeCell", "topLeftCell")  # attributes that name one cell
FORMULAS = frozenset({"formula", "formula1", "formula2", "f"})  # of formats, of validations, of extensions
MERGED = re.compile(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")
DRAWN_ROW = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}row"
CHART_FORMULA = "{http://schemas.openxmlformats.org/drawingml/2006/chart}f"
NOTE_ROW = re.compile(rb"(<x:Row>)(\d+)(</x:Row>)")
NOTE_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")


def lengthen(package: Package, shifts: Shifts) -> None:
    """Repeat rows and move what lies below; formulas are calculated anew when the file is opened.

    Unmovable names the cell whose formula cannot be followed.
    """
    moves = any(shift.extra for shift in shifts.values())
    for sheet in package.sheets:
        if moves:
            _write_out_shared(sheet)
        _formulas(sheet, shifts, moves=moves)
        shift = shifts[sheet.name.lower()]
        if shift.extra:
            _rows(sheet, shift)
            _merged(sheet, shift)
            _areas(sheet.root, shift)
            _beside(package, sheet, shift)
        if moves:
            _outside_cells(sheet, shifts)
    if moves:
        _names_and_charts(package, shifts)
    _calculate_anew(package)


def _write_out_shared(sheet: Sheet) -> None:
    """Formulas that several cells share, as the own formula of each."""
    masters: dict[str, tuple[str, str]] = {}
    for cell in sheet.root.iterfind(f"{tag('sheetData')}/{tag('row')}/{tag('c')}"):
        formula = cell.find(tag("f"))
        if formula is None or formula.get("t") != "shared":
            continue
        group, at = formula.get("si", ""), cell.get("r")
        if formula.text:
            masters[group] = formula.text, at
        elif group in masters:
            text, origin = masters[group]
            formula.text = copied(text, origin, at)
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, None)


def _formulas(sheet: Sheet, shifts: Shifts, *, moves: bool) -> None:
    """Every formula of the sheet's cells still means the same cells; results that may be old are left out."""
    own = sheet.name.lower()
    extra = shifts[own].extra
    for row in sheet.rows():
        at = int(row.get("r"))
        for cell in row.findall(tag("c")):
            formula = cell.find(tag("f"))
            if formula is None:
                continue
            value = cell.find(tag("v"))
            if value is not None:
                cell.remove(value)
            cell.attrib.pop("t", None)
            if moves and formula.text:
                try:
                    formula.text = moved(formula.text, shifts, own, keep=at if at in extra else 0)
                except Unmovable as wrong:
                    raise Unmovable(f"“{sheet.name}”{cell.get('r')}：{wrong}") from wrong


def _rows(sheet: Sheet, shift: Shift) -> None:
    rows = sheet.rows()
    if int(rows[-1].get("r")) + shift.total > LAST_ROW:
        raise Unmovable(f"“{sheet.name}”最下面的行放不下了，请删去下方的空行")
    for row in rows:
        at = int(row.get("r"))
        start, more = shift.start(at), shift.extra.get(at, 0)
        if start == at and not more:
            continue
        originals = [row, *(copy.deepcopy(row) for _ in range(more))]
        for step, one in enumerate(originals):
            _number(one, start + step)
            for formula in one.iterfind(f"{tag('c')}/{tag('f')}"):
                if step and formula.text:
                    formula.text = filled_down(formula.text, step)
        for one in reversed(originals[1:]):
            row.addnext(one)


def _number(row: Any, at: int) -> None:
    row.set("r", str(at))
    for cell in row.findall(tag("c")):
        found = ADDRESS.fullmatch(cell.get("r"))
        assert found is not None
        cell.set("r", f"{found[1]}{at}")


def _merged(sheet: Sheet, shift: Shift) -> None:
    """Merged areas move, grow around repeated rows, and are repeated with their row."""
    whole = sheet.root.find(tag("mergeCells"))
    if whole is None:
        return
    for one in list(whole):
        found = MERGED.fullmatch(one.get("ref", ""))
        if found is None:
            continue
        first, last = int(found[2]), int(found[4])
        if first != last:
            one.set("ref", shift.area(found[0]))
            continue
        for row in range(shift.start(first), shift.end(first) + 1):
            ref = f"{found[1]}{row}:{found[3]}{row}"
            if row == shift.start(first):
                one.set("ref", ref)
            else:
                etree.SubElement(whole, tag("mergeCell"), ref=ref)
    whole.set("count", str(len(whole)))


def _areas(root: Any, shift: Shift) -> None:
    """What else of a sheet names areas: validations, formats, filters, links, breaks, what is in view."""
    for one in root.iter():
        if not isinstance(one.tag, str):
            continue
        name = etree.QName(one).localname
        if name in ("row", "c", "v", "is", "t", "mergeCell"):
            continue
        if name == "f" and one.get("ref"):  # of an array
            one.set("ref", shift.area(one.get("ref")))
            continue
        for attribute in AREAS:
            if attribute in one.attrib:
                one.set(attribute, shift.areas(one.get(attribute)))
        for attribute in CORNERS:
            if attribute in one.attrib:
                one.set(attribute, shift.area(one.get(attribute), whole=False))
        if name == "sqref" and one.text:
            one.text = shift.areas(one.text)
        if name == "brk" and one.getparent().tag == tag("rowBreaks"):
            one.set("id", str(shift.end(int(one.get("id", "0")))))


def _outside_cells(sheet: Sheet, shifts: Shifts) -> None:
    """Formulas of validations, of conditional formats, and where links within the workbook lead."""
    own = sheet.name.lower()
    for one in sheet.root.iter():
        if not isinstance(one.tag, str):
            continue
        name = etree.QName(one).localname
        if name in FORMULAS and one.getparent().tag != tag("c") and one.text:
            one.text = moved(one.text, shifts, own)
        if name == "hyperlink" and "!" in one.get("location", ""):
            one.set("location", moved(one.get("location"), shifts, own))


def _beside(package: Package, sheet: Sheet, shift: Shift) -> None:
    """The parts that belong to the sheet: tables, notes, drawings."""
    for path in package.related(sheet.path, "table"):
        _areas(package.tree(path), shift)
    for kind in ("comments", "threadedComment"):
        for path in package.related(sheet.path, kind):
            for one in package.tree(path).iter():
                if isinstance(one.tag, str) and one.get("ref"):
                    one.set("ref", shift.area(one.get("ref"), whole=False))
    for path in package.related(sheet.path, "drawing"):
        for one in package.tree(path).iter(DRAWN_ROW):
            one.text = str(shift.start(int(one.text or "0") + 1) - 1)
    for path in package.related(sheet.path, "vmlDrawing"):
        part = package.parts[path]
        part = NOTE_ROW.sub(lambda found: found[1] + _counted(found[2], shift) + found[3], part)
        package.parts[path] = NOTE_ANCHOR.sub(
            lambda found: found[1] + _anchored(found[2], shift) + found[3], part
        )


def _counted(digits: bytes, shift: Shift) -> bytes:
    """A row counted from nought."""
    return str(shift.start(int(digits) + 1) - 1).encode()


def _anchored(said: bytes, shift: Shift) -> bytes:
    """Column, offset, row, offset, of both corners."""
    parts = said.split(b",")
    if len(parts) != 8:
        return said
    return b",".join(
        _counted(one.strip(), shift) if at in (2, 6) and one.strip().isdigit() else one
        for at, one in enumerate(parts)
    )


def _names_and_charts(package: Package, shifts: Mapping[str, Shift]) -> None:
    """Names of areas, print areas and titles among them, and what charts show."""
    book = package.tree(package.main)
    for one in book.iterfind(f"{tag('definedNames')}/{tag('definedName')}"):
        if one.text:
            try:
                one.text = moved(one.text, shifts)
            except Unmovable as wrong:
                raise Unmovable(f"名称“{one.get('name')}”：{wrong}") from wrong
    for path in [path for path in package.parts if re.fullmatch(r"xl/charts/chart\d+\.xml", path)]:
        for one in package.tree(path).iter(CHART_FORMULA):
            if one.text:
                one.text = moved(one.text, shifts, whole=True)


def _calculate_anew(package: Package) -> None:
    book = package.tree(package.main)
    for path in package.related(package.main, "calcChain"):
        package.drop(path)
    found = book.find(tag("calcPr"))
    if found is None:
        found = etree.Element(tag("calcPr"))
        after = [one for name in ("definedNames", "externalReferences", "functionGroups", "sheets")
                 if (one := book.find(tag(name))) is not None]  # fmt: skip
        after[0].addnext(found)
    found.set("fullCalcOnLoad", "1")
