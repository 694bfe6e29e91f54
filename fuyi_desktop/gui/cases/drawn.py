"""The pages of a paper as pixels, made in the worker: of a draft, and of one given out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtGui import QImage

from fuyi_desktop.gui.cases.preview import DPI, image
from fuyi_desktop.services.app import App
from fuyi_desktop.services.papers import Ask, Draft


@dataclass(frozen=True)
class Shown:
    """A paper's pages as drawn, or what it lacks before it can be drawn."""

    images: tuple[QImage, ...] = ()
    notes: tuple[str, ...] = ()
    missing: tuple[Ask, ...] = ()
    numbered: bool = False  # it bears a 文号
    times: int = 0  # how often it has been printed
    red: bool = True  # its head, the last time
    table: bool = False  # it can be had as a sheet of Excel


def fact(ask: Ask, value: object) -> object:
    """A typed value as the template takes it; a deadline is a small table of its own."""
    if ask.kind == "due" and isinstance(value, date):
        return {"due": value, "display": value, "name": ask.label, "article": "", "provisional": False}
    return value


def drawn_draft(app: App, case_id: str, form: str, to: str | None, more: Mapping[str, object]) -> Shown:
    """To be called in the worker, as the one below."""
    draft: Draft = app.papers.draft(case_id, form, to=to, more=more)
    if draft.missing:
        return Shown(missing=tuple(draft.missing), numbered=draft.numbered)
    return Shown(_images(app, draft.pdf, DPI), tuple(draft.notes), numbered=draft.numbered)


def drawn_issued(app: App, paper_id: str) -> Shown:
    found = app.papers.original(paper_id)
    form = app.papers.paper(paper_id).form
    return Shown(
        _images(app, found.content, DPI), found.notes, times=app.papers.times_printed(paper_id),
        red=app.print_queue.way("", form).red, table=app.papers.as_table(form),
    )  # fmt: skip


def _images(app: App, pdf: bytes, dpi: int) -> tuple[QImage, ...]:
    found: Sequence[object] = app.papers.pages(pdf, dpi)
    return tuple(image(page) for page in found)  # type: ignore[arg-type]  # the service hands on what it draws
