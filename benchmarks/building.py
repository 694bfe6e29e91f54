"""Making stores: cases in large transactions through the one door, beside the same writes said bare without a key."""

import random
import tempfile
import time
from pathlib import Path

import _bare
import _county
from _timing import compare, note, shown

SMALL, MORE = 2_000, 1_000


def main() -> None:
    made = _county.built()
    note(
        f"the county: {_county.CASES:,} cases in {shown(made['seconds'])}, {_county.CASES / made['seconds']:,.0f} a"
        f" second, {made['bytes'] / 1e6:,.0f} MB in the file, {made['bytes'] / _county.CASES / 1e3:.1f} kB a case"
    )
    with _county.copied(SMALL) as folder, tempfile.TemporaryDirectory(prefix="fuyi-bench-") as plain:
        with _county.place(folder, today=_county.TODAY).open(_county.PASSWORD) as app:
            bare = _bare.plain_copy(app.office.store, Path(plain) / "plain.db")
            organs = [unit.id for unit in app.office.units()]
            chance = random.Random(1)
            ours, peer = [], []
            for turn in range(4):
                with _bare.overheard(app.office.store.engine) as heard:
                    start = time.perf_counter()
                    with app.office.store.work(_county.PERSON, "批量登记") as work:
                        for number in range(MORE):
                            _county.put_case(work, chance, SMALL + turn * MORE + number, organs)
                    took = time.perf_counter() - start
                writes = [said for said in heard if said.writes]
                start = time.perf_counter()
                bare.execute("BEGIN IMMEDIATE")
                _bare.again(bare, writes)
                bare.execute("COMMIT")
                if turn:  # the first loads the pinyin and does not count
                    ours.append(took)
                    peer.append(time.perf_counter() - start)
            bare.close()
    compare(f"{MORE:,} cases in one transaction", sorted(ours)[1], sorted(peer)[1], "same writes, bare, no key")


if __name__ == "__main__":
    main()
