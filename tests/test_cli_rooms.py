"""Rooms and sessions on the command line."""

from pathlib import Path
from typing import Any

import pytest

from tests.services import invented
from tests.services.invented import clock, opened, step
from tests.test_cli import Terminal, terminal, there

__all__ = ["terminal", "there"]

DAY = "2026-09-01"
SLOT = ("--room", "第一调解室", "--on", "2026-09-10", "--from", "09:00")


def ask(there: Terminal, *words: str, day: str = DAY) -> Any:
    return there.ask(*there.at("center", *words, day=day))


@pytest.fixture
def office(there: Terminal, press: Any) -> Terminal:
    """The center with one room and one case whose reply is in."""
    with opened(there.folder / "county" / "center", clock(DAY), lambda: press) as center:
        case_id = invented.accepted(center)
        step(center, case_id, "copy_sent", "2026-08-05")
        step(center, case_id, "reply", "2026-08-12", summary="程序合法")
    ask(there, "room", "add", "第一调解室", "--seats", "12", "--equipment", "录音录像")
    return there


def test_a_room_is_added_changed_and_retired(office: Terminal) -> None:
    changed = ask(office, "room", "add", "第一调解室", "--hours", "09:00-17:00")
    ask(office, "room", "add", "旧接待室", "--kind", "接待室")
    ask(office, "room", "add", "旧接待室", "--retire")

    assert (changed["seats"], changed["opens"], changed["equipment"]) == (12, "09:00", ["录音录像"])
    assert [room["name"] for room in ask(office, "room", "list")] == ["第一调解室"]
    assert len(ask(office, "room", "list", "--retired")) == 2


def test_a_session_is_booked_moved_and_listed(office: Terminal) -> None:
    (session,) = ask(office, "session", "book", "talks", "--title", "宏达建材", *SLOT, "--who", "chair=何静")
    moved = ask(office, "session", "move", session["id"], "--from", "14:00")

    assert (session["start"], session["end"]) == ("09:00", "11:00")
    assert (moved["start"], moved["end"]) == ("14:00", "16:00")
    listed = ask(office, "session", "list", "--from", "2026-09-07", "--to", "2026-09-11")
    assert [one["title"] for one in listed] == ["宏达建材"]


def test_a_collision_is_refused_with_its_number_and_kept_with_a_reason(office: Terminal) -> None:
    ask(office, "session", "book", "talks", "--title", "宏达建材", *SLOT)
    again = ("session", "book", "talks", "--title", "陈国栋征地补偿", *SLOT)

    code, _, error = office.run(*office.at("center", *again, day=DAY))
    assert code == 11
    assert "第一调解室09:00–11:00已有“宏达建材”" in error
    (kept,) = ask(office, *again, "--because", "两件合并谈")
    assert kept["because"] == "两件合并谈"


def test_a_hearing_is_called_held_and_printed(office: Terminal) -> None:
    case = ask(office, "case", "list")[0]
    people = ("chair=何静", "panel=罗志强", "panel=唐卫东", "recorder=周晓敏")
    who = [word for one in people for word in ("--who", one)]
    (session,) = ask(
        office, "session", "book", "hearing", "--case", case["case_id"], *SLOT, "--topics", "处罚幅度", *who
    )

    called = ask(office, "session", "call", session["id"])
    options = ask(office, "session", "options", session["id"], "--as", "held", day="2026-09-10")
    ended = ask(
        office, "session", "dispose", session["id"], "held", "--step", options[0]["label"], day="2026-09-10"
    )

    assert (called["step"], ended["step"]) == ("hearing_set", "hearing_held")
    assert ended["session"]["disposition"] == "held"
    out = office.folder / "门牌.pdf"
    printed = ask(office, "session", "sheets", session["id"], "--out", str(out))
    assert printed["forms"] == ["K01"]
    assert Path(out).read_bytes().startswith(b"%PDF")
