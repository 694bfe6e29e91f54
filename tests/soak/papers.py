"""Every form and every kind of page, as PDF and as Word through LibreOffice, with few and many facts."""

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from fuyi_desktop.documents import pdf, word
from fuyi_desktop.documents.blocks import Block
from fuyi_desktop.documents.facts import specimen
from fuyi_desktop.documents.fonts import FontFolders, Fonts, find
from fuyi_desktop.documents.layout import pages
from fuyi_desktop.documents.preflight import notes
from fuyi_desktop.documents.press import Press
from fuyi_desktop.documents.sheets import Sheet
from fuyi_desktop.documents.template import Template, Templates
from tests.documents import office
from tests.documents.samples import SAMPLES

ROOT = Path(__file__).parents[2]
DAY = date(2026, 8, 3)
ID = "019aa0b1c2d37e8f9012345678abcdef"
ORDINARY, MANY = ("1", "2", "bare"), "5"  # parties, materials, rows; bare: nothing that may be absent
SHOWN = 20  # differences that are printed
COPIES, FORM = 200, "F06"
SHARE = 0.05  # of the ordinary papers may end a line earlier or later in LibreOffice, and turn the page
AT_ONCE = 40  # files LibreOffice is given in one go


class Paper(NamedTuple):
    """One paper to be made both ways."""

    name: str
    sheet: Sheet
    blocks: tuple[Block, ...]
    filling: str = "1"


def papers(templates: Templates) -> Iterator[Paper]:
    """Each form with its facts once, twice and five times over, and with none but the required ones."""
    for template in templates:
        for filling in (*ORDINARY, MANY):
            if filling == "bare":
                facts = _bare(template)
            else:
                facts = specimen(template.facts, DAY, each=int(filling), text="{label}")
            yield Paper(f"{template.id}-{filling}", template.sheet, template.fill(facts), filling)
    for name, sample in SAMPLES.items():
        yield Paper(name, *sample)


def _bare(template: Template) -> dict[str, Any]:
    facts = specimen(template.facts, DAY, text="{label}")
    for fact in template.facts:
        if fact.required is False:
            _forget(facts, fact.name.replace("[]", "").split("."))
    return facts


def _forget(facts: Any, way: list[str]) -> None:
    for place in facts if isinstance(facts, list) else [facts]:
        if isinstance(place, dict) and way[0] in place:
            if len(way) == 1:
                del place[way[0]]
            else:
                _forget(place[way[0]], way[1:])


def counted(found: list[Paper], fonts: Fonts) -> Mapping[str, int]:
    """The pages of each Word file in LibreOffice."""
    counts: dict[str, int] = {}
    for start in range(0, len(found), AT_ONCE):
        files = {
            paper.name: word.render(paper.blocks, fonts=fonts, paper_id=ID, sheet=paper.sheet)
            for paper in found[start : start + AT_ONCE]
        }
        with tempfile.TemporaryDirectory(prefix="fuyi-soak-") as folder:
            counts |= office.pages(files, Path(folder))
    return counts


def speed(press: Press) -> float:
    """Papers a second."""
    facts = specimen(press.templates.get(FORM).facts, DAY)
    began = time.perf_counter()
    for at in range(COPIES):
        press.pdf(FORM, facts, paper_id=f"{at:032x}")
    return COPIES / (time.perf_counter() - began)


def main() -> int:
    templates = Templates.read(ROOT / "resources" / "templates")
    fonts = find(FontFolders((ROOT / ".fonts",)))
    found = list(papers(templates))
    printed: dict[str, int] = {}
    wrong: list[str] = []
    for paper in found:
        laid = pages(paper.blocks, fonts, paper.sheet)
        pdf.render(paper.blocks, fonts=fonts, paper_id=ID, sheet=paper.sheet, laid=laid)
        printed[paper.name] = len(laid)
        said = set(notes(paper.blocks, laid, fonts, paper.sheet)) - set(fonts.notes())
        wrong += [f"{paper.name}: {note}" for note in sorted(said) if paper.filling in ORDINARY]
    apart = _apart(printed, counted(found, fonts)) if office.present() else {}
    near = [name for name in apart if not name.endswith(f"-{MANY}")]
    if len(near) > SHARE * len(found) or any(abs(pages) > 1 for pages in apart.values()):
        wrong += [f"{name}: {by:+} pages in LibreOffice" for name, by in apart.items()]
    beside = f"{len(apart)} a page apart in LibreOffice ({len(near)} of ordinary ones)"
    for line in (
        *wrong[:SHOWN],
        f"figures: {len(templates.ids)} forms, {len(found)} papers, {sum(printed.values())} pages,"
        f" {beside if office.present() else office.ABSENT}, {len(wrong)} faults,"
        f" {COPIES} {FORM} at {speed(Press(templates, fonts)):.0f} a second",
    ):
        sys.stdout.write(f"{line}\n")
    return 1 if wrong else 0


def _apart(printed: Mapping[str, int], there: Mapping[str, int]) -> dict[str, int]:
    """How many pages more there are in LibreOffice, where it is not as many."""
    return {name: there[name] - count for name, count in printed.items() if there[name] != count}


if __name__ == "__main__":
    sys.exit(main())
