"""Service of papers and scanned codes on the command line."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fuyi_desktop.domain.errors import BadFact, PaperElsewhere
from fuyi_desktop.domain.marks import Mark, said
from tests.gui import invented
from tests.test_cli import Terminal

PAGE = Mark("0" * 32, 1, 1)


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    """Somebody at a terminal with one case, whose 补正通知书 was posted and has come back."""
    with invented.office(tmp_path / "county" / "window").open(invented.PASSWORD) as app:
        case_id = invented.registered(
            app, applicants=[{"name": "欧阳慧敏", "address": "石桥镇双龙村四组27号"}]
        )
        invented.step(app, case_id, "review", "2026-11-12", handler="何静")
        invented.step(app, case_id, "request_supplement", "2026-11-13", items="身份证明复印件")
        issued = app.on(date(2026, 11, 13)).papers.issue(case_id, "F03")
        tried = {"paper": "F03", "party": "欧阳慧敏", "method": "post", "mail_number": "EX999"}
        invented.step(app, case_id, "dispatched", "2026-11-14", **tried)
        invented.step(app, case_id, "service_failed", "2026-11-19", **tried, reason="unclaimed")
    yield Terminal(tmp_path, capsys, monkeypatch)
    assert issued.paper_id


def at(terminal: Terminal, *words: str) -> tuple[str, ...]:
    return terminal.at("window", *words, day="2026-11-20")


def test_the_list_tells_of_every_paper_and_recipient(terminal: Terminal) -> None:
    (row,) = terminal.ask(*at(terminal, "service", "list", "代收2026-1"))

    assert (row["title"], row["party"], row["stage"], row["next"]) == (
        "行政复议申请补正通知书", "欧阳慧敏", "未送到", "直接送达",
    )  # fmt: skip
    assert row["tried"] == [
        {"method": "邮寄送达", "on": "2026-11-14", "mail_number": "EX999", "back_on": "2026-11-19",
         "why": "逾期没有领取"},
    ]  # fmt: skip
    assert {one["method"]: one["open"] for one in row["methods"]}["公告送达"] is False
    assert row["starts"][0]["rule"] == "A10"


def test_for_reading_it_is_one_line_for_each(terminal: Terminal) -> None:
    code, out, err = terminal.run(*at(terminal, "service", "list", "代收2026-1"))

    assert (code, err, out.count("\n")) == (0, "", 1)
    assert "欧阳慧敏" in out
    assert "methods" not in out
    assert "next 直接送达" in out


def test_a_scanned_page_says_where_it_leads(terminal: Terminal) -> None:
    shown = terminal.ask(*at(terminal, "case", "show", "代收2026-1"))
    (paper,) = shown["papers"]

    found = terminal.ask(*at(terminal, "scan", said(Mark(paper["id"], 1, 2))))

    assert (found["case"], found["form"], found["page"], found["pages"]) == ("代收2026-1", "F03", 1, 2)
    assert (found["step"], found["step_label"]) == ("served", "送达")
    assert found["facts"]["paper"] == "F03"


@pytest.mark.parametrize(
    ("code", "error"), [("https://example.invalid", BadFact), (said(PAGE), PaperElsewhere)]
)
def test_a_foreign_or_unknown_code_is_a_number_and_a_sentence(
    terminal: Terminal, code: str, error: type[BadFact]
) -> None:
    exit_code, out, err = terminal.run(*at(terminal, "scan", code))

    assert (exit_code, out) == (error.code, "")
    assert err.count("\n") == 1
