"""The armored form: a sealed file as lines of letters, for gateways that let nothing else through."""

import binascii
from base64 import b64encode
from collections.abc import Iterator
from typing import Protocol

from fuyi_desktop.sealing.spelling import decoded

BEGIN, END = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----"
LINE = 48  # bytes in a line of 64 letters
BLOCK = LINE << 10
HEAD = 64 << 10  # what a gateway may have put before it
SPACE = b" \t\r\n\v\f\0"  # and the second halves of letters that an editor has stored as UTF-16


class Source(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int, /) -> bytes: ...


def is_armored(first: bytes) -> bool:
    """Whether a file that begins so is armored; words before it do not matter."""
    return _bare(BEGIN) in _bare(first)


def armored(sealed: Source) -> Iterator[bytes]:
    """The lines of the armored form, with their line ends (LF)."""
    yield BEGIN + b"\n"
    held = b""
    while piece := sealed.read(BLOCK):
        held += piece
        whole = len(held) - len(held) % LINE
        yield from _lines(held[:whole])
        held = held[whole:]
    yield from _lines(held)
    yield END + b"\n"


def armored_size(size: int) -> int:
    """How many bytes the armored form of so many has."""
    letters = -(-size // 3) * 4
    return len(BEGIN) + len(END) + 2 + letters + -(-letters // 64)


def unarmored(text: Source) -> Iterator[bytes]:
    """What the armor holds, whatever became of its line ends and widths; ValueError where it is cut."""
    coming = _pieces(text)
    held = b""
    while (at := held.find(_bare(BEGIN))) < 0:
        if len(held) > HEAD or not (piece := next(coming, b"")):
            raise ValueError("no armor")
        held += piece
    held = held[at + len(_bare(BEGIN)) :]
    while b"-" not in held:
        whole = max(0, len(held) - len(held) % 4 - 4)  # the last group waits: it alone may be padded
        yield _decoded(held[:whole])
        held = held[whole:]
        if not (piece := next(coming, b"")):
            raise ValueError("the armor has no end")
        held += piece
    letters, _, rest = held.partition(b"-")
    while len(rest) + 1 < len(_bare(END)) and (piece := next(coming, b"")):
        rest += piece
    if not (b"-" + rest).startswith(_bare(END)):
        raise ValueError("the armor has no end")
    yield _decoded(letters[:-4])
    yield decoded(letters[-4:].decode("ascii"))


def _lines(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), LINE):
        yield b64encode(content[at : at + LINE]) + b"\n"


def _pieces(text: Source) -> Iterator[bytes]:
    """The letters without any white space; a piece that is nothing else is passed over."""
    while piece := text.read(BLOCK):
        if bare := _bare(piece):
            yield bare


def _bare(text: bytes) -> bytes:
    return text.translate(None, SPACE)


def _decoded(letters: bytes) -> bytes:
    found = binascii.a2b_base64(letters, strict_mode=True) if letters else b""
    if b"=" in letters:
        raise ValueError("padding in the middle")
    return found
