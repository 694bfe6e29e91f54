"""The register of forms agrees with the procedure that offers them and with the templates that print them."""

import tomllib
from itertools import chain

from fuyi_desktop.domain.forms import FORMS, form_of
from fuyi_desktop.domain.procedures import PROCEDURES
from fuyi_desktop.domain.reconsideration import DELIVERED, RECONSIDERATION
from tests.factory import RESOURCES


def test_every_form_that_a_step_names_is_in_the_register() -> None:
    named = chain.from_iterable((*kind.papers, *kind.files, kind.delivers) for kind in RECONSIDERATION.steps)

    assert set(named) - {""} <= FORMS.keys()


def test_every_form_speaks_of_a_step_of_the_procedure() -> None:
    steps = {kind.code for procedure in PROCEDURES.values() for kind in procedure.steps}

    assert {form.cause for form in FORMS.values()} - {""} <= steps


def test_every_template_prints_a_form_of_the_register() -> None:
    heads = [tomllib.loads(path.read_text("utf-8")) for path in (RESOURCES / "templates").glob("*.toml")]

    assert heads
    assert {head["id"] for head in heads} <= FORMS.keys()


def test_what_can_be_served_is_offered_the_decision_first() -> None:
    assert [(choice.code, choice.label) for choice in DELIVERED] == [
        ("F26", "行政复议决定书"), ("F17", "行政复议调解书"), ("F20", "终止行政复议决定书"),
        ("F27", "驳回行政复议申请决定书"), ("F03", "补正通知书"), ("F04", "不予受理决定书"),
        ("F05", "告知书"), ("F06", "受理通知书"), ("F07", "答复通知书和申请书副本"), ("F21", "延期通知书"),
        ("F08", "第三人参加行政复议通知书"), ("F09", "停止执行通知书"), ("F11", "听证通知书"),
        ("F19", "中止行政复议通知书"), ("F19b", "恢复审理通知书"), ("F31", "行政复议意见书"),
        ("F32", "行政复议建议书"), ("F33", "责令履行通知书"), ("F36", "约谈通知书"), ("F40", "更正通知书"),
    ]  # fmt: skip
    assert all(form_of(choice.code).addressees for choice in DELIVERED)


def test_a_form_that_only_a_newer_program_knows_goes_by_its_number() -> None:
    form = form_of("F77")

    assert (form.title, form.served, form.decides, form.addressees) == ("F77", False, False, ())


def test_every_scanned_form_leads_to_a_step_there_is() -> None:
    steps = {kind.code for procedure in PROCEDURES.values() for kind in procedure.steps}

    assert {form.opens for form in FORMS.values()} - {""} <= steps


def test_a_proof_leads_to_the_service_an_approval_to_its_step_a_list_of_names_to_the_hearing() -> None:
    wanted = {
        "F28": "served", "F26": "served", "F06": "served", "G06": "served", "F25": "decide", "F21b": "extend",
        "F37": "publish", "F13": "hearing_held", "F12": "hearing_held", "G07": "meet", "H10": "hearing_held",
        "F01b": "address_confirmed",
    }  # fmt: skip

    assert {form: FORMS[form].opens for form in wanted} == wanted
