# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows of an answer in the words of the screens."""

from plankit.diff import EXTRA


def row_words(env, row, names):
    """``field`` and the values ``names`` of a row as labels a person knows."""
    field = _find_field(env, row["model"], row["field"])
    labels = dict(field._description_selection(env)) if field else {}
    return {
        "field": _field_label(env, row["field"], field),
        **{name: labels.get(row[name], row[name]) for name in names},
    }


def _find_field(env, model, name):
    """The field that keeps an item's value, where there is one of a selection."""
    fields = env[model]._fields
    if model == "implementation.plan":
        known = env[model]._get_document_header()
    else:
        known = env[model]._document_map
    field = fields.get(known.get(name, ""))
    return field if field is not None and field.type == "selection" else None


def _field_label(env, name, field):
    """The name of an extra column, the field's label, or the item's own word."""
    if name.startswith(EXTRA):
        return name[len(EXTRA) :]
    return field._description_string(env) if field else name.replace("_", " ")
