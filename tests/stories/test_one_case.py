"""One case around the National Day of 2026: from the window to the center, and to the archive."""

import io
from datetime import date
from typing import Any

import docx
import pytest

from fuyi_desktop.domain.errors import NotHolder, NotOpen
from fuyi_desktop.domain.party import Role
from fuyi_desktop.services.app import App
from tests.documents.reading import text
from tests.services import invented
from tests.services.invented import County, due, of_role, step

PROBLEMS = "作出处罚决定前没有告知陈述、申辩的权利"


def arrived(county: County, **given: Any) -> str:
    """A case that the township has reviewed and handed over, taken in at the center."""
    case_id = invented.registered(county.township, **given)
    step(county.township, case_id, "review", "2026-07-31", handler="何静")
    step(county.township, case_id, "hand_over", "2026-07-31", to="center")
    county.clock.on("2026-07-31")
    county.carry()
    return case_id


def hear(app: App, case_id: str, on: str) -> None:
    applicant = of_role(app, case_id, Role.APPLICANT).id
    step(app, case_id, "hear_opinions", on, party=applicant, mode="phone", content="坚持复议请求")


def heard(app: App, case_id: str) -> None:
    """From acceptance to the hearing of the parties."""
    step(app, case_id, "accept", "2026-08-03")
    step(app, case_id, "copy_sent", "2026-08-10")
    step(app, case_id, "reply", "2026-08-21", summary="认为事实清楚、程序合法", pages=23)
    hear(app, case_id, "2026-08-28")


def drafted(app: App, case_id: str) -> None:
    heard(app, case_id)
    step(app, case_id, "draft", "2026-09-10", findings="没有告知权利", opinion="违反法定程序",
         basis="《中华人民共和国行政复议法》第六十四条第一款第三项")  # fmt: skip


def decided(app: App, case_id: str) -> None:
    drafted(app, case_id)
    step(app, case_id, "decide", "2026-09-16", kind="revoke", text="撤销云公罚字〔2026〕207号处罚决定",
         approval="meeting", perform_by="2026-10-20")  # fmt: skip


def serve(app: App, case_id: str, role: Role, on: str) -> None:
    typed = {"paper": "F26", "party": of_role(app, case_id, role).id, "method": "direct", "proof": "receipt"}
    step(app, case_id, "served", on, **typed)


def words_of(word: bytes) -> str:
    """All text of a Word file, its tables included."""
    paper = docx.Document(io.BytesIO(word))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "".join([*(paragraph.text for paragraph in paper.paragraphs), *cells]).replace(" ", "")


