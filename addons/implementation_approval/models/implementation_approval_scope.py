# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.errors import PlanError
from plankit.scope import ALL_PARTS, parts_of
from plankit.snapshot import digest

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.implementation_base.refusal import coded

from ..tools.content import (
    PlanContents,
    collections_of_kind,
    domains_of_kind,
    signs_prose,
)


class ImplementationApproval(models.Model):
    """What a request covers, as content and as a hash."""

    _inherit = "implementation.approval"

    scope_text = fields.Char(
        string="Covers",
        compute="_compute_scope_text",
        help="What the role signs. Statuses, ticks and actual dates are never signed.",
    )

    @api.depends("role_id.name", "extra_part_ids", "subject_kind", "subject_name")
    def _compute_scope_text(self):
        parts = self.env["implementation.signed.part"]._get_all()
        for approval in self:
            if approval.subject_kind != "plan":
                approval.scope_text = approval.subject_name
                continue
            own = approval._get_parts()
            if own >= ALL_PARTS:
                approval.scope_text = self.env._("Everything in the plan")
            else:
                names = parts.filtered(lambda part, own=own: part.code in own)
                approval.scope_text = ", ".join(names.mapped("name"))

    def _get_parts(self):
        """The parts of the plan that this request's role signs."""
        self.ensure_one()
        role = self.sudo().role_id.name or ""  # sudo: a portal user signs for a role
        extra = self.sudo().extra_part_ids.mapped("code")  # sudo: as above
        return parts_of(role, extra)

    @api.model
    def _check_widening(self, names):
        """Only the plan's owner or a manager widens what a role signs."""
        if "extra_part_ids" not in names or self.env.su:
            return
        manager = self.env.user.has_group("implementation_base.group_manager")
        if not manager and any(a.plan_id.owner_id != self.env.user for a in self):
            raise AccessError(
                coded(
                    "widen_scope",
                    self.env._(
                        "Only the plan's owner or a manager widens what a role signs."
                    ),
                )
            )

    def _get_subject(self):
        """The record that is signed; empty where it was deleted."""
        self.ensure_one()
        if self.subject_model not in self.env:
            return None
        # sudo: whoever may sign the request signs what it is about
        return self.env[self.subject_model].sudo().browse(self.subject_id).exists()

    def _get_contents(self):
        """``{request: content}`` as the records stand, read in batches.

        A request whose subject is gone has no content.
        """
        found = {}
        for (plan, _kind, model), own in self.grouped(
            lambda a: (a.plan_id, a.subject_kind, a.subject_model)
        ).items():
            contents = own._read_contents(plan)
            # sudo: whoever may sign reads what is signed
            records = own.env[model].sudo().browse(own.mapped("subject_id"))
            present = set(records.exists().ids)
            for approval in own:
                content = approval._get_content_of(contents, present)
                if content is not None:
                    found[approval] = content
        return found

    def _read_contents(self, plan):
        """What these requests of one kind and plan are made of, read at once."""
        kind = self[:1].subject_kind
        return PlanContents(
            plan,
            collections_of_kind(kind, self),
            domains_of_kind(kind, self),
            with_prose=signs_prose(kind, self),
        )

    def _get_content_of(self, contents, present):
        facts = self.facts or {}
        if self.subject_id not in present:
            # A debt outlives the task it is about.
            return contents.of_nothing(facts) if self._is_debt else None
        if self.subject_kind == "plan":
            return contents.of_plan(self._get_parts(), facts)
        record = contents.plan.env[self.subject_model].browse(self.subject_id)
        try:
            return contents.of_record(self.subject_kind, record, facts)
        except PlanError:  # the row left the plan
            return contents.of_nothing(facts) if self._is_debt else None

    @property
    def _is_debt(self):
        return self.subject_kind == "override"

    def _get_content(self):
        """What signing this request now would sign."""
        self.ensure_one()
        content = self._get_contents().get(self)
        if content is None:
            raise UserError(
                coded(
                    "no_subject",
                    self.env._(
                        "%(request)s is about something that left the plan. "
                        "Ask the planner to withdraw it.",
                        request=self.display_name,
                    ),
                )
            )
        return content

    def _get_hashes(self):
        """``{request: SHA-256}`` of the present contents."""
        return {a: digest(content) for a, content in self._get_contents().items()}
