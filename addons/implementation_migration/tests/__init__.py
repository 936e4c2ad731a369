# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_implementation_migration
from . import test_migration_ladder
from . import test_migration_proof
from . import test_migration_upload
from . import test_migration_workflow
from . import test_tours
from . import test_migration_checkout
