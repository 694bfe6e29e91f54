"""填写项 — the typed facts of a form: what each one is, and how what was typed is read."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.party import Party
from fuyi_desktop.domain.record import Facts

Parties = Sequence[Party]

# Dates that in every table stand on one side of the day of their step.
NOT_BEFORE = frozenset({"perform_by", "until", "reply_by", "held_on"})
NOT_AFTER = frozenset({"posted_on", "judged_on", "filed_on"})
LONGEST = 200  # characters of a line: names, numbers, places


class FieldKind(StrEnum):
    """What a fact is, which decides how it is asked for and read."""

    DATE = "date"
    TEXT = "text"
    LONG = "long"
    INTEGER = "integer"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MANY = "many"
    PARTY = "party"
    STATION = "station"


@dataclass(frozen=True)
class Choice:
    """One of the values a fact may take, with the article that names it."""

    code: str
    label: str
    article: str = ""


@dataclass(frozen=True)
class Field:
    """One typed fact of a step, with what F1 says about it."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    choices: tuple[Choice, ...] = ()
    help: str = ""
    article: str = ""
    default: Any = None
    when: tuple[str, tuple[Any, ...]] | None = None  # asked only where an earlier field says so
    checked: bool = False  # 核对项: has to be answered; a step recorded without it counts as well

    def asked(self, given: Facts) -> bool:
        """Whether it is asked for beside what has been filled in so far."""
        return self.when is None or given.get(self.when[0]) in self.when[1]


def read_fields(fields: Sequence[Field], facts: Facts, form: str, parties: Parties) -> dict[str, Any]:
    """The facts of a form read by its fields, dates as ISO text; BadFact names the first gap."""
    names = {field.name for field in fields}
    for name in facts:
        if name not in names:
            raise BadFact(label=name, why=f"“{form}”没有这一项。")
    kept: dict[str, Any] = {}
    for field in fields:
        value = facts.get(field.name)
        if isinstance(value, str):
            value = value.strip()
        asked = field.asked(kept)
        if value in (None, "", [], ()) and asked:
            value = field.default
        if value in (None, "", [], ()):
            if field.required and asked:
                raise BadFact(label=field.label, why="还没有填写。")
            continue
        kept[field.name] = _READ[field.kind](field, value, parties)
    return kept


def readable(fields: Sequence[Field], facts: Facts, parties: Parties) -> dict[str, Any]:
    """Of a form that is half typed, what can be read already."""
    kept: dict[str, Any] = {}
    for field in fields:
        given = {field.name: facts[field.name]} if field.name in facts else {}
        with suppress(BadFact):
            kept |= read_fields([field], given, "", parties)
    return kept


def days_fit(fields: Sequence[Field], facts: Facts, form: str, on: date, *, sends: bool) -> None:
    """Raise BadFact for a date that cannot lie where it does beside the day of the step itself.

    What a step sends is not received before it.
    """
    later = NOT_BEFORE | {"received_on"} if sends else NOT_BEFORE
    for field in fields:
        given = facts.get(field.name) if field.kind is FieldKind.DATE else None
        if given and field.name in later and date.fromisoformat(given) < on:
            raise BadFact(label=field.label, why=f"{given}早于{form}的{on.isoformat()}，请核对日期。")
        if given and field.name in NOT_AFTER and date.fromisoformat(given) > on:
            raise BadFact(label=field.label, why=f"{given}晚于{form}的{on.isoformat()}，请核对日期。")


def sound(fields: Sequence[Field], facts: Facts, parties: Parties) -> bool:
    """Whether recorded facts can be relied on: each known one reads, and none that steps turn on is missing.

    Facts that this program does not know are a newer one's, and no fault.
    """
    for field in fields:
        value = facts.get(field.name)
        if value in (None, "", [], ()):
            if (
                field.required
                and not field.checked
                and field.asked(facts)
                and field.default is None
                and field.kind not in (FieldKind.TEXT, FieldKind.LONG)
            ):
                return False
            continue
        try:
            _READ[field.kind](field, value, parties)
        except BadFact:
            return False
    return True


def _read_date(field: Field, value: Any, parties: Parties) -> str:
    try:
        return value.isoformat() if isinstance(value, date) else date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise BadFact(label=field.label, why=f"“{value}”不是日期，应当像 2026-08-03。") from error


def _read_text(field: Field, value: Any, parties: Parties) -> str:
    if not isinstance(value, str):
        raise BadFact(label=field.label, why="应当是文字。")
    text = "".join(_tidy(character, lines=field.kind is FieldKind.LONG) for character in value)
    if field.kind is FieldKind.TEXT and len(text) > LONGEST:
        raise BadFact(label=field.label, why=f"太长，最多 {LONGEST} 字，现在是 {len(text)} 字。")
    return text


def _tidy(character: str, *, lines: bool) -> str:
    """Control and direction marks say nothing and spoil lists and papers; rare characters of names stay."""
    if unicodedata.category(character) not in ("Cc", "Cf") or (lines and character == "\n"):
        return character
    return " " if character.isspace() else ""


def _read_integer(field: Field, value: Any, parties: Parties) -> int:
    try:
        number = int(str(value))
    except ValueError as error:
        raise BadFact(label=field.label, why=f"“{value}”不是整数。") from error
    if number < 0:
        raise BadFact(label=field.label, why=f"不能是 {number}。")
    return number


def _read_yes_no(field: Field, value: Any, parties: Parties) -> bool:
    words = {True: True, False: False, "是": True, "否": False, "true": True, "false": False}
    if isinstance(value, bool | str) and value in words:
        return words[value]
    raise BadFact(label=field.label, why="应当是“是”或“否”。")


def _read_choice(field: Field, value: Any, parties: Parties) -> str:
    for choice in field.choices:
        if value in (choice.code, choice.label):
            return choice.code
    known = "、".join(choice.label for choice in field.choices)
    raise BadFact(label=field.label, why=f"没有“{value}”这一项，可以是{known}。")


def _read_many(field: Field, value: Any, parties: Parties) -> list[str]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise BadFact(label=field.label, why="应当是一组选项。")
    read = _read_choice if field.choices else _read_text
    return [read(field, item, parties) for item in value]


def _read_party(field: Field, value: Any, parties: Parties) -> str:
    found = [party.id for party in parties if value in (party.id, party.name)]
    if len(found) != 1:
        raise BadFact(label=field.label, why=f"本案当事人中{'不止一个' if found else '没有'}“{value}”。")
    return found[0]


_READ: Mapping[FieldKind, Callable[[Field, Any, Parties], Any]] = {
    FieldKind.DATE: _read_date,
    FieldKind.TEXT: _read_text,
    FieldKind.LONG: _read_text,
    FieldKind.INTEGER: _read_integer,
    FieldKind.YES_NO: _read_yes_no,
    FieldKind.CHOICE: _read_choice,
    FieldKind.MANY: _read_many,
    FieldKind.PARTY: _read_party,
    FieldKind.STATION: _read_text,
}
