"""Pinyin of names, for search by 首字母 and by whole syllables."""

from functools import lru_cache
from itertools import islice, product

LONGEST = 4  # a longer name is a unit's: one reading of it is enough
READINGS = 8  # of one name at most

SURNAMES = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "查": "zha", "解": "xie", "区": "ou", "任": "ren", "盖": "ge",
    "繁": "po", "朴": "piao", "翟": "zhai", "黑": "he", "重": "chong", "冼": "xian", "尉": "yu", "覃": "qin",
    "员": "yun", "洗": "xian", "折": "she", "句": "gou", "召": "shao", "祭": "zhai", "缪": "miao", "牟": "mu",
    "种": "chong", "秘": "bi", "乜": "nie", "佘": "she", "晟": "cheng", "那": "na", "万": "wan", "燕": "yan",
    "宁": "ning", "葛": "ge", "華": "hua", "逄": "pang", "麻": "ma", "逯": "lu", "隗": "wei", "郇": "xun",
    "俞": "yu", "纪": "ji", "阚": "kan", "褚": "chu", "臧": "zang", "尹": "yin",
}  # fmt: skip  # where the common reading of the character is not the surname's, or is doubtful
COMPOUND = {"尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "澹台": ("tan", "tai")}


@lru_cache(maxsize=4096)
def spellings(name: str) -> tuple[str, ...]:
    """The initials and the full spelling of a name, in each of its likely readings."""
    from pypinyin import Style, pinyin  # here: it takes a tenth of a second, and most starts need none

    chinese = "".join(character for character in name if "\u3400" <= character <= "\U0003ffff")
    if not chinese:
        return ()
    several = len(chinese) <= LONGEST
    heads = COMPOUND.get(chinese[:2]) or (
        (SURNAMES[chinese[0]],) if several and chinese[0] in SURNAMES else ()
    )
    rest = chinese[len(heads) :]
    read = pinyin(rest, style=Style.NORMAL, heteronym=several, errors="ignore") if rest else []
    found: dict[str, None] = {}
    for reading in islice(product(*([head] for head in heads), *read), READINGS):
        found["".join(syllable[0] for syllable in reading)] = None
        found["".join(reading).replace("ü", "v")] = None
    return tuple(found)
