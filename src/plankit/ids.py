# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Dependency notation: parse, print, expand, resolve and rewrite.

``ids_words`` holds the words, ``ids_parse`` the parts of a text, ``ids_index`` who
is meant, ``ids_arrival`` whether a new task can be, ``ids_resolve`` the edges of a
plan, ``ids_update`` the text after a change.
"""

from __future__ import annotations

from plankit.ids_arrival import may_be_named
from plankit.ids_index import Index
from plankit.ids_names import split_name
from plankit.ids_parse import Notation, Part, is_none_word, parse
from plankit.ids_resolve import Resolution, cycles, find_cycle, resolve
from plankit.ids_update import update_text
from plankit.ids_words import NONE_WORDS

__all__ = [
    "NONE_WORDS",
    "Index",
    "Notation",
    "Part",
    "Resolution",
    "cycles",
    "find_cycle",
    "is_none_word",
    "may_be_named",
    "parse",
    "resolve",
    "split_name",
    "update_text",
]
