"""纾解的状态 — the states of a 行政争议纾解 case (`domain.md` 2.4), and the groups its steps leave."""

from fuyi_desktop.domain.procedure import State

STATES = (
    State("M00", "线索登记"),
    State("M01", "研判"),
    State("M02", "已指派"),
    State("M03", "已受理"),
    State("M04", "告知书已送达"),
    State("M05", "纾解中"),
    State("M06", "纾解听证"),
    State("M07", "延长"),
    State("M10", "达成协议"),
    State("M11", "协议生效"),
    State("M12", "司法确认中"),
    State("M13", "已确认或不予确认"),
    State("M14", "履行中"),
    State("M15", "履行完毕"),
    State("M20", "未达成或终结"),
    State("M21", "已引导复议或诉讼"),
    State("M30", "已反馈县中心"),
    State("M40", "已归档", ended=True),
    State("M90", "退回改派"),
    State("M91", "当事人退出"),
)
ANYWHERE = frozenset(state.id for state in STATES if state.id != "M40")
WAITING = frozenset({"M00", "M01", "M02", "M90"})  # 受理以前
UNDER_WAY = frozenset({"M03", "M04", "M05", "M06", "M07"})  # 受理后、达成协议前
AGREED = frozenset({"M10", "M11", "M12", "M13", "M14", "M15"})
GIVEN_UP = frozenset({"M20", "M91"})
