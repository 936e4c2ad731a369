# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import test_implementation_event
from . import test_implementation_event_chain
from . import test_implementation_groups
from . import test_implementation_role
from . import test_implementation_workflow_mixin
