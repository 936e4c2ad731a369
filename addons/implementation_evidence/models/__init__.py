# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import implementation_evidence
from . import implementation_evidence_submit
from . import implementation_evidence_claim
from . import implementation_evidence_subject_mixin
from . import implementation_check
from . import implementation_check_run
from . import implementation_environment
from . import implementation_deliverable
from . import implementation_gate_proof
from . import implementation_phase
from . import implementation_plan
