"""Minutes on the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fuyi_desktop.domain.errors import NotFound
from tests import recording
from tests.gui import invented
from tests.test_cli import Terminal


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    """Somebody at a terminal with one case whose hearing was recorded, and talks that are being written."""
    folder = tmp_path / "county" / "window"
    invented.office(folder)
    with recording.opened(folder) as app:
        case_id = recording.to_be_heard(app)
        app.minutes.finish(recording.recorded(app, case_id))
        recording.recorded(app, case_id, "F16")
    yield Terminal(tmp_path, capsys, monkeypatch)


def at(terminal: Terminal, *words: str) -> tuple[str, ...]:
    return terminal.at("window", "minutes", *words, day="2026-11-20")


def test_the_minutes_of_a_case_are_shown_with_every_turn(terminal: Terminal) -> None:
    drafted, finished = terminal.ask(*at(terminal, "show", "代收2026-1"))

    assert (drafted["form"], drafted["state"], finished["form"], finished["state"]) == (
        "F16", "draft", "F14", "finished",
    )  # fmt: skip
    assert [turn["text"] for turn in finished["turns"]] == [words for _, words, _ in recording.SAID]
    assert len(terminal.ask(*at(terminal, "show", "代收2026-1", "--form", "F14"))) == 1


@pytest.mark.parametrize(("name", "begins"), [("F14.txt", "听证笔录".encode()), ("F14.pdf", b"%PDF")])
def test_the_last_version_is_written_to_a_file(terminal: Terminal, name: str, begins: bytes) -> None:
    out = terminal.folder / name

    answer = terminal.ask(*at(terminal, "export", "代收2026-1", "--out", str(out)))

    assert (answer["form"], answer["version"], answer["out"]) == ("F14", 1, str(out))
    assert out.read_bytes().startswith(begins)


def test_minutes_that_are_not_finished_are_not_written(terminal: Terminal) -> None:
    out = terminal.folder / "F16.pdf"

    code, _, said = terminal.run(*at(terminal, "export", "代收2026-1", "--form", "F16", "--out", str(out)))

    assert code == NotFound.code and "F16" in said
    assert not out.exists()
