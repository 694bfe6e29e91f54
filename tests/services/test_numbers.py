"""Numbers without gaps and without twins: through a new year, a new code, and an organ that has no 代字."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.errors import Ambiguous, BadFact, NoPermission, NotFound, NotOpen, NumbersUnsure
from fuyi_desktop.domain.papers import Mark, Paper
from fuyi_desktop.domain.party import Role, StationRole
from fuyi_desktop.services.app import App
from fuyi_desktop.services.views import case_view, file_view
from fuyi_desktop.store.backups import restore
from tests.services import invented
from tests.services.invented import County

SERIES = {"short": "云府", "kind": "复", "year": 2026}


def halted(app: App, case_id: str) -> str:
    """The case after a 中止 for a suit that has to be judged first."""
    if not app.casework.page(case_id).replay.has("suspend"):
        invented.step(app, case_id, "suspend", "2026-08-04", ground="other_case", reason="另案尚未审结")
    return case_id


def registered(app: App, name: str, on: str, **given: object) -> str:
    """The receipt number of a registration on that day."""
    facts = invented.facts(name, received_on=on, **given)
    return app.on(date.fromisoformat(on)).intake.register(facts).number


def test_a_window_that_joins_goes_on_from_its_last_receipt_number(tmp_path: Path) -> None:
    at = invented.clock()
    (tmp_path / "stick").mkdir()
    invented.found(tmp_path / "center", at, StationRole.CENTER)
    invented.found(tmp_path / "window", at)
    with (
        invented.opened(tmp_path / "center", at) as center,
        invented.opened(tmp_path / "window", at) as window,
    ):
        invented.with_units(center)
        invented.with_units(window)
        before = [registered(window, name, "2026-07-30") for name in ("欧阳慧敏", "陈国栋")]

        invented.enrol(center, window, "T0731", tmp_path / "stick")

        after = registered(window, "罗志强", "2026-07-30")
        assert [*before, after] == ["代收2026-1", "代收2026-2", "代收2026-3"]
        assert [series["short"] for series in window.settings.show()["series"]] == ["T0731"]


def test_two_windows_with_the_same_receipt_number_are_told_apart_by_their_code(county: County) -> None:
    first = invented.registered(county.township)
    assert county.carry().new == 1
    other = invented.registered(county.center, "陈国栋")
    with county.center.office.store.work("何静", "另一窗口的收件") as work:
        case = work.get(Case, other)
        work.put(replace(case, home="T0732", receipt_number="代收2026-1"))

    with pytest.raises(Ambiguous) as refusal:
        county.center.casework.find("代收2026-1")

    assert "T0731/代收2026-1（欧阳慧敏）" in str(refusal.value)
    assert "T0732/代收2026-1（陈国栋）" in str(refusal.value)
    assert county.center.casework.find("T0731/代收2026-1").case.id == first
    assert county.center.casework.find("T0732/代收2026-1").case.id == other


def test_the_way_an_office_writes_its_numbers_outlives_the_year(desk: App) -> None:
    desk.settings.take({"series": [SERIES | {"pattern": "{short}行{kind}〔{year}〕{serial}号"}]})
    invented.accepted(desk)
    registered(desk, "陈国栋", "2027-01-04", act_on="2026-12-28", known_on="2026-12-30")
    (late,) = [row for row in desk.casework.rows() if row.title == "陈国栋"]

    invented.step(desk, late.case_id, "review", "2027-01-05", handler="何静")
    invented.step(desk, late.case_id, "accept", "2027-01-06")

    assert desk.casework.page(late.case_id).file.label == "云府行复〔2027〕1号"
    desk.settings.take({"series": [SERIES | {"year": 2028, "next": 7}]})
    (series,) = [one for one in desk.settings.show()["series"] if one["year"] == 2028]
    assert series["pattern"] == "{short}行{kind}〔{year}〕{serial}号"


def test_an_organ_without_its_short_name_gives_no_number(desk: App) -> None:
    case_id = invented.registered(desk)
    invented.step(desk, case_id, "review", "2026-07-31", handler="何静")
    desk.settings.take({"unit": [{"full_name": "云岭县人民政府", "short": ""}]})

    with pytest.raises(BadFact, match="请先在设置中填写云岭县人民政府的代字"):
        invented.step(desk, case_id, "accept", "2026-08-03")

    page = desk.casework.page(case_id)
    assert page.file.case.number == ""
    assert [step.code for step in page.file.steps] == ["receive", "review"]


def test_a_case_that_has_no_case_number_yet_says_so_beside_its_label(desk: App) -> None:
    case_id = invented.registered(desk)
    before = case_view(desk.casework.page(case_id))
    invented.step(desk, case_id, "review", "2026-07-31", handler="何静")
    invented.step(desk, case_id, "accept", "2026-08-03")

    after = case_view(desk.casework.page(case_id))

    assert (before["number"], before["case_number"]) == ("收2026-1", None)
    assert (after["number"], after["case_number"]) == ("云府复〔2026〕1号", "云府复〔2026〕1号")


def noticed(app: App, name: str, on: str = "2026-08-04", **given: object) -> str:
    """The number of an acceptance notice that was given out on that day."""
    case_id = invented.accepted(app, name)
    return app.on(date.fromisoformat(on)).papers.issue(case_id, "F06", **given).number


def papers_of(app: App, case_id: str) -> tuple[Paper, ...]:
    return app.casework.page(case_id).file.papers


def paper_numbered(app: App, number: str) -> Paper:
    with app.office.store.work("", "") as work:
        (found,) = work.select(Paper, number=number)
    return found


def test_the_year_of_a_number_is_that_of_the_day_though_the_program_was_never_closed(county: County) -> None:
    center, clock = county.center, county.clock
    clock.on("2026-12-31")
    first, second = invented.accepted(center), invented.accepted(center, "陈国栋")

    before = center.papers.issue(first, "F06").number
    clock.on("2027-01-01")
    after = center.papers.issue(second, "F06").number

    assert (before, after) == ("云府复受〔2026〕1号", "云府复受〔2027〕1号")


def test_one_series_can_serve_every_kind_of_paper(desk: App) -> None:
    desk.settings.take({"numbering": {"*": "文"}})
    first, second = invented.accepted(desk), invented.accepted(desk, "陈国栋")

    numbers = [
        desk.papers.issue(first, "F06").number,
        desk.papers.issue(second, "F06").number,
        desk.papers.issue(halted(desk, first), "F19").number,
    ]

    assert numbers == ["云府文〔2026〕1号", "云府文〔2026〕2号", "云府文〔2026〕3号"]
    assert desk.casework.page(first).file.label == "云府复〔2026〕1号"  # the 案号 is no paper


def test_papers_and_cases_can_share_a_series_and_a_kind_can_keep_its_own(desk: App) -> None:
    desk.settings.take({"numbering": {"*": "复", "复受": "复受通"}})
    pattern = "{short}（{kind}）字〔{year}〕{serial}号"
    desk.settings.take({"series": [SERIES | {"kind": "复受通", "pattern": pattern}]})
    case_id = invented.accepted(desk)

    halted(desk, case_id)
    numbers = [desk.papers.issue(case_id, form).number for form in ("F06", "F19")]

    assert desk.casework.page(case_id).file.label == "云府复〔2026〕1号"
    assert numbers == ["云府（复受通）字〔2026〕1号", "云府复〔2026〕2号"]
    assert desk.settings.show()["numbering"] == {"*": "复", "复受": "复受通"}


def test_a_numbering_that_names_no_series_is_refused(desk: App) -> None:
    for wrong in ({"复受": 1}, {"复受": ""}, ["复受"]):
        with pytest.raises(BadFact, match="设置的 numbering：应当写成"):
            desk.settings.take({"numbering": wrong})

    assert desk.settings.show()["numbering"] == {}


def test_a_voided_paper_stays_with_its_number_and_the_corrected_one_has_another(desk: App) -> None:
    case_id = invented.accepted(desk)
    first = desk.papers.issue(case_id, "F06")
    pdf = desk.papers.pdf(first.paper_id)
    assert "F06" not in desk.casework.page(case_id).missing

    desk.papers.void(first.paper_id, "申请人姓名打错")

    assert "F06" in desk.casework.page(case_id).missing
    assert desk.papers.pdf(first.paper_id) == pdf
    second = desk.papers.issue(case_id, "F06")
    assert (first.number, second.number) == ("云府复受〔2026〕1号", "云府复受〔2026〕2号")
    shown = {p["number"]: (p["void"], p["edition"]) for p in file_view(desk.casework.page(case_id))["papers"]}
    assert shown == {"云府复受〔2026〕1号": ("申请人姓名打错", 1), "云府复受〔2026〕2号": (None, 2)}
    (account,) = [one for one in desk.numbers.show() if one.series.kind == "复受"]
    assert (account.issued, account.void, account.gaps) == (1, ((1, "申请人姓名打错"),), ())
    assert desk.upkeep.check() == []


def test_a_paper_is_voided_once_with_a_reason_by_who_may_and_not_after_its_service(desk: App) -> None:
    case_id = invented.accepted(desk)
    applicant = invented.of_role(desk, case_id, Role.APPLICANT).id
    served = desk.on(date(2026, 8, 4)).papers.issue(case_id, "F06", to=applicant).paper_id
    loose = desk.papers.issue(halted(desk, case_id), "F19").paper_id
    invented.step(desk, case_id, "served", "2026-08-05", paper="F06", party=applicant)
    before = invented.content(desk)

    with pytest.raises(NotOpen, match="这份文书已经登记送达，登记有误的先作废送达的记录"):
        desk.papers.void(served, "打错")
    with pytest.raises(BadFact, match="作废理由：还没有填写"):
        desk.papers.void(loose, "  ")
    with pytest.raises(NoPermission):
        invented.as_person(desk, PersonRole.READER).papers.void(loose, "打错")
    assert invented.content(desk) == before

    desk.papers.void(loose, "打错")
    with pytest.raises(NotOpen, match="中止行政复议通知书云府复中〔2026〕1号已经作废"):
        desk.papers.void(loose, "打错")


def test_the_voiding_of_a_paper_travels_to_the_center(county: County) -> None:
    case_id = invented.accepted(county.township)
    number = county.township.papers.issue(case_id, "F06").number
    county.carry()
    assert paper_numbered(county.center, number).void_reason == ""

    county.township.papers.void(paper_numbered(county.township, number).id, "日期打错")
    report = county.carry()

    assert report.conflicts == 0
    assert paper_numbered(county.center, number).void_reason == "日期打错"


def test_a_number_is_set_aside_returned_and_given_to_the_next_paper(desk: App) -> None:
    assert noticed(desk, "欧阳慧敏") == "云府复受〔2026〕1号"
    aside = desk.numbers.set_aside("云府/复受/2026", "另用纸写的补充通知")
    assert noticed(desk, "陈国栋") == "云府复受〔2026〕3号"
    (account,) = [one for one in desk.numbers.show(2026) if one.series.kind == "复受"]
    assert aside == "云府复受〔2026〕2号"
    assert (account.issued, account.set_aside, account.gaps) == (2, ((2, "另用纸写的补充通知"),), ())

    desk.numbers.give_back("云府/复受/2026", 2, "没有使用")
    assert desk.numbers.account("云府/复受/2026").returned == ((2, "没有使用"),)

    assert noticed(desk, "罗志强") == "云府复受〔2026〕2号"
    assert noticed(desk, "赵永强") == "云府复受〔2026〕4号"
    account = desk.numbers.account("云府/复受/2026")
    assert (account.issued, account.returned, account.set_aside, account.gaps) == (4, (), (), ())
    assert account.series.note(2)["before"] == "退回（没有使用，何静）"


def test_numbers_that_were_passed_over_are_gaps_until_somebody_says_why(desk: App) -> None:
    noticed(desk, "欧阳慧敏")
    desk.settings.take({"series": [SERIES | {"kind": "复受", "next": 5}]})
    assert noticed(desk, "陈国栋") == "云府复受〔2026〕5号"
    assert desk.numbers.account("云府/复受/2026").gaps == (2, 3, 4)

    desk.numbers.void("云府/复受/2026", 2, "发文登记写错")
    desk.numbers.give_back("云府/复受/2026", 3, "没有使用")

    account = desk.numbers.account("云府/复受/2026")
    assert (account.void, account.returned, account.gaps) == (
        ((2, "发文登记写错"),), ((3, "没有使用"),), (4,)
    )  # fmt: skip
    assert account.as_dict()["gaps"] == ["云府复受〔2026〕4号"]


def test_only_a_number_that_was_passed_and_that_nothing_bears_can_be_marked(desk: App) -> None:
    noticed(desk, "欧阳慧敏")
    desk.settings.take({"series": [SERIES | {"kind": "复受", "next": 3}]})
    desk.numbers.void("云府/复受/2026", 2, "写错")
    before = invented.content(desk)

    with pytest.raises(BadFact, match="云府复受〔2026〕1号：已经有文书或者案件使用，不能作废"):
        desk.numbers.void("云府/复受/2026", 1, "写错")
    with pytest.raises(BadFact, match="3 号还没有给出，不能退回"):
        desk.numbers.give_back("云府/复受/2026", 3, "没有使用")
    with pytest.raises(BadFact, match="云府复受〔2026〕2号：已经作废"):
        desk.numbers.give_back("云府/复受/2026", 2, "没有使用")
    with pytest.raises(BadFact, match="理由：还没有填写"):
        desk.numbers.set_aside("云府/复受/2026", "")
    with pytest.raises(NotFound, match="没有找到文号系列“云府/复受/2025”"):
        desk.numbers.void("云府/复受/2025", 1, "写错")
    with pytest.raises(BadFact, match="应当写成 代字/文书类别"):
        desk.numbers.void("云府复受", 1, "写错")
    with pytest.raises(NoPermission):
        invented.as_person(desk, PersonRole.READER).numbers.give_back("云府/复受/2026", 2, "没有使用")

    assert invented.content(desk) == before


def test_what_an_office_gave_out_before_it_used_the_program_is_no_gap(desk: App) -> None:
    desk.settings.take({"series": [SERIES | {"kind": "复受", "next": 118}]})

    assert noticed(desk, "欧阳慧敏") == "云府复受〔2026〕118号"
    account = desk.numbers.account("云府/复受")
    assert (account.series.first, account.issued, account.gaps) == (118, 1, ())


def test_numbers_written_before_the_pattern_changed_are_still_known(desk: App) -> None:
    noticed(desk, "欧阳慧敏")
    desk.settings.take(
        {"series": [SERIES | {"kind": "复受", "pattern": "{short}{kind}字[{year}]{serial}号"}]}
    )

    assert noticed(desk, "陈国栋") == "云府复受字[2026]2号"
    account = desk.numbers.account("云府/复受/2026")
    assert (account.issued, account.gaps) == (2, ())


def test_the_receipts_of_a_window_are_accounted_for_as_well(county: County) -> None:
    for name in ("欧阳慧敏", "陈国栋"):
        invented.registered(county.township, name)
    invented.registered(county.center, "罗志强")

    (account,) = county.township.numbers.show()

    assert (account.series.id, account.issued, account.gaps) == ("T0731/代收/2026", 2, ())


def test_a_number_typed_by_hand_is_kept_with_its_reason_and_the_counter_passes_it_over(desk: App) -> None:
    typed = noticed(desk, "欧阳慧敏", number=" 云府复受〔2026〕2号 ", reason="补登手写的通知书")
    assert typed == "云府复受〔2026〕2号"

    assert noticed(desk, "陈国栋") == "云府复受〔2026〕1号"
    assert noticed(desk, "罗志强") == "云府复受〔2026〕3号"
    account = desk.numbers.account("云府/复受/2026")
    assert (account.issued, account.gaps) == (3, ())
    told = desk.casework.journal(paper_numbered(desk, typed).case_id)[0].why
    assert told == "出行政复议受理通知书，手填文号：补登手写的通知书"


def test_a_number_that_is_borne_or_void_cannot_be_typed(desk: App) -> None:
    noticed(desk, "欧阳慧敏")
    desk.numbers.set_aside("云府/复受/2026", "手写")
    desk.numbers.void("云府/复受/2026", 2, "写错")
    case_id = invented.accepted(desk, "陈国栋")
    before = invented.content(desk)

    with pytest.raises(BadFact, match="“云府复受〔2026〕1号”已经用在云府复〔2026〕1号"):
        desk.papers.issue(case_id, "F06", number="云府复受〔2026〕1号", reason="补登")
    with pytest.raises(BadFact, match="“云府复〔2026〕2号”已经用在云府复〔2026〕2号"):
        desk.papers.issue(case_id, "F06", number="云府复〔2026〕2号", reason="补登")
    with pytest.raises(BadFact, match="“云府复受〔2026〕2号”已经作废，不能再用"):
        desk.papers.issue(case_id, "F06", number="云府复受〔2026〕2号", reason="补登")
    with pytest.raises(BadFact, match="手填文号的，应当写明理由"):
        desk.papers.issue(case_id, "F06", number="云府复受〔2026〕9号")
    with pytest.raises(BadFact, match="《行政复议材料接收回执》不编文号"):
        desk.papers.issue(case_id, "F01", number="收9号", reason="补登")

    assert invented.content(desk) == before


@pytest.mark.parametrize(
    "typed",
    ["云府复受[2026]1号", "云府复受（2026）001号", "云府复受〔２０２６〕１号", "云府 复受〔2026〕 1 号"],
)
def test_a_number_that_is_borne_cannot_be_typed_in_another_spelling(desk: App, typed: str) -> None:
    noticed(desk, "欧阳慧敏")
    case_id = invented.accepted(desk, "陈国栋")

    with pytest.raises(BadFact, match="“云府复受〔2026〕1号”已经用在云府复〔2026〕1号"):
        desk.papers.issue(case_id, "F06", number=typed, reason="补登")


@pytest.mark.parametrize("typed", ["<b>随便", "随便", "7", "云府复受〔2026〕0号"])
def test_what_is_no_number_at_all_cannot_be_typed(desk: App, typed: str) -> None:
    case_id = invented.accepted(desk)

    with pytest.raises(BadFact, match="不是文号，应当像“云府复受〔2026〕1号”"):
        desk.papers.issue(case_id, "F06", number=typed, reason="补登")


def test_a_number_on_a_paper_written_elsewhere_is_not_given_again(desk: App) -> None:
    desk.numbers.set_aside("云府/复受/2026", "手写")
    desk.numbers.mark("云府/复受/2026", (1,), Mark.USED, "已寄出")

    with pytest.raises(BadFact, match="云府复受〔2026〕1号：已经写明用在程序以外的文书上，不能退回再用"):
        desk.numbers.give_back("云府/复受/2026", 1, "没有使用")

    assert noticed(desk, "欧阳慧敏") == "云府复受〔2026〕2号"


@pytest.mark.parametrize(("key", "what"), [("无府/复受", "代字“无府”"), ("云府/复收", "文书类别“复收”")])
def test_a_series_that_no_organ_and_no_form_has_is_not_begun_by_a_slip(
    desk: App, key: str, what: str
) -> None:
    before = invented.content(desk)

    with pytest.raises(NotFound, match=what):
        desk.numbers.set_aside(key, "手写")
    with pytest.raises(NotFound, match=what):
        desk.numbers.go_on_from(key, 3)

    assert invented.content(desk) == before


def test_the_spelling_of_what_was_given_out_outlives_a_change_of_the_pattern(desk: App) -> None:
    noticed(desk, "欧阳慧敏")
    desk.numbers.set_aside("云府/复受/2026", "手写")
    desk.numbers.void("云府/复受/2026", 2, "写错")

    desk.numbers.write_as("云府/复受/2026", "{short}{kind}字[{year}]{serial}号")

    account = desk.numbers.account("云府/复受/2026")
    assert [account.told(serial) for serial in (1, 2, 3)] == [
        "云府复受〔2026〕1号", "云府复受〔2026〕2号", "云府复受字[2026]3号",
    ]  # fmt: skip


def test_a_number_that_another_station_gave_as_well_is_told_by_the_check_and_passed_over(
    county: County,
) -> None:
    theirs = invented.accepted(county.township)
    ours = invented.accepted(county.center, "陈国栋")
    assert county.township.papers.issue(theirs, "F06").number == "云府复受〔2026〕1号"
    assert county.center.papers.issue(ours, "F06").number == "云府复受〔2026〕1号"
    assert county.center.upkeep.check() == []

    assert county.carry().conflicts == 0

    both = "（T0731/代收2026-1、center/收2026-1）"
    assert county.center.upkeep.check() == [
        f"文号：“云府复〔2026〕1号”用了不止一次{both}，请核对后作废其中一份，另行编号",
        f"文号：“云府复受〔2026〕1号”用了不止一次{both}，请核对后作废其中一份，另行编号",
    ]
    county.center.papers.void(next(p.id for p in papers_of(county.center, ours)), "与另一站点重号")
    assert county.center.papers.issue(ours, "F06").number == "云府复受〔2026〕2号"
    assert [said for said in county.center.upkeep.check() if "复受" in said] == []


def test_after_a_backup_was_put_back_the_next_number_is_asked_for(tmp_path: Path, desk: App) -> None:
    at = invented.clock("2026-12-31")
    noticed(desk, "欧阳慧敏")
    waiting = invented.accepted(desk, "陈国栋")
    saved = desk.upkeep.backup(tmp_path / "backups")
    noticed(desk, "罗志强")  # on its way already when the disk broke
    restore(saved, tmp_path / "again")

    with invented.opened(tmp_path / "again", at, desk.press) as again:
        with pytest.raises(NumbersUnsure, match="云府复受〔2026〕的下一个号不能确定"):
            again.papers.issue(waiting, "F06")
        with pytest.raises(NumbersUnsure, match="numbers next 云府/复中/2026"):
            again.papers.issue(halted(again, waiting), "F19")
        assert registered(again, "刘桂芳", "2026-07-30") == "收2026-3"  # a visitor is not kept waiting
        assert {one.series.id: one.sure for one in again.numbers.show()} == {
            "云府/复/2026": False, "云府/复受/2026": False, "center/收/2026": True,
        }  # fmt: skip

        again.numbers.go_on_from("云府/复受/2026", 3)
        again.numbers.go_on_from("云府/复中/2026", 1)

        assert again.papers.issue(waiting, "F06").number == "云府复受〔2026〕3号"
        assert again.papers.issue(halted(again, waiting), "F19").number == "云府复中〔2026〕1号"
        assert again.numbers.account("云府/复受/2026").gaps == (2,)
        with pytest.raises(BadFact, match="下一个号是 4，不能退回到 2"):
            again.numbers.go_on_from("云府/复受/2026", 2)
        at.on("2027-01-04")
        again.settings.take({"unit": [{"full_name": "云岭县人民政府", "phone": "0999-2021999"}]})
        assert again.papers.issue(waiting, "F06").number == "云府复受〔2027〕1号"
        assert again.upkeep.check() == []


DEEDS = st.lists(
    st.tuples(st.sampled_from(["take", "void", "return", "jump"]), st.integers(1, 12)), max_size=14
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_is_done_every_number_is_accounted_for_and_none_is_out_twice(
    desk: App, kinds: Iterator[str], deeds: list[tuple[str, int]]
) -> None:
    kind = next(kinds)
    desk.settings.take({"series": [SERIES | {"kind": kind}]})
    key, numbers = f"云府/{kind}/2026", desk.numbers
    out = {numbers.set_aside(key, "手写")}
    for deed, serial in deeds:
        told = numbers.account(key).series.told(serial)
        with suppress(BadFact):  # a number that cannot be marked so, or a counter that would go back
            if deed == "take":
                given = numbers.set_aside(key, "手写")
                assert given not in out
                out.add(given)
            elif deed == "void":
                numbers.void(key, serial, "写错")
            elif deed == "return":
                numbers.give_back(key, serial, "没有使用")
                out.discard(told)
            else:
                numbers.go_on_from(key, serial)

    account = numbers.account(key)
    marked = [serial for of in (account.void, account.returned, account.set_aside) for serial, _ in of]
    assert sorted([*marked, *account.gaps]) == list(range(1, account.series.next))
    assert {account.series.told(serial) for serial, _ in account.set_aside} <= out


@pytest.fixture
def kinds() -> Iterator[str]:
    """A 文书类别 of its own for every example, so that they can share a store."""
    return (f"试{number}" for number in count(1))
