"""文书里的机关 — organs that a paper names beside its own: 县中心, 承办单位, and where a remedy is sought."""

from collections.abc import Mapping, Sequence

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.competence import way
from fuyi_desktop.domain.party import CENTER, Unit
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.services.office import Me, Office
from fuyi_desktop.store.queries import stations


def center_of(office: Office) -> Me | None:
    """The county's center as its own row says; at the center itself, this station."""
    if office.me.station == CENTER:
        return office.me
    row = next((one for one in office.ask(stations) if one.station == CENTER), None)
    return Me(row.station, row.name, row.role, row.unit_name) if row else None


def body(units: Sequence[Unit], name: str) -> dict[str, str]:
    """An organ that is named, with what the settings know of it."""
    unit = next((unit for unit in units if unit.full_name == name), None)
    if unit is None:
        return {"name": name}
    return {"name": name, "address": unit.address, "phone": unit.phone, "contact": unit.contact}


def center_body(units: Sequence[Unit], center: Me | None) -> dict[str, str]:
    """县中心: its name, and the unit in whose name it writes."""
    return body(units, center.unit) | {"name": center.name, "unit": center.unit} if center else {}


def undertaker(units: Sequence[Unit], file: CaseFile, latest: Mapping[str, Step]) -> dict[str, str]:
    """承办单位: whom the center has assigned, else the organ the case belongs to."""
    assigned = latest.get("assign")
    return body(units, str((assigned.facts.get("unit") if assigned else "") or file.organ.full_name))


def remedy(units: Sequence[Unit], respondents: Sequence[str]) -> dict[str, str]:
    """Where the act is challenged: the 复议机关 and the court; nothing where the settings do not tell."""
    ways = {way(units=units, name=name) for name in respondents}
    if len(ways) != 1 or None in ways:
        return {}
    (found,) = ways
    assert found is not None
    known = body(units, found.organ)
    return {
        "organ": found.organ, "address": known.get("address", ""), "phone": known.get("phone", ""),
        "court": found.court,
    }  # fmt: skip


def reports_to(latest: Mapping[str, Step], center: Me | None) -> str:
    """报送机关: as the filing of the lost judgment says, else the unit of the center."""
    filed = latest.get("loss_filed")
    return str((filed.facts.get("to") if filed else "") or (center.unit if center else ""))
