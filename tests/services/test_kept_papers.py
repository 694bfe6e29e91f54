"""The PDF is the paper: kept when issued, it travels with its case, and nothing else is passed off as it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.cli import printing
from fuyi_desktop.documents.press import Made, Press
from fuyi_desktop.documents.template import Templates, load
from fuyi_desktop.domain.case import Attachment
from fuyi_desktop.domain.errors import FileDamaged, TemplateVersionGone
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.services.app import App
from fuyi_desktop.store import files
from fuyi_desktop.store.queries import attachments
from tests.documents.reading import text
from tests.services import invented
from tests.services.invented import County, step

FORMS = Path(__file__).parents[2] / "resources" / "templates"


def with_template(app: App, press: Press, form: str, old: str, new: str) -> App:
    """The same desk after the office has changed a template."""
    changed = load((FORMS / f"{form}.toml").read_text("utf-8").replace(old, new), f"{form}.toml")
    templates = Templates({**press.templates.by_id, form: changed}, press.templates.older)
    return replace(app, press=lambda: replace(press, templates=templates))


class Shifted(Press):
    """A press of another version of the program, which sets everything a millimetre further right."""

    def drawn(self, *given: Any, **options: Any) -> Made:
        return super().drawn(*given, **{**options, "offset": (1.0, 0.0)})


def content_of(app: App, paper_id: str) -> Path:
    return files.place(app.office.store.folder, app.office.store.get(Paper, paper_id).digest)


def test_the_pdf_is_kept_with_the_paper_and_named_by_its_title_and_number(desk: App) -> None:
    case_id = invented.accepted(desk)

    issued = desk.papers.issue(case_id, "F06")

    paper = desk.office.store.get(Paper, issued.paper_id)
    with desk.office.store.reading() as connection, files.content(desk.office.store, paper.digest) as kept:
        assert kept.read() == desk.papers.pdf(issued.paper_id)
        assert attachments(connection, case_id) == []  # it stands among the papers
    with desk.office.store.work("何静", "查") as work:
        (file,) = work.select(Attachment)
    assert (file.name, file.mime) == ("行政复议受理通知书云府复受〔2026〕1号", "application/pdf")
    assert (file.case_id, file.digest) == (case_id, paper.digest)
    assert file.size == len(desk.papers.pdf(issued.paper_id))
    assert desk.upkeep.check() == []


def test_a_changed_template_changes_no_paper_that_was_issued(desk: App, press: Press) -> None:
    case_id = invented.accepted(desk)
    paper_id = desk.papers.issue(case_id, "F06").paper_id
    first = desk.papers.pdf(paper_id)

    later = with_template(desk, press, "F06", "行政复议受理通知书", "行政复议受案通知书")

    assert later.papers.pdf(paper_id) == first
    assert later.papers.is_as_issued(paper_id)
    assert "受案通知书" in text(later.papers.draft(case_id, "F06").pdf)


def test_word_is_made_by_the_version_of_the_day_of_issue_whatever_holds_now(desk: App, press: Press) -> None:
    paper_id = desk.papers.issue(invented.accepted(desk), "F06").paper_id
    first = desk.papers.word(paper_id)

    newer = with_template(desk, press, "F06", "行政复议受理通知书", "行政复议受案通知书")

    assert newer.papers.word(paper_id) == first
    assert newer.papers.is_as_issued(paper_id)


def test_where_the_content_has_not_come_the_paper_is_made_again_and_says_so(
    county: County, press: Press
) -> None:
    issued = county.township.papers.issue(invented.registered(county.township), "F01")
    content_of(county.township, issued.paper_id).unlink()

    sent = county.send()
    county.center.exchange.take(sent.file)

    assert sent.missing_contents == ("行政复议材料接收回执",)
    assert sent.as_dict()["missing_contents"] == ["行政复议材料接收回执"]
    assert county.center.papers.is_as_issued(issued.paper_id)  # same template, same fonts
    bare = replace(county.center, press=lambda: Shifted(press.templates, press.fonts))
    found = bare.papers.original(issued.paper_id)
    assert not found.as_issued and not bare.papers.is_as_issued(issued.paper_id)
    assert "材料接收回执" in text(found.content)
    assert found.notes == ("文书原件还没有传到本站，这里是按登记的内容重新排出的，版面可能与原件不同。",)
    gone = with_template(county.center, press, "F01", "行政复议材料接收回执", "材料收据")
    with pytest.raises(TemplateVersionGone, match=r"没有模板F01的第 1-\w+ 版.*请使用出具时的 PDF"):
        gone.papers.pdf(issued.paper_id)
    assert county.center.upkeep.check() == []  # what has not come yet is no fault


def test_a_paper_set_anew_by_another_version_of_the_program_is_not_passed_off_as_the_original(
    desk: App, press: Press
) -> None:
    paper_id = desk.papers.issue(invented.accepted(desk), "F06").paper_id
    content_of(desk, paper_id).unlink()

    other = replace(desk, press=lambda: Shifted(press.templates, press.fonts))

    assert desk.papers.is_as_issued(paper_id)
    assert not other.papers.is_as_issued(paper_id)
    assert "行政复议受理通知书" in text(other.papers.pdf(paper_id))


def test_the_command_line_names_the_contents_that_did_not_travel(
    county: County, capsys: pytest.CaptureFixture[str]
) -> None:
    issued = county.township.papers.issue(invented.registered(county.township), "F01")
    assert county.send().missing_contents == ()
    content_of(county.township, issued.paper_id).unlink()

    printing.show(county.send().as_dict(), as_json=False)

    assert "行政复议材料接收回执" in capsys.readouterr().out


def test_a_kept_pdf_that_was_damaged_is_never_shown(desk: App) -> None:
    paper_id = desk.papers.issue(invented.accepted(desk), "F06").paper_id
    path = content_of(desk, paper_id)
    sealed = bytearray(path.read_bytes())
    sealed[len(sealed) // 2] ^= 1
    path.write_bytes(sealed)

    with pytest.raises(FileDamaged):
        desk.papers.pdf(paper_id)
    assert any("的内容已损坏" in str(found) for found in desk.upkeep.check())


def test_a_paper_that_was_not_issued_keeps_no_content(desk: App) -> None:
    case_id = invented.accepted(desk)
    before = invented.content(desk)

    desk.papers.draft(case_id, "F06")

    assert invented.content(desk) == before


def test_the_receipt_names_who_took_the_papers_and_the_notice_who_handles_the_case(desk: App) -> None:
    case_id = invented.registered(desk, received_by="周晓敏")
    receipt = text(desk.papers.pdf(desk.papers.issue(case_id, "F01").paper_id))
    step(desk, case_id, "review", "2026-07-31", handler="罗志强")
    step(desk, case_id, "accept", "2026-08-03")
    notice = text(desk.papers.pdf(desk.papers.issue(case_id, "F06").paper_id))
    proof = text(desk.papers.pdf(desk.papers.issue(case_id, "F28").paper_id))

    assert "周晓敏" in receipt and "罗志强" not in receipt
    for said in (notice, proof):
        assert "罗志强" in said and "周晓敏" not in said
    assert desk.casework.find(case_id).case.received_by == "周晓敏"
    assert desk.casework.rows()[0].handler == "罗志强"


def test_whoever_registers_has_received_it_where_nobody_else_is_named(desk: App) -> None:
    case_id = invented.registered(desk)

    assert desk.casework.find(case_id).case.received_by == "何静"
    assert desk.casework.rows()[0].handler == ""


def test_a_paper_names_the_procedure_that_the_case_is_in(desk: App) -> None:
    case_id = invented.registered(desk)
    step(desk, case_id, "review", "2026-07-31", handler="何静")
    step(desk, case_id, "accept", "2026-08-03", track="simple", simple_ground="warning", clear=True)
    simple = text(desk.papers.draft(case_id, "F06").pdf)
    step(desk, case_id, "convert", "2026-08-20", reason="需要听证", approved_by="李向东")
    turned = text(desk.papers.draft(case_id, "F06").pdf)

    assert "适用简易程序审理" in simple
    assert "适用普通程序审理" in turned and "2026年10月8日" in turned