def test_a_case_goes_from_the_window_through_the_center_to_the_archive(county: County) -> None:
    township, center = county.township, county.center

    # 30 July, the window: registered, the receipt printed
    case_id = invented.registered(township)
    page = township.casework.page(case_id)
    assert (page.state, page.file.label, due(township, case_id, "A08")) == (
        "已登记",
        "代收2026-1",
        "2026-08-06",
    )
    receipt = township.papers.issue(case_id, "F01")
    said = text(township.papers.pdf(receipt.paper_id))
    assert "欧阳慧敏" in said and "代收2026-1" in said and "2026年8月6日" in said

    # 31 July: reviewed, handed over, onto the stick
    step(township, case_id, "review", "2026-07-31", handler="何静")
    step(township, case_id, "hand_over", "2026-07-31", to="center", reason="由复议机关办理")
    county.clock.on("2026-07-31")
    assert township.casework.page(case_id).mine is False
    with pytest.raises(NotHolder, match="案件现由云岭县行政争议纾解中心办理，本站不能受理"):
        step(township, case_id, "accept", "2026-08-03")
    sent = county.send()
    assert (sent.first, sent.last, township.exchange.status().unsent) == (1, 4, 4)

    # 3 August, the center: looked at, taken in, accepted
    county.clock.on("2026-08-03")
    seen = center.exchange.preview(sent.file)
    assert [(line.title, line.what) for line in seen.cases] == [("欧阳慧敏", "新增")]
    assert center.casework.count() == 0
    taken = center.exchange.take(sent.file)
    assert (taken.new, taken.known, taken.conflicts) == (4, 0, 0)
    assert taken.cases == seen.cases
    assert center.casework.page(case_id).mine
    assert text(center.papers.pdf(receipt.paper_id)) == said
    step(center, case_id, "accept", "2026-08-03")
    page = center.casework.page(case_id)
    assert (page.state, page.file.label) == ("已受理", "云府复〔2026〕1号")
    assert due(center, case_id, "A18") == "2026-10-08"
    center.papers.issue(case_id, "F06")

    # The receipt goes back: the window sees that everything has arrived
    county.answer()
    status = township.exchange.status()
    assert (status.unsent, status.acked, status.reviews) == (0, 4, 0)

    # August and September: copy, reply, opinions, draft, decision
    county.clock.on("2026-08-10")
    step(center, case_id, "copy_sent", "2026-08-10")
    center.papers.issue(case_id, "F07")
    assert due(center, case_id, "A14") == "2026-08-24"
    step(center, case_id, "reply", "2026-08-21", summary="认为事实清楚、程序合法", pages=23)
    center.intake.add_material(case_id, {"name": "行政复议答复书及证据", "form": "X02", "pages": 23})
    with pytest.raises(NotOpen, match="还没有听取意见"):
        step(center, case_id, "draft", "2026-08-25")
    hear(center, case_id, "2026-08-28")
    center.intake.add_material(case_id, {"name": "电话听取意见记录", "form": "F10", "pages": 1})
    step(center, case_id, "draft", "2026-09-10", findings="没有告知权利", opinion="违反法定程序",
         basis="《中华人民共和国行政复议法》第六十四条第一款第三项")  # fmt: skip
    center.intake.add_material(case_id, {"name": "审理报告", "form": "F25", "pages": 6})
    step(center, case_id, "decide", "2026-09-16", kind="revoke", text="撤销云公罚字〔2026〕207号处罚决定",
         approval="meeting", perform_by="2026-10-20")  # fmt: skip
    county.clock.on("2026-09-16")
    decision = center.papers.issue(case_id, "F26")
    assert decision.number == "云府复决〔2026〕1号"

    # 18 September: each party has its own fifteen days, both past the holiday
    serve(center, case_id, Role.RESPONDENT, "2026-09-17")
    assert center.casework.page(case_id).state == "送达中"
    serve(center, case_id, Role.APPLICANT, "2026-09-18")
    page = center.casework.page(case_id)
    rights = {clock.party: clock.due.due for clock in page.clocks if clock.rule.id == "A27"}
    assert page.state == "已送达"
    assert rights == {
        of_role(center, case_id, Role.APPLICANT).id: date(2026, 10, 8),
    }
    county.clock.on("2026-09-18")
    center.papers.issue(case_id, "F28")

    # 21 September: the superior organ is told, on paper and as a file to be edited
    county.clock.on("2026-09-21")
    step(center, case_id, "copied", "2026-09-21", to="云州市公安局", problems=PROBLEMS)
    letter = center.papers.issue(case_id, "F29")
    for read in (text(center.papers.pdf(letter.paper_id)), words_of(center.papers.word(letter.paper_id))):
        assert "云州市公安局" in read
        assert "2026年9月16日作出行政复议决定（云府复决〔2026〕1号）" in read
        assert "该决定于2026年9月17日发生法律效力" in read  # the respondent's own day
        assert PROBLEMS in read

    # October: performed, reported, visited, archived
    step(center, case_id, "performing", "2026-09-21")
    step(center, case_id, "performed", "2026-10-12", content="已重新作出决定")
    step(center, case_id, "report", "2026-10-14")
    with pytest.raises(NotOpen, match="还没有履行报告和回访"):
        step(center, case_id, "archive", "2026-10-15")
    step(center, case_id, "visited", "2026-10-15", satisfied="满意")
    county.clock.on("2026-10-19")
    assert center.casework.page(case_id).missing == ("F34", "F35")
    with pytest.raises(NotOpen, match="卷内还缺应当有的文书"):
        step(center, case_id, "archive", "2026-10-19")
    for name, form in (("履行情况报告", "F34"), ("回访记录", "F35")):
        center.intake.add_material(case_id, {"name": name, "form": form, "pages": 1})
    day = date(2026, 10, 19)  # notices of the first days were served on paper alone
    center.on(day).casework.step(case_id, "archive", day, {}, sure=True)
    page = center.casework.page(case_id)
    assert (page.state, page.ended, page.missing) == ("已归档", True, ())
    assert [offer.kind.code for offer in page.offers] == ["sued"]  # a suit may still come
    assert center.board.rows() == []
    assert center.upkeep.check() == township.upkeep.check() == []


