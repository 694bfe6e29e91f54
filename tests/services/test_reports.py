"""Forms of a month, a quarter or a meeting: made from what is typed, a zero among it, and kept nowhere."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fuyi_desktop.domain.errors import BadFact, FactsMissing
from fuyi_desktop.domain.forms import FORMS
from fuyi_desktop.services.app import App
from tests.documents.reading import text
from tests.services import invented

FOUND = {
    "party": "欧阳慧敏", "respondent": "云岭县公安局",
    "matter": "行政处罚", "major": "是", "measures": "已约谈",
}  # fmt: skip
MONTH: dict[str, Any] = {"month": "2026年8月", "count": 0, "reviewed_by": "李向东"}
MEETING: dict[str, Any] = {
    "name": "下半年联席会议", "on": "2026-09-10", "place": "二楼会议室", "chair": "李向东",
    "recorder": "罗志强", "units": ["云岭县人民法院 赵永强", "云岭县公安局 白建华"],
    "topics": [{"title": "征地补偿争议", "by": "石桥镇"}],
}  # fmt: skip
QUARTER: dict[str, Any] = {
    "to": "云岭县人民政府", "period": "2026年第三季度", "received": 4,
    "concluded": 3, "lost": 0, "settled": 1, "hearings": 3,
    "appeared": 2, "spoke": 2, "excused": 1, "advice": 0, "answered": 0,
    "analysis": ["多数是行政处罚案件"], "next": ["加强培训"],
}  # fmt: skip
ENTRY: dict[str, Any] = {
    "year": "2026", "name": "一起养殖场补偿争议的纾解", "about": ["补偿标准有分歧"], "practice": ["现场评估"],
    "result": "达成协议", "typical": "类似争议多", "new": "引入评估", "useful": "可以推广",
}  # fmt: skip
INSPECTION: dict[str, Any] = {
    "kind": "督查", "on": "2026-09-15", "place": "石桥镇政府", "unit": "石桥镇人民政府",
    "people": ["何静", "罗志强"], "recorder": "罗志强", "content": ["查看排查台账"],
}  # fmt: skip


def issued(app: App, form: str, facts: dict[str, Any], folder: Path) -> str:
    out = folder / f"{form}.pdf"
    assert app.reports.issue(form, facts, out) == app.templates.press().fonts.notes()
    return text(out.read_bytes())


def test_a_month_without_a_dispute_is_reported_as_zero(desk: App, tmp_path: Path) -> None:
    said = issued(desk, "G02", MONTH, tmp_path)

    assert "零报送" in said and "0件" in said
    assert "没有发现行政争议" in said
    assert desk.office.person.name in said


def test_a_month_with_disputes_lists_each_of_them(desk: App, tmp_path: Path) -> None:
    said = issued(desk, "G02", MONTH | {"count": 1, "rows": [FOUND]}, tmp_path)

    assert "零报送" not in said
    assert "欧阳慧敏" in said and "其中重大复杂1件" in said


def test_the_months_report_can_be_had_as_a_workbook_and_in_word(desk: App, tmp_path: Path) -> None:
    book, word = tmp_path / "G02.xlsx", tmp_path / "G02.docx"
    for out in (book, word):
        desk.reports.issue("G02", MONTH | {"count": 1, "rows": [FOUND]}, out)

    cells = [cell for row in openpyxl.load_workbook(book).worksheets[0].values for cell in row]
    assert "欧阳慧敏" in cells
    assert word.read_bytes().startswith(b"PK")


def test_a_report_without_its_count_is_not_written(desk: App, tmp_path: Path) -> None:
    with pytest.raises(FactsMissing, match="件数"):
        issued(desk, "G02", {"month": "2026年8月", "reviewed_by": "李向东"}, tmp_path)

    assert list(tmp_path.glob("*.pdf")) == []


def test_a_meeting_has_its_agenda_before_and_its_minutes_after(desk: App, tmp_path: Path) -> None:
    before = issued(desk, "G16b", MEETING, tmp_path)
    decided = [{"text": "重新评估", "unit": "石桥镇", "until": "2026-10-15"}]
    after = issued(desk, "G16b", MEETING | {"decided": decided}, tmp_path)

    assert "下半年联席会议议题" in before and "议定事项" not in before
    assert "下半年联席会议纪要" in after and "2026年10月15日" in after


def test_what_an_inspection_finds_has_to_be_mended_by_a_day(desk: App, tmp_path: Path) -> None:
    assert "没有发现问题" in issued(desk, "G16", INSPECTION, tmp_path)

    with pytest.raises(FactsMissing, match="整改期限"):
        issued(desk, "G16", INSPECTION | {"found": ["两件没有登记"], "demands": ["补登"]}, tmp_path)


def test_an_assessment_says_how_it_was_made_and_what_it_came_to(desk: App, tmp_path: Path) -> None:
    given = INSPECTION | {"kind": "评议", "way": ["自评", "群众评议"], "conclusion": "良好"}

    said = issued(desk, "G16", given, tmp_path)

    assert "行政执法评议记录" in said and "良好" in said


def test_a_quarter_that_lost_nothing_says_so_and_one_that_lost_says_why(desk: App, tmp_path: Path) -> None:
    assert "本期没有败诉案件" in issued(desk, "H16", QUARTER, tmp_path)

    with pytest.raises(FactsMissing, match="败诉原因"):
        issued(desk, "H16", QUARTER | {"lost": 1}, tmp_path)


def test_an_entry_for_the_choice_of_cases_gives_its_three_merits(desk: App, tmp_path: Path) -> None:
    said = issued(desk, "G15", ENTRY, tmp_path)

    assert all(f"{merit}。" in said for merit in (ENTRY["typical"], ENTRY["new"], ENTRY["useful"]))


def test_a_form_of_a_case_is_not_written_without_it(desk: App, tmp_path: Path) -> None:
    with pytest.raises(BadFact, match="G02") as refused:
        desk.reports.issue("F06", {}, tmp_path / "F06.pdf")

    assert all(form.id in str(refused.value) for form in FORMS.values() if form.of_period)


def test_writing_a_report_leaves_the_store_as_it_was(desk: App, tmp_path: Path) -> None:
    before = invented.content(desk)

    issued(desk, "G02", MONTH, tmp_path)

    assert invented.content(desk) == before
