"""扫码 — from the code at the foot of a page back to the case, and to the step the page is waiting for."""

from dataclasses import dataclass, field
from typing import Any

from fuyi_desktop.domain import marks
from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.errors import BadFact, PaperElsewhere
from fuyi_desktop.domain.forms import PROOF_OF_SERVICE, SERVICE, form_of
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.procedure import Offer
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.service.matrix import Delivery
from fuyi_desktop.services.casework import CasePage, Casework
from fuyi_desktop.services.office import Office
from fuyi_desktop.services.serving import Matrix, Serving, waiting_for

PAPERS = "文书"  # where a case is opened whose paper waits for nothing


@dataclass(frozen=True)
class Scanned:
    """Where a scanned page leads: the case, and the form of the step it waits for, with what is known."""

    case_id: RecordId
    case: str  # number
    paper_id: RecordId
    form: str
    title: str
    number: str
    page: int
    pages: int
    step: str = ""  # none where nothing can be recorded of it now
    label: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    said: str = ""  # one sentence for whoever scanned it

    def as_dict(self) -> dict[str, Any]:
        given = {name: str(value) for name, value in self.given.items() if not name.startswith("·")}
        return {
            "case": self.case, "case_id": self.case_id, "paper": self.paper_id, "form": self.form,
            "title": self.title, "number": self.number or None, "page": self.page, "pages": self.pages,
            "step": self.step or None, "step_label": self.label or None, "facts": given, "said": self.said,
        }  # fmt: skip


class Scanning:
    """What a code of ours means here."""

    def __init__(self, office: Office, casework: Casework, serving: Serving) -> None:
        self.office, self.casework, self.serving = office, casework, serving

    def find(self, code: str) -> Scanned:
        """Where the page leads; BadFact for a code that is not ours, PaperElsewhere for an unknown one."""
        mark = marks.read(code)
        if mark is None:
            raise BadFact(label="扫码", why="这不是本程序文书上的二维码，文书页脚的码像 FY1:…:1/2。")
        paper = self.office.store.find(Paper, mark.paper_id)
        if paper is None:
            raise PaperElsewhere(code=code.strip())
        page = self.casework.page(paper.case_id)
        step, given, said = self._leads(page, paper)
        kind = next((offer.kind for offer in page.offers if offer.kind.code == step), None)
        return Scanned(
            paper.case_id, page.file.label, paper.id, paper.form, paper.title, paper.number, mark.page,
            mark.pages, step, kind.label if kind else "", given, said,
        )  # fmt: skip

    def _leads(self, page: CasePage, paper: Paper) -> tuple[str, dict[str, Any], str]:
        """Step, its facts, and what is said; no step where none can be recorded."""
        name = f"{paper.title}{paper.number}"
        if paper.void_reason:
            return "", {}, f"{name}已经作废，见文书。"
        if not page.mine:
            return "", {}, f"案件现由{page.holder_name}办理，这里只能查看。"
        code = form_of(paper.form).opens
        if code == SERVICE:
            return self._service(page, paper, name)
        offer = _offered(page, code)
        if offer is None or not offer.open:
            why = offer.why if offer else "这一步已经登记，或者还没有到。"
            return "", {}, f"{name}：{why}" if code else f"{name}在文书中。"
        return code, {}, f"{name}：{offer.kind.label}。"

    def _service(self, page: CasePage, paper: Paper, name: str) -> tuple[str, dict[str, Any], str]:
        matrix = self.serving.matrix(paper.case_id)
        cell = _waiting(matrix, page.file, paper)
        if cell is None:
            return "", {}, f"{name}：要送达的都已经登记送达。"
        offer = _offered(page, cell.receipt)
        if offer is None or not offer.open:
            return "", {}, f"{name}：{offer.why if offer else '案件现在不能登记送达。'}"
        given = self.serving.given(cell, cell.receipt)
        return cell.receipt, given, f"{cell.paper.named}送达{cell.party.name}。"


def _waiting(matrix: Matrix, file: CaseFile, paper: Paper) -> Delivery | None:
    """The open cell that a paper speaks of: a 送达回证 by the papers it names, any other by itself."""
    if paper.form == PROOF_OF_SERVICE:
        named = paper.facts.get("step", {}).get("documents", ())
        return waiting_for(matrix, file.party(paper.to) if paper.to else None, named)
    own = [cell for cell in matrix.waiting if cell.paper.paper_id == paper.id]
    return next((cell for cell in own if cell.party.id == paper.to), own[0] if own else None)


def _offered(page: CasePage, code: str) -> Offer | None:
    return next((offer for offer in page.offers if offer.kind.code == code), None)
