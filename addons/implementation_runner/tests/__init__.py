# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import test_agent
from . import test_environment
from . import test_job
from . import test_lease
from . import test_overdue
from . import test_report
from . import test_wire
