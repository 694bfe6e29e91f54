"""What a template asks to be told: declared facts, picked out of what is known, the missing ones named."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
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
    DUE = "due"  # a deadline: {due, display, name, article}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One declared fact; `required` is yes, no, or the condition under which it is."""

    name: str
    label: str
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


def pick(
    facts: tuple[Fact, ...],
    known: Mapping[str, object],
    paper: str,
    holds: Callable[[str, Mapping[str, Any]], bool],
) -> dict[str, Any]:
    """The declared facts alone, absent ones as empty text or list; FactsMissing names what is required."""
    absent: list[tuple[Fact, str]] = []
    found = _pick(_tree(facts), known, absent, "")
    missing = [
        fact.label + where
        for fact, where in absent
        if (holds(fact.required, found) if isinstance(fact.required, str) else fact.required)
    ]
    if missing:
        raise FactsMissing(paper=paper, names="、".join(dict.fromkeys(missing)))
    assert isinstance(found, dict)
    return found


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


def _pick(node: _Node, value: object, absent: list[tuple[Fact, str]], where: str) -> Any:
    if node.many:
        items = list(value) if isinstance(value, list | tuple) else []
        if not items and node.fact:
            absent.append((node.fact, where))
        single = _Node(fact=None if node.below else node.fact, below=node.below)
        places = [f"（第{at}项）" if len(items) > 1 else "" for at in range(1, len(items) + 1)]
        return [_pick(single, item, absent, place) for item, place in zip(items, places, strict=True)]
    if node.below:
        table = value if isinstance(value, Mapping) else {}
        return {key: _pick(below, table.get(key), absent, where) for key, below in node.below.items()}
    assert node.fact is not None
    if value is None or (isinstance(value, str) and not value.strip()) or value == {}:
        absent.append((node.fact, where))
        return ""
    if node.fact.choices and value not in node.fact.choices:
        raise BadFact(label=node.fact.label, why=f"应为{'、'.join(node.fact.choices)}之一。")
    return value


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
            return {"due": on, "display": on, "name": node.fact.label, "article": ""}
        case FactKind.NUMBER:
            return each
        case FactKind.TEXT:
            return text.format(label=node.fact.label)
