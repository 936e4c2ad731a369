# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_suite_born,
    test_suite_corpus,
    test_suite_edits,
    test_suite_hostile,
    test_suite_life,
    test_suite_reference,
    test_suite_sign_documents,
    test_suite_sign_other_roads,
    test_suite_sign_roads,
    test_suite_sign_unsigned,
    test_suite_void_warning,
    test_suite_wire,
)
