"""Cases in large transactions through the one door, beside the same writes said bare without a key."""

import random
import tempfile
from pathlib import Path

import _bare
import _county
from _timing import Times, compare, note, once, shown

SMALL, MORE, ROUNDS = 2_000, 1_000, 3


def main() -> None:
    made = _county.built()
    made, many = _county.built(), _county.CASES
    note(f"{many:,} cases in {shown(made['seconds'])}, {many / made['seconds']:,.0f} a second")
    note(f"{made['bytes'] / 1e6:,.0f} MB in the file, {made['bytes'] / many / 1e3:.1f} kB a case")
    with _county.copied(SMALL) as app, tempfile.TemporaryDirectory(prefix="fuyi-bench-") as folder:
        plain = _bare.plain_copy(app.office.store, Path(folder) / "plain.db")
        organs = [unit.id for unit in app.office.units()]
        chance = random.Random(1)
        ours, peer = list[float](), list[float]()

        def register() -> None:
            with app.office.store.work(_county.PERSON, "批量登记") as work:
                for number in range(MORE):
                    _county.put_case(work, chance, SMALL + number, organs)

        for turn in range(1 + ROUNDS):
            with _bare.overheard(app.office.store.engine) as heard:
                took = once(register)
            writes = [said for said in heard if said.writes]
            bare = once(lambda writes=writes: _bare.committed(plain, writes))  # type: ignore[misc]  # bound now
            if turn:  # the first loads pinyin
                ours.append(took)
                peer.append(bare)
        plain.close()
    what = f"{MORE:,} cases in one transaction"
    compare(what, Times(tuple(ours)).median, Times(tuple(peer)).median, "same writes, bare, no key")


if __name__ == "__main__":
    main()
