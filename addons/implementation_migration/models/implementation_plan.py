# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import migration
from plankit.errors import ERROR, WARNING, Finding

from odoo import api, fields, models


class ImplementationPlan(models.Model):
    _inherit = "implementation.plan"

    migration_ids = fields.One2many(
        comodel_name="implementation.migration",
        inverse_name="plan_id",
        string="Migrations",
    )
    migration_count = fields.Integer(
        string="Number of Migrations",
        compute="_compute_migration_count",
    )
    migration_strategy = fields.Text(
        help="As the document says it. What it claims is shown beside what is proved.",
    )
    rollback_plan = fields.Text(
        string="Database Rollback Plan",
        help="Commands as the document says them. The server never runs them.",
    )
    zero_downtime_claimed = fields.Boolean(
        compute="_compute_migration_claims",
        store=True,
        help="The strategy says zero_downtime: true. A claim, not evidence.",
    )
    rollback_tested_claimed = fields.Boolean(
        compute="_compute_migration_claims",
        store=True,
        help="The strategy says rollback_tested: true. A claim, not evidence.",
    )

    migration_rollback_level = fields.Selection(
        selection=list(migration.ROLLBACK_LEVELS),
        string="Rollback Proved",
        compute="_compute_migration_levels",
        help="The lowest level of the plan's migrations: what holds for all of them.",
    )
    migration_downtime_level = fields.Selection(
        selection=list(migration.DOWNTIME_LEVELS),
        string="Zero Downtime Proved",
        compute="_compute_migration_levels",
        help="The lowest level of the plan's migrations: what holds for all of them.",
    )

    @api.depends("migration_ids.rollback_level", "migration_ids.downtime_level")
    def _compute_migration_levels(self):
        for plan in self:
            rows = plan.migration_ids
            back, down = rows.mapped("rollback_level"), rows.mapped("downtime_level")
            plan.migration_rollback_level = min(filter(None, back), default="R0")
            plan.migration_downtime_level = min(filter(None, down), default="Z0")

    def _compute_migration_count(self):
        counts = dict(
            self.env["implementation.migration"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.migration_count = counts.get(plan._origin, 0)

    @api.depends("migration_strategy")
    def _compute_migration_claims(self):
        for plan in self:
            claims = migration.claims(plan.migration_strategy or "")
            plan.zero_downtime_claimed = claims.zero_downtime
            plan.rollback_tested_claimed = claims.rollback_tested

    def _get_lint_findings(self, document):
        """A script without a way back; documents know no scripts, records do."""
        migrations = self.migration_ids.filtered(
            lambda record: record.up_sql and not record.down_sql
        )
        return [
            *super()._get_lint_findings(document),
            *(self._prepare_missing_down(record) for record in migrations),
            *(
                self._prepare_edited(row)
                for row in self.migration_ids._get_edited_stands()
            ),
        ]

    def _prepare_edited(self, row):
        record = row.migration_id
        return Finding(
            code="applied_script_edited",
            severity=ERROR,
            message=self._get_edited_words(row),
            hint=self.env._("Take the edit back, and write a new migration instead."),
            collection="migrations",
            key=record.document_key or "",
            ref=record.display_name or "",
        )

    def _get_edited_words(self, row):
        return self.env._(
            "Migration %(name)s was edited after it was applied on %(place)s.",
            name=row.migration_id.display_name,
            place=row.environment_id.name,
        )

    def _get_findings(self, scope):
        """What ran in a database and was edited since keeps the plan's gate shut."""
        findings = super()._get_findings(scope)
        if scope != self:
            return findings
        edited = self.migration_ids._get_edited_stands()
        return findings + [
            {
                "code": "applied_script_edited",
                "message": self._get_edited_words(row),
                "model": row.migration_id._name,
                "res_id": row.migration_id.id,
                "ref": row.migration_id.version or "",
                "owner": self.env._("planner"),
                "phase_id": False,
            }
            for row in edited
        ]

    def _prepare_missing_down(self, record):
        return Finding(
            code="migration_without_down",
            severity=WARNING,
            message=self.env._(
                "Migration %(name)s has an up script and no down script.",
                name=record.display_name,
            ),
            hint=self.env._("Write the script that takes it back."),
            collection="migrations",
            key=record.document_key or "",
            ref=record.display_name or "",
        )

    @api.model
    def _get_document_sections(self):
        """Migrations are the document's Planned Migrations."""
        return [
            *super()._get_document_sections(),
            ("migrations", "implementation.migration"),
        ]

    @api.model
    def _get_document_header(self):
        """Strategy and rollback plan are texts of the document's header."""
        return {
            **super()._get_document_header(),
            "migration_strategy": "migration_strategy",
            "rollback_plan": "rollback_plan",
        }
