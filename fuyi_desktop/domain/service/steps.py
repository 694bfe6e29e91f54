"""送达的步骤 — the rows that record service, and their conditions: written once for every procedure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.papers import Method
from fuyi_desktop.domain.party import PartyKind, Role
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.service.course import (
    AGREES,
    CONFIRMED,
    DISPATCHED,
    FAILED,
    FILED,
    RECEIPTS,
    Attempt,
    attempts,
    consents,
    form_named,
    form_served,
    receipts,
    since_reached,
)
from fuyi_desktop.domain.service.methods import (
    ARTICLES,
    CIVIL,
    METHODS,
    OTHER,
    PROOFS,
    SENT,
    WAYS,
    WHY,
    Condition,
    Standing,
    deemed_on,
)
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.trail import Guard, Look, typed_only

SELF = "self"
RELATIONS = (
    Choice(SELF, "本人"),
    Choice("family", "同住的成年家属"),
    Choice("head", "法定代表人、主要负责人"),
    Choice("mailroom", "该单位负责收件的人"),
    Choice("agent", "代理人"),
    Choice("named", "指定的代收人"),
    Choice(OTHER, "其他人"),
)
OF_PERSON, OF_BODY = ("family",), ("head", "mailroom")  # who signs for whom alone
BY_HAND = ("method", ("direct", "entrusted", "post"))
LEFT, POSTED = ("method", ("left",)), ("method", ("post",))

METHOD = Field("method", "送达方式", FieldKind.CHOICE, choices=METHODS, default="direct", article=ARTICLES)
PARTY = Field("party", "受送达人", FieldKind.PARTY)
NUMBER = Field(
    "mail_number", "邮件号", required=False, when=POSTED, help="详情单上的号码；寄出时登记过的不必再填。"
)
POSTED_ON = Field(
    "posted_on", "寄出日", FieldKind.DATE, required=False, when=POSTED, help="寄出时登记过的不必再填。"
)
ENTRUSTED_TO = Field("entrusted_to", "受托单位", required=False, when=("method", ("entrusted",)),
                     article=f"{CIVIL}第九十一条")  # fmt: skip
SIGNED = (
    Field("signed_by", "签收人", required=False, when=BY_HAND, help="本人签收的可以不填。", article=f"{CIVIL}第八十八条"),
    Field("relation", "签收人与受送达人的关系", FieldKind.CHOICE, required=False, choices=RELATIONS, when=BY_HAND,
          help="邮件由别人代签的，照实选，以后可能要证明确实收到。", article=f"{CIVIL}第八十八条"),
)  # fmt: skip
RECEIVED = (
    METHOD,
    *SIGNED,
    Field("refusal", "拒收事由", when=LEFT, help="照受送达人或者其家属说的写。", article=f"{CIVIL}第八十九条"),
    Field("left_how", "怎样留置", FieldKind.CHOICE, when=LEFT, article=f"{CIVIL}第八十九条", choices=(
        Choice("witness", "有见证人"), Choice("recorded", "拍照、录像"))),
    Field("witness", "见证人", when=("left_how", ("witness",)),
          help="基层组织或者所在单位的代表，写明姓名、单位。", article=f"{CIVIL}第八十九条"),
    ENTRUSTED_TO,
    NUMBER,
    POSTED_ON,
    Field("announced_on", "公告发出日", FieldKind.DATE, required=False, when=("method", ("notice",)),
          help="登记过公告的不必再填；满三十日视为送达。", article=f"{CIVIL}第九十五条"),
    Field("proof", "在卷的凭证", FieldKind.CHOICE, required=False, choices=PROOFS,
          help="还没有收到凭证的不填，收到后登记归卷。", article=f"{CIVIL}第八十七条"),
)  # fmt: skip
BY_THE_COURT = (  # 行政诉讼法第一百零一条: the court serves, we only hear how
    Field("method", "送达方式", FieldKind.CHOICE, required=False, choices=METHODS, article=ARTICLES),
    *SIGNED,
)


def paper(choices: tuple[Choice, ...]) -> Field:
    """Which paper is served."""
    return Field("paper", "送达的文书", FieldKind.CHOICE, choices=choices, default=choices[0].code)


def standings(look: Look) -> list[Standing]:
    """How the service stands that is being typed, for each party it is about; none until that is known."""
    party, form, on = look.file.party(str(look.typed.get("party", ""))), form_typed(look), look.on
    if on is None:
        return []
    return [
        Standing(
            form, on, _open(look, form, one.id), since_reached(look.counted, one.id),
            consents(look.counted, one), bool(look.typed.get("refusal")),
        )
        for one in ([party] if party else look.file.of(*form_of(form).addressees))
    ]  # fmt: skip


def form_typed(look: Look) -> str:
    """The paper that is spoken of."""
    return form_named(look.typed.get("paper"))


def _open(look: Look, form: str, party: str) -> tuple[Attempt, ...]:
    """What was tried since such a paper last arrived: a paper of a step taken again is another one."""
    before = receipts(look.counted, form, party)
    later = [step for step in look.counted if not before or step.on > before[-1].on]
    return attempts(later, form, party)


def _allowed(method: Method, condition: Condition) -> Guard:
    def holds(look: Look) -> bool:
        chosen = look.typed.get("method") == method.name.lower()
        return not chosen or all(condition.holds(standing) for standing in standings(look))

    return Guard(condition.why, condition.article, typed_only(holds))


def _signed_for(look: Look) -> bool:
    """Another name than the party's own goes with what that person is to them."""
    party, name = look.file.party(str(look.typed.get("party", ""))), look.typed.get("signed_by")
    own = {party.name, party.legal_representative} if party else set()
    return not name or name in own or bool(look.typed.get("relation"))


