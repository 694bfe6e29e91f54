"""抄告: one letter for what was corrected, one table a period for the rest, and the figure of both."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import BadFact, CannotWrite, Doubtful, GlyphMissing, NoPermission, NotFound
from fuyi_desktop.domain.party import Role
from fuyi_desktop.services.app import App
from fuyi_desktop.services.copying import period
from fuyi_desktop.services.views import file_view
from tests.documents.reading import text
from tests.services import invented
from tests.services.invented import County, of_role, step

AUGUST, QUARTER = (date(2026, 8, 1), date(2026, 8, 31)), (date(2026, 7, 1), date(2026, 9, 30))
DECIDED = {"uphold": "维持原处罚决定", "revoke": "撤销原处罚决定", "dismiss_request": "驳回复议请求"}


def decided(app: App, name: str, kind: str, served: str = "2026-08-27", **given: Any) -> str:
    """A case with its decision of 26 August, served on both sides on one day."""
    case_id = invented.accepted(app, name, **given)
    step(app, case_id, "copy_sent", "2026-08-04", received_on="2026-08-04")
    for respondent in app.casework.page(case_id).file.of(Role.RESPONDENT):
        step(app, case_id, "reply", "2026-08-12", party=respondent.id, summary="认为事实清楚")
    applicant = of_role(app, case_id, Role.APPLICANT).id
    step(app, case_id, "hear_opinions", "2026-08-14", mode="phone", party=applicant, content="坚持请求")
    step(app, case_id, "draft", "2026-08-20", findings="事实清楚", opinion="程序合法", basis="行政复议法")
    step(app, case_id, "decide", "2026-08-26", kind=kind, text=DECIDED[kind], approval="chief")
    app.on(date(2026, 8, 26)).papers.issue(case_id, "F26")
    for role in (Role.RESPONDENT, Role.APPLICANT):
        party = of_role(app, case_id, role).id
        step(app, case_id, "served", served, paper="F26", party=party, method="direct")
    return case_id


def test_what_a_case_still_has_to_copy_stands_on_its_page_until_it_is_done(desk: App) -> None:
    case_id = decided(desk, "欧阳慧敏", "revoke")
    (due,) = desk.casework.page(case_id).copies
    assert (due.recipient, due.form, due.basis, due.since, due.open) == (
        "云州市公安局", "F29", "statutory", date(2026, 8, 27), True
    )  # fmt: skip
    assert [task.file.case.id for task in desk.copying.due()] == [case_id]

    step(desk, case_id, "copied", "2026-08-28", to="云州市公安局", problems="没有告知权利")

    assert desk.copying.due() == []
    (told,) = file_view(desk.casework.page(case_id))["copies"]
    assert (told["done"], told["by"], told["article"]) == (
        "2026-08-28",
        "抄告函",
        "行政复议法第七十九条第二款",
    )


def test_a_county_that_has_chosen_so_also_tells_the_organ_of_reconsideration_above(desk: App) -> None:
    decided(desk, "欧阳慧敏", "revoke")
    desk.settings.take({"switches": {"copy_letter": "local"}})

    told = [(task.due.recipient, task.due.basis) for task in desk.copying.due()]

    assert sorted(told) == [("云州市人民政府行政复议机构", "local"), ("云州市公安局", "statutory")]


def test_one_table_lists_the_cases_of_a_month_and_puts_every_one_of_them_on_file(
    desk: App, tmp_path: Path
) -> None:
    listed = [decided(desk, name, "uphold") for name in ("欧阳慧敏", "陈国栋")]
    corrected = decided(desk, "罗志强", "revoke")
    desk.settings.take({"unit": [{"full_name": "云岭县公安局", "level": "县级政府的部门"}]})
    september = desk.on(date(2026, 9, 1))

    batch = september.copying.batch(*AUGUST, tmp_path / "八月.pdf")

    (table,) = batch.tables
    assert (table.to, table.number, table.cases) == (
        "云州市公安局", "云府复抄〔2026〕1号", ("云府复〔2026〕1号", "云府复〔2026〕2号")
    )  # fmt: skip
    printed = text((tmp_path / "八月.pdf").read_bytes())
    for said in ("2026年8月", "云府复决〔2026〕1号", "云府复决〔2026〕2号", "共2件", "维持2件"):
        assert said in printed.replace("\n", "")
    assert "云府复〔2026〕3号" not in printed
    for case_id in listed:
        page = desk.casework.page(case_id)
        (sent,) = [one for one in page.file.steps if one.code == "copied"]
        assert (sent.on, sent.facts) == (
            date(2026, 9, 1),
            {"to": "云州市公安局", "basis": "statutory", "by": "batch", "period": "2026年8月"},
        )  # fmt: skip
        assert "F29" not in page.missing
        assert "行政复议决定集中抄告表云府复抄〔2026〕1号" in [item.name for item in page.file.materials]
    assert [task.file.case.id for task in desk.copying.due()] == [corrected]
    assert desk.upkeep.check() == []


def test_each_organ_above_gets_a_table_of_its_own(desk: App, tmp_path: Path) -> None:
    decided(desk, "欧阳慧敏", "uphold")
    decided(desk, "陈国栋", "dismiss_request", respondent="云岭县生态环境局")

    batch = desk.on(date(2026, 9, 30)).copying.batch(*QUARTER, tmp_path / "三季度.pdf")

    assert {table.to: table.out.name for table in batch.tables} == {
        "云州市公安局": "三季度-云州市公安局.pdf",
        "云州市生态环境局": "三季度-云州市生态环境局.pdf",
    }
    assert all("2026年第三季度" in text(table.out.read_bytes()) for table in batch.tables)
    assert [table.number for table in batch.tables] == ["云府复抄〔2026〕1号", "云府复抄〔2026〕2号"]


def test_a_period_that_has_nothing_to_copy_is_said_and_writes_nothing(desk: App, tmp_path: Path) -> None:
    decided(desk, "欧阳慧敏", "revoke")
    before = invented.content(desk)

    with pytest.raises(NotFound, match="没有找到需要集中抄告的案件“2026年8月”"):
        desk.copying.batch(*AUGUST, tmp_path / "八月.pdf")
    with pytest.raises(BadFact, match=r"应当以 \.pdf"):
        desk.copying.batch(*AUGUST, tmp_path / "八月.txt")
    with pytest.raises(CannotWrite):
        desk.copying.batch(*AUGUST, tmp_path / "没有" / "八月.pdf")

    assert invented.content(desk) == before
    assert list(tmp_path.glob("*.pdf")) == []


def test_tables_are_given_out_all_together_or_not_at_all(desk: App, tmp_path: Path) -> None:
    decided(desk, "欧阳慧敏", "uphold")
    decided(desk, "陈国栋", "uphold", respondent="云岭县生态环境局")
    desk.settings.take({"unit": [{"full_name": "云岭县生态环境局", "superior": "云州市\ue123环境局"}]})
    before = invented.content(desk)

    with pytest.raises(GlyphMissing):
        desk.copying.batch(*AUGUST, tmp_path / "八月.pdf")

    assert invented.content(desk) == before
    assert list(tmp_path.glob("*.pdf")) == []
    desk.copying.batch(*AUGUST, tmp_path / "八月.pdf", recipient="云州市公安局")
    assert [task.due.respondent for task in desk.copying.due()] == ["云岭县生态环境局"]


def test_a_case_whose_decision_has_no_number_here_is_left_out_with_the_reason(
    desk: App, tmp_path: Path
) -> None:
    decided(desk, "欧阳慧敏", "uphold")
    without = decided(desk, "陈国栋", "uphold")
    (paper,) = [one for one in desk.casework.page(without).file.papers if one.form == "F26"]
    with desk.office.store.work("何静", "另一站点作废") as work:
        work.put(replace(paper, void_reason="文字有误"))

    batch = desk.on(date(2026, 9, 1)).copying.batch(*AUGUST, tmp_path / "八月.pdf")

    assert [table.cases for table in batch.tables] == [("云府复〔2026〕1号",)]
    assert batch.left == (("云府复〔2026〕2号", "没有登记决定书的文号，请先出决定书，或者单独抄告。"),)
    assert [task.file.case.id for task in desk.copying.due()] == [without]


def test_a_table_for_a_case_against_a_government_as_well_is_asked_about_first(
    desk: App, tmp_path: Path
) -> None:
    case_id = decided(desk, "欧阳慧敏", "uphold", respondents=[{"name": "石桥镇人民政府"}])
    town = desk.casework.page(case_id).file.of(Role.RESPONDENT)[1].id
    step(desk, case_id, "served", "2026-08-28", paper="F26", party=town, method="direct")
    before = invented.content(desk)

    with pytest.raises(Doubtful, match="请核对是否按地方规定抄告"):
        desk.copying.batch(*AUGUST, tmp_path / "八月.pdf")
    assert invented.content(desk) == before
    desk.copying.batch(*AUGUST, tmp_path / "八月.pdf", sure=True)

    assert [due.open for due in desk.casework.page(case_id).copies] == [False]


def test_a_decision_that_took_effect_after_the_day_of_the_table_is_left_out_with_the_reason(
    desk: App, tmp_path: Path
) -> None:
    decided(desk, "欧阳慧敏", "uphold", served="2026-08-27")
    decided(desk, "陈国栋", "uphold", served="2026-08-31")

    batch = desk.on(date(2026, 8, 28)).copying.batch(*AUGUST, tmp_path / "八月.pdf")

    assert [table.cases for table in batch.tables] == [("云府复〔2026〕1号",)]
    ((label, why),) = batch.left
    assert label == "云府复〔2026〕2号" and "请核对日期" in why


def test_the_rate_counts_each_basis_apart_over_what_took_effect_in_the_period(desk: App) -> None:
    done = decided(desk, "欧阳慧敏", "revoke")
    decided(desk, "陈国栋", "revoke", served="2026-08-31")
    decided(desk, "罗志强", "uphold", served="2026-09-02")
    step(desk, done, "copied", "2026-08-28", to="云州市公安局")
    desk.settings.take({"switches": {"copy_letter": "local"}})

    august = {rate.basis: (rate.done, rate.due) for rate in desk.copying.rates(*AUGUST)}
    quarter = {rate.basis: (rate.done, rate.due) for rate in desk.copying.rates(*QUARTER)}

    assert august == {"statutory": (1, 2), "local": (0, 2)}
    assert quarter == {"statutory": (1, 3), "local": (0, 3)}


def test_a_period_that_ends_before_it_begins_is_named(desk: App, tmp_path: Path) -> None:
    first, last = date(2026, 12, 31), date(2026, 1, 1)
    why = "期间：起日2026年12月31日晚于止日2026年1月1日"

    with pytest.raises(BadFact, match=why):
        desk.copying.rates(first, last)
    with pytest.raises(BadFact, match=why):
        desk.copying.batch(first, last, tmp_path / "表.pdf")


def test_a_window_that_does_not_hold_the_cases_copies_nothing(county: County, tmp_path: Path) -> None:
    county.clock.on("2026-09-01")
    decided(county.township, "欧阳慧敏", "uphold")
    county.carry()

    assert county.center.copying.due() == []
    assert [task.due.recipient for task in county.township.copying.due()] == ["云州市公安局"]
    with pytest.raises(NotFound):
        county.center.copying.batch(*AUGUST, tmp_path / "八月.pdf")
    assert [rate.due for rate in county.center.copying.rates(*AUGUST)] == [1, 0]


def test_who_may_only_read_gives_out_no_table(desk: App, tmp_path: Path) -> None:
    decided(desk, "欧阳慧敏", "uphold")
    before = invented.content(desk)

    with pytest.raises(NoPermission):
        invented.as_person(desk, PersonRole.READER).copying.batch(*AUGUST, tmp_path / "八月.pdf", sure=True)

    assert invented.content(desk) == before


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-02-01", "2026-02-28", "2026年2月"),
        ("2026-10-01", "2026-12-31", "2026年第四季度"),
        ("2026-02-01", "2026-04-30", "2026年2月1日至2026年4月30日"),
        ("2026-08-03", "2026-08-31", "2026年8月3日至2026年8月31日"),
    ],
)
def test_a_period_is_called_as_a_letter_calls_it(first: str, last: str, said: str) -> None:
    assert period(date.fromisoformat(first), date.fromisoformat(last)) == said
