# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Write a comparison into records, in batches, parents before children."""

from collections import defaultdict

from plankit.plan import CLOSED_STATUSES

from odoo.addons.implementation_plan.document import DocumentContext

from .sequence import places


def apply_comparison(session):
    """Create or change the plan so that it says the comparison's target."""
    comparison = session.comparison
    if not session.plan:
        session.plan, session.context = _create_plan(session)
    else:
        _write_header(session)
    changes = _by_collection(comparison.changes)
    sections = session.plan._sorted_document_sections()
    for collection, model in sections:
        _create_items(session, collection, model, changes[collection])
    closing = {}
    for collection, model in sections:
        _write_items(session, collection, model, changes[collection], closing)
    for collection, model in reversed(sections):
        _drop_items(session, collection, model, changes[collection])
    for collection, model in sections:
        if session.was_there and changes[collection]:
            session.env[model]._document_settle(session.plan)
    _close_tasks(session, closing)
    for collection, model in sections:
        _order_items(session, collection, model, changes[collection])
        _keep_keys(session, collection, model)
    return session.plan


def _by_collection(changes):
    found = defaultdict(lambda: defaultdict(list))
    for change in changes:
        found[change.collection][change.kind].append(change)
    return found


def _create_plan(session):
    """The plan of a document that no record knows."""
    target = session.comparison.target
    draft = session.plans.new({"company_id": session.env.company.id})
    context = DocumentContext(draft, target)
    vals = session.plans._get_header_vals(target, context)
    if not vals.get("name"):
        vals["name"] = session.slug
    vals.update(
        slug=session.slug,
        is_template=session.is_template,
        source_text=session.text,
    )
    plan = session.plans.create(vals)
    context.plan = plan
    return plan, context


def _write_header(session):
    plan, context = session.plan, session.context
    comparison = session.comparison
    before = plan._get_header_vals(comparison.ours, context)
    after = plan._get_header_vals(comparison.target, context)
    vals = _difference(before, after)
    if vals:
        plan.write(vals)


def _difference(before, after):
    return {name: value for name, value in after.items() if before.get(name) != value}


def _items(plan, collection):
    return {item.key: item for item in plan.items(collection)}


def _create_items(session, collection, model, changes):
    if not changes["create"]:
        return
    wanted = {change.key for change in changes["create"]}
    items = [
        item
        for item in session.comparison.target.items(collection)
        if item.key in wanted
    ]
    session.env[model]._document_create(session.plan, items, session.context)


def _write_items(session, collection, model, changes, closing):
    """Write what differs, equal values together; ``closing`` gets tasks to close."""
    if not changes["update"]:
        return
    context = session.context
    before = _items(session.comparison.ours, collection)
    after = _items(session.comparison.target, collection)
    rows = session.env[model]
    groups = {}
    for key in dict.fromkeys(change.key for change in changes["update"]):
        vals = _difference(
            rows._document_vals(before[key], context),
            rows._document_vals(after[key], context),
        )
        vals.pop("sequence", None)
        row = context.record_id(collection, key)
        if vals.get("plan_status") in CLOSED_STATUSES:
            closing.setdefault(vals.pop("plan_status"), []).append(row)
        if vals:
            group = groups.setdefault(repr(sorted(vals.items())), (vals, []))
            group[1].append(row)
    for vals, ids in groups.values():
        rows.browse(ids)._document_write(vals)


def _close_tasks(session, closing):
    """Close tasks at once, after all links are settled, so that a chain can close."""
    for status in sorted(closing):  # what is cancelled, then what is done
        tasks = session.env["project.task"].browse(closing[status])
        tasks._document_write({"plan_status": status})


def _drop_items(session, collection, model, changes):
    ids = [
        session.context.record_id(collection, change.key)
        for change in changes["delete"]
    ]
    if ids:
        session.env[model].browse(ids)._document_drop()


def _order_items(session, collection, model, changes):
    """Give rows the document's order, moving as few as possible."""
    if not session.comparison.ours.items(collection):
        return  # created in order
    if not (changes["create"] or changes["move"]):
        return
    context = session.context
    ids = [
        context.record_id(collection, item.key)
        for item in session.comparison.target.items(collection)
    ]
    rows = session.env[model].browse(ids)
    present = {row.id: row.sequence for row in rows}
    created = {context.record_id(collection, c.key) for c in changes["create"]}
    present = {row: place for row, place in present.items() if row not in created}
    for row, place in places(ids, present).items():
        rows.browse(row).sequence = place


def _keep_keys(session, collection, model):
    """Rows remember their key in the text that is the plan's source now."""
    keys = session.comparison.keys.get(collection, {})
    context = session.context
    items = session.comparison.target.items(collection)
    ids = [context.record_id(collection, item.key) for item in items]
    # Browsed at once, so that rows are read at once.
    for item, row in zip(items, session.env[model].browse(ids), strict=True):
        key = keys.get(item.key, False)
        if key == item.key and not session.was_there:
            continue  # written by the create
        if (row.document_key or False) != key:
            row.document_key = key
