"""What is carried by stick and mail: there whole or not at all; and any number of files taken in."""

import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Attachment
from fuyi_desktop.domain.errors import (
    BundleDamaged,
    CannotWrite,
    CarrierUnfit,
    FuyiError,
    NotForThisStation,
    NotFound,
)
from fuyi_desktop.services import outgoing
from fuyi_desktop.services.app import App
from fuyi_desktop.services.carrying import FOLDER, MAILS, ON_STICK, Fate, Sent, by_mail
from fuyi_desktop.store import files
from fuyi_desktop.sync import envelope
from tests.documents.reading import text
from tests.pocket import Pocket
from tests.services import invented
from tests.services.invented import County

SMALL = outgoing.ROOM + 500  # a part that holds one line
NAMES = ("欧阳慧敏", "陈国栋", "赵永强", "罗志强", "唐卫东")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def pocket(county: County) -> Pocket:
    return Pocket()


@pytest.fixture
def stick(county: County, pocket: Pocket) -> Path:
    """An empty stick."""
    return pocket.plug(county.folder / "usb")


def parts(county: County, folder: Path, count: int = 5, **given: Any) -> Sent:
    """One bundle for each of some cases."""
    for name in NAMES[:count]:
        invented.registered(county.township, name)
    folder.mkdir(exist_ok=True)
    return county.township.carrying.send("center", folder, **({"part_size": SMALL} | given))


def attach(app: App, case_id: str, content: bytes, name: str = "决定书.pdf") -> str:
    with app.office.work(Task.STEP, "登记附件") as work:
        digest, size = files.keep(work, BytesIO(content))
        work.put(
            Attachment(
                id=work.new_id(), case_id=case_id, name=name, mime="application/pdf", size=size,
                digest=digest, added_at=work.at,
            )
        )  # fmt: skip
    return digest


def refused(county: County, error: type[FuyiError], words: str, **given: Any) -> None:
    """Nothing is written and nothing is noted as sent."""
    before = invented.content(county.township)
    with pytest.raises(error, match=words):
        county.township.carrying.send("center", **given)
    assert invented.content(county.township) == before
    assert county.township.exchange.status().carried == 0
    assert list((county.township.office.store.folder / "inbox").iterdir()) == []


# out: the stick


def test_what_lies_on_the_stick_is_the_bundle_and_nothing_else(
    county: County, pocket: Pocket, stick: Path
) -> None:
    invented.registered(county.township)
    told: list[tuple[int, int, str]] = []

    sent = county.township.carrying.send(
        "center", stick, ON_STICK, stick=pocket()[0], tell=lambda *far: told.append(far)
    )

    (part,) = sent.parts
    assert [path.name for path in stick.iterdir()] == ["T0731_center_1-1_1of1.fuyi"] == [part.file.name]
    assert (part.first, part.last, part.size) == (1, 1, part.file.stat().st_size)
    assert told[-1][0] == told[-1][1] == part.size
    assert county.township.exchange.status().carried == 1
    assert county.center.exchange.take(part.file).new == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"read_only": True}, "U盘“FUYI .E:.”写保护，请拨开侧面的保护开关，或换一个U盘。没有写出任何内容。"),
        ({"free": 1_000_000}, "空间不足（要 1.1 MB，只余 1.0 MB），请清出"),
    ],
    ids=["protected", "full"],
)
def test_a_stick_that_cannot_take_it_is_told_before_a_byte_is_written(
    county: County, pocket: Pocket, fault: dict[str, Any], words: str
) -> None:
    stick = pocket.plug(county.folder / "usb", **fault)
    case_id = invented.registered(county.township)
    attach(county.township, case_id, random.Random(7).randbytes(60_000))

    refused(county, CarrierUnfit, words, folder=stick, carrier=ON_STICK, stick=pocket()[0])

    assert list(stick.iterdir()) == []


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_stick_pulled_while_it_is_written_consumes_nothing_and_the_next_export_makes_up_for_it(
    county: County, pocket: Pocket, stick: Path, number: int
) -> None:
    for name in NAMES[:3]:
        invented.registered(county.township, name)
    aside = county.folder / "aside"

    def pull(done: int, total: int, said: str) -> None:
        if said.startswith(f"第 {number} 份") and stick.is_dir():
            stick.rename(aside)

    refused(
        county, CannotWrite, "没有丢失任何数据", folder=stick, carrier=ON_STICK, stick=pocket()[0], tell=pull,
        part_size=SMALL,
    )  # fmt: skip
    aside.rename(stick)

    assert county.center.carrying.take_all([stick]).count(Fate.TAKEN) == number - 1
    county.township.carrying.send("center", stick, ON_STICK, stick=pocket()[0])
    taken = county.center.carrying.take_all([stick])
    assert taken.refusal is None
    assert county.center.casework.count() == 3


