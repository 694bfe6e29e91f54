"""The command line: one JSON value a call, our numbers as exit codes, one sentence on stderr."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop import cli, demo
from fuyi_desktop.cli.parser import parser
from fuyi_desktop.domain.access import PersonRole, Task
from fuyi_desktop.domain.errors import NotFound, NotThatPerson
from fuyi_desktop.domain.line import parse
from fuyi_desktop.domain.party import Person
from fuyi_desktop.domain.reconsideration import RECONSIDERATION
from fuyi_desktop.store.queries import lines
from tests import factory
from tests.documents.reading import text
from tests.services import invented
from tests.services.invented import PASSWORD

ROOT = Path(__file__).parents[1]
DUE = {"rule", "name", "article", "from", "nominal", "due", "status", "display", "remind_by", "explanation"}


@dataclass
class Terminal:
    """Somebody at a terminal: a folder of files, and what the last call said."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    @property
    def password_file(self) -> Path:
        path = self.folder / "password.txt"
        path.write_text(PASSWORD + "\n", "utf-8")
        return path

    def file(self, name: str, content: Any) -> str:
        """A file to be named in a call: text as it is, anything else as JSON."""
        path = self.folder / name
        path.write_text(
            content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8"
        )
        return str(path)

    def run(self, *words: str, stdin: str = "") -> tuple[int, str, str]:
        """Exit code, stdout and stderr of one call."""
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8")), "utf-8"))
        self.capture.readouterr()
        try:
            code = cli.main(words)
        except SystemExit as left:
            code = int(left.code or 0)
        said = self.capture.readouterr()
        return code, said.out, said.err

    def ask(self, *words: str, stdin: str = "") -> Any:
        """The one JSON value of a call that succeeds."""
        code, out, err = self.run("--json", *words, stdin=stdin)
        assert (code, err) == (0, ""), err
        assert out.count("\n") == 1
        return json.loads(out)

    def at(self, station: str, *words: str, day: str = "2026-07-30") -> tuple[str, ...]:
        """A call on a station's store, on a day taken as today."""
        store = str(self.folder / "county" / station)
        return ("--store", store, "--password-file", str(self.password_file), "--today", day, *words)


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(tmp_path, capsys, monkeypatch)


@pytest.fixture
def there(terminal: Terminal, joined: Path) -> Terminal:
    """A terminal with the county's two stores, closed."""
    shutil.copytree(joined, terminal.folder / "county")
    return terminal


def add(there: Terminal, name: str = "欧阳慧敏", station: str = "township", **given: Any) -> dict[str, Any]:
    facts = there.file("case.json", invented.facts(name, **given))
    found: dict[str, Any] = there.ask(*there.at(station, "case", "add", "--facts", facts))
    return found


# The grammar


def commands() -> set[str]:
    """Every command with its subcommand, as the parser has them."""
    found = set()
    groups: Any = next(a for a in parser()._actions if hasattr(a, "choices") and isinstance(a.choices, dict))
    for name, below in groups.choices.items():
        inner: Any = next((a for a in below._actions if isinstance(a.choices, dict)), None)
        found |= {f"{name} {sub}" for sub in inner.choices} if inner else {name}
    return found


