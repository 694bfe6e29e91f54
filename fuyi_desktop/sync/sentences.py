"""Two edits of one long text, put together where they touch different sentences (`sync.md` 3.8)."""

import re
from difflib import SequenceMatcher

MARK = "【两处修改已合并，请通读】"
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")


def together(base: object, theirs: object, ours: object) -> str | None:
    """Both edits in one text, marked to be read; None where they touch one sentence, or one is no text."""
    if not (isinstance(base, str) and isinstance(theirs, str) and isinstance(ours, str)):
        return None
    ground = _sentences(base)
    edits = [*_edits(ground, _sentences(theirs)), *_edits(ground, _sentences(ours))]
    edits.sort(key=lambda edit: (edit[0], edit[1]))
    found: list[str] = []
    at = 0
    for number, (start, end, text) in enumerate(edits):
        if number and edits[number - 1] == (start, end, text):
            continue  # both wrote the same
        if start < at or (number and start == at == edits[number - 1][1]):
            return None  # side by side, their order is nobody's
        found += [*ground[at:start], *text]
        at = end
    merged = "".join([*found, *ground[at:]])
    return merged if merged.startswith(MARK) else MARK + merged


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(found for found in _SENTENCE.findall(text.removeprefix(MARK)) if found)


def _edits(ground: tuple[str, ...], edited: tuple[str, ...]) -> list[tuple[int, int, tuple[str, ...]]]:
    """What was put in the place of which sentences."""
    codes = SequenceMatcher(None, ground, edited, autojunk=False).get_opcodes()
    return [(i, j, edited[k:n]) for tag, i, j, k, n in codes if tag != "equal"]
