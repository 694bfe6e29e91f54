"""The search index: one full-text row a case, asked alike on both engines."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, literal_column, select, table, text

from fuyi_desktop.store.pinyin import spellings
from fuyi_desktop.store.tokens import Indexed, Wanted, Word, flag_token, tokens


def match(looked_for: Wanted) -> str:
    """The expression for FTS5."""
    found = [_expression(word) for word in looked_for.words]
    return " AND ".join([*found, f'flags : "{looked_for.flag}"'] if looked_for.flag else found)


def hits(connection: Connection, looked_for: Wanted) -> Select[Any]:
    """The question for the rows of the cases that have it."""
    if connection.dialect.name == "postgresql":
        from fuyi_desktop.store import lexemes  # here: what it needs costs every other start 20 ms

        return lexemes.hits(looked_for)
    having = text("search MATCH :found").bindparams(found=match(looked_for))
    return select(literal_column("rowid").label("row")).select_from(table("search")).where(having)


def put_rows(connection: Connection, rows: Iterable[tuple[int, str, str, tuple[str, ...]]]) -> None:
    """Index (row, names, words, flags) of cases, in place of what stood there for the row."""
    given = [
        Indexed(
            row,
            tuple(tokens(f"{names} {words}")),
            tuple(spelling for name in names.split() for spelling in spellings(name)),
            tuple(flag_token(flag) for flag in flags),
        )
        for row, names, words, flags in rows
    ]
    if given and connection.dialect.name == "postgresql":
        from fuyi_desktop.store import lexemes

        lexemes.put(connection, given)
    elif given:
        values = [
            {"row": it.row, "words": " ".join(it.words), "pinyin": " ".join(it.pinyin),
             "flags": " ".join(it.flags)}
            for it in given
        ]  # fmt: skip
        connection.execute(text("DELETE FROM search WHERE rowid = :row"), values)
        connection.execute(
            text("INSERT INTO search (rowid, words, pinyin, flags) VALUES (:row, :words, :pinyin, :flags)"),
            values,
        )


def remove_rows(connection: Connection, rows: Iterable[int]) -> None:
    """Take the rows of cases out of the index."""
    given = [{"row": row} for row in rows]
    if given and connection.dialect.name == "postgresql":
        from fuyi_desktop.store import lexemes

        lexemes.remove(connection, [one["row"] for one in given])
    elif given:
        connection.execute(text("DELETE FROM search WHERE rowid = :row"), given)


def _expression(word: Word) -> str:
    found = " AND ".join(
        f'words : "{" ".join(phrase.tokens)}"{" *" if phrase.is_open else ""}' for phrase in word.phrases
    )
    return f"(({found}) OR pinyin : {word.pinyin}*)" if word.pinyin else f"({found})"
