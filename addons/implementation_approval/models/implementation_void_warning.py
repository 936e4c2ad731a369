# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import etree
from lxml.builder import E

from plankit.plan import Migration
from plankit.scope import BEYOND, ORDERED, touches_grants

from odoo import api, fields, models

from odoo.addons.implementation_plan.signed_parts import as_text

from ..tools.unsaved import Edit, differs, real_id

#: What a row belongs to: a list over one of these is a part of its form.
_OWNERS = ("plan_id", "phase_id", "plan_phase_id", "task_id")
#: What a row is called by, where it has it.
_REFERENCES = ("plan_ref", "code")
#: Texts of a migration that may speak of grants.
_SPOKEN = ("name", "description")


class ImplementationVoidWarningMixin(models.AbstractModel):
    """A form says whose sign-off its unsaved edits would void."""

    _name = "implementation.void.warning.mixin"
    _description = "Warning of Sign-offs That Saving Voids"

    void_warning = fields.Char(
        string="Saving Voids",
        compute="_compute_void_warning",
        export_string_translation=False,
    )

    @api.depends(lambda self: self._get_void_warning_fields())
    def _compute_void_warning(self):
        """Only unsaved edits can void something: what is saved says nothing."""
        self.void_warning = False
        unsaved = self.filtered(lambda record: not record.id)
        plans = {record: record._get_warned_plans() for record in unsaved}
        none = self.env["implementation.plan"]
        live = self._get_live_requests(none.union(*plans.values()))
        for record, own in plans.items():
            found = live.filtered(lambda row, own=own: row.plan_id in own)
            if found:
                record.void_warning = record._get_void_warning_text(found)

    @api.model
    def _get_live_requests(self, plans):
        """Requests of these plans that hold a signature: only those can be voided."""
        approvals = self.env["implementation.approval"].sudo()  # sudo: all are voided
        if not plans:
            return approvals
        return approvals.search(
            [("plan_id", "in", plans.ids), ("content_hash", "!=", False)]
        )

    @api.model
    def _get_signed_field_names(self):
        """Fields whose change may void a sign-off."""
        return frozenset()

    @api.model
    def _get_void_warning_fields(self):
        """What is signed on this form, its lists included."""
        names = self._get_signed_field_names()
        return sorted({*names, *self._get_signed_lists()} if names else ())

    @api.model
    def _get_signed_lists(self):
        """Lists of this model whose rows are signed."""
        found = []
        for name, field in self._fields.items():
            if field.type == "one2many" and field.inverse_name in _OWNERS:
                rows = self.env[field.comodel_name]
                if "void_warning" in rows._fields and rows._get_signed_field_names():
                    found.append(name)
        return found

    def _get_void_warning_text(self, live):
        """Whose sign-off saving this form would void, in a sentence."""
        edits = self._get_unsaved_edits()
        voided = live.filtered(lambda approval: approval._is_voided_by(edits))
        return voided.with_env(self.env)._get_void_text()

    def _get_warned_plans(self):
        """The plans this row is in, and would be in."""
        return (self._origin.plan_id | self.plan_id._origin).sudo()  # sudo: names only

    def _get_unsaved_edits(self):
        """What saving this form would change of what is signed."""
        edits = [self._get_row_edit(self._get_signed_field_names())]
        edits += self._get_naming_edits()
        for name in self._get_signed_lists():
            if name in self._cache:
                edits.append(self._get_list_edit(name))
                for row in self[name]:
                    edits += row._get_naming_edits()
        return [edit for edit in edits if edit]

    def _get_row_edit(self, names):
        """How this row differs from the saved one; None where it does not."""
        before = self._origin
        changed = self._get_changed(names) if before else set(names)
        if not changed:
            return None
        rows = {*before._get_edited_rows()} if before else set()
        rows |= {(model, real_id(id_)) for model, id_ in self._get_edited_rows()}
        if changed & {before._get_naming_field(), self._get_naming_field()}:
            rows |= before._get_naming_rows() | self._get_naming_rows()
        grants = self._touches_grants() or (before and before._touches_grants())
        return Edit(self._document_collection, rows, grants=bool(grants))

    def _get_changed(self, names):
        """Those of ``names`` whose unsaved value is another than the saved one."""
        before, known = self._origin, self._cache
        return {
            name
            for name in names
            if (name in known or self._fields[name].compute)
            and differs(before, self, name)
        }

    def _get_list_edit(self, name):
        """What became of a list's rows, as one edit; None where nothing did."""
        before, rows = self._origin[name], self[name]
        model = rows.browse()
        names = model._get_signed_field_names() - {self._fields[name].inverse_name}
        found = [row._get_row_edit(names - {"sequence"}) for row in rows]
        found += [row._get_lost_edit() for row in before - rows._origin]
        if model._document_collection in ORDERED:
            found.append(_order_edit(before & rows._origin, rows))
        return Edit.together([edit for edit in found if edit])

    def _get_lost_edit(self):
        """What goes with a row that is taken out of its list."""
        rows = {*self._get_edited_rows(), *self._get_naming_rows()}
        return Edit(self._document_collection, rows, grants=self._touches_grants())

    def _get_naming_field(self):
        """The field by which other rows name this one."""
        own = [name for name in _REFERENCES if name in self._fields and self[name]]
        return own[0] if own else "name"

    def _get_naming_rows(self):
        """``{(model, id)}`` whose signed values hold this row's name.

        Other tasks' texts keep a reference as it is written; a title is read anew.
        """
        if "plan_ref" in self._fields and self.plan_ref:
            return set()
        return {
            edited
            for name in self._get_naming_fields()
            for row in self[name]._origin
            for edited in row._get_edited_rows()
        }

    def _get_naming_edits(self):
        """What another name of this row changes in rows of other collections."""
        before, names = self._origin, self._get_naming_fields()
        if not (before and names and self._get_changed({self._get_naming_field()})):
            return []
        linked = [before[name] for name in names]
        own = self._document_collection
        return [
            Edit(rows._document_collection)
            for rows in linked
            if rows and rows._document_collection != own
        ]

    @api.model
    def _get_naming_fields(self):
        """Fields with the rows that hold this row's name in their own values."""
        return ()

    def _touches_grants(self):
        """Whether a role that signs grants alone signs this row."""
        if self._document_collection != "migrations":
            return False
        texts = {name: self[self._document_map[name]] or "" for name in _SPOKEN}
        beyond = tuple(
            (f"{BEYOND}{name}", as_text(self, field))
            for name, field in self._get_signed_parts()
        )
        return touches_grants(Migration(key="", extra=beyond, **texts))

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Every form of what is signed ends with the warning, which stays in sight."""
        arch, view = super()._get_view(view_id, view_type, **options)
        sheet = arch.find("sheet") if view_type == "form" else None
        if sheet is not None and self._get_void_warning_fields():
            sheet.append(_banner())
        return arch, view


def _order_edit(saved, rows):
    """Rows of one list in another order than they are saved; None for the same."""
    if _order(saved, saved) == _order(saved, rows):
        return None
    some = saved.filtered(lambda row: row._touches_grants())
    grants = _order(some, saved) != _order(some, rows)
    return Edit(saved._document_collection, set(), grants=grants)


def _order(saved, rows):
    places = {row._origin.id: row.sequence for row in rows}
    return sorted(saved.ids, key=lambda id_: (places[id_], id_))


def _banner():
    return E.div(
        E.i({"class": "fa fa-exclamation-triangle mt-1", "aria-hidden": "true"}),
        etree.Element("field", name="void_warning", nolabel="1", readonly="1"),
        {
            "name": "void_warning",
            "class": "alert alert-warning o_implementation_void_warning"
            " d-flex gap-2 mt-3 mb-0 px-3 py-2 shadow-sm",
            "role": "status",
            "invisible": "not void_warning",
            "groups": "implementation_base.group_viewer",
        },
    )


class ImplementationPlan(models.Model):
    _name = "implementation.plan"
    _inherit = ["implementation.plan", "implementation.void.warning.mixin"]

    @api.model
    def _get_signed_field_names(self):
        return frozenset(self._get_signed_header_fields() & self._fields.keys())

    def _get_warned_plans(self):
        return self._origin

    def onchange(self, values, field_names, fields_spec):
        """An edit of the header reads no rows: a plan may have ten thousand."""
        header = self._get_signed_field_names()
        if self and field_names and header.issuperset(field_names):
            wanted = self._get_names_that_follow(field_names)
            fields_spec = {n: spec for n, spec in fields_spec.items() if n in wanted}
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _get_names_that_follow(self, names):
        """These fields and all that are computed from them."""
        if self._onchange_methods.keys() & set(names):
            return set(self._fields)
        found = set(names)
        for name in names:
            for field in self.pool.get_dependent_fields(self._fields[name]):
                if field.model_name == self._name:
                    found.add(field.name)
        return found

    def _get_row_edit(self, names):
        """Which values of the header differ from the saved ones."""
        changed = self._get_changed(names)
        if not changed:
            return None
        keys = {field: name for name, field in self._get_document_header().items()}
        header = {keys.get(name, name) for name in changed}
        return Edit("", set(), header=header)
