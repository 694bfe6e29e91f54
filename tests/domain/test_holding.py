"""Whether a decision says one thing by its kind, its article and its words."""

import pytest

from fuyi_desktop.domain.reconsideration.holding import article_fits, cited, text_fits
from fuyi_desktop.domain.trail import Look
from tests import factory


def look(basis: str, kind: str, text: str) -> Look:
    file = factory.file(("draft", "2026-08-20", {"basis": basis}))
    return Look(file, file.steps, ("R12",), facts={"kind": kind, "text": text})


@pytest.mark.parametrize(
    ("basis", "articles"),
    [
        ("行政复议法第64条", {64}),
        ("《中华人民共和国行政复议法》第六十四条第一款第一项、第七十二条", {64, 72}),
        ("《中华人民共和国行政处罚法》第六十四条，行政复议法第六十八条", {68}),
        ("行政复议法第六十一条", set()),
        ("", set()),
    ],
)
def test_the_articles_of_the_reconsideration_law_are_read_out_of_a_basis(
    basis: str, articles: set[int]
) -> None:
    assert cited(basis) == articles


def test_a_revocation_on_the_article_of_upholding_is_asked_about() -> None:
    assert not article_fits(look("行政复议法第六十八条", "revoke", "撤销处罚决定"))
    assert article_fits(look("行政复议法第六十四条、第七十条", "revoke", "撤销处罚决定"))
    assert article_fits(look("行政处罚法第五条", "revoke", "撤销处罚决定"))


def test_an_upholding_that_revokes_in_words_is_asked_about() -> None:
    assert not text_fits(look("", "uphold", "撤销某局的处罚决定"))
    assert text_fits(look("", "uphold", "维持某局的处罚决定"))
    assert text_fits(look("", "revoke", "撤销某局的处罚决定，驳回其他请求"))
