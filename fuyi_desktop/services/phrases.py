"""常用语和问题组 — as shipped, and the office's own, which it adds while it works."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.errors import BadFact, NotFound
from fuyi_desktop.domain.local import Setting
from fuyi_desktop.domain.phrases import Bank, Pack, Phrase, Question, bank_from
from fuyi_desktop.domain.sitting_kinds import Kind
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.settings import put_setting
from fuyi_desktop.store.pinyin import spellings

COMMON = "common"  # the phrases of every kind of session


class PhraseBook:
    """What is said and asked at sessions of a kind."""

    def __init__(self, office: Office, shipped: Mapping[str, str]) -> None:
        self.office, self.shipped = office, shipped

    def bank(self, kind: Kind) -> Bank:
        """Phrases and packs of a kind of session, the office's own first, spelt for typing."""
        own = self._own(kind)
        found = Bank(
            tuple(Phrase(one["title"], one["text"], own=True) for one in own if "text" in one),
            tuple(
                Pack(one["title"], tuple(Question(**given) for given in one["questions"]), own=True)
                for one in own
                if "questions" in one
            ),
        )
        for name in (kind.id, COMMON):
            if name in self.shipped:
                found += bank_from(self.shipped[name], f"{name}.toml")
        spelt = tuple(replace(one, initials=spellings(one.title)) for one in found.phrases)
        return replace(found, phrases=spelt)

    def add(self, kind: Kind, title: str, text: str) -> Changed:
        """Keep a phrase of the office's own; one of the same title is replaced. BadFact."""
        if not title.strip() or not text.strip():
            raise BadFact(label="常用语", why="名称和内容都要填写。")
        return self._put(kind, title, {"text": text.strip()})

    def add_pack(self, kind: Kind, title: str, questions: Sequence[Question]) -> Changed:
        """Keep a question pack of the office's own; one of the same title is replaced. BadFact."""
        if not title.strip() or not questions:
            raise BadFact(label="问题组", why="名称和问题都要填写。")
        return self._put(kind, title, {"questions": [vars(one) for one in questions]})

    def drop(self, kind: Kind, title: str) -> Changed:
        """Let a phrase or pack of the office's own go; NotFound."""
        own = self._own(kind)
        rest = [one for one in own if one["title"] != title]
        if len(rest) == len(own):
            raise NotFound(what="常用语", key=title)
        return self._keep(kind, rest)

    def _put(self, kind: Kind, title: str, given: Mapping[str, Any]) -> Changed:
        rest = [one for one in self._own(kind) if one["title"] != title.strip()]
        return self._keep(kind, [*rest, {"title": title.strip(), **given}])

    def _own(self, kind: Kind) -> list[dict[str, Any]]:
        found = self.office.store.find(Setting, _key(kind))
        return list(found.value) if found else []

    def _keep(self, kind: Kind, value: list[dict[str, Any]]) -> Changed:
        with self.office.work(Task.STEP, "修改常用语") as work:
            put_setting(work, _key(kind), value)
        return work.changed


def _key(kind: Kind) -> str:
    return f"phrases.{kind.id}"
