# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a form would change of what is signed, before anyone saves it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Edit:
    """Rows of one collection, or fields of the header, that saving would change.

    ``rows`` are ``(model, id)`` of the rows and of what they stand below; ``grants``
    says whether a migration among them touches grants.
    """

    collection: str
    rows: set = field(default_factory=set)
    header: set = field(default_factory=set)
    grants: bool = False

    @classmethod
    def together(cls, edits):
        """Several edits of one collection as one; None for none."""
        if not edits:
            return None
        return cls(
            edits[0].collection,
            set().union(*(edit.rows for edit in edits)),
            grants=any(edit.grants for edit in edits),
        )


def real_id(id_):
    """The id of the saved row an unsaved one stands for, or 0."""
    return id_ if isinstance(id_, int) else getattr(id_, "origin", None) or 0


def differs(before, after, name):
    """Whether a form's value is another than the saved one."""
    return _value(before, name) != _value(after, name)


def _value(record, name):
    value = record[name]
    kind = record._fields[name].type
    if kind == "many2one":
        return value._origin.id or bool(value)
    if kind in ("one2many", "many2many"):
        return frozenset(real_id(id_) for id_ in value._ids)
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return value or False
