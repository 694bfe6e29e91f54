"""Every bundle that a version of the program has ever written still opens, and says what it said."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.domain.line import parse
from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.sealing import KeyRing
from fuyi_desktop.sync import entries
from fuyi_desktop.sync.entries import End, Head, Row
from fuyi_desktop.sync.envelope import open_bundle
from fuyi_desktop.sync.manifest import Kind
from tests.services.make_golden import FOLDER, KEYS

VERSIONS = sorted(path for path in FOLDER.iterdir() if path.is_dir())


def opened(folder: Path, name: str) -> tuple[Any, list[bytes]]:
    """The manifest of a kept bundle and its lines, compared with what was noted when it was made."""
    told = json.loads((folder / KEYS).read_text("utf-8"))
    said = told["bundles"][name]
    keys = {code: KeyRing.from_plain(found) for code, found in told["keys"].items()}
    signer = keys[said["from"]].sign.public
    with open_bundle(
        folder / f"{name}.fuyi", identities=keys[said["to"]].age, us=said["to"], signer_of=lambda _: signer
    ) as bundle:
        lines = list(bundle.lines())
    whole = hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
    assert (len(lines), whole) == (said["lines"], said["sha256"])
    return bundle.manifest, lines


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda path: path.name)
def test_the_lines_of_a_station_are_read_as_ever(folder: Path) -> None:
    head, raws = opened(folder, "up")

    lines = [parse(raw) for raw in raws]

    assert [line.n for line in lines] == list(range(head.lines[0], head.lines[1] + 1))
    tables = Counter(write.table for line in lines for write in line.writes)
    assert tables["case"] and tables["step"] > 1
    assert tables["party"] and tables["material"]


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda path: path.name)
def test_the_log_of_a_center_is_read_as_ever(folder: Path) -> None:
    head, raws = opened(folder, "down")

    told = [entries.parse(raw) for raw in raws]

    positions = [entry.pos for entry in told]
    assert head.feedout.after < min(positions)
    assert positions == sorted(positions)
    (held,) = [entry for entry in told if entry.outcome is Outcome.REVIEW]
    assert (held.held, held.write.fields["matter"], held.station) == (("matter",), "镇里的", "T0731")
    assert {"县里的"} <= {entry.write.fields.get("matter") for entry in told if entry.station == "center"}


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda path: path.name)
def test_a_seed_is_read_as_ever(folder: Path) -> None:
    head, raws = opened(folder, "seed")

    first, *rest, last = (entries.parse_seed(raw) for raw in raws)

    rows = [line for line in rest if isinstance(line, Row)]
    assert head.kind == Kind.SEED
    assert isinstance(first, Head)
    assert last == End(len(rows))
    assert {"unit", "case", "party", "step"} <= {row.table for row in rows}