def test_every_command_of_the_design_is_there_and_those_of_later_issues_are_not_stubs() -> None:
    assert commands() == {
        "case material", "case void", "case carry",  # beyond the design: what an administrator missed
        "init", "settings show", "settings import", "enrol card", "enrol request", "enrol admit",
        "enrol join",
        "procedure", "case add", "case list", "case show", "case journal", "case step", "due", "board",
        "paper list", "paper issue", "paper form", "paper sample",
        "export", "import", "inspect", "workdays show", "backup",
        "workdays import", "rules show", "rules import", "rules drop",
        "restore", "check", "demo", "tour",
        "print day", "print case", "paper print",
        "room list", "room add", "session book", "session move", "session list", "session options",
        "session dispose", "session call", "session sheets",
        "paper void", "numbers show", "numbers void", "numbers return", "numbers take", "numbers next",
        "numbers used", "numbers pattern", "numbers lend", "numbers blocks", "numbers give-back",
        "numbers end", "numbers close-year", "numbers register",
        "copies due", "copies batch", "copies rate",
        "minutes show", "minutes export",
        "casefile check", "casefile print", "casefile pack", "casefile verify", "casefile describe",
        "service list", "scan", "template list", "template show", "template check", "template use",
        "template drop", "excel list", "excel names", "excel check", "excel try", "excel use",
        "excel versions", "excel show", "excel drop", "adopt",
        "keys answer", "keys ask", "keys finish", "keys prove", "keys renew", "keys revoke", "keys rotate",
        "keys show", "numbers reopen", "person add", "person list", "person password", "person remove",
        "quarantine accept", "quarantine drop", "quarantine list", "quarantine retry", "station list",
        "review list", "review decide",
        "undo-import", "case erase",
        "casefile order", "casefile order-export", "casefile order-import", "casefile order-reset",
    }  # fmt: skip


def test_help_tells_every_command_in_words_of_the_office(terminal: Terminal) -> None:
    code, out, _ = terminal.run("--help")

    assert code == 0
    for name in {command.split()[0] for command in commands()}:
        assert re.search(rf"^ +{name} +.*[\u4e00-\u9fff]", out, re.MULTILINE), name
    for absent in ("stats", "ledger", "tasks"):
        assert absent not in out


