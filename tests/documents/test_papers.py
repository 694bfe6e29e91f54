"""Every template of the folder, both ways, with awkward facts; a new file is tested by being there."""

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents import pdf, word
from fuyi_desktop.documents.blocks import BOXES, Block, Paragraph, Signature, texts
from fuyi_desktop.documents.breaking import NO_END, NO_START
from fuyi_desktop.documents.fonts import Fonts
from fuyi_desktop.documents.ink import Words
from fuyi_desktop.documents.layout import COMPANY, pages
from fuyi_desktop.documents.sheets import CARD, PORTRAIT, Sheet
from fuyi_desktop.documents.template import PaperKind, Template, load
from tests.documents import reading
from tests.documents.conftest import LONG, TEMPLATES, awkward

FILES = sorted(TEMPLATES.glob("*.toml"))
FORMS = {"F01", "F03", "F06", "F07", "F26", "F28", "F29"}
ID = "019aa0b1c2d37e8f9012345678abcdef"

every_template = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def template_of(path: Path) -> Template:
    return load(path.read_text("utf-8"), path.name)


def printed(blocks: Sequence[Block], fonts: Fonts, sheet: Sheet = PORTRAIT) -> bytes:
    return pdf.render(blocks, fonts=fonts, paper_id=ID, sheet=sheet)


def squeezed(text: str) -> str:
    """Text as it can be compared: boxes are drawn, spaces and line ends are the writer's own."""
    return re.sub(rf"[\s　{BOXES}]", "", text)


def test_the_first_seven_forms_are_there() -> None:
    assert {path.stem for path in FILES} >= FORMS
    assert all(template_of(path).id == path.stem for path in FILES)


@every_template
def test_every_word_of_a_paper_is_found_again_in_its_pdf(path: Path, fonts: Fonts) -> None:
    template = template_of(path)
    blocks = template.fill(awkward(template))

    found = squeezed(reading.text(printed(blocks, fonts, template.sheet)))

    for block in blocks:
        for text in texts(block):
            for line in text.split("\n"):
                _assert_in_order(squeezed(line), found)
    assert "𬱖𫖯䶮" in found or template.id not in FORMS


def _assert_in_order(text: str, found: str) -> None:
    """Text that a page number or the next cell may have interrupted."""
    if text in found:
        return
    at = 0
    for char in text:
        at = found.find(char, at) + 1
        assert at, f"{char} of {text} is missing"


@every_template
def test_every_word_of_a_paper_is_found_again_in_its_word_file(path: Path, fonts: Fonts) -> None:
    template = template_of(path)
    blocks = template.fill(awkward(template))

    document = docx.Document(io.BytesIO(word.render(blocks, fonts=fonts, paper_id=ID, sheet=template.sheet)))

    footers = [section.footer._element for section in document.sections]
    nodes = [node for part in (document.element.body, *footers) for node in part.iter(qn("w:t"))]
    found = squeezed("".join(node.text or "" for node in nodes))
    for block in blocks:
        for text in texts(block):
            assert squeezed(text) in found


@every_template
@pytest.mark.parametrize("each", [1, 30])
def test_lines_stay_within_the_margins_and_follow_the_rules_of_punctuation(
    path: Path, each: int, fonts: Fonts
) -> None:
    template = template_of(path)
    text = LONG if each == 1 else "欧阳某某（个体工商户）、{label}"
    sheet = template.sheet
    if sheet.placed or sheet is CARD:
        pytest.skip("没有成行的正文，由印前检查逐项检查")
    pages = reading.seen(printed(template.fill(awkward(template, each=each, text=text)), fonts, sheet))

    for page in pages:
        for char in page:
            if char.y > sheet.bottom and char.char not in NO_START and not char.char.isspace():
                assert sheet.left - 8 * m.MM < char.x < sheet.left + sheet.width + 7 * m.MM - sheet.size / 2
    for block_text in _flowing_lines(pages, sheet):
        assert block_text[0] not in NO_START, block_text
        assert block_text[-1] not in NO_END, block_text


def _flowing_lines(pages: list[list[reading.Seen]], sheet: Sheet) -> list[str]:
    """Lines that go from margin to margin, so that no cell's own lines are mixed in."""
    lines = [line for page in pages for line in reading.lines(page, sheet.bottom)]
    return [line for line in lines if len(line.strip()) > sheet.characters - 2]


SIGNED = [path for path in FILES if 'kind = "signature"' in path.read_text("utf-8")]


@pytest.mark.parametrize("path", SIGNED, ids=lambda path: path.stem)
@pytest.mark.parametrize("filling", range(0, 24, 8))
def test_a_signature_is_never_alone_on_its_page(path: Path, filling: int, fonts: Fonts) -> None:
    template = template_of(path)
    blocks = template.fill(awkward(template, each=1, text="{label}"))
    at = next((at for at, block in enumerate(blocks) if isinstance(block, Signature)), 0)
    if not at:
        pytest.skip("按这些事实，这份文书没有落款")
    signature = blocks[at]
    assert isinstance(signature, Signature)
    filler = [Paragraph(text="段")] * filling
    made = reading.seen(printed([*blocks[: at - 1], *filler, *blocks[at - 1 :]], fonts, template.sheet))

    on_pages = [reading.lines(page, template.sheet.bottom) for page in made]
    lines = next(lines for lines in on_pages if signature.date in lines)

    day = lines.index(signature.date)
    assert not signature.organ or lines[day - 1] == signature.organ
    (company,) = pages((blocks[at - 1],), fonts, template.sheet)[-1:]
    wanted = min(COMPANY, len({ink.y for ink in company.ink if isinstance(ink, Words)}))
    assert day - 1 >= wanted, "the signature stands alone"


