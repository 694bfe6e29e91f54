"""Answers printed: one JSON value a call, or indented lines for reading."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any


def show(answer: Any, *, as_json: bool) -> None:
    if answer is None:
        return
    if as_json:
        text = json.dumps(answer, ensure_ascii=False, indent=None)
        sys.stdout.buffer.write(text.encode("utf-8") + os.linesep.encode())
        sys.stdout.flush()
        return
    for line in _plain(answer):
        print(line)


def _plain(answer: Any, indent: str = "") -> Iterator[str]:
    """An answer as indented lines, for reading."""
    match answer:
        case Mapping():
            for key, value in answer.items():
                if isinstance(value, Mapping | list | tuple) and value:
                    yield f"{indent}{key}："
                    yield from _plain(value, indent + "  ")
                else:
                    yield f"{indent}{key}：{'' if value is None or value == [] else value}"
        case list() | tuple():
            for item in answer:
                if isinstance(item, Mapping):
                    yield f"{indent}- " + "　".join(
                        f"{k} {v}" for k, v in item.items() if v not in (None, "", [])
                    )
                else:
                    yield f"{indent}- {item}"
        case _:
            yield f"{indent}{answer}"
