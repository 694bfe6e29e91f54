"""What is wrong with a text: its line, and a sentence that says what to do."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.documents.facts import specimen
from fuyi_desktop.documents.press import Press
from fuyi_desktop.documents.template import load
from fuyi_desktop.domain.errors import TemplateWrong
from fuyi_desktop.domain.mandates import MANDATES
from fuyi_desktop.services.app import App
from fuyi_desktop.services.paper_facts import PaperFacts
from fuyi_desktop.services.template_checks import NEEDED, Checked, checked
from fuyi_desktop.services.template_facts import OF_A_STEP, KnownFact, declaration, known_facts
from tests import factory
from tests.services import invented

FORMS = Path(__file__).parents[2] / "resources" / "templates"
FILES = sorted(FORMS.glob("*.toml"))
SHIPPED = (FORMS / "F06.toml").read_text("utf-8")
DAY = invented.clock().at.date()


def check(press: Press, text: str, form: str = "") -> Checked:
    return checked(text, press, factory.law(), DAY, form=form)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_wrong_with_any_template_that_is_shipped(path: Path, press: Press) -> None:
    found = check(press, path.read_text("utf-8"), path.stem)

    assert [fault.said for fault in found.faults] == []


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "at", "why"),
    [
        ('label = "文号" }', 'label = "文号 }', 'label = "文号 }', "引号没有成对"),
        ('title = "行政', 'title  "行政', 'title  "', "缺少等号"),
        ('kind = "number"', 'kind = "nomber"', 'kind = "nomber"', "kind 应为"),
        ("{{ paper.number }}", "{{ paper.nummer }}", "{{ paper.nummer }}", "没有声明“paper.nummer”"),
        ("{{ applicants|names }}", "{{ applicants|namen }}", "|namen", "没有“namen”这个过滤器"),
        ("{{ organ.address }}", "{{ organ.address", "{{ organ.address", "多写了内容"),
        ("{% else %}经审查", "{% elso %}经审查", "{% elso", "没有“{% elso %}”这个写法"),
        ('series = "复受"', 'series = "复"', 'series = "复"', "文书类别不能改，series 应为“复受”"),
        ('id = "F06"', 'id = "F07"', 'id = "F07"', "编号应为 F06，现在是 F07"),
        ('id = "F06"', 'id = "F99"', 'id = "F99"', "没有编号为“F99”的文书"),
        ('"case.deemed", label = "是否视为受理"', '"case.colour", label = "颜色"', "case.colour",
         "程序没有“case.colour”（颜色），会一直空着"),
        ("{{ case.received_on|day }}", "{{ organ.name|day }}", "[[blocks]]\nkind = \"paragraph\"",
         "不是日期"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(press: Press, old: str, new: str, at: str, why: str) -> None:
    assert old in SHIPPED
    text = SHIPPED.replace(old, new, 1).replace("{% if case.deemed %}", "{% if case.track %}")
    if "case.colour" in new:
        text = text.replace("case.deemed", "case.colour")

    found = check(press, text, "F06").faults

    assert [(fault.line, why in fault.why) for fault in found[:1]] == [(line_of(text, at), True)], found
    assert all(re.search("[\u4e00-\u9fff]", fault.why) for fault in found)


@pytest.mark.parametrize("kind", ["signature", "title", "number", "letterhead"])
def test_a_block_that_the_form_must_have_is_missed(press: Press, kind: str) -> None:
    blocks = re.split(r"(?m)^(?=\[\[blocks\]\])", SHIPPED)
    text = "".join(block for block in blocks if f'kind = "{kind}"' not in block)

    said = [fault.why for fault in check(press, text).faults]

    assert f'缺少{NEEDED[kind]}，要有 kind = "{kind}" 的块' in said


def test_a_right_that_is_only_in_a_comment_is_not_told(press: Press) -> None:
    text = SHIPPED.replace("法律援助", "援助") + "\n# 法律援助\n"

    assert ["法律援助" in fault.why for fault in check(press, text).faults] == [True]


@pytest.mark.parametrize("mandate", MANDATES, ids=lambda one: f"{one.forms[0]} {one.what}")
def test_what_the_law_wants_is_missed_where_it_is_left_out(mandate: Any, press: Press) -> None:
    for form in mandate.forms:
        text = (FORMS / f"{form}.toml").read_text("utf-8")
        _, blocks = text.split("[[blocks]]", 1)
        for word in mandate.words:
            without = re.sub(word, "某", blocks)
            if "{{" in word or "\\." in word:
                without = re.sub(r"\{\{[^}]*\}\}|\{%[^%]*%\}", "某", without)
            assert not mandate.met(without)
        assert mandate.met(blocks)
        assert re.search("第.*条", mandate.article)


def test_a_fact_of_ones_own_may_be_asked_for_at_issue(press: Press, desk: App) -> None:
    text = SHIPPED.replace(
        "facts = [", 'facts = [\n  { name = "case.window", label = "接待窗口", required = true },'
    ).replace("承办人{{ handler }}", "承办人{{ handler }}，{{ case.window }}")

    found = check(press, text)

    assert found.faults == ()
    assert [remark.why for remark in found.remarks] == ["程序没有“case.window”（接待窗口），每次出文书时手填"]
    desk.templates.use(text)
    asked = desk.papers.draft(invented.accepted(desk), "F06").missing
    assert [(ask.name, ask.label) for ask in asked] == [("case.window", "接待窗口")]


def test_a_mandatory_fact_that_is_not_used_any_more_is_remarked_upon(press: Press) -> None:
    text = SHIPPED.replace('  { name = "handler", label = "承办人", required = true },\n', "").replace(
        "承办人{{ handler }}，", ""
    )

    found = check(press, text)

    assert found.faults == ()
    assert [remark.why for remark in found.remarks] == ["原版必填的“承办人”（handler）没有用到"]


@pytest.mark.parametrize("required", ["", ", required = false", ', required = "case.track"'])
def test_a_fact_that_is_mandatory_in_ours_stays_so(press: Press, required: str) -> None:
    line = '{ name = "handler", label = "承办人", required = true }'
    assert line in SHIPPED
    text = SHIPPED.replace(line, f'{{ name = "handler", label = "承办人"{required} }}')

    said = [fault.why for fault in check(press, text).faults]

    assert said == ["“承办人”（handler）原版必填，要写 required = true"]


def test_a_numbered_paper_says_its_number(press: Press) -> None:
    text = SHIPPED.replace('text = "{{ paper.number }}"', 'text = "　"')

    assert "没有写文号，要有 {{ paper.number }}" in [fault.why for fault in check(press, text).faults]


def test_no_sentence_of_a_check_ends_twice(press: Press) -> None:
    faults = check(press, SHIPPED.replace("二、其他事项", "二、其他\ue000事项")).faults

    assert faults
    assert not [fault.why for fault in faults if fault.why.endswith("。")]


def test_a_character_without_a_font_is_found_before_the_paper_is_wanted(press: Press) -> None:
    (fault,) = check(press, SHIPPED.replace("二、其他事项", "二、其他\ue000事项")).faults

    assert "没有能显示" in fault.why


def test_a_text_with_faults_is_not_kept_and_the_first_is_named(desk: App) -> None:
    text = SHIPPED.replace("法律援助", "援助").replace("不收取任何", "收取")

    with pytest.raises(TemplateWrong, match=r"模板F06的第 \d+ 行，必备内容有误：.*另有 1 处"):
        desk.templates.use(text, "F06")


# Facts


def test_the_known_facts_are_those_that_papers_are_told(desk: App) -> None:
    """Every general root in the list is one that a case's facts have, and no other."""
    file = desk.office.file(invented.accepted(desk))
    told = PaperFacts.of(desk.office, file).known("F06", None, "", {})

    roots = {fact.path.partition(".")[0].removesuffix("[]") for fact in desk.templates.facts("F06")}

    assert {root for root in roots if root in OF_A_STEP} == set(OF_A_STEP)
    assert {"organ", "case", "applicants", "respondent", "handler", "paper"} <= roots & told.keys()


