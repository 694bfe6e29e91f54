"""Whatever an office does in whatever order: no case leaves the table, no row is lost, no refusal is mute."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.deadlines import deadlines
from fuyi_desktop.domain.errors import FuyiError
from fuyi_desktop.domain.fields import Field, FieldKind
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.procedure import HAND_OVER, Offer, holder
from fuyi_desktop.domain.reconsideration import RECONSIDERATION
from fuyi_desktop.services.app import App
from fuyi_desktop.store.schema import RECORDS, TABLES
from tests import factory
from tests.services import invented

FIRST = date(2026, 7, 30)
STATES = {state.id for state in RECONSIDERATION.states}
SHARED = ("case", "party", "step", "material", "paper", "printing", "attachment")
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def begun() -> CaseFile:
    """A case that has just come in, all its papers on file."""
    forms = {form for kind in RECONSIDERATION.steps for form in kind.files}
    file = factory.file(materials=tuple(sorted(forms)))
    third = factory.party(file.case, Role.THIRD_PARTY, "柳河镇双龙村村民委员会")
    return recorded(replace(file, parties=(*file.parties, third)), "receive", FIRST, {})


def recorded(file: CaseFile, code: str, on: date, facts: dict[str, Any]) -> CaseFile:
    step = factory.step(file.case, code, on, station=holder(file))
    return replace(file, steps=(*file.steps, replace(step, id=f"{len(file.steps):032x}", facts=facts)))


def clocks(file: CaseFile, today: date) -> list[Any]:
    law = factory.law()
    return [c.running for c in deadlines(file, RECONSIDERATION, law.rules, law.workdays, today)]


def sound(draw: Any, field: Field, file: CaseFile, on: date) -> Any:
    """A value that this field takes."""
    days = {"perform_by": on + timedelta(days=20), "received_on": on, "posted_on": FIRST}
    match field.kind:
        case FieldKind.DATE:
            return days[field.name].isoformat()
        case FieldKind.CHOICE:
            return draw(st.sampled_from([choice.code for choice in field.choices]))
        case FieldKind.MANY:
            return [choice.code for choice in field.choices]
        case FieldKind.PARTY:
            return draw(st.sampled_from([party.id for party in file.parties]))
        case FieldKind.INTEGER:
            return draw(st.integers(1, 30))
        case FieldKind.YES_NO:
            return draw(st.booleans())
        case FieldKind.STATION:
            return draw(st.sampled_from(["center", "T0731", "T0732"]))
    return draw(st.sampled_from(["何静", "云州市公安局", "理由"]))


def typed(draw: Any, offer: Offer, file: CaseFile, on: date) -> dict[str, Any]:
    """What a careful person would fill in, now and then without what may be left out."""
    chosen = [field for field in offer.kind.fields if field.required or draw(st.booleans())]
    return {field.name: sound(draw, field, file, on) for field in chosen}


def check(file: CaseFile, code: str, on: date, facts: dict[str, Any], today: date) -> dict[str, Any]:
    return RECONSIDERATION.check(file, code, on, facts, today=today, clocks=clocks(file, today))


def spoken(refusal: FuyiError) -> None:
    """One sentence for the clerk: Chinese, with a number of ours, and with nothing unfilled."""
    assert refusal.code >= 10
    assert re.search(r"[\u4e00-\u9fff].*。$", str(refusal)), str(refusal)
    assert not re.search(r"\{[a-z_]+\}", str(refusal)), str(refusal)


@SLOW
@given(st.data())
def test_a_walk_over_the_offers_never_leaves_the_table(data: st.DataObject) -> None:
    file, today = begun(), FIRST
    for _ in range(data.draw(st.integers(3, 22), label="deeds")):
        today += timedelta(days=data.draw(st.sampled_from([0, 0, 1, 2, 5, 20]), label="days"))
        offers = RECONSIDERATION.offers(file, today, clocks(file, today))
        chosen = [offer for offer in offers if offer.open]
        if not chosen:
            break
        offer = data.draw(st.sampled_from(chosen), label="step")
        on = offer.on or today
        facts = typed(data.draw, offer, file, on)
        try:
            kept = check(file, offer.kind.code, on, facts, today)
        except FuyiError as refusal:
            spoken(refusal)
            assert offer.kind.guards, f"{offer.kind.code} was offered, and refused: {refusal}"
            continue
        file = recorded(file, offer.kind.code, on, kept)

        replay = RECONSIDERATION.replay(file)
        assert replay.state in STATES
        assert (replay.misfits, len(replay.counted)) == ((), len(file.steps))

    shuffled = replace(file, steps=tuple(data.draw(st.permutations(file.steps))))
    assert RECONSIDERATION.replay(shuffled) == RECONSIDERATION.replay(file)
    assert holder(shuffled) == holder(file)
    assert clocks(shuffled, today) == clocks(file, today)


@SLOW
@given(st.data())
def test_any_step_on_any_day_counts_when_it_is_taken_and_is_refused_in_words_otherwise(
    data: st.DataObject,
) -> None:
    file, today = begun(), FIRST
    for _ in range(data.draw(st.integers(3, 14), label="deeds")):
        today += timedelta(days=data.draw(st.sampled_from([0, 1, 5, 12]), label="days"))
        kind = data.draw(st.sampled_from(RECONSIDERATION.steps), label="step")
        on = today - timedelta(days=data.draw(st.integers(-1, 9), label="back"))
        facts = typed(data.draw, Offer(kind), file, on)
        try:
            kept = check(file, kind.code, on, facts, today)
        except FuyiError as refusal:
            spoken(refusal)
            continue
        before = RECONSIDERATION.replay(file)
        file = recorded(file, kind.code, on, kept)

        after = RECONSIDERATION.replay(file)
        assert file.steps[-1] in after.counted
        assert {step.id for step in before.counted} < {step.id for step in after.counted}


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 40), st.text("何静2026-08 ", max_size=6),
    st.lists(st.text(max_size=3), max_size=2),
    st.sampled_from(["C4", "F26", "direct", "2026-08-03", "ordinary", "撤销"]),
)  # fmt: skip


@SLOW
@given(code=st.sampled_from([kind.code for kind in RECONSIDERATION.steps]), data=st.data())
def test_whatever_is_typed_into_a_step_is_taken_or_refused_in_words(code: str, data: st.DataObject) -> None:
    file = recorded(begun(), "review", FIRST, {"handler": "何静"})
    names = [field.name for field in RECONSIDERATION.step(code).fields] + ["没有的"]
    facts = data.draw(st.dictionaries(st.sampled_from(names), JUNK, max_size=4))

    try:
        kept = check(file, code, FIRST, facts, FIRST)
    except FuyiError as refusal:
        spoken(refusal)
    else:
        assert RECONSIDERATION.replay(recorded(file, code, FIRST, kept)).misfits == ()


TYPED = (
    "received_on",
    "applicants",
    "respondent",
    "act_on",
    "flags",
    "materials",
    "informed",
    "organ",
    "没有的",
)
TOLD = ("name", "kind", "id_number", "pages", "form", "e_service")


@settings(deadline=None, max_examples=120)
@given(
    facts=st.dictionaries(
        st.sampled_from(TYPED),
        JUNK | st.lists(st.dictionaries(st.sampled_from(TOLD), JUNK, max_size=3), max_size=2),
        max_size=3,
    )
)
def test_whatever_is_typed_at_the_window_is_registered_or_refused_in_words(
    window_of_all: Callable[[], App], facts: dict[str, Any]
) -> None:
    app = window_of_all()
    before = app.casework.count()
    try:
        done = app.intake.register(invented.facts() | facts)
    except FuyiError as refusal:
        spoken(refusal)
        assert app.casework.count() == before
    else:
        assert app.casework.page(done.case_id).replay.state == "R00"


@pytest.fixture(scope="module")
def window_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], App]]:
    """One window for all tries of a test; asked for, since hypothesis prints whatever it hands on."""
    folder, at = tmp_path_factory.mktemp("walks") / "window", invented.clock()
    invented.found(folder, at)
    with invented.opened(folder, at) as app:
        invented.with_units(app)
        yield lambda: app


def rows(app: App, table: str) -> list[tuple[Any, ...]]:
    """The rows of a table but for the local count of their changes."""
    columns = [column for column in TABLES[table].c if column.name != "revision"]
    with app.office.store.reading() as connection:
        found = connection.execute(TABLES[table].select().with_only_columns(*columns))
        return sorted((tuple(row) for row in found), key=repr)


@settings(
    deadline=None, max_examples=6, suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each try is a county: not shrunk
)  # fmt: skip
@given(st.data())
def test_whatever_is_lost_or_comes_twice_the_center_ends_with_the_township_s_rows(
    joined: Any, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    county = invented.county(tmp_path_factory.mktemp("county") / "county", joined)
    deeds = ["register", "step", "void", "material", "carry", "lose", "again", "answer"]
    sent: list[Any] = []
    cases: list[str] = []
    for n in range(data.draw(st.integers(4, 14), label="deeds")):
        match data.draw(st.sampled_from(deeds if cases else ["register"]), label="deed"):
            case "register":
                cases.append(invented.registered(county.township, f"欧阳{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[n]}"))
            case "step":
                case_id = data.draw(st.sampled_from(cases))
                page = county.township.casework.page(case_id)
                offer = next((o for o in page.offers if o.open and o.kind.code != HAND_OVER), None)
                if offer is not None:
                    facts = typed(data.draw, offer, page.file, FIRST)
                    county.township.casework.step(case_id, offer.kind.code, FIRST, facts)
            case "void":
                last = invented.last_step(county.township, data.draw(st.sampled_from(cases)))
                if not last.voided:
                    county.township.casework.void(last.case_id, last.id, "录错案件")
            case "material":
                county.township.intake.add_material(data.draw(st.sampled_from(cases)), {"name": "身份证明"})
            case "carry":
                sent.append(county.send().file)
                county.center.exchange.take(sent[-1])
            case "lose":
                county.send().file.unlink()
            case "again" if sent:
                assert county.center.exchange.take(data.draw(st.sampled_from(sent))).new == 0
            case "answer" if sent:
                county.answer()
        sent = [path for path in sent if path.exists()]

    report = county.carry()
    county.answer()

    assert report.conflicts == 0
    for table in SHARED:
        assert RECORDS[table].travels
        assert rows(county.center, table) == rows(county.township, table)
    assert county.township.exchange.status().unsent == 0
    assert county.center.upkeep.check() == county.township.upkeep.check() == []
    assert [row.case_id for row in county.center.casework.rows()] == [
        row.case_id for row in county.township.casework.rows()
    ]
    county.close()
