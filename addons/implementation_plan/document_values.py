# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Plain values between an item of ``plankit.plan`` and a record's fields.

A value the field's type cannot hold (a word that is no key of the selection, a text
that is no date) stands in ``<field>_text`` as the author wrote it.
"""

from datetime import date

from plankit.keys import stand_in
from plankit.plan import COLLECTIONS, PARENTS

from odoo.exceptions import ValidationError

from odoo.addons.implementation_base.refusal import coded


def from_item(model, item, context):
    """Values of a create or write from an item, by the model's map."""
    vals = {
        "document_key": item.key,
        "document_extra": [list(pair) for pair in item.extra] or False,
    }
    sequence = context.sequence(model._document_collection, item.key)
    if sequence:
        vals["sequence"] = sequence
    for name, field_name in model._document_map.items():
        value = getattr(item, name)
        if not value and model._fields[field_name].type == "char":
            value = stand_in(model._document_collection, item, name)
        vals.update(_from_value(model, name, field_name, value, context))
    return vals


def from_header(plan, target, context):
    """Values of the plan's own fields from the document's header."""
    vals = {"document_extra": [list(pair) for pair in target.extra] or False}
    for name, field_name in plan._get_document_header().items():
        vals.update(_from_value(plan, name, field_name, getattr(target, name), context))
    return vals


def _from_value(model, name, field_name, value, context):
    field = model._fields[field_name]
    if field.type == "many2one":
        if name in PARENTS:
            return {field_name: context.parent_id(name, value)}
        return {field_name: context.role_id(value)}
    if field.type in ("selection", "date"):
        known = _is_key(model, field, value)
        vals = {field_name: value if known else False}
        if f"{field_name}_text" in model._fields:
            vals[f"{field_name}_text"] = False if known else value or False
        return vals
    return {field_name: value if field.type == "boolean" else value or False}


def _is_key(model, field, value):
    if field.type == "selection":
        return value in dict(field._description_selection(model.env))
    return is_iso_date(value)


def is_iso_date(value):
    """Whether the text is a date and would be printed the same."""
    try:
        return bool(value) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def to_item(record, context):
    """The item a record stands for, by its model's map."""
    collection = record._document_collection
    values = {
        name: _to_value(record, name, field_name, context)
        for name, field_name in record._document_map.items()
    }
    return COLLECTIONS[collection](
        key=context.key(record), extra=extra_of(record), **values
    )


def check_extra(records):
    """Extra values are pairs of texts; anything else would break the document."""
    for record in records:
        pairs = record.document_extra or []
        if not (isinstance(pairs, list) and all(map(_is_pair, pairs))):
            raise ValidationError(
                coded(
                    "broken_extra",
                    records.env._(
                        "Extra values are a list of [header, text] pairs. "
                        "Write them so, or leave them out."
                    ),
                )
            )


def _is_pair(pair):
    return (
        isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(text, str) for text in pair)
    )


def extra_of(record):
    """The record's extra values as a plan keeps them."""
    return tuple((header, text) for header, text in record.document_extra or ())


def to_header(plan, context):
    """The header's values of a plan, by field of ``plankit.plan.Plan``."""
    values = {
        name: _to_value(plan, name, field_name, context)
        for name, field_name in plan._get_document_header().items()
    }
    return {**values, "extra": extra_of(plan)}


def _to_value(record, name, field_name, context):
    field = record._fields[field_name]
    value = record[field_name]
    if field.type == "many2one":
        return context.key(value) if name in PARENTS else value.name or ""
    if field.type == "boolean":
        return value
    if field.type == "date" and value:
        return value.isoformat()
    if not value and f"{field_name}_text" in record._fields:
        value = record[f"{field_name}_text"]
    return value or ""
