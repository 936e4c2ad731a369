# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from dataclasses import replace

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

    def _get_void_warnings(self, plan, target):
        """Which sign-offs within a plan its values ``target`` would void.

        ``target`` has the keys of the records; what no document holds stays.
        """
        live = self.env["implementation.approval"].sudo()  # sudo: all are voided
        live = live.search(
            [("plan_id", "=", plan.id), ("content_hash", "!=", False)]
        )
        if not live:
            return []
        voided = live._filter_voided(PlanContents(plan, COLLECTIONS), target)
        return [approval._get_void_warning() for approval in voided]

    def _filter_voided(self, contents, target):
        wanted = _with_beyond(target, contents.values)
        return self.filtered(
            lambda a: a._get_hash_within(contents, wanted) != a.content_hash
        )

    def _get_hash_within(self, contents, values):
        """The hash this request would have if the plan said ``values``."""
        facts = self.facts or {}
        plan = contents.plan
        if self.subject_kind == PLAN_KIND:
            subject = Subject(values.slug or plan.slug, PLAN_KIND)
            return digest(content(values, subject, self._get_parts(), facts))
        record = plan.env[self.subject_model].browse(self.subject_id)
        try:
            subject = contents.subject(self.subject_kind, record)
            return digest(content(values, subject, facts=facts))
        except PlanError:
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


def _with_beyond(target, present):
    """``target`` with the values of ``present`` that no document has a place for."""
    changes = {"extra": (*target.extra, *_beyond(present))}
    for collection in COLLECTIONS:
        known = {item.key: _beyond(item) for item in present.items(collection)}
        changes[collection] = tuple(
            replace(item, extra=(*item.extra, *known.get(item.key, ())))
            for item in target.items(collection)
        )
    return replace(target, **changes)


def _beyond(item):
    return tuple(pair for pair in item.extra if pair[0].startswith(BEYOND))
