# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime

from plankit import signoff
from plankit.errors import PlanError
from plankit.snapshot import digest

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.implementation_base.refusal import coded

from ..tools.reauthentication import LOGIN, reauthenticate
from ..tools.values import SignValues, check_meaning
from ..tools.words import refusal


class ImplementationApproval(models.Model):
    """Signing and rejecting: one transaction, one outcome."""

    _inherit = "implementation.approval"

    def sign(self, values=None):
        """Sign over RPC, where the company allows it; such a signature is weaker.

        ``values``: ``content_hash`` (what the signer saw), ``meaning``,
        ``typed_name``, and ``comment``, ``drawing``, ``password``, ``code`` if wanted.
        Gives ``{status, content_hash, signature}``.
        """
        self.ensure_one()
        self.check_access("read")
        given = SignValues.from_wire(self.env, values)
        # sudo: a signer need not read the company's settings
        if not self.company_id.sudo().implementation_rpc_signing:
            raise AccessError(
                coded(
                    "rpc_signing_off",
                    self.env._(
                        "This company takes no signatures over RPC. "
                        "Sign on the page the request's mail leads to."
                    ),
                )
            )
        proof = LOGIN
        if given.password:
            proof = reauthenticate(self.env, given.password, given.code)
        return self._sign(given, "rpc", proof)

    def _sign_on_screen(self, values):
        """Sign on our own page: the password is asked at every signature."""
        self.check_access("read")
        given = SignValues.from_wire(self.env, values)
        # Outside the savepoint: a failed proof is counted, whatever comes next.
        proof = reauthenticate(self.env, given.password, given.code)
        with self.env.cr.savepoint():
            return self._sign(given, "screen", proof)

    def _reject_on_screen(self, values):
        """Reject on our own page, which goes on after a refusal."""
        with self.env.cr.savepoint():
            return self.reject(values)

    def _sign(self, values, road, proof):
        self.ensure_one()
        self._lock_signing()
        authority = self._check_sign()
        check_meaning(self.env, values, self.env.user)
        content = self._get_content()
        seen = digest(content)
        if values.content_hash != seen:
            self._refuse_stale()
        self._check_latest(seen)
        # sudo: rights were checked above; a portal user reads no plan
        signature = self.sudo()._append_signature(
            content, values, authority, road, proof
        )
        self._after_signature(signature)
        return {
            "status": self.status,
            "content_hash": seen,
            "signature": signature.number,
        }

    def _lock_signing(self):
        """Nobody edits or signs this plan until the transaction ends."""
        plan = self.sudo().plan_id  # sudo: a portal user reads no plan
        if plan.is_template:
            raise UserError(
                coded(
                    "template_signed",
                    self.env._("A template is not signed. Make a plan from it."),
                )
            )
        self.env["implementation.signing"]._take(plan)
        self._settle()

    def _refuse_stale(self):
        raise UserError(
            coded(
                "stale_content",
                self.env._(
                    "%(request)s: what you saw has changed since. Nothing was signed. "
                    "Reload the page and look at the difference.",
                    request=self.display_name,
                ),
            )
        )

    def _check_latest(self, seen):
        """Look again in a transaction that began after the lock was ours."""
        with self.env.registry.cursor() as cr:
            fresh = self.env(cr=cr, su=True)
            plan = self.sudo().plan_id.with_env(fresh)  # sudo: as for the content
            if not plan.exists():
                return  # made in this very transaction: nobody else can edit it
            content = self.sudo()._get_content_in(plan)  # sudo: as above
            found = digest(content) if content is not None else ""
        if found != seen:
            self._refuse_stale()

    def _check_sign(self):
        """In whose name the user signs, or the reason why not."""
        own, others, signed = self._get_signing_state()
        try:
            return signoff.check_sign(
                own,
                self.env.uid,
                delegations=self._get_delegations(),
                today=fields.Date.today(),
                duties=self._get_duties(),
                signed=signed,
                others=others,
            )
        except PlanError as error:
            raise refusal(self.env, error, self) from error

    def reject(self, values=None):
        """Say no, with a comment that says why. Gives the new status."""
        self.ensure_one()
        self.check_access("read")
        given = SignValues.from_wire(self.env, values)
        if not given.comment:
            raise UserError(
                coded(
                    "comment_required",
                    self.env._("Say why you reject it, so that it can be mended."),
                )
            )
        self._lock_signing()
        try:
            signoff.check_reject(
                self._get_signing_state()[0],
                self.env.uid,
                delegations=self._get_delegations(),
                today=fields.Date.today(),
            )
        except PlanError as error:
            raise refusal(self.env, error, self) from error
        self.sudo()._reject(given.comment)  # sudo: the rules above have spoken
        return {"status": self.status, "content_hash": ""}

    def _reject(self, comment):
        self.env["implementation.event"]._log(
            self,
            "approval.rejected",
            self.env._("%(request)s was rejected", request=self.display_name),
            reason=comment,
            data={"approval": self.id, "round": self.round, "comment": comment},
        )
        was_approved = self.filtered(lambda a: a.status == "approved")
        self._write_privately(
            {
                "status": "rejected",
                "content_hash": False,
                "user_id": False,
                "signed_at": False,
            }
        )
        self._call_subjects("_on_sign_off_void", was_approved)
        self._call_subjects("_on_sign_off_rejected", self)
        self.activity_unlink(["implementation_approval.mail_activity_type_sign"])
        self.message_post(
            body=self.env._("Rejected: %(comment)s", comment=comment),
            subtype_xmlid="mail.mt_comment",
        )

    # What the rules are told

    def _get_signing_state(self):
        """This request, the subject's others, and the signatures that stand."""
        every = self.sudo().search(  # sudo: rules look at requests one may not see
            [
                ("subject_model", "=", self.subject_model),
                ("subject_id", "=", self.subject_id),
                ("subject_kind", "=", self.subject_kind),
            ]
        )
        every |= self.sudo()  # sudo: as above
        asked = every._get_asked_users()
        requests = {
            row.id: signoff.Request(
                id=row.id,
                plan=row.plan_id.id,
                role=row.role_id.id,
                status=row.status,
                round=row.round,
                asked=frozenset(asked[row].ids),
                requested=row.is_requested,
                requester=row.requested_by_id.id,
                step=row.step,
                quorum=row._get_quorum(),
            )
            for row in every
        }
        signed = every._get_standing_signatures()
        others = [request for id_, request in requests.items() if id_ != self.id]
        return requests[self.id], others, signed

    def _get_quorum(self):
        """A request asks for no fewer signatures than its policy."""
        return max(self.quorum, self.policy_id.quorum, 1)

    def _get_standing_signatures(self):
        """Signatures of the present rounds, oldest first."""
        rounds = {row.id: row.round for row in self if row.content_hash}
        signatures = self.env["implementation.signature"].sudo()  # sudo: as above
        return [
            signoff.Signed(
                request=signature.approval_id.id,
                round=signature.round,
                person=signature.user_id.id,
                on_behalf=signature.on_behalf_id.id,
            )
            for signature in signatures.search(
                [("approval_id", "in", list(rounds))], order="number"
            )
            if signature.round == rounds[signature.approval_id.id]
        ]

    def _get_delegations(self):
        """What others handed to this user."""
        delegations = self.env["implementation.delegation"].sudo()  # sudo: as above
        found = delegations.search([("delegate_id", "=", self.env.uid)])
        return [row._to_delegation() for row in found]

    def _get_duties(self):
        """Who wrote, did or operates what is signed."""
        subject = self._get_subject()
        if subject is None:
            return signoff.Duties()
        authors = set()
        if subject._sign_off_bars_authors:
            last = self.sudo().signature_ids.sorted("signed_at")[-1:]  # sudo: as above
            since = last.signed_at or datetime(1970, 1, 1)
            authors = self._get_authors(subject, since)
        return signoff.Duties(
            authors=frozenset(authors),
            doers=frozenset(subject._get_doers().ids),
            operators=frozenset(subject._get_operators().ids),
        )
