"""Rows put into a sheet: where every row comes to lie, and formulas that still mean the same cells."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

LAST_ROW = 1_048_576
ONE = r"(\$?[A-Za-z]{1,3})(\$?)(\d{1,7})"
AREA = re.compile(rf"{ONE}(?::{ONE})?")
ROWS = re.compile(r"(\$?)(\d{1,7}):(\$?)(\d{1,7})")
COLUMNS = re.compile(r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}")
SHEET = re.compile(r"('(?:[^']|'')+'|[^'!\[\]():]+)!(.+)")
NAME = re.compile(r"[^\W\d][\w.\\?]*")
CELL = re.compile(r"\$?[A-Z]{1,3}\$?\d+", re.IGNORECASE)
LONGEST = 8192  # characters of a formula
OF_ALL = frozenset({  # functions whose single cell of a repeated row means all of its repeats
    "SUM", "COUNT", "COUNTA", "AVERAGE", "MAX", "MIN", "PRODUCT", "SUBTOTAL",
})  # fmt: skip


class Unmovable(Exception):
    """A formula that would not mean the same cells afterwards; its message says which part of it."""


@dataclass(frozen=True)
class Shift:
    """How many rows more each repeated row takes; every other row moves down by what is above it."""

    extra: Mapping[int, int]

    def __post_init__(self) -> None:
        rows = sorted(self.extra)
        object.__setattr__(self, "_rows", rows)
        object.__setattr__(self, "_sums", [0, *accumulate(self.extra[row] for row in rows)])

    @property
    def total(self) -> int:
        return int(self._sums[-1])  # type: ignore[attr-defined]

    def start(self, row: int) -> int:
        """Where the row lies, and the first of its repeats."""
        return self._at(bisect_left(self._rows, row), row)  # type: ignore[attr-defined]

    def end(self, row: int) -> int:
        """Where the last of its repeats lies."""
        return self._at(bisect_right(self._rows, row), row)  # type: ignore[attr-defined]

    def _at(self, count: int, row: int) -> int:
        return row if row >= LAST_ROW else min(row + int(self._sums[count]), LAST_ROW)  # type: ignore[attr-defined]

    def area(self, ref: str, *, whole: bool = True, keep: int = 0) -> str:
        """A1, A1:B2, 3:5 or A:B moved: an area that ends at a repeated row takes its repeats in.

        Not `whole`: one cell stays one cell. Row `keep` is not extended over.
        """
        if found := AREA.fullmatch(ref):
            column, fixed, row = found[1], found[2], int(found[3])
            if not found[4]:
                last_column, last_fixed, last = column, fixed, row
            else:
                last_column, last_fixed, last = found[4], found[5], int(found[6])
            first = f"{column}{fixed}{self.start(row)}"
            end = self.start(last) if last == keep else self.end(last)
            if not found[4] and (not whole or end == self.start(row)):
                return first
            return f"{first}:{last_column}{last_fixed}{end}"
        if found := ROWS.fullmatch(ref):
            return f"{found[1]}{self.start(int(found[2]))}:{found[3]}{self.end(int(found[4]))}"
        return ref

    def areas(self, refs: str) -> str:
        """Several areas with spaces between."""
        return " ".join(self.area(ref) for ref in refs.split())


NOWHERE = Shift({})
Shifts = Mapping[str, Shift]  # by the sheet's name in small letters


def moved(formula: str, shifts: Shifts, own: str = "", *, keep: int = 0, whole: bool = False) -> str:
    """A formula (without =) after rows were put in; `own` is the sheet it stands on, `keep` its repeated row.

    `whole`: a single cell of a repeated row means all of its repeats, as it does in a sum.
    Unmovable where a part of it cannot be followed.
    """
    if len(formula) > LONGEST:
        raise Unmovable("公式太长")
    if not any(char.isdigit() for char in formula):
        return formula
    return "".join(_tokens(formula, lambda ref, one: _reference(ref, shifts, own, keep, in_sum=one or whole)))


def _tokens(formula: str, each: Callable[[str, bool], str]) -> Iterator[str]:
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

    try:
        items = list(Tokenizer(f"={formula}").items)
    except (TokenizerError, IndexError, AssertionError) as error:
        raise Unmovable("公式读不出来") from error
    functions: list[str] = []
    plain = [one for one in items if one.type != Token.WSPACE]
    place = {id(one): at for at, one in enumerate(plain)}
    for item in items:
        if item.subtype == Token.OPEN:
            functions.append(item.value.rstrip("(").upper() if item.type == Token.FUNC else "")
        elif item.subtype == Token.CLOSE and functions:
            functions.pop()
        if item.type == Token.OPERAND and item.subtype == Token.RANGE:
            at = place[id(item)]
            before, after = plain[at - 1] if at else None, plain[at + 1] if at + 1 < len(plain) else None
            alone = (
                bool(functions) and functions[-1] in OF_ALL
                and before is not None and (before.subtype == Token.OPEN or before.type == Token.SEP)
                and after is not None and (after.subtype == Token.CLOSE or after.type == Token.SEP)
            )  # fmt: skip
            yield each(item.value, alone)
        elif item.type == Token.FUNC and ":" in item.value:  # A3:INDEX(
            yield each(item.value, False)
        else:
            yield item.value


def _reference(said: str, shifts: Shifts, own: str, keep: int, *, in_sum: bool) -> str:
    """One operand of a formula: an area of this or of another sheet, or a name."""
    sheet, ref, before = own, said, ""
    if found := SHEET.fullmatch(said):
        before, ref = found[1] + "!", found[2]
        sheet = found[1].strip("'").replace("''", "'")
        if ":" in sheet and any(one.extra for one in shifts.values()):
            raise Unmovable(f"公式里的“{said}”跨几张工作表，不能跟着插入的行移动")
    shift = shifts.get(sheet.lower())
    if AREA.fullmatch(ref) or ROWS.fullmatch(ref):
        if shift is None:
            return said
        return before + shift.area(ref, whole=in_sum, keep=keep if sheet == own else 0)
    if COLUMNS.fullmatch(ref) or NAME.fullmatch(ref) or "[" in ref or ref.startswith("#"):
        return said
    if any(one.extra for one in shifts.values()) and CELL.search(said):
        raise Unmovable(f"公式里的“{said}”不能跟着插入的行移动")
    return said


def filled_down(formula: str, rows: int) -> str:
    """A formula (without =) as it is after filling it down so many rows; Unmovable."""
    from openpyxl.formula.translate import Translator, TranslatorError

    if not rows:
        return formula
    try:
        return str(Translator(f"={formula}", "A1").translate_formula(row_delta=rows))[1:]
    except (TranslatorError, IndexError, ValueError) as error:
        raise Unmovable("公式不能向下填充") from error


def copied(formula: str, origin: str, to: str) -> str:
    """A shared formula as it reads in another of its cells."""
    from openpyxl.formula.translate import Translator, TranslatorError

    try:
        return str(Translator(f"={formula}", origin).translate_formula(to))[1:]
    except (TranslatorError, IndexError, ValueError) as error:
        raise Unmovable("公式读不出来") from error
