"""A bundle arrives whole or not at all, and says why."""

import hashlib
import io
import multiprocessing
import os
import random
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuyi_desktop.domain.errors import (
    BundleDamaged,
    BundleError,
    BundleTooLarge,
    BundleTooNew,
    CannotRead,
    CannotWrite,
    NotForThisStation,
    SenderUnknown,
)
from fuyi_desktop.sealing import KeyRing, decrypt, encrypt
from fuyi_desktop.sync import changes, ustar
from fuyi_desktop.sync.envelope import Blob, bundle_name, inspect, open_bundle, seal
from fuyi_desktop.sync.manifest import FeedOut, Manifest, Part, Receiver, render
from fuyi_desktop.sync.spool import whole_file

from .county import ATTACHMENT, CENTER, INCARNATION, LINES, WINDOW, County, changes_member, opening, packed

TEXT = b"".join(line + b"\n" for line in LINES)


@pytest.fixture(scope="module")
def county() -> County:
    return County.new()


@pytest.fixture(scope="module")
def sealed(county: County, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A good bundle of three lines and an attachment."""
    path = tmp_path_factory.mktemp("good") / "a.fuyi"
    county.seal(path)
    return path.read_bytes()


# What goes right


def test_a_bundle_arrives_as_it_was_sent(county: County, tmp_path: Path) -> None:
    sent = county.seal(tmp_path / "a.fuyi")

    with county.open(sent.path) as bundle:
        assert bundle.manifest == sent.manifest
        assert tuple(bundle.lines()) == tuple(bundle.lines()) == LINES
        (blob,) = bundle.blobs()
        assert (blob.hash, blob.n, blob.content()) == (hashlib.sha256(ATTACHMENT).hexdigest(), 0, ATTACHMENT)
        assert (bundle.sha256, bundle.size) == (sent.sha256, sent.size)
    assert sent.sha256 == hashlib.sha256(sent.path.read_bytes()).hexdigest()


def test_the_name_says_from_whom_to_whom_and_which_lines(county: County) -> None:
    assert bundle_name(county.manifest()) == "T0731_C01_1-3_1of1.fuyi"
    parted = county.manifest(part=Part(set="22" * 16, n=2, of=3), lines=(412, 455))
    assert bundle_name(parted) == "T0731_C01_412-455_2of3.fuyi"
    fed = {
        "incarnation": None,
        "lines": None,
        "prev": None,
        "tip": None,
        "feedout": FeedOut(epoch=(1, "ab" * 16), after=88, upto=90),
    }
    assert bundle_name(county.manifest(**fed)) == "T0731_C01_88-90_1of1.fuyi"


def test_a_bundle_may_be_renamed_on_its_way(county: County, sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "../x/附件(1).fuyi.txt"
    (tmp_path.parent / "x").mkdir(exist_ok=True)
    path.write_bytes(sealed)

    with county.open(path) as bundle:
        assert bundle.manifest.sender.station == WINDOW


def test_a_bundle_without_changes_carries_its_receipt_all_the_same(county: County, tmp_path: Path) -> None:
    manifest = county.manifest(lines=(4, 3))
    path = tmp_path / "a.fuyi"
    seal(path, manifest, [], [], signer=county.window.sign, recipients=county.recipients)

    with county.open(path) as bundle:
        assert (list(bundle.lines()), list(bundle.blobs()), bundle.manifest.members) == ([], [], ())


def test_the_recovery_key_and_a_key_still_in_overlap_open_it_too(
    county: County, sealed: bytes, tmp_path: Path
) -> None:
    rotated = replace(county, center=county.center.with_new_age())
    recovering = replace(county, center=county.recovery)

    assert opening(rotated, tmp_path, sealed) == LINES
    assert opening(recovering, tmp_path, sealed) == LINES


def test_a_field_a_newer_program_has_added_goes_through_unharmed(county: County, tmp_path: Path) -> None:
    sent = county.seal(tmp_path / "a.fuyi", more={"weather": ["雨", None]})

    with county.open(sent.path) as bundle:
        assert bundle.manifest.more == {"weather": ["雨", None]}


def test_lines_of_any_length_up_to_the_limit_arrive(county: County, tmp_path: Path) -> None:
    draw = random.Random(3)
    lines = [
        b'{"x":"%s"}' % draw.randbytes(size).hex().encode() for size in (0, 1, 32_760, 65_536, 4_194_299)
    ]
    path = tmp_path / "a.fuyi"
    manifest = county.manifest(lines=(1, len(lines)))
    seal(path, manifest, lines, [], signer=county.window.sign, recipients=county.recipients, level=1)

    with county.open(path) as bundle:
        assert list(bundle.lines()) == lines


def test_nothing_of_a_bundle_lies_in_clear_while_it_is_open(county: County, tmp_path: Path) -> None:
    sent = county.seal(tmp_path / "a.fuyi")
    folder = tmp_path / "private"
    folder.mkdir()

    bundle = open_bundle(
        sent.path, identities=county.center.age, us=CENTER, signer_of=county.signer_of, folder=folder
    )
    kept = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    modes = [path.stat().st_mode & 0o077 for path in folder.iterdir()]
    bundle.close()

    assert [len(content) > len(ATTACHMENT) for content in kept] == [True]
    assert not any(b"scan" in content or b"manifest" in content for content in kept)
    assert modes == [0] or sys.platform == "win32"
    assert list(folder.iterdir()) == []


# What is refused


def test_a_copy_cut_short_is_refused(county: County, sealed: bytes, tmp_path: Path) -> None:
    draw = random.Random(1)
    for length in {0, 1, 21, 22, 23, len(sealed) - 1, *(draw.randrange(len(sealed)) for _ in range(150))}:
        with pytest.raises(BundleDamaged):
            opening(county, tmp_path, sealed[:length])


def test_one_changed_bit_anywhere_is_refused(county: County, sealed: bytes, tmp_path: Path) -> None:
    draw = random.Random(2)
    header = sealed.index(b"\n--- ") + 50
    for at in {*range(0, header, 3), len(sealed) - 1, *(draw.randrange(len(sealed)) for _ in range(150))}:
        changed = sealed[:at] + bytes([sealed[at] ^ 1 << draw.randrange(8)]) + sealed[at + 1 :]
        with pytest.raises((BundleDamaged, NotForThisStation, BundleTooNew)):
            opening(county, tmp_path, changed)


@pytest.mark.parametrize("more", [b"\n", b"\r\n", bytes(1), bytes(80_000)])
def test_bytes_that_a_mail_gateway_appends_are_refused(
    county: County, sealed: bytes, tmp_path: Path, more: bytes
) -> None:
    with pytest.raises(BundleDamaged):
        opening(county, tmp_path, sealed + more)


def test_two_bundles_in_one_file_are_refused(county: County, sealed: bytes, tmp_path: Path) -> None:
    with pytest.raises(BundleDamaged):
        opening(county, tmp_path, sealed + sealed)


def test_a_bundle_encrypted_for_others_is_not_for_us(county: County, sealed: bytes, tmp_path: Path) -> None:
    stranger = replace(county, center=KeyRing.new())

    with pytest.raises(NotForThisStation):
        opening(stranger, tmp_path, sealed)


def test_a_bundle_passed_on_under_another_envelope_is_not_for_us(
    county: County, sealed: bytes, tmp_path: Path
) -> None:
    other = KeyRing.new()
    plain, again = io.BytesIO(), io.BytesIO()
    decrypt(io.BytesIO(sealed), plain, county.center.age, name="a.fuyi")
    encrypt(io.BytesIO(plain.getvalue()), again, [other.recipient])

    with pytest.raises(NotForThisStation, match="发给C01的"):
        opening(replace(county, center=other), tmp_path, again.getvalue(), us="T0732")


def test_a_sender_nobody_has_enrolled_is_unknown(county: County, tmp_path: Path) -> None:
    stranger = replace(county, window=KeyRing.new())
    sent = stranger.seal(tmp_path / "a.fuyi")

    with pytest.raises(SenderUnknown):
        county.open(sent.path)


def test_a_bundle_signed_by_another_than_it_names_is_refused(county: County, tmp_path: Path) -> None:
    raw = county.signed(render(county.manifest(lines=(1, 0))), signer=KeyRing.new())

    with pytest.raises(BundleDamaged):
        opening(county, tmp_path, raw)


def test_nothing_after_the_signature_is_looked_at_before_it_holds(county: County, tmp_path: Path) -> None:
    """What follows an invalid signature is poison that would answer with another error, were it read."""
    poison = changes_member(b"", unpacked=10**12, lines=3)
    raw = county.signed(render(county.manifest(members=(poison,))), signer=KeyRing.new())
    good = county.signed(render(county.manifest(members=(poison,))))

    with pytest.raises(BundleDamaged):
        opening(county, tmp_path, raw)
    with pytest.raises(BundleTooLarge):
        opening(county, tmp_path, good)


def blobs_of(*contents: bytes) -> tuple[Any, ...]:
    content = packed(TEXT)
    found = [changes_member(content)]
    for one in contents:
        name = f"blobs/{hashlib.sha256(one).hexdigest()}.0"
        found.append(changes_member(one, name=name, unpacked=None, lines=None))
    return tuple(found)


def test_members_come_as_they_were_signed_or_not_at_all(county: County, tmp_path: Path) -> None:
    one, other, content = b"one", b"two", packed(TEXT)
    members = blobs_of(one, other)
    raw = render(county.manifest(members=members))
    names = [member.name for member in members]
    good = list(zip(names, (content, one, other), strict=True))
    swapped_content = list(zip(names, (content, other, one), strict=True))
    wrong = {
        "swapped": [good[0], good[2], good[1]],
        "content swapped": swapped_content,
        "missing": good[:2],
        "extra": [*good, ("blobs/x", b"")],
        "twice": [*good, good[2]],
        "longer": [good[0], good[1], (names[2], other + b"!")],
        "renamed": [good[0], good[1], ("../../etc/passwd", other)],
        "none": [],
    }

    assert opening(county, tmp_path, county.signed(raw, good)) == LINES
    for members_given in wrong.values():
        with pytest.raises(BundleDamaged):
            opening(county, tmp_path, county.signed(raw, members_given))


def archived(county: County, change: Any) -> bytes:
    """A good bundle without changes whose archive was touched before it was encrypted."""
    raw = render(county.manifest(lines=(1, 0)))
    plain = ustar.archive([("manifest.json", raw), ("manifest.sig", county.window.sign.sign_file(raw, "c"))])
    return county.enveloped(change(plain))


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain[:-512],
        lambda plain: plain + bytes(512),
        lambda plain: plain[:-1] + b"x",
        lambda plain: plain[512:],
        lambda plain: b"",
        lambda plain: plain[:100] + b"0000644\0" + plain[108:],
        lambda plain: plain[:156] + b"2" + plain[157:],
        lambda plain: plain[:124] + b"+0000000001\0" + plain[136:],
        lambda plain: plain[:500] + b"evil" + plain[504:],
        lambda plain: plain.replace(b"manifest.sig\0", b"manifest.sgi\0", 1),
        lambda plain: plain.replace(b"untrusted comment: fuyi", b"untrusted comment: fuyj", 1),
    ],
)
def test_an_archive_written_otherwise_is_refused(county: County, tmp_path: Path, change: Any) -> None:
    assert opening(county, tmp_path, archived(county, lambda plain: plain)) == ()
    with pytest.raises(BundleDamaged):
        opening(county, tmp_path, archived(county, change))


def test_every_byte_of_the_archive_counts(county: County, tmp_path: Path) -> None:
    """Also those that no signature covers: headers, padding, comments, the end."""
    draw, size = random.Random(4), []
    archived(county, lambda plain: size.append(len(plain)) or plain)

    for at in (draw.randrange(size[0]) for _ in range(120)):
        with pytest.raises(BundleError):
            opening(
                county,
                tmp_path,
                archived(county, lambda plain, at=at: plain[:at] + bytes([plain[at] ^ 4]) + plain[at + 1 :]),
            )


def given_changes(county: County, content: bytes, **said: Any) -> bytes:
    member = changes_member(content, **said)
    span = (1, member.lines or 0)
    return county.signed(render(county.manifest(lines=span, members=(member,))), [(member.name, content)])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (packed(TEXT)[:-1], {}),
        (TEXT, {}),
        (b"", {}),
        (packed(TEXT) + b"x", {}),
        (packed(TEXT), {"unpacked": len(TEXT) - 1}),
        (packed(TEXT), {"unpacked": len(TEXT) + 1}),
        (packed(TEXT), {"lines": 2}),
        (packed(TEXT[:-1]), {"unpacked": len(TEXT) - 1}),
        (packed(b"\n" * 3), {"unpacked": 3}),
        (packed(b"[1]\n"), {"unpacked": 4, "lines": 1}),
        (packed(b'{"\xff"}\n'), {"unpacked": 6, "lines": 1}),
        (packed(b'{"x":' * 17 + b"1" + b"}" * 17 + b"\n"), {"unpacked": 103, "lines": 1}),
        (packed(b'{"x":' * 100_000 + b"1" + b"}" * 100_000 + b"\n"), {"unpacked": 600_002, "lines": 1}),
        (packed(bytes(1 << 23)), {"unpacked": 1 << 23, "lines": 1}),
    ],
    ids=range(14),
)
def test_changes_that_are_not_as_declared_are_refused(
    county: County, tmp_path: Path, content: bytes, said: dict[str, int]
) -> None:
    with pytest.raises(BundleDamaged):
        opening(county, tmp_path, given_changes(county, content, **said))


def test_a_bomb_is_refused_by_what_it_declares_or_stopped_where_it_lies(
    county: County, tmp_path: Path
) -> None:
    def zeros() -> Iterator[bytes]:
        for _ in range(512):
            yield bytes(1 << 20)

    packer = zstandard.ZstdCompressor(level=1).compressobj()
    bomb = b"".join(packer.compress(piece) for piece in zeros()) + packer.flush()
    tracemalloc.start()

    with pytest.raises(BundleTooLarge):
        opening(county, tmp_path, given_changes(county, bomb, unpacked=512 << 20, lines=1))
    with pytest.raises(BundleDamaged):
        opening(county, tmp_path, given_changes(county, bomb, unpacked=len(TEXT)))

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 16 << 20


def test_a_bomb_of_many_short_lines_is_left_at_the_first_byte_too_many() -> None:
    bomb = io.BytesIO(packed(b"{}\n" * (64 << 20), level=1))
    lines = 0

    with pytest.raises(ValueError, match="more than was declared"):
        for _ in changes.unpack(bomb, 3000):
            lines += 1

    assert lines <= 1000


def test_a_frame_that_asks_for_a_huge_window_is_refused(county: County, tmp_path: Path) -> None:
    options = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    packer = zstandard.ZstdCompressor(compression_params=options).compressobj()
    content = packer.compress(TEXT) + packer.flush()

    with pytest.raises(BundleDamaged):
        opening(county, tmp_path, given_changes(county, content))


def test_a_bundle_of_a_newer_program_is_kept_for_it(county: County, tmp_path: Path) -> None:
    raw = render(county.manifest(lines=(1, 0))).replace(b"bundle/1", b"bundle/2", 1)

    for given_file in (
        county.signed(raw, signer=KeyRing.new()),
        county.signed(raw + b" " * (2 << 20)),
        b"age-encryption.org/v2\n whatever",
        b"fuyi-gm1/1\n-> SM2",
    ):
        with pytest.raises(BundleTooNew):
            opening(county, tmp_path, given_file)


def test_a_huge_manifest_is_refused_unread(county: County, tmp_path: Path) -> None:
    raw = render(county.manifest(lines=(1, 0)))

    with pytest.raises(BundleTooLarge):
        opening(county, tmp_path, county.signed(raw + b" " * (1 << 20)))


def test_a_file_longer_than_a_stick_can_hold_is_refused_unread(county: County, tmp_path: Path) -> None:
    path = tmp_path / "long.fuyi"
    with path.open("wb") as file:
        file.truncate(4 << 30)

    with pytest.raises(BundleTooLarge):
        county.open(path)


def test_a_file_that_cannot_be_read_is_told_from_a_damaged_one(county: County, tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="找不到"):
        county.open(tmp_path / "none.fuyi")
    with pytest.raises(CannotRead):
        county.open(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(content=st.binary(max_size=2000), inside=st.booleans())
def test_the_reader_is_total(county: County, tmp_path: Path, content: bytes, inside: bool) -> None:
    """Invariant 8."""
    raw = county.enveloped(content) if inside else content

    with pytest.raises(BundleError):
        opening(county, tmp_path, raw)


# Writing


def test_the_writer_stops_at_the_limits_and_leaves_no_file(county: County, tmp_path: Path) -> None:
    long, deep = b'{"x":"' + b"y" * (8 << 20) + b'"}', b'{"x":' * 17 + b"1" + b"}" * 17

    for line in (long, deep):
        with pytest.raises(BundleTooLarge):
            county.seal(tmp_path / "a.fuyi", [line], lines=(1, 1))
    with pytest.raises(BundleTooLarge):
        seal(
            tmp_path / "a.fuyi",
            county.manifest(lines=(1, 0)),
            [],
            [Blob("00" * 32, 0, lambda: bytes((4 << 20) + 1))],
            signer=county.window.sign,
            recipients=county.recipients,
        )
    assert list(tmp_path.iterdir()) == []


def test_an_attachment_that_changes_meanwhile_leaves_no_bundle(county: County, tmp_path: Path) -> None:
    versions = iter([b"first", b"second"])
    blob = Blob("00" * 32, 0, lambda: next(versions))

    with pytest.raises(ValueError, match="changed"):
        seal(
            tmp_path / "a.fuyi",
            county.manifest(lines=(1, 0)),
            [],
            [blob],
            signer=county.window.sign,
            recipients=county.recipients,
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full here")
def test_a_full_stick_is_said_and_the_old_bundle_stays(county: County, tmp_path: Path) -> None:
    """Row 14."""
    county.seal(target := tmp_path / "a.fuyi")
    before = target.read_bytes()
    (tmp_path / "a.fuyi.part").symlink_to("/dev/full")

    with pytest.raises(CannotWrite, match="空间不足"):
        county.seal(target)

    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.fuyi"]


def test_a_stick_that_gives_back_other_bytes_than_it_was_given_is_said(tmp_path: Path) -> None:
    target = tmp_path / "a.fuyi"

    with pytest.raises(CannotWrite, match="核对不符"), whole_file(target) as file:
        file.write(bytes(1 << 20))
        with (tmp_path / "a.fuyi.part").open("r+b") as worn:
            worn.write(b"x")

    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_is_not_there_is_said(county: County, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="找不到"):
        county.seal(tmp_path / "stick" / "a.fuyi")


def export_and_die(target: Path) -> None:
    """The power is cut when the attachment is read for the second time: half of the file is written."""

    def dying() -> bytes:
        os._exit(9)

    county, calls = County.new(), iter([lambda: ATTACHMENT, dying])
    blob = Blob(hashlib.sha256(ATTACHMENT).hexdigest(), 0, lambda: next(calls)())
    seal(target, county.manifest(), LINES, [blob], signer=county.window.sign, recipients=county.recipients)


def test_a_killed_export_leaves_a_part_that_no_import_takes(county: County, tmp_path: Path) -> None:
    export = multiprocessing.get_context("spawn").Process(target=export_and_die, args=(tmp_path / "a.fuyi",))
    export.start()
    export.join()

    assert export.exitcode == 9
    assert [path.name for path in tmp_path.iterdir()] == ["a.fuyi.part"]
    with pytest.raises(BundleDamaged):
        county.open(tmp_path / "a.fuyi.part")
    county.seal(tmp_path / "a.fuyi")
    assert [path.name for path in tmp_path.iterdir()] == ["a.fuyi"]


# Looking without taking


def test_a_look_says_as_much_as_the_looker_may_know(county: County, sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.fuyi"
    path.write_bytes(sealed)

    outsider = inspect(path)
    recipient = inspect(path, identities=county.recovery.age)
    center = inspect(path, identities=county.center.age, signer_of=county.signer_of)
    wrong = inspect(path, identities=county.center.age, signer_of=lambda _: KeyRing.new().sign.public)

    assert (outsider.kind, outsider.recipients, outsider.manifest) == ("sealed", 2, None)
    assert outsider.sha256 == hashlib.sha256(sealed).hexdigest()
    assert recipient.manifest is not None
    assert (recipient.kind, recipient.manifest.incarnation, recipient.signed) == ("data", INCARNATION, None)
    assert (center.signed, wrong.signed) == (True, False)


def test_a_part_for_another_station_can_be_looked_at_by_who_has_the_key(
    county: County, tmp_path: Path
) -> None:
    sent = county.seal(tmp_path / "a.fuyi", to=Receiver(station="T0999", keys=()))

    looked = inspect(sent.path, identities=county.center.age)

    assert isinstance(looked.manifest, Manifest)
    assert looked.manifest.to.station == "T0999"
    with pytest.raises(NotForThisStation):
        county.open(sent.path)
