"""One call of the command line: what was typed, and the place it speaks of."""

import argparse
import getpass
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.services.app import App


@dataclass(frozen=True)
class Desk:
    """One call: what was typed, and the place it speaks of."""

    args: argparse.Namespace
    place: Place

    def app(self) -> App:
        """The opened store; asks for the password where no file gives it."""
        return self.place.open(self.password(), person=self.args.person)

    def password(self) -> str:
        if self.args.password_file:
            return read_text(self.args.password_file).rstrip("\r\n")
        try:
            return getpass.getpass("密码：")
        except EOFError as error:
            raise BadFact(label="密码", why="这里不能输入，请用 --password-file 指明密码文件。") from error

    def facts(self) -> dict[str, Any]:
        """The typed facts, from a file or standard input; empty where none were given."""
        if not self.args.facts:
            return {}
        text = read_text(self.args.facts)
        try:
            found = json.loads(text)
        except json.JSONDecodeError as error:
            raise BadFact(label=self.args.facts, why=f"第 {error.lineno} 行不是有效的 JSON。") from error
        if not isinstance(found, dict):
            raise BadFact(label=self.args.facts, why="应当是一个 JSON 对象。")
        return found


def read_lines(name: str) -> Iterator[str]:
    yield from read_text(name).splitlines()


def read_text(name: str) -> str:
    """A file, or standard input where the name is `-`: UTF-8 whatever the machine's own coding."""
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFact(label=name, why="读不出来，请核对文件名和权限。") from error
