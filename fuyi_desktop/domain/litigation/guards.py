"""应诉的条件 — what the law asks of a step in a suit before its judgment."""

from collections.abc import Callable
from datetime import date

from fuyi_desktop.domain.litigation.attendance import attendance, named_head
from fuyi_desktop.domain.litigation.choices import (
    ACT,
    FIRST,
    HEADS,
    JOINT,
    JUDGMENT,
    LOWER,
    OTHER,
    OWN,
    READING,
    STAFF,
)
from fuyi_desktop.domain.litigation.states import pending_hearing
from fuyi_desktop.domain.party import Party, Role
from fuyi_desktop.domain.steps import SIMPLE, track
from fuyi_desktop.domain.trail import Guard, Look, Trail, typed_only

LITIGANTS = (Role.APPLICANT, Role.RESPONDENT, Role.THIRD_PARTY)
AGENTS = 2


def instance(trail: Trail) -> str:
    """Which 审级 the case is: its first step says."""
    received = trail.last("receive")
    return str((received.facts.get("instance") if received else None) or FIRST)


def party_of(look: Look) -> Party | None:
    return look.file.party(str(look.typed.get("party", "")))


def _agents(look: Look) -> tuple[int, int]:
    return len(look.typed.get("staff", ())), len(look.typed.get("lawyers", ()))


def _at_most_two_agents(look: Look) -> bool:
    return sum(_agents(look)) <= AGENTS


def _not_lawyers_only(look: Look) -> bool:
    staff, lawyers = _agents(look)
    return not lawyers or bool(staff) or bool(look.typed.get("head_appears"))


def _role_fits(look: Look) -> bool:
    return (look.file.case.facts.get("role") == JOINT) == (len(look.file.of(Role.RESPONDENT)) > 1)


def _of_a_defendant(look: Look) -> bool:
    party = party_of(look)
    return party is not None and party.role is Role.RESPONDENT


def _not_of_a_lower_body(look: Look) -> bool:
    return look.typed.get("post") != LOWER


def _one_of_several(look: Look) -> bool:
    return look.typed.get("named_by", OWN) == OWN or len(look.file.of(Role.RESPONDENT)) > 1


def _own_head(look: Look) -> bool:
    """The organ names its own head, unless the defendants agreed or the court said otherwise."""
    party = party_of(look)
    others = len(look.file.of(Role.RESPONDENT)) > 1
    return not others or party is None or look.typed.get("named_by", OWN) != OWN or _ours(look, party)


def _ours(look: Look, party: Party) -> bool:
    """Whether the party is the organ that the case belongs to, as far as its name tells."""
    named = any(item.name == look.file.organ.full_name for item in look.file.of(Role.RESPONDENT))
    return party.name == look.file.organ.full_name or not named


def _head_named(look: Look) -> bool:
    return named_head(look) is not None


def _before_hearing(look: Look) -> bool:
    """Open until the hearing begins; after one hearing only where another is set."""
    held_on = pending_hearing(look)
    if not held_on:
        return not look.has("hearing_held")
    return look.on is None or look.on <= date.fromisoformat(held_on)


def _proof_sealed(look: Look) -> bool:
    return bool(look.typed.get("sealed"))


def _hearing_pending(look: Look) -> bool:
    return bool(pending_hearing(look))


def _none_lies_ahead(look: Look) -> bool:
    """The court may set the next hearing on the day of the one before, or when it puts that one off."""
    later = look.whole[len(look.counted) :]
    put_off = [step for step in later if step.code == "put_off" and step.on == look.on]
    held_on = pending_hearing(look, put_off)
    return not held_on or look.on is None or held_on <= look.on.isoformat()


def _in_time(rule: str) -> Callable[[Look], bool]:
    """Whether the paper that sets the hearing came before the day counted back from it."""
    return lambda look: all(
        look.on is None or look.on <= clock.due
        for clock in set(look.brings) - set(look.clocks)
        if clock.rule == rule
    )


def _on_the_day_set(look: Look) -> bool:
    held_on = pending_hearing(look)
    return not held_on or look.on is None or look.on.isoformat() == held_on


def _letter_had(look: Look) -> bool:
    return look.has("letter")


def _head_known(look: Look) -> bool:
    named = named_head(look)
    return not look.typed.get("head_attended") or named is not None or bool(
        look.typed.get("head") and look.typed.get("post")
    )  # fmt: skip


def _absent_did_not_speak(look: Look) -> bool:
    present = look.typed.get("head_attended")
    return bool(present) or not (look.typed.get("spoke") or look.typed.get("left_early"))


def _absence_explained(look: Look) -> bool:
    """A head who stays away has said why, has appeared in this instance, or leaves it to a co-defendant's."""
    known = attendance(look)
    return (
        bool(look.typed.get("head_attended"))
        or known.attended or known.by_other or look.has("cannot_attend")
    )  # fmt: skip


def _somebody_fit(look: Look) -> bool:
    beside = look.typed.get("beside", ())
    return bool(look.typed.get("head_attended")) or STAFF in beside


def _head_spoke(look: Look) -> bool:
    return not look.typed.get("head_attended") or "settlement" in look.typed.get("spoke", ())


def _stayed(look: Look) -> bool:
    return not look.typed.get("left_early")


def _simple(look: Look) -> bool:
    return track(look.counted) == SIMPLE


def suspended(trail: Trail) -> bool:
    last = trail.last("suspend", "resume")
    return last is not None and last.code == "suspend"


def _running(look: Look) -> bool:
    return not suspended(look)


