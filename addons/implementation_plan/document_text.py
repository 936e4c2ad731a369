# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Texts of plan documents as values, and the other way."""

from functools import lru_cache

from plankit import markdown, sync


@lru_cache(maxsize=8)
def read_again(text):
    """A document that was accepted before: sources, bases and own exports."""
    return markdown.read(text, max_bytes=len(text) * 4 + 1)


def document_plan(plan, source=None, context=None):
    """The plan's records as values, with the names its document does not carry."""
    values = plan._get_document_plan(context)
    return sync.keep_identity(values, source) if source else values