@pytest.mark.parametrize(
    "words",
    [
        ("stats",), ("ledger", "x", "--out", "x.xlsx"), ("tasks", "import", "x"), ("undo-import",),
        ("workdays", "import"), ("rules", "drop"), ("case",),
        ("init", "--role", "village", "--name", "x", "--person", "y"),
        ("due",), ("due", "A18"), ("due", "A18", "--from", "3. August"),
        ("due", "A18", "--from", "2026-08-03", "--reading", "soft"),
        ("due", "A18", "--from", "2026-08-03", "--suspend", "2026-09-01"), ("--today", "morgen", "board"),
        ("case", "add"), ("case", "step", "x", "accept"), ("export", "--to", "center"), ("import",),
        ("export", "--to", "center", "--out", ".", "--part-size", "groß"),
        ("case", "list", "--limit", "many"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_call_is_two_and_says_how_it_goes(terminal: Terminal, words: tuple[str, ...]) -> None:
    code, out, err = terminal.run(*words)

    assert (code, out) == (2, "")
    assert "usage: fuyi" in err


# Dates


def test_due_answers_one_rule_for_one_day_with_its_reasons(terminal: Terminal) -> None:
    found = terminal.ask("due", "A18", "--from", "2026-08-03")

    assert set(found) >= DUE
    assert (found["rule"], found["from"], found["nominal"], found["due"]) == (
        "A18",
        "2026-08-03",
        "2026-10-02",
        "2026-10-08",
    )
    assert (found["status"], found["display"], found["remind_by"]) == ("certain", "2026-10-08", "2026-10-08")
    assert found["article"] == "行政复议法第六十二条第一款"
    assert all(set(part) >= {"kind", "text", "article"} for part in found["explanation"])


@pytest.mark.parametrize(
    ("words", "day"),
    [
        (("A08", "--from", "2026-02-12"), "2026-02-26"),  # H01
        (("A20", "--from", "2026-08-26"), "2026-09-28"),  # H03
        (("A18", "--from", "2026-08-03", "--extend", "30"), "2026-11-02"),  # H04
        (("A14", "--from", "2026-09-17"), "2026-10-08"),  # H05
        (("A16", "--from", "2026-04-30"), "2026-05-11"),  # H06
        (("A17", "--from", "2026-10-12"), "2026-09-28"),  # H07
        (("A17", "--from", "2026-10-12", "--reading", "loose"), "2026-09-29"),
        (("A27", "--from", "2026-09-18"), "2026-10-08"),  # H08
        (("B20", "--from", "2026-01-30"), "2026-02-14"),  # H09
        (("C04", "--from", "2026-10-10"), "2026-11-20"),  # H16
        (("A18", "--from", "2026-03-02", "--suspend", "2026-03-20:2026-04-20"), "2026-06-01"),  # H24
    ],
)  # fmt: skip
def test_due_gives_the_days_that_were_worked_out_by_hand(
    terminal: Terminal, words: tuple[str, ...], day: str
) -> None:
    assert terminal.ask("due", *words)["due"] == day


def test_a_day_in_a_year_without_a_calendar_is_provisional(terminal: Terminal) -> None:
    found = terminal.ask("due", "C04", "--from", "2026-10-10", "--extend", "30")

    assert (found["status"], found["due"], found["display"], found["remind_by"]) == (
        "provisional", "2027-01-04", "2027-01-02", "2026-12-31",
    )  # fmt: skip


def test_many_dates_go_in_and_out_by_line_and_rules_without_a_length_are_refused(terminal: Terminal) -> None:
    asked = "A18\t2026-08-03\nA08\t2026-02-12\n\nA18\t2026-08-03\nA18\t2026-11-09\nA33\t2026-08-03\n"
    answer = [
        "A18\t2026-08-03\t2026-10-08\tcertain", "A08\t2026-02-12\t2026-02-26\tcertain",
        "A18\t2026-08-03\t2026-10-08\tcertain", "A18\t2026-11-09\t2027-01-08\tprovisional",
        "A33\t2026-08-03\t-\trefused",
    ]  # fmt: skip

    for words, stdin in (
        (("due", "--batch", terminal.file("in.tsv", asked)), ""),
        (("due", "--batch", "-"), asked),
    ):
        code, out, err = terminal.run(*words, stdin=stdin)
        assert (code, out.splitlines(), err) == (0, answer, "")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("due", "Z99", "--from", "2026-08-03"), 21, "没有编号为“Z99”的期限规则，请核对编号。"),
        (("due", "A33", "--from", "2026-08-03"), 22, "A33 .*没有规定天数，不能推算日期；依据：.*。"),
        (("due", "A18", "--from", "2026-08-03", "--suspend", "2027-03-01:2027-03-05"), 24,
         "中止期间.*不能扣除.*。"),
        (("procedure", "divorce"), 13,
         "没有找到程序（有 reconsideration、mediation、litigation）“divorce”，请核对后再试。"),
        (("workdays", "show", "1911"), 0, ""),
        (("paper", "sample", "F99", "--out", "x.pdf"), 64, "没有编号为“F99”的文书模板，请核对编号。"),
        (("paper", "sample", "F06", "--out", "x.odt"), 10, "x.odt：文件名应当以 .pdf 或 .docx 结尾。"),
        (("--store", "nowhere", "--password-file", "nothing.txt", "check"), 10,
         "nothing.txt：读不出来，请核对文件名和权限。"),
    ],
)  # fmt: skip
def test_our_own_refusals_have_our_numbers_and_one_sentence(
    terminal: Terminal, words: tuple[str, ...], code: int, sentence: str
) -> None:
    found, out, err = terminal.run("--json", *words)

    assert found == code
    assert re.fullmatch(sentence, err.rstrip("\n")), err
    assert bool(out) == (code == 0)


def test_a_year_s_holidays_are_shown_with_their_notice(terminal: Terminal) -> None:
    found = terminal.ask("workdays", "show", "2026")

    assert found["status"] and found["notices"]
    assert {"name": "国庆节", "first": "2026-10-01", "last": "2026-10-07"} in found["holidays"]
    assert "2026-09-20" in found["work_on"]


def test_a_procedure_is_drawn_into_a_file(terminal: Terminal) -> None:
    out = terminal.folder / "复议.svg"

    found = terminal.ask("procedure", "reconsideration", "--svg", str(out))

    assert found == {"kind": "reconsideration", "label": "行政复议", "out": str(out)}
    assert "R40 已归档" in out.read_text("utf-8")


def test_a_drawing_is_not_written_where_there_is_no_folder(terminal: Terminal) -> None:
    out = str(terminal.folder / "无" / "复议.svg")

    code, _, err = terminal.run("procedure", "reconsideration", "--svg", out)

    assert (code, "不能写入" in err) == (48, True)


