"""Papers are served in a way the law allows, until each of them has arrived and the file can show it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fuyi_desktop.domain.errors import BadFact, NotOpen
from fuyi_desktop.domain.forms import CORRECTION, FORMS
from fuyi_desktop.domain.papers import Method, Paper
from fuyi_desktop.domain.party import Party, Role
from fuyi_desktop.domain.procedures import PROCEDURES
from fuyi_desktop.domain.reconsideration import RECONSIDERATION
from fuyi_desktop.domain.record import RecordId, new_id
from fuyi_desktop.domain.service.course import CONFIRMED, DISPATCHED, FAILED, FILED, NOTIFIED, SERVED
from fuyi_desktop.domain.service.matrix import Delivery, Stage, deliveries, to_serve
from fuyi_desktop.domain.service.methods import FAILURES, PROOFS, WAYS, Standing, deemed_on, next_method
from fuyi_desktop.domain.service.steps import RECEIVED
from tests import factory
from tests.domain import mediating
from tests.domain.reconsidering import Story, accepted, decided

DECISION = {"paper": "F26", "party": "申请人"}


def issued(told: Story, form: str, on: str, to: Role | None = None, **given: Any) -> Story:
    """A paper given out on a day, to the first party of a role or to everybody."""
    party = told.file.of(to)[0].id if to else None
    paper = Paper(
        id=new_id(factory.AT), case_id=told.file.case.id, form=form, version="1", title=FORMS[form].title,
        to=party, issued_on=date.fromisoformat(on), issued_at=factory.AT, by="周晓敏", digest="0" * 64,
        **given,
    )  # fmt: skip
    told.file = replace(told.file, papers=(*told.file.papers, paper))
    return told


def made() -> Story:
    """A decision of 16 September 2026, given out on that day."""
    return issued(decided(), "F26", "2026-09-16", number="云府复决〔2026〕1号")


def matrix(told: Story, today: str = "2026-12-31") -> tuple[Delivery, ...]:
    replay = RECONSIDERATION.replay(told.file)
    assert replay.misfits == ()
    return deliveries(told.file, RECONSIDERATION, replay, factory.law().rules, date.fromisoformat(today))


def cell(told: Story, role: Role = Role.APPLICANT, today: str = "2026-12-31") -> Delivery:
    """The decision's cell of the first party of a role."""
    party = told.file.of(role)[0].id
    return next(one for one in matrix(told, today) if one.paper.form == "F26" and one.party.id == party)


def why_not(told: Story, method: Method, today: str = "2026-12-31") -> str:
    return dict(cell(told, today=today).refusals)[method]


def returned(told: Story, on: str, method: str = "post", reason: str = "unclaimed", **facts: Any) -> Story:
    return told.step(FAILED, on, method=method, reason=reason, **DECISION, **facts)


# the table of methods


def test_every_method_has_its_article_its_day_and_a_proof_that_can_be_filed() -> None:
    known = {choice.code for choice in PROOFS}

    assert set(WAYS) == set(Method)
    for way in WAYS.values():
        assert way.article.startswith("民事诉讼法第")
        assert way.day
        assert way.proofs
        assert set(way.proofs) <= known
        assert all(condition.article for condition in way.conditions)
    assert {code for way in WAYS.values() for code in way.proofs} == known


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.code)
def test_every_failure_leads_to_another_way(failure: Any) -> None:
    assert failure.then
    assert all(method in WAYS for method in failure.then)


def test_the_fields_of_a_receipt_are_the_same_in_reconsideration_and_mediation() -> None:
    names = [field.name for field in RECEIVED]
    served = PROCEDURES["reconsideration"].step(SERVED)
    notified = PROCEDURES["mediation"].step(NOTIFIED)

    assert [field.name for field in served.fields] == ["paper", "party", *names]
    assert [field.name for field in notified.fields] == ["party", *names]


def test_of_the_court_s_service_only_the_way_and_the_signature_are_heard() -> None:
    served = PROCEDURES["litigation"].step(SERVED)

    assert [field.name for field in served.fields] == ["paper", "party", "method", "signed_by", "relation"]
    assert not any(field.required for field in served.fields[2:])


