"""邮件: a draft with one part attached, to be opened and sent by the mail program of the PC."""

import os
from base64 import b64encode
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from fuyi_desktop.sync.armor import Source, armored

LINE = 57  # bytes in a line of 76 letters
PIECE = LINE << 10
END = b"\r\n"


def draft(sealed: Source, name: str, *, subject: str, text: str, as_text: bool = False) -> Iterator[bytes]:
    """The pieces of the .eml file: no sender, no addressee, unsent; memory does not grow with the part.

    The part is attached as it is, or in its armored form as plain text.
    """
    mark = os.urandom(32).hex()
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = subject
    message.set_content(text, charset="utf-8", cte="base64")
    if as_text:
        message.add_attachment(mark, subtype="plain", charset="us-ascii", cte="7bit", filename=name)
    else:
        message.add_attachment(mark.encode("ascii"), "application", "octet-stream", filename=name)
    place = mark.encode("ascii") if as_text else b64encode(mark.encode("ascii"))
    before, _, after = message.as_bytes().replace(_folded(place), place).partition(place)
    yield before
    yield from _as_text(sealed) if as_text else _as_letters(sealed)
    yield after.removeprefix(END)


def drafted(path: Path) -> str:
    """The name of the draft that carries a file."""
    return path.with_suffix(".eml").name


def _folded(letters: bytes) -> bytes:
    """The same letters as a mail breaks them into lines."""
    return END.join(letters[at : at + 76] for at in range(0, len(letters), 76))


def _as_letters(sealed: Source) -> Iterator[bytes]:
    while piece := sealed.read(PIECE):
        yield from (b64encode(piece[at : at + LINE]) + END for at in range(0, len(piece), LINE))


def _as_text(sealed: Source) -> Iterator[bytes]:
    yield from (line.rstrip(b"\n") + END for line in armored(sealed))
