"""The search index on PostgreSQL: rows that have all the tokens, then the phrase among their tokens as text.

A tsvector's own positions end at 16,383, and at the 256th of the same token: a long case would be found by
some of its words only. So the GIN index narrows down by tokens, and the phrase is looked for in the row.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR

from fuyi_desktop.store.tokens import Indexed, Phrase, Wanted, Word

WORD, PINYIN, FLAG = "w", "p", "f"  # what a lexeme begins with: one index for three kinds
search = Table(
    "search",
    MetaData(),
    Column("row", Integer, primary_key=True),
    Column("words", Text, nullable=False),  # the tokens in their order, a blank before and after each
    Column("pinyin", Text, nullable=False),
    Column("lexemes", TSVECTOR, nullable=False),
)


def hits(looked_for: Wanted) -> Select[Any]:
    """The question for the rows of the cases that have it."""
    parts = [_lexemes(word) for word in looked_for.words]
    parts += [_quoted(FLAG + looked_for.flag)] if looked_for.flag else []
    having = search.c.lexemes.bool_op("@@")(cast(" & ".join(parts), TSQUERY))
    return select(search.c.row).where(having, *map(_exactly, looked_for.words))


def put(connection: Connection, given: Sequence[Indexed]) -> None:
    """Index these rows, in place of what stood there."""
    remove(connection, [it.row for it in given])
    made = func.array_to_tsvector(bindparam("lexemes", type_=ARRAY(Text)))
    connection.execute(
        insert(search).values(lexemes=made),
        [
            {
                "row": it.row,
                "words": _spaced(it.words),
                "pinyin": _spaced(it.pinyin),
                "lexemes": [
                    kind + token
                    for kind, tokens in ((WORD, it.words), (PINYIN, it.pinyin), (FLAG, it.flags))
                    for token in tokens
                ],
            }
            for it in given
        ],
    )


def remove(connection: Connection, rows: Sequence[int]) -> None:
    """Take these rows out of the index."""
    connection.execute(delete(search).where(search.c.row.in_(rows)))


def _lexemes(word: Word) -> str:
    found = " & ".join(
        _quoted(WORD + token) + (":*" if phrase.is_open and token is phrase.tokens[-1] else "")
        for phrase in word.phrases
        for token in phrase.tokens
    )
    return f"({found} | {_quoted(PINYIN + word.pinyin)}:*)" if word.pinyin else f"({found})"


def _exactly(word: Word) -> ColumnElement[bool]:
    found = and_(*(func.strpos(search.c.words, _told(phrase)) > 0 for phrase in word.phrases))
    return or_(found, func.strpos(search.c.pinyin, f" {word.pinyin}") > 0) if word.pinyin else found


def _told(phrase: Phrase) -> str:
    return f" {' '.join(phrase.tokens)}{'' if phrase.is_open else ' '}"


def _spaced(tokens: Iterable[str]) -> str:
    return f" {' '.join(tokens)} "


def _quoted(lexeme: str) -> str:
    return f"'{lexeme}'"
