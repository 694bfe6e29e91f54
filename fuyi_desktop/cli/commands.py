"""What each command does: one call of a service, and what it answers."""

from pathlib import Path
from typing import Any

from fuyi_desktop.cli.desk import Desk, read_lines, read_text
from fuyi_desktop.cli.lawbook import law
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.services.casework import party_called
from fuyi_desktop.services.intake import MATERIAL_KEYS, PERSON_KEYS
from fuyi_desktop.services.papers import can_write
from fuyi_desktop.services.views import case_view, entry_view, file_view, now_view, procedure_view


def init(desk: Desk) -> Any:
    return desk.place.init(
        StationRole(desk.args.role), desk.args.name, desk.args.unit or desk.args.name,
        desk.args.init_person, desk.password(),
    ).as_dict()  # fmt: skip


def settings_show(desk: Desk) -> Any:
    with desk.app() as app:
        return app.settings.show()


def settings_import(desk: Desk) -> Any:
    with desk.app() as app:
        app.settings.take_file(read_text(desk.args.file), Path(desk.args.file).name)
        return app.settings.show()


def procedure(desk: Desk) -> Any:
    told = procedure_view(desk.place.law.procedures, desk.args.kind, PERSON_KEYS, MATERIAL_KEYS)
    if not desk.args.svg:
        return told
    desk.place.draw_procedure(desk.args.kind, Path(desk.args.svg))
    return {"kind": told["kind"], "label": told["label"], "out": desk.args.svg}


def case_add(desk: Desk) -> Any:
    kind = {"kind": desk.args.kind} if desk.args.kind else {}
    with desk.app() as app:
        return case_view(app.casework.page(app.intake.register(kind | desk.facts()).case_id))


def case_carry(desk: Desk) -> Any:
    with desk.app() as app:
        file = app.casework.find(desk.args.case)
        taken = app.intake.carried(file.case.id, desk.args.kind)
        return case_view(app.casework.page(app.intake.register(taken | desk.facts()).case_id))


def case_list(desk: Desk) -> Any:
    with desk.app() as app:
        return [now_view(row) for row in app.casework.rows(desk.args.text or "", limit=desk.args.limit)]


def case_show(desk: Desk) -> Any:
    with desk.app() as app:
        return file_view(app.casework.page(app.casework.find(desk.args.case).case.id))


def case_step(desk: Desk) -> Any:
    with desk.app() as app:
        file = app.casework.find(desk.args.case)
        app.casework.step(file.case.id, desk.args.code, desk.args.on, desk.facts(), sure=desk.args.sure)
        return case_view(app.casework.page(file.case.id)) | {"step": desk.args.code}


def case_material(desk: Desk) -> Any:
    with desk.app() as app:
        file = app.casework.find(desk.args.case)
        app.intake.add_material(file.case.id, desk.facts())
        page = app.casework.page(file.case.id)
        return case_view(page) | {"missing": [form_of(form).title for form in page.missing]}


def case_void(desk: Desk) -> Any:
    with desk.app() as app:
        file = app.casework.find(desk.args.case)
        app.casework.void(file.case.id, desk.args.step, desk.args.reason, sure=desk.args.sure)
        return case_view(app.casework.page(file.case.id))


def due(desk: Desk) -> Any:
    if not desk.args.batch and (not desk.args.rule or not desk.args.start):
        desk.args.wrong("需要 RULE 和 --from，或者 --batch")
    with law(desk) as dates:
        if desk.args.batch:
            for line in dates.batch(read_lines(desk.args.batch)):
                print(line)
            return None
        return dates.due(
            desk.args.rule, desk.args.start, extend=desk.args.extend, suspensions=desk.args.suspend,
            reading=desk.args.reading, local_days=desk.args.local_days,
        ).as_dict()  # fmt: skip


def board(desk: Desk) -> Any:
    with desk.app() as app:
        return [now_view(row) for row in app.board.rows(desk.args.on)]


def paper_list(desk: Desk) -> Any:
    return [{"template": t.id, "title": t.title, "version": t.version} for t in desk.place.press.templates]


def paper_issue(desk: Desk) -> Any:
    with desk.app() as app:
        file = app.casework.find(desk.args.case)
        to = party_called(file, desk.args.to).id if desk.args.to else None
        can_write(Path(desk.args.out), table=app.papers.as_table(desk.args.template))  # before the number
        issued = app.papers.issue(
            file.case.id, desk.args.template, to=to, more=desk.facts(), number=desk.args.number,
            reason=desk.args.reason,
        )  # fmt: skip
        app.print_queue.write(issued.paper_id, Path(desk.args.out), red=not desk.args.no_head)
        return {
            "paper": issued.paper_id, "number": issued.number, "pages": issued.pages, "out": desk.args.out,
            "notes": list(issued.notes),
        }  # fmt: skip


def paper_form(desk: Desk) -> Any:
    """A form of a month, a quarter or a meeting."""
    with desk.app() as app:
        notes = app.reports.issue(desk.args.template, desk.facts(), Path(desk.args.out))
        return {"template": desk.args.template, "out": desk.args.out, "notes": list(notes)}


def paper_sample(desk: Desk) -> Any:
    desk.place.paper_sample(desk.args.template, Path(desk.args.out))
    return {"template": desk.args.template, "out": desk.args.out}


def enrol_card(desk: Desk) -> Any:
    with desk.app() as app:
        return app.enrolment.card(Path(desk.args.out))


def enrol_request(desk: Desk) -> Any:
    with desk.app() as app:
        return app.enrolment.request(Path(desk.args.card), desk.args.fingerprint, Path(desk.args.out))


def enrol_admit(desk: Desk) -> Any:
    with desk.app() as app:
        return app.enrolment.admit(
            Path(desk.args.file), desk.args.fingerprint, desk.args.station, Path(desk.args.out),
            replacing=desk.args.replace,
        )  # fmt: skip


def enrol_join(desk: Desk) -> Any:
    with desk.app() as app:
        return app.enrolment.join(Path(desk.args.file))


def backup(desk: Desk) -> Any:
    with desk.app() as app:
        return {"backup": str(app.upkeep.backup(Path(desk.args.folder)))}


def restore(desk: Desk) -> Any:
    desk.place.restore(Path(desk.args.file), desk.password())
    return {"restored": str(desk.place.where)}


def adopt(desk: Desk) -> Any:
    rows = desk.place.adopt(Path(desk.args.folder), desk.password())
    return {"adopted": str(desk.place.where), "files": str(desk.place.folder), "rows": rows}


def check(desk: Desk) -> Any:
    with desk.app() as app:
        findings = app.upkeep.check()
        return {"sound": not findings, "findings": findings}


def journal(desk: Desk) -> Any:
    with desk.app() as app:
        file = app.casework.find(desk.args.case)
        return [entry_view(row) for row in app.casework.journal(file.case.id)]
