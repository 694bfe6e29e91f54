"""What the manual says of files of the law is what the program reads."""

import re

from fuyi_desktop.domain.packs import Pack
from fuyi_desktop.domain.provisions import ProvisionKind, kind_of, read
from fuyi_desktop.domain.switches import SWITCHES
from fuyi_desktop.domain.workdays import Overlay, Year
from tests import factory
from tests.domain.law import workdays

PAGE = (factory.ROOT / "docs" / "manual" / "law-files.md").read_text("utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def test_every_example_of_the_manual_can_be_imported() -> None:
    year, overlay, pack = (read(text, "manual", factory.law()) for text in EXAMPLES)

    kinds = [ProvisionKind.YEAR, ProvisionKind.COUNTY, ProvisionKind.PACK]
    assert [kind_of(text) for text in EXAMPLES] == kinds
    assert isinstance(year, Year) and year.holidays == workdays().year(2026).holidays
    assert isinstance(overlay, Overlay)
    assert isinstance(pack, Pack)
    assert set(pack.switches) == {switch.key for switch in SWITCHES}


def test_the_manual_tells_every_choice_the_first_one_first() -> None:
    told = {
        key: re.findall(r"`(\w+)`|(\d)", codes)
        for key, codes in re.findall(r"^\| `(\w+)` \| (.+?) \|", PAGE, re.MULTILINE)
    }

    assert {key: [word or digit for word, digit in codes] for key, codes in told.items()} == {
        switch.key: list(switch.codes) for switch in SWITCHES
    }
