# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import evidence
from plankit.canonical import digest

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.implementation_base.compat import Constraint, Index


class ImplementationEvidence(models.Model):
    """What was seen of a claim: when, by whom, on what, and until when it counts.

    Rows are born in ``_record`` and never change; what they are about is named by
    model and id without a foreign key, because evidence outlives its subject.
    """

    _name = "implementation.evidence"
    _description = "Evidence"
    _inherit = ["implementation.append.only.mixin"]
    _order = "id desc"

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    plan_revision = fields.Integer(string="Revision", readonly=True)
    kind = fields.Selection(
        selection=list(evidence.KINDS), required=True, readonly=True
    )
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record ID",
        model_field="model",
        required=True,
        readonly=True,
    )
    subject = fields.Char(
        string="Of", required=True, readonly=True, help="What it is evidence of."
    )
    verdict = fields.Selection(
        selection=list(evidence.VERDICTS),
        required=True,
        readonly=True,
        index=True,
    )
    summary = fields.Text(readonly=True)
    produced_at = fields.Datetime(string="Seen", required=True, readonly=True)
    expires_at = fields.Datetime(
        string="Counts Until", readonly=True, help="Afterwards it proves nothing."
    )
    content_hash = fields.Char(
        readonly=True, help="SHA-256 of what was run; an edit since makes it stale."
    )
    commit = fields.Char(readonly=True, help="Of the code, as its producer says.")
    environment_res_id = fields.Integer(readonly=True)
    environment_id = fields.Many2one(
        comodel_name="implementation.environment",
        string="Environment of the Plan",
        compute="_compute_environment_id",
    )
    environment = fields.Char(readonly=True)
    producer = fields.Char(
        required=True, readonly=True, help="The agent, or the account that sent it."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Account",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    job_id = fields.Many2one(
        comodel_name="implementation.job",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    token = fields.Integer(readonly=True, help="Which attempt of the job it was.")
    exit_code = fields.Char(readonly=True)
    measured = fields.Char(
        readonly=True, help="In seconds, as a share from 0 to 1, or a count."
    )
    measured_seconds = fields.Char(string="Seen For", readonly=True, help="In seconds.")
    duration = fields.Float(readonly=True, help="In seconds.")
    log_digest = fields.Char(readonly=True, help="SHA-256 over the whole log.")
    file_name = fields.Char(readonly=True)
    file_sha256 = fields.Char(string="SHA-256 of the File", readonly=True)
    file = fields.Binary(readonly=True, attachment=True)
    submit_key = fields.Char(
        readonly=True, help="What its sender calls it, so that it comes once."
    )
    digest = fields.Char(
        required=True,
        readonly=True,
        help="SHA-256 of all of it in canonical JSON; the ledger keeps it too.",
    )

    _subject_idx = Index("(model, res_id, produced_at, id)")
    _submit_key_uniq = Constraint(
        "UNIQUE(plan_id, submit_key)", "A verdict is delivered once."
    )

    @api.depends("verdict", "subject")
    def _compute_display_name(self):
        words = dict(self._fields["verdict"]._description_selection(self.env))
        for row in self:
            row.display_name = f"{row.subject}: {words.get(row.verdict, '')}"

    @api.depends("environment_res_id")
    def _compute_environment_id(self):
        environments = self.env["implementation.environment"]
        known = environments.browse(self.mapped("environment_res_id")).exists()
        for row in self:
            row.environment_id = known.filtered(
                lambda one, row=row: one.id == row.environment_res_id
            )

    @api.model
    def _record(self, record, vals):
        """Evidence of a record; gives it, with its place in the ledger."""
        plan = record if record._name == "implementation.plan" else record.plan_id
        filled = {
            "plan_id": plan.id,
            "company_id": plan.company_id.id,
            "plan_revision": plan.revision,
            "model": record._name,
            "res_id": record.id,
            "subject": record.display_name or record._description,
            "user_id": self.env.uid,
            **vals,
        }
        filled["digest"] = digest(self._to_content(filled))
        # sudo: evidence is born here alone
        row = self.sudo()._append([filled])
        self.env["implementation.event"]._log(
            row,
            f"evidence.{row.verdict}",
            row.display_name,
            reason=row.summary or "",
            data={"digest": row.digest, "model": row.model, "res_id": row.res_id},
        )
        if hasattr(record, "_on_evidence"):
            record._on_evidence(row)
        return row

    @api.model
    def _to_content(self, vals):
        """What the digest is of: every value but the file itself, as text."""
        names = sorted(
            name
            for name, field in self._fields.items()
            if field.store and name not in _BESIDE
        )
        return {name: _text(vals.get(name)) for name in names}

    @api.model
    def _get_latest(self, model, ids):
        """``{record id: what was seen last of it}``, in one query."""
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT ON (res_id) id FROM implementation_evidence
                 WHERE model = %s AND res_id = ANY(%s)
                 ORDER BY res_id, produced_at DESC, id DESC
                """,
                model,
                list(ids),
            )
        )
        # sudo: how a record stands does not depend on who looks
        rows = self.sudo().browse(row[0] for row in self.env.cr.fetchall())
        return {row.res_id: row for row in rows}

    def _get_content(self):
        """The row as its digest covers it, for whoever must check that elsewhere."""
        self.ensure_one()
        vals = {
            name: self[name].id if field.type == "many2one" else self[name]
            for name, field in self._fields.items()
            if field.store and name not in _BESIDE
        }
        return self._to_content(vals)


#: Not part of the digest.
_BESIDE = {
    "id",
    "create_uid",
    "create_date",
    "write_uid",
    "write_date",
    "company_id",
    "digest",
    "file",
}


def _text(value):
    """A value as text: a JSON number may be written in many ways."""
    return str(value) if value else ""
