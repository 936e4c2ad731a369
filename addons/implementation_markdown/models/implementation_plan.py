# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from plankit import lint, sync, templates
from plankit.errors import INFO, Finding

from odoo import api, fields, models

from odoo.addons.implementation_plan import roads
from odoo.addons.implementation_plan.document_text import read_again

from ..tools.answer import finding_rows
from ..tools.options import Options
from ..tools.session import Session


class ImplementationPlan(models.Model):
    _inherit = "implementation.plan"

    revision_ids = fields.One2many(
        comodel_name="implementation.revision",
        inverse_name="plan_id",
        string="Revisions",
        readonly=True,
    )
    revision_count = fields.Integer(compute="_compute_revision_count")

    @api.depends("revision_ids")
    def _compute_revision_count(self):
        counts = dict(
            self.env["implementation.revision"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.revision_count = counts.get(plan, 0)

    # Public calls

    @api.model
    def import_markdown(self, text, options=None):
        """Bring a document into records, merged with what people changed here.

        Answers with counts, conflicts and findings. With open conflicts and
        ``on_conflict`` "refuse" nothing is written.
        """
        session = Session(self, text, Options.from_wire(options))
        if not session.comparison.conflicts:
            session.apply()
        return session.answer()

    @api.model
    def preview_markdown(self, text, options=None):
        """The answer ``import_markdown`` would give. Nothing is written."""
        return Session(self, text, Options.from_wire(options)).answer()

    def export_markdown(self):
        """The plan as its document: byte for byte where nothing changed."""
        self.ensure_one()
        self.check_access("read")
        return self._write_document().text

    def get_lint(self):
        """Findings of the plan as it stands, each with the record it names."""
        self.ensure_one()
        self.check_access("read")
        return self._get_findings_of(self._write_document())

    def get_document_view(self):
        """The rendered plan, its source and its findings, for the Document page."""
        self.ensure_one()
        self.check_access("read")
        written = self._write_document()
        return {
            "html": self._render_html(written.text),
            "text": written.text,
            "findings": self._get_findings_of(written),
        }

    def instantiate_template(self, values):
        """A new plan from this template with ``{placeholders}`` filled; gives its id.

        ``values`` maps placeholder names to texts; what is missing stays a placeholder
        and shows as a finding.
        """
        self.ensure_one()
        self.check_access("read")
        given = values if isinstance(values, dict) else {}
        answers = {str(name): str(value) for name, value in given.items() if value}
        text = templates.fill(self.export_markdown(), answers)
        return self._create_from_text(text, self.display_name).id

    # Documents

    def _set_source(self, text):
        road = {**self.env.context, roads.KEY: roads.DOCUMENT}
        self.with_context(road).write({"source_text": text})

    def _get_findings_of(self, written):
        """Findings of lint, of other addons and of the writing, with their records."""
        document = read_again(written.text)
        context = self._get_document_context()
        own = sync.keys_of(document.plan, self._get_document_plan(context))
        sections = dict(self._get_document_sections())

        def record_of(collection, key):
            found = context.record_id(collection, key)
            return (sections[collection], found) if found else None

        def resolve(finding):
            key = own.get(finding.collection, {}).get(finding.key)
            return key and record_of(finding.collection, key)

        findings = [
            *document.findings,
            *lint.lint(document.plan, document, people=self._get_people()),
            *self._get_lint_findings(document),
        ]
        unwritten = [self._get_unwritten_finding(path) for path in written.unwritten]
        return [
            *finding_rows(dict.fromkeys(findings), resolve),
            *finding_rows(unwritten, lambda f: record_of(f.collection, f.key)),
        ]

    def _get_unwritten_finding(self, path):
        """A value that the document has no place for."""
        collection, key, field = path
        return Finding(
            code="not_in_document",
            severity=INFO,
            message=self.env._(
                "%(name)s: %(field)s stands here only",
                name=key or self.display_name,
                field=field or self.env._("the whole row"),
            ),
            hint=self.env._(
                "The document's form has no place for it. Nothing is lost."
            ),
            collection=collection,
            key=key,
            field=field,
            ref=key,
        )

    def _get_people(self):
        """Name of the person that fills each role of this plan."""
        members = self.env["implementation.team.member"].search(
            [("plan_id", "=", self.id)]
        )
        return {member.role_id.name: member.user_id.name for member in members}

    @api.model
    def _create_from_text(self, text, note):
        """A new plan of a filled template; it never merges into a present one."""
        session = Session(self, text, Options(), as_new=True)
        session.apply(kind="template", note=note)
        return session.plan

    def _restore_revision(self, revision):
        """Make every record say what the revision says; the present text is kept."""
        self.ensure_one()
        revisions = self.env["implementation.revision"]
        present = self.export_markdown()
        if not revisions._find(self, revisions._digest(present)):
            revisions._keep(self, "export", present)
        options = Options(plan_id=self.id, on_conflict="theirs")
        session = Session(self, revision.text, options, base_is_ours=True)
        session.apply(kind="restore", note=revision.display_name)

    # Screens

    def action_submit(self):
        """Ask for review; the text that was submitted is kept as a revision."""
        result = super().action_submit()
        for plan in self:
            self.env["implementation.revision"]._keep(
                plan, "submit", plan.export_markdown()
            )
        return result

    def action_import(self):
        """Open the import wizard for this plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "implementation_markdown.implementation_plan_import_action"
        )
        return {**action, "context": {"default_plan_id": self.id}}

    def action_export(self):
        """Download the document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/implementation/plan/{self.id}/document",
            "target": "self",
        }

    def action_instantiate(self):
        """Open the wizard that makes a plan from this template."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "implementation_markdown.implementation_plan_instantiate_action"
        )
        return {**action, "context": {"default_template_id": self.id}}

    def action_open_revisions(self):
        """The plan's revisions, newest first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "implementation_markdown.implementation_revision_action"
        )
        return {
            **action,
            "domain": [("plan_id", "=", self.id)],
            "context": {"active_id": self.id},
        }

    def _get_form_action(self):
        """Open this plan."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _get_roles(self):
        """The roles that own something in this plan."""
        roles = self.owner_role_id
        for _collection, model in self._get_document_sections():
            rows = self._get_document_rows(model)
            name = rows._document_map.get("owner") or rows._document_map.get("role")
            if name:
                roles |= rows[name]
        return roles.sorted("name")

    def _set_team(self, team):
        """Let people fill roles: pairs of role id and user id."""
        self.env["implementation.team.member"].create(
            [
                {"plan_id": self.id, "role_id": role, "user_id": user}
                for role, user in team
            ]
        )
