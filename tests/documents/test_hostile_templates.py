"""A text that means harm, or is merely wild: refused with a sentence, and nobody waits for it."""

import re
from datetime import date
from pathlib import Path

import pytest

from fuyi_desktop.documents.facts import specimen
from fuyi_desktop.documents.fonts import Fonts
from fuyi_desktop.documents.language import BUILT_IN, METHODS
from fuyi_desktop.documents.press import Press
from fuyi_desktop.documents.template import Templates, look
from fuyi_desktop.documents.words import FILTERS
from fuyi_desktop.documents.written import LONGEST, MOST_LINES
from fuyi_desktop.domain.errors import TemplateWrong

HEAD = """id = "X01"
version = "1"
title = "试验"
paper = "notice"
facts = [
  { name = "case.number", label = "案号" },
  { name = "people[]", label = "人员" },
  { name = "people[].name", label = "姓名" },
]
"""
DAY = date(2026, 11, 20)


def paragraph(said: str) -> str:
    return f"{HEAD}\n[[blocks]]\nkind = 'paragraph'\ntext = '''{said}'''\n"


def refusal(text: str, *, each: int = 1) -> str:
    """What is said against a text, before it is filled or while it is."""
    template, faults = look(text)
    if template is not None:
        faults = template.trial(specimen(template.facts, DAY, each=each))
    return "\n".join(fault.said for fault in faults)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{{ case.__class__ }}", "不能用“__class__”"),
        ("{{ case['__class__'] }}", "不能用“__class__”"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "不能用"),
        ("{{ case.number.format('x') }}", r"不能用“format\( \)”"),
        ("{{ case.number|attr('upper') }}", "没有“attr”这个过滤器"),
        ("{{ people|map('upper')|list }}", "map 只能写成"),
        ("{{ people|map(attribute='__class__')|list }}", "不能用“__class__”"),
        ("{{ case.number.upper }}", "没有"),
        ("{{ case.number['upper'] }}", "没有"),
        ("{{ case.number.split }}", "不能直接印出"),
        ("{% for i in range(999999999) %}x{% endfor %}", r"不能用“range\( \)”"),
        ("{{ lipsum(1000) }}", r"不能用“lipsum\( \)”"),
        ("{% set x = 1 %}", "不能用“set”"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", r"不能用“(macro|f\( \))”"),
        ("{% include 'x' %}", "不能用“include”"),
        ("{% import 'os' as os %}", "不能用“import”"),
        ("{% extends 'x' %}", "不能用“extends”"),
        ("{{ 'a' * 999999999 }}", "不能用“\\*”"),
        ("{{ 9 ** 999999999 }}", "不能用“\\*\\*”"),
        ("{{ '%0999999999d' % 1 }}", "不能用“%”"),
        ("{{ '%0999999999d'|format(1) }}", "没有“format”这个过滤器"),
        ("{{ case.number|center(999999999) }}", "没有“center”这个过滤器"),
        ("{{ case.number|blank(999999999) }}", "数太大"),
        ("{{ case.number|replace('案', 'x') is callable }}", "没有“callable”这个判断"),
        ("{{ " + "(" * 500 + "1" + ")" * 500 + " }}", "括号套得太深"),
        ("{{ " + "not " * 360 + "1 }}", "写得太复杂"),
        ("{{ 1" + " + 1" * 4000 + " }}", "最多 1500 个字"),
        ("x" * 20_001, "最多 20000 个字"),
        ("{{ " + "9" * 5000 + " }}", "数太大|最多 1500 个字"),
        ("{% for a in people recursive %}{{ loop(people) }}{% endfor %}", "不能"),
        ("{% for a in people %}" * 4 + "x" + "{% endfor %}" * 4, "循环最多套 3 层"),
        ("{% for a in 'abc' %}{{ loop.cycle('x') }}{% endfor %}", r"不能用“cycle\( \)”"),
    ],
    ids=range(32),
)
def test_what_a_template_may_not_say_is_refused_with_a_sentence(said: str, why: str) -> None:
    assert re.search(why, refusal(paragraph(said)))


