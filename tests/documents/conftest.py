"""The fonts of the tests, and facts as awkward as offices meet them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.documents.facts import specimen
from fuyi_desktop.documents.fonts import FontFolders, Fonts, find
from fuyi_desktop.documents.template import Template, Templates

ROOT = Path(__file__).parents[2]
FONT = ROOT / ".fonts" / "NotoSansSC-Regular.ttf"
TEMPLATES = ROOT / "resources" / "templates"
AWKWARD = "某某<&>{{{{ {label} }}}}“𬱖𫖯䶮”"
LONG = "云溪县人民政府关于乡镇综合行政执法改革遗留问题处置工作联席会议办公室" * 3


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    if not FONT.exists():
        pytest.fail("没有测试用的中文字体，请先运行 python3 dev.py setup，它会把字体放进 .fonts 文件夹。")
    return find(FontFolders((FONT.parent,)))


@pytest.fixture(scope="session")
def templates() -> Templates:
    return Templates.read(TEMPLATES)


def awkward(template: Template, *, each: int = 2, text: str = AWKWARD) -> dict[str, Any]:
    """Every declared fact, with text that upsets markup, templates and fonts."""
    return specimen(template.facts, date(2026, 11, 20), each=each, text=text)
