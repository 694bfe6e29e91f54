"""County rule packs: what they may choose and write, what they may not, and which of several holds."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fuyi_desktop.domain.counting import due
from fuyi_desktop.domain.errors import RuleFileWrong
from fuyi_desktop.domain.law import Imported, Law
from fuyi_desktop.domain.packs import Pack, as_row, pack_from
from fuyi_desktop.domain.period import LocalDays, Reading
from fuyi_desktop.domain.rules import Every, Fixed, Rule, Rules, Unit, rules_from
from fuyi_desktop.domain.switches import SWITCHES, Chosen
from tests import factory, lawfiles
from tests.domain.law import rules, workdays

HEAD = 'name = "县规则"\npublished = 2026-07-15\n'
STEPS = {"receive", "review", "assign", "accept"}
NEW = """
[[rule]]
id = "L01"
name = "内部分办"
procedure = "reconsideration"
trigger = "收到申请"
debtor = "行政复议机构"
article = "县规程第五条"
length = 2
unit = "WD"
roll = "none"
"""


def pack(text: str) -> Pack:
    return pack_from(text, "县.toml", rules(), STEPS)


def under(*packs: Pack, **own: str) -> Law:
    return factory.law().under(Imported(packs=packs), own)


def statutory(law: Law) -> list[Rule]:
    return [rule for rule in law.rules.rules if rule.statutory]


FAULTS: dict[str, tuple[str, str]] = {
    "no TOML": (HEAD + "[switches\n", "第 3 行的写法不对"),
    "an unknown entry": (HEAD + "colour = 1\n" + NEW, "第 3 行：有不认识的项目“colour”"),
    "no name": ("published = 2026-07-15\n" + NEW, "“name”应当写明规则的名称"),
    "no date": ('name = "x"\npublished = "2026-07-15"\n' + NEW, "第 2 行：“published”应当写明发布日期"),
    "nothing in it": (HEAD, "没有 [switches]，也没有 [[rule]]"),
    "switches in a list": (HEAD + "[[switches]]\n", "第 3 行：开关应当写成 [switches] 下的几行"),
    "an unknown switch": (HEAD + '[switches]\nC07 = "60"\n', "第 4 行：没有“C07”这个开关"),
    "a value there is not": (
        HEAD + '[switches]\nbackward = "late"\n', "第 4 行：“backward”应当是 strict、loose 之一"),
    "yes for a number": (
        HEAD + "[switches]\nurgent_within = true\n", "第 4 行：“urgent_within”应当是 none、1、2、3、5"),
    "a single rule": (HEAD + '[rule]\nid = "L01"\n', "第 3 行：规则应当写成 [[rule]]"),
    "a period of the law": (
        HEAD + '[[rule]]\nid = "C07"\nlength = 45\narticle = "县"\n',
        "第 4 行：C07：这是法律、法规规定的期限，县规则不能改动"),
    "a claim to be law": (HEAD + NEW + "statutory = true\n", "第 14 行：L01：县规则不能写成法律规定的期限"),
    "an id of nobody": (
        HEAD + NEW.replace("L01", "C77"), "第 5 行：C77：没有这个编号的地方规则；县自己的规则编号以 L 开头"),
    "an entry without an id": (HEAD + "[[rule]]\nlength = 3\n", "第 3 行：没有编号的条目："),
    "a trigger rewritten": (
        HEAD + '[[rule]]\nid = "C04"\narticle = "县"\nstarts = ["assign"]\n',
        "第 6 行：C04：“starts”不能由县规则改动"),
    "no paper it rests on": (HEAD + '[[rule]]\nid = "C04"\nlength = 20\n', "第 3 行：C04：“article”应当写明"),
    "a length in words": (
        HEAD + '[[rule]]\nid = "C04"\narticle = "县"\nlength = "二十"\n', "C04：“length”的写法不对"),
    "a unit that does not fit": (
        HEAD + '[[rule]]\nid = "C04"\narticle = "县"\nunit = "D"\n', "C04：延长的单位应当与期限一致"),
    "a step there is not": (
        HEAD + NEW + 'starts = ["recieve"]\n', "第 14 行：L01：没有“recieve”这个步骤"),
    "a receiver there is not": (
        HEAD + NEW + 'starts = ["receive"]\nrecipient = "court"\n', "第 15 行：L01：“recipient”应当是"),
    "a key the county has no use for": (
        HEAD + NEW + 'only = "informed"\n', "第 14 行：L01：“only”不能由县规则写"),
    "a procedure there is not": (
        HEAD + NEW.replace('"reconsideration"', '"petition"'), "第 7 行：L01：“procedure”应当是"),
    "one id for two": (HEAD + NEW + NEW, "第 16 行：L01：同一编号在这个文件里出现两次"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_pack_with_a_fault_is_refused_with_its_line_and_the_reason(fault: str) -> None:
    text, sentence = FAULTS[fault]

    with pytest.raises(RuleFileWrong) as refusal:
        pack(text)

    assert "期限规则文件县.toml" in str(refusal.value)
    assert sentence in str(refusal.value)


def test_all_faults_of_a_pack_are_told_at_once_in_their_order() -> None:
    text = HEAD + '[[rule]]\nid = "A18"\n[[rule]]\nid = "B09"\n[switches]\nnone = 1\n'

    with pytest.raises(RuleFileWrong, match=r"第 4 行：A18.*；第 6 行：B09.*；第 8 行：没有“none”"):
        pack(text)


def test_of_many_faults_the_first_five_are_told() -> None:
    entries = "".join(f'[[rule]]\nid = "A{number:02}"\n' for number in range(1, 9))

    with pytest.raises(RuleFileWrong, match=r"第 12 行：A05.*；另有 3 处"):
        pack(HEAD + entries)


def test_a_bracket_inside_a_long_text_is_no_entry() -> None:
    text = HEAD + NEW + 'note = """\n[[rule]]\nid = "x"\n"""\n' + '[[rule]]\nid = "A18"\n'

    with pytest.raises(RuleFileWrong, match="内容有误：第 19 行：A18：这是法律"):
        pack(text)


def test_every_shipped_rule_is_the_same_when_it_is_written_out_and_read_again() -> None:
    for rule in rules().rules:
        assert rules_from({"procedure": rule.procedure, "rule": [as_row(rule)]}, "x") == (rule,)


def test_a_local_period_changes_from_the_day_the_pack_names_and_stays_as_it_was_before() -> None:
    text = '[[rule]]\nid = "C04"\nlength = 20\narticle = "县办法第三条"\neffective_from = 2026-09-01\n'
    law = under(pack(HEAD + text))

    assert law.rules.on("C04", date(2026, 8, 31)).length == 30
    after = law.rules.on("C04", date(2026, 9, 1))
    assert (after.length, after.article, after.debtor) == (20, "县办法第三条", rules()["C04"][0].debtor)
    assert after.extension == rules()["C04"][0].extension


def test_a_period_without_a_day_of_its_own_holds_from_the_publication_of_the_pack() -> None:
    law = under(pack(HEAD + '[[rule]]\nid = "C04"\nlength = 20\narticle = "县办法"\n'))

    assert [law.rules.on("C04", day).length for day in (date(2026, 7, 14), date(2026, 7, 15))] == [30, 20]


def test_a_period_for_a_time_gives_way_to_the_shipped_one_again() -> None:
    text = '[[rule]]\nid = "C04"\nlength = 20\narticle = "县"\neffective_to = 2026-12-31\n'
    law = under(pack(HEAD + text))

    assert law.rules.on("C04", date(2026, 12, 31)).length == 20
    assert law.rules.on("C04", date(2027, 1, 1)).length == 30


def test_a_period_may_become_a_fixed_date_and_a_fixed_date_another() -> None:
    monthly = '[[rule]]\nid = "C10"\narticle = "县"\nfixed = { every = "month", day = 25 }\n'
    given = '[[rule]]\nid = "C17"\narticle = "县"\nlength = 15\nunit = "D"\nroll = "R"\n'
    law = under(pack(HEAD + monthly + given))

    assert law.rules.on("C10", date(2026, 8, 1)).fixed == Fixed(Every.MONTH, 25)
    changed = law.rules.on("C17", date(2026, 8, 1))
    assert (changed.fixed, changed.length, changed.unit) == (None, 15, Unit.DAY)


def test_the_pack_published_last_holds_whatever_the_order_of_import() -> None:
    earlier = pack(
        HEAD + '[switches]\nurgent_within = 1\n[[rule]]\nid = "C04"\nlength = 20\narticle = "甲"\n'
    )
    later = replace(
        pack(HEAD + '[switches]\nurgent_within = 3\n[[rule]]\nid = "C04"\nlength = 25\narticle = "乙"\n'),
        name="另一份", published=date(2026, 10, 1),
    )  # fmt: skip

    for law in (under(earlier, later), under(later, earlier)):
        assert law.rules.on("C11", date(2026, 8, 1)).length == 3
        assert law.rules.on("C04", date(2026, 11, 1)).length == 25


def test_a_newer_version_of_a_pack_takes_the_place_of_the_whole_older_one() -> None:
    older = pack(HEAD + '[switches]\nurgent_within = 1\n[[rule]]\nid = "C04"\nlength = 20\narticle = "甲"\n')
    newer = replace(pack(HEAD + "[switches]\nclosing_within = 5\n"), published=date(2026, 10, 1))
    law = under(older, newer)

    assert law.rules.on("C04", date(2026, 11, 1)).length == 30
    assert law.rules.on("C11", date(2026, 11, 1)).length is None
    assert law.rules.on("C13", date(2026, 11, 1)).length == 5


@pytest.mark.parametrize(
    ("key", "code"), [(switch.key, code) for switch in SWITCHES for code in switch.codes], ids="-".join
)
def test_no_choice_of_a_county_touches_a_period_of_the_law(key: str, code: str) -> None:
    law = under(**{key: code})

    assert statutory(law) == statutory(factory.law())
    for rule in statutory(law):
        if rule.counts:
            start = date(2026, 9, 30)
            plain = due(rule, start, law.workdays)
            read = due(rule, start, law.workdays, local_days=law.choices.local_days)
            assert read == plain


def test_the_judicial_confirmation_stays_at_thirty_calendar_days() -> None:
    law = under(pack(lawfiles.PACK), local_days="natural")

    assert due(law.rules.on("C07", date(2026, 9, 1)), date(2026, 9, 1), law.workdays).due == date(2026, 10, 8)


def test_what_a_county_leaves_alone_stands_at_the_first_choice() -> None:
    choices = Chosen({})

    assert (choices.local_days, choices.reading) == (LocalDays.WORKING, Reading.STRICT)
    assert [choices.applied(rule) for rule in rules().rules] == list(rules().rules)


def test_a_county_that_writes_the_longer_local_text_does_not_lengthen_the_period_of_the_law() -> None:
    text = '[[rule]]\nid = "C06"\nlength = 60\narticle = "县实施方案"\n'
    law = under(pack(HEAD + text))

    assert law.rules["C07"] == rules()["C07"]


def test_a_choice_says_what_follows_and_changes_what_it_says() -> None:
    changed: dict[tuple[str, str], list[str]] = {}
    for switch in SWITCHES:
        for value in switch.values:
            assert value.label and value.meaning and switch.basis
            choice = Chosen({switch.key: value.code})
            changed[switch.key, value.code] = [
                rule.id for rule in rules().rules if choice.applied(rule) != rule
            ]

    assert {key: found for key, found in changed.items() if found} == {
        ("copy_summary", "monthly"): ["D04"], ("copy_summary", "quarterly"): ["D04"],
        ("progress_from", "accept"): ["C03"], ("mediation_from", "assign"): ["C04"],
        **{("urgent_within", days): ["C11"] for days in "1235"},
        **{("closing_within", days): ["C13"] for days in "1235"},
    }  # fmt: skip


def test_a_start_is_moved_where_a_rule_has_one() -> None:
    bound = [replace(rule, starts=("accept",)) if rule.id == "C04" else rule for rule in rules().rules]
    law = replace(factory.law(), rules=Rules(tuple(bound))).under(Imported(), {"mediation_from": "assign"})

    rule = law.rules.on("C04", date(2026, 8, 1))
    assert (rule.starts, rule.trigger) == (("assign",), "县中心分流指派")


def test_the_county_s_word_outranks_the_station_s() -> None:
    law = under(pack(HEAD + '[switches]\nlocal_days = "working"\n'), local_days="natural", backward="loose")

    assert (law.choices.local_days, law.choices.reading) == (LocalDays.WORKING, Reading.LOOSE)


def test_a_hearing_is_told_in_time_as_the_county_reads_the_law() -> None:
    law, start = factory.law(), date(2026, 11, 20)
    rule = law.rules.on("A17", start)
    answers: dict[str, Any] = {
        code: due(rule, start, workdays(), reading=under(backward=code).choices.reading)
        for code in ("strict", "loose")
    }

    assert answers["strict"].due < answers["loose"].due == answers["strict"].loose