def test_a_procedure_is_told_with_its_states_steps_and_what_a_registration_takes(terminal: Terminal) -> None:
    found = terminal.ask("procedure", "reconsideration")

    steps = {step["code"]: step for step in found["steps"]}
    told = (
        "receive accept copy_sent reply hear_opinions extend decide served copied performed visited archive"
    )
    assert set(told.split()) <= set(steps)
    assert (steps["accept"]["from"], steps["accept"]["to"]) == (["R01"], "R10")
    assert steps["decide"]["fields"][0]["name"] == "kind"
    assert {"code": "revoke", "label": "撤销"} in steps["decide"]["fields"][0]["choices"]
    keys = {key["name"]: key["required"] for key in found["case_add"]}
    assert {name for name, required in keys.items() if required} == {
        "received_on",
        "respondent",
        "applicants",
    }


# Casework


def test_a_case_is_added_stepped_listed_and_shown(there: Terminal) -> None:
    added = add(there)
    assert (added["number"], added["state"], added["deadlines"][0]["due"]) == (
        "代收2026-1",
        "R00",
        "2026-08-06",
    )
    assert set(added["deadlines"][0]) >= DUE

    stepped = there.ask(
        *there.at("township", "case", "step", "代收2026-1", "review", "--on", "2026-07-30", "--facts", "-"),
        stdin='{"handler": "何静"}',
    )
    assert (stepped["id"], stepped["step"], stepped["state"]) == (added["id"], "review", "R01")
    accepted = there.ask(
        *there.at(
            "township", "case", "step", added["id"], "accept", "--on", "2026-08-03", "--facts", "-",
            day="2026-08-03",
        ),
        stdin=json.dumps(factory.met()),
    )  # fmt: skip
    assert (accepted["number"], accepted["state"]) == ("云府复〔2026〕1号", "R10")

    listed = there.ask(*there.at("township", "case", "list"))
    assert [(row["case_id"], row["rule"], row["due"]) for row in listed] == [
        (added["id"], "A13", "2026-08-12")
    ]
    assert there.ask(*there.at("township", "case", "list", "无此人")) == []
    assert there.ask(*there.at("township", "case", "list", "欧阳")) == listed
    shown = there.ask(*there.at("township", "case", "show", "云府复〔2026〕1号", day="2026-08-03"))
    assert [step["code"] for step in shown["steps"]] == ["receive", "review", "accept"]
    assert "copy_sent" in [offer["code"] for offer in shown["open_steps"] if offer["open"]]
    assert (shown["missing"], shown["parties"][0]["name"]) == (["受理通知书"], "欧阳慧敏")
    told = there.ask(*there.at("township", "case", "journal", added["id"]))
    assert [entry["why"] for entry in told] == ["受理", "分办审查", "收到申请"]
    assert [row["due"] for row in there.ask(*there.at("township", "board", "--on", "2026-08-12"))] == [
        "2026-08-12"
    ]
    assert there.ask(*there.at("township", "board", "--on", "2026-08-11")) == []


