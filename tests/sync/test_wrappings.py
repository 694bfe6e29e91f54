"""What bundles come wrapped in: found by what they are, whatever a mail gateway has made of them."""

import os
import random
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

import pytest

from fuyi_desktop.domain.errors import BundleDamaged, BundleTooLarge, CannotRead, NoBundleInside
from fuyi_desktop.sync import wrappings
from fuyi_desktop.sync.armor import armored, armored_size, unarmored
from fuyi_desktop.sync.carriers import MAILS, Letter, put
from fuyi_desktop.sync.wrappings import Found, Unwrapper, wrapping

SEALED = b"age-encryption.org/v1\n-> X25519 x\n" + bytes(range(256)) * 40
OTHER = b"age-encryption.org/v1\n-> X25519 y\n" + bytes(reversed(range(256))) * 3
LETTER = Letter("同步包　石桥镇致县中心　第 1 份，共 3 份", "这是同步包，内容已经加密。\n第二行。\n")
ENDS = ("\n", "\r\n", "\r", "\n\n", " \t\r\n", "\r\r\n")


class Post:
    """A folder of files as they came, and a private one."""

    def __init__(self, folder: Path) -> None:
        self.came, self.private = folder / "came", folder / "private"
        self.waited: list[float] = []
        self.came.mkdir()
        self.private.mkdir()

    def lay(self, name: str, content: bytes) -> Path:
        path = self.came / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def open(self, path: Path) -> list[Found]:
        before = {at: at.read_bytes() for at in self.came.rglob("*") if at.is_file()}
        found = list(Unwrapper(self.private, self.waited.append).bundles(path))
        assert {at: at.read_bytes() for at in self.came.rglob("*") if at.is_file()} == before
        return found

    def contents(self, path: Path) -> list[bytes]:
        """What was found, everything of it a bundle."""
        found = self.open(path)
        assert [one.refusal for one in found if one.refusal] == []
        return [one.path.read_bytes() for one in found if one.path]

    def refused(self, path: Path) -> BaseException:
        (one,) = self.open(path)
        assert one.path is None and one.refusal is not None
        return one.refusal


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return Post(tmp_path)


def armor(content: bytes) -> bytes:
    return b"".join(armored(BytesIO(content)))


def mail(*attached: tuple[str, bytes], cte: str = "base64") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["Subject"] = "a@invalid", "同步包"
    message.set_content("请查收。")
    for name, content in attached:
        message.add_attachment(content, "application", "octet-stream", filename=name, cte=cte)
    return message.as_bytes()


