"""What is written on by hand: fields, signatures of organs and of parties, ruled lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import Fields, PageFoot, Signature, Signatures, Writing
from fuyi_desktop.documents.ink import Ink, Row, Rule, Setter, Words
from fuyi_desktop.documents.sheets import Sheet

SEAL_LINES = (
    2  # left free above the organ's name: with a seal of 42 mm its top stays within a line of the text
)
UNSEALED_INDENT, UNSEALED_SHIFT = 2, 2  # characters: 不加盖印章的落款
HAND = 5  # characters of room to write a name
RULED = 1.2  # lines: where somebody writes by hand
COMPANY_LINES = 3  # of text that shall fit above the signatures of all parties
FOOT_GAP = 0.4  # lines between the text and what is signed at the foot of each page
RULE_DROP = 3.0  # points from the baseline to the rule


def fields(block: Fields, setter: Setter) -> Iterator[Row]:
    columns = columns_of(block, setter)
    for start in range(0, len(block.labels), columns):
        row = _labelled(block.labels[start : start + columns], columns, setter)
        yield replace(row, keep=start + columns < len(block.labels))


def columns_of(block: Fields | PageFoot, setter: Setter) -> int:
    """How many labels stand side by side, each with room for a name behind it."""
    sheet = setter.sheet
    longest = max(setter.line(label, setter.text).width for label in block.labels) + HAND * sheet.pitch
    wanted = block.columns if isinstance(block, Fields) else len(block.labels)
    return max(1, min(wanted, int(sheet.width / longest)))


def _labelled(labels: Sequence[str], columns: int, setter: Setter) -> Row:
    sheet, text = setter.sheet, setter.text
    width, lead = sheet.width / columns, sheet.leading * RULED
    ink: list[Ink] = []
    height = lead
    for at, label in enumerate(labels):
        lines = setter.lines(label, text, width - HAND * sheet.pitch, even=False)
        y = text.baseline(lead)
        for number, line in enumerate(lines):
            ink.append(Words(at * width, y + number * sheet.leading, line, text))
        y += (len(lines) - 1) * sheet.leading
        height = max(height, lead + (len(lines) - 1) * sheet.leading)
        end = (at + 1) * width - (sheet.pitch if at + 1 < columns else 0)
        ink.append(Rule(at * width + lines[-1].width, y + RULE_DROP, end, y + RULE_DROP, m.INNER_RULE))
    return Row(height=height, ink=tuple(ink))


def page_foot(block: PageFoot, setter: Setter) -> tuple[Row, ...]:
    """The rows at the foot of every page, with the gap above them."""
    columns = columns_of(block, setter)
    found = [
        _labelled(block.labels[at : at + columns], columns, setter)
        for at in range(0, len(block.labels), columns)
    ]
    return (Row(height=setter.sheet.leading * FOOT_GAP), *found)


def writing(block: Writing, setter: Setter) -> Iterator[Row]:
    """Ruled lines; the label stands on the first one."""
    sheet, text = setter.sheet, setter.text
    lead = sheet.leading * RULED
    y = text.baseline(lead) + RULE_DROP
    label = setter.line(block.label, text)
    for at in range(block.lines):
        if at == 0 and block.label:
            rule = Rule(label.width, y, sheet.width, y, m.INNER_RULE)
            yield Row(
                height=lead, ink=(Words(0, text.baseline(lead), label, text), rule), keep=block.lines > 1
            )
        else:
            yield Row(height=lead, ink=(Rule(0, y, sheet.width, y, m.INNER_RULE),))


def signature(block: Signature, setter: Setter) -> Iterator[Row]:
    """With a seal: 成文日期 右空四字, the organ's name centred above it but never past the margin.

    Without a seal the name leaves two characters free, and the date begins two characters after it.
    """
    sheet, text = setter.sheet, setter.text
    day = setter.line(block.date, text)
    names = setter.balanced(block.organ, text, sheet.width * 0.7)
    widest = max((line.width for line in names), default=0.0)
    for _ in range(SEAL_LINES if block.seal else 1):
        yield Row(height=sheet.leading, blank=True, keep=True)
    name_at, day_at = signed_at(block, widest, day.width, sheet)
    for line in names:
        x = name_at + (widest - line.width) / 2
        yield _line(x, Words(0, 0, line, text), sheet, keep=True)
    yield _line(day_at, Words(0, 0, day, text), sheet, keep=False)


def signed_at(block: Signature, name: float, day: float, sheet: Sheet) -> tuple[float, float]:
    """Where the organ's name and the date begin, for names and dates of these widths."""
    if block.seal:
        center = sheet.width - m.DATE_INDENT * sheet.pitch - day / 2
        center = min(center, sheet.width - name / 2)
        return center - name / 2, center - day / 2
    free, shift = UNSEALED_INDENT * sheet.pitch, UNSEALED_SHIFT * sheet.pitch
    left = sheet.width - free - max(name, shift + day)
    return max(0.0, left), max(0.0, left) + shift


def _line(x: float, words: Words, sheet: Sheet, *, keep: bool) -> Row:
    ink = (words.moved(x, words.type.baseline(sheet.leading)),)
    return Row(height=sheet.leading, ink=ink, keep=keep)


def signatures(block: Signatures, setter: Setter) -> Iterator[Row]:
    """All parties on one page where there is room for them, at least those who stand side by side."""
    *others, last = _groups(block, setter)
    together = signed_together(block, setter)
    yield from (replace(row, keep=row.keep or together) for row in others)
    yield last


def signed_together(block: Signatures, setter: Setter) -> bool:
    """Whether all parties find room on one page, under some lines of text."""
    room = setter.sheet.height - COMPANY_LINES * setter.sheet.leading
    return sum(row.height for row in _groups(block, setter)) <= room


def _groups(block: Signatures, setter: Setter) -> Iterator[Row]:
    sheet, text = setter.sheet, setter.text
    width = sheet.width / block.columns
    room = width - sheet.pitch
    for start in range(0, len(block.names), block.columns):
        group = block.names[start : start + block.columns]
        yield Row(height=sheet.leading / 2, blank=True, keep=True)
        names = [setter.lines(name, text, room, even=False) for name in group]
        for number in range(max(map(len, names))):
            ink = [
                Words(at * width, text.baseline(sheet.leading), lines[number], text)
                for at, lines in enumerate(names)
                if number < len(lines)
            ]
            yield Row(height=sheet.leading, ink=tuple(ink), keep=True)
        for number, label in enumerate(block.labels, 1):
            made = tuple(_signed(label, at * width, room, setter) for at in range(len(group)))
            yield Row(
                height=sheet.leading * RULED,
                ink=tuple(mark for marks in made for mark in marks),
                keep=number < len(block.labels),
            )


def _signed(label: str, x: float, room: float, setter: Setter) -> Iterator[Ink]:
    """A label with a rule to write on; one that ends without a colon is filled in where it stands."""
    line = setter.line(label, setter.text)
    y = setter.text.baseline(setter.sheet.leading * RULED)
    yield Words(x, y, line, setter.text)
    if label.endswith(("：", ":")):
        yield Rule(x + line.width, y + RULE_DROP, x + room, y + RULE_DROP, m.INNER_RULE)