def test_a_copy_received_before_mid_autumn_is_answered_after_the_national_day(county: County) -> None:
    case_id = arrived(county, received_on="2026-07-30")
    step(county.center, case_id, "accept", "2026-08-03")
    step(county.center, case_id, "copy_sent", "2026-09-15", received_on="2026-09-17")

    assert due(county.center, case_id, "A14") == "2026-10-08"


def test_an_extension_counts_from_the_nominal_day_not_from_the_rolled_one(county: County) -> None:
    case_id = arrived(county)
    heard(county.center, case_id)
    step(county.center, case_id, "extend", "2026-09-24", days=30, reason="案情复杂", approved_by="李向东")

    assert due(county.center, case_id, "A18") == "2026-11-02"
    with pytest.raises(NotOpen, match="已经登记过"):
        step(county.center, case_id, "extend", "2026-09-28", days=10, reason="案情复杂", approved_by="李向东")


def test_an_application_that_nobody_looks_at_counts_as_accepted_when_five_working_days_are_over(
    county: County,
) -> None:
    county.clock.on("2026-10-09")
    case_id = invented.registered(county.township, received_on="2026-10-09")
    county.clock.on("2026-10-16")

    offers = {offer.kind.code: offer for offer in county.township.casework.page(case_id).offers}
    assert offers["deem_accepted"].on == date(2026, 10, 15)
    assert due(county.township, case_id, "A18") == "2026-12-14"

    county.township.casework.step(case_id, "deem_accepted", date(2026, 10, 15), {})

    page = county.township.casework.page(case_id)
    assert (page.state, page.file.label) == ("已受理", "云府复〔2026〕1号")
    assert due(county.township, case_id, "A18") == "2026-12-14"


def test_a_period_that_ends_in_a_year_without_a_calendar_is_provisional(county: County) -> None:
    county.clock.on("2026-11-06")
    case_id = invented.registered(
        county.township, received_on="2026-11-06", act_on="2026-10-12", known_on="2026-10-13"
    )
    step(county.township, case_id, "review", "2026-11-06", handler="何静")
    step(county.township, case_id, "accept", "2026-11-09")
    county.clock.on("2026-11-09")

    clock = next(c for c in county.township.casework.page(case_id).clocks if c.rule.id == "A18")

    assert clock.due.nominal == date(2027, 1, 8)
    assert clock.due.status == "provisional"
    assert clock.due.display <= clock.due.due
    assert [part.text for part in clock.due.explanation if part.kind == "暂定"] == [
        "2027 年放假安排未公布，公布后自动重算"
    ]


def test_a_respondent_who_does_not_answer_has_no_evidence_and_the_case_goes_on(county: County) -> None:
    case_id = arrived(county)
    step(county.center, case_id, "accept", "2026-08-03")
    step(county.center, case_id, "copy_sent", "2026-08-05")
    respondent = of_role(county.center, case_id, Role.RESPONDENT).id
    step(county.center, case_id, "served", "2026-08-05", paper="F07", party=respondent, method="direct")
    county.clock.on("2026-08-20")

    with pytest.raises(NotOpen, match="期限已于2026年8月19日届满"):
        step(county.center, case_id, "reply", "2026-08-20")
    county.center.casework.step(case_id, "no_reply", date(2026, 8, 19), {})
    hear(county.center, case_id, "2026-08-21")
    step(county.center, case_id, "draft", "2026-08-28", findings="逾期未答复", opinion="视为没有证据、依据",
         basis="《中华人民共和国行政复议法》第七十条")  # fmt: skip

    page = county.center.casework.page(case_id)
    assert page.state == "拟决定"
    assert "X02" not in page.missing


def test_a_case_of_three_parties_is_served_when_the_last_one_has_the_decision(county: County) -> None:
    case_id = arrived(county, third_parties=[{"name": "柳河镇双龙村村民委员会", "kind": "单位"}])
    decided(county.center, case_id)

    serve(county.center, case_id, Role.RESPONDENT, "2026-09-17")
    serve(county.center, case_id, Role.APPLICANT, "2026-09-18")
    assert county.center.casework.page(case_id).state == "送达中"

    serve(county.center, case_id, Role.THIRD_PARTY, "2026-09-25")

    page = county.center.casework.page(case_id)
    assert page.state == "已送达"
    assert sorted(c.due.due for c in page.clocks if c.rule.id == "A27") == [
        date(2026, 10, 8), date(2026, 10, 10),
    ]  # fmt: skip  # the 被申请人 has no right to sue
