"""The file of a case on a real store: materials with their scans, moving things, the order of an office."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.case import Material
from fuyi_desktop.domain.casefile import Binding, Item, binding_id
from fuyi_desktop.domain.errors import BadFact, CannotRead, NoPermission, NotHolder, OrderFileWrong
from fuyi_desktop.domain.fileorder import Volume
from fuyi_desktop.services.app import App
from fuyi_desktop.store.queries import kept_files
from tests.documents.test_volumes import pdf
from tests.services.invented import County, as_person, content, registered


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def photograph() -> bytes:
    made = BytesIO()
    Image.new("RGB", (320, 240), (40, 90, 40)).save(made, "JPEG")
    return made.getvalue()


def items(app: App, case_id: str, volume: Volume = Volume.OPEN) -> list[Item]:
    return list(app.casefile.bound(case_id).binder.of(volume))


def titles(app: App, case_id: str, volume: Volume = Volume.OPEN) -> list[str]:
    return [item.title for item in items(app, case_id, volume)]


def materials(app: App, case_id: str) -> tuple[Material, ...]:
    return app.office.file(case_id).materials


def key(app: App, case_id: str, title: str) -> str:
    return next(i.key for i in app.casefile.bound(case_id).binder.items if i.title == title)


# Materials


def test_a_scan_is_kept_as_it_is_and_its_pages_are_read_from_it(window: App, tmp_path: Path) -> None:
    case_id = registered(window)
    given = pdf("一", "二", "三")

    window.materials.add(case_id, {"name": "证据清单", "pages": 9}, write(tmp_path, "清单.pdf", given))

    (item,) = [item for item in items(window, case_id) if item.title == "证据清单"]
    assert (item.pages, item.name, item.mime, item.size) == (3, "清单.pdf", "application/pdf", len(given))
    (kept,) = window.office.ask(kept_files, case_id)
    assert (kept.digest, kept.pages) == (item.digest, 3)


@pytest.mark.parametrize(
    ("name", "given", "pages"),
    [("照片.jpg", photograph(), 1), ("答复书.docx", b"PK\x03\x04", 0), ("坏的.pdf", b"%PDF-1.4", 0)],
)
def test_what_has_no_pages_takes_one_sheet_in_the_file(
    window: App, tmp_path: Path, name: str, given: bytes, pages: int
) -> None:
    case_id = registered(window, materials=[])

    window.materials.add(case_id, {"name": "材料"}, write(tmp_path, name, given))

    (item,) = items(window, case_id)
    assert (item.pages, item.sheets, item.span) == (pages, 1, "1")


def test_a_file_that_cannot_be_read_or_is_empty_leaves_nothing_behind(window: App, tmp_path: Path) -> None:
    case_id = registered(window)
    before = content(window)

    for scan in (tmp_path / "没有.pdf", write(tmp_path, "空.pdf", b"")):
        with pytest.raises(CannotRead, match="请重新插好U盘"):
            window.materials.add(case_id, {"name": "材料"}, scan)

    assert content(window) == before


def test_a_material_is_completed_without_losing_what_was_known(window: App, tmp_path: Path) -> None:
    case_id = registered(
        window, materials=[{"name": "营业执照", "status": "容缺", "until": "2026-08-10"}]
    )  # fmt: skip
    (before,) = materials(window, case_id)

    window.materials.mend(before.id, {"status": "已收", "pages": 2, "volume": "副卷"})
    (told,) = materials(window, case_id)
    window.materials.mend(before.id, {"volume": ""}, write(tmp_path, "照.jpg", photograph()))
    (scanned,) = materials(window, case_id)

    assert told == replace(before, status=told.status, pages=2, volume="副卷", revision=told.revision)
    assert (told.status.value, scanned.volume, scanned.pages) == ("已收", "", 1)
    assert scanned.attachment and scanned.until == before.until


def test_something_confidential_is_not_put_into_the_open_volume(window: App) -> None:
    case_id = registered(window)

    with pytest.raises(BadFact, match="只能收在副卷"):
        window.materials.add(case_id, {"name": "病历", "confidential": True, "volume": "正卷"})
    window.materials.add(case_id, {"name": "病历", "confidential": True, "pages": 2})

    assert titles(window, case_id, Volume.CLOSED) == ["病历"]


def test_cover_and_catalogue_are_not_registered_as_materials(window: App) -> None:
    with pytest.raises(BadFact, match="由程序随卷编制"):
        window.materials.add(registered(window), {"name": "封面", "form": "F39"})


# Moving


def test_what_was_moved_stays_moved_and_goes_back_on_demand(window: App) -> None:
    case_id = registered(
        window, materials=[{"name": name, "pages": 1} for name in ("申请书", "身份证", "照片")]
    )
    usual = titles(window, case_id)

    window.casefile.shift(case_id, key(window, case_id, "照片"), down=False)
    window.casefile.move(case_id, key(window, case_id, "身份证"), Volume.CLOSED, 0)
    moved = titles(window, case_id), titles(window, case_id, Volume.CLOSED)
    window.casefile.straighten(case_id)

    assert usual == ["申请书", "身份证", "照片"]
    assert moved == (["申请书", "照片"], ["身份证"])
    assert titles(window, case_id) == usual


def test_a_move_is_a_line_of_the_journal_and_changes_the_one_binding_of_the_case(window: App) -> None:
    case_id = registered(window, materials=[{"name": name} for name in ("申请书", "照片")])

    changed = window.casefile.shift(case_id, key(window, case_id, "照片"), down=False)
    window.casefile.shift(case_id, key(window, case_id, "照片"), down=True)

    assert "binding" in changed
    assert window.office.store.get(Binding, binding_id(case_id)).revision == 2
    assert [entry.why for entry in window.casework.journal(case_id)][:2] == ["整理卷宗", "整理卷宗"]


def test_only_the_holder_puts_a_file_in_order_and_whoever_may_work_on_cases(county: County) -> None:
    case_id = registered(county.township, materials=[{"name": "申请书"}, {"name": "照片"}])
    county.township.casework.step(case_id, "hand_over", county.clock().date(), {"to": "center"})
    county.carry()
    photo = key(county.center, case_id, "照片")

    with pytest.raises(NotHolder, match="本站不能整理卷宗"):
        county.township.casefile.shift(case_id, photo, down=False)
    with pytest.raises(NoPermission):
        as_person(county.center, PersonRole.READER).casefile.shift(case_id, photo, down=False)
    county.center.casefile.shift(case_id, photo, down=False)

    assert titles(county.center, case_id) == ["照片", "申请书"]
    assert county.township.casefile.bound(case_id).mine is False


def test_how_a_file_is_bound_travels_with_its_case(county: County) -> None:
    case_id = registered(county.township, materials=[{"name": "申请书"}, {"name": "照片"}])
    county.township.casefile.shift(case_id, key(county.township, case_id, "照片"), down=False)
    county.township.casefile.describe(case_id, {"fonds": "023", "keep": "永久"})

    county.carry()

    assert titles(county.center, case_id) == ["照片", "申请书"]
    assert county.center.casefile.bound(case_id).binder.binding.keep == "永久"


def test_a_scan_that_has_not_arrived_is_named_and_keeps_its_pages(county: County, tmp_path: Path) -> None:
    case_id = registered(county.township, materials=[])
    county.township.materials.add(case_id, {"name": "照片"}, write(tmp_path, "a.pdf", pdf("a", "b")))
    county.carry()
    store = county.center.office.store
    (item,) = items(county.center, case_id)
    (store.folder / "files" / item.digest[:2] / item.digest).unlink()

    bound = county.center.casefile.bound(case_id)

    assert any(gap.text == "照片的内容还没有传到本站" for gap in bound.binder.gaps)
    assert bound.binder.pages(Volume.OPEN) == 2


# What the archive asks of a file


def test_fonds_shelf_mark_and_period_are_kept_and_a_period_of_ones_own_is_refused(window: App) -> None:
    case_id = registered(window)

    window.casefile.describe(case_id, {"fonds": " 023 ", "shelf_mark": "2026-FY-1", "keep": "30年"})

    binding = window.casefile.bound(case_id).binder.binding
    assert (binding.fonds, binding.shelf_mark, binding.keep) == ("023", "2026-FY-1", "30年")
    with pytest.raises(BadFact, match="保管期限：应当是 永久、30年、10年 之一。"):
        window.casefile.describe(case_id, {"keep": "20年"})
    with pytest.raises(BadFact, match="没有这一项"):
        window.casefile.describe(case_id, {"packed_by": "x"})


# The order


def test_an_office_changes_the_order_of_its_files_and_goes_back_to_ours(window: App, tmp_path: Path) -> None:
    case_id = registered(window, materials=[{"name": "申请书"}, {"name": "照片"}])
    out = window.casefile.write_order("reconsideration", tmp_path / "次序.toml")
    text = out.read_text("utf-8")
    evidence = 'volume = "{}"\nlabel = "申请人的证据"'
    own = text.replace('names = ["申请书", "申请笔录"]', "")
    own = own.replace(evidence.format("正卷"), evidence.format("副卷"))
    assert own != text

    window.casefile.take_order(own, "本县.toml")

    assert titles(window, case_id) == ["申请书"]
    assert titles(window, case_id, Volume.CLOSED) == ["照片"]
    assert items(window, case_id)[0].place.label == "其他材料"
    assert not window.casefile.order_is_ours("reconsideration")
    assert window.casefile.order_text("reconsideration") == own
    window.casefile.drop_order("reconsideration")
    assert titles(window, case_id) == ["申请书", "照片"]
    assert window.casefile.order_is_ours("reconsideration")


def test_a_faulty_order_changes_nothing(window: App, tmp_path: Path) -> None:
    before = content(window)
    wrong = write(tmp_path, "坏.toml", b'procedure = "reconsideration"\n[[place]]\nid = "a"\n')

    with pytest.raises(OrderFileWrong, match=r"卷内次序文件坏.toml有误：第 2 行：缺少“volume”"):
        window.casefile.take_order_file(wrong)
    with pytest.raises(CannotRead):
        window.casefile.take_order_file(write(tmp_path, "图.toml", b"\xff\xfe\x00"))
    with pytest.raises(OrderFileWrong, match="没有“divorce”这种程序"):
        own = window.casefile.order_text("mediation").replace(
            'procedure = "mediation"', 'procedure = "divorce"'
        )
        window.casefile.take_order(own, "x.toml")

    assert content(window) == before


def test_an_order_of_a_newer_program_gives_way_to_ours_and_says_so(window: App) -> None:
    from fuyi_desktop.services.settings import put_setting

    with window.office.store.work("周晓敏", "旧") as work:
        put_setting(work, "casefile.mediation", 'procedure = "mediation"\nnewer = 1\n')

    assert window.casefile.order("mediation").places
    assert "有不认识的项目“newer”" in window.casefile.order_fault("mediation")
    assert window.casefile.order_fault("litigation") == ""


@pytest.mark.parametrize("text", ["reconsideration", "行政复议", "复议"])
def test_a_procedure_is_named_by_its_code_or_its_word(window: App, text: str) -> None:
    assert window.casefile.kind(text) == "reconsideration"


def test_a_procedure_that_does_not_exist_is_refused(window: App) -> None:
    with pytest.raises(BadFact, match="没有“离婚”"):
        window.casefile.kind("离婚")


def test_the_file_is_told_as_plain_values(window: App) -> None:
    case_id = registered(window, materials=[{"name": "申请书", "pages": 3}, {"name": "照片"}])

    told: dict[str, Any] = window.casefile.bound(case_id).as_dict()

    (volume,) = told["volumes"]
    assert (volume["volume"], volume["pages"]) == ("正卷", 4)
    assert [(i["title"], i["from"], i["to"]) for i in volume["items"]] == [("申请书", 1, 3), ("照片", 4, 4)]
    assert told["complete"] is False
    assert {"照片没有登记页数", "缺行政复议申请书"} <= {gap["what"] for gap in told["missing"]}


def test_the_pdf_of_a_paper_lies_in_the_file_with_its_size(county: County) -> None:
    case_id = registered(county.township)
    issued = county.township.papers.issue(case_id, "F01")

    (item,) = [item for item in items(county.township, case_id) if item.form == "F01"]

    assert item.key == issued.paper_id
    assert item.size == len(county.township.papers.pdf(issued.paper_id))
