"""Deadlines: our arithmetic beside counting day by day with chinese_calendar."""

import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar  # type: ignore[import-untyped]
from _timing import Times, compare, note, once, taking_turns

from fuyi_desktop.bootstrap import place
from fuyi_desktop.domain.counting import Due

ROUNDS, LINES = 7, 10_000
DAY = timedelta(days=1)
FIRST, DAYS = date(2015, 1, 1), 4000  # what both calendars know for certain
RULES = {"A15": 3, "A08": 5, "A14": 10, "C20": 20, "C04": 30}
SPEEDUP = 1 / 100
BY_DAY = """
import sys
from datetime import date, timedelta
import chinese_calendar  # type: ignore[import-untyped]
LENGTH = {lengths!r}
for line in open(sys.argv[1], encoding="utf-8"):
    rule, start = line.split()
    day, left = date.fromisoformat(start), LENGTH[rule]
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    print(rule, start, day, "certain", sep="\\t")
"""


def main() -> None:
    note("peer: chinese_calendar.is_workday asked day by day, which gives the last day and nothing else")
    note("the whole answer has both readings, the status, the day to keep to and the day of the reminder")
    with tempfile.TemporaryDirectory(prefix="fuyi-bench-") as folder:
        dates = place(Path(folder)).dates
        calendar = dates.workdays.calendar
        days = [FIRST + number * DAY for number in range(0, DAYS, 8)]
        for rule, length in RULES.items():
            assert [dates.due(rule, day).due for day in days] == [by_day(day, length) for day in days]
            times = taking_turns(
                ROUNDS,
                due=lambda rule=rule: [whole(dates.due(rule, day)) for day in days],  # type: ignore[misc]  # bound now
                counted=lambda length=length: [calendar.after(day, length) for day in days],  # type: ignore[misc]
                peer=lambda length=length: [by_day(day, length) for day in days],  # type: ignore[misc]
            )
            each = {name: found.median / len(days) for name, found in times.items()}
            what = f"{rule}, {length} working days"
            compare(f"{what}, the day alone", each["counted"], each["peer"], "day by day", SPEEDUP)
            compare(f"{what}, the whole answer", each["due"], each["peer"], "day by day")
        explained = once(lambda: [dates.due("A14", day).explanation for day in days]) / len(days)
        note(f"an answer with its explanation written out takes {explained * 1e6:.0f} µs")
        _batch(Path(folder))


def whole(found: Due) -> tuple[object, ...]:
    """Everything of the answer but its explanation."""
    return found.nominal, found.due, found.loose, found.status, found.display, found.remind_by


def by_day(day: date, left: int) -> date:
    while left:
        day += DAY
        left -= chinese_calendar.is_workday(day)
    return day


def _batch(folder: Path) -> None:
    """Whole processes, from the command to the last line; both must print the same."""
    rules, file = list(RULES), folder / "dates.tsv"
    lines = [f"{rules[n % len(rules)]}\t{FIRST + (n * 7 // 5) % DAYS * DAY}\n" for n in range(LINES)]
    file.write_text("".join(lines), "utf-8")
    ours = [sys.executable, "-m", "fuyi_desktop", "due", "--batch", str(file)]
    peer = [sys.executable, "-c", BY_DAY.format(lengths=RULES), str(file)]
    assert _said(ours) == _said(peer)
    taken = [(once(lambda: _said(ours)), once(lambda: _said(peer))) for _ in range(3)]
    mine, theirs = (Times(tuple(column)).median for column in zip(*taken, strict=True))
    compare(f"due --batch of {LINES:,} lines, whole process", mine, theirs, "day by day, whole process")


def _said(command: list[str]) -> str:
    env = os.environ | {"PYTHONUTF8": "1"}
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=env).stdout


if __name__ == "__main__":
    main()
