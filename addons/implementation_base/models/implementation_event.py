# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import chain

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import groupby

from ..compat import Constraint
from ..refusal import coded

_BATCH = 1000


class ImplementationEvent(models.Model):
    """What happened, to which record, by whom and why: a hash chain a company."""

    _name = "implementation.event"
    _inherit = ["implementation.append.only.mixin"]
    _description = "Plan Event"
    _order = "id desc"
    _rec_name = "message"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    number = fields.Integer(string="No.", required=True, readonly=True)
    # Model and id without a foreign key: an event outlives its record.
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(string="Record ID", required=True, readonly=True)
    res_name = fields.Char(string="Record", readonly=True)
    plan_res_id = fields.Integer(string="Plan ID", readonly=True, index=True)
    plan_name = fields.Char(string="Plan", readonly=True)
    code = fields.Char(string="Event", required=True, readonly=True, index=True)
    message = fields.Text(required=True, readonly=True)
    reason = fields.Text(readonly=True)
    data = fields.Text(string="Details", readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    user_name = fields.Char(string="By", required=True, readonly=True)
    moment = fields.Datetime(string="When", required=True, readonly=True)
    previous_hash = fields.Char(required=True, readonly=True)
    hash = fields.Char(required=True, readonly=True)

    _number_uniq = Constraint(
        "UNIQUE(company_id, number)", "An event's number is unique in its chain."
    )

    @api.model
    def _log(self, records, code, message, reason="", data=None):
        """Append one event a record.

        ``message`` and ``data`` are the same for all, or functions of a record.
        """
        rows = [
            self._prepare_event_vals(record, code, message, reason, data)
            for record in records
        ]
        return self._append_chained(rows) if rows else self.browse()

    @api.model
    def _append_chained(self, rows):
        head = self.env["implementation.event.head"].sudo()  # no one writes heads
        heads = head._lock({row["company_id"] for row in rows})
        linked = []
        for company_id, part in groupby(rows, key=lambda row: row["company_id"]):
            contents = [self._to_content(row) for row in part]
            events = chain.link(contents, *heads[company_id])
            heads[company_id] = (events[-1]["number"], events[-1]["digest"])
            linked += events
        head._advance(heads)
        vals_list = [self._from_content(event) for event in linked]
        # Every group reads events and none writes them; this is where they are born.
        return self.sudo()._append(vals_list).with_env(self.env)

    def _prepare_event_vals(self, record, code, message, reason, data):
        plan = self._get_plan(record)
        company = self._get_company(record) or (plan and plan.company_id)
        value = data(record) if callable(data) else data
        return {
            "company_id": (company or self.env.company).id,
            "model": record._name,
            "res_id": record.id,
            "res_name": record.display_name or "",
            "plan_res_id": plan.id if plan else 0,
            "plan_name": (plan.display_name or "") if plan else "",
            "code": code,
            "message": message(record) if callable(message) else message,
            "reason": reason or "",
            "data": chain.canonical(value) if value else "",
            "user_id": self.env.uid,
            "user_name": self.env.user.name,
            "moment": fields.Datetime.now(),
        }

    @api.model
    def _get_plan(self, record):
        """The plan a record belongs to, the record itself if it is one."""
        if record._name == "implementation.plan":
            return record
        return record.plan_id if "plan_id" in record._fields else None

    @api.model
    def _get_company(self, record):
        return record.company_id if "company_id" in record._fields else None

    @api.model
    def _to_content(self, vals):
        """What is hashed: the row, with its moment as text."""
        moment = vals["moment"].isoformat(timespec="seconds") + "Z"
        return {**vals, "moment": moment}

    @api.model
    def _from_content(self, event):
        vals = dict(event)
        vals["previous_hash"] = vals.pop("previous")
        vals["hash"] = vals.pop("digest")
        vals["moment"] = fields.Datetime.to_datetime(
            vals["moment"].removesuffix("Z").replace("T", " ")
        )
        return vals

    def _to_event(self):
        """The row as ``plankit.chain`` knows it, and as an export carries it."""
        self.ensure_one()
        texts = ("res_name", "plan_name", "code", "message", "reason", "data")
        return {
            **{name: self[name] or "" for name in texts},
            "company_id": self.company_id.id,
            "model": self.model,
            "res_id": self.res_id,
            "plan_res_id": self.plan_res_id,
            "user_id": self.user_id.id,
            "user_name": self.user_name,
            "moment": self.moment.isoformat(timespec="seconds") + "Z",
            "number": self.number,
            "previous": self.previous_hash,
            "digest": self.hash,
        }

    @api.model
    def _verify_chain(self, company):
        """The faults of a company's chain, none when it holds to its known end."""
        head = self.env["implementation.event.head"].sudo()  # heads are the server's
        head = head.search([("company_id", "=", company.id)])
        return list(chain.verify(self._iter_chain(company), end=head.digest or ""))

    @api.model
    def _iter_chain(self, company):
        """A company's events in their order, a batch at a time."""
        events, last = self.sudo(), 0  # the chain is whole or it proves nothing
        while True:
            domain = [("company_id", "=", company.id), ("number", ">", last)]
            batch = events.search(domain, order="number", limit=_BATCH)
            yield from (event._to_event() for event in batch)
            if len(batch) < _BATCH:
                return
            last = batch[-1].number
            self.env.invalidate_all(flush=False)

    def action_open_record(self):
        """Open what the event is about, as far as it exists and may be seen."""
        self.ensure_one()
        known = self.model in self.env
        record = self.env[self.model].browse(self.res_id).exists() if known else None
        if not record:
            raise UserError(
                coded(
                    "record_gone",
                    self.env._(
                        "%(name)s was deleted; the event log is what is left of it.",
                        name=self.res_name,
                    ),
                )
            )
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
