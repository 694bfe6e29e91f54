"""必备内容 — what the law wants a paper to say whatever an office writes (`domain.md` 3.3–3.5)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Mandate:
    """One thing that papers of a form must say: how it is called, its article, the words it is known by."""

    forms: tuple[str, ...]
    what: str
    article: str
    words: tuple[str, ...]  # each a pattern of which something must be there

    def met(self, said: str) -> bool:
        """Whether a template's words say it."""
        return all(re.search(word, said) for word in self.words)


SUIT = r"提起行政诉讼|起诉"
COURT = r"organ\.court|人民法院"
LAW, SUITS = "行政复议法", "行政诉讼法"

MANDATES = (
    Mandate(("F03",), "逾期不补正的后果", f"{LAW}第三十一条", ("放弃",)),
    Mandate(("F03",), "补正的期限", f"{LAW}第三十一条", (r"due\.|step\.until|step\.due|日内",)),
    Mandate(("F04", "F26", "F27"), "起诉的权利和受理的人民法院", f"{SUITS}第四十五条", (SUIT, COURT)),
    Mandate(("F06",), "委托代理人的权利", f"{LAW}第十七条", ("代理人",)),
    Mandate(("F06",), "申请法律援助的权利", f"{LAW}第十八条", ("法律援助",)),
    Mandate(("F06",), "查阅、复制材料的权利", f"{LAW}第四十七条", ("查阅",)),
    Mandate(("F06",), "请求听证的权利", f"{LAW}第五十条", ("听证",)),
    Mandate(("F06",), "申请停止执行的权利", f"{LAW}第四十二条", ("停止执行",)),
    Mandate(("F06",), "调解、和解", f"{LAW}第五条、第七十四条", ("调解",)),
    Mandate(("F06",), "撤回申请", f"{LAW}第七十四条", ("撤回",)),
    Mandate(("F06",), "不收取费用", f"{LAW}第八十七条", ("不收|免费",)),
    Mandate(("F06",), "复议期间不得起诉", f"{LAW}第二十九条", (SUIT,)),
    Mandate(("F07",), "答复的期限", f"{LAW}第四十八条、第五十四条", (r"due\.|日内",)),
    Mandate(("F07",), "提交证据、依据", f"{LAW}第四十八条、第五十四条", ("证据", "依据")),
    Mandate(("F07",), "不提交的后果", f"{LAW}第七十条", ("视为|没有证据",)),
    Mandate(("F08",), "不参加不影响审理", f"{LAW}第十六条", ("不影响",)),
    Mandate(("F11",), "听证的时间、地点和事项", f"{LAW}第五十条", (r"step\.", "听证")),
    Mandate(("F11",), "无正当理由不参加的后果", f"{LAW}第五十一条", ("放弃",)),
    Mandate(("F11",), "被申请人负责人参加", f"{LAW}第五十一条", ("负责人",)),
    Mandate(("F16", "F16b", "F17", "G11"), "自愿", f"{LAW}第五条", ("自愿",)),
    Mandate(("F17",), "不履行的可以强制执行", f"{LAW}第七十八条", ("强制执行",)),
    Mandate(("F18",), "自愿撤回，不得再以同一事实和理由申请", f"{LAW}第七十四条", ("自愿|真实意思", "不得")),
    Mandate(("F26", "F27"), "查明的事实", f"{LAW}第七十五条", (r"step\.findings",)),
    Mandate(("F26",), "本机关认为", f"{LAW}第七十五条", (r"step\.opinion",)),
    Mandate(("F26",), "决定的依据", f"{LAW}第七十五条", (r"step\.basis",)),
    Mandate(("F26",), "决定主文", f"{LAW}第七十五条", (r"step\.decision",)),
    Mandate(("F26",), "不履行的可以强制执行", f"{LAW}第七十八条", ("强制执行",)),
    Mandate(("F26", "F27"), "自送达之日发生效力", f"{LAW}第七十五条", ("送达",)),
    Mandate(("F31",), "反馈的期限", f"{LAW}第七十六条", (r"六十日|due\.",)),
    Mandate(("F33",), "不履行的后果", f"{LAW}第八十三条", ("约谈|通报|处分",)),
    Mandate(("G06", "G13"), "复议、起诉期限继续计算", f"{LAW}第二十条", ("继续计算|不停止|不中断",)),
    Mandate(("G06",), "自愿", f"{LAW}第五条", ("自愿",)),
    Mandate(("H06",), "出庭的负责人和回执", f"{SUITS}第三条", ("负责人", "回执")),
)  # fmt: skip


def unmet(form: str, said: str) -> Iterator[Mandate]:
    """What papers of the form must say and these words do not."""
    return (one for one in MANDATES if form in one.forms and not one.met(said))
