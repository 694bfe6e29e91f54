"""另填的事实 — what is typed for one paper fills what the case lacks, and never says otherwise than it."""

from collections.abc import Mapping
from typing import Any

from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.record import Facts

OURS = frozenset({"paper", "due", "rights", "lapsed"})  # filled by the program alone
ANYWHERE = frozenset({"recipient.address"})  # where this one paper is sent: as confirmed since
# What was said to the minutes of one form goes before what the registration made of it.
SAID_AGAIN: Mapping[str, frozenset[str]] = {"F02": frozenset({"case.reasons", "case.requests"})}


def tell(known: dict[str, Any], form: str, more: Facts) -> None:
    """Put typed facts among the known ones by their paths; BadFact names one that may not be typed."""
    for path in more:
        _may_be_told(known, form, path)
    for path, value in more.items():
        _put(known, path, value)


def _may_be_told(known: Mapping[str, Any], form: str, path: str) -> None:
    root = path.split(".")[0]
    if root in OURS or path in OURS:
        raise BadFact(label=path, why="由程序按案件的登记填写，不能另外指定。")
    free = root == "step" or path in ANYWHERE or path in SAID_AGAIN.get(form, ())
    if not free and _at(known, path) not in (None, "", [], {}):
        raise BadFact(label=path, why="案件已经登记，出文书时不能改；登记有误的，先更正登记。")


def _at(known: object, path: str) -> object:
    for name in path.split("."):
        if not isinstance(known, Mapping):
            return None
        known = known.get(name)
    return known


def _put(known: dict[str, Any], path: str, value: Any) -> None:
    """Set a fact by its path (`step.to`), making the tables on the way."""
    *way, last = path.split(".")
    for name in way:
        known = known.setdefault(name, {})
        if not isinstance(known, dict):
            raise BadFact(label=path, why=f"“{name}”下面没有别的项。")
    known[last] = value
