"""What is printed together: a day, a hearing, one form for many cases; by recipient, gaps named."""

from datetime import date

from fuyi_desktop.domain.forms import ADDRESSES, COPY_LETTER, ENVELOPE, RECEIPT
from fuyi_desktop.domain.party import Role
from fuyi_desktop.services.app import App
from fuyi_desktop.services.batch import FOR_THE_FILE, Batch
from tests.services import invented
from tests.services.invented import County, of_role, step
from tests.services.test_copying import decided

POLICE = "云岭县公安局"


def said(batch: Batch) -> list[tuple[str, str]]:
    return [(line.recipient, line.form) for line in batch.lines]


def hearing(app: App, name: str = "欧阳慧敏", on: str = "2026-09-10") -> str:
    """A case with a hearing set a good while before."""
    case_id = invented.accepted(app, name)
    step(app, case_id, "copy_sent", "2026-08-05")
    step(app, case_id, "reply", "2026-08-12", summary="程序合法")
    step(
        app, case_id, "hearing_set", "2026-08-20", held_on=on, at="09:30", place="第一听证室",
        topics="处罚决定是否合法", chair="何静", hearers=["罗志强", "唐卫东"], recorder="周晓敏",
        ground="needed",
    )  # fmt: skip
    return case_id


def test_a_day_prints_what_it_issued_and_nobody_has_printed(desk: App) -> None:
    on = date(2026, 8, 3)
    first, second = invented.accepted(desk, "赵永强"), invented.accepted(desk, "刘桂芳")
    notice = desk.on(on).papers.issue(first, "F06")
    other = desk.on(on).papers.issue(second, "F06")
    void = desk.on(on).papers.issue(second, "F28")
    invented.step(desk, first, "copy_sent", "2026-08-04")
    desk.on(date(2026, 8, 4)).papers.issue(first, "F07")
    desk.papers.void(void.paper_id, "写错")
    desk.papers.printed(other.paper_id)

    batch = desk.batches.of_day(on)

    (line,) = batch.lines
    assert (line.paper_id, line.recipient, line.number) == (notice.paper_id, "赵永强", notice.number)
    assert (line.pages, line.times, line.missing) == (notice.pages, 0, ())
    assert desk.batches.of_day(date(2026, 8, 5)).lines == ()


def test_all_papers_of_a_recipient_lie_together_whatever_case_they_are_of(desk: App) -> None:
    on = date(2026, 8, 5)
    for name in ("赵永强", "刘桂芳"):
        case_id = invented.accepted(desk, name)
        desk.on(on).papers.issue(case_id, "F06")
        invented.step(desk, case_id, "copy_sent", "2026-08-05")
        desk.on(on).papers.issue(case_id, "F07")

    found = [recipient for recipient, _ in said(desk.batches.of_day(on))]

    assert found == ["赵永强", POLICE, POLICE, "刘桂芳"]


def test_a_hearing_offers_its_notices_one_for_each_party_and_its_sheets_for_the_file(desk: App) -> None:
    case_id = hearing(desk)

    (found,) = desk.batches.hearings(date(2026, 9, 1))
    batch = desk.batches.of_hearing(found)

    assert (found.case_id, found.on) == (case_id, date(2026, 9, 10))
    assert {("欧阳慧敏", "F11"), (POLICE, "F11")} <= set(said(batch))
    assert {(FOR_THE_FILE, form) for form in ("F12", "F12b", "F13")} <= set(said(batch))
    assert [recipient for recipient, _ in said(batch)][-1] == FOR_THE_FILE
    assert desk.batches.hearings(date(2026, 9, 11)) == ()


def test_a_voided_hearing_is_printed_for_no_more(desk: App) -> None:
    case_id = hearing(desk)

    desk.casework.void(case_id, invented.last_step(desk, case_id).id, "改期", sure=True)

    assert desk.batches.hearings(date(2026, 8, 1)) == ()


