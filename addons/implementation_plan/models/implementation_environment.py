# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from dataclasses import replace

from plankit.quality import share_of, written_share

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.implementation_base.refusal import coded


class ImplementationEnvironment(models.Model):
    """Where the software runs, lowest first, and how much traffic it gets."""

    _name = "implementation.environment"
    _description = "Environment"
    _inherit = ["implementation.item.mixin"]
    _order = "plan_id, sequence, id"
    _document_collection = "environments"
    _document_map = {
        "name": "name",
        "url": "url",
        "purpose": "purpose",
        "auto_deploy": "auto_deploy",
        "traffic_kind": "traffic_kind",
    }

    name = fields.Char(required=True)
    url = fields.Char(string="URL")
    purpose = fields.Char()
    auto_deploy = fields.Selection(
        selection=[("yes", "Yes"), ("no", "No")],
        string="Auto-deploy",
    )
    auto_deploy_text = fields.Char(
        string="Auto-deploy as Written",
        help="The author's own words where they are neither yes nor no: On merge.",
    )
    traffic_percent = fields.Float(
        string="Traffic (%)",
        aggregator=None,
        help="Share of the traffic, from the traffic progression.",
    )
    traffic_percent_text = fields.Char(
        string="Traffic as Written",
        readonly=True,
        export_string_translation=False,
    )
    traffic_kind = fields.Char(
        string="Kind of Traffic",
        help="Test traffic, internal traffic, production traffic, ...",
    )

    @api.constrains("traffic_percent")
    def _check_traffic_within_bounds(self):
        for record in self:
            if not 0 <= record.traffic_percent <= 100:
                raise ValidationError(
                    coded(
                        "traffic_out_of_bounds",
                        self.env._(
                            "%(name)s cannot get %(share)s %% of the traffic. "
                            "Write a number from 0 to 100.",
                            name=record.name,
                            share=f"{record.traffic_percent:g}",
                        ),
                    )
                )

    def _document_item(self, context):
        """The author's number stands while it says the same share."""
        text = self.traffic_percent_text or ""
        return replace(
            super()._document_item(context),
            traffic_percent=written_share(self.traffic_percent, text),
        )

    @api.model
    def _document_vals(self, item, context):
        """A share that is no number from 0 to 100 is kept as text alone."""
        return {
            **super()._document_vals(item, context),
            "traffic_percent": share_of(item.traffic_percent),
            "traffic_percent_text": item.traffic_percent or False,
        }