def test_what_is_entrusted_names_the_body_and_a_notice_the_place() -> None:
    told = returned(made(), "2026-09-17", "direct", "missing")

    with pytest.raises(BadFact, match="受托单位：还没有填写"):
        told.check(DISPATCHED, "2026-09-18", **DECISION, method="entrusted")
    with pytest.raises(BadFact, match="公告的地方：还没有填写"):
        told.check(DISPATCHED, "2026-09-18", **DECISION, method="notice")


@pytest.mark.parametrize("code", [CONFIRMED, DISPATCHED, FAILED, FILED])
def test_nothing_but_the_receipt_starts_a_clock(code: str) -> None:
    for procedure in PROCEDURES.values():
        assert code not in {
            spec.partition("/")[0] for rule in factory.law().rules.rules for spec in rule.starts
        }
        assert all(kind.leads is None for kind in procedure.steps if kind.code == code)


# who is to have what


def test_a_decision_is_one_row_for_each_party() -> None:
    told = made()
    third = factory.party(told.file.case, Role.THIRD_PARTY, "柳河镇双龙村村民委员会")
    told.file = replace(told.file, parties=(*told.file.parties, third))

    rows = [one for one in matrix(told) if one.paper.form == "F26"]

    assert [row.party.role for row in rows] == [Role.APPLICANT, Role.RESPONDENT, Role.THIRD_PARTY]
    assert {row.stage for row in rows} == {Stage.WAITING}
    assert {row.next for row in rows} == {Method.DIRECT}


def test_a_voided_paper_waits_for_nobody() -> None:
    told = issued(decided(), "F26", "2026-09-16", void_reason="文字有误")

    assert matrix(told) == ()


def test_a_paper_written_elsewhere_and_put_on_file_is_served_as_well() -> None:
    told = decided().put_on_file("F26")

    assert [(paper.form, paper.paper_id) for paper in to_serve(told.file)] == [("F26", "")]
    assert len(matrix(told)) == 2


def test_a_paper_of_a_step_taken_again_is_served_again() -> None:
    told = issued(accepted(), "F19", "2026-08-05", Role.APPLICANT)
    told.step("suspend", "2026-08-05", ground="died", reason="申请人死亡")
    told.step(SERVED, "2026-08-06", paper="F19", party="申请人")
    told.step("resume", "2026-08-20", reason="近亲属参加")
    told.step("suspend", "2026-09-01", ground="hindered", reason="地震")
    issued(told, "F19", "2026-09-01", Role.APPLICANT)

    first, second = (one for one in matrix(told) if one.party.role is Role.APPLICANT)

    assert (first.stage, first.on) == (Stage.SERVED, date(2026, 8, 6))
    assert second.stage is Stage.WAITING


# what was tried


def test_a_letter_is_on_its_way_until_it_is_received_and_the_day_of_receipt_counts() -> None:
    told = made().step(DISPATCHED, "2026-09-17", method="post", mail_number="EX999", **DECISION)

    sent = cell(told)

    assert (sent.stage, sent.next, sent.lacking) == (Stage.ON_ITS_WAY, None, "邮件回执或者邮政投递记录")
    assert sent.under_way is not None
    assert (sent.under_way.number, sent.under_way.on) == ("EX999", date(2026, 9, 17))
    assert "A27" not in told.clocks("2026-09-19")

    told.step(SERVED, "2026-09-20", method="post", proof="card", **DECISION)
    arrived = cell(told)

    assert (arrived.stage, arrived.on, arrived.method) == (Stage.SERVED, date(2026, 9, 20), Method.POST)
    assert (arrived.lacking, arrived.next) == ("", None)
    assert "A27" in {rule.id for rule in arrived.starts}
    assert told.clocks("2026-09-21")["A27"].due.start == date(2026, 9, 20)


def test_the_respondent_s_receipt_of_a_decision_starts_no_right_to_sue() -> None:
    assert "A27" in {rule.id for rule in cell(made()).starts}
    assert "A27" not in {rule.id for rule in cell(made(), Role.RESPONDENT).starts}


