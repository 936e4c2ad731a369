# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A word that nobody wrote yet, made like those that stand beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plankit.markdown.synonyms import fold
from plankit.markdown.synonyms_words import Rows

_BOX = re.compile(r"\[[ xX]\]")
_BOXES = {"not_started": "[ ]", "done": "[x]", "pending": "[ ]", "approved": "[x]"}


def like(examples: Sequence[str], word: str, canonical: str, rows: Rows) -> str:
    """``word`` in the language, the case and the signs of the examples."""
    if not examples:
        return word
    shown = examples[0]
    signs = _signs(rows)
    if not any(character.isalpha() for character in _BOX.sub("", shown)):
        return _sign(shown, canonical, signs) or word
    language = _language(shown, rows)
    if language != "en":
        word = _spelling(language, canonical, rows) or word
    word = _case(shown, word)
    return _beside(shown, word, canonical, signs)


def _signs(rows: Rows) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for canonical, language, spellings in rows:
        if language == "mark":
            found.setdefault(canonical, []).extend(spellings)
    return found


def _sign(shown: str, canonical: str, signs: dict[str, list[str]]) -> str:
    if _BOX.search(shown):
        return _BOXES.get(canonical, "")
    if "☐" in shown and canonical in ("done", "approved", "available", "yes"):
        return "☑"
    return next(iter(signs.get(canonical, ())), "")


def _language(shown: str, rows: Rows) -> str:
    folded = fold("".join(c for c in shown if c.isalnum() or c in " -_'"))
    for _canonical, language, spellings in rows:
        if folded in spellings:
            return language
    return "en"


def _spelling(language: str, canonical: str, rows: Rows) -> str:
    for known, spoken, spellings in rows:
        if known == canonical and spoken == language:
            return spellings[0][:1].upper() + spellings[0][1:]
    return ""


def _case(shown: str, word: str) -> str:
    letters = "".join(character for character in shown if character.isalpha())
    if len(letters) > 1 and letters.isupper():
        word = word.upper()
    elif letters.islower():
        word = word.lower()
    for joint in "_-":
        if joint in shown.strip(joint) and " " not in shown:
            word = word.replace(" ", joint)
    return word


def _beside(shown: str, word: str, canonical: str, signs: dict[str, list[str]]) -> str:
    """A sign before the word where the example has one."""
    box = _BOX.match(shown)
    if box:
        return f"{_BOXES.get(canonical, box.group())} {word}"
    if shown[:1].isalnum() or " " not in shown:
        bracketed = shown[:1] == "[" and shown[-1:] == "]"
        return f"[{word}]" if bracketed else word
    known = any(shown.startswith(sign) for found in signs.values() for sign in found)
    sign = next(iter(signs.get(canonical, ())), "")
    return f"{sign} {word}" if known and sign else word
