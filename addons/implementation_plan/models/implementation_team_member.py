# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from plankit.plan import CLOSED_STATUSES

from odoo import Command, api, fields, models

from odoo.addons.implementation_base.companies import check_created, check_links
from odoo.addons.implementation_base.compat import Constraint


class ImplementationTeamMember(models.Model):
    """Who fills a role of a plan; the role's open tasks become that person's."""

    _name = "implementation.team.member"
    _description = "Team Member"
    _order = "plan_id, role_id, id"
    _rec_name = "user_id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        related="plan_id.company_id",
        store=True,
        index=True,
    )
    role_id = fields.Many2one(
        comodel_name="implementation.role",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False)]",
    )
    active = fields.Boolean(default=True)

    _member_uniq = Constraint(
        "UNIQUE(plan_id, role_id, user_id)",
        "This person has this role in the plan already.",
    )

    @api.depends("role_id", "user_id")
    def _compute_display_name(self):
        for member in self:
            member.display_name = f"{member.role_id.name}: {member.user_id.name}"

    @api.model_create_multi
    def create(self, vals_list):
        check_created(self, vals_list, "role_id")
        members = super().create(vals_list)
        members._assign_tasks()
        return members

    def write(self, vals):
        check_links(self, [vals], "role_id")
        before = {member: member.user_id for member in self}
        result = super().write(vals)
        if "user_id" in vals:
            for member, user in before.items():
                if user != member.user_id:
                    member._hand_over(user)
        if vals.keys() & {"user_id", "role_id", "active"}:
            self._assign_tasks()
        return result

    def _assign_tasks(self):
        """Open tasks of the role that nobody has yet become the person's."""
        members = self.filtered("active")
        tasks = self.env["project.task"].search(
            [
                ("plan_id", "in", members.plan_id.ids),
                ("plan_role_id", "in", members.role_id.ids),
                ("user_ids", "=", False),
                ("plan_status", "not in", list(CLOSED_STATUSES)),
            ]
        )
        self._assign(tasks, members)

    @api.model
    def _assign(self, tasks, members):
        """Give each task to whoever fills its role, one write a person."""
        people = {}
        for member in members:
            people.setdefault((member.plan_id, member.role_id), member.user_id)
        by_user = defaultdict(lambda: self.env["project.task"])
        for task in tasks:
            user = people.get((task.plan_id, task.plan_role_id))
            if user:
                by_user[user] |= task
        for user, own in by_user.items():
            # One mail a task would be a flood; "My Tasks" says it.
            own = own.with_context(mail_auto_subscribe_no_notify=True)
            own.write({"user_ids": [Command.link(user.id)]})

    def _hand_over(self, user):
        """Open tasks of the role pass from the former person to the new one."""
        tasks = self.env["project.task"].search(
            [
                ("plan_id", "=", self.plan_id.id),
                ("plan_role_id", "=", self.role_id.id),
                ("user_ids", "in", user.ids),
                ("plan_status", "not in", list(CLOSED_STATUSES)),
            ]
        )
        tasks.with_context(mail_auto_subscribe_no_notify=True).write(
            {"user_ids": [Command.unlink(user.id), Command.link(self.user_id.id)]}
        )