def test_a_letter_that_comes_back_starts_no_clock_and_leads_to_the_next_method() -> None:
    told = made().step(DISPATCHED, "2026-09-17", method="post", mail_number="EX999", **DECISION)
    clocks = told.clocks("2026-09-30").keys()

    returned(told, "2026-09-28")

    back = cell(told)
    assert (back.stage, back.next) == (Stage.RETURNED, Method.DIRECT)
    assert [(one.number, one.failed_on, one.failure) for one in back.tried] == [
        ("EX999", date(2026, 9, 28), "unclaimed")
    ]
    assert told.clocks("2026-09-30").keys() == clocks
    assert told.state == "R21"


def test_what_comes_back_is_the_mail_of_its_number() -> None:
    told = made()
    told.step(DISPATCHED, "2026-09-17", method="post", mail_number="EX1", **DECISION)
    told.step(DISPATCHED, "2026-09-18", method="post", mail_number="EX2", **DECISION)
    returned(told, "2026-09-25", mail_number="EX2")

    assert [(one.number, one.failed_on is None) for one in cell(told).tried] == [
        ("EX1", True),
        ("EX2", False),
    ]
    assert cell(told).stage is Stage.ON_ITS_WAY


def test_who_refuses_has_it_left_with_a_witness_or_a_recording() -> None:
    told = made()
    assert "没有拒绝签收" in why_not(told, Method.LEFT)

    returned(told, "2026-09-17", "direct", "refused")
    assert cell(told).next is Method.LEFT
    left = {**DECISION, "method": "left", "refusal": "认为处罚错误"}

    with pytest.raises(BadFact, match="怎样留置"):
        told.check(SERVED, "2026-09-18", **left)
    with pytest.raises(BadFact, match="见证人：还没有填写"):
        told.check(SERVED, "2026-09-18", **left, left_how="witness")
    with pytest.raises(BadFact, match="拒收事由：还没有填写"):
        told.check(SERVED, "2026-09-18", **DECISION, method="left", left_how="recorded")
    told.step(SERVED, "2026-09-18", **left, left_how="recorded", proof="recording")
    assert cell(told).method is Method.LEFT


def test_a_mediation_paper_is_neither_left_nor_published() -> None:
    standing = Standing("F17", date(2026, 9, 18), refusal=True)

    assert "不适用留置送达" in WAYS[Method.LEFT].why_not(standing)
    assert "不适用公告送达" in WAYS[Method.NOTICE].why_not(standing)
    assert WAYS[Method.LEFT].why_not(replace(standing, form="F26")) == ""


def test_electronic_service_waits_for_the_recorded_consent_of_that_party() -> None:
    told = made()
    by_wire = {**DECISION, "method": "electronic"}
    with pytest.raises(NotOpen, match=r"没有确认同意电子送达.*第九十条"):
        told.check(SERVED, "2026-09-17", **by_wire)

    told.step(CONFIRMED, "2026-09-16", party="申请人", e_consent="yes", e_address="13800006208")

    assert cell(told).next is Method.ELECTRONIC
    assert why_not(told, Method.ELECTRONIC) == ""
    with pytest.raises(NotOpen, match="没有确认同意电子送达"):
        told.check(SERVED, "2026-09-17", paper="F26", party="被申请人", method="electronic")
    told.step(SERVED, "2026-09-17", **by_wire)
    assert cell(told).lacking == "到达记录"


def test_a_consent_that_is_taken_back_no_longer_counts() -> None:
    told = made()
    told.step(CONFIRMED, "2026-09-16", party="申请人", e_consent="yes", e_address="13800006208")
    told.step(CONFIRMED, "2026-09-17", party="申请人", e_consent="no")

    with pytest.raises(NotOpen, match="没有确认同意电子送达"):
        told.check(SERVED, "2026-09-18", **DECISION, method="electronic")


