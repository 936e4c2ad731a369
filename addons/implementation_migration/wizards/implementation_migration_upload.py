# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import Migration
from plankit.scope import touches_grants
from plankit.scripts_merge import BARRING, CHANGED, NEW, Present, compared, placed

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.companies import check_created, check_links
from odoo.addons.implementation_base.refusal import coded


class ImplementationMigrationUpload(models.TransientModel):
    """A folder of scripts: what it would change first, then take it."""

    _name = "implementation.migration.upload"
    _description = "Upload Migration Scripts"

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        required=True,
        domain="[('is_template', '=', False)]",
        ondelete="cascade",
    )
    file_ids = fields.Many2many(
        comodel_name="ir.attachment",
        string="Scripts",
        help="NNN_name.up.sql and NNN_name.down.sql, as many as there are.",
    )
    checkout_id = fields.Many2one(
        comodel_name="implementation.migration.checkout",
        readonly=True,
        ondelete="cascade",
    )
    state = fields.Selection(
        selection=[("choose", "Choose"), ("preview", "Dry Run")],
        default="choose",
        required=True,
        readonly=True,
    )
    line_ids = fields.One2many(
        comodel_name="implementation.migration.upload.line",
        inverse_name="upload_id",
        readonly=True,
    )
    finding_text = fields.Text(readonly=True)
    void_text = fields.Text(readonly=True)
    is_barred = fields.Boolean(readonly=True)
    change_count = fields.Integer(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """A plan that one may not read shows not even its name."""
        check_created(self, vals_list, "plan_id", "checkout_id")
        return super().create(vals_list)

    def write(self, vals):
        check_links(self, [vals], "plan_id", "checkout_id")
        return super().write(vals)

    def _get_present(self):
        """The plan's migrations in the order in which they run."""
        return self.plan_id.migration_ids.sorted(lambda row: (row.sequence, row.id))

    def _compare(self, folder):
        return compared(
            folder.scripts,
            [
                Present(
                    key=row.id,
                    version=row.version or "",
                    up=row.up_sql or "",
                    down=row.down_sql or "",
                )
                for row in self._get_present()
                if row.version
            ],
        )

    # What it would do

    def action_preview(self):
        """Compare the folder with the plan. Nothing is written to the plan."""
        self.ensure_one()
        folder = self._read_folder()
        changes = self._compare(folder)
        own = [one for one in changes if one.kind in (NEW, CHANGED)]
        self.write(
            {
                "state": "preview",
                "is_barred": any(one.code in BARRING for one in folder.findings),
                "finding_text": "\n".join(map(self._get_words, folder.findings)),
                "void_text": self._get_voided(own)._get_void_text(),
                "change_count": len(own),
                "line_ids": [
                    fields.Command.clear(),
                    *map(self._prepare_line, changes),
                ],
            }
        )
        return self._reopen()

    def _get_words(self, finding):
        """What is odd about a file, which is named."""
        words = {
            "not_utf8": self.env._("is not readable as UTF-8. Save it as UTF-8."),
            "double_version": self.env._(
                "has the version of another one. Give each its own."
            ),
            "missing_down": self.env._("has no down script beside it."),
            "missing_up": self.env._("has no up script beside it; it is left out."),
            "unknown_file": self.env._(
                "is no NNN_name.up.sql or NNN_name.down.sql; it is left out."
            ),
        }
        return f"{finding.ref} {words.get(finding.code, finding.message)}"

    def _prepare_line(self, change):
        record = self.env["implementation.migration"].browse(change.key or [])
        places = record.state_ids.filtered(
            lambda row: row.state in ("applied", "partial")
        ).environment_id
        notes = []
        if not change.down:
            notes.append(self.env._("no way back"))
        if change.keeps_down:
            notes.append(self.env._("the down script that is here stays"))
        if change.kind == CHANGED and places:
            notes.append(
                self.env._(
                    "it ran on %(places)s as it was: write a new migration instead",
                    places=", ".join(places.mapped("name")),
                )
            )
        return fields.Command.create(
            {
                "version": change.script.version,
                "name": record.name or change.script.name,
                "kind": change.kind,
                "note": "; ".join(notes),
            }
        )

    def _get_voided(self, changes):
        """Standing sign-offs of which this changes what was signed."""
        approvals = self.env["implementation.approval"]
        records = self.env["implementation.migration"].browse(
            one.key for one in changes if one.key
        )
        found = approvals.union(*approvals._get_covers(records).values())
        # sudo: whose sign-off goes is told whoever asks
        standing = approvals.sudo().search(
            [
                ("plan_id", "=", self.plan_id.id),
                ("status", "=", "approved"),
                ("subject_kind", "=", "plan"),
            ]
        )
        items = [_item(one.script) for one in changes]
        for approval in standing if items else ():
            parts = approval._get_parts()
            if "migrations" in parts or (
                "grants" in parts and any(map(touches_grants, items))
            ):
                found |= approval
        return found.with_env(self.env)

    # Taking it

    def action_apply(self):
        """Take the scripts as the folder has them now."""
        self.ensure_one()
        folder = self._read_folder()
        barring = [one for one in folder.findings if one.code in BARRING]
        if barring:
            raise UserError(
                coded(barring[0].code, "\n".join(map(self._get_words, barring)))
            )
        present = self._get_present()
        changes = self._compare(folder)
        for one in changes:
            if one.kind == CHANGED:
                record = present.browse(one.key)
                record.write({"up_sql": one.script.up, "down_sql": one.down})
        new = [one.script for one in changes if one.kind == NEW]
        self._add_migrations(present, new)
        self._log_source(changes)
        self.file_ids.filtered(lambda one: one.res_model == self._name).unlink()
        return self._get_migrations_action()

    def _log_source(self, changes):
        """Which commit the scripts are of."""
        taken = sum(one.kind in (NEW, CHANGED) for one in changes)
        if not (self.checkout_id and taken):
            return
        self.env["implementation.event"]._log(
            self.plan_id,
            "scripts.taken",
            self.env._(
                "%(count)s scripts taken from %(name)s",
                count=taken,
                name=self.checkout_id.display_name,
            ),
            data={"commit": self.checkout_id.commit or ""},
        )

    def _add_migrations(self, present, scripts):
        """New migrations at the places that their versions say."""
        if not scripts:
            return
        created = present.create(
            [
                {
                    "plan_id": self.plan_id.id,
                    "version": script.version,
                    "name": script.name,
                    "up_sql": script.up,
                    "down_sql": script.down,
                }
                for script in scripts
            ]
        )
        every = present | created
        places = placed(
            [row.version or "" for row in present], [one.version for one in scripts]
        )
        for number, place in enumerate(places, 1):
            if every[place].sequence != 10 * number:
                every[place].sequence = 10 * number

    def action_back(self):
        """Choose other files."""
        self.ensure_one()
        self.state = "choose"
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Upload Migration Scripts"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _get_migrations_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "implementation_migration.implementation_plan_action_migrations"
        )
        return {
            **action,
            "domain": [("plan_id", "=", self.plan_id.id)],
            "context": {"default_plan_id": self.plan_id.id},
        }


def _item(script):
    """A script as a signature would cover it."""
    return Migration(
        key=script.version,
        version=script.version,
        name=script.name,
        extra=(("@up_sql", script.up), ("@down_sql", script.down)),
    )
