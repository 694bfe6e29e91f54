"""A center in a file and the same center on a server make the same of the same bundles."""

import shutil
from collections.abc import Callable
from pathlib import Path

from fuyi_desktop.services.accounts import adopt
from fuyi_desktop.store.queries import case_rows
from fuyi_desktop.store.server import Server
from fuyi_desktop.store.transfer import digests
from tests import factory
from tests.services import invented
from tests.services.invented import PASSWORD, County


def test_the_same_bundles_give_the_same_rows_and_the_same_positions(
    county: County, on_server: Callable[..., Server], tmp_path: Path
) -> None:
    """Invariant 18."""
    county.center.close()
    twin = tmp_path / "twin"
    shutil.copytree(county.folder / "center", twin)
    there = on_server(tmp_path / "files")
    adopt(there, twin, PASSWORD, law=factory.law(), now=county.clock)
    county.center = invented.opened(county.folder / "center", county.clock)
    first = invented.registered(county.township, "欧阳慧敏")
    bundles = [county.send().file.rename(county.stick / "1.fuyi")]
    invented.step(county.township, first, "review", "2026-07-31", handler="周晓敏")
    invented.registered(county.township, "陈国栋")
    bundles.append(county.send().file.rename(county.stick / "2.fuyi"))

    with invented.opened(there, county.clock) as server:
        for bundle in (*bundles, bundles[0]):
            told = [center.exchange.take(bundle).as_dict() for center in (county.center, server)]
            assert told[0] == told[1]
        with (
            county.center.office.store.reading() as in_a_file,
            server.office.store.reading() as on_a_server,
        ):
            one, other = digests(in_a_file), digests(on_a_server)
            assert case_rows(in_a_file) == case_rows(on_a_server)

    # where each of them lies; and the list's own row numbers, of which a server leaves some out
    assert {name for name in one if one[name] != other[name]} <= {"meta", "case_now"}
    assert one["case"][0] == 2
    assert one["sync_log"][0] > 0
