"""行政争议纾解 where it is held against a condition: each refused or questioned, and taken when it holds."""

from dataclasses import replace
from typing import Any

import pytest

from fuyi_desktop.domain.errors import BadFact, NotOpen
from fuyi_desktop.domain.party import Role
from tests import factory
from tests.domain.mediating import (
    ACCEPTED,
    AGREEMENT,
    ASSIGNED,
    EXTENSION,
    SETTLED,
    TALKING,
    TEAM,
    checked,
    offers,
    registered,
    state,
    taken,
)

REFUSED: dict[str, tuple[tuple[Any, ...], str, str, dict[str, Any], str]] = {
    "one mediator": (
        ASSIGNED,
        "accept",
        "2026-10-10",
        TEAM | {"team": ["何静", "何静"]},
        "专班的纾解员不得少于 2 人（县行政争议纾解工作实施方案二（二））",
    ),
    "an unwilling party": (ASSIGNED, "accept", "2026-10-10", TEAM | {"willing": False}, "当事人不愿意纾解"),
    "a case before the reconsideration organ": (
        ASSIGNED,
        "accept",
        "2026-10-10",
        TEAM | {"parallel": "reconsideration"},
        "应当在复议程序中调解（行政复议法第五条、第七十三条）",
    ),
    "a case before the court": (
        ASSIGNED,
        "accept",
        "2026-10-10",
        TEAM | {"parallel": "litigation"},
        "应当在诉讼中协调化解（行政诉讼法第六十条）",
    ),
    "a notice served twice": (
        (*ACCEPTED, ("notify", "2026-10-12")),
        "notify",
        "2026-10-13",
        {},
        "纾解告知书已经送达",
    ),
    "a meeting of one": (
        (*ACCEPTED, ("notify", "2026-10-12")),
        "meet",
        "2026-10-14",
        {"mediators": ["何静"]},
        "到场的纾解员不得少于 2 人",
    ),
    "a simple case": (
        TALKING,
        "extend",
        "2026-10-20",
        EXTENSION | {"complex": False},
        "只有较为复杂的争议能够延长",
    ),
    "no consent of the party": (
        TALKING,
        "extend",
        "2026-10-20",
        EXTENSION | {"party_consents": False},
        "经当事人和县中心同意",
    ),
    "no consent of the center": (
        TALKING,
        "extend",
        "2026-10-20",
        EXTENSION | {"center_consents": False},
        "经当事人和县中心同意",
    ),
    "thirty-one days": (TALKING, "extend", "2026-10-20", EXTENSION | {"days": 31}, "不得超过 30 个工作日"),
    "no day at all": (TALKING, "extend", "2026-10-20", EXTENSION | {"days": 0}, "不得超过 30 个工作日"),
    "terms not gone through": (
        TALKING,
        "agree",
        "2026-10-20",
        AGREEMENT | {"terms": ["voluntary", "lawful"]},
        "协议的合法性没有逐项确认",
    ),
    "an unsigned agreement": (
        (*TALKING, ("agree", "2026-10-20", AGREEMENT)),
        "effective",
        "2026-10-21",
        {},
        "签名、盖章或者按指印（人民调解法第二十九条）",
    ),
    "a ruling without acceptance": (
        (*SETTLED, ("confirm_apply", "2026-11-05")),
        "confirmed",
        "2026-11-20",
        {},
        "法院还没有受理司法确认申请",
    ),
    "eleven more days for the court": (
        (*SETTLED, ("confirm_apply", "2026-11-05"), ("confirm_accepted", "2026-11-06")),
        "confirm_extend",
        "2026-11-20",
        {"days": 11},
        "法院延长审查不超过 10 日",
    ),
    "the wrong reason": (
        TALKING,
        "fail",
        "2026-10-20",
        {"reason": "unperformed"},
        "终结的原因和案件所处的阶段不合，可以选择的是：协商不成、纾解期限届满、已进入复议或者诉讼程序（",
    ),
    "an application nobody recorded": (
        TALKING,
        "fail",
        "2026-10-20",
        {"reason": "taken_over"},
        "没有登记当事人已申请复议或者起诉",
    ),
    "a success that is none": (
        (*TALKING, ("withdraw", "2026-10-20"), ("guide", "2026-10-20")),
        "close_report",
        "2026-10-21",
        {"result": "settled_pending"},
        "结果和案件的办理情况不合，可以选择的是：协商不成、",
    ),
    "a confirmation that is none": (
        (*SETTLED, ("performed", "2026-11-20")),
        "close_report",
        "2026-11-23",
        {"result": "settled_confirmed"},
        "可以选择的是：达成协议并当场履行、达成协议，按约履行（",
    ),
    "a file with gaps": (
        (
            *SETTLED,
            ("performed", "2026-11-20"),
            ("close_report", "2026-11-23", {"result": "settled_performed"}),
        ),
        "archive",
        "2026-11-24",
        {},
        "卷内还缺应当有的文书：行政争议登记表、分流指派单",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_step_is_refused_in_a_sentence_with_its_ground(what: str) -> None:
    before, code, on, facts, sentence = REFUSED[what]
    file = taken(registered(), *before)

    with pytest.raises(NotOpen) as refusal:
        checked(file, code, on, **facts)

    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith("）。" if what != "a notice served twice" else "。")


def test_nobody_but_the_parties_says_that_they_are_willing() -> None:
    file = taken(registered(), *ASSIGNED)

    with pytest.raises(BadFact, match="当事人愿意纾解"):
        checked(file, "accept", "2026-10-10", handler="何静", team=["何静", "罗志强"])


def test_once_the_other_procedure_has_accepted_the_talks_are_over() -> None:
    file = taken(registered(), *TALKING, ("filed", "2026-10-20", {"to": "litigation"}))
    assert offers(file, "2026-10-21")["meet"] == ""

    accepted = taken(file, ("filed", "2026-10-26", {"to": "litigation", "accepted_on": "2026-10-26"}))

    for code in ("meet", "extend", "hear", "agree"):
        assert "应当在诉讼中协调化解" in offers(accepted, "2026-10-27")[code]
    ended = taken(accepted, ("fail", "2026-10-27", {"reason": "taken_over"}))
    assert state(taken(ended, ("close_report", "2026-10-28", {"result": "sued"}))) == "M30"


def test_a_dispute_known_to_be_before_another_organ_is_questioned_when_studied_and_accepted() -> None:
    file = taken(registered(), ("report", "2026-09-28", {"parallel": "reconsideration"}))

    assert "复议或者诉讼已经受理" in "".join(checked(file, "study", "2026-10-08").doubts)
    assigned = taken(file, *ASSIGNED[1:])
    assert "请核对是否已经结束" in "".join(checked(assigned, "accept", "2026-10-10", **TEAM).doubts)


def test_a_mediator_who_took_the_act_is_questioned() -> None:
    file = taken(registered(), ("report", "2026-09-28", {"act_by": "赵鹏、罗志强"}), *ASSIGNED[1:])

    doubts = checked(file, "accept", "2026-10-10", **TEAM).doubts

    assert doubts == ("专班里有原行政行为的经办人，请核对是否应当回避：罗志强（公务员法第七十六条）。",)


def test_who_was_told_to_keep_away_takes_no_part_and_is_replaced() -> None:
    recuse: dict[str, Any] = {"person": "罗志强", "reason": "与涉案单位负责人有亲属关系", "granted": True}
    alone = taken(registered(), *TALKING, ("recuse", "2026-10-15", recuse))

    with pytest.raises(NotOpen, match="到场的纾解员不得少于 2 人"):
        checked(alone, "meet", "2026-10-16")
    with pytest.raises(NotOpen, match="已经决定回避的人不能参加纾解（公务员法第七十六条）"):
        checked(alone, "meet", "2026-10-16", mediators=["何静", "罗志强"])
    replaced = taken(registered(), *TALKING, ("recuse", "2026-10-15", recuse | {"handler": "秦岚"}))
    assert checked(replaced, "meet", "2026-10-16").doubts == ()


def test_a_citizen_who_joins_later_is_notified_before_the_next_meeting_and_nothing_is_undone() -> None:
    file = taken(registered(), *TALKING)
    second = factory.party(file.case, Role.APPLICANT, "司马长青")
    joined = replace(file, parties=(*file.parties, second))
    first = next(step for step in joined.steps if step.code == "notify")
    named = replace(first, facts=first.facts | {"party": file.of(Role.APPLICANT)[0].id})
    joined = replace(joined, steps=tuple(named if step is first else step for step in joined.steps))

    assert state(joined) == "M05"
    assert offers(joined, "2026-10-20")["meet"].startswith("纾解告知书还没有送达全体当事人")
    told = taken(joined, ("notify", "2026-10-20", {"party": "司马长青"}))
    assert offers(told, "2026-10-20")["meet"] == ""


def test_a_hearing_is_for_complex_disputes_and_leaves_its_traces() -> None:
    plain = taken(registered(), *TALKING)
    major = taken(registered(), ("report", "2026-09-28", {"major": True}), *TALKING[1:])

    assert "请核对是否需要听证" in "".join(checked(plain, "hear", "2026-10-20", invited=["judge"]).doubts)
    assert checked(major, "hear", "2026-10-20", invited=["judge", "lawyer"]).doubts == ()
    hearing = taken(major, ("hear", "2026-10-20", {"invited": ["judge"]}))
    assert state(hearing) == "M06"
    assert "应当全程留痕" in "".join(checked(hearing, "heard", "2026-10-20").doubts)
    assert state(taken(hearing, ("heard", "2026-10-20", {"recording": "光盘 2026-07"}))) == "M05"


def test_the_notice_is_served_when_every_citizen_of_the_dispute_has_it() -> None:
    file = taken(registered(), *ACCEPTED)
    second = factory.party(file.case, Role.APPLICANT, "司马长青")
    two = replace(file, parties=(*file.parties, second))

    one = taken(two, ("notify", "2026-10-12", {"party": "欧阳慧敏"}))

    assert state(one) == "M03"
    assert state(taken(one, ("notify", "2026-10-13", {"party": "司马长青"}))) == "M04"
    assert state(taken(two, ("notify", "2026-10-12"))) == "M04"


def test_a_hearing_goes_on_while_the_period_is_extended_or_the_parties_meet() -> None:
    major = ("report", "2026-09-28", {"major": True})
    hearing = taken(registered(), major, *TALKING[1:], ("hear", "2026-10-20", {"invited": ["judge"]}))

    longer = taken(hearing, ("extend", "2026-10-21", EXTENSION), ("meet", "2026-10-21"))

    assert state(longer) == "M06"
    assert state(taken(longer, ("heard", "2026-10-22", {"recording": "光盘 2026-07"}))) == "M05"
    assert state(taken(hearing, ("heard", "2026-10-21"), ("extend", "2026-10-21", EXTENSION))) == "M05"


def test_the_talks_go_on_from_the_day_after_the_extension_or_with_the_next_meeting() -> None:
    longer = taken(registered(), *TALKING, ("extend", "2026-10-20", EXTENSION))

    assert offers(longer, "2026-10-20")["resume"].startswith("当日延长的，不必另行登记继续纾解")
    assert state(taken(longer, ("resume", "2026-10-21"), ("meet", "2026-10-21"))) == "M05"
