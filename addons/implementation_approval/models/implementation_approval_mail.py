# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models

from .implementation_approval_request import ACTIVITY

#: One batch of the scheduled action; the next one follows at once.
BATCH = 200
#: Days between two reminders, and from the due date to the escalation.
REMIND_DAYS, ESCALATE_DAYS = 2, 2


class ImplementationApproval(models.Model):
    """Whoever must sign is told, reminded, and in the end someone else is."""

    _inherit = "implementation.approval"

    def _get_page_path(self):
        """Where a request is read and signed; the link alone signs nothing."""
        self.ensure_one()
        return f"/my/sign-offs/{self.id}"

    @api.model
    def _wake_mails(self):
        """Mails go out in a transaction of their own, soon."""
        cron = self.env.ref("implementation_approval.ir_cron_mails", False)
        if cron:
            cron.sudo()._trigger()  # sudo: who edits or asks may not touch crons

    @api.model
    def _cron_mails(self):
        """Tell who was asked, remind, escalate; each in batches."""
        open_ = [("status", "in", ["pending", "void"]), ("is_requested", "=", True)]
        fresh = self.search([*open_, ("notified_at", "=", False)], limit=BATCH)
        fresh._notify()
        now = fields.Datetime.now()
        today = fields.Date.today()
        late = self.search(
            [
                *open_,
                ("notified_at", "!=", False),
                ("due_date", "<", today),
                "|",
                ("reminded_at", "=", False),
                ("reminded_at", "<", now - timedelta(days=REMIND_DAYS)),
            ],
            limit=BATCH,
        )
        late._remind()
        overdue = self.search(
            [
                *open_,
                ("due_date", "<", today - timedelta(days=ESCALATE_DAYS)),
                ("escalated_at", "=", False),
            ],
            limit=BATCH,
        )
        overdue._escalate()
        if BATCH in (len(fresh), len(late), len(overdue)):
            self._wake_mails()

    def _notify(self):
        """A mail and an activity for each person asked."""
        asked = self._get_told_users()
        for approval in self:
            users = asked[approval]
            approval._schedule_sign(users - approval.activity_ids.user_id)
            approval._send_mail("implementation_approval.mail_template_sign", users)
        self._write_privately({"notified_at": fields.Datetime.now()})

    def _get_told_users(self):
        """Whoever is asked, and whoever signs for them today."""
        asked = self._get_asked_users()
        people = self.env["res.users"].union(*asked.values())
        today = fields.Date.today()
        running = self.env["implementation.delegation"].search(
            [
                ("delegator_id", "in", people.ids),
                ("revoked_at", "=", False),
                ("date_start", "<=", today),
                ("date_end", ">=", today),
            ]
        )
        return {
            approval: users
            | running.filtered(
                lambda row, own=approval, users=users: (
                    row.delegator_id in users and row._covers(own)
                )
            ).delegate_id
            for approval, users in asked.items()
        }

    def _schedule_sign(self, users):
        """An activity for each; our own mail is the better one."""
        quiet = self.with_context(mail_activity_quick_update=True)
        for user in users.filtered(lambda user: not user.share):
            quiet.activity_schedule(
                ACTIVITY,
                date_deadline=self.due_date or fields.Date.today(),
                summary=self.env._("Sign %(request)s", request=self.display_name),
                user_id=user.id,
            )

    def _send_mail(self, template, users):
        found = self.env.ref(template, False)
        for user in users if found else ():
            found.with_context(signer=user.name).send_mail(
                self.id,
                email_values={
                    "recipient_ids": [(4, user.partner_id.id)],
                    "email_to": False,
                },
                email_layout_xmlid="mail.mail_notification_light",
            )

    def action_remind(self):
        """Remind whoever must sign, now."""
        self._check_planner()
        # sudo: planners write no ledger fields
        self.sudo().filtered(lambda a: a.status in ("pending", "void"))._remind()
        return True

    def _remind(self):
        asked = self._get_told_users()
        for approval in self:
            approval._send_mail(
                "implementation_approval.mail_template_remind", asked[approval]
            )
        self._write_privately({"reminded_at": fields.Datetime.now()})
        self._log_mail("approval.reminded", self.env._("reminder sent"))

    def _escalate(self):
        """Tell whoever the policy names, else the plan's owner."""
        for approval in self:
            user = approval.policy_id.escalation_user_id or approval.plan_id.owner_id
            if user:
                approval.with_context(
                    mail_activity_quick_update=True
                ).activity_schedule(
                    "mail.mail_activity_data_warning",
                    summary=self.env._(
                        "%(request)s is overdue", request=approval.display_name
                    ),
                    note=approval.missing_text or "",
                    user_id=user.id,
                )
                approval._send_mail(
                    "implementation_approval.mail_template_escalate", user
                )
        self._write_privately({"escalated_at": fields.Datetime.now()})
        self._log_mail("approval.escalated", self.env._("overdue, escalated"))

    def _log_mail(self, code, what):
        if self:
            self.env["implementation.event"]._log(
                self,
                code,
                lambda a: self.env._(
                    "%(request)s: %(what)s", request=a.display_name, what=what
                ),
                data=lambda a: {"request": a.id, "round": a.round},
            )
