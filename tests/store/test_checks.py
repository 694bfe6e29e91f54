"""The proof finds what was changed behind the store's back, and names no person doing so."""

import io
from datetime import date

import pytest
from sqlalchemy import text

from fuyi_desktop.domain.case import Attachment
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.store import files
from fuyi_desktop.store.checks import check
from fuyi_desktop.store.work import Store
from tests.store import office


def change(store: Store, statement: str) -> None:
    bytes_ = {"bytes": b"changed"} if ":bytes" in statement else {}
    with store.engine.connect().execution_options(writing=True) as connection, connection.begin():
        assert connection.execute(text(statement), bytes_).rowcount == 1


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE journal SET raw = :bytes WHERE n = 1", "日志：第 1 行内容与摘要不符"),
        ("UPDATE journal SET chain = :bytes WHERE n = 2", "日志：第 2 行与链不符"),
        ("DELETE FROM journal WHERE n = 2", "日志：第 2 行缺失"),
        ("UPDATE sync_log SET pos = 100 WHERE pos = 3", "同步序号：第 1 至 100 号之间有缺号"),
        ("UPDATE party SET name = '改过' WHERE name = '单小明'",
         "案件列表：代收2026-1的状态或期限与案卷不一致"),
        ("UPDATE case_now SET ended = NOT ended WHERE receipt_number = '代收2026-1'",
         "案件列表：代收2026-1的状态或期限与案卷不一致"),
        ("DELETE FROM case_now WHERE receipt_number = '代收2026-1'",
         "案件列表：代收2026-1的状态或期限与案卷不一致"),
    ],
)  # fmt: skip
def test_whatever_is_changed_behind_its_back_is_found(center: Store, statement: str, said: str) -> None:
    for number, name in enumerate(("单小明", "李四", "王五"), 1):
        with center.work("主任", "收到申请") as work:
            office.register(work, name=name, receipt_number=f"代收2026-{number}")
    assert check(center) == []

    change(center, statement)

    found = [str(finding) for finding in check(center)]
    assert said in found
    assert not [name for name in ("单小明", "改过") if name in "".join(found)]


def test_a_paper_without_its_kept_pdf_is_found_until_the_pdf_is_named(store: Store) -> None:
    with store.work("王办", "出文书") as work:
        case = office.register(work)
        digest, size = files.keep(work, io.BytesIO(b"%PDF"))
        paper = Paper(
            id=work.new_id(), case_id=case.id, form="F06", version="1", title="受理通知书",
            issued_on=date(2026, 8, 3), issued_at=work.at, by="王办", digest=digest,
        )  # fmt: skip
        work.put(paper)
    assert [str(found) for found in check(store)] == [f"文书：F06（{digest[:12]}）没有留存的 PDF"]

    with store.work("王办", "补登记") as work:
        work.put(
            Attachment(
                id=work.new_id(), case_id=case.id, name="受理通知书", mime="application/pdf", size=size,
                digest=digest, added_at=work.at,
            )
        )  # fmt: skip

    assert check(store) == []


@office.IN_A_FILE
def test_a_damaged_page_is_a_finding_not_a_crash(store: Store) -> None:
    """Row 36: as far as it is named."""
    with store.work("王办", "收到申请") as work:
        for number in range(200):
            office.register(work, receipt_number=f"代收2026-{number}")
    store.close()
    path = store.folder / "store.db"
    content = bytearray(path.read_bytes())
    content[20 * 4096 + 100] ^= 1
    path.write_bytes(content)

    with office.open_again(store.folder) as again:
        found = check(again)

    assert [finding.where for finding in found] == ["数据库文件"]
    assert "page 21" in found[0].what


def test_every_case_is_projected_anew_when_the_law_changes(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        office.register(work, receipt_number="代收2026-1")
    change(store, "UPDATE case_now SET duty = '旧的'")
    assert check(store) != []

    with store.work("王办", "导入规则") as work:
        work.project_all(store.project)

    assert work.changed == {"case_now"}
    assert check(store) == []
