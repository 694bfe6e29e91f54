"""What a template asks to be told: declared facts, picked out of what is known, the missing ones named."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from fuyi_desktop.domain.errors import BadFact, FactsMissing

MANY = "[]"  # applicants[].name: the name of each


class FactKind(StrEnum):
    """What a fact is, so that a specimen can be made of it."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    DUE = "due"  # a deadline: {due, display, provisional, name, article}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One declared fact; `required` is yes, no, or the condition under which it is."""

    name: str
    label: str
    source: str = ""  # where else it may stand: a path of what is known, taken where the name itself is empty
    kind: FactKind = FactKind.TEXT
    required: bool | str = False
    choices: tuple[str, ...] = ()


@dataclass
class _Node:
    """The declared facts as a tree, one key at a time."""

    fact: Fact | None = None
    many: bool = False
    below: dict[str, "_Node"] = field(default_factory=dict)


def declares(facts: Iterable[Fact], path: str) -> bool:
    """Whether a template may speak of this path: a declared fact, what leads to one, or what lies in one."""
    facts = tuple(facts)
    for fact in facts:
        if path in (fact.name, fact.name.removesuffix(MANY)):
            return True
        if fact.name.startswith((path + ".", path + MANY)):
            return True
        open_ended = not any(other.name.startswith(fact.name + ".") for other in facts)
        if open_ended and path.startswith(fact.name + "."):
            return True
    return False


Holds = Callable[[str, Mapping[str, Any]], bool]


def pick(facts: tuple[Fact, ...], known: Mapping[str, object], paper: str, holds: Holds) -> dict[str, Any]:
    """The declared facts alone, absent ones as empty text or list; FactsMissing names what is required."""
    found, absent = _picked(facts, known, holds)
    if absent:
        raise FactsMissing(
            paper=paper, names="、".join(dict.fromkeys(fact.label + at for fact, at in absent))
        )
    return found


def missing(facts: tuple[Fact, ...], known: Mapping[str, object], holds: Holds) -> tuple[Fact, ...]:
    """The required facts that are absent, each once, under the path where it may be put."""
    _, absent = _picked(facts, known, holds)
    return tuple(replace(fact, name=fact.name.removesuffix(MANY)) for fact in dict(absent))


def _picked(
    facts: tuple[Fact, ...], known: Mapping[str, object], holds: Holds
) -> tuple[dict[str, Any], list[tuple[Fact, str]]]:
    absent: list[tuple[Fact, str]] = []
    found: dict[str, Any] = _Picking(known, absent).pick(_tree(facts), known, "")
    wanted = [
        (fact, where)
        for fact, where in absent
        if (holds(fact.required, found) if isinstance(fact.required, str) else fact.required)
    ]
    return found, wanted


def specimen(
    facts: tuple[Fact, ...], on: date, *, each: int = 1, text: str = "〔{label}〕"
) -> dict[str, Any]:
    """Facts that show what belongs where: labels in brackets, `each` entries in every list."""
    found = _specimen(_tree(facts), on, each, text)
    assert isinstance(found, dict)
    return found


def _tree(facts: Iterable[Fact]) -> _Node:
    top = _Node()
    for fact in facts:
        node = top
        for step in fact.name.split("."):
            node = node.below.setdefault(step.removesuffix(MANY), _Node())
            node.many = node.many or step.endswith(MANY)
        node.fact = fact
    return top


@dataclass(frozen=True)
class _Picking:
    """Goes down what is known and what is declared side by side, and notes what is absent."""

    known: Mapping[str, object]
    absent: list[tuple[Fact, str]]

    def pick(self, node: _Node, value: object, where: str) -> Any:
        if node.fact and node.fact.source and _is_empty(value):
            value = _at(self.known, node.fact.source)
        if node.many:
            return self.each(node, value, where)
        if node.below:
            table = value if isinstance(value, Mapping) else {}
            return {key: self.pick(below, table.get(key), where) for key, below in node.below.items()}
        assert node.fact is not None
        if _is_empty(value):
            self.absent.append((node.fact, where))
            return ""
        if node.fact.choices and value not in node.fact.choices:
            raise BadFact(label=node.fact.label, why=f"应为{'、'.join(node.fact.choices)}之一。")
        return value

    def each(self, node: _Node, value: object, where: str) -> list[Any]:
        """Every item of a list; a text of several lines is a list of them."""
        if isinstance(value, str) and not node.below:
            value = [line for line in value.splitlines() if line.strip()]
        items = list(value) if isinstance(value, list | tuple) else []
        if not items and node.fact:
            self.absent.append((node.fact, where))
        single = _Node(fact=None if node.below else node.fact, below=node.below)
        places = [f"（第{at}项）" if len(items) > 1 else "" for at in range(1, len(items) + 1)]
        return [self.pick(single, item, place) for item, place in zip(items, places, strict=True)]


def _is_empty(value: object) -> bool:
    return value is None or value in ({}, [], ()) or (isinstance(value, str) and not value.strip())


def _at(known: object, path: str) -> object:
    for key in path.split("."):
        if not isinstance(known, Mapping):
            return None
        known = known.get(key)
    return known


def _specimen(node: _Node, on: date, each: int, text: str) -> Any:
    if node.many:
        single = _Node(fact=node.fact, below=node.below)
        return [_specimen(single, on, each, text) for _ in range(each)]
    if node.below:
        return {key: _specimen(below, on, each, text) for key, below in node.below.items()}
    assert node.fact is not None
    if node.fact.choices:
        return node.fact.choices[0]
    match node.fact.kind:
        case FactKind.DATE:
            return on
        case FactKind.DUE:
            known = {"due": on, "display": on, "provisional": False}
            return known | {"name": node.fact.label, "article": ""}
        case FactKind.NUMBER:
            return each
        case FactKind.TEXT:
            return text.format(label=node.fact.label)
