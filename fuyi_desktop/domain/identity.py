"""证件号码 — what a 居民身份证号 and a 统一社会信用代码 tell, and whether they hold."""

from dataclasses import dataclass
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"  # ISO 7064 mod 11-2
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I O S V Z
_FULL = str.maketrans("０１２３４５６７８９Ｘｘx", "0123456789XXX")


@dataclass(frozen=True)
class Identity:
    """What an identity number tells: the day of birth and the sex."""

    number: str
    born: date
    sex: str


def tidy(number: str) -> str:
    """The number as it is kept: no spaces, half-width digits, capital X."""
    return "".join(number.split()).translate(_FULL).upper()


def id_fault(number: str, today: date) -> str:
    """What is wrong with a resident identity number, as a sentence; empty where nothing is."""
    number = tidy(number)
    if len(number) != 18:
        return f"身份证号应为 18 位，现在是 {len(number)} 位。"
    if not number[:17].isdigit() or number[17] not in _CHECKS:
        return "身份证号前 17 位应为数字，末位为数字或 X。"
    try:
        born = _born(number)
    except ValueError:
        return f"身份证号第 7 至 14 位“{number[6:14]}”不是日期。"
    if not date(1900, 1, 1) <= born <= today:
        return f"身份证号中的出生日期{born.isoformat()}不在合理范围。"
    expected = id_check(number[:17])
    if number[17] != expected:
        return f"身份证号末位校验不符，应为 {expected}，现在是 {number[17]}。请对照证件核对。"
    return ""


def id_check(first: str) -> str:
    """The check digit for the first 17 digits (GB 11643)."""
    return _CHECKS[sum(w * int(d) for w, d in zip(_WEIGHTS, first, strict=True)) % 11]


def identity(number: str) -> Identity | None:
    """What a number tells; None where it has a fault."""
    number = tidy(number)
    if id_fault(number, date.max):
        return None
    return Identity(number, _born(number), "男" if int(number[16]) % 2 else "女")


def code_fault(number: str) -> str:
    """What is wrong with a 统一社会信用代码, as a sentence; empty where nothing is."""
    number = tidy(number)
    if len(number) != 18:
        return f"统一社会信用代码应为 18 位，现在是 {len(number)} 位。"
    wrong = sorted({c for c in number if c not in _ALPHABET})
    if wrong:
        return f"统一社会信用代码不用字符 {'、'.join(wrong)}。"
    expected = code_check(number[:17])
    if number[17] != expected:
        return f"统一社会信用代码末位校验不符，应为 {expected}，现在是 {number[17]}。请对照证照核对。"
    return ""


def code_check(first: str) -> str:
    """The check character for the first 17 (GB 32100: weights are powers of 3 modulo 31)."""
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first))
    return _ALPHABET[-total % 31]


def masked(number: str) -> str:
    """A number as lists and cards show it: its ends, and stars."""
    if len(number) < 8:
        return number
    head, tail = (3, 4) if len(number) == 11 else (4, 4)
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


def _born(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