def test_the_consent_given_when_the_case_came_in_counts_until_it_is_confirmed_otherwise() -> None:
    told = made()
    agrees = replace(told.file.parties[0], e_service=True)
    told.file = replace(told.file, parties=(agrees, *told.file.parties[1:]))

    assert cell(told).next is Method.ELECTRONIC
    told.step(CONFIRMED, "2026-09-17", party="申请人", e_consent="no", address="青溪乡上坝村9号")
    assert cell(told).next is Method.DIRECT
    assert cell(told).address == "青溪乡上坝村9号"


def test_before_2022_a_decision_could_not_be_served_electronically() -> None:
    standing = Standing("F26", date(2021, 12, 31), consents=True)

    assert "2022年以前" in WAYS[Method.ELECTRONIC].why_not(standing)
    assert WAYS[Method.ELECTRONIC].why_not(replace(standing, on=date(2022, 1, 1))) == ""
    assert WAYS[Method.ELECTRONIC].why_not(replace(standing, form="F06")) == ""


def test_public_notice_is_the_last_resort() -> None:
    told = made()
    notice = {**DECISION, "method": "notice", "where": "县人民政府网站"}
    with pytest.raises(NotOpen, match=r"直接送达和邮寄都没有送到.*第九十五条"):
        told.check(DISPATCHED, "2026-09-17", **notice)

    returned(told, "2026-09-17", "direct", "absent")
    assert cell(told).next is Method.POST
    with pytest.raises(NotOpen, match="公告送达"):
        told.check(DISPATCHED, "2026-09-18", **notice)
    returned(told, "2026-09-25", "post", "address")

    told.step(DISPATCHED, "2026-09-28", **notice)
    assert cell(told).stage is Stage.ON_ITS_WAY


def test_whoever_cannot_be_found_is_served_by_notice_at_once_and_that_holds_for_the_next_paper() -> None:
    told = issued(made(), "F31", "2026-09-18", Role.RESPONDENT)
    returned(told, "2026-09-17", "direct", "missing")

    assert cell(told).next is Method.NOTICE
    assert why_not(told, Method.NOTICE) == ""


def test_a_notice_becomes_service_on_its_thirtieth_day_and_on_no_other() -> None:
    told = returned(made(), "2026-09-17", "direct", "missing")
    told.step(DISPATCHED, "2026-09-20", **DECISION, method="notice", where="县人民政府网站")

    assert cell(told).deemed_on == deemed_on(date(2026, 9, 20)) == date(2026, 10, 20)
    with pytest.raises(NotOpen, match="公告满三十日的日期：2026-10-20"):
        told.check(SERVED, "2026-10-19", **DECISION, method="notice")
    told.step(SERVED, "2026-10-20", **DECISION, method="notice", proof="published")
    assert cell(told).lacking == ""


def test_a_notice_that_was_never_published_serves_nobody() -> None:
    told = returned(made(), "2026-09-17", "direct", "missing")

    with pytest.raises(NotOpen, match="还没有登记公告发出"):
        told.check(SERVED, "2026-10-20", **DECISION, method="notice")
    told.step(SERVED, "2026-10-20", **DECISION, method="notice", announced_on="2026-09-20")


# who signed, and what proves it


def test_whoever_signs_for_another_is_named_with_what_they_are_to_them() -> None:
    told = made()

    with pytest.raises(NotOpen, match="与受送达人的关系"):
        told.check(SERVED, "2026-09-17", **DECISION, method="direct", signed_by="司马长风")
    told.step(SERVED, "2026-09-17", **DECISION, method="direct", signed_by="司马长风", relation="family")
    assert (cell(told).signed_by, cell(told).relation) == ("司马长风", "family")


def test_the_party_s_own_name_needs_no_relation() -> None:
    told = made()

    told.step(SERVED, "2026-09-17", **DECISION, method="direct", signed_by="欧阳慧敏")


def test_a_signature_of_somebody_the_law_does_not_name_is_asked_about() -> None:
    doubts = made().doubts(
        SERVED,
        "2026-09-20",
        **DECISION,
        method="post",
        signed_by="村邮站",
        relation="other",
        proof="tracking",
    )

    assert "请核对受送达人是否确实收到" in doubts


