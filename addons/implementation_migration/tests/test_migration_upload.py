# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MigrationCase


@tagged("post_install", "-at_install")
class TestMigrationUpload(MigrationCase):
    def upload(self, files, user=None, plan=None):
        """The wizard after its dry run, with these files chosen in a browser."""
        env = self.env(user=(user or self.users["planner"]).id)
        wizard = env["implementation.migration.upload"].create(
            {"plan_id": (plan or self.plan).id}
        )
        wizard.file_ids = env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "datas": base64.b64encode(content),
                    "res_model": wizard._name,
                    "res_id": 0,
                }
                for name, content in files
            ]
        )
        wizard.action_preview()
        return wizard

    def kinds(self, wizard):
        return [(line.version, line.name, line.kind) for line in wizard.line_ids]

    def test_a_folder_is_shown_first_and_taken_then(self):
        wizard = self.upload(
            [
                ("001_orders.up.sql", b"CREATE TABLE orders (id int)"),
                ("001_orders.down.sql", b"DROP TABLE orders"),
                ("002_other_name.up.sql", b"CREATE TABLE lines (id bigint)\r\n"),
                ("002_other_name.down.sql", b"DROP TABLE lines"),
                ("003_stock.up.sql", "-- Bestände\nCREATE".encode()),
            ]
        )
        self.assertEqual(
            self.kinds(wizard),
            [
                ("001", "orders", "unchanged"),
                ("002", "lines", "changed"),
                ("003", "stock", "new"),
            ],
        )
        self.assertIn("003_stock.up.sql has no down script", wizard.finding_text)
        self.assertEqual(self.second.up_sql, "CREATE TABLE lines (id int)")
        self.assertEqual(len(self.plan.migration_ids), 2)
        files = wizard.file_ids
        wizard.action_apply()
        self.assertFalse(files.exists())
        self.assertEqual(self.second.up_sql, "CREATE TABLE lines (id bigint)\r\n")
        self.assertEqual(self.second.name, "lines")  # the document's own word
        third = self.plan.migration_ids - self.first - self.second
        self.assertEqual((third.version, third.name), ("003", "stock"))
        self.assertEqual(third.up_sql, "-- Bestände\nCREATE")
        self.assertEqual((third.rollback_level, third.state), ("R0", "planned"))

    def test_the_same_folder_again_changes_nothing(self):
        files = [("003_stock.up.sql", b"CREATE"), ("003_stock.down.sql", b"DROP")]
        self.upload(files).action_apply()
        wizard = self.upload(files)
        self.assertEqual(self.kinds(wizard), [("003", "stock", "unchanged")])
        self.assertEqual(wizard.change_count, 0)

    def test_new_ones_stand_where_their_version_says(self):
        self.second.version = "003"
        wizard = self.upload([("002_between.up.sql", b"CREATE")])
        wizard.action_apply()
        rows = self.plan.migration_ids.sorted(lambda row: (row.sequence, row.id))
        self.assertEqual(rows.mapped("version"), ["001", "002", "003"])

    def test_a_down_that_the_folder_lacks_stays(self):
        wizard = self.upload([("001_orders.up.sql", b"CREATE TABLE orders (a int)")])
        self.assertIn("stays", wizard.line_ids.note)
        wizard.action_apply()
        self.assertEqual(self.first.down_sql, "DROP TABLE orders")

    def test_what_is_not_utf8_is_refused_by_name(self):
        wizard = self.upload(
            [
                ("003_stock.up.sql", b"CREATE"),
                ("004_latin.up.sql", "é".encode("latin1")),
            ]
        )
        self.assertTrue(wizard.is_barred)
        self.assertIn("004_latin.up.sql is not readable", wizard.finding_text)
        self.assert_refused("not_utf8", UserError, wizard.action_apply)
        self.assertEqual(len(self.plan.migration_ids), 2)

    def test_two_files_of_one_version_are_refused(self):
        wizard = self.upload([("003_a.up.sql", b"A"), ("3_b.up.sql", b"B")])
        self.assert_refused("double_version", UserError, wizard.action_apply)
        twice = [("003_a.up.sql", b"A"), ("003_a.up.sql", b"B")]
        self.assert_refused("same_file_twice", UserError, self.upload, twice)

    def test_what_is_no_script_is_named_and_left_out(self):
        wizard = self.upload([("003_a.up.sql", b"A"), ("notes.txt", b"hello")])
        self.assertIn("notes.txt is no", wizard.finding_text)
        wizard.action_apply()
        self.assertEqual(len(self.plan.migration_ids), 3)

    def test_nothing_chosen_is_refused(self):
        self.assert_refused("no_files", UserError, self.upload, [])

    def test_whose_sign_off_goes_is_said_before(self):
        approval = self.signed("Tech Lead")
        wizard = self.upload([("001_orders.up.sql", b"CREATE TABLE orders (a int)")])
        self.assertIn("Tech Lead", wizard.void_text)
        self.assert_stands(approval)
        wizard.action_apply()
        self.assert_void(approval)

    def test_an_unchanged_folder_voids_nothing(self):
        approval = self.signed("Tech Lead")
        wizard = self.upload([("001_orders.up.sql", b"CREATE TABLE orders (id int)")])
        self.assertFalse(wizard.void_text)
        wizard.action_apply()
        self.assert_stands(approval)

    def test_scripts_that_ran_are_said_to_have_run(self):
        self.signed("Tech Lead")
        self.run_it(self.first, "rehearse")
        self.run_it(self.first, "apply")
        wizard = self.upload([("001_orders.up.sql", b"CREATE TABLE orders (a int)")])
        self.assertIn("it ran on Staging as it was", wizard.line_ids.note)

    def test_only_planners_upload(self):
        for role in ("viewer", "approver", "operator", "auditor", "runner"):
            with self.assertRaises(AccessError):
                self.env["implementation.migration.upload"].with_user(
                    self.users[role]
                ).create({"plan_id": self.plan.id})

    def test_plans_and_files_of_others_are_out_of_reach(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        far = self.env["implementation.plan"].create(
            {"name": "Far", "company_id": company.id}
        )
        uploads = self.env["implementation.migration.upload"].with_user(
            self.users["planner"]
        )
        self.assert_refused(
            "other_company", AccessError, uploads.create, {"plan_id": far.id}
        )
        secret = self.env["ir.attachment"].create(
            {"name": "001_secret.up.sql", "datas": base64.b64encode(b"secret")}
        )
        wizard = uploads.create({"plan_id": self.plan.id})
        with self.assertRaises(AccessError):
            wizard.write({"file_ids": [(4, secret.id)]})
            wizard.action_preview()
