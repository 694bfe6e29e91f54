"""Dates as the office writes and types them."""

import re
from datetime import date, time, timedelta

WEEKDAYS = "一二三四五六日"
WORDS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "昨天": -1, "昨日": -1, "前天": -2}
FULL_WIDTH = str.maketrans("０１２３４５６７８９．－／＋：　", "0123456789.-/+: ")


def day(on: date, today: date) -> str:
    """11月20日 周五 in this year, 2027年1月11日 周一 in any other."""
    return f"{plain(on, today)} {weekday(on)}"


def plain(on: date, today: date) -> str:
    """11月20日 in this year, 2027年1月11日 in any other."""
    return short(on) if on.year == today.year else long(on)


def short(on: date) -> str:
    return f"{on.month}月{on.day}日"


def long(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def weekday(on: date) -> str:
    return f"周{WEEKDAYS[on.weekday()]}"


def clock(at: time) -> str:
    return f"{at.hour:02}:{at.minute:02}"


def read_day(text: str, today: date) -> date:
    """The day meant by 20261120, 2026年11月20日, 11-20, 1120, 今天 or +5; ValueError for anything else.

    Without a year the current one is meant, whether the day is past or to come.
    """
    typed = text.translate(FULL_WIDTH).replace(" ", "")
    if typed in WORDS:
        return today + timedelta(days=WORDS[typed])
    if moved := re.fullmatch(r"([+-])(\d{1,4})", typed):
        return today + timedelta(days=int(moved[2]) * (1 if moved[1] == "+" else -1))
    typed = re.sub(r"周[一二三四五六日]$", "", typed)
    if solid := re.fullmatch(r"(\d{4})?(\d{2})(\d{2})", typed):
        return _made(solid[1], solid[2], solid[3], today)
    if parted := re.fullmatch(r"(?:(\d{4}|\d{2})[-./年])?(\d{1,2})[-./月](\d{1,2})日?", typed):
        return _made(parted[1], parted[2], parted[3], today)
    raise ValueError(text)


def _made(year: str | None, month: str, of_month: str, today: date) -> date:
    full = today.year if year is None else int(year) + (2000 if len(year) == 2 else 0)
    return date(full, int(month), int(of_month))


def read_time(text: str) -> time:
    """The time meant by 930, 0930, 9:30 or 9点30分; ValueError for anything else."""
    typed = text.translate(FULL_WIDTH).replace(" ", "")
    if solid := re.fullmatch(r"(\d{1,2})(\d{2})", typed):
        return time(int(solid[1]), int(solid[2]))
    if parted := re.fullmatch(r"(\d{1,2})[:：.点时](?:(\d{1,2})分?|半)?", typed):
        half = 30 if typed.endswith("半") else 0
        return time(int(parted[1]), int(parted[2] or half))
    raise ValueError(text)
