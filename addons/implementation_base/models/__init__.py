# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import implementation_append_only_mixin
from . import implementation_event_head
from . import implementation_event
from . import implementation_private_mixin
from . import implementation_role
from . import implementation_workflow_mixin
from . import res_groups
