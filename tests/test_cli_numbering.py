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


def test_a_block_is_lent_watched_and_ended_and_the_year_is_closed(office: Terminal) -> None:
    lent = ask(office, "numbers", "lend", "云府/复受", "T0731", "--count", "3")
    assert (lent["first"], lent["last"], lent["out"], lent["open"]) == (1, 3, "1–3", True)
    ask(office, "numbers", "next", "云府/复受", "6")
    assert [one["block"] for one in ask(office, "numbers", "blocks")] == [lent["block"]]
    open_ = ask(office, "numbers", "close-year", "2026", day="2027-01-05")
    assert [(one["serial"], one["what"], one["station"]) for one in open_["open"]] == [
        (1, "借出未还", "T0731"), (2, "借出未还", "T0731"), (3, "借出未还", "T0731"),
        (4, "空号", None), (5, "空号", None),
    ]  # fmt: skip

    one = ("--only", "云府/复受/2026/4", "--as", "used", "--reason", "手写的通知")
    closed = ask(office, "numbers", "close-year", "2026", *one, day="2027-01-05")
    assert [found["number"] for found in closed["settled"]] == ["云府复受〔2026〕4号"]
    back = ("--as", "return", "--reason", "没用")
    rest = ask(office, "numbers", "close-year", "2026", *back, day="2027-01-05")
    assert [found["serial"] for found in rest["left"]] == [1, 2, 3]
    ended = ask(office, "numbers", "end", lent["block"], "--reason", "撤并", day="2027-01-05")

    assert (ended["closed"], ended["out"]) == ("撤并", "")
    assert ask(office, "numbers", "close-year", "2026", day="2027-01-05")["open"] == []


def test_the_register_is_listed_and_written(office: Terminal) -> None:
    ask(office, "numbers", "pattern", "云府/复受", "{short}{kind}字[{year}]{serial}号")
    ask(office, "numbers", "take", "云府/复受", "--reason", "手写")

    listed = ask(office, "numbers", "register", "--year", "2026")
    told = ask(office, "numbers", "register", "--year", "2026", "--out", str(office.folder / "book.xlsx"))

    assert {"云府复受字[2026]1号", "云府复决〔2026〕1号"} <= {line["number"] for line in listed}
    assert (office.folder / "book.xlsx").read_bytes().startswith(b"PK")
    assert told["year"] == 2026


def test_a_number_to_be_closed_is_named_with_its_series(office: Terminal) -> None:
    words = ("numbers", "close-year", "2026", "--as", "void", "--reason", "没用", "--only", "复受/4")
    code, out, err = office.run(*office.at("center", *words, day="2027-01-05"))

    assert (code, out, "应当写成 代字/文书类别/年份/序号" in err) == (2, "", True)
