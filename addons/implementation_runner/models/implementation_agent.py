# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from plankit.job import label_text

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.implementation_base.compat import Constraint
from odoo.addons.implementation_base.refusal import coded

#: An agent that was not heard of for so long is taken for dead, in seconds.
SILENCE = 90
#: How often a busy agent's row is written, in seconds.
_PULSE = 5


class ImplementationAgent(models.Model):
    """A program that an operator started where the credentials are.

    Its row is made when it first asks for work; archived, it gets none.
    """

    _name = "implementation.agent"
    _description = "Agent"
    _inherit = ["implementation.private.mixin"]
    _order = "last_seen desc, id desc"
    _private_fields = ("name", "user_id", "labels", "capacity", "last_seen")

    name = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="user_id.company_id", store=True, index=True)
    labels = fields.Char(readonly=True)
    capacity = fields.Integer(
        readonly=True,
        help="How many jobs it takes at a time.",
    )
    last_seen = fields.Datetime(readonly=True, index=True)
    active = fields.Boolean(default=True)
    is_alive = fields.Boolean(
        string="Alive",
        compute="_compute_is_alive",
        search="_search_is_alive",
        help="It was heard of within the last minute and a half.",
    )
    job_ids = fields.One2many(
        comodel_name="implementation.job",
        inverse_name="agent_id",
        string="Jobs",
    )
    running_count = fields.Integer(
        string="Running Jobs",
        compute="_compute_running_count",
    )

    _name_uniq = Constraint(
        "UNIQUE(user_id, name)", "An account's agents have different names."
    )

    @api.depends("last_seen")
    def _compute_is_alive(self):
        since = fields.Datetime.now() - timedelta(seconds=SILENCE)
        for agent in self:
            agent.is_alive = bool(agent.last_seen and agent.last_seen >= since)

    @api.model
    def _search_is_alive(self, operator, value):
        if operator not in ("=", "!=", "in", "not in"):
            return NotImplemented
        values = value if operator in ("in", "not in") else [value]
        wanted = (True in values) == (operator in ("=", "in"))
        since = fields.Datetime.now() - timedelta(seconds=SILENCE)
        if wanted:
            return [("last_seen", ">=", since)]
        return ["|", ("last_seen", "<", since), ("last_seen", "=", False)]

    @api.depends("job_ids.state")
    def _compute_running_count(self):
        counts = dict(
            self.env["implementation.job"]._read_group(
                [("agent_id", "in", self.ids), ("state", "=", "leased")],
                ["agent_id"],
                ["__count"],
            )
        )
        for agent in self:
            agent.running_count = counts.get(agent._origin, 0)

    @api.model
    def _get_own(self, name, labels, capacity):
        """The caller's agent of this name, made where there is none."""
        # sudo: an agent's account reads no tables
        agents = self.sudo().with_context(active_test=False)
        domain = [("user_id", "=", self.env.uid), ("name", "=", name)]
        agent = agents.search(domain)
        if not agent:
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO implementation_agent
                           (name, user_id, company_id, active, create_uid, write_uid,
                            create_date, write_date)
                    VALUES (%(name)s, %(user)s, %(company)s, TRUE, %(user)s, %(user)s,
                            now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
                    ON CONFLICT (user_id, name) DO NOTHING
                    """,
                    name=name,
                    user=self.env.uid,
                    company=self.env.company.id,
                )
            )
            agent = agents.search(domain)
        agent._check_active()
        agent._touch(label_text(labels), capacity)
        return agent

    def _check_active(self):
        if not self.active:
            raise AccessError(
                coded(
                    "agent_archived",
                    self.env._(
                        "The agent %(name)s was archived: it gets no jobs. An operator "
                        "may take it back under Operation, Agents.",
                        name=self.name,
                    ),
                )
            )

    def _touch(self, labels, capacity):
        """Note that it lives; threads of one agent do not wait for each other."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE implementation_agent
                   SET last_seen = clock_timestamp() AT TIME ZONE 'UTC',
                       labels = %(labels)s, capacity = %(capacity)s
                 WHERE id IN (
                       SELECT id FROM implementation_agent
                        WHERE id = %(id)s
                          AND (labels IS DISTINCT FROM %(labels)s
                               OR capacity IS DISTINCT FROM %(capacity)s
                               OR last_seen IS NULL
                               OR last_seen < clock_timestamp() AT TIME ZONE 'UTC'
                                              - make_interval(secs => %(pulse)s))
                          FOR UPDATE SKIP LOCKED)
                """,
                id=self.id,
                labels=labels,
                capacity=capacity,
                pulse=_PULSE,
            )
        )
        self.invalidate_recordset()
