"""A mail taken apart while it is read: every leaf of every part, decoded piece by piece."""

import binascii
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from typing import IO, Any

LONGEST = 1 << 20  # bytes of a line that are read at once
MAX_HEADERS = 256 << 10
PIECE = 1 << 16
DEEP = 16  # parts within parts
SPACE = b" \t\r\n\v\f"


@dataclass
class Leaf:
    """A part that holds no other parts; what is not read of it is passed over."""

    name: str
    pieces: Iterator[bytes]


def leaves(file: IO[bytes]) -> Iterator[Leaf]:
    """Every leaf, in order. Reading its pieces raises binascii.Error where they are not spelt as they say."""
    yield from _Walk(file).message(0)


class _Walk:
    """Reads on, line by line; `_end` says at which boundary the last body has stopped."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._bounds: list[bytes] = []
        self._end: tuple[int, bool] | None = None  # level of the boundary, and whether it closes it

    def message(self, depth: int) -> Iterator[Leaf]:
        head = self._headers()
        kind, bound = head.get_content_type(), _boundary(head)
        spelling = str(head.get("content-transfer-encoding", "")).strip().lower()
        if kind.startswith("multipart/") and bound and depth < DEEP:
            yield from self._parts(bound, depth)
        elif kind == "message/rfc822" and spelling not in DECODERS and depth < DEEP:
            if self._end is None:
                yield from self.message(depth + 1)
        elif self._end is None:
            body = self._body()
            yield Leaf(_name(head), DECODERS.get(spelling, _plain)(body))
            for _ in body:
                """Passed over."""

    def _parts(self, bound: bytes, depth: int) -> Iterator[Leaf]:
        self._bounds.append(bound)
        level = len(self._bounds) - 1
        if self._end is None:
            self._pass_over()
        while self._end == (level, False):
            self._end = None
            yield from self.message(depth + 1)
        closed = self._end == (level, True)
        del self._bounds[level:]
        if closed:
            self._end = None
            self._pass_over()

    def _headers(self) -> "Message[str, str]":
        """Up to the empty line; a mail may begin with empty lines, or with what a mail box puts before it."""
        lines: list[bytes] = []
        size = 0
        while size < MAX_HEADERS and (line := self._line()):
            if not line.strip():
                if lines:
                    break
                continue
            lines.append(line)
            size += len(line)
        if lines and lines[0].startswith(b"From "):
            lines = lines[1:]
        if lines:
            lines[0] = lines[0].removeprefix(b"\xef\xbb\xbf")
        return BytesHeaderParser(policy=policy.compat32).parsebytes(b"".join(lines))

    def _body(self) -> Iterator[bytes]:
        """Lines up to the next boundary; the line end before it belongs to the boundary."""
        held = b""
        while line := self._line():
            if held:
                yield held
            held = line
        if held:
            yield held if self._end is None else held.removesuffix(b"\n").removesuffix(b"\r")

    def _pass_over(self) -> None:
        while self._line():
            """What stands between the parts is for people."""

    def _line(self) -> bytes:
        """The next line, b"" at a boundary or at the end of the file."""
        if self._end is not None:
            return b""
        line = self._file.readline(LONGEST)
        if line.startswith(b"--"):
            said = line.rstrip()
            for level in range(len(self._bounds) - 1, -1, -1):
                if said in (mark := b"--" + self._bounds[level], mark + b"--"):
                    self._end = (level, said != mark)
                    return b""
        return line


def _plain(body: Iterator[bytes]) -> Iterator[bytes]:
    return body


def _base64(body: Iterator[bytes]) -> Iterator[bytes]:
    held = b""
    for line in body:
        held += line.translate(None, SPACE)
        if len(held) >= PIECE:
            whole = len(held) - len(held) % 4
            yield binascii.a2b_base64(held[:whole])
            held = held[whole:]
    whole = len(held) - len(held) % 4
    yield binascii.a2b_base64(held[:whole])
    if whole < len(held):
        raise binascii.Error("the letters have been cut")


def _quoted(body: Iterator[bytes]) -> Iterator[bytes]:
    return (binascii.a2b_qp(line) for line in body)


DECODERS: dict[str, Callable[[Iterator[bytes]], Iterator[bytes]]] = {
    "base64": _base64,
    "quoted-printable": _quoted,
}


def _boundary(head: "Message[Any, Any]") -> bytes:
    return str(head.get_boundary() or "").encode("ascii", "replace")


def _name(head: "Message[Any, Any]") -> str:
    """The name a part was attached under, "" where it has none that can be read."""
    try:
        return str(make_header(decode_header(str(head.get_filename() or ""))))
    except (LookupError, ValueError, HeaderParseError):
        return ""