def test_the_day_that_was_given_is_written_to_the_journal_as_the_clock_used(there: Terminal) -> None:
    add(there)

    with (
        invented.opened(there.folder / "county" / "township", invented.clock()) as app,
        app.office.store.reading() as connection,
    ):
        (line,) = [parse(raw) for _, raw in lines(connection, app.office.store.meta("incarnation"))]
    assert line.clock == "day:2026-07-30"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("case", "show", "代收2026-9"), 13, "没有找到案件“代收2026-9”，请核对后再试。"),
        (("case", "step", "代收2026-1", "accept", "--on", "2026-07-30"), 11,
         "不能登记“受理”：案件现在是“已登记”，可以办的是：分办审查、受理前撤回。"),
        (("case", "step", "代收2026-1", "review", "--on", "2026-07-30"), 10, "承办人：还没有填写。"),
        (("case", "step", "代收2026-1", "review", "--on", "2026-07-31"), 10, "日期：2026年7月31日还没有到.*"),
        (("case", "step", "代收2026-1", "marry", "--on", "2026-07-30"), 13,
         "没有找到步骤“marry”，请核对后再试。"),
        (("case", "step", "代收2026-1", "review", "--on", "2026-07-30", "--facts", "{list}"), 10,
         ".*应当是一个 JSON 对象。"),
        (("case", "add", "--facts", "{broken}"), 10, ".*broken.json：第 2 行不是有效的 JSON。"),
        (("case", "add", "--facts", "{latin}"), 10, ".*latin.json：读不出来，请核对文件名和权限。"),
        (("paper", "issue", "代收2026-1", "F06", "--out", "{out}"), 11, "不能出受理通知书：.*先登记这一步.*"),
        (("paper", "issue", "代收2026-1", "F01", "--to", "无名氏", "--out", "{out}"), 13,
         "没有找到当事人“无名氏”.*"),
        (("enrol", "card", "--out", "{out}"), 10, "入网：本站不是县中心，不能办理这一步。"),
        (("enrol", "join", "{broken}"), 41, "同步包broken.json.*"),
        (("import", "{broken}"), 41,
         "同步包broken.json不完整或已损坏，没有导入任何内容。请让对方重新导出一份。"),
        (("export", "--to", "T0999", "--out", "."), 13, "没有找到站点“T0999”，请核对后再试。"),
        (("restore", "{broken}"), 35, ".*里已经有一个数据库，请换一个空文件夹。"),
        (("init", "--role", "township", "--name", "x", "--person", "y"), 35,
         ".*里已经有一个数据库，请换一个空文件夹。"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)  # fmt: skip
def test_a_refusal_on_a_store_has_its_number_and_its_sentence(
    there: Terminal, words: tuple[str, ...], code: int, sentence: str
) -> None:
    add(there)
    (there.folder / "latin.json").write_bytes('{"name": "Müller"}'.encode("latin-1"))
    files = {
        "{list}": there.file("list.json", []), "{broken}": there.file("broken.json", "{\n没有引号}"),
        "{latin}": str(there.folder / "latin.json"), "{out}": str(there.folder / "out.pdf"),
    }  # fmt: skip

    found, out, err = there.run("--json", *there.at("township", *(files.get(word, word) for word in words)))

    assert (found, out) == (code, "")
    assert re.fullmatch(sentence, err.rstrip("\n")), err
    assert not (there.folder / "out.pdf").exists()


def test_a_file_with_the_mark_that_windows_writes_is_read(there: Terminal) -> None:
    path = there.folder / "case.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(invented.facts()).encode())

    assert there.ask(*there.at("township", "case", "add", "--facts", str(path)))["state"] == "R00"


def test_the_wrong_password_says_only_that(there: Terminal) -> None:
    wrong = there.file("wrong.txt", "不对的口令不对的口令")

    code, out, err = there.run(
        "--store", str(there.folder / "county" / "center"), "--password-file", wrong, "check"
    )

    assert (code, out, err) == (31, "", "密码不对，请重新输入。\n")


def test_nobody_acts_in_the_name_of_another(there: Terminal) -> None:
    facts = there.file("case.json", invented.facts())
    with (
        invented.opened(there.folder / "county" / "township", invented.clock()) as app,
        app.office.work(Task.SETTINGS, "增加人员") as work,
    ):
        work.put(Person(id=work.new_id(), name="罗志强", role=PersonRole.HANDLER))

    for name, number in (("罗志强", NotThatPerson.code), ("无名氏", NotFound.code)):
        code, out, err = there.run(*there.at("township", "--as", name, "case", "add", "--facts", facts))
        assert (code, out) == (number, "")
        assert name in err
    there.ask(*there.at("township", "--as", "周晓敏", "case", "add", "--facts", facts))
    told = there.ask(*there.at("township", "case", "journal", "代收2026-1"))
    assert [entry["by"] for entry in told] == ["周晓敏"]


# Papers


