"""A notice (F06) as PDF and Word: one beside bare writers, 200 beside docxtpl with LibreOffice."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import _county
from _timing import compare, note, once, shown, taking_turns
from docx import Document
from docxtpl import DocxTemplate
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from fuyi_desktop.bootstrap import place
from fuyi_desktop.documents.blocks import texts
from fuyi_desktop.documents.facts import specimen
from fuyi_desktop.documents.fonts import Typeface

FORM, DAY = "F06", date(2026, 8, 3)
ROUNDS, EACH = 9, 5
MANY, FEW = 200, 10  # a busy county's month; of these LibreOffice prints a few singly
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
    fresh = place(Path(tempfile.gettempdir()), today=_county.TODAY).press
    preview = once(lambda: fresh.pages(fresh.pdf(FORM, facts, paper_id="").content, 96)[0])
    compare("first preview of a paper, to its first page as pixels", preview, 0.150, "the limit", 1)
    _many(press, facts, words)


def _many(press: Any, facts: Mapping[str, Any], words: Sequence[str]) -> None:
    """The same 200 notices, each to another person: by us, and by a Word template that LibreOffice prints."""
    names = [f"当事人{n:03d}" for n in range(MANY)]

    def told(name: str) -> dict[str, Any]:
        return {**facts, "applicants": [{**facts["applicants"][0], "name": name}]}

    pdf = once(lambda: [press.pdf(FORM, told(name), paper_id=PAPER_ID) for name in names])
    word = once(lambda: [press.word(FORM, told(name), paper_id=PAPER_ID) for name in names])
    with tempfile.TemporaryDirectory(prefix="fuyi-bench-") as folder:
        template, out = Path(folder) / "template.docx", Path(folder) / "out"
        out.mkdir()
        own = str(facts["applicants"][0]["name"])
        template.write_bytes(_document([text.replace(own, "{{ name }}") for text in words]))

        def filled() -> None:
            for name in names:
                document = DocxTemplate(template)
                document.render({"name": name})
                document.save(out / f"{name}.docx")

        peer_word = once(filled)
        office = shutil.which("soffice")
        if office is None:
            note("LibreOffice is not here: the papers are not printed by it")
            return
        files = [str(path) for path in sorted(out.glob("*.docx"))]
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(out)]

        def printed(some: Sequence[str]) -> None:
            subprocess.run([*command, *some], check=True, capture_output=True)

        printed(files[:1])  # makes its profile
        singly = once(lambda: [printed([file]) for file in files[:FEW]]) / FEW * MANY
        together = once(lambda: printed(files))
        assert len(list(out.glob("*.pdf"))) == MANY
    compare(f"{MANY} F06 as PDF", pdf, peer_word + singly, "docxtpl + LibreOffice, a paper at a time", 0.02)
    compare(f"{MANY} F06 as PDF", pdf, peer_word + together, "the same, all files in one call")
    compare(f"{MANY} F06 as Word", word, peer_word, "docxtpl, without layout")


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
