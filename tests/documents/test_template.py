"""Templates: what they refuse, what they ask for, what they fill."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from fuyi_desktop.documents.blocks import Cell, Grid, Paragraph, Signatures, Speech
from fuyi_desktop.documents.measures import MM
from fuyi_desktop.documents.sheets import LANDSCAPE, PORTRAIT
from fuyi_desktop.documents.template import Templates, load, version_of
from fuyi_desktop.domain.errors import (
    BadFact,
    FactsMissing,
    TemplateUnknown,
    TemplateVersionGone,
    TemplateWrong,
)

HEAD = """
id = "X01"
version = "1"
title = "试验通知书"
paper = "notice"
facts = [
  { name = "case.number", label = "案号", required = true },
  { name = "case.track", label = "适用程序", choices = ["普通程序", "简易程序"] },
  { name = "case.items", label = "事项" },
  { name = "applicants[]", label = "申请人", required = true },
  { name = "applicants[].name", label = "申请人姓名", required = true },
  { name = "applicants[].phone", label = "申请人电话" },
  { name = "step.grounds[]", from = "steps.refuse.reason", label = "理由" },
  { name = "due.A18", label = "审理期限", kind = "due", required = "case.track == '普通程序'" },
]
"""
FACTS = {"case": {"number": "云府复〔2026〕1号"}, "applicants": [{"name": "张三"}, {"name": "李四"}]}


def paragraph(text: str) -> str:
    return f"{HEAD}\n[[blocks]]\nkind = 'paragraph'\ntext = '''{text}'''\n"


def said(text: str, **facts: object) -> list[str]:
    blocks = load(paragraph(text), "x.toml").fill({**FACTS, **facts})
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_every_missing_fact_is_named_before_anything_is_printed() -> None:
    template = load(paragraph("{{ case.number }}"), "x.toml")

    with pytest.raises(FactsMissing, match="出试验通知书还缺：案号、申请人姓名（第2项）。"):
        template.fill({"applicants": [{"name": "张三"}, {"name": " "}]})


def test_a_fact_may_be_required_by_the_procedure_alone() -> None:
    template = load(paragraph("{{ case.number }}"), "x.toml")

    with pytest.raises(FactsMissing, match="审理期限"):
        template.fill({**FACTS, "case": {"number": "1", "track": "普通程序"}})
    assert template.fill({**FACTS, "case": {"number": "1", "track": "简易程序"}})


def test_what_is_missing_can_be_asked_for_by_its_path() -> None:
    template = load(paragraph("{{ case.number }}"), "x.toml")

    asked = template.missing({"case": {"number": "1", "track": "普通程序"}})

    assert [(fact.name, fact.label) for fact in asked] == [("applicants", "申请人"), ("due.A18", "审理期限")]
    assert template.missing(FACTS) == ()


def test_a_long_text_is_a_list_of_its_lines_and_may_come_from_an_earlier_step() -> None:
    text = "{% for ground in step.grounds %}{{ loop.index }}.{{ ground }}{% endfor %}"
    earlier = {"refuse": {"reason": "超过期限\n\n没有利害关系"}}

    assert said(text, steps=earlier) == ["1.超过期限2.没有利害关系"]
    assert said(text, steps=earlier, step={"grounds": ["重复申请"]}) == ["1.重复申请"]


def test_a_fact_outside_its_choices_is_refused() -> None:
    with pytest.raises(BadFact, match="适用程序：应为普通程序、简易程序之一。"):
        said("{{ case.track }}", case={"number": "1", "track": "特别程序"})


def test_an_absent_optional_fact_is_empty_and_its_paragraph_left_out() -> None:
    assert said("{{ case.items }}") == []
    assert said("{% for party in applicants %}{{ party.name }}{{ party.phone }}；{% endfor %}") == [
        "张三；李四；"
    ]


def test_a_fact_named_like_a_method_is_the_fact() -> None:
    assert said("{{ case.items }}", case={"number": "1", "items": "补交身份证明"}) == ["补交身份证明"]


def test_braces_in_a_fact_are_only_text() -> None:
    assert said("{{ case.number }}", case={"number": "{{ 7 * 7 }}<b>&"}) == ["{{ 7 * 7 }}<b>&"]


def test_each_line_of_a_fact_is_a_paragraph_of_its_own() -> None:
    assert said("{{ case.items }}", case={"number": "1", "items": "一\r\n\r\n二\t三\x07"}) == ["一", "二 三"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ case.nummer }}", "没有声明“case.nummer”这项事实"),
        ("{{ applicants.name }}", "没有声明“applicants.name”这项事实"),
        ("{% for p in applicants %}{{ p.age }}{% endfor %}", "applicants\\[\\].age"),
        ("{{ ''.__class__.__mro__ }}", "不能用“__mro__”"),
        ("{{ case.number", "第 1 块（paragraph）"),
        ("{{ case.number|nothing }}", "nothing"),
    ],
)
def test_a_template_that_names_what_it_must_not_is_refused_when_read(text: str, why: str) -> None:
    with pytest.raises(TemplateWrong, match=why):
        load(paragraph(text), "x.toml")


def test_whole_tables_are_not_printed_by_mistake() -> None:
    with pytest.raises(TemplateWrong, match="整个列表或表格不能直接印出"):
        said("{{ applicants }}")


def test_a_template_cannot_reach_python_through_a_filter() -> None:
    with pytest.raises(TemplateWrong, match="第 1 块"):
        said("{{ (case.number|attr('__class__'))|string }}")


@pytest.mark.parametrize(
    ("damage", "where"),
    [
        (lambda text: text.replace('id = "X01"', "id = X01"), "第 2 行"),
        (lambda text: text.replace('version = "1"', ""), "version"),
        (lambda text: text.replace('version = "1"', 'version = "一"'), "version有误：应为数字"),
        (lambda text: text.replace("notice", "novel"), "paper"),
        (lambda text: text.replace('label = "案号"', 'lable = "案号"'), "第 1 项事实"),
        (lambda text: text.replace("kind = 'paragraph'", "kind = 'paragraf'"), "第 1 块（paragraf）"),
        (lambda text: text + "colour = 'red'", "没有“colour”这一项"),
        (lambda text: text + "indent = 'two'", "“indent”的类型不对"),
        (lambda text: text + "each = 'applicants'", "each 和 as 要同时写"),
        (lambda text: text + "\n[[blocks]]\nkind = 'title'", "第 2 块（title）.*缺少“text”"),
        (lambda text: text + "\n[[blocks]]\nkind='grid'\nwidths=[1]\nrows=[[{txt='a'}]]", "单元格没有“txt”"),
    ],
)
def test_a_wrong_template_says_where(damage: Callable[[str], str], where: str) -> None:
    with pytest.raises(TemplateWrong, match=where):
        load(damage(paragraph("{{ case.number }}")), "x.toml")


def test_a_table_grows_by_a_row_for_each_party() -> None:
    template = load(
        HEAD
        + """
