"""Contents that are not here, and the chunks of them that have come so far."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, select

from fuyi_desktop.store.projection import BATCH, batches
from fuyi_desktop.store.schema import TABLES, files, sync_chunk, upsert

CHUNK = 4 << 20

attachment, c = TABLES["attachment"].c, sync_chunk.c


def count_of(size: int) -> int:
    """How many chunks a content of this size has; none for an empty one."""
    return -(-size // CHUNK)


def size_of(connection: Connection, digest: str) -> int | None:
    """The size that an attachment says its content has; None where none names it."""
    return connection.scalar(select(attachment.size).where(attachment.digest == digest).limit(1))


def lacking(connection: Connection, case_ids: Iterable[str] | None, limit: int) -> list[str]:
    """Digests that attachments name and whose content is not here, the longest promised first."""
    query = (
        select(attachment.digest)
        .outerjoin(files, files.c.digest == attachment.digest)
        .where(files.c.digest.is_(None), attachment.size > 0)
        .order_by(attachment.id)
    )
    if case_ids is None:
        return list(dict.fromkeys(connection.scalars(query.limit(limit))))
    found: dict[str, None] = {}
    for batch in batches(case_ids, BATCH):
        found.update(
            dict.fromkeys(connection.scalars(query.where(attachment.case_id.in_(batch)).limit(limit)))
        )
    return list(found)[:limit]


def within(connection: Connection, digests: Collection[str], case_ids: Iterable[str]) -> set[str]:
    """Those of the contents that attachments of these cases name."""
    found, wanted = set[str](), set(digests)
    for batch in batches(case_ids if wanted else (), BATCH):
        query = select(attachment.digest).where(attachment.case_id.in_(batch))
        found.update(wanted.intersection(connection.scalars(query)))
    return found


def held(connection: Connection, digests: Iterable[str]) -> dict[str, tuple[int, list[int]]]:
    """Of contents that are on their way: how many chunks there are, and which have come."""
    found: dict[str, tuple[int, list[int]]] = {}
    for batch in batches(digests, BATCH):
        query = select(c.digest, c.n).where(c.digest.in_(batch)).order_by(c.digest, c.n)
        for digest, n in connection.execute(query):
            of = count_of(size_of(connection, digest) or 0)
            found.setdefault(digest, (of, []))[1].append(n)
    return {digest: one for digest, one in found.items() if one[0]}


def parts(connection: Connection, digest: str) -> dict[int, str]:
    """Chunk number → the digest under which the chunk is kept."""
    query = select(c.n, c.part).where(c.digest == digest)
    return {row.n: row.part for row in connection.execute(query)}


def put(connection: Connection, digest: str, n: int, of: int, part: str) -> None:
    """A chunk has come."""
    upsert(connection, sync_chunk, [{"digest": digest, "n": n, "of": of, "part": part}], "digest", "n")


def drop(connection: Connection, digest: str) -> None:
    """The content is whole, or its chunks are to come again."""
    connection.execute(delete(sync_chunk).where(c.digest == digest))
