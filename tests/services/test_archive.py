"""Volumes and archive packs of real cases: what is printed agrees, what is written can be checked."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from fuyi_desktop.documents.press import Press
from fuyi_desktop.documents.volumes import words_on
from fuyi_desktop.domain.errors import (
    BadFact,
    CannotWrite,
    Doubtful,
    NotFound,
    NotHolder,
    NotOpen,
    PackDamaged,
)
from fuyi_desktop.domain.fileorder import Volume
from fuyi_desktop.sealing import SigningKey
from fuyi_desktop.services.app import App
from fuyi_desktop.services.archive import Packed
from fuyi_desktop.services.packing import file_name, seal, sums, verify
from tests.documents.test_volumes import pdf
from tests.services import invented
from tests.services.invented import County, registered
from tests.services.test_casefile import photograph, write


@dataclass(frozen=True)
class Kept:
    """A case that is only looked at, and a pack that was made of it."""

    app: App
    case: str
    pack: Packed


def begun(app: App, folder: Path) -> str:
    """A case with an application on paper, a scan, a photograph, a recording, and a paper of ours."""
    case_id = registered(app, materials=[{"name": "行政复议申请书", "form": "X01", "pages": 2}])
    scan = write(folder, "清单.pdf", pdf("alpha", "beta"))
    app.materials.add(case_id, {"name": "证据清单", "pages": 1}, scan)
    app.materials.add(case_id, {"name": "现场照片"}, write(folder, "照片.jpg", photograph()))
    recording = write(folder, "录音.mp3", b"ID3" + bytes(4000))
    app.materials.add(case_id, {"name": "谈话录音", "confidential": True}, recording)
    app.papers.issue(case_id, "F01")
    app.casefile.describe(case_id, {"fonds": "023", "keep": "30年"})
    return case_id


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, joined: Path, press: Press) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("kept")
    county = invented.county(folder / "county", joined, lambda: press)
    app = county.township
    case_id = begun(app, folder)
    yield Kept(app, case_id, app.archive.pack(case_id, folder / "包", sure=True))
    county.close()


@pytest.fixture
def pack(kept: Kept, tmp_path: Path) -> Path:
    """A copy of that pack, to be harmed."""
    return shutil.copytree(kept.pack.where, tmp_path / "包")


@pytest.fixture
def app(county: County) -> App:
    return county.township


@pytest.fixture
def case(app: App, tmp_path: Path) -> str:
    return begun(app, tmp_path)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


# Volumes


def test_the_catalogue_agrees_with_the_numbers_on_the_pages(kept: Kept) -> None:
    app, case = kept.app, kept.case
    pages = [squeezed(text) for text in words_on(app.bindery.volume(case, Volume.OPEN))]
    items = app.casefile.bound(case).binder.of(Volume.OPEN)

    cover, catalogue, *rest = pages
    assert "行政复议案卷正卷" in cover and "4件6页" in cover
    assert [item.span for item in items] == ["1-2", "3-4", "5", "6"]
    for item in items:
        assert f"{item.title}2026年7月30日{item.sheets}{item.span}" in catalogue
    assert [page[-len(label) :] for page, label in zip(rest, ("1-2", "3", "4", "5", "6"), strict=False)] == [
        "1-2", "3", "4", "5", "6",
    ]  # fmt: skip
    assert "alpha" in rest[1] and "beta" in rest[2]
    assert "本卷共4件6页" in rest[5] and "只有纸质原件：行政复议申请书。" in rest[5]


def test_what_cannot_be_shown_has_a_sheet_that_names_it_and_its_sum(kept: Kept) -> None:
    app, case = kept.app, kept.case
    (item,) = app.casefile.bound(case).binder.of(Volume.CLOSED)

    sheet = squeezed(words_on(app.bindery.volume(case, Volume.CLOSED))[2])

    assert "卷内材料说明页" in sheet and "录音.mp3" in sheet and item.digest in sheet
    assert "不能转成页面" in sheet and sheet.endswith("1")


def test_a_volume_is_the_same_bytes_again(kept: Kept) -> None:
    app, case = kept.app, kept.case
    assert app.bindery.volume(case, Volume.OPEN) == app.bindery.volume(case, Volume.OPEN)


@pytest.mark.parametrize(
    ("part", "said"),
    [("封面", "保管期限"), ("目录", "卷内文件目录"), ("备考表", "检查人"), ("卷脊", "按卷的厚度选一条")],
)
def test_each_part_of_a_volume_is_printed_by_itself(kept: Kept, part: str, said: str) -> None:
    (page, *_) = words_on(kept.app.bindery.part(kept.case, Volume.OPEN, part))

    assert said in page.replace("\r\n", "")


def test_a_part_that_does_not_exist_and_an_empty_volume_are_refused(kept: Kept) -> None:
    app, case_id = kept.app, registered(kept.app)

    with pytest.raises(BadFact, match="没有这一部分，可以是 封面、目录、备考表、卷脊。"):
        app.bindery.part(case_id, Volume.OPEN, "封底")
    with pytest.raises(BadFact, match="副卷：里面还没有材料。"):
        app.bindery.volume(case_id, Volume.CLOSED)


def test_a_volume_is_written_whole_to_a_pdf_file_or_not_at_all(kept: Kept, tmp_path: Path) -> None:
    app, case = kept.app, kept.case
    out = app.bindery.write(case, Volume.OPEN, tmp_path / "正卷.pdf")

    assert out.read_bytes() == app.bindery.volume(case, Volume.OPEN)
    with pytest.raises(BadFact, match=r"应当以 \.pdf 结尾"):
        app.bindery.write(case, Volume.OPEN, tmp_path / "正卷.docx")
    with pytest.raises(CannotWrite, match="没有这个文件夹"):
        app.bindery.write(case, Volume.OPEN, tmp_path / "没有" / "正卷.pdf")


def test_who_makes_a_volume_hears_how_far_it_is(kept: Kept) -> None:
    app, case = kept.app, kept.case
    heard: list[tuple[int, int]] = []

    app.bindery.volume(case, Volume.OPEN, lambda done, total, text: heard.append((done, total)))

    assert heard == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


# Packs


def test_a_pack_holds_volumes_originals_list_and_sums_and_stock_tools_agree(kept: Kept) -> None:
    made = kept.pack

    names = sorted(
        path.relative_to(made.where).as_posix() for path in made.where.rglob("*") if path.is_file()
    )
    assert names == sorted([
        "index.json", "index.xlsx", "sha256sums.txt", "sha256sums.txt.minisig", "签名公钥.pub",
        "核对说明.txt",
        "正卷.pdf", "正卷封面.pdf", "正卷卷脊.pdf", "副卷.pdf", "副卷封面.pdf", "副卷卷脊.pdf",
        "原件/正002-证据清单.pdf", "原件/正003-现场照片.jpg",
        "原件/正004-行政复议材料接收回执.pdf", "原件/副001-谈话录音.mp3",
    ])  # fmt: skip
    given = (made.where.parent / "清单.pdf").read_bytes()
    assert (made.where / "原件/正002-证据清单.pdf").read_bytes() == given
    assert (made.files, made.items) == (len(names), 5)
    told = subprocess.run(
        ["sha256sum", "--strict", "-c", "sha256sums.txt"], cwd=made.where, capture_output=True, check=False
    )
    assert told.returncode == 0
    assert told.stdout.count(b"\n") == len(names) - 2  # the sums themselves and their signature


def test_the_list_of_a_pack_names_every_item_with_place_pages_file_and_sum(kept: Kept) -> None:
    app, case, made = kept.app, kept.case, kept.pack

    index = json.loads((made.where / "index.json").read_text("utf-8"))

    first, second, *_ = index["volumes"][0]["items"]
    assert (first["title"], first["from"], first["to"], first["file"]) == ("行政复议申请书", 1, 2, None)
    assert first["note"] == "只有纸质原件"
    assert (second["file"], second["from"], second["to"]) == ("原件/正002-证据清单.pdf", 3, 4)
    assert second["note"] == "没有内嵌字体：Helvetica"
    assert index["volumes"][0]["fonts_not_embedded"] == ["Helvetica"]
    assert "不声称符合 PDF/A" in index["pdf"]
    assert [gap["what"] for gap in index["missing"]] == [
        gap.text for gap in app.casefile.bound(case).binder.gaps
    ]
    assert "行政复议申请书" in (made.where / "核对说明.txt").read_text("utf-8-sig")


def test_a_pack_is_the_same_files_again_as_a_folder_or_as_an_archive(kept: Kept, tmp_path: Path) -> None:
    app, case, first = kept.app, kept.case, kept.pack
    second = app.archive.pack(case, tmp_path / "二", sure=True)
    zipped = app.archive.pack(case, tmp_path / "三.zip", sure=True)
    again = app.archive.pack(case, tmp_path / "四.zip", sure=True)

    assert first.digest == second.digest == zipped.digest
    assert zipped.where.read_bytes() == again.where.read_bytes()
    with ZipFile(zipped.where) as archive:
        assert archive.read("正卷.pdf") == (first.where / "正卷.pdf").read_bytes()


def test_a_pack_is_noted_with_who_made_it_and_the_sum_of_its_sums(
    app: App, case: str, tmp_path: Path
) -> None:
    made = app.archive.pack(case, tmp_path / "包", sure=True)

    binding = app.casefile.bound(case).binder.binding
    assert (binding.packed_by, binding.packed_digest) == ("周晓敏", made.digest)
    assert app.casework.journal(case)[0].why == "做归档包"


def test_what_is_missing_is_asked_about_before_a_pack_is_made(app: App, case: str, tmp_path: Path) -> None:
    with pytest.raises(Doubtful, match=r"卷宗还有 \d+ 处没有办齐"):
        app.archive.pack(case, tmp_path / "包")

    assert not (tmp_path / "包").exists()


def test_an_original_that_is_not_here_keeps_the_pack_from_being_made(
    app: App, case: str, tmp_path: Path
) -> None:
    photo = next(item for item in app.casefile.bound(case).binder.items if item.title == "现场照片")
    (app.office.store.folder / "files" / photo.digest[:2] / photo.digest).unlink()

    with pytest.raises(NotOpen, match="不能做归档包：现场照片的原件还没有传到本站"):
        app.archive.pack(case, tmp_path / "包", sure=True)


def test_a_pack_does_not_take_the_place_of_something_and_needs_a_folder(
    app: App, case: str, tmp_path: Path
) -> None:
    write(tmp_path, "包", b"x")

    with pytest.raises(CannotWrite, match="已经有同名的文件"):
        app.archive.pack(case, tmp_path / "包", sure=True)
    with pytest.raises(CannotWrite, match="没有这个文件夹"):
        app.archive.pack(case, tmp_path / "没有" / "包", sure=True)


def test_only_the_holder_packs_and_an_empty_file_is_not_packed(county: County, tmp_path: Path) -> None:
    app = county.township
    empty = registered(app, materials=[])
    with pytest.raises(NotOpen, match="卷内还没有材料"):
        app.archive.pack(empty, tmp_path / "包", sure=True)
    app.casework.step(empty, "hand_over", county.clock().date(), {"to": "center"})

    with pytest.raises(NotHolder):
        app.archive.pack(empty, tmp_path / "包", sure=True)


class Enough(Exception):
    """Somebody has pressed 停下."""


@pytest.mark.parametrize("out", ["包", "包.zip"])
def test_a_pack_that_was_stopped_leaves_nothing_behind(app: App, case: str, tmp_path: Path, out: str) -> None:
    before = sorted(tmp_path.iterdir())

    def stop(done: int, total: int, text: str = "") -> None:
        if text == "读回核对":
            raise Enough

    with pytest.raises(Enough):
        app.archive.pack(case, tmp_path / out, sure=True, tell=stop)

    assert sorted(tmp_path.iterdir()) == before
    assert app.casefile.bound(case).binder.binding.packed_at is None


def test_a_full_disk_leaves_no_half_a_pack(
    app: App, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(tmp_path.iterdir())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(Exception, match="磁盘空间不足"):
        app.archive.pack(case, tmp_path / "包", sure=True)

    assert sorted(tmp_path.iterdir()) == before


# Verifying


def _changed(pack: Path) -> str:
    path = pack / "原件/正002-证据清单.pdf"
    path.write_bytes(path.read_bytes() + b"\n")
    return "原件/正002-证据清单.pdf的内容不符"


def _gone(pack: Path) -> str:
    (pack / "原件/正003-现场照片.jpg").unlink()
    return "缺少原件/正003-现场照片.jpg"


def _added(pack: Path) -> str:
    (pack / "原件/多的.pdf").write_bytes(b"x")
    return "多出原件/多的.pdf"


def _unlisted(pack: Path) -> str:
    (pack / "sha256sums.txt").unlink()
    return "缺少sha256sums.txt"


def _spoilt(pack: Path) -> str:
    path = pack / "sha256sums.txt"
    path.write_text("../../外面\n" + path.read_text("utf-8"), "utf-8")
    return "sha256sums.txt第 1 行读不出来"


def _swapped(pack: Path) -> str:
    """Somebody has changed an original and mended the sums, but not the list."""
    _changed(pack)
    return _resummed(pack, "目录中的原件/正002-证据清单.pdf与文件不符")


def _smuggled(pack: Path) -> str:
    (pack / "原件/多的.pdf").write_bytes(b"x")
    return _resummed(pack, "目录没有列出原件/多的.pdf")


def _linked(pack: Path) -> str:
    path = pack / "原件/正002-证据清单.pdf"
    path.rename(pack.parent / "别处.pdf")
    path.symlink_to(pack.parent / "别处.pdf")
    return "原件/正002-证据清单.pdf是链接，不是文件"


def _extra_folder(pack: Path) -> str:
    (pack / "多的").mkdir()
    return "多出文件夹多的"


def _rewritten(pack: Path) -> str:
    """Somebody has changed the readme and mended the sums, which nothing but the signature shows."""
    (pack / "核对说明.txt").write_text("另一份说明", "utf-8")
    return _resummed(pack, "sha256sums.txt的签名不符")


def _resummed(pack: Path, told: str) -> str:
    (pack / "sha256sums.txt").write_text(sums(pack), "utf-8", newline="\n")
    return told


@pytest.mark.parametrize(
    "harm",
    [_changed, _gone, _added, _unlisted, _spoilt, _swapped, _smuggled, _linked, _extra_folder, _rewritten],
)
def test_whatever_was_changed_in_a_pack_is_found_and_named(
    kept: Kept, pack: Path, harm: Callable[[Path], str]
) -> None:
    assert verify(pack).digest == kept.pack.digest

    told = harm(pack)

    with pytest.raises(PackDamaged, match="归档包包与清单不一致") as refused:
        verify(pack)
    assert told in str(refused.value)


def test_a_pack_that_another_key_has_signed_is_not_ours(kept: Kept, pack: Path) -> None:
    assert kept.app.archive.verify(pack).digest == kept.pack.digest
    (pack / "核对说明.txt").write_text("另一份说明", "utf-8")
    seal(pack, SigningKey.new(), "别人")

    assert verify(pack).digest != kept.pack.digest
    with pytest.raises(PackDamaged, match="签名不是本站的密钥作出的"):
        kept.app.archive.verify(pack)


def test_an_archive_is_verified_as_a_folder_is(kept: Kept, tmp_path: Path) -> None:
    made = kept.app.archive.pack(kept.case, tmp_path / "包.zip", sure=True)
    assert verify(made.where).as_dict()["files"] == made.files

    spoilt = bytearray(made.where.read_bytes())
    spoilt[-1000:] = b""
    made.where.write_bytes(bytes(spoilt))

    with pytest.raises(PackDamaged, match="不是归档包，或者压缩包已损坏"):
        verify(made.where)
    with pytest.raises(NotFound):
        verify(tmp_path / "没有")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云府复〔2026〕1号", "云府复〔2026〕1号"),
        ("a/b\\c:d*e?", "a_b_c_d_e_"),
        ("x" * 99, "x" * 60),
        (" . ", "未命名"),
    ],
)
def test_names_are_such_as_every_system_keeps(text: str, name: str) -> None:
    assert file_name(text) == name
