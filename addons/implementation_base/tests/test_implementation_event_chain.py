# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2.errors import SerializationFailure

from plankit import chain

from odoo import SUPERUSER_ID, api
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import append_only
from .common import ImplementationCase


@tagged("post_install", "-at_install")
class TestEventChain(ImplementationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Chained"})
        cls.roles = cls.env["implementation.role"].create(
            [{"name": f"Role {n}", "company_id": cls.company.id} for n in range(5)]
        )
        cls.events = cls.env["implementation.event"]

    def faults(self):
        found = self.events._verify_chain(self.company)
        return [(fault.code, fault.number) for fault in found]

    def tamper(self, query):
        """What someone with the database's password could do."""
        append_only.uninstall(self.env.cr, "implementation_event")
        self.env.cr.execute(query, [self.company.id])
        append_only.install(self.env.cr, "implementation_event")
        self.env.invalidate_all()

    def test_batches_continue_one_chain(self):
        first = self.events._log(self.roles[:3], "note", lambda role: role.name)
        second = self.events._log(self.roles[3:], "note", "Again")
        self.assertEqual((first + second).mapped("number"), [1, 2, 3, 4, 5])
        self.assertEqual(first.mapped("message"), ["Role 0", "Role 1", "Role 2"])
        self.assertEqual(second[0].previous_hash, first[2].hash)
        self.assertEqual(first[0].previous_hash, chain.GENESIS)
        self.assertEqual(self.faults(), [])

    def test_stored_rows_give_the_hashes_again(self):
        """Texts with every kind of character and empty values survive the database."""
        self.roles[0].name = 'Zoë <b> \N{GRINNING FACE} \r\n\t"quoted"'
        self.events._log(self.roles[0], "note", "  spaces \r\n", data={"é": [1, ""]})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.faults(), [])

    def test_no_events_have_no_faults(self):
        self.assertEqual(self.faults(), [])
        self.assertFalse(self.events._log(self.roles[:0], "note", "Nothing"))

    def test_altered_removed_and_cut_events_are_found(self):
        self.events._log(self.roles, "note", "Something")
        where = "WHERE company_id = %s AND number ="
        self.tamper(f"UPDATE implementation_event SET message = 'x' {where} 2")
        self.assertEqual(self.faults(), [("altered", 2)])
        self.tamper(f"DELETE FROM implementation_event {where} 2")
        self.assertEqual(self.faults(), [("gap", 3)])
        self.tamper(f"DELETE FROM implementation_event {where} 5")
        self.assertEqual(self.faults(), [("gap", 3), ("cut", 4)])

    def test_companies_have_chains_of_their_own(self):
        other = self.env["implementation.role"].create({"name": "At home"})
        events = self.events._log(self.roles + other, "note", "Both")
        own = events.filtered(lambda event: event.company_id == self.company)
        self.assertEqual(own.mapped("number"), [1, 2, 3, 4, 5])
        self.assertEqual(self.events._verify_chain(self.env.company), [])
        self.assertEqual(self.faults(), [])

    def test_queries_do_not_grow_with_the_batch(self):
        self.events._log(self.roles, "note", "Fills the caches")
        counts = []
        for records in (self.roles[:1], self.roles):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.events._log(records, "note", lambda role: role.name)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLess(counts[0], 10)

    def test_two_transactions_do_not_fork_the_chain(self):
        """The later one fails to serialize, which makes Odoo run it again."""
        company_id = self.env.ref("base.main_company").id
        database = db_connect(self.cr.dbname)
        with database.cursor() as first, database.cursor() as second:
            second.execute("SELECT 1")  # takes the second one's snapshot
            self.head(first)._lock({company_id})
            first.commit()
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                self.head(second)._lock({company_id})
            second.rollback()

    def head(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})["implementation.event.head"]
