"""卷宗 on the command line: what is missing, the pages of a volume, a pack that is verified, the order."""

from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.documents import preview
from tests.services.invented import clock, opened, registered
from tests.test_cli import Terminal, terminal, there

__all__ = ["terminal", "there"]


@pytest.fixture
def office(there: Terminal, press: Any) -> Terminal:
    """The township with one case and one paper of its own, its store closed again."""
    with opened(there.folder / "county" / "township", clock("2026-07-30"), lambda: press) as township:
        township.papers.issue(registered(township), "F01")
    return there


def ask(office: Terminal, *words: str) -> Any:
    return office.ask(*office.at("township", "casefile", *words))


CASE = "代收2026-1"


def test_a_file_is_checked_with_its_items_pages_and_what_is_missing(office: Terminal) -> None:
    told = ask(office, "check", CASE)

    (volume,) = told["volumes"]
    assert [(item["title"], item["from"], item["to"]) for item in volume["items"]] == [
        ("行政复议申请书", 1, 2), ("行政复议材料接收回执", 3, 3),
    ]  # fmt: skip
    assert told["complete"] is False
    assert any("现在是“已登记”" in gap["what"] for gap in told["missing"])


@pytest.mark.parametrize(("part", "pages"), [((), 6), (("--part", "目录"), 1), (("--part", "卷脊"), 1)])
def test_a_volume_or_a_part_of_it_is_written_as_pdf(
    office: Terminal, part: tuple[str, ...], pages: int
) -> None:
    out = office.folder / "正卷.pdf"

    told = ask(office, "print", CASE, "--volume", "正卷", *part, "--out", str(out))

    assert told["volume"] == "正卷"
    assert preview.count(out.read_bytes()) == pages


def test_a_pack_is_made_once_it_is_sure_and_verified_without_a_store(office: Terminal) -> None:
    pack = office.folder / "包"
    words = office.at("township", "casefile", "pack", CASE, "--out", str(pack))

    code, _, said = office.run(*words)
    assert code == 17 and "命令行加 --sure 即为确认。" in said
    made = office.ask(*words, "--sure")
    told = office.ask("casefile", "verify", str(pack))

    assert (told["sound"], told["files"], told["sums_sha256"]) == (True, made["files"], made["sums_sha256"])
    assert told["case"] == CASE
    (pack / "正卷.pdf").write_bytes(b"%PDF")
    code, _, said = office.run("casefile", "verify", str(pack))
    assert code == 70 and "正卷.pdf的内容不符" in said


def test_what_the_archive_asks_is_set_from_a_file_of_facts(office: Terminal) -> None:
    facts = office.file("facts.json", {"fonds": "023", "keep": "30年"})
    ask(office, "describe", CASE, "--facts", facts)
    wrong = office.file("wrong.json", {"keep": "20年"})

    code, _, said = office.run(*office.at("township", "casefile", "describe", CASE, "--facts", wrong))

    assert code == 10 and "保管期限：应当是 永久、30年、10年 之一。" in said


def test_the_order_is_shown_exported_imported_and_reset(office: Terminal) -> None:
    out = office.folder / "次序.toml"
    assert ask(office, "order", "复议")["ours"] is True
    ask(office, "order-export", "复议", "--out", str(out))
    out.write_text(out.read_text("utf-8").replace('label = "补正文书"', 'label = "补正"'), "utf-8")

    ask(office, "order-import", str(out))
    changed = ask(office, "order", "reconsideration")
    ask(office, "order-reset", "行政复议")

    assert changed["ours"] is False
    assert "补正" in [place["label"] for place in changed["places"]]
    assert ask(office, "order", "复议")["ours"] is True


def test_a_fault_in_an_order_is_told_with_its_line(office: Terminal) -> None:
    wrong = Path(office.folder / "坏.toml")
    wrong.write_text('procedure = "mediation"\n[[place]]\nid = "a"\nvolume = "正卷"\n', "utf-8")

    code, _, said = office.run(*office.at("township", "casefile", "order-import", str(wrong)))

    assert code == 69 and "卷内次序文件坏.toml有误：第 2 行：缺少“label”" in said
