# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows of an import's answer, as RPC and the wizard show them."""

from plankit.keys import NAMES
from plankit.plan import COLLECTIONS

from .options import path_of

#: Longer lists are counted in the totals; nobody reads ten thousand rows.
MAX_ROWS = 2000

_COLLECTION_OF = {kind: collection for collection, kind in COLLECTIONS.items()}


def change_rows(session):
    """Every change in the order of the document, each with a name for a person."""
    if not session.context:
        return []  # a new plan: the totals say it
    return [
        {
            "kind": change.kind,
            "model": session.model(change.collection),
            "label": change.name,
            "field": change.field,
            "old": as_text(change.old),
            "new": as_text(change.new),
        }
        for change in session.comparison.changes[:MAX_ROWS]
    ]


def conflict_rows(session):
    """Values that changed on both sides and were not settled."""
    return [
        {
            "path": path_of(conflict.collection, conflict.key, conflict.field),
            "model": session.model(conflict.collection),
            "ref": conflict.name or conflict.key or session.slug,
            "field": conflict.field,
            "base": as_text(conflict.base),
            "ours": as_text(conflict.ours),
            "theirs": as_text(conflict.theirs),
        }
        for conflict in session.comparison.conflicts
    ]


def finding_rows(findings, resolve):
    """Findings with the record each one names, which ``resolve(finding)`` finds."""
    rows = []
    for finding in findings:
        record = resolve(finding)
        rows.append(
            {
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message,
                "hint": finding.hint,
                "line": finding.line,
                "ref": finding.ref,
                "model": record[0] if record else "",
                "res_id": record[1] if record else False,
            }
        )
    return rows


def _title(item):
    """What tells an item from its neighbours beside its reference."""
    names = NAMES[_COLLECTION_OF[type(item)]]
    texts = (getattr(item, name) for name in reversed(names))
    return next((text for text in texts if text), item.key)


def as_text(value):
    """A value as a person reads it."""
    if value is None or value is False:
        return "no" if value is False else ""
    if value is True:
        return "yes"
    if type(value) in _COLLECTION_OF:
        return _title(value)
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return str(value)
