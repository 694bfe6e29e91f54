"""Templates on the command line: what holds, what is wrong with a file, taking it up, going back, sending."""

import json
import shutil
from pathlib import Path

import pytest

from fuyi_desktop.domain.errors import NotFound, TemplateWrong
from tests.test_cli import Terminal

FORMS = Path(__file__).parents[1] / "resources" / "templates"
SHIPPED = (FORMS / "F06.toml").read_text("utf-8")
OWN = SHIPPED.replace("二、其他事项", "二、其他需要说明的事项")


@pytest.fixture
def there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, joined: Path
) -> Terminal:
    """A terminal with the county's two stores, closed."""
    shutil.copytree(joined, tmp_path / "county")
    return Terminal(tmp_path, capsys, monkeypatch)


def holding(there: Terminal, station: str = "township", form: str = "F06") -> tuple[str, str]:
    rows = there.ask(*there.at(station, "template", "list"))
    return next((row["whose"], row["version"]) for row in rows if row["form"] == form)


def test_a_file_is_taken_up_and_going_back_shows_the_shipped_text_again(there: Terminal) -> None:
    file = there.file("F06.toml", OWN)
    before = holding(there)

    used = there.ask(*there.at("township", "template", "use", file))

    assert (used["form"], used["whose"]) == ("F06", "own")
    assert holding(there) == ("own", used["version"])
    shown = there.ask(*there.at("township", "template", "show", "F06"))
    assert (shown["text"], shown["whose"], shown["by"]) == (OWN, "own", "周晓敏")
    versions = there.ask(*there.at("township", "template", "show", "F06", "--versions"))
    assert [(one["whose"], one["holds"]) for one in versions] == [("own", True), ("shipped", True)]
    back = there.ask(*there.at("township", "template", "drop", "F06"))
    assert (back["whose"], back["version"]) == before == holding(there)
    again = there.ask(*there.at("township", "template", "show", "F06", "--version", used["version"]))
    assert again["text"] == OWN


def test_going_back_where_there_is_nothing_of_ones_own_says_so(there: Terminal) -> None:
    code, _, said = there.run(*there.at("township", "template", "drop", "F06"))

    assert (code, "没有找到本单位的模板“F06”" in said) == (NotFound.code, True)


def test_a_file_is_checked_without_a_store(there: Terminal) -> None:
    sound = there.ask("template", "check", there.file("F06.toml", OWN))

    assert (sound["template"], sound["faults"], sound["remarks"]) == ("F06", [], [])
    assert sound["version"].startswith("1-")


def test_every_fault_of_a_file_is_listed_and_the_exit_code_tells(there: Terminal) -> None:
    file = there.file("F06.toml", OWN.replace("法律援助", "援助").replace("不收取任何", "收取"))

    code, out, err = there.run("--json", "template", "check", file)

    found = json.loads(out)
    assert code == TemplateWrong.code
    assert len(found["faults"]) == 2 and all(fault["line"] > 1 for fault in found["faults"])
    assert "模板F06.toml的第" in err and "必备内容" in err


def test_a_file_with_faults_is_not_taken_up(there: Terminal) -> None:
    file = there.file("F06.toml", OWN.replace("法律援助", "援助"))

    code, _, _ = there.run(*there.at("township", "template", "use", file))

    assert code == TemplateWrong.code
    assert holding(there)[0] == "shipped"


def test_the_center_sends_a_template_down_after_a_look_and_takes_it_back(there: Terminal) -> None:
    file = there.file("F06.toml", OWN)

    looked = there.ask(*there.at("center", "template", "use", file, "--county"))
    assert (looked["taken"], holding(there, "center")[0]) == (False, "shipped")
    sent = there.ask(*there.at("center", "template", "use", file, "--county", "--yes"))

    assert (sent["taken"], sent["kind"], sent["name"]) == (True, "template", "F06 受理通知书")
    assert holding(there, "center")[0] == "county"
    there.ask(*there.at("center", "template", "drop", "F06", "--county", "--yes"))
    assert holding(there, "center")[0] == "shipped"


def test_a_text_goes_into_a_file_and_is_compared_line_by_line(there: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "out.toml"

    there.ask("template", "show", "F06", "--out", str(out))
    lines = there.ask("template", "show", "F06", "--compare", there.file("own.toml", OWN))

    assert out.read_text("utf-8") == SHIPPED
    assert [line["text"] for line in lines if line["sign"] == "+"] == ['text = "二、其他需要说明的事项"']


def test_without_a_store_the_shipped_texts_are_listed(there: Terminal) -> None:
    rows = there.ask("template", "list")

    assert {row["whose"] for row in rows} == {"shipped"}
    assert {row["form"] for row in rows} == {path.stem for path in FORMS.glob("*.toml")}
