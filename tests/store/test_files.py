"""Attachments lie encrypted under the hash of their content; files are written whole or not at all."""

import hashlib
import io
from pathlib import Path

import pytest

from fuyi_desktop.domain.errors import DiskFull, FileDamaged, NotFound
from fuyi_desktop.store import files
from fuyi_desktop.store.checks import check
from fuyi_desktop.store.work import Store

SCAN = "身份证复印件 ".encode() * 30_000


def keep(store: Store, content: bytes) -> str:
    with store.work("王办", "附件") as work:
        digest, size = files.keep(work, io.BytesIO(content))
    assert size == len(content)
    return digest


@pytest.mark.parametrize("scan", [b"", b"1", SCAN], ids=["empty", "small", "large"])
def test_an_attachment_comes_back_as_it_was(store: Store, scan: bytes) -> None:
    digest = keep(store, scan)

    with files.content(store, digest) as content:
        assert content.read() == scan
    assert digest == hashlib.sha256(scan).hexdigest()
    assert files.present(store, digest)
    assert check(store) == []


def test_what_lies_on_the_disk_is_unreadable(store: Store) -> None:
    digest = keep(store, SCAN)

    (path,) = (path for path in (store.folder / "files").rglob("*") if path.is_file())
    assert path == files.place(store.folder, digest)
    assert "身份证".encode() not in path.read_bytes()


def test_the_same_content_is_kept_once(store: Store) -> None:
    digest = keep(store, SCAN)
    before = files.place(store.folder, digest).read_bytes()

    assert keep(store, SCAN) == digest

    assert files.place(store.folder, digest).read_bytes() == before


def test_content_that_has_not_come_yet_is_a_visible_state(store: Store) -> None:
    assert not files.present(store, "0" * 64)
    with pytest.raises(NotFound, match="附件内容"), files.content(store, "0" * 64):
        pass


def test_after_a_rollback_nobody_can_read_the_content(store: Store) -> None:
    with pytest.raises(RuntimeError), store.work("王办", "附件") as work:
        digest, _ = files.keep(work, io.BytesIO(SCAN))
        raise RuntimeError

    assert not files.present(store, digest)
    assert keep(store, SCAN) == digest
    with files.content(store, digest) as content:
        assert content.read() == SCAN


def test_a_damaged_content_is_noticed_and_can_be_put_again(store: Store) -> None:
    digest = keep(store, SCAN)
    path = files.place(store.folder, digest)
    path.write_bytes(path.read_bytes()[:-1])

    assert [str(finding) for finding in check(store)] == [f"附件：{digest[:12]}的内容已损坏"]
    with pytest.raises(FileDamaged), files.content(store, digest) as content:
        content.read()
    assert keep(store, SCAN) == digest
    assert check(store) == []


def test_a_lost_content_is_noticed(store: Store) -> None:
    digest = keep(store, SCAN)
    files.place(store.folder, digest).unlink()

    assert [str(finding) for finding in check(store)] == [f"附件：{digest[:12]}的内容不在"]


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    files.write_whole(path, b"old")
    files.write_whole(path, b"new")

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_breaks_off_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    files.write_whole(path, b"old")

    with pytest.raises(RuntimeError), files.whole_file(path) as file:
        file.write(b"half")
        raise RuntimeError

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_says_so_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    files.write_whole(path, b"old")

    with pytest.raises(DiskFull, match=r"paper\.pdf"), files.whole_file(path):
        raise OSError(28, "no space left")

    assert path.read_bytes() == b"old"
