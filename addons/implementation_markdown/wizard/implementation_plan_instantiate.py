# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from plankit import templates

from odoo import api, fields, models

from odoo.addons.implementation_base.companies import check_created, check_links


class ImplementationPlanInstantiate(models.TransientModel):
    """New plan from a template: one question a placeholder, the team, the start."""

    _name = "implementation.plan.instantiate"
    _description = "New Plan from Template"

    template_id = fields.Many2one(
        comodel_name="implementation.plan",
        required=True,
        domain="[('is_template', '=', True)]",
    )
    date_start = fields.Date(
        string="Start",
        default=fields.Date.context_today,
        help="Phases follow each other from here, by their durations.",
    )
    answer_ids = fields.One2many(
        comodel_name="implementation.plan.instantiate.answer",
        inverse_name="instantiate_id",
        string="Questions",
        compute="_compute_lines",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    member_ids = fields.One2many(
        comodel_name="implementation.plan.instantiate.member",
        inverse_name="instantiate_id",
        string="Team",
        compute="_compute_lines",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A template that one may not read shows neither name nor questions."""
        check_created(self, vals_list, "template_id")
        return super().create(vals_list)

    def write(self, vals):
        check_links(self, [vals], "template_id")
        return super().write(vals)

    @api.depends("template_id")
    def _compute_lines(self):
        for wizard in self:
            text = wizard.template_id.source_text or ""
            wizard.answer_ids = [fields.Command.clear()] + [
                fields.Command.create(wizard._prepare_answer_vals(found))
                for found in templates.placeholders(text)
            ]
            roles = wizard.template_id._get_roles()
            wizard.member_ids = [fields.Command.clear()] + [
                fields.Command.create({"role_id": role.id}) for role in roles
            ]

    def _prepare_answer_vals(self, placeholder):
        places = placeholder.places
        return {
            "name": placeholder.name,
            "section": places[0].section,
            "sentence": places[0].sentence,
            "place_count": len(places),
        }

    def action_create_plan(self):
        """Make the plan and open it. Missing answers stay and show as findings."""
        self.ensure_one()
        values = {line.name: line.value for line in self.answer_ids if line.value}
        plan_id = self.template_id.instantiate_template(values)
        plan = self.env["implementation.plan"].browse(plan_id)
        team = [
            (line.role_id.id, line.user_id.id)
            for line in self.member_ids
            if line.user_id
        ]
        plan._set_team(team)
        if self.date_start:
            plan.date_start = self.date_start
        return plan._get_form_action()


class ImplementationPlanInstantiateAnswer(models.TransientModel):
    """One placeholder of the template, with the sentence it stands in."""

    _name = "implementation.plan.instantiate.answer"
    _description = "Answer for a Placeholder"

    instantiate_id = fields.Many2one(
        comodel_name="implementation.plan.instantiate",
        required=True,
        ondelete="cascade",
    )
    name = fields.Char(string="Placeholder", required=True, readonly=True)
    section = fields.Char(readonly=True)
    sentence = fields.Char(string="Where It Stands", readonly=True)
    place_count = fields.Integer(string="Places", readonly=True)
    value = fields.Char(string="Answer")


class ImplementationPlanInstantiateMember(models.TransientModel):
    """Who fills a role of the template."""

    _name = "implementation.plan.instantiate.member"
    _description = "Team Member of a New Plan"

    instantiate_id = fields.Many2one(
        comodel_name="implementation.plan.instantiate",
        required=True,
        ondelete="cascade",
    )
    role_id = fields.Many2one(comodel_name="implementation.role", required=True)
    user_id = fields.Many2one(comodel_name="res.users", string="Person")

    @api.model_create_multi
    def create(self, vals_list):
        check_created(self, vals_list, "role_id")
        return super().create(vals_list)

    def write(self, vals):
        check_links(self, [vals], "role_id")
        return super().write(vals)
