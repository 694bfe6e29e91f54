"""送达谁 — whom a paper that was issued is to reach."""

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.party import Party


def addressees(file: CaseFile, paper: Paper) -> tuple[Party, ...]:
    """Whom this paper is to reach: the one it is made out to, else everybody that papers of its form go to.

    A decision reaches every party (行政复议法第七十五条); a letter that names its recipients, those.
    """
    form = form_of(paper.form)
    if form.each:
        to = file.party(paper.to) if paper.to else None
        return (to,) if to else ()
    wanted = file.of(*form.addressees)
    if not form.names:
        return wanted
    told = paper.facts.get("step", {}).get(form.names) or ()
    names = [told] if isinstance(told, str) else told
    return tuple(party for party in wanted if any(party.name in name for name in names))
