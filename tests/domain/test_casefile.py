"""The file of a case: its order as data, what lies where on which pages, and what is missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.domain.case import Attachment, CaseFile, Material, MaterialStatus
from fuyi_desktop.domain.casefile import OF_THE_FILE, Binder, Binding, bind, binding_id
from fuyi_desktop.domain.errors import BadFact, NotFound, OrderFileWrong
from fuyi_desktop.domain.fileorder import Order, Volume, order_from
from fuyi_desktop.domain.gaps import PROVEN, gaps, unproven
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.procedures import PROCEDURES
from fuyi_desktop.domain.record import new_id
from fuyi_desktop.domain.trail import Look
from tests import factory
from tests.factory import AT, RESOURCES

FILES = sorted((RESOURCES / "casefile").glob("*.toml"))
DAY = date(2026, 8, 3)
LEAST = """
procedure = "reconsideration"
[[place]]
id = "application"
volume = "正卷"
label = "申请书"
forms = ["X01"]
names = ["申请"]
[[place]]
id = "decision"
volume = "正卷"
label = "决定书"
forms = ["F26"]
[[place]]
id = "other"
volume = "正卷"
label = "其他"
rest = true
[[place]]
id = "report"
volume = "副卷"
label = "审理报告"
forms = ["F25"]
[[place]]
id = "inner"
volume = "副卷"
label = "内部"
rest = true
"""


def shipped(kind: str = "reconsideration") -> Order:
    return order_from((RESOURCES / "casefile" / f"{kind}.toml").read_text("utf-8"), kind, kind)


def least() -> Order:
    return order_from(LEAST, "least.toml")


def paper(of: CaseFile, form: str, title: str = "", on: date = DAY, **given: Any) -> Paper:
    values: dict[str, Any] = {"version": "1", "title": title or form, "by": "何静", "digest": new_id(AT) * 2}
    return Paper(id=new_id(AT), case_id=of.case.id, form=form, issued_on=on, issued_at=AT, **(values | given))


def material(of: CaseFile, name: str, pages: int = 1, on: date | None = DAY, **given: Any) -> Material:
    return Material(id=new_id(AT), case_id=of.case.id, name=name, pages=pages, on=on, **given)


def holding(*things: tuple[str, str, dict[str, Any]]) -> CaseFile:
    """A case with papers (form, title) and materials ("", name), in that order."""
    empty = factory.file()
    papers = tuple(paper(empty, form, title, **more) for form, title, more in things if form)
    materials = tuple(material(empty, title, **more) for form, title, more in things if not form)
    return replace(empty, papers=papers, materials=materials)


def titles(binder: Binder, volume: Volume = Volume.OPEN) -> list[str]:
    return [item.title for item in binder.of(volume)]


def spans(binder: Binder, volume: Volume = Volume.OPEN) -> list[str]:
    return [item.span for item in binder.of(volume)]


def key(binder: Binder, title: str) -> str:
    return next(item.key for item in binder.items if item.title == title)


THREE = (
    ("F26", "决定书", {"pages": 4}),
    ("F25", "审理报告", {"pages": 2}),
    ("", "行政复议申请书", {"pages": 3}),
    ("", "现场照片", {"pages": 2}),
)


# The order


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_paper_of_a_procedure_has_its_place_in_the_order_of_its_file(path: Path) -> None:
    order = order_from(path.read_text("utf-8"), path.name, path.stem)
    procedure = PROCEDURES[path.stem]
    named = {form for kind in procedure.steps for form in (*kind.papers, *kind.files)}

    placed = {form for place in order.places for form in place.forms}

    assert named - OF_THE_FILE <= placed
    assert not OF_THE_FILE & placed
    assert [order.rest(volume).volume for volume in Volume] == list(Volume)


def test_every_procedure_has_an_order() -> None:
    assert [path.stem for path in FILES] == sorted(PROCEDURES)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("forms = [\"F26\"]", "forms = [\"F99\"]"), "第 13 行：没有编号为“F99”的文书"),
        (("forms = [\"F26\"]", "forms = [\"X01\"]"), "第 13 行：“X01”前面已经有了"),
        (("volume = \"副卷\"", "volume = \"外卷\""), "第 21 行：“volume”应当是 正卷、副卷 之一"),
        (("label = \"决定书\"", "title = \"决定书\""), "第 12 行：有不认识的项目“title”"),
        (("label = \"决定书\"\n", ""), "第 9 行：缺少“label”"),
        (("rest = true", "rest = false"), "正卷没有收其他材料的位置"),
        (("id = \"report\"", "id = \"decision\""), "第 20 行：“decision”前面已经有了"),
        (("id = \"report\"", "id = \"审理\""), "第 20 行：编号“审理”应当用小写字母"),
        (("names = [\"申请\"]", "names = \"申请\""), "第 8 行：“names”的类型不对"),
        (("procedure = \"reconsideration\"", "procedure = \"mediation\""), "这是“mediation”的次序"),
        (("[[place]]", "[place"), "第 3 行的写法不对"),
    ],
)  # fmt: skip
def test_a_fault_in_an_order_is_told_with_its_line(changed: tuple[str, str], told: str) -> None:
    text = LEAST.replace(*changed, 1)
    assert text != LEAST

    with pytest.raises(OrderFileWrong) as refused:
        order_from(text, "次序.toml", "reconsideration")

    assert told in str(refused.value)
    assert "没有改动任何内容" in str(refused.value)


def test_a_material_lies_where_the_longest_word_of_its_name_says() -> None:
    order = shipped()

    assert order.place("", "行政复议答复书及证据").id == "reply"
    assert order.place("", "伤情照片和其他证据").id == "evidence"
    assert order.place("", "云公罚字〔2026〕7号处罚决定书").id == "act"
    assert order.place("", "不知道是什么").rest
    assert order.place("F10", "不知道是什么").id == "opinions"
    assert order.place("", "伤情照片", volume=Volume.CLOSED) == order.rest(Volume.CLOSED)


# Places and pages


def test_papers_and_materials_lie_in_the_order_of_their_places_on_pages_counted_by_volume() -> None:
    binder = bind(holding(*THREE), (), least())

    assert titles(binder) == ["行政复议申请书", "决定书", "现场照片"]
    assert spans(binder) == ["1-3", "4-7", "8-9"]
    assert titles(binder, Volume.CLOSED) == ["审理报告"]
    assert spans(binder, Volume.CLOSED) == ["1-2"]
    assert (binder.pages(Volume.OPEN), binder.pages(Volume.CLOSED)) == (9, 2)


def test_within_a_place_the_older_paper_lies_above() -> None:
    later = ("", "补充申请", {"on": date(2026, 9, 1)})
    earlier = ("", "申请书", {"on": date(2026, 7, 1)})

    assert titles(bind(holding(later, earlier), (), least())) == ["申请书", "补充申请"]


def test_voided_papers_what_has_not_come_and_what_is_made_of_the_file_are_not_in_it() -> None:
    file = holding(
        ("F26", "作废的决定书", {"void_reason": "写错"}), ("F39", "案卷封面", {}), ("E01", "信封", {}),
        ("", "营业执照", {"status": MaterialStatus.TOLERATED}), ("", "申请书", {}),
    )  # fmt: skip

    binder = bind(file, (), least())

    assert titles(binder) == ["申请书"]
    assert binder.volumes == (Volume.OPEN,)


def test_the_pages_of_a_scan_count_more_than_those_that_were_typed() -> None:
    file = holding(("", "申请书", {"pages": 1, "attachment": "d" * 64}))
    scan = Attachment(
        id=new_id(AT), case_id=file.case.id, name="申请书.pdf", mime="application/pdf", size=9, added_at=AT,
        digest="d" * 64, pages=5,
    )  # fmt: skip

    (item,) = bind(file, (scan,), least()).items

    assert (item.pages, item.name, item.span) == (5, "申请书.pdf", "1-5")


def test_a_file_that_belongs_to_no_material_lies_in_the_file_by_its_name() -> None:
    file = holding()
    loose = Attachment(
        id=new_id(AT),
        case_id=file.case.id,
        name="补充申请.docx",
        mime="",
        size=9,
        added_at=AT,
        digest="e" * 64,
    )

    (item,) = bind(file, (loose,), least()).items

    assert (item.place.id, item.sheets) == ("application", 1)


def test_what_is_confidential_lies_in_the_closed_volume_whatever_it_is() -> None:
    file = holding(("", "申请书", {"confidential": True}), ("", "申请补充", {"volume": "副卷"}))

    binder = bind(file, (), least())

    assert titles(binder) == []
    assert sorted(titles(binder, Volume.CLOSED)) == ["申请书", "申请补充"]


def test_the_envelope_of_a_posted_filing_lies_behind_the_application_whatever_it_is_called() -> None:
    file = holding(("", "挂号信", {"envelope": True}), ("", "申请书", {}), ("", "营业执照", {}))

    assert titles(bind(file, (), shipped())) == ["申请书", "挂号信", "营业执照"]


# Moving


def rebound(binder: Binder, file: CaseFile, binding: Binding) -> Binder:
    return bind(file, (), binder.order, binding)


def test_an_item_that_was_moved_stays_where_it_was_put() -> None:
    file = holding(*THREE)
    binder = bind(file, (), least())

    after = rebound(binder, file, binder.shifted(key(binder, "现场照片"), down=False))

    assert titles(after) == ["行政复议申请书", "现场照片", "决定书"]
    assert spans(after) == ["1-3", "4-5", "6-9"]
    assert after.rearranged and not binder.rearranged


def test_past_the_end_of_a_volume_an_item_goes_into_the_other_and_back() -> None:
    file = holding(*THREE)
    binder = bind(file, (), least())
    photo = key(binder, "现场照片")

    over = rebound(binder, file, binder.shifted(photo, down=True))
    back = rebound(over, file, over.shifted(photo, down=False))

    assert titles(over, Volume.CLOSED) == ["现场照片", "审理报告"]
    assert over.item(photo).place == over.order.rest(Volume.CLOSED)
    assert titles(back) == titles(binder)


def test_the_first_cannot_go_up_and_the_last_cannot_go_down() -> None:
    binder = bind(holding(*THREE), (), least())

    assert binder.shifted(key(binder, "行政复议申请书"), down=False) == binder.binding
    assert binder.shifted(key(binder, "审理报告"), down=True) == binder.binding


def test_an_item_is_dropped_before_the_one_that_it_was_dropped_on() -> None:
    file = holding(*THREE)
    binder = bind(file, (), least())

    up = rebound(binder, file, binder.moved(key(binder, "现场照片"), Volume.OPEN, 0))
    down = rebound(binder, file, binder.moved(key(binder, "行政复议申请书"), Volume.OPEN, 3))
    over = rebound(binder, file, binder.moved(key(binder, "决定书"), Volume.CLOSED, 1))

    assert titles(up) == ["现场照片", "行政复议申请书", "决定书"]
    assert titles(down) == ["决定书", "现场照片", "行政复议申请书"]
    assert titles(over, Volume.CLOSED) == ["审理报告", "决定书"]


def test_what_comes_later_lies_behind_its_usual_neighbour_in_a_file_that_was_rearranged() -> None:
    file = holding(*THREE)
    binder = bind(file, (), least())
    binding = binder.moved(key(binder, "行政复议申请书"), Volume.OPEN, 3)
    grown = replace(file, materials=(*file.materials, material(file, "补充申请", on=date(2026, 9, 1))))

    after = rebound(binder, grown, binding)

    assert titles(after) == ["决定书", "现场照片", "行政复议申请书", "补充申请"]


def test_what_is_confidential_is_not_moved_into_the_open_volume() -> None:
    file = holding(("", "病历", {"confidential": True}), ("", "申请书", {}))
    binder = bind(file, (), least())

    with pytest.raises(BadFact, match="病历：登记为不公开的材料，只能收在副卷（行政复议法第四十七条）。"):
        binder.shifted(key(binder, "病历"), down=False)


def test_something_that_became_confidential_leaves_the_open_volume_it_was_put_into() -> None:
    file = holding(("", "病历", {}), ("", "申请书", {}))
    binder = bind(file, (), least())
    put = binder.moved(key(binder, "病历"), Volume.OPEN, 0)
    secret = replace(file, materials=tuple(replace(m, confidential=m.name == "病历") for m in file.materials))

    after = rebound(binder, secret, put)

    assert (titles(after), titles(after, Volume.CLOSED)) == (["申请书"], ["病历"])


def test_no_item_is_lost_or_doubled_however_the_file_is_moved_about() -> None:
    file = holding(*THREE, ("", "甲", {}), ("", "乙", {}), ("F10", "笔录", {}))
    binder = bind(file, (), least())
    every = sorted(titles(binder) + titles(binder, Volume.CLOSED))
    for turn in range(40):
        items = binder.items
        item = items[turn * 7 % len(items)]
        binder = rebound(binder, file, binder.moved(item.key, list(Volume)[turn % 2], turn % 5))

        assert sorted(titles(binder) + titles(binder, Volume.CLOSED)) == every
        for volume in binder.volumes:
            pages = [page for item in binder.of(volume) for page in range(item.first, item.last + 1)]
            assert pages == list(range(1, binder.pages(volume) + 1))


def test_an_item_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotFound, match="卷内材料"):
        bind(holding(), (), least()).item("x")


def test_a_case_has_one_binding_whoever_writes_it_first() -> None:
    assert binding_id("a" * 32) == binding_id("a" * 32) != binding_id("b" * 32)
    assert len(binding_id("a" * 32)) == 32


# What is missing


def lacking(file: CaseFile, today: date = date(2026, 12, 1)) -> Sequence[Any]:
    binder = bind(file, (), shipped())
    return gaps(file, PROCEDURES["reconsideration"], binder, today, ())


def texts(file: CaseFile) -> list[str]:
    return [gap.text for gap in lacking(file)]


def test_a_file_tells_which_papers_its_steps_still_demand_and_where_they_would_lie() -> None:
    file = factory.file(("receive", "2026-07-30"))

    (gap, *_) = lacking(file)

    assert (gap.text, gap.form, gap.place) == ("缺行政复议申请书", "X01", "application")


def test_a_paper_that_somebody_still_waits_for_leads_to_the_step_of_its_service() -> None:
    file = factory.file(("receive", "2026-07-30"), materials=("X01",))
    to = file.of(Role.APPLICANT)[0]
    issued = paper(file, "F06", "受理通知书", to=to.id)

    found = [gap for gap in lacking(replace(file, papers=(issued,))) if gap.step == "served"]

    assert [gap.text for gap in found] == [f"受理通知书还没有送达{to.name}"]
    assert found[0].facts == {"paper": "F06", "party": to.id}
    assert found[0].place == "service"


def test_a_case_that_cannot_be_archived_yet_says_where_it_stands() -> None:
    assert any("现在是“已登记”" in text for text in texts(factory.file(("receive", "2026-07-30"))))


def test_a_material_that_was_tolerated_and_one_without_pages_are_named() -> None:
    file = factory.file(("receive", "2026-07-30"), materials=("X01",))
    scarce = replace(
        file,
        materials=(
            replace(file.materials[0], name="申请书"),
            material(file, "营业执照", status=MaterialStatus.TOLERATED),
        ),
    )

    found = {gap.text: gap for gap in lacking(scarce)}

    assert found["营业执照还没有收到"].must is False
    assert found["申请书没有登记页数"].item == file.materials[0].id


def served(file: CaseFile, *on: tuple[str, str], **facts: Any) -> CaseFile:
    """The file with services (form, party id) recorded."""
    steps = tuple(
        factory.step(file.case, "served", "2026-08-10", paper=form, party=party, method="direct", **facts)
        for form, party in on
    )
    return replace(file, steps=(*file.steps, *steps))


def test_each_service_wants_its_own_proof() -> None:
    file = factory.file(("receive", "2026-07-30"))
    who, other = file.of(Role.APPLICANT)[0], file.of(Role.RESPONDENT)[0]
    twice = served(file, ("F06", who.id), ("F07", other.id))

    def left(file: CaseFile) -> list[str]:
        return [step.facts["paper"] for step in unproven(file, file.steps)]

    assert left(twice) == ["F06", "F07"]
    assert left(replace(twice, papers=(paper(file, "F28", to=who.id),))) == ["F07"]
    assert left(replace(twice, materials=(material(file, f"{other.name}送达回证", form="F28"),))) == ["F06"]
    assert left(replace(twice, materials=(material(file, "送达回证", form="F28"),))) == ["F07"]
    assert left(served(file, ("F06", who.id), proof="receipt")) == []


def test_the_archive_asks_for_proofs_that_are_not_on_file_and_names_what_they_are_of() -> None:
    file = factory.file(("receive", "2026-07-30"))
    who = file.of(Role.APPLICANT)[0]
    once = served(file, ("F06", who.id))
    look = Look(once, once.steps)

    assert not PROVEN.holds(look)
    assert PROVEN.asks
    assert f"受理通知书（{who.name}）" in PROVEN.said(look)
    for kind in ("reconsideration", "mediation"):
        assert PROVEN in PROCEDURES[kind].step("archive").guards


def test_every_condition_of_the_archive_names_a_step_of_its_procedure_that_puts_it_right() -> None:
    for procedure in PROCEDURES.values():
        codes = {kind.code for kind in procedure.steps}
        cures = {guard.cure for guard in procedure.step("archive").guards} - {""}

        assert cures <= codes


def test_a_copy_letter_that_was_issued_in_this_case_lies_in_the_file_once() -> None:
    file = holding(("F30", "集中抄告表", {"digest": "f" * 64}))
    again = material(file, "集中抄告表云府复抄〔2026〕1号", form="F29", attachment="f" * 64)

    assert titles(bind(replace(file, materials=(again,)), (), shipped())) == ["集中抄告表"]


def test_pages_that_were_typed_for_something_that_cannot_be_shown_stay_its_pages() -> None:
    file = holding(("", "答复书", {"pages": 5, "attachment": "d" * 64}))
    word = Attachment(
        id=new_id(AT), case_id=file.case.id, name="答复书.docx", mime="application/msword", size=9,
        added_at=AT, digest="d" * 64,
    )  # fmt: skip

    (item,) = bind(file, (word,), least()).items

    assert (item.sheets, item.shown) == (5, False)
