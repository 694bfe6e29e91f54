"""行政复议的状态 — where a case can stand, and the groups of states that steps leave (`domain.md` 2.1)."""

from fuyi_desktop.domain.procedure import State

STATES = (
    State("R00", "已登记"),
    State("R01", "审查中"),
    State("R02", "补正中"),
    State("R03", "视为放弃", ended=True),
    State("R04", "不予受理", ended=True),
    State("R05", "已告知、转送或者撤回", ended=True),
    State("R10", "已受理"),
    State("R11", "待答复"),
    State("R12", "审理中"),
    State("R13", "听证中"),
    State("R14", "调解和解中"),
    State("R15", "中止"),
    State("R16", "委员会咨询"),
    State("R20", "拟决定"),
    State("R21", "决定已作出"),
    State("R22", "送达中"),
    State("R23", "已送达"),
    State("R24", "履行中"),
    State("R25", "已履行"),
    State("R26", "已回访"),
    State("R27", "责令履行"),
    State("R30", "终止", ended=True),
    State("R40", "已归档", ended=True),
)
BEFORE = frozenset({"R00", "R01", "R02"})  # 受理前
UNDER_REVIEW = frozenset({"R10", "R11", "R12", "R13", "R14", "R16", "R20"})  # 受理后、决定前
SUSPENDED = frozenset({"R15"})
UNDECIDED = UNDER_REVIEW | SUSPENDED
SERVED = frozenset({"R23", "R24", "R25", "R26", "R27"})
CLOSED = frozenset({"R03", "R04", "R05", "R30"})  # 没有经过决定的结案
ANYWHERE = frozenset(state.id for state in STATES if state.id != "R40")
