"""常用语和问题组 — what is said at every session of a kind, and what is asked, in order."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fuyi_desktop.domain.errors import BadFact

WORD = re.compile(r"\{(\w+)\}")
UNKNOWN = "　　　　"


@dataclass(frozen=True)
class Phrase:
    """常用语: what it is called in the list, and what it says."""

    title: str
    text: str
    own: bool = False  # added by the office
    initials: tuple[str, ...] = ()  # pinyin of the title, for typing


@dataclass(frozen=True)
class Question:
    """One question: its words, who is asked, and the fact of the form that the answer fills."""

    ask: str
    whom: str = ""
    fact: str = ""


@dataclass(frozen=True)
class Pack:
    """问题组: questions that are asked one after another."""

    title: str
    questions: tuple[Question, ...]
    own: bool = False


@dataclass(frozen=True)
class Bank:
    """What there is for one kind of session."""

    phrases: tuple[Phrase, ...] = ()
    packs: tuple[Pack, ...] = ()

    def __add__(self, other: "Bank") -> "Bank":
        return Bank(self.phrases + other.phrases, self.packs + other.packs)

    def told(self, words: Mapping[str, str]) -> "Bank":
        """The same with the case's own words filled in."""
        phrases = tuple(replace(one, text=filled(one.text, words)) for one in self.phrases)
        packs = (
            replace(one, questions=tuple(replace(q, ask=filled(q.ask, words)) for q in one.questions))
            for one in self.packs
        )
        return Bank(phrases, tuple(packs))


def bank_from(text: str, name: str) -> Bank:
    """What a file of phrases says; BadFact with the place."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFact(label=name, why=f"不是有效的常用语文件：{error}。") from error
    try:
        phrases = tuple(Phrase(_said(one, "title"), _said(one, "text")) for one in found.get("phrases", ()))
        packs = tuple(
            Pack(_said(one, "title"), tuple(question_of(given) for given in one["questions"]))
            for one in found.get("packs", ())
        )
    except (KeyError, TypeError) as error:
        why = "phrases 要有 title 和 text，packs 要有 title 和 questions。"
        raise BadFact(label=name, why=why) from error
    return Bank(phrases, packs)


def question_of(given: Mapping[str, Any] | str) -> Question:
    """A question as written: its words alone, or a table."""
    if isinstance(given, str):
        return Question(given)
    return Question(_said(given, "ask"), str(given.get("whom", "")), str(given.get("fact", "")))


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with the case's own words for {申请人}, {行政行为} …; room where one is not known."""
    return WORD.sub(lambda found: words.get(found[1]) or UNKNOWN, text)


def _said(table: Mapping[str, Any], name: str) -> str:
    found = table[name]
    if not isinstance(found, str) or not found.strip():
        raise TypeError(name)
    return found
