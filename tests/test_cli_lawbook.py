"""Holidays and county rules on the command line: listed first, taken in when agreed to, and taken back."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop import cli
from tests import lawfiles
from tests.test_cli import Terminal, add


@pytest.fixture
def there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, joined: Path
) -> Terminal:
    """A terminal with the county's two stores, closed."""
    shutil.copytree(joined, tmp_path / "county")
    return Terminal(tmp_path, capsys, monkeypatch)


def due(there: Terminal, rule: str) -> str:
    (case,) = there.ask(*there.at("township", "case", "list"))
    page: dict[str, Any] = there.ask(*there.at("township", "case", "show", case["case_id"]))
    return next(clock["due"] for clock in page["deadlines"] if clock["rule"] == rule)


def test_a_calendar_is_listed_first_and_taken_in_by_yes(there: Terminal) -> None:
    add(there)
    words = there.at("township", "workdays", "import", there.file("county.toml", lawfiles.COUNTY))

    listed = there.ask(*words)
    dry = there.ask(*words, "--dry-run", "--yes")
    assert (listed["taken"], dry["taken"], due(there, "A08")) == (False, False, "2026-08-06")
    taken = there.ask(*words, "--yes")

    assert (taken["taken"], taken["name"], taken["kind"]) == (True, "云岭县2026年地方放假", "county")
    assert taken["changes"] == listed["changes"] == dry["changes"]
    assert [(one["rule"], one["old"]["due"], one["new"]["due"]) for one in taken["changes"]] == [
        ("A08", "2026-08-06", "2026-08-11"), ("A09", "2026-08-06", "2026-08-11"),
    ]  # fmt: skip
    assert due(there, "A08") == "2026-08-11"
    again = there.ask(*words, "--yes")
    assert (again["already"], again["taken"], again["note"]) == (True, False, "已经导入过，内容相同。")


def test_the_journal_of_the_case_names_the_import(there: Terminal) -> None:
    added = add(there)
    file = there.file("county.toml", lawfiles.COUNTY)
    there.ask(*there.at("township", "workdays", "import", file, "--yes"))

    entries = there.ask(*there.at("township", "case", "journal", added["id"]))

    assert entries[0]["why"] == "导入云岭县2026年地方放假"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
@pytest.mark.parametrize(
    ("typed", "agreed"), [("采用\n", True), ("y\n", True), ("\n", False), ("no\n", False)]
)
def test_at_a_terminal_it_is_asked_after_the_list(there: Terminal, typed: str, agreed: bool) -> None:
    add(there)
    file = there.file("county.toml", lawfiles.COUNTY)

    code, out = sitting(there, typed, *there.at("township", "workdays", "import", file))

    assert code == 0
    assert "共 2 项期限变动。输入“采用”写入，直接回车不写入：" in out
    assert out.index("A08") < out.index("输入“采用”")
    assert due(there, "A08") == ("2026-08-11" if agreed else "2026-08-06")


def sitting(there: Terminal, typed: str, *words: str) -> tuple[int, str]:
    """A call by somebody who sits at a terminal and types."""
    keyboard, line = os.openpty()
    with os.fdopen(keyboard, "wb") as hands, os.fdopen(line, encoding="utf-8") as stdin:
        hands.write(typed.encode("utf-8"))
        hands.flush()
        there.patch.setattr(sys, "stdin", stdin)
        there.capture.readouterr()
        return cli.main(words), there.capture.readouterr().out


def test_a_file_with_a_mistake_has_our_number_and_its_line(there: Terminal) -> None:
    broken = there.file("2027.toml", lawfiles.NOTICE_2027.replace("2027-06-09", "2027-06-08"))
    pack = there.file("pack.toml", lawfiles.PACK.replace("D01", "A18"))

    code, out, err = there.run(*there.at("center", "workdays", "import", broken, "--yes"))
    assert (code, out) == (25, "")
    assert "2027.toml有误：第 2 行：2027年6月9日是法定节假日（端午节），没有列入放假" in err
    code, out, err = there.run(*there.at("center", "rules", "import", pack, "--yes"))
    assert (code, out) == (23, "")
    assert "第 9 行：A18：这是法律、法规规定的期限，县规则不能改动" in err


def test_without_a_store_one_sentence_says_where_an_import_is_kept(there: Terminal) -> None:
    file = there.file("county.toml", lawfiles.COUNTY)

    code, out, err = there.run("--store", str(there.folder / "none"), "workdays", "import", file, "--yes")

    assert (code, out) == (10, "")
    assert (
        "放假安排、县规则和文书模板导入后存在本站的数据库里" in err and "请用 --store 指明数据文件夹" in err
    )
    assert err.count("\n") == 1


def test_a_store_s_calendar_is_shown_and_counted_with_and_the_shipped_one_without(there: Terminal) -> None:
    file = there.file("2027.toml", lawfiles.NOTICE_2027)
    there.ask(*there.at("center", "workdays", "import", file, "--yes", day="2026-11-20"))

    assert there.ask(*there.at("center", "workdays", "show", "2027"))["status"] == "official"
    assert there.ask("workdays", "show", "2027")["status"] == "floor"
    asked = ("due", "A08", "--from", "2026-12-30")
    assert there.ask(*there.at("center", *asked))["status"] == "certain"
    assert there.ask(*asked)["status"] == "provisional"


def test_a_rule_pack_is_shown_and_can_be_taken_back(there: Terminal) -> None:
    added = add(there)
    pack = there.file("pack.toml", lawfiles.PACK)
    taken = there.ask(*there.at("township", "rules", "import", pack, "--yes"))
    assert [(one["case"], one["rule"], one["old"]) for one in taken["changes"]] == [
        (added["id"], "L01", None)
    ]

    (own,) = there.ask(*there.at("township", "rules", "show", "L01"))
    assert (own["name"], own["length"], own["effective_from"]) == ("内部分办", 2, "2026-07-15")
    versions = there.ask(*there.at("township", "rules", "show", "D01"))
    assert [(one["length"], one.get("effective_to")) for one in versions] == [(10, "2026-07-14"), (15, None)]
    shown = there.ask(*there.at("township", "rules", "show"))
    assert {one["key"]: one["value"] for one in shown["switches"]}["local_days"] == "natural"
    assert there.run(*there.at("township", "rules", "show", "L02"))[0] == 21

    listed = there.ask(*there.at("township", "rules", "drop", "云岭县规则"))
    assert (listed["taken"], listed["changes"][0]["new"]) == (False, None)
    assert there.ask(*there.at("township", "rules", "drop", "云岭县规则", "--yes"))["taken"]
    assert there.run(*there.at("township", "rules", "show", "L01"))[0] == 21
    assert there.run(*there.at("township", "rules", "drop", "云岭县规则"))[0] == 13


def test_the_rules_as_shipped_are_shown_without_a_store(there: Terminal) -> None:
    (rule,) = there.ask("rules", "show", "C07")

    assert (rule["length"], rule["unit"], rule["statutory"]) == (30, "D", True)
    assert {one["id"] for one in there.ask("rules", "show")["rules"]} >= {"A01", "B09", "C04", "D01"}
