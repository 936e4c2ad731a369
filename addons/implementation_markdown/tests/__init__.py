# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_import,
    test_import_enemy,
    test_import_merge,
    test_import_rights,
    test_import_wizard,
    test_markdown_browser,
    test_revision,
    test_template,
)
