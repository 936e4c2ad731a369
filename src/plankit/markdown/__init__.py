# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One Markdown document to its plan and back, byte for byte where nothing changed."""

from __future__ import annotations

from plankit.markdown.document import Document
from plankit.markdown.prose import prose
from plankit.markdown.reading import decode, read
from plankit.markdown.reference import render
from plankit.markdown.writer import Written, write

__all__ = ["Document", "Written", "decode", "prose", "read", "render", "write"]
