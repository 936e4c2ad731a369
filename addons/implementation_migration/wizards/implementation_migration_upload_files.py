# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.scripts import read_folder
from plankit.scripts_pack import MOST_BYTES, MOST_FILES

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.refusal import coded


class ImplementationMigrationUpload(models.TransientModel):
    """Where the scripts of an upload come from: files, or a commit that was read."""

    _inherit = "implementation.migration.upload"

    def _read_folder(self):
        """The folder's scripts and what is odd about it (``plankit``)."""
        if self.checkout_id:
            self._check_checkout()
            return self.checkout_id._read_folder()
        files = self.file_ids
        if not files:
            raise UserError(
                coded("no_files", self.env._("Choose the scripts of the folder first."))
            )
        size = sum(files.mapped("file_size"))
        if len(files) > MOST_FILES or size > MOST_BYTES:
            raise UserError(
                coded(
                    "folder_too_large",
                    self.env._(
                        "More than %(count)s files or %(size)s MB. Upload the scripts "
                        "in parts.",
                        count=MOST_FILES,
                        size=MOST_BYTES // 1024**2,
                    ),
                )
            )
        self._check_names(files)
        return read_folder({one.name: one.raw or b"" for one in files})

    def _check_checkout(self):
        """Scripts that were read for a plan are those of that plan."""
        if self.checkout_id.plan_id != self.plan_id:
            raise UserError(
                coded(
                    "other_plan",
                    self.env._(
                        "%(checkout)s was read for another plan.",
                        checkout=self.checkout_id.display_name,
                    ),
                )
            )

    def _check_names(self, files):
        """Two files of one name are of two folders: neither is taken silently."""
        names = files.mapped("name")
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise UserError(
                coded(
                    "same_file_twice",
                    self.env._(
                        "%(names)s: chosen more than once. Keep one of each.",
                        names=", ".join(twice),
                    ),
                )
            )
