"""Keys, quarantine and persons on the command line."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.services import enrolment
from fuyi_desktop.services.enrolment import County
from tests.services import invented
from tests.test_cli import Terminal, add

NEW = "石桥镇的新口令2026"


@pytest.fixture
def there(tmp_path: Path, joined: Path, capsys: Any, monkeypatch: Any) -> Terminal:
    """A terminal with the county's two stores, closed."""
    terminal = Terminal(tmp_path, capsys, monkeypatch)
    shutil.copytree(joined, terminal.folder / "county")
    (terminal.folder / "post").mkdir()
    return terminal


def sent(there: Terminal, station: str, to: str) -> str:
    told = there.ask(*there.at(station, "export", "--to", to, "--out", str(there.folder / "post")))
    return str(told["file"])


def test_keys_are_rotated_by_the_next_two_bundles(there: Terminal) -> None:
    told = there.ask(*there.at("township", "keys", "rotate", "--sign"))
    assert (told["generation"], told["coming"] is not None) == (1, True)

    there.ask(*there.at("center", "import", sent(there, "township", "center")))
    there.ask(*there.at("township", "import", sent(there, "center", "T0731")))

    shown = there.ask(*there.at("township", "keys", "show"))
    assert (shown["generation"], shown["coming"], len(shown["former"])) == (2, None, 1)
    assert there.ask(*there.at("center", "keys", "show"))["stations"][0]["generation"] == 2


def test_a_revoked_station_is_set_aside_accepted_in_part_and_replaced(there: Terminal) -> None:
    add(there, "欧阳慧敏")
    add(there, "陈国栋")
    late = sent(there, "township", "center")
    told = there.ask(*there.at("center", "keys", "revoke", "T0731", "--from", "2", "--why", "电脑被盗"))
    assert told == {"station": "T0731", "from": 2, "received": 0, "doubtful": 0}

    code, _, err = there.run(*there.at("center", "import", late))
    (held,) = there.ask(*there.at("center", "quarantine", "list"))
    taken = there.ask(*there.at("center", "quarantine", "accept", held["digest"][:10]))

    assert code == 75
    assert "原样留在隔离区" in err
    assert (held["first"], held["last"], held["below"]) == (1, 2, 2)
    assert (taken["first"], taken["last"], taken["new"]) == (1, 1, 1)
    assert there.ask(*there.at("center", "quarantine", "list")) == []
    code, _, err = there.run(*there.at("center", "export", "--to", "T0731", "--out", str(there.folder)))
    assert (code, "密钥已经停用" in err) == (74, True)
    code, _, err = there.run(*there.at("center", "quarantine", "drop", "abc"))
    assert code == 13


def test_a_second_person_is_added_changes_the_password_and_leaves(there: Terminal) -> None:
    first, second = (
        there.file("first.txt", "罗志强的长口令2026"),
        there.file("second.txt", "又一个长口令2026"),
    )
    rows = there.ask(
        *there.at("township", "person", "add", "罗志强", "--role", "handler", "--new-password-file", first)
    )
    store = str(there.folder / "county" / "township")
    his = ("--store", store, "--password-file", first, "--as", "罗志强")

    changed = there.ask(*his, "person", "password", "--new-password-file", second)
    code, _, err = there.run("--store", store, "--password-file", first, "person", "list")

    assert [(row["name"], row["label"]) for row in rows] == [("周晓敏", "管理员"), ("罗志强", "经办人")]
    assert changed == {"person": "罗志强"}
    assert (code, err) == (31, "密码不对，请重新输入。\n")
    left = there.ask(*there.at("township", "person", "remove", "罗志强"))
    assert [(row["name"], row["has_password"]) for row in left] == [("周晓敏", True), ("罗志强", False)]
    code, _, err = there.run(*there.at("township", "person", "remove", "周晓敏"))
    assert (code, "最后一位管理员" in err) == (10, True)


@pytest.fixture
def printed(there: Terminal, monkeypatch: pytest.MonkeyPatch) -> County:
    """The printed keys of the county that now lies there instead."""
    keys = enrolment.county_keys()
    monkeypatch.setattr("fuyi_desktop.services.accounts.county_keys", lambda: keys)
    shutil.rmtree(there.folder / "county")
    invented.make_template(there.folder / "county")
    return keys


def test_the_county_s_safe_opens_a_store_whose_password_is_forgotten(
    there: Terminal, printed: County
) -> None:
    post = there.folder / "post"
    asked, answered = str(post / "asked.fuyi"), str(post / "answered.fuyi")
    store = str(there.folder / "county" / "township")
    told = there.ask("--store", store, "keys", "ask", "--name", "石桥镇窗口", "--out", asked)
    code, safe = there.file("code.txt", told["code"] + "\n"), there.file("safe.txt", printed.recovery_key)

    said = there.ask(
        *there.at("center", "keys", "answer", asked, "--recovery-file", safe, "--code-file", code),
        "--out", answered,
    )  # fmt: skip
    new = there.file("new.txt", NEW)
    done = there.ask(
        "--store", store, "keys", "finish", answered, "--code-file", code, "--new-password-file", new
    )

    assert said == {"name": "石桥镇窗口", "out": answered}
    assert done == {"person": "周晓敏", "station": "T0731"}
    assert there.ask("--store", store, "--password-file", new, "case", "list") == []


def test_the_ceremony_proves_the_printed_keys_and_renews_the_center_s(
    there: Terminal, printed: County
) -> None:
    root, safe = there.file("root.txt", printed.root_key), there.file("safe.txt", printed.recovery_key)

    proved = there.ask(*there.at("center", "keys", "prove", "--root-file", root, "--recovery-file", safe))
    renewed = there.ask(*there.at("center", "keys", "renew", "--root-file", root))
    there.ask(*there.at("township", "import", sent(there, "center", "T0731")))

    assert proved == {"proved": ["recovery", "root"]}
    assert (renewed["generation"], "county_recovery_key" in renewed) == (2, False)
    assert there.ask(*there.at("township", "keys", "show"))["county_generation"] == 2
    wrong = there.file("wrong.txt", "0" * 64)
    code, _, err = there.run(*there.at("center", "keys", "prove", "--root-file", wrong))
    assert (code, "不是本县现在用的县根密钥" in err) == (10, True)
