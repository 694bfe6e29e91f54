"""Cold start: from the process to the first list and to the window, beside Qt and SQLCipher alone."""

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import _county
from _timing import compare, note, once, shown, taking_turns, within

ROUNDS = 5
FIRST_WINDOW, UNLOCK = 0.5, 0.5  # seconds (deps.md 1.4, sync.md 7)
BARE = """
import sys
from sqlcipher3 import dbapi2
store = dbapi2.connect(sys.argv[1])
store.execute(f"PRAGMA key = \\"x'{sys.argv[2]}'\\"")
print(len(store.execute("SELECT * FROM case_now ORDER BY rank, case_id LIMIT 50").fetchall()))
"""
WINDOW = """
import sys, os
from PySide6.QtCore import QEventLoop
from fuyi_desktop.bootstrap import place
from fuyi_desktop.gui.app import make_app
from fuyi_desktop.gui.memory import Memory
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.window import Window
where, password = place(sys.argv[1]), sys.argv[2] or None
app = make_app(sys.argv[:1], fonts=where.fonts())
messages = Messages()
window = Window(where, Tasks(messages), messages, Memory(where.state))
window.begin(password)
window.show()
app.processEvents()
while password and window.desk is None:
    app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # spinning would starve the worker
app.processEvents()
window.grab()
os._exit(0)  # how it closes is not what is timed
"""
PARTS = """
import sys, time
def lap(what):
    global last
    now = time.perf_counter()
    print(f"{what} {(now - last) * 1e3:.0f} ms", end="; ")
    last = now
last = time.perf_counter()
from fuyi_desktop.bootstrap import place
import fuyi_desktop.services.app
lap("import")
where = place(sys.argv[1])
where.law, where.codes
lap("rules, calendars, codes")
from fuyi_desktop.sealing.slots import Slot, open_with_password
from fuyi_desktop.store import vault
key = open_with_password(Slot.from_plain(vault.slots(where.folder)[0]), sys.argv[2])
lap("Argon2id")
store = vault.open_store(where.folder, key, clock=None, project=where.law.now)
lap("open the store")
from fuyi_desktop.store.queries import case_rows
with store.reading() as connection:
    case_rows(connection)
lap("first list")
"""


def main() -> None:
    where = _county.county()
    password = where.folder.parent / "password.txt"
    with where.open(_county.PASSWORD) as app:
        assert app.office.store.key is not None
        key = app.office.store.key.value.hex()
    fuyi = ("-m", "fuyi_desktop", "--store", str(where.folder), "--password-file", str(password))
    runs: dict[str, tuple[str, ...]] = {
        "nothing": ("-c", "pass"),
        "widgets": ("-c", "import PySide6.QtWidgets"),
        "bare": ("-c", BARE, str(where.folder / "store.db"), key),
        "list": (*fuyi, "case", "list", "--limit", "50"),
        "login": ("-c", WINDOW, str(where.folder), ""),
        "desk": ("-c", WINDOW, str(where.folder), _county.PASSWORD),
    }
    with tempfile.TemporaryDirectory(prefix="fuyi-bench-") as home:
        times = taking_turns(ROUNDS, **{name: partial(_run, home, *words) for name, words in runs.items()})
        note(f"parts of a start: {_run(home, '-c', PARTS, str(where.folder), _county.PASSWORD)}")
    took = {name: found.median for name, found in times.items()}
    note(f"python alone takes {shown(took['nothing'])}; {_county.CASES:,} cases in the store")
    compare(
        "process to the first list, case list --limit 50",
        took["list"],
        took["bare"],
        "bare sqlcipher, raw key",
    )
    compare("process to the first list", took["list"], took["widgets"], "import PySide6.QtWidgets")
    compare("process to the painted login", took["login"], took["widgets"], "import PySide6.QtWidgets")
    compare(
        "process to the painted desk, unlocked", took["desk"], took["widgets"], "import PySide6.QtWidgets"
    )
    within("process to the painted login", took["login"], FIRST_WINDOW)
    within("unlocking and opening the store", once(lambda: where.open(_county.PASSWORD).close()), UNLOCK)


def _run(home: str, *words: str) -> str:
    env = os.environ | {"HOME": home, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *words],
        env=env,
        check=True,
        capture_output=True,
        encoding="utf-8",
        cwd=Path(__file__).parent.parent,
    )
    return done.stdout.strip()


if __name__ == "__main__":
    main()
