# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Values that a signature covers although a document has no place for them.

A model names them in ``_get_signed_parts``; they travel as extra values whose header
starts with ``@`` (``plankit.scope``).
"""

from dataclasses import replace

from odoo import fields


def signed_item(record, context):
    """The record's item with everything that a signature of it covers."""
    item = record._document_item(context)
    parts = record._get_signed_parts()
    if not parts:
        return item
    beyond = tuple((f"@{name}", as_text(record, field)) for name, field in parts)
    return replace(item, extra=(*item.extra, *beyond))


def as_text(record, name):
    """A value as text that is equal on every server and in every time zone."""
    field, value = record._fields[name], record[name]
    if field.type == "datetime":
        return f"{fields.Datetime.to_string(value).replace(' ', 'T')}Z" if value else ""
    if field.type == "date":
        return fields.Date.to_string(value) or ""
    if field.type == "boolean":
        return "yes" if value else ""
    if field.type == "integer":
        return str(value) if value else ""
    if field.type == "many2one":
        return value.display_name or ""
    if field.type == "many2many":
        return "\n".join(sorted(one._get_plan_name() for one in value))
    return value or ""