def _court_told(look: Look) -> bool:
    return look.typed.get("how") != "withdrawn_changed" or bool(look.typed.get("court_told"))


def _can_be_mediated(look: Look) -> bool:
    return look.typed.get("over") != OTHER


def _asked(look: Look) -> bool:
    return look.has("ask_more_time")


def _not_answered(look: Look) -> bool:
    return not look.has("answer")


def _more_time_given(look: Look) -> bool:
    return look.has("more_time")


def _heard_first(look: Look) -> bool:
    return look.typed.get("paper") != JUDGMENT or look.has("hearing_held")


DIVIDED = (
    Guard("诉讼代理人最多二人", f"{ACT}第三十一条第一款", typed_only(_at_most_two_agents)),
    Guard("负责人不出庭的，不得仅委托律师出庭，应当有本机关相应的工作人员", f"{READING}第一百二十八条第二款",
          typed_only(_not_lawyers_only)),
)  # fmt: skip
ROLE_FITS = Guard("被告地位与登记的被告人数不符", f"{ACT}第二十六条第二款", _role_fits, asks=True)
NAMED_HEAD = (
    Guard("开庭以后不能再确定或者更换出庭负责人", f"{HEADS}第五条第三款、第六条", _before_hearing),
    Guard("出庭负责人应当是被告的负责人", f"{HEADS}第二条第一款", typed_only(_of_a_defendant)),
    Guard("下级机关或者受委托组织的负责人不能作为被诉行政机关负责人出庭", f"{HEADS}第二条第二款",
          typed_only(_not_of_a_lower_body)),
    Guard("只有一个被告，不需要协商或者由法院确定", f"{HEADS}第三条", typed_only(_one_of_several)),
    Guard("由另一被告的负责人出庭的，应当由共同被告协商或者由法院确定", f"{HEADS}第三条", typed_only(_own_head)),
)  # fmt: skip
HEAD_TO_CHANGE = Guard("还没有确定出庭负责人", f"{HEADS}第五条第三款", _head_named)
EXCUSED = (
    Guard("不能出庭的说明应当在开庭以前提交", f"{HEADS}第八条、第九条", _before_hearing),
    Guard(
        "证明材料应当加盖行政机关印章或者由主要负责人签字认可",
        f"{HEADS}第九条第一款",
        typed_only(_proof_sealed),
    ),
)
HEARING_SET = (
    Guard("已经有一次开庭等待登记结果，改期的先登记延期开庭", f"{READING}第七十一条", _none_lies_ahead),
    Guard("传票没有在开庭三日前送达", f"{READING}第七十一条", typed_only(_in_time("B12")), asks=True),
    Guard(
        "负责人出庭通知书没有在开庭三日前送达", f"{HEADS}第五条第二款", typed_only(_in_time("B13")), asks=True
    ),
)
HEARING_PENDING = Guard("还没有登记开庭通知", f"{READING}第七十一条", _hearing_pending)
LETTER_HAD = Guard("还没有收到告知函", "市行政复议行政应诉工作任务清单第二十七项", _letter_had)
HEARING_HELD = (
    HEARING_PENDING,
    Guard("负责人出庭的，应当写明姓名和职别", f"{HEADS}第六条第一款", typed_only(_head_known)),
    Guard("负责人没有出庭，不能登记发声或者中途退庭", f"{HEADS}第十一条", typed_only(_absent_did_not_speak)),
    Guard("开庭日与通知的不一致", f"{READING}第七十一条", typed_only(_on_the_day_set), asks=True),
    Guard("负责人没有出庭，也没有登记不能出庭的说明，法院应当提出司法建议", f"{HEADS}第八条、第十二条第一款第一项",
          typed_only(_absence_explained), asks=True),
    Guard("负责人和相应的工作人员都没有出庭，法院应当提出司法建议", f"{ACT}第三条第三款、{HEADS}第十二条第一款第三项",
          typed_only(_somebody_fit), asks=True),
    Guard("负责人出庭应当就实质性解决行政争议发表意见", f"{HEADS}第十一条第三款", typed_only(_head_spoke), asks=True),
    Guard("负责人未经法庭许可中途退庭的，法院应当提出司法建议", f"{HEADS}第十二条第一款第四项",
          typed_only(_stayed), asks=True),
)  # fmt: skip
IS_SIMPLE = Guard("案件适用的就是普通程序", f"{ACT}第八十四条", _simple)
NOT_SUSPENDED = Guard("诉讼还在中止", f"{READING}第八十七条", _running)
IS_SUSPENDED = Guard("诉讼没有中止", f"{READING}第八十七条第二款", suspended)
PERHAPS_SUSPENDED = Guard("诉讼还在中止，没有登记恢复", f"{READING}第八十七条", _running, asks=True)
COURT_TOLD = Guard(
    "被告改变行政行为的，应当书面告知人民法院", f"{READING}第八十一条第一款", typed_only(_court_told)
)
MEDIABLE_ONLY = Guard("只有行政赔偿、补偿和行使自由裁量权的案件可以调解", f"{ACT}第六十条第一款",
                      typed_only(_can_be_mediated))  # fmt: skip
MORE_TIME_ASKED = Guard("还没有登记延期举证的申请", f"{READING}第三十四条", _asked)
NOT_ANSWERED = Guard("已经提交答辩状和证据", f"{ACT}第六十七条第一款", _not_answered)
MORE_TIME_GIVEN = Guard("法院还没有准许延期举证", f"{READING}第三十四条", _more_time_given)
HEARD = Guard("没有登记开庭就登记了一审判决", f"{ACT}第五十四条", typed_only(_heard_first), asks=True)
