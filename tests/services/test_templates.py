"""An office edits a template: what holds, what is refused, what stays, what the county sends."""

from dataclasses import replace
from pathlib import Path

import pytest

from fuyi_desktop.documents.press import Press
from fuyi_desktop.documents.template import Templates as Shelves
from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import (
    BadFact,
    CannotRead,
    NoPermission,
    NotFound,
    TemplateUnknown,
    TemplateWrong,
)
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.provisions import ProvisionKind, kind_of
from fuyi_desktop.domain.templates import TemplateText, Whose
from fuyi_desktop.services.app import App
from fuyi_desktop.services.lawbook import PACKS
from fuyi_desktop.services.templates import Row
from tests.documents.reading import text
from tests.services import invented
from tests.services.invented import County

FORMS = Path(__file__).parents[2] / "resources" / "templates"
SHIPPED = (FORMS / "F06.toml").read_text("utf-8")
HEADING, OURS, COUNTYS = "二、其他事项", "二、其他需要说明的事项", "二、全县统一说明的事项"
OWN, SENT = SHIPPED.replace(HEADING, OURS), SHIPPED.replace(HEADING, COUNTYS)


def row(app: App, form: str = "F06") -> Row:
    return next(one for one in app.templates.rows() if one.form == form)


def drafted(app: App, case_id: str) -> str:
    return text(app.papers.draft(case_id, "F06").pdf)


def kept_versions(app: App, form: str = "F06") -> list[str]:
    with app.office.store.work("何静", "查") as work:
        return [one.version for one in work.select(TemplateText, form=form)]


# What holds


def test_the_offices_own_text_makes_the_next_paper_and_says_whose_it_is(desk: App) -> None:
    case_id = invented.accepted(desk)
    assert HEADING in drafted(desk, case_id)

    deed = desk.templates.use(OWN)

    assert OURS in drafted(desk, case_id)
    found = row(desk)
    assert (found.whose, found.version, found.by) == (Whose.OWN, deed.version, "何静")
    assert found.since == desk.office.now()
    assert row(desk, "F07").whose is Whose.SHIPPED
    assert deed.changed >= {"template"}


def test_going_back_deletes_nothing_and_the_own_text_can_be_taken_up_again(desk: App) -> None:
    case_id = invented.accepted(desk)
    version = desk.templates.use(OWN).version

    back = desk.templates.drop("F06")

    assert back.whose is Whose.SHIPPED
    assert HEADING in drafted(desk, case_id)
    former = next(one for one in desk.templates.versions("F06") if one.version == version)
    assert (former.text, former.holds, former.by) == (OWN, False, "何静")
    desk.templates.use(former.text)
    assert OURS in drafted(desk, case_id)
    assert kept_versions(desk) == [version]
    with pytest.raises(NotFound, match="没有找到本单位的模板“F07”"):
        desk.templates.drop("F07")


def test_of_two_own_texts_the_last_one_holds_and_the_first_stays_readable(desk: App) -> None:
    first = desk.templates.use(OWN).version
    second = desk.templates.use(OWN.replace(OURS, "二、附带说明")).version

    assert row(desk).version == second
    assert [one.version for one in desk.templates.versions("F06") if one.whose is Whose.OWN] == [
        second, first,
    ]  # fmt: skip
    assert desk.templates.text("F06", first).text == OWN
    desk.templates.drop("F06")
    assert row(desk).whose is Whose.SHIPPED


def test_a_text_like_the_shipped_one_is_not_kept_as_an_own_one(desk: App) -> None:
    with pytest.raises(BadFact, match="和原版完全相同"):
        desk.templates.use(SHIPPED)
    assert kept_versions(desk) == []


def test_who_may_not_change_the_settings_may_read_and_check_and_keep_nothing(desk: App) -> None:
    reader = invented.as_person(desk, PersonRole.READER)

    assert reader.templates.text("F06").text == SHIPPED
    assert reader.templates.check(OWN).faults == ()
    for deed in (lambda: reader.templates.use(OWN), lambda: reader.templates.drop("F06")):
        with pytest.raises(NoPermission):
            deed()


# Former papers


def test_a_paper_finds_the_text_it_was_made_by_whatever_holds_later(desk: App) -> None:
    case_id = invented.accepted(desk)
    desk.templates.use(OWN)
    ours = desk.papers.issue(case_id, "F06").paper_id
    desk.templates.drop("F06")
    other = invented.accepted(desk, "赵永强")
    theirs = desk.papers.issue(other, "F06").paper_id

    papers = [desk.office.store.get(Paper, paper_id) for paper_id in (ours, theirs)]

    assert papers[0].version != papers[1].version
    assert sorted(kept_versions(desk)) == sorted(paper.version for paper in papers)
    press = desk.templates.press()
    for paper, said in zip(papers, (OURS, HEADING), strict=True):
        assert said in press.templates.get("F06", paper.version).text
        assert desk.papers.word(paper.id)[:2] == b"PK"


