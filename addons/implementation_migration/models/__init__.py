# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import implementation_approval
from . import implementation_check
from . import implementation_migration_checkout
from . import implementation_environment
from . import implementation_migration
from . import implementation_migration_state
from . import implementation_migration_run
from . import implementation_migration_proof
from . import implementation_migration_workflow
from . import implementation_migration_action
from . import implementation_plan