@every_template
def test_equal_facts_make_equal_bytes(path: Path, fonts: Fonts) -> None:
    template = template_of(path)
    facts = awkward(template)

    assert printed(template.fill(facts), fonts, template.sheet) == printed(
        template.fill(facts), fonts, template.sheet
    )
    first, again = (
        word.render(template.fill(facts), fonts=fonts, paper_id=ID, sheet=template.sheet) for _ in range(2)
    )
    assert first == again


@every_template
def test_a_paper_with_only_its_required_facts_is_made_and_has_no_gaps(path: Path, fonts: Fonts) -> None:
    template = template_of(path)
    facts = awkward(template, each=1, text="{label}")
    for fact in template.facts:
        if fact.required is False:
            _forget(facts, fact.name)

    said = reading.text(printed(template.fill(facts), fonts, template.sheet))

    assert not re.search(r"，，|。。|（）|，。|：。|None", said)


def _forget(facts: dict[str, Any], path: str) -> None:
    *way, last = path.replace("[]", "").split(".")
    places: list[Any] = [facts]
    for key in way:
        found = [place[key] for place in places if isinstance(place, dict) and key in place]
        places = [item for value in found for item in (value if isinstance(value, list) else [value])]
    for place in places:
        if isinstance(place, dict):
            place.pop(last, None)


@every_template
def test_papers_address_nobody_and_do_not_shout(path: Path) -> None:
    assert not re.search("[您你！]", path.read_text("utf-8"))


@every_template
def test_numbered_papers_name_their_series(path: Path) -> None:
    template = template_of(path)

    assert bool(template.series) == any(fact.name == "paper.number" for fact in template.facts)
    assert template.paper in PaperKind


def test_thirty_parties_all_stand_in_the_decision(fonts: Fonts) -> None:
    template = template_of(TEMPLATES / "F26.toml")
    facts = awkward(template, each=1, text="{label}")
    facts["applicants"] = [{"name": f"申请人甲{at:02}"} for at in range(30)]

    said = reading.text(printed(template.fill(facts), fonts, template.sheet))

    assert all(f"申请人：申请人甲{at:02}。" in said for at in range(30))


def test_a_letter_says_the_kind_of_the_decision_once(fonts: Fonts) -> None:
    template = template_of(TEMPLATES / "F29.toml")
    facts = awkward(template, each=1, text="{label}")

    for decision, said in (("撤销处罚决定", "撤销处罚决定。"), ("处罚决定违法", "撤销。处罚决定违法。")):
        facts["step"] |= {"result": "撤销", "decision": decision}
        assert f"一、审理结果。{said}二、" in reading.text(
            printed(template.fill(facts), fonts, template.sheet)
        )


def test_a_decision_says_sex_and_birth_where_they_are_known(fonts: Fonts) -> None:
    template = template_of(TEMPLATES / "F26.toml")
    facts = awkward(template, each=1, text="{label}")
    known = {"name": "甲", "sex": "女", "born": "1980-02-03", "address": "河口镇"}
    facts["applicants"] = [known, {"name": "乙公司"}]
    facts["respondents"] = [{"name": "丙局", "address": "丁路1号"}]

    said = reading.text(printed(template.fill(facts), fonts, template.sheet))

    assert (
        "申请人：甲，女，1980年2月3日出生，住河口镇。申请人：乙公司。被申请人：丙局，住所地丁路1号。" in said
    )


@pytest.mark.parametrize("form", ["F06", "F07"])
@pytest.mark.parametrize("track", ["普通程序", "简易程序"])
def test_a_notice_with_the_facts_of_a_real_case_has_two_pages(form: str, track: str, fonts: Fonts) -> None:
    template = template_of(TEMPLATES / f"{form}.toml")
    facts = awkward(template, each=2, text="{label}")
    act = {"number": "云公（河口）行罚决字〔2026〕118号", "kind": "行政处罚决定"}
    facts["case"] |= {"number": "云府复〔2026〕12号", "track": track, "act": act}
    facts["organ"] |= {
        "name": "云岭县人民政府", "address": "云岭县城关镇人民路1号县政府大院3号楼行政复议受理中心",
        "postcode": "999001", "phone": "0999-2021001",
    }  # fmt: skip
    facts["respondent"] |= {"name": "云岭县公安局河口派出所"}
    facts["step"] = {"attachments": ["申请人提交的证据材料复印件"]}
    for due in facts["due"].values():
        due["provisional"] = True

    made = printed(template.fill(facts), fonts, template.sheet)

    assert len(reading.seen(made)) == 2


def test_a_notice_of_acceptance_names_every_right(fonts: Fonts) -> None:
    template = template_of(TEMPLATES / "F06.toml")
    said = reading.text(printed(template.fill(awkward(template, each=1, text="{label}")), fonts))

    rights = "代理人 法律援助 查阅、复制 听证 停止执行 调解 和解 撤回申请 不收取任何费用 不得就同一行政行为"
    assert all(right in said for right in rights.split())
