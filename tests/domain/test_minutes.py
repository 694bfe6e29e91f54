"""The pure part of minutes: turns and taking back, corrections after reading, what the forms are told."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyi_desktop.domain.minutes import (
    Recording,
    Said,
    Speaker,
    Turn,
    change_of,
    corrected,
    difference,
    index_of,
    made,
    pieces,
    plain,
    time_marks,
    turn_of,
    written,
)
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.sitting_kinds import (
    KINDS,
    answers,
    circumstances,
    facts_of,
    kind_of_turn,
    next_in_pair,
    people_of,
)
from fuyi_desktop.domain.talk import Talk
from tests import factory

CHAIR, APPLICANT = Speaker("主持人", "王建军", asks=True), Speaker("申请人", "欧阳慧敏")
UNIT, EVENT = Speaker("被申请人", "云岭县公安局"), Speaker("记录", event=True)
PEOPLE = (CHAIR, APPLICANT, UNIT, EVENT)
WORDS = st.text(alphabet="甲乙丙丁，。一二三 ", max_size=12)


def turn(speaker: str, text: str, kind: Said = Said.STATEMENT, **more: Any) -> Turn:
    return Turn(speaker, text, "2026-11-30T09:30:00+08:00", kind, **more)


# Corrections


@given(WORDS, WORDS, WORDS)
def test_what_was_recorded_stays_however_often_it_is_put_right(text: str, first: str, second: str) -> None:
    before = turn("申请人", text)

    after = corrected(corrected(before, first, "申请人"), second, "被申请人")

    assert (after.text, after.reads) == (text, second)
    assert "".join(p.text for p in pieces(after) if p.struck or not p.by) == text
    assert turn_of(plain(after)) == after


def test_a_corrected_date_is_struck_and_written_anew_with_a_place_for_the_finger_print() -> None:
    told = written(corrected(turn("申请人", "已于七月十二日送达。"), "已于七月二十一日送达。", "申请人"))

    assert told == "已于七月〔删去“十二”，改为“二十一”，申请人捺印：________〕日送达。"


def test_a_correction_that_stands_keeps_whoever_initialled_it() -> None:
    once = corrected(turn("申请人", "十一月二日收到，当天看的。"), "十一月五日收到，当天看的。", "申请人")

    twice = corrected(once, "十一月五日收到，次日看的。", "被申请人")

    assert [(one.added, one.by) for one in twice.corrections] == [("五", "申请人"), ("次日", "被申请人")]


# Changes


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_a_change_leads_from_one_talk_to_the_other_and_back(first: list[str], second: list[str]) -> None:
    before = [turn("申请人", text) for text in first]
    after = before[: len(first) // 2] + [turn("被申请人", text) for text in second]

    change = difference(before, after)
    turns = list(before)
    back = made(turns, change_of(plain(change))) if change else None

    assert turns == after
    if back is not None:
        made(turns, back)
        assert turns == before


@given(st.lists(st.tuples(st.sampled_from(["write", "begin", "drop", "go", "seal"]), WORDS), max_size=25))
def test_everything_can_be_taken_back_and_made_again(deeds: list[tuple[str, str]]) -> None:
    talk = Talk([turn("主持人", "请陈述。")])
    before = list(talk.turns)
    for deed, text in deeds:
        match deed:
            case "write":
                talk.write(text)
            case "begin":
                talk.begin(turn("申请人", text))
            case "drop":
                talk.drop()
            case "go":
                talk.go(len(text))
            case _:
                talk.seal()
    after = list(talk.turns)

    while talk.undo():
        pass
    assert talk.turns == before
    while talk.redo():
        pass

    assert talk.turns == after


def test_typing_on_is_taken_back_at_once_and_what_followed_a_save_by_itself() -> None:
    talk = Talk([turn("申请人", "")])
    for text in ("我", "我要", "我要陈述"):
        talk.write(text)
    talk.seal()
    talk.write("我要陈述三点")

    talk.undo()
    assert talk.turns[0].text == "我要陈述"
    talk.undo()
    assert talk.turns[0].text == ""


def test_a_turn_that_was_read_out_is_struck_through_not_taken_away() -> None:
    talk = Talk([turn("申请人", "没有异议。")], correcting=True)

    talk.drop()

    assert [piece.struck for piece in pieces(talk.turns[0])] == [True]


def test_what_is_added_after_reading_is_an_addition_from_its_first_word() -> None:
    talk = Talk([turn("主持人", "请核对。")], correcting=True)

    talk.begin(turn("申请人", ""))
    talk.write("补充一点。")

    assert (talk.turns[1].text, talk.turns[1].reads) == ("", "补充一点。")
    assert written(talk.turns[1]) == "〔增加“补充一点。”，申请人捺印：________〕"


def test_words_are_found_going_round() -> None:
    talk = Talk([turn("主持人", "请陈述。"), turn("申请人", "撤销决定。"), turn("主持人", "请答复。")])

    assert talk.find("请", 0) == 2
    assert talk.find("请", 2) == 0
    assert talk.find("申请人", 0, back=True) == 1
    assert talk.find("没有的话", 0) == -1


# Who speaks


def test_each_party_has_a_key_of_their_own_and_what_happens_has_the_last() -> None:
    case = factory.case()
    parties = [
        factory.party(case, name="欧阳慧敏"), factory.party(case, name="刘桂芳"),
        factory.party(case, Role.RESPONDENT, "云岭县公安局"),
    ]  # fmt: skip

    people = people_of(KINDS["F14"], parties, {"chair": "王建军", "hearers": ["李素珍", "罗志强"]})

    assert [(one.label, one.name) for one in people] == [
        ("主持人", "王建军"), ("听证员1", "李素珍"), ("听证员2", "罗志强"), ("申请人1", "欧阳慧敏"),
        ("申请人2", "刘桂芳"), ("被申请人", "云岭县公安局"), ("证人", ""), ("记录", ""),
    ]  # fmt: skip
    assert [one.asks for one in people][:4] == [True, True, True, False]


def test_tab_goes_from_whoever_asks_to_whoever_answered_last_and_back() -> None:
    talk = [turn("申请人", "到场。", Said.ANSWER), turn("主持人", "请被申请人答复。", Said.QUESTION)]

    assert next_in_pair(talk, 1, PEOPLE) == APPLICANT
    assert next_in_pair(talk, 1, PEOPLE, "被申请人") == UNIT
    assert next_in_pair([*talk, turn("申请人", "好。", Said.ANSWER)], 2, PEOPLE) == CHAIR


def test_words_after_a_question_are_its_answer() -> None:
    asked = turn("主持人", "是否愿意调解？", Said.QUESTION)

    assert kind_of_turn(APPLICANT, asked) is Said.ANSWER
    assert kind_of_turn(APPLICANT, None) is Said.STATEMENT
    assert kind_of_turn(CHAIR, asked) is Said.QUESTION
    assert kind_of_turn(EVENT, asked) is Said.EVENT


# What the forms are told


def test_a_hearing_is_told_line_by_line_with_its_speakers() -> None:
    talk = (
        turn("主持人", "请陈述。", Said.QUESTION),
        turn("申请人", ""),
        turn("记录", "休庭十分钟。", Said.EVENT),
    )

    assert facts_of(KINDS["F14"], talk) == {"step.minutes": ["主持人：请陈述。", "记录：休庭十分钟。"]}


def test_an_inquiry_is_told_as_question_and_answer() -> None:
    talk = (turn("调查人员", "何时知道的？", Said.QUESTION), turn("被调查人", "十一月五日。", Said.ANSWER))

    assert facts_of(KINDS["F22"], talk)["step.turns"] == [
        {"speaker": "问", "text": "何时知道的？"}, {"speaker": "答", "text": "十一月五日。"},
    ]  # fmt: skip


def test_an_answer_fills_the_fact_that_its_question_was_asked_for() -> None:
    talk = (
        turn("记录人", "请求是什么？", Said.QUESTION, fact="case.requests"),
        turn("申请人", "撤销处罚决定。", Said.ANSWER),
        turn("记录", "递交材料两份。", Said.EVENT),
        turn("申请人", "赔偿损失。", Said.ANSWER),
        turn("记录人", "事实和理由？", Said.QUESTION, fact="case.reasons"),
        turn("申请人", "程序违法。", Said.ANSWER),
    )

    assert answers(talk) == {"case.requests": "撤销处罚决定。\n赔偿损失。", "case.reasons": "程序违法。"}
    assert facts_of(KINDS["F02"], talk)["case.reasons"] == "程序违法。"


def test_the_forms_learn_when_where_and_before_whom() -> None:
    begun, ended = datetime(2026, 11, 30, 9, 5, tzinfo=UTC), datetime(2026, 11, 30, 11, 0, tzinfo=UTC)
    hearers = (CHAIR, Speaker("听证员1", "李素珍"), Speaker("听证员2", "罗志强"))

    told = circumstances(KINDS["F14"], hearers, begun, ended, "第一听证室", "周晓敏", ())

    assert told == {
        "step.time": "9时05分至11时00分", "step.met_at": "2026年11月30日9时05分至11时00分",
        "step.place": "第一听证室", "step.recorder": "周晓敏", "step.chair": "王建军",
        "step.hearers": ["李素珍", "罗志强"], "step.by_page": "是",
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.form)
def test_every_kind_of_session_has_a_key_for_everybody(kind: Any) -> None:
    people = people_of(kind, (), {})

    assert 3 <= len(people) <= 9
    assert len({one.label for one in people}) == len(people)
    assert any(one.asks for one in people) and people[-1].event


# Recordings


def test_a_mark_is_found_in_the_file_that_was_running() -> None:
    tapes = (
        Recording("a", "上午.wav", "f" * 64, 10, 3600),
        Recording("b", "下午.wav", "e" * 64, 10, 0, 3600),
    )
    talk = (turn("申请人", "见照片[00:12:31]。"), turn("被申请人", "见视频[01:00:05]。"))

    marks = time_marks(talk, tapes)

    assert [(one.turn, one.seconds, one.file, one.within) for one in marks] == [
        (0, 751, "上午.wav", 751), (1, 3605, "下午.wav", 5),
    ]  # fmt: skip
    assert index_of(tapes).startswith("上午.wav（01:00:00），SHA-256 ffffffffffffffff；下午.wav，")
