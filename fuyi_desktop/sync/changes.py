"""The lines of a bundle, packed: Zstandard over JSON lines, read with every size known beforehand."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import zstandard

from fuyi_desktop.domain.errors import BundleTooLarge
from fuyi_desktop.domain.line import MAX_DEPTH, MAX_LINE, too_deep

WINDOW = 8 << 20
PIECE = 1 << 16


class Target(Protocol):
    """What can be written piece by piece."""

    def write(self, piece: bytes, /) -> int: ...


class Source(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int, /) -> bytes: ...


def pack(lines: Iterable[bytes], target: Target, *, level: int) -> tuple[int, int, int, str]:
    """Write the lines packed: packed size, number of lines, unpacked size, SHA-256 of the packed bytes."""
    digest, size, count, unpacked = hashlib.sha256(), 0, 0, 0
    parameters = zstandard.ZstdCompressionParameters.from_level(level, write_checksum=True, window_log=22)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()

    def put(piece: bytes) -> None:
        nonlocal size
        size += target.write(piece)
        digest.update(piece)

    for line in lines:
        if len(line) > MAX_LINE or too_deep(line):
            raise BundleTooLarge(what="单条记录", limit=f"{MAX_LINE >> 20} MiB、{MAX_DEPTH} 层")
        if not _is_line(line) or b"\n" in line:
            raise ValueError("not a line")
        put(packer.compress(line + b"\n"))
        count, unpacked = count + 1, unpacked + len(line) + 1
    if count:
        put(packer.flush())
    return size, count, unpacked, digest.hexdigest()


def check(source: Source, unpacked: int, lines: int) -> None:
    """ValueError unless there are as many lines and as many bytes as were declared, and each is a line."""
    count = 0
    for line in unpack(source, unpacked):
        if not _is_line(line) or too_deep(line):
            raise ValueError("not a line")
        count += 1
    if count != lines:
        raise ValueError("not as many lines")


def unpack(source: Source, unpacked: int) -> Iterator[bytes]:
    """The lines; ValueError as soon as one is too long, or there is more than was declared."""
    held = bytearray()
    for piece in _pieces(source, unpacked):
        *lines, rest = piece.split(b"\n")
        for line in lines:
            held += line
            if len(held) > MAX_LINE:
                raise ValueError("too long a line")
            yield bytes(held)
            held.clear()
        held += rest
        if len(held) > MAX_LINE:
            raise ValueError("too long a line")
    if held:
        raise ValueError("a line without its end")


def _pieces(source: Source, unpacked: int) -> Iterator[bytes]:
    """Never more at a time than one piece, however well it was packed."""
    left = unpacked
    try:
        unpacker = zstandard.ZstdDecompressor(max_window_size=WINDOW)
        stream = unpacker.stream_reader(source, read_size=PIECE, read_across_frames=True, closefd=False)  # type: ignore[arg-type]
        while piece := stream.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise ValueError("more than was declared")
            yield piece
    except zstandard.ZstdError as error:
        raise ValueError("not packed by Zstandard") from error
    if left:
        raise ValueError("less than was declared")


def _is_line(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return line[:1] == b"{" and line[-1:] == b"}"
