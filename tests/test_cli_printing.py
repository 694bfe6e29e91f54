"""Papers put together for the printer by the command line: of a day, of a case, one by itself."""

import json
from pathlib import Path

from fuyi_desktop.documents import overlay
from fuyi_desktop.domain.errors import BadFact, CannotWrite, NotFound
from tests.documents.reading import text
from tests.test_cli import Terminal, add, terminal, there

__all__ = ["terminal", "there"]  # fixtures

DAY = "2026-07-30"
TOLD = {
    "step.result": "撤销", "step.decision_number": "云府复决〔2026〕1号", "step.problems": "没有告知陈述权利",
    "step.decided_on": "2026-08-18", "step.effective_on": "2026-08-19",
}  # fmt: skip


def receipt(there: Terminal, name: str = "欧阳慧敏") -> tuple[str, str]:
    """A case with its receipt issued: ids of both."""
    case = add(there, name)["id"]
    out = str(there.folder / "回执.pdf")
    return case, there.ask(*there.at("township", "paper", "issue", case, "F01", "--out", out))["paper"]


def test_a_day_is_one_file_by_recipient_and_is_printed_once_when_that_is_noted(there: Terminal) -> None:
    papers = [receipt(there, name)[1] for name in ("赵永强", "刘桂芳")]
    out = there.folder / "当天.pdf"
    day = there.at("township", "print", "day", "--on", DAY, "--out", str(out))

    found = there.ask(*day)
    again = there.ask(*day, "--printed")

    assert found == again
    assert [one["paper"] for one in found["papers"]] == papers
    assert [one["recipient"] for one in found["papers"]] == ["赵永强", "刘桂芳"]
    assert found["pages"] == len(overlay.sizes(out.read_bytes())) == sum(p["pages"] for p in found["papers"])
    assert text(out.read_bytes()).index("赵永强") < text(out.read_bytes()).index("刘桂芳")
    code, _, err = there.run(*day)
    assert code == BadFact.code and "没有要打印的文书" in err


def test_a_case_prints_all_its_papers_and_says_which_were_printed_before(there: Terminal) -> None:
    case, paper = receipt(there)
    out = there.folder / "全案.pdf"
    words = there.at("township", "print", "case", case, "--out", str(out), "--printed")

    first = there.ask(*words)
    assert "次打印" not in text(out.read_bytes())
    second = there.ask(*words)

    assert [one["paper"] for one in first["papers"]] == [paper]
    assert second == first
    assert text(out.read_bytes()).count("第2次打印") == first["pages"]


def test_one_paper_is_printed_with_and_without_its_red_head(there: Terminal) -> None:
    case = add(there)["id"]
    facts = there.file("facts.json", {"case.number": "云府复〔2026〕1号"} | TOLD)
    whole, bare, again = (there.folder / f"{name}.pdf" for name in ("有", "无", "又"))
    issue = there.at("township", "paper", "issue", case, "F29", "--facts", facts)
    paper = there.ask(*issue, "--out", str(whole))["paper"]

    answer = there.ask(*there.at("township", "paper", "print", paper, "--out", str(bare), "--no-head"))
    same = there.ask(*issue, "--out", str(again), "--no-head")["paper"]

    assert (answer["paper"], same) == (paper, paper)
    assert answer["number"] in text(bare.read_bytes())
    organ = "云岭县人民政府"
    assert text(whole.read_bytes()).count(organ) == text(bare.read_bytes()).count(organ) + 1
    assert again.read_bytes() == bare.read_bytes()


def test_a_paper_that_was_noted_as_printed_says_so_the_next_time(there: Terminal) -> None:
    _, paper = receipt(there)
    out = there.folder / "份.pdf"
    words = there.at("township", "paper", "print", paper, "--out", str(out))
    said = []

    for more in ((), ("--printed",), ()):
        there.ask(*words, *more)
        said.append("第2次打印" in text(out.read_bytes()))

    assert said == [False, False, True]


def test_what_cannot_be_printed_says_why(there: Terminal) -> None:
    case, paper = receipt(there)
    nowhere = str(there.folder / "没有" / "x.pdf")

    for words, error in (
        (("print", "case", case, "--out", nowhere), CannotWrite),
        (("paper", "print", "f" * 32, "--out", str(there.folder / "x.pdf")), NotFound),
        (("print", "case", case, "--out", str(there.folder / "x.docx")), BadFact),
        (("paper", "print", paper, "--out", str(there.folder / "x.txt")), BadFact),
    ):
        code, out, err = there.run("--json", *there.at("township", *words))
        assert (code, out) == (error.code, "")
        assert err.count("\n") == 1
    assert not list(Path(there.folder).glob("x.*"))


def test_the_answer_can_be_read_without_json(there: Terminal) -> None:
    receipt(there)

    code, out, _ = there.run(
        *there.at("township", "print", "day", "--out", str(there.folder / "当天.pdf"))
    )  # fmt: skip

    assert code == 0
    assert "recipient 欧阳慧敏" in out
    assert not out.startswith("{") and json.dumps(out)
