"""主文 — whether kind, article and words of a decision say the same (行政复议法第六十三条至第七十二条)."""

import re
from collections.abc import Mapping

from fuyi_desktop.domain.decisions import DECISIONS
from fuyi_desktop.domain.trail import Look

LAW = "行政复议法"
DIGITS = "一二三四五六七八九"
KIND_OF_END = range(63, 73)  # the articles that say how a case is decided; 第七十条 leads to others of them
NO_EVIDENCE = 70
# Words of the 主文 by which a kind is known.
WORDS: Mapping[str, tuple[str, ...]] = {
    "uphold": ("维持",),
    "revoke": ("撤销",),
    "revoke_part": ("撤销",),
    "alter": ("变更", "改为"),
    "declare_unlawful": ("违法",),
    "declare_void": ("无效",),
    "order_performance": ("履行", "责令", "答复", "办理"),
    "dismiss_request": ("驳回",),
    "agreement": ("协议", "补偿", "赔偿", "补救", "履行"),
    "compensate": ("赔偿", "补偿", "返还"),
}
CLEAR = {"uphold", "revoke", "alter", "declare_unlawful", "declare_void", "dismiss_request"}


def number(words: str) -> int:
    """A number below one hundred, in Chinese or in digits: 六十四 is 64."""
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return DIGITS.find(ones) + 1
    return (DIGITS.find(tens) + 1 if tens else 1) * 10 + (DIGITS.find(ones) + 1 if ones else 0)


def cited(basis: str) -> set[int]:
    """The articles on how a case is decided that a basis names, of 行政复议法 alone."""
    found: set[int] = set()
    for part in re.split(r"[；;。\n]", basis):
        of_law = re.split(r"《?(?:中华人民共和国)?([\u4e00-\u9fff]{2,}?(?:法|条例|规定|办法))》?(?=第)", part)
        for at in range(1, len(of_law), 2):
            if of_law[at].endswith(LAW):
                found |= {
                    number(one) for one in re.findall(r"第([一二三四五六七八九十]+|\d+)条", of_law[at + 1])
                }
    return found & set(KIND_OF_END)


def article_fits(look: Look) -> bool:
    """The draft's basis names the article of the kind, where it names one of these articles at all."""
    named = cited(_basis(look)) - {NO_EVIDENCE}
    own = _article(str(look.typed.get("kind", "")))
    return not named or own is None or own in named


def articles(look: Look) -> list[str]:
    """The kind with its own article."""
    kind = look.typed.get("kind")
    return [f"{one.label}是{one.article}" for one in DECISIONS if one.code == kind]


def text_fits(look: Look) -> bool:
    """The 主文 has a word of its kind, unless it has none of any other either."""
    text, kind = str(look.typed.get("text", "")), str(look.typed.get("kind", ""))
    if kind not in WORDS or any(word in text for word in WORDS[kind]):
        return True
    return not any(word in text for other in CLEAR - {kind} for word in WORDS[other])


def _article(kind: str) -> int | None:
    choice = next((one for one in DECISIONS if one.code == kind), None)
    found = re.search(r"第(.+?)条", choice.article) if choice else None
    return number(found[1]) if found else None


def _basis(look: Look) -> str:
    drafted = look.last("draft")
    return str(drafted.facts.get("basis") or "") if drafted else ""
