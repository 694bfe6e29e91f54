"""Where Chinese lines break: 避头尾, 挤入 and 推出, and even lines (GB/T 15834, CLREQ)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

F = TypeVar("F")

NO_START = frozenset("，。、；：？！）》〉】〕」』”’％℃…—·!),.:;?]}%‰°′″～")
NO_END = frozenset("（《〈【〔「『“‘([{￥＄№")
OPENING = frozenset("（《〈【〔「『")  # their ink is in the right half
CLOSING = frozenset("，。、；：？！）》〉】〕」』")  # theirs is in the left half
SQUEEZE = OPENING | CLOSING  # may lose up to half of their width

COMFORT = 0.6  # how much of that loss is taken before a line is rather pushed out
WIDEST_GAP = 0.2  # of a character: above it a line stays ragged
TINY = 0.01

WHOLE = frozenset("〔0123456789")  # 文号 and numbers go to the next line whole

TOKEN = re.compile(
    r"〔[0-9]{4}〕第?[0-9]+号?|[0-9A-Za-z\u00c0-\u024f]+(?:[.\-/_@:+,'&][0-9A-Za-z\u00c0-\u024f]+)*[%‰°℃]?|…+|—+|.",
    re.DOTALL,
)


@dataclass(frozen=True)
class Glyph(Generic[F]):
    """One character in the font and at the width it will be drawn with."""

    char: str
    width: float
    font: F


@dataclass(frozen=True)
class Line(Generic[F]):
    """Glyphs with the place of each, from the line's left edge."""

    glyphs: tuple[Glyph[F], ...]
    places: tuple[float, ...]
    width: float

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs)


Unit = Sequence[Glyph[F]]  # never parted: a character, a Latin word, a number, 〔2026〕1号, …… or ——


def words(text: str) -> list[str]:
    """What is never parted where there is room: characters, Latin words, numbers."""
    return [found.group() for found in TOKEN.finditer(text)]


def break_lines(
    glyphs: Sequence[Glyph[F]], width: float, *, first: float = 0.0, even: bool = True
) -> list[Line[F]]:
    """Lines no wider than `width`, the first one `first` shorter; even ones fill it but for the last."""
    units = _units(glyphs)
    lines: list[Line[F]] = []
    start = 0
    while start < len(units):
        room = width if lines else width - first
        end = _fill(units, start, room)
        if end == start:  # one unit is wider than the line
            units[start : start + 1] = _parted(units[start], room)
            end = start + 1
        elif end < len(units):
            end = _legal(units, start, end, room, width)
        lines.append(_line(units[start:end], room, even=even and end < len(units)))
        start = end
        while lines and start < len(units) and _is_space(units[start]):
            start += 1
    return lines


def _units(glyphs: Sequence[Glyph[F]]) -> list[Unit[F]]:
    text = "".join(glyph.char for glyph in glyphs)
    return [glyphs[found.start() : found.end()] for found in TOKEN.finditer(text)]


def _wide(units: Sequence[Unit[F]]) -> float:
    return sum(glyph.width for unit in units for glyph in unit)


def _is_space(unit: Unit[F]) -> bool:
    return unit[0].char == " "


def _may_break(units: Sequence[Unit[F]], at: int) -> bool:
    return units[at][0].char not in NO_START and units[at - 1][-1].char not in NO_END


def _fill(units: Sequence[Unit[F]], start: int, room: float) -> int:
    """The first unit that no longer fits."""
    used = 0.0
    for at in range(start, len(units)):
        used += _wide(units[at : at + 1])
        if used > room + TINY and not _is_space(units[at]):
            return at
    return len(units)


def _legal(units: list[Unit[F]], start: int, full: int, room: float, width: float) -> int:
    """The break next to a full line that the punctuation allows."""
    if _may_break(units, full):
        left = room - _wide(units[start:full])
        word = len(units[full]) > 1 and units[full][0].char not in WHOLE
        if word and left > width / 4:  # a long word would tear a hole: part it
            units[full : full + 1] = _parted(units[full], left)
            return full + 1
        return full
    pulled = full + 1
    while pulled < len(units) and not _may_break(units, pulled):
        pulled += 1
    excess = _wide(units[start:pulled]) - room
    slack = sum(_loss(glyph) for unit in units[start:pulled] for glyph in unit)
    end = _loss(units[pulled - 1][-1])
    if excess <= end + (slack - end) * COMFORT + TINY:
        return pulled  # 挤入
    pushed = full
    while pushed > start and (pushed == start or not _may_break(units, pushed)):
        pushed -= 1
    if pushed > start:
        return pushed  # 推出
    return pulled if excess <= slack + TINY else full


def _parted(unit: Unit[F], room: float) -> list[Unit[F]]:
    """A word cut where the line ends, at least after its first character."""
    used, cut = 0.0, 0
    while cut < len(unit) and used + unit[cut].width <= room + TINY:
        used += unit[cut].width
        cut += 1
    cut = max(cut, 1)
    return [unit[:cut], unit[cut:]] if cut < len(unit) else [unit]


def _loss(glyph: Glyph[F]) -> float:
    return glyph.width / 2 if glyph.char in SQUEEZE else 0.0


def _line(units: Sequence[Unit[F]], room: float, *, even: bool) -> Line[F]:
    while len(units) > 1 and _is_space(units[-1]):
        units = units[:-1]
    natural = _wide(units)
    excess = max(natural - room, 0.0)
    end = min(_loss(units[-1][-1]), excess)  # given up first: nobody sees it
    slack = sum(_loss(glyph) for unit in units for glyph in unit) - _loss(units[-1][-1])
    share = min((excess - end) / slack, 1.0) if slack else 0.0
    gaps = len(units) - 1
    gap = (room - natural) / gaps if even and gaps and natural < room else 0.0
    if gap > WIDEST_GAP * max(glyph.width for unit in units for glyph in unit):
        gap = 0.0

    glyphs: list[Glyph[F]] = []
    places: list[float] = []
    x = 0.0
    count = sum(len(unit) for unit in units)
    for unit in units:
        for glyph in unit:
            cut = end if len(glyphs) == count - 1 else _loss(glyph) * share
            glyphs.append(glyph)
            places.append(x - cut if glyph.char in OPENING else x)
            x += glyph.width - cut
        x += gap
    return Line(tuple(glyphs), tuple(places), x - gap)
