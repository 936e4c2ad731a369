# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import implementation_item_mixin
from . import implementation_threshold_mixin
from . import implementation_plan
from . import implementation_plan_document
from . import implementation_plan_progress
from . import implementation_plan_gate
from . import implementation_phase
from . import project_project
from . import project_milestone
from . import project_task
from . import project_task_place
from . import project_task_state
from . import project_task_block
from . import project_task_document