def archive(*entries: tuple[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return made.getvalue()


# the armored form


@pytest.mark.parametrize("length", [0, 1, 2, 3, 47, 48, 49, 96, 5000])
def test_armor_gives_back_what_was_put_in(length: int) -> None:
    content = os.urandom(length)

    text = armor(content)

    assert b"".join(unarmored(BytesIO(text))) == content
    assert len(text) == armored_size(length)
    assert max(map(len, text.splitlines())) <= 64 + 4


@pytest.mark.parametrize("end", ENDS)
def test_armor_with_other_line_ends_and_white_space_is_the_same(end: str) -> None:
    text = end.join(line + "  " for line in armor(SEALED).decode("ascii").splitlines())

    assert b"".join(unarmored(BytesIO(f"{end} \n".encode() + text.encode() + b"\r\n\r\n  "))) == SEALED


@pytest.mark.parametrize("width", [40, 60, 70, 76, 998])
def test_armor_that_a_gateway_has_wrapped_anew_is_the_same(width: int) -> None:
    first, *letters, last = armor(SEALED).decode("ascii").splitlines()
    run = "".join(letters)
    lines = [first, *(run[at : at + width] for at in range(0, len(run), width)), last]

    assert b"".join(unarmored(BytesIO("\r\n".join(lines).encode()))) == SEALED


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_armor_that_an_editor_has_stored_again_is_the_same(encoding: str, post: Post) -> None:
    text = "各位好：\n" + armor(SEALED).decode("ascii") + "此邮件已经查毒。\n"

    assert post.contents(post.lay("a.txt", text.encode(encoding))) == [SEALED]


def test_armor_that_was_cut_or_changed_is_refused_whole(post: Post) -> None:
    text = armor(SEALED)

    for length in range(60, len(text) - 1, 977):
        assert isinstance(post.refused(post.lay("cut.txt", text[:length])), BundleDamaged)
    for at in (100, len(text) // 2, len(text) - 60):
        changed = text[:at] + b"*" + text[at + 1 :]
        assert isinstance(post.refused(post.lay("changed.txt", changed)), BundleDamaged)


# mails


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize("length", [100, 57 * 1024, 57 * 1024 + 1, 300_000])
def test_a_draft_brings_back_the_part_it_carries(post: Post, length: int, *, as_text: bool) -> None:
    bundle = post.private / "T0731_center_1-5_1of3.fuyi"
    content = SEALED + random.Random(length).randbytes(length)
    bundle.write_bytes(content)
    carrier = MAILS[0].armored if as_text else MAILS[0]

    there = put(bundle, post.came, carrier, LETTER, lambda octets: None)

    assert there.name == "T0731_center_1-5_1of3.eml"
    assert post.contents(there) == [content]
    assert all(len(line) <= 78 for line in there.read_bytes().split(b"\r\n"))
    assert b"\n" not in there.read_bytes().replace(b"\r\n", b"")


def test_a_draft_is_unsent_and_says_in_chinese_what_it_is(post: Post) -> None:
    from email import message_from_bytes, policy

    bundle = post.private / "a.fuyi"
    bundle.write_bytes(SEALED)
    there = put(bundle, post.came, MAILS[0], LETTER, lambda octets: None)

    draft = message_from_bytes(there.read_bytes(), policy=policy.default)

    assert (draft["X-Unsent"], draft["Subject"]) == ("1", LETTER.subject)
    assert draft["From"] is draft["To"] is None
    body = draft.get_body()
    assert body is not None and body.get_content().splitlines() == LETTER.text.splitlines()
    (attached,) = draft.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("a.fuyi", SEALED)


@pytest.mark.parametrize("cte", ["base64", "quoted-printable"])
@pytest.mark.parametrize("name", ["T0731_center_1-5_1of1.fuyi", "a.bin", "文件.txt", "x.fuyi.txt", ""])
def test_an_attachment_is_found_by_what_it_is_not_by_its_name(post: Post, cte: str, name: str) -> None:
    assert post.contents(post.lay("any.dat", mail((name, SEALED), cte=cte))) == [SEALED]


def test_attachments_are_found_wherever_they_are_nested(post: Post) -> None:
    forwarded = EmailMessage(policy=SMTP)
    forwarded["Subject"] = "转发"
    forwarded.set_content("见附件的邮件。")
    inner = EmailMessage(policy=SMTP)
    inner["From"] = "a@invalid"
    inner.set_content("正文")
    inner.add_attachment(SEALED, "application", "x-whatever", filename="a")
    forwarded.add_attachment(inner)
    forwarded.add_attachment(archive(("b/b.bin", OTHER)), "application", "zip", filename="b.zip")
    stored = mail(("c", armor(OTHER + b"c")))
    forwarded.add_attachment(stored, "application", "octet-stream", filename="c.eml")

    assert post.contents(post.lay("any", forwarded.as_bytes())) == [SEALED, OTHER, OTHER + b"c"]


def test_a_mail_that_other_programs_have_stored_is_a_mail(post: Post) -> None:
    content = mail(("a.fuyi", SEALED))

    for number, other in enumerate((
        b"From someone Fri Nov 20 09:30:00 2026\n" + content.replace(b"\r\n", b"\n"),
        b"\xef\xbb\xbf" + content,
        b"\r\n" + content,
        b"Received: from x\r\n\tby y; Fri\r\n" * 40 + content,
    )):  # fmt: skip
        assert post.contents(post.lay(f"{number}.msg", other)) == [SEALED]


def test_armor_in_the_text_of_a_mail_is_found(post: Post) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = "a@invalid"
    message.set_content("正文如下：\n" + armor(SEALED).decode("ascii"))

    assert post.contents(post.lay("a.eml", message.as_bytes())) == [SEALED]


def test_a_mail_without_anything_says_so(post: Post) -> None:
    refusal = post.refused(post.lay("empty.eml", mail(("photo.jpg", b"\xff\xd8\xff"))))

    assert isinstance(refusal, NoBundleInside)
    assert str(refusal).startswith("empty.eml里没有同步包，没有导入任何内容。请选择")


# archives


def test_an_archive_gives_what_lies_in_it_and_its_other_files_are_passed_over(post: Post) -> None:
    content = archive(
        ("readme.txt", b"hello"), ("a/T0731_center_1-5_1of1.fuyi", SEALED), ("../../evil", OTHER),
        ("half.fuyi.part", SEALED), ("mail.eml", mail(("x", OTHER + b"2"))),
    )  # fmt: skip

    assert post.contents(post.lay("week.zip", content)) == [SEALED, OTHER, OTHER + b"2"]
    assert {path.name for path in post.private.parent.iterdir()} == {"came", "private"}


def test_one_bad_entry_stops_no_other(post: Post) -> None:
    made = bytearray(archive(("a.fuyi", SEALED * 9), ("b.fuyi", OTHER), ("c.fuyi", b"no bundle at all")))
    made[80] ^= 0xFF

    found = post.open(post.lay("week.zip", bytes(made)))

    assert [one.path.read_bytes() for one in found if one.path] == [OTHER]
    assert [str(one.refusal).partition("不")[0] for one in found if one.refusal] == [
        "同步包week.zip›a.fuyi", "同步包week.zip›c.fuyi",
    ]  # fmt: skip


def test_an_archive_with_a_password_says_so(post: Post) -> None:
    made = bytearray(archive(("a.fuyi", SEALED)))
    for at in (made.index(b"PK\x03\x04") + 6, made.index(b"PK\x01\x02") + 8):
        made[at] |= 1

    refusal = post.refused(post.lay("locked.zip", bytes(made)))

    assert "加了密码，打不开" in str(refusal)


def test_an_archive_that_would_fill_the_disk_is_refused_before_it_does(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrappings, "MAX_UNPACKED", 1 << 20)
    bomb = archive(("a.fuyi", SEALED + bytes(8 << 20)), ("b.fuyi", OTHER))

    found = post.open(post.lay("bomb.zip", bomb))

    assert isinstance(found[0].refusal, BundleTooLarge)
    assert sum(path.stat().st_size for path in post.private.rglob("*") if path.is_file()) <= 1 << 20


def test_archives_in_archives_come_to_an_end(post: Post) -> None:
    content = archive(("a.fuyi", SEALED))
    for _ in range(8):
        content = archive(("deeper.zip", content))

    assert "套了太多层" in str(post.refused(post.lay("deep.zip", content)))


def test_names_spelt_in_gbk_are_read(post: Post) -> None:
    spelt = "石桥镇.fuyi".encode("gbk").decode("cp437")
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(zipfile.ZipInfo("0123456.fuyi"), SEALED)
    raw = made.getvalue().replace(b"0123456.fuyi", spelt.encode("cp437")[:11].ljust(12, b"x"))

    (one,) = post.open(post.lay("a.zip", raw))

    assert one.name.startswith("a.zip›石桥镇")


# folders and files


def test_a_folder_gives_its_bundles_in_order_and_is_silent_about_everything_else(post: Post) -> None:
    post.lay("T0731/2.fuyi", OTHER)
    post.lay("1.bin", SEALED)
    post.lay("photo.jpg", b"\xff\xd8\xff")
    post.lay("letter.eml", mail(("photo.jpg", b"\xff\xd8\xff")))
    post.lay("half.fuyi.part", SEALED)
    post.lay(".hidden.fuyi", SEALED)
    post.lay("$RECYCLE.BIN/3.fuyi", SEALED)
    os.mkfifo(post.came / "pipe.fuyi")

    found = list(Unwrapper(post.private, post.waited.append).bundles(post.came))

    assert [(one.name, one.refusal) for one in found] == [("1.bin", None), ("T0731/2.fuyi", None)]


def test_what_is_called_a_bundle_and_is_none_gets_its_sentence_in_a_folder_too(post: Post) -> None:
    post.lay("a.fuyi", b"")
    post.lay("b.fuyi", b"something else")
    post.lay("c.fuyi", SEALED)

    found = post.open(post.came)

    assert [(one.name, type(one.refusal)) for one in found] == [
        ("a.fuyi", BundleDamaged), ("b.fuyi", BundleDamaged), ("c.fuyi", type(None)),
    ]  # fmt: skip


def test_an_empty_folder_says_that_nothing_is_there(post: Post) -> None:
    assert str(post.refused(post.came)).startswith("came里没有同步包")


def test_an_unfinished_file_is_never_taken_for_a_bundle(post: Post) -> None:
    assert "没有写完" in str(post.refused(post.lay("a.fuyi.part", SEALED)))


def test_a_file_that_is_not_there_says_so(post: Post) -> None:
    assert isinstance(post.refused(post.came / "gone.fuyi"), CannotRead)


def test_every_beginning_is_told_apart() -> None:
    assert [wrapping(first) for first in (
        SEALED, b"card.json\0", b"age-encryption.org/v2\n", b"fuyi-gm1/1\n", archive(), mail(), armor(SEALED),
        b"", b"%PDF-1.7", b"Subject: a note\n\ntext", "姓名：张三\n".encode(), bytes(5000),
    )] == [
        "同步包", "同步包", "同步包", "同步包", "压缩包", "邮件", "文本形式的同步包",
        None, None, None, None, None,
    ]  # fmt: skip


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """The file as somebody finds it who may not read it, even where the tests run as root."""
    mode = path.stat().st_mode
    path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(user)
        path.chmod(stat.S_IMODE(mode))


def test_a_file_held_by_a_virus_scanner_is_tried_again_and_then_named(post: Post) -> None:
    path = post.lay("a.fuyi", SEALED)
    for folder in (path, *path.parents):
        if folder.owner() == path.owner() and os.geteuid() == 0 and folder.is_dir():
            folder.chmod(folder.stat().st_mode | 0o755)

    with locked(path):
        (refused,) = Unwrapper(post.private, post.waited.append).bundles(path)

    assert post.waited == list(wrappings.PATIENCE)
    assert str(refused.refusal) == (
        "读不出a.fuyi：没有权限，或文件正被占用。请重新插好U盘或换一个位置后重试；没有导入任何内容。"
    )


def test_a_file_that_is_let_go_meanwhile_is_read(post: Post) -> None:
    held = [PermissionError(), PermissionError()]

    def deed() -> bytes:
        if held:
            raise held.pop()
        return SEALED

    assert wrappings.patiently(deed, post.waited.append) == SEALED
    assert post.waited == list(wrappings.PATIENCE[:2])
