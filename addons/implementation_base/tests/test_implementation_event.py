# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .. import append_only
from ..hooks import uninstall_hook
from .common import ImplementationCase


@tagged("post_install", "-at_install")
class TestEvent(ImplementationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.role = cls.env["implementation.role"].create({"name": "Master Tester"})
        cls.events = cls.env["implementation.event"]
        cls.event = cls.events._log(cls.role, "note", "Something happened", "Because")

    def run_sql(self, query):
        with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.env.cr.execute(query)

    def test_event_says_who_what_when_and_why(self):
        planner = self.as_role(self.role, "planner")
        event = planner.env["implementation.event"]._log(
            planner, "note", "Done", "Asked for", {"b": 1, "a": "x"}
        )
        self.assertEqual(event.user_id, self.users["planner"])
        self.assertEqual(event.user_name, "Planner Person")
        self.assertEqual((event.model, event.res_id), (self.role._name, self.role.id))
        self.assertEqual(event.res_name, "Master Tester")
        self.assertEqual((event.message, event.reason), ("Done", "Asked for"))
        self.assertEqual(event.data, '{"a":"x","b":1}')
        self.assertEqual(event.company_id, self.role.company_id)
        self.assertTrue(event.moment)

    def test_nobody_writes_events(self):
        for user in (*self.users.values(), self.env.ref("base.user_admin")):
            event = self.event.with_user(user)
            for road in (event, event.sudo()):
                self.assert_refused("append_only", AccessError, road.create, [{}])
                self.assert_refused(
                    "append_only", AccessError, road.write, {"message": "x"}
                )
                self.assert_refused("append_only", AccessError, road.unlink)

    def test_nobody_copies_events(self):
        self.assert_refused("append_only", AccessError, self.event.copy)

    def test_calls_as_rpc_sends_them_are_refused(self):
        model = self.events.with_user(self.env.ref("base.user_admin"))
        for method, args in (
            ("write", [self.event.ids, {"message": "x"}]),
            ("web_save", [self.event.ids, {"message": "x"}, {}]),
            ("create", [[{"message": "x", "code": "y"}]]),
            ("unlink", [self.event.ids]),
        ):
            self.assert_refused(
                "append_only", AccessError, self.call, model, method, *args
            )
        for method in ("_log", "_append", "_append_chained"):
            with self.assertRaises(AccessError):
                get_public_method(model, method)

    def test_database_refuses_what_the_server_does_not_see(self):
        table = SQL.identifier("implementation_event")
        for query in (
            SQL("UPDATE %s SET message = 'x' WHERE id = %s", table, self.event.id),
            SQL("DELETE FROM %s WHERE id = %s", table, self.event.id),
            SQL("TRUNCATE %s", table),
        ):
            with self.assertRaisesRegex(psycopg2.Error, "append_only"):
                self.run_sql(query)

    def test_update_of_the_addon_keeps_one_trigger_of_each(self):
        append_only.uninstall(self.env.cr, "implementation_event")
        self.events.init()
        self.events.init()
        self.env.cr.execute(
            "SELECT count(*) FROM pg_trigger"
            " WHERE tgrelid = 'implementation_event'::regclass AND NOT tgisinternal"
        )
        self.assertEqual(self.env.cr.fetchone(), (2,))
        with self.assertRaisesRegex(psycopg2.Error, "append_only"):
            self.run_sql("DELETE FROM implementation_event")

    def test_uninstallation_leaves_nothing_behind(self):
        uninstall_hook(self.env)
        self.env.cr.execute(
            "SELECT count(*) FROM pg_proc WHERE proname = %s", [append_only.FUNCTION]
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        self.run_sql("UPDATE implementation_event SET reason = 'x'")

    def test_event_outlives_its_record(self):
        self.role.unlink()
        self.assertEqual(self.event.exists().res_name, "Master Tester")
        self.assert_refused("record_gone", UserError, self.event.action_open_record)

    def test_event_opens_its_record(self):
        action = self.as_role(self.event, "viewer").action_open_record()
        self.assertEqual(action["res_id"], self.role.id)

    def test_readers(self):
        for role in set(self.users) - {"runner"}:
            self.assertTrue(self.as_role(self.event, role).message)
        for user in (self.users["runner"], self.employee):
            with self.assertRaises(AccessError):
                self.event.with_user(user).read(["message"])

    def test_other_companies_events_are_not_seen(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        role = self.env["implementation.role"].create(
            {"name": "Master Tester", "company_id": company.id}
        )
        event = self.events._log(role, "note", "Theirs")
        self.assertEqual((event.company_id, event.number), (company, 1))
        seen = self.as_role(self.events, "auditor").search([])
        self.assertIn(self.event, seen)
        self.assertNotIn(event, seen)
