"""设置 — the organs, number series and switches of an office, shown and taken in as one TOML file."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.local import Setting
from fuyi_desktop.domain.papers import Series, number
from fuyi_desktop.domain.party import StationRole, Unit
from fuyi_desktop.domain.provisions import Provision
from fuyi_desktop.domain.record import LOCAL_FIELDS, RecordId, flat
from fuyi_desktop.domain.switches import BY_KEY
from fuyi_desktop.services.numbers import NUMBERING, confirmed, new_series, series_id
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.reading import deciding
from fuyi_desktop.services.recounting import recount
from fuyi_desktop.store.queries import series, settings, units
from fuyi_desktop.store.work import Work

UNIT_FIELDS = tuple(item.name for item in fields(Unit) if item.name not in {*LOCAL_FIELDS, "facts"})
SECTIONS = ("unit", "series", "switches", "numbering")
SERIES_FIELDS = ("short", "kind", "year", "next", "pattern")
PATTERN_NAMES = "{short}、{kind}、{year}、{serial}"


class Settings:
    """What an office has set, and changing it."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def show(self) -> dict[str, Any]:
        """Everything that `take` understands, as it stands."""
        ask = self.office.ask
        return {
            "unit": [{name: getattr(unit, name) for name in UNIT_FIELDS} for unit in ask(units)],
            "series": [{name: getattr(item, name) for name in SERIES_FIELDS} for item in ask(series)],
            "switches": {item.id: item.value for item in ask(settings) if item.id in BY_KEY},
            "numbering": next((dict(item.value) for item in ask(settings) if item.id == NUMBERING), {}),
        }

    def take_file(self, text: str, name: str) -> Changed:
        """Take in a TOML file whole; BadFact with the place, and then nothing is changed."""
        try:
            found = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadFact(label=name, why=f"不是有效的设置文件：{error}。") from error
        return self.take(found, name)

    def take(self, found: Mapping[str, Any], name: str = "设置") -> Changed:
        """Units by full name, series by (代字, 类别, 年), switches by name: the given replace those here.

        The numbering is replaced as a whole: 文书类别 → the series it is numbered in, * for all others.
        """
        for section in found:
            if section not in SECTIONS:
                raise BadFact(label=name, why=f"不认识“{section}”这一节，可以是 {'、'.join(SECTIONS)}。")
        switches, numbering = found.get("switches", {}), found.get("numbering", {})
        if not isinstance(switches, Mapping):
            raise BadFact(label=f"{name}的 switches", why="应当写成 [switches] 下的几行。")
        with self.office.work(Task.SETTINGS, "修改设置") as work:
            for place, given in _tables(found, "unit", name):
                self._unit(work, given, place)
            for place, given in _tables(found, "series", name):
                self._series(work, given, place)
            for key, value in switches.items():
                self._switch(work, key, str(value), name)
            if "numbering" in found:
                put_setting(work, NUMBERING, _numbering(numbering, name))
            if switches:
                recount(work, self.office, "修改县的选择")
        return work.changed

    def _unit(self, work: Work, given: Mapping[str, Any], where: str) -> None:
        _known(given, UNIT_FIELDS, where)
        values = {name: _unit_value(name, value, where) for name, value in given.items()}
        if not values.get("full_name"):
            raise BadFact(label=where, why="缺 full_name（机关全称）。")
        found = next((unit for unit in work.select(Unit) if unit.full_name == values["full_name"]), None)
        fresh = replace(found, **values) if found else Unit(id=work.new_id(), **values)
        keep_unit(work, found, fresh, central=self.office.me.role is StationRole.CENTER)

    def _switch(self, work: Work, key: str, code: str, name: str) -> None:
        """A choice of the station's own; where a rule pack has chosen, the county's word holds."""
        if key not in BY_KEY or code not in BY_KEY[key].codes:
            raise BadFact(label=f"{name}的 switches", why=f"“{key} = {code}”不是可用的开关。")
        pack = deciding(work.select(Provision), self.office.shipped).get(key)
        if pack is not None and pack.switches[key] != code:
            why = f"已由县规则“{pack.name}”确定，本站不能另行设置。"
            raise BadFact(label=BY_KEY[key].label, why=why)
        put_setting(work, key, code)

    def _series(self, work: Work, given: Mapping[str, Any], where: str) -> None:
        _known(given, SERIES_FIELDS, where)
        try:
            short, kind, year = str(given["short"]), str(given["kind"]), int(given["year"])
            following = int(given.get("next") or 0)
        except (KeyError, TypeError, ValueError) as error:
            raise BadFact(label=where, why="应当写明 short、kind、year，next 是整数。") from error
        if following < 0 or given.get("next") == 0:
            raise BadFact(label=where, why=f"号从 1 起，不能是 {following}。")
        old = work.find(Series, series_id(short, kind, year)) or new_series(work, short, kind, year)
        pattern = str(given.get("pattern") or old.pattern)
        _must_print(pattern, where)
        work.put((confirmed(work, old, following) if following else old).written(pattern))


