# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Records of a plan as the values that a signature covers."""

from plankit import markdown
from plankit.plan import PARENTS, Plan
from plankit.scope import collections_of
from plankit.snapshot import Subject, content, digest

from odoo.addons.implementation_plan.document import DocumentContext
from odoo.addons.implementation_plan.document_values import to_header
from odoo.addons.implementation_plan.signed_parts import signed_item

PLAN_KIND = "plan"


class PlanContents:
    """Contents of subjects of one plan; each collection is read once.

    ``domains`` narrows collections to the rows that some subjects are made of;
    ``with_prose`` adds the sections that no field knows.
    """

    def __init__(self, plan, collections, domains=None, with_prose=False):
        # sudo: what is signed does not depend on who looks
        self.plan = plan.sudo().with_context({})
        self.context = DocumentContext(self.plan)
        self.with_prose = with_prose
        self.values = self._read(set(collections), domains or {})

    def _read(self, collections, domains):
        if collections - set(PARENTS.values()):
            collections = collections | {"phases"}
        rows = {}
        for collection, model in self.plan._sorted_document_sections():
            if collection in collections:
                domain = [("plan_id", "=", self.plan.id)]
                domain += domains.get(collection, [])
                rows[collection] = self.plan.env[model]._document_search(domain)
                self.context.add_records(collection, rows[collection])
        items = {
            collection: tuple(signed_item(row, self.context) for row in found)
            for collection, found in rows.items()
        }
        header = to_header(self.plan, self.context)
        beyond = [("@policies", self.plan._get_policy_text())]
        source = self.plan._get_source_document() if self.with_prose else None
        if source:
            beyond.append(("@prose", markdown.prose(source)))
        extra = (*header.pop("extra"), *beyond)
        return Plan(**header, **items, extra=extra)

    def of_plan(self, parts, facts):
        """The content of the whole plan as far as ``parts`` go."""
        return content(self.values, self.subject(PLAN_KIND), parts, facts)

    def of_record(self, kind, record, facts):
        """The content of one row with what stands below it."""
        return content(self.values, self.subject(kind, record), facts=facts)

    def hash_of_record(self, kind, record):
        """SHA-256 of one row with what stands below it."""
        return digest(self.of_record(kind, record, {}))

    def of_nothing(self, facts):
        """What is left of an override whose task is gone: what was stated with it."""
        return content(self.values, self.subject("override"), frozenset(), facts)

    def subject(self, kind, record=None):
        if record is None:
            return Subject(self.plan.slug, kind)
        collection = record._document_collection
        return Subject(self.plan.slug, kind, collection, self.context.key(record))


def collections_of_kind(kind, approvals):
    """Which collections the contents of these requests are made of."""
    if kind == PLAN_KIND:
        return set().union(
            *(collections_of(approval._get_parts()) for approval in approvals)
        )
    model = approvals[0].subject_model
    return {
        "implementation.phase": {
            "phases",
            "tasks",
            "checklist",
            "deliverables",
            "checks",
        },
        "project.task": {"tasks", "checklist"},
    }.get(model, {approvals.env[model]._document_collection})


def signs_prose(kind, approvals):
    """Whether one of these requests signs the sections that no field knows."""
    return kind == PLAN_KIND and any(
        "prose" in approval._get_parts() for approval in approvals
    )


def domains_of_kind(kind, approvals):
    """The rows those collections are narrowed to: one plan may have ten thousand."""
    ids = approvals.mapped("subject_id")
    if kind == PLAN_KIND:
        return {}
    model = approvals[0].subject_model
    if model == "implementation.phase":
        return {
            "tasks": [("plan_phase_id", "in", ids)],
            "checklist": [("task_id.plan_phase_id", "in", ids)],
            "deliverables": [("phase_id", "in", ids)],
            "checks": [("phase_id", "in", ids)],
        }
    if model == "project.task":
        return {"tasks": [("id", "in", ids)], "checklist": [("task_id", "in", ids)]}
    return {approvals.env[model]._document_collection: [("id", "in", ids)]}
