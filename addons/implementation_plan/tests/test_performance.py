# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Counts that hold at any size; the bench takes the same helpers to 10,000."""

from odoo.tests import tagged

from .common import PlanCase, chain_items, graph_items, star_items

TRACKED_LIMIT = 12


def count_queries(env, call):
    """Queries of a call with everything it leaves for the flush, caches cold."""
    env.flush_all()
    env.cr.precommit.run()
    env.invalidate_all()
    before = env.cr.sql_log_count
    call()
    env.flush_all()
    env.cr.precommit.run()
    return env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestPerformance(PlanCase):
    def measure_status(self, items):
        """Queries of closing the first task above those of a native write."""
        tasks = self.import_tasks(self.new_plan(f"Plan {len(items)}"), items)
        # The first write of a process fills caches that no later one pays for.
        count_queries(self.env, lambda: tasks[1].write({"priority": "1"}))
        native = count_queries(self.env, lambda: tasks[0].write({"priority": "1"}))
        own = count_queries(self.env, lambda: tasks[0].write({"plan_status": "done"}))
        self.assertEqual(tasks[0].state, "1_done")
        return own - native

    def test_status_change_costs_at_most_twelve_queries_more(self):
        self.measure_status(graph_items(20))
        self.assertLessEqual(self.measure_status(graph_items(100)), TRACKED_LIMIT)

    def test_status_change_costs_the_same_at_any_size(self):
        self.measure_status(graph_items(20))
        costs = [self.measure_status(graph_items(size)) for size in (100, 1000)]
        self.assertEqual(costs[0], costs[1])

    def test_status_change_costs_the_same_on_any_chain(self):
        self.measure_status(chain_items(20))
        costs = [self.measure_status(chain_items(size)) for size in (100, 1000)]
        self.assertEqual(costs[0], costs[1])
        self.assertLessEqual(costs[0], TRACKED_LIMIT)

    def test_closing_a_task_of_a_thousand_dependents_tells_them_at_once(self):
        tasks = self.import_tasks(self.new_plan(), star_items(1000))
        events = self.env["implementation.event"]
        before = events.search_count([("code", "=", "tasks_unblocked")])
        messages = self.env["mail.message"].search_count([])
        count = count_queries(self.env, lambda: tasks[0].write({"plan_status": "done"}))
        self.assertLessEqual(count, 60)
        self.assertEqual(set(tasks[1:].mapped("state")), {"01_in_progress"})
        after = events.search_count([("code", "=", "tasks_unblocked")])
        self.assertEqual(after - before, 1)
        self.assertLessEqual(self.env["mail.message"].search_count([]) - messages, 1)

    def test_import_of_tasks_costs_few_queries(self):
        self.import_tasks(self.new_plan("Warm"), graph_items(10))
        for size in (100, 1000):
            plan = self.new_plan(f"Plan {size}")
            items = graph_items(size)
            count = count_queries(
                self.env, lambda plan=plan, items=items: self.import_tasks(plan, items)
            )
            self.assertLessEqual(count, 60 + size / 10, f"{size} tasks")

    def test_imported_task_waits_if_and_only_if_a_predecessor_is_open(self):
        items = graph_items(300)
        tasks = self.import_tasks(self.new_plan(), items)
        closed = {"1_done", "1_canceled"}
        for task in tasks:
            is_open = any(other.state not in closed for other in task.depend_on_ids)
            if task.plan_status == "done":
                self.assertEqual(task.state, "1_done")
            else:
                waits = task.state == "04_waiting_normal"
                self.assertEqual(waits, is_open, task.plan_ref)
