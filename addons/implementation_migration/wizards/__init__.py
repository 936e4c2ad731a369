# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import implementation_migration_start
from . import implementation_migration_upload
from . import implementation_migration_upload_files
from . import implementation_migration_upload_line
