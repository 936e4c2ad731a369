# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import test_check
from . import test_deliverable
from . import test_claim
from . import test_environment
from . import test_evidence
from . import test_gate
from . import test_submit
from . import test_tours