def test_a_letter_received_on_the_day_it_was_sent_is_asked_about() -> None:
    told = made().step(DISPATCHED, "2026-09-17", method="post", **DECISION)

    assert "填的日期和寄出日相同" in told.doubts(SERVED, "2026-09-17", **DECISION, method="post")
    assert told.doubts(SERVED, "2026-09-19", **DECISION, method="post") == ""


def test_another_letter_than_the_one_that_was_sent_is_asked_about() -> None:
    told = made().step(DISPATCHED, "2026-09-17", method="post", mail_number="EB123456789CN", **DECISION)
    received = {"method": "post", **DECISION}

    asked = told.doubts(SERVED, "2026-09-19", mail_number="EB987654321CN", **received)

    assert "邮件号和交寄时登记的不同，请核对：EB123456789CN" in asked
    assert told.doubts(SERVED, "2026-09-19", mail_number="EB123456789CN", **received) == ""


def test_nobody_s_family_signs_for_an_organ() -> None:
    organ = {"paper": "F26", "party": "被申请人", "method": "direct", "signed_by": "吴小妹"}

    with pytest.raises(NotOpen, match="同住家属只能代自然人签收"):
        made().check(SERVED, "2026-09-17", **organ, relation="family")
    assert made().check(SERVED, "2026-09-17", **organ, relation="mailroom").doubts == ()


def test_a_proof_has_to_fit_the_method() -> None:
    with pytest.raises(NotOpen, match="应当归卷的凭证是：邮件回执或者邮政投递记录"):
        made().check(SERVED, "2026-09-20", **DECISION, method="post", proof="recording")


def test_a_proof_that_comes_later_is_filed_without_touching_the_service() -> None:
    told = made().step(SERVED, "2026-09-20", **DECISION, method="post")
    assert cell(told).lacking == "邮件回执或者邮政投递记录"
    with pytest.raises(NotOpen, match="凭证与送达方式不符"):
        told.check(FILED, "2026-09-25", **DECISION, proof="arrival")

    told.step(FILED, "2026-09-25", **DECISION, proof="card")

    assert (cell(told).lacking, cell(told).on) == ("", date(2026, 9, 20))
    with pytest.raises(NotOpen, match="没有等待凭证的送达"):
        told.check(FILED, "2026-09-26", **DECISION, proof="card")


def test_what_was_served_is_neither_sent_nor_returned_again() -> None:
    told = made().step(SERVED, "2026-09-17", **DECISION)

    for code in (DISPATCHED, FAILED):
        with pytest.raises(NotOpen, match="已经登记送达给这位当事人"):
            told.check(
                code,
                "2026-09-18",
                **DECISION,
                method="post",
                **({"reason": "other"} if code == FAILED else {}),
            )


def test_the_next_way_is_never_one_that_has_just_failed() -> None:
    told = made()
    for on, method, reason in (
        ("2026-09-17", "direct", "absent"), ("2026-09-21", "post", "unclaimed"),
        ("2026-09-24", "entrusted", "absent"),
    ):  # fmt: skip
        returned(told, on, method, reason)

    assert cell(told).next is Method.NOTICE


def test_nothing_is_suggested_while_something_is_under_way() -> None:
    sent = matrix(made().step(DISPATCHED, "2026-09-17", method="post", **DECISION))[0]

    assert next_method(Standing("F26", date(2026, 9, 18), sent.tried)) is None


# the other procedures


def test_the_notice_of_a_mediation_goes_the_same_ways() -> None:
    file = mediating.taken(mediating.registered(), *mediating.ACCEPTED)
    party = file.of(Role.APPLICANT)[0]
    file = mediating.taken(
        file,
        (FAILED, "2026-10-12", {"paper": "G06", "party": party.name, "method": "direct", "reason": "absent"}),
        (
            DISPATCHED,
            "2026-10-12",
            {"paper": "G06", "party": party.name, "method": "post", "mail_number": "EX9"},
        ),
    )
    sent = of_mediation(file, party)
    assert (sent.stage, len(sent.tried)) == (Stage.ON_ITS_WAY, 2)

    done = mediating.taken(file, (NOTIFIED, "2026-10-14", {"party": party.name, "method": "post"}))

    received = of_mediation(done, party)
    assert (received.stage, received.on, received.method) == (Stage.SERVED, date(2026, 10, 14), Method.POST)


