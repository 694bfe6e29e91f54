"""Colours, type and icons: one place, both palettes, legible."""

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from fuyi_desktop.gui import icons, theme
from fuyi_desktop.gui.theme import Scheme, Size, Theme

GUI = Path(theme.__file__).parent
# text token, the grounds it stands on, and the lowest contrast the design allows
LEGIBLE = [
    ("ink", ("bg", "surface", "sunken", "sel", "hover", "tint"), 7.0),
    ("ink2", ("bg", "surface", "sunken", "sel", "hover", "tint"), 4.5),
    ("ink3", ("bg", "surface", "sunken", "sel", "hover"), 4.5),
    ("accent", ("bg", "surface", "sunken", "tint", "sel", "hover"), 4.5),
    ("red", ("surface", "red_t", "sel", "bg"), 4.5),
    ("amber", ("surface", "amber_t", "sel", "bg"), 4.5),
    ("violet", ("surface", "violet_t", "sel", "bg"), 4.5),
    ("on_accent", ("accent_fill", "accent_hover"), 4.5),
    ("line2", ("surface",), 3.0),
    ("amber_m", ("surface",), 3.0),
]


def contrast(one: QColor, other: QColor) -> float:
    def light(colour: QColor) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize(("token", "grounds", "least"), LEGIBLE)
def test_text_can_be_read_on_every_ground_it_stands_on(
    scheme: Scheme, token: str, grounds: tuple[str, ...], least: float
) -> None:
    worn = Theme(scheme)

    measured = {ground: contrast(worn.color(token), worn.color(ground)) for ground in grounds}

    assert {ground: value for ground, value in measured.items() if value < least} == {}


@pytest.mark.parametrize("scheme", Scheme)
def test_the_style_sheet_names_only_tokens_that_exist(scheme: Scheme) -> None:
    sheet = Theme(scheme).sheet()

    assert "@" not in sheet


def test_the_style_sheet_holds_no_colour_of_its_own() -> None:
    sheet = (theme.RESOURCES / "style" / "window.qss").read_text("utf-8")

    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(", sheet) == []


def test_no_module_but_the_theme_writes_a_colour_down() -> None:
    literal = re.compile(r"[\"']#[0-9A-Fa-f]{3,8}[\"']|QColor\(\s*\d|GlobalColor\.(?!transparent)")

    found = {
        path.name
        for path in GUI.rglob("*.py")
        if path.name != "theme.py" and literal.search(path.read_text("utf-8"))
    }

    assert found == set()


def test_the_large_setting_multiplies_all_three_sizes() -> None:
    large = Theme(scale=1.15)

    assert [large.px(size) for size in Size] == [23, 16, 14]


def test_changing_to_dark_changes_what_fusion_paints_too(qapp: QApplication) -> None:
    try:
        theme.apply(qapp, Scheme.DARK)
        dark = qapp.palette().color(QPalette.ColorRole.Base).name().upper()
    finally:
        theme.apply(qapp, Scheme.LIGHT)

    assert dark == "#1B2026"
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == "#FFFFFF"


def test_every_icon_draws_something_in_the_colour_asked_for(qapp: QApplication) -> None:
    for name in icons.names():
        drawn = icons.pixmap(name, "red", 16, 2.0).toImage()
        inked = [
            drawn.pixelColor(x, y)
            for x in range(drawn.width())
            for y in range(drawn.height())
            if drawn.pixelColor(x, y).alpha() > 200
        ]

        assert len(inked) > 12, name
        assert all(abs(colour.red() - theme.color("red").red()) < 12 for colour in inked), name


def test_an_icon_is_as_sharp_as_the_screen(qapp: QApplication) -> None:
    assert icons.pixmap("clock", "ink", 16, 1.5).size() == QSize(24, 24)


def test_qt_speaks_chinese(qapp: QApplication) -> None:
    from PySide6.QtCore import QCoreApplication, QLocale

    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    assert QLocale().dayName(date(2026, 11, 20).isoweekday()) == "星期五"