def test_one_form_for_many_cases_is_issued_where_the_facts_suffice_and_the_gap_is_named(desk: App) -> None:
    whole, gap = invented.accepted(desk, "赵永强"), invented.registered(desk, "刘桂芳")

    batch = desk.batches.of_cases("F06", [whole, gap])

    ready = [line for line in batch.lines if not line.missing]
    assert [line.case_id for line in ready] == [whole]
    assert [line.case_id for line in batch.incomplete] == [gap]
    assert "受理日期" in batch.incomplete[0].missing
    (done,) = (desk.batches.prepare(line) for line in ready)
    assert done.line.number == "云府复受〔2026〕1号"
    assert (done.line.pages > 0, done.refusal) == (True, "")
    (again,) = (line for line in desk.batches.of_cases("F06", [whole]).lines)
    assert again.paper_id == done.line.paper_id
    assert desk.batches.prepare(again).line == again


def test_what_cannot_be_issued_says_why_and_writes_nothing(county: County) -> None:
    theirs = invented.registered(county.township)
    county.carry()
    (line,) = county.center.batches.of_cases(RECEIPT, [theirs]).lines
    before = invented.content(county.center)

    found = county.center.batches.prepare(line)

    assert "石桥镇行政争议纾解窗口" in found.refusal or "办理" in found.refusal
    assert (found.line, found.changed) == (line, set())
    assert invented.content(county.center) == before


def test_a_notice_that_one_party_has_is_still_to_be_issued_for_the_other(desk: App) -> None:
    case_id = hearing(desk)
    police = of_role(desk, case_id, Role.RESPONDENT)
    issued = desk.papers.issue(case_id, "F11", to=police.id)

    lines = {line.recipient: line for line in desk.batches.of_cases("F11", [case_id]).lines}

    assert lines[POLICE].paper_id == issued.paper_id
    assert lines["欧阳慧敏"].paper_id == ""
    assert lines["欧阳慧敏"].missing == ()


def test_a_case_shows_its_papers_and_what_its_steps_offer(desk: App) -> None:
    case_id = invented.accepted(desk)
    desk.papers.issue(case_id, RECEIPT)

    there = {line.form: bool(line.paper_id) for line in desk.batches.of_case(case_id).lines}

    assert there[RECEIPT]
    assert not there["F06"]


def test_a_visitor_takes_the_receipt_home_and_signs_an_address(desk: App) -> None:
    case_id = invented.registered(desk)

    batch = desk.batches.at_intake(case_id)

    assert said(batch) == [("欧阳慧敏", RECEIPT), ("欧阳慧敏", ADDRESSES)]
    assert batch.incomplete == ()


def test_an_envelope_lies_behind_the_papers_of_everybody_who_has_an_address(desk: App) -> None:
    case_id = invented.accepted(desk)
    invented.step(desk, case_id, "copy_sent", "2026-08-04")
    for form in ("F06", "F07"):
        desk.papers.issue(case_id, form)
    batch = desk.batches.of_cases("F06", [case_id])

    with_envelope = desk.batches.with_envelopes(batch)

    assert said(with_envelope) == [("欧阳慧敏", "F06"), ("欧阳慧敏", ENVELOPE)]
    done = desk.batches.prepare(with_envelope.lines[-1]).line
    assert (done.pages, done.number) == (1, "")


def test_every_form_that_the_steps_offer_can_be_printed_for_many_cases(desk: App) -> None:
    forms = dict(desk.batches.forms("reconsideration"))

    assert forms["F06"] == "受理通知书"
    assert set(forms) <= desk.press().forms


def test_a_copy_letter_lies_with_the_organ_above_and_never_with_the_one_it_is_about(desk: App) -> None:
    case_id = decided(desk, "欧阳慧敏", "revoke")
    facts = {"to": "云州市公安局", "basis": "statutory", "problems": "没有告知陈述申辩的权利"}
    step(desk, case_id, "copied", "2026-08-28", **facts)
    unissued = [line.recipient for line in desk.batches.of_case(case_id).lines if line.form == COPY_LETTER]
    desk.on(date(2026, 8, 28)).papers.issue(case_id, COPY_LETTER)

    batch = desk.batches.of_case(case_id)

    assert unissued == ["云州市公安局"]
    assert [line.recipient for line in batch.lines if line.form == COPY_LETTER] == ["云州市公安局"]
    posted = [line.recipient for line in desk.batches.with_envelopes(batch).lines if line.form == ENVELOPE]
    assert "云州市公安局" not in posted
