# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from itertools import takewhile

from plankit.progress import percent_done
from plankit.schedule import parse_duration
from plankit.workflows import PHASE

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.implementation_base.lengths import check_lengths
from odoo.addons.implementation_base.refusal import coded

from .. import roads


class ImplementationPhase(models.Model):
    """A part of the plan that is done through its gate only."""

    _name = "implementation.phase"
    _description = "Implementation Phase"
    _inherit = [
        "implementation.item.mixin",
        "implementation.workflow.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _workflow = PHASE
    _document_collection = "phases"
    _document_map = {
        "code": "code",
        "name": "name",
        "goal": "goal",
        "duration_text": "duration_text",
        "status": "status_text",
    }

    code = fields.Char(
        index=True,
        help="P1 for the first phase; tasks of the phase are P1.1, P1.2 and so on.",
    )
    name = fields.Char(
        required=True,
        tracking=True,
    )
    goal = fields.Text()
    duration_text = fields.Char(
        string="Duration",
        help="As the document writes it: 2 weeks, 10 days, 1-2 months.",
    )
    status_text = fields.Char(
        string="Status as Written",
        help="What the heading of the document claims.",
    )
    state = fields.Selection(
        selection=list(PHASE.states),
        default=PHASE.initial,
        required=True,
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    milestone_id = fields.Many2one(
        comodel_name="project.milestone",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    task_ids = fields.One2many(
        comodel_name="project.task",
        inverse_name="plan_phase_id",
        string="Tasks",
        context={"active_test": False},
        domain=[("plan_dropped", "=", False)],
    )
    duration_days = fields.Float(
        compute="_compute_duration_days",
        store=True,
        help="Working days at most; zero where the duration tells none.",
    )
    date_start = fields.Date(
        string="Start",
        tracking=True,
    )
    date_end = fields.Date(
        string="End",
        tracking=True,
    )
    progress = fields.Float(compute="_compute_progress")
    task_count = fields.Integer(compute="_compute_progress")
    condition_count = fields.Integer(
        string="Conditions",
        compute="_compute_conditions",
    )
    open_condition_count = fields.Integer(
        string="Open Conditions",
        compute="_compute_conditions",
    )
    gate = fields.Char(compute="_compute_conditions")
    gate_text = fields.Text(compute="_compute_gate_text")

    @api.model
    def _get_signed_parts(self):
        """The days of a phase are signed with it."""
        return [
            *super()._get_signed_parts(),
            ("date_start", "date_start"),
            ("date_end", "date_end"),
        ]

    @property
    def _is_closed(self):
        return self.state in ("done", "cancelled")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for phase in self:
            parts = [part for part in (phase.code, phase.name) if part]
            phase.display_name = ": ".join(parts)

    @api.depends("duration_text")
    def _compute_duration_days(self):
        for phase in self:
            duration = parse_duration(phase.duration_text or "")
            phase.duration_days = duration.days if duration else 0

    @api.depends("task_ids.plan_status", "task_ids.plan_weight")
    def _compute_progress(self):
        groups = self.env["project.task"]._read_progress("plan_phase_id", self.ids)
        for phase in self:
            statuses = groups.get(phase.id, {})
            phase.task_count = sum(count for count, _weight in statuses.values())
            weights = {status: weight for status, (_count, weight) in statuses.items()}
            phase.progress = percent_done(weights)

    @api.depends("task_ids.plan_status")
    def _compute_conditions(self):
        totals = self._count_conditions()
        unmet, common = {}, {}
        for plan in self.plan_id:
            for finding in plan._get_findings(plan):
                phase_id = finding.get("phase_id")
                unmet[phase_id] = unmet.get(phase_id, 0) + 1
            common[plan] = [
                finding.get("phase_id") for finding in plan._get_common_findings()
            ]
        for phase in self:
            beyond = [one for one in common[phase.plan_id] if one != phase.id]
            phase.open_condition_count = unmet.get(phase.id, 0) + len(beyond)
            phase.condition_count = max(
                totals.get(phase.id, 0) + len(beyond), phase.open_condition_count
            )
            phase.gate = phase._get_gate_text()

    @api.depends("gate")
    def _compute_gate_text(self):
        for phase in self:
            findings = phase.plan_id._get_findings(phase)
            phase.gate_text = "\n".join(map(_finding_line, findings))

    def _get_gate_text(self):
        if not self.open_condition_count:
            return self.env._("All conditions met")
        return self.env._(
            "%(open)s of %(all)s conditions open",
            open=self.open_condition_count,
            all=self.condition_count,
        )

    def _count_conditions(self):
        """How many conditions each phase's gate has, met ones included."""
        return {phase.id: phase.task_count for phase in self}

    @api.model_create_multi
    def create(self, vals_list):
        check_lengths(self, vals_list, "code")
        self._fill_codes(vals_list)
        phases = super().create(vals_list)
        phases._create_milestones()
        phases.plan_id._sequence_phases()
        return phases

    @api.model
    def _fill_codes(self, vals_list):
        """A phase made in the browser gets the plan's next number."""
        if roads.taken(self, roads.DOCUMENT):
            return
        plan_ids = [vals.get("plan_id") for vals in vals_list if not vals.get("code")]
        numbers = {}
        for phase in self.search([("plan_id", "in", plan_ids)]):
            number = numbers.get(phase.plan_id.id, (0, 0))
            numbers[phase.plan_id.id] = (
                max(number[0], _number(phase.code)),
                max(number[1], phase.sequence),
            )
        for vals in vals_list:
            if not vals.get("code"):
                number, place = numbers.get(vals.get("plan_id"), (0, 0))
                numbers[vals.get("plan_id")] = (number + 1, place + 10)
                vals["code"] = f"P{number + 1}"
                vals.setdefault("sequence", place + 10)

    def _create_milestones(self):
        """Each phase has a milestone of the project, which its gate reaches."""
        owner = {roads.KEY: roads.OWNER}
        milestones = (
            self.env["project.milestone"]
            .with_context(**owner)
            .create(
                [
                    {
                        "name": phase.display_name,
                        "project_id": phase.plan_id.project_id.id,
                        "plan_id": phase.plan_id.id,
                        "deadline": phase.date_end,
                    }
                    for phase in self
                ]
            )
        )
        for phase, milestone in zip(self, milestones, strict=True):
            phase.with_context(**owner).milestone_id = milestone

    def write(self, vals):
        """A phase keeps its own milestone; its gate reaches that one only."""
        check_lengths(self, [vals], "code")
        if "milestone_id" in vals and not roads.taken(self, roads.OWNER):
            raise AccessError(
                coded(
                    "private_field",
                    self.env._(
                        "A phase makes its own milestone. Leave the milestone out."
                    ),
                )
            )
        result = super().write(vals)
        if vals.keys() & {"code", "name", "date_end"}:
            for phase in self.filtered("milestone_id"):
                phase.milestone_id.write(
                    {"name": phase.display_name, "deadline": phase.date_end}
                )
        if vals.keys() & {"duration_text", "sequence"}:
            self.plan_id._sequence_phases()
        if "state" in vals:
            milestones = self.milestone_id.with_context({roads.KEY: roads.OWNER})
            milestones.write({"is_reached": vals["state"] == "done"})
        return result

    def unlink(self):
        milestones = self.milestone_id
        result = super().unlink()
        milestones.with_context({roads.KEY: roads.OWNER}).unlink()
        return result

    def _guard_complete(self):
        """A phase is done through its gate, which lists whatever is still open."""
        self.plan_id._check_gate(self)

    def action_view_tasks(self):
        """The tasks of this phase as a board."""
        action = self.plan_id.action_view_tasks()
        action["domain"].append(("plan_phase_id", "=", self.id))
        action["context"]["default_plan_phase_id"] = self.id
        return action

    def action_start(self):
        return self._apply_transition("start")

    def action_verify(self):
        return self._apply_transition("verify")

    def action_complete(self):
        return self._apply_transition("complete")

    def action_cancel(self):
        return self._apply_transition("cancel")

    def action_reopen(self):
        return self._apply_transition("reopen")


def _finding_line(finding):
    """What is open, and who must do it."""
    owner = f" ({finding['owner']})" if finding["owner"] else ""
    return f"• {finding['message']}{owner}"


def _number(code):
    """The number at the end of a phase's code, or 0."""
    digits = "".join(takewhile(str.isdecimal, reversed(code or "")))[::-1]
    return int(digits) if digits else 0
