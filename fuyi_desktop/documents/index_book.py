"""归档目录 — the list of a pack as a workbook without the moment it was made: equal rows, equal bytes."""

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fuyi_desktop.documents.excel import Value, workbook

EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001  # what an entry of a zip archive has where it has no date


def index_book(title: str, heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """One sheet; the same rows give the same bytes, on whatever day."""
    content = workbook(title, heads, rows, made_at=EPOCH)
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb">\d{4}-\d\d-\d\dT[\d:.]+Z?<", b">1980-01-01T00:00:00Z<", part)
            new.writestr(_entry(name), part)
    return made.getvalue()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, EPOCH.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
