# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from dataclasses import replace

from plankit import markdown
from plankit.diff import apply
from plankit.errors import PlanError
from plankit.plan import COLLECTIONS
from plankit.scope import BEYOND
from plankit.snapshot import Subject, content, digest

from odoo import models

from ..tools.content import PLAN_KIND, PlanContents


class ImplementationApproval(models.Model):
    """Requests as unmet conditions, and as warnings before an edit."""

    _inherit = "implementation.approval"

    def _get_open_finding(self):
        """This request as an unmet condition of a gate."""
        self.ensure_one()
        return self._with_status_words(
            {
                "code": "sign_off_missing",
                "message": self.env._(
                    "%(request)s has not signed", request=self.display_name
                ),
                "model": self._name,
                "res_id": self.id,
                "ref": "",
                "owner": self._get_asked_text(),
                "phase_id": False,
            }
        )

    def _get_debt_finding(self):
        """An override that no second person has reviewed."""
        self.ensure_one()
        return {
            "code": "override_unreviewed",
            "message": self.env._(
                "%(subject)s was done by override and waits for its review",
                subject=self.subject_name,
            ),
            "model": self._name,
            "res_id": self.id,
            "ref": "",
            "owner": self._get_asked_text(),
            "phase_id": False,
        }

    def _get_void_warnings(self, plan, changes, document):
        """Which sign-offs within a plan these changes of it would void.

        ``document`` is the text they come from, read: it brings its own prose.
        """
        live = self.env["implementation.approval"].sudo()  # sudo: all are voided
        live = live.search([("plan_id", "=", plan.id), ("content_hash", "!=", False)])
        if not live:
            return []
        contents = PlanContents(plan, COLLECTIONS, with_prose=True)
        wanted = _changed(contents.values, changes, markdown.prose(document))
        voided = live.filtered(
            lambda a: a._get_hash_within(contents, wanted) != a.content_hash
        )
        return [approval._get_void_warning() for approval in voided]

    def _get_hash_within(self, contents, values):
        """The hash this request would have if the plan said ``values``."""
        facts, plan = self.facts or {}, contents.plan
        if self.subject_kind == PLAN_KIND:
            subject = Subject(values.slug or plan.slug, PLAN_KIND)
            return digest(content(values, subject, self._get_parts(), facts))
        record = plan.env[self.subject_model].browse(self.subject_id)
        subject = replace(
            contents.subject(self.subject_kind, record), plan=values.slug or plan.slug
        )
        try:
            return digest(content(values, subject, facts=facts))
        except PlanError:  # the changes take the row away
            return ""

    def _get_void_warning(self):
        return {
            "code": "would_void",
            "message": self.env._(
                "Voids the sign-off of %(request)s (%(user)s)",
                request=self.display_name,
                user=self.user_id.name or "",
            ),
            "model": self._name,
            "res_id": self.id,
        }


def _changed(present, changes, prose):
    """The plan after the changes, with what no document has a place for."""
    wanted = apply(present, changes)
    header = [pair for pair in _kept(wanted, present) if pair[0] != "@prose"]
    fields_ = {"extra": (*header, ("@prose", prose))}
    for collection in COLLECTIONS:
        known = {item.key: item for item in present.items(collection)}
        fields_[collection] = tuple(
            replace(item, extra=_kept(item, known.get(item.key, item)))
            for item in wanted.items(collection)
        )
    return replace(wanted, **fields_)


def _kept(item, before):
    """Extra values after an edit; those with ``@`` are no document's to change."""
    own = tuple(pair for pair in item.extra if not pair[0].startswith(BEYOND))
    return (*own, *(pair for pair in before.extra if pair[0].startswith(BEYOND)))
