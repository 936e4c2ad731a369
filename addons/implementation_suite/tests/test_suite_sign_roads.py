# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from plankit.plan import COLLECTIONS

from odoo import Command
from odoo.tests import tagged

from .sign_case import GRANT, SignCase
from .sign_values import other_value

try:
    from odoo.service.model import call_kw
except ImportError:  # 18
    from odoo.api import call_kw

#: Renamed, a row that others name by it is another one for them too.
NAMING = {"plan_ref", "code", "name"}


def by_form(case, row, vals):
    call_kw(row, "web_save", [row.ids, vals], {"specification": {}})


def by_inline_list(case, row, vals):
    lines = [
        field.name
        for field in case.plan._fields.values()
        if field.type == "one2many" and field.comodel_name == row._name
    ]
    case.plan.write({lines[0]: [Command.update(row.id, vals)]})


def by_list(case, row, vals):
    """Several rows edited at once."""
    twin = row.search([("plan_id", "=", row.plan_id.id)], limit=1, order="id desc")
    alone = {"plan_ref", "code", "sequence"} & vals.keys()
    (row if alone else row | twin).write(vals)


def by_rpc(case, row, vals):
    call_kw(row, "write", [row.ids, vals], {})


def by_sudo(case, row, vals):
    row.sudo().write(vals)


def by_cron(case, row, vals):
    """A scheduled action, as the scheduler runs it."""
    case.cron.code = f"env[{row._name!r}].browse({row.id}).write({vals!r})"
    case.cron.ir_actions_server_id.with_user(case.cron.user_id).run()


ROADS = (by_form, by_inline_list, by_list, by_rpc, by_sudo, by_cron)
#: Half of the roads are looked at as anyone sees it, half as it is committed.
LOOKS = {by_form, by_inline_list, by_sudo}


@tagged("post_install", "-at_install")
class TestSuiteSignRoads(SignCase):
    """Every signed field, whatever road changes it, voids who signed it alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env["ir.cron"].create(
            {
                "name": "Edits a plan",
                "model_id": cls.env["ir.model"]._get_id("implementation.plan"),
                "state": "code",
                "code": "pass",
                "user_id": cls.planner.id,
                "interval_number": 1,
                "interval_type": "days",
            }
        )
        cls.env.cr.flush()

    def walk(self, road, row, vals, wanted):
        """One change by one road: who is void, right after."""
        with self.undone():
            road(self, row, vals)
            found = self.void(road in LOOKS)
            kinds = set(self.subjects) if NAMING & vals.keys() else set()
            if found - kinds != wanted - kinds or wanted - found:
                self.wrong.append((road.__name__, row, vals, found ^ wanted))

    def wanted_by(self, collection, row, name):
        """Who signed this field, by ``plankit.scope`` and by where the row stands."""
        wanted = self.signing_roles(collection)
        if collection == "migrations" and row.up_sql == GRANT and name != "sequence":
            wanted.add("Security")
        return wanted | {
            kind
            for kind, subject in self.subjects.items()
            if self.stands_in(row, subject)
            and not (name == "sequence" and row == subject)
        }

    def stands_in(self, row, subject):
        """Whether a row is the subject, or stands below it."""
        names = [
            n for n in ("task_id", "plan_phase_id", "phase_id") if n in row._fields
        ]
        return row == subject or (names and self.stands_in(row[names[0]], subject))

    def rows_to_edit(self, collection):
        if collection == "migrations":
            return list(self.plan.migration_ids[:2])
        wanted = {
            "tasks": self.subjects["task"],
            "phases": self.subjects["phase"],
            "deliverables": self.subjects["deliverable"],
        }
        return [wanted.get(collection) or self.row(collection)]

    def test_every_collection_is_walked(self):
        self.assertEqual(set(self.sections), set(COLLECTIONS) - {"approvals"})
        for collection in self.sections:
            self.assertTrue(self.signed_names(collection), collection)

    def test_signed_field_by_every_road(self):
        self.wrong, walked = [], 0
        for collection in self.sections:
            for row in self.rows_to_edit(collection):
                for _value, name in self.signed_names(collection):
                    vals = other_value(row, name)
                    wanted = self.wanted_by(collection, row, name)
                    for road in ROADS:
                        self.walk(road, row, vals, wanted)
                        walked += 1
        self.assertFalse(self.wrong)
        self.assertGreater(walked, 300)
