"""The parts of a font file that papers need, read without a font library: tables, rights, characters."""

import struct
import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

RESTRICTED, NO_SUBSETS = 0x0002, 0x0300  # of fsType, the licence bits of a font
FS_TYPE = 8  # where they stand in OS/2
KINDS = (b"\x00\x01\x00\x00", b"true", b"OTTO")
WHOLE, BASIC = 12, 4  # formats of a cmap: all of Unicode, its first plane


@dataclass(frozen=True)
class Directory:
    """Where each table of one font of a file stands: offset and length."""

    path: Path
    tables: Mapping[str, tuple[int, int]]

    def read(self, tag: str) -> bytes:
        with self.path.open("rb") as file:
            offset, length = self.tables[tag]
            file.seek(offset)
            return file.read(length)


def directory(path: Path, index: int) -> Directory:
    """The tables of a font, of a collection the one with this index; none where it is no font."""
    with path.open("rb") as file:
        start = _start(file, index)
        file.seek(start)
        kind, count = struct.unpack(">4sH6x", file.read(12))
        if kind not in KINDS:
            return Directory(path, {})
        rows = [struct.unpack(">4s4xLL", file.read(16)) for _ in range(count)]
    return Directory(path, {tag.decode("latin-1"): (offset, length) for tag, offset, length in rows})


def _start(file: BinaryIO, index: int) -> int:
    if file.read(4) != b"ttcf":
        return 0
    (fonts,) = struct.unpack(">4xL", file.read(8))
    if index >= fonts:
        return 0
    file.seek(4 * index, 1)
    (start,) = struct.unpack(">L", file.read(4))
    return int(start)


def outlines(path: Path, index: int) -> str:
    """glyf, variable or CFF: what the font draws with; empty where it cannot or may not be embedded."""
    try:
        found = directory(path, index)
        rights = found.read("OS/2")[FS_TYPE : FS_TYPE + 2] if "OS/2" in found.tables else bytes(2)
        (licence,) = struct.unpack(">H", rights)
    except (OSError, struct.error):
        return ""
    if licence == RESTRICTED or licence & NO_SUBSETS:
        return ""
    if "fvar" in found.tables:
        return "variable" if "glyf" in found.tables else ""
    return "glyf" if "glyf" in found.tables else "CFF" if "CFF " in found.tables else ""


def characters(cmap: bytes) -> dict[int, int]:
    """The glyph of every character that has one, out of the widest table of a cmap."""
    (count,) = struct.unpack_from(">2xH", cmap)
    found: dict[int, int] = {}  # formats and where they stand
    for at in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", cmap, 4 + 8 * at)
        (form,) = struct.unpack_from(">H", cmap, offset)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            found[form] = offset
    if WHOLE in found:
        return _whole(cmap, found[WHOLE])
    return _basic(cmap, found[BASIC]) if BASIC in found else {}


def _whole(cmap: bytes, offset: int) -> dict[int, int]:
    glyphs: dict[int, int] = {}
    (count,) = struct.unpack_from(">12xL", cmap, offset)
    for first, last, glyph in struct.iter_unpack(">LLL", cmap[offset + 16 : offset + 16 + 12 * count]):
        glyphs.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return {char: glyph for char, glyph in glyphs.items() if glyph}


def _basic(cmap: bytes, offset: int) -> dict[int, int]:
    (twice,) = struct.unpack_from(">6xH", cmap, offset)
    count = twice // 2
    parts = [numbers(cmap[offset + 14 + extra : offset + 14 + extra + twice]) for extra in (0, 2 + twice)]
    ends, starts = parts
    deltas, ranges = (
        numbers(cmap[offset + 16 + many * twice : offset + 16 + (many + 1) * twice]) for many in (2, 3)
    )
    base = offset + 16 + 3 * twice
    glyphs: dict[int, int] = {}
    for at in range(count):
        chars = range(starts[at], ends[at] + 1)
        if ranges[at] == 0:
            glyphs.update((char, (char + deltas[at]) & 0xFFFF) for char in chars)
            continue
        start = base + 2 * at + ranges[at]
        own = numbers(cmap[start : start + 2 * len(chars)])
        glyphs.update(
            (char, (glyph + deltas[at]) & 0xFFFF) for char, glyph in zip(chars, own, strict=False) if glyph
        )
    return {char: glyph for char, glyph in glyphs.items() if glyph}


def numbers(raw: bytes, size: str = "H") -> "array[int]":
    """Big-endian numbers as this machine counts them."""
    found = array(size, raw[: len(raw) // array(size).itemsize * array(size).itemsize])
    if sys.byteorder == "little":
        found.byteswap()
    return found
