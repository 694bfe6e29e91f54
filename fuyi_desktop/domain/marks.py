"""二维码 — what the mark at the foot of a page says: the paper, the page, and how many there are."""

import re
import unicodedata
from dataclasses import dataclass

PREFIX = "FY1"  # with capital letters and digits alone the code is smaller
SAID = re.compile(rf"{PREFIX}:([0-9A-F]+):(\d+)/(\d+)")
LONGEST = 80  # characters of a code, generously


@dataclass(frozen=True)
class Mark:
    """What the code of a page says."""

    paper_id: str
    page: int
    pages: int


def said(mark: Mark) -> str:
    return f"{PREFIX}:{mark.paper_id.upper()}:{mark.page}/{mark.pages}"


def read(scanned: str) -> Mark | None:
    """The mark that a scanner typed, wide characters of an input method forgiven; None if not ours."""
    found = SAID.fullmatch(_plain(scanned))
    if found is None or not 1 <= int(found[2]) <= int(found[3]):
        return None
    return Mark(found[1].lower(), int(found[2]), int(found[3]))


def begins(typed: str) -> bool:
    """Whether what was typed is a code of ours, or the whole beginning of one."""
    return len(typed) <= LONGEST and _plain(typed).startswith(f"{PREFIX}:")


def may_begin(typed: str) -> bool:
    """Whether a code of ours may begin like this."""
    return f"{PREFIX}:".startswith(_plain(typed))


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip().upper()
