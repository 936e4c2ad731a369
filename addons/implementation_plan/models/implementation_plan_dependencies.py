# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.errors import CycleRefused
from plankit.ids import Index, find_cycle, may_be_named, resolve, update_text
from plankit.plan import Phase, Plan, Task

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.implementation_base.refusal import coded


class ImplementationPlan(models.Model):
    """The dependencies as written and as links are one and the same.

    A link to a task with a reference stands in the successor's text. A link to a task
    without one, or of another plan, has no words and lives in the table alone.
    """

    _inherit = "implementation.plan"

    def _sync_dependencies(self):
        """Make the links what the texts mean today, live wildcards included."""
        for plan in self:
            plan._sync_links(plan._read_dependency_values())

    def _may_name(self, tasks):
        """Whether a text of this plan may mean these tasks, which have just come."""
        self.env["project.task"].flush_model(
            ["plan_depends_text", "plan_id", "plan_dropped"]
        )
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT plan_depends_text
                  FROM project_task
                 WHERE plan_id = %s AND plan_depends_text IS NOT NULL
                   AND NOT COALESCE(plan_dropped, FALSE)
                """,
                self.id,
            )
        )
        phases = [phase.code or phase.name for phase in tasks.plan_phase_id]
        texts = [row[0] for row in self.env.cr.fetchall()]
        return may_be_named(tasks.mapped("plan_ref"), texts, phases)

    def _sync_links(self, values):
        wanted = {
            (int(key), int(other))
            for key, others in resolve(values).edges.items()
            for other in others
        }
        named = {int(task.key) for task in values.tasks if task.ref}
        present = self._read_links()
        gone = {link for link in present - wanted if link[1] in named}
        new = wanted - present
        if new:
            names = {int(task.key): task.ref or task.title for task in values.tasks}
            self._check_no_cycle((present - gone) | new, names)
        self._write_links(new, gone)

    def _resolve_items(self, present, items, context):
        """Edges by key of present tasks and a document's items; no circles."""
        phases = tuple(phase._document_item(context) for phase in self.phase_ids)
        tasks = (*(task._document_item(context) for task in present), *items)
        edges = resolve(Plan(phases=phases, tasks=tasks)).edges
        cycle = find_cycle(edges)
        if cycle:
            names = {task.key: task.ref or task.title for task in tasks}
            self._refuse_cycle([names[key] for key in cycle])
        return edges

    def _write_document_links(self, links, new):
        """Links of a document; ``new`` tasks have their state already."""
        fresh = {link for link in links if link[0] in new}
        self._insert_links(fresh)
        others = links - fresh
        if others:
            self._write_links(others - self._read_links())

    def _read_dependency_values(self):
        """Phases and tasks as far as dependencies look at them, keyed by id."""
        self.ensure_one()
        self.env["project.task"].flush_model()
        self.env["implementation.phase"].flush_model(["code", "name", "sequence"])
        self.env.cr.execute(
            SQL(
                "SELECT id, code, name FROM implementation_phase"
                " WHERE plan_id = %s ORDER BY sequence, id",
                self.id,
            )
        )
        phases = tuple(
            Phase(key=str(row[0]), code=row[1] or "", name=row[2] or "")
            for row in self.env.cr.fetchall()
        )
        self.env.cr.execute(
            SQL(
                """
                SELECT id, plan_ref, name, plan_phase_id, plan_depends_text
                  FROM project_task
                 WHERE plan_id = %s AND NOT COALESCE(plan_dropped, FALSE)
                 ORDER BY sequence, id
                """,
                self.id,
            )
        )
        tasks = tuple(
            Task(
                key=str(task_id),
                ref=ref or "",
                title=name or "",
                phase=str(phase_id) if phase_id else "",
                depends=text or "",
            )
            for task_id, ref, name, phase_id, text in self.env.cr.fetchall()
        )
        return Plan(phases=phases, tasks=tasks)

    def _read_links(self):
        """``{(task id, predecessor id)}`` between tasks of this plan."""
        self.env.cr.execute(
            SQL(
                """
                SELECT rel.task_id, rel.depends_on_id
                  FROM task_dependencies_rel rel
                  JOIN project_task own ON own.id = rel.task_id
                  JOIN project_task other ON other.id = rel.depends_on_id
                 WHERE own.plan_id = %s AND other.plan_id = %s
                   AND NOT COALESCE(own.plan_dropped, FALSE)
                   AND NOT COALESCE(other.plan_dropped, FALSE)
                """,
                self.id,
                self.id,
            )
        )
        return set(self.env.cr.fetchall())

    def _check_no_cycle(self, links, names):
        """No task waits for itself, however long the way round."""
        edges = {}
        for task_id, other_id in links:
            edges.setdefault(task_id, []).append(other_id)
        cycle = find_cycle(edges)
        if cycle:
            self._refuse_cycle([names[key] for key in cycle])

    def _refuse_cycle(self, names):
        """Raise the circle, spelled out."""
        if len(names) > 12:
            names = [*names[:6], "…", *names[-5:]]
        spelled = " → ".join(names)
        message = self.env._(
            "Tasks would wait for each other: %(cycle)s. "
            "Take one of these dependencies out.",
            cycle=spelled,
        )
        raise UserError(coded(CycleRefused.code, message))

    def _write_links(self, new, gone=()):
        """Add and take away rows at once, then tell the tasks that changed."""
        if gone:
            self.env.cr.execute(
                SQL(
                    "DELETE FROM task_dependencies_rel"
                    " WHERE (task_id, depends_on_id) IN %s",
                    tuple(gone),
                )
            )
            self._forget_links()
        if new:
            self._insert_links(new)
        changed = {task_id for task_id, _other in {*new, *gone}}
        if changed:
            # sudo: a dependent may be one the caller may not write to
            tasks = self.env["project.task"].sudo().browse(changed)
            tasks._after_links_changed()

    def _insert_links(self, links):
        """All rows by one statement."""
        if not links:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO task_dependencies_rel (task_id, depends_on_id)
                SELECT * FROM unnest(%s, %s)
                ON CONFLICT DO NOTHING
                """,
                [task_id for task_id, _other in sorted(links)],
                [other_id for _task, other_id in sorted(links)],
            )
        )
        self._forget_links()

    def _forget_links(self):
        """The ORM did not write the rows, so that it must read them again."""
        self.env["project.task"].invalidate_model(
            ["depend_on_ids", "dependent_ids"], flush=False
        )

    def _write_dependency_texts(self, added, removed):
        """Say in words what people linked and unlinked: pairs of task ids."""
        self.ensure_one()
        values = self._read_dependency_values()
        index = Index.of(values)
        refs = {int(task.key): task.ref for task in values.tasks}
        texts = {int(task.key): task.depends for task in values.tasks}
        for task_id in sorted({pair[0] for pair in (*added, *removed)} & refs.keys()):
            text = update_text(
                texts[task_id],
                _refs_of(task_id, added, refs),
                _refs_of(task_id, removed, refs),
                index,
                own=refs[task_id],
            )
            if text != texts[task_id]:
                task = self.env["project.task"].browse(task_id)
                task._document_write({"plan_depends_text": text})


def _refs_of(task_id, pairs, refs):
    """References of the predecessors in these pairs, as far as they have one."""
    others = (other for own, other in pairs if own == task_id)
    return [refs[other] for other in others if refs.get(other)]
