"""Tokens: how the text of a case is cut for the search index, and how what was typed is looked for in it.

A run of digits or Latin letters is cut into overlapping threes with its tail, so that any part of it is
found: 138001 → 138 380 800 001 01 1. Every other character is a token. Two tokens touch only where their
characters do; a mark stands at every gap. The tokens are the same on both engines, and so are the answers.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

GAP = "zz"
_RUN = re.compile(r"[0-9a-z]+|[^0-9a-z]")


@dataclass(frozen=True)
class Phrase:
    """Tokens one after another; where it is open, the last of them may go on in the text."""

    tokens: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True)
class Word:
    """What was typed between two blanks: all of its phrases, or a name that is spelt so."""

    phrases: tuple[Phrase, ...]
    pinyin: str


@dataclass(frozen=True)
class Wanted:
    """What is looked for: all of the words, each anywhere, and a flag."""

    words: tuple[Word, ...]
    flag: str


@dataclass(frozen=True)
class Indexed:
    """What is kept of one case: its row, and the tokens of its words, its names' spellings and its flags."""

    row: int
    words: tuple[str, ...]
    pinyin: tuple[str, ...]
    flags: tuple[str, ...]


def tokens(words: str) -> list[str]:
    """The tokens of a text as the index keeps them."""
    found: list[str] = []
    for piece in _pieces(words):
        if found:
            found.append(GAP)
        for run in piece:
            found += _cut(run) + _tail(run)
    return found


def wanted(typed: str, flag: str = "") -> Wanted:
    """What was typed, and the flag, as they are looked for; without words where there is nothing in it."""
    return Wanted(tuple(_word(word) for word in typed.split() if any(_pieces(word))), flag_token(flag))


def flag_token(flag: str) -> str:
    """A flag as its one token."""
    return "".join(character for character in flag.lower() if character.isalnum())


def _pieces(words: str) -> Iterator[list[str]]:
    """The unbroken pieces of a text, each as its runs."""
    piece: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", words).lower()):
        if run.isalnum():
            piece.append(run)
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _cut(run: str) -> list[str]:
    if run.isascii():
        return [run[at : at + 3] for at in range(len(run) - 2)]
    # characters younger than the tokenizer's tables would be gaps to it
    return [run if "\u3400" <= run <= "\u9fcc" else f"{GAP}{ord(run):x}"]


def _tail(run: str) -> list[str]:
    if not run.isascii():
        return []
    return [run] if len(run) == 1 else [run[-2:], run[-1]]


def _word(word: str) -> Word:
    letters = unicodedata.normalize("NFKC", word).lower()
    spelt = letters if letters.isascii() and letters.isalpha() else ""
    return Word(tuple(_phrase(piece) for piece in _pieces(word)), spelt)


def _phrase(piece: list[str]) -> Phrase:
    """A piece as one phrase; its last run may go on in the text, so it is left without its tail."""
    found: list[str] = []
    for run in piece[:-1]:
        found += _cut(run) + _tail(run)
    last = piece[-1]
    if last.isascii() and len(last) < 3:
        return Phrase((*found, last), is_open=True)
    return Phrase((*found, *_cut(last)), is_open=False)
