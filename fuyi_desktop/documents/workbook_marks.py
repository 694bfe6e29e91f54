"""Marks in cells of the office's own workbook: {{ 案号 }} names a fact; one of a list repeats its row."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from fuyi_desktop.documents.excel import Value
from fuyi_desktop.documents.facts import MANY, Fact, FactKind
from fuyi_desktop.documents.words import as_date, day, limit
from fuyi_desktop.domain.errors import BadFact

MARK = re.compile(r"[{｛]{2}(.*?)[}｝]{2}", re.DOTALL)
BEGUN = re.compile(r"[{｛]{2}|[}｝]{2}|[{｛]%|%[}｝]")
SPACE = re.compile(r"\s+")
PLACE = "序号"  # of the repeated row, from 1
JOIN, COUNTED = "、", "个数"
EXPLAINED = re.compile(r"[，（(,：:].*")  # what follows the name in a label
MOST_MARKS = 5000
SHOWN = 5  # of the names a mark may have meant


class WrongMark(Exception):
    """A mark that cannot be filled; its message says why, and what to write."""


@dataclass(frozen=True)
class Mark:
    """What a mark asks for: a fact by its path, its list where it is of one, and how it is to be told."""

    said: str
    path: str = ""  # empty: the number of the row
    kind: FactKind = FactKind.TEXT
    many: str = ""  # step.cases[]: the list whose entries repeat the row
    joined: bool = False
    counted: bool = False

    @property
    def repeats(self) -> bool:
        return bool(self.many) and not (self.joined or self.counted)

    @property
    def numbers(self) -> bool:
        return not self.path


@dataclass(frozen=True)
class Names:
    """The facts that marks may name, each by its path, its label, or its list's label before its own."""

    facts: tuple[Fact, ...]
    found: dict[str, list[Fact]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "Names":
        names = cls(tuple(facts))
        labels = {
            fact.name.removesuffix(MANY): fact.label for fact in names.facts if fact.name.endswith(MANY)
        }
        for fact in names.facts:
            around, many, _ = fact.name.rpartition(MANY + ".")
            said = {fact.name, fact.name.replace(MANY, ""), *_short(fact.label)}
            if many and around in labels:
                said |= {f"{of}.{one}" for of in _short(labels[around]) for one in _short(fact.label)}
            for one in said:
                names.found.setdefault(_plain(one), []).append(fact)
        return names

    def mark(self, said: str) -> Mark:
        """What is asked for between the braces; WrongMark."""
        asked = _plain(said)
        if asked == PLACE:
            return Mark(PLACE)
        joined = asked.endswith(JOIN)
        named, colon, told = asked.removesuffix(JOIN).replace("：", ":").rpartition(":")
        counted = bool(colon) and told == COUNTED
        if not counted:
            named = asked.removesuffix(JOIN)
        fact = self._fact(named)
        many = fact.name[: fact.name.index(MANY) + len(MANY)] if MANY in fact.name else ""
        if (joined or counted) and not many:
            raise WrongMark(f"“{named}”只有一项，不用写“{JOIN}”和“：{COUNTED}”")
        inner = any(other.name.startswith(fact.name + ".") for other in self.facts)
        if inner and not counted and not (joined and self._named(fact)):
            raise WrongMark(f"“{named}”是一组内容，请写明是其中哪一项，如{self._within(fact)}")
        path = fact.name + ".name" if inner and joined else fact.name
        return Mark(asked, path, fact.kind, many, joined, counted)

    def _fact(self, named: str) -> Fact:
        found = {fact.name: fact for fact in self.found.get(named, ())}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            which = "、".join(self.spelt(fact) for fact in found.values())
            raise WrongMark(f"“{named}”不止一项，请写明是 {which} 中的哪一项")
        near = [key for key in self.found if named and (named in key or key in named) and not key.isascii()]
        hint = f"，是不是 {'、'.join(near[:SHOWN])}" if near else "，请核对名称"
        raise WrongMark(f"没有“{named}”这项事实{hint}")

    def spelt(self, fact: Fact) -> str:
        """A way to name the fact that means no other."""
        keys = [key for key, facts in self.found.items() if facts == [fact]]
        return min(keys, key=lambda key: (key.isascii(), len(key)), default=fact.name)

    def _within(self, fact: Fact) -> str:
        inner = next(one for one in self.facts if one.name.startswith(fact.name + "."))
        return self.spelt(inner)

    def _named(self, fact: Fact) -> bool:
        return any(one.name == fact.name + ".name" for one in self.facts)


def marks_in(text: str) -> list[str]:
    """What stands between braces; WrongMark where braces are left over."""
    rest = MARK.sub("", text)
    if found := BEGUN.search(rest):
        if "%" in found[0]:
            raise WrongMark("不用写循环：写了列表里一项的那一行，会按列表自己重复")
        raise WrongMark(f"“{found[0]}”没有成对，标记要写成 {{{{ 案号 }}}}")
    return [one.strip() for one in MARK.findall(text)]


def told(mark: Mark, known: Mapping[str, Any], entry: Any = None, number: int = 0) -> Value:
    """The value of a mark, as what it is; None where nothing is known. `entry`: of the repeated row."""
    if mark.numbers:
        return number or None
    if mark.counted:
        return len(_at(known, mark.many.removesuffix(MANY)) or ())
    if mark.joined:
        return JOIN.join(filter(None, (in_words(_typed(one, mark.kind)) for one in every(known, mark.path))))
    if mark.repeats:
        rest = mark.path[len(mark.many) :].removeprefix(".")
        found = every({"entry": entry}, f"entry.{rest}" if rest else "entry")
        if MANY in rest:
            return JOIN.join(filter(None, (in_words(_typed(one, mark.kind)) for one in found)))
        return _typed(found[0] if found else None, mark.kind)
    return _typed(_at(known, mark.path), mark.kind)


def in_words(value: Value) -> str:
    """A value within a text."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case date():
            return day(value)
    return str(value)


def entries(mark: Mark, known: Mapping[str, Any]) -> list[Any]:
    """The entries of the list that repeats a mark's row; a text of several lines is a list of them."""
    found = _at(known, mark.many.removesuffix(MANY))
    if isinstance(found, str):
        return [line for line in found.splitlines() if line.strip()]
    return list(found) if isinstance(found, list | tuple) else []


def replaced(text: str, values: Iterable[str]) -> str:
    """The text with a value in place of each of its marks."""
    rest: Iterator[str] = iter(values)
    return MARK.sub(lambda _: next(rest), text)


def _typed(value: Any, kind: FactKind) -> Value:
    if value is None or value in ("", [], ()):
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    match kind:
        case FactKind.DATE:
            return _day(value)
        case FactKind.DUE:
            return _due(value)
        case FactKind.NUMBER:
            return _number(value)
    if isinstance(value, date):
        return value
    if isinstance(value, list | tuple):
        return JOIN.join(str(one) for one in value if not isinstance(one, Mapping))
    return None if isinstance(value, Mapping) else str(value)


def _day(value: Any) -> Value:
    try:
        return as_date(value)
    except BadFact:
        return str(value)


def _due(value: Any) -> Value:
    """The careful day; one that is 暂定 says so."""
    if not isinstance(value, Mapping):
        return _day(value)
    if not value.get("due"):
        return None
    words = limit(value)
    return words if "暂定" in words else _day(value.get("display") or value["due"])


def _number(value: Any) -> Value:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not found.is_finite():
        return str(value)
    return int(found) if found == found.to_integral_value() else found


def _at(known: Any, path: str) -> Any:
    for key in path.split("."):
        if not isinstance(known, Mapping):
            return None
        known = known.get(key)
    return known


def every(known: Any, path: str) -> list[Any]:
    """Every value that a path leads to, through its lists."""
    found = [known]
    for key in path.split("."):
        step = key.removesuffix(MANY)
        found = [one.get(step) for one in found if isinstance(one, Mapping)]
        if key.endswith(MANY):
            found = [item for one in found if isinstance(one, list | tuple) for item in one]
    return found


def _short(label: str) -> set[str]:
    """A label, and its name alone without what explains it."""
    return {label, EXPLAINED.sub("", label)} - {""}


def _plain(said: str) -> str:
    return SPACE.sub("", said).replace("．", ".").replace("。", ".")
