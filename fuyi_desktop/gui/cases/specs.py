"""From the fields of a table to the fields of a form, and from what was typed to the facts of a step."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fuyi_desktop.domain.fields import Field, FieldKind
from fuyi_desktop.domain.party import Party, Role, Station
from fuyi_desktop.domain.passing import CHANGE_HANDLER
from fuyi_desktop.domain.procedure import Offer
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.cases.words import plain_label
from fuyi_desktop.gui.choosing import SEGMENTS
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind

DAY = "·on"  # the step's own day; no fact of a step has such a name
HALF, WHOLE = 6, 12  # of twelve parts: two columns
ROOM = 450  # px of a half at 1366×768
LETTER, SMALL, EDGE = 14, 12, 28  # px of a character, of one in a label, of what stands around the words
BETWEEN = re.compile(r"[、,，;；\n]+")  # what parts the names in a field of several
NAMES = "几项之间用顿号隔开，或者一行一项"

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
POINTS = (FieldKind.PARTY, FieldKind.STATION)  # at what the case or the county has


@dataclass(frozen=True)
class Known:
    """What a case can offer to the fields of its steps: whom, where, and what is known already."""

    people: tuple[Choice, ...] = ()
    places: tuple[Choice, ...] = ()
    named: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)  # step/field: its choices
    defaults: Mapping[str, object] = field(default_factory=dict)  # by the name of a field

    def choices(self, code: str, asked: Field) -> tuple[Choice, ...]:
        """What can be chosen for a field of the step of that code."""
        if f"{code}/{asked.name}" in self.named:
            return self.named[f"{code}/{asked.name}"]
        if asked.kind is FieldKind.PARTY:
            return self.people
        return self.places if asked.kind is FieldKind.STATION else ()


def people_of(parties: Sequence[Party], called: Mapping[Role, str]) -> tuple[Choice, ...]:
    """Everybody in the case, by the name that the procedure has for their part."""
    roles = {party.role: called.get(party.role, party.role.value) for party in parties}
    return tuple(Choice(party.id, f"{party.name}（{roles[party.role]}）") for party in parties)


def places_of(stations: Iterable[Station]) -> tuple[Choice, ...]:
    return tuple(Choice(station.station, station.name) for station in stations)


def step_specs(offer: Offer, today: date, known: Known, given: Mapping[str, object]) -> list[FieldSpec]:
    """The day first, then the facts in the order of the table; `given` are facts known beforehand."""
    specs = [_day(offer, given.get(DAY) or today, today)]
    for asked in offer.kind.fields:
        choices = known.choices(offer.kind.code, asked)
        if asked.kind in POINTS and not choices:
            continue  # nobody and nowhere to choose
        default = given.get(asked.name, asked.default)
        if default is None and asked.required and offer.kind.code != CHANGE_HANDLER:
            default = known.defaults.get(asked.name)
        specs.append(field_spec(asked, choices, default))
    return specs


def field_spec(asked: Field, choices: tuple[Choice, ...] = (), default: object = None) -> FieldSpec:
    """One field of a table as a field of a form; `choices` where the table leaves them to the case."""
    options = choices or tuple(Choice(choice.code, on_screen(choice.label)) for choice in asked.choices)
    kind = KINDS[asked.kind]
    if kind is Kind.TEXT and choices:
        kind = Kind.CHOICE
    if kind is Kind.MANY and not options:
        kind = Kind.LINES
        default = "、".join(map(str, default)) if isinstance(default, list | tuple) else default
    if asked.kind in POINTS:
        default = _one_of(options, default, required=asked.required)
    label = plain_label(asked.label)
    return FieldSpec(
        name=asked.name,
        label=label,
        kind=kind,
        required=asked.required,
        choices=options,
        help=brief(on_screen(asked.help)),
        article=asked.article,
        example=NAMES if asked.kind is FieldKind.MANY else "",
        default=default,
        span=WHOLE if asked.kind is FieldKind.LONG else _span(kind, label, options),
    )


def brief(text: str) -> str:
    """The first sentence, which stands below the field; F1 says the whole."""
    first, stop, _ = text.partition("。")
    return first + stop


def _one_of(options: Sequence[Choice], default: object, *, required: bool) -> object:
    """The default if it can be chosen; where there is only one choice and one has to be made, that one."""
    values = [choice.value for choice in options]
    if default in values:
        return default
    return values[0] if required and len(values) == 1 else None


def _span(kind: Kind, label: str, options: Sequence[Choice]) -> int:
    """Half the line, or the whole where words would not fit into half of it."""
    words = [len(choice.label) * LETTER + EDGE for choice in options]
    wide = len(label) * SMALL + 5 * SMALL  # （选填）
    if kind is Kind.MANY:
        return WHOLE
    if kind is Kind.CHOICE:
        wide = max(wide, sum(words) if len(options) <= SEGMENTS else max(words) + EDGE)
    return HALF if wide <= ROOM else WHOLE


def _day(offer: Offer, on: object, today: date) -> FieldSpec:
    """A consequence of expiry has its only possible day."""
    if offer.on is not None:
        return FieldSpec(
            name=DAY, label="日期", kind=Kind.DERIVED, default=dates.long(offer.on),
            help="期限届满的日期，由程序推算。", span=HALF,
        )  # fmt: skip
    if offer.until is not None:
        late = f"补登 {dates.plain(offer.until, today)} 以前办的。"
        return FieldSpec(name=DAY, label="日期", kind=Kind.DATE, help=late, span=HALF)
    return FieldSpec(
        name=DAY, label="日期", kind=Kind.DATE, default=on, help="事情实际发生的日期。", span=HALF
    )


def facts_of(fields: Iterable[Field], values: Mapping[str, object]) -> dict[str, object]:
    """The facts of a form from its values; what was left empty is left out."""
    facts: dict[str, object] = {}
    for asked in fields:
        value = values.get(asked.name)
        if value in (None, "", ()):
            continue
        if isinstance(value, date):
            facts[asked.name] = value.isoformat()
        elif isinstance(value, tuple):
            facts[asked.name] = list(value)
        elif asked.kind is FieldKind.MANY:
            facts[asked.name] = listed(str(value))
        else:
            facts[asked.name] = value
    return facts


def listed(typed: str) -> list[str]:
    """The names in a text, parted by 、 or by lines."""
    return [name.strip() for name in BETWEEN.split(typed) if name.strip()]
