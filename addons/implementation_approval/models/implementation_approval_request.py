# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.implementation_base.compat import users_of
from odoo.addons.implementation_base.refusal import coded

ACTIVITY = "implementation_approval.mail_activity_type_sign"
APPROVER = "implementation_base.group_approver"


class ImplementationApproval(models.Model):
    """Asking for a sign-off, taking it back, asking anew."""

    _inherit = "implementation.approval"

    asked_user_ids = fields.Many2many(
        comodel_name="res.users",
        string="Who May Sign",
        compute="_compute_asked_user_ids",
        compute_sudo=True,
        search="_search_asked_user_ids",
    )
    can_sign = fields.Boolean(
        string="Waiting on Me",
        compute="_compute_can_sign",
        search="_search_can_sign",
        help="Asked of you, by name, by role or by delegation.",
    )

    # Who is asked

    @api.depends("assigned_user_id", "role_id", "plan_id.member_ids.user_id")
    def _compute_asked_user_ids(self):
        for approval, users in self._get_asked_users().items():
            approval.asked_user_ids = users

    @api.model
    def _search_asked_user_ids(self, operator, value):
        """Requests that name a person, or a role the person fills in the plan."""
        if operator not in ("in", "="):
            return NotImplemented
        ids = [value] if isinstance(value, int) else list(value)
        members = self.env[
            "implementation.team.member"
        ].sudo()  # sudo: portal users ask too
        found = members.search([("user_id", "in", ids)])
        domain = [("assigned_user_id", "in", ids)]
        for member in found:
            domain = [
                "|",
                *domain,
                "&",
                "&",
                ("assigned_user_id", "=", False),
                ("plan_id", "=", member.plan_id.id),
                ("role_id", "=", member.role_id.id),
            ]
        return domain

    def _get_asked_users(self):
        """``{request: users}``: the named person, else whoever fills the role."""
        approvals = self.sudo()  # sudo: the rule looks at teams behind a rule
        members = self.env["implementation.team.member"].sudo()  # sudo: as above
        open_ = approvals.filtered(lambda a: not a.assigned_user_id)
        team, approvers = {}, {}
        rows = members.search(
            [
                ("plan_id", "in", open_.plan_id.ids),
                ("role_id", "in", open_.role_id.ids),
            ]
        )
        # At once, not person by person.
        (approvals.assigned_user_id | rows.user_id).fetch(["active", "share", "name"])
        for member in rows:
            key = (member.plan_id, member.role_id)
            if member.appointed_by_id == member.user_id:
                continue  # nobody appoints themself to sign
            team[key] = team.get(key, self.env["res.users"]) | member.user_id
        none = self.env["res.users"]
        found = {}
        for approval in approvals:
            users = approval.assigned_user_id or team.get(
                (approval.plan_id, approval.role_id), none
            )
            if not approval.role_id and not approval.assigned_user_id:
                company = approval.company_id
                if company not in approvers:
                    approvers[company] = users_of(self.env, APPROVER, company)
                users = approvers[company]
            own = approval.with_env(self.env)
            found[own] = users.filtered(
                lambda user: user.active and (user.share or user.has_group(APPROVER))
            ).with_env(self.env)
        return found

    def _get_asked_text(self):
        """Who must sign, as names, else as the role."""
        names = self.sudo().asked_user_ids.mapped("name")  # sudo: names of signers
        return ", ".join(names) or self.role_id.name or self.env._("nobody yet")

    @api.depends("asked_user_ids", "status", "is_requested")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        mine = self.filtered_domain(self._get_mine_domain())
        for approval in self:
            approval.can_sign = approval in mine

    @api.model
    def _search_can_sign(self, operator, value):
        if operator not in ("=", "!=", "in", "not in"):
            return NotImplemented
        values = value if operator in ("in", "not in") else [value]
        wanted = (True in values) == (operator in ("=", "in"))
        mine = self._get_mine_domain()
        return mine if wanted else ["!", *mine]

    @api.model
    def _get_mine_domain(self):
        """Open requests that this user may answer, delegations included."""
        ids = self._get_my_requests().ids
        return [("id", "in", ids)]

    @api.model
    def _get_my_requests(self):
        """Open requests asked of this user, or of someone who is away."""
        approvals = self.sudo()  # sudo: asked people need not see the plan
        delegations = self.env["implementation.delegation"].sudo()  # sudo: as above
        today = fields.Date.today()
        running = delegations.search(
            [
                ("delegate_id", "=", self.env.uid),
                ("revoked_at", "=", False),
                ("date_start", "<=", today),
                ("date_end", ">=", today),
            ]
        )
        domain = [("status", "in", ["pending", "void"]), ("is_requested", "=", True)]
        people = [self.env.uid, *running.delegator_id.ids]
        found = approvals.search([*domain, ("asked_user_ids", "in", people)])
        if self.env.user.has_group(APPROVER):
            found |= approvals.search(
                [
                    *domain,
                    ("role_id", "=", False),
                    ("assigned_user_id", "=", False),
                    ("requested_by_id", "!=", self.env.uid),
                    ("company_id", "in", self.env.companies.ids),
                ]
            )
        return found.filtered(lambda a: a._is_asked(running)).with_env(self.env)

    def _is_asked(self, running):
        asked = self._get_asked_users()[self]
        if self.env.user in asked:
            return True
        return any(row.delegator_id in asked and row._covers(self) for row in running)

    # Asking

    def action_request(self):
        """Ask people to sign: a mail and an activity each."""
        self._check_planner()
        self._ask()
        return True

    def _ask(self):
        """Open these requests for signatures and wake the mails."""
        fresh = self.filtered(lambda a: not a.is_requested or a.status == "rejected")
        fresh |= self.filtered(lambda a: a.status == "withdrawn")
        self._check_live_plans()
        now = fields.Datetime.now()
        for approval in fresh:
            renewed = approval.status in ("rejected", "withdrawn")
            approval._write_privately(
                {
                    "status": "pending",
                    "round": approval.round + renewed,
                    "is_requested": True,
                    "requested_at": now,
                    "requested_by_id": self.env.uid,
                    "notified_at": False,
                    "reminded_at": False,
                    "escalated_at": False,
                }
            )
            if not approval.due_date:
                days = approval.policy_id.due_days or 3
                approval.due_date = fields.Date.today() + timedelta(days=days)
            approval._log_requests("renewed" if renewed else "requested")
        fresh.message_subscribe(self.env.user.partner_id.ids)
        self._wake_mails()
        return fresh

    def _check_live_plans(self):
        templates = self.plan_id.filtered("is_template")
        if templates:
            raise UserError(
                coded(
                    "template_signed",
                    self.env._(
                        "%(plan)s is a template and is not signed. "
                        "Make a plan from it.",
                        plan=templates[0].display_name,
                    ),
                )
            )

    def action_withdraw(self):
        """Take a request back; signatures stay, and count no more."""
        self._check_planner()
        self._check_no_debt()
        self._withdraw()
        return True

    def _check_no_debt(self):
        """An override is reviewed, not forgotten; it goes with its plan only."""
        debts = self.filtered(lambda a: a.subject_kind == "override")
        if debts and not self.env.su:
            raise UserError(
                coded(
                    "debt_stays",
                    self.env._(
                        "%(subject)s was done by override. A second person reviews "
                        "it; nobody withdraws the review.",
                        subject=debts[0].subject_name,
                    ),
                )
            )

    def _withdraw(self):
        approved = self.filtered(lambda a: a.status == "approved")
        rows = self.filtered(lambda a: a.status != "withdrawn")
        rows.filtered("requested_at")._log_requests("withdrawn")
        # sudo: the role was checked, or the server takes it back by itself
        rows = rows.sudo()
        rows._write_privately(
            {
                "status": "withdrawn",
                "is_requested": False,
                "content_hash": False,
                "user_id": False,
                "signed_at": False,
            }
        )
        rows.activity_unlink([ACTIVITY])
        rows._call_subjects("_on_sign_off_void", approved.sudo())  # sudo: as above

    def _check_planner(self):
        """Asking is the planner's; people who sign do not ask for themselves."""
        if not self.env.su and not self.env.user.has_group(
            "implementation_base.group_planner"
        ):
            raise AccessError(
                coded(
                    "role_required",
                    self.env._("Only a planner asks for sign-offs. Ask one of them."),
                )
            )
        self.check_access("write")

    def _log_requests(self, what):
        """One entry a request in the ledger."""
        words = {
            "requested": self.env._("asked for"),
            "renewed": self.env._("asked for again"),
            "withdrawn": self.env._("withdrawn"),
        }
        self.env["implementation.event"]._log(
            self,
            f"approval.{what}",
            lambda a: self.env._(
                "%(request)s: %(what)s", request=a.display_name, what=words[what]
            ),
            data=lambda a: {
                "approval": a.id,
                "round": a.round,
                "subject": [a.subject_model or "", a.subject_id or 0],
                "role": a.role_id.name or "",
                "assigned": a.assigned_user_id.login or "",
                "due": fields.Date.to_string(a.due_date) or "",
            },
        )