[[blocks]]
kind = "grid"
widths = [1, 2]
head = 1
rows = [["序号", "姓名"], { each = "applicants", as = "party", cells = ["{{ index }}", "{{ party.name }}"] }]
""",
        "x.toml",
    )

    (grid,) = template.fill(FACTS)

    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["序号", "姓名"],
        ["1", "张三"],
        ["2", "李四"],
    ]
    assert all(cell.label for cell in grid.rows[0].cells)
    assert grid.rows[1].cells[0] == Cell(text="1")


def test_dates_are_said_in_chinese_and_may_come_as_text() -> None:
    due = {"due": "2027-01-04", "display": "2027-01-02", "name": "审理期限", "article": "62"}

    assert said("{{ due.A18|limit }}", due={"A18": due}) == [
        "2027年1月2日（星期六）（暂定，以国务院办公厅公布的放假安排为准）"
    ]
    assert said("{{ due.A18|limit }}", due={"A18": {**due, "display": "2027-01-04"}}) == [
        "2027年1月4日（星期一）"
    ]
    assert said("{{ due.A18|day }}", due={"A18": date(2026, 11, 20)}) == ["2026年11月20日"]
    with pytest.raises(BadFact, match="“明天”：不是日期"):
        said("{{ due.A18|day }}", due={"A18": "明天"})


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("第62条第1款", "第六十二条第一款"),
        ("第10条", "第十条"),
        ("第110条", "第一百一十条"),
        ("第1005条第20款第3项", "第一千零五条第二十款第三项"),
        ("第六十四条", "第六十四条"),
        ("第0条", "第零条"),
    ],
)
def test_articles_are_written_out_on_paper(written: str, spoken: str) -> None:
    assert said("{{ case.items|article }}", case={"number": "1", "items": written}) == [spoken]


def test_an_unknown_form_is_named(templates: Templates) -> None:
    with pytest.raises(TemplateUnknown, match="F99"):
        templates.get("F99")


def versions(folder: Path, *texts: str) -> Templates:
    for number, text in enumerate(texts):
        (folder / f"{number}.toml").write_text(text, "utf-8")
    return Templates.read(folder)


def test_a_new_version_takes_the_place_of_the_old_which_stays_for_its_papers(tmp_path: Path) -> None:
    old = paragraph("旧")
    templates = versions(tmp_path, old.replace('"1"', '"10"'), old, old.replace('"1"', '"9"'))

    told = [version_of(number, old.replace('"1"', f'"{number}"')) for number in ("1", "9", "10")]
    assert templates.get("X01").version == told[-1]
    assert [template.version for template in templates] == told[-1:]
    assert [templates.get("X01", version).version for version in told] == told
    with pytest.raises(TemplateVersionGone, match=r"本站没有模板X01的第 2-0 版.*请使用出具时的 PDF"):
        templates.get("X01", "2-0")
    with pytest.raises(TemplateVersionGone, match="模板X02的第 1-0 版"):
        templates.get("X02", "1-0")


def test_a_version_is_what_the_text_says_whatever_number_it_gives_itself() -> None:
    one, other = load(paragraph("甲"), "x.toml"), load(paragraph("乙"), "x.toml")

    assert one.version != other.version
    assert (one.version[:2], other.version[:2]) == ("1-", "1-")
    assert load("\ufeff" + paragraph("甲").replace("\n", "\r\n"), "x.toml").version == one.version


def test_what_is_laid_over_a_template_hides_it_and_its_version_is_still_found(tmp_path: Path) -> None:
    shipped = versions(tmp_path, paragraph("甲"), paragraph("丙").replace("X01", "X02"))
    older, newer = paragraph("乙"), paragraph("丁")
    kept = {("X01", load(older, "x.toml").version): older}

    held = shipped.under([load(newer, "x.toml")], lambda form, version: kept.get((form, version)))

    assert held.ids == {"X01", "X02"} and {one.id for one in held} == {"X01", "X02"}
    assert held.get("X01").text == newer
    assert held.get("X02") == shipped.get("X02")
    for text in (paragraph("甲"), older, newer):
        assert held.get("X01", load(text, "x.toml").version).text == text
    with pytest.raises(TemplateVersionGone):
        shipped.get("X01", load(older, "x.toml").version)


def test_a_kept_text_that_is_not_what_its_version_says_is_not_used(tmp_path: Path) -> None:
    shipped = versions(tmp_path, paragraph("甲"))
    version = load(paragraph("乙"), "x.toml").version

    held = shipped.under([], lambda form, asked: paragraph("丙"))

    with pytest.raises(TemplateVersionGone):
        held.get("X01", version)


def test_two_templates_of_one_version_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateWrong, match="编号X01第 1 版已被另一模板使用"):
        versions(tmp_path, paragraph("甲"), paragraph("乙"))


def with_page(lines: str, block: str) -> str:
    return HEAD.replace('paper = "notice"', f'paper = "form"\n{lines}') + f"\n[[blocks]]\n{block}\n"


def test_a_template_names_its_kind_of_page() -> None:
    text = "kind = 'paragraph'\ntext = '文'"

    assert load(with_page("", text), "x.toml").sheet is PORTRAIT
    assert load(with_page('page = "landscape"', text), "x.toml").sheet is LANDSCAPE
    slip = load(with_page('page = "overprint"\nsize = [230, 127.5]', PLACE), "x.toml").sheet
    assert slip.paper == (230 * MM, 127.5 * MM)


PLACE = "kind = 'place'\nx = 20\ny = 30.5\nwidth = 60\ntext = '{{ case.number }}'"


@pytest.mark.parametrize(
    ("lines", "block", "why"),
    [
        ('page = "a3"', "kind = 'space'", "page有误：应为portrait、landscape"),
        ('page = "overprint"', PLACE, "size有误"),
        ('page = "a5"\nsize = [1, 2]', "kind = 'space'", "size有误"),
        ('page = "overprint"\nsize = ["230", 127]', PLACE, "size有误：应为宽、高两个数"),
        ('page = "card"', "kind = 'space'", "不能用在“card”页上"),
        ("", PLACE, "不能用在“portrait”页上"),
        ('page = "envelope-c5"', "kind = 'space'", "不能用在“envelope-c5”页上"),
        ("", "kind = 'writing'\nlines = 1.5", "“lines”的类型不对"),
    ],
)
def test_a_block_on_the_wrong_page_is_refused_when_read(lines: str, block: str, why: str) -> None:
    with pytest.raises(TemplateWrong, match=why):
        load(with_page(lines, block), "x.toml")


def test_a_talk_becomes_a_block_for_each_who_spoke() -> None:
    block = "kind='speech'\neach='applicants'\nas='p'\nspeaker='{{ p.name }}'\ntext='''{{ p.phone }}'''"
    said_by = [{"name": "张三", "phone": "有。\n\n还有。"}, {"name": "李四"}]

    assert load(with_page("", block), "x.toml").fill({**FACTS, "applicants": said_by}) == (
        Speech(speaker="张三", text="有。\n还有。"),
    )


def test_parties_sign_as_many_as_there_are() -> None:
    block = (
        "kind='signatures'\nnames=[{each='applicants',as='p',text='申请人：{{ p.name }}'},'被申请人：某局']"
    )

    (made,) = load(with_page("", block), "x.toml").fill(FACTS)

    assert made == Signatures(names=("申请人：张三", "申请人：李四", "被申请人：某局"))


def test_totals_are_set_like_labels_and_summed_over_the_rows() -> None:
    block = """kind = "grid"
