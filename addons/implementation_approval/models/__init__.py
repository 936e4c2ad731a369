# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import implementation_watched_mixin
from . import implementation_signed_mixin
from . import implementation_signed_part
from . import implementation_signing
from . import implementation_author
from . import implementation_content
from . import implementation_approval_policy
from . import implementation_delegation
from . import implementation_approval
from . import implementation_approval_scope
from . import implementation_approval_void
from . import implementation_approval_request
from . import implementation_approval_sign
from . import implementation_approval_signature
from . import implementation_approval_finding
from . import implementation_approval_mail
from . import implementation_signature
from . import implementation_event
from . import implementation_role
from . import implementation_plan
from . import implementation_phase
from . import implementation_deliverable
from . import project_task
from . import res_company
from . import res_config_settings