def test_papers_are_listed_shown_as_samples_and_issued(there: Terminal) -> None:
    assert {"F01", "F03", "F06", "F07", "F26", "F28", "F29"} <= {
        row["template"] for row in there.ask("paper", "list")
    }
    sample = there.folder / "样张.docx"
    assert there.ask("--today", "2026-08-03", "paper", "sample", "F29", "--out", str(sample))["out"] == str(
        sample
    )
    assert sample.read_bytes().startswith(b"PK")

    add(there)
    out = there.folder / "回执.pdf"
    issued = there.ask(
        *there.at("township", "paper", "issue", "代收2026-1", "F01", "--to", "欧阳慧敏", "--out", str(out))
    )

    assert set(issued) == {"paper", "number", "pages", "out", "notes"}
    assert "欧阳慧敏" in text(out.read_bytes())


# The road


def test_two_stations_are_made_joined_and_exchange_a_case(terminal: Terminal) -> None:
    password = str(terminal.password_file)

    def at(station: str, *words: str) -> Any:
        return terminal.ask("--store", str(terminal.folder / station), "--password-file", password,
                            "--today", "2026-07-30", *words)  # fmt: skip

    def path(name: str) -> str:
        return str(terminal.folder / name)

    made = at(
        "c",
        "init",
        "--role",
        "center",
        "--name",
        "云岭县行政争议纾解中心",
        "--unit",
        "云岭县司法局",
        "--person",
        "何静",
    )
    assert set(made) == {
        "folder",
        "station",
        "recovery_key",
        "root_key",
        "county_recovery_key",
        "fingerprint",
    }
    made = at("t", "init", "--role", "township", "--name", "石桥镇窗口", "--person", "周晓敏")
    assert set(made) == {"folder", "station", "recovery_key"}
    toml = "".join(
        "[[unit]]\n" + "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in unit.items())
        for unit in invented.UNITS
    )
    assert at("c", "settings", "import", terminal.file("s.toml", toml)) == at("c", "settings", "show")
    county = at("c", "enrol", "card", "--out", path("card"))["fingerprint"]
    own = at("t", "enrol", "request", "--card", path("card"), "--fingerprint", county, "--out", path("asks"))[
        "fingerprint"
    ]
    assert re.fullmatch(r"(\d{4} ){5}\d{4}", own)
    at(
        "c",
        "enrol",
        "admit",
        path("asks"),
        "--fingerprint",
        own,
        "--station",
        "T0731",
        "--out",
        path("grant"),
    )
    assert at("t", "enrol", "join", path("grant"))["station"] == "T0731"

    for name in ("欧阳慧敏", "陈国栋", "赵永强"):
        at("t", "case", "add", "--facts", terminal.file("case.json", invented.facts(name)))
    Path(path("stick")).mkdir()
    sent = at("t", "export", "--to", "center", "--out", path("stick"), "--part-size", "66KB")
    assert (sent["lines"], sent["count"], len(sent["files"])) == ([1, 3], 3, 3)
    assert at("c", "inspect", sent["files"][0])["lines"] == [1, 1]
    seen = at("c", "import", "--dry-run", sent["files"][0])
    assert (seen[0]["new"], at("c", "case", "list")) == (1, [])
    taken = at("c", "import", *reversed(sent["files"]))
    assert [(report["first"], report["new"], report["already"]) for report in taken] == [
        (1, 1, False),
        (2, 1, False),
        (3, 1, False),
    ]
    assert all(report["already"] for report in at("c", "import", *sent["files"]))
    receipt = at("c", "export", "--to", "T0731", "--out", path("stick"))["file"]
    assert at("t", "import", receipt)[0]["receipt_upto"] == 3
    assert at("c", "check") == at("t", "check") == {"sound": True, "findings": []}


def test_a_store_is_backed_up_and_put_back(there: Terminal) -> None:
    add(there)
    copy = there.ask(*there.at("township", "backup", str(there.folder / "backups")))["backup"]
    again = ("--store", str(there.folder / "again"), "--password-file", str(there.password_file))

    assert there.ask(*again, "restore", copy) == {"restored": str(there.folder / "again")}

    assert [row["number"] for row in there.ask(*again, "case", "list")] == ["代收2026-1"]
    assert there.ask(*again, "check")["sound"]
    assert there.run(*again, "restore", copy)[0] == 35
    wrong = (
        "--store",
        str(there.folder / "never"),
        "--password-file",
        there.file("wrong.txt", "not-the-password"),
    )
    assert there.run(*wrong, "restore", copy)[0] == 31
    assert not (there.folder / "never").exists()


