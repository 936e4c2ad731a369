# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError

from .common import JobCase


class TestAgent(JobCase):
    def test_an_agent_appears_when_it_first_asks(self):
        self.lease(["db", "staging"], capacity=3)
        agent = self.env["implementation.agent"].search([("name", "=", "one")])
        self.assertEqual(agent.user_id, self.users["runner"])
        self.assertEqual((agent.labels, agent.capacity), ("db, staging", 3))
        self.assertTrue(agent.is_alive)

    def test_accounts_do_not_share_agents(self):
        self.lease()
        self.lease(user=self.other_runner)
        agents = self.env["implementation.agent"].search([("name", "=", "one")])
        self.assertEqual(len(agents), 2)

    def test_a_silent_agent_is_not_alive(self):
        self.lease()
        agent = self.env["implementation.agent"].search([("name", "=", "one")])
        self.env.cr.execute(
            "UPDATE implementation_agent SET last_seen = last_seen - interval '2 min'"
        )
        agent.invalidate_recordset()
        self.assertFalse(agent.is_alive)
        found = agent.search([("is_alive", "=", True), ("id", "=", agent.id)])
        self.assertFalse(found)
        found = agent.search([("is_alive", "=", False), ("id", "=", agent.id)])
        self.assertEqual(found, agent)

    def test_operators_archive_and_nobody_rewrites(self):
        self.lease()
        agent = self.env["implementation.agent"].search([("name", "=", "one")])
        operator = agent.with_user(self.users["operator"])
        for vals in ({"name": "x"}, {"labels": "prod"}, {"user_id": self.env.uid}):
            self.assert_refused("private_field", AccessError, operator.write, vals)
        for role in ("viewer", "planner", "auditor", "runner"):
            with self.assertRaises(AccessError):
                agent.with_user(self.users[role]).write({"active": False})
        operator.action_archive()
        self.assertFalse(agent.active)

    def test_running_jobs_are_counted(self):
        self.enqueue()
        self.lease()
        agent = self.env["implementation.agent"].search([("name", "=", "one")])
        self.assertEqual(agent.running_count, 1)
