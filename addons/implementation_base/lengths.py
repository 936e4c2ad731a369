# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Texts that stand in a database index, which refuses endless ones."""

from odoo.exceptions import ValidationError

from .refusal import coded

LIMIT = 500


def check_lengths(records, vals_list, *names):
    """Refuse a text that no index could hold, before the database does."""
    for vals in vals_list:
        for name in names:
            if len(vals.get(name) or "") > LIMIT:
                label = records.fields_get([name], ["string"])[name]["string"]
                raise ValidationError(
                    coded(
                        "text_too_long",
                        records.env._(
                            "%(field)s starting with %(start)s… is longer than "
                            "%(limit)s characters. Shorten it.",
                            field=label,
                            start=vals[name][:40],
                            limit=LIMIT,
                        ),
                    )
                )
