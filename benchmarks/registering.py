"""One small commit, the registration of a visitor's case, beside the same writes said bare without a key."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import _bare
import _county
from _timing import Times, compare, note, once, shown, within

from fuyi_desktop.services.app import App
from fuyi_desktop.store import work as store_work

SMALL = 2_000
ROUNDS = 40
WARM = 3  # the first registration of a process loads pinyin
MANY = 1_000
SAVED = 0.200  # seconds, p95: the window says 已登记 at once


def main() -> None:
    with _county.copied(SMALL) as app, tempfile.TemporaryDirectory(prefix="fuyi-bench-") as folder:
        _beside_bare(app, Path(folder) / "plain.db")
        _capture(app)
    with _county.copied() as app:
        chance = random.Random(2)
        times = Times(tuple(once(lambda: app.intake.register(facts(chance))) for _ in range(ROUNDS)))
        note(f"among 100,000 cases: median {shown(times.median)}")
        within("registering a case among 100,000, p95", times.p95, SAVED)


def facts(chance: random.Random) -> dict[str, Any]:
    """What a clerk types for a visitor."""
    organ = f"{_county.COUNTY}{chance.choice(_county.ORGANS)}"
    return {
        "received_on": _county.TODAY, "respondent": organ, "act_kind": "行政处罚", "informed": "是",
        "act_number": f"云罚〔2026〕{chance.randrange(9000)}号", "requests": f"请求撤销{organ}的处罚决定。",
        "reasons": "".join(chance.sample(_county.REASONS, 3)),
        "applicants": [
            {
                "name": _county.name(chance), "id_number": _county.identity(chance),
                "phone": f"139{chance.randrange(10**8):08}", "address": "云岭县石桥镇双龙村3组",
            }
        ],
        "materials": [{"name": "行政复议申请书", "form": "X01", "pages": 2}],
    }  # fmt: skip


def _beside_bare(app: App, path: Path) -> None:
    chance, plain = random.Random(1), _bare.plain_copy(app.office.store, path)
    ours, peer = list[float](), list[float]()
    for turn in range(WARM + ROUNDS):
        given = facts(chance)
        with _bare.overheard(app.office.store.engine) as heard:
            took = once(lambda given=given: app.intake.register(given))  # type: ignore[misc]  # bound now
        writes = [said for said in heard if said.writes]
        bare = once(lambda said=writes: _bare.committed(plain, said))  # type: ignore[misc]  # bound now
        if turn == 0:
            note(f"the first registration of a process loads pinyin and takes {shown(took)}")
        if turn >= WARM:
            ours.append(took)
            peer.append(bare)
    plain.close()
    note(f"a registration says {len(heard)} statements, {len(writes)} of them writes, in one commit")
    compare(
        "registering a case",
        Times(tuple(ours)).median,
        Times(tuple(peer)).median,
        "same writes, bare, no key",
    )


def _capture(app: App) -> None:
    """What the journal's line costs: the whole deed beside the deed less the time its line took."""
    chance = random.Random(3)
    organs = [unit.id for unit in app.office.units()]

    def many() -> None:
        with app.office.store.work(_county.PERSON, "批量登记") as work:
            for number in range(MANY):
                _county.put_case(work, chance, number, organs)

    for what, deed, rounds, most in (
        ("capture, one case a commit", lambda: app.intake.register(facts(chance)), ROUNDS, 1.5),
        (f"capture, {MANY:,} cases a commit", many, 3, 1.7),
    ):
        whole, rest = list[float](), list[float]()
        for _ in range(rounds):
            with _line_timed() as spent:
                took = once(deed)
            whole.append(took)
            rest.append(took - sum(spent))
        compare(what, Times(tuple(whole)).median, Times(tuple(rest)).median, "without its line", most)


@contextmanager
def _line_timed() -> Iterator[list[float]]:
    """How long the line of each transaction takes to be rendered, chained and kept."""
    original, spent = store_work.write_line, list[float]()  # type: ignore[attr-defined]

    def timed(*args: Any, **kwargs: Any) -> None:
        spent.append(once(lambda: original(*args, **kwargs)))

    store_work.write_line = timed  # type: ignore[attr-defined]
    try:
        yield spent
    finally:
        store_work.write_line = original  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
