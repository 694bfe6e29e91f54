"""行号 — on which line of a TOML file an entry stands, which the parsed values no longer tell."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fuyi_desktop.domain.errors import FuyiError

MOST = 5  # faults that a refusal tells; the others are a count

# comments, and strings of several lines, in which a bracket or a name is no entry
_MASKED = re.compile(
    r'#[^\n]*|"""(?:\\.|[^\\])*?"""' + r"|'''.*?'''" + r'|"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'", re.DOTALL
)
_HEAD = re.compile(r"\s*\[\[?\s*([\w-]+)\s*\]\]?\s*$")


@dataclass(frozen=True)
class Fault:
    """Why an entry cannot be taken, and which one it is: the n-th table of a section, a key in it."""

    why: str
    section: str = ""
    index: int = 0
    key: str = ""


class Places:
    """The lines of one file; of a file that is not at hand as text it knows none."""

    def __init__(self, text: str = "") -> None:
        self._lines = _MASKED.sub(_blank, text).split("\n") if text else []
        self._heads = [
            (number, match[1]) for number, line in enumerate(self._lines) if (match := _HEAD.match(line))
        ]

    def line(self, section: str = "", index: int = 0, key: str = "") -> int | None:
        """The line of the key in that entry, else of the entry itself, counted from 1."""
        if not self._lines:
            return None
        heads = [number for number, name in self._heads if name == section]
        if not section or index >= len(heads):  # the top, or an entry written as an inline table there
            return self._key(section or key, 0, self._end(0)) or self._key(key, 0, self._end(0)) or 1
        begun = heads[index]
        return self._key(key, begun, self._end(begun)) or begun + 1

    def told(self, faults: Iterable[Fault]) -> str:
        """The faults in the order of their lines, as one sentence without its end."""
        found = [(self.line(fault.section, fault.index, fault.key), fault.why) for fault in faults]
        found.sort(key=lambda one: one[0] or 0)
        words = [f"第 {line} 行：{why}" if line else why for line, why in found[:MOST]]
        more = f"；另有 {len(found) - MOST} 处" if len(found) > MOST else ""
        return "；".join(words) + more

    def _end(self, begun: int) -> int:
        return next((number for number, _ in self._heads if number > begun), len(self._lines))

    def _key(self, key: str, begun: int, end: int) -> int | None:
        spelt = re.compile(rf"\s*{re.escape(key)}\s*=")
        if not key:
            return None
        return next((n + 1 for n in range(begun, end) if spelt.match(self._lines[n])), None)


def parsed(text: str, name: str, refused: type[FuyiError], **facts: Any) -> dict[str, Any]:
    """The values of a file; what is no TOML is refused with its line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        where = f"第 {at[1]} 行" if at else "文件末尾"
        raise refused(file=name, why=f"{where}的写法不对", **facts) from error


def _blank(match: re.Match[str]) -> str:
    """Nothing in the place of a comment or a long string, on as many lines."""
    found = match[0]
    return found if found[0] != "#" and "\n" not in found else "\n" * found.count("\n")
