"""笔录的种类 — every kind of session that is recorded: its form, who speaks, what the form takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from fuyi_desktop.domain.minutes import Recording, Said, Speaker, Turn, index_of, written
from fuyi_desktop.domain.party import Party, Role

KEYS = ("F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9")  # by the place in the list of people
DIGITS = "1234567890"  # with Alt, by the same place
LONGEST = 12  # characters of a label: the papers set a longer one apart from no text
EVENT = "记录"
QUESTION, ANSWER = "问", "答"


class Shape(StrEnum):
    """How a form takes what was said."""

    LINES = "lines"  # 申请人：…… one line a turn
    TURNS = "turns"  # speaker and text
    TEXT = "text"  # all of it as one text
    REST = "rest"  # as one text, what no question of the form was answered by


@dataclass(frozen=True)
class Post:
    """Who may speak at a session: under which word, in whose stead of the parties."""

    label: str
    asks: bool = False
    roles: tuple[Role, ...] = ()  # each party of the role has a key of their own
    fact: str = ""  # the fact of the case's last step that names them: chair


@dataclass(frozen=True)
class Kind:
    """One kind of session: its form, its people in the order of their keys, and where the words go."""

    id: str  # of its phrases: hearing
    form: str
    label: str
    posts: tuple[Post, ...]
    says: str  # the fact of the form that takes what was said
    shape: Shape = Shape.LINES
    in_pairs: bool = False  # said as 问 and 答
    step: str = ""  # the step whose facts name chair, panel and place


APPLICANT, RESPONDENT = Post("申请人", roles=(Role.APPLICANT,)), Post("被申请人", roles=(Role.RESPONDENT,))
AGENT, THIRD = Post("代理人", roles=(Role.AGENT,)), Post("第三人", roles=(Role.THIRD_PARTY,))
PARTY, UNIT = Post("当事人", roles=(Role.APPLICANT,)), Post("涉案单位", roles=(Role.RESPONDENT,))
CHAIR, WITNESS = Post("主持人", asks=True, fact="chair"), Post("证人")
MEDIATOR = Post("纾解员", asks=True, fact="mediators")

KINDS: Mapping[str, Kind] = {
    kind.form: kind
    for kind in (
        Kind("hearing", "F14", "听证", (
            CHAIR, Post("听证员", asks=True, fact="hearers"), APPLICANT, AGENT, RESPONDENT, THIRD, WITNESS,
        ), "step.minutes", step="hearing_set"),
        Kind("mediation", "F16", "调解", (
            CHAIR, APPLICANT, AGENT, RESPONDENT, THIRD, Post("在场人员"),
        ), "step.content", step="mediate"),
        Kind("talks", "G07", "纾解会", (
            MEDIATOR, PARTY, AGENT, UNIT, THIRD, Post("到会人员"),
        ), "step.content", step="meet"),
        Kind("talks_hearing", "G08b", "纾解听证", (
            CHAIR, MEDIATOR, PARTY, AGENT, UNIT, Post("受邀人员"), WITNESS,
        ), "step.content", step="hear"),
        Kind("opinions", "F10", "听取意见", (
            Post("承办人", asks=True, fact="handler"), APPLICANT, AGENT, RESPONDENT, THIRD,
        ), "step.content", step="hear_opinions"),
        Kind("inquiry", "F22", "调查", (
            Post("调查人员", asks=True, fact="people"), Post("被调查人", fact="asked"), Post("在场人员"),
        ), "step.turns", Shape.TURNS, in_pairs=True, step="investigate"),
        Kind("discussion", "F25b", "集体讨论", (
            CHAIR, Post("承办人", fact="handler"), Post("参加人", fact="members"),
            Post("列席人", fact="guests"),
        ), "step.discussion", step="draft"),
        Kind("interview", "F36b", "约谈", (
            Post("约谈人", asks=True, fact="interviewer"), Post("被约谈人", fact="person"),
        ), "step.content", step="admonish"),
        Kind("intake", "F02", "口头申请", (
            Post("记录人", asks=True), APPLICANT, AGENT,
        ), "case.reasons", Shape.REST, in_pairs=True, step="receive"),
        Kind("visit", "F35", "回访", (
            Post("回访人", asks=True), APPLICANT, RESPONDENT,
        ), "step.content", Shape.TEXT, step="visited"),
    )
}  # fmt: skip
RECORDER = Speaker(EVENT, event=True)


def people_of(kind: Kind, parties: Iterable[Party], named: Mapping[str, Any]) -> tuple[Speaker, ...]:
    """Who may speak, in the order of their keys: the office's people, each party, and last what happens.

    `named` are the facts that name the office's people. Several under one word are told apart by a number.
    """
    parties = tuple(parties)
    found: list[Speaker] = []
    for post in kind.posts:
        if post.roles:
            names = [party.name for party in parties if party.role in post.roles]
        else:
            names = _names(named.get(post.fact)) if post.fact else [""]
        if not names and post.label not in (WITNESS.label, AGENT.label, THIRD.label):
            names = [""]
        several = len(names) > 1
        found += [
            Speaker(f"{post.label}{at}" if several else post.label, name, asks=post.asks)
            for at, name in enumerate(names, 1)
        ]
    return (*found, RECORDER)


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def kind_of_turn(speaker: Speaker, before: Turn | None) -> Said:
    """What the words of a speaker are: questions of whoever asks, answers after a question."""
    if speaker.event:
        return Said.EVENT
    if speaker.asks:
        return Said.QUESTION
    asked = before is not None and before.kind in (Said.QUESTION, Said.ANSWER)
    return Said.ANSWER if asked else Said.STATEMENT


def next_in_pair(turns: Sequence[Turn], at: int, people: Sequence[Speaker], whom: str = "") -> Speaker | None:
    """Tab: after a question whoever answered last, after an answer whoever asked last; None of nobody.

    `whom` is the word of who is asked, where a question names one.
    """
    by_label = {one.label: one for one in people}
    here = by_label.get(turns[at].speaker) if 0 <= at < len(turns) else None
    wants_answer = here is not None and here.asks
    asked = next((one for one in people if whom in (one.label, one.label.rstrip(DIGITS))), None)
    if wants_answer and asked is not None:
        return asked
    for turn in reversed(turns[: max(0, at)]):
        found = by_label.get(turn.speaker)
        if found and not found.event and found.asks != wants_answer:
            return found
    return next((one for one in people if not one.event and one.asks != wants_answer), None)


def said_as(kind: Kind, turn: Turn) -> str:
    """The word before a turn on paper."""
    if kind.in_pairs and turn.kind is Said.QUESTION:
        return QUESTION
    if kind.in_pairs and turn.kind is Said.ANSWER:
        return ANSWER
    return turn.speaker[:LONGEST]


def answers(turns: Iterable[Turn]) -> dict[str, str]:
    """What was answered to the questions that a fact of the form hangs on, by its path."""
    found: dict[str, list[str]] = {}
    asked = ""
    for turn in turns:
        if turn.kind is Said.QUESTION:
            asked = turn.fact
        elif asked and turn.kind is not Said.EVENT and turn.reads.strip():
            found.setdefault(asked, []).append(turn.reads.strip())
    return {path: "\n".join(lines) for path, lines in found.items()}


def facts_of(kind: Kind, turns: Sequence[Turn]) -> dict[str, Any]:
    """What was said, as the form takes it: its own fact, and those that questions were asked for."""
    told = [turn for turn in turns if turn.text.strip() or turn.corrections]
    lines = [f"{said_as(kind, turn)}：{written(turn).strip()}" for turn in told]
    found: dict[str, Any] = dict(answers(told))
    match kind.shape:
        case Shape.LINES:
            found[kind.says] = lines
        case Shape.TURNS:
            found[kind.says] = [
                {"speaker": said_as(kind, turn), "text": written(turn).strip()} for turn in told
            ]
        case Shape.TEXT:
            found[kind.says] = "\n".join(lines)
        case Shape.REST:
            found.setdefault(kind.says, "\n".join(_rest(told)))
    return {path: value for path, value in found.items() if value}


def _rest(turns: Iterable[Turn]) -> list[str]:
    """What was told without one of the form's questions being asked."""
    found, asked = list[str](), ""
    for turn in turns:
        if turn.kind is Said.QUESTION:
            asked = turn.fact
        elif not asked and turn.kind is not Said.EVENT:
            found.append(written(turn).strip())
    return found


def circumstances(
    kind: Kind,
    people: Sequence[Speaker],
    begun: datetime,
    ended: datetime,
    place: str,
    recorder: str,
    recordings: Sequence[Recording],
) -> dict[str, Any]:
    """When, where and before whom, by the names that the forms have for it; only what is known."""
    day = "" if begun.date() == ended.date() else f"{ended.month}月{ended.day}日"
    span = f"{begun.hour}时{begun.minute:02}分至{day}{ended.hour}时{ended.minute:02}分"
    posts = {post.label: post for post in kind.posts if post.fact and not post.roles}
    known: dict[str, Any] = {
        "step.time": span, "step.met_at": f"{begun.year}年{begun.month}月{begun.day}日{span}",
        "step.place": place, "step.recorder": recorder, "step.recording": index_of(recordings),
        "step.by_page": "是",
    }  # fmt: skip
    several = {"hearers", "mediators", "people", "members", "guests"}
    for label, post in posts.items():
        names = [one.name for one in people if one.label.rstrip(DIGITS) == label and one.name]
        if names and post.fact != "handler":
            known[f"step.{post.fact}"] = names if post.fact in several else names[0]
    return {path: value for path, value in known.items() if value}
