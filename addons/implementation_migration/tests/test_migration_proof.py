# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
from datetime import timedelta

from odoo.tests import freeze_time, tagged

from .common import GOOD, MigrationCase


@tagged("post_install", "-at_install")
class TestMigrationProof(MigrationCase):
    def setUp(self):
        super().setUp()
        self.signed("Tech Lead")

    def test_a_rehearsal_proves_and_says_how_far(self):
        self.run_it(self.first, "rehearse")
        self.assertEqual(
            (self.first.rollback_level, self.first.downtime_level), ("R3", "Z2")
        )
        self.assertTrue(self.first.proved_at)
        row = self.first.evidence_id
        self.assertEqual((row.kind, row.verdict), ("migration", "pass"))
        self.assertEqual(row.content_hash, self.first.checksum)
        self.assertEqual(self.first.standing, "pass")

    def test_claims_stay_beside_what_is_proved(self):
        self.plan.migration_strategy = "rollback_tested: true\n"
        self.settle()
        self.signed("Tech Lead")
        self.run_it(self.first, "rehearse", rehearsal={"rollback_level": "R1"})
        self.assertTrue(self.first.rollback_claimed)
        self.assertIn(
            "Rollback: claimed, proved R1. Zero downtime: not claimed, proved Z0.",
            self.first.evidence_id.summary,
        )
        self.assertEqual(self.first.rollback_level, "R1")

    def test_a_report_about_other_scripts_lifts_nothing(self):
        job = self.start(self.first, "rehearse")
        self.answer(job, checksum="0" * 64, rehearsal=GOOD)
        self.assertEqual(self.first.rollback_level, "R0")
        self.assertEqual(self.first.state, "planned")
        self.assertEqual(self.first.standing, "stale")

    def test_a_level_that_does_not_exist_is_none(self):
        self.run_it(self.first, "rehearse", rehearsal={"rollback_level": "R9"})
        self.assertEqual(self.first.rollback_level, "R0")

    def test_a_lower_level_of_a_new_rehearsal_counts(self):
        self.run_it(self.first, "rehearse")
        self.run_it(self.first, "rehearse", rehearsal={"rollback_level": "R1"})
        self.assertEqual(self.first.rollback_level, "R1")

    def test_an_agent_that_died_proves_nothing(self):
        job = self.start(self.first, "rehearse")
        self.answer(job, outcome="error")
        self.assertEqual(self.first.standing, "error")
        self.assertEqual(self.first.state, "planned")

    def test_a_lost_apply_fails_until_the_ledger_is_read(self):
        self.run_it(self.first, "rehearse")
        job = self.start(self.first, "apply")
        [lease] = [one for one in self.lease(["staging"]) if one["id"] == job.id]
        self.assertTrue(lease)
        self.age(job, lease_until=3600)
        self.jobs.sudo()._cron_settle_overdue()
        self.env.invalidate_all()
        self.assertEqual((job.state, self.first.state), ("lost", "failed"))
        self.assertFalse(self.first.state_ids)
        applied = {"state": "applied", "position": 1, "of": 1}
        self.run_it(
            self.first,
            "reconcile",
            applied={**applied, "checksum": self.first.checksum},
        )
        self.assertEqual(self.first.state_ids.state, "applied")
        self.assertEqual(self.first.state, "rehearsed")  # production has it not yet

    def test_what_a_ledger_no_longer_has_is_not_applied(self):
        self.run_it(self.first, "rehearse")
        self.run_it(self.first, "apply")
        self.run_it(self.first, "apply", self.production)
        self.assertEqual(self.first.state, "applied")
        restored = {"state": "not_applied", "position": 0, "of": 0}
        self.run_it(self.first, "reconcile", self.production, applied=restored)
        self.assertEqual(self.first.state, "rehearsed")

    def test_what_an_agent_refuses_has_not_failed(self):
        self.run_it(self.first, "rehearse")
        self.run_it(self.first, "apply", outcome="refused", applied={})
        self.assertEqual(
            (self.first.state, self.first.standing), ("rehearsed", "error")
        )

    def test_a_cancelled_apply_that_stopped_half_way_is_known(self):
        self.run_it(self.first, "rehearse")
        applied = {"state": "partial", "position": 1, "of": 3}
        self.run_it(self.first, "apply", outcome="cancelled", applied=applied)
        self.assertEqual(self.first.state_ids.state, "partial")
        self.assertEqual(self.first.state, "failed")

    def test_a_rehearsal_counts_until_it_expires(self):
        self.plan.evidence_hours = 24
        self.run_it(self.first, "rehearse")
        with freeze_time(self.first.proved_until - timedelta(seconds=1)):
            self.assertEqual(self.first._get_objections("apply", self.environment), [])
        with freeze_time(self.first.proved_until):
            [found] = self.first._get_objections("apply", self.environment)
            self.assertEqual(found["code"], "rehearsal_expired")

    def test_what_the_rehearsal_was_of_takes_its_proof_along(self):
        for values in (
            {"up_sql": "CREATE TABLE orders (id bigint)"},
            {"down_sql": "DROP TABLE IF EXISTS orders"},
            {"breaking": "yes"},
            {"smoke_command": "true"},
            {"lock_budget": 10},
        ):
            with self.subTest(values):
                self.run_it(self.first, "rehearse")
                self.first.with_user(self.users["planner"]).write(values)
                self.settle()
                self.assertEqual(
                    (self.first.rollback_level, self.first.downtime_level), ("R0", "Z0")
                )
                self.assertFalse(self.first.proved_until)
                self.signed("Tech Lead")

    def test_words_about_it_leave_the_proof(self):
        self.run_it(self.first, "rehearse")
        self.first.with_user(self.users["planner"]).description = "Orders"
        self.assertEqual(self.first.rollback_level, "R3")

    def test_a_report_of_another_shape_breaks_nothing(self):
        self.run_it(
            self.first,
            "rehearse",
            rehearsal={"rollback_level": ["R4"], "locks": "none", "probe": 3},
            lint=["clean"],
            applied={"state": "everywhere", "position": "many"},
        )
        self.assertEqual(self.first.rollback_level, "R0")
        self.assertFalse(self.first.report_rows)
        self.assertFalse(self.first.state_ids)

    def test_the_report_is_read_as_lines(self):
        self.run_it(
            self.first,
            "rehearse",
            server_version="18.1",
            tool_version="squawk 2.70.0",
            lint={
                "clean": False,
                "findings": [{"rule": "ban-drop", "line": 3, "message": "drops"}],
            },
            rehearsal={
                **GOOD,
                "reasons": [{"code": "rows", "level": "R3", "message": "rows lost"}],
                "locks": [
                    {"table": "t", "mode": "AccessExclusiveLock", "milliseconds": 12}
                ],
                "probe": {"queries": 40, "errors": 0},
                "row_counts": {"orders": 10},
                "catalog_differences": [
                    {"object": "table t", "field": "owner", "before": "a", "after": "b"}
                ],
                "row_differences": [
                    {"table": "public.t", "code": "rows_between_lost", "rows": 3}
                ],
            },
        )
        texts = [f"{row['what']}: {row['text']}" for row in self.first.report_rows]
        self.assertEqual(
            texts,
            [
                "made with: PostgreSQL 18.1, squawk 2.70.0",
                "ban-drop: line 3: drops",
                "R3: rows lost",
                "catalog: table t owner: a → b",
                "rows: public.t: rows_between_lost (3)",
                "lock: t: AccessExclusiveLock, 12 ms",
                "probe: 40 queries beside it, 0 errors",
                "row counts: orders: 10",
            ],
        )
        self.assertTrue(json.loads(self.first.report))
