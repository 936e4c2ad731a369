# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows of a plan that are copied into another plan."""

from odoo import Command


def copied_vals(rows, copied, default):
    """Values of copies of ``rows`` whose links lead into the new plan."""
    vals_list = rows.copy_data(default)
    for row, vals in zip(rows, vals_list, strict=True):
        vals["document_key"] = row.document_key
        for name in list(vals):
            field = rows._fields[name]
            if field.relational and field.comodel_name in copied:
                vals[name] = _remapped(field, vals[name], copied[field.comodel_name])
    return vals_list


def _remapped(field, value, ids):
    if field.type == "many2one":
        return ids.get(value, False)
    if field.type == "many2many":
        old = [i for command in value or () for i in _command_ids(command)]
        return [Command.set([ids[i] for i in old if i in ids])]
    return value


def _command_ids(command):
    return command[2] if command[0] == Command.SET else [command[1]]
