# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Private roads: identities in the context that no RPC caller can send.

A road is set around one write only, because a context travels into everything the
write sets off.
"""

KEY = "plan_road"

#: A document's rows become tasks: statuses and repeated ids are kept as written.
DOCUMENT = object()
#: A plan moves its tasks in and out of the archive with itself.
ARCHIVE = object()
#: A person decided, with a reason, that a blocked task may be done.
DECISION = object()
#: The plan makes, changes or deletes the project it owns.
OWNER = object()


def taken(records, road):
    """Whether these records are on the private road ``road``."""
    return records.env.context.get(KEY) is road
