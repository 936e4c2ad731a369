# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commands of a shell block, each with the comment above it as its name."""

from __future__ import annotations

from collections.abc import Sequence

from plankit.markdown.blocks import Fence, Text
from plankit.markdown.draft import Draft, Value
from plankit.markdown.places import BLOCK, COMMANDS, LINE, Anchor, Home, Place
from plankit.markdown.shell import command_end
from plankit.markdown.spans import Span

#: Languages of a block whose lines are commands; none at all counts as well.
SHELLS = frozenset({"", "bash", "sh", "shell", "zsh", "console", "shell-session"})


def read_checks(draft: Draft, fence: Fence, parent: str) -> Home:
    """One check a command, however many lines it has."""
    home = draft.home(Home("checks", COMMANDS, fence.first, fence.last, fence, parent))
    comments: list[Text] = []
    index = 0
    while index < len(fence.lines):
        line = fence.lines[index]
        stripped = line.text.strip()
        last = index + 1
        if stripped.startswith("#"):
            comments = [*comments, line]
        elif stripped:
            last = command_end(fence.lines, index)
            _finish(draft, home, comments, fence.lines[index:last])
            comments = []
        else:
            comments = []
        index = last
    return home


def _finish(
    draft: Draft, home: Home, comments: Sequence[Text], command: Sequence[Text]
) -> None:
    indent = _indent(draft, command[0])
    text = "\n".join(line.text for line in command).strip()
    start = command[0].span.start + _blanks(command[0].text)
    place = Place(Span(start, _end(command[-1])), BLOCK, indent=indent)
    name = _name(comments, draft, start, indent)
    first = draft.source.number((comments or command)[0].span.start) - 1
    last = draft.source.number(command[-1].span.start)
    values = {"name": name, "command": Value(text, place)}
    draft.add(home, values, [], Anchor(home, first, last))


def _name(comments: Sequence[Text], draft: Draft, start: int, indent: str) -> Value:
    """The comment without its sign; without one, its place is above the command."""
    if not comments:
        above = f"{draft.source.newline}{indent}"
        place = Place(Span(start, start), LINE, lead="# ", trail=above)
        return Value("", place)
    lines = [line.text.strip().lstrip("#").strip() for line in comments]
    first = comments[0]
    sign = len(first.text) - len(first.text.lstrip().lstrip("#").lstrip())
    begin = first.span.start + sign
    place = Place(
        Span(begin, max(begin, _end(comments[-1]))), BLOCK, indent=f"{indent}# "
    )
    if begin == place.span.end and not first.text.endswith(" "):
        place.lead = " "
    return Value("\n".join(lines).strip(), place)


def _indent(draft: Draft, line: Text) -> str:
    start = draft.source.starts[draft.source.number(line.span.start) - 1]
    return draft.source.text[start : line.span.start + _blanks(line.text)]


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _end(line: Text) -> int:
    return line.span.end - (len(line.text) - len(line.text.rstrip()))
