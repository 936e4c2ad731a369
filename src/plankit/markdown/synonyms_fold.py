# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How words of a document are compared with the tables of words."""

from __future__ import annotations

import re
import unicodedata

from plankit.markdown.synonyms_words import Rows

#: Longer texts are no words of a table.
LIMIT = 200
_PUNCTUATION = ":;,.!?：；，。！？、"
_MARKS = ("**", "__", "~~", "`", "*", "_")
_INVISIBLE = dict.fromkeys(
    [0xFE0E, 0xFE0F, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x307]
)
_BOX = re.compile(r"\[[ x~/!-]?\]")
_HEAD = re.compile(r"(?<!\s)\s*(?: - | – | — |--|[(\[:;,/|–—•·<\n])")
_WAITING = re.compile(r"(blocked|waiting|on hold|paused)\s+(?:by|on|for|until)\b")
_PERCENT = re.compile(r"(?<!\s)\s*\(?\d{1,3}\s?%\)?$")
_BLANK = re.compile(r"\s+")


def fold(text: str) -> str:
    """The text as the tables write it: small, without marks and outer punctuation.

    >>> fold("**Depends\\u00a0On:**"), fold("`[READY]`"), fold("~~Est.~~")
    ('depends on', '[ready]', 'est')
    """
    text = _without_comments(text[:LIMIT])
    text = unicodedata.normalize("NFKC", text).casefold().translate(_INVISIBLE)
    text = _BLANK.sub(" ", text).strip()
    while text:
        bare = text.rstrip(_PUNCTUATION).strip()
        for mark in _MARKS:
            bare = bare.removeprefix(mark).removesuffix(mark)
        bare = bare.strip()
        if bare == text:
            break
        text = bare
    return text


def _without_comments(text: str) -> str:
    while "<!--" in text:
        before, _, rest = text.partition("<!--")
        text = before + rest.partition("-->")[2]
    return text


def index(rows: Rows, *kept: str) -> dict[str, str]:
    """Folded spelling to canonical value, ``kept`` languages alone where given."""
    found: dict[str, str] = {}
    for canonical, language, spellings in rows:
        if not kept or language in kept:
            for spelling in spellings:
                found.setdefault(fold(spelling), canonical)
    return found


def _signs(rows: Rows) -> dict[str, str]:
    return {
        spelling: canonical
        for canonical, language, spellings in rows
        if language == "mark"
        for spelling in spellings
    }


def without_signs(text: str) -> tuple[str, str]:
    """Words and the first box or emoji beside them."""
    box = _BOX.search(text)
    sign = box.group() if box else ""
    rest = _BOX.sub(" ", text) if box else text
    kept = []
    for char in rest:
        if unicodedata.category(char) in ("So", "Sk", "Cs") or char in "✓✔✗✘✖▶":
            sign = sign or char
            kept.append(" ")
        else:
            kept.append(char)
    return fold("".join(kept)), sign


class Scale:
    """A table of words with signs: exact words first, then their head, then signs."""

    def __init__(self, rows: Rows) -> None:
        self.words = index(rows)
        self.signs = _signs(rows)

    def exact(self, text: str) -> str | None:
        folded = fold(text)
        if folded in self.words:
            return self.words[folded]
        bare, sign = without_signs(folded)
        if bare:
            return self.words.get(unbracket(bare))
        return self.signs.get(sign)

    def find(self, text: str) -> str | None:
        known = self.exact(text)
        if known or not text.strip():
            return known
        bare, sign = without_signs(fold(text))
        bare = _PERCENT.sub("", bare)
        head = bare[: found.start()] if (found := _HEAD.search(bare)) else bare
        waiting = _WAITING.match(bare)
        return (
            self.words.get(fold(head)) if head else None
        ) or (
            self.words.get(waiting.group(1)) if waiting else None
        ) or self.signs.get(sign)  # fmt: skip


def unbracket(text: str) -> str:
    """``[ready]`` and ``(ready)`` are the word alone."""
    if len(text) > 2 and text[0] + text[-1] in ("[]", "()", "{}", "<>"):
        return fold(text[1:-1])
    return text
