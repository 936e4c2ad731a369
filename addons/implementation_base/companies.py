# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a caller may name of other companies: nothing."""

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


def check_vals_reach(records, vals_list):
    """The same for the companies that values, or defaults of the context, name."""
    default = records.env.context.get("default_company_id")
    found = [vals.get("company_id", default) for vals in vals_list]
    check_reach(records.env, found)