def test_a_new_program_with_another_text_still_has_the_one_that_made_a_paper(
    desk: App, press: Press, tmp_path: Path
) -> None:
    paper_id = desk.papers.issue(invented.accepted(desk), "F06").paper_id
    version = desk.office.store.get(Paper, paper_id).version
    (tmp_path / "F06.toml").write_text(SHIPPED.replace(HEADING, "二、新版程序的说明"), "utf-8")
    later = replace(desk, press=lambda: replace(press, templates=Shelves.read(tmp_path)))

    assert later.templates.press().templates.get("F06", version).text == SHIPPED
    assert later.papers.word(paper_id)[:2] == b"PK"
    assert later.papers.is_as_issued(paper_id)


def test_the_text_of_a_paper_is_kept_once_however_many_are_issued(desk: App) -> None:
    for name in ("赵永强", "刘桂芳"):
        desk.papers.issue(invented.accepted(desk, name), "F06")

    assert len(kept_versions(desk)) == 1


def test_an_own_text_that_a_newer_program_cannot_read_is_left_out_and_said(desk: App) -> None:
    case_id = invented.accepted(desk)
    desk.templates.use(OWN)
    with desk.office.store.work("", "") as work:
        (own,) = work.select(TemplateText, form="F06")
        work.put(replace(own, text=own.text.replace('kind = "heading"', 'kind = "headline"')))

    assert HEADING in drafted(desk, case_id)
    assert row(desk).note.startswith("本单位的版本没有采用：第 ")
    assert "headline" in row(desk).note


# The county


def test_what_the_center_sends_holds_there_and_can_be_taken_back(county: County) -> None:
    center = county.center
    looked = center.lawbook.look(SENT, "F06.toml")
    assert row(center).whose is Whose.SHIPPED

    taken = center.lawbook.take(SENT, "F06.toml")

    assert (looked.name, looked.kind) == (taken.name, taken.kind) == (
        "F06 受理通知书", ProvisionKind.TEMPLATE,
    )  # fmt: skip
    assert (taken.moved, looked.moved) == ((), ())
    assert row(center).whose is Whose.COUNTY
    again = center.lawbook.take(SENT, "F06.toml")
    assert again.already
    center.lawbook.drop("F06 受理通知书")
    assert row(center).whose is Whose.SHIPPED
    assert center.upkeep.check() == []


def test_of_a_form_the_county_has_one_text_and_the_list_says_which(county: County) -> None:
    center = county.center
    center.lawbook.take(SENT, "F06.toml")
    center.lawbook.take(SENT.replace(COUNTYS, "二、县里的第二版"), "F06.toml")

    assert [one.standing for one in center.lawbook.contents().imports if one.kind is ProvisionKind.TEMPLATE] \
        == ["现行", "已被后来发布的替代"]  # fmt: skip
    assert "二、县里的第二版" in center.templates.text("F06").text
    center.lawbook.take(SENT, "F06.toml")
    assert COUNTYS in center.templates.text("F06").text


def test_a_template_of_the_county_changes_no_deadline_and_no_law(county: County) -> None:
    law = county.center.office.law

    county.center.lawbook.take(SENT, "F06.toml")

    assert county.center.office.law.digest == law.digest


def received(county: County, sent: str) -> None:
    """The county's template at the township, brought by the center's next bundle."""
    county.center.lawbook.take(sent, "F06.toml")
    county.answer()


def test_a_station_uses_what_the_county_has_sent(county: County) -> None:
    case_id = invented.accepted(county.township)

    received(county, SENT)

    assert COUNTYS in drafted(county.township, case_id)
    assert (row(county.township).whose, row(county.township).by) == (Whose.COUNTY, "何静")


def test_a_station_that_has_changed_it_keeps_its_own_and_is_told_of_the_news(county: County) -> None:
    township = county.township
    case_id = invented.accepted(township)
    township.templates.use(OWN)
    assert row(township).note == ""

    received(county, SENT)

    assert OURS in drafted(township, case_id)
    assert (row(township).whose, row(township).note) == (Whose.OWN, "县里有新版")
    township.templates.stay("F06")
    assert row(township).note == ""
    received(county, SENT.replace(COUNTYS, "二、县里的第二版"))
    assert row(township).note == "县里有新版"
    assert township.templates.drop("F06").whose is Whose.COUNTY
    assert "二、县里的第二版" in drafted(township, case_id)


def test_news_in_the_program_are_told_to_who_has_an_own_text(desk: App, press: Press, tmp_path: Path) -> None:
    desk.templates.use(OWN)
    (tmp_path / "F06.toml").write_text(SHIPPED.replace(HEADING, "二、新版程序的说明"), "utf-8")
    later = replace(desk, press=lambda: replace(press, templates=Shelves.read(tmp_path)))

    assert row(later).note == "程序带来新版"


