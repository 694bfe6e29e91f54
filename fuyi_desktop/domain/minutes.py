"""笔录 — who said what at a session, turn by turn, and what was put right after it was read out."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, ClassVar

from fuyi_desktop.domain.record import Facts, Merge, Record, RecordId, kept

MARK = re.compile(r"\[(\d{2,}):([0-5]\d):([0-5]\d)\]")
NEAR = 2  # characters left standing between two changes that are read as one


class Said(StrEnum):
    """What a turn is."""

    QUESTION = "question"
    ANSWER = "answer"
    STATEMENT = "statement"
    EVENT = "event"  # 记录: what happened, said by nobody


@dataclass(frozen=True)
class Correction:
    """改正: at a place of the text as recorded, what was struck out and what put in, and who initials it."""

    at: int
    struck: str
    added: str
    by: str


@dataclass(frozen=True)
class Turn:
    """One speaker's words; `text` stays as it was recorded, corrections stand beside it."""

    speaker: str  # the label of one of the people: 申请人
    text: str = ""
    at: str = ""  # the moment it was begun, ISO
    kind: Said = Said.STATEMENT
    fact: str = ""  # of a question: the fact of the form that the answers to it fill
    corrections: tuple[Correction, ...] = ()

    @property
    def reads(self) -> str:
        """The text with its corrections made."""
        return "".join(piece.text for piece in pieces(self) if not piece.struck)


@dataclass(frozen=True)
class Piece:
    """A stretch of a turn: standing, struck out, or put in by somebody."""

    text: str
    struck: bool = False
    by: str = ""  # who initials it; empty for what stands as recorded


@dataclass(frozen=True)
class Speaker:
    """One who may speak: under which word, and who that is."""

    label: str  # 申请人, or 申请人柳河 where there are several
    name: str = ""
    asks: bool = False  # whose words are questions
    event: bool = False  # nobody: what happened


@dataclass(frozen=True)
class Recording:
    """录音录像: a file of the case, and where it begins on the clock of the session."""

    attachment: RecordId
    name: str
    digest: str  # SHA-256
    size: int
    seconds: int = 0  # 0: nobody knows
    starts: int = 0  # seconds after the clock of the session was started


@dataclass(frozen=True)
class TimeMark:
    """A place of the minutes with its place in the recordings."""

    turn: int  # from 0
    seconds: int
    file: str = ""  # name of the recording that has it; empty where none has
    within: int = 0  # seconds into that file


@dataclass(frozen=True)
class Change:
    """At a place so many turns go and these come: what a save writes, and what undoing turns round."""

    at: int
    out: int
    put: tuple[Turn, ...]


@dataclass(frozen=True, kw_only=True)
class Minutes(Record):
    """笔录, as finished. It is never edited: what is opened again becomes the next version."""

    table: ClassVar[str] = "minutes"

    case_id: RecordId = kept(Merge.IDENTITY, indexed=True)
    form: str = kept(Merge.IDENTITY)  # F14
    session_id: str = kept(Merge.IDENTITY, "")
    title: str = kept(Merge.IDENTITY)
    version: int = kept(Merge.IDENTITY, 1)
    follows: RecordId = kept(Merge.IDENTITY, "")  # the version before this one
    begun_at: datetime = kept(Merge.IDENTITY)
    ended_at: datetime = kept(Merge.IDENTITY)
    place: str = kept(Merge.IDENTITY, "")
    people: tuple[Facts, ...] = kept(Merge.IDENTITY, ())
    turns: tuple[Facts, ...] = kept(Merge.IDENTITY, ())
    marks: tuple[Facts, ...] = kept(Merge.IDENTITY, ())
    recordings: tuple[Facts, ...] = kept(Merge.IDENTITY, ())
    by: str = kept(Merge.IDENTITY)
    paper_id: RecordId = kept(Merge.IDENTITY, "")
    signed_on: date | None = kept(Merge.LEGAL, None)

    @property
    def talk(self) -> tuple[Turn, ...]:
        return tuple(turn_of(one) for one in self.turns)


@dataclass(frozen=True, kw_only=True)
class MinutesDraft(Record):
    """Minutes that are being written, at this station alone; what was said lies in its entries."""

    table: ClassVar[str] = "minutes_draft"
    travels: ClassVar[bool] = False

    of_case: RecordId = kept(Merge.STATION, indexed=True)
    form: str = kept(Merge.STATION)
    session_id: str = kept(Merge.STATION, "")
    title: str = kept(Merge.STATION)
    version: int = kept(Merge.STATION, 1)
    follows: RecordId = kept(Merge.STATION, "")
    begun_at: datetime = kept(Merge.STATION)
    place: str = kept(Merge.STATION, "")
    people: tuple[Facts, ...] = kept(Merge.STATION, ())
    recordings: tuple[Facts, ...] = kept(Merge.STATION, ())
    tape_at: datetime | None = kept(Merge.STATION, None)  # when the recording was started: [00:00:00]
    correcting: bool = kept(Merge.STATION, False)  # it has been read out: changes show as corrections


@dataclass(frozen=True, kw_only=True)
class MinutesEntry(Record):
    """One small write of what has been typed since the one before; never changed."""

    table: ClassVar[str] = "minutes_entry"
    travels: ClassVar[bool] = False

    draft_id: RecordId = kept(Merge.STATION, indexed=True)
    n: int = kept(Merge.STATION)
    content: Facts = kept(Merge.STATION, {})
    at: datetime = kept(Merge.STATION)


