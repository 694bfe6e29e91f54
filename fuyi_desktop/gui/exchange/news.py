"""县里下发的规定, told after an import until somebody has looked at them."""

from collections.abc import Callable, Sequence

from fuyi_desktop.gui.exchange import words
from fuyi_desktop.gui.messages import Messages, Notice, Tone
from fuyi_desktop.services.carrying import Takings
from fuyi_desktop.services.news import News

KEY = "county news"
NAMED = 2  # what the banner names; the others are counted
TEMPLATE, UNIT = "template", "unit"


def page_of(found: Sequence[News]) -> str:
    """Where it can be looked at: the page of the first that is named."""
    return {TEMPLATE: "templates", UNIT: "settings"}.get(found[0].kind, "lawbook")


def sentence(found: Sequence[News]) -> str:
    named = "；".join(words.ruled(one) for one in found[:NAMED])
    more = f"；另有 {len(found) - NAMED} 项" if len(found) > NAMED else ""
    return f"县里下发：{named}{more}。"


def brought(takings: Takings) -> list[News]:
    """Rules and holidays first: they move deadlines."""
    found = [one for line in takings.lines if line.report for one in line.report.news]
    return sorted(dict.fromkeys(found), key=lambda one: (one.kind == UNIT, one.kind == TEMPLATE))


def tell(messages: Messages, takings: Takings, go: Callable[[str], object] | None) -> None:
    """A banner that stays; its action leads to the page, for who may open it, and settles it."""
    found = brought(takings)
    if not found:
        return

    def act() -> None:
        messages.settle(KEY)
        if go is not None:
            go(page_of(found))

    messages.stand(Notice(KEY, Tone.ACCENT, sentence(found), "知道了" if go is None else "去看", act))
