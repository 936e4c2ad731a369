# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_implementation_approval
from . import test_delegation
from . import test_gate
from . import test_ledger
from . import test_override
from . import test_policy
from . import test_rules
from . import test_signing
from . import test_page
from . import test_page_signing
from . import test_page_delegation
from . import test_certificate
from . import test_tours
from . import test_void_warning
from . import test_screens
