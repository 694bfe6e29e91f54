"""What is served, on whom, what is still open, the sheets that go with it, and the way back from a code."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from fuyi_desktop.documents.press import Press
from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import BadFact, FactsMissing, NotOpen, PaperElsewhere
from fuyi_desktop.domain.marks import Mark, said
from fuyi_desktop.domain.papers import Method
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.service.course import CONFIRMED, DISPATCHED, FAILED, FILED, SERVED
from fuyi_desktop.domain.service.matrix import Delivery, Stage
from fuyi_desktop.services.app import App
from fuyi_desktop.services.serving import DAY, Matrix
from tests.services import invented

SUPPLEMENT = {"items": "身份证明复印件"}


@pytest.fixture
def app(tmp_path: Path, press: Press) -> Iterator[App]:
    """A station that registers and decides, on 3 August 2026."""
    at = invented.clock()
    invented.found(tmp_path / "window", at)
    with invented.opened(tmp_path / "window", at, lambda: press) as app:
        invented.with_units(app)
        at.on("2026-08-31")
        yield app


@pytest.fixture
def case_id(app: App) -> str:
    """A case with two applicants, told on 3 August to supplement what is missing."""
    people = [
        {"name": "欧阳慧敏", "phone": "13900006208", "address": "石桥镇双龙村四组27号"},
        {"name": "刘桂芳", "address": "石桥镇双龙村二组3号"},
    ]
    case_id = invented.registered(app, applicants=people)
    invented.step(app, case_id, "review", "2026-07-31", handler="何静")
    invented.step(app, case_id, "request_supplement", "2026-08-03", **SUPPLEMENT)
    app.on(date(2026, 8, 3)).papers.issue(case_id, "F03")
    return case_id


def cell(app: App, case_id: str, name: str = "欧阳慧敏") -> Delivery:
    return next(one for one in app.serving.matrix(case_id).cells if one.party.name == name)


def step(app: App, case_id: str, code: str, on: str, **facts: Any) -> None:
    """A step about the 补正通知书 and the first applicant, where nothing else is said."""
    about = {"party": "欧阳慧敏"} if code == CONFIRMED else {"paper": "F03", "party": "欧阳慧敏"}
    invented.step(app, case_id, code, on, **(about | facts))


def code_of(paper_id: str, page: int = 1, pages: int = 1) -> str:
    return said(Mark(paper_id, page, pages))


def words(pdf: bytes) -> str:
    text: str = pypdfium2.PdfDocument(BytesIO(pdf))[0].get_textpage().get_text_range()
    return "".join(text.split())


# the matrix


def test_every_recipient_of_a_paper_has_a_line_of_their_own(app: App, case_id: str) -> None:
    matrix = app.serving.matrix(case_id)

    assert [(one.paper.form, one.party.name, one.stage) for one in matrix.cells] == [
        ("F03", "欧阳慧敏", Stage.WAITING), ("F03", "刘桂芳", Stage.WAITING),
    ]  # fmt: skip
    assert {one.receipt for one in matrix.cells} == {SERVED}
    assert all(matrix.can(one, code) for one in matrix.cells for code in (SERVED, DISPATCHED, FAILED))
    assert FILED not in matrix.steps
    assert "A10" in {rule.id for rule in matrix.cells[0].starts}


def test_the_clock_that_a_receipt_began_is_told_with_it(app: App, case_id: str) -> None:
    step(app, case_id, SERVED, "2026-08-05", method="direct", proof="receipt")

    matrix = app.serving.matrix(case_id)

    begun = [clock.rule.id for clock in matrix.running(cell(app, case_id))]
    assert begun == ["A10"]
    assert matrix.running(cell(app, case_id, "刘桂芳")) == ()
    assert [one.party.name for one in matrix.waiting] == ["刘桂芳"]


def test_what_the_dispatch_told_is_not_typed_again(app: App, case_id: str) -> None:
    step(app, case_id, DISPATCHED, "2026-08-04", method="post", mail_number="EX999")
    known = {
        "paper": "F03", "party": cell(app, case_id).party.id, "method": "post", "mail_number": "EX999",
        "posted_on": date(2026, 8, 4),
    }  # fmt: skip

    assert app.serving.given(cell(app, case_id), SERVED) == known
    assert app.serving.given(cell(app, case_id), FAILED) == known


def test_a_notice_that_is_under_way_is_received_on_its_own_day(app: App, case_id: str) -> None:
    step(app, case_id, FAILED, "2026-08-04", method="direct", reason="missing")
    assert cell(app, case_id).next is Method.NOTICE
    step(app, case_id, DISPATCHED, "2026-08-05", method="notice", where="村务公开栏")

    given = app.serving.given(cell(app, case_id), SERVED)

    assert (given["method"], given["announced_on"], given[DAY]) == (
        "notice", date(2026, 8, 5), date(2026, 9, 4),
    )  # fmt: skip


def test_the_day_of_receipt_that_the_step_itself_told_is_filled_in(app: App) -> None:
    case_id = invented.registered(app)
    invented.step(app, case_id, "review", "2026-07-31", handler="何静")
    told = {**SUPPLEMENT, "received_on": "2026-08-04"}
    invented.step(app, case_id, "request_supplement", "2026-08-03", **told)
    app.papers.issue(case_id, "F03")

    assert app.serving.given(cell(app, case_id), SERVED)[DAY] == date(2026, 8, 4)
    assert DAY not in app.serving.given(cell(app, case_id), FAILED)


def test_the_confirmed_address_is_where_things_are_sent(app: App, case_id: str) -> None:
    step(
        app,
        case_id,
        CONFIRMED,
        "2026-08-03",
        address="青溪乡上坝村9号",
        e_consent="yes",
        e_address="13900006208",
    )

    found = cell(app, case_id)

    assert (found.address, found.next) == ("青溪乡上坝村9号", Method.ELECTRONIC)
    assert app.serving.given(found, DISPATCHED)["e_address"] == "13900006208"


def test_a_case_that_lies_elsewhere_is_only_looked_at(county: invented.County) -> None:
    case_id = invented.registered(county.township)
    county.clock.on("2026-08-05")
    invented.step(county.township, case_id, "hand_over", "2026-08-04", to="center")

    matrix = county.township.serving.matrix(case_id)

    assert (matrix.cells, matrix.steps) == ((), {})


# 送达回证


def test_a_proof_for_one_cell_names_its_paper_its_recipient_and_its_method(app: App, case_id: str) -> None:
    step(app, case_id, DISPATCHED, "2026-08-04", method="post")

    (made,) = app.serving.issue_proofs(case_id, [cell(app, case_id)]).papers

    paper = app.papers.paper(made.paper_id)
    assert paper.form == "F28"
    assert paper.to == cell(app, case_id).party.id
    assert paper.facts["step"]["documents"] == [cell(app, case_id).paper.named]
    assert paper.facts["step"]["method"] == "邮寄送达"
    assert "石桥镇双龙村四组27号" in words(app.papers.pdf(made.paper_id))


def test_all_open_cells_give_one_proof_for_each_recipient_in_one_deed(app: App, case_id: str) -> None:
    before = len(app.casework.journal(case_id))

    made = app.serving.issue_proofs(case_id, app.serving.matrix(case_id).waiting)

    to = [app.papers.paper(one.paper_id).to for one in made.papers]
    assert to == [party.id for party in app.office.file(case_id).of(Role.APPLICANT)]
    assert len({entry.at for entry in app.casework.journal(case_id)[: -before or None]}) == 1


def test_asking_twice_gives_the_same_proof(app: App, case_id: str) -> None:
    waiting = app.serving.matrix(case_id).waiting

    first, again = (app.serving.issue_proofs(case_id, waiting) for _ in range(2))

    assert [one.paper_id for one in first.papers] == [one.paper_id for one in again.papers]


def test_there_is_no_proof_for_nothing_and_none_without_an_address(app: App) -> None:
    case_id = invented.registered(app, applicants=[{"name": "刘桂芳"}])
    invented.step(app, case_id, "review", "2026-07-31", handler="何静")
    invented.step(app, case_id, "request_supplement", "2026-08-03", **SUPPLEMENT)
    app.papers.issue(case_id, "F03")

    with pytest.raises(NotOpen, match="没有等待送达的文书"):
        app.serving.issue_proofs(case_id, ())
    with pytest.raises(FactsMissing, match="送达地点"):
        app.serving.issue_proofs(case_id, app.serving.matrix(case_id).waiting)
    assert [paper.form for paper in app.office.file(case_id).papers] == ["F03"]


def test_a_served_paper_is_not_voided_before_its_service_is(app: App, case_id: str) -> None:
    step(app, case_id, SERVED, "2026-08-05", method="direct")
    (paper,) = (one for one in app.office.file(case_id).papers if one.form == "F03")

    with pytest.raises(NotOpen, match="已经登记送达"):
        app.papers.void(paper.id, "文字有误")


# the way back from a code


def test_a_proof_leads_to_the_service_of_its_paper_on_its_recipient(app: App, case_id: str) -> None:
    made = app.serving.issue_proofs(case_id, [cell(app, case_id, "刘桂芳")]).papers[0]

    found = app.scanning.find(code_of(made.paper_id))

    assert (found.case_id, found.step, found.label) == (case_id, SERVED, "送达")
    assert (found.given["paper"], found.given["party"]) == ("F03", cell(app, case_id, "刘桂芳").party.id)
    assert found.said == f"{cell(app, case_id).paper.named}送达刘桂芳。"


def test_a_proof_whose_paper_has_arrived_only_opens_the_case(app: App, case_id: str) -> None:
    made = app.serving.issue_proofs(case_id, [cell(app, case_id)]).papers[0]
    step(app, case_id, SERVED, "2026-08-05", method="direct")

    found = app.scanning.find(code_of(made.paper_id))

    assert (found.case_id, found.step) == (case_id, "")
    assert "都已经登记送达" in found.said


def test_a_paper_itself_leads_to_the_next_recipient_who_waits(app: App, case_id: str) -> None:
    paper = next(one for one in app.office.file(case_id).papers if one.form == "F03")
    step(app, case_id, SERVED, "2026-08-05", method="direct")

    found = app.scanning.find(f" ｆｙ1：{paper.id}：1／1\n")

    assert (found.step, found.given["party"]) == (SERVED, cell(app, case_id, "刘桂芳").party.id)


def test_a_receipt_waits_for_nothing_and_opens_the_case(app: App) -> None:
    case_id = invented.registered(app)
    made = app.papers.issue(case_id, "F01")

    found = app.scanning.find(code_of(made.paper_id))

    assert (found.case_id, found.step, found.form) == (case_id, "", "F01")
    assert found.said


def test_a_voided_paper_says_so(app: App, case_id: str) -> None:
    paper = next(one for one in app.office.file(case_id).papers if one.form == "F03")
    app.papers.void(paper.id, "文字有误")

    assert "已经作废" in app.scanning.find(code_of(paper.id)).said


@pytest.mark.parametrize("code", ["", "https://example.invalid/1", "FY1:", "FY1:XYZ:1/1", "FY2:ab:1/1"])
def test_a_code_of_somebody_else_gets_one_sentence(app: App, code: str) -> None:
    with pytest.raises(BadFact, match="这不是本程序文书上的二维码"):
        app.scanning.find(code)


def test_a_paper_that_is_not_here_gets_another_sentence(app: App) -> None:
    with pytest.raises(PaperElsewhere, match=r"本站没有.*收包后再扫"):
        app.scanning.find(code_of("0" * 32))


# envelopes and printers


@pytest.mark.parametrize("form", ["E01", "E02", "E03"])
def test_an_envelope_bears_the_confirmed_address_and_leaves_no_trace(
    app: App, case_id: str, form: str
) -> None:
    step(app, case_id, CONFIRMED, "2026-08-03", address="青溪乡上坝村9号", e_consent="no")
    papers = len(app.office.file(case_id).papers)

    printed = words(app.serving.posted(case_id, "欧阳慧敏", form))

    assert "青溪乡上坝村9号" in printed
    assert "欧阳慧敏" in printed
    assert "云岭县人民政府" in printed
    assert len(app.office.file(case_id).papers) == papers


def test_an_envelope_moves_by_what_its_printer_is_off(app: App, case_id: str) -> None:
    app.overprint.measure("针式打印机", 1.5, -0.8)
    straight = app.serving.posted(case_id, "欧阳慧敏", "E01")
    moved = app.serving.posted(case_id, "欧阳慧敏", "E01", offset=app.overprint.offset("针式打印机"))

    (x, y), (to_x, to_y) = (first_place(pdf) for pdf in (straight, moved))

    assert (to_x - x, to_y - y) == pytest.approx((1.5 * 72 / 25.4, 0.8 * 72 / 25.4), abs=0.05)


def first_place(pdf: bytes) -> tuple[float, float]:
    """Left and lower edge of the first character, in points from the lower left corner."""
    left, bottom, *_ = pypdfium2.PdfDocument(BytesIO(pdf))[0].get_textpage().get_charbox(0)
    return left, bottom


def test_each_printer_has_its_own_offset_and_a_new_one_none(app: App) -> None:
    app.overprint.measure("针式打印机", 1.5, -0.8)
    app.overprint.measure("激光打印机", 0.0, 2.0)
    app.overprint.measure("针式打印机", 1.0, 0.0)

    assert app.overprint.offset("针式打印机") == (1.0, 0.0)
    assert app.overprint.offset("没有量过") == (0.0, 0.0)
    assert app.overprint.offsets() == {"针式打印机": (1.0, 0.0), "激光打印机": (0.0, 2.0)}


def test_an_offset_of_several_centimetres_is_a_sheet_fed_the_wrong_way(app: App) -> None:
    with pytest.raises(BadFact, match="上下偏移：35 毫米太多"):
        app.overprint.measure("针式打印机", 0.0, 35.0)
    with pytest.raises(BadFact, match="打印机：还没有选择"):
        app.overprint.measure(" ", 0.0, 1.0)


def test_the_offsets_stay_with_this_pc(app: App) -> None:
    app.overprint.measure("针式打印机", 1.5, -0.8)
    other = type(app.overprint)(app.office, app.press, desk="另一台")

    assert other.offsets() == {}


def test_a_recorder_may_measure_a_printer(app: App) -> None:
    recorder = invented.as_person(app, PersonRole.RECORDER)

    recorder.overprint.measure("针式打印机", 1.5, -0.8)

    assert app.overprint.offset("针式打印机") == (1.5, -0.8)


def test_the_test_sheet_is_of_the_size_of_the_paper(app: App) -> None:
    page = pypdfium2.PdfDocument(BytesIO(app.overprint.test_sheet("E01")))[0]

    assert page.get_size() == pytest.approx((220 * 72 / 25.4, 110 * 72 / 25.4), abs=0.5)
    assert app.overprint.is_placed("E01")
    assert not app.overprint.is_placed("F28")


# the envelope of a posted filing


def missing(app: App, case_id: str) -> tuple[str, ...]:
    return app.casework.page(case_id).missing


def test_a_posted_filing_misses_its_envelope_until_it_is_there(app: App) -> None:
    case_id = invented.registered(app, channel="邮寄", posted_on="2026-07-28")
    assert "X03" in missing(app, case_id)

    app.intake.add_material(case_id, {"name": "信封（附邮戳）", "form": "X03", "pages": 1})

    assert "X03" not in missing(app, case_id)
    assert app.office.file(case_id).materials[-1].envelope


def test_an_envelope_that_was_said_to_be_missing_is_still_missing(app: App) -> None:
    kept = [{"name": "信封（附邮戳）", "form": "X03", "status": "未收"}]

    assert "X03" in missing(app, invented.registered(app, channel="邮寄", materials=kept))


def test_whoever_comes_in_person_brings_no_envelope(app: App) -> None:
    assert "X03" not in missing(app, invented.registered(app))


def test_the_matrix_as_values_says_what_is_open_and_why_the_rest_is_not(app: App, case_id: str) -> None:
    step(app, case_id, FAILED, "2026-08-04", method="post", reason="address", mail_number="EX999")

    first, second = app.serving.listed(app.office.file(case_id))

    assert (first["title"], first["party"], first["stage"]) == (
        "行政复议申请补正通知书",
        "欧阳慧敏",
        "未送到",
    )
    assert first["next"] == "直接送达"
    assert first["tried"][0] == {
        "method": "邮寄送达", "on": "2026-08-04", "mail_number": "EX999", "back_on": "2026-08-04",
        "why": "地址不详、查无此人或者已经迁走",
    }  # fmt: skip
    assert [one["method"] for one in first["methods"] if not one["open"]] == [
        "留置送达",
        "电子送达",
        "公告送达",
    ]
    assert all(one["why"] for one in first["methods"] if not one["open"])
    assert (second["stage"], second["received_on"], second["starts"][0]["due"]) == ("未送达", None, None)


def test_a_matrix_knows_nothing_of_a_case_without_papers(app: App) -> None:
    matrix: Matrix = app.serving.matrix(invented.registered(app))

    assert (matrix.cells, matrix.waiting) == ((), ())
