"""Search: single characters with a mark at every gap, and pinyin, in one full-text index.

A run of digits or Latin letters is cut into overlapping threes with its tail, so that any part of it is
found: 138001 → 138 380 800 001 01 1. Every other character is a token. Two tokens touch only where their
characters do.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, text

from fuyi_desktop.store.pinyin import spellings

GAP = "zz"
_RUN = re.compile(r"[0-9a-z]+|[^0-9a-z]")


def tokens(words: str) -> list[str]:
    """The tokens of a text as the index keeps them."""
    found: list[str] = []
    for piece in _pieces(words):
        if found:
            found.append(GAP)
        for run in piece:
            found += _cut(run) + _tail(run)
    return found


def match(typed: str) -> str:
    """The full-text expression for what was typed: all its words, each anywhere; empty where none is left."""
    return " AND ".join(_word(word) for word in typed.split() if any(_pieces(word)))


def flag_match(flag: str) -> str:
    """The expression for the cases with a flag."""
    return f"flags : {_quoted(_flag(flag))}"


def put_rows(connection: Connection, rows: Iterable[tuple[int, str, str, tuple[str, ...]]]) -> None:
    """Index (row, names, words, flags) of cases, in place of what stood there for the row."""
    given = [
        {
            "row": row,
            "words": " ".join(tokens(f"{names} {words}")),
            "pinyin": " ".join(spelling for name in names.split() for spelling in spellings(name)),
            "flags": " ".join(_flag(flag) for flag in flags),
        }
        for row, names, words, flags in rows
    ]
    if given and connection.dialect.name == "sqlite":
        connection.execute(text("DELETE FROM search WHERE rowid = :row"), given)
        connection.execute(
            text("INSERT INTO search (rowid, words, pinyin, flags) VALUES (:row, :words, :pinyin, :flags)"),
            given,
        )


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


def _word(word: str) -> str:
    found = " AND ".join(_phrase(piece) for piece in _pieces(word))
    letters = unicodedata.normalize("NFKC", word).lower()
    if letters.isascii() and letters.isalpha():
        return f"(({found}) OR pinyin : {letters}*)"
    return f"({found})"


def _phrase(piece: list[str]) -> str:
    """A piece as one phrase; its last run may go on in the text, so it is left without its tail."""
    found: list[str] = []
    for run in piece[:-1]:
        found += _cut(run) + _tail(run)
    last = piece[-1]
    if last.isascii() and len(last) < 3:
        return f"words : {_quoted(' '.join([*found, last]))} *"
    return f"words : {_quoted(' '.join(found + _cut(last)))}"


def _flag(flag: str) -> str:
    return "".join(character for character in flag.lower() if character.isalnum())


def _quoted(phrase: str) -> str:
    return '"' + phrase.replace('"', "") + '"'
