"""Whatever an office does in whatever order: no case leaves the table, no row is lost, no refusal is mute."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fuyi_desktop.domain.custody import HAND_OVER, holder
from fuyi_desktop.domain.errors import FuyiError
from fuyi_desktop.domain.procedure import LATE_CAUSE, Procedure
from fuyi_desktop.domain.procedures import PROCEDURES
from fuyi_desktop.services.app import App
from fuyi_desktop.store.schema import RECORDS, TABLES
from tests.services import invented
from tests.walking import FIRST, begun, check, clocks, recorded, spoken, typed

SHARED = ("case", "party", "step", "material", "paper", "printing", "attachment")
FOUND = [Phase.explicit, Phase.reuse, Phase.generate]  # a walk that fails is not shrunk: each try is long
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], phases=FOUND)
EACH = pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=list(PROCEDURES))


@EACH
@SLOW
@given(data=st.data())
def test_a_walk_over_the_offers_never_leaves_the_table(procedure: Procedure, data: st.DataObject) -> None:
    file, today = begun(procedure, data.draw), FIRST
    states = {state.id for state in procedure.states}
    for _ in range(data.draw(st.integers(3, 30), label="deeds")):
        today += timedelta(days=data.draw(st.sampled_from([0, 0, 1, 2, 5, 20]), label="days"))
        offers = procedure.offers(file, today, clocks(procedure, file, today))
        chosen = [offer for offer in offers if offer.open]
        onward = [offer for offer in chosen if not offer.kind.side]
        if not chosen:
            break
        among = data.draw(st.sampled_from([onward or chosen, onward or chosen, chosen]), label="among")
        offer = data.draw(st.sampled_from(among), label="step")
        on = offer.on or today
        facts = typed(data.draw, offer.kind, file, on)
        try:
            kept = check(procedure, file, offer.kind.code, on, facts, today).facts
        except FuyiError as refusal:
            spoken(refusal)
            said = f"{offer.kind.code} was offered, and refused: {refusal}"
            # a consequence of expiry is dated back: what was recorded since may stand against it
            assert offer.on or offer.kind.guards or offer.kind.field(LATE_CAUSE), said
            continue
        file = recorded(file, offer.kind, on, kept)

        replay = procedure.replay(file)
        assert replay.state in states
        assert (replay.misfits, len(replay.counted)) == ((), sum(not step.voided for step in file.steps))
        if data.draw(st.integers(0, 9), label="void") == 0:
            voided = replace(file.steps[-1], void_reason="录错案件")
            file = replace(file, steps=(*file.steps[:-1], voided))
            assert procedure.replay(file).state in states

    shuffled = replace(file, steps=tuple(data.draw(st.permutations(file.steps))))
    assert procedure.replay(shuffled).state == procedure.replay(file).state
    assert procedure.replay(shuffled).counted == procedure.replay(file).counted
    assert holder(shuffled) == holder(file)
    assert clocks(procedure, shuffled, today) == clocks(procedure, file, today)


@EACH
@SLOW
@given(data=st.data())
def test_any_step_on_any_day_counts_when_it_is_taken_and_is_refused_in_words_otherwise(
    procedure: Procedure, data: st.DataObject
) -> None:
    file, today = begun(procedure, data.draw), FIRST
    for _ in range(data.draw(st.integers(3, 14), label="deeds")):
        today += timedelta(days=data.draw(st.sampled_from([0, 1, 5, 12]), label="days"))
        kind = data.draw(st.sampled_from(procedure.steps), label="step")
        on = today - timedelta(days=data.draw(st.integers(-1, 9), label="back"))
        facts = typed(data.draw, kind, file, on)
        try:
            kept = check(procedure, file, kind.code, on, facts, today).facts
        except FuyiError as refusal:
            spoken(refusal)
            continue
        before = procedure.replay(file)
        file = recorded(file, kind, on, kept)

        after = procedure.replay(file)
        assert file.steps[-1] in after.counted
        assert {step.id for step in before.counted} < {step.id for step in after.counted}


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 40), st.text("何静2026-08 ", max_size=6),
    st.lists(st.text(max_size=3), max_size=2),
    st.sampled_from(["C4", "F26", "direct", "2026-08-03", "ordinary", "撤销"]),
)  # fmt: skip


@EACH
@SLOW
@given(data=st.data())
def test_whatever_is_typed_into_a_step_is_taken_or_refused_in_words(
    procedure: Procedure, data: st.DataObject
) -> None:
    file = begun(procedure, data.draw)
    kind = data.draw(st.sampled_from(procedure.steps), label="step")
    names = [field.name for field in kind.fields] + ["没有的"]
    facts = data.draw(st.dictionaries(st.sampled_from(names), JUNK, max_size=4))

    try:
        kept = check(procedure, file, kind.code, FIRST, facts, FIRST).facts
    except FuyiError as refusal:
        spoken(refusal)
    else:
        assert procedure.replay(recorded(file, kind, FIRST, kept)).misfits == ()


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
    deadline=None, max_examples=6, suppress_health_check=[HealthCheck.too_slow], phases=FOUND,
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
                    facts = typed(data.draw, offer.kind, page.file, FIRST)
                    county.township.casework.step(case_id, offer.kind.code, FIRST, facts, sure=True)
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
