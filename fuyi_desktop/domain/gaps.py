"""卷内缺什么 — the conditions of the archive held against a file today, each with what puts it right."""

from collections.abc import Iterator, Sequence
from datetime import date

from fuyi_desktop.domain.case import CaseFile, MaterialStatus
from fuyi_desktop.domain.casefile import Binder, Gap, form_of_material
from fuyi_desktop.domain.forms import PROOF_OF_SERVICE, form_of
from fuyi_desktop.domain.party import Party
from fuyi_desktop.domain.passing import INCOMPLETE
from fuyi_desktop.domain.procedure import Procedure, Replay
from fuyi_desktop.domain.service.course import FILED, RECEIPTS, SERVED, form_served, receipts
from fuyi_desktop.domain.service.matrix import Served, recipients, to_serve
from fuyi_desktop.domain.service.steps import lacks_proof
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.trail import Guard, Look, Running

ARCHIVE = "archive"


def unproven(file: CaseFile, counted: Sequence[Step]) -> tuple[Step, ...]:
    """The services of which the file holds no proof: recorded with none, and no 送达回证 that is theirs.

    A 送达回证 issued here is its addressee's; one put on file is that of the party it names, and one that
    names nobody stands for one service.
    """
    served = [step for step in counted if step.code in RECEIPTS and lacks_proof(counted, step)]
    issued = [p.to for p in file.papers if p.form == PROOF_OF_SERVICE and not p.void_reason]
    filed = [
        item.name
        for item in file.materials
        if item.form == PROOF_OF_SERVICE and item.status is MaterialStatus.RECEIVED
    ]
    names = {party.id: party.name for party in file.parties}
    proven = {one for one in issued if one}
    proven |= {key for key, name in names.items() if any(name in said for said in filed)}
    nameless = sum(not any(name in said for name in names.values()) for said in filed) + issued.count(None)
    left = [step for step in served if step.facts.get("party") not in proven]
    return tuple(left[nameless:])


def _unproven_papers(look: Look) -> list[str]:
    return [
        f"{form_of(form_served(step)).title}{f'（{party.name}）' if party else ''}"
        for step in unproven(look.file, look.counted)
        for party in [look.file.party(str(step.facts.get("party", "")))]
    ]


PROVEN = Guard(
    "有的送达还没有送达回证或者其他凭证，请核对是否都已在卷", "民事诉讼法第八十七条",
    lambda look: not unproven(look.file, look.counted), _unproven_papers, asks=True,
)  # fmt: skip


def unserved(file: CaseFile, counted: Sequence[Step]) -> tuple[tuple[Served, Party], ...]:
    """The papers that had to be served and have not reached somebody, each with whom."""
    return tuple(
        (paper, party)
        for paper in to_serve(file)
        for party in recipients(file, paper)
        if not receipts(counted, paper.form, party.id)
    )


def _unserved_papers(look: Look) -> list[str]:
    """Of what was issued here: what is only on file may have been served before it came to us."""
    left = unserved(look.file, look.counted)
    return [f"{paper.title}（{party.name}）" for paper, party in left if paper.paper_id]


REACHED = Guard(
    "有的文书还没有登记送达，请核对", "民事诉讼法第八十七条", lambda look: not _unserved_papers(look),
    _unserved_papers, asks=True, cure=SERVED,
)  # fmt: skip


def gaps(
    file: CaseFile, procedure: Procedure, binder: Binder, today: date, clocks: Sequence[Running]
) -> tuple[Gap, ...]:
    """What the file lacks on that day: forms, services and their proofs, what the archive asks for, pages."""
    replay = procedure.replay(file)
    return (
        *_forms(file, procedure, binder), *_services(file, procedure, replay, binder),
        *_conditions(file, procedure, replay, today, clocks), *_unfinished(file, binder),
    )  # fmt: skip


def _forms(file: CaseFile, procedure: Procedure, binder: Binder) -> Iterator[Gap]:
    for form in procedure.missing(file):
        title = form_of(form).title
        yield Gap(f"缺{title}", binder.order.place(form, title).id, form=form)


def _services(
    file: CaseFile, procedure: Procedure, replay: Replay, binder: Binder
) -> Iterator[Gap]:  # fmt: skip
    if PROVEN not in next((row.guards for row in procedure.steps if row.code == ARCHIVE), ()):
        return  # what a court has served is proved by the court
    place = binder.order.place(PROOF_OF_SERVICE, "").id
    codes = {kind.code for kind in procedure.steps}
    deed = next((code for code in RECEIPTS if code in codes), "")
    for paper, party in unserved(file, replay.counted):
        facts = {"paper": paper.form, "party": party.id}
        text, must = f"{paper.title}还没有送达{party.name}", form_of(paper.form).decides
        yield Gap(text, place, REACHED.article, step=deed, facts=facts, must=must)
    for step in unproven(file, replay.counted):
        to = file.party(str(step.facts.get("party", "")))
        facts = {"paper": form_served(step), "party": to.id if to else ""}
        text = f"没有{form_of(form_served(step)).title}送达{to.name if to else ''}的凭证"
        if FILED in codes:
            yield Gap(text, place, PROVEN.article, step=FILED, facts=facts, must=False)
        else:
            yield Gap(text, place, PROVEN.article, form=PROOF_OF_SERVICE, must=False)


def _conditions(
    file: CaseFile, procedure: Procedure, replay: Replay, today: date, clocks: Sequence[Running]
) -> Iterator[Gap]:
    """What the step 归档 would be refused or asked for, the forms and proofs aside."""
    kind = next((row for row in procedure.steps if row.code == ARCHIVE), None)
    if kind is None or replay.has(ARCHIVE):
        return
    if replay.state not in kind.leaves:
        yield Gap(f"案件还没有办到可以归档，现在是“{procedure.state_named(replay.state).label}”")
        return
    look = Look(
        file, replay.counted, replay.states, replay.state, None, today, replay.counted, tuple(clocks),
        tuple(clocks),
    )  # fmt: skip
    for guard in kind.guards:
        if guard in (PROVEN, REACHED) or guard.why == INCOMPLETE or guard.holds(look):
            continue
        named = f"：{'、'.join(guard.names(look))}" if guard.names else ""
        yield Gap(f"{guard.why}{named}", "", guard.article, step=guard.cure, must=not guard.asks)


def _unfinished(file: CaseFile, binder: Binder) -> Iterator[Gap]:
    for material in file.materials:
        if material.status is not MaterialStatus.RECEIVED:
            place = binder.order.place(form_of_material(material), material.name)
            yield Gap(f"{material.name}还没有收到", place.id, item=material.id, must=False)
    for item in binder.items:
        if not item.pages and not item.digest:
            yield Gap(f"{item.title}没有登记页数", item.place.id, item=item.key, must=False)