def _may_receive(look: Look) -> bool:
    return look.typed.get("relation") != OTHER


def _proof_fits(look: Look) -> bool:
    proof, method = look.typed.get("proof"), look.typed.get("method")
    return not proof or not method or proof in WAYS[Method[str(method).upper()]].proofs


def _what_proves(look: Look) -> list[str]:
    return [WAYS[Method[str(look.typed.get("method")).upper()]].proof]


def _sent_on(look: Look, method: Method, fact: str) -> date | None:
    """The day it left: as typed, else as it was registered."""
    if typed := look.typed.get(fact):
        return date.fromisoformat(str(typed))
    under_way = [one for standing in standings(look) for one in standing.tried if one.failed_on is None]
    return next((one.on for one in reversed(under_way) if one.method is method), None)


def _not_day_of_posting(look: Look) -> bool:
    return look.typed.get("method") != "post" or _sent_on(look, Method.POST, "posted_on") != look.on


def _made_on(look: Look) -> date | None:
    """The day of the paper that is spoken of: as issued, else that of its step; None where none is known."""
    form = form_of(form_typed(look))
    party = look.typed.get("party")
    issued = [
        one.issued_on for one in look.file.papers
        if one.form == form.id and not one.void_reason and one.to in (None, party)
    ]  # fmt: skip
    caused = [step.on for step in look.counted if step.code == form.cause]
    return min(issued or caused, default=None)


def _sent_after_it_was_made(look: Look) -> bool:
    made = _made_on(look)
    sent = [look.typed[name] for name in ("posted_on", "announced_on") if look.typed.get(name)]
    return made is None or all(date.fromisoformat(str(day)) >= made for day in sent)


def _made_day(look: Look) -> list[str]:
    made = _made_on(look)
    return [made.isoformat()] if made else []


def _numbers_sent(look: Look) -> list[str]:
    """The numbers of the letters that are under way."""
    return [
        one.number for standing in standings(look) for one in standing.tried
        if one.failed_on is None and one.method is Method.POST and one.number
    ]  # fmt: skip


