# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows of an answer in the words of the screens."""

from plankit.diff import EXTRA


def row_words(env, row, names):
    """``field`` and the values ``names`` of a row as labels a person knows."""
    name = row["field"]
    field = _find_field(env, row["model"], name)
    labels = {}
    if field and field.type == "selection":
        labels = dict(field._description_selection(env))
    plain = name.removeprefix(EXTRA).replace("_", " ")
    return {
        "field": field._description_string(env) if field else plain,
        **{name: labels.get(row[name], row[name]) for name in names},
    }


def _find_field(env, model, name):
    """The field that keeps an item's value, or None."""
    rows = env[model]
    if model == "implementation.plan":
        known = rows._get_document_header()
    else:
        known = rows._document_map
    return rows._fields.get(known.get(name, ""))