def entry_id(draft_id: RecordId, n: int) -> RecordId:
    """One id for each place in the row: two desks that write the same place are told of it."""
    return f"{draft_id}:{n:06d}"


# Changes


def difference(before: Sequence[Turn], after: Sequence[Turn]) -> Change | None:
    """What has changed, as one change; None for nothing. Turns that are the same value are not compared."""
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and before[head] is after[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before[len(before) - 1 - tail] is after[len(after) - 1 - tail]:
        tail += 1
    if len(before) == len(after) == head + tail:
        return None
    return Change(head, len(before) - head - tail, tuple(after[head : len(after) - tail]))


def made(turns: list[Turn], change: Change) -> Change:
    """Make a change; the one that takes it back."""
    end = change.at + change.out
    back = Change(change.at, len(change.put), tuple(turns[change.at : end]))
    turns[change.at : end] = change.put
    return back


# Corrections


def pieces(turn: Turn) -> Iterator[Piece]:
    """The turn from left to right, with what was struck out and put in."""
    at = 0
    for one in turn.corrections:
        if one.at > at:
            yield Piece(turn.text[at : one.at])
        if one.struck:
            yield Piece(one.struck, struck=True, by=one.by)
        if one.added:
            yield Piece(one.added, by=one.by)
        at = one.at + len(one.struck)
    if at < len(turn.text):
        yield Piece(turn.text[at:])


def corrected(turn: Turn, text: str, by: str) -> Turn:
    """The turn as it is to read now: the text as recorded stays, the changes are initialled by somebody.

    A correction that stands already keeps whoever initials it.
    """
    known = {(one.at, one.struck, one.added): one.by for one in turn.corrections}
    found: list[Correction] = []
    blocks = SequenceMatcher(None, turn.text, text, autojunk=False).get_opcodes()
    for tag, start, end, first, last in _joined(blocks):
        if tag != "equal":
            struck, added = turn.text[start:end], text[first:last]
            who = known.get((start, struck, added), by)
            found.append(Correction(start, struck, added, who))
    return replace(turn, corrections=tuple(found))


Block = tuple[str, int, int, int, int]


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Changes that lie next to one another as one: a character or two between them are no island."""
    found: list[Block] = []
    for block in blocks:
        tag, _, end, _, last = block
        if len(found) > 1 and tag != "equal" and found[-1][0] == "equal" and found[-2][0] != "equal":
            _, start, until, first, _ = found[-1]
            if until - start <= NEAR:
                _, start, _, first, _ = found[-2]
                found[-2:] = [("replace", start, end, first, last)]
                continue
        found.append(block)
    return found


def written(turn: Turn) -> str:
    """The turn on paper: corrections in words, each with its place for a finger print (捺印)."""
    said = ""
    at = 0
    for one in turn.corrections:
        said += turn.text[at : one.at] + _told(one)
        at = one.at + len(one.struck)
    return said + turn.text[at:]


def _told(one: Correction) -> str:
    match bool(one.struck), bool(one.added):
        case True, True:
            told = f"删去“{one.struck}”，改为“{one.added}”"
        case True, False:
            told = f"删去“{one.struck}”"
        case _:
            told = f"增加“{one.added}”"
    return f"〔{told}，{one.by}捺印：________〕"


# Marks into recordings


def clock(seconds: int) -> str:
    """00:12:31."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def time_marks(turns: Iterable[Turn], recordings: Sequence[Recording] = ()) -> tuple[TimeMark, ...]:
    """Every [00:12:31] in what was said, with the file that has it."""
    found = []
    for at, turn in enumerate(turns):
        for hours, minutes, seconds in MARK.findall(turn.reads):
            place = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
            file = next((one for one in reversed(recordings) if has(one, place)), None)
            within = place - file.starts if file else 0
            found.append(TimeMark(at, place, file.name if file else "", within))
    return tuple(found)


def has(recording: Recording, seconds: int) -> bool:
    """Whether a moment of the session lies in a file; one of unknown length reaches to the end."""
    return recording.starts <= seconds and (
        not recording.seconds or seconds <= recording.starts + recording.seconds
    )


def index_of(recordings: Sequence[Recording]) -> str:
    """录音录像索引: every file with its length and the beginning of its SHA-256."""
    return "；".join(
        f"{one.name}{f'（{clock(one.seconds)}）' if one.seconds else ''}，SHA-256 {one.digest[:16]}"
        for one in recordings
    )


# As plain values


def plain(value: Turn | Speaker | Recording | TimeMark | Change) -> dict[str, Any]:
    """As a record keeps it; what is empty is left out."""
    found: dict[str, Any] = {}
    for name, one in vars(value).items():
        if isinstance(one, tuple):
            one = [item if isinstance(item, str) else plain_any(item) for item in one]
        if one not in ("", 0, False, []) or name in ("at", "out"):
            found[name] = one
    return found


def plain_any(value: Any) -> dict[str, Any]:
    return vars(value) if isinstance(value, Correction) else plain(value)


def turn_of(found: Mapping[str, Any]) -> Turn:
    """A turn as it was kept."""
    corrections = tuple(Correction(**one) for one in found.get("corrections", ()))
    kind = Said(found.get("kind", Said.STATEMENT))
    return Turn(**{**found, "kind": kind, "corrections": corrections})


def change_of(found: Mapping[str, Any]) -> Change:
    """A change as it was kept."""
    return Change(found["at"], found["out"], tuple(turn_of(one) for one in found.get("put", ())))
