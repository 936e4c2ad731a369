# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from plankit.plan import HEADER_FIELDS
from plankit.scope import ALL_PARTS, header_of, is_signed

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .sign_case import GRANT, ROLES, SignCase
from .sign_values import other_value

EVERYONE = set(ROLES)


@tagged("post_install", "-at_install")
class TestSuiteSignOtherRoads(SignCase):
    """Header, documents, rows that come and go, links, names: who signed is void."""

    def assert_void(self, wanted, message=""):
        """These and no others are void; kinds as far as they are named."""
        self.assertEqual(self.void(), set(wanted), message)

    def test_header_field_by_every_road(self):
        header = self.plan._get_document_header()
        for name in HEADER_FIELDS:
            if name in ("extra", "slug") or not is_signed("", name):
                continue
            self.assertIn(name, header_of(ALL_PARTS))
            vals = other_value(self.plan, header[name])
            for road in ("write", "web_save", "sudo"):
                with self.undone():
                    if road == "web_save":
                        self.plan.web_save(vals, {})
                    else:
                        plan = self.plan.sudo() if road == "sudo" else self.plan
                        plan.write(vals)
                    self.assert_void(self.header_roles(name), (name, road))

    def test_slug_is_signed_with_everything(self):
        with self.undone():
            self.plan.slug = "signed-anew"
            self.assert_void({*EVERYONE, *self.subjects})

    def test_document(self):
        """Each value that has a place in the document, changed there and imported."""
        before = self.plan.export_markdown()
        wrong, walked = [], 0
        for collection in self.sections:
            row = self.row(collection)
            if collection == "checklist":  # of a task that its void does not move
                row = self.row(collection, task_id=self.row("tasks", plan_ref="P1.3"))
            for _value, name in self.signed_names(collection):
                text = self.text_after(row, other_value(row, name))
                if text == before:
                    continue  # stands in no document
                walked += 1
                with self.undone():
                    answer = self.plan.import_markdown(text, {})
                    wanted = self.signing_roles(collection)
                    found = self.void()
                    if wanted - found or answer["conflicts"]:
                        wrong.append((row, name, found))
                    roles = {entry["res_id"] for entry in answer["voids"]}
                    told = {n for n, r in self.requests.items() if r.id in roles}
                    if told != found:
                        wrong.append((row, name, "foretold", told, "found", found))
        self.assertFalse(wrong)
        self.assertGreater(walked, 40)

    def text_after(self, row, vals):
        """The document as it would be exported after a change."""
        found = []
        with self.undone():
            row.write(vals)
            found.append(self.plan.export_markdown())
        return found[0]

    def test_document_that_reports_progress_voids_nobody(self):
        task = self.row("tasks", plan_ref="P2.5")
        for row, vals in (
            (task, {"plan_status": "in_progress"}),
            (self.plan.dashboard_ids[0], {"done": True}),
            (self.plan, {"date_updated": "2031-01-01"}),
        ):
            text = self.text_after(row, vals)
            self.assertNotEqual(text, self.plan.export_markdown())
            with self.undone():
                answer = self.plan.import_markdown(text, {})
                self.assertFalse(answer["voids"])
                self.assert_void(set())

    def test_document_without_a_signed_row_withdraws_it(self):
        text = self.plan.export_markdown()
        lines = [line for line in text.split("\n") if not line.startswith("| SRE |")]
        self.assertEqual(len(lines), text.count("\n"))
        request = self.requests["SRE"]
        self.plan.import_markdown("\n".join(lines), {})
        self.assertEqual(request.status, "withdrawn")
        self.assertTrue(request.signature_ids)
        self.assertNotIn(request, self.plan.approval_ids)
        others = [row for row in self.requests.values() if row != request]
        self.assertEqual({row.status for row in others}, {"approved"})

    def test_row_that_comes_or_goes(self):
        for collection, model in self.sections.items():
            row = self.row(collection)
            wanted = self.signing_roles(collection)
            with self.undone():
                vals = {"plan_id": self.plan.id}
                if collection == "checklist":
                    vals = {"task_id": row.task_id.id}
                if collection == "tasks":
                    vals = {"project_id": self.plan.project_id.id}
                label = row._rec_name or "name"
                if collection in ("components", "test_targets", "triggers"):
                    label = next(iter(row._document_map.values()))
                self.env[model].with_user(self.planner).create({**vals, label: "New"})
                self.assertLessEqual(wanted, self.void(), collection)
            if collection in ("phases", "tasks"):
                continue
            with self.undone():
                row.unlink()
                self.assertLessEqual(wanted, self.void(), collection)
            line = self.line_of(model)
            with self.undone():
                self.plan.write({line: [Command.delete(row.id)]})
                self.assertLessEqual(wanted, self.void(), collection)

    def line_of(self, model):
        return next(
            field.name
            for field in self.plan._fields.values()
            if field.type == "one2many" and field.comodel_name == model
        )

    def test_migration_of_grants_alone_concerns_security(self):
        plain, grants = self.plan.migration_ids[:2]
        with self.undone():
            plain.down_sql = "DROP TABLE orders;"
            self.assert_void({"Tech Lead", "Product Owner"})
        with self.undone():
            grants.up_sql = f"{GRANT}\nGRANT INSERT ON orders TO writer;"
            self.assert_void({"Tech Lead", "Product Owner", "Security"})
        for vals in ({"up_sql": False}, {"description": "no words"}):
            with self.undone():
                grants.write(vals)
                self.assertIn("Security", self.void())
        with self.undone():
            plain.up_sql = "grant/**/select ON orders TO reader;"
            self.assertIn("Security", self.void())

    def test_task_that_leaves_the_plan(self):
        task = self.subjects["task"]
        other = self.plans.create({"name": "Another plan"})
        roads = {
            "archived": lambda: task.write({"active": False}),
            "unlinked": lambda: task.unlink(),
            "moved": lambda: task.write(
                {"project_id": other.project_id.id, "plan_phase_id": False}
            ),
            "removed": lambda: task.write({"project_id": False}),
        }
        for name, leave in roads.items():
            with self.undone():
                leave()
                found = self.void()
                self.assertLessEqual(
                    {"Tech Lead", "Product Owner", "task", "phase"}, found, name
                )
                self.assertFalse({"SRE", "Security", "risk"} & found, name)

    def test_links_are_signed(self):
        task = self.subjects["task"]
        other = self.row("tasks", plan_ref="P1.2")
        roads = {
            "successor": lambda: task.write({"depend_on_ids": [(4, other.id)]}),
            "predecessor": lambda: other.write({"dependent_ids": [(4, task.id)]}),
            "unlinked": lambda: task.write({"depend_on_ids": [(5,)]}),
            "replaced": lambda: task.write({"depend_on_ids": [(6, 0, other.ids)]}),
        }
        for name, link in roads.items():
            with self.undone():
                link()
                self.assertEqual(
                    self.void(), {"Tech Lead", "Product Owner", "task", "phase"}, name
                )

    def test_predecessor_without_a_reference_is_named_by_its_title(self):
        task = self.subjects["task"]
        nameless = task.plan_unworded_ids
        self.assertEqual(len(nameless), 1)
        lead = {"Tech Lead", "Product Owner", "task", "phase"}
        with self.undone():
            nameless.name = "Order bigger hardware"
            self.assert_void(lead)
        with self.undone():
            nameless.unlink()
            self.assert_void(lead)

    def test_blocker_names_the_tasks_it_holds_back(self):
        blocker = self.row("blockers")
        lead = {"Tech Lead", "Product Owner"}
        for command in (
            (5,),
            (6, 0, self.plan.task_ids[:1].ids),
            (3, blocker.task_ids.id),
        ):
            with self.undone():
                blocker.task_ids = [command]
                self.assert_void(lead)

    def test_phase_is_a_part_of_the_name_of_what_stands_in_it(self):
        phase = self.subjects["phase"]
        with self.undone():
            phase.code = "P8"
            self.assertLessEqual({"phase", "task", "deliverable"}, self.void())
        with self.undone():
            phase.sudo().unlink()
            self.assertLessEqual({"phase", "task", "deliverable"}, self.void())

    def test_owner_is_signed_by_name(self):
        role = self.plan.risk_ids[0].role_id
        with self.undone():
            role.name = "Somebody else"
            found = self.void()
            self.assertLessEqual({"Security", "Product Owner", "risk"}, found)
            self.assertNotIn("SRE", found)

    def test_policy_is_signed_by_security(self):
        policies = self.env["implementation.approval.policy"]
        with self.undone():
            policies.create(
                {"subject_kind": "override", "role_id": self.roles["SRE"].id}
            )
            self.assert_void({"Security", "Product Owner"})
        own = policies.search([("plan_id", "=", self.plan.id)], limit=1)
        for vals in ({"quorum": 2}, {"active": False}, {"step": 3}):
            with self.undone():
                own.write(vals)
                self.assertLessEqual({"Security", "Product Owner"}, self.void())

    def test_widened_role_is_void_with_what_it_names(self):
        """A role that signs verification alone is void with the names of phases."""
        part = self.env["implementation.signed.part"].search(
            [("code", "in", ["verification", "dependencies"])]
        )
        request = self.requests["SRE"]
        request.with_user(self.planner).action_withdraw()
        request.extra_part_ids = part
        request.with_user(self.planner).action_request()
        self.sign(request)
        with self.undone():
            self.row("phases").code = "P7"
            self.assertIn("SRE", self.void())
        with self.undone():
            self.row("blockers").task_ids.plan_ref = "P2.22"
            self.assertIn("SRE", self.void())

    def test_refused_edit_voids_nobody(self):
        environment = self.row("environments")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            environment.write({"traffic_percent": 300, "name": "Elsewhere"})
        self.assert_void(set())
