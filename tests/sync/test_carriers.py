"""What carries a bundle: sticks that can be seen, room that is asked for, files that lie there whole."""

import ctypes
import os
import plistlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.domain.errors import CannotWrite
from fuyi_desktop.sync.carriers import CARRIERS, FOLDER, MAILS, ON_STICK, Letter, preflight, put
from fuyi_desktop.sync.drives import Linux, MacOS, Stick, Windows, of_this_machine, size

LETTER = Letter("同步包", "内容已经加密。\n")
GIB = 1 << 30


def silent(octets: int) -> None:
    """Nobody is told how far it is."""


# which sticks there are


class Machine:
    """An invented Linux: disks with their partitions and mounts, and which programs work."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.asked: list[Sequence[str]] = []
        self.works: set[str] = set()
        (root / "proc/self").mkdir(parents=True)
        (root / "sys/class/block").mkdir(parents=True)
        (root / "dev/disk/by-label").mkdir(parents=True)
        (root / "proc/self/mounts").write_text("sysfs /sys sysfs rw 0 0\n", "utf-8")

    def disk(self, name: str, *, bus: str, removable: bool, locked: bool = False) -> None:
        place = self.root / "sys/devices" / bus / name
        (place / f"{name}1").mkdir(parents=True)
        (place / "removable").write_text(f"{int(removable)}\n", "ascii")
        (place / "ro").write_text(f"{int(locked)}\n", "ascii")
        (place / f"{name}1" / "partition").write_text("1\n", "ascii")
        for one in (place, place / f"{name}1"):
            (self.root / "sys/class/block" / one.name).symlink_to(one)

    def mount(
        self, partition: str, at: Path, *, system: str = "vfat", options: str = "rw", label: str = ""
    ) -> None:
        at.mkdir(parents=True, exist_ok=True)
        spelt = str(at).replace(" ", "\\040")
        with (self.root / "proc/self/mounts").open("a", encoding="utf-8") as mounts:
            mounts.write(f"/dev/{partition} {spelt} {system} {options},noatime 0 0\n")
        if label:
            (self.root / "dev" / partition).touch()
            (self.root / "dev/disk/by-label" / label).symlink_to(self.root / "dev" / partition)

    def run(self, command: Sequence[str]) -> tuple[int, bytes]:
        self.asked.append(command)
        return (0, b"") if command[0] in self.works else (127, b"")

    @property
    def drives(self) -> Linux:
        return Linux(self.root, self.run)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


def test_a_stick_is_told_by_its_label_and_the_disk_of_the_pc_is_none(
    machine: Machine, tmp_path: Path
) -> None:
    machine.disk("sda", bus="pci/ata1", removable=False)
    machine.mount("sda1", tmp_path / "home", system="ext4")
    machine.disk("sdb", bus="pci/usb1", removable=True)
    machine.mount("sdb1", tmp_path / "media" / "A B", label="复议\\x20U盘")

    (stick,) = machine.drives()

    assert (stick.root, stick.name, stick.system, stick.read_only) == (
        tmp_path / "media" / "A B", "复议 U盘", "vfat", False,
    )  # fmt: skip
    assert stick.free > 0


@pytest.mark.parametrize(("options", "locked"), [("ro", False), ("rw", True)])
def test_a_stick_that_is_protected_says_so(
    machine: Machine, tmp_path: Path, options: str, *, locked: bool
) -> None:
    machine.disk("sdb", bus="pci/usb1", removable=True, locked=locked)
    machine.mount("sdb1", tmp_path / "stick", options=options)

    (stick,) = machine.drives()

    assert stick.read_only
    assert str(stick) == "stick　写保护"


def test_a_stick_that_died_is_none(machine: Machine, tmp_path: Path) -> None:
    machine.disk("sdb", bus="pci/usb1", removable=True)
    machine.mount("sdb1", tmp_path / "stick")
    (tmp_path / "stick").rmdir()

    assert machine.drives() == ()


def test_a_stick_is_let_go_by_whichever_program_can(machine: Machine, tmp_path: Path) -> None:
    machine.disk("sdb", bus="pci/usb1", removable=True)
    machine.mount("sdb1", tmp_path / "stick")
    (stick,) = machine.drives()

    assert not machine.drives.let_go(stick)
    machine.works = {"umount"}
    assert machine.drives.let_go(stick)
    machine.works, machine.asked = {"udisksctl"}, []
    assert machine.drives.let_go(stick)

    assert [command[1] for command in machine.asked] == ["unmount", "power-off"]
    assert machine.asked[-1][-1] == "/dev/sdb"
    assert not machine.drives.let_go(replace(stick, device=""))


def test_on_a_mac_what_can_be_ejected_is_a_stick(tmp_path: Path) -> None:
    told = {
        "FUYI": {"Internal": False, "Ejectable": True, "FilesystemType": "exFAT", "WritableVolume": True,
                 "VolumeName": "FUYI", "DeviceIdentifier": "disk4s1"},
        "Data": {"Internal": True, "Ejectable": False},
    }  # fmt: skip
    for name in (*told, "Broken"):
        (tmp_path / name).mkdir()
    (tmp_path / "Macintosh HD").symlink_to(tmp_path / "Data")
    asked: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> tuple[int, bytes]:
        asked.append(command)
        name = Path(command[-1]).name
        return (0, plistlib.dumps(told[name])) if name in told else (1 if name == "Broken" else 0, b"")

    drives = MacOS(tmp_path, run)
    (stick,) = drives()

    assert (stick.name, stick.system, stick.device) == ("FUYI", "exfat", "disk4s1")
    assert drives.let_go(stick)
    assert asked[-1] == ["diskutil", "eject", "disk4s1"]


class Function:
    """One that carries the type of its answer, as those of ctypes do."""

    def __init__(self, answer: int) -> None:
        self.answer, self.restype = answer, None

    def __call__(self, *_: object) -> int:
        return self.answer


class Kernel:
    """An invented kernel32: a hard disk C, a stick E, a card reader F without a card."""

    def __init__(self, *, held: bool = False) -> None:
        self.held = held
        self.controls: list[int] = []
        self.closed = False
        self.CreateFileW = Function(44)

    def SetErrorMode(self, mode: int) -> None:
        assert mode & 1

    def GetLogicalDrives(self) -> int:
        return 0b110100

    def GetDriveTypeW(self, root: str) -> int:
        return 3 if root == "C:\\" else 2

    def GetVolumeInformationW(
        self, root: str, label: Any, room: int, _a: None, _b: None, flags: Any, system: Any, _c: int
    ) -> int:
        if root != "E:\\":
            return 0
        label.value, system.value = "FUYI", "FAT32"
        flags._obj.value = Windows.READ_ONLY if self.held else 0
        return 1

    def DeviceIoControl(self, handle: ctypes.c_void_p, code: int, *_: object) -> int:
        assert handle.value == 44
        self.controls.append(code)
        return 0 if self.held else 1

    def CloseHandle(self, handle: ctypes.c_void_p) -> None:
        self.closed = handle.value == 44


class Usage:
    free = 7 * GIB


def test_on_windows_a_removable_letter_with_a_volume_is_a_stick() -> None:
    kernel = Kernel()
    drives = Windows(kernel, lambda root: Usage())

    (stick,) = drives()

    assert (stick.name, stick.free, stick.system, stick.device) == ("FUYI (E:)", 7 * GIB, "fat32", "E:")
    assert drives.let_go(stick)
    assert kernel.controls == [Windows.LOCK, Windows.DISMOUNT, Windows.EJECT]
    assert kernel.closed


def test_on_windows_a_stick_that_is_held_by_a_program_is_not_let_go() -> None:
    kernel = Kernel(held=True)
    drives = Windows(kernel, lambda root: Usage())
    (stick,) = drives()

    assert stick.read_only
    assert not drives.let_go(stick)
    assert kernel.controls == [Windows.LOCK]
    assert kernel.closed


def test_this_machine_can_be_asked() -> None:
    assert all(stick.root.is_dir() for stick in of_this_machine()())


# before anything is written


def stick(folder: Path, **given: Any) -> Stick:
    folder.mkdir(exist_ok=True)
    return replace(Stick(folder, "FUYI (E:)", 8 * GIB, "vfat"), **given)


def test_a_stick_that_will_do_is_not_spoken_of_and_bears_no_trace_of_the_look(tmp_path: Path) -> None:
    fine = stick(tmp_path / "stick")

    assert preflight(fine.root, [GIB], fine) == ()
    assert preflight(fine.root, [1000]) == ()
    assert list(fine.root.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "sizes", "sentence"),
    [
        ({"read_only": True}, [1], "U盘“FUYI (E:)”写保护，请拨开侧面的保护开关，或换一个U盘。"),
        ({"free": 12_000_000}, [30_000_000, 2_000_000],
         "U盘“FUYI (E:)”空间不足（要 33.0 MB，只余 12.0 MB），请清出 21.0 MB，或换一个位置。"),
        ({"free": 0}, [0], "U盘“FUYI (E:)”空间不足（要 1.0 MB，只余 0 KB），请清出 1.0 MB，或换一个位置。"),
        ({}, [4 * GIB],
         "U盘“FUYI (E:)”的格式（FAT32）装不下 4 GiB 以上的单个文件，请换一个 exFAT 格式的U盘。"),
    ],
    ids=["protected", "full", "no room at all", "FAT32"],
)  # fmt: skip
def test_a_stick_that_will_not_do_is_named_with_the_figure_and_with_what_to_do(
    tmp_path: Path, given: dict[str, Any], sizes: list[int], sentence: str
) -> None:
    unfit = stick(tmp_path / "stick", **given)

    assert preflight(unfit.root, sizes, unfit) == (sentence,)


def test_a_file_of_four_gib_may_go_on_any_other_system(tmp_path: Path) -> None:
    fine = stick(tmp_path / "stick", system="exfat")

    assert preflight(fine.root, [4 * GIB], fine) == ()


def test_a_stick_that_was_pulled_is_asked_for(tmp_path: Path) -> None:
    gone = stick(tmp_path / "stick")
    gone.root.rmdir()

    assert preflight(gone.root, [1], gone) == ("找不到U盘“FUYI (E:)”，请插好U盘或另选位置后重试。",)


def test_every_sentence_about_room_has_its_figure() -> None:
    assert [size(n) for n in (0, 12, 7_400, 48_000_000, 1_500_000_000, 999_000_000)] == [
        "0 KB", "1 KB", "7 KB", "48.0 MB", "1.5 GB", "999 MB",
    ]  # fmt: skip


# putting it there


@pytest.mark.parametrize(
    "carrier", [*CARRIERS.values(), FOLDER.armored, MAILS[0].armored], ids=lambda c: c.code
)
@pytest.mark.parametrize("length", [1, 47, 48, 49, 57, 58, 100_000])
def test_what_lies_there_takes_no_more_room_than_was_asked_for(
    tmp_path: Path, carrier: Any, length: int
) -> None:
    bundle = tmp_path / "T0731_center_1-5_1of1.fuyi"
    bundle.write_bytes(os.urandom(length))
    (tmp_path / "there").mkdir()

    there = put(bundle, tmp_path / "there", carrier, LETTER, silent)

    assert there.stat().st_size <= carrier.room(length)
    assert [path.name for path in (tmp_path / "there").iterdir()] == [there.name]


def test_how_far_it_is_is_told_to_the_last_byte(tmp_path: Path) -> None:
    bundle = tmp_path / "a.fuyi"
    bundle.write_bytes(bytes(600_000))
    (tmp_path / "there").mkdir()
    told: list[int] = []

    put(bundle, tmp_path / "there", ON_STICK, LETTER, told.append)

    assert sum(told) == 600_000
    assert len(told) > 2


def test_a_stick_pulled_while_it_is_written_leaves_an_error_and_no_bundle(tmp_path: Path) -> None:
    """Row 13."""
    bundle, there = tmp_path / "a.fuyi", tmp_path / "there"
    bundle.write_bytes(bytes(600_000))
    there.mkdir()

    def pulled(octets: int) -> None:
        for path in there.glob("*"):
            path.unlink()
        if there.is_dir():
            there.rmdir()

    with pytest.raises(CannotWrite, match=r"不能写入a.fuyi：找不到这个位置"):
        put(bundle, there, ON_STICK, LETTER, pulled)
    assert not there.exists()


def test_what_was_stopped_in_the_middle_leaves_what_lay_there_before(tmp_path: Path) -> None:
    bundle, there = tmp_path / "a.fuyi", tmp_path / "there"
    bundle.write_bytes(bytes(600_000))
    there.mkdir()
    (there / "a.fuyi").write_bytes(b"an older one")

    def stop(octets: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(bundle, there, ON_STICK, LETTER, stop)
    assert [(path.name, path.read_bytes()) for path in there.iterdir()] == [("a.fuyi", b"an older one")]
