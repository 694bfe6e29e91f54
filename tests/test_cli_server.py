"""The command line above a server: a center is made there, moved there, backed up and put back there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fuyi_desktop.bootstrap import place
from fuyi_desktop.store.server import Server
from tests.server import SERVER
from tests.services import invented
from tests.test_cli import Terminal

pytestmark = pytest.mark.parametrize("engine", [SERVER], indirect=True)


@pytest.fixture
def terminal(
    engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    """Somebody at a terminal whose own data lie in a folder of the test's."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "own"))
    monkeypatch.delenv("FUYI_DATA", raising=False)
    return Terminal(tmp_path, capsys, monkeypatch)


def at(terminal: Terminal, where: Server | Path) -> list[str]:
    """The options that name a store and unlock it."""
    name = where.url.render_as_string(hide_password=False) if isinstance(where, Server) else str(where)
    name = name.replace("postgresql+psycopg:", "postgresql:")
    return ["--store", name, "--password-file", str(terminal.password_file)]


def made(terminal: Terminal, where: Server | Path, role: str = "center") -> dict[str, str]:
    words = ["--role", role, "--name", "云岭县行政争议纾解中心", "--unit", "云岭县司法局", "--person", "何静"]
    found: dict[str, str] = terminal.ask(*at(terminal, where), "init", *words)
    return found


def registered(terminal: Terminal, where: Server | Path, name: str) -> None:
    facts = terminal.file("case.json", invented.facts(name))
    terminal.ask(*at(terminal, where), "--today", "2026-07-30", "case", "add", "--facts", facts)


def names(terminal: Terminal, where: Server | Path) -> set[str]:
    return {row["title"] for row in terminal.ask(*at(terminal, where), "case", "list")}


def test_a_center_is_made_on_a_server_and_works_there(
    terminal: Terminal, on_server: Callable[..., Server], tmp_path: Path
) -> None:
    here = on_server(tmp_path)

    told = made(terminal, here)
    terminal.ask(*at(terminal, here), "settings", "import", organs(terminal))
    registered(terminal, here, "欧阳慧敏")

    assert told["folder"].startswith("postgresql://fuyi@/")
    assert terminal.ask(*at(terminal, here), "check") == {"sound": True, "findings": []}
    assert any("欧阳慧敏" in title for title in names(terminal, here))
    (folder,) = (tmp_path / "own" / "fuyi" / "servers").iterdir()
    assert (folder / "vault.json").exists()


def organs(terminal: Terminal) -> str:
    """A file that names the county's organs."""
    units = [
        "[[unit]]\n" + "".join(f"{name} = {str(value).lower() if value is True else repr(value)}\n"
                               for name, value in unit.items())
        for unit in invented.UNITS
    ]  # fmt: skip
    return terminal.file("organs.toml", "\n".join(units))


def test_a_window_is_not_made_on_a_server(
    terminal: Terminal, on_server: Callable[..., Server], tmp_path: Path
) -> None:
    here = on_server(tmp_path)

    code, _, said = terminal.run(
        *at(terminal, here), "init", "--role", "township", "--name", "石桥镇", "--person", "周晓敏"
    )

    assert (code, "只有县中心" in said) == (10, True)
    assert terminal.run(*at(terminal, here), "case", "list")[0] == 36


def test_a_wrong_password_of_a_person_opens_nothing_on_a_server(
    terminal: Terminal, on_server: Callable[..., Server], tmp_path: Path
) -> None:
    here = on_server(tmp_path)
    made(terminal, here)
    options = at(terminal, here)
    options[-1] = terminal.file("other.txt", "another password")

    assert terminal.run(*options, "case", "list")[0] == 31


def test_the_recovery_key_opens_a_center_on_a_server_and_gives_a_new_password(
    terminal: Terminal, on_server: Callable[..., Server], tmp_path: Path
) -> None:
    here = on_server(tmp_path)
    told = made(terminal, here)
    options = at(terminal, here)

    place(options[1]).open_with_recovery(told["recovery_key"], "another long password").close()

    assert terminal.run(*options, "case", "list")[0] == 31
    options[-1] = terminal.file("other.txt", "another long password")
    assert terminal.run(*options, "case", "list")[0] == 0


def test_a_center_moves_to_a_server_and_its_old_folder_is_refused(
    terminal: Terminal, on_server: Callable[..., Server], tmp_path: Path
) -> None:
    here, old = on_server(tmp_path), tmp_path / "old"
    made(terminal, old)
    terminal.ask(*at(terminal, old), "settings", "import", organs(terminal))
    registered(terminal, old, "欧阳慧敏")
    before = names(terminal, old)

    told = terminal.ask(*at(terminal, here), "adopt", str(old))

    assert told["rows"]["case"] == 1
    assert names(terminal, here) == before
    code, _, said = terminal.run(*at(terminal, old), "case", "list")
    assert (code, "已迁往 postgresql://" in said) == (59, True)


def test_a_center_is_not_moved_into_a_folder(terminal: Terminal, tmp_path: Path) -> None:
    made(terminal, tmp_path / "old")

    code, _, said = terminal.run(*at(terminal, tmp_path / "new"), "adopt", str(tmp_path / "old"))

    assert (code, "--store postgresql://" in said) == (10, True)


def test_a_backup_of_a_server_is_put_back_onto_another_server_and_into_a_folder(
    terminal: Terminal, on_server: Callable[..., Server], tmp_path: Path
) -> None:
    here, there, folder = on_server(tmp_path), on_server(tmp_path), tmp_path / "folder"
    made(terminal, here)
    terminal.ask(*at(terminal, here), "settings", "import", organs(terminal))
    registered(terminal, here, "欧阳慧敏")
    before = names(terminal, here)

    copy = terminal.ask(*at(terminal, here), "backup", str(tmp_path / "stick"))["backup"]
    terminal.ask(*at(terminal, there), "restore", copy)
    terminal.ask(*at(terminal, folder), "restore", copy)

    assert names(terminal, there) == names(terminal, folder) == before
    for where in (there, folder):
        assert terminal.ask(*at(terminal, where), "check")["sound"]
    assert terminal.run(*at(terminal, here), "restore", copy)[0] == 35


def test_desks_that_share_a_folder_share_the_keys(
    terminal: Terminal, on_server: Callable[..., Server], tmp_path: Path
) -> None:
    here = on_server(tmp_path)
    terminal.patch.setenv("FUYI_DATA", str(tmp_path / "shared"))
    made(terminal, here)
    assert terminal.run(*at(terminal, here), "case", "list")[0] == 0

    terminal.patch.delenv("FUYI_DATA")
    code, _, said = terminal.run(*at(terminal, here), "case", "list")

    assert (code, "FUYI_DATA" in said) == (10, True)
