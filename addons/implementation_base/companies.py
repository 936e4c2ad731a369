# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a caller may name of other companies: nothing.

Called from ``create`` and ``write``: constraints run as the superuser on 19.
"""

from odoo import Command
from odoo.exceptions import AccessError

from .refusal import coded


def check_reach(env, company_ids):
    """Refuse foreign companies before the database is asked anything about them.

    A unique index would tell what exists there, a link would show its name.
    """
    if env.su or set(company_ids) <= {False, None, *env.companies.ids}:
        return
    raise AccessError(
        coded(
            "other_company",
            env._(
                "This belongs to a company you do not work for now. "
                "Switch to that company, or choose something of your own."
            ),
        )
    )


def check_created(records, vals_list, *names):
    """Refuse links of new records, by value or by default, to what is out of reach."""
    context = records.env.context
    defaults = {
        name: context[f"default_{name}"]
        for name in names
        if f"default_{name}" in context
    }
    check_links(records, [{**defaults, **vals} for vals in vals_list], *names)


def check_links(records, vals_list, *names):
    """Refuse links to what is out of reach: they would show its name."""
    if records.env.su:
        return
    for name in names:
        ids = {i for vals in vals_list for i in _linked_ids(vals.get(name))}
        linked = records.env[records._fields[name].comodel_name].browse(ids)
        if not linked:
            continue
        if "company_id" not in linked._fields:
            linked.check_access("read")
        elif linked._name.startswith("implementation."):
            # sudo: project users link roles and phases that they need not read
            check_reach(records.env, linked.sudo().company_id.ids)
        else:
            linked.check_access("read")


def _linked_ids(value):
    """Ids that a value of a many2one or many2many brings in."""
    if isinstance(value, int):
        return [value] if value else []
    ids = []
    for part in value if isinstance(value, list | tuple) else ():
        if isinstance(part, int):
            ids.append(part)
        elif part and part[0] == Command.LINK:
            ids.append(part[1])
        elif part and part[0] == Command.SET:
            ids += part[2]
    return ids


def check_vals_reach(records, vals_list):
    """The same for the companies that values, or defaults of the context, name."""
    default = records.env.context.get("default_company_id")
    found = [vals.get("company_id", default) for vals in vals_list]
    check_reach(records.env, found)
