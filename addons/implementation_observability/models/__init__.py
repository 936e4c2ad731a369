# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import implementation_metric
from . import implementation_dashboard
from . import implementation_plan
