# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from dataclasses import replace

from plankit import plan as values

from odoo.tests import tagged

from ..document import DocumentContext
from .common import PlanCase

PHASE = values.Phase(key="P1", code="P1", name="Foundation")
TASK = values.Task(key="P1.1", ref="P1.1", title="Schema", phase="P1")
EXTRA = (("Notes", "by hand"),)

DOCUMENT = values.Plan(
    phases=(PHASE,),
    tasks=(TASK,),
    components=(
        values.Component(
            key="c1", layer="API", technology="FastAPI", purpose="REST", extra=EXTRA
        ),
        values.Component(key="c2"),
    ),
    checklist=(
        values.ChecklistItem(
            key="k1", task="P1.1", name="Logged", done=True, group="Done when", depth=2
        ),
    ),
    deliverables=(
        values.Deliverable(key="d1", phase="P1", name="Schema deployed", done=True),
        values.Deliverable(key="d2", phase="", name="Of no phase"),
    ),
    checks=(
        values.Check(key="h1", phase="P1", name="Health", command="curl -f x\n"),
        values.Check(key="h2", name="", command="make test"),
    ),
    environments=(
        values.Environment(
            key="e1", name="Preview", url="pr-{num}", purpose="PRs", auto_deploy="yes"
        ),
        values.Environment(
            key="e2",
            name="Canary",
            auto_deploy="On merge",
            traffic_percent="10",
            traffic_kind="production traffic",
        ),
        values.Environment(key="e3", name="Odd", traffic_percent="ten"),
        values.Environment(key="e4", name="Dark", traffic_percent="0"),
        values.Environment(key="e5", name="Fine", traffic_percent="2.50"),
    ),
    dependencies=(
        values.Dependency(
            key="x1", name="Bank", status="available", owner="SRE", eta="2026-12-01"
        ),
        values.Dependency(key="x2", name="Law", status="cancelled", eta="end of Q3"),
        values.Dependency(key="x3", name="Odd", status="half way"),
        values.Dependency(key="x4", name="Blank", status=""),
    ),
    blockers=(
        values.Blocker(
            key="b1", name="Budget", impact="All", resolution="Ask", owner="SRE"
        ),
    ),
)


@tagged("post_install", "-at_install")
class TestRegistersDocument(PlanCase):
    """What goes into the registers comes out equal, and changes obey the rules."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan()
        context = DocumentContext(cls.plan, DOCUMENT)
        for collection, model in cls.plan._sorted_document_sections():
            items = DOCUMENT.items(collection)
            cls.env[model]._document_create(cls.plan, items, context)

    def values(self, plan=None):
        return (plan or self.plan)._get_document_plan()

    def row(self, model, key):
        return self.env[model].search(
            [("plan_id", "=", self.plan.id), ("document_key", "=", key)]
        )

    def rewrite(self, model, key, **changes):
        """What an import does with a changed item."""
        row = self.row(model, key)
        context = self.plan._get_document_context()
        item = row._document_item(context)
        before = row._document_vals(item, context)
        after = row._document_vals(replace(item, **changes), context)
        row._document_write({k: v for k, v in after.items() if before.get(k) != v})
        return row

    def test_every_collection_comes_back_equal(self):
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.values()
        for collection in values.COLLECTIONS:
            self.assertEqual(
                found.items(collection), DOCUMENT.items(collection), collection
            )

    def test_a_new_item_takes_the_claim_as_it_is(self):
        self.assertEqual(self.row("implementation.deliverable", "d1").state, "accepted")
        states = [d.state for d in self.plan.dependency_ids]
        self.assertEqual(states, ["available", "cancelled", "pending", "pending"])

    def test_a_changed_tick_is_an_acceptance(self):
        row = self.rewrite("implementation.deliverable", "d2", done=True)
        self.assertEqual(row.state, "accepted")
        event = self.env["implementation.event"].search(
            [("model", "=", row._name), ("res_id", "=", row.id)]
        )
        self.assertEqual(event.code, "transition.accept")

    def test_a_changed_status_takes_every_edge_on_the_way(self):
        row = self.rewrite("implementation.dependency", "x1", status="cancelled")
        self.assertEqual(row.state, "cancelled")
        events = self.env["implementation.event"].search(
            [("model", "=", row._name), ("res_id", "=", row.id)], order="number"
        )
        self.assertEqual(
            events.mapped("code"), ["transition.reopen", "transition.cancel"]
        )

    def test_a_viewer_cannot_change_a_status_by_a_document(self):
        viewer = self.new_user("viewer")
        row = self.row("implementation.deliverable", "d2").with_user(viewer)
        with self.assertRaisesRegex(Exception, r"^\[role_required\] "):
            row._document_write({"state": "accepted"})

    def test_the_authors_word_stands_until_the_state_moves(self):
        for key, word in (("x3", "half way"), ("x4", "")):
            row = self.row("implementation.dependency", key)
            context = self.plan._get_document_context()
            self.assertEqual(row._document_item(context).status, word)
            row.action_receive()
            self.assertEqual(row._document_item(context).status, "available")

    def test_the_authors_number_stands_while_it_says_the_same(self):
        row = self.row("implementation.environment", "e5")
        context = self.plan._get_document_context()
        self.assertEqual(row._document_item(context).traffic_percent, "2.50")
        row.traffic_percent = 7.5
        self.assertEqual(row._document_item(context).traffic_percent, "7.5")

    def test_a_copy_has_rows_of_its_own_in_their_first_state(self):
        task = self.row("project.task", "P1.1")
        blocker = self.row("implementation.blocker", "b1")
        blocker.task_ids = task
        copy = self.plan.copy()
        found = self.values(copy)
        self.assertEqual(len(found.deliverables), 2)
        self.assertFalse(any(item.done for item in found.deliverables))
        self.assertEqual(copy.blocker_ids.task_ids, copy.task_ids)
        self.assertEqual(copy.checklist_ids.task_id, copy.task_ids)
        self.assertEqual(copy.deliverable_ids.phase_id, copy.phase_ids)
        self.assertEqual(blocker.task_ids, task)

    def test_a_deleted_plan_leaves_no_rows(self):
        models = [model for _name, model in self.plan._get_document_sections()]
        self.plan.unlink()
        for model in models:
            if model.startswith("implementation."):
                rows = self.env[model].search([("plan_id", "=", self.plan.id)])
                self.assertFalse(rows, model)

    def test_boxes_of_a_task_that_left_are_not_in_the_document(self):
        self.row("project.task", "P1.1").active = False
        self.assertFalse(self.values().checklist)

    def test_queries_do_not_grow_with_the_rows(self):
        counts = []
        for size in (2, 20, 60):
            plan = self.new_plan(f"Size {size}")
            items = tuple(
                replace(DOCUMENT.dependencies[0], key=str(n), name=f"D {n}")
                for n in range(size)
            )
            context = DocumentContext(plan, values.Plan(dependencies=items))
            self.env.flush_all()
            before = self.cr.sql_log_count
            rows = self.env["implementation.dependency"].with_context(
                tracking_disable=True, mail_create_nolog=True
            )
            rows._document_create(plan, items, context)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
