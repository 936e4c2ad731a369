# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from contextlib import contextmanager

from plankit import assigned, verify
from plankit.canonical import digest
from plankit.chain import digest as event_hash

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import SignOffCase

TABLES = ("implementation_event", "implementation_signature", "implementation_content")


class _Undone(Exception):
    pass


@tagged("post_install", "-at_install")
class TestLedger(SignOffCase):
    """What a database superuser does to the ledger, a bundle shows."""

    def setUp(self):
        super().setUp()
        self.events = self.env["implementation.event"].with_user(self.users["auditor"])
        first = self.signed("SRE")
        self.environment.url = "https://canary.example.org"
        self.settle()
        self.sign(first)
        second = self.ask("Security")
        second.with_user(self.signer["Security"]).reject({"comment": "No"})
        self.signed("Tech Lead").with_user(self.users["planner"]).action_withdraw()
        self.env.flush_all()
        self.start = self.events.search([], order="number desc", limit=1).number

    def bundle(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return json.loads(json.dumps(self.events.get_bundle()))

    def faults(self, bundle, *heads):
        return verify.verify(bundle, heads).faults

    @contextmanager
    def as_superuser(self):
        """Triggers off, as whoever owns the database can; undone at the end."""
        with self.assertRaises(_Undone), self.env.cr.savepoint():
            for table in TABLES:
                self.env.cr.execute(
                    SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table))
                )
            yield self.env.cr
            raise _Undone()

    # As it is

    def test_untouched_ledger_holds(self):
        bundle = self.bundle()
        self.assertFalse(self.faults(bundle, self.events.get_head()))
        self.assertGreaterEqual(len(bundle["signatures"]), 3)

    def test_every_document_as_signed_gives_the_signed_hash(self):
        signatures = self.env["implementation.signature"].search([])
        self.assertGreaterEqual(len(signatures), 3)
        for signature in signatures:
            exported = signature.export_as_signed()
            self.assertEqual(exported["sha256"], signature.content_digest)
            self.assertEqual(
                assigned.digest_of(exported["document"]), signature.content_digest
            )

    def test_only_auditors_take_the_ledger_away(self):
        for role in ("viewer", "planner", "approver", "operator"):
            own = self.events.with_user(self.users[role])
            for method in (own.get_bundle, own.get_head):
                self.assert_refused("role_required", AccessError, method)

    def test_nothing_of_it_is_made_changed_or_deleted(self):
        for model in ("signature", "content", "event", "author", "signing"):
            rows = self.env[f"implementation.{model}"]
            row = rows.search([], limit=1)
            self.assertTrue(row, model)
            for user in (self.users["manager"], self.users["auditor"]):
                own = row.with_user(user)
                for method, *args in (
                    (own.create, {}),
                    (own.write, {"plan_id": self.plan.id}),
                    (own.unlink,),
                    (own.copy,),
                ):
                    with self.assertRaises(AccessError):
                        method(*args)

    def test_database_refuses_update_and_delete(self):
        for table in TABLES:
            for statement in (
                SQL("UPDATE %s SET create_uid = 1", SQL.identifier(table)),
                SQL("DELETE FROM %s", SQL.identifier(table)),
                SQL("TRUNCATE %s CASCADE", SQL.identifier(table)),
            ):
                with (
                    self.assertRaisesRegex(Exception, "append"),
                    self.env.cr.savepoint(),
                ):
                    self.env.cr.execute(statement)

    # As a superuser leaves it: the first bad entry is named

    def test_changed_event(self):
        number = self.start - 3
        for column, value in (
            ("message", "forged"),
            ("code", "approval.signed"),
            ("data", '{"approval": 1}'),
            ("reason", "forged"),
        ):
            with self.as_superuser() as cr:
                cr.execute(
                    SQL(
                        "UPDATE implementation_event SET %s = %s WHERE number = %s"
                        " AND company_id = %s",
                        SQL.identifier(column),
                        value,
                        number,
                        self.env.company.id,
                    )
                )
                found = self.faults(self.bundle())
                self.assertEqual(found[0].where, f"event {number}", column)

    def test_deleted_and_swapped_event(self):
        number, company = self.start - 3, self.env.company.id
        with self.as_superuser() as cr:
            cr.execute(
                "DELETE FROM implementation_event"
                " WHERE number = %s AND company_id = %s",
                [number, company],
            )
            self.assertEqual(self.faults(self.bundle())[0].where, f"event {number + 1}")
        with self.as_superuser() as cr:
            for old, new in ((number, 0), (number + 1, number), (0, number + 1)):
                cr.execute(
                    "UPDATE implementation_event SET number = %s"
                    " WHERE number = %s AND company_id = %s",
                    [new, old, company],
                )
            self.assertEqual(self.faults(self.bundle())[0].where, f"event {number}")

    def test_deleted_newest_event_shows_against_a_head_published(self):
        head = self.events.get_head()
        with self.as_superuser() as cr:
            cr.execute(
                "DELETE FROM implementation_event"
                " WHERE number >= %s AND company_id = %s",
                [self.start, self.env.company.id],
            )
            self.assertTrue(self.faults(self.bundle(), head))

    def test_chain_made_anew_shows_against_a_head_published(self):
        head = self.events.get_head()
        with self.as_superuser() as cr:
            number = self.forge_from(self.start - 3, {"message": "forged"}, cr)
            bundle = self.bundle()
            without = [fault.code for fault in self.faults(bundle)]
            self.assertFalse(without, "without a head, this cannot be seen")
            self.assertEqual(self.faults(bundle, head)[0].where, f"event {number}")

    def forge_from(self, number, values, cr):
        """Change an event and make every hash after it anew, as an insider would."""
        chain = self.bundle()["events"]
        before = next(e for e in chain if e["number"] == number - 1)["digest"]
        for event in [e for e in chain if e["number"] >= number]:
            event = {**event, **(values if event["number"] == number else {})}
            event["previous"] = before
            event["digest"] = before = event_hash(event)
            cr.execute(
                "UPDATE implementation_event SET message = %s, previous_hash = %s,"
                " hash = %s WHERE number = %s AND company_id = %s",
                [
                    event["message"],
                    event["previous"],
                    event["digest"],
                    event["number"],
                    self.env.company.id,
                ],
            )
        return number

    def test_changed_signature(self):
        signature = self.env["implementation.signature"].search([], limit=1)
        for column, value in (
            ("user_id", self.users["manager"].id),
            ("user_name", "Forged"),
            ("meaning", "I approve everything"),
            ("content_digest", "0" * 64),
            ("signed_at", "2020-01-01 00:00:00"),
            ("round", 9),
            ("road", "screen"),
            ("authentication", "password+totp"),
            ("role_name", "Security"),
            ("row", json.dumps({**json.loads(signature.row), "login": "forged"})),
        ):
            with self.as_superuser() as cr:
                cr.execute(
                    SQL(
                        "UPDATE implementation_signature SET %s = %s WHERE id = %s",
                        SQL.identifier(column),
                        value,
                        signature.id,
                    )
                )
                found = self.faults(self.bundle())
                self.assertEqual(
                    found[0].where, f"signature {signature.number}", column
                )

    def test_signature_signed_anew_lacks_its_entry(self):
        """A forger who makes the digest fit leaves the chain's entry behind."""
        signature = self.env["implementation.signature"].search([], limit=1)
        row = {**json.loads(signature.row), "user_name": "Forged"}
        row["digest"] = digest({k: v for k, v in row.items() if k != "digest"})
        with self.as_superuser() as cr:
            cr.execute(
                "UPDATE implementation_signature SET user_name = %s, row = %s,"
                " digest = %s WHERE id = %s",
                ["Forged", json.dumps(row), row["digest"], signature.id],
            )
            self.assertTrue(self.faults(self.bundle()))

    def test_deleted_signature_and_changed_content(self):
        signature = self.env["implementation.signature"].search([], limit=1)
        with self.as_superuser() as cr:
            cr.execute(
                "DELETE FROM implementation_signature WHERE id = %s", [signature.id]
            )
            self.assertTrue(self.faults(self.bundle()))
        for name in (signature.content_digest, signature.document_digest):
            with self.as_superuser() as cr:
                cr.execute(
                    "UPDATE implementation_content SET text = text || ' '"
                    " WHERE digest = %s",
                    [name],
                )
                self.assertIn(name[:8], self.faults(self.bundle())[0].where)
            with self.as_superuser() as cr:
                cr.execute(
                    "DELETE FROM implementation_content WHERE digest = %s", [name]
                )
                self.assertTrue(self.faults(self.bundle()))

    def test_changed_status_of_a_request(self):
        request = self.plan.approval_ids.filtered(lambda a: a.status == "rejected")
        with self.as_superuser() as cr:
            cr.execute(
                "UPDATE implementation_approval SET status = 'approved' WHERE id = %s",
                [request.id],
            )
            found = self.faults(self.bundle())
            self.assertEqual(found[0].where, f"approval {request.id}")