def _same_letter(look: Look) -> bool:
    typed, sent = look.typed.get("mail_number"), _numbers_sent(look)
    return look.typed.get("method") != "post" or not typed or not sent or typed in sent


def _fits_the_party(look: Look) -> bool:
    """第八十八条: a person's family signs for a person, a head or a mail room for a body."""
    party, relation = look.file.party(str(look.typed.get("party", ""))), look.typed.get("relation")
    if party is None:
        return True
    body = party.kind is PartyKind.BODY or party.role is Role.RESPONDENT
    return relation not in (OF_PERSON if body else OF_BODY)


def _announced(look: Look) -> bool:
    return look.typed.get("method") != "notice" or _sent_on(look, Method.NOTICE, "announced_on") is not None


def _thirty_days(look: Look) -> bool:
    announced = _sent_on(look, Method.NOTICE, "announced_on")
    return look.typed.get("method") != "notice" or announced is None or deemed_on(announced) == look.on


def _deemed_day(look: Look) -> list[str]:
    announced = _sent_on(look, Method.NOTICE, "announced_on")
    return [deemed_on(announced).isoformat()] if announced else []


ALLOWED = tuple(_allowed(way.method, condition) for way in WAYS.values() for condition in way.conditions)
SIGNED_WELL = (
    Guard("不是受送达人本人签收的，应当写明与受送达人的关系", f"{CIVIL}第八十八条", typed_only(_signed_for)),
    Guard("同住家属只能代自然人签收，法定代表人、负责收件的人只能代单位签收，请核对关系", f"{CIVIL}第八十八条", typed_only(_fits_the_party)),
)  # fmt: skip
SENT_WELL = (
    Guard("文书还没有作出，寄出、公告的日期不能早于文书的日期", "", typed_only(_sent_after_it_was_made), _made_day),
)  # fmt: skip
RECEIVED_WELL = (
    *ALLOWED,
    *SIGNED_WELL,
    *SENT_WELL,
    Guard("邮件号和交寄时登记的不同，请核对", "", typed_only(_same_letter), _numbers_sent, asks=True),
    Guard("这种送达方式应当归卷的凭证是", f"{CIVIL}第八十七条、第九十一条", typed_only(_proof_fits), _what_proves),
    Guard("还没有登记公告发出，先登记交寄或者填写公告发出日", f"{CIVIL}第九十五条", typed_only(_announced)),
    Guard("公告送达的，送达日应当是公告满三十日的日期", f"{CIVIL}第九十五条", typed_only(_thirty_days), _deemed_day),
    Guard("签收的不是法律规定可以签收的人，请核对受送达人是否确实收到", f"{CIVIL}第八十八条", typed_only(_may_receive), asks=True),
    Guard("邮寄的以收件日为送达日，填的日期和寄出日相同，请核对", f"{CIVIL}第九十一条", typed_only(_not_day_of_posting), asks=True),
)  # fmt: skip


def _was_served(look: Look) -> Step | None:
    served = receipts(look.counted, form_typed(look), str(look.typed.get("party", "")))
    return served[-1] if served else None


def _proof_is_due(look: Look) -> bool:
    return any(lacks_proof(look.counted, step) for step in look.counted if step.code in RECEIPTS)


def _proof_is_of_a_service(look: Look) -> bool:
    served = _was_served(look)
    return served is not None and lacks_proof(look.counted, served)


def _filed_proof_fits(look: Look) -> bool:
    served = _was_served(look)
    method = str(served.facts.get("method", "direct")) if served else "direct"
    return look.typed.get("proof") in WAYS[Method[method.upper()]].proofs


def lacks_proof(counted: Sequence[Step], served: Step) -> bool:
    """Whether a service still has no proof in the file."""
    form, party = form_served(served), served.facts.get("party")
    return not served.facts.get("proof") and not any(
        step.code == FILED and form_served(step) == form and party in (None, step.facts.get("party"))
        and step.on >= served.on
        for step in counted
    )  # fmt: skip


