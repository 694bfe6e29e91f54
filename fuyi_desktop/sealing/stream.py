"""Files encrypted at rest: AES-256-GCM in chunks of 64 KiB, each file under a key of its own.

The file is the line `fuyi-file/1`, then the chunks, each with its tag of 16 bytes. Chunk n has the nonce n as
11 bytes big endian, then 1 for the last chunk and 0 for all others; the first line is the associated data of
each. Every chunk but the last is full; the last is empty only where the whole content is. The nonces begin
anew in every file, so a key must never encrypt twice: it is made here, with the writer.
"""

import io
import os
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fuyi_desktop.domain.errors import FileDamaged, KeyWrong

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAGIC = b"fuyi-file/1\n"
CHUNK = 65_536
TAG = 16
KEY = 32


@dataclass(frozen=True)
class FileKey:
    """The key of one file; to forget it is to erase the file."""

    value: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.value) != KEY:
            raise KeyWrong(what="文件密钥")


class SealedWriter:
    """Encrypts what is written to it; the file is whole only after `close`."""

    def __init__(self, sealed: BinaryIO) -> None:
        self.key = FileKey(os.urandom(KEY))
        self.size = 0
        self._aead = AESGCM(self.key.value)
        self._sealed = sealed
        self._held = bytearray()
        self._counter = 0
        self._sealed.write(MAGIC)

    def write(self, piece: bytes, /) -> int:
        self._held += piece
        self.size += len(piece)
        while len(self._held) > CHUNK:  # a full chunk is held back: it may be the last
            self._put(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(piece)

    def close(self) -> None:
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def __enter__(self) -> "SealedWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._sealed.write(self._aead.encrypt(_nonce(self._counter, last=last), chunk, MAGIC))
        self._counter += 1


class SealedReader(io.RawIOBase):
    """Reads an encrypted file from any place; its end is verified before anything else is handed out."""

    def __init__(self, sealed: BinaryIO, key: FileKey, *, name: str) -> None:
        super().__init__()
        self._sealed, self._name = sealed, name
        self._aead = AESGCM(key.value)
        length = sealed.seek(0, os.SEEK_END) - len(MAGIC)
        sealed.seek(0)
        if sealed.read(len(MAGIC)) != MAGIC or length < TAG:
            raise FileDamaged(name=name)
        self._last = (length - 1) // (CHUNK + TAG)
        self.size = length - TAG * (self._last + 1)
        self._at = 0
        self._number, self._chunk = -1, b""
        if not self._load(self._last) and self._last > 0:
            raise FileDamaged(name=name)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, target: "WriteableBuffer", /) -> int:
        place = memoryview(target).cast("B")
        number, offset = divmod(self._at, CHUNK)
        if self._at >= self.size:
            return 0
        piece = self._load(number)[offset : offset + len(place)]
        place[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _load(self, number: int) -> bytes:
        if number != self._number:
            self._sealed.seek(len(MAGIC) + number * (CHUNK + TAG))
            sealed = self._sealed.read(CHUNK + TAG)
            try:
                nonce = _nonce(number, last=number == self._last)
                self._chunk = self._aead.decrypt(nonce, sealed, MAGIC)
            except InvalidTag as error:
                raise FileDamaged(name=self._name) from error
            self._number = number
        return self._chunk


def encrypt_file(plain: BinaryIO, sealed: BinaryIO) -> FileKey:
    """Encrypt to the end of plain; the key returned is the only one, and opens nothing else."""
    with SealedWriter(sealed) as writer:
        while piece := plain.read(CHUNK):
            writer.write(piece)
    return writer.key


def decrypt_file(sealed: BinaryIO, plain: BinaryIO, key: FileKey, *, name: str) -> None:
    """Decrypt into plain; after FileDamaged what was written until then is to be thrown away."""
    reader = SealedReader(sealed, key, name=name)
    while piece := reader.read(CHUNK):
        plain.write(piece)


def _nonce(counter: int, *, last: bool) -> bytes:
    return counter.to_bytes(11, "big") + bytes([last])