def of_mediation(file: Any, party: Party) -> Delivery:
    procedure = PROCEDURES["mediation"]
    file = replace(file, papers=(_notice(file.case.id, party),))
    replay = procedure.replay(file)
    assert replay.misfits == ()
    (found,) = deliveries(file, procedure, replay, factory.law().rules, date(2026, 12, 1))
    return found


def _notice(case_id: RecordId, party: Party) -> Paper:
    return Paper(
        id=new_id(factory.AT), case_id=case_id, form="G06", version="1", title="纾解告知书", to=party.id,
        issued_on=date(2026, 10, 10), issued_at=factory.AT, by="周晓敏", digest="0" * 64,
    )  # fmt: skip


def test_one_notice_for_everybody_reaches_everybody() -> None:
    file = mediating.taken(mediating.registered(), *mediating.ACCEPTED, (NOTIFIED, "2026-10-12"))

    assert of_mediation(file, file.of(Role.APPLICANT)[0]).stage is Stage.SERVED


def test_the_proof_of_one_notice_for_everybody_is_filed_once() -> None:
    file = mediating.taken(mediating.registered(), *mediating.ACCEPTED, (NOTIFIED, "2026-10-12"))
    party = file.of(Role.APPLICANT)[0]
    assert of_mediation(file, party).lacking == "送达回证"

    filed = {"paper": "G06", "party": party.name, "proof": "receipt"}
    file = mediating.taken(file, (FILED, "2026-10-15", filed))

    assert of_mediation(file, party).lacking == ""


def test_what_has_reached_everybody_is_not_sent_again_but_a_correction_is() -> None:
    file = mediating.taken(mediating.registered(), *mediating.ACCEPTED, (NOTIFIED, "2026-10-12"))
    sent = {"party": file.of(Role.APPLICANT)[0].name, "method": "post"}

    with pytest.raises(NotOpen, match="纾解告知书已经送达"):
        mediating.taken(file, (DISPATCHED, "2026-10-13", {"paper": "G06", **sent}))
    mediating.taken(file, (DISPATCHED, "2026-10-13", {"paper": CORRECTION, **sent}))


def test_nobody_is_served_electronically_with_everybody_where_one_has_not_agreed() -> None:
    file = mediating.taken(mediating.registered(), *mediating.ACCEPTED)

    with pytest.raises(NotOpen, match="没有确认同意电子送达"):
        mediating.taken(file, (NOTIFIED, "2026-10-12", {"method": "electronic"}))


# what a service must have to be one

WRONG_PROOF = next(choice.code for choice in PROOFS if choice.code not in WAYS[Method.DIRECT].proofs)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"method": "electronic"}, "没有确认同意电子送达"),
        ({"method": "notice", "announced_on": "2026-09-17"}, "才可以公告送达"),
        ({"method": "direct", "signed_by": "吴小妹"}, "应当写明与受送达人的关系"),
        ({"method": "direct", "signed_by": "吴小妹", "relation": "other"}, "签收的不是法律规定可以签收的人"),
        ({"method": "post", "posted_on": "2026-09-21"}, "填的日期和寄出日相同"),
        ({"method": "post", "posted_on": "2026-09-15"}, "寄出、公告的日期不能早于文书的日期：2026-09-16"),
        ({"method": "direct", "signed_by": "吴小妹", "relation": "mailroom"}, "负责收件的人只能代单位签收"),
        ({"method": "direct", "proof": WRONG_PROOF}, "应当归卷的凭证是"),
    ],
    ids=str,
)
def test_a_service_that_is_not_one_is_refused_or_asked_about(typed: dict[str, str], why: str) -> None:
    told = made()

    try:
        checked = told.check(SERVED, "2026-09-21", **DECISION, **typed)
    except (NotOpen, BadFact) as refusal:
        assert why in str(refusal)
    else:
        assert any(why in doubt for doubt in checked.doubts)