def before_receipt(
    papers: tuple[Choice, ...], leaves: frozenset[str], guards: tuple[Guard, ...], basis: str, actor: str
) -> tuple[StepKind, ...]:
    """地址确认, 送达未成, 交寄: what comes before a paper arrives. None of them starts a clock."""
    named = (paper(papers), PARTY)
    return (
        StepKind(
            CONFIRMED, "送达地址确认", leaves, side=True, repeats=True,
            fields=(
                PARTY,
                Field("address", "送达地址", required=False, help="不填时仍是登记的地址。"),
                Field("e_consent", "电子送达", FieldKind.CHOICE, default="no", article=f"{CIVIL}第九十条第一款",
                      choices=(Choice(AGREES, "同意"), Choice("no", "不同意"))),
                Field("e_address", "电子送达地址", when=("e_consent", (AGREES,)),
                      help="手机号、电子邮箱或者统一平台的账号。", article=f"{CIVIL}第九十条"),
            ),
            article=f"{basis}、{CIVIL}第九十条", actor=actor,
            help="由当事人签字确认，每人登记一次；改变的再登记，以最后一次为准。",
        ),
        StepKind(
            FAILED, "送达未成", leaves, side=True, repeats=True,
            fields=(
                *named, METHOD,
                Field("reason", "没有送到的原因", FieldKind.CHOICE, choices=WHY, help="原因决定接着用哪一种方式。"),
                NUMBER, POSTED_ON,
                Field("note", "经过", FieldKind.LONG, required=False, help="去了几次、见到谁、退回的邮件上怎样批注。"),
            ),
            guards=(*guards, *SENT_WELL), article=f"{basis}、{ARTICLES}", actor=actor,
            help="上门没有送到，或者邮件退回的日期；不起算任何期限，接着用下一种方式送达。",
        ),
        StepKind(
            DISPATCHED, "交寄送达文书", leaves, side=True, repeats=True,
            fields=(
                *named,
                Field("method", "送达方式", FieldKind.CHOICE, choices=SENT, default="post", article=ARTICLES),
                NUMBER, replace(ENTRUSTED_TO, required=True),
                Field("e_address", "电子送达地址", required=False, when=("method", ("electronic",)),
                      help="不填时是确认过的地址。", article=f"{CIVIL}第九十条"),
                Field("where", "公告的地方", when=("method", ("notice",)), article=f"{CIVIL}第九十五条",
                      help="张贴的地方，报纸的名称和日期，或者网站。"),
            ),
            guards=(*guards, *ALLOWED), article=f"{basis}、{CIVIL}第九十条、第九十一条、第九十五条", actor=actor,
            help="寄出、委托、电子发出或者发出公告的日期；不起算期限，收到以后再登记送达。",
        ),
    )  # fmt: skip


def after_receipt(
    papers: tuple[Choice, ...], leaves: frozenset[str], basis: str, actor: str
) -> tuple[StepKind, ...]:
    """送达凭证归卷: a proof that comes after the day of receipt was known."""
    return (
        StepKind(
            FILED, "送达凭证归卷", leaves, side=True, repeats=True,
            fields=(
                paper(papers), PARTY,
                Field("proof", "凭证", FieldKind.CHOICE, choices=PROOFS, article=f"{CIVIL}第八十七条"),
            ),
            guards=(
                Guard("没有等待凭证的送达", "", _proof_is_due),
                Guard("这份文书没有登记送达给这位当事人，或者凭证已经在卷", "", typed_only(_proof_is_of_a_service)),
                Guard("凭证与送达方式不符", f"{CIVIL}第八十七条、第九十一条", typed_only(_filed_proof_fits)),
            ),
            article=f"{basis}、{CIVIL}第八十七条", actor=actor,
            help="送达回证、邮件回执等收到后归卷；送达的日期不变。",
        ),
    )  # fmt: skip
