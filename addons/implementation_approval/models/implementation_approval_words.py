# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime

from plankit.difference import PARTS, difference, worded
from plankit.errors import PlanError
from plankit.scope import ALL_PARTS, BEYOND
from plankit.snapshot import FACT

from odoo import api, fields, models
from odoo.tools import format_date, groupby


class ImplementationApproval(models.Model):
    """Contents and their differences in the words of the reader's language."""

    _inherit = "implementation.approval"

    @api.model
    def _get_part_names(self, codes):
        """Parts of a plan as a person calls them, in their order."""
        parts = self.env["implementation.signed.part"].sudo()  # sudo: words, no secret
        found = parts._get_all()
        return found.filtered(lambda part: part.code in codes).mapped("name")

    def _get_content_model(self, collection):
        """The model that keeps a collection, the plan for the header."""
        plan = self.env["implementation.plan"].sudo()  # sudo: words, no secret
        sections = dict(plan._get_document_sections())
        name = sections.get(collection)
        return self.env[name].sudo() if name else plan  # sudo: as above

    def _get_collection_name(self, collection):
        """What a person calls one row of a collection; the plan for the header."""
        words = {"": self.env._("Plan"), "phases": self.env._("Phase")}
        if collection in words:
            return words[collection]
        model = self._get_content_model(collection)
        # sudo: words, no secret
        return self.env["ir.model"]._get(model._name).sudo().name

    def _get_content_field(self, collection, name):
        """The field that keeps a value of a content, or None."""
        model = self._get_content_model(collection)
        if name.startswith(BEYOND):
            own = collection and dict(model._get_signed_parts())
            field = (own or {}).get(name.removeprefix(BEYOND))
        elif collection:
            field = model._document_map.get(name, name)
        else:
            field = model._get_document_header().get(name, name)
        return model._fields.get(field) if field else None

    def _get_field_label(self, collection, name):
        """What a person calls a value; an author's own header stays as it is."""
        own = {
            "@policies": self.env._("Required sign-offs"),
            "@prose": self.env._("Other sections"),
            "reason": self.env._("Reason"),
            "held_by": self.env._("Held back by"),
        }
        fact = name.removeprefix(FACT)
        if not collection and fact in own:
            return own[fact]
        field = self._get_content_field(collection, name)
        if field is None:
            return fact.removeprefix(BEYOND)
        return field._description_string(self.env) or name

    def _get_value_text(self, collection, name, value):
        """A value as a person reads it: the word of a selection, else the text."""
        if name == "@policies" and not collection:
            return "\n".join(map(self._get_policy_words, (value or "").splitlines()))
        field = self._get_content_field(collection, name)
        if field is not None and field.type == "selection":
            words = dict(field._description_selection(self.env))
            return words.get(value, value)
        return "" if value is None else str(value)

    def _get_subject_words(self):
        """What the sign-off of each kind of subject is about."""
        return {
            "phase": self.env._(
                "the phase with its tasks, checklists, deliverables and checks"
            ),
            "task": self.env._("the task with its checklist"),
            "deliverable": self.env._("the deliverable"),
            "risk": self.env._("the risk as it is described"),
            "override": self.env._("that it was done although it was blocked"),
        }

    def _get_scope_words(self):
        """What the role signs, and what it does not."""
        if self.subject_kind != "plan":
            words = self._get_subject_words()
            return {"signs": [words[self.subject_kind]], "leaves": []}
        own = self._get_parts()
        leaves = ALL_PARTS - own
        if not leaves:
            return {"signs": [self.scope_text], "leaves": []}
        return {
            "signs": self._get_part_names(own),
            "leaves": self._get_part_names(leaves),
        }

    def _get_meaning(self):
        """A sentence to begin with; the signer says it in their own words."""
        values = {
            "subject": self._get_subject_titles()[self],
            "plan": self.plan_id.name,
            "role": self.role_id.name or self.env._("reviewer"),
            "revision": self.plan_id.revision,
        }
        words = self._get_meanings(values)
        return words.get(self.subject_kind) or self.env._(
            "I have reviewed and approve what %(role)s signs of %(plan)s, "
            "revision %(revision)s.",
            **values,
        )

    def _get_meanings(self, values):
        """The sentence of each kind of subject but the plan."""
        return {
            "phase": self.env._(
                "I have reviewed phase %(subject)s of %(plan)s as %(role)s: "
                "it may be completed.",
                **values,
            ),
            "task": self.env._(
                "I have reviewed %(subject)s as %(role)s and accept it as done.",
                **values,
            ),
            "deliverable": self.env._(
                "I have reviewed %(subject)s as %(role)s and accept it.", **values
            ),
            "risk": self.env._(
                "I know the risk %(subject)s and accept it as %(role)s.", **values
            ),
            "override": self.env._(
                "I have reviewed the override of %(subject)s and approve its reason.",
                **values,
            ),
        }

    def _get_policy_words(self, line):
        """A policy as a sentence; the line is how it is signed."""
        kind, *rest = line.split("|")
        if len(rest) != 4:
            return line
        role, task_role, quorum, step = rest
        kinds = dict(self._fields["subject_kind"]._description_selection(self.env))
        said = f"{kinds.get(kind, kind)}: {role}"
        if task_role:
            said += " " + self.env._("for tasks of %(role)s", role=task_role)
        if quorum != "1":
            said += ", " + self.env._("%(count)s signatures", count=quorum)
        if step != "0":
            said += ", " + self.env._("order %(step)s", step=step)
        return said

    # Differences

    def _get_changes(self, old, new):
        """What became of ``old``, for a page; None where nobody can compare."""
        try:
            changes = difference(old, new)
        except PlanError:
            return None
        rows = groupby(
            changes, key=lambda change: (change.kind, change.collection, change.key)
        )
        titles = {
            (collection, row["key"]): row.get("title") or row.get("name") or ""
            for collection, own in old["items"].items()
            for row in own
        }
        return [
            self._get_change(list(own), titles.get((collection, key), ""))
            for (_kind, collection, key), own in rows
        ]

    def _get_change(self, changes, title):
        """Differences of one row, once called ``title``, as an entry of the page."""
        first = changes[0]
        sign, word, tone = {
            "create": ("+", self.env._("Added"), "success"),
            "delete": ("−", self.env._("Removed"), "danger"),
            "move": ("↕", self.env._("Moved"), "info"),
            "update": ("~", self.env._("Changed"), "warning"),
        }[first.kind]
        details = [one for change in changes for one in self._get_details(change)]
        name = first.name if first.collection else ""
        if first.kind == "update" and any(name == one["new"] for one in details):
            name = ""  # a row that was renamed says so in the detail
        elif name and title not in name and first.kind != "create":
            name = f"{name} {title}"
        return {
            "kind": first.kind,
            "sign": sign,
            "word": word,
            "tone": tone,
            "what": self._get_collection_name(first.collection),
            "name": name,
            "details": details,
        }

    def _get_details(self, change):
        """The values that one difference is made of."""
        if change.field == PARTS:
            parts = [
                self._get_part_names(one or ()) for one in (change.old, change.new)
            ]
            return [
                self._get_detail(self.env._("What you sign"), *map(", ".join, parts))
            ]
        if change.kind == "move":
            after = change.after or self.env._("the beginning")
            return [self._get_detail(self.env._("Now after"), "", after)]
        found = worded(change)
        fact = FACT if found["is_fact"] else ""
        rows = found["values"] or [{**found, "field": fact + found["field"]}]
        return [
            self._get_field_detail(change.collection, row)
            for row in rows
            if change.kind == "update" or change.name not in (row["old"], row["new"])
        ]

    def _get_field_detail(self, collection, row):
        texts = [
            self._get_value_text(collection, row["field"], row[side])
            for side in ("old", "new")
        ]
        label = self._get_field_label(collection, row["field"])
        return self._get_detail(label, *texts, row["note"], row["diff"])

    def _get_detail(self, label, old, new, note=None, diff=""):
        tones = {"+": "success", "-": "danger", "@": "muted"}
        return {
            "label": label,
            "old": old,
            "new": new,
            "note": self._get_note(note or {}),
            "lines": [
                (tones.get(line[:1], "body"), line) for line in diff.splitlines()
            ],
            "is_long": "\n" in old or "\n" in new,
        }

    def _get_note(self, note):
        """How far a date moved."""
        days = note.get("days")
        if not days:
            return ""
        if note["code"] == "days_later":
            later = self.env._("%(days)s days later", days=days)
            return later if days > 1 else self.env._("1 day later")
        earlier = self.env._("%(days)s days earlier", days=days)
        return earlier if days > 1 else self.env._("1 day earlier")

    def _get_day(self, moment):
        """A day as the reader's language writes it, in the reader's time zone."""
        if isinstance(moment, datetime):
            moment = fields.Datetime.context_timestamp(self, moment)
        return format_date(self.env, moment) if moment else ""
