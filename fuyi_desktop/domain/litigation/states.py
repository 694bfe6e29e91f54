"""应诉状态 — the states of one instance of a suit, and which one its steps have come to (`domain.md` 2.5)."""

from collections.abc import Iterable

from fuyi_desktop.domain.litigation.choices import APPEALABLE, CHANGED, ENDS_SUIT, REMANDED
from fuyi_desktop.domain.procedure import State
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.trail import Branch, Trail

STATES = (
    State("L00", "收到应诉材料"),
    State("L01", "已分工"),
    State("L02", "答辩举证中"),
    State("L03", "已答辩"),
    State("L04", "诉中协调"),
    State("L05", "负责人已确定"),
    State("L06", "开庭已定"),
    State("L07", "已开庭"),
    State("L08", "一审裁判"),
    State("L09", "上诉期/上诉中"),
    State("L10", "二审裁判"),
    State("L11", "已生效"),
    State("L12", "败诉处置"),
    State("L13", "履行中"),
    State("L14", "整改/反馈"),
    State("L20", "撤诉/调解结案", ended=True),
    State("L30", "再审/抗诉"),
    State("L40", "已归档", ended=True),
)
LIVE = ("L01", "L02", "L03", "L04", "L05", "L06", "L07")  # 分工后、裁判前
BEFORE = frozenset({"L00", *LIVE})
ON_TRIAL = frozenset(LIVE)
DECIDED = frozenset({"L08", "L09"})  # 一审裁判还没有生效
AFTER = frozenset({"L11", "L12", "L13", "L14"})  # 生效以后
IN_EFFECT = AFTER | {"L30"}  # 再审期间原裁判不停止执行（行政诉讼法第九十条）
ANYWHERE = frozenset(state.id for state in STATES if state.id != "L40")

EFFECTS = "effective", "effective_lost"


def pending_hearing(trail: Trail, beside: Iterable[Step] = ()) -> str:
    """The day of the next hearing that is set, neither held nor put off; empty where there is none."""
    days = list[str]()
    for step in (*trail.counted, *beside):
        if step.code == "hearing_set":
            days.append(str(step.facts["held_on"]))
        elif step.code in ("hearing_held", "put_off") and days:
            days.remove(min(days))
    return min(days, default="")


def _coordinating(trail: Trail) -> bool:
    last = trail.last("coordinate", "coordinate_failed")
    return last is not None and last.code == "coordinate"


def _held(trail: Trail) -> bool:
    return trail.has("hearing_held") and not pending_hearing(trail)


# How far a suit has come before its judgment, the first that holds: answering goes on though a day is set.
_STAGES = (
    ("L04", _coordinating),
    ("L07", _held),
    ("L02", lambda trail: trail.has("answering") and not trail.has("answer")),
    ("L06", lambda trail: bool(pending_hearing(trail))),
    ("L05", lambda trail: trail.has("name_head", "cannot_attend")),
    ("L03", lambda trail: trail.has("answer")),
)


def _stage(trail: Trail) -> str:
    return next((state for state, reached in _STAGES if reached(trail)), "L01")


def _judged(trail: Trail) -> str:
    return "L08" if trail.counted[-1].facts.get("paper") in APPEALABLE else "L10"


def _judged_above(trail: Trail) -> str:
    return "L20" if trail.counted[-1].facts.get("outcome") in ENDS_SUIT else "L10"


def since_effect(trail: Trail) -> frozenset[str]:
    """What was done since the judgment that now stands took effect."""
    effect = trail.last(*EFFECTS)
    steps = trail.since(effect.code) if effect is not None else trail.counted
    return frozenset(step.code for step in steps)


def _afterwards(trail: Trail) -> str:
    """What is left to do once a judgment stands: to perform it, to mend what it found, to look at it again."""
    retrial, done = trail.last("retrial", "retrial_result"), since_effect(trail)
    if retrial is not None and retrial.code == "retrial":
        return "L30"
    if "performing" in done and "performed" not in done:
        return "L13"
    if "rectify" in done:
        return "L14"
    if "loss_analysed" in done:
        return "L12"
    return "L13" if "performed" in done else "L11"


def _retried(trail: Trail) -> str:
    if trail.counted[-1].facts.get("outcome") in (CHANGED, REMANDED):
        return "L10"
    return "L20" if trail.state_before("retrial") == "L20" else _afterwards(trail)


STAGE = Branch(LIVE, _stage)
JUDGED = Branch(("L08", "L10"), _judged)
JUDGED_ABOVE = Branch(("L10", "L20"), _judged_above)
AFTERWARDS = Branch(("L11", "L12", "L13", "L14", "L30"), _afterwards)
RETRIED_TO = Branch(("L10", "L11", "L12", "L13", "L14", "L20"), _retried)
