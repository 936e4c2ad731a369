# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from markdown_it import MarkdownIt

from plankit import markdown

from odoo import api, models
from odoo.tools import html_sanitize

from ..document_text import document_plan, read_again


class ImplementationPlan(models.Model):
    """The records written back as a text, and what may be said of a text to come."""

    _inherit = "implementation.plan"

    def _get_source_document(self):
        """The text of the last import, read; None for a plan born in the browser."""
        self.ensure_one()
        text = self.source_text
        return read_again(text) if text else None

    def _write_document(self):
        """The records written back: text, and what its form has no place for."""
        source = self._get_source_document()
        if source is None:
            return markdown.Written(markdown.render(document_plan(self)), ())
        return markdown.write(source, document_plan(self, source.plan))

    @api.model
    def _render_html(self, text):
        """The document as safe HTML: raw HTML in it stays text."""
        parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(
            "table"
        )
        return str(html_sanitize(parser.render(text)))

    def _get_edit_warnings(self, changes, document):
        """What these changes (``plankit.diff.Change``) from a document would undo.

        Called by dry runs; each is ``{code, message, model, res_id}``.
        """
        return []
