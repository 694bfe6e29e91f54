"""送达方式 — the six ways of service as a table: when each is open, what proves it, which day counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fuyi_desktop.domain.fields import Choice
from fuyi_desktop.domain.forms import FORMS
from fuyi_desktop.domain.papers import Method
from fuyi_desktop.domain.service.course import Attempt

CIVIL = "民事诉讼法"
READING = "最高人民法院关于适用《民事诉讼法》的解释"
ARTICLES = f"{CIVIL}第八十七条至第九十五条"
NOTICE_DAYS = 30  # 第九十五条: 自发出公告之日起，经过三十日，即视为送达
METHODS = tuple(Choice(method.name.lower(), method.value) for method in Method)
DECIDING = frozenset(form.id for form in FORMS.values() if form.decides)
MEDIATED = frozenset({"F17"})

PROOFS = (
    Choice("receipt", "送达回证"),
    Choice("recording", "照片或者录像"),
    Choice("card", "邮件回执"),
    Choice("tracking", "邮政投递记录"),
    Choice("arrival", "到达记录"),
    Choice("published", "公告文本和张贴、刊载的凭证"),
)
REFUSED, MISSING, OTHER = "refused", "missing", "other"


@dataclass(frozen=True)
class Standing:
    """How the service of one paper on one party stands, as the conditions of a method ask for it."""

    form: str
    on: date
    tried: tuple[Attempt, ...] = ()  # with this paper
    in_vain: tuple[Attempt, ...] = ()  # with any paper since something reached the party
    consents: bool = False
    refusal: bool = False  # said by the step itself

    def failed(self, *failures: str) -> bool:
        return any(one.failure in failures for one in self.in_vain)


@dataclass(frozen=True)
class Condition:
    """What has to be so before a paper may be served in this way."""

    why: str
    article: str
    holds: Callable[[Standing], bool]


@dataclass(frozen=True)
class Way:
    """One method of service."""

    method: Method
    article: str
    day: str  # which day is the day of service
    proofs: tuple[str, ...]  # any one of them proves it
    sent: bool = False  # it is under way before it arrives
    conditions: tuple[Condition, ...] = ()

    @property
    def code(self) -> str:
        return self.method.name.lower()

    @property
    def proof(self) -> str:
        """What has to be in the file, in words."""
        return "或者".join(choice.label for choice in PROOFS if choice.code in self.proofs)

    def why_not(self, standing: Standing) -> str:
        """Why the paper cannot be served in this way now, with the article; empty where it can."""
        found = next((one for one in self.conditions if not one.holds(standing)), None)
        return f"{found.why}（{found.article}）" if found else ""


def excepted(forms: frozenset[str], until: date = date.max) -> Callable[[Standing], bool]:
    """Not for these papers, up to the last day on which the exception was law."""
    return lambda standing: standing.form not in forms or standing.on > until


def _last_resort(standing: Standing) -> bool:
    """下落不明, or neither by hand nor by post."""
    ways = {one.method for one in standing.in_vain}
    return standing.failed(MISSING) or {Method.DIRECT, Method.POST} <= ways


WAYS: Mapping[Method, Way] = {
    way.method: way
    for way in (
        Way(Method.DIRECT, f"{CIVIL}第八十八条", "签收的日期", ("receipt",)),
        Way(
            Method.LEFT, f"{CIVIL}第八十九条", "留置的日期", ("receipt", "recording"),
            conditions=(
                Condition("调解书应当直接送达，不适用留置送达", f"{READING}第一百三十三条", excepted(MEDIATED)),
                Condition("受送达人没有拒绝签收，不能留置送达", f"{CIVIL}第八十九条",
                          lambda standing: standing.refusal or standing.failed(REFUSED)),
            ),
        ),
        Way(Method.ENTRUSTED, f"{CIVIL}第九十一条", "受托机关送达的日期", ("receipt",), sent=True),
        Way(Method.POST, f"{CIVIL}第九十一条", "回执或者投递记录上的收件日期，不是寄出的日期", ("card", "tracking"), sent=True),
        Way(
            Method.ELECTRONIC, f"{CIVIL}第九十条", "到达受送达人特定系统的日期", ("arrival",), sent=True,
            conditions=(
                Condition("2022年以前，决定书、调解书不适用电子送达", f"{CIVIL}（2017年修正）第八十七条",
                          excepted(DECIDING, date(2021, 12, 31))),
                Condition("受送达人没有确认同意电子送达，先登记送达地址确认", f"{CIVIL}第九十条第一款",
                          lambda standing: standing.consents),
            ),
        ),
        Way(
            Method.NOTICE, f"{CIVIL}第九十五条", "发出公告之日起满三十日的日期", ("published",), sent=True,
            conditions=(
                Condition("调解书应当直接送达，不适用公告送达", f"{READING}第一百三十三条", excepted(MEDIATED)),
                Condition("下落不明，或者直接送达和邮寄都没有送到的，才可以公告送达", f"{CIVIL}第九十五条", _last_resort),
            ),
        ),
    )
}  # fmt: skip
SENT = tuple(choice for choice in METHODS if WAYS[Method[choice.code.upper()]].sent)


@dataclass(frozen=True)
class Failure:
    """Why a paper did not arrive, and the methods that come next, the likeliest first."""

    code: str
    label: str
    then: tuple[Method, ...]


FAILURES = (
    Failure(REFUSED, "拒绝签收", (Method.LEFT,)),
    Failure("absent", "上门没有人", (Method.POST, Method.ENTRUSTED)),
    Failure("unclaimed", "逾期没有领取", (Method.DIRECT, Method.ENTRUSTED)),
    Failure("address", "地址不详、查无此人或者已经迁走", (Method.DIRECT, Method.POST, Method.ENTRUSTED)),
    Failure(MISSING, "下落不明", (Method.NOTICE,)),
    Failure("bounced", "电子送达没有到达", (Method.DIRECT, Method.POST)),
    Failure(OTHER, "其他原因", (Method.DIRECT, Method.POST, Method.ENTRUSTED)),
)
WHY = tuple(Choice(failure.code, failure.label) for failure in FAILURES)
USUAL = (Method.DIRECT, Method.POST, Method.ENTRUSTED, Method.LEFT, Method.NOTICE)


def next_method(standing: Standing) -> Method | None:
    """Which way to try now; None while something is under way."""
    if any(one.failed_on is None for one in standing.tried):
        return None
    failed = [one for one in standing.tried if one.failed_on is not None]
    may = [method for method, way in WAYS.items() if not way.why_not(standing)]
    if not failed:
        if standing.failed(MISSING) and Method.NOTICE in may:
            return Method.NOTICE
        return Method.ELECTRONIC if Method.ELECTRONIC in may else Method.DIRECT
    last = max(failed, key=lambda one: one.failed_on or date.min)
    then = next((failure.then for failure in FAILURES if failure.code == last.failure), ())
    used = {one.method for one in failed}
    likely = [method for method in (*then, *USUAL) if method in may]
    return next((method for method in likely if method not in used), likely[0] if likely else Method.DIRECT)


def deemed_on(announced: date) -> date:
    """The day a paper counts as served by public notice."""
    return announced + timedelta(days=NOTICE_DAYS)


def failure_label(code: str) -> str:
    return next((failure.label for failure in FAILURES if failure.code == code), code)


def proof_label(code: str) -> str:
    return next((choice.label for choice in PROOFS if choice.code == code), code)
