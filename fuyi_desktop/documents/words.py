"""How papers say dates, numbers and articles: the filters that templates may use."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from fuyi_desktop.domain.errors import BadFact

DIGITS = "零一二三四五六七八九"
WEEKDAYS = "一二三四五六日"
DAY_ALONE = re.compile(r"\d{4}-\d\d-\d\d")


def as_date(value: object) -> date:
    """A date, or the ISO text that a fact keeps of one."""
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case str():
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
    raise BadFact(label=f"“{value}”", why="不是日期，应写成 2026-11-20 的样子。")


def day(value: object) -> str:
    """2026年11月20日."""
    found = as_date(value)
    return f"{found.year}年{found.month}月{found.day}日"


def weekday(value: object) -> str:
    """2026年11月20日（星期五）."""
    return f"{day(value)}（星期{WEEKDAYS[as_date(value).weekday()]}）"


def limit(value: object) -> str:
    """The date of a deadline as it may be promised: the careful one, and whether it is 暂定."""
    if not isinstance(value, Mapping):
        return weekday(value)
    due = value["due"]
    careful = value.get("display") or due
    open_year = as_date(careful) != as_date(due) or bool(value.get("provisional"))
    return weekday(careful) + ("（暂定，以国务院办公厅公布的放假安排为准）" if open_year else "")


def chinese(value: object) -> str:
    """A number up to 9999 in Chinese: 62 is 六十二."""
    number = int(str(value))
    if not 0 <= number <= 9999:
        raise BadFact(label=f"“{value}”", why="超出能写成汉字的范围（0 至 9999）。")
    if number < 10:
        return DIGITS[number]
    said = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            said += DIGITS[digit] + unit
        elif said and number and not said.endswith("零"):
            said += "零"
    return said.removeprefix("一") if said.startswith("一十") else said


def article(value: object) -> str:
    """第62条第1款 as papers say it: 第六十二条第一款."""
    return re.sub(r"第\s*(\d+)\s*(?=[条款项])", lambda found: "第" + chinese(found.group(1)), str(value))


def names(people: Iterable[Mapping[str, object]]) -> str:
    """The names of parties, joined."""
    return "、".join(str(person["name"]) for person in people)


def sentence(value: object) -> str:
    """Text closed by exactly one full stop."""
    return str(value).strip().rstrip("。.；;，,") + "。"


def box(value: object) -> str:
    """A check box, ticked or not."""
    return "☑" if value else "☐"


def boxes(value: object, *options: str) -> str:
    """All the options with a box before each, those ticked that the fact is or holds."""
    chosen = value if isinstance(value, list | tuple) else [value]
    return "　".join(f"{box(option in chosen)}{option}" for option in options)


def moment(value: object) -> str:
    """2026年11月20日9时05分; a date alone is only a day."""
    if isinstance(value, str) and not DAY_ALONE.fullmatch(value):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise BadFact(label=f"“{value}”", why="不是时间，应写成 2026-11-20T09:05 的样子。") from None
    if isinstance(value, datetime):
        return f"{day(value)}{value.hour}时{value.minute:02}分"
    return day(value)


def blank(value: object, width: int = 8) -> str:
    """The fact, or a line to write it on, so many characters wide."""
    return str(value) if _said(value) else "_" * (2 * width)


def day_blank(value: object) -> str:
    """The date, or room to write it."""
    return day(value) if _said(value) else "　　　　年　　月　　日"


def _said(value: object) -> bool:
    return value is not None and value != ""


def total(rows: Iterable[Mapping[str, object]], name: str) -> str:
    """The sum of one number of each row; an empty one adds nothing."""
    numbers = (row[name] for row in rows)
    found = sum(Decimal(str(number)) for number in numbers if _said(number))
    return f"{found:f}"


FILTERS: dict[str, Callable[..., str]] = {
    "day": day,
    "weekday": weekday,
    "limit": limit,
    "chinese": chinese,
    "article": article,
    "names": names,
    "sentence": sentence,
    "box": box,
    "boxes": boxes,
    "moment": moment,
    "blank": blank,
    "day_blank": day_blank,
    "total": total,
}
