# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.workflows import PLAN

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.companies import (
    check_created,
    check_links,
    check_vals_reach,
)
from odoo.addons.implementation_base.compat import Constraint
from odoo.addons.implementation_base.lengths import check_lengths
from odoo.addons.implementation_base.refusal import coded

from .. import roads


class ImplementationPlan(models.Model):
    """A plan document that lives: it owns one project and the rows of its sections."""

    _name = "implementation.plan"
    _description = "Implementation Plan"
    _inherit = [
        "implementation.workflow.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "name, id"
    _workflow = PLAN

    name = fields.Char(
        required=True,
        tracking=True,
    )
    active = fields.Boolean(
        default=True,
        copy=False,
    )
    slug = fields.Char(
        required=True,
        copy=False,
        index=True,
        tracking=True,
        help="The plan's name in files and calls, unique within a company.",
    )
    version = fields.Char(
        default="0.1.0",
        tracking=True,
    )
    prd_url = fields.Char(string="PRD")
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    project_id = fields.Many2one(
        comodel_name="project.project",
        required=True,
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    owner_role_id = fields.Many2one(
        comodel_name="implementation.role",
        tracking=True,
        help="The owner in the document's own words.",
    )
    owner_id = fields.Many2one(
        comodel_name="res.users",
        default=lambda self: self.env.user,
        tracking=True,
    )
    state = fields.Selection(
        selection=list(PLAN.states),
        default=PLAN.initial,
        required=True,
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    revision = fields.Integer(
        default=1,
        readonly=True,
        copy=False,
    )
    is_template = fields.Boolean(
        string="Template",
        tracking=True,
        help="A template's tasks stay out of everyone's lists.",
    )
    date_start = fields.Date(
        string="Start",
        help="The first phase starts on this day.",
    )
    date_updated = fields.Date(
        string="Last Updated",
        help="The date the document shows; it changes only when someone edits it.",
    )
    date_updated_text = fields.Char(string="Last Updated as Written")
    overview = fields.Text()
    diagram = fields.Text(string="System Diagram")
    document_extra = fields.Json(string="Extra Values")
    source_text = fields.Text(
        readonly=True,
        prefetch=False,
        copy=True,
        help="The text of the last import.",
    )
    phase_ids = fields.One2many(
        comodel_name="implementation.phase",
        inverse_name="plan_id",
        string="Phases",
    )
    task_ids = fields.One2many(
        comodel_name="project.task",
        inverse_name="plan_id",
        string="Tasks",
        context={"active_test": False},
        domain=[("plan_dropped", "=", False)],
    )

    _slug_uniq = Constraint(
        "UNIQUE(company_id, slug)",
        "[slug_taken] Another plan of this company has this slug. Choose another one.",
    )
    _project_uniq = Constraint(
        "UNIQUE(project_id)", "[project_taken] A project belongs to one plan only."
    )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        check_vals_reach(self, vals_list)
        check_created(self, vals_list, "owner_role_id")
        check_lengths(self, vals_list, "slug")
        self._fill_slugs(vals_list)
        self._fill_projects(vals_list)
        return super().create(vals_list)

    def _fill_slugs(self, vals_list):
        """Give a free slug where none is written."""
        taken = set()
        for vals in vals_list:
            if not vals.get("slug"):
                company = vals.get("company_id") or self.env.company.id
                vals["slug"] = self._free_slug(vals.get("name") or "", company, taken)
            taken.add(vals["slug"])

    @api.model
    def _free_slug(self, name, company_id, taken=()):
        """A slug made from the name that no plan of the company has."""
        base = self.env["ir.http"]._slugify(name, max_length=100) or "plan"
        # sudo: a slug may belong to an archived plan or one behind a rule
        plans = self.sudo().with_context(active_test=False)
        found = plans.search_fetch(
            [("company_id", "=", company_id), ("slug", "=like", f"{base}%")], ["slug"]
        )
        used = set(found.mapped("slug")) | set(taken)
        numbers = (f"{base}-{number}" for number in range(2, len(used) + 3))
        return next(slug for slug in (base, *numbers) if slug not in used)

    def _fill_projects(self, vals_list):
        """Every plan makes the project it owns; nobody hands one in."""
        if any(vals.get("project_id") for vals in vals_list):
            raise UserError(
                coded(
                    "project_given",
                    self.env._("A plan makes its own project. Leave the project out."),
                )
            )
        self.browse().check_access("create")
        # sudo: planners hold no project manager's rights
        projects = (
            self.env["project.project"]
            .sudo()
            .with_context({})
            .create([self._prepare_project_vals(vals) for vals in vals_list])
        )
        for vals, project in zip(vals_list, projects, strict=True):
            vals["project_id"] = project.id

    def _prepare_project_vals(self, vals):
        """The project of a plan, open to the company."""
        return {
            "name": vals.get("name") or vals["slug"],
            "company_id": vals.get("company_id") or self.env.company.id,
            "active": vals.get("active", True) and not vals.get("is_template"),
            "allow_task_dependencies": True,
            "allow_milestones": True,
            "privacy_visibility": "employees",
            "user_id": vals.get("owner_id", self.env.uid),
        }

    def write(self, vals):
        if vals.keys() & {"project_id", "company_id"}:
            raise UserError(
                coded(
                    "plan_moved",
                    self.env._(
                        "A plan stays in its company and project. "
                        "Copy it instead of moving it."
                    ),
                )
            )
        check_links(self, [vals], "owner_role_id")
        check_lengths(self, [vals], "slug")
        result = super().write(vals)
        self._write_project(vals)
        return result

    def _write_project(self, vals):
        """The project follows its plan's name, owner and archive."""
        # sudo: planners hold no project manager's rights
        projects = self.project_id.sudo().with_context({roads.KEY: roads.OWNER})
        changed = {}
        if vals.get("name"):
            changed["name"] = vals["name"]
        if "owner_id" in vals:
            changed["user_id"] = vals["owner_id"]
        if changed:
            projects.write(changed)
        if vals.keys() & {"active", "is_template"}:
            for live, plans in self.grouped(lambda plan: plan._is_live).items():
                owned = projects & plans.project_id
                owned.write({"active": live})

    @property
    def _is_live(self):
        """Whether the plan's tasks belong in people's lists."""
        return self.active and not self.is_template

    def unlink(self):
        """A plan goes with its project, tasks and rows; nothing is orphaned."""
        for _collection, model in reversed(self._get_document_sections()):
            if model != "project.task":
                self._get_document_rows(model).unlink()
        projects = self.project_id
        result = super().unlink()
        # sudo: planners hold no project manager's rights
        projects.sudo().with_context({roads.KEY: roads.OWNER}).unlink()
        return result

    def action_submit(self):
        return self._apply_transition("submit")

    def action_approve(self):
        return self._apply_transition("approve")

    def action_reject(self):
        return self._apply_transition("reject")

    def action_start(self):
        return self._apply_transition("start")

    def action_complete(self):
        return self._apply_transition("complete")

    def action_cancel(self):
        return self._apply_transition("cancel")

    def action_reopen(self):
        return self._apply_transition("reopen")

    def _guard_approve(self):
        """No one approves a plan of their own."""
        if self.owner_id == self.env.user:
            raise UserError(
                coded(
                    "own_plan",
                    self.env._(
                        "%(plan)s is your own plan. Another person must approve it.",
                        plan=self.display_name,
                    ),
                )
            )

    def _guard_complete(self):
        """A plan is done when nothing of it is open."""
        self._check_gate(self)