def test_only_the_center_sends_templates_down_or_takes_them_back(county: County) -> None:
    with pytest.raises(BadFact, match="县的文书模板由县中心导入"):
        county.township.lawbook.take(SENT, "F06.toml")
    received(county, SENT)
    with pytest.raises(BadFact, match="县的文书模板由县中心导入"):
        county.township.lawbook.drop("F06 受理通知书")


def test_the_county_is_sent_no_template_with_faults(county: County) -> None:
    with pytest.raises(
        TemplateWrong, match=r"模板F06\.toml的第 \d+ 行，必备内容有误：没有写“申请法律援助的权利”"
    ):
        county.center.lawbook.take(SENT.replace("法律援助", "援助"), "F06.toml")
    with pytest.raises(BadFact, match="这是文书模板文件，不是县规则文件"):
        county.center.lawbook.take(SENT, "F06.toml", of=PACKS)


def test_every_shipped_template_is_known_for_one(press: Press) -> None:
    others = {
        path.name for path in FORMS.glob("*.toml")
        if kind_of(path.read_text("utf-8")) is not ProvisionKind.TEMPLATE
    }  # fmt: skip

    assert others == set()


# Looking before keeping


def test_a_draft_shows_the_text_with_the_names_of_facts_or_with_a_case(desk: App) -> None:
    case_id = invented.accepted(desk)

    plain, filled = desk.templates.draft(OWN), desk.templates.draft(OWN, case_id=case_id)

    assert "〔被申请人〕" in text(plain.pdf) and OURS in text(plain.pdf)
    assert "云岭县公安局" in text(filled.pdf) and "欧阳慧敏" in text(filled.pdf)
    assert "〔文号〕" in text(filled.pdf)  # what a case does not have keeps its name
    assert plain.faults == filled.faults == ()
    assert kept_versions(desk) == []


def test_the_cases_to_try_a_text_with_are_those_that_can_have_such_a_paper(desk: App) -> None:
    case_id = invented.accepted(desk)

    assert [one for one, _ in desk.templates.cases("F06")] == [case_id]
    assert desk.templates.cases("H06") == ()


def test_a_text_with_faults_is_drawn_as_far_as_it_can_be(desk: App) -> None:
    silent = desk.templates.draft(OWN.replace("法律援助", "援助"))
    broken = desk.templates.draft(OWN.replace("{{ handler }}", "{{ handler"))

    assert silent.pdf and [fault.why for fault in silent.faults] == [
        "没有写“申请法律援助的权利”（行政复议法第十八条）"
    ]
    assert broken.pdf == b"" and len(broken.faults) == 1


def test_a_comparison_names_the_lines_of_both_texts(desk: App) -> None:
    lines = desk.templates.compare(OWN, "F06")

    changed = [line for line in lines if line.sign in "+-"]
    assert [(line.sign, line.text) for line in changed] == [
        ("-", f'text = "{HEADING}"'), ("+", f'text = "{OURS}"'),
    ]  # fmt: skip
    assert SHIPPED.splitlines()[(changed[0].before or 0) - 1] == changed[0].text
    assert OWN.splitlines()[(changed[1].after or 0) - 1] == changed[1].text
    assert desk.templates.compare(SHIPPED, "F06") == ()
    with pytest.raises(BadFact, match="不能逐行对照"):
        desk.templates.compare(SHIPPED + "\n" * 5000, "F06")


def test_a_text_goes_out_to_a_file_and_comes_in_again_as_it_was(desk: App, tmp_path: Path) -> None:
    path = desk.templates.export(OWN, tmp_path / "F06.toml")

    assert desk.templates.open_file(path) == ("F06", OWN)
    path.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode("utf-8"))
    assert desk.templates.open_file(path) == ("F06", OWN)


@pytest.mark.parametrize(
    ("content", "error", "why"),
    [
        (b"\xff\xfe", CannotRead, "不是 UTF-8 文本"),
        (b"x" * 400_001, CannotRead, "文件太大"),
        (b"id = 'F99'\n[[blocks]]", BadFact, "没有编号为“F99”的文书"),
        (b"[[blocks]]", BadFact, "没有写明编号"),
        (b"[[blocks", BadFact, "不是一份能读的文书模板"),
    ],
)
def test_a_file_that_is_no_template_is_refused_with_a_sentence(
    desk: App, tmp_path: Path, content: bytes, error: type[Exception], why: str
) -> None:
    path = tmp_path / "F06.toml"
    path.write_bytes(content)

    with pytest.raises(error, match=why):
        desk.templates.open_file(path)


def test_the_draft_goes_with_the_deed_it_has_become(desk: App) -> None:
    desk.drafts.keep("template:F06", {"text": OWN})

    desk.templates.use(OWN, "F06", draft="template:F06")

    assert desk.drafts.find("template:F06") is None


def test_a_form_that_is_not_there_is_named(desk: App) -> None:
    with pytest.raises(TemplateUnknown, match="F99"):
        desk.templates.text("F99")
