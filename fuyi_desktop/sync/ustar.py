"""The archive inside: POSIX ustar with one possible header for a name and a size (FORMAT.md §4)."""

from collections.abc import Iterable, Iterator
from typing import Protocol

BLOCK = 512
END = bytes(2 * BLOCK)
NAME = 100
MAX_SIZE = 8**11 - 1


class Source(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int, /) -> bytes: ...


def header(name: str, size: int) -> bytes:
    """The 512 bytes before a regular file that belongs to nobody and was made at no time."""
    label = name.encode("ascii")
    if not 0 < len(label) <= NAME or not 0 <= size <= MAX_SIZE:
        raise ValueError("not a member")
    nothing = b"0000000\0"
    before = label.ljust(NAME, b"\0") + 3 * nothing + b"%011o\0" % size + b"00000000000\0"
    after = (b"0" + bytes(100) + b"ustar\x0000" + bytes(64) + 2 * nothing).ljust(
        BLOCK - len(before) - 8, b"\0"
    )
    total = sum(before) + sum(after) + 8 * ord(" ")
    return before + b"%06o\0 " % total + after


def padding(size: int) -> bytes:
    return bytes(-size % BLOCK)


def archive(members: Iterable[tuple[str, bytes]]) -> bytes:
    """The whole archive, for files that are small."""
    return b"".join(header(name, len(raw)) + raw + padding(len(raw)) for name, raw in members) + END


def first_name(block: bytes) -> str:
    """The name in the first header, unchecked: it tells the kind of file."""
    return block[:NAME].split(b"\0")[0].decode("ascii", "replace")


class Reader:
    """Reads members in their order; ValueError at the first byte that is not as the writer would write it."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def opening(self) -> tuple[str, int]:
        """Name and size of the next member."""
        block = self._exactly(BLOCK)
        name = first_name(block)
        digits = block[NAME + 24 : NAME + 35]
        if not digits.isdigit():
            raise ValueError("not a size")
        size = int(digits, 8)
        if header(name, size) != block:
            raise ValueError("not our header")
        return name, size

    def content(self, size: int) -> Iterator[bytes]:
        """The member's bytes in pieces, and the check of its padding."""
        left = size
        while left:
            piece = self._exactly(min(left, 1 << 16))
            left -= len(piece)
            yield piece
        if any(self._exactly(len(padding(size)))):
            raise ValueError("padding is zero")

    def close(self) -> None:
        """The end, and nothing after it."""
        if self._exactly(len(END)) != END or self._source.read(1):
            raise ValueError("not the end")

    def _exactly(self, size: int) -> bytes:
        pieces = []
        while size and (piece := self._source.read(size)):
            pieces.append(piece)
            size -= len(piece)
        if size:
            raise ValueError("cut short")
        return b"".join(pieces)
