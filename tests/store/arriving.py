"""Lines as they come in at the center, each judged as a test wants it."""

from collections.abc import Mapping

from fuyi_desktop.domain.line import GENESIS, Hash, Line, parse
from fuyi_desktop.domain.outcome import ROW, Judgement, Outcome
from fuyi_desktop.store import chains
from fuyi_desktop.store.chains import Run
from fuyi_desktop.store.received import Arrivals
from fuyi_desktop.store.work import Store, Work

INCARNATION = "ab" * 16


def accepted(line: Line) -> dict[str, Judgement]:
    return {
        write.id: Judgement(dict.fromkeys(write.fields or {ROW: None}, Outcome.SET)) for write in line.writes
    }


def take(
    center: Store, raw: bytes, judged: Mapping[str, Judgement] | None = None, *, parent: Hash | None = None,
    incarnation: str = INCARNATION,
) -> bool:  # fmt: skip
    """Take in one line after the last, or after another; False where it had been received before."""
    with center.work("主任", "导入", alone=True) as work:
        return take_within(work, raw, judged, parent=parent, incarnation=incarnation)


def take_within(
    work: Work, raw: bytes, judged: Mapping[str, Judgement] | None = None, *, parent: Hash | None = None,
    incarnation: str = INCARNATION,
) -> bool:  # fmt: skip
    line = parse(raw)
    prev = chains.tip(work.connection, "T0731", incarnation).h if parent is None else parent
    run = Run("T0731", incarnation, prev, line.n, (raw,))
    (link,) = chains.place(work.connection, run).links
    if link.known:
        return False
    chains.enter(work.connection, run, [link])
    arrivals = Arrivals(work, "T0731", [line])
    arrivals.take(line, link, incarnation, accepted(line) if judged is None else judged)
    arrivals.flush()
    return True


__all__ = ["GENESIS", "INCARNATION", "accepted", "take", "take_within"]
