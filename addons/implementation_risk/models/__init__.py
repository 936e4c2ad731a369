# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import implementation_risk
from . import implementation_phase
from . import implementation_plan
