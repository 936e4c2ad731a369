# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from plankit import markdown
from plankit.errors import DocumentRefused

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.companies import check_created, check_links

from ..tools.words import row_words

#: More changes than this are counted, not listed: nobody reads them in a dialog.
LISTED_CHANGES = 200


class ImplementationPlanImport(models.TransientModel):
    """A document to import: dry run first, conflicts side by side, then apply."""

    _name = "implementation.plan.import"
    _description = "Import a Plan Document"

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        string="Into",
        help="Empty: the plan with the document's slug, or a new one.",
    )
    file = fields.Binary(string="plan.md", attachment=False)
    filename = fields.Char()
    text = fields.Text(string="Or Paste It Here")
    as_template = fields.Boolean(
        string="Import as Template",
        help="Its {placeholders} are asked when a plan is made from it.",
    )
    state = fields.Selection(
        selection=[("choose", "Choose"), ("preview", "Dry Run")],
        default="choose",
        required=True,
    )
    target = fields.Char(readonly=True)
    created_count = fields.Integer(string="Created", readonly=True)
    updated_count = fields.Integer(string="Changed", readonly=True)
    deleted_count = fields.Integer(string="Deleted", readonly=True)
    unchanged_count = fields.Integer(string="Unchanged", readonly=True)
    new_text = fields.Char(string="What Is New", readonly=True)
    more_count = fields.Integer(string="Not Listed", readonly=True)
    error_count = fields.Integer(string="Errors", readonly=True)
    finding_text = fields.Text(string="Findings", readonly=True)
    void_text = fields.Text(
        string="Would Void",
        readonly=True,
        help="Whose sign-off this import would undo.",
    )
    change_ids = fields.One2many(
        comodel_name="implementation.plan.import.change",
        inverse_name="import_id",
        string="Changes",
        readonly=True,
    )
    conflict_ids = fields.One2many(
        comodel_name="implementation.plan.import.conflict",
        inverse_name="import_id",
        string="Conflicts",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A plan that one may not read shows not even its name."""
        check_created(self, vals_list, "plan_id")
        return super().create(vals_list)

    def write(self, vals):
        check_links(self, [vals], "plan_id")
        return super().write(vals)

    def _get_text(self):
        """The document's text, from the file or the paste."""
        if self.file:
            try:
                return markdown.decode(base64.b64decode(self.file))
            except DocumentRefused as error:
                raise UserError(str(error)) from error
            except ValueError as error:
                raise UserError(
                    self.env._(
                        "[broken_file] The file did not arrive whole. Upload it again."
                    )
                ) from error
        if self.text:
            return self.text
        raise UserError(
            self.env._("[no_document] Drop a plan.md here, or paste its text.")
        )

    def _get_options(self):
        options = {"filename": self.filename or ""}
        if self.as_template:
            options["template"] = True
        if self.plan_id:
            options["slug"] = self.plan_id.slug
            options["plan_id"] = self.plan_id.id
        return options

    def action_preview(self):
        """Compare the document with the records. Nothing is written to the plan."""
        self.ensure_one()
        plans = self.env["implementation.plan"]
        answer = plans.preview_markdown(self._get_text(), self._get_options())
        self.write(self._prepare_preview_vals(answer))
        return self._reopen()

    def _prepare_preview_vals(self, answer):
        findings = sorted(answer["findings"], key=lambda found: found["line"])
        serious = [found for found in findings if found["severity"] != "info"]
        changes = answer["changes"]
        return {
            "state": "preview",
            "target": answer["target"],
            "created_count": answer["created"],
            "updated_count": answer["updated"],
            "deleted_count": answer["deleted"],
            "unchanged_count": answer["unchanged"],
            "new_text": self._get_new_text(answer["models"]),
            "more_count": max(0, len(changes) - LISTED_CHANGES),
            "error_count": sum(found["severity"] == "error" for found in findings),
            "finding_text": "\n".join(
                self.env._(
                    "line %(line)s: %(message)s",
                    line=found["line"],
                    message=found["message"],
                )
                for found in serious[:LISTED_CHANGES]
            ),
            "void_text": "\n".join(found["message"] for found in answer["voids"]),
            "change_ids": [
                fields.Command.clear(),
                *map(self._prepare_change, changes[:LISTED_CHANGES]),
            ],
            "conflict_ids": [
                fields.Command.clear(),
                *map(self._prepare_conflict, answer["conflicts"]),
            ],
        }

    def _prepare_change(self, change):
        words = row_words(self.env, change, ("old", "new"))
        if change["kind"] in ("create", "delete"):
            same = change["label"] in (words["old"], words["new"])
            words = {} if same else {**words, "field": False}
        return fields.Command.create(
            {"kind": change["kind"], "label": change["label"], **words}
        )

    def _prepare_conflict(self, conflict):
        sides = ("base", "ours", "theirs")
        words = row_words(self.env, conflict, sides)
        if not conflict["field"]:  # one side has the whole row no more
            words["field"] = self.env._("the whole row")
            words |= {side: words[side] or self.env._("deleted") for side in sides}
        return fields.Command.create(
            {"path": conflict["path"], "ref": conflict["ref"], **words}
        )

    def action_keep_all(self):
        """Settle every conflict with what is here."""
        return self._settle("ours")

    def action_take_all(self):
        """Settle every conflict with what the file says."""
        return self._settle("theirs")

    def _settle(self, side):
        self.ensure_one()
        self.conflict_ids.take = side
        return self._reopen()

    def _get_new_text(self, models):
        """What would be created, by kind: "Task: 19, Deliverable: 17"."""
        return ", ".join(
            f"{self.env['ir.model']._get(model).name}: {counts['created']}"
            for model, counts in models.items()
            if counts["created"]
        )

    def action_back(self):
        """Choose another document."""
        self.ensure_one()
        self.state = "choose"
        return self._reopen()

    def action_apply(self):
        """Import what the dry run showed, with every conflict settled by a person."""
        self.ensure_one()
        open_conflicts = self.conflict_ids.filtered(lambda line: not line.take)
        if open_conflicts:
            raise UserError(
                self.env._(
                    "[open_conflict] %(ref)s %(field)s changed here and in the file: "
                    "choose which one to keep.",
                    ref=open_conflicts[0].ref,
                    field=open_conflicts[0].field,
                )
            )
        options = self._get_options()
        options["resolutions"] = {line.path: line.take for line in self.conflict_ids}
        plans = self.env["implementation.plan"]
        answer = plans.import_markdown(self._get_text(), options)
        if answer["conflicts"]:  # somebody changed the plan since the dry run
            self.write(self._prepare_preview_vals(answer))
            return self._reopen()
        return plans.browse(answer["plan_id"])._get_form_action()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import a Plan Document"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.onchange("file")
    def _onchange_file(self):
        if self.file:
            self.text = False


class ImplementationPlanImportChange(models.TransientModel):
    """One line of the dry run."""

    _name = "implementation.plan.import.change"
    _description = "Change of a Plan Import"

    import_id = fields.Many2one(
        comodel_name="implementation.plan.import",
        required=True,
        ondelete="cascade",
    )
    kind = fields.Selection(
        selection=[
            ("create", "New"),
            ("update", "Changed"),
            ("delete", "Deleted"),
            ("move", "Moved"),
        ],
        required=True,
    )
    label = fields.Char()
    field = fields.Char()
    old = fields.Text(string="Now")
    new = fields.Text(string="Then")


class ImplementationPlanImportConflict(models.TransientModel):
    """A value that changed here and in the file since the last common revision."""

    _name = "implementation.plan.import.conflict"
    _description = "Conflict of a Plan Import"

    import_id = fields.Many2one(
        comodel_name="implementation.plan.import",
        required=True,
        ondelete="cascade",
    )
    path = fields.Char(required=True)
    ref = fields.Char(string="Record")
    field = fields.Char()
    base = fields.Text(string="Last Common")
    ours = fields.Text(string="Here")
    theirs = fields.Text(string="In the File")
    take = fields.Selection(
        selection=[("ours", "Keep Here"), ("theirs", "Take File")],
        string="Keep",
    )
