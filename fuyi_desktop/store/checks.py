"""The proof that a store is what it was: chains, projections, files, positions, pages."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from fuyi_desktop.domain.errors import FileDamaged, StoreDamaged
from fuyi_desktop.domain.line import GENESIS, chain, line_hash
from fuyi_desktop.sealing import FileKey, SealedReader
from fuyi_desktop.store.files import PIECE, place
from fuyi_desktop.store.projection import BATCH, batches, now_row
from fuyi_desktop.store.queries import case_files
from fuyi_desktop.store.schema import NOW_COLUMNS, TABLES, case_now, files, journal, sync_chain, sync_log
from fuyi_desktop.store.work import Store

PAGES = "数据库文件"  # where these are damaged, nothing else can be read


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be; names no person."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}"


def check(store: Store) -> list[Finding]:
    """Everything that is not as it should be; empty for a sound store."""
    with store.reading() as connection:
        found = list(_pages(connection))
        if found:
            connection.invalidate()  # one bad page spoils all that this connection reads
            return found
        return [
            *_search(connection),
            *_journal(connection),
            *_received(connection),
            *_positions(connection),
            *_cases(connection, store),
            *_files(connection, store),
            *_papers(connection),
        ]


def _pages(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name != "sqlite":
        return
    for pragma in ("cipher_integrity_check", "integrity_check"):
        try:
            found = [said for (said,) in connection.exec_driver_sql(f"PRAGMA {pragma}") if said != "ok"]
        except StoreDamaged:
            found = ["有不能读取的页"]
        yield from (Finding(PAGES, said) for said in found)
        if found:
            return


def _search(connection: Connection) -> Iterator[Finding]:
    (searched,) = connection.execute(text("SELECT count(*) FROM search")).one()
    if searched != connection.scalar(select(func.count()).select_from(case_now)):
        yield Finding("检索", "索引与案件数不一致")


def _journal(connection: Connection) -> Iterator[Finding]:
    c = journal.c
    incarnation, n, tip = "", 0, GENESIS
    query = select(c.incarnation, c.n, c.raw, c.hash, c.chain).order_by(c.incarnation, c.n)
    for row in connection.execute(query.execution_options(yield_per=BATCH)):
        if row.incarnation != incarnation:
            incarnation, n, tip = row.incarnation, 0, GENESIS
        n += 1
        if row.n != n:
            yield Finding("日志", f"第 {n} 行缺失")
            n = row.n
        if row.raw is not None and line_hash(row.raw) != row.hash:
            yield Finding("日志", f"第 {row.n} 行内容与摘要不符")
        tip = chain(tip, incarnation, row.n, row.hash)
        if tip != row.chain:
            yield Finding("日志", f"第 {row.n} 行与链不符")
            tip = row.chain


def _received(connection: Connection) -> Iterator[Finding]:
    for row in connection.execute(select(sync_chain).execution_options(yield_per=BATCH)):
        link = chain(row.parent, row.incarnation, row.n, row.line_hash)
        if link != row.h or (row.raw is not None and line_hash(row.raw) != row.line_hash):
            yield Finding("收到的日志", f"{row.station}第 {row.n} 行与链不符")


def _positions(connection: Connection) -> Iterator[Finding]:
    c = sync_log.c
    first, last, count = connection.execute(select(func.min(c.pos), func.max(c.pos), func.count())).one()
    if count and last - first + 1 != count:
        yield Finding("同步序号", f"第 {first} 至 {last} 号之间有缺号")


def _cases(connection: Connection, store: Store) -> Iterator[Finding]:
    ids = connection.scalars(select(TABLES["case"].c.id).order_by(TABLES["case"].c.id)).all()
    columns = [case_now.c.rank, *(case_now.c[name] for name in NOW_COLUMNS)]
    for batch in batches(ids, BATCH):
        kept = {
            row.case_id: dict(row._mapping)
            for row in connection.execute(select(*columns).where(case_now.c.case_id.in_(batch)))
        }
        for file in case_files(connection, batch):
            if kept.get(file.case.id) != now_row(store.project(file)):
                yield Finding("案件列表", f"{file.label or file.case.id}的状态或期限与案卷不一致")
    if (connection.scalar(select(func.count()).select_from(case_now)) or 0) > len(ids):
        yield Finding("案件列表", "有的案件没有案卷")


def _files(connection: Connection, store: Store) -> Iterator[Finding]:
    for digest, key, size in connection.execute(select(files.c.digest, files.c.key, files.c.size)):
        path = place(store.folder, digest)
        if not path.exists():
            yield Finding("附件", f"{digest[:12]}的内容不在")
        elif not _whole(path, digest, FileKey(key), size):
            yield Finding("附件", f"{digest[:12]}的内容已损坏")


def _papers(connection: Connection) -> Iterator[Finding]:
    """Each paper comes with the attachment that names its PDF; whether that has arrived is another matter."""
    paper, file = TABLES["paper"].c, TABLES["attachment"].c
    kept = select(file.id).where(file.case_id == paper.case_id, file.digest == paper.digest).exists()
    for form, digest in connection.execute(select(paper.form, paper.digest).where(~kept)):
        yield Finding("文书", f"{form}（{digest[:12]}）没有留存的 PDF")


def _whole(path: Path, digest: str, key: FileKey, size: int) -> bool:
    hashed = hashlib.sha256()
    try:
        with path.open("rb") as sealed:
            reader = SealedReader(sealed, key, name=path.name)
            while piece := reader.read(PIECE):
                hashed.update(piece)
    except FileDamaged:
        return False
    return reader.size == size and hashed.hexdigest() == digest