KILLED = """
import os, sys
from pathlib import Path
from tests.services import invented

app = invented.opened(Path(sys.argv[1]), invented.clock())
def die(done, total, said):
    if done * 2 > total:
        os._exit(9)
app.carrying.send("center", Path(sys.argv[2]), tell=die)
"""


def test_a_process_killed_while_it_writes_leaves_a_part_that_every_reader_passes_over(
    county: County, stick: Path
) -> None:
    case_id = invented.registered(county.township)
    attach(county.township, case_id, random.Random(7).randbytes(2 << 20))
    before = invented.content(county.township)
    county.township.close()
    place = county.folder / "township"

    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(place), str(stick)], check=False, cwd=ROOT, capture_output=True
    )

    county.township = invented.opened(place, county.clock)
    assert run.returncode == 9, run.stderr
    assert [path.name for path in stick.iterdir()] == ["T0731_center_1-2_1of1.fuyi.part"]
    assert list((place / "inbox").iterdir()) == []
    assert invented.content(county.township) == before
    (nothing,) = county.center.carrying.take_all([stick]).lines
    assert "里没有同步包" in nothing.words
    county.township.carrying.send("center", stick)
    assert [path.name for path in stick.iterdir()] == ["T0731_center_1-2_1of1.fuyi"]
    assert county.center.carrying.take_all([stick]).count(Fate.TAKEN) == 1


def test_an_export_that_is_stopped_leaves_nothing(county: County, stick: Path) -> None:
    for name in NAMES[:3]:
        invented.registered(county.township, name)

    class Enough(Exception):
        pass

    def stop(done: int, total: int, said: str) -> None:
        if said.startswith("第 3 份"):
            raise Enough

    with pytest.raises(Enough):
        county.township.carrying.send("center", stick, tell=stop, part_size=SMALL)

    assert list(stick.iterdir()) == []
    assert county.township.exchange.status().carried == 0


# out: mail


@pytest.mark.parametrize("carrier", [*MAILS, MAILS[0].armored], ids=lambda one: f"{one.code} {one.text}")
def test_each_draft_carries_a_bundle_of_its_own_that_the_center_takes_in(
    county: County, carrier: Any
) -> None:
    sent = parts(county, county.folder / "drafts", 3, carrier=carrier)

    assert [part.file.name for part in sent.parts] == [f"T0731_center_{n}-{n}_{n}of3.eml" for n in (1, 2, 3)]
    for part in reversed(sent.parts):
        content = part.file.read_bytes()
        assert content.startswith(b"X-Unsent: 1\r\nSubject: ")
        for told in (*NAMES, "周晓敏", "13900006208"):
            assert told.encode() not in content
    assert county.center.carrying.take_all([county.folder / "drafts"]).count(Fate.TAKEN) == 3


def test_a_mail_limit_has_its_size_of_a_part_and_every_other_limit_is_refused() -> None:
    assert [by_mail(mb).part for mb in (10, 20, 25, 50)] == [7_380_000, 14_780_000, 18_490_000, 36_990_000]
    assert all(by_mail(mb).room(by_mail(mb).part) <= mb << 20 for mb in (10, 20, 25, 50))
    with pytest.raises(NotFound, match="没有找到邮件限额“15 MB”"):
        by_mail(15)


