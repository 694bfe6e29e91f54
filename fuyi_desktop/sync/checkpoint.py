"""A checkpoint: the center's signed word on how long its log is and what it says, kept by every station.

The note is that of C2SP's tlog-checkpoint: origin, size, hash, an empty line, and a signature.
"""

import base64
from dataclasses import dataclass

from fuyi_desktop.sealing import PublicKey, SigningKey

PURPOSE = "checkpoint/1"
MARK = "— center "


@dataclass(frozen=True)
class Checkpoint:
    """How far a log had come, and the link of its chain there."""

    origin: str  # county fingerprint, epoch
    size: int
    link: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.link).decode('ascii')}\n"


def signed(point: Checkpoint, key: SigningKey) -> str:
    """The note."""
    return _note(point, key.sign(PURPOSE, point.text.encode("utf-8")))


def verified(note: str, key: PublicKey) -> Checkpoint | None:
    """What the note says; None where this key did not sign it."""
    try:
        text, _, tail = note.partition("\n\n")
        origin, size, link = text.split("\n")
        point = Checkpoint(origin, int(size), base64.b64decode(link, validate=True))
        signature = base64.b64decode(tail.removeprefix(MARK).removesuffix("\n"), validate=True)
    except ValueError:
        return None
    good = key.verifies(PURPOSE, point.text.encode("utf-8"), signature)
    return point if good and _note(point, signature) == note else None


def _note(point: Checkpoint, signature: bytes) -> str:
    return f"{point.text}\n{MARK}{base64.b64encode(signature).decode('ascii')}\n"
