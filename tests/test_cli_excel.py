"""Excel on the command line: a table as .xlsx, and the office's own workbook from the check to going back."""

import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fuyi_desktop.domain.errors import BadFact, WorkbookWrong
from tests.documents.own_workbooks import plain
from tests.test_cli import Terminal, add


@pytest.fixture
def there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, joined: Path
) -> Terminal:
    """A terminal with the county's two stores, closed."""
    shutil.copytree(joined, tmp_path / "county")
    return Terminal(tmp_path, capsys, monkeypatch)


def values(path: Path) -> list[Any]:
    sheet = load_workbook(BytesIO(path.read_bytes())).active
    assert sheet is not None
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def workbook(there: Terminal, *cells: tuple[str, Any]) -> str:
    path = there.folder / "本单位.xlsx"
    path.write_bytes(plain(*cells))
    return str(path)


def test_the_sample_of_a_table_is_written_as_excel_and_that_of_a_notice_is_not(there: Terminal) -> None:
    out = there.folder / "G04.xlsx"

    there.ask("paper", "sample", "G04", "--out", str(out))
    code, _, said = there.run("paper", "sample", "F06", "--out", str(there.folder / "F06.xlsx"))

    assert "代理行政案件报备表" in values(out)
    assert (code, "这种文书不是表格，不能存成 Excel" in said) == (BadFact.code, True)


def test_the_zero_report_of_a_month_is_written_without_a_case(there: Terminal) -> None:
    add(there)
    facts, out = there.folder / "G02.json", there.folder / "G02.xlsx"
    facts.write_text('{"month": "2026年8月", "count": 0, "reviewed_by": "李向东"}', "utf-8")

    told = there.ask(*there.at("township", "paper", "form", "G02", "--facts", str(facts), "--out", str(out)))

    assert (told["template"], told["out"]) == ("G02", str(out))
    assert any("零报送" in str(value) for value in values(out))
    assert "G02" in {one["template"] for one in there.ask("paper", "list")}


def test_a_paper_is_issued_as_excel_and_with_an_own_workbook_into_that(there: Terminal) -> None:
    number = add(there)["number"]
    out = there.folder / "F01.xlsx"
    issue = there.at("township", "paper", "issue", number, "F01", "--out", str(out))
    mine = workbook(there, ("A1", "{{ 申请人姓名或名称、 }}"), ("A2", "=LEN(A1)"))

    there.ask(*issue)
    programs = values(out)
    used = there.ask(*there.at("township", "excel", "use", mine, "--form", "F01"))
    there.ask(*issue)

    assert len(programs) > 20
    assert values(out) == ["欧阳慧敏", "=LEN(A1)"]
    assert [one["version"] for one in there.ask(*there.at("township", "excel", "list"))] == [
        used["workbook"]["version"]
    ]
    there.ask(*there.at("township", "excel", "drop", "F01"))
    there.ask(*issue)
    assert values(out) == programs
    versions = there.ask(*there.at("township", "excel", "versions", "F01"))
    there.ask(*there.at("township", "excel", "use", "--form", "F01", "--version", versions[0]["version"]))
    shown = there.folder / "原样.xlsx"
    there.ask(*there.at("township", "excel", "show", "F01", "--out", str(shown)))
    assert shown.read_bytes() == Path(mine).read_bytes()


def test_a_check_names_every_fault_and_its_code_says_that_there_is_one(there: Terminal) -> None:
    mine = workbook(there, ("B2", "{{ 按号 }}"))

    code, out, said = there.run("--json", *there.at("township", "excel", "check", mine, "--form", "G04"))

    assert code == WorkbookWrong.code
    assert '"cell": "B2"' in out
    assert "“表”B2：没有“按号”这项事实，请核对名称。请改好再试。" in said


def test_a_trial_lists_what_would_stand_in_each_cell(there: Terminal) -> None:
    number = add(there)["number"]
    mine = workbook(there, ("A1", "{{ 收件编号 }}"))
    out = there.folder / "试.xlsx"

    told = there.ask(
        *there.at("township", "excel", "try", "G04", "--file", mine, "--case", number, "--out", str(out))
    )

    assert [(one["cell"], one["asked"]) for one in told] == [("A1", "收件编号")]
    assert values(out) == [told[0]["said"]]
    names = there.ask(*there.at("township", "excel", "names", "G04"))
    assert {
        "mark": "{{ 收件编号 }}",
        "label": "收件编号",
        "path": "case.receipt_number",
        "kind": "text",
    } in names
