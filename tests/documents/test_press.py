"""The press: what the services ask it, from a form and its facts to paper, notes and pixels."""

from datetime import date
from pathlib import Path

import pytest

from fuyi_desktop.documents import preview
from fuyi_desktop.documents.codes import Mark
from fuyi_desktop.documents.fonts import Fonts
from fuyi_desktop.documents.press import Press
from fuyi_desktop.documents.template import Templates
from fuyi_desktop.domain.errors import GlyphMissing
from tests.documents import reading

TABLE = """
id = "X10"
version = "1"
title = "台账"
paper = "form"
page = "landscape"
facts = [
  { name = "step.rows[]", label = "案件", required = true },
  { name = "step.rows[].number", label = "案号", required = true },
]

[[blocks]]
kind = "grid"
widths = [1, 9]
head = 1
rows = [["序号", "案号"], { each = "step.rows", as = "row", cells = ["{{ index }}", "{{ row.number }}"] }]
"""
SLIP = """
id = "X11"
version = "1"
title = "邮政详情单"
paper = "form"
page = "overprint"
size = [230, 127]
facts = [{ name = "recipient.name", label = "受送达人", required = true }]

[[blocks]]
kind = "place"
x = 25
y = 30
width = 60
text = "{{ recipient.name }}"
"""
ID = "019aa0b1c2d37e8f9012345678abcdef"
ROWS = {"step": {"rows": [{"number": f"云府复〔2026〕{at}号"} for at in range(1, 40)]}}


@pytest.fixture
def press(tmp_path: Path, fonts: Fonts) -> Press:
    for name, text in (("X10", TABLE), ("X11", SLIP)):
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    return Press(Templates.read(tmp_path), fonts)


def test_a_form_is_printed_on_the_page_its_template_names(press: Press) -> None:
    made = press.pdf("X10", ROWS, paper_id=ID)

    assert made.pages == preview.count(made.content) == 3
    (page, *_) = press.pages(made.content, 254)
    assert (page.width, page.height) == pytest.approx((2970, 2100), abs=1)
    assert press.word("X10", ROWS, paper_id=ID)[:2] == b"PK"
    assert press.forms == {"X10", "X11"}


def test_what_is_too_wide_comes_back_with_the_paper(press: Press, fonts: Fonts) -> None:
    wide = {"step": {"rows": [{"number": "9" * 200}]}}

    said = "表格第 2 行里的“999999999999…”比格子宽，已拆开。"
    assert press.pdf("X10", wide, paper_id=ID).notes == (*fonts.notes(), said)
    assert press.preflight("X10", wide).notes == (*fonts.notes(), said)
    assert press.pdf("X10", ROWS, paper_id=ID).notes == fonts.notes()


def test_a_character_without_a_font_is_told_before_and_refused_after(press: Press) -> None:
    facts = {"recipient": {"name": "张\ue000"}}

    assert press.preflight("X11", facts).missing == ("\ue000",)
    with pytest.raises(GlyphMissing):
        press.pdf("X11", facts, paper_id=ID)


def test_the_offset_of_a_printer_moves_the_print_and_not_what_is_kept(press: Press) -> None:
    facts = {"recipient": {"name": "张某某"}}
    kept, moved = (press.pdf("X11", facts, paper_id=ID, offset=by).content for by in ((0, 0), (1.5, -2)))

    (before, *_), (after, *_) = reading.seen(kept)[0], reading.seen(moved)[0]
    assert ((after.x - before.x) / 72 * 25.4, (before.y - after.y) / 72 * 25.4) == pytest.approx(
        (1.5, -2), abs=0.001
    )
    assert kept == press.pdf("X11", facts, paper_id=ID).content


def test_the_test_sheet_is_as_large_as_the_paper_of_its_form(press: Press) -> None:
    (page,) = press.pages(press.test_sheet("X11"), 254)

    assert (page.width, page.height) == pytest.approx((2300, 1270), abs=1)
    assert press.test_sheet("X11") != press.test_sheet("X11", offset=(1, 0))


def test_specimens_show_what_belongs_where_on_every_kind_of_page(press: Press) -> None:
    for form, label in (("X10", "〔案号〕"), ("X11", "〔受送达人〕")):
        assert label in reading.text(press.specimen(form, date(2026, 8, 3), as_word=False))
        assert press.specimen(form, date(2026, 8, 3), as_word=True)[:2] == b"PK"


def test_a_scanned_code_names_the_paper(press: Press) -> None:
    assert press.scanned(f"FY1:{ID.upper()}:1/3\r") == Mark(ID, 1, 3)
    assert press.scanned("6901234567892") is None


def test_warming_changes_nothing_but_the_time_of_the_first_paper(press: Press) -> None:
    before = press.pdf("X10", ROWS, paper_id=ID).content

    assert list(press.warm()) == [None, None]
    assert press.pdf("X10", ROWS, paper_id=ID).content == before
