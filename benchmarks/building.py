"""Making the county's store: 100,000 cases through the one door, beside bare inserts of the same rows."""

import tempfile
from pathlib import Path

import _county
from _timing import compare, note, shown
from sqlcipher3 import dbapi2

import _bare

SAMPLE = 2_000


def main() -> None:
    made = _county.built()
    each = made["seconds"] / _county.CASES
    note(f"{_county.CASES:,} cases in {shown(made['seconds'])}, {made['bytes'] / 1e6:,.0f} MB in the file")
    with tempfile.TemporaryDirectory(prefix="fuyi-bench-") as folder:
        with _county.opened() as app:
            tables = _bare.tables(app, cases=SAMPLE)
        plain = _bare.inserted(dbapi2.connect(str(Path(folder) / "bare.db"), isolation_level=None), tables)
    rows = sum(len(found) for _, found in tables.values())
    note(f"peer: {rows:,} rows of {SAMPLE:,} cases, plain library without key, one transaction, no index")
    compare("making a case in a large transaction", each, plain / SAMPLE, "bare inserts")


if __name__ == "__main__":
    main()
