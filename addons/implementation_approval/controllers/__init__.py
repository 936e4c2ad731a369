# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import implementation_approval
from . import implementation_delegation
from . import implementation_signature
