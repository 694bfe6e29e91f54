"""Papers of a case: numbered without gaps, and kept as they were issued."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from fuyi_desktop.domain.errors import (
    BadFact,
    FactsMissing,
    FuyiError,
    GlyphMissing,
    NotFound,
    TemplateUnknown,
)
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.party import Role
from fuyi_desktop.services.app import App
from tests.documents.reading import text
from tests.services import invented
from tests.services.invented import County, of_role, step

AWKWARD = "周𬱖𫖯<b>&amp;</b>{{name}}"


def words(word: bytes) -> str:
    paper = docx.Document(io.BytesIO(word))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def record(app: App, paper_id: str) -> Paper:
    return app.office.store.get(Paper, paper_id)


def test_numbers_follow_each_other_by_organ_kind_and_year(desk: App) -> None:
    first, second = invented.accepted(desk), invented.accepted(desk, "陈国栋")
    third, fourth = invented.accepted(desk, "赵永强"), invented.accepted(desk, "刘桂芳")
    on = desk.on

    numbers = [
        on(date(2026, 8, 3)).papers.issue(first, "F06").number,
        on(date(2026, 8, 4)).papers.issue(second, "F06").number,
        on(date(2026, 8, 4)).papers.issue(third, "F06").number,
        on(date(2027, 1, 4)).papers.issue(fourth, "F06").number,
    ]

    assert numbers == [
        "云府复受〔2026〕1号",
        "云府复受〔2026〕2号",
        "云府复受〔2026〕3号",
        "云府复受〔2027〕1号",
    ]


def test_a_paper_that_says_the_same_is_given_out_once(desk: App) -> None:
    case_id = invented.accepted(desk)
    once = desk.papers.issue(case_id, "F06")

    again = desk.papers.issue(case_id, "F06")
    desk.settings.take({"unit": [{"full_name": "云岭县人民政府", "phone": "0999-2021999"}]})
    other = desk.papers.issue(case_id, "F06")

    assert (again.paper_id, again.number, again.changed) == (once.paper_id, once.number, set())
    assert other.number == "云府复受〔2026〕2号"


def test_a_paper_that_cannot_be_made_takes_no_number(desk: App) -> None:
    nobody_writes = invented.accepted(desk, "钱\ue123多")
    good = invented.accepted(desk)
    before = invented.content(desk)

    with pytest.raises(GlyphMissing, match="没有能显示“\ue123”的字体"):
        desk.papers.issue(nobody_writes, "F06")
    with pytest.raises(FactsMissing, match=r"还缺：.*查明的事实"):
        desk.papers.issue(good, "F25")
    with pytest.raises(TemplateUnknown, match="没有编号为“F99”的文书模板"):
        desk.papers.issue(good, "F99")
    with pytest.raises(NotFound, match="没有找到当事人“x”"):
        desk.papers.issue(good, "F06", to="x")

    assert invented.content(desk) == before
    assert desk.papers.issue(good, "F06").number == "云府复受〔2026〕1号"


def test_what_is_missing_is_named_before_anything_is_printed_and_can_be_told(desk: App) -> None:
    case_id = invented.accepted(desk)

    draft = desk.papers.draft(case_id, "F25")

    assert draft.pdf == b""
    labels = [ask.label for ask in draft.missing]
    assert "查明的事实" in labels
    more = {ask.name: "没有告知权利" for ask in draft.missing if not ask.name.endswith("[]")}
    more |= {
        ask.name.removesuffix("[]"): ["撤销处罚决定"] for ask in draft.missing if ask.name.endswith("[]")
    }
    whole = desk.papers.draft(case_id, "F25", more=more)
    assert whole.missing == ()
    assert "没有告知权利" in text(whole.pdf)
    assert "没有告知权利" in text(desk.papers.pdf(desk.papers.issue(case_id, "F25", more=more).paper_id))


def test_a_draft_writes_nothing(desk: App) -> None:
    case_id = invented.accepted(desk)
    before = invented.content(desk)

    assert desk.papers.draft(case_id, "F06").pdf.startswith(b"%PDF")

    assert invented.content(desk) == before


def test_a_paper_stays_as_it_was_issued_whatever_becomes_of_the_office(desk: App) -> None:
    case_id = invented.accepted(desk)
    issued = desk.on(date(2026, 8, 3)).papers.issue(case_id, "F06")
    first = desk.papers.pdf(issued.paper_id)

    desk.settings.take(
        {"unit": [{"full_name": "云岭县人民政府", "address": "云岭县新城路9号", "short": "云政"}]}
    )
    desk.casework.void(case_id, invented.last_step(desk, case_id).id, "录错案件")

    assert desk.papers.pdf(issued.paper_id) == first
    assert desk.papers.is_as_issued(issued.paper_id)
    assert "云岭县县府路1号" in text(first)
    assert record(desk, issued.paper_id).issued_on == date(2026, 8, 3)


def test_the_center_has_a_township_s_paper_to_the_byte(county: County) -> None:
    case_id = invented.registered(county.township)
    issued = county.township.papers.issue(case_id, "F01")
    county.carry()

    assert county.center.papers.pdf(issued.paper_id) == county.township.papers.pdf(issued.paper_id)
    assert county.center.papers.is_as_issued(issued.paper_id)


def test_markup_and_rare_characters_are_printed_as_they_were_written(desk: App, tmp_path: Path) -> None:
    case_id = invented.accepted(desk, AWKWARD)

    issued = desk.papers.issue(case_id, "F06")

    assert AWKWARD in text(desk.papers.pdf(issued.paper_id))
    assert AWKWARD in words(desk.papers.word(issued.paper_id))


def test_a_paper_is_written_as_pdf_or_word_and_as_nothing_else(desk: App, tmp_path: Path) -> None:
    paper_id = desk.papers.issue(invented.accepted(desk), "F06").paper_id

    pdf = desk.papers.write(paper_id, tmp_path / "受理通知书.PDF")
    word = desk.papers.write(paper_id, tmp_path / "受理通知书.docx")

    assert pdf.read_bytes() == desk.papers.pdf(paper_id)
    assert "受理通知书" in words(word.read_bytes())
    with pytest.raises(BadFact, match=r"受理通知书.odt：文件名应当以 .pdf 或 .docx 结尾"):
        desk.papers.write(paper_id, tmp_path / "受理通知书.odt")
    with pytest.raises(NotFound, match="没有找到文书“x”"):
        desk.papers.write("x", tmp_path / "x.pdf")


def test_each_recipient_has_a_proof_of_service_of_their_own(desk: App) -> None:
    case_id = invented.accepted(
        desk, third_parties=[{"name": "柳河镇双龙村村民委员会", "address": "柳河镇双龙村"}]
    )
    desk.papers.issue(case_id, "F06", to=of_role(desk, case_id, Role.APPLICANT).id)
    assert [party.name for party in desk.papers.recipients(case_id, "F28")] == [
        "欧阳慧敏", "柳河镇双龙村村民委员会", "云岭县公安局",
    ]  # fmt: skip

    proof = desk.papers.issue(case_id, "F28", to=of_role(desk, case_id, Role.APPLICANT).id)

    said = text(desk.papers.pdf(proof.paper_id))
    assert "欧阳慧敏（申请人）" in said
    assert "《行政复议受理通知书》云府复受〔2026〕1号" in said
    assert proof.number == ""


def test_the_papers_of_the_steps_so_far_are_offered_and_marked_when_held(desk: App) -> None:
    case_id = invented.accepted(desk)
    desk.papers.issue(case_id, "F06")

    offers = {offer.form: (offer.there, offer.held) for offer in desk.papers.offers(case_id)}

    assert offers == {
        "F01": (True, False), "F02": (True, False), "F38": (True, False), "F38b": (True, False),
        "F38c": (True, False), "F06": (True, True), "F28": (True, False),
    }  # fmt: skip


def test_every_copy_that_leaves_the_printer_is_noted(desk: App) -> None:
    paper_id = desk.papers.issue(invented.accepted(desk), "F06").paper_id

    for _ in range(2):
        assert desk.papers.printed(paper_id) == {"printing", "case_now"}

    assert desk.papers.times_printed(paper_id) == 2


def test_a_case_whose_receipt_was_voided_says_what_its_papers_lack(desk: App) -> None:
    case_id = invented.registered(desk)
    desk.casework.void(case_id, invented.last_step(desk, case_id).id, "登记错了")

    with pytest.raises(FactsMissing, match="出行政复议材料接收回执还缺：收到日期"):
        desk.papers.issue(case_id, "F01")
    step(desk, case_id, "receive", "2026-07-29")
    assert desk.papers.issue(case_id, "F01").pages == 1


def test_facts_told_by_hand_fill_what_the_case_lacks_by_their_path(desk: App) -> None:
    desk.settings.take({"unit": [{"full_name": "云岭县人民政府", "address": ""}]})
    case_id = invented.accepted(desk)
    told = {"organ.address": "云岭县新城路9号", "step.new.path": "x"}

    said = text(desk.papers.pdf(desk.papers.issue(case_id, "F06", more=told).paper_id))

    assert "云岭县新城路9号" in said


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"organ.name.first": "云"}, "organ.name.first：“name”下面没有别的项"),
        ({"paper.issued_on": "2026-08-01"}, "paper.issued_on：由程序按案件的登记填写"),
        ({"due.A18": "2027-08-01"}, "due.A18：由程序按案件的登记填写"),
        ({"case.number": "云府复议〔2020〕1号"}, "case.number：案件已经登记"),
        ({"organ.name": "云岭县财政局"}, "organ.name：案件已经登记"),
        ({"organ.court": "云州市中级人民法院"}, "organ.court：案件已经登记"),
        ({"organ": "云府"}, "organ：案件已经登记"),
        ({"applicants": "欧阳慧敏"}, "applicants：案件已经登记"),
    ],
)
def test_facts_that_cannot_stand_there_are_refused_by_their_name(
    desk: App, told: dict[str, Any], words: str
) -> None:
    case_id = invented.accepted(desk)
    before = invented.content(desk)

    with pytest.raises(FuyiError, match=words):
        desk.papers.issue(case_id, "F06", more=told)

    assert invented.content(desk) == before
