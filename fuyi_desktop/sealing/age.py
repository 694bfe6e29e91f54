"""age v1 files for X25519 recipients: the envelope of bundles, backups and county recovery."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pyrage

from fuyi_desktop.domain.errors import FileDamaged, KeyWrong, NoKeyFits
from fuyi_desktop.sealing.spelling import decoded

VERSION = b"age-encryption.org/v1\n"
MAX_HEADER = 65_536
MAX_STANZAS = 64
BODY_LINE = 64
X25519_BODY = 43
ARGUMENTS = re.compile(rb"-> [!-~]+(?: [!-~]+)*")
NOBODY = "No matching keys found"  # the library tells this case by its text alone; a test holds it


class Source(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int, /) -> bytes: ...


class Target(Protocol):
    """What can be written piece by piece."""

    def write(self, piece: bytes, /) -> int: ...


@dataclass(frozen=True)
class AgeIdentity:
    """A private age key; it shows itself nowhere."""

    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        _identity(self.secret)

    @staticmethod
    def new() -> "AgeIdentity":
        return AgeIdentity(str(pyrage.x25519.Identity.generate()))

    @property
    def recipient(self) -> str:
        """The public half, `age1…`."""
        return str(_identity(self.secret).to_public())


def check_recipient(text: str) -> str:
    """The text, when it is an age recipient in its one spelling; else KeyWrong."""
    _recipient(text)
    return text


def encrypt(plain: Source, sealed: Target, recipients: Sequence[str]) -> None:
    """Write what plain holds as an age file, a few blocks at a time, for each of the recipients."""
    keys = [_recipient(text) for text in recipients]
    if not keys:
        raise KeyWrong(what="空的收件人名单")
    source, target = _Watched(plain), _Watched(sealed)
    try:
        pyrage.encrypt_io(source, target, keys)
    except (pyrage.EncryptError, OSError):
        source.raise_again()
        target.raise_again()
        raise


def decrypt(sealed: Source, plain: Target, identities: Iterable[AgeIdentity], *, name: str) -> None:
    """Write what the age file holds, to its authenticated end.

    FileDamaged where it is cut, changed or goes on after its end: what was written until then is to be
    thrown away. NoKeyFits where it was made for others. The header is checked first, since the library itself
    takes any amount of memory for a long one.
    """
    header, rest = _header(sealed, name)
    source, target = _Watched(_Chained(header, rest, sealed)), _Watched(plain)
    try:
        pyrage.decrypt_io(source, target, [_identity(one.secret) for one in identities])
    except pyrage.DecryptError as error:
        source.raise_again()
        if str(error) == NOBODY:
            raise NoKeyFits(name=name) from error
        raise FileDamaged(name=name) from error
    except OSError as error:
        source.raise_again()
        target.raise_again()
        raise FileDamaged(name=name) from error


def count_recipients(sealed: Source, *, name: str) -> int:
    """For how many X25519 keys the file was encrypted; all that an outsider can see of them."""
    header, _ = _header(sealed, name)
    return sum(line.startswith(b"-> X25519 ") for line in header.split(b"\n"))


def _header(sealed: Source, name: str) -> tuple[bytes, bytes]:
    """The header by the grammar of FORMAT.md §3, and the bytes read beyond it."""
    head = b""
    while len(head) < MAX_HEADER and (piece := sealed.read(MAX_HEADER - len(head))):
        head += piece
    at = head.find(b"\n--- ")
    end = head.find(b"\n", at + 1) + 1
    if not head.startswith(VERSION) or at < 0 or end == 0:
        raise FileDamaged(name=name)
    try:
        _check_stanzas(head[len(VERSION) : at + 1].split(b"\n")[:-1])
        mac = decoded(head[at + 5 : end - 1].decode("ascii"), padded=False)
    except ValueError as error:
        raise FileDamaged(name=name) from error
    if len(mac) != 32:
        raise FileDamaged(name=name)
    return head[:end], head[end:]


def _check_stanzas(lines: list[bytes]) -> None:
    """ValueError unless there are 1 to 64 stanzas, none with a passphrase, one at least for a station."""
    at = stanzas = ours = 0
    while at < len(lines):
        opening = lines[at]
        if not ARGUMENTS.fullmatch(opening):
            raise ValueError("not a stanza")
        body, at = _body(lines, at + 1)
        kind, *arguments = opening[3:].split(b" ")
        stanzas += 1
        if kind == b"X25519":
            ours += 1
            if len(arguments) != 1 or {len(arguments[0]), len(body)} != {X25519_BODY}:
                raise ValueError("not an X25519 stanza")
            decoded(arguments[0].decode("ascii"), padded=False)
        if kind == b"scrypt" or stanzas > MAX_STANZAS:
            raise ValueError("a stanza that is not for stations")
    if not ours:
        raise ValueError("nobody can open this")


def _body(lines: list[bytes], at: int) -> tuple[bytes, int]:
    """A stanza's body, which ends with its first line of less than 64 digits, and where the next begins."""
    start = at
    while at < len(lines) and len(lines[at]) == BODY_LINE:
        at += 1
    if at == len(lines) or len(lines[at]) > BODY_LINE:
        raise ValueError("a body without end")
    body = b"".join(lines[start : at + 1])
    decoded(body.decode("ascii"), padded=False)
    return body, at + 1


def _identity(secret: str) -> "pyrage.x25519.Identity":
    try:
        return pyrage.x25519.Identity.from_str(secret)
    except (pyrage.IdentityError, UnicodeEncodeError) as error:
        raise KeyWrong(what="age 私钥") from error


def _recipient(text: str) -> "pyrage.x25519.Recipient":
    try:
        key = pyrage.x25519.Recipient.from_str(text)
    except (pyrage.RecipientError, UnicodeEncodeError) as error:
        raise KeyWrong(what="age 公钥") from error
    if str(key) != text:  # an age key may also be written in capitals; a fingerprint may not
        raise KeyWrong(what="age 公钥")
    return key


class _Chained:
    """Reads some bytes, then a source."""

    def __init__(self, header: bytes, rest: bytes, source: Source) -> None:
        self._first = io.BytesIO(header + rest)
        self._source = source

    def read(self, size: int, /) -> bytes:
        return self._first.read(size) or self._source.read(size)


class _Watched:
    """Remembers what went wrong with the file itself, which the library reports like a damaged content."""

    def __init__(self, file: object) -> None:
        self._file = file
        self._error: BaseException | None = None

    def read(self, size: int, /) -> bytes:
        try:
            return self._file.read(size)  # type: ignore[attr-defined, no-any-return]
        except BaseException as error:
            self._error = error
            raise

    def write(self, piece: bytes, /) -> int:
        try:
            return self._file.write(piece)  # type: ignore[attr-defined, no-any-return]
        except BaseException as error:
            self._error = error
            raise

    def flush(self) -> None:
        """The caller's business."""

    def raise_again(self) -> None:
        if self._error is not None:
            raise self._error
