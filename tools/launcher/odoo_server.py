# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Start any Odoo on the path: a file, because workers are started by its name.

It lies alone: Python puts the folder of a script on the path.
"""

import os

os.environ["TZ"] = "UTC"

if __name__ == "__main__":
    import odoo.cli

    odoo.cli.main()