LETTERS, NUMBERS = "a" * 700, "[" + "1," * 500 + "]"


@pytest.mark.parametrize(
    "said",
    [
        "{% for a in '" + LETTERS + "' %}" + "y" * 9000 + "{% endfor %}",
        f"{{% for a in {NUMBERS} %}}{{% for b in {NUMBERS} %}}{{% for c in {NUMBERS} %}}"
        "x{% endfor %}{% endfor %}{% endfor %}",
        f"{{{{ '{LETTERS}'|replace('a', '{LETTERS}') }}}}",
        f"{{{{ '{LETTERS}'.replace('a', '{LETTERS}') }}}}",
        f"{{{{ {NUMBERS}|join('{'x' * 400}')|replace('x', '{'y' * 40}') }}}}",
        f"{{% for a in {NUMBERS} %}}{{{{ '{LETTERS}{LETTERS}' }}}}{{% endfor %}}",
    ],
    ids=["one loop", "loops in loops", "filter", "method", "join", "constants in a loop"],
)
def test_more_than_a_paper_holds_is_stopped_while_it_is_made(said: str) -> None:
    assert "排出来的内容太多" in refusal(paragraph(said))


def test_loops_over_a_long_list_are_counted_with_what_they_repeat() -> None:
    nested = (
        "{% for a in people %}{% for b in people %}{% for c in people %}x{% endfor %}{% endfor %}{% endfor %}"
    )

    assert refusal(paragraph(nested), each=3) == ""
    assert "排出来的内容太多" in refusal(paragraph(nested), each=300)


def test_blocks_for_each_of_a_list_are_counted_too() -> None:
    block = "\n[[blocks]]\nkind = 'paragraph'\neach = 'people'\nas = 'one'\ntext = '一'\n"

    assert refusal(HEAD + block * 300, each=3) == ""
    assert "排出来的内容太多" in refusal(HEAD + block * 300, each=3000)


