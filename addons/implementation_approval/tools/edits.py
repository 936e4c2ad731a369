# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a transaction edited, until the sign-offs over it are settled.

Kept with the cursor's precommit hooks: gone with a rollback, settled before a commit.
"""

from collections import defaultdict

_KEY = "implementation_approval_edits"
#: Stands for any row of a plan: each of its sign-offs is looked at.
EVERY_ROW = ("", 0)


class Edits:
    """``rows`` are ``{plan id: {(model, id)}}``; ``authors`` adds who changed a row."""

    def __init__(self):
        self.rows = defaultdict(set)
        self.authors = set()
        self.company_ids = set()

    def __bool__(self):
        return bool(self.rows or self.company_ids)


def of(env):
    """The edits of this transaction; they are settled before it commits."""
    data = env.cr.precommit.data
    if _KEY not in data:
        data[_KEY] = Edits()
        approvals = env(su=True)["implementation.approval"].with_context({})
        env.cr.precommit.add(approvals._settle)
    return data[_KEY]


def take(env):
    """The edits so far, or None; the next ones are counted anew."""
    return env.cr.precommit.data.pop(_KEY, None)


def pending(env):
    """Whether something waits to be settled."""
    return _KEY in env.cr.precommit.data