def test_what_is_too_large_for_the_mail_is_told_with_its_size(county: County) -> None:
    case_id = invented.registered(county.township)
    attach(county.township, case_id, random.Random(7).randbytes(300_000))
    (drafts := county.folder / "drafts").mkdir()

    words = r"有一份要 3\d\d KB（附件较大），超过每封 0.20 MB 的上限，请改用U盘，或选更大的邮件限额。"
    refused(county, CarrierUnfit, words, folder=drafts, carrier=replace(MAILS[0], part=200_000))

    assert list(drafts.iterdir()) == []


def test_the_armored_form_is_a_text_of_its_own(county: County) -> None:
    sent = parts(county, county.folder / "text", 1, carrier=FOLDER.armored)

    assert sent.parts[0].file.name == "T0731_center_1-1_1of1.txt"
    assert sent.parts[0].file.read_bytes().startswith(b"-----BEGIN AGE ENCRYPTED FILE-----\n")
    assert county.center.carrying.take_all([sent.parts[0].file]).count(Fate.TAKEN) == 1


def test_what_a_gateway_does_to_armor_does_not_matter_and_a_changed_letter_does(county: County) -> None:
    sent = parts(county, county.folder / "text", 1, carrier=FOLDER.armored)
    lines = sent.parts[0].file.read_text("ascii").splitlines()
    renamed = county.folder / "ATT00001.dat"
    changed = county.folder / "changed.txt"
    changed.write_text("\n".join([*lines[:9], lines[9][::-1], *lines[10:]]), "ascii")
    renamed.write_bytes(("请查收\r\n" + " \r\n".join(lines) + "\r\n\r\n-- \r\n石桥镇").encode("gbk"))

    taken = county.center.carrying.take_all([renamed, changed])

    assert [(line.name, line.fate) for line in taken.lines] == [
        ("ATT00001.dat", Fate.TAKEN), ("changed.txt", Fate.REFUSED),
    ]  # fmt: skip


# the courier sheet


def test_the_courier_sheet_names_every_part_with_its_lines_and_its_hash(county: County, stick: Path) -> None:
    sent = parts(county, stick, 3, carrier=ON_STICK)
    path = county.township.carrying.write_sheet(sent, county.folder / "交接单.pdf")

    said = "".join(text(path.read_bytes()).split())
    for part, number in zip(sent.parts, (1, 2, 3), strict=True):
        assert f"第{number}项" in said
        assert part.short.replace(" ", "") in said
        assert part.sha256.startswith(part.short.replace(" ", "").lower())
    for told in ("同步包交接单", "石桥镇行政争议纾解窗口（T0731）", "云岭县行政争议纾解中心", "共3份", "U盘"):
        assert told in said
    assert not any(name in said for name in NAMES)


# in: many files in one go


def test_files_are_taken_in_whatever_their_order(county: County) -> None:
    sent = parts(county, county.folder / "usb")
    given = [part.file for part in sent.parts]
    random.Random(3).shuffle(given)
    far: list[tuple[int, int]] = []

    def go(done: int, total: int, said: str) -> bool:
        far.append((done, total))
        return True

    taken = county.center.carrying.take_all(given, go)

    assert [line.report and line.report.first for line in taken.lines] == [1, 2, 3, 4, 5]
    assert {line.fate for line in taken.lines} == {Fate.TAKEN}
    assert (far[0], far[-1]) == ((0, 5), (5, 5))
    assert county.center.casework.count() == 5
    assert "case" in taken.changed


