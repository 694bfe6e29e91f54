"""One notice (F06) as PDF and Word, beside reportlab's Paragraph and python-docx with the same words."""

import tempfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import _county
from _timing import compare, note, once, shown, taking_turns
from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from fuyi_desktop.bootstrap import place
from fuyi_desktop.documents.blocks import texts
from fuyi_desktop.documents.facts import specimen
from fuyi_desktop.documents.fonts import Typeface

FORM, DAY = "F06", date(2026, 8, 3)
ROUNDS, EACH = 9, 5
PAPER_ID = "01990000000070008000000000000001"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="fuyi-bench-") as folder:
        where = place(Path(folder), today=_county.TODAY)
        note(f"templates and fonts are found in {shown(once(lambda: where.press))}, once a process")
    press = where.press
    facts = specimen(press.templates.get(FORM).facts, DAY)
    first = once(lambda: press.pdf(FORM, facts, paper_id=PAPER_ID))
    words = [text for block in press.templates.get(FORM).fill(facts) for text in texts(block) if text.strip()]
    made = press.pdf(FORM, facts, paper_id=PAPER_ID)
    note(f"the first paper of a process takes {shown(first)}; {press.fonts.names()[Typeface.FANG]}")
    note(f"{made.pages} pages, {len(made.content) / 1e3:.0f} kB, {sum(map(len, words)):,} characters")
    font = press.fonts.chains[Typeface.FANG][0].name
    times = taking_turns(
        ROUNDS,
        pdf=lambda: [press.pdf(FORM, facts, paper_id=PAPER_ID) for _ in range(EACH)],
        paragraph=lambda: [_paragraphs(words, font) for _ in range(EACH)],
        word=lambda: [press.word(FORM, facts, paper_id=PAPER_ID) for _ in range(EACH)],
        document=lambda: [_document(words) for _ in range(EACH)],
    )
    compare(
        "F06 as PDF", times["pdf"].median / EACH, times["paragraph"].median / EACH, "reportlab Paragraph CJK"
    )
    compare("F06 as Word", times["word"].median / EACH, times["document"].median / EACH, "bare python-docx")


def _paragraphs(words: Sequence[str], font: str) -> bytes:
    made = BytesIO()
    style = ParagraphStyle("text", fontName=font, fontSize=16, leading=28, wordWrap="CJK", firstLineIndent=32)
    SimpleDocTemplate(made, pagesize=A4).build([Paragraph(escape(text), style) for text in words])
    return made.getvalue()


def _document(words: Sequence[str]) -> bytes:
    made, document = BytesIO(), Document()
    for text in words:
        document.add_paragraph(text)
    document.save(made)
    return made.getvalue()


if __name__ == "__main__":
    main()