def _tables(found: Mapping[str, Any], section: str, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each table of a section with the place it is named by."""
    given = found.get(section, ())
    if not isinstance(given, list | tuple) or not all(isinstance(table, Mapping) for table in given):
        raise BadFact(label=f"{name}的 {section}", why=f"每一项应当以 [[{section}]] 开头。")
    for place, table in enumerate(given, 1):
        yield f"{name}第 {place} 个 {section}", table


def _unit_value(name: str, value: Any, where: str) -> Any:
    if name == "reconsiders":
        if not isinstance(value, bool):
            raise BadFact(label=where, why="reconsiders 应当是 true 或 false。")
        return value
    if not isinstance(value, str):
        raise BadFact(label=where, why=f"{name} 应当是文字，写在引号里。")
    return value.strip()


def _numbering(given: Any, name: str) -> dict[str, str]:
    """文书类别 → series, both as text."""
    if not isinstance(given, Mapping) or not all(isinstance(kind, str) and kind for kind in given.values()):
        raise BadFact(label=f"{name}的 numbering", why='应当写成 [numbering] 下的几行，如 复受 = "复"。')
    return dict(given)


def _must_print(pattern: str, where: str) -> None:
    try:
        told = number(pattern, short="云府", kind="复", year=2026, serial=118)
    except (LookupError, ValueError) as error:
        raise BadFact(label=where, why=f"pattern“{pattern}”只能用 {PATTERN_NAMES}。") from error
    if "118" not in told:
        raise BadFact(label=where, why="pattern 里应当有 {serial}，否则每个号都一样。")


def keep_unit(work: Work, before: Unit | None, after: Unit, *, central: bool) -> None:
    """Keep an organ. The county's organs are the center's: what a station sets by itself stays with it.

    There it makes no line, so its history is kept beside it (docs/decisions/0005).
    """
    if central:
        work.put(after)
        return
    was, now = flat(before) if before else {}, flat(after)
    changed = {name: value for name, value in now.items() if was.get(name) != value}
    if changed:
        kept = replace(after, revision=(before.revision if before else 0) + 1)
        work.accept(Unit.table, after.id, before, kept)
        entry = {
            "at": work.at.isoformat(), "by": work.by, "why": work.why, "fields": changed,
            "before": {name: was[name] for name in changed if name in was},
        }  # fmt: skip
        put_setting(work, history_key(after.id), [*unit_history(work, after.id), entry])


def history_key(unit_id: RecordId) -> str:
    """The local record of what this station has set of an organ by itself."""
    return f"unit.{unit_id}"


def unit_history(work: Work, unit_id: RecordId) -> list[dict[str, Any]]:
    """Who set what of an organ here, when, and what stood there before; oldest first."""
    found = work.find(Setting, history_key(unit_id))
    return list(found.value) if found else []


def put_setting(work: Work, key: str, value: Any) -> None:
    """Set one value of this station."""
    found = work.find(Setting, key)
    work.put(Setting(id=key, revision=found.revision if found else 0, value=value))


def _known(given: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
    for name in given:
        if name not in names:
            raise BadFact(label=where, why=f"不认识“{name}”这一项，可以是{'、'.join(names)}。")