def test_one_bad_file_stops_no_other_and_each_has_its_sentence(county: County) -> None:
    sent = parts(county, county.folder / "usb")
    good = [part.file for part in sent.parts]
    whole = good[3].read_bytes()
    good[3].write_bytes(whole[:-100])
    (county.folder / "usb" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (county.folder / "usb" / "copy.fuyi").write_bytes(good[0].read_bytes())
    own = county.center.exchange.export("T0731", county.stick).file
    (county.folder / "usb" / "other.fuyi").write_bytes(own.read_bytes())
    (county.folder / "usb" / "card.fuyi").write_bytes((county.stick / "card.fuyi").read_bytes())

    taken = county.center.carrying.take_all([county.folder / "usb"])

    said = {line.name: (line.fate, line.words) for line in taken.lines}
    assert {name: fate for name, (fate, _) in said.items()} == {
        good[0].name: Fate.TAKEN, good[1].name: Fate.TAKEN, good[2].name: Fate.TAKEN,
        good[3].name: Fate.REFUSED, good[4].name: Fate.WAITING, "copy.fuyi": Fate.KNOWN,
        "other.fuyi": Fate.OTHER, "card.fuyi": Fate.OTHER,
    }  # fmt: skip
    assert said[good[3].name][1].endswith("不完整或已损坏，没有导入任何内容。请让对方重新导出一份。")
    assert said["card.fuyi"][1] == "card.fuyi是入网卡，没有导入任何内容。请在“数据交换”的“办理入网”里打开。"
    assert said["copy.fuyi"][1] == f"和“{good[0].name}”是同一份，只收一次。"
    assert county.center.casework.count() == 3
    assert isinstance(taken.refusal, BundleDamaged)


def test_what_lies_there_for_others_is_refused_where_somebody_has_pointed_at_it(county: County) -> None:
    own = county.center.exchange.export("T0731", county.stick).file

    assert isinstance(county.center.carrying.take_all([own]).refusal, NotForThisStation)
    assert county.center.carrying.take_all([county.stick]).refusal is None


def test_what_waits_for_an_earlier_bundle_stays_here_and_is_let_in_by_it(county: County) -> None:
    sent = parts(county, county.folder / "usb", 3)
    one, two, three = (part.file for part in sent.parts)

    first = county.center.carrying.take_all([three, one])

    assert [(line.fate, line.words) for line in first.lines] == [
        (Fate.TAKEN, ""), (Fate.WAITING, "有 1 项记录在等前面的包，已暂存，缺的包到了会自动接上。"),
    ]  # fmt: skip
    assert first.refusal is None
    three.unlink()
    then = county.center.carrying.take_all([two])
    assert [(line.name, line.fate) for line in then.lines] == [(two.name, Fate.TAKEN)]
    assert county.center.casework.count() == 3


def test_the_same_delivery_again_changes_nothing(county: County) -> None:
    sent = parts(county, county.folder / "usb", 3)
    county.center.carrying.take_all([county.folder / "usb"])
    before = invented.content(county.center)

    again = county.center.carrying.take_all([county.folder / "usb", sent.parts[0].file])

    assert {line.fate for line in again.lines} == {Fate.KNOWN}
    assert invented.content(county.center) == before


def test_a_look_tells_what_will_come_and_writes_nothing(county: County) -> None:
    sent = parts(county, county.folder / "usb", 3)
    sent.parts[1].file.write_bytes(sent.parts[1].file.read_bytes()[:-1])
    before = invented.content(county.center)

    seen = county.center.carrying.look_all([county.folder / "usb"])

    assert [line.fate for line in seen.lines] == [Fate.OPEN, Fate.WAITING, Fate.REFUSED]
    assert invented.content(county.center) == before
    assert list((county.center.office.store.folder / "inbox").iterdir()) == []
    taken = county.center.carrying.take_all([county.folder / "usb"])
    assert [line.fate for line in taken.lines] == [Fate.TAKEN, Fate.WAITING, Fate.REFUSED]


def test_parts_that_follow_one_another_can_all_be_taken_and_the_look_says_so(county: County) -> None:
    parts(county, county.folder / "usb", 3)

    seen = county.center.carrying.look_all([county.folder / "usb"])

    assert [(line.fate, line.words) for line in seen.lines] == [
        (Fate.OPEN, ""), (Fate.OPEN, "接着前一份入库。"), (Fate.OPEN, "接着前一份入库。"),
    ]  # fmt: skip


@pytest.mark.parametrize("after", [0, 1, 3])
def test_taking_in_can_be_stopped_between_two_files(county: County, after: int) -> None:
    parts(county, county.folder / "usb", 3)

    def go(done: int, total: int, said: str) -> bool:
        return done < after

    taken = county.center.carrying.take_all([county.folder / "usb"], go)

    assert (taken.count(Fate.TAKEN), taken.left) == (after, 3 - after)
    assert county.center.casework.count() == after
    assert county.center.upkeep.check() == []


def test_bundles_of_a_mail_and_of_an_archive_are_taken_beside_plain_ones(county: County) -> None:
    sent = parts(county, county.folder / "drafts", 3, carrier=MAILS[0])
    with zipfile.ZipFile(county.folder / "week.zip", "w") as packed:
        packed.write(sent.parts[0].file, "邮件/1.eml")
        packed.write(sent.parts[2].file, "3.eml")

    taken = county.center.carrying.take_all([county.folder / "week.zip", sent.parts[1].file])

    assert [(line.fate, line.name) for line in taken.lines] == [
        (Fate.TAKEN, "week.zip›邮件/1.eml›T0731_center_1-1_1of3.fuyi"),
        (Fate.TAKEN, "T0731_center_2-2_2of3.eml"),
        (Fate.TAKEN, "week.zip›3.eml›T0731_center_3-3_3of3.fuyi"),
    ]


def test_a_stick_is_never_written_to_by_an_import(county: County, stick: Path) -> None:
    parts(county, stick, 3)
    for path in (*stick.iterdir(), stick):
        path.chmod(path.stat().st_mode & ~0o222)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in stick.iterdir()}
    listed = stick.stat().st_mtime_ns

    assert county.center.carrying.take_all([stick]).count(Fate.TAKEN) == 3

    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in stick.iterdir()} == before
    assert stick.stat().st_mtime_ns == listed


