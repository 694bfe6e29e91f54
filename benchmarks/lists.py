"""Lists, search and pages over 100,000 cases, beside the bare driver with the same SQL, and beside LIKE."""

import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import _bare
import _county
from _timing import Times, compare, each, note, shown, taking_turns, within

from fuyi_desktop.services.app import App
from fuyi_desktop.store.queries import case_rows

KEYSTROKE, PAGE = 0.050, 0.080  # seconds, p95
ROUNDS, PAGES = 7, 200
LIKE = (
    "SELECT case_id FROM case_now WHERE names LIKE :like OR words LIKE :like ORDER BY rank, case_id LIMIT 50"
)


def main() -> None:
    with _county.opened() as app:
        bare = _bare.keyed(app.office.store)
        note(f"{app.casework.count():,} cases, {app.casework.count(ended=False):,} of them open, encrypted")
        _lists(app, bare)
        _searches(app, bare)
        _typing(app)
        _pages(app, bare)
        bare.close()


def _lists(app: App, bare: Any) -> None:
    ask = app.office.ask
    for what, question in (
        ("most urgent 50", app.casework.rows),
        ("newest 50", partial(ask, case_rows, newest=True)),
        ("open cases of one handler, 50", partial(app.casework.rows, ended=False, mine=True)),
        ("cases with a flag, 50", partial(app.casework.rows, flag="涉企")),
        ("50 from the middle of the list", partial(app.casework.rows, offset=50_000)),
        ("how many are open", partial(app.casework.count, ended=False)),
        ("how many there are", app.casework.count),
        ("board, all duties", app.board.rows),
        ("board, up to today", partial(app.board.rows, _county.TODAY)),
    ):
        _beside_driver(what, question, app, bare)


def _searches(app: App, bare: Any) -> None:
    """Every kind of thing that people type, with what it finds; LIKE stops early where much is found."""
    ours, likes = list[float](), list[float]()
    for what, typed in _typed(app).items():
        found = app.casework.count(typed)
        times = _beside_driver(
            f"search {what} ({found:,} found)", partial(app.casework.rows, typed), app, bare
        )
        like = {"like": f"%{typed}%"}
        peer = taking_turns(3, like=lambda like=like: bare.execute(LIKE, like).fetchall())["like"]  # type: ignore[misc]  # bound now
        compare(f"search {what} ({found:,} found)", times.median, peer.median, "LIKE")
        ours += times.seconds
        likes += peer.seconds
    compare("all these searches, p95", Times(tuple(ours)).p95, Times(tuple(likes)).p95, "LIKE", 1 / 20)


def _typing(app: App) -> None:
    """Every prefix of many searches, as the keys are struck."""
    chance = random.Random(7)
    words = [word for row in _some(app, chance, 40) for word in (row.title, row.number, row.receipt_number)]
    words += list(_typed(app).values()) * 5
    keys = [word[:end] for word in words for end in range(1, len(word) + 1)]
    chance.shuffle(keys)
    times = each([partial(app.casework.rows, key) for key in keys])
    worst = shown(max(times.seconds))
    note(f"{len(keys):,} keystrokes: list in {shown(times.median)} at the median, {worst} at the slowest")
    within("keystroke to list, p95", times.p95, KEYSTROKE)
    for what, ended in (("all cases", None), ("open cases", False), ("ended cases", True)):
        counts = each([partial(app.casework.count, key, ended=ended) for key in keys])
        within(f"keystroke to number of hits among {what}, p95", counts.p95, KEYSTROKE)


def _pages(app: App, bare: Any) -> None:
    chance = random.Random(11)
    ids = [row.case_id for row in _some(app, chance, PAGES)]
    pages = each([partial(app.casework.page, case_id) for case_id in ids])
    within("opening a case of any age, p95", pages.p95, PAGE)
    opens = [row.case_id for row in app.casework.rows(ended=False, limit=8000)]
    within("opening an open case, p95", each([partial(app.casework.page, i) for i in opens[::40]]).p95, PAGE)
    _beside_driver("opening one open case", partial(app.casework.page, opens[100]), app, bare)
    _beside_driver(
        "the journal of a case from a line of 1,000", partial(app.casework.journal, opens[100]), app, bare
    )
    hints = {"applicants": [{"name": "王伟", "phone": "13900000000"}], "act_number": "云处罚〔2026〕1号"}
    _beside_driver("hints of likely duplicates", partial(app.intake.hints, hints), app, bare)


def _beside_driver(what: str, question: Callable[[], object], app: App, bare: Any) -> Times:
    said = _bare.questions(app.office.store.engine, question)
    times = taking_turns(ROUNDS, ours=question, peer=lambda: _bare.again(bare, said))
    compare(what, times["ours"].median, times["peer"].median, "bare driver")
    return times["ours"]


def _typed(app: App) -> dict[str, str]:
    rows = _some(app, random.Random(5), 400)
    rare = next(row for row in rows if set(row.title) & set(_county.RARE))
    file = app.office.file(rows[0].case_id)
    person = file.parties[0]
    return {
        "1 character": "王", "2 common characters": "处罚", "common name": "王伟", "rare name": rare.title,
        "phone tail": person.phone[-4:], "phone": person.phone, "identity tail": person.id_number[-4:],
        "pinyin initials": "wxm", "pinyin": "wangwei", "案号": rows[1].number, "文号": file.case.act_number,
        "two words": "王 生态环境局", "nothing": "𬱖𬱖",
    }  # fmt: skip


def _some(app: App, chance: random.Random, many: int) -> Sequence[Any]:
    """Cases from everywhere in the list."""
    places = [chance.randrange(_county.CASES - 1) for _ in range(many // 20)]
    return [row for place in places for row in app.casework.rows(offset=place, limit=20)]


if __name__ == "__main__":
    main()
