"""Where in a template's text something stands, and what is wrong there, in Chinese."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

STRINGS = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
BLOCK = re.compile(r"^[ \t]*\[\[[ \t]*blocks[ \t]*\]\]", re.MULTILINE)
FACTS = re.compile(r"^[ \t]*facts[ \t]*=[ \t]*\[", re.MULTILINE)
DEEP_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++\s*+\.\s*+){9}""")
BRACKETS = re.compile(r"[\[\]{}]")
SHOWN = 24  # characters of a text that are said


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong in a template: its line from 1, the part it is in, and a sentence."""

    line: int
    where: str
    why: str

    @property
    def said(self) -> str:
        """Line, part and sentence in one."""
        return f"{self.place}：{self.why}"

    @property
    def place(self) -> str:
        """Its line, and the part it is in where there is one."""
        line = f"第 {self.line} 行"
        return line if self.where == line else f"{line}，{self.where}"


@dataclass(frozen=True)
class Places:
    """The text of a template as somebody wrote it, to find the lines of its parts again."""

    text: str

    @cached_property
    def skeleton(self) -> str:
        """The text with what stands in strings and comments blanked out, every place kept."""
        return STRINGS.sub(lambda found: _blank(found[0]), self.text)

    @cached_property
    def blocks(self) -> Sequence[int]:
        """Where each block begins."""
        return [found.start() for found in BLOCK.finditer(self.skeleton)]

    @cached_property
    def facts(self) -> Sequence[int]:
        """Where each declared fact begins."""
        opened = FACTS.search(self.skeleton)
        return list(self._entries(opened.end())) if opened else []

    @property
    def too_deep(self) -> int | None:
        """Where a name has more parts than any template needs: reading it would take for ever."""
        found = DEEP_KEY.search(self.skeleton)
        return self.line(found.start()) if found else None

    @cached_property
    def facts_end(self) -> int | None:
        """Where the list of declared facts is closed; None where there is none."""
        opened = FACTS.search(self.skeleton)
        depth = 0
        for found in BRACKETS.finditer(self.skeleton, opened.end()) if opened else ():
            if found[0] in "[{":
                depth += 1
            elif depth == 0:
                return found.start()
            else:
                depth -= 1
        return None

    def line(self, at: int) -> int:
        """The line of a place, from 1."""
        return bisect_right(self._ends, at) + 1

    def key(self, name: str) -> int:
        """The line of a key of the head; the first line where it is not there."""
        found = re.search(rf"^[ \t]*{re.escape(name)}[ \t]*=", self.skeleton, re.MULTILINE)
        return self.line(found.start()) if found else 1

    def fact(self, number: int) -> int:
        """The line of a declared fact, from 1."""
        return self.line(self.facts[number - 1]) if number <= len(self.facts) else self.key("facts")

    def block(self, number: int, source: str = "") -> int:
        """The line of a block, from 1; of the text in it where one is given and found."""
        if number > len(self.blocks):
            return self.key("blocks")
        start = self.blocks[number - 1]
        end = self.blocks[number] if number < len(self.blocks) else len(self.text)
        for wanted in (source, source.strip().partition("\n")[0]):
            if wanted and (at := self.text.find(wanted, start, end)) >= 0:
                return self.line(at)
        return self.line(start)

    @cached_property
    def _ends(self) -> list[int]:
        return [found.end() for found in re.finditer("\n", self.text)]

    def _entries(self, at: int) -> Iterator[int]:
        depth = 0
        for found in BRACKETS.finditer(self.skeleton, at):
            if found[0] in "[{":
                if depth == 0 and found[0] == "{":
                    yield found.start()
                depth += 1
            elif depth == 0:
                return
            else:
                depth -= 1


def _blank(text: str) -> str:
    """Of a comment nothing but its room; of a string a word of the same length, for it may be a key."""
    if text.startswith("#"):
        return " " * len(text)
    inside = "".join(char if char == "\n" else "s" for char in text[1:-1])
    return f'"{inside}"'


def short(text: str) -> str:
    """A text on one line, cut where it is long."""
    said = " ".join(text.split())
    return said if len(said) <= SHOWN else said[:SHOWN] + "…"


# What the readers of TOML and Jinja say, and how an office is told
TOML = (
    (r"Expected '=' after a key", '名字后面缺少等号，写成 名字 = "内容"'),
    (r"Cannot declare .* twice|Cannot overwrite a value|Duplicate inline table key", "同一个名字写了两次"),
    (r"Unterminated string|Illegal character '\\n'", "引号没有成对"),
    (r"Illegal character|Found invalid character", "有不能写在这里的字符"),
    (r"Unescaped '\\\\' in a string", "反斜线后面只能是 n、t、引号或反斜线"),
    (r"Invalid hex value|not a Unicode scalar value", "反斜线后面的字符编号不对"),
    (r"Unclosed array", "方括号没有成对，或者两项之间缺少逗号"),
    (r"Unclosed inline table", "花括号没有成对，或者两项之间缺少逗号"),
    (r"Expected '\]\]?' at the end", "方括号没有成对"),
    (r"Expected newline or end of document", "一行里写了多余的内容，或者引号没有成对"),
    (r"Invalid initial character for a key part|Invalid statement", '这一行应写成 名字 = "内容"'),
    (r"Invalid date or datetime", "没有这个日期"),
    (r"Invalid value", "等号后面的内容写得不对，文字要放在引号里"),
    (r"Cannot mutate immutable namespace|Cannot redefine namespace", "同一个名字写了两次"),
)
JINJA = (
    (r"No filter named '([^']*)'", r"没有“\1”这个过滤器"),
    (r"No test named '([^']*)'", r"没有“\1”这个判断"),
    (r"Unknown tag|unknown tag '([^']*)'", r"没有“{% \1 %}”这个写法"),
    (
        r"unexpected end of template|Unexpected end of template",
        "花括号没有成对，或者缺少 {% endif %}、{% endfor %}",
    ),
    (r"expected token 'end of print statement'", "“}}”前面多写了内容，或者名字之间缺少符号"),
    (r"expected token 'end of statement block'", "“%}”前面多写了内容"),
    (r"expected token '([^']*)'", r"缺少“\1”"),
    (r"expected name or number", "点后面要写名字"),
    (r"tag name expected", "“{%”后面要写 if、for 等"),
    (r"Expected an expression", "“{{ }}”里没有写名字"),
    (r"unexpected '}'", "花括号没有成对"),
    (r"unexpected char", "有不能写在花括号里的字符"),
    (r"unexpected '([^']*)'", r"不该有“\1”"),
    (r"'([^']*)' is undefined", r"没有“\1”"),
    (r"has no attribute '([^']*)'|has no element '?([^']*)'?", r"没有“\1”这一项"),
)


def in_chinese(message: str, table: Sequence[tuple[str, str]]) -> str:
    """What a reader said, told to the office; what is already Chinese stays."""
    if re.search("[\u4e00-\u9fff]", message) and not message.isascii() and "'" not in message:
        return message
    for pattern, said in table:
        if found := re.search(pattern, message):
            return said.replace(r"\1", next((group for group in found.groups() if group), ""))
    return message if re.search("[\u4e00-\u9fff]", message) else f"写法不对（{message}）"
