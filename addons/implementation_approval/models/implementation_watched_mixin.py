# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from plankit.plan import item_fields
from plankit.scope import ORDERED, UNSIGNED

from odoo import api, models, tools

from ..tools import edits

_PARENTS = ("phase_id", "plan_phase_id", "task_id")
#: What takes a task into a plan and out of it, and what stands in no map.
_STRUCTURE = ("plan_id", "project_id", "active", "plan_dropped", "document_extra")

#: What names a row where another one is signed that belongs to it, or waits for it.
_NAMES = frozenset({"name", "version", "plan_id"})
_PHASE_NAMES = frozenset({"code", "name", "sequence"})
_TASK_NAMES = frozenset({"plan_ref", "name", "plan_id", "project_id"})


class ImplementationWatchedMixin(models.AbstractModel):
    """Every change of a signed field is noted, whatever road it takes.

    ``modified`` is where the ORM itself learns of a change: screens, RPC, commands
    on relations, ``sudo``, imports and scheduled actions all pass it.
    """

    _name = "implementation.watched.mixin"
    _description = "Watched for Sign-offs"
    _inherit = ["implementation.void.warning.mixin"]

    def modified(self, fnames, create=False, before=False):
        super().modified(fnames, create=create, before=before)
        names = self._get_signed_field_names()
        if self and not names.isdisjoint(fnames):
            self._note_edit(create)
            self._note_naming(fnames, create)

    @api.model
    @tools.ormcache()
    def _get_signed_field_names(self):
        """Fields whose change may void a sign-off."""
        collection = getattr(self, "_document_collection", "")
        if not collection or (collection, "") in UNSIGNED:
            return frozenset()
        names = {
            self._document_map.get(name, name)
            for name in item_fields(collection)
            if (collection, name) not in UNSIGNED
        }
        names |= {f"{name}_text" for name in names}
        names |= {field for _name, field in self._get_signed_parts()}
        names |= {*_STRUCTURE, *_PARENTS}
        if "plan_unworded_ids" in names:
            names |= {"depend_on_ids", "dependent_ids"}
        if collection in ORDERED:
            names.add("sequence")
        return frozenset(names & self._fields.keys())

    @api.model
    @tools.ormcache()
    def _get_signed_models(self):
        """This model, and those whose names stand in its signed rows."""
        fields_ = (self._fields[name] for name in self._get_signed_field_names())
        return {self._name, *(f.comodel_name for f in fields_ if f.relational)}

    def _note_edit(self, create):
        """Remember the rows, and the task and phase they stand in."""
        rows = self.browse([id_ for id_ in self._ids if isinstance(id_, int)])
        found = edits.of(self.env)
        # sudo: who edits a row need not see its plan
        for row in rows.sudo():
            plan_id = row.plan_id.id
            if not plan_id:
                continue
            found.rows[plan_id].update(row._get_edited_rows())
            if not create:
                found.authors.add((plan_id, self._name, row.id, self.env.uid))
        self.env["implementation.approval"]._forget_status()

    def _note_naming(self, fnames, create):
        """Rows that name these ones have changed with their names."""

    def _get_edited_rows(self):
        """This row, its task and its phase: a sign-off of those covers it."""
        yield self._name, self.id
        for name in _PARENTS:
            parent = self[name] if name in self._fields else None
            if parent:
                yield parent._name, parent.id
                if name == "task_id" and parent.plan_phase_id:
                    yield "implementation.phase", parent.plan_phase_id.id


class ImplementationItemMixin(models.AbstractModel):
    _name = "implementation.item.mixin"
    _inherit = ["implementation.item.mixin", "implementation.watched.mixin"]

    def _note_naming(self, fnames, create):
        """Rows that are linked to these ones are signed with their names."""
        super()._note_naming(fnames, create)
        if create or _NAMES.isdisjoint(fnames):
            return
        found = edits.of(self.env)
        for name in self._get_naming_fields():
            # sudo: as for the edit itself
            for row in self.sudo()[name]:
                found.rows[row.plan_id.id].update(row._get_edited_rows())


class ImplementationPhase(models.Model):
    _inherit = "implementation.phase"

    @api.model
    def _get_naming_fields(self):
        return ("task_ids", "deliverable_ids")

    def _note_naming(self, fnames, create):
        """Whatever stands in a phase is signed with the phase's name."""
        super()._note_naming(fnames, create)
        if not _PHASE_NAMES.isdisjoint(fnames):
            for plan_id in self.sudo().plan_id.ids:  # sudo: as for the edit itself
                edits.of(self.env).rows[plan_id].add(edits.EVERY_ROW)


class ProjectTask(models.Model):
    _name = "project.task"
    _inherit = ["project.task", "implementation.watched.mixin"]

    @api.model
    def _get_naming_fields(self):
        return ("dependent_ids",)

    def _note_naming(self, fnames, create):
        """Whoever waits for a task without a reference is signed with its title."""
        super()._note_naming(fnames, create)
        if create or _TASK_NAMES.isdisjoint(fnames):
            return
        own = {id_ for id_ in self._ids if isinstance(id_, int)}
        links = self.browse(own)._read_own_links({"depend_on_ids": True})
        ids = {task_id for task_id, other in links if other in own}
        found = edits.of(self.env)
        # sudo: dependents stand in plans that the caller need not see
        for task in self.sudo().browse(ids).filtered("plan_id"):
            found.rows[task.plan_id.id].update(task._get_edited_rows())