def test_every_known_fact_can_be_put_into_a_text_and_fills_it(press: Press) -> None:
    """Written and declared as the list offers them, the facts read and print."""
    law = factory.law()
    facts = known_facts("F06", press.templates, law)
    lists = {fact.path.rpartition(".")[0] for fact in facts}
    offered = [fact for fact in facts if fact.path not in lists]
    for part in batched(offered, 100):
        text = SHIPPED.replace("二、其他事项", "".join(fact.said for fact in part))
        for fact in part:
            found = declaration(text, fact)
            if found is not None:
                text = text[: found[0]] + found[1] + text[found[0] :]
        template = load(text, "F06.toml")
        assert template.trial(specimen(template.facts, DAY)) == ()
        assert {fact.path for fact in part} <= {fact.name for fact in template.facts}


def batched(facts: Sequence[KnownFact], many: int) -> Iterator[Sequence[KnownFact]]:
    yield from (facts[at : at + many] for at in range(0, len(facts), many))


def test_a_fact_is_declared_once(press: Press) -> None:
    known = {fact.path: fact for fact in known_facts("F06", press.templates, factory.law())}

    assert declaration(SHIPPED, known["organ.phone"]) is None
    assert declaration(SHIPPED, known["agents[].name"]) is not None
    assert declaration("title = 'x'", known["organ.phone"]) is None
