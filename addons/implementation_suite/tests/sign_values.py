# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Another value for any field of a row: what a person might write instead."""

#: Values that a rule ties to others.
_SPECIAL = {
    "plan_ref": "P9.9",
    "code": "P9",
    "plan_depends_text": "P1.2",
    "sequence": 9999,
    "depth": 2,
    "document_extra": [["Notes", "by hand"]],
}
_MOMENTS = {"date": "2031-05-06", "datetime": "2031-05-06 08:00:00"}
_TEXTS = ("char", "text", "html")


def other_value(row, name):
    """``vals`` that give field ``name`` of ``row`` another value, or None."""
    field, old = row._fields[name], row[name]
    if name == "plan_unworded_ids":  # computed: the links are what people edit
        return {"depend_on_ids": [(3, old[:1].id)]}
    if name in _SPECIAL:
        return {name: _SPECIAL[name]}
    if field.type in _TEXTS:
        return {**_cleared(row, name), name: f"{old or ''} by hand"}
    if field.type in _MOMENTS:
        return {name: _MOMENTS[field.type]}
    if field.type == "boolean":
        return {name: not old}
    if field.type in ("integer", "float", "monetary"):
        return {name: old - 1 if old > 50 else old + 1}
    if field.type == "selection":
        keys = [key for key, _word in field._description_selection(row.env)]
        return {name: next(key for key in keys if key != old)}
    if field.type in ("many2one", "many2many"):
        return _other_link(row, name, field, old)
    return None


def _cleared(row, name):
    """The author's own words stand where the scale has no value."""
    if name == "expected":  # of a check that is no shell command
        return {"run_kind": "sql"}
    scale = name.removesuffix("_text")
    if scale != name and scale in row._fields:
        return {scale: False}
    return {}


def _other_link(row, name, field, old):
    others = row.env[field.comodel_name]
    domain = [("id", "not in", old.ids)]
    if "plan_id" in others._fields and row.plan_id:
        domain.append(("plan_id", "=", row.plan_id.id))
    if others._name == row._name:
        domain.append(("id", "!=", row.id))
    found = others.sudo().search(domain, limit=1, order="id desc")
    if not found:
        return None
    return {name: found.id if field.type == "many2one" else [(6, 0, found.ids)]}
