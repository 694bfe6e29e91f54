"""Stations on the command line."""

import json
import shutil
from pathlib import Path
from typing import Any

from tests.test_cli import Terminal, add


def test_the_center_lists_what_each_station_sent_and_lacks(
    tmp_path: Path, joined: Path, capsys: Any, monkeypatch: Any
) -> None:
    there = Terminal(tmp_path, capsys, monkeypatch)
    shutil.copytree(joined, there.folder / "county")
    add(there, "欧阳慧敏")
    post = there.folder / "post"
    post.mkdir()
    there.ask(*there.at("township", "export", "--to", "center", "--out", str(post)))
    there.ask(*there.at("center", "import", str(post)))

    (told,) = there.ask(*there.at("center", "station", "list"))

    assert (told["station"], told["owed"], told["holes"]) == ("T0731", True, [])
    assert told["last_received"] > 0
    assert json.dumps(told)
