# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import NOT_STARTED, TASK_STATUSES
from plankit.schedule import HOURS_A_DAY, parse_estimate

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.implementation_base.compat import Constraint, Index
from odoo.addons.implementation_base.refusal import coded

from ..document_values import check_extra


class ProjectTask(models.Model):
    _inherit = "project.task"

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        string="Implementation Plan",
        compute="_compute_plan_id",
        store=True,
        index=True,
        ondelete="set null",
    )
    plan_ref = fields.Char(
        string="Reference",
        copy=False,
        tracking=True,
        help="The task's id in the plan: P1.3.",
    )
    plan_phase_id = fields.Many2one(
        comodel_name="implementation.phase",
        string="Phase",
        index="btree_not_null",
        ondelete="set null",
        domain="[('plan_id', '=', plan_id)]",
        tracking=True,
        group_expand="_group_expand_phases",
    )
    plan_role_id = fields.Many2one(
        comodel_name="implementation.role",
        string="Role",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The owner in the document's own words.",
    )
    plan_status = fields.Selection(
        selection=list(TASK_STATUSES),
        string="Status",
        default=NOT_STARTED,
        required=True,
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    plan_depends_text = fields.Char(
        string="Depends On",
        copy=False,
        help="References as the document writes them: P1.1, P2.1-P2.4, P3.*",
    )
    plan_estimate_text = fields.Char(
        string="Estimate",
        help="As the document writes it: 3 days, 4h, 2 weeks.",
    )
    plan_weight = fields.Float(
        string="Weight",
        compute="_compute_plan_weight",
        store=True,
        help="The estimate in days, one where there is none.",
    )
    plan_dropped = fields.Boolean(
        string="Left the Plan",
        readonly=True,
        copy=False,
        help="Archived by itself, or because the document has it no more.",
    )
    document_key = fields.Char(
        copy=False,
        readonly=True,
    )
    document_extra = fields.Json(
        string="Extra Values",
        readonly=True,
    )

    _plan_ref_idx = Index("(plan_id, plan_ref) WHERE plan_ref IS NOT NULL")
    # Two people may give one reference at the same time. An exclusion, because no
    # other guard of some rows only can wait until the rule below has spoken.
    _plan_ref_excl = Constraint(
        "EXCLUDE USING btree (plan_id WITH =, plan_ref WITH =)"
        " WHERE (document_key IS NULL AND plan_dropped IS NOT TRUE)"
        " DEFERRABLE INITIALLY DEFERRED",
        "[reference_taken] Another task of the plan has this reference.",
    )

    @api.depends("project_id")
    def _compute_plan_id(self):
        # sudo: whoever works in a project is in its plan, seen or not
        plans = self.env["implementation.plan"].sudo().with_context(active_test=False)
        found = plans.search_fetch(
            [("project_id", "in", self.project_id.ids)], ["project_id"]
        )
        plan_of = {plan.project_id.id: plan.id for plan in found}
        # One assignment a project: one a task would grow with the square of its tasks.
        for project, tasks in self.grouped("project_id").items():
            tasks.plan_id = plan_of.get(project.id, False)

    @api.depends("plan_estimate_text")
    def _compute_plan_weight(self):
        for task in self:
            task.plan_weight = self._weigh(task.plan_estimate_text)

    @api.model
    def _weigh(self, estimate):
        """Working days of an estimate as written, one where it tells none."""
        hours = parse_estimate(estimate or "")
        return hours / HOURS_A_DAY if hours else 1

    @api.model
    def _group_expand_phases(self, phases, _domain):
        """Every phase of the plan at hand is a column, empty ones too."""
        plan_id = self.env.context.get("default_plan_id")
        return phases.search([("plan_id", "=", plan_id)]) if plan_id else phases

    @api.constrains("plan_phase_id", "project_id")
    def _check_plan_phase(self):
        for task in self:
            # sudo: project users need not see plans
            phase = task.plan_phase_id.sudo()
            if phase and phase.plan_id != task.plan_id:
                raise ValidationError(
                    coded(
                        "phase_of_other_plan",
                        self.env._(
                            "%(task)s cannot be in phase %(phase)s of another plan. "
                            "Choose a phase of its own plan.",
                            task=task._get_plan_name(),
                            phase=phase.display_name,
                        ),
                    )
                )

    @api.constrains("document_extra")
    def _check_document_extra(self):
        check_extra(self)

    @api.model
    def _read_progress(self, field_name, ids):
        """``{id: {status: (count, weight)}}`` of the tasks of plans or phases."""
        rows = self.with_context(active_test=False)._read_group(
            [(field_name, "in", ids), ("plan_dropped", "=", False)],
            [field_name, "plan_status"],
            ["__count", "plan_weight:sum"],
        )
        found = {}
        for record, status, count, weight in rows:
            found.setdefault(record.id, {})[status] = (count, weight)
        return found

    def _get_plan_name(self):
        """The task's name in a sentence: its reference, else its title."""
        self.ensure_one()
        return self.plan_ref or self.name or ""

    def _get_status_label(self):
        """The status in the user's language, as a word within a sentence."""
        labels = dict(self._fields["plan_status"]._description_selection(self.env))
        return labels[self.plan_status].lower()

    def _get_assignee_names(self):
        """Who must do it: people, else the role."""
        return ", ".join(self.user_ids.mapped("name")) or self.plan_role_id.name or ""

    def _get_next_step(self):
        """What can be done now, and by whom."""
        who = self._get_assignee_names()
        values = {
            "task": self._get_plan_name(),
            "title": self.name,
            "who": who or self.env._("nobody yet"),
            "status": self._get_status_label(),
        }
        if self.plan_status == NOT_STARTED:
            text = self.env._('Next: %(task)s "%(title)s" can start (%(who)s).')
        else:
            text = self.env._('Next: %(task)s "%(title)s" is %(status)s (%(who)s).')
        return text % values

    def _get_open_finding(self):
        """This open task as an unmet condition of a gate."""
        self.ensure_one()
        return {
            "code": "task_open",
            "message": self.env._(
                "%(task)s is %(status)s",
                task=self._get_plan_name(),
                status=self._get_status_label(),
            ),
            "model": self._name,
            "res_id": self.id,
            "ref": self.plan_ref or "",
            "owner": self._get_assignee_names(),
            "phase_id": self.plan_phase_id.id,
        }
