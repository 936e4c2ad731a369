# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from .common import ImplementationCase, add_access, add_fake_models


@tagged("post_install", "-at_install")
class TestWorkflowMixin(ImplementationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        from .fake_models import FakeDocument

        add_fake_models(cls, FakeDocument)
        add_access(cls.env, FakeDocument._name, "planner", "manager")
        cls.model = cls.env[FakeDocument._name]
        cls.document = cls.model.create({"name": "Charter"})

    def setUp(self):
        super().setUp()
        read = self.env["ir.model.access"].search(
            [("model_id.model", "=", self.model._name)], limit=1
        )
        viewer = self.env.ref("implementation_base.group_viewer")
        rights = {"perm_write": False, "perm_create": False, "perm_unlink": False}
        read.copy({"name": "viewer", "group_id": viewer.id, **rights})

    def events(self, records):
        return self.env["implementation.event"].search(
            [("model", "=", records._name), ("res_id", "in", records.ids)]
        )

    def test_write_of_the_state_is_refused_to_everyone(self):
        for document in (
            self.document,
            self.document.sudo(),
            self.as_role(self.document, "manager"),
            self.document.with_user(self.env.ref("base.user_admin")),
        ):
            self.assert_refused(
                "state_by_action", AccessError, document.write, {"state": "approved"}
            )
        self.assertEqual(self.document.state, "draft")

    def test_context_keys_do_not_open_the_state(self):
        for key in (True, 1, "object", {"a": 1}):
            document = self.document.with_context(implementation_transition=key)
            self.assert_refused(
                "state_by_action", AccessError, document.write, {"state": "approved"}
            )
            self.assert_refused(
                "state_by_action", AccessError, document.create, [{"state": "approved"}]
            )

    def test_calls_as_rpc_sends_them_are_refused(self):
        model = self.as_role(self.model, "planner")
        ids = self.document.ids
        context = {"implementation_transition": True, "tracking_disable": True}
        for method, args in (
            ("write", [ids, {"state": "approved"}]),
            ("web_save", [ids, {"state": "approved"}, {}]),
            ("create", [[{"name": "x", "state": "approved"}]]),
            ("web_save", [[], {"name": "x", "state": "approved"}, {}]),
        ):
            self.assert_refused(
                "state_by_action",
                AccessError,
                self.call,
                model,
                method,
                *args,
                context=context,
            )

    def test_private_roads_are_no_rpc_methods(self):
        model = self.as_role(self.model, "manager")
        for method in ("_set_state_privately", "_apply_transition", "_with_passage"):
            with self.assertRaises(AccessError):
                get_public_method(model, method)

    def test_load_cannot_bring_a_state(self):
        model = self.as_role(self.model, "planner")
        answer = model.load(["name", "state"], [["Loaded", "approved"]])
        self.assertIn("[state_by_action]", str(answer["messages"]))
        self.assertFalse(self.model.search([("name", "=", "Loaded")]))

    def test_create_allows_the_first_state_only(self):
        self.assertEqual(self.model.create({"state": "draft"}).state, "draft")
        self.assert_refused(
            "state_by_action", AccessError, self.model.create, {"state": "review"}
        )

    def test_default_from_the_context_does_not_count(self):
        model = self.model.with_context(default_state="approved")
        self.assertEqual(model.create({"name": "x"}).state, "draft")

    def test_default_of_a_user_does_not_count(self):
        self.env["ir.default"].set(self.model._name, "state", "approved")
        self.assertEqual(self.model.create({"name": "x"}).state, "draft")

    def test_copy_starts_anew(self):
        self.document._set_state_privately("approved")
        self.assertEqual(self.document.copy().state, "draft")
        self.assert_refused(
            "state_by_action", AccessError, self.document.copy, {"state": "approved"}
        )

    def test_transition_moves_and_logs_each_record(self):
        documents = self.document + self.model.create({"name": "Budget"})
        self.as_role(documents, "planner").action_submit()
        self.assertEqual(documents.mapped("state"), ["review", "review"])
        events = self.events(documents)
        self.assertEqual(set(events.mapped("code")), {"transition.submit"})
        self.assertEqual(
            set(events.mapped("message")),
            {"Charter: Draft → In Review", "Budget: Draft → In Review"},
        )
        self.assertEqual(events.user_id, self.users["planner"])

    def test_transition_is_refused_without_the_role(self):
        for role in ("viewer", "approver", "operator", "auditor", "runner"):
            document = self.as_role(self.document, role)
            self.assert_refused("role_required", AccessError, document.action_submit)
        document = self.document.with_user(self.employee)
        self.assert_refused("role_required", AccessError, document.action_submit)
        self.assertFalse(self.events(self.document))

    def test_manager_does_not_approve(self):
        self.document._set_state_privately("review")
        for user in (self.users["manager"], self.env.ref("base.user_root")):
            document = self.document.with_user(user).sudo()
            self.assert_refused("role_required", AccessError, document.action_approve)

    def test_role_moves_a_row_it_may_not_edit(self):
        self.document._set_state_privately("review")
        document = self.as_role(self.document, "approver")
        with self.assertRaises(AccessError):
            document.write({"note": "x"})
        document.action_approve()
        self.assertEqual(self.document.state, "approved")
        self.assertEqual(self.document.write_uid, self.users["approver"])

    def test_role_alone_does_not_move_a_row_it_may_not_read(self):
        self.env["ir.rule"].create(
            {
                "name": "own documents",
                "model_id": self.env["ir.model"]._get_id(self.model._name),
                "domain_force": "[('owner_id', '=', user.id)]",
            }
        )
        with patch.object(type(self.document), "write") as write:
            with self.assertRaises(AccessError):
                self.as_role(self.document, "planner").action_submit()
            write.assert_not_called()

    def test_edge_names_record_state_and_way_out(self):
        self.users["approver"].write({"name": "Ann"})
        document = self.as_role(self.document, "approver")
        message = self.assert_refused(
            "transition_refused", UserError, document.action_approve
        )
        self.assertEqual(
            message,
            '[transition_refused] Charter is in state "Draft": "approve" is possible '
            'from "In Review".',
        )

    def test_one_refused_record_moves_none(self):
        other = self.model.create({"name": "Budget"})
        other._set_state_privately("approved")
        both = self.as_role(self.document + other, "planner")
        self.assert_refused("transition_refused", UserError, both.action_submit)
        self.assertEqual(self.document.state, "draft")

    def test_guard_of_one_record_moves_none(self):
        own = self.model.create({"name": "Own", "owner_id": self.users["approver"].id})
        both = self.document + own
        both._set_state_privately("review")
        both = self.as_role(both, "approver")
        self.assert_refused("own_document", AccessError, both.action_approve)
        self.assertEqual(both.mapped("state"), ["review", "review"])

    def test_passage_does_not_travel(self):
        """What the one write sets off has no free passage of its own."""
        self.document.seen_contexts.clear()
        self.as_role(self.document, "planner").action_submit()
        (context,) = self.document.seen_contexts
        self.assertNotIn("implementation_transition", context)

    def test_passage_does_not_stay_on_the_records(self):
        self.document._set_state_privately("review")
        record = self.model._create_privately([{"name": "x", "state": "approved"}])
        self.assertEqual(record.state, "approved")
        for each in (record, self.document):
            self.assert_refused(
                "state_by_action", AccessError, each.write, {"state": "draft"}
            )

    def test_unknown_state_is_a_programming_error(self):
        with self.assertRaises(KeyError):
            self.document._set_state_privately("nowhere")

    def test_state_is_tracked_in_the_chatter(self):
        self.env.cr.precommit.run()
        self.as_role(self.document, "planner").action_submit()
        self.env.cr.precommit.run()
        tracked = self.document.message_ids.sudo().tracking_value_ids
        self.assertEqual(tracked.mapped("new_value_char"), ["In Review"])

    def test_queries_do_not_grow_with_the_records(self):
        counts = []
        for size in (1, 5, 50):  # the first fills the caches
            documents = self.model.create([{"name": str(n)} for n in range(size)])
            documents = self.as_role(documents, "planner")
            documents = documents.with_context(tracking_disable=True)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            documents.action_submit()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
