"""Numbers, voided papers and 抄告 on the command line."""

from typing import Any

import pytest

from tests.services import invented
from tests.services.invented import clock, opened
from tests.services.test_copying import decided
from tests.test_cli import Terminal, terminal, there

__all__ = ["terminal", "there"]

DAY = "2026-09-01"


@pytest.fixture
def office(there: Terminal, press: Any) -> Terminal:
    """The center with two decisions upheld in August, everybody served, its store closed again."""
    with opened(there.folder / "county" / "center", clock("2026-12-31"), lambda: press) as center:
        for name in ("欧阳慧敏", "陈国栋"):
            decided(center, name, "uphold")
    return there


def ask(there: Terminal, *words: str, day: str = DAY) -> Any:
    return there.ask(*there.at("center", *words, day=day))


def test_the_series_of_a_year_are_shown_with_what_became_of_each_number(office: Terminal) -> None:
    taken = ask(office, "numbers", "take", "云府/复受", "--reason", "手写的通知")
    assert taken == {"number": "云府复受〔2026〕1号"}
    ask(office, "numbers", "next", "云府/复受/2026", "4")
    ask(office, "numbers", "void", "云府/复受/2026", "2", "--reason", "写错")
    told = ask(office, "numbers", "return", "云府/复受/2026", "1", "--reason", "没有使用")

    shown = {series["series"]: series for series in ask(office, "numbers", "show", "--year", "2026")}

    assert shown["云府/复受/2026"] == told
    assert (told["next"], told["issued"], told["gaps"]) == (4, 0, ["云府复受〔2026〕3号"])
    assert told["void"] == [{"serial": 2, "number": "云府复受〔2026〕2号", "reason": "写错"}]
    assert told["returned"] == [{"serial": 1, "number": "云府复受〔2026〕1号", "reason": "没有使用"}]
    assert shown["云府/复决/2026"]["issued"] == 2
    assert ask(office, "numbers", "show", "--year", "2025") == []


def test_a_paper_is_given_a_typed_number_and_voided(office: Terminal) -> None:
    out = str(office.folder / "F06.pdf")
    typed = ("--number", "云府复受〔2026〕7号", "--reason", "补登")
    paper = ask(office, "paper", "issue", "云府复〔2026〕1号", "F06", "--out", out, *typed)
    assert paper["number"] == "云府复受〔2026〕7号"

    voided = ask(office, "paper", "void", paper["paper"], "--reason", "打错")

    assert voided == {"paper": paper["paper"], "number": "云府复受〔2026〕7号", "void": "打错"}
    shown = ask(office, "case", "show", "云府复〔2026〕1号")
    assert {one["number"]: one["void"] for one in shown["papers"]}["云府复受〔2026〕7号"] == "打错"


def test_what_is_due_is_listed_copied_in_one_table_and_counted(office: Terminal) -> None:
    due = ask(office, "copies", "due")
    assert [(one["number"], one["to"], one["by"]) for one in due] == [
        ("云府复〔2026〕1号", "云州市公安局", "集中抄告表"),
        ("云府复〔2026〕2号", "云州市公安局", "集中抄告表"),
    ]
    out, month = office.folder / "八月.pdf", ("--from", "2026-08-01", "--to", "2026-08-31")
    assert ask(office, "copies", "rate", *month)[0]["done"] == 0

    batch = ask(office, "copies", "batch", *month, "--out", str(out))

    assert [table["cases"] for table in batch["tables"]] == [["云府复〔2026〕1号", "云府复〔2026〕2号"]]
    assert out.read_bytes().startswith(b"%PDF")
    assert ask(office, "copies", "due") == []
    statutory, local = ask(office, "copies", "rate", *month)
    assert (statutory["done"], statutory["due"], statutory["open"], local["due"]) == (2, 2, [], 0)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("numbers", "void", "云府/复决/2026", "1", "--reason", "写错"), 10, "已经有文书或者案件使用"),
        (("numbers", "next", "云府/复决/2026", "1"), 10, "下一个号是 3，不能退回到 1"),
        (("numbers", "return", "云府/无/2026", "1", "--reason", "写错"), 13, "没有找到文号系列"),
        (("paper", "void", invented.id_number(), "--reason", "打错"), 13, "没有找到文书"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_with_a_number_is_said_in_a_sentence(
    office: Terminal, words: tuple[str, ...], code: int, sentence: str
) -> None:
    found, out, err = office.run(*office.at("center", *words, day=DAY))

    assert (found, out, sentence in err) == (code, "", True), err
