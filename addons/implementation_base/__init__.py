# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import compat
from . import append_only
from . import refusal
from . import companies
from . import lengths
from . import models
from .hooks import uninstall_hook