def test_check_tells_what_is_not_as_it_was(there: Terminal) -> None:
    add(there)
    with (
        invented.opened(there.folder / "county" / "township", invented.clock()) as app,
        app.office.store.engine.begin() as connection,
    ):
        connection.exec_driver_sql("UPDATE case_now SET state = 'R40'")

    found = there.ask(*there.at("township", "check"))

    assert found == {"sound": False, "findings": ["案件列表：代收2026-1的状态或期限与案卷不一致"]}


def test_answers_without_json_are_lines_to_read(there: Terminal) -> None:
    code, out, err = there.run("due", "A18", "--from", "2026-08-03")

    assert (code, err) == (0, "")
    assert "due：2026-10-08" in out.splitlines()
    assert "explanation：" in out.splitlines()


# A real process


def process(*words: str, stdin: str | None = "", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "fuyi_desktop", *words], cwd=ROOT, capture_output=True, check=False,
        input=stdin.encode("utf-8") if stdin is not None else None,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
    )  # fmt: skip


def test_a_real_call_prints_utf_8_whatever_the_machine_speaks(there: Terminal) -> None:
    for language in ("C.UTF-8", "POSIX"):
        run = process("--json", *there.at("township", "case", "add", "--facts", "-"), LC_ALL=language,
                      PYTHONUTF8="0", PYTHONCOERCECLOCALE="0",
                      stdin=json.dumps(invented.facts()))  # fmt: skip
        assert (run.returncode, run.stderr) == (0, b"")
        assert "受理审查" in run.stdout.decode("utf-8")


def test_a_real_refusal_leaves_its_number_as_exit_code(there: Terminal) -> None:
    run = process(*there.at("township", "case", "show", "代收2026-9"))

    assert run.returncode == 13
    assert run.stdout == b""
    assert run.stderr.decode("utf-8") == "没有找到案件“代收2026-9”，请核对后再试。\n"


def test_a_call_that_cannot_ask_for_the_password_says_so(there: Terminal) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "fuyi_desktop",
         "--store", str(there.folder / "county" / "center"), "check"],
        cwd=ROOT, capture_output=True, check=False, stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip

    assert run.returncode == 10
    assert run.stderr.decode("utf-8").endswith("密码：这里不能输入，请用 --password-file 指明密码文件。\n")


# The demo county


def test_the_demo_county_is_sound_and_shows_every_state(terminal: Terminal) -> None:
    made = demo.make(terminal.folder / "demo", date(2027, 1, 4))

    for station in made["stations"]:
        at = ("--store", station["store"], "--password-file", made["password_file"], "--today", "2027-01-04")
        assert terminal.ask(*at, "check") == {"sound": True, "findings": []}
    center = ("--store", made["stations"][0]["store"], *at[2:])
    rows = terminal.ask(*center, "case", "list")
    assert {row["state"] for row in rows} == {state.id for state in RECONSIDERATION.states}
    assert all(row["received_on"] <= "2027-01-04" for row in rows)
    assert any(row["due"] and row["due"] >= "2027-01-04" for row in rows)
    assert len({row["title"] for row in rows}) == len(rows) == 27


@pytest.mark.parametrize("today", ["2026-02-24", "2026-10-08", "2026-11-20", "2027-01-01", "2027-02-20"])
def test_the_demo_county_s_days_are_working_days_up_to_today_whenever_it_is_made(today: str) -> None:
    workdays, day = factory.law().workdays, date.fromisoformat(today)

    plans = [plan for code, *_ in demo.TOWNSHIPS for plan in demo._plans(code, day, workdays)]

    for plan in plans:
        days = [on for _, on in plan.steps]
        assert days == sorted(days)
        assert days[-1] <= day
        assert all(workdays.is_working(on) or on == day for on in days)
    assert sum(workdays.between(plan.steps[-1][1], day) <= 5 for plan in plans) > len(plans) // 2
