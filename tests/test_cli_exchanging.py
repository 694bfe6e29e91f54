"""Sending and taking in on the command line: drafts, the armored form, the stick, many files."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.cli import exchanging
from fuyi_desktop.services.carrying import Drives
from tests.documents.reading import text
from tests.pocket import Pocket
from tests.test_cli import Terminal, add

NAMES = ("欧阳慧敏", "陈国栋", "赵永强")


@pytest.fixture
def there(tmp_path: Path, joined: Path, capsys: Any, monkeypatch: Any) -> Terminal:
    """A terminal with the county's two stores, closed; three cases at the township."""
    terminal = Terminal(tmp_path, capsys, monkeypatch)
    shutil.copytree(joined, terminal.folder / "county")
    for name in NAMES:
        add(terminal, name)
    (terminal.folder / "post").mkdir()
    return terminal


def exported(there: Terminal, *words: str) -> dict[str, Any]:
    told: dict[str, Any] = there.ask(*there.at("township", "export", "--to", "center", *words))
    return told


def post(there: Terminal) -> str:
    return str(there.folder / "post")


def test_drafts_go_out_and_are_taken_in_as_a_folder(there: Terminal) -> None:
    sent = exported(there, "--out", post(there), "--mail", "10", "--part-size", "66KB")

    assert [Path(part["file"]).name for part in sent["parts"]] == [
        f"T0731_center_{n}-{n}_{n}of3.eml" for n in (1, 2, 3)
    ]
    assert (sent["carrier"], sent["armored"], sent["lines"]) == ("mail10", False, [1, 3])
    taken = there.ask(*there.at("center", "import", post(there)))
    assert [(line["fate"], line["new"], line["first"]) for line in taken] == [
        ("taken", 1, 1), ("taken", 1, 2), ("taken", 1, 3),
    ]  # fmt: skip


def test_the_armored_form_is_taken_in_after_a_gateway_has_renamed_it(there: Terminal) -> None:
    sent = exported(there, "--out", post(there), "--armored")
    there_is = Path(sent["file"])
    renamed = there_is.with_name("ATT00001.dat")
    renamed.write_bytes(there_is.read_bytes().replace(b"\n", b" \r\n"))

    taken = there.ask(*there.at("center", "import", str(renamed)))

    assert there_is.suffix == ".txt"
    assert (taken[0]["fate"], taken[0]["new"]) == ("taken", 3)


def test_each_file_has_its_line_and_the_code_is_that_of_the_first_refusal(there: Terminal) -> None:
    sent = exported(there, "--out", post(there), "--part-size", "66KB")
    one, two, three = sent["files"]
    Path(two).write_bytes(Path(two).read_bytes()[:-9])

    code, out, err = there.run("--json", *there.at("center", "import", three, two, one, "--dry-run"))
    assert code == 41
    assert [line["fate"] for line in json.loads(out)] == ["open", "waiting", "refused"]
    code, out, err = there.run(*there.at("center", "import", three, two, one))

    assert code == 41
    assert err == "同步包T0731_center_2-2_2of3.fuyi不完整或已损坏，没有导入任何内容。请让对方重新导出一份。\n"
    assert [line.split("　")[1] for line in out.splitlines()] == ["已入库", "等前面的包", "没有收"]
    assert out.splitlines()[0] == "- T0731_center_1-1_1of3.fuyi　已入库　新增 1 项"
    code, out, err = there.run(*there.at("center", "import", one))
    assert (code, err) == (0, "")


def test_the_courier_sheet_is_written_beside(there: Terminal) -> None:
    sheet = there.folder / "交接单.pdf"

    sent = exported(there, "--out", post(there), "--sheet", str(sheet))

    said = "".join(text(sheet.read_bytes()).split())
    assert sent["sheet"] == str(sheet)
    assert sent["parts"][0]["sha256"][:16].upper() in said


def plugged(there: Terminal, *sticks: str, **given: Any) -> Pocket:
    pocket = Pocket()
    for name in sticks:
        pocket.plug(there.folder / name, name, **given)

    def drives() -> Drives:
        return pocket

    there.patch.setattr(exchanging, "of_this_machine", drives)
    return pocket


def test_the_only_stick_is_found_written_and_let_go(there: Terminal) -> None:
    pocket = plugged(there, "FUYI")

    sent = exported(there, "--stick")

    assert (sent["pull_out"], pocket.let, sent["carrier"]) == (True, ["FUYI"], "stick")
    assert [path.name for path in (there.folder / "FUYI").iterdir()] == ["T0731_center_1-3_1of1.fuyi"]


@pytest.mark.parametrize(
    ("sticks", "given", "words"),
    [
        ((), {}, "没有找到U盘，请插好后重试，或用 --out 写明文件夹。没有写出任何内容。"),
        (("A", "B"), {}, "插着 2 个U盘（A、B），请只留一个，或用 --out 写明。没有写出任何内容。"),
        (("A",), {"read_only": True}, "U盘“A”写保护，请拨开侧面的保护开关，或换一个U盘。没有写出任何内容。"),
    ],
    ids=["none", "two", "protected"],
)
def test_a_stick_that_will_not_do_is_told(
    there: Terminal, sticks: tuple[str, ...], given: dict[str, Any], words: str
) -> None:
    plugged(there, *sticks, **given)

    assert there.run(*there.at("township", "export", "--to", "center", "--stick")) == (56, "", words + "\n")


@pytest.mark.parametrize("words", [(), ("--out", "x", "--stick"), ("--out", "x", "--mail", "15")])
def test_a_wrong_call_is_a_wrong_call(there: Terminal, words: tuple[str, ...]) -> None:
    code, out, _ = there.run(*there.at("township", "export", "--to", "center", *words))

    assert (code, out) == (2, "")


def test_a_folder_with_nothing_for_us_is_no_refusal(there: Terminal) -> None:
    exported(there, "--out", post(there))

    told = there.ask(*there.at("township", "import", post(there)))
    assert [line["fate"] for line in told] == ["other"]
    (line,) = there.ask(*there.at("center", "import", str(there.folder / "county" / "center" / "backups")))
    assert (line["fate"], line["code"]) == ("empty", 57)


def test_cases_arrive_with_their_names(there: Terminal) -> None:
    exported(there, "--out", post(there), "--mail", "20", "--armored")
    there.ask(*there.at("center", "import", post(there)))

    listed = there.ask(*there.at("center", "case", "list"))
    assert {case["title"] for case in listed} == set(NAMES)
