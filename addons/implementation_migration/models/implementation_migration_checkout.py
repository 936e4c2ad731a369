# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
import re

from plankit.canonical import digest
from plankit.scripts import read_folder
from plankit.scripts_pack import PackRefused, unpacked

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.implementation_base.companies import check_created, check_links
from odoo.addons.implementation_base.refusal import coded

_COMMIT = re.compile(r"[0-9a-f]{4,64}")
_LINKS = ("plan_id", "environment_id")
#: Once these are others, what was read is of something else.
_ASKED = frozenset({"plan_id", "environment_id", "folder", "ref"})


class ImplementationMigrationCheckout(models.Model):
    """A folder of a git checkout that an agent has beside it, read at a commit.

    Reading changes nothing: what came of it is looked at and taken as an upload is.
    """

    _name = "implementation.migration.checkout"
    _description = "Scripts from Git"
    _inherit = ["implementation.private.mixin", "implementation.job.source.mixin"]
    _order = "id desc"
    _private_fields = ("job_id", "user_id", "commit", "files", "file_count", "problem")

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        required=True,
        domain="[('is_template', '=', False)]",
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    environment_id = fields.Many2one(
        comodel_name="implementation.environment",
        string="Agent Of",
        required=True,
        domain="[('plan_id', '=', plan_id)]",
        ondelete="cascade",
        help="The agent of this environment has the checkout.",
    )
    folder = fields.Char(
        required=True, help="As the agent's policy names it: db/migrations."
    )
    ref = fields.Char(
        string="Commit or Branch", required=True, default="HEAD", help="Or a tag."
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="Requested By", readonly=True
    )
    job_id = fields.Many2one(
        comodel_name="implementation.job", readonly=True, ondelete="restrict"
    )
    job_state = fields.Selection(related="job_id.state", string="How It Went")
    job_message = fields.Text(related="job_id.message", string="What the Agent Says")
    commit = fields.Char(readonly=True)
    files = fields.Text(string="Packed Scripts", readonly=True)
    file_count = fields.Integer(string="Files", readonly=True)
    problem = fields.Char(readonly=True)

    @api.depends("folder", "commit", "ref")
    def _compute_display_name(self):
        for checkout in self:
            at = (checkout.commit or "")[:12] or checkout.ref or ""
            checkout.display_name = f"{checkout.folder or ''} @ {at}"

    @api.model_create_multi
    def create(self, vals_list):
        """What one may not read shows not even its name."""
        check_created(self, vals_list, *_LINKS)
        return super().create(vals_list)

    def write(self, vals):
        check_links(self, [vals], *_LINKS)
        result = super().write(vals)
        if not _ASKED.isdisjoint(vals):
            self._write_privately({"commit": False, "files": False, "file_count": 0})
        return result

    def action_read(self):
        """Ask the agent; shows the job with its log."""
        self.ensure_one()
        if not self.env.user.has_group("implementation_base.group_planner"):
            raise AccessError(
                coded(
                    "role_required",
                    self.env._('Only the role "Planner" has scripts read.'),
                )
            )
        self.check_access("write")
        if self.environment_id.plan_id != self.plan_id:
            raise UserError(
                coded(
                    "other_plan",
                    self.env._("Choose an environment of the same plan."),
                )
            )
        if self.job_state in ("queued", "leased"):
            return self.job_id._get_action()
        job = self.env["implementation.job"]._enqueue(
            self, "git-scripts", lambda one: one.display_name, self.environment_id
        )
        self._write_privately({"job_id": job.id, "user_id": self.env.uid})
        return job._get_action()

    def _get_job_orders(self):
        """Nothing of the plan is run, so that nobody has to sign it."""
        return {
            one.id: {
                "content": {
                    "folder": (one.folder or "").strip(" /"),
                    "ref": one.ref or "HEAD",
                },
                "signed": [],
            }
            for one in self
        }

    def _on_job_ended(self, job):
        super()._on_job_ended(job)
        asked = self._get_job_orders()[self.id]["content"]
        if job.state != "succeeded" or job.content_hash != digest(asked):
            return
        data = json.loads(job.data or "{}")
        try:
            files = unpacked(str(data.get("files")))
        except PackRefused as refusal:
            self._write_privately({"problem": refusal.message})
            return
        commit = str(data.get("commit") or "")
        self._write_privately(
            {
                "commit": commit if _COMMIT.fullmatch(commit) else "?",
                "files": data["files"],
                "file_count": len(files),
                "problem": False,
            }
        )

    def _read_folder(self):
        """The scripts and what is odd about them, as of an upload."""
        self.ensure_one()
        if not self.files:
            raise UserError(
                coded(
                    "not_read",
                    self.env._(
                        "%(name)s was not read yet. Ask the agent, and watch its job.",
                        name=self.display_name,
                    ),
                )
            )
        return read_folder(unpacked(self.files))

    def action_preview(self):
        """What the plan would have of it; nothing is written before."""
        self.ensure_one()
        upload = self.env["implementation.migration.upload"].create(
            {"plan_id": self.plan_id.id, "checkout_id": self.id}
        )
        return upload.action_preview()
