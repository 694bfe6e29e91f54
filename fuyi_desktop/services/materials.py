"""材料入卷 — putting a material on file with its scan, and completing what was said of it."""

import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Attachment, Material, MaterialStatus
from fuyi_desktop.domain.casefile import OF_THE_FILE
from fuyi_desktop.domain.errors import BadFact, CannotRead
from fuyi_desktop.domain.fields import read_fields
from fuyi_desktop.domain.record import Facts
from fuyi_desktop.services.intake import MATERIAL_KEYS, material_of
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store import files
from fuyi_desktop.store.work import Work

COUNTED = 512 * 1024 * 1024  # bytes of a file that is looked into for its pages
SHOWN = ("application/pdf", "image/")
PUT = "登记材料"
EMPTY: Mapping[str, object] = {
    "on": None, "until": None, "pages": 0, "confidential": False, "envelope": False,
}  # fmt: skip


class Materials:
    """Materials of cases beyond their registration."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def add(self, case_id: str, facts: Facts, scan: Path | None = None) -> Changed:
        """Put a material on file, with the file that shows it; its pages are counted from that.

        BadFact, CannotRead or NotHolder, and then nothing is written.
        """
        office = self.office
        office.must_hold(office.file(case_id), PUT)
        given = read_fields(MATERIAL_KEYS, facts, "材料", ())
        _sound(given)
        on = date.fromisoformat(given["on"]) if given.get("on") else office.today
        with office.work(Task.STEP, PUT) as work:
            if scan is not None:
                kept = keep_file(work, case_id, scan)
                given |= {"attachment": kept.digest, "pages": kept.pages or given["pages"]}
            work.put(material_of(work, case_id, given, on))
        return work.changed

    def mend(self, material_id: str, facts: Facts, scan: Path | None = None) -> Changed:
        """Complete what is known of a material: only what is given changes."""
        office = self.office
        found = office.store.get(Material, material_id)
        office.must_hold(office.file(found.case_id), PUT)
        keys = tuple(key for key in MATERIAL_KEYS if key.name in facts or key.name == "name")
        given = read_fields(keys, {"name": found.name, **facts}, "材料", ())
        given = {name: given.get(name, EMPTY.get(name, "")) for name in facts}
        if "status" in given:
            given["status"] = MaterialStatus(given["status"])
        for name in ("on", "until"):
            if given.get(name):
                given[name] = date.fromisoformat(given[name])
        after = replace(found, **given)
        _sound({"confidential": after.confidential, "volume": after.volume, "form": after.form})
        with office.work(Task.STEP, f"补充材料“{found.name}”") as work:
            if scan is not None:
                kept = keep_file(work, found.case_id, scan)
                after = replace(after, attachment=kept.digest, pages=kept.pages or after.pages)
            work.put(after)
        return work.changed


def keep_file(work: Work, case_id: str, path: Path) -> Attachment:
    """Take a file into the case, its pages counted; CannotRead."""
    from fuyi_desktop.documents import volumes

    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    with _readable(path) as file:
        digest, size = files.keep(work, file)
        pages = 0
        if size <= COUNTED and mime.startswith(SHOWN):
            file.seek(0)
            pages = volumes.count(file.read())
    if not size:
        raise CannotRead(where=path.name, why="文件是空的")
    return work.put(
        Attachment(
            id=work.new_id(), case_id=case_id, name=path.name, mime=mime, size=size, digest=digest,
            added_at=work.at, pages=pages,
        )
    )  # fmt: skip


def _sound(given: Facts) -> None:
    if given.get("confidential") and given.get("volume") == "正卷":
        raise BadFact(label="卷别", why="不公开的材料只能收在副卷（行政复议法第四十七条）。")
    if given.get("form") in OF_THE_FILE:
        raise BadFact(label="所代的文书", why="封面、目录和备考表由程序随卷编制，不作为材料登记。")


@contextmanager
def _readable(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise CannotRead(where=path.name, why="文件打不开") from error
    with file:
        yield file
