# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib

from plankit.plan import Migration

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from odoo.addons.implementation_plan.tests.register_case import RegisterCase

CLAIMS = "approach: incremental\nzero_downtime: true\nrollback_tested: true\n"


@tagged("post_install", "-at_install")
class TestMigrationRegister(RegisterCase, TransactionCase):
    model = "implementation.migration"
    items = (
        Migration(
            key="001",
            version="001",
            name="create_base_tables",
            description="Initial schema",
            breaking="no",
        ),
        Migration(key="002", version="002", name="drop_old", breaking="yes"),
        Migration(key="003", version="003", name="", breaking="only on Sundays"),
    )
    editable = ("description", "Another schema")

    def test_checksum_is_sha256_of_up_nul_down(self):
        row = self.as_role("planner")
        row.write({"up_sql": "CREATE", "down_sql": "DROP"})
        self.assertEqual(row.checksum, hashlib.sha256(b"CREATE\0DROP").hexdigest())
        row.down_sql = False
        self.assertEqual(row.checksum, hashlib.sha256(b"CREATE\0").hexdigest())

    def test_private_fields_are_written_by_nobody(self):
        for field, value in (
            ("checksum", "0" * 64),
            ("rollback_level", "R4"),
            ("downtime_level", "Z3"),
            ("rollback_claimed", True),
            ("downtime_claimed", True),
        ):
            for row in (self.as_role("manager"), self.rows[0].sudo()):
                with self.assertRaisesRegex(AccessError, r"^\[migration_private\]"):
                    row.write({field: value})
                with self.assertRaisesRegex(AccessError, r"^\[migration_private\]"):
                    row.create({"plan_id": self.plan.id, field: value})

    def test_default_of_the_context_proves_nothing(self):
        model = self.as_role("manager").with_context(
            default_rollback_level="R4",
            default_downtime_level="Z3",
            default_checksum="0" * 64,
        )
        row = model.create({"plan_id": self.plan.id, "up_sql": "CREATE"})
        row.invalidate_recordset()
        self.assertEqual((row.rollback_level, row.downtime_level), ("R0", "Z0"))
        self.assertEqual(row.checksum, hashlib.sha256(b"CREATE\0").hexdigest())

    def test_private_field_is_not_reached_through_the_plan(self):
        plan = self.plan.with_user(self.users["manager"])
        with self.assertRaisesRegex(AccessError, r"^\[migration_private\]"):
            plan.write({"migration_ids": [(1, self.rows[0].id, {"checksum": "0"})]})

    def test_strategy_claims_and_proves_nothing(self):
        self.plan.migration_strategy = CLAIMS
        row = self.rows[0]
        self.assertTrue(self.plan.zero_downtime_claimed)
        self.assertTrue(row.rollback_claimed and row.downtime_claimed)
        self.assertEqual((row.rollback_level, row.downtime_level), ("R0", "Z0"))

    def test_claims_of_the_plan_follow_its_text_alone(self):
        self.plan.migration_strategy = CLAIMS.replace("true", "false")
        self.assertFalse(self.plan.zero_downtime_claimed)
        self.assertFalse(self.plan.rollback_tested_claimed)

    def test_copy_keeps_scripts_and_loses_what_was_proved(self):
        row = self.rows[0]
        row.write({"up_sql": "CREATE", "down_sql": "DROP"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE implementation_migration SET rollback_level = 'R3' WHERE id = %s",
            [row.id],
        )
        row.invalidate_recordset()
        copied = self.plan.copy().migration_ids[0]
        self.assertEqual(copied.up_sql, "CREATE")
        self.assertEqual(copied.checksum, row.checksum)
        self.assertEqual(copied.rollback_level, "R0")

    def test_script_without_a_way_back_is_a_finding(self):
        self.rows[0].up_sql = "CREATE"
        codes = [f.code for f in self.plan._get_lint_findings(None)]
        self.assertIn("migration_without_down", codes)
        self.rows[0].down_sql = "DROP"
        codes = [f.code for f in self.plan._get_lint_findings(None)]
        self.assertNotIn("migration_without_down", codes)
