# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A transaction in which a queue can be shared."""

from contextlib import contextmanager


@contextmanager
def read_committed(env):
    """The rest of a call in a transaction that sees what others commit meanwhile.

    Odoo's own transactions are REPEATABLE READ: two agents that ask at once would
    fail to serialize where SKIP LOCKED lets each take another job. The transaction
    of the call is ended first, not left open beside a second one: fifty agents would
    else take a hundred of a server's 64 connections.
    """
    env.cr.commit()  # pylint: disable=invalid-commit
    if type(env.cr).__name__ != "TestCursor":  # which shares the test's transaction
        env.cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
    env.invalidate_all(flush=False)
    yield env
