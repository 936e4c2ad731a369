# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``python3 -m tools COMMAND``: what the Makefile calls."""

from __future__ import annotations

import os
import sys

from tools import commands, settings
from tools.testing import main as testing

COMMANDS = {
    "run": commands.run,
    "stop": commands.stop,
    "reset": commands.reset,
    "shell": commands.shell,
    "psql": commands.psql,
    "pot": testing.pot,
    "test": testing.run,
}


def main(words: list[str]) -> int:
    """Code 0 done, 1 tests failed, 2 the set-up could not do it."""
    if len(words) != 1 or words[0] not in COMMANDS:
        sys.stderr.write(f"Say one of: {', '.join(COMMANDS)}\n")
        return 2
    try:
        return COMMANDS[words[0]](settings.read(os.environ)) or 0
    except settings.SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