def full(app: App, pages: int) -> Callable[[], None]:
    """The store's disk has room for so many pages more; the answer makes room again."""
    engine = app.office.store.engine
    with app.office.store.reading() as connection:
        there = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    most = [there + pages]

    def limit(connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {most[0]}")

    def again() -> None:
        most[0] = 1 << 30

    event.listen(engine, "begin", limit)
    return again


def test_a_disk_that_fills_up_while_a_bundle_is_taken_in_changes_nothing_and_the_file_is_kept(
    county: County,
) -> None:
    sent = parts(county, county.folder / "usb", 3, part_size=None)
    before = invented.content(county.center)
    make_room = full(county.center, 0)

    taken = county.center.carrying.take_all([county.folder / "usb"])

    assert [(line.fate, line.words) for line in taken.lines] == [
        (Fate.REFUSED, "磁盘空间不足，没有写入数据库。请清理磁盘后重试。")
    ]
    assert invented.content(county.center) == before
    sent.parts[0].file.unlink()
    make_room()
    again = county.center.carrying.take_all([])
    assert [(line.fate, line.name) for line in again.lines] == [
        (Fate.TAKEN, "T0731_center_1-3.fuyi（此前留下的）")
    ]
    assert county.center.casework.count() == 3


def test_a_file_cut_anywhere_is_named_and_the_others_come(county: County) -> None:
    sent = parts(county, county.folder / "usb", 2)
    whole = sent.parts[1].file.read_bytes()
    for length in (0, 1, 22, 200, len(whole) // 2, len(whole) - 1):
        (county.folder / "usb" / f"cut{length}.fuyi").write_bytes(whole[:length])
    (county.folder / "usb" / "long.fuyi").write_bytes(whole + b"\n")

    taken = county.center.carrying.take_all([county.folder / "usb"])

    assert (taken.count(Fate.TAKEN), taken.count(Fate.REFUSED)) == (2, 7)
    words = {line.words.removeprefix(f"同步包{line.name}") for line in taken.lines if line.words}
    assert words == {"不完整或已损坏，没有导入任何内容。请让对方重新导出一份。"}


# attachments


def test_an_attachment_of_no_bytes_arrives_as_one(county: County) -> None:
    case_id = invented.registered(county.township)
    digest = attach(county.township, case_id, b"", "空白扫描件.pdf")

    sent = county.township.carrying.send("center", county.stick)
    county.center.carrying.take_all([sent.parts[0].file])

    store = county.center.office.store
    assert sent.exported.missing_contents == ()
    assert files.present(store, digest)
    with files.content(store, digest) as content:
        assert content.read() == b""
    assert county.center.upkeep.check() == []
    with envelope.open_bundle(
        sent.parts[0].file, identities=county.center.exchange._ring.age, us="center",
        signer_of=county.center.exchange._signer_of,
    ) as bundle:  # fmt: skip
        assert list(bundle.blobs()) == []
