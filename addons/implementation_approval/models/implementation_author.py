# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.implementation_base.compat import Constraint


class ImplementationAuthor(models.Model):
    """Who last changed which row of a plan, and when: no one signs their own words."""

    _name = "implementation.author"
    _description = "Author of a Signed Row"
    _rec_name = "user_id"
    _log_access = False

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="plan_id.company_id",
        store=False,
    )
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    edited_at = fields.Datetime(required=True, readonly=True)

    _row_uniq = Constraint(
        "UNIQUE(plan_id, model, res_id, user_id)", "One row an author and record."
    )

    @api.model
    def _record(self, authors):
        """Remember edits, all at once: ``{(plan id, model, id, user id)}``."""
        if not authors:
            return
        plans, names, ids, users = zip(*sorted(authors), strict=True)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO implementation_author AS author
                            (plan_id, model, res_id, user_id, edited_at)
                SELECT edit.*, %s
                  FROM unnest(%s::int[], %s::varchar[], %s::int[], %s::int[])
                       AS edit (plan_id, model, res_id, user_id)
                  JOIN implementation_plan plan ON plan.id = edit.plan_id
                ON CONFLICT (plan_id, model, res_id, user_id)
                DO UPDATE SET edited_at = EXCLUDED.edited_at
                """,
                fields.Datetime.now(),
                list(plans),
                list(names),
                list(ids),
                list(users),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _find(self, plan, tables, since):
        """Ids of people who made or changed these rows since a moment.

        ``tables`` are ``{model: ids or None for every row of the plan}``.
        """
        found = set()
        for name, ids in tables.items():
            found |= self._find_editors(plan, name, ids, since)
            found |= self._find_makers(plan, name, ids, since)
        return found

    def _find_editors(self, plan, name, ids, since):
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT user_id FROM implementation_author
                 WHERE plan_id = %s AND model = %s AND edited_at > %s AND %s
                """,
                plan.id,
                name,
                since,
                SQL("TRUE") if ids is None else SQL("res_id = ANY(%s)", list(ids)),
            )
        )
        return {row[0] for row in self.env.cr.fetchall()}

    def _find_makers(self, plan, name, ids, since):
        table = self.env[name]._table
        self.env[name].flush_model(["plan_id"] if name != plan._name else None)
        owner = SQL("id") if name == plan._name else SQL("plan_id")
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT create_uid FROM %s
                 WHERE %s = %s AND create_date > %s AND %s
                   AND create_uid IS NOT NULL
                """,
                SQL.identifier(table),
                owner,
                plan.id,
                since,
                SQL("TRUE") if ids is None else SQL("id = ANY(%s)", list(ids)),
            )
        )
        return {row[0] for row in self.env.cr.fetchall()}
