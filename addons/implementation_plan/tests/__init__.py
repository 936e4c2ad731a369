# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import test_implementation_plan
from . import test_implementation_phase
from . import test_project_task_block
from . import test_project_task_status
from . import test_project_task_guest
from . import test_other_company
from . import test_performance
from . import test_implementation_registers_document
from . import test_implementation_registers_rules
from . import test_implementation_team
from . import test_project_task_browser
from . import test_screens
