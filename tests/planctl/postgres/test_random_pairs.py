# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A hundred pairs by chance: the right ones are proved, the wrong ones are not."""

import pytest

from planctl.executors.postgres_connection import execute

from .lab import content, migration, run
from .random_pairs import pair


@pytest.mark.parametrize("seed", range(100))
def test_correct_pair_is_proved_and_its_mutant_is_not(
    dsn, database, target, roles, seed
):
    made = pair(seed)
    assert made.down != made.mutated
    with target.connect() as connection:
        execute(connection, made.schema)
    given = content("rehearse", migration(made.up, made.down))
    right, watcher = run(dsn(database), given)
    assert "rehearsal" in right.data, watcher.text
    assert right.data["rehearsal"]["rollback_level"] == "R3", watcher.text
    given = content("rehearse", migration(made.up, made.mutated))
    wrong, watcher = run(dsn(database), given)
    assert "rehearsal" in wrong.data, watcher.text
    assert wrong.data["rehearsal"]["rollback_level"] < "R3", watcher.text
