"""草稿 — what was half typed, kept for the person who typed it until the deed it belongs to is done."""

from fuyi_desktop.domain.local import Draft
from fuyi_desktop.domain.party import Person
from fuyi_desktop.domain.record import Facts, RecordId
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.work import Work


def draft_id(person: Person, form: str) -> RecordId:
    """Under which a person's text of a form is kept: two at one desk never write into each other's."""
    return f"{person.id}:{form}"


def finish_draft(work: Work, person: Person, form: str) -> None:
    """Let a draft go in the transaction of the deed it has become; an empty form name names none."""
    if form and (kept := work.find(Draft, draft_id(person, form))):
        work.remove(kept)


class Drafts:
    """Keeping and finding the text of forms; everybody may type, whatever else they may do."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def keep(self, form: str, content: Facts) -> Changed:
        """Keep what has been typed so far; written at every pause, so that a killed process loses seconds."""
        with self._work() as work:
            key = draft_id(self.office.person, form)
            found = work.find(Draft, key)
            revision = found.revision if found else 0
            work.put(Draft(id=key, revision=revision, content=dict(content), at=work.at))
        return work.changed

    def find(self, form: str) -> Draft | None:
        return self.office.store.find(Draft, draft_id(self.office.person, form))

    def drop(self, form: str) -> Changed:
        with self._work() as work:
            finish_draft(work, self.office.person, form)
        return work.changed

    def _work(self) -> Work:
        return self.office.store.work(self.office.person.name, "草稿")
