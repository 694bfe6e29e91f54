"""From the fields of a step's table to the fields of a form, and from what was typed to the step's facts."""

from collections.abc import Iterable, Mapping
from datetime import date

from fuyi_desktop.domain.fields import FieldKind
from fuyi_desktop.domain.party import Party, Station
from fuyi_desktop.domain.procedure import Offer, StepKind
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.cases.words import plain_label
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind

DAY = "·on"  # the step's own day; no fact of a step has such a name

KINDS: Mapping[FieldKind, Kind] = {
    FieldKind.DATE: Kind.DATE,
    FieldKind.TEXT: Kind.TEXT,
    FieldKind.LONG: Kind.LINES,
    FieldKind.INTEGER: Kind.INTEGER,
    FieldKind.YES_NO: Kind.YES_NO,
    FieldKind.CHOICE: Kind.CHOICE,
    FieldKind.MANY: Kind.MANY,
    FieldKind.PARTY: Kind.CHOICE,
    FieldKind.STATION: Kind.CHOICE,
}
SPANS: Mapping[Kind, int] = {Kind.LINES: 12, Kind.MANY: 12, Kind.DATE: 4, Kind.INTEGER: 4}


def step_specs(
    offer: Offer,
    today: date,
    parties: Iterable[Party],
    stations: Iterable[Station],
    given: Mapping[str, object],
) -> list[FieldSpec]:
    """The day first, then the facts in the order of the table; `given` are facts known beforehand."""
    people = tuple(Choice(party.id, f"{party.name}（{party.role.value}）") for party in parties)
    places = tuple(Choice(station.station, station.name) for station in stations)
    specs = [_day(offer, today)]
    for field in offer.kind.fields:
        kind = KINDS[field.kind]
        options = {
            FieldKind.PARTY: people,
            FieldKind.STATION: places,
        }.get(field.kind, tuple(Choice(choice.code, on_screen(choice.label)) for choice in field.choices))
        specs.append(
            FieldSpec(
                name=field.name,
                label=plain_label(field.label),
                kind=kind,
                required=field.required,
                choices=options,
                help=on_screen(field.help),
                article=field.article,
                default=given.get(field.name, field.default),
                span=SPANS.get(kind, 6 if len(options) <= 4 else 4)
                if kind is not Kind.CHOICE
                else _room(options),
            )
        )
    return specs


def _room(options: tuple[Choice, ...]) -> int:
    """Segments side by side want the line, a combo half of it."""
    return 12 if 2 < len(options) <= 4 else 6


def _day(offer: Offer, today: date) -> FieldSpec:
    """A consequence of expiry has its only possible day."""
    if offer.on is not None:
        return FieldSpec(
            name=DAY, label="日期", kind=Kind.DERIVED, default=dates.long(offer.on),
            help="期限届满的日期，由程序推算。", span=4,
        )  # fmt: skip
    if offer.until is not None:
        return FieldSpec(
            name=DAY,
            label="日期",
            kind=Kind.DATE,
            help=f"补登 {dates.plain(offer.until, today)} 以前办的。",
            span=4,
        )
    return FieldSpec(
        name=DAY, label="日期", kind=Kind.DATE, default=today, help="事情实际发生的日期。", span=4
    )


def facts_of(kind: StepKind, values: Mapping[str, object]) -> dict[str, object]:
    """The facts of a step from a form's values; what was left empty is left out."""
    facts: dict[str, object] = {}
    for field in kind.fields:
        value = values.get(field.name)
        if value in (None, "", ()):
            continue
        if isinstance(value, date):
            facts[field.name] = value.isoformat()
        elif isinstance(value, tuple):
            facts[field.name] = list(value)
        else:
            facts[field.name] = value
    return facts