@pytest.mark.parametrize(
    ("block", "why"),
    [
        ("kind = 'space'\nlines = 999999999", "“lines”应在 1 至 60 之间"),
        ("kind = 'writing'\nlines = -1", "“lines”应在"),
        ("kind = 'paragraph'\ntext = 'x'\nindent = 999999999", "“indent”应在"),
        ("kind = 'large'\ntext = 'x'\nsize = 0", "“size”应在"),
        ("kind = 'fields'\nlabels = ['x']\ncolumns = 0", "“columns”应在"),
        ("kind = 'fields'\nlabels = [1]", "labels 的每一项应为文字"),
        ("kind = 'grid'\nwidths = [0]\nrows = [['x']]", "widths 应为"),
        ("kind = 'grid'\nwidths = [nan]\nrows = [['x']]", "widths 应为"),
        ("kind = 'grid'\nwidths = [inf]\nrows = [['x']]", "widths 应为"),
        ("kind = 'grid'\nwidths = ['1']\nrows = [['x']]", "widths 应为"),
        ("kind = 'grid'\nwidths = []\nrows = []", "widths 应为"),
        ("kind = 'grid'\nwidths = [1]\nrows = [1]", "每一行应为一个列表"),
        ("kind = 'grid'\nwidths = [1]\nrows = [[1]]", "单元格应为文字"),
        ("kind = 'grid'\nwidths = [1]\nrows = [[{ text = 1 }]]", "“text”的类型不对"),
        ("kind = 'grid'\nwidths = [1]\nrows = [[{ text = 'x', span = 999999999 }]]", "“span”应在"),
        ("kind = 'grid'\nwidths = [1]\nrows = [[{ text = 'x', align = 'up' }]]", "align 应为"),
        ("kind = 'grid'\nwidths = [1, 1]\nrows = [['x']]", "第 1 行不是 2 列"),
        ("kind = 'paragraph'\ntext = 'x'\nwhen = 1", "when、each 要写成文字"),
        ("kind = 'paragraph'\ntext = 'x'\neach = 'people'\nas = '1'", "as 要写一个名字"),
        ("kind = ['paragraph']\ntext = 'x'", "kind 应为"),
        ("kind = 'paragraph'\ntext = '{{ case.number|day }}{{ people|total(1) }}'", "用得不对|不是日期"),
    ],
)
def test_a_block_that_no_page_can_show_is_refused_with_a_sentence(block: str, why: str) -> None:
    assert re.search(why, refusal(f"{HEAD}\n[[blocks]]\n{block}\n"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "title|id"),
        ("x" * (LONGEST + 1), f"最多 {LONGEST} 个字"),
        ("\n" * (MOST_LINES + 1), f"最多 {MOST_LINES} 行"),
        ("x = " + "[" * 50_000, "写得太复杂"),
        ("a" + ".a" * 30_000 + " = 1", "名字里的点太多"),
        ("x = {a" + ".b" * 30_000 + " = 1}", "名字里的点太多"),
        ('"a"' + '."a"' * 20_000 + " = 1", "名字里的点太多"),
        (paragraph("x").replace("案号", "案号\x00"), "不能写在这里的字符"),
        (paragraph("x").replace('"case.number"', '"case..number"'), "name“case..number”应由"),
        (paragraph("x").replace('label = "案号"', "label = 1"), "label 应为文字"),
        (paragraph("x").replace('label = "案号"', 'label = "案号", required = 1'), "required 应为"),
        (paragraph("x").replace('label = "案号"', 'label = "案号", choices = "x"'), "choices 应为"),
        (paragraph("x").replace('label = "案号"', 'label = "案号", required = "case.nummer"'), "case.nummer"),
        (paragraph("x").replace('version = "1"', 'version = "1"\npublished = 2026-02-30'), "没有这个日期"),
        (paragraph("x").replace('version = "1"', "version = " + "9" * 5000), "数太长|缺少"),
        (HEAD.partition("facts")[0] + "facts = []\nblocks = []", "应有 1 至"),
    ],
    ids=range(16),
)
def test_a_file_that_is_wild_as_a_whole_is_refused_with_a_sentence(text: str, why: str) -> None:
    said = refusal(text)

    assert re.search(why, said)
    assert all(re.search("[\u4e00-\u9fff]", line) for line in said.splitlines())


@pytest.fixture
def press(fonts: Fonts, tmp_path: Path) -> Press:
    return Press(Templates.read(tmp_path), fonts)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (paragraph("{{ 'a'|replace('a', '" + "b" * 1100 + "') }}"), "没有地方换行"),
        (HEAD + "\n[[blocks]]\nkind = 'writing'\nlines = 60\n" * 100, "会排成大约"),
        (HEAD + "\n[[blocks]]\nkind = 'appendix'\n" * 300, "会排成大约"),
        (f"{HEAD}\n[[blocks]]\nkind = 'grid'\nwidths = [{'1,' * 40}]\nrows = [['{'字' * 9000}', {'1,' * 0}"
         + ", ".join(["'x'"] * 39) + "]]", "会排成大约"),
    ],
    ids=["word", "lines", "pages", "cell"],
)  # fmt: skip
def test_a_paper_that_nobody_would_print_is_not_laid_out(press: Press, text: str, why: str) -> None:
    template, faults = look(text)
    assert template is not None, faults

    with pytest.raises(TemplateWrong, match=why):
        press.tried(template, specimen(template.facts, DAY))


def test_everything_that_is_open_to_templates_stands_in_their_description() -> None:
    page = (Path(__file__).parents[2] / "docs" / "templates.md").read_text("utf-8")

    unsaid = [name for name in BUILT_IN | set(FILTERS) | METHODS if not re.search(rf"[`|]{name}\b", page)]

    assert sorted(unsaid) == ["count", "lstrip", "rstrip"]  # other names of length and strip
