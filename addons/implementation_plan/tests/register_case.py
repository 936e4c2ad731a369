# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import Plan

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

READERS = ("viewer", "approver", "operator", "auditor")
EDITORS = ("planner", "manager")


class RegisterFixture:
    """A plan with rows of one register; mix into a ``TransactionCase``.

    ``model`` is the register's, ``items`` are items of its collection.
    """

    model = ""
    items = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.users = {
            role: new_test_user(
                cls.env,
                login=f"register_{role}",
                groups=f"implementation_base.group_{role}",
            )
            for role in (*READERS, *EDITORS, "runner")
        }
        planner = cls.env(user=cls.users["planner"].id)
        cls.plan = planner["implementation.plan"].create({"name": "Register plan"})
        cls.rows = cls.create_rows(cls.plan, cls.items)

    @classmethod
    def create_rows(cls, plan, items):
        """Rows of these items, made the way an import makes them."""
        model = plan.env[cls.model]
        target = Plan(**{model._document_collection: tuple(items)})
        context = plan._get_document_context(target)
        return model._document_create(plan, tuple(items), context)

    def as_role(self, role):
        """The first row as a user of this role sees it."""
        return self.rows[0].with_user(self.users[role])

    def read_items(self, plan):
        """The register's items as the document would get them."""
        collection = self.env[self.model]._document_collection
        return plan._get_document_plan().items(collection)


class RegisterCase(RegisterFixture):
    """What every register of a plan promises.

    ``editable`` is a field that a planner may write, with a value.
    """

    editable = ()

    def test_readers_read_and_change_nothing(self):
        field, value = self.editable
        for role in READERS:
            row = self.as_role(role)
            row.read([field])
            with self.assertRaises(AccessError, msg=role):
                row.write({field: value})
            with self.assertRaises(AccessError, msg=role):
                row.unlink()
            with self.assertRaises(AccessError, msg=role):
                row.create({"plan_id": self.plan.id})

    def test_planner_and_manager_edit(self):
        field, value = self.editable
        for role in EDITORS:
            row = self.as_role(role).create({"plan_id": self.plan.id})
            row.write({field: value})
            self.assertEqual(row[field], value)
            row.unlink()

    def test_runner_has_no_right(self):
        for operation in ("read", "write", "create", "unlink"):
            self.assertFalse(self.as_role("runner").has_access(operation))

    def test_other_company_sees_and_changes_nothing(self):
        field, value = self.editable
        company = self.env["res.company"].create({"name": "Another company"})
        stranger = new_test_user(
            self.env,
            login="register_stranger",
            groups="implementation_base.group_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        model = self.rows.with_user(stranger)
        self.assertFalse(model.search([("id", "in", self.rows.ids)]))
        with self.assertRaises(AccessError):
            model[0].write({field: value})
        with self.assertRaises(AccessError):
            model.create({"plan_id": self.plan.id})

    def test_items_come_back_from_records_unchanged(self):
        self.rows.invalidate_recordset()
        self.assertEqual(self.read_items(self.plan), tuple(self.items))

    def test_edit_of_one_record_changes_its_item_alone(self):
        field, value = self.editable
        self.rows[0].write({field: value})
        before, after = self.items, self.read_items(self.plan)
        changed = [
            old.key for old, new in zip(before, after, strict=True) if old != new
        ]
        self.assertEqual(changed, [self.items[0].key])

    def test_plan_copy_has_rows_of_its_own(self):
        copied = self.plan.copy()
        rows = self.env[self.model].search([("plan_id", "=", copied.id)])
        self.assertEqual(len(rows), len(self.rows))
        self.assertFalse(rows & self.rows)

    def test_rows_go_with_their_plan(self):
        self.plan.unlink()
        self.assertFalse(self.rows.exists())

    def test_views_load_for_viewers_and_planners(self):
        for role in ("viewer", "planner"):
            model = self.env[self.model].with_user(self.users[role])
            for view_type in ("list", "kanban", "form", "search"):
                model.get_view(view_type=view_type)
