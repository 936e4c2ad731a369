# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from plankit.quality import share_of, written_share

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.implementation_base.refusal import coded


class ImplementationTestTarget(models.Model):
    _name = "implementation.test.target"
    _description = "Test Target"
    _inherit = ["implementation.item.mixin"]
    _rec_name = "test_type"
    _order = "plan_id, sequence, id"
    _document_collection = "test_targets"
    _document_map = {
        "test_type": "test_type",
        "coverage_target": "coverage_target",
        "framework": "framework",
    }

    test_type = fields.Char(
        string="Type",
        help="Unit, Integration, E2E, ...",
    )
    share_percent = fields.Float(
        string="Share (%)",
        aggregator="sum",
        help="Share of all tests, from the test pyramid.",
    )
    share_percent_text = fields.Char(
        string="Share as Written",
        readonly=True,
        export_string_translation=False,
    )
    coverage_target = fields.Char(
        help="What the author asks for, such as >= 90% or Critical paths.",
    )
    framework = fields.Char()

    @api.constrains("share_percent")
    def _check_share_within_bounds(self):
        for record in self:
            if not 0 <= record.share_percent <= 100:
                raise ValidationError(
                    coded(
                        "share_out_of_bounds",
                        self.env._(
                            "%(name)s: a share of %(share)s %% is none. "
                            "Write a number from 0 to 100.",
                            name=record.test_type,
                            share=f"{record.share_percent:g}",
                        ),
                    )
                )

    def _document_item(self, context):
        """The author's number stands while it says the same share."""
        item = super()._document_item(context)
        return replace(
            item,
            share_percent=written_share(
                self.share_percent, self.share_percent_text or ""
            ),
        )

    @api.model
    def _document_vals(self, item, context):
        """A share that is no number from 0 to 100 is kept as text alone."""
        return {
            **super()._document_vals(item, context),
            "share_percent": share_of(item.share_percent),
            "share_percent_text": item.share_percent or False,
        }
