"""Articles as the screen shows them: 第62条第1款, where the paper and the store have 第六十二条第一款."""

import re

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
ARTICLE = re.compile(rf"第([{''.join((*DIGITS, *UNITS))}]+)(?=[编章节条款项])")


def on_screen(text: str) -> str:
    """The same sentence with the numbers of 章 条 款 项 in arabic digits."""
    return ARTICLE.sub(lambda found: f"第{number(found[1])}", text)


def number(said: str) -> int:
    """一百零三 as 103."""
    total, digit = 0, 0
    for sign in said:
        if unit := UNITS.get(sign):
            total, digit = total + (digit or 1) * unit, 0
        else:
            digit = DIGITS[sign]
    return total + digit
