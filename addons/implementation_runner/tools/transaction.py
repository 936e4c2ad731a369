# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A transaction of its own, in which a queue can be shared."""

from contextlib import contextmanager


@contextmanager
def read_committed(env):
    """``env`` in a new transaction that sees what others commit meanwhile.

    Odoo's own transactions are REPEATABLE READ: two agents that ask at once would
    fail to serialize where SKIP LOCKED lets each take another job.
    """
    with env.registry.cursor() as cr:
        if type(cr).__name__ != "TestCursor":  # which shares the test's transaction
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        yield env(cr=cr)
