# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One import: read the document, find its plan, compare, apply, answer."""

from collections import Counter, defaultdict
from functools import cached_property
from pathlib import PurePath

from plankit import lint, markdown, sync
from plankit.errors import CycleRefused, DocumentRefused
from plankit.templates import is_template

from odoo.exceptions import UserError

from odoo.addons.implementation_plan.document_text import document_plan, read_again

from .answer import change_rows, conflict_rows, finding_rows
from .apply import apply_comparison

MAX_BYTES = 8 * 1024 * 1024
#: A slug made from a file's name or a title ends here.
SLUG_LENGTH = 100
SIZE_PARAMETER = "implementation_markdown.max_document_bytes"


def read_document(env, text):
    """The document of a text, or a refusal that names the line."""
    if not isinstance(text, str):
        raise UserError(env._("[no_text] A document is a text. Send it as a string."))
    # sudo: the limit is a setting of the server, not of the user
    limit = env["ir.config_parameter"].sudo().get_param(SIZE_PARAMETER)
    try:
        return markdown.read(text, max_bytes=int(limit or MAX_BYTES))
    except DocumentRefused as error:
        refusal = str(error)
        if error.line:
            refusal = env._(
                "%(refusal)s (line %(line)s)", refusal=error, line=error.line
            )
        raise UserError(refusal) from error


class Session:
    """One document on its way into the records of ``plans``' company."""

    def __init__(self, plans, text, options, *, as_new=False, base_is_ours=False):
        plans.check_access("create")
        self.env = plans.env
        self.as_new = as_new
        self.base_is_ours = base_is_ours
        self.plans = plans
        self.options = options
        self.text = text
        self.document = read_document(self.env, text)
        self.slug = self._find_slug()
        self.plan = self._find_plan()
        self.context = None
        self.comparison = self._compare()
        self.was_there = bool(self.plan)
        # Asked before anything is written: a dry run says what an import does.
        self.voids = self._get_voids()

    # Which plan

    def _find_slug(self):
        """The document's slug, else the caller's, the file's, the title's."""
        own = self.document.plan.slug
        if own and not is_template(own):
            return own
        slugify = self.env["ir.http"]._slugify
        stem = slugify(PurePath(self.options.filename).stem, max_length=SLUG_LENGTH)
        title = slugify(self.document.plan.title, max_length=SLUG_LENGTH)
        return self.options.slug or stem or title or "plan"

    def _find_plan(self):
        if self.as_new:
            company = self.env.company.id
            self.slug = self.plans._free_slug(self.slug, company)
            return self.plans.browse()
        plans = self.plans.with_context(active_test=False)
        if self.options.plan_id:
            domain = [("id", "=", self.options.plan_id)]
        else:
            company = self.env.company
            domain = [("slug", "=", self.slug), ("company_id", "=", company.id)]
        plan = plans.search(domain, limit=1).with_env(self.env)
        plan.check_access("write" if plan else "create")
        return plan

    @property
    def is_template(self):
        """Only a slug that is a placeholder, or the caller, makes a template."""
        if self.as_new:
            return False
        return self.options.template or is_template(self.document.plan.slug)

    # What changes

    def _compare(self):
        theirs = self.document.plan
        if not self.plan:
            return sync.first(theirs)
        self.context = self.plan._get_document_context(theirs)
        source = self.plan._get_source_document()
        ours = document_plan(self.plan, source and source.plan, self.context)
        return sync.compare(
            theirs,
            ours,
            ours if self.base_is_ours else self._find_base(source),
            on_conflict=self.options.on_conflict,
            resolutions=self.options.resolutions,
        )

    def _get_voids(self):
        """What the comparison's changes would undo."""
        changes = self.comparison.changes
        if not self.plan or not (changes or self.text != self.plan.source_text):
            return []
        return self.plan._get_edit_warnings(changes, self.document)

    def _find_base(self, source):
        """The last common document: the one the caller names, else the last import."""
        sha256 = self.options.base_sha256
        if sha256:
            revisions = self.env["implementation.revision"]
            revision = revisions._find(self.plan, sha256)
            if revision:
                return read_again(revision.text).plan
        return source.plan if source else None

    # Writing

    def apply(self, kind="import", note=""):
        """Write the comparison and keep the document as a revision."""
        with self.env.cr.savepoint():
            try:
                self.plan = apply_comparison(self)
            except CycleRefused as error:
                raise UserError(str(error)) from error
            self._keep_revision(kind, note)

    def _keep_revision(self, kind, note):
        revisions = self.env["implementation.revision"]
        plan = self.plan
        if plan.source_text != self.text:
            plan._set_source(self.text)
        elif revisions._find(plan, revisions._digest(self.text)):
            return
        revisions._keep(
            plan,
            kind,
            self.text,
            note=note,
            change_count=len(self.comparison.changes),
        )

    # Answer

    def answer(self):
        """What happened or would happen; holds no None, because XML-RPC refuses it."""
        counts = self._counts()
        findings = [
            *self.document.findings,
            *lint.lint(self.document.plan, self.document),
            *sync.refusals(self.comparison),
        ]
        return {
            "plan_id": self.plan.id or False,
            "slug": self.plan.slug or self.slug,
            "target": self._target(),
            **{
                name: sum(counted[name] for counted in counts.values())
                for name in ("created", "updated", "deleted", "unchanged")
            },
            "models": counts,
            "changes": change_rows(self),
            "conflicts": conflict_rows(self),
            "voids": self.voids,
            "findings": finding_rows(dict.fromkeys(findings), self._find_record),
        }

    def model(self, collection):
        """The model that keeps a collection; the plan's own for the header."""
        sections = dict(self.plans._get_document_sections())
        return sections.get(collection, "implementation.plan")

    def _find_record(self, finding):
        """Model and id of the record a finding names, or None."""
        if not self.context or not finding.key:
            return None
        keys = self._text_keys.get(finding.collection, {})
        key = keys.get(finding.key, finding.key)
        found = self.context.record_id(finding.collection, key)
        return (self.model(finding.collection), found) if found else None

    @cached_property
    def _text_keys(self):
        """Key in the document's text to key in the records, by collection."""
        return {
            collection: {text: key for key, text in keys.items()}
            for collection, keys in self.comparison.keys.items()
        }

    def _target(self):
        if self.plan:
            return self.env._("Into the plan %(name)s", name=self.plan.display_name)
        return self.env._("A new plan with the slug %(slug)s", slug=self.slug)

    def _counts(self):
        """Records created, updated, deleted and unchanged, by model."""
        models = {
            "": "implementation.plan",
            **dict(self.plans._get_document_sections()),
        }
        verbs = {"create": "created", "delete": "deleted"}
        touched = defaultdict(dict)
        for change in self.comparison.changes:
            verb = verbs.get(change.kind, "updated")
            touched[change.collection].setdefault(change.key, verb)
        answer = {}
        for collection, model in models.items():
            counted = Counter(touched[collection].values())
            present = len(self.comparison.ours.items(collection)) if collection else 1
            if not collection and not self.was_there:
                counted = Counter(created=1)
                present = 0
            changed = counted["updated"] + counted["deleted"]
            answer[model] = {
                "created": counted["created"],
                "updated": counted["updated"],
                "deleted": counted["deleted"],
                "unchanged": present - changed,
            }
        return answer
