# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import implementation_environment
from . import implementation_job_source_mixin
from . import implementation_agent
from . import implementation_job
from . import implementation_job_chunk
from . import implementation_job_lease
from . import implementation_job_report
from . import implementation_job_end
from . import implementation_job_screen
from . import implementation_plan
