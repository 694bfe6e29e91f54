"""What the window wears: both palettes, three sizes of type, the style sheet filled from tokens."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

# In this order Qt asks for a character; the shipped font comes first when it was loaded.
FAMILIES = ("Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei UI", "PingFang SC", "sans-serif")


class Scheme(StrEnum):
    """The two palettes."""

    LIGHT = "浅色"
    DARK = "深色"


class Size(IntEnum):
    """The three sizes of type, in px before scaling."""

    TITLE = 20
    TEXT = 14
    SMALL = 12


# token: (light, dark); the meanings stand in the design of the window
TOKENS: Mapping[str, tuple[str, str]] = {
    "ink": ("#18212B", "#E4E8ED"),
    "ink2": ("#465260", "#B3BCC7"),
    "ink3": ("#5B6673", "#98A3B0"),
    "accent": ("#17578C", "#84B9E8"),
    "red": ("#AE2218", "#FF8F85"),
    "amber": ("#855000", "#EDB75E"),
    "violet": ("#63399A", "#C4A6F2"),
    "accent_fill": ("#17578C", "#2B689C"),
    "on_accent": ("#FFFFFF", "#FFFFFF"),
    "accent_hover": ("#124672", "#3477B0"),
    "bg": ("#F2F4F6", "#12161A"),
    "surface": ("#FFFFFF", "#1B2026"),
    "sunken": ("#F7F8FA", "#161A1F"),
    "raised": ("#FFFFFF", "#242A31"),
    "hover": ("#EEF2F5", "#222930"),
    "tint": ("#E5EFF7", "#1C3143"),
    "sel": ("#DCEAF5", "#21384D"),
    "red_t": ("#FBE9E7", "#3A1F1E"),
    "amber_t": ("#FFF2D9", "#352915"),
    "violet_t": ("#F0EAF9", "#2B2440"),
    "amber_m": ("#C97F00", "#D99A2B"),
    "line": ("#DDE2E7", "#2D343C"),
    "line3": ("#BCC4CC", "#434C56"),
    "line2": ("#848E99", "#77828F"),
    "track": ("#E3E8ED", "#2D343C"),
}

TEXT_TOKENS = ("ink", "ink2", "ink3", "accent", "red", "amber", "violet", "on_accent")

ROLES: Mapping[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.PlaceholderText: "ink3",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "on_accent",
    QPalette.ColorRole.Highlight: "accent_fill",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line3",
    QPalette.ColorRole.Dark: "line2",
    QPalette.ColorRole.Shadow: "line2",
}


@dataclass(frozen=True)
class Theme:
    """One scheme at one scale; painted parts ask it for colours and fonts by name."""

    scheme: Scheme = Scheme.LIGHT
    scale: float = 1.0
    families: tuple[str, ...] = FAMILIES
    resources: Path = field(default=RESOURCES)

    def hex(self, token: str) -> str:
        return TOKENS[token][self.scheme is Scheme.DARK]

    def color(self, token: str) -> QColor:
        return QColor(self.hex(token))

    def px(self, size: Size) -> int:
        return round(size * self.scale)

    def font(self, size: Size = Size.TEXT, *, bold: bool = False) -> QFont:
        font = QFont()
        font.setFamilies(list(self.families))
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        # so that 100 % and 200 % measure alike
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def palette(self) -> QPalette:
        palette = QPalette()
        for role, token in ROLES.items():
            palette.setColor(role, self.color(token))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("ink3"))
        return palette

    def sheet(self) -> str:
        """The style sheet with every @token replaced; an unknown token is a KeyError."""
        sizes = {size.name.lower(): f"{self.px(size)}px" for size in Size}
        text = (self.resources / "style" / "window.qss").read_text("utf-8")
        tones = "".join(f'QLabel[tone="{token}"] {{ color: {self.hex(token)}; }}\n' for token in TEXT_TOKENS)
        return tones + re.sub(r"@(\w+)", lambda hit: sizes.get(hit[1]) or self.hex(hit[1]), text)


class _Worn:
    """The theme the application wears now; one, because QApplication is one."""

    theme = Theme()


def now() -> Theme:
    """What the application wears; for everything that paints itself."""
    return _Worn.theme


def color(token: str) -> QColor:
    return _Worn.theme.color(token)


def font(size: Size = Size.TEXT, *, bold: bool = False) -> QFont:
    return _Worn.theme.font(size, bold=bold)


def apply(
    app: QApplication,
    scheme: Scheme = Scheme.LIGHT,
    *,
    fonts: Sequence[Path] = (),
    scale: float = 1.0,
    resources: Path = RESOURCES,
) -> Theme:
    """Dress the whole application; may be called again, every open window follows."""
    loaded = tuple(family for path in fonts for family in families_in(path))
    theme = Theme(scheme, scale, tuple(dict.fromkeys(loaded + FAMILIES)), resources)
    _Worn.theme = theme
    app.setStyle("Fusion")  # the only style that is the same on every system
    app.setPalette(theme.palette())
    app.setFont(theme.font())
    app.setStyleSheet(theme.sheet())
    return theme


def families_in(path: Path) -> list[str]:
    """Load a font file; the names of the families in it, none if Qt cannot read it."""
    number = QFontDatabase.addApplicationFont(str(path))
    return QFontDatabase.applicationFontFamilies(number) if number >= 0 else []


def speak_chinese(app: QApplication) -> bool:
    """Chinese dates and standard buttons; whether Qt's own translation was found."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    found = translator.load("qtbase_zh_CN", folder)
    return found and app.installTranslator(translator)


def dress(widget: QWidget, **properties: object) -> None:
    """Set style properties and let the style sheet look again; touches nothing when they already hold."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