widths = [1, 1]
head = 1
foot = 1
rows = [["姓名", "电话"], { each = "applicants", as = "p", cells = ["{{ p.name }}", "{{ p.phone }}"] },
  ["合计", "{{ applicants|total('phone') }}"]]"""
    people = [{"name": "张三", "phone": "2"}, {"name": "李四"}, {"name": "王五", "phone": 1.5}]

    (grid,) = load(with_page("", block), "x.toml").fill({**FACTS, "applicants": people})

    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.rows[-1].cells] == ["合计", "3.5"]
    assert [cell.label for row in grid.rows for cell in row.cells] == [True, True, *[False] * 6, True, True]


def test_options_are_ticked_by_the_fact_or_by_its_list() -> None:
    text = "{{ case.items|boxes('直接送达', '邮寄送达') }}"

    assert said(text, case={"number": "1", "items": "邮寄送达"}) == ["☐直接送达　☑邮寄送达"]
    assert said(text, case={"number": "1", "items": ["直接送达", "邮寄送达"]}) == ["☑直接送达　☑邮寄送达"]
    assert said(text) == ["☐直接送达　☐邮寄送达"]


def test_what_is_not_known_yet_leaves_room_to_write() -> None:
    assert said("{{ case.items|blank(3) }}；{{ case.items|day_blank }}") == ["______；　　　　年　　月　　日"]
    assert said("{{ case.items|blank(3) }}", case={"number": "1", "items": "有"}) == ["有"]
    assert said("{{ case.items|day_blank }}", case={"number": "1", "items": "2026-08-03"}) == ["2026年8月3日"]


def test_moments_are_said_to_the_minute_and_days_alone_as_days() -> None:
    def moment(value: object) -> list[str]:
        return said("{{ case.items|moment }}", case={"number": "1", "items": value})

    assert moment("2026-08-20T09:05") == moment(datetime(2026, 8, 20, 9, 5)) == ["2026年8月20日9时05分"]  # noqa: DTZ001
    assert moment("2026-08-20") == moment(date(2026, 8, 20)) == ["2026年8月20日"]
    with pytest.raises(BadFact, match="“上午”：不是时间"):
        moment("上午")


@pytest.mark.parametrize("key", ["when = 'case.items|nothing'", "each = 'applicants|nothing'\nas = 'p'"])
def test_an_unknown_filter_in_a_condition_is_found_when_read(key: str) -> None:
    with pytest.raises(TemplateWrong, match="第 1 块（paragraph）"):
        load(paragraph("文") + key, "x.toml")


def test_a_folder_of_templates_is_read_one_by_one_as_they_are_asked_for(tmp_path: Path) -> None:
    good, wrong = paragraph("文"), paragraph("{{ case.nummer }}").replace("X01", "X02")

    templates = versions(tmp_path, good, wrong)

    assert templates.ids == {"X01", "X02"}
    assert templates.get("X01") is templates.get("X01")
    with pytest.raises(TemplateWrong, match=r"case\.nummer"):
        templates.get("X02")


def test_a_head_written_in_another_way_is_still_found(tmp_path: Path) -> None:
    templates = versions(tmp_path, paragraph("文").replace('id = "X01"', '"id" = """X01"""'))

    assert templates.get("X01").version.startswith("1-")
