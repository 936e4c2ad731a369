# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_implementation_approval
from . import test_signing
